//! The ecological model: one file for each actor or rule.

pub mod agent_limits;
pub mod births;
pub mod calendar;
pub mod campaign;
pub mod census;
pub mod condition;
pub mod crop;
pub mod encounter;
pub mod exclosure;
pub mod field_work;
pub mod field_year;
pub mod flows;
pub mod followed;
pub mod habitat;
pub mod merging;
pub mod pest;
pub mod purpose;
pub mod sparrow;
pub mod species;
pub mod tally;
pub mod weather;

use bevy_ecs::prelude::*;
use strum::VariantArray;

use crate::engine::accumulators::Locks;
use crate::engine::agent::{Agent, AgentId};
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::previous_position::spawn_agents;
use crate::engine::recycling::{FreeRows, Recycling};
use crate::scenario::Scenario;
use agent_limits::AgentLimits;
use calendar::Calendar;
use campaign::Campaign;
use census::Census;
use field_work::FieldWork;
use field_year::FieldYear;
use flows::{Demography, Flows};
use followed::Followed;
use habitat::{Habitat, LandUse, Shelter, field_stream};
use pest::{Band, EggBank, Laid};
use purpose::Purpose;
use sparrow::{Flock, Leavers, Residents};
use species::Species;
use tally::{Cues, Intake, Tally};
use weather::Weather;

/// Puts a scenario's first day into an empty world.
pub fn populate(world: &mut World, scenario: Scenario) {
    lay_out(world, scenario, initial_flocks, pest::initial_eggs);
}

/// Puts a scenario's land into an empty world, for a state of one of its days to be put there.
pub fn lay_out_land(world: &mut World, scenario: Scenario) {
    lay_out(world, scenario, |_, _, _| Vec::new(), |_, _, _| EggBank::default());
}

fn lay_out(
    world: &mut World,
    scenario: Scenario,
    flocks: impl FnOnce(&Scenario, &Landscape, &[Habitat]) -> Vec<Agent<Flock>>,
    eggs: fn(&Scenario, Cell, &Habitat) -> EggBank,
) {
    let landscape = Landscape::from(&scenario.landscape);
    let calendar = Calendar::new(scenario.start, scenario.landscape.latitude_deg);
    let habitats = habitat::habitats(&scenario);
    let flocks = flocks(&scenario, &landscape, &habitats);
    let mut residents = vec![0; habitats.len()];
    flocks.iter().for_each(|(.., flock)| residents[flock.home as usize] += u64::from(flock.adults));
    spawn_fields(world, &scenario, &calendar, habitats.iter().zip(residents), eggs);
    spawn_agents(world, flocks);
    world.insert_resource(landscape);
    world.insert_resource(AgentLimits::of(&scenario));
    world.insert_resource(calendar);
    world.insert_resource(scenario);
    world.init_resource::<Weather>();
    world.init_resource::<Campaign>();
    world.init_resource::<exclosure::Nets>();
    world.init_resource::<FreeRows<Band>>();
    world.init_resource::<FreeRows<Flock>>();
    world.init_resource::<Recycling<Band>>();
    world.init_resource::<Recycling<Flock>>();
    world.insert_resource(Locks::new(landscape.fields()));
    world.init_resource::<Demography>();
    world.init_resource::<Flows>();
    world.init_resource::<Followed>();
    world.init_resource::<FieldWork>();
    world.init_resource::<Shelter>();
    world.init_resource::<Census>();
}

fn spawn_fields<'a>(
    world: &mut World,
    scenario: &Scenario,
    calendar: &Calendar,
    fields: impl Iterator<Item = (&'a Habitat, u64)>,
    eggs: fn(&Scenario, Cell, &Habitat) -> EggBank,
) {
    let plants: Vec<_> = LandUse::VARIANTS.iter().map(|land| crop::initial(scenario, calendar, *land)).collect();
    let fields = (0..).map(Cell).zip(fields).map(|(cell, (habitat, residents))| {
        let (crop, seed) = plants[habitat.land as usize];
        let eggs = eggs(scenario, cell, habitat);
        (
            cell,
            *habitat,
            crop,
            seed,
            eggs,
            Residents::new(residents),
            Tally::default(),
            Cues::default(),
            Intake::default(),
            Laid::default(),
            Leavers::default(),
            FieldYear::default(),
        )
    });
    world.spawn_batch(fields);
}

fn initial_flocks(scenario: &Scenario, landscape: &Landscape, habitats: &[Habitat]) -> Vec<Agent<Flock>> {
    let most = scenario.sparrow.birds_per_flock;
    let mut flocks = Vec::new();
    for (cell, habitat) in (0..).zip(habitats) {
        let mut stream = field_stream(scenario.seed, Cell(cell), 0, Purpose::Initial);
        // The first number of this stream was drawn for the eggs.
        stream.bits();
        let birds = stream.round(f64::from(habitat.nest_sites * scenario.sparrow.initial_birds_per_nest_site));
        for ordinal in 0..birds.div_ceil(most) {
            let id = AgentId::new(Species::Sparrow, 0, cell, ordinal);
            flocks.push(births::flock(
                scenario.seed,
                landscape,
                id,
                cell,
                [most.min(birds - ordinal * most) as u16, 0],
            ));
        }
    }
    flocks
}
