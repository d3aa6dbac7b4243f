//! `run` and `profile`: a single run without a window.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args};
use jiff::civil::Date;
use sparrowfall::experiment::headless::{self, Ending, Failure, Output, SessionFile};
use sparrowfall::experiment::interrupt::INTERRUPTED;
use sparrowfall::experiment::plan::{Changes, Recorded, Setting};
use sparrowfall::experiment::{profile, threads};
use sparrowfall::output::log;

use super::{Ended, Words, listen, open_plan, refuse, threads_asked};
use crate::command_line::values::{CampaignArgument, date, seed, setting};

const HELP: &str = "\
Files in DIR: daily.csv and daily.parquet (one row per day), harvests.csv and harvests.parquet (one row per year), and \
run.ron, which repeats the run. docs/COLUMNS.md explains the columns. Files appear whole or not at all, run.ron last: \
if it is there, all files are from the same run. Ctrl-C ends the run early and leaves files that are valid up to the \
last full day; so does closing the terminal, except under nohup.

The last line on standard output is the state hash: two runs with the same hash ended in the same state, to the last \
bit. It does not depend on --threads.

Exit codes: 0 fine; 1 wrong input, or a run that failed or was not repeated; 2 wrong command line; 130 interrupted.

Examples:
  sparrowfall run commune --out with
  sparrowfall run commune --campaign off --out without
  sparrowfall run commune --until 1976-12-31 --set sparrow.clutch_eggs=4 --seed 3
  sparrowfall run with/run.ron
  sparrowfall run commune --save june.sparrowfall --at 1958-06-30
  sparrowfall run june.sparrowfall --out from-june";

/// What to run, and what to write.
#[derive(Args)]
#[command(after_help = HELP)]
#[command(group = ArgGroup::new("results").multiple(true))]
pub struct Run {
    /// A name from `sparrowfall scenarios`, a scenario file, a run.ron to repeat, or a session file to go on with
    scenario: PathBuf,
    /// Seed of all random numbers, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Last day to run, such as 1960-12-31, in place of the scenario's
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<Date>,
    /// A parameter to begin with, such as sparrow.clutch_eggs=4; may be given several times
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    set: Vec<Setting>,
    /// What to do with the scenario's campaign
    #[arg(long, value_name = "WHAT", default_value = "as-written", hide_default_value = true)]
    campaign: CampaignArgument,
    /// Compute threads; all cores if not given. The result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Folder for the results; without it, only the yearly summary is shown
    #[arg(long, value_name = "DIR", group = "results")]
    out: Option<PathBuf>,
    /// Save the run as a session file, with which `sparrowfall run FILE` goes on, when it ends or is interrupted
    #[arg(long, value_name = "FILE", group = "results")]
    save: Option<PathBuf>,
    /// Save it at the end of this day instead, such as 1958-06-30, and go on
    #[arg(long, value_name = "DATE", requires = "save", value_parser = date)]
    at: Option<Date>,
    /// Replace the files of an earlier run in DIR, and FILE
    #[arg(long, requires = "results")]
    force: bool,
    /// Print the state hash of every day (for tests of determinism)
    #[arg(long, hide = true)]
    hash_every_day: bool,
}

/// What to time.
#[derive(Args)]
pub struct Profile {
    /// A name from `sparrowfall scenarios`, a scenario file, or a run.ron
    scenario: PathBuf,
    /// Days to time
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,
    /// Days to run before timing starts
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip: u32,
    /// A parameter to begin with, such as sparrow.clutch_eggs=4; may be given several times
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    set: Vec<Setting>,
    /// Compute threads; all cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Runs a scenario, a recorded run or a session, and writes the results.
pub fn run(options: Run, voice: &mut Words) -> Ended {
    log::listen();
    let changes =
        Changes { seed: options.seed, until: options.until, set: options.set, campaign: options.campaign.into() };
    let plan = open_plan(&options.scenario, &changes)?;
    let interrupt = listen()?;
    let parallelism = threads::set_up(threads::for_a_run(threads_asked(options.threads), &plan.scenario));
    let interrupted = match (&options.out, &options.save, options.at) {
        (_, Some(_), Some(_)) => {
            "Interrupted: the results end at the last full day. A session is saved only if its day was reached."
        }
        (Some(_), ..) | (_, Some(_), None) => "Interrupted: the results end at the last full day.",
        _ => "Interrupted.",
    };
    let session = options.save.map(|path| SessionFile { path, at: options.at });
    let output = Output { folder: options.out, session, force: options.force, hash_every_day: options.hash_every_day };
    if let Some(sentence) = plan.recorded.as_ref().and_then(Recorded::other_version) {
        log::tell(&sentence);
    }
    let result = headless::run(&plan, parallelism, &output, &interrupt, voice);
    Ok(end(result, interrupted))
}

/// Shows where the time of a run goes.
pub fn profile(options: Profile, voice: &mut Words) -> Ended {
    log::listen();
    let plan = open_plan(&options.scenario, &Changes { set: options.set, ..Changes::default() })?;
    let interrupt = listen()?;
    let threads = threads::for_a_run(threads_asked(options.threads), &plan.scenario);
    let parallelism = threads::set_up(threads);
    let span = profile::Span { skip: options.skip, days: options.days };
    let profiled = profile::run(&plan, parallelism, threads, span, &interrupt, voice);
    profiled.map(|()| ExitCode::SUCCESS).map_err(|error| refuse(&error))
}

/// The exit code of a run; also reports an interruption.
pub fn end(result: Result<Ending, Failure>, interrupted: &str) -> ExitCode {
    match result {
        // The voice reports why nobody hears it.
        Ok(Ending::Finished | Ending::Unheard) => ExitCode::SUCCESS,
        Ok(Ending::Interrupted) => {
            log::tell(&interrupted);
            ExitCode::from(INTERRUPTED)
        }
        Err(failure) => refuse(&failure),
    }
}
