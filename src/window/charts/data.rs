//! What the charts draw, as plain numbers: a shared time axis, thinned series, rounded scales.
//!
//! Time is counted in days from 1 January of the run's first year, so that a day's position follows from the index of its
//! row and needs no search.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::ecology::calendar::{date_of, days_between};

/// The least number of years on the time axis, unless the scenario is shorter.
const LEAST_YEARS: i16 = 6;

/// The time axis of all charts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeAxis {
    /// Day 0: 1 January of the run's first year.
    origin: Date,
    /// The last year shown.
    last_year: i16,
}

impl TimeAxis {
    /// The axis of a run that starts on `start`, is planned to end on `end` and has reached `now`.
    pub fn new(start: Date, end: Date, now: Date) -> Self {
        let planned = end.year().min(start.year() + LEAST_YEARS - 1);
        Self { origin: start.first_of_year(), last_year: planned.max(now.year()).max(start.year()) }
    }

    /// The position of a date.
    pub fn x(self, date: Date) -> f64 {
        days_between(self.origin, date) as f64
    }

    /// The date at a position.
    pub fn date(self, x: f64) -> Date {
        date_of(self.origin, x.max(0.0) as u32)
    }

    /// The years on it.
    pub fn years(self) -> impl Iterator<Item = i16> {
        self.origin.year()..=self.last_year
    }

    /// The day at `x` of a run that starts on `start`, as the number of days simulated up to it.
    pub fn day_at(self, start: Date, x: f64) -> u32 {
        ((x - self.x(start)).floor() + 1.0).max(0.0) as u32
    }

    /// The year that contains `x`.
    pub fn year_at(self, x: f64) -> Option<i16> {
        (self.origin.year()..=self.last_year).find(|&year| self.year_span(year).contains(&x))
    }

    /// From the first day of a year to the end of its last.
    pub fn year_span(self, year: i16) -> RangeInclusive<f64> {
        let first = year_start(year).map_or(0.0, |date| self.x(date));
        let next = year_start(year.saturating_add(1)).map_or(first + 365.0, |date| self.x(date));
        first..=next
    }

    /// The whole axis.
    pub fn span(self) -> RangeInclusive<f64> {
        0.0..=*self.year_span(self.last_year).end()
    }

    /// Where the years begin, except the first.
    pub fn year_starts(self) -> Vec<f64> {
        (self.origin.year() + 1..=self.last_year).map(|year| *self.year_span(year).start()).collect()
    }

    /// The middle of each labelled year, and the year. At most `most` labels.
    pub fn labels(self, most: usize) -> Vec<(f64, i16)> {
        let years = usize::from(self.last_year.abs_diff(self.origin.year())) + 1;
        let step = [1, 2, 5, 10, 20, 50].into_iter().find(|step| years.div_ceil(*step) <= most.max(1)).unwrap_or(100);
        let middle = |year| (*self.year_span(year).start() + *self.year_span(year).end()) / 2.0;
        (self.origin.year()..=self.last_year).step_by(step).map(|year| (middle(year), year)).collect()
    }
}

fn year_start(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

/// Thins values, one per day from `first_x` on, to at most two points for each of `columns` columns: the lowest and the
/// highest of each are kept, so no peak or trough is lost.
pub fn thin(values: impl ExactSizeIterator<Item = f64>, first_x: f64, columns: usize) -> Vec<[f64; 2]> {
    let (days, columns) = (values.len(), columns.max(1));
    let points = values.enumerate().map(|(index, value)| [first_x + index as f64, value]);
    if days <= 2 * columns {
        return points.collect();
    }
    let mut thinned = Vec::with_capacity(2 * columns);
    let mut column = 0;
    let mut extremes: Option<([f64; 2], [f64; 2])> = None;
    for (index, point) in points.enumerate() {
        let here = index * columns / days;
        if here != column {
            flush(&mut thinned, extremes.take());
            column = here;
        }
        extremes = Some(match extremes {
            None => (point, point),
            Some((least, most)) => {
                (if point[1] < least[1] { point } else { least }, if point[1] > most[1] { point } else { most })
            }
        });
    }
    flush(&mut thinned, extremes);
    thinned
}

fn flush(thinned: &mut Vec<[f64; 2]>, extremes: Option<([f64; 2], [f64; 2])>) {
    let Some((least, most)) = extremes else { return };
    let (first, second) = if least[0] <= most[0] { (least, most) } else { (most, least) };
    thinned.push(first);
    if second[0] > first[0] {
        thinned.push(second);
    }
}

/// The smallest of some short numbers times a power of ten that is not below `most`; a part of each is a short number too. 1
/// where there is no data.
pub fn round_up(most: f64) -> f64 {
    if !(most > 0.0 && most.is_finite()) {
        return 1.0;
    }
    let power = 10_f64.powf(most.log10().floor());
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|&top| top >= most)
        .unwrap_or(most)
}

