//! The pest, by default the Oriental migratory locust: eggs in the soil of each field, and bands of hoppers and adults.
//!
//! The design's map calls this file `locust.rs`. It is named for the pest because not every scenario's pest is a
//! locust: rice in the south has borers and planthoppers, which are the same model with other numbers.
//!
//! A band is a super-individual: an agent that stands for `Count` animals. Deaths thin the count binomially; a band of
//! one is a true individual.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::identity::{AgentId, Condition, Position, field_id};
use super::landscape::{Cell, Habitat, LandUse, Landscape, field_stream};
use super::random::{Purpose, Stream, Streams, chance_of};
use super::schedule::{Parallelism, each, in_blocks, rows_in_a_task};
use super::sparrow::Flock;
use super::tally::{Meal, PestCounts, Tally, TaskTallies, UNIT, View, by_cell};
use super::turn::Emptied;
use super::weather::Weather;
use crate::record::ledger::{Event, Events};
use crate::scenario::{EncounterParameters, PestParameters, Scenario};

/// A band of pests: a super-individual. One component for all that it is, as with sparrows.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// How many animals it stands for.
    pub count: u32,
    /// How far they have come.
    pub stage: Stage,
    /// Where they stand between the solitary (0) and the gregarious (1) phase.
    pub phase: f32,
    /// How well fed they are.
    pub condition: Condition,
}

/// How far a band's animals have come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stage {
    /// Moults behind it: 0 to 4 are the five hopper instars, 5 is the adult.
    pub moults: u8,
    /// Progress through the stage, 0 to 1; of an adult, through maturation.
    pub progress: f32,
}

/// The last stage.
pub const ADULT: u8 = 5;

impl Stage {
    /// Whether it flies.
    pub fn is_adult(self) -> bool {
        self.moults >= ADULT
    }

    /// Whether it lays.
    pub fn is_mature(self) -> bool {
        self.is_adult() && self.progress >= 1.0
    }
}

/// Number of age classes of eggs.
pub const EGG_CLASSES: usize = 8;

/// Eggs in the soil of a field.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct EggBank {
    /// Developing eggs by age class, youngest first.
    pub developing: [u32; EGG_CLASSES],
    /// Eggs in diapause, which rest until spring.
    pub dormant: u32,
    /// Hatchlings that wait for their field's next hatch.
    pub hatching: u32,
}

impl EggBank {
    /// All eggs.
    pub fn eggs(&self) -> u64 {
        self.developing.iter().map(|&n| u64::from(n)).sum::<u64>() + u64::from(self.dormant) + u64::from(self.hatching)
    }
}

/// What a hopper of each instar eats, and then an adult, of an adult's food (assumed, by body mass).
const INTAKE_OF_ADULT: [f32; 6] = [0.02, 0.05, 0.12, 0.3, 0.6, 1.0];

/// Day of the year on which dormant eggs begin to develop (assumed).
const DIAPAUSE_ENDS: u32 = 60;

/// Eggs of a field when a run starts. They rest until the next end of diapause, and then develop with warmth.
pub fn initial_eggs(scenario: &Scenario, cell: Cell, habitat: &Habitat) -> EggBank {
    let landscape = Landscape::new(&scenario.landscape);
    let mean = scenario.pest.initial_eggs_per_m2 * landscape.field_m2() * habitat.laying_ground;
    let mut stream = field_stream(scenario.seed, cell, 0, Purpose::Initial);
    // Egg fields are patchy: a field has between none and twice the mean.
    let eggs = stream.round(f64::from(mean) * 2.0 * stream.clone().unit());
    EggBank { dormant: eggs, ..default() }
}

/// Eggs age with warmth, die, and hatch.
pub fn develop_eggs(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    mut fields: Query<(&Cell, &Habitat, &Events, &mut EggBank)>,
) {
    let (pest, how) = (&scenario.pest, *parallelism);
    let flooding = weather.is_flooding(&scenario.weather);
    let step = f64::from(weather.degree_days(pest.base_temperature_c) / pest.egg_degree_days) * EGG_CLASSES as f64;
    let spring = calendar.day_of_year() == DIAPAUSE_ENDS;
    let streams = Streams::new(scenario.seed, calendar.day, Purpose::Eggs);
    each!(parallelism, fields, [cell, habitat, events], [bank] => {
        if bank.eggs() == 0 {
            continue;
        }
        let mut stream = streams.of(field_id(cell.0));
        let flooded = flooding && habitat.land == LandUse::LayingGround;
        let hazard = pest.egg_hazard + if flooded { scenario.weather.flood_egg_hazard } else { 0.0 };
        if spring {
            bank.developing[0] = bank.developing[0].saturating_add(bank.dormant);
            bank.dormant = 0;
        }
        let died = kill_eggs(bank, chance_of(f64::from(hazard)), &mut stream);
        events.add(Event::EggsDied, died, how);
        age_eggs(bank, step, &mut stream);
    });
}

