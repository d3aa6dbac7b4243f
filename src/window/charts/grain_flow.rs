//! Where the grain of a year went: amounts that flow from place to place, taken from the year's sums. What was taken out of stocks,
//! or put into them, closes each balance.

use strum::VariantArray;

use crate::record::series::HarvestRow;

/// Where grain comes from, is, and goes, in the order in which it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum Place {
    /// All that the crops bore.
    Grown,
    /// From abroad.
    Imported,
    /// Out of the state's stores and collecting points.
    FromState,
    /// Reaped, and brought to the villages.
    Reaped,
    /// Out of what villages had in stock.
    FromVillages,
    /// Eaten or cut by pests while it stood.
    EatenByPests,
    /// Eaten by sparrows while it stood.
    EatenBySparrows,
    /// Fallen because nobody reaped it.
    Unreaped,
    /// Spilled at harvest, or shaken from the ears.
    Spilled,
    /// With the state.
    State,
    /// With the villages.
    Country,
    /// Sent abroad.
    Exported,
    /// Put into the state's stores and collecting points.
    ToState,
    /// Spoiled with the state.
    SpoiledWithState,
    /// Eaten in towns.
    Towns,
    /// Eaten in the country.
    EatenInCountry,
    /// Wasted in canteens.
    Wasted,
    /// Spoiled in villages.
    SpoiledInVillages,
    /// Sown.
    Seed,
    /// Added to what villages have in stock.
    ToVillages,
}

impl Place {
    /// All places.
    pub const ALL: &[Self] = Self::VARIANTS;
}

/// Grain that goes from one place to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// How much, above 0.
    pub kg: f64,
}

/// The flows of a year, in the order of their places. Grain that stands on the fields at the end of a year is not part of it: on 31
/// December no crop bears any.
pub fn flows(year: &HarvestRow) -> Vec<Flow> {
    use Place::*;
    let of = &year.society;
    let spoiled_with_state = of.spoiled_at_depots_kg + of.spoiled_in_stores_kg;
    // What went into stocks, less what came out of them.
    let to_villages = year.reaped_kg
        - of.seed_kg
        - of.procured_kg
        - of.own_eaten_in_country_kg
        - of.wasted_in_canteens_kg
        - of.spoiled_in_villages_kg;
    let to_state =
        of.procured_kg + of.imported_kg - of.exported_kg - of.eaten_in_towns_kg - of.resold_kg - spoiled_with_state;
    // Should more be procured than was reaped, the rest is out of stocks.
    let procured_of_harvest = of.procured_kg.min(year.reaped_kg);
    let procured_of_stock = of.procured_kg - procured_of_harvest;
    let all = [
        (Grown, Reaped, year.reaped_kg),
        (Grown, EatenByPests, year.grain_eaten_by_pests_kg),
        (Grown, EatenBySparrows, year.grain_eaten_by_sparrows_kg),
        (Grown, Unreaped, year.grain_unreaped_kg),
        (Grown, Spilled, year.spilled_kg - year.grain_unreaped_kg),
        (Imported, State, of.imported_kg),
        (FromState, State, -to_state),
        (Reaped, State, procured_of_harvest),
        (Reaped, Country, year.reaped_kg - procured_of_harvest),
        (FromVillages, State, procured_of_stock),
        (FromVillages, Country, -to_villages - procured_of_stock),
        (State, Exported, of.exported_kg),
        (State, ToState, to_state),
        (State, SpoiledWithState, spoiled_with_state),
        (State, Towns, of.eaten_in_towns_kg),
        (State, EatenInCountry, of.resold_kg),
        (Country, EatenInCountry, of.own_eaten_in_country_kg),
        (Country, Wasted, of.wasted_in_canteens_kg),
        (Country, SpoiledInVillages, of.spoiled_in_villages_kg),
        (Country, Seed, of.seed_kg),
        (Country, ToVillages, to_villages),
    ];
    all.into_iter().filter(|(_, _, kg)| *kg > 0.0).map(|(from, to, kg)| Flow { from, to, kg }).collect()
}

/// What comes to a place and what leaves it, kg.
pub fn through(flows: &[Flow], place: Place) -> [f64; 2] {
    let sum = |is_it: &dyn Fn(&Flow) -> bool| flows.iter().filter(|flow| is_it(flow)).map(|flow| flow.kg).sum();
    [sum(&|flow| flow.to == place), sum(&|flow| flow.from == place)]
}

