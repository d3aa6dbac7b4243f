//! Undoing what was done, one deed at a time: back to the day before the last one, and on without it.

use crate::ecology::calendar::days_between;
use crate::scenario::Intervention;

use super::{Timeline, branch};

impl Timeline {
    /// The day before the last thing that a person did in the present branch, whichever day is the present one.
    pub fn before_last_deed(&self) -> Option<u32> {
        let last = self.branch().log().last()?;
        u32::try_from(days_between(self.simulation.scenario().start, last.date)).ok()
    }

    /// Goes on from that day without that deed; all that was done before it stays, on the same day too. If the deed has been lived, its
    /// history stays as it is, and the run goes on in another branch.
    pub fn go_on_without_last_deed(&mut self) {
        let (next, branches) = (self.simulation.next_date(), self.branches.len());
        let Some(last) = self.branch().log().last().filter(|last| last.date >= next).cloned() else { return };
        let log = self.take_log_before_last_deed();
        self.go_on_with(log, false);
        let was_its_own = self.branch().name.starts_with(&branch::name(&last.action, last.date));
        if self.branches.len() > branches || was_its_own {
            self.rename(self.present, "undone");
        }
    }

    /// The log of the present branch before the last thing was done: what was set again before its day came is as it was set before.
    /// That is undone once, so that what was set to and fro does not go in a circle.
    fn take_log_before_last_deed(&mut self) -> Vec<Intervention> {
        let log = self.branch().log();
        match self.set_again.iter().rposition(|(_, after)| after == log) {
            Some(place) => self.set_again.remove(place).0,
            None => log[..log.len().saturating_sub(1)].to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};

    fn run() -> Timeline {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        Timeline::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial, usize::MAX)
    }

    fn undo(run: &mut Timeline) -> bool {
        let Some(day) = run.before_last_deed() else { return false };
        run.go_to(day).unwrap();
        run.go_on_without_last_deed();
        true
    }

    fn live(run: &mut Timeline, days: u32) {
        (0..days).for_each(|_| run.step().unwrap());
    }

    fn set(path: &str, value: f64) -> Action {
        Action::SetParameter { path: path.into(), value }
    }

    fn deeds(run: &Timeline) -> Vec<Action> {
        run.branch().log().iter().map(|event| event.action.clone()).collect()
    }

    /// Contract: undoing leads to the day before the last deed and on without it, again and again, to where nothing has been done; what
    /// was lived with it stays a branch of its own; and a deed of which nothing has been lived leaves no trace.
    #[test]
    fn what_was_done_is_undone() {
        let mut run = run();
        assert!(!undo(&mut run), "nothing has been done");
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

    /// Contract: of several things done on one day, the last alone is undone, then the one before, and the rest of the day is lived as
    /// if only that had been done; what was set twice before its day came goes back to what was set first.
    #[test]
    fn one_thing_is_undone_at_a_time() {
        let (start, eggs) = (Action::StartCampaign { effort: 0.5 }, set("sparrow.clutch_eggs", 3.0));
        let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
        let mut run = run();
        live(&mut run, 6);
        for deed in [&start, &first, &eggs, &second] {
            run.intervene(deed.clone());
        }
        assert_eq!(deeds(&run), [start.clone(), eggs.clone(), second]);
        live(&mut run, 4);
        for left in [vec![start.clone(), first.clone(), eggs], vec![start.clone(), first], vec![start.clone()]] {
            assert!(undo(&mut run));
            assert_eq!((run.day(), deeds(&run)), (6, left));
        }
        assert_eq!(run.branches().len(), 2, "nothing was lived between");
        live(&mut run, 7);
        let mut alone = self::run();
        live(&mut alone, 6);
        alone.intervene(start);
        live(&mut alone, 7);
        assert_eq!(run.simulation_mut().state_hash(), alone.simulation_mut().state_hash());
        assert!(undo(&mut run) && !undo(&mut run));
    }

    /// Contract: what was set to and fro before its day came is undone step by step, to where nothing is set; what is set to what it is
    /// already is nothing to undo.
    #[test]
    fn what_was_set_to_and_fro_is_undone() {
        let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
        let mut run = run();
        live(&mut run, 6);
        for deed in [&first, &second, &second, &first] {
            run.intervene(deed.clone());
        }
        for left in [vec![second], vec![first], vec![]] {
            assert!(undo(&mut run));
            assert_eq!(deeds(&run), left);
        }
        assert!(!undo(&mut run));
    }

    /// Contract: undoing never brings back what was not set in this history.
    #[test]
    fn what_was_set_in_another_history_stays_there() {
        let [first, second] = [0.02, 0.03].map(|value| set("pest.egg_hazard", value));
        let mut run = run();
        live(&mut run, 6);
        run.intervene(first);
        run.intervene(second.clone());
        live(&mut run, 4);
        run.go_to(6).unwrap();
        run.intervene(second.clone());
        assert_eq!((run.present(), deeds(&run)), (1, vec![second]));
        assert!(undo(&mut run));
        assert_eq!(deeds(&run), []);
    }

    /// Contract: a history in which one is after undoing knows the years of its fields that were lived in another one.
    #[test]
    fn the_years_of_fields_are_known_after_undoing() {
        let start = jiff::civil::date(1958, 12, 20);
        let scenario = Scenario { start, ..run().simulation().scenario().clone() };
        let mut run = Timeline::new(scenario, Parallelism::Serial, usize::MAX);
        let deed = set("pest.egg_hazard", 0.02);
        live(&mut run, 5);
        run.intervene(deed.clone());
        live(&mut run, 15);
        // The same deed again, of which nothing is lived.
        run.go_to(5).unwrap();
        run.intervene(deed);
        run.go_towards(0, 20, || false).unwrap();
        run.intervene(Action::StartCampaign { effort: 1.0 });
        live(&mut run, 2);
        assert!(undo(&mut run));
        assert_eq!((run.present(), run.branch().days()), (1, 20));
        assert_eq!(run.branch().field_years().iter().map(|year| year.year).collect::<Vec<_>>(), [1958]);
    }

    /// Contract: on an earlier day too, the last thing alone is undone, and what was done before it stays; undone in a branch that has
    /// just begun with it, the run is again where the branch left.
    #[test]
    fn the_last_thing_is_undone_from_any_day() {
        let mut run = run();
        live(&mut run, 4);
        run.intervene(Action::StartCampaign { effort: 1.0 });
        live(&mut run, 4);
        run.intervene(Action::StopCampaign);
        live(&mut run, 4);
        run.go_to(6).unwrap();
        assert!(undo(&mut run));
        assert_eq!((run.day(), run.present(), deeds(&run)), (8, 1, vec![Action::StartCampaign { effort: 1.0 }]));
        run.go_towards(0, 10, || false).unwrap();
        run.intervene(Action::StartCampaign { effort: 0.2 });
        assert!(undo(&mut run));
        assert_eq!((run.day(), run.branch().log().len()), (10, 2));
        assert!(run.present() == 0, "it is the history that was left");
    }
}
