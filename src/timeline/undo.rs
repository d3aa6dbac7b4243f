//! Undoing what was done last: back to the day before it, and on without it.

use crate::ecology::calendar::days_between;

use super::Timeline;

impl Timeline {
    /// The day before the last thing that a person did in the present branch, up to the next day.
    pub fn before_last_deed(&self) -> Option<u32> {
        let next = self.simulation.next_date();
        let last = self.branch().log().iter().rev().find(|event| event.date <= next)?;
        u32::try_from(days_between(self.simulation.scenario().start, last.date)).ok()
    }

    /// Goes on from the present day without what a person did after it in the present branch. If that has been lived, it stays as it
    /// is, and the run goes on in another branch.
    pub fn go_on_without_later_deeds(&mut self) {
        let next = self.simulation.next_date();
        let (log, branches) = (self.branch().log(), self.branches.len());
        let before: Vec<_> = log.iter().filter(|event| event.date < next).cloned().collect();
        if before.len() == log.len() {
            return;
        }
        self.go_on_with(before, false);
        if self.branches.len() > branches {
            self.rename(branches, "undone");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};

    /// Contract: undoing leads to the day before the last deed and on without it, again and again, to where nothing has been done; what
    /// was lived with it stays a branch of its own; and a deed of which nothing has been lived leaves no trace.
    #[test]
    fn what_was_done_is_undone() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let mut run = Timeline::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial, usize::MAX);
        let undo = |run: &mut Timeline| {
            let Some(day) = run.before_last_deed() else { return false };
            run.go_to(day).unwrap();
            run.go_on_without_later_deeds();
            true
        };
        assert!(!undo(&mut run), "nothing has been done");
        let live = |run: &mut Timeline, days: u32| (0..days).for_each(|_| run.step().unwrap());
        live(&mut run, 5);
        run.intervene(Action::StartCampaign { effort: 1.0 });
        live(&mut run, 5);
        run.intervene(Action::StopCampaign);
        // Nothing has been lived since, so nothing is lost.
        assert!(undo(&mut run));
        assert_eq!((run.day(), run.branches().len(), run.branch().log().len()), (10, 1, 1));
        live(&mut run, 3);
        assert!(undo(&mut run));
        assert_eq!((run.day(), run.branches().len(), run.branch().log().len()), (5, 2, 0));
        assert_eq!((run.branches()[0].days(), run.branches()[0].log().len()), (13, 1));
        assert_eq!(run.branch().name, "undone");
        assert!(!undo(&mut run));
        // It goes on as if it had never been done.
        live(&mut run, 8);
        let mut other = Timeline::new(run.simulation().scenario().clone(), Parallelism::Serial, 0);
        live(&mut other, 13);
        assert_eq!(run.simulation_mut().state_hash(), other.simulation_mut().state_hash());
    }
}