/// Short numbers from 0 to a rounded top, at most `most` of them, but at least the ends.
pub fn ticks(top: f64, most: usize) -> Vec<f64> {
    let is_short = |step: f64| {
        let step = step / 10_f64.powf(step.log10().floor());
        [1.0, 2.0, 2.5, 5.0, 10.0].iter().any(|short| (step - short).abs() < 1e-6)
    };
    let parts = (1..=5_u8).rev().filter(|parts| usize::from(*parts) < most);
    let parts = parts.map(f64::from).find(|parts| is_short(top / parts)).unwrap_or(1.0);
    (0..=5_u8).map(f64::from).take_while(|part| *part <= parts).map(|part| top * part / parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::words::round_number;
    use jiff::civil::date;

    #[test]
    fn thinning_keeps_every_peak_and_trough() {
        // The lowest and the highest value of each column, and so of the whole, are kept in order of time, and their
        // number is bounded.
        let values: Vec<f64> =
            (0..7300).map(|day| ((day * day) % 977) as f64 + if day == 4321 { 5000.0 } else { 0.0 }).collect();
        let thinned = thin(values.iter().copied(), 10.0, 300);
        assert!(thinned.len() <= 600);
        assert!(thinned.is_sorted_by(|a, b| a[0] < b[0]));
        for column in 0..300 {
            let inside = |index: usize| index * 300 / 7300 == column;
            let extremes = |points: &mut dyn Iterator<Item = f64>| {
                points.fold((f64::MAX, f64::MIN), |(least, most), y| (least.min(y), most.max(y)))
            };
            let all = extremes(&mut (0..7300).filter(|&day| inside(day)).map(|day| values[day]));
            let kept = extremes(&mut thinned.iter().filter(|p| inside((p[0] - 10.0) as usize)).map(|p| p[1]));
            assert_eq!(all, kept, "column {column}");
        }
        assert!(thinned.contains(&[4331.0, values[4321]]));
    }

    #[test]
    fn a_short_series_is_not_thinned() {
        // Few points are drawn as they are, each on its own day; an empty series is no error.
        assert_eq!(thin([3.0, 1.0].into_iter(), 5.0, 10), [[5.0, 3.0], [6.0, 1.0]]);
        assert!(thin(std::iter::empty(), 0.0, 10).is_empty());
        assert_eq!(thin([1.0; 9].into_iter(), 0.0, 0).len(), 1);
    }

    #[test]
    fn the_axis_counts_real_days() {
        // Years are as long as in the calendar, and each begins where its first day is.
        let axis = TimeAxis::new(date(1957, 3, 1), date(1962, 12, 31), date(1957, 3, 1));
        assert_eq!(axis.x(date(1957, 1, 1)), 0.0);
        assert_eq!(axis.x(date(1958, 1, 1)), 365.0);
        assert_eq!(axis.year_span(1960), 1095.0..=1461.0);
        assert_eq!(axis.span(), 0.0..=2191.0);
        assert_eq!(axis.year_at(1100.0), Some(1960));
        assert_eq!(axis.year_at(9999.0), None);
        // The first day of the run is that after which one day has been simulated.
        let day_at = |day: Date| axis.day_at(date(1957, 3, 1), axis.x(day));
        assert_eq!([date(1957, 2, 1), date(1957, 3, 1), date(1957, 3, 31)].map(day_at), [0, 1, 31]);
    }

    #[test]
    fn the_axis_grows_with_the_run_by_whole_years() {
        // A short scenario shows only its own years, a long one starts with a few, and a run past the end adds more.
        let year_count = |end, now| TimeAxis::new(date(1957, 1, 1), end, now).labels(99).len();
        assert_eq!(year_count(date(1958, 12, 31), date(1957, 1, 1)), 2);
        assert_eq!(year_count(date(1976, 12, 31), date(1957, 1, 1)), 6);
        assert_eq!(year_count(date(1976, 12, 31), date(1970, 5, 1)), 14);
        assert_eq!(year_count(date(1958, 12, 31), date(1963, 1, 1)), 7);
    }

    #[test]
    fn labels_are_never_too_many() {
        // However long the run, no more years are labelled than fit, and the first one always is.
        for years in 1..120 {
            let axis = TimeAxis::new(date(1957, 1, 1), date(1957, 12, 31), date(1956 + years, 6, 1));
            let labels = axis.labels(7);
            assert!((1..=7).contains(&labels.len()), "{years} years: {labels:?}");
            assert_eq!(labels[0].1, 1957);
        }
    }

    #[test]
    fn scales_end_on_a_round_number() {
        // The top of a scale is never below the data and never more than twice it.
        assert_eq!(round_up(0.0), 1.0);
        assert_eq!(round_up(0.62), 0.8);
        assert_eq!(round_up(5.3), 6.0);
        assert_eq!(round_up(1000.0), 1000.0);
        for tenth in 1..2000 {
            let most = f64::from(tenth) / 10.0;
            assert!((most..=2.0 * most).contains(&round_up(most)), "{most}");
        }
    }

    #[test]
    fn ticks_are_short_numbers() {
        // Of whatever top a scale has, and however little room.
        assert_eq!(ticks(20.0, 3), [0.0, 10.0, 20.0]);
        assert_eq!(ticks(3.0, 3), [0.0, 3.0]);
        assert_eq!(ticks(3.0, 5), [0.0, 1.0, 2.0, 3.0]);
        for tenth in 1..2000 {
            let top = round_up(f64::from(tenth) / 10.0);
            for most in 1..9 {
                let ticks = ticks(top, most);
                assert!(ticks.len() <= most.max(2) && ticks.last() == Some(&top), "{top}: {ticks:?}");
                assert!(ticks.iter().all(|tick| round_number(*tick).len() <= 5), "{top}: {ticks:?}");
            }
        }
    }
}
