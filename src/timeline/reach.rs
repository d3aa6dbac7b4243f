//! What a timeline can do in its memory for a person who wants to see another day.

use std::fmt;
use std::time::Duration;

use super::keyframes::NEAR_SHARE;
use super::scout::LEAST_NEAR;
use super::{LEAST_GAP_S, REST, Timeline};

/// How soon another day is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The longest way to any day of the scenario.
    pub any_day: Duration,
    /// The longest way to the day before, once there was time to prepare it.
    pub day_before: Duration,
    /// Memory for states, in bytes.
    pub budget: usize,
    /// Memory in which any day would be there as soon as [`SOON`], in bytes; `None` if this computer is too slow for that,
    /// because keeping states would slow down the run.
    pub needed: Option<usize>,
}

/// The time in which a person who moves through time does not have to wait.
pub const SOON: Duration = Duration::from_millis(150);

impl Reach {
    pub(super) fn of(timeline: &Timeline) -> Option<Self> {
        let day_s = timeline.branch().day_s()?;
        let (lived, planned) = (timeline.branch().days(), timeline.scenario_days());
        let all_s = f64::from(planned.max(lived)) * day_s;
        let keeping_s = timeline.keeping_takes.as_secs_f64();
        let closest_s = LEAST_GAP_S.max(keeping_s * f64::from(REST));
        // Where one keyframe has given way, the gap is twice as wide.
        let widest = if lived > planned { 2.0 } else { 1.0 };
        let keyframes = (timeline.kept.keyframes_at_most() + 1) as f64;
        let gap_s = closest_s.max(widest * all_s / keyframes).max(day_s);
        // A state is read, and some are kept on the way.
        let arrival_s = |gap_s: f64| keeping_s * (1.0 + (2.0 * gap_s / day_s).sqrt());
        let any_day_s = gap_s + arrival_s(gap_s);
        let is_scouted = timeline.kept.near_at_most() >= LEAST_NEAR;
        let day_before_s = if is_scouted { 2.0 * keeping_s } else { any_day_s };
        let left_s = SOON.as_secs_f64() - arrival_s(SOON.as_secs_f64());
        let for_all = NEAR_SHARE as f64 / (NEAR_SHARE - 1) as f64;
        let needed = widest * all_s / left_s * timeline.kept.average() as f64 * for_all;
        Some(Self {
            any_day: Duration::from_secs_f64(any_day_s),
            day_before: Duration::from_secs_f64(day_before_s),
            budget: timeline.kept.budget(),
            needed: (closest_s.max(day_s) <= left_s).then_some(needed as usize),
        })
    }

    /// Whether any day is there soon.
    pub fn is_soon(&self) -> bool {
        self.any_day <= SOON
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (any, before) = (seconds(self.any_day), seconds(self.day_before));
        if self.is_soon() {
            return write!(f, "Any day is there again in {any}.");
        }
        let takes = format!("going to another day takes up to {any}, and a day back up to {before}");
        match self.needed {
            Some(needed) => write!(
                f,
                "This land is too large to keep enough of its days in {}: {takes}. In {}, any day would be there in {}.",
                memory(self.budget),
                memory(needed),
                seconds(SOON)
            ),
            None => write!(f, "On this computer, {takes}."),
        }
    }
}

/// A time in words, rounded up to a figure that can be read.
fn seconds(time: Duration) -> String {
    let s = time.as_secs_f64();
    match s {
        ..0.95 => format!("{:.2} s", (s * 100.0).ceil() / 100.0),
        ..9.5 => format!("{:.1} s", (s * 10.0).ceil() / 10.0),
        ..90.0 => format!("{:.0} s", s.ceil()),
        _ => format!("{:.0} min", (s / 60.0).ceil()),
    }
}

fn memory(bytes: usize) -> String {
    let mb = bytes as f64 / f64::from(1 << 20);
    if mb < 1000.0 { format!("{mb:.0} MB") } else { format!("{:.1} GB", mb / 1024.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_can_be_had_and_what_more_would_take() {
        let reach = |any_day_s: f64, needed| {
            let [any_day, day_before] = [any_day_s, any_day_s / 10.0].map(Duration::from_secs_f64);
            Reach { any_day, day_before, budget: 400 << 20, needed }.to_string()
        };
        assert_eq!(reach(0.081, Some(1 << 30)), "Any day is there again in 0.09 s.");
        assert_eq!(
            reach(12.3, Some(5_308_206_990)),
            "This land is too large to keep enough of its days in 400 MB: going to another day takes up to 13 s, and a day \
             back up to 1.3 s. In 4.9 GB, any day would be there in 0.15 s."
        );
        let slow = "On this computer, going to another day takes up to 0.78 s, and a day back up to 0.08 s.";
        assert_eq!(reach(0.78, None), slow);
    }
}
