//! How fast days pass.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The speed of the last days.
#[derive(Default)]
pub struct Pace {
    /// When each was lived, and how long after the one before it was wanted.
    recent: VecDeque<(Instant, Duration)>,
}

impl Pace {
    /// Takes down that a day has been lived, which was wanted so long after the one before.
    pub fn note(&mut self, now: Instant, wanted: Duration) {
        self.recent.push_back((now, wanted));
        while self.recent.len() > 2
            && self.recent.front().is_some_and(|&(first, _)| now - first > Duration::from_millis(1500))
        {
            self.recent.pop_front();
        }
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
