//! A band's day after its way: what it eats, what eats it, how it ages and lays.

use bevy::prelude::*;

use super::{ADULT, Band, Stage, vulnerability, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::{AgentId, Position};
use crate::ecology::landscape::{Habitat, LandUse, Landscape};
use crate::ecology::lanes::{self, Lanes, STEP};
use crate::ecology::random::{Purpose, Stream, Streams, chance_of};
use crate::ecology::schedule::{Parallelism, in_blocks, rows_in_a_task};
use crate::ecology::tally::{Meal, by_cell};
use crate::ecology::turn::Emptied;
use crate::ecology::weather::Weather;
use crate::record::ledger::{Event, Events};
use crate::scenario::{PestParameters, Scenario};

/// Bands eat their share, are eaten, change phase with the crowd around them, die, develop, moult and lay.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    emptied: Res<Emptied>,
    fields: (Query<&Meal>, Query<&Events>, Query<&Habitat>),
    mut bands: Query<(&AgentId, &Position, &mut Band)>,
) {
    let pest = &scenario.pest;
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let degree_days = weather.degree_days(pest.base_temperature_c);
    let lives = Lives {
        pest,
        landscape: *landscape,
        how: *parallelism,
        weights: weights(&scenario.encounter),
        hazards: [
            pest.hatchling_hazard,
            pest.hopper_hazard,
            pest.hopper_hazard,
            pest.hopper_hazard,
            pest.hopper_hazard,
            pest.adult_hazard,
        ],
        frost: if weather.temperature_c < pest.frost_c { pest.frost_hazard } else { 0.0 },
        degree_days,
        drought: (-weather.wetness).max(0.0) * scenario.weather.drought_laying_gain,
        eggs_per_animal: if degree_days > 0.0 { 0.5 * pest.eggs_per_pod / pest.days_between_pods } else { 0.0 },
        meals: by_cell(&fields.0),
        events: by_cell(&fields.1),
        habitats: by_cell(&fields.2),
        emptied: &emptied,
        predations: streams(Purpose::Predation),
        deaths: streams(Purpose::Death),
    };
    for (ids, positions, mut bands) in bands.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let who = (0..).step_by(block).zip(ids.chunks(block)).zip(positions.chunks(block));
        let blocks = who.zip(bands.bypass_change_detection().chunks_mut(block));
        in_blocks(*parallelism, blocks, |(((first, ids), positions), bands)| {
            let who = (first..).step_by(STEP).zip(ids.chunks(STEP)).zip(positions.chunks(STEP));
            let steps = who.zip(bands.chunks_mut(STEP));
            steps.for_each(|(((first, ids), positions), bands)| lives.step(first, ids, positions, bands));
        });
    }
}

/// What all bands' lives of a day have in common.
struct Lives<'a> {
    pest: &'a PestParameters,
    landscape: Landscape,
    how: Parallelism,
    /// How easily birds take each stage.
    weights: [f32; 6],
    /// Of each stage by itself, 1/d.
    hazards: [f32; 6],
    frost: f32,
    degree_days: f32,
    drought: f32,
    /// Eggs that an animal of average sex lays on good ground.
    eggs_per_animal: f32,
    meals: &'a [Meal],
    events: &'a [Events],
    habitats: &'a [Habitat],
    emptied: &'a Emptied,
    predations: Streams,
    deaths: Streams,
}

