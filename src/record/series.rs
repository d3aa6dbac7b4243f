//! The daily series and the yearly harvests: what was recorded, in full precision.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::row;

row! {
    /// One day of the whole landscape, at its end.
    pub struct DayRow {
        /// The day.
        date: Date,
        /// Mean temperature of the day.
        temperature_c: f64,
        /// Wetness relative to an average year, in standard deviations; below 0 is dry.
        wetness_sd: f64,
        /// Effort of the campaign, 0 (off) to 1.
        campaign_effort: f64,
        /// Sparrows, including this year's young.
        sparrows: u64,
        /// Sparrows per hectare.
        sparrows_per_ha: f64,
        /// Eggs and nestlings of sparrows.
        sparrow_eggs_and_nestlings: u64,
        /// All hoppers and adults of the pest, including the first two instars, which `pests_per_m2` leaves out.
        pests_of_all_stages: u64,
        /// Adults of the pest.
        pest_adults: u64,
        /// Pests per square metre: hoppers from the third instar, and adults.
        pests_per_m2: f64,
        /// Eggs of the pest in the soil.
        pest_eggs: u64,
        /// Leaf and stem on all fields, dry mass.
        leaf_kg: f64,
        /// Grain (and roots, in grain equivalent) standing on the fields.
        standing_grain_kg: f64,
        /// Grain reaped on this day.
        reaped_kg: f64,
        /// Ripe grain that fell to the ground on this day because nobody reaped it.
        grain_unreaped_kg: f64,
        /// Land sown on this day.
        sown_ha: f64,
        /// Farm workers left to work the fields; 0 where hands are not counted.
        farm_workers: u64,
        /// Farm workers whom the plan and the campaign have taken away; 0 where hands are not counted.
        farm_workers_away: u64,
        /// Work that the fields want on this day, in worker-days.
        farm_work_wanted_days: f64,
        /// Work that is done on this day, in worker-days, as expected: which fields get it is drawn by chance.
        farm_work_done_days: f64,
        /// Leaf eaten or cut by pests on this day, dry mass.
        leaf_eaten_by_pests_kg: f64,
        /// Standing grain eaten or cut by pests on this day.
        grain_eaten_by_pests_kg: f64,
        /// Standing grain eaten by sparrows on this day.
        grain_eaten_by_sparrows_kg: f64,
        /// Spilled grain eaten by sparrows on this day.
        spilled_grain_eaten_by_sparrows_kg: f64,
        /// Weed seed eaten by sparrows on this day.
        weed_seed_eaten_by_sparrows_kg: f64,
        /// Hoppers and adults of the pest, of all stages, eaten by sparrows on this day.
        pests_eaten_by_sparrows: u64,
        /// Sparrows fledged on this day.
        sparrows_fledged: u64,
        /// Sparrows that died on this day, not counting the campaign.
        sparrows_died: u64,
        /// Sparrows actually killed by the campaign on this day (model).
        sparrows_killed: u64,
        /// Kills that officials report for this day (model).
        sparrows_reported_killed: u64,
        /// Eggs and nestlings destroyed by the campaign on this day.
        nest_young_destroyed: u64,
    }
}

/// One calendar year of the whole landscape. The last one may be unfinished. [`super::harvest_table`] is its form in
/// files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HarvestRow {
    /// The year.
    pub year: u64,
    /// Days of the year that the run has covered.
    pub days: u64,
    /// All grain reaped, roots in grain equivalent.
    pub reaped_kg: f64,
    /// Grain reaped per hectare of cropland.
    pub reaped_kg_per_cropland_ha: f64,
    /// Winter wheat reaped.
    pub winter_wheat_kg: f64,
    /// Maize reaped.
    pub maize_kg: f64,
    /// Sweet potato lifted, in grain equivalent.
    pub sweet_potato_kg: f64,
    /// Early rice reaped.
    pub early_rice_kg: f64,
    /// Single-crop rice reaped.
    pub single_rice_kg: f64,
    /// Standing grain eaten by sparrows.
    pub grain_eaten_by_sparrows_kg: f64,
    /// Spilled grain eaten by sparrows.
    pub spilled_grain_eaten_by_sparrows_kg: f64,
    /// Standing grain eaten or cut by pests.
    pub grain_eaten_by_pests_kg: f64,
    /// Leaf eaten or cut by pests, dry mass.
    pub leaf_eaten_by_pests_kg: f64,
    /// Grain that did not fill for lack of leaf, in the crops reaped or given up in the year. Leaf is lacking mostly where pests
    /// ate it, and a little in a bad spring.
    pub grain_not_filled_kg: f64,
    /// Grain spilled at harvest, shaken from the ears by sparrows, or fallen because nobody reaped it.
    pub spilled_kg: f64,
    /// Ripe grain that fell to the ground because nobody reaped it; part of what was spilled.
    pub grain_unreaped_kg: f64,
    /// Land sown; land sown twice in a year counts twice.
    pub sown_ha: f64,
    /// Highest number of hoppers from the third instar, and adults, per square metre on any day.
    pub peak_pests_per_m2: f64,
    /// Hoppers and adults of the pest, of all stages, eaten by sparrows.
    pub pests_eaten_by_sparrows: u64,
    /// Mean number of sparrows.
    pub mean_sparrows: f64,
    /// Sparrows actually killed by the campaign (model).
    pub sparrows_killed: u64,
    /// Kills that officials report (model).
    pub sparrows_reported_killed: u64,
}

impl HarvestRow {
    /// A year with nothing in it.
    pub fn empty(year: u64) -> Self {
        Self { year, ..Self::default() }
    }

    /// Whether the record has all days of the year.
    pub fn is_whole_year(&self) -> bool {
        i16::try_from(self.year)
            .ok()
            .and_then(|year| Date::new(year, 1, 1).ok())
            .is_some_and(|first| self.days >= first.days_in_year() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_whole_when_all_its_days_are_there() {
        let year = |year, days| HarvestRow { days, ..HarvestRow::empty(year) };
        let is_whole = |of, days| year(of, days).is_whole_year();
        assert!(is_whole(1958, 365) && !is_whole(1960, 365) && is_whole(1960, 366));
    }
}
