//! What is done while there is time: the states of the days before the present one, so that each is near.

use super::{NEAR_GAP, Timeline, branch, lead};
use crate::simulation::Simulation;

/// Where there is room for fewer near states than this, nothing is scouted: the land is so large that its days are too long.
pub(super) const LEAST_NEAR: usize = 8;

/// Days that are prepared for each day back.
const PACE: u32 = 2;

/// A second run, which goes to days that may be wanted next.
pub struct Scout {
    simulation: Simulation,
    branch: usize,
}

/// Days that are not near enough to a state.
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

    /// Prepares so many days that, if a person goes back from here a day at a time, [`PACE`] days for each of these are enough
    /// for the next to be ready.
    pub(super) fn prepare_in_time(&mut self) {
        while let Some(gap) = self.gap()
            && gap.to - gap.from > PACE * (self.day() - gap.to)
        {
            self.scout_a_day(&gap);
        }
    }

    /// The first day that is to be near: as far back as two thirds of the near states reach.
    fn first_near(&self) -> u32 {
        self.day().saturating_sub(self.kept.near_at_most() as u32 * 2 / 3 * NEAR_GAP)
    }

    /// The next gap on the way back.
    fn gap(&self) -> Option<Gap> {
        if self.kept.near_at_most() < LEAST_NEAR {
            return None;
        }
        let kept = |day| self.nearest(self.present, day).map_or(0, |(days, _)| days);
        let to = (self.first_near()..self.day()).rev().find(|day| day - kept(*day) >= NEAR_GAP)?;
        // The scout may be on its way already.
        let scouted = self.scouted().filter(|days| (kept(to)..=to).contains(days));
        Some(Gap { from: scouted.unwrap_or(kept(to)), to })
    }

    /// The day on which the scout is, if it is in the present branch.
    fn scouted(&self) -> Option<u32> {
        let scout = self.scout.as_ref()?;
        let is_here = scout.branch == self.present && scout.simulation.log() == self.branch().log();
        is_here.then(|| scout.simulation.days_done())
    }

    fn scout_a_day(&mut self, &Gap { from, to }: &Gap) {
        let is_there = self.scouted() == Some(from);
        let mut simulation = match self.scout.take() {
            Some(scout) => scout.simulation,
            None => Simulation::new(self.simulation.scenario().clone(), self.simulation.parallelism()),
        };
        if !is_there {
            lead(&mut simulation, self.branch(), self.nearest(self.present, to));
        }
        simulation.step();
        let days = simulation.days_done();
        let kept = self.nearest(self.present, days).map_or(0, |(kept, _)| kept);
        if days >= self.first_near() && days - kept >= NEAR_GAP {
            self.keep_near(branch::owner(&self.branches, self.present, days), simulation.state());
        }
        self.scout = Some(Scout { simulation, branch: self.present });
    }
}
