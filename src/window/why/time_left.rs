//! How long a number of like things still takes, after those that are done.

use std::time::Duration;

use crate::window::language::tr;

use super::seeds::FEW;

/// Times of the latest that differ by more than this factor tell nothing of the next.
const STEADY: f64 = 1.25;

/// How long the rest of all takes, after the times of those that are done; `None` while these are too few or too different to tell.
pub(super) fn steady_rest(times: &[Duration], all: usize) -> Option<Duration> {
    let latest = &times[times.len().checked_sub(FEW)?..];
    let [shortest, longest] = [latest.iter().min()?, latest.iter().max()?];
    let rest = (all - times.len()) as f64 / FEW as f64;
    (longest.as_secs_f64() <= STEADY * shortest.as_secs_f64()).then(|| latest.iter().sum::<Duration>().mul_f64(rest))
}

/// A time in words.
pub(super) fn in_minutes(time: Duration) -> String {
    match time.as_secs() {
        few if few < 90 => tr!("why-seconds", seconds = few.max(1)),
        many => tr!("why-minutes", minutes = (many + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the time that is left is told once a few took about as long as each other, and not while they differ.
    #[test]
    fn time_is_told_where_it_is_steady() {
        let told = |times: &[u64]| {
            let times: Vec<_> = times.iter().copied().map(Duration::from_secs).collect();
            steady_rest(&times, 12).map(|rest| rest.as_secs())
        };
        assert_eq!([told(&[]), told(&[10]), told(&[10, 10])], [None; 3]);
        assert_eq!(told(&[10, 10, 10]), Some(90));
        assert_eq!(told(&[10, 10, 40]), None);
        assert_eq!(told(&[10, 40, 40, 44]), Some(330), "what was before is over");
        assert_eq!(told(&[10; 12]), Some(0));
    }
}