fn kill_eggs(bank: &mut EggBank, chance: f64, stream: &mut Stream) -> u32 {
    let mut died = 0;
    for eggs in bank.developing.iter_mut().chain([&mut bank.dormant]) {
        let dead = stream.binomial(*eggs, chance);
        *eggs -= dead;
        died += dead;
    }
    died
}

fn age_eggs(bank: &mut EggBank, step: f64, stream: &mut Stream) {
    if step <= 0.0 {
        return;
    }
    // More than one class a day only where eggs take under eight days.
    let mut left = step;
    while left > 0.0 {
        let part = left.min(1.0);
        left -= 1.0;
        for class in (0..EGG_CLASSES).rev() {
            if bank.developing[class] == 0 {
                continue;
            }
            let aged = stream.round(f64::from(bank.developing[class]) * part).min(bank.developing[class]);
            bank.developing[class] -= aged;
            let next = if class + 1 < EGG_CLASSES { &mut bank.developing[class + 1] } else { &mut bank.hatching };
            *next = next.saturating_add(aged);
        }
    }
}

/// Bands walk and fly: towards green, away from where they are too many, gregarious ones with their neighbours, and for
/// the rest at random. Mature adults look for laying ground. Each is counted on the field to which it has come.
pub fn move_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Habitat>, Query<&Tally>),
    mut bands: Query<(&AgentId, &Band, &mut Position), Without<Flock>>,
) {
    let how = *parallelism;
    let (views, habitats, tallies) = (by_cell(&fields.0), by_cell(&fields.1), by_cell(&fields.2));
    let pest = &scenario.pest;
    let weights = weights(&scenario.encounter);
    let warmth = (weather.degree_days(pest.base_temperature_c) / 8.0).min(1.2);
    let streams = Streams::new(scenario.seed, calendar.day, Purpose::Move);
    let move_band = |id: &AgentId, band: &Band, position: &mut Position, tallies: &mut TaskTallies<PestCounts>| {
        let Band { count: n, stage, phase, .. } = *band;
        let mut stream = streams.of(id.0);
        let cell = landscape.cell_at(position.now);
        let appeal = |cell: u32| {
            let view = &views[cell as usize];
            let crowding = view.repulsion * (1.0 - phase);
            let ground = if stage.is_mature() { 0.5 * habitats[cell as usize].laying_ground } else { 0.0 };
            view.pest_food + ground - 0.5 * crowding
        };
        let [west, east, south, north] = landscape.neighbours(cell);
        let towards = Vec2::new(appeal(east) - appeal(west), appeal(north) - appeal(south));
        let along = views[cell as usize].heading * phase;
        let wander = stream.in_square();
        let heading = (2.0 * towards + 1.5 * along + wander).normalize_or_zero();
        let reach = if stage.is_adult() {
            pest.adult_flight_m_per_day
        } else {
            pest.hopper_walk_m_per_day * (0.4 + 0.4 * f32::from(stage.moults))
        };
        // A field with food holds a band; hunger lets it go.
        let restless = 1.0 - 0.6 * views[cell as usize].pest_food;
        let speed = reach * warmth * restless * (1.0 + (pest.gregarious_speed_factor - 1.0) * phase);
        position.go(landscape.within(position.now + heading * speed * (0.5 + stream.unit() as f32)));

        tallies.count(landscape.cell_at(position.now), |counts| {
            counts.pests += n;
            counts.vulnerable += (f64::from(n) * vulnerability(&weights, pest, stage, phase) * UNIT) as u64;
            counts.leaf_wanted_mg += (f64::from(n) * f64::from(intake_g(pest, stage)) * 1000.0) as u64;
            if stage.moults >= 2 {
                counts.crowd += n;
                let moved = (position.now - position.before) * n as f32;
                counts.drift[0] += moved.x as i64;
                counts.drift[1] += moved.y as i64;
            }
        });
    };
    for (ids, bands, mut positions) in bands.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let positions = positions.bypass_change_detection().chunks_mut(block);
        let blocks = ids.chunks(block).zip(bands.chunks(block)).zip(positions);
        in_blocks(how, blocks, |((ids, bands), positions)| {
            let field = |position: &Position| landscape.cell_at(position.now);
            let mut tallies = TaskTallies::new(tallies, how, &landscape, positions, field);
            for ((id, band), position) in ids.iter().zip(bands).zip(positions) {
                move_band(id, band, position, &mut tallies);
            }
        });
    }
}

