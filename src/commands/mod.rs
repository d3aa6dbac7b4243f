//! The commands: the options of each that are not in [`command_line`](super::command_line), and what it does.

pub mod experiments;
pub mod kiosk;
pub mod runs;
pub mod scenarios;
pub mod screens;
pub mod window;

use std::io::Stdout;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;

use sparrowfall::experiment::interrupt::Interrupt;
use sparrowfall::experiment::plan::{self, Changes, Plan};
use sparrowfall::output::log;
use sparrowfall::output::voice::Voice;
use sparrowfall::scenario::{Document, open, printable};

/// What goes to standard output.
pub type Words = Voice<Stdout>;

/// The exit code of a run mode; an error is that of a mode that could not begin, and has been reported.
pub type Ended = Result<ExitCode, ExitCode>;

/// Opens what is to be run.
fn open_plan(scenario: &Path, changes: &Changes) -> Result<Plan, ExitCode> {
    if let Some(session) = plan::session(scenario).map_err(|problems| refuse(&problems))? {
        return Plan::going_on(session, changes).map_err(|problems| refuse(&problems));
    }
    let document = open(scenario).map_err(|problems| refuse(&problems))?;
    warn(scenario, &document);
    Plan::new(document, changes).map_err(|problems| refuse(&problems))
}

/// Reports what is not wrong in a scenario, but hardly what its author meant.
fn warn(source: &Path, document: &Document) {
    if let Document::Scenario(scenario) = document
        && let Some(idle) = scenario.idle_events()
    {
        let source = source.to_string_lossy();
        idle.to_string().lines().for_each(|line| log::tell(&format!("{}: {line}", printable(&source))));
    }
}

/// Listens for Ctrl-C.
fn listen() -> Result<Interrupt, ExitCode> {
    Interrupt::listen().map_err(|error| refuse(&error))
}

/// The number of threads asked for.
fn threads_asked(threads: Option<u16>) -> Option<NonZero<usize>> {
    threads.and_then(|n| NonZero::new(usize::from(n)))
}

/// Reports what is wrong.
pub fn refuse(problem: &impl std::fmt::Display) -> ExitCode {
    // A file or folder name in it may contain anything.
    problem.to_string().split('\n').for_each(|line| log::tell(&printable(line)));
    ExitCode::FAILURE
}
