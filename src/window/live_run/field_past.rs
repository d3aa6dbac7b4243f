//! The years of one field, in the run and in its twin.

use std::collections::BTreeMap;

use super::twin::Twin;
use crate::ecology::calendar::date_of;
use crate::timeline::Timeline;
use crate::timeline::field_years::{YearOfField, is_over};

/// The whole years of a field that were lived, in the run's present branch and in its twin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPast {
    /// The field.
    pub cell: u32,
    /// Its years, by calendar year.
    pub run: BTreeMap<i16, YearOfField>,
    /// The same without the campaign; empty as long as both are one and the same.
    pub twin: BTreeMap<i16, YearOfField>,
    /// The present year up to the present day, of the run and of its twin, if that is a run of its own and on the same day.
    pub so_far: [Option<YearOfField>; 2],
}

impl Twin {
    /// The years of a field.
    pub fn past_of_field(&mut self, run: &Timeline, cell: u32) -> FieldPast {
        let years = |timeline: &Timeline, branch: usize| -> BTreeMap<i16, YearOfField> {
            let years = timeline.branches()[branch].field_years().iter();
            years.filter_map(|year| Some((year.year, *year.fields.get(cell as usize)?))).collect()
        };
        let of_run = years(run, run.present());
        let of_twin = self.timeline.as_ref().zip(self.left[run.present()]).map(|(twin, left)| {
            // Up to the day on which it left the run, the run stands for both.
            let start = run.simulation().scenario().start;
            let common = left.day.checked_sub(1).map(|days| date_of(start, days));
            let is_common = |year: i16| common.is_some_and(|last| is_over(year, last));
            let mut all: BTreeMap<_, _> =
                of_run.iter().filter(|(year, _)| is_common(**year)).map(|(y, f)| (*y, *f)).collect();
            all.extend(years(twin, left.branch));
            all
        });
        let beside = if self.is_behind(run) { None } else { self.beside(run).filter(|(_, left)| left.day < run.day()) };
        let so_far = |timeline: &Timeline| YearOfField::so_far(timeline.simulation(), cell);
        let so_far = [so_far(run), beside.and_then(|(twin, _)| so_far(twin))];
        FieldPast { cell, run: of_run, twin: of_twin.unwrap_or_default(), so_far }
    }
}
