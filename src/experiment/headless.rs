//! A run for its numbers: at full speed, with progress on standard error, files in a folder, and the yearly summary on
//! standard output.

use std::io::{self, Write};
use std::path::PathBuf;

use thiserror::Error;

use super::interrupt::Interrupt;
use super::plan::Plan;
use super::progress::Progress;
use super::summary;
use crate::engine::parallel::Parallelism;
use crate::output::voice::Voice;
use crate::record::folder::{Folder, FolderProblem};
use crate::record::harvest_table::HarvestLine;
use crate::record::provenance::{Provenance, hash_text};
use crate::record::{csv, parquet, run_file};
use crate::simulation::{BalanceFault, Simulation};

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

/// How a run that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It reached its last day.
    Finished,
    /// It was interrupted; what was written ends at the last full day.
    Interrupted,
    /// Only text output was wanted, and it can no longer be printed.
    Unheard,
}

/// Why a run failed.
#[derive(Debug, Error)]
pub enum Failure {
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderProblem),
    /// The mass balance does not close.
    #[error("the run was {0}; nothing was written.")]
    Balance(#[from] BalanceFault),
    /// The files cannot be written.
    #[error(
        "{0}. The files of the run were not written. Once they can be, the same command gives the same results; --out \
         may also name another folder."
    )]
    NotSaved(FolderProblem),
    /// A saved run was not repeated.
    #[error("{0}")]
    NotRepeated(String),
    /// The terminal failed.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Runs a plan: the files come first and the text after, so that a reader who is gone costs no file, and a full disk
/// costs no text.
///
/// # Errors
/// If the folder cannot be used (discovered before the run), if the mass balance does not close, if the files cannot be
/// written, or if a saved run was not repeated.
pub fn run(
    plan: &Plan,
    parallelism: Parallelism,
    output: &Output,
    interrupt: &Interrupt,
    voice: &mut Voice<impl Write>,
) -> Result<Ending, Failure> {
    let bytes = RUN_BYTES + u64::from(plan.days()) * DAY_BYTES;
    let claim = |path| Folder::lock(path)?.claim(output.force, &FILES, bytes);
    let folder = output.folder.as_deref().map(claim).transpose()?;
    let mut simulation = plan.begin(parallelism);
    let ending = live(plan, &mut simulation, output, interrupt, voice)?;
    if ending == Ending::Unheard {
        return Ok(ending);
    }
    let state_hash = hash_text(simulation.state_hash());
    let saved = folder.map(|folder| {
        let place = folder.path().display().to_string();
        Ok(match save(folder, &mut simulation)? {
            Some(()) => format!("Written to {place}: {}", FILES.join(", ")),
            None => format!("Nothing was written to {place}: the first day was not finished."),
        })
    });
    if let Some(Ok(where_to)) = &saved {
        writeln!(voice, "{where_to}\n")?;
    }
    let scenario = simulation.scenario();
    summary::write(voice, &scenario.title, scenario.seed, simulation.record())?;
    let comparison = match (&plan.recorded, ending) {
        (Some(recorded), Ending::Finished) => Some(recorded.compare(&state_hash)),
        _ => None,
    };
    if comparison == Some(Ok(())) {
        writeln!(voice, "The state hash is the recorded one: the run was repeated bit for bit.")?;
    }
    writeln!(voice, "state-hash: {state_hash}")?;
    saved.transpose().map_err(Failure::NotSaved)?;
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
    voice: &mut Voice<impl Write>,
) -> Result<Ending, Failure> {
    let progress = Progress::new(u64::from(plan.days()), 0, "days");
    while simulation.next_date() <= plan.last_day {
        if interrupt.has_come() {
            progress.abandon();
            return Ok(Ending::Interrupted);
        }
        if output.folder.is_none() && !voice.is_heard() {
            return Ok(Ending::Unheard);
        }
        let date = simulation.next_date();
        simulation.step_and_audit()?;
        if output.hash_every_day {
            writeln!(voice, "{date} {}", hash_text(simulation.state_hash()))?;
        }
        progress.step(|| format!("{date}  "));
    }
    progress.finish();
    Ok(Ending::Finished)
}

/// The files of a run, in the order in which they are written: `run.ron` last, so that it never lies beside older tables.
pub const FILES: [&str; 5] = ["daily.csv", "daily.parquet", "harvests.csv", "harvests.parquet", "run.ron"];

/// Disk space for a day in the tables: measured as 240 bytes in CSV and 170 in Parquet.
const DAY_BYTES: u64 = 600;
/// Disk space for everything else: measured as 55 kB, including the text of `run.ron`, which is in three files.
const RUN_BYTES: u64 = 128 << 10;

/// Writes a run's files; none before the first day.
///
/// # Errors
/// If one cannot be written.
pub fn save(mut folder: Folder, simulation: &mut Simulation) -> Result<Option<()>, FolderProblem> {
    let Some(saved) = simulation.saved_run() else { return Ok(None) };
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
    let (record, origin) = (simulation.record(), provenance.entries());
    folder.write(daily_csv, |file| csv::write(file, &record.days))?;
    folder.write(daily_parquet, |file| parquet::write(file, &record.days, &origin))?;
    let harvests: Vec<_> = record.harvests.iter().map(HarvestLine::from).collect();
    folder.write(harvests_csv, |file| csv::write(file, &harvests))?;
    folder.write(harvests_parquet, |file| parquet::write(file, &harvests, &origin))?;
    folder.write(run, |file| file.write_all(provenance.run.as_bytes()))?;
    folder.finish(&[]).map(Some)
}
