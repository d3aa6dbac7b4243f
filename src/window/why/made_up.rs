//! Made-up years for the tests of the words.

use jiff::civil::date;

use super::chain::Chain;
use super::words::chain_of;
use crate::record::Record;
use crate::record::series::HarvestRow;
use crate::window::live_run::displayed::TwinRun;
use crate::window::live_run::rows::{Ahead, History};
use crate::window::live_run::twin::TwinState;
use crate::window::test_support::rows::rows;

/// A year with the same numbers in all that is compared, times these parts.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Sparrows, and the grain that they take.
    pub birds: f64,
    /// Pests that they eat.
    pub prey: f64,
    /// Pests at their peak.
    pub pests: f64,
    /// Leaf eaten, grain not filled or eaten by pests.
    pub lost: f64,
    /// Grain reaped.
    pub harvest: f64,
}

/// A year like that of the run without the campaign.
pub const ONE: Parts = Parts { birds: 1.0, prey: 1.0, pests: 1.0, lost: 1.0, harvest: 1.0 };

/// Two years, of which the second is as these parts say; it is over unless the days end before.
pub fn record(parts: Parts, days: usize) -> Record {
    let days = rows(date(1957, 1, 1), days, |index, row| {
        let of = if row.date.year() == 1957 { ONE } else { parts };
        row.pests_per_m2 = if index % 365 == 200 { 0.5 * of.pests } else { 0.0 };
        row.leaf_kg = 1e6 / of.lost.max(0.1);
    });
    let harvest = |(year, of): (u64, Parts)| HarvestRow {
        days: days.iter().filter(|row| row.date.year() as u64 == year).count() as u64,
        reaped_kg: 2e7 * of.harvest,
        mean_sparrows: 90_000.0 * of.birds,
        pests_eaten_by_sparrows: (4e7 * of.prey) as u64,
        peak_pests_per_m2: 0.5 * of.pests,
        leaf_eaten_by_pests_kg: 8e5 * of.lost,
        grain_not_filled_kg: 3e5 * of.lost,
        grain_eaten_by_pests_kg: 1e5 * of.lost,
        grain_eaten_by_sparrows_kg: 1e5 * of.birds,
        sparrows_killed: if year > 1957 && of.birds < 1.0 { 70_000 } else { 0 },
        ..HarvestRow::empty(year)
    };
    let harvests = [(1957, ONE), (1958, parts)].map(harvest).into();
    Record { days, harvests }
}

/// The run without the campaign over so many days.
pub fn twin(days: usize) -> TwinRun {
    twin_of(record(ONE, days))
}

/// The run without the campaign, with this record.
pub fn twin_of(record: Record) -> TwinRun {
    let ahead = Ahead { harvests: record.harvests.clone(), ..Ahead::default() };
    TwinRun { state: TwinState::OwnRun, record, ahead, parted: Some(400), ..TwinRun::default() }
}

/// The second year, over or not.
pub fn chain(parts: Parts, is_over: bool) -> Chain {
    let days = if is_over { 730 } else { 600 };
    chain_of(&History::of(&record(parts, days)), &twin(days), Some(1958)).unwrap()
}
