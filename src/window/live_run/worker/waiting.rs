//! What the next day waits for, so that what one sees is of one day: the land, whose painting takes time, and the twin where somebody
//! looks at both worlds.

use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use super::Worker;

/// Up to this speed, days/s, the run waits for the land. Whoever asks for more wants to see the years pass, and the map says of which
/// day it is.
const WAITS_UP_TO: f32 = 60.0;
/// The longest rest after some work: a process that was stopped in the middle of a day has not worked all that time.
const LONGEST_REST: Duration = Duration::from_secs(1);
/// How long it waits before it looks again.
const GLANCE: Duration = Duration::from_millis(4);
/// A window that has drawn no frame for so long is hidden.
const HIDDEN: Duration = Duration::from_secs(2);

impl Worker {
    /// Whether the day that is due waits.
    pub(super) fn waits(&mut self) -> bool {
        let has_land = !self.land_has_to_follow();
        if !has_land {
            self.pace.waits();
        }
        !has_land || self.twin_is_watched && self.twin_has_to_follow()
    }

    /// Has the window what it waits for itself, and returns how long to wait.
    pub(super) fn wait(&mut self) -> Duration {
        if !self.is_pictured {
            self.publish();
        }
        GLANCE
    }

    /// How long to rest after so much work, so that drawing has the cores meanwhile.
    pub(super) fn rest_after(&self, work: Duration) -> Duration {
        (work * self.hints.rest_percent.load(Relaxed) / 100).min(LONGEST_REST)
    }

    /// Whether the twin is on another day.
    pub(super) fn twin_has_to_follow(&mut self) -> bool {
        self.failure.is_none() && self.twin.is_behind(&self.timeline)
    }

    fn land_has_to_follow(&mut self) -> bool {
        let is_far_behind = self.timeline.day() >= self.hints.goes_to.load(Relaxed);
        is_far_behind && self.asked_days_per_s <= WAITS_UP_TO && !self.window_is_hidden()
    }

    /// Whether nobody looks: a window that is hidden paints no land for which to wait.
    fn window_is_hidden(&mut self) -> bool {
        let looks = self.hints.looks.load(Relaxed);
        if looks != self.last_look.0 {
            self.last_look = (looks, Instant::now());
        }
        self.last_look.1.elapsed() > HIDDEN
    }

