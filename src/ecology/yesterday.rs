//! Where agents were yesterday, so that a window can draw them on their way. The model itself forgets.

use bevy::prelude::*;

use super::identity::Position;
use super::schedule::{Parallelism, each};
use super::turn::{Agent, Kind};

/// Where an agent was yesterday. Only in a run that is watched have agents this.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Yesterday(pub Vec2);

/// A run that is watched has this from its beginning.
#[derive(Resource)]
pub struct Watched;

/// Agents remember where they are, before they move on.
pub fn remember_yesterday(parallelism: Res<Parallelism>, mut agents: Query<(&Position, &mut Yesterday)>) {
    each!(parallelism, agents, [position], [yesterday] => {
        yesterday.0 = position.0;
    });
}

/// Spawns agents; in a run that is watched they were yesterday where they appear.
pub fn spawn_agents<C: Kind>(world: &mut World, agents: Vec<Agent<C>>) {
    if world.contains_resource::<Watched>() {
        world.spawn_batch(agents.into_iter().map(|agent| (agent, Yesterday(agent.1.0))));
    } else {
        world.spawn_batch(agents);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::ecology::identity::AgentId;
    use crate::scenario::{LandscapeParameters, Scenario};
    use crate::simulation::Simulation;

    /// Contract: in a run that is watched every agent remembers where it was yesterday, newcomers where they appeared, whatever
    /// happens to the tables in which they lie; and the run's history is that of a run nobody watches.
    #[test]
    fn watched_agents_remember_yesterday() {
        let landscape = LandscapeParameters { fields_wide: 16, fields_high: 16, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() };
        let mut unwatched = Simulation::new(scenario.clone(), Parallelism::Serial);
        let mut watched = Simulation::watched(scenario, Parallelism::Serial);
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
            let mut agents = world.query::<(&AgentId, &Position, Option<&Yesterday>)>();
            for (id, position, yesterday) in agents.iter(world) {
                newcomers += u32::from(!places.contains_key(id));
                movers += u32::from(places.get(id).is_some_and(|before| *before != position.0));
                let before = places.get(id).unwrap_or(&position.0);
                assert_eq!(yesterday, Some(&Yesterday(*before)), "day {day}, {id:?}");
            }
        }
        assert!(newcomers > 1_000 && movers > 100_000, "{newcomers} {movers}");
        assert_eq!(watched.state_hash(), unwatched.state_hash());
    }
}
