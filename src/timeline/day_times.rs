//! How long the days of a branch take to simulate: of each day, and, so that nobody adds up all of them on every day, their sums.

use std::time::Duration;

/// A day takes at most so many times as long to simulate as the one before it: if it seems to take longer, the process was stopped.
const MOST_TIMES_LONGER: f32 = 10.0;

/// How long each day of a branch took, those in common with the branch that it leaves among them.
#[derive(Clone, Debug)]
pub(super) struct DayTimes {
    /// In seconds; 0 for a day that has not been simulated here, because it came from a file.
    taken_s: Vec<f32>,
    /// The number of days in common.
    in_common: usize,
    /// What the days in common took, and the others.
    sums: [Sum; 2],
}

/// What days took that have been simulated.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    s: f64,
    days: usize,
}

impl Sum {
    fn of(taken_s: &[f32]) -> Self {
        let known = taken_s.iter().filter(|s| **s > 0.0);
        Self { s: known.clone().copied().map(f64::from).sum(), days: known.count() }
    }
}

impl DayTimes {
    /// Of days that came from a file.
    pub(super) fn unknown(days: usize, in_common: u32) -> Self {
        Self { taken_s: vec![0.0; days], in_common: in_common as usize, sums: Default::default() }
    }

    /// Of a branch that leaves this one after so many days.
    pub(super) fn leave(&self, days: usize) -> Self {
        Self::of(self.taken_s[..days].to_vec(), days)
    }

    fn of(taken_s: Vec<f32>, in_common: usize) -> Self {
        let (common, own) = taken_s.split_at(in_common.min(taken_s.len()));
        let sums = [common, own].map(Sum::of);
        Self { taken_s, in_common, sums }
    }

    /// The branch leaves another on another day.
    pub(super) fn leaves_at(&mut self, days: u32) {
        *self = Self::of(std::mem::take(&mut self.taken_s), days as usize);
    }

    /// There are so many days; those that are new have not been simulated here.
    pub(super) fn extend_to(&mut self, days: usize) {
        self.taken_s.resize(days, 0.0);
    }

    /// Takes down what a day took, the next one or one that is lived once more.
    pub(super) fn note(&mut self, day: usize, took: Duration) {
        let took_s = took.as_secs_f32();
        // While the process was stopped, nothing was simulated.
        let before_s = day.checked_sub(1).and_then(|before| self.taken_s.get(before)).filter(|s| **s > 0.0);
        let took_s = before_s.map_or(took_s, |before_s| took_s.min(MOST_TIMES_LONGER * before_s));
        if day >= self.taken_s.len() {
            self.extend_to(day + 1);
        }
        let was_s = std::mem::replace(&mut self.taken_s[day], took_s);
        let sum = &mut self.sums[usize::from(day >= self.in_common)];
        sum.s += f64::from(took_s) - f64::from(was_s);
        sum.days = sum.days + usize::from(took_s > 0.0) - usize::from(was_s > 0.0);
    }

    /// How long a day takes on average, in seconds; `None` if none has been simulated here.
    pub(super) fn average_s(&self) -> Option<f64> {
        let days = self.sums.iter().map(|sum| sum.days).sum::<usize>();
        (days > 0).then(|| self.sums.iter().map(|sum| sum.s).sum::<f64>() / days as f64)
    }

    /// How long the days after the first `from`, up to `to`, take, in seconds; one that has not been simulated here `usually_s`.
    pub(super) fn between_s(&self, from: u32, to: u32, usually_s: f64) -> f64 {
        let days = self.taken_s[from as usize..to as usize].iter();
        days.map(|s| if *s > 0.0 { f64::from(*s) } else { usually_s }).sum()
    }

    /// The same for all days that the branch has not in common with the one that it leaves.
    pub(super) fn own_s(&self, usually_s: f64) -> f64 {
        let [_, own] = self.sums;
        let days = self.taken_s.len().saturating_sub(self.in_common);
        own.s + (days - own.days) as f64 * usually_s
    }

    /// Memory that they take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.taken_s[..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of all days at once is what a look at each of them says.
    fn assert_sums_hold(times: &DayTimes) {
        let known: Vec<f64> = times.taken_s.iter().filter(|s| **s > 0.0).map(|s| f64::from(*s)).collect();
        let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        match times.average_s() {
            Some(average) => assert!(is_near(average, known.iter().sum::<f64>() / known.len() as f64)),
            None => assert!(known.is_empty()),
        }
        let days = times.taken_s.len();
        let own_s = times.between_s(times.in_common.min(days) as u32, days as u32, 0.25);
        assert!(is_near(times.own_s(0.25), own_s), "{} {own_s}", times.own_s(0.25));
    }

    /// Contract: sums are those of the days, whichever are lived, lived once more, come from a file, or are in common with another
    /// branch.
    #[test]
    fn sums_are_those_of_the_days() {
        let mut number = 1_u64;
        let mut below = |limit: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % limit
        };
        let mut times = DayTimes::unknown(20, 0);
        assert_eq!((times.average_s(), times.own_s(0.25)), (None, 5.0));
        for step in 0..4000 {
            let days = times.taken_s.len();
            match below(100) {
                0 if days > 100 => times = times.leave(below(days)),
                1 => times.leaves_at(below(days + 5) as u32),
                2 => times.extend_to(days + 3),
                3..60 if days > 0 => times.note(below(days), Duration::from_micros(below(90_000) as u64)),
                _ => times.note(days, Duration::from_micros(below(90_000) as u64)),
            }
            if step % 7 == 0 {
                assert_sums_hold(&times);
            }
        }
        assert!(times.taken_s.len() > 100 && times.average_s().is_some());
    }

    /// Contract: of a day on which the process was stopped, it is not believed that it took so long.
    #[test]
    fn a_stop_is_not_counted() {
        let mut times = DayTimes::unknown(0, 0);
        [2, 3, 10_000, 3].into_iter().enumerate().for_each(|(day, ms)| times.note(day, Duration::from_millis(ms)));
        assert!((times.own_s(0.0) - 0.038).abs() < 1e-6, "{}", times.own_s(0.0));
    }
}
