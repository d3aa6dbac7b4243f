//! The yearly harvests as written to files: tonnes, to the kilogram, for people to read in a spreadsheet.

use serde::{Deserialize, Serialize};

use super::series::HarvestRow;
use super::table::row;

row! {
    /// One calendar year of the whole landscape. The last one may be unfinished.
    #[derive(Serialize, Deserialize)]
    pub struct HarvestLine {
        /// The year.
        year: u64,
        /// Days of the year that the run has covered.
        days: u64,
        /// All grain reaped, roots in grain equivalent.
        reaped_t: f64,
        /// Grain reaped per hectare of cropland.
        reaped_t_per_cropland_ha: f64,
        /// Winter wheat reaped.
        winter_wheat_t: f64,
        /// Maize reaped.
        maize_t: f64,
        /// Sweet potato lifted, in grain equivalent.
        sweet_potato_t: f64,
        /// Early rice reaped.
        early_rice_t: f64,
        /// Single-crop rice reaped.
        single_rice_t: f64,
        /// Standing grain eaten by sparrows.
        grain_eaten_by_sparrows_t: f64,
        /// Spilled grain eaten by sparrows.
        spilled_grain_eaten_by_sparrows_t: f64,
        /// Standing grain eaten or cut by pests.
        grain_eaten_by_pests_t: f64,
        /// Leaf eaten or cut by pests, dry mass.
        leaf_eaten_by_pests_t: f64,
        /// Grain that did not fill for lack of leaf, in the crops reaped or given up in the year. Leaf is lacking mostly where
        /// pests ate it, and a little in a bad spring.
        grain_not_filled_t: f64,
        /// Grain spilled at harvest, shaken from the ears by sparrows, or fallen because nobody reaped it.
        spilled_t: f64,
        /// Ripe grain that fell to the ground because nobody reaped it; part of what was spilled.
        grain_unreaped_t: f64,
        /// Land sown; land sown twice in a year counts twice.
        sown_ha: f64,
        /// Land of the crops reaped or given up in the year; land that bore two counts twice.
        cropped_ha: f64,
        /// Harvest as reported at the top. This and the columns on grain and people below are 0 where people are not counted.
        reported_t: f64,
        /// Grain procured by the state.
        procured_t: f64,
        /// Grain procured, as a share of the grain reaped.
        procured_share: f64,
        /// Grain that the state sold back to villages.
        resold_t: f64,
        /// Grain exported.
        exported_t: f64,
        /// Grain imported.
        imported_t: f64,
        /// Grain eaten in towns, with what factories and the army took.
        eaten_in_towns_t: f64,
        /// Grain eaten in the country by people and their animals, with what the state sold back.
        eaten_in_country_t: f64,
        /// Grain sown as seed.
        seed_t: f64,
        /// Grain wasted in canteens.
        wasted_in_canteens_t: f64,
        /// Grain that spoiled after it was reaped.
        spoiled_in_stock_t: f64,
        /// Pig iron smelted in backyard furnaces.
        pig_iron_t: f64,
        /// Of this, iron of any use.
        usable_iron_t: f64,
        /// Mean output of finished goods, as a share of what it is without furnaces.
        finished_goods: f64,
        /// Mean number of people of the country.
        country_people: f64,
        /// Mean number of people of the towns.
        town_people: f64,
        /// Mean nutrition in the country: what people have eaten of late, as a share of what they want, up to 1.
        country_nutrition: f64,
        /// Mean nutrition in the towns.
        town_nutrition: f64,
        /// Births per 1000 people in a year.
        births_per_1000: f64,
        /// Deaths per 1000 people in a year, by the calibration to official death rates (model).
        official_deaths_per_1000: f64,
        /// Deaths per 1000 people in a year, by the calibration to death rates adjusted for what was not registered (model).
        adjusted_deaths_per_1000: f64,
        /// Deaths per 1000 people of the country, official rates (model).
        official_deaths_per_1000_in_country: f64,
        /// Deaths per 1000 people of the towns, official rates (model).
        official_deaths_per_1000_in_towns: f64,
        /// Of the deaths per 1000 people, those of hunger, official rates (model).
        official_hunger_deaths_per_1000: f64,
        /// Of the deaths per 1000 people, those of hunger, adjusted rates (model).
        adjusted_hunger_deaths_per_1000: f64,
        /// Highest number of hoppers from the third instar, and adults, per square metre on any day.
        peak_pests_per_m2: f64,
        /// Hoppers and adults of the pest, of all stages, eaten by sparrows.
        pests_eaten_by_sparrows: u64,
        /// Mean number of sparrows.
        mean_sparrows: f64,
        /// Sparrows actually killed by the campaign (model).
        sparrows_killed: u64,
        /// Kills that officials report (model).
        sparrows_reported_killed: u64,
    }
}

