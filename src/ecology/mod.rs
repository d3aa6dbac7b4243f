//! The living model: one file for each actor or rule.

pub mod calendar;
pub mod campaign;
pub mod crop;
pub mod encounter;
pub mod exclosure;
pub mod identity;
pub mod landscape;
mod lanes;
mod order;
pub mod pest;
pub mod random;
pub mod schedule;
pub mod sparrow;
pub mod tally;
pub mod turn;
pub mod weather;

use bevy::prelude::*;

use crate::record::ledger::{Events, Ledger};
use crate::record::{Latest, Record, books::Books};
use crate::scenario::Scenario;
use calendar::Calendar;
use campaign::Campaign;
use identity::{AgentId, AgentKind};
use landscape::{Cell, Habitat, Landscape, field_stream};
use random::Purpose;
use tally::{Meal, Tally, View};
use weather::Weather;

/// Puts a scenario's first day into an empty world.
pub fn populate(world: &mut World, scenario: Scenario) {
    let landscape = Landscape::new(&scenario.landscape);
    let calendar = Calendar::new(scenario.start, scenario.landscape.latitude_deg);
    let habitats = landscape::habitats(&scenario);
    spawn_fields(world, &scenario, &calendar, &habitats);
    spawn_flocks(world, &scenario, &landscape, &habitats);
    world.insert_resource(landscape);
    world.insert_resource(calendar);
    world.insert_resource(scenario);
    world.init_resource::<Weather>();
    world.init_resource::<Campaign>();
    world.init_resource::<exclosure::Nets>();
    world.init_resource::<turn::Emptied>();
    world.init_resource::<Latest>();
    world.init_resource::<Record>();
    world.init_resource::<Books>();
}

fn spawn_fields(world: &mut World, scenario: &Scenario, calendar: &Calendar, habitats: &[Habitat]) {
    let fields: Vec<_> = (0..)
        .map(Cell)
        .zip(habitats)
        .map(|(cell, habitat)| {
            let (crop, seed) = crop::initial(scenario, calendar, habitat);
            let eggs = pest::initial_eggs(scenario, cell, habitat);
            (
                cell,
                *habitat,
                crop,
                seed,
                eggs,
                Tally::default(),
                View::default(),
                Meal::default(),
                Events::default(),
                Ledger::default(),
            )
        })
        .collect();
    world.spawn_batch(fields);
}

fn spawn_flocks(world: &mut World, scenario: &Scenario, landscape: &Landscape, habitats: &[Habitat]) {
    let most = scenario.sparrow.birds_per_flock;
    let mut flocks = Vec::new();
    for (cell, habitat) in (0..).zip(habitats) {
        let mut stream = field_stream(scenario.seed, Cell(cell), 0, Purpose::Initial);
        // The first number of this stream was drawn for the eggs.
        stream.bits();
        let birds = stream.round(f64::from(habitat.nest_sites * scenario.sparrow.initial_birds_per_nest_site));
        for ordinal in 0..birds.div_ceil(most) {
            let id = AgentId::new(AgentKind::Sparrow, 0, cell, ordinal);
            flocks.push(turn::flock(scenario.seed, landscape, id, cell, most.min(birds - ordinal * most), 0));
        }
    }
    world.spawn_batch(flocks);
}
