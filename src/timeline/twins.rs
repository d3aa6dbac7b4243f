//! Runs of one land and one weather that differ in what was done, lived side by side.

use thiserror::Error;

use super::Timeline;
use super::difference::{Difference, Quantity, of_fields, of_land};
use crate::engine::parallel::{Parallelism, side_by_side};
use crate::scenario::{Action, Scenario};
use crate::simulation::BalanceFault;

/// Two or more worlds that are on the same day.
pub struct Twins {
    worlds: Vec<Timeline>,
}

/// Why scenarios are not twins.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoTwins {
    /// There is one, or none.
    #[error("a twin needs another: give at least two scenarios")]
    Alone,
    /// Another seed.
    #[error("the scenarios are not twins: their seeds differ, and so would their weather")]
    Seed,
    /// Another first day.
    #[error("the scenarios are not twins: they begin on different days")]
    Start,
    /// Another land.
    #[error("the scenarios are not twins: their lands differ, so that fields cannot be compared")]
    Land,
}

impl Twins {
    /// The worlds of these scenarios before their first day. All of them together keep states in `budget` bytes. Each is
    /// lived on a thread of its own; with more threads than worlds, they share the rest.
    ///
    /// # Errors
    /// If their seeds, first days or lands differ.
    pub fn new(scenarios: Vec<Scenario>, threads: usize, budget: usize) -> Result<Self, NoTwins> {
        let [first, others @ ..] = &scenarios[..] else { return Err(NoTwins::Alone) };
        for other in others {
            if other.seed != first.seed {
                return Err(NoTwins::Seed);
            }
            if other.start != first.start {
                return Err(NoTwins::Start);
            }
            if other.landscape != first.landscape {
                return Err(NoTwins::Land);
            }
        }
        if others.is_empty() {
            return Err(NoTwins::Alone);
        }
        let parallelism = if threads > scenarios.len() { Parallelism::Pool } else { Parallelism::Serial };
        let budget = budget / scenarios.len();
        let worlds: Vec<_> =
            scenarios.into_iter().map(|scenario| Timeline::new(scenario, parallelism, budget)).collect();
        let mut twins = Self { worlds };
        twins.side_by_side(|world| world.hash_the_day());
        Ok(twins)
    }

    /// The worlds.
    pub fn worlds(&self) -> &[Timeline] {
        &self.worlds
    }

    /// A world, for views that need it to be mutable. They only read.
    pub fn world_mut(&mut self, world: usize) -> &mut Timeline {
        &mut self.worlds[world]
    }

    /// The present day: the number of days simulated up to it.
    pub fn day(&self) -> u32 {
        self.worlds[0].day()
    }

    /// Goes on by one day in all worlds.
    ///
    /// # Errors
    /// If the mass balance of one of them does not close, which is a bug in the program.
    ///
    /// # Panics
    /// As [`Timeline::step`].
    pub fn step(&mut self) -> Result<(), BalanceFault> {
        let are_still_one = self.are_still_one();
        self.side_by_side(|world| {
            world.step()?;
            if are_still_one {
                world.hash_the_day();
            }
            Ok(())
        })
        .into_iter()
        .collect()
    }

    /// Whether two of the worlds may still be the same.
    fn are_still_one(&self) -> bool {
        (1..self.worlds.len()).any(|world| (0..world).any(|other| self.parted(world, other).is_none()))
    }

    /// Goes to a day in all worlds. One that has not been lived yet is lived.
    ///
    /// # Errors
    /// As for [`Self::step`].
    pub fn go_to(&mut self, day: u32) -> Result<(), BalanceFault> {
        let lived = self.worlds.iter().map(|world| world.branch().days()).min().unwrap_or(day);
        self.side_by_side(|world| world.go_to(day.min(lived))).into_iter().collect::<Result<(), _>>()?;
        // Day by day, so that it is seen when they part.
        while self.day() < day {
            self.step()?;
        }
        Ok(())
    }

    /// Goes to a day of a branch in one world, and to that day in the others.
    ///
    /// # Errors
    /// As for [`Self::step`].
    pub fn choose(&mut self, world: usize, branch: usize, day: u32) -> Result<(), BalanceFault> {
        let day = day.min(self.worlds[world].branches()[branch].days());
        self.worlds[world].go_towards(branch, day, || false)?;
        self.go_to(day)
    }

    /// Does something in one world at the beginning of the next day, see [`Timeline::intervene`].
    pub fn intervene(&mut self, world: usize, action: Action) {
        self.worlds[world].intervene(action);
    }

    /// Does something to all worlds, each on a thread of its own.
    fn side_by_side<T: Send>(&mut self, work: impl Fn(&mut Timeline) -> T + Sync) -> Vec<T> {
        let Some((first, others)) = self.worlds.split_first_mut() else { return Vec::new() };
        let work = &work;
        side_by_side(|| work(first), others.iter_mut().map(|world| move || work(world)))
    }

    /// The first day after which two worlds differ, as the number of days simulated up to it; `None` as long as they have
    /// been identical, which the state hash of each day says.
    pub fn parted(&self, one: usize, other: usize) -> Option<u32> {
        let [one, other] = [one, other].map(|world| self.worlds[world].branch().hashes());
        one.iter().zip(other).position(|(one, other)| one != other).map(|days| days as u32)
    }

    /// What differs between two worlds on the present day, in all: what is `other` minus what is `one`.
    pub fn differences(&self, one: usize, other: usize) -> Vec<Difference> {
        let [one, other] = [one, other].map(|world| of_land(self.worlds[world].simulation()));
        let both = one.into_iter().zip(other);
        both.map(|((quantity, one), (_, other))| Difference { quantity, values: [one, other] }).collect()
    }

    /// The same on each field, by cell, of one quantity.
    pub fn field_differences(&self, one: usize, other: usize, quantity: Quantity) -> Vec<Difference> {
        let [one, other] = [one, other].map(|world| of_fields(self.worlds[world].simulation(), quantity));
        one.into_iter().zip(other).map(|(one, other)| Difference { quantity, values: [one, other] }).collect()
    }
}
