//! What is done while there is time, and on the way to a day: the states of the days before the present one, so that each is
//! there at once.
//!
//! On the way to a day only few are kept, the further from it the wider apart: 1, 8 and 64 days before it, because a person
//! who asked for a day waits for it. The others are made once it is there, whenever nobody waits.

use super::{Timeline, branch, distance, lead};
use crate::simulation::Simulation;

/// Where there is room for fewer near states than this, nothing is scouted: the land is so large that its days are too long.
pub(super) const LEAST_NEAR: usize = 8;

/// A second run, which goes to days that may be wanted next.
pub struct Scout {
    simulation: Simulation,
    branch: usize,
}

/// Days whose states are not kept.
struct Gap {
    /// The day from which the scout goes on: its own, or the last kept one (0 also if that is not kept).
    from: u32,
    /// The last day of it.
    to: u32,
}

impl Timeline {
    /// Makes ready one of the days before the present one, so that it can be gone to quickly. Returns whether there is more
    /// to do: whoever has time calls it again.
    pub fn prepare(&mut self) -> bool {
        let gap = self.gap();
        if let Some(gap) = &gap {
            self.scout_a_day(gap);
        }
        gap.is_some()
    }

    /// Keeps the state of the present day, if it is one of those that are kept on the way to a later one.
    pub(super) fn keep_on_the_way(&mut self, to: u32) {
        let day = self.day();
        if (to - day) as usize <= self.kept.near_at_most() && is_kept_on_the_way(to - day) {
            let day = branch::owner(&self.branches, self.present, day);
            if !self.kept.has(day) {
                self.keep_near(day, self.simulation.packed_state());
            }
        }
    }

    /// A run beside this one, on the last kept day of the present branch up to `day`, to live days of the past once more.
    pub fn aside(&mut self, day: u32) -> Simulation {
        let mut simulation = self.take_scout();
        lead(&mut simulation, self.branch(), self.nearest(self.present, day));
        simulation
    }

    /// The run that scouts, or another in its place.
    fn take_scout(&mut self) -> Simulation {
        match self.scout.take() {
            Some(scout) => scout.simulation,
            None => Simulation::new(self.simulation.scenario().clone(), self.simulation.parallelism()),
        }
    }

    /// The first day whose state is to be kept.
    fn first_near(&self) -> u32 {
        self.day().saturating_sub(self.kept.near_at_most() as u32)
    }

    /// The next gap on the way back.
    fn gap(&self) -> Option<Gap> {
        if self.kept.near_at_most() < LEAST_NEAR {
            return None;
        }
        let kept = |day| self.nearest(self.present, day).map_or(0, |(days, _)| days);
        let to = (self.first_near().max(1)..self.day()).rev().find(|day| kept(*day) < *day)?;
        let distance = distance(&self.branches, self.present, self.day());
        if !self.kept.would_keep_near(branch::owner(&self.branches, self.present, to), distance) {
            return None;
        }
        // The scout may be on its way already.
        let scouted = self.scouted().filter(|days| (kept(to)..to).contains(days));
        Some(Gap { from: scouted.unwrap_or(kept(to)), to })
    }

    /// The day on which the scout is, if it is in the present branch.
    fn scouted(&self) -> Option<u32> {
        let scout = self.scout.as_ref()?;
        let is_here = scout.branch == self.present && scout.simulation.log() == self.branch().log();
        is_here.then(|| scout.simulation.days_done())
    }

    /// Simulates the next day of a gap, and keeps its state.
    fn scout_a_day(&mut self, &Gap { from, to }: &Gap) {
        let is_there = self.scouted() == Some(from);
        let mut simulation = self.take_scout();
        if !is_there {
            lead(&mut simulation, self.branch(), self.nearest(self.present, to));
        }
        simulation.step();
        let day = simulation.days_done();
        if day >= self.first_near() {
            self.keep_near(branch::owner(&self.branches, self.present, day), simulation.packed_state());
        }
        self.scout = Some(Scout { simulation, branch: self.present });
    }
}

/// Whether the state of a day is kept on the way to one so many days later: if that is a power of 8.
fn is_kept_on_the_way(days: u32) -> bool {
    days.is_power_of_two() && days.trailing_zeros().is_multiple_of(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{LandscapeParameters, Scenario};

    /// Contract: a day that is asked for is followed, while nobody waits, by all days before it for which there is room, nearest
    /// first; then there is no more to do.
    #[test]
    fn the_days_before_are_made_ready() {
        let landscape = LandscapeParameters { fields_wide: 6, fields_high: 6, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() };
        let mut timeline = Timeline::new(scenario, Parallelism::Serial, 8 << 20);
        timeline.go_to(120).unwrap();
        timeline.go_to(60).unwrap();
        let is_kept = |timeline: &Timeline, day| timeline.kept.has((0, day));
        assert!([59, 52].iter().all(|day| is_kept(&timeline, *day)));
        while timeline.prepare() {}
        let first = timeline.first_near().max(1);
        assert!(first < 50);
        assert_eq!((first..60).find(|day| !is_kept(&timeline, *day)), None);
    }
}
