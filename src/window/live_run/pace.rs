//! How fast days pass.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// By how much the least time between two days grows with each that had to wait, and shrinks with each that had not: days that have to wait
/// again and again come more slowly instead of by fits and starts. It grows to no more than so many times what is wanted.
const STRETCHED: f32 = 1.2;
const RELAXED: f32 = 0.99;
const MOST_STRETCHED: f32 = 10.0;
/// How far back the speed is looked at.
const LOOKS_BACK: Duration = Duration::from_millis(1500);

/// The speed of the last days.
#[derive(Default)]
pub struct Pace {
    /// When each was lived, and how long after the one before it was wanted.
    recent: VecDeque<(Instant, Duration)>,
    /// The least time from one day to the next.
    least: Duration,
    /// Whether the next day has had to wait.
    waits: bool,
}

impl Pace {
    /// Takes down that a day has been lived, which was wanted so long after the one before.
    pub fn note(&mut self, now: Instant, wanted: Duration) {
        self.least = match std::mem::take(&mut self.waits) {
            true => self.least.max(wanted).mul_f32(STRETCHED).min(wanted.mul_f32(MOST_STRETCHED).max(self.least)),
            false => self.least.mul_f32(RELAXED),
        };
        self.recent.push_back((now, wanted));
        while self.recent.len() > 2 && self.recent.front().is_some_and(|&(first, _)| now - first > LOOKS_BACK) {
            self.recent.pop_front();
        }
    }

    /// Takes down that the next day, which is due, has to wait.
    pub fn waits(&mut self) {
        self.waits = true;
    }

    /// How long after the last day the next is to come, where so long was wanted.
    pub fn interval(&self, wanted: Duration) -> Duration {
        wanted.max(self.least)
    }

    /// Days lived per second over the last second or so; 0 at first, and where the last came long ago and another was due.
    pub fn days_per_s(&self, now: Instant) -> f32 {
        match (self.recent.front(), self.recent.back()) {
            (Some(&(first, _)), Some(&(last, wanted))) if last > first && now <= last + wanted + LOOKS_BACK => {
                (self.recent.len() - 1) as f32 / (last - first).as_secs_f32()
            }
            _ => 0.0,
        }
    }

    /// Days per second wanted over the same time, if any were lived.
    pub fn wanted_days_per_s(&self) -> Option<f32> {
        let wanted: Duration = self.recent.iter().skip(1).map(|(_, wanted)| *wanted).sum();
        (!wanted.is_zero()).then(|| (self.recent.len() - 1) as f32 / wanted.as_secs_f32())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: days that have to wait for something that takes them so fast and no faster come to wait seldom, and not at all again
    /// once it is fast enough; days that never wait come as fast as wanted.
    #[test]
    fn days_that_have_to_wait_come_evenly() {
        let (wanted, now) = (Duration::from_millis(33), Instant::now());
        let mut pace = Pace::default();
        // Something that takes ten days at a time, and so long for that.
        let mut lives = |takes: Duration, days: u32| {
            let (mut waited, mut since) = (0, Duration::ZERO);
            for day in 0..days {
                since += pace.interval(wanted);
                if day % 10 == 9 {
                    if since < takes {
                        pace.waits();
                        waited += 1;
                    }
                    since = Duration::ZERO;
                }
                pace.note(now, wanted);
            }
            (waited, pace.interval(wanted))
        };
        assert_eq!(lives(Duration::from_millis(300), 200), (0, wanted));
        lives(Duration::from_millis(600), 100);
        let (waited, interval) = lives(Duration::from_millis(600), 200);
        assert!((1..=11).contains(&waited), "{waited} of 20");
        assert!((54..75).contains(&interval.as_millis()), "{interval:?}");
        lives(Duration::from_millis(300), 200);
        assert_eq!(lives(Duration::from_millis(300), 10), (0, wanted));
    }

    /// Contract: days that had to wait at one speed are no reason to be slower at another at which they would not; and never come more than
    /// ten times as late as wanted.
    #[test]
    fn a_slower_speed_is_not_slowed_down() {
        let (wanted, now) = (Duration::from_millis(10), Instant::now());
        let mut pace = Pace::default();
        for _ in 0..100 {
            pace.waits();
            pace.note(now, wanted);
        }
        assert!((99..=100).contains(&pace.interval(wanted).as_millis()));
        let slow = Duration::from_millis(250);
        assert_eq!(pace.interval(slow), slow);
    }

    /// Contract: days that come no more have no speed.
    #[test]
    fn a_run_that_waits_has_no_speed() {
        let (began, wanted) = (Instant::now(), Duration::from_millis(100));
        let mut pace = Pace::default();
        (0..20).for_each(|day| pace.note(began + day * wanted, wanted));
        let last = began + 19 * wanted;
        assert!((9.0..11.0).contains(&pace.days_per_s(last + wanted)));
        assert_eq!(pace.days_per_s(last + wanted + 2 * LOOKS_BACK), 0.0);
    }
}
