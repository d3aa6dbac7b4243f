//! The daily series and the yearly harvests: what was recorded, in full precision.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::row;
use crate::society::flows::SocietyFlows;

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
        /// Of the pests that `pests_per_m2` counts, those that swarm: nearer to the gregarious phase than to the solitary one.
        pests_swarming: u64,
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
        /// What a farm worker does in a day, as a share of the work of one who is well fed, has all tools, and is paid for it; 0 where
        /// hands are not counted.
        farm_work_per_worker: f64,
        /// Backyard furnaces that are lit.
        furnaces: u64,
        /// Pig iron smelted on this day.
        pig_iron_kg: f64,
        /// Of this, iron of any use.
        usable_iron_kg: f64,
        /// Output of finished goods, as a share of what it is without furnaces.
        finished_goods: f64,
        /// Farm tools left, as a share of those when the run began.
        tools_left: f64,
        /// Draft animals left, as a share of those when the run began.
        draft_animals_left: f64,
        /// Houses standing, as a share of those when the run began.
        houses_left: f64,
        /// Trees standing, as a share of those when the run began.
        trees_left: f64,
        /// Cropland watered by irrigation works dug since the run began, as a share of all cropland.
        watered_share: f64,
        /// Cropland whose irrigation works have silted up, as a share of all cropland.
        silted_share: f64,
        /// Grain in villages. This and the columns on grain and people below are 0 where people are not counted.
        village_grain_kg: f64,
        /// Grain procured that lies at collecting points.
        depot_grain_kg: f64,
        /// Grain in the state's stores.
        state_grain_kg: f64,
        /// Harvest of this day as reported at the top.
        grain_reported_kg: f64,
        /// Grain procured by the state on this day.
        grain_procured_kg: f64,
        /// Grain exported on this day.
        grain_exported_kg: f64,
        /// Grain imported on this day.
        grain_imported_kg: f64,
        /// Grain eaten in towns on this day, with what factories and the army take.
        grain_eaten_in_towns_kg: f64,
        /// Grain eaten in the country on this day, by people and their animals.
        grain_eaten_in_country_kg: f64,
        /// Of this, grain that the state sold back.
        grain_resold_kg: f64,
        /// Grain sown as seed on this day.
        grain_sown_kg: f64,
        /// Grain wasted in canteens on this day.
        grain_wasted_in_canteens_kg: f64,
        /// Grain that spoiled on this day after it was reaped: in villages, at collecting points, in stores.
        grain_spoiled_in_stock_kg: f64,
        /// People of the country.
        country_people: u64,
        /// People of the towns.
        town_people: u64,
        /// Nutrition in the country: what people have eaten of late, as a share of what they want, up to 1.
        country_nutrition: f64,
        /// Nutrition in the towns.
        town_nutrition: f64,
        /// Births on this day.
        births: u64,
        /// Deaths expected on this day by the calibration to official death rates (model).
        official_deaths: f64,
        /// Deaths expected on this day by the calibration to death rates adjusted for what was not registered (model).
        adjusted_deaths: f64,
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
    /// Land of the crops reaped or given up in the year; land that bore two counts twice.
    pub cropped_ha: f64,
    /// What happened to grain after the harvest, and to people.
    pub society: SocietyFlows,
    /// Pig iron smelted.
    pub pig_iron_kg: f64,
    /// Of this, iron of any use.
    pub usable_iron_kg: f64,
    /// Mean output of finished goods, as a share of what it is without furnaces.
    pub finished_goods: f64,
    /// Mean number of people of the country.
    pub country_people: f64,
    /// Mean number of people of the towns.
    pub town_people: f64,
    /// Mean nutrition in the country.
    pub country_nutrition: f64,
    /// Mean nutrition in the towns.
    pub town_nutrition: f64,
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