impl Lives<'_> {
    /// Lets up to [`STEP`] bands live, one part of the day after the other; they lie in the table from row `first`.
    fn step(&self, first: u32, ids: &[AgentId], positions: &[Position], bands: &mut [Band]) {
        let ids = lanes::ids(ids);
        let mut cells = [0; STEP];
        lanes::cells(&self.landscape, positions, &mut cells);
        self.eat_and_be_eaten(&ids, &cells, bands);
        let mut streams = lanes::streams(self.deaths, &ids);
        self.die(&mut streams, &cells, bands);
        for (lane, band) in bands.iter_mut().enumerate() {
            let cell = cells[lane];
            if band.count == 0 {
                self.emptied.note_band(cell, first + lane as u32);
                continue;
            }
            develop(&mut band.stage, self.pest, self.degree_days);
            if band.stage.is_mature() {
                self.lay(&mut streams[lane], cell, band);
            }
        }
    }

    fn eat_and_be_eaten(&self, ids: &Lanes<u64>, cells: &Lanes<u32>, bands: &mut [Band]) {
        let (mut counts, mut chances, mut eaten) = ([0; STEP], [0.0; STEP], [0; STEP]);
        let mut any = false;
        for (lane, (cell, band)) in cells.iter().zip(&mut *bands).enumerate() {
            let meal = &self.meals[*cell as usize];
            band.condition.eat(meal.pest_met);
            counts[lane] = band.count;
            chances[lane] = f64::from(meal.predation) * vulnerability(&self.weights, self.pest, band.stage, band.phase);
            any |= meal.predation > 0.0;
        }
        if any {
            lanes::binomials(&mut lanes::streams(self.predations, ids), &counts, &chances, &mut eaten);
            self.take(Event::PestsEatenByBirds, &eaten, cells, bands);
        }
    }

    /// Changes phase with the crowd, and dies of all but birds.
    fn die(&self, streams: &mut Lanes<Stream>, cells: &Lanes<u32>, bands: &mut [Band]) {
        let pest = self.pest;
        let (mut counts, mut chances, mut died) = ([0; STEP], [0.0; STEP], [0; STEP]);
        let changes_phase = pest.gregarious_density_per_m2 > 0.0;
        for (lane, (cell, band)) in cells.iter().zip(&mut *bands).enumerate() {
            let meal = &self.meals[*cell as usize];
            if changes_phase {
                let crowded = meal.crowding_per_m2 > pest.gregarious_density_per_m2;
                let goal = if crowded { 1.0 } else { 0.0 };
                band.phase += pest.phase_change_per_day * (goal - band.phase);
            }
            let hunger = (1.0 - band.condition.0).clamp(0.0, 1.0);
            let crowding = pest.crowding_hazard_m2 * meal.crowding_per_m2;
            let own = self.hazards[usize::from(band.stage.moults.min(ADULT))];
            let hazard = own + crowding + self.frost + pest.hunger_hazard * hunger * hunger;
            counts[lane] = band.count;
            chances[lane] = chance_of(f64::from(hazard));
        }
        lanes::binomials(streams, &counts, &chances, &mut died);
        self.take(Event::PestsDied, &died, cells, bands);
    }

    /// Takes animals out of their bands, and writes down what became of them.
    fn take(&self, event: Event, taken: &Lanes<u32>, cells: &Lanes<u32>, bands: &mut [Band]) {
        for ((taken, cell), band) in taken.iter().zip(cells).zip(bands) {
            band.count -= taken;
            self.events[*cell as usize].add(event, *taken, self.how);
        }
    }

    fn lay(&self, stream: &mut Stream, cell: u32, band: &Band) {
        let habitat = &self.habitats[cell as usize];
        let open = habitat.land == LandUse::LayingGround;
        let ground = habitat.laying_ground * if open { 1.0 + self.drought } else { 1.0 };
        let laid = f64::from(band.count) * f64::from(self.eggs_per_animal * ground * band.condition.0.max(0.0));
        self.events[cell as usize].add(Event::EggsLaid, stream.round(laid), self.how);
    }
}

/// Moults as often as the day's warmth suffices for; what is left over counts towards the next stage.
fn develop(stage: &mut Stage, pest: &PestParameters, degree_days: f32) {
    let maturation = pest.maturation_degree_days;
    if stage.is_adult() {
        let gained = if maturation > 0.0 { degree_days / maturation } else { 1.0 };
        stage.progress = (stage.progress + gained).min(1.0);
        return;
    }
    stage.progress += degree_days / (pest.hopper_degree_days / f32::from(ADULT));
    while stage.progress >= 1.0 && !stage.is_adult() {
        stage.moults += 1;
        stage.progress -= 1.0;
    }
    if stage.is_adult() {
        // Less than an instar's worth of warmth is carried into maturation, unless that takes none.
        stage.progress = if maturation > 0.0 { stage.progress.fract() } else { 1.0 };
    }
}
