//! Where agents were the day before, so that a window can draw them between two days. The model itself does not keep
//! it.

use bevy_ecs::prelude::*;
use bevy_math::Vec2;

use super::agent::{Agent, AgentKind, Position};
use super::parallel::{Parallelism, each};

/// Where an agent was the day before. Agents have this only in a watched run.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct PreviousPosition(pub Vec2);

/// A watched run has this from the beginning.
#[derive(Resource)]
pub struct Watched;

/// Agents record where they are, before they move on.
pub fn keep_previous_position(parallelism: Res<Parallelism>, mut agents: Query<(&Position, &mut PreviousPosition)>) {
    each!(parallelism, agents, [position], [previous] => {
        previous.0 = position.0;
    });
}

/// Spawns agents; in a watched run, their previous position is where they appear.
pub fn spawn_agents<C: AgentKind>(world: &mut World, agents: Vec<Agent<C>>) {
    if world.contains_resource::<Watched>() {
        world.spawn_batch(agents.into_iter().map(|agent| (agent, PreviousPosition(agent.1.0))));
    } else {
        world.spawn_batch(agents);
    }
}