/// How much there is at a place: all that comes, or all that leaves where nothing comes.
pub fn amount_kg(flows: &[Flow], place: Place) -> f64 {
    let [came, left] = through(flows, place);
    came.max(left)
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Document, Scenario, open};
    use crate::simulation::Simulation;
    use crate::society::flows::SocietyFlows;

    /// Places where grain only passes through.
    const PASSED: [Place; 3] = [Place::Reaped, Place::State, Place::Country];

    fn assert_balanced(year: &HarvestRow) {
        let flows = flows(year);
        for place in PASSED {
            let [came, left] = through(&flows, place);
            assert!((came - left).abs() <= 1e-9 * came.max(1.0), "{place:?}: {came} and {left} of {year:?}");
        }
        let ends: f64 = Place::ALL.iter().map(|place| through(&flows, *place)).map(|[came, left]| came - left).sum();
        assert!(ends.abs() <= 1e-9 * year.reaped_kg.max(1.0), "{ends}");
    }

    /// A year with sums made of a number, some of them 0.
    pub fn year_of(mut number: u64) -> HarvestRow {
        let mut next = |most: f64| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let part = (number >> 40) as f64 / f64::from(1 << 24);
            if part < 0.15 { 0.0 } else { most * part }
        };
        let reaped_kg = next(1000.0);
        let society = SocietyFlows {
            delivered_kg: reaped_kg,
            seed_kg: next(90.0),
            procured_kg: next(1300.0),
            exported_kg: next(100.0),
            imported_kg: next(100.0),
            eaten_in_towns_kg: next(300.0),
            own_eaten_in_country_kg: next(700.0),
            resold_kg: next(100.0),
            wasted_in_canteens_kg: next(50.0),
            spoiled_in_villages_kg: next(40.0),
            spoiled_at_depots_kg: next(40.0),
            spoiled_in_stores_kg: next(40.0),
            ..SocietyFlows::default()
        };
        let unreaped = next(100.0);
        HarvestRow {
            reaped_kg,
            society,
            grain_unreaped_kg: unreaped,
            spilled_kg: unreaped + next(50.0),
            grain_eaten_by_pests_kg: next(100.0),
            grain_eaten_by_sparrows_kg: next(20.0),
            ..HarvestRow::empty(1959)
        }
    }

    /// Contract: whatever the sums, as much leaves each place as comes to it, no flow is negative, and grain that is in stock is either
    /// taken or added.
    #[test]
    fn as_much_leaves_each_place_as_comes() {
        for number in 0..500 {
            let year = year_of(number);
            assert_balanced(&year);
            let flows = flows(&year);
            assert!(flows.iter().all(|flow| flow.kg > 0.0) && flows.is_sorted_by_key(|flow| flow.from));
            for [out, back] in [[Place::FromState, Place::ToState], [Place::FromVillages, Place::ToVillages]] {
                assert!(amount_kg(&flows, out) == 0.0 || amount_kg(&flows, back) == 0.0);
            }
        }
    }

    /// Contract: the bands that close the balances of a real run are what its stocks have changed by.
    #[test]
    fn stocks_of_a_run_change_by_the_bands_that_close_its_balances() {
        let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!() };
        let scenario = Scenario {
            landscape: crate::scenario::LandscapeParameters { fields_wide: 8, fields_high: 8, ..scenario.landscape },
            ..scenario
        };
        let mut simulation = Simulation::new(scenario, Parallelism::Serial);
        (0..3 * 365).for_each(|_| simulation.step());
        let record = simulation.record();
        for year in record.harvests.iter().skip(1) {
            assert_balanced(year);
            let flows = flows(year);
            let at_end_of = |year: u64| record.days.iter().rfind(|row| row.date.year() as u64 == year).unwrap();
            let (before, after) = (at_end_of(year.year - 1), at_end_of(year.year));
            let villages = amount_kg(&flows, Place::ToVillages) - amount_kg(&flows, Place::FromVillages);
            let state = amount_kg(&flows, Place::ToState) - amount_kg(&flows, Place::FromState);
            let close = |one: f64, other: f64| (one - other).abs() <= 1e-6 * year.reaped_kg;
            assert!(close(villages, after.village_grain_kg - before.village_grain_kg), "{}", year.year);
            let with_state = |row: &crate::record::series::DayRow| row.state_grain_kg + row.depot_grain_kg;
            assert!(close(state, with_state(after) - with_state(before)), "{}", year.year);
        }
    }
}
