//! What can be drawn: numbers of each day, and the harvest of each year. Scales are the same from run to run, unless numbers go beyond
//! them.

use bevy_egui::egui::Color32;
use strum::VariantArray;

use crate::engine::landscape::Landscape;
use crate::experiment::compare::lived::Lived;
use crate::output::words::number;
use crate::record::series::DayRow;
use crate::scenario::Scenario;
use crate::window::language::tr;
use crate::window::panels::theme::{
    GRAIN, GRAIN_AREA, GRAIN_EDGE, LEAF, LOSS_AREA, PEST, PEST_AREA, SPARROW, SPARROW_AREA,
};

use super::data::round_up;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Chart {
    /// Sparrows per hectare.
    Sparrows,
    /// Their eggs and nestlings.
    Young,
    /// Pests per square metre.
    Pests,
    /// Their eggs in the soil.
    PestEggs,
    /// Leaf on all fields.
    Leaf,
    /// Grain on all fields.
    StandingGrain,
    /// The harvest of each year.
    Harvest,
}

/// How large the land is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Land {
    /// All of it, ha.
    pub all_ha: f64,
    /// Its cropland, ha.
    pub cropland_ha: f64,
}

impl Land {
    /// The land of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let land = &scenario.landscape;
        let all_ha = f64::from(land.fields_wide * land.fields_high) * f64::from(Landscape::from(land).field_ha());
        let shares = [land.wheat_maize_share, land.sweet_potato_share, land.early_rice_share, land.single_rice_share];
        Self { all_ha, cropland_ha: all_ha * f64::from(shares.iter().sum::<f32>()) }
    }
}

/// A daily series.
pub struct Daily {
    /// Its number on a day.
    pub value: fn(&DayRow, &Land) -> f64,
    /// The column of the daily record that it is drawn from.
    pub column: &'static str,
    /// The same in what is kept of other seeds, with the name of its column.
    pub of_seeds: Option<(fn(&Lived) -> &[f64], &'static str)>,
    /// Where its scale begins and ends when it counts powers of ten, for what grows and shrinks by factors.
    pub powers: Option<[f64; 2]>,
}

impl Chart {
    /// Those of which there is a number each day.
    pub const DAILY: [Self; 6] =
        [Self::Sparrows, Self::Young, Self::Pests, Self::PestEggs, Self::Leaf, Self::StandingGrain];
    /// Those that are shown at first, the most wanted first, for where there is no room for all.
    pub const FIRST: [Self; 4] = [Self::Sparrows, Self::Pests, Self::Harvest, Self::StandingGrain];

    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Self::Sparrows => tr!("charts-sparrows"),
            Self::Young => tr!("charts-young"),
            Self::Pests => tr!("charts-pests"),
            Self::PestEggs => tr!("charts-pest-eggs"),
            Self::Leaf => tr!("charts-leaf"),
            Self::StandingGrain => tr!("charts-standing-grain"),
            Self::Harvest => tr!("charts-harvest"),
        }
    }

    /// Its unit.
    pub fn unit(self) -> String {
        match self {
            Self::Sparrows | Self::Young => tr!("charts-unit-per-hectare"),
            Self::Pests | Self::PestEggs => tr!("charts-unit-per-m2"),
            Self::Leaf | Self::StandingGrain => tr!("charts-unit-tonnes"),
            Self::Harvest => tr!("charts-unit-yield"),
        }
    }

    /// Its unit, and what is counted where name and unit do not say it.
    pub fn unit_in_full(self) -> String {
        match self {
            Self::Pests => tr!("charts-unit-pests-in-full"),
            Self::Harvest => tr!("charts-unit-harvest-in-full"),
            Self::Leaf => tr!("charts-unit-leaf-in-full"),
            _ => self.unit(),
        }
    }

    /// A number of it with its unit.
    pub fn value_in_words(self, value: f64) -> String {
        tr!("charts-value", value = number(value), unit = self.unit())
    }

    /// The colours of its line, its swatch, and the area under the line.
    pub fn colours(self) -> [Color32; 3] {
        match self {
            Self::Sparrows | Self::Young => [*SPARROW, *SPARROW, *SPARROW_AREA],
            Self::Pests | Self::PestEggs => [*PEST, *PEST, *PEST_AREA],
            Self::Leaf => [*LEAF, *LEAF, *LOSS_AREA],
            Self::StandingGrain | Self::Harvest => [*GRAIN_EDGE, *GRAIN, *GRAIN_AREA],
        }
    }

    /// The least that its scale goes up to.
    pub fn least_top(self, land: &Land) -> f64 {
        match self {
            Self::Sparrows => 20.0,
            Self::Young => 10.0,
            Self::Pests => 8.0,
            Self::PestEggs => 60.0,
            Self::Leaf => round_up(3.0 * land.all_ha),
            Self::StandingGrain => round_up(1.5 * land.cropland_ha),
            Self::Harvest => 3.0,
        }
    }

    /// Its number each day; `None` for the harvest.
    pub fn daily(self) -> Option<Daily> {
        const M2_PER_HA: f64 = 10_000.0;
        let daily = |value, column| Daily { value, column, of_seeds: None, powers: None };
        Some(match self {
            Self::Sparrows => Daily {
                of_seeds: Some((|lived| &lived.sparrows_per_ha, "sparrows_per_ha")),
                powers: Some([0.03, 30.0]),
                ..daily(|row, _| row.sparrows_per_ha, "sparrows_per_ha")
            },
            Self::Young => Daily {
                powers: Some([0.001, 10.0]),
                ..daily(|row, land| row.sparrow_eggs_and_nestlings as f64 / land.all_ha, "sparrow_eggs_and_nestlings")
            },
            Self::Pests => Daily {
                of_seeds: Some((|lived| &lived.pests_per_m2, "pests_per_m2")),
                powers: Some([0.001, 10.0]),
                ..daily(|row, _| row.pests_per_m2, "pests_per_m2")
            },
            Self::PestEggs => Daily {
                powers: Some([0.001, 100.0]),
                ..daily(|row, land| row.pest_eggs as f64 / (M2_PER_HA * land.all_ha), "pest_eggs")
            },
            Self::Leaf => daily(|row, _| row.leaf_kg / 1000.0, "leaf_kg"),
            Self::StandingGrain => Daily {
                of_seeds: Some((|lived| &lived.standing_grain_t, "standing_grain_t")),
                ..daily(|row, _| row.standing_grain_kg / 1000.0, "standing_grain_kg")
            },
            Self::Harvest => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::table::Row;

    #[test]
    fn each_series_is_drawn_from_a_column_of_the_record() {
        for chart in Chart::VARIANTS {
            let column = chart.daily().map(|daily| daily.column);
            assert_eq!(column.is_none(), *chart == Chart::Harvest);
            assert!(column.is_none_or(|name| DayRow::COLUMNS.iter().any(|column| column.name == name)), "{chart:?}");
        }
    }
}
