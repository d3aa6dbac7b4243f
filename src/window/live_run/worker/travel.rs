//! The way to another day of the run: setting out, going on in turns, and arriving.

use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use super::Worker;
use crate::scenario::Action;
use crate::timeline::Arrival;
use crate::window::live_run::driver::Moment;
use crate::window::live_run::objections;
use crate::window::live_run::twin::of_run;

/// After this time on the way to a day, a newer command ends it: so short that the window answers at once, and long enough for
/// some days to be there while a person drags.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);
/// After this time on the way to a day, the window is shown how far the way has led.
const GLIMPSE: Duration = Duration::from_millis(400);

impl Worker {
    pub(super) fn now(&self) -> Moment {
        Moment { branch: self.timeline.present(), day: self.timeline.day() }
    }

    /// Sets out for another day.
    pub(super) fn set_out(&mut self, Moment { branch, day }: Moment) {
        // One that was chosen before another run began may not be there.
        let Some(of) = self.timeline.branches().get(branch) else { return };
        self.playing = false;
        self.undoes = false;
        self.wanted = Some(Moment { branch, day: day.min(of.days()) });
        self.travels = true;
    }

    /// Undoes first what is being undone on the way to a day, so that nobody who asks for another one keeps what they took back. A day of
    /// the history that is undone is then one of that which goes on without it.
    pub(super) fn after_undoing(&mut self, wanted: Moment) -> Moment {
        if !self.undoes {
            return wanted;
        }
        let left = self.wanted.map(|wanted| wanted.branch);
        self.arrive();
        if Some(wanted.branch) == left { Moment { branch: self.timeline.present(), ..wanted } } else { wanted }
    }

    /// Goes on towards the day that is wanted, until a newer command is waiting, or for some time.
    pub(super) fn travel(&mut self) {
        let (began, sent, carried_out) = (Instant::now(), self.sent.clone(), self.carried_out);
        self.go_towards_wanted(|| {
            let elapsed = began.elapsed();
            elapsed > GLIMPSE || elapsed > PATIENCE && sent.load(Relaxed) > carried_out
        });
    }

    /// Goes all the way to the day that is wanted, because something is to be done there.
    pub(super) fn arrive(&mut self) {
        self.go_towards_wanted(|| false);
    }

    /// Does something where the run is, or arrives, unless it is so there already or cannot be.
    pub(super) fn act(&mut self, action: Action) {
        self.arrive();
        let Some(sentence) = objections::objection(&self.timeline, &action) else {
            self.timeline.intervene(action);
            return self.meet_the_twin();
        };
        let before = self.refused.take().map_or_else(String::new, |before| before + "\n");
        self.refused = Some(before + &sentence);
    }

    fn go_towards_wanted(&mut self, ends: impl FnMut() -> bool) {
        let Some(Moment { branch, day }) = self.wanted else { return };
        self.is_another_day();
        self.follower.leave(branch, &mut self.timeline);
        let arrival = self.timeline.go_towards(branch, day, ends);
        if arrival != Ok(Arrival::Underway) {
            self.wanted = None;
            if std::mem::take(&mut self.undoes) && arrival == Ok(Arrival::There) {
                self.timeline.go_on_without_last_deed();
            }
        }
        self.stop_at(arrival.map(|_| ()).map_err(of_run));
        self.meet_the_twin();
    }
}
