//! A run for its numbers: as fast as it goes, with progress on standard error, files in a folder, and the yearly summary on
//! standard output.

use std::io::{self, Write};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use thiserror::Error;

use super::interrupt::Interrupt;
use super::plan::Plan;
use super::summary;
use crate::ecology::schedule::Parallelism;
use crate::record::books::Imbalance;
use crate::record::folder::{Folder, FolderProblem};
use crate::record::provenance::{Provenance, hash_text};
use crate::record::{csv, parquet, run_file};
use crate::simulation::Simulation;

/// Where the results go.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The folder for the files, if any are wanted.
    pub folder: Option<PathBuf>,
    /// Whether an earlier run's files in it may be replaced.
    pub force: bool,
    /// Whether to print the state hash of every day, for tests of determinism.
    pub hash_every_day: bool,
}

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It lived its last day.
    Finished,
    /// It was interrupted; what was written stands at the last full day.
    Interrupted,
}

/// Why a run failed.
#[derive(Debug, Error)]
pub enum Failure {
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderProblem),
    /// The books do not balance.
    #[error(
        "the run was stopped after {day}, because {imbalance}. This is a fault of the program; nothing was written."
    )]
    Books {
        /// The last day lived.
        day: String,
        /// What is out of balance.
        imbalance: Imbalance,
    },
    /// A saved run was not repeated.
    #[error("{0}")]
    NotRepeated(String),
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Runs a plan.
///
/// # Errors
/// When the folder cannot be used (found out before the run), when the books do not balance, or when a saved run was not
/// repeated.
pub fn run(
    plan: &Plan,
    parallelism: Parallelism,
    output: &Output,
    interrupt: &Interrupt,
    out: &mut impl Write,
) -> Result<Ending, Failure> {
    let bytes = RUN_BYTES + u64::from(plan.days()) * DAY_BYTES;
    let claim = |path| Folder::lock(path)?.claim(output.force, &FILES, bytes);
    let folder = output.folder.as_deref().map(claim).transpose()?;
    let mut simulation = plan.begin(parallelism);
    let ending = live(plan, &mut simulation, output, interrupt, out)?;
    let state_hash = hash_text(simulation.state_hash());
    if let Some(folder) = folder {
        let place = folder.path().display().to_string();
        match save(folder, &mut simulation)? {
            Some(()) => writeln!(out, "Written to {place}: {}", FILES.join(", "))?,
            None => writeln!(out, "Nothing was written to {place}: the first day was not finished.")?,
        }
        writeln!(out)?;
    }
    let scenario = simulation.scenario();
    summary::write(out, &scenario.title, scenario.seed, simulation.record())?;
    let comparison = match (&plan.recorded, ending) {
        (Some(recorded), Ending::Finished) => Some(recorded.compare(&state_hash)),
        _ => None,
    };
    if comparison == Some(Ok(())) {
        writeln!(out, "The state hash is the recorded one: the run was repeated bit for bit.")?;
    }
    writeln!(out, "state-hash: {state_hash}")?;
    out.flush()?;
    match comparison {
        Some(Err(sentence)) => Err(Failure::NotRepeated(sentence)),
        _ => Ok(ending),
    }
}

fn live(
    plan: &Plan,
    simulation: &mut Simulation,
    output: &Output,
    interrupt: &Interrupt,
    out: &mut impl Write,
) -> Result<Ending, Failure> {
    let bar = progress(plan.days());
    while simulation.next_date() <= plan.last_day {
        if interrupt.has_come() {
            bar.abandon();
            return Ok(Ending::Interrupted);
        }
        let date = simulation.next_date();
        simulation.step();
        simulation.audit().map_err(|imbalance| Failure::Books { day: date.to_string(), imbalance })?;
        if output.hash_every_day {
            writeln!(out, "{date} {}", hash_text(simulation.state_hash()))?;
        }
        bar.set_message(date.to_string());
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Ending::Finished)
}

/// A bar on standard error; hidden where that is not a terminal.
fn progress(days: u32) -> ProgressBar {
    let bar = ProgressBar::new(u64::from(days));
    if let Ok(style) = ProgressStyle::with_template("{msg}  {wide_bar}  {pos} of {len} days, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// The files of a run, in the order in which they are written: `run.ron` last, so that it never lies beside older tables.
pub const FILES: [&str; 5] = ["daily.csv", "daily.parquet", "harvests.csv", "harvests.parquet", "run.ron"];

/// Room on the disk for a day in the tables: measured as 240 bytes in CSV and 170 in Parquet.
const DAY_BYTES: u64 = 600;
/// Room on the disk for all else: measured as 55 kB, with what repeats the run, which stands in three files.
const RUN_BYTES: u64 = 128 << 10;

/// Writes a run's files; nothing before the first day.
///
/// # Errors
/// When one cannot be written.
pub fn save(mut folder: Folder, simulation: &mut Simulation) -> Result<Option<()>, FolderProblem> {
    let Some(saved) = run_file::saved_run(simulation) else { return Ok(None) };
    let [daily_csv, daily_parquet, harvests_csv, harvests_parquet, run] = FILES;
    let text = run_file::text(&saved).map_err(|error| FolderProblem::Unwritable(folder.path().join(run), error))?;
    let provenance = Provenance {
        version: saved.version,
        scenario: saved.scenario.title,
        seed: saved.scenario.seed,
        first_day: saved.scenario.start,
        last_day: saved.last_day,
        state_hash: saved.state_hash,
        run: text,
    };
    let record = simulation.record();
    folder.write(daily_csv, |file| csv::write(file, &record.days))?;
    folder.write(daily_parquet, |file| parquet::write(file, &record.days, &provenance))?;
    folder.write(harvests_csv, |file| csv::write(file, &record.harvests))?;
    folder.write(harvests_parquet, |file| parquet::write(file, &record.harvests, &provenance))?;
    folder.write(run, |file| file.write_all(provenance.run.as_bytes()))?;
    folder.finish(&[]).map(Some)
}
