//! The tables of a comparison, for programs.

use jiff::civil::Date;

use super::comparison::{Comparison, Difference, MEASURES, Spread};
use crate::record::harvest_table::HarvestLine;
use crate::record::table::{Column, Row, Value, ValueKind, joined, row};

const VARIANT: Column = Column { name: "variant", meaning: "Name of the variant.", kind: ValueKind::Text };

/// A year of a run: `years.csv`.
#[derive(Clone, Copy, Debug)]
pub struct YearRow<'a> {
    variant: &'a str,
    seed: u64,
    line: HarvestLine,
}

impl Row for YearRow<'_> {
    const COLUMNS: &'static [Column] = &joined::<{ 2 + HarvestLine::COLUMNS.len() }>(
        &[VARIANT, Column { name: "seed", meaning: "Seed of the run.", kind: ValueKind::Whole }],
        HarvestLine::COLUMNS,
    );

    fn values(&self) -> Vec<Value<'_>> {
        let head = [Value::Text(self.variant), Value::Whole(self.seed)];
        head.into_iter().chain(self.line.values()).collect()
    }
}

row! {
    /// A day of all runs of a variant.
    pub struct DaySpread {
        /// The day.
        date: Date,
        /// 1 while the campaign is on, else 0.
        campaign: u64,
        /// Sparrows per hectare: mean of the seeds.
        sparrows_per_ha: f64,
        /// The same: standard deviation between seeds, 0 for a single one.
        sparrows_per_ha_spread: f64,
        /// The same: the lowest of any seed.
        sparrows_per_ha_lowest: f64,
        /// The same: the highest of any seed.
        sparrows_per_ha_highest: f64,
        /// Pests per square metre (hoppers from the third instar, and adults): mean of the seeds.
        pests_per_m2: f64,
        /// The same: standard deviation between seeds.
        pests_per_m2_spread: f64,
        /// The same: the lowest of any seed.
        pests_per_m2_lowest: f64,
        /// The same: the highest of any seed.
        pests_per_m2_highest: f64,
        /// Grain standing on the fields: mean of the seeds.
        standing_grain_t: f64,
        /// The same: standard deviation between seeds.
        standing_grain_t_spread: f64,
        /// The same: the lowest of any seed.
        standing_grain_t_lowest: f64,
        /// The same: the highest of any seed.
        standing_grain_t_highest: f64,
    }
}

/// A day of a variant: `days.csv`.
#[derive(Clone, Copy, Debug)]
pub struct DayOfVariant<'a> {
    variant: &'a str,
    day: DaySpread,
}

impl Row for DayOfVariant<'_> {
    const COLUMNS: &'static [Column] = &joined::<{ 1 + DaySpread::COLUMNS.len() }>(&[VARIANT], DaySpread::COLUMNS);

    fn values(&self) -> Vec<Value<'_>> {
        [Value::Text(self.variant)].into_iter().chain(self.day.values()).collect()
    }
}

row! {
    /// What is estimated for a year.
    pub struct Estimate {
        /// The year.
        year: u64,
        /// Number of seeds.
        seeds: u64,
        /// Mean of the variant over the seeds.
        mean: f64,
        /// Standard deviation of the variant between seeds; 0 for a single one.
        spread: f64,
        /// Mean of what it is compared with.
        mean_of_other: f64,
        /// Standard deviation of that.
        spread_of_other: f64,
        /// Mean difference, seed by seed.
        difference: f64,
        /// Lower end of its 95 % interval (Student's t); NaN for a single seed.
        low: f64,
        /// Upper end.
        high: f64,
        /// 1 where the interval holds 0, so that the difference may be chance; else 0.
        may_be_chance: u64,
    }
}

/// A variant compared with another in a year: `differences.csv`.
#[derive(Clone, Copy, Debug)]
pub struct DifferenceRow<'a> {
    names: [&'a str; 3],
    estimate: Estimate,
}

impl Row for DifferenceRow<'_> {
    const COLUMNS: &'static [Column] = &joined::<{ 3 + Estimate::COLUMNS.len() }>(
        &[
            VARIANT,
            Column {
                name: "other",
                meaning: "Name of the variant it is compared with: the last one.",
                kind: ValueKind::Text,
            },
            Column {
                name: "measure",
                meaning: "What is compared: `reaped_t`, `mean_sparrows` or `peak_pests_per_m2`, as in years.csv. Where the \
                          variants' lands differ in size, the first two are per hectare of land.",
                kind: ValueKind::Text,
            },
        ],
        Estimate::COLUMNS,
    );

    fn values(&self) -> Vec<Value<'_>> {
        self.names.map(Value::Text).into_iter().chain(self.estimate.values()).collect()
    }
}

/// The rows of `years.csv`.
pub fn years(comparison: &Comparison) -> Vec<YearRow<'_>> {
    let of_variant = comparison.variants.iter().flat_map(|variant| {
        let runs = variant.seeds.iter().zip(&variant.runs);
        runs.flat_map(move |(&seed, run)| {
            run.harvests.iter().map(move |&line| YearRow { variant: &variant.name, seed, line })
        })
    });
    of_variant.collect()
}

/// The rows of `days.csv`.
pub fn days(comparison: &Comparison) -> Vec<DayOfVariant<'_>> {
    let mut rows = Vec::new();
    for variant in &comparison.variants {
        let sparrows = variant.daily(|run| &run.sparrows_per_ha);
        let pests = variant.daily(|run| &run.pests_per_m2);
        let grain = variant.daily(|run| &run.standing_grain_t);
        for (day, ((sparrows, pests), grain)) in sparrows.into_iter().zip(pests).zip(grain).enumerate() {
            let is_on = variant.campaign().iter().any(|[first, last]| (*first..=*last).contains(&day));
            let day = DaySpread {
                date: comparison.date(day),
                campaign: is_on.into(),
                sparrows_per_ha: sparrows.mean,
                sparrows_per_ha_spread: sparrows.sd,
                sparrows_per_ha_lowest: sparrows.lowest,
                sparrows_per_ha_highest: sparrows.highest,
                pests_per_m2: pests.mean,
                pests_per_m2_spread: pests.sd,
                pests_per_m2_lowest: pests.lowest,
                pests_per_m2_highest: pests.highest,
                standing_grain_t: grain.mean,
                standing_grain_t_spread: grain.sd,
                standing_grain_t_lowest: grain.lowest,
                standing_grain_t_highest: grain.highest,
            };
            rows.push(DayOfVariant { variant: &variant.name, day });
        }
    }
    rows
}

/// The rows of `differences.csv`.
pub fn differences(comparison: &Comparison) -> Vec<DifferenceRow<'_>> {
    let mut rows = Vec::new();
    for (variant, other) in comparison.pairs() {
        for measure in &MEASURES {
            for (index, (year, _)) in comparison.years().into_iter().enumerate() {
                let [values, others] = [variant, other].map(|of| comparison.values(measure, of, index));
                let difference = Difference::of(&values, &others);
                let [of, of_other] = [&values, &others].map(|values| Spread::of(values));
                let [low, high] = difference.interval.unwrap_or([f64::NAN; 2]);
                let estimate = Estimate {
                    year: year as u64,
                    seeds: values.len() as u64,
                    mean: of.mean,
                    spread: of.sd,
                    mean_of_other: of_other.mean,
                    spread_of_other: of_other.sd,
                    difference: difference.mean,
                    low,
                    high,
                    may_be_chance: difference.may_be_chance().into(),
                };
                rows.push(DifferenceRow { names: [&variant.name, &other.name, measure.key], estimate });
            }
        }
    }
    rows
}
