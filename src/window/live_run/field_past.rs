//! The years of one field, in the run and in its twin.

use std::collections::BTreeMap;
use std::sync::Arc;

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
    pub run: Arc<BTreeMap<i16, YearOfField>>,
    /// The same without the campaign; empty as long as both are one and the same.
    pub twin: Arc<BTreeMap<i16, YearOfField>>,
    /// The present year up to the present day, of the run and of its twin, if that is a run of its own and on the same day.
    pub so_far: [Option<YearOfField>; 2],
}

/// What years are told of: the run's branch with the number of its years, and the same of the twin with the day on which it left the run.
type Edition = ((usize, usize), Option<(usize, usize, u32)>);

/// A field whose years somebody has asked for, as they were told last.
pub(super) struct AskedField {
    edition: Option<Edition>,
    past: FieldPast,
}

impl AskedField {
    /// One of which nothing has been told yet.
    pub fn new(cell: u32) -> Self {
        Self { edition: None, past: FieldPast { cell, ..FieldPast::default() } }
    }

    /// Tells its years where they have changed, and how far the present one has come.
    pub fn tell(&mut self, twin: &mut Twin, run: &Timeline, told: &mut Option<FieldPast>) {
        let (edition, past) = (twin.edition_of_years(run), &mut self.past);
        if self.edition.replace(edition) != Some(edition) {
            [past.run, past.twin] = twin.years_of_field(run, past.cell).map(Arc::new);
        }
        past.so_far = twin.year_so_far(run, past.cell);
        if told.as_ref() != Some(past) {
            *told = Some(past.clone());
        }
    }
}

impl Twin {
    fn edition_of_years(&self, run: &Timeline) -> Edition {
        let years = |timeline: &Timeline, branch: usize| timeline.branches()[branch].field_years().len();
        let of_twin = self.timeline.as_ref().zip(self.left[run.present()]);
        let of_twin = of_twin.map(|(twin, left)| (left.branch, years(twin, left.branch), left.day));
        ((run.present(), years(run, run.present())), of_twin)
    }

    /// The whole years of a field, in the run and in the twin.
    fn years_of_field(&self, run: &Timeline, cell: u32) -> [BTreeMap<i16, YearOfField>; 2] {
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
        [of_run, of_twin.unwrap_or_default()]
    }

    /// The present year of a field up to the present day, in the run, and in the twin if that is a run of its own on the same day.
    fn year_so_far(&mut self, run: &Timeline, cell: u32) -> [Option<YearOfField>; 2] {
        let beside = if self.is_behind(run) { None } else { self.beside(run).filter(|(_, left)| left.day < run.day()) };
        let so_far = |timeline: &Timeline| YearOfField::so_far(timeline.simulation(), cell);
        [so_far(run), beside.and_then(|(twin, _)| so_far(twin))]
    }
}
