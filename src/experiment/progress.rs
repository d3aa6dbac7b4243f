//! How far a run has come, on standard error: a bar where that is a terminal; elsewhere, as in a cluster log, a line
//! now and then.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use crate::output::log;

/// A line in a log is due when both have passed since the last one, so a long run gets ten lines and a short one none.
const PART: u64 = 10;
const PAUSE: Duration = Duration::from_secs(30);

/// How far a run has come.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    log: Option<Mutex<Lines>>,
}

impl Progress {
    /// `done` of `total` pieces, called `what`, are done already.
    pub fn new(total: u64, done: u64, what: &'static str) -> Self {
        let bar = ProgressBar::new(total);
        let template = format!("{{msg}}{{wide_bar}}  {{pos}} of {{len}} {what}, {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.inc(done);
        bar.reset_eta();
        // Indicatif hides the bar where standard error is not a terminal.
        let log = bar.is_hidden().then(|| Mutex::new(Lines::new(total, done, what, Instant::now())));
        Self { bar, log }
    }

    /// One more is done; the bar shows `place`.
    pub fn step(&self, place: impl FnOnce() -> String) {
        match &self.log {
            Some(lines) => {
                if let Some(line) = lines.lock().unwrap_or_else(PoisonError::into_inner).step(Instant::now) {
                    log::tell(&line);
                }
            }
            None => {
                self.bar.set_message(place());
                self.bar.inc(1);
            }
        }
    }

    /// Removes the bar.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }

    /// Leaves the bar where it is.
    pub fn abandon(self) {
        self.bar.abandon();
    }
}

/// The lines in a log.
#[derive(Debug)]
struct Lines {
    what: &'static str,
    total: u64,
    done: u64,
    /// Where it began, and when.
    began: (u64, Instant),
    /// The same for the last line.
    last: (u64, Instant),
}

impl Lines {
    fn new(total: u64, done: u64, what: &'static str, now: Instant) -> Self {
        Self { what, total, done, began: (done, now), last: (done, now) }
    }

    /// One more is done. Gives a line if one is due.
    fn step(&mut self, now: impl FnOnce() -> Instant) -> Option<String> {
        self.done += 1;
        let Self { what, total, done, began, last } = *self;
        if (done - last.0) * PART < total || done >= total {
            return None;
        }
        let now = now();
        if now - last.1 < PAUSE {
            return None;
        }
        self.last = (done, now);
        let left = (now - began.1).div_f64((done - began.0) as f64).mul_f64((total - done) as f64);
        Some(format!("{done} of {total} {what} done, about {} left", HumanDuration(left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a log gets a line after each tenth, but not within half a minute of the last one, and none at the end.
    #[test]
    fn a_log_gets_few_lines() {
        let lines = |total: u64, done: u64, seconds_each: u64| {
            let began = Instant::now();
            let mut lines = Lines::new(total, done, "days", began);
            let at = |n: u64| began + Duration::from_secs(seconds_each * n);
            (1..=total - done).filter_map(|n| lines.step(|| at(n))).collect::<Vec<_>>()
        };
        assert_eq!(lines(29, 0, 1), [""; 0], "it is over in a moment");
        let slow = lines(100, 0, 30);
        assert_eq!(slow.len(), 9);
        assert_eq!(slow[0], "10 of 100 days done, about 45 minutes left");
        let fast = lines(100, 0, 1);
        assert_eq!(fast.len(), 3, "after 30, 60 and 90 seconds: {fast:?}");
        let resumed = lines(100, 80, 30);
        assert_eq!(resumed, ["90 of 100 days done, about 5 minutes left"]);
    }
}
