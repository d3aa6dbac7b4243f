//! Whether anybody is there: after a while without a touch or key a countdown begins, which anything cancels; when it ends, so does
//! the visit.

use std::time::Duration;

/// Whether anybody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Somebody is there, or may be reading.
    There,
    /// Nobody has done anything for a while; the visit ends after so long.
    Leaving(Duration),
    /// Nobody is there.
    Gone,
}

/// When somebody last did something, on a clock that only goes forward.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    last: Duration,
    /// Whether a finger or key is down: whoever drags slowly is there.
    is_held: bool,
    quiet: Duration,
    countdown: Duration,
}

/// A finger that rests as long as this is dirt on the glass, or a fault of it.
const STUCK: Duration = Duration::from_secs(300);

impl Idle {
    /// From a time on, with how long it is quiet before the countdown begins, and how long that is.
    pub fn new(now: Duration, quiet: Duration, countdown: Duration) -> Self {
        Self { last: now, is_held: false, quiet, countdown }
    }

    /// Takes note that something was done: a finger or key went down or up, or moved; and whether one still is down. Returns whether it is
    /// to do anything else: what cancels the countdown does not.
    pub fn note(&mut self, now: Duration, is_held: bool) -> bool {
        let was_there = self.presence(now) == Presence::There;
        (self.last, self.is_held) = (now, is_held);
        was_there
    }

    /// Takes note that there is something to wait for, so that nobody is expected to do anything.
    pub fn wait(&mut self, now: Duration) {
        self.last = self.last.max(now);
    }

    /// Whether anybody is there.
    pub fn presence(&self, now: Duration) -> Presence {
        let since = now.saturating_sub(self.last);
        // Held, it is as if the hand had just been there, until it is clear that it is no hand.
        let since = if self.is_held { since.saturating_sub(STUCK) } else { since };
        match since.checked_sub(self.quiet) {
            None => Presence::There,
            Some(over) if over < self.countdown => Presence::Leaving(self.countdown - over),
            Some(_) => Presence::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(s: u64) -> Duration {
        Duration::from_secs(s)
    }

    /// Contract: after a minute the countdown begins, at 20 s, and then the visit ends; whatever is done starts the minute anew, and during
    /// the countdown does nothing else.
    #[test]
    fn a_minute_and_twenty_seconds() {
        let mut idle = Idle::new(s(100), s(60), s(20));
        let seen = [100, 159, 160, 170, 179, 180, 999].map(|at| idle.presence(s(at)));
        let leaving = |left| Presence::Leaving(s(left));
        let gone = Presence::Gone;
        assert_eq!(seen, [Presence::There, Presence::There, leaving(20), leaving(10), leaving(1), gone, gone]);
        assert!(idle.note(s(150), true) && idle.note(s(150), false));
        assert_eq!(idle.presence(s(205)), Presence::There);
        assert_eq!(idle.presence(s(215)), leaving(15));
        assert!(!idle.note(s(215), true), "what cancels the countdown presses nothing");
        assert!(idle.note(s(216), false));
        assert_eq!(idle.presence(s(270)), Presence::There);
    }

    /// Contract: somebody who drags slowly is there for as long as the finger moves now and then; a finger that never moves is not one.
    #[test]
    fn a_slow_drag_is_somebody_and_a_stuck_finger_is_nobody() {
        let mut idle = Idle::new(s(0), s(60), s(20));
        for at in (0..2000).step_by(100) {
            assert!(idle.note(s(at), true));
        }
        assert_eq!(idle.presence(s(1900 + 359)), Presence::There);
        assert_eq!(idle.presence(s(1900 + 380)), Presence::Gone);
    }

    /// Contract: a clock that goes back makes nobody leave.
    #[test]
    fn a_clock_that_goes_back_is_harmless() {
        let mut idle = Idle::new(s(500), s(60), s(20));
        assert_eq!(idle.presence(s(0)), Presence::There);
        assert!(idle.note(s(0), false));
        assert_eq!(idle.presence(s(59)), Presence::There);
    }
}
