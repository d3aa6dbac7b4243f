//! The table of an attribution, for programs.

use super::estimate::{Attribution, Estimate, Part, Parts};
use crate::record::table::{Column, Row, Value, ValueKind, joined, row};

row! {
    /// The numbers of a lever and an outcome.
    pub struct PartNumbers {
        /// First of the calendar years in which the outcome is measured.
        first_year: u64,
        /// Last of these years.
        last_year: u64,
        /// Number of seeds.
        seeds: u64,
        /// Outcome without any lever: mean of the seeds, as are all numbers that follow.
        none: f64,
        /// Outcome with all levers.
        all: f64,
        /// `all` minus `none`: the change that all levers make together.
        change: f64,
        /// The lever's part of the change, its Shapley value: its mean change over the orders in which the levers could come.
        /// The parts of an outcome add up to `change`.
        shapley: f64,
        /// Lower end of its 95 % interval (Student's t over the seeds).
        low: f64,
        /// Upper end.
        high: f64,
        /// The part in percent of `none`; NaN if that is 0.
        percent_of_none: f64,
        /// The part in percent of `change`, which need not be positive; NaN where the interval of `change` holds 0.
        share_percent: f64,
        /// Lower end of its 95 % interval.
        share_low: f64,
        /// Upper end.
        share_high: f64,
        /// Change that the lever makes alone.
        alone: f64,
        /// Lower end of its 95 % interval.
        alone_low: f64,
        /// Upper end.
        alone_high: f64,
        /// Change that the lever makes when all others are there.
        last: f64,
        /// Lower end of its 95 % interval.
        last_low: f64,
        /// Upper end.
        last_high: f64,
    }
}

/// What a lever did to an outcome: `attribution.csv`.
#[derive(Clone, Copy, Debug)]
pub struct PartRow {
    names: [&'static str; 4],
    numbers: PartNumbers,
}

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, meaning, kind: ValueKind::Text }
}

impl Row for PartRow {
    const COLUMNS: &'static [Column] = &joined::<{ 4 + PartNumbers::COLUMNS.len() }>(
        &[
            text("lever", "Name of the lever."),
            text("title", "Its title."),
            text(
                "outcome",
                "What it acts on: `output` (grain reaped, mean of the years), `food_in_country` (grain eaten in the country by \
                 people and their animals, mean of the years), and deaths of hunger (model) by two calibrations, \
                 `hunger_deaths_official` and `hunger_deaths_adjusted`, which are a range and are to be read together.",
            ),
            text("unit", "Unit of the outcome, and of all numbers that follow but the percentages."),
        ],
        PartNumbers::COLUMNS,
    );

    fn values(&self) -> Vec<Value<'_>> {
        self.names.map(Value::Text).into_iter().chain(self.numbers.values()).collect()
    }
}

/// The rows of `attribution.csv`: outcome by outcome, the levers in the order in which they are always shown.
pub fn rows(attribution: &Attribution) -> Vec<PartRow> {
    let of_outcome = |parts| {
        let row = move |part| row(attribution, parts, part);
        parts.levers.iter().map(row)
    };
    attribution.outcomes.iter().flat_map(of_outcome).collect()
}

fn row(attribution: &Attribution, parts: &Parts, part: &Part) -> PartRow {
    let nothing = Estimate { mean: f64::NAN, low: f64::NAN, high: f64::NAN };
    let share = part.share.map_or(nothing, |share| share.times(100.0));
    let numbers = PartNumbers {
        first_year: attribution.years.first.unsigned_abs().into(),
        last_year: attribution.years.last.unsigned_abs().into(),
        seeds: attribution.seeds.len() as u64,
        none: parts.none.mean,
        all: parts.all.mean,
        change: parts.change.mean,
        shapley: part.shapley.mean,
        low: part.shapley.low,
        high: part.shapley.high,
        percent_of_none: parts.percent() * part.shapley.mean,
        share_percent: share.mean,
        share_low: share.low,
        share_high: share.high,
        alone: part.alone.mean,
        alone_low: part.alone.low,
        alone_high: part.alone.high,
        last: part.last.mean,
        last_low: part.last.low,
        last_high: part.last.high,
    };
    let outcome = parts.outcome;
    PartRow { names: [part.lever.name(), part.lever.describe().title, outcome.key(), outcome.unit()], numbers }
}
