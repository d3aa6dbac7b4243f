//! Rows of a daily record.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::engine::words::{Array, Words};
use crate::record::series::DayRow;

/// A day on which nothing lives and nothing happens.
pub fn row(date: Date) -> DayRow {
    let nothing = DayRow::from_words(Array::ZEROS);
    DayRow { date, temperature_c: 10.0, ..nothing }
}

/// The rows of `days` days from `start` on, each changed by `change`.
pub fn rows(start: Date, days: usize, change: impl Fn(usize, &mut DayRow)) -> Vec<DayRow> {
    (0..days)
        .map(|index| {
            let mut row = row(start + (index as i64).days());
            change(index, &mut row);
            row
        })
        .collect()
}
