//! What is done while there is time: the states of the days before the present one, so that each is near.

use super::{NEAR_GAP, Timeline, branch, lead};
use crate::simulation::Simulation;

/// Where there is room for fewer near states than this, nothing is scouted: the land is so large that its days are too long.
pub(super) const LEAST_NEAR: usize = 8;

/// A second run, which goes to days that may be wanted next.
pub struct Scout {
    simulation: Simulation,
    branch: usize,
}

/// Days that are not near enough to a state.
struct Gap {
    /// The last kept day before it; 0 also if that is not kept.
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

    /// Prepares so many days that those before will be ready when a person who goes back a day at a time comes there.
    pub(super) fn prepare_in_time(&mut self) {
        let Some(gap) = self.gap() else { return };
        for _ in 0..(gap.to - gap.from).div_ceil(self.day() - gap.to) {
            self.prepare();
        }
    }

    /// The next gap on the way back, as far as half of the near states reach.
    fn gap(&self) -> Option<Gap> {
        let near = self.kept.near_at_most();
        if near < LEAST_NEAR {
            return None;
        }
        let first = self.day().saturating_sub(near as u32 / 2 * NEAR_GAP);
        (first..self.day()).rev().find_map(|to| {
            let from = self.nearest(self.present, to).map_or(0, |(days, _)| days);
            (to - from >= NEAR_GAP).then_some(Gap { from, to })
        })
    }

    fn scout_a_day(&mut self, &Gap { from, to }: &Gap) {
        let scout = self.scout.take().unwrap_or_else(|| {
            let (scenario, parallelism) = (self.simulation.scenario().clone(), self.simulation.parallelism());
            Scout { simulation: Simulation::new(scenario, parallelism), branch: self.present }
        });
        let Scout { mut simulation, branch } = scout;
        let is_there = branch == self.present && (from..=to).contains(&simulation.days_done());
        if !is_there || simulation.log() != self.branch().log() {
            lead(&mut simulation, self.branch(), self.nearest(self.present, to));
        }
        simulation.step();
        let days = simulation.days_done();
        if days - from >= NEAR_GAP {
            self.keep_near(branch::owner(&self.branches, self.present, days), simulation.state());
        }
        self.scout = Some(Scout { simulation, branch: self.present });
    }
}
