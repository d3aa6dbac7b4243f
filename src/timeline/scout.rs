//! What is done while there is time, and on the way to a day: the states of the days before the present one, so that each is
//! there at once.
//!
//! Who goes back a day at a time needs all of them, but not at once. So on the way to a day only few are kept, the further from
//! it the wider apart: 1, 3, 6, 10 ... days before it. With these, to simulate one day for each day back is enough, because
//! there are as many days between two of them as days back from the pair before to them.

use super::{Timeline, branch, distance, lead};
use crate::simulation::Simulation;

/// Where there is room for fewer near states than this, nothing is scouted: the land is so large that its days are too long.
pub(super) const LEAST_NEAR: usize = 8;

/// What may be prepared for each day back, in seconds; but at least a day.
pub(super) const PACE_S: f64 = 0.012;
/// At most so many days.
const MOST_PACE: f64 = 32.0;

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
            self.scout_a_day(gap, false);
        }
        gap.is_some()
    }

    /// Prepares so many days that, if a person goes back from here a day at a time, as many for each of these as
    /// [`PACE_S`] allows are enough for the next to be ready.
    pub(super) fn prepare_in_time(&mut self) {
        while let Some(gap) = self.gap() {
            let pace = self.pace(&gap);
            let late = f64::from(gap.to - gap.from) - pace * f64::from(self.day() - gap.to - 1);
            if late <= 0.0 {
                return;
            }
            self.scout_a_day(&gap, late > pace);
        }
    }

    /// Days that are prepared for each day back.
    fn pace(&self, &Gap { from, to }: &Gap) -> f64 {
        let day_s = self.branch().takes_s(from, to) / f64::from(to - from) + self.keeping_takes.as_secs_f64();
        (PACE_S / day_s).clamp(1.0, MOST_PACE)
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

    /// Simulates the next day of a gap. Its state is kept, unless there is a hurry and others will do for now.
    fn scout_a_day(&mut self, &Gap { from, to }: &Gap, is_in_a_hurry: bool) {
        let is_there = self.scouted() == Some(from);
        let mut simulation = match self.scout.take() {
            Some(scout) => scout.simulation,
            None => Simulation::new(self.simulation.scenario().clone(), self.simulation.parallelism()),
        };
        if !is_there {
            lead(&mut simulation, self.branch(), self.nearest(self.present, to));
        }
        simulation.step();
        let day = simulation.days_done();
        let is_wanted = !is_in_a_hurry || is_kept_on_the_way(self.day() - day);
        if day == to || day >= self.first_near() && is_wanted {
            self.keep_near(branch::owner(&self.branches, self.present, day), simulation.packed_state());
        }
        self.scout = Some(Scout { simulation, branch: self.present });
    }
}

/// Whether the state of a day is kept on the way to one so many days later: if that is a triangular number.
fn is_kept_on_the_way(days: u32) -> bool {
    let root = (8 * days + 1).isqrt();
    root * root == 8 * days + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: whoever goes back a day at a time from where only the days on the way are kept finds each day ready, if for
    /// each day back one is simulated.
    #[test]
    fn a_day_for_each_day_back_is_enough() {
        let mut is_ready: Vec<bool> = (0..=300).map(is_kept_on_the_way).collect();
        assert_eq!((1..=15).filter(|days| is_ready[*days]).collect::<Vec<_>>(), [1, 3, 6, 10, 15]);
        for back in 1..250 {
            assert!(is_ready[back], "{back} days back");
            // The scout goes on from the last kept day before the gap.
            let gap = (back..).find(|days| !is_ready[*days]).unwrap();
            let end = (gap..).find(|days| is_ready[*days]).unwrap();
            is_ready[end - 1] = true;
        }
    }
}
