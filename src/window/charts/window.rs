//! The stretch of time that all charts show, and the marks on their common axis. It is not the time line: it moves no day, and goes
//! back to the whole at one press.

use std::ops::RangeInclusive;

use jiff::ToSpan;

use crate::window::language::tr;
use crate::window::panels::words::short_month;

use super::data::TimeAxis;

/// Days of a year.
const YEAR: f64 = 365.25;
/// The narrowest stretch, days.
const LEAST: f64 = 30.0;

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum TimeWindow {
    /// The whole axis.
    #[default]
    All,
    /// So many years around the present day; up to it, where nothing was lived after it.
    Years(u16),
    /// From this place on the time axis, so many days.
    From(f64, f64),
}

impl TimeWindow {
    /// Those that are offered.
    pub const OFFERED: [Self; 3] = [Self::All, Self::Years(1), Self::Years(3)];

    /// What it is called; `None` for one that a person has dragged.
    pub fn name(self) -> Option<String> {
        match self {
            Self::All => Some(tr!("charts-window-all")),
            Self::Years(years) => Some(tr!("charts-window-years", years = years)),
            Self::From(..) => None,
        }
    }

    /// Where it is on an axis. `end` is the end of what has been lived.
    pub fn span(self, whole: &RangeInclusive<f64>, today: f64, end: f64) -> RangeInclusive<f64> {
        let (first, width) = match self {
            Self::All => return whole.clone(),
            Self::Years(years) => {
                let width = f64::from(years) * YEAR;
                ((today + 0.5 * width).min(end.max(today)) + 1.0 - width, width)
            }
            Self::From(first, width) => (first, width),
        };
        let width = width.min(whole.end() - whole.start());
        let first = first.clamp(*whole.start(), whole.end() - width);
        first..=first + width
    }

    /// Wider by a factor, with what is at `at` staying where it is.
    pub fn widened(span: &RangeInclusive<f64>, whole: &RangeInclusive<f64>, at: f64, factor: f64) -> Self {
        let (old, all) = (span.end() - span.start(), whole.end() - whole.start());
        let width = (old * factor).clamp(LEAST.min(all), all);
        if width >= all {
            return Self::All;
        }
        Self::From(at - (at - span.start()) * width / old, width)
    }

    /// Moved by some days. The whole cannot be moved.
    pub fn moved(span: &RangeInclusive<f64>, whole: &RangeInclusive<f64>, days: f64) -> Self {
        let width = span.end() - span.start();
        if width >= whole.end() - whole.start() {
            return Self::All;
        }
        Self::From((span.start() + days).clamp(*whole.start(), whole.end() - width), width)
    }
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where its word is.
    pub at: f64,
    /// Where the line before it is, unless that is the axis's beginning.
    pub line: Option<f64>,
    /// Its word.
    pub word: String,
}

/// The years of a stretch, or its months where it is short, at most about `most` of them with words.
pub fn marks(axis: TimeAxis, span: &RangeInclusive<f64>, most: usize) -> Vec<Mark> {
    let days = span.end() - span.start();
    let is_inside = |x: f64| span.contains(&x) && x > 0.0;
    if days > 2.5 * YEAR {
        let labels = axis.labels((most as f64 * (axis.span().end() / days)) as usize);
        let word = |year: i16| labels.iter().find(|label| label.1 == year).map(|(_, year)| year.to_string());
        let mark = |year: i16| {
            let of_year = axis.year_span(year);
            let at = 0.5 * (of_year.start() + of_year.end());
            let (line, word) = (Some(*of_year.start()).filter(|x| is_inside(*x)), word(year));
            Mark { at, line, word: word.filter(|_| span.contains(&at)).unwrap_or_default() }
        };
        return axis.years().map(mark).collect();
    }
    let months = days / YEAR * 12.0;
    let step = [1, 2, 3, 6].into_iter().find(|step| months / f64::from(*step) <= most.max(1) as f64).unwrap_or(12);
    let mut first = axis.date(*span.start()).first_of_month();
    let mut marks = Vec::new();
    while axis.x(first) <= *span.end() {
        let x = axis.x(first);
        let has_word = is_inside(x) && (i32::from(first.month()) - 1) % step == 0;
        let word = match (has_word, first.month()) {
            (false, _) => String::new(),
            (true, 1) => first.year().to_string(),
            (true, _) => short_month(first),
        };
        marks.push(Mark { at: x, line: Some(x).filter(|x| is_inside(*x)), word });
        first = first.saturating_add(1.month());
    }
    marks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const WHOLE: RangeInclusive<f64> = 0.0..=2191.0;

    #[test]
    fn a_window_is_around_the_present_day_and_on_the_axis() {
        // With nothing lived after it, the present day is its last; otherwise it is in its middle. It never leaves the axis.
        let year = TimeWindow::Years(1);
        assert_eq!(year.span(&WHOLE, 999.0, 999.0), 1000.0 - YEAR..=1000.0);
        let around = year.span(&WHOLE, 999.0, 2000.0);
        assert!((around.start() + around.end() - 2000.0).abs() < 1e-9, "{around:?}");
        assert_eq!(year.span(&WHOLE, 3.0, 3.0), 0.0..=YEAR);
        assert_eq!(TimeWindow::Years(9).span(&WHOLE, 999.0, 999.0), WHOLE);
        assert_eq!(TimeWindow::From(2100.0, 200.0).span(&WHOLE, 9.0, 9.0), 1991.0..=2191.0);
    }

    #[test]
    fn what_is_pointed_at_stays_while_the_window_widens() {
        let span = 500.0..=900.0;
        for factor in [0.5, 0.9, 1.1, 2.0] {
            let wider = TimeWindow::widened(&span, &WHOLE, 600.0, factor).span(&WHOLE, 0.0, 0.0);
            let share = |span: &RangeInclusive<f64>| (600.0 - span.start()) / (span.end() - span.start());
            assert!((share(&span) - share(&wider)).abs() < 1e-9, "{wider:?}");
        }
        assert_eq!(TimeWindow::widened(&span, &WHOLE, 600.0, 9.0), TimeWindow::All);
        let least = TimeWindow::widened(&span, &WHOLE, 600.0, 1e-6).span(&WHOLE, 0.0, 0.0);
        assert!((least.end() - least.start() - LEAST).abs() < 1e-9);
        assert_eq!(TimeWindow::moved(&span, &WHOLE, -9999.0), TimeWindow::From(0.0, 400.0));
        assert_eq!(TimeWindow::moved(&WHOLE, &WHOLE, 50.0), TimeWindow::All);
    }

    #[test]
    fn marks_are_few_and_lie_on_what_is_shown() {
        let axis = TimeAxis::new(date(1957, 1, 1), date(1962, 12, 31), date(1962, 12, 31));
        for width in [30.0_f64, 90.0, 200.0, 365.0, 800.0, 1000.0, 2191.0] {
            for first in [0.0, 300.0, 2191.0 - width] {
                let span = first..=(first + width).min(2191.0);
                let marks = marks(axis, &span, 6);
                let words: Vec<_> = marks.iter().filter(|mark| !mark.word.is_empty()).collect();
                assert!((1..=8).contains(&words.len()) || width < 40.0, "{span:?}: {words:?}");
                assert!(words.iter().all(|mark| span.contains(&mark.at)), "{span:?}: {words:?}");
            }
        }
        let words: Vec<String> = marks(axis, &(365.0..=730.0), 4)
            .into_iter()
            .map(|mark| mark.word)
            .filter(|word| !word.is_empty())
            .collect();
        assert_eq!(words, ["1958", "Apr", "Jul", "Oct", "1959"]);
    }
}