impl From<&HarvestRow> for HarvestLine {
    fn from(row: &HarvestRow) -> Self {
        let grain = &row.society;
        let per_1000 = |events: f64, people: f64| rounded(ratio(365_000.0 * events, people * row.days as f64), 3);
        let of_all = |events: f64| per_1000(events, row.country_people + row.town_people);
        Self {
            year: row.year,
            days: row.days,
            reaped_t: tonnes(row.reaped_kg),
            reaped_t_per_cropland_ha: tonnes(row.reaped_kg_per_cropland_ha),
            winter_wheat_t: tonnes(row.winter_wheat_kg),
            maize_t: tonnes(row.maize_kg),
            sweet_potato_t: tonnes(row.sweet_potato_kg),
            early_rice_t: tonnes(row.early_rice_kg),
            single_rice_t: tonnes(row.single_rice_kg),
            grain_eaten_by_sparrows_t: tonnes(row.grain_eaten_by_sparrows_kg),
            spilled_grain_eaten_by_sparrows_t: tonnes(row.spilled_grain_eaten_by_sparrows_kg),
            grain_eaten_by_pests_t: tonnes(row.grain_eaten_by_pests_kg),
            leaf_eaten_by_pests_t: tonnes(row.leaf_eaten_by_pests_kg),
            grain_not_filled_t: tonnes(row.grain_not_filled_kg),
            spilled_t: tonnes(row.spilled_kg),
            grain_unreaped_t: tonnes(row.grain_unreaped_kg),
            sown_ha: rounded(row.sown_ha, 2),
            cropped_ha: rounded(row.cropped_ha, 2),
            reported_t: tonnes(grain.reported_kg),
            procured_t: tonnes(grain.procured_kg),
            procured_share: rounded(ratio(grain.procured_kg, row.reaped_kg), 4),
            resold_t: tonnes(grain.resold_kg),
            exported_t: tonnes(grain.exported_kg),
            imported_t: tonnes(grain.imported_kg),
            eaten_in_towns_t: tonnes(grain.eaten_in_towns_kg),
            eaten_in_country_t: tonnes(grain.own_eaten_in_country_kg + grain.resold_kg),
            seed_t: tonnes(grain.seed_kg),
            wasted_in_canteens_t: tonnes(grain.wasted_in_canteens_kg),
            spoiled_in_stock_t: tonnes(grain.spoiled_in_stock_kg()),
            pig_iron_t: tonnes(row.pig_iron_kg),
            usable_iron_t: tonnes(row.usable_iron_kg),
            finished_goods: rounded(row.finished_goods, 4),
            country_people: rounded(row.country_people, 1),
            town_people: rounded(row.town_people, 1),
            country_nutrition: rounded(row.country_nutrition, 4),
            town_nutrition: rounded(row.town_nutrition, 4),
            births_per_1000: of_all((grain.births_in_country + grain.births_in_towns) as f64),
            official_deaths_per_1000: of_all(grain.official_deaths_in_country + grain.official_deaths_in_towns),
            adjusted_deaths_per_1000: of_all(grain.adjusted_deaths_in_country + grain.adjusted_deaths_in_towns),
            official_deaths_per_1000_in_country: per_1000(grain.official_deaths_in_country, row.country_people),
            official_deaths_per_1000_in_towns: per_1000(grain.official_deaths_in_towns, row.town_people),
            official_hunger_deaths_per_1000: of_all(grain.official_deaths_of_hunger),
            adjusted_hunger_deaths_per_1000: of_all(grain.adjusted_deaths_of_hunger),
            peak_pests_per_m2: rounded(row.peak_pests_per_m2, 4),
            pests_eaten_by_sparrows: row.pests_eaten_by_sparrows,
            mean_sparrows: rounded(row.mean_sparrows, 1),
            sparrows_killed: row.sparrows_killed,
            sparrows_reported_killed: row.sparrows_reported_killed,
        }
    }
}

/// What part one amount is of another; 0 if there is nothing of the other.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Tonnes, to the kilogram.
fn tonnes(kg: f64) -> f64 {
    rounded(kg / 1000.0, 3)
}

/// The nearest number with so many digits after the point.
fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    // The sum turns -0 into 0.
    (value * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a cell has only a few digits after the point, and there is no -0.
    #[test]
    fn numbers_are_rounded_for_a_reader() {
        let row = HarvestRow { reaped_kg: 26_351_804.412_345, spilled_kg: -3e-17, ..HarvestRow::empty(1958) };
        let line = HarvestLine::from(&row);
        assert_eq!(format!("{:?} {:?}", line.reaped_t, line.spilled_t), "26351.804 0.0");
        assert_eq!((rounded(0.000_66, 4), rounded(38_221.26, 1)), (0.0007, 38_221.3));
    }
}