    /// How long after the last day the next is to come, which may wait for the land.
    pub(super) fn pace_of_the_land(&self) -> Duration {
        let wanted = self.interval();
        if self.asked_days_per_s <= WAITS_UP_TO { self.pace.interval(wanted) } else { wanted }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{LandscapeParameters, Scenario};
    use crate::window::live_run::driver::{Command, Hints, Moment, RunUpdate};
    use crate::window::map::land::MOST_DAYS_BEHIND;

    /// A run of a small land whose campaign begins on its eleventh day, and what it tells.
    fn run() -> (Worker, Hints, Arc<Mutex<RunUpdate>>) {
        let landscape = LandscapeParameters { fields_wide: 6, fields_high: 6, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() }.with_historical_campaign();
        let start = scenario.timeline[0].date.saturating_sub(jiff::Span::new().days(10));
        let (outbox, hints) = (Arc::new(Mutex::new(RunUpdate::default())), Hints::default());
        let scenario = Scenario { start, ..scenario };
        let mut worker = Worker::new(scenario, Parallelism::Serial, outbox.clone(), (hints.clone(), Arc::default()));
        worker.meet_the_twin();
        worker.publish();
        (worker, hints, outbox)
    }

    fn live(worker: &mut Worker, days: u32) {
        for _ in 0..days {
            worker.live_a_day();
            worker.publish();
        }
    }

    /// Contract: at quiet and medium speeds no day is lived that is further from the day of the land than it may be; at high speeds, and
    /// where nobody tells of a land, days do not wait.
    #[test]
    fn the_run_waits_for_the_land() {
        for (days_per_s, waits) in [(3.0, true), (30.0, true), (60.0, true), (100.0, false)] {
            let (mut worker, hints, _) = run();
            worker.carry_out(Command::Speed(days_per_s));
            live(&mut worker, MOST_DAYS_BEHIND);
            assert!(!worker.waits());
            hints.goes_to.store(MOST_DAYS_BEHIND, Relaxed);
            assert_eq!(worker.waits(), waits, "{days_per_s}");
            hints.goes_to.store(MOST_DAYS_BEHIND + 3, Relaxed);
            assert!(!worker.waits());
        }
    }

    /// Contract: a run whose window draws no frames, as where it is hidden, waits no longer, for as long as none is drawn.
    #[test]
    fn a_run_at_which_nobody_looks_goes_on() {
        let (mut worker, hints, _) = run();
        live(&mut worker, 3);
        hints.goes_to.store(3, Relaxed);
        hints.looks.store(1, Relaxed);
        assert!(worker.waits());
        worker.last_look.1 = Instant::now().checked_sub(HIDDEN + Duration::from_millis(1)).unwrap();
        for _ in 0..3 {
            assert!(!worker.waits());
            live(&mut worker, 1);
        }
        hints.looks.store(2, Relaxed);
        assert!(worker.waits());
    }

    /// Contract: the rest is that share of the work which was asked for, and no more than a second, also where the process was stopped for
    /// minutes in the middle of a day.
    #[test]
    fn a_rest_is_short() {
        let (worker, hints, _) = run();
        hints.rest_percent.store(300, Relaxed);
        assert_eq!(worker.rest_after(Duration::from_millis(10)), Duration::from_millis(30));
        assert_eq!(worker.rest_after(Duration::from_secs(130)), LONGEST_REST);
    }

    /// Contract: a run that opens in both worlds, of which the twin has yet to live the days before, is seen at once, alone; then every
    /// picture comes with the twin's.
    #[test]
    fn a_run_is_seen_before_its_twin() {
        let (mut worker, _, outbox) = run();
        worker.carry_out(Command::WatchTwin(true));
        live(&mut worker, 40);
        let session = worker.timeline.session(false).unwrap();
        worker.carry_out(Command::Open(Box::new(session)));
        worker.publish();
        let takes = || {
            let update = outbox.lock().unwrap().take(0);
            update.picture.map(|(_, run)| (run.days_done, update.twin.picture.map(|twin| twin.days_done)))
        };
        assert!(worker.twin_has_to_follow());
        assert_eq!(takes(), Some((40, None)));
        while worker.twin_has_to_follow() {
            worker.catch_up();
            worker.publish();
        }
        assert_eq!(takes(), Some((40, Some(40))));
    }

    /// Contract: where somebody looks at both worlds, every picture of the run comes with one of the twin of the same day, also after a
    /// jump to a day to which the twin has yet to come; until it has, there is none, and no day is lived.
    #[test]
    fn both_worlds_are_pictured_on_one_day() {
        let (mut worker, _, outbox) = run();
        let takes = |sent| {
            let update = outbox.lock().unwrap().take(sent);
            let days = |picture: &Arc<crate::window::map::picture::Picture>| picture.days_done;
            update.picture.map(|(_, run)| (days(&run), update.twin.picture.as_ref().map(days)))
        };
        live(&mut worker, 40);
        assert_eq!(takes(0), Some((40, None)));
        worker.carry_out(Command::WatchTwin(true));
        worker.publish();
        assert_eq!(takes(1), Some((40, Some(40))));
        live(&mut worker, 1);
        assert_eq!(takes(1), Some((41, Some(41))));
        worker.carry_out(Command::GoTo(Moment { branch: 0, day: 20 }));
        worker.arrive();
        worker.publish();
        assert!(worker.twin_has_to_follow() && worker.waits());
        assert_eq!((worker.now().day, takes(2)), (20, None));
        while worker.twin_has_to_follow() {
            worker.catch_up();
            worker.publish();
        }
        assert!(!worker.waits());
        assert_eq!(takes(2), Some((20, Some(20))));
    }
}
