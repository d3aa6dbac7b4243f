//! Contract: what is done to the tables of agents, to sort them or to draw agents between two days, changes no agent.

use std::collections::HashMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce;
use bevy_math::Vec2;
use sparrowfall::ecology::pest::Band;
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::engine::agent::{AgentId, Agents, Position};
use sparrowfall::engine::landscape::Landscape;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::engine::previous_position::PreviousPosition;
use sparrowfall::engine::spatial_sort::{Scratch, sort};
use sparrowfall::scenario::{LandscapeParameters, Scenario};
use sparrowfall::simulation::Simulation;

fn small_land() -> Scenario {
    let landscape = LandscapeParameters { fields_wide: 16, fields_high: 16, ..Default::default() };
    Scenario { landscape, ..Scenario::default() }
}

/// Contract: sorting leaves every agent as it is, and afterwards agents are ordered field by field.
#[test]
fn agents_are_sorted_and_stay_what_they_are() {
    let mut simulation = Simulation::new(small_land(), Parallelism::Serial);
    (0..185).for_each(|_| simulation.step());
    let before = simulation.state_hash();
    let world = simulation.world_mut();
    let landscape = *world.resource::<Landscape>();
    let homes =
        |world: &mut World| -> Vec<u32> { world.query::<&Flock>().iter(world).map(|flock| flock.home).collect() };
    assert!(!homes(world).is_sorted(), "nothing was out of order");
    let sort_all = move |flocks: Agents<Flock>, bands: Agents<Band>| {
        sort(flocks, &landscape, Parallelism::Serial, &mut Scratch::default());
        sort(bands, &landscape, Parallelism::Serial, &mut Scratch::default());
    };
    world.run_system_once(sort_all).unwrap();
    assert!(homes(world).is_sorted());
    let mut bands = world.query_filtered::<&Position, With<Band>>();
    let cells: Vec<u32> = bands.iter(world).map(|position| landscape.cell_at(position.0)).collect();
    assert!(cells.len() > 10 && cells.is_sorted());
    assert_eq!(simulation.state_hash(), before);
}

/// Contract: in a watched run every agent keeps its previous position, newcomers the one where they appeared, whatever
/// happens to their tables; and the run's history is that of an unwatched run.
#[test]
fn watched_agents_keep_their_previous_positions() {
    let mut unwatched = Simulation::new(small_land(), Parallelism::Serial);
    let mut watched = Simulation::watched(small_land(), Parallelism::Serial);
    let mut places: HashMap<AgentId, Vec2> = HashMap::new();
    let (mut newcomers, mut movers) = (0, 0);
    for day in 0..400 {
        let world = watched.world_mut();
        let mut agents = world.query::<(&AgentId, &Position)>();
        places.clear();
        places.extend(agents.iter(world).map(|(id, position)| (*id, position.0)));
        watched.step();
        unwatched.step();
        let world = watched.world_mut();
        let mut agents = world.query::<(&AgentId, &Position, Option<&PreviousPosition>)>();
        for (id, position, previous) in agents.iter(world) {
            newcomers += u32::from(!places.contains_key(id));
            movers += u32::from(places.get(id).is_some_and(|before| *before != position.0));
            let before = places.get(id).unwrap_or(&position.0);
            assert_eq!(previous, Some(&PreviousPosition(*before)), "day {day}, {id:?}");
        }
    }
    assert!(newcomers > 1_000 && movers > 100_000, "{newcomers} {movers}");
    assert_eq!(watched.state_hash(), unwatched.state_hash());
}
