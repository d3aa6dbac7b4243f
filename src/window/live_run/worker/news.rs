//! What the window is told: it is left in the mailbox, where the window takes it when it draws.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use super::Worker;
use crate::timeline::branch::Branch;
use crate::window::live_run::driver::{BranchLine, RunUpdate};
use crate::window::map::picture::Picture;

/// Up to this speed, days/s, every day gets a picture; beyond it, only days that the window has time to draw.
const FEW_DAYS_PER_S: f32 = 30.0;

impl Worker {
    /// Leaves the rows of new days in the mailbox, and a picture of the present day, unless the window has yet to take the
    /// previous one and another will follow, or looks at the twin too, which has not come to that day.
    pub(super) fn publish(&mut self) {
        let of_followed = self.follower.news(&mut self.timeline);
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        let simulation = self.timeline.simulation();
        if !self.is_known {
            self.is_known = true;
            let scenario = Some(Box::new(simulation.scenario().clone()));
            *mailbox = RunUpdate { run: self.run, scenario, ..RunUpdate::default() };
            (self.picture, self.is_pictured, self.is_seen) = (None, false, false);
        }
        let now = self.now();
        mailbox.now = now;
        mailbox.wanted = self.wanted;
        self.told.tell(&self.timeline, now.branch, &mut mailbox.rows);
        mailbox.harvests.clone_from(&simulation.record().harvests);
        mailbox.all_harvests.clone_from(&self.timeline.branch().record().harvests);
        mailbox.branches = self.timeline.branches().iter().map(BranchLine::of).collect();
        mailbox.reach = self.timeline.reach();
        self.twin.publish(&self.timeline, &mut mailbox.twin);
        mailbox.follow.add(of_followed);
        match &mut self.field {
            Some(field) => field.tell(&mut self.twin, &self.timeline, &mut mailbox.field),
            None => mailbox.field = None,
        }
        if mailbox.log != simulation.log() {
            mailbox.log = simulation.log().to_vec();
        }
        let logs = self.timeline.branches().iter().map(Branch::log);
        if !mailbox.logs.iter().map(Vec::as_slice).eq(logs.clone()) {
            mailbox.logs = Arc::new(logs.map(<[_]>::to_vec).collect());
        }
        mailbox.campaign_effort = simulation.campaign_effort();
        mailbox.playing = self.playing;
        let asked = self.pace.wanted_days_per_s().filter(|_| self.follows_story && self.playing);
        mailbox.asked_days_per_s = asked.unwrap_or(self.asked_days_per_s);
        mailbox.follows_story = self.follows_story;
        mailbox.reached_days_per_s = if self.playing { self.pace.days_per_s(Instant::now()) } else { 0.0 };
        mailbox.carried_out = self.carried_out;
        mailbox.failure.clone_from(&self.failure);
        let saved = &self.saved_logs;
        let is_saved = |branch: &Branch| {
            branch.log().is_empty() || branch.is_empty() || saved.iter().any(|log| log.as_slice() == branch.log())
        };
        mailbox.is_unsaved = !self.timeline.branches().iter().all(is_saved);
        mailbox.saved.clone_from(&self.saved);
        let notice = self.refused.as_ref().or(self.notice.as_ref());
        if mailbox.notice.as_ref() != notice {
            (mailbox.notice, mailbox.notice_taken) = (notice.cloned(), None);
        }
        let another_follows = self.playing && self.asked_days_per_s > FEW_DAYS_PER_S || self.wanted.is_some();
        // Who looks at both worlds sees both on one day, but for the first of a run: its own land does not wait for a twin that has years
        // to live.
        let lacks_twin =
            self.is_seen && self.twin_is_watched && self.failure.is_none() && self.twin.is_behind(&self.timeline);
        if self.is_pictured || lacks_twin || another_follows && mailbox.picture.is_some() {
            return;
        }
        drop(mailbox);
        let simulation = self.timeline.simulation();
        let picture = self.picture.get_or_insert_with(|| Arc::new(Picture::of(simulation))).clone();
        let of_twin = if self.twin_is_watched { self.twin.picture(&self.timeline, &picture) } else { None };
        (self.is_pictured, self.is_seen) = (true, true);
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        mailbox.picture = Some((now.branch, picture));
        mailbox.twin.picture = of_twin;
    }

    /// What was refused is told until the window has taken it, and for as long as nothing that was sent since goes on from it.
    pub(super) fn forget_what_was_read(&mut self) {
        let mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        let is_read = mailbox.notice_taken.is_some_and(|sent| self.carried_out > sent);
        self.refused.take_if(|refused| is_read && mailbox.notice.as_ref() == Some(refused));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};
    use crate::window::live_run::driver::{Command, Moment};

    /// Contract: what was refused is told until the window has taken it, however many commands come meanwhile, and longer, while the person
    /// only looks for another day; whoever then does something has read it.
    #[test]
    fn what_is_refused_is_told() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() };
        let outbox = Arc::new(Mutex::new(RunUpdate::default()));
        let mut worker = Worker::new(scenario, Parallelism::Serial, outbox.clone(), Default::default());
        worker.meet_the_twin();
        let mut sent = 0;
        let mut does = |command| {
            sent += 1;
            worker.carry_out(command);
            worker.publish();
            sent
        };
        let go_to = || Command::GoTo(Moment { branch: 0, day: 0 });
        let refused = || Command::Act(Action::StopCampaign);
        let takes = |sent| outbox.lock().unwrap().take(sent).notice;
        does(refused());
        for command in [go_to(), Command::StepBack, Command::Step] {
            does(command);
        }
        let done = does(go_to());
        // A command was under way when the window took it.
        assert!(takes(done + 1).is_some());
        does(Command::Step);
        let done = does(go_to());
        assert!(takes(done).is_some());
        let done = does(Command::Step);
        assert_eq!(takes(done), None);
        does(refused());
        let done = does(refused());
        assert_eq!(takes(done).unwrap().lines().count(), 2);
        let done = does(refused());
        assert_eq!(takes(done).unwrap().lines().count(), 1);
    }

    /// Contract: whoever goes back, does something and undoes it is where they were, with nothing to save and no branch to show; and can do
    /// so again.
    #[test]
    fn what_is_undone_on_a_past_day_leaves_nothing() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() };
        let outbox = Arc::new(Mutex::new(RunUpdate::default()));
        let mut worker = Worker::new(scenario, Parallelism::Serial, outbox.clone(), Default::default());
        worker.meet_the_twin();
        (0..6).for_each(|_| worker.carry_out(Command::Step));
        worker.carry_out(Command::GoTo(Moment { branch: 0, day: 3 }));
        for deeds in 1..3 {
            worker.carry_out(Command::Act(Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 4.0 }));
            worker.publish();
            let update = outbox.lock().unwrap().take(0);
            assert!(update.is_unsaved && update.now == Moment { branch: deeds, day: 3 });
            assert!(!update.branches[deeds].is_empty);
            worker.carry_out(Command::Undo);
            worker.arrive();
            worker.publish();
            let update = outbox.lock().unwrap().take(0);
            assert!(!update.is_unsaved && update.now == Moment { branch: 0, day: 3 });
            assert!(update.branches[1..].iter().all(|branch| branch.is_empty));
        }
    }
}