/// Dry food of one animal in a day, g.
#[inline]
fn intake_g(pest: &PestParameters, stage: Stage) -> f32 {
    pest.adult_intake_g_per_day * INTAKE_OF_ADULT[usize::from(stage.moults.min(ADULT))]
}

fn weights(encounter: &EncounterParameters) -> [f32; 6] {
    [
        encounter.vulnerability_instar1,
        encounter.vulnerability_instar2,
        1.0,
        1.0,
        encounter.vulnerability_instar5,
        encounter.vulnerability_adult,
    ]
}

#[inline]
fn vulnerability(weights: &[f32; 6], pest: &PestParameters, stage: Stage, phase: f32) -> f64 {
    f64::from(weights[usize::from(stage.moults.min(ADULT))] * (1.0 - pest.gregarious_protection * phase))
}

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
    mut bands: Query<(Entity, &AgentId, &Position, &mut Band)>,
) {
    let how = *parallelism;
    let (meals, events, habitats) = (by_cell(&fields.0), by_cell(&fields.1), by_cell(&fields.2));
    let pest = &scenario.pest;
    let weights = weights(&scenario.encounter);
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let (predations, deaths) = (streams(Purpose::Predation), streams(Purpose::Death));
    let degree_days = weather.degree_days(pest.base_temperature_c);
    let drought = (-weather.wetness).max(0.0) * scenario.weather.drought_laying_gain;
    let frost = if weather.temperature_c < pest.frost_c { pest.frost_hazard } else { 0.0 };
    let eggs_per_animal = if degree_days > 0.0 { 0.5 * pest.eggs_per_pod / pest.days_between_pods } else { 0.0 };
    each!(parallelism, bands, [entity, id, position], [band] => {
        let cell = landscape.cell_at(position.now) as usize;
        let (meal, events) = (&meals[cell], &events[cell]);
        let Band { count, stage, phase, condition } = band;
        condition.eat(meal.pest_met);
        if meal.predation > 0.0 {
            let chance = f64::from(meal.predation) * vulnerability(&weights, pest, *stage, *phase);
            let eaten = predations.of(id.0).binomial(*count, chance);
            *count -= eaten;
            events.add(Event::PestsEatenByBirds, eaten, how);
        }
        if pest.gregarious_density_per_m2 > 0.0 {
            let crowded = meal.crowding_per_m2 > pest.gregarious_density_per_m2;
            let goal = if crowded { 1.0 } else { 0.0 };
            *phase += pest.phase_change_per_day * (goal - *phase);
        }

        let hunger = (1.0 - condition.0).clamp(0.0, 1.0);
        let own = match stage.moults {
            0 => pest.hatchling_hazard,
            1..ADULT => pest.hopper_hazard,
            _ => pest.adult_hazard,
        };
        let crowding = pest.crowding_hazard_m2 * meal.crowding_per_m2;
        let hazard = own + crowding + frost + pest.hunger_hazard * hunger * hunger;
        let mut stream = deaths.of(id.0);
        let died = stream.binomial(*count, chance_of(f64::from(hazard)));
        *count -= died;
        events.add(Event::PestsDied, died, how);
        if *count == 0 {
            emptied.note_band(cell as u32, *entity);
            continue;
        }

        develop(stage, pest, degree_days);
        if stage.is_mature() {
            let habitat = &habitats[cell];
            let open = habitat.land == LandUse::LayingGround;
            let ground = habitat.laying_ground * if open { 1.0 + drought } else { 1.0 };
            let laid = f64::from(*count) * f64::from(eggs_per_animal * ground * condition.0.max(0.0));
            events.add(Event::EggsLaid, stream.round(laid), how);
        }
    });
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
