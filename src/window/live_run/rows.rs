//! How the rows of a history reach the window: only those that it does not have yet.
//!
//! The thread keeps in mind which rows it has left in the mailbox (`Told`) and adds what is new, from the day on which another
//! history leaves the one before ([`NewRows`]). The window keeps all rows of the history and moves the line between those up to
//! the present day and those [ahead](Ahead) of it.

use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::timeline::Timeline;

/// Rows of a history that the window does not have yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRows {
    /// The number of rows that stay as they are; what the window has after them is replaced. `None` if nothing is new.
    pub after: Option<usize>,
    /// The rows that follow.
    pub days: Vec<DayRow>,
}

impl NewRows {
    /// Adds the rows of a history after the first ones, which stay as they are.
    fn add(&mut self, after: usize, days: &[DayRow]) {
        match self.after {
            Some(before) if before <= after => self.days.truncate(after - before),
            _ => {
                self.after = Some(after);
                self.days.clear();
            }
        }
        self.days.extend_from_slice(&days[after..]);
    }

    /// Takes them out.
    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// Which rows have been told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told(Option<(usize, usize)>);

impl Told {
    /// Tells what is new in the history of a branch.
    pub(super) fn tell(&mut self, timeline: &Timeline, branch: usize, rows: &mut NewRows) {
        let days = &timeline.branches()[branch].record().days;
        let (known, told) = match self.0 {
            Some((before, told)) => (timeline.days_in_common(before, branch).min(told as u32) as usize, told),
            None => (0, usize::MAX),
        };
        if known < told || known < days.len() {
            rows.add(known, days);
        }
        self.0 = Some((branch, days.len()));
    }

    /// Tells that there is no history, if there was one.
    pub(super) fn tell_nothing(&mut self, rows: &mut NewRows) {
        if self.0.take().is_some() {
            rows.add(0, &[]);
        }
    }
}

/// What was lived after the present day.
#[derive(Clone, Debug, Default)]
pub struct Ahead {
    /// Its days; the last is that after the present one, so that the line between past and future moves without the rest.
    pub days: Vec<DayRow>,
    /// The harvests of the whole history, with those up to the present day.
    pub harvests: Vec<HarvestRow>,
}

/// All that was lived in a history, also after the present day.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// Its days.
    pub days: Vec<&'a DayRow>,
    /// Its harvests.
    pub harvests: &'a [HarvestRow],
}

impl<'a> History<'a> {
    /// The days of a year, and the number of days before them.
    pub fn year(&self, year: u64) -> (u32, &[&'a DayRow]) {
        let first = self.days.partition_point(|row| (row.date.year() as u64) < year);
        let days = &self.days[first..];
        (first as u32, &days[..days.partition_point(|row| row.date.year() as u64 == year)])
    }

    /// That of a record that ends with the present day.
    #[cfg(test)]
    pub fn of(record: &'a Record) -> Self {
        Self { days: record.days.iter().collect(), harvests: &record.harvests }
    }
}

impl Ahead {
    /// All days of the history, of which `record` has those up to the present day.
    pub fn lived<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a DayRow> + Clone {
        record.days.iter().chain(self.days.iter().rev())
    }

    /// All that was lived in it.
    pub fn history<'a>(&'a self, record: &'a Record) -> History<'a> {
        History { days: self.lived(record).collect(), harvests: &self.harvests }
    }

    /// Takes in new rows of the history, of which `record` has those up to the present day.
    pub(super) fn take_in(&mut self, record: &mut Record, NewRows { after, days }: NewRows) {
        let Some(after) = after else { return };
        let now = record.days.len();
        record.days.truncate(after);
        let known = after.saturating_sub(now).min(self.days.len());
        self.days.drain(..self.days.len() - known);
        match self.days.is_empty() {
            true => record.days.extend(days),
            false => _ = self.days.splice(0..0, days.into_iter().rev()),
        }
    }

    /// Moves the line between past and future to after so many days. It takes as long as the days between.
    pub(in crate::window) fn move_to(&mut self, record: &mut Record, day: usize) {
        let now = record.days.len();
        if day < now {
            self.days.extend(record.days.drain(day..).rev());
        } else {
            let first = self.days.len() - (day - now).min(self.days.len());
            record.days.extend(self.days.drain(first..).rev());
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::window::test_support::rows::rows;

    /// Rows whose temperature is their index, or another number from some row on.
    fn history(days: usize, other_from: usize) -> Vec<DayRow> {
        let other = |index| if index < other_from { index as f64 } else { -(index as f64) };
        rows(date(1957, 1, 1), days, |index, row| row.temperature_c = other(index))
    }

    /// Contract: whatever is told in one go or in several, the window has the whole history, divided at the present day.
    #[test]
    fn the_window_has_the_whole_history() {
        let (mut record, mut ahead, mut rows) = (Record::default(), Ahead::default(), NewRows::default());
        let one = history(50, 50);
        rows.add(0, &one[..20]);
        rows.add(20, &one[..30]);
        ahead.take_in(&mut record, rows.take());
        ahead.take_in(&mut record, rows.take());
        assert_eq!((record.days.as_slice(), ahead.days.len()), (&one[..30], 0));
        ahead.move_to(&mut record, 10);
        rows.add(30, &one);
        ahead.take_in(&mut record, rows.take());
        assert_eq!((record.days.as_slice(), ahead.days.len()), (&one[..10], 40));
        assert_eq!(ahead.days.last(), one.get(10));
        // Another history leaves it ahead of the present day, and then before it.
        for from in [25, 5] {
            let other = history(40, from);
            rows.add(from, &other);
            ahead.take_in(&mut record, rows.take());
            ahead.move_to(&mut record, 40);
            assert_eq!((record.days.as_slice(), ahead.days.len()), (&other[..], 0));
            ahead.move_to(&mut record, 10);
        }
        // A shorter one, told before the window took what came before.
        rows.add(40, &history(45, 5));
        rows.add(3, &history(12, 3));
        ahead.take_in(&mut record, rows.take());
        ahead.move_to(&mut record, 99);
        assert_eq!((record.days.as_slice(), ahead.days.len()), (&history(12, 3)[..], 0));
    }
}
