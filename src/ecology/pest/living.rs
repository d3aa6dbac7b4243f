//! A band's day after its way: what it eats, what eats it, how it ages and lays.

use bevy::prelude::*;

use super::band_lanes::{self, BandLanes};
use super::{Band, Laid, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::{AgentId, Position};
use crate::ecology::landscape::{Habitat, LandUse, Landscape};
use crate::ecology::lanes::{self, Lanes, STEP, set_of};
use crate::ecology::random::{Purpose, Stream, Streams};
use crate::ecology::schedule::Parallelism;
use crate::ecology::tally::{Meal, by_cell};
use crate::ecology::turn::Emptied;
use crate::ecology::weather::Weather;
use crate::record::ledger::{Event, Events, TaskEvents};
use crate::scenario::{PestParameters, Scenario};

/// Bands eat their share, are eaten, change phase with the crowd around them, die, develop, moult and lay.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    emptied: Res<Emptied<Band>>,
    events: Res<Events>,
    fields: (Query<&Meal>, Query<&Laid>, Query<&Habitat>),
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
        laid: by_cell(&fields.1),
        habitats: by_cell(&fields.2),
        emptied: &emptied,
        predations: streams(Purpose::Predation),
        deaths: streams(Purpose::Death),
    };
    for (ids, positions, mut bands) in bands.contiguous_iter_mut().into_iter().flatten() {
        let bands = bands.bypass_change_detection();
        let task = |_: &[_], _: &[_]| (BandLanes::default(), events.of_task());
        lanes::in_steps(*parallelism, ids, positions, bands, task, |(own, events), first, ids, positions, bands| {
            lives.step(first, ids, positions, bands, own, events);
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
    laid: &'a [Laid],
    habitats: &'a [Habitat],
    emptied: &'a Emptied<Band>,
    predations: Streams,
    deaths: Streams,
}

impl Lives<'_> {
    /// Lets up to [`STEP`] bands live, one part of the day after the other; they lie in the table from row `first`.
    fn step(
        &self,
        first: u32,
        ids: &[AgentId],
        positions: &[Position],
        bands: &mut [Band],
        own: &mut BandLanes,
        events: &mut TaskEvents,
    ) {
        let ids = lanes::ids(ids);
        let mut cells = [0; STEP];
        lanes::cells(&self.landscape, positions, &mut cells);
        own.read(bands);
        self.eat_and_be_eaten(&ids, &cells, own, events);
        let mut streams = lanes::streams(self.deaths, &ids);
        self.die(&mut streams, &cells, own, events);
        let empty = set_of!(own.taken, lane => own.count[lane] == 0);
        for lane in lanes::lanes_of(empty) {
            self.emptied.note(cells[lane], first + lane as u32);
        }
        let mature = band_lanes::develop(own, self.pest, self.degree_days);
        own.write(bands);
        for lane in lanes::lanes_of(mature & !empty) {
            self.lay(&mut streams[lane], cells[lane], &bands[lane]);
        }
    }

    fn eat_and_be_eaten(&self, ids: &Lanes<u64>, cells: &Lanes<u32>, own: &mut BandLanes, events: &mut TaskEvents) {
        let (mut met, mut predation, mut weight) = ([0.0; STEP], [0.0; STEP], [0.0; STEP]);
        let mut any = false;
        for lane in lanes::lanes_of(own.taken) {
            let meal = &self.meals[cells[lane] as usize];
            (met[lane], predation[lane]) = (meal.pest_met, meal.predation);
            any |= meal.predation > 0.0;
        }
        own.of_stage(&self.weights, &mut weight);
        let (mut chances, mut eaten) = ([0.0; STEP], [0; STEP]);
        band_lanes::eat_and_be_eaten(own, self.pest, &weight, &met, &predation, &mut chances);
        if any {
            lanes::binomials(&mut lanes::streams(self.predations, ids), &own.count, &chances, &mut eaten);
            events.count(Event::PestsEatenByBirds, take(&eaten, own));
        }
    }

    /// Changes phase with the crowd, and dies of all but birds.
    fn die(&self, streams: &mut Lanes<Stream>, cells: &Lanes<u32>, own: &mut BandLanes, events: &mut TaskEvents) {
        let (mut crowding_per_m2, mut hazard) = ([0.0; STEP], [0.0; STEP]);
        for lane in lanes::lanes_of(own.taken) {
            crowding_per_m2[lane] = self.meals[cells[lane] as usize].crowding_per_m2;
        }
        own.of_stage(&self.hazards, &mut hazard);
        let (mut chances, mut died) = ([0.0; STEP], [0; STEP]);
        band_lanes::crowd_and_die(own, self.pest, (&hazard, self.frost), &crowding_per_m2, &mut chances);
        lanes::binomials(streams, &own.count, &chances, &mut died);
        events.count(Event::PestsDied, take(&died, own));
    }

    /// Lays eggs, which come into the soil at the turn of the day.
    fn lay(&self, stream: &mut Stream, cell: u32, band: &Band) {
        let habitat = &self.habitats[cell as usize];
        let open = habitat.land == LandUse::LayingGround;
        let ground = habitat.laying_ground * if open { 1.0 + self.drought } else { 1.0 };
        let laid = f64::from(band.count) * f64::from(self.eggs_per_animal * ground * band.condition.0.max(0.0));
        self.laid[cell as usize].0.add(u64::from(stream.round(laid)), self.how);
    }
}

/// Takes animals out of their bands. Gives how many.
fn take(animals: &Lanes<u32>, own: &mut BandLanes) -> u64 {
    let mut all = 0;
    for lane in lanes::lanes_of(own.taken) {
        own.count[lane] -= animals[lane];
        all += u64::from(animals[lane]);
    }
    all
}
