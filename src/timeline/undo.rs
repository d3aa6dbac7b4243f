//! Undoing what was done, one deed at a time: back to the day before the last one, and on without it.

use crate::ecology::calendar::days_between;
use crate::scenario::{Action, Intervention, Scenario};

use super::{Timeline, branch};

impl Timeline {
    /// The day before the last thing that a person did in the present branch, whichever day is the present one.
    pub fn before_last_deed(&self) -> Option<u32> {
        let last = self.branch().log().last()?;
        u32::try_from(days_between(self.simulation.scenario().start, last.date)).ok()
    }

    /// Goes on from that day without that deed; all that was done before it stays, on the same day too. If the deed has been lived, its
    /// history stays as it is, and the run goes on in another branch: where a branch began with the deed, in the one that it left, as if
    /// nothing had been done. A branch that is left in which nothing was lived is then [empty](branch::Branch::is_empty).
    pub fn go_on_without_last_deed(&mut self) {
        let next = self.simulation.next_date();
        let Some(last) = self.branch().log().last().filter(|last| last.date >= next).cloned() else { return };
        let rest = self.take_log_before_last_deed();
        self.go_on_without(&last, rest);
    }

    /// Goes on without a deed of the next day, with the rest of what was done.
    fn go_on_without(&mut self, deed: &Intervention, rest: Vec<Intervention>) {
        let (branches, left) = (self.branches.len(), self.present);
        let other = rest.iter().find(|other| other.date == deed.date);
        let name = other.map(|other| branch::name(&other.action, other.date));
        let deed = branch::name(&deed.action, deed.date);
        let log = self.log_left_with(&deed, &rest).unwrap_or(rest);
        self.go_on_with(log, false);
        let was_its_own = self.present == left && self.branch().name.starts_with(&deed);
        if self.branches.len() > branches || was_its_own {
            // What else was done on that day, a branch of its own began with too.
            self.rename(self.present, name.as_deref().filter(|_| was_its_own).unwrap_or("undone"));
        }
        let days = self.branches[left].days();
        if self.present != left && self.branches[left].fork().is_some_and(|fork| fork.days == days) {
            self.branches[left].empty();
            self.rename(left, "undone");
        }
    }

    /// Takes back what was done to a parameter for the next day, if it is now to be what it is without that. Returns whether it did.
    pub(super) fn takes_back(&mut self, action: &Action) -> bool {
        let Action::SetParameter { path, value } = action else { return false };
        let (next, now) = (self.simulation.next_date(), self.simulation.world().resource::<Scenario>());
        let is_of_the_day = |event: &Intervention| {
            event.date == next && matches!(&event.action, Action::SetParameter { path: set, .. } if set == path)
        };
        // The model keeps it with fewer digits than a person may have chosen.
        let is_as_it_was = now.value(path).is_some_and(|now| now as f32 == *value as f32);
        if !is_as_it_was || self.begins_a_branch() || self.simulation.scenario().timeline.iter().any(is_of_the_day) {
            return false;
        }
        let (set, rest): (Vec<_>, Vec<_>) = self.branch().log().iter().cloned().partition(is_of_the_day);
        let Some(deed) = set.first() else { return false };
        self.go_on_without(deed, rest);
        true
    }

    /// What was done in the branch that was left on this day with a deed, the days after it included, if the rest of what was done here
    /// was done there too. One that was left by undoing is not gone back to.
    fn log_left_with(&self, deed: &str, rest: &[Intervention]) -> Option<Vec<Intervention>> {
        let (next, day) = (self.simulation.next_date(), self.day());
        let begun = &self.branches[branch::owner(&self.branches, self.present, day).0];
        let fork = begun.fork().filter(|fork| fork.days == day && begun.name.starts_with(deed))?;
        let log = self.branches[fork.parent].log();
        log.iter().filter(|event| event.date < next).eq(rest).then(|| log.to_vec())
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
mod tests;
