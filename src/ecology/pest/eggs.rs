//! Eggs in the soil of a field.

use bevy::prelude::*;

use super::{EGG_CLASSES, EggBank};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::field_id;
use crate::ecology::landscape::{Cell, Habitat, LandUse, Landscape, field_stream};
use crate::ecology::random::{Purpose, Stream, Streams, chance_of};
use crate::ecology::schedule::{Parallelism, each};
use crate::ecology::weather::Weather;
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

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
