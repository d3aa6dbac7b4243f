//! How fast days pass.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// By how much the time between two days grows with each that had to wait, and shrinks with each that had not: days that have to wait
/// again and again come more slowly instead of by fits and starts.
const STRETCHED: f32 = 1.2;
const RELAXED: f32 = 0.99;
const MOST_STRETCHED: f32 = 10.0;

/// The speed of the last days.
pub struct Pace {
    /// When each was lived, and how long after the one before it was wanted.
    recent: VecDeque<(Instant, Duration)>,
    /// How many times as long as wanted the next day is to come after the last.
    stretch: f32,
    /// Whether the next day has had to wait.
    waits: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { recent: VecDeque::new(), stretch: 1.0, waits: false }
    }
}

impl Pace {
    /// Takes down that a day has been lived, which was wanted so long after the one before.
    pub fn note(&mut self, now: Instant, wanted: Duration) {
        let factor = if std::mem::take(&mut self.waits) { STRETCHED } else { RELAXED };
        self.stretch = (self.stretch * factor).clamp(1.0, MOST_STRETCHED);
        self.recent.push_back((now, wanted));
        while self.recent.len() > 2
            && self.recent.front().is_some_and(|&(first, _)| now - first > Duration::from_millis(1500))
        {
            self.recent.pop_front();
        }
    }

    /// Takes down that the next day, which is due, has to wait.
    pub fn waits(&mut self) {
        self.waits = true;
    }

    /// How long after the last day the next is to come, where so long was wanted.
    pub fn interval(&self, wanted: Duration) -> Duration {
        wanted.mul_f32(self.stretch)
    }

    /// Days lived per second over the last second or so; 0 at first.
    pub fn days_per_s(&self) -> f32 {
        match (self.recent.front(), self.recent.back()) {
            (Some(&(first, _)), Some(&(last, _))) if last > first => {
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
}
