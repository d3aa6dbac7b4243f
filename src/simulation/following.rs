//! Following one agent. It changes nothing in the run.

use bevy_math::Vec2;

use super::Simulation;
use crate::ecology::followed::{AgentDay, Animals, Followed, agent};
use crate::ecology::pest::Band;
use crate::ecology::sparrow::Flock;
use crate::engine::agent::{AgentId, Position};

impl Simulation {
    /// Follows an agent from the next day on, or none.
    pub fn follow(&mut self, agent: Option<AgentId>) {
        self.app.world_mut().insert_resource(Followed::of(agent));
    }

    /// The agent that is followed.
    pub fn followed(&self) -> Option<AgentId> {
        self.world().get_resource::<Followed>().and_then(Followed::agent)
    }

    /// Takes what happened to the agent that is followed, day by day, since this was last called. A day that was simulated twice is there
    /// twice, and the same.
    pub fn take_diary(&mut self) -> Vec<AgentDay> {
        self.app.world_mut().resource_mut::<Followed>().take_days()
    }

    /// Where an agent is, m, and its animals; `None` if it is not there on this day.
    pub fn agent(&self, id: AgentId) -> Option<(Vec2, Animals)> {
        let world = self.world();
        let mut flocks = world.try_query::<(&AgentId, &Position, &Flock)>()?;
        let mut bands = world.try_query::<(&AgentId, &Position, &Band)>()?;
        let flocks = flocks.contiguous_iter(world).into_iter().flatten();
        let found = agent(id, flocks, bands.contiguous_iter(world).into_iter().flatten());
        found.map(|(_, place_m, animals)| (place_m, animals))
    }

    /// The flock of some that lies nearest to a place; only those of which `is_one` says so, and that have birds.
    pub fn nearest_flock(&self, place_m: Vec2, is_one: impl Fn(AgentId) -> bool) -> Option<AgentId> {
        let mut flocks = self.world().try_query::<(&AgentId, &Position, &Flock)>()?;
        let all = flocks.iter(self.world()).filter(|(id, _, flock)| flock.birds() > 0 && is_one(**id));
        nearest(place_m, all.map(|(id, position, _)| (*id, position.0)))
    }

    /// The band that lies nearest to a place, among those that count as pests.
    pub fn nearest_band(&self, place_m: Vec2) -> Option<AgentId> {
        let mut bands = self.world().try_query::<(&AgentId, &Position, &Band)>()?;
        let all = bands.iter(self.world()).filter(|(_, _, band)| band.count > 0 && band.stage.is_counted());
        nearest(place_m, all.map(|(id, position, _)| (*id, position.0)))
    }
}

fn nearest(place_m: Vec2, all: impl Iterator<Item = (AgentId, Vec2)>) -> Option<AgentId> {
    let all = all.map(|(id, at)| (at.distance_squared(place_m), id));
    all.min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))).map(|(_, id)| id)
}
