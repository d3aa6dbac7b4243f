//! A run for its numbers: at full speed, with progress on standard error, files in a folder, and the yearly summary on
//! standard output.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::civil::Date;
use thiserror::Error;

use super::interrupt::Interrupt;
use super::plan::Plan;
use super::progress::Progress;
use super::summary;
use crate::ecology::calendar::date_of;
use crate::engine::parallel::Parallelism;
use crate::output::voice::Voice;
use crate::record::folder::{Folder, FolderProblem, write_whole};
use crate::record::harvest_table::HarvestLine;
use crate::record::provenance::{Provenance, hash_text};
use crate::record::{csv, parquet, run_file};
use crate::simulation::{BalanceFault, Simulation};
use crate::timeline::session::{Session, Unopenable};

/// Where the results go.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The folder for the files, if any are wanted.
    pub folder: Option<PathBuf>,
    /// Whether an earlier run's files in it may be replaced.
    pub force: bool,
    /// The session file, if one is wanted.
    pub session: Option<SessionFile>,
    /// Whether to print the state hash of every day, for tests of determinism.
    pub hash_every_day: bool,
}

/// A session to be saved while a run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFile {
    /// The file.
    pub path: PathBuf,
    /// The day after which it is saved; `None` for the last one lived.
    pub at: Option<Date>,
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
    /// A session cannot be gone on with.
    #[error(transparent)]
    Session(#[from] Unopenable),
    /// There is a file where the session is to be saved, or it cannot be there.
    #[error("{}: {}", .0.display(), .1)]
    NoSession(PathBuf, String),
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
    if let Some(session) = &output.session {
        session.check(plan, output.force)?;
    }
    let mut simulation = plan.begin(parallelism)?;
    let (ending, session) = live(plan, &mut simulation, output, interrupt, voice)?;
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
    if let (Some(file), Some(Ok(()))) = (&output.session, &session) {
        let place = file.path.display();
        writeln!(voice, "Saved to {place}; `sparrowfall run {place}` goes on from there.\n")?;
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
    session.transpose()?;
    match comparison {
        Some(Err(sentence)) => Err(Failure::NotRepeated(sentence)),
        _ => Ok(ending),
    }
}

impl SessionFile {
    /// Discovers before the run what would go wrong after it.
    fn check(&self, plan: &Plan, may_replace: bool) -> Result<(), Failure> {
        let wrong = |sentence: String| Err(Failure::NoSession(self.path.clone(), sentence));
        let first =
            plan.session.as_ref().map_or(plan.scenario.start, |session| date_of(plan.scenario.start, session.day));
        if let Some(at) = self.at
            && !(first..=plan.last_day).contains(&at)
        {
            return wrong(format!("--at {at} is not a day of this run; allowed: {first} to {}", plan.last_day));
        }
        if self.path.is_dir() {
            return wrong("this is a folder; --save needs the name of a file".into());
        }
        if self.path.exists() && !may_replace {
            return wrong(
                "there is already a file of this name; choose another one, or add --force to replace it".into(),
            );
        }
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => wrong(format!("there is no folder {}; make it, or choose another place", folder.display())),
            None => Ok(()),
        }
    }

    fn save(&self, simulation: &mut Simulation) -> Result<(), Failure> {
        write_whole(&self.path, &Session::of(simulation).bytes()).map_err(|error| {
            let sentence = format!("the session cannot be written: {error}. The same command gives the same session");
            Failure::NoSession(self.path.clone(), sentence)
        })
    }
}

/// Lives the days, and saves the session on its day; what became of that is the second result.
fn live(
    plan: &Plan,
    simulation: &mut Simulation,
    output: &Output,
    interrupt: &Interrupt,
    voice: &mut Voice<impl Write>,
) -> Result<(Ending, Option<Result<(), Failure>>), Failure> {
    let progress = Progress::new(u64::from(plan.days()), u64::from(simulation.days_done()), "days");
    let mut session = output.session.as_ref();
    let mut saved = None;
    while simulation.next_date() <= plan.last_day {
        if interrupt.has_come() {
            progress.abandon();
            saved = session.filter(|session| session.at.is_none()).map(|session| session.save(simulation)).or(saved);
            return Ok((Ending::Interrupted, saved));
        }
        if output.folder.is_none() && output.session.is_none() && !voice.is_heard() {
            return Ok((Ending::Unheard, None));
        }
        let date = simulation.next_date();
        simulation.step_and_audit()?;
        if output.hash_every_day {
            writeln!(voice, "{date} {}", hash_text(simulation.state_hash()))?;
        }
        if let Some(session) = session.take_if(|session| session.at == Some(date)) {
            saved = Some(session.save(simulation));
        }
        progress.step(|| format!("{date}  "));
    }
    progress.finish();
    saved = session.map(|session| session.save(simulation)).or(saved);
    Ok((Ending::Finished, saved))
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
