//! How fast days pass.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The speed of the last days.
#[derive(Default)]
pub struct Pace {
    recent: VecDeque<Instant>,
}

impl Pace {
    /// Takes down that a day has been lived.
    pub fn note(&mut self, now: Instant) {
        self.recent.push_back(now);
        while self.recent.len() > 2
            && self.recent.front().is_some_and(|&first| now - first > Duration::from_millis(1500))
        {
            self.recent.pop_front();
        }
    }

    /// Days lived per second over the last second or so; 0 at first.
    pub fn days_per_s(&self) -> f32 {
        match (self.recent.front(), self.recent.back()) {
            (Some(&first), Some(&last)) if last > first => {
                (self.recent.len() - 1) as f32 / (last - first).as_secs_f32()
            }
            _ => 0.0,
        }
    }
}
