//! The rows that charts are drawn from, and which of them are seen.

use std::ops::{Range, RangeInclusive};

use crate::record::Record;
use crate::record::series::DayRow;
use crate::scenario::Scenario;
use crate::window::bet::Guess;
use crate::window::live_run::displayed::{Edition, TwinRun};
use crate::window::live_run::rows::Ahead;

use super::data::TimeAxis;
use super::spans::CampaignSpan;
use super::view::{ChartView, Line};

/// What the charts show.
#[derive(Clone, Copy)]
pub struct ChartsOf<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The record up to the present day.
    pub record: &'a Record,
    /// What was lived after it.
    pub ahead: &'a Ahead,
    /// The same without the campaign, once the two differ.
    pub twin: Option<&'a TwinRun>,
    /// When the campaign was on, after the present day too.
    pub spans: &'a [CampaignSpan],
    /// The time axis.
    pub axis: TimeAxis,
    /// What the person thought the harvests would be.
    pub bet: &'a [Guess],
    /// To what the rows belong.
    pub edition: Edition,
}

impl<'a> ChartsOf<'a> {
    /// The present day, or the first one lived.
    pub fn today(&self) -> Option<&'a DayRow> {
        self.record.days.last().or(self.ahead.days.last())
    }

    /// Where the present day is on the time axis.
    pub fn today_x(&self) -> f64 {
        self.axis.x(self.scenario.start) + self.record.days.len() as f64 - 1.0
    }

    /// The stretch of time that a view shows.
    pub fn span(&self, view: &ChartView) -> RangeInclusive<f64> {
        let today = self.today_x();
        view.window.span(&self.axis.span(), today, today + self.ahead.days.len() as f64)
    }

    /// The days within a stretch of time, by the number of the row.
    pub fn days_in(&self, span: &RangeInclusive<f64>) -> Range<usize> {
        let (first, lived) = (self.axis.x(self.scenario.start), self.record.days.len() + self.ahead.days.len());
        let row = |x: f64| (x - first).max(0.0) as usize;
        row(*span.start()).min(lived)..row(span.end().ceil()).min(lived)
    }

    /// The twin, if it is to be drawn.
    pub fn twin_in(&self, view: &ChartView) -> Option<&'a TwinRun> {
        self.twin.filter(|_| view.has(Line::Twin))
    }

    /// The row of the day at `x`, if it has been lived.
    pub fn row_at(&self, x: f64) -> Option<&'a DayRow> {
        let index = self.axis.day_at(self.scenario.start, x).checked_sub(1)? as usize;
        let (past, ahead) = (&self.record.days, &self.ahead.days);
        past.get(index).or_else(|| ahead.iter().rev().nth(index - past.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::charts::window::TimeWindow;
    use crate::window::test_support::rows::rows;
    use jiff::civil::date;

    /// Contract: any point within a day gives that day's row, also after the present day; before the first and after the last there is
    /// none. The days of a window are those that are seen.
    #[test]
    fn the_row_under_the_pointer_is_that_days() {
        let mut record = Record { days: rows(date(1957, 2, 1), 100, |_, _| ()), ..Record::default() };
        let mut ahead = Ahead::default();
        ahead.move_to(&mut record, 4);
        let axis = TimeAxis::new(date(1957, 2, 1), date(1957, 12, 31), date(1957, 5, 11));
        let scenario = Scenario { start: date(1957, 2, 1), ..Scenario::default() };
        let (record, ahead, edition) = (&record, &ahead, Edition::default());
        let of = ChartsOf { scenario: &scenario, record, ahead, twin: None, spans: &[], bet: &[], axis, edition };
        let at = |x| of.row_at(x).map(|row| row.date);
        assert_eq!(at(31.0), Some(date(1957, 2, 1)));
        assert_eq!(at(31.99), Some(date(1957, 2, 1)));
        assert_eq!(at(34.5), Some(date(1957, 2, 4)));
        assert_eq!(at(35.0), Some(date(1957, 2, 5)));
        assert_eq!(at(130.5), Some(date(1957, 5, 11)));
        assert_eq!(at(30.9), None);
        assert_eq!(at(131.0), None);
        let days = |first, width| {
            let view = ChartView { window: TimeWindow::From(first, width), ..ChartView::default() };
            of.days_in(&of.span(&view))
        };
        assert_eq!(days(0.0, 365.0), 0..100);
        assert_eq!(days(41.0, 40.0), 10..50);
        assert_eq!(days(200.0, 40.0), 100..100);
    }
}
