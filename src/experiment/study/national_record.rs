//! Whether a scenario that stands for the nation has the national record of 1957 to 1962: the mean of many runs beside the figures.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::batch::{self, Desk};
use super::statistics::{interval_of_the_mean, mean};
use super::{About, Failure, Study, conclude, lived};
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::record::csv;
use crate::record::history::{NationalSeries, SeriesDescription};
use crate::record::series::HarvestRow;
use crate::record::table::{Column, Row, Value, ValueKind, joined, row};
use crate::scenario::Scenario;

/// The years of the record.
const YEARS: std::ops::RangeInclusive<u64> = 1957..=1962;

row! {
    /// A figure of the national record and the mean of the runs.
    pub struct RecordNumbers {
        /// The year.
        year: u64,
        /// The figure; not a number where there is none.
        record: f64,
        /// The mean of the runs.
        model: f64,
        /// Lower end of the 95 % interval of the mean.
        model_low: f64,
        /// Upper end of the 95 % interval of the mean.
        model_high: f64,
    }
}

/// A row of `record.csv`.
#[derive(Clone, Copy, Debug)]
pub struct RecordRow {
    /// Title of the series, its role, and the standing of the figure.
    names: [&'static str; 3],
    numbers: RecordNumbers,
}

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, meaning, kind: ValueKind::Text }
}

impl Row for RecordRow {
    const COLUMNS: &'static [Column] = &joined::<{ 3 + RecordNumbers::COLUMNS.len() }>(
        &[
            text("series", "The series, with its unit."),
            text("role", "What it is to the scenario `great_leap`: `input`, given to the model as it is, or `fitted`."),
            text("standing", "Standing of the figure, as explained in docs/ODD.md."),
        ],
        RecordNumbers::COLUMNS,
    );

    fn values(&self) -> Vec<Value<'_>> {
        self.names.map(Value::Text).into_iter().chain(self.numbers.values()).collect()
    }
}

/// What is kept of a run: each series in each year.
#[derive(Debug, Serialize, Deserialize)]
struct Values(Vec<Vec<f64>>);

/// Runs the study with so many seeds and writes its results.
///
/// # Errors
/// If it is interrupted, the folder cannot be written, or the scenario does not begin in 1957 with people.
pub fn run(study: &Study, seeds: usize, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    check(&study.base)?;
    let about = About::new("national-record", study, vec![("seeds", vec![seeds as f64])])?;
    let mut desk = Desk::claim(study, &about, seeds)?;
    let results = batch::run(study, desk.as_mut(), seeds, "runs", |job| {
        let mut scenario = study.base.clone();
        scenario.seed = study.seed.wrapping_add(job as u64);
        scenario.end = scenario.end.min(jiff::civil::date(1962, 12, 31));
        Ok(values(&lived(scenario, study.interrupt)?.harvests))
    })?;
    let rows: Vec<_> = NationalSeries::ALL.iter().flat_map(|series| rows(*series, &results)).collect();
    let mut text = Vec::new();
    write(&mut text, study, seeds, &rows)?;
    conclude(desk, &about, &text, || Ok(vec![("record.csv", csv::text(&rows)?)]), voice)
}

fn check(scenario: &Scenario) -> Result<(), Failure> {
    let is_long_enough =
        scenario.start == jiff::civil::date(1957, 1, 1) && scenario.end >= jiff::civil::date(1962, 12, 31);
    if !is_long_enough || !scenario.people.are_counted() {
        let sentence = "this scenario cannot be compared with the national record: it has to begin on 1957-01-01, to go on to the end of \
                        1962, and to count people (people.initial_people_per_ha above 0), as great_leap does";
        return Err(Failure::Unusable(sentence.into()));
    }
    Ok(())
}

fn values(harvests: &[HarvestRow]) -> Values {
    let first = harvests[0];
    let of = |series: &NationalSeries| YEARS.zip(harvests).map(|(_, row)| series.of(&first, row)).collect();
    Values(NationalSeries::ALL.iter().map(of).collect())
}

fn rows(series: NationalSeries, results: &[Values]) -> Vec<RecordRow> {
    let SeriesDescription { title, role, figures, .. } = series.describe();
    let index = NationalSeries::ALL.iter().position(|known| *known == series).unwrap_or_default();
    YEARS
        .enumerate()
        .map(|(at, year)| {
            let of_runs: Vec<f64> = results.iter().map(|values| values.0[index][at]).collect();
            let [model_low, model_high] = interval_of_the_mean(&of_runs).unwrap_or([f64::NAN; 2]);
            let figure = figures.iter().find(|(of, ..)| *of == year);
            let record = figure.map_or(f64::NAN, |(_, figure, _)| *figure);
            RecordRow {
                names: [title, role.name(), figure.map_or("", |(.., standing)| standing.tag())],
                numbers: RecordNumbers { year, record, model: mean(&of_runs), model_low, model_high },
            }
        })
        .collect()
}

fn write(out: &mut impl Write, study: &Study, seeds: usize, rows: &[RecordRow]) -> io::Result<()> {
    writeln!(out, "\"{}\" beside the national record: {seeds} seeds from {} on\n", study.base.title, study.seed)?;
    for series in NationalSeries::ALL {
        let about = series.describe();
        let of_series = || rows.iter().filter(|row| row.names[0] == about.title).map(|row| row.numbers);
        let is_met = about.is_met(|year| of_series().find(|row| row.year == year).map_or(f64::NAN, |row| row.model));
        writeln!(out, "{} ({}; {})", about.title, about.role.name(), about.source)?;
        write!(out, "         ")?;
        of_series().try_for_each(|row| write!(out, "{:>9}", row.year))?;
        write!(out, "\n  record ")?;
        for row in of_series() {
            let figure = if row.record.is_nan() { "-".into() } else { number(row.record) };
            write!(out, "{figure:>9}")?;
        }
        write!(out, "\n  model  ")?;
        of_series().try_for_each(|row| write!(out, "{:>9}", number(row.model)))?;
        let verdict = if is_met { "met" } else { "NOT met" };
        writeln!(out, "\n  {verdict}: {}\n", about.tolerance_in_words())?;
    }
    writeln!(
        out,
        "What was fitted to the record is not validated by it: docs/ODD.md, \"The whole plan\".\n{NOT_EVIDENCE}"
    )
}

/// With three figures.
fn number(value: f64) -> String {
    if value.abs() < 10.0 { format!("{value:.3}") } else { format!("{value:.1}") }
}
