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
            peak_pests_per_m2: rounded(row.peak_pests_per_m2, 4),
            pests_eaten_by_sparrows: row.pests_eaten_by_sparrows,
            mean_sparrows: rounded(row.mean_sparrows, 1),
            sparrows_killed: row.sparrows_killed,
            sparrows_reported_killed: row.sparrows_reported_killed,
        }
    }
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
