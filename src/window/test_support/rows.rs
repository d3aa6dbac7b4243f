//! Rows of a daily record.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::record::series::DayRow;

/// A day on which nothing lives and nothing happens.
pub fn row(date: Date) -> DayRow {
    DayRow {
        date,
        temperature_c: 10.0,
        wetness_sd: 0.0,
        campaign_effort: 0.0,
        sparrows: 0,
        sparrows_per_ha: 0.0,
        sparrow_eggs_and_nestlings: 0,
        pests_of_all_stages: 0,
        pest_adults: 0,
        pests_per_m2: 0.0,
        pest_eggs: 0,
        leaf_kg: 0.0,
        standing_grain_kg: 0.0,
        reaped_kg: 0.0,
        grain_unreaped_kg: 0.0,
        sown_ha: 0.0,
        farm_workers: 0,
        farm_workers_away: 0,
        farm_work_wanted_days: 0.0,
        farm_work_done_days: 0.0,
        leaf_eaten_by_pests_kg: 0.0,
        grain_eaten_by_pests_kg: 0.0,
        grain_eaten_by_sparrows_kg: 0.0,
        spilled_grain_eaten_by_sparrows_kg: 0.0,
        weed_seed_eaten_by_sparrows_kg: 0.0,
        pests_eaten_by_sparrows: 0,
        sparrows_fledged: 0,
        sparrows_died: 0,
        sparrows_killed: 0,
        sparrows_reported_killed: 0,
        nest_young_destroyed: 0,
    }
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
