//! The command line: reads the arguments and starts one of the run modes.

mod command_line;
mod commands;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use command_line::attribute::Attribute;
use command_line::compare::{Compare, PlotRuns};
use commands::experiments::{self, Experiment};
use commands::kiosk::Kiosk;
use commands::runs::{self, Profile, Run};
use commands::screens::Screens;
use commands::window::Show;
use commands::{Ended, Words, refuse, scenarios};
use sparrowfall::experiment::interrupt::outlive_file_limits;
use sparrowfall::output::log;
use sparrowfall::output::voice::Voice;

/// A simulator of the 1958 sparrow campaign: sparrows, crop pests and grain fields, field by field.
///
/// Without a command, it opens a window in which you can start and stop the campaign and watch what follows. Without a
/// display, it runs the same scenario in the terminal.
///
/// A simplified model. It shows how mechanisms combine; it is not evidence.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    mode: Option<Mode>,
    /// What to open in the window: a name from `sparrowfall scenarios`, a scenario file, a run.ron, or a session file
    scenario: Option<PathBuf>,
}

const EXAMPLES: &str = "\
In class or at an exhibit:
  sparrowfall                      open the default scenario in the window
  sparrowfall scenarios            what there is to open, and what to look for
  sparrowfall compare commune --out with-and-without
                                   a chart and a table, with and without the campaign
For research:
  sparrowfall run commune --campaign off --seed 7 --out results
  sparrowfall run results/run.ron  repeat that run bit for bit
  sparrowfall experiment county-panel --out panel
                                   240 counties, as a statistical study compared them
  sparrowfall attribute great_leap --out levers
                                   how much each part of the whole plan did";

#[derive(Subcommand)]
enum Mode {
    /// Open the window (the same as no command)
    Window(Show),
    /// Run without a window, at full speed, and write the results to files
    Run(Run),
    /// Run several variants with the same seeds and the same weather, and show how they differ: table, files and chart
    Compare(Compare),
    /// Switch the levers of a scenario off and on, and show how much each did to harvests, food and deaths
    Attribute(Attribute),
    /// Draw the chart of `compare` from finished runs
    Plot(PlotRuns),
    /// Show where a run's time goes, by part of the day, and how near that is to what the machine can do
    Profile(Profile),
    /// Ask the model what field experiments and statistics have asked of nature: many runs, evaluated together
    #[command(subcommand)]
    Experiment(Experiment),
    /// Check scenario files and show everything that is wrong with them
    Check {
        /// Scenario files, run.ron files, or names from `sparrowfall scenarios`
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Make the pictures of the window in docs/screens again, after it has changed
    Screens(Screens),
    /// Show it to visitors of a museum, full screen and unattended
    Kiosk(Kiosk),
    /// List the built-in scenarios and what to look for in them
    Scenarios,
    /// Find out, in a separate process, whether a window can be opened
    #[cfg(feature = "window")]
    #[command(hide = true)]
    Probe,
}

fn main() -> ExitCode {
    outlive_file_limits();
    let mut voice = Voice::new(io::stdout());
    let ended = match Cli::try_parse() {
        Ok(cli) => start(cli, &mut voice).unwrap_or_else(|refused| refused),
        Err(answer) => explain(&answer, &mut voice),
    };
    match voice.end() {
        Ok(()) => ended,
        Err(error) => {
            let failed = refuse(&format!("cannot write to standard output: {error}"));
            if ended == ExitCode::SUCCESS { failed } else { ended }
        }
    }
}

fn start(cli: Cli, voice: &mut Words) -> Ended {
    if let Some(word) = cli.scenario.as_deref().filter(|_| cli.mode.is_none())
        && let Some(sentence) = command_line::mistaken(word, &Cli::command())
    {
        log::tell(&sentence);
        return Err(ExitCode::from(command_line::WRONG));
    }
    match cli.mode {
        Some(Mode::Window(show)) => commands::window::window(show, voice),
        None => commands::window::window(Show::of(cli.scenario), voice),
        Some(Mode::Screens(options)) => commands::screens::screens(options),
        Some(Mode::Kiosk(options)) => commands::kiosk::kiosk(options, voice),
        Some(Mode::Run(options)) => runs::run(options, voice),
        Some(Mode::Compare(options)) => experiments::compare(&options, voice),
        Some(Mode::Attribute(options)) => experiments::attribute(&options, voice),
        Some(Mode::Plot(options)) => experiments::plot(&options, voice),
        Some(Mode::Profile(options)) => runs::profile(options, voice),
        Some(Mode::Experiment(experiment)) => experiments::study(experiment, voice),
        Some(Mode::Check { files }) => scenarios::check(&files, voice).map_err(|error| refuse(&error)),
        #[cfg(feature = "window")]
        Some(Mode::Probe) => Ok(sparrowfall::window::probe::answer()),
        Some(Mode::Scenarios) => scenarios::list(voice).map(|()| ExitCode::SUCCESS).map_err(|error| refuse(&error)),
    }
}

/// Shows the requested help, or what is wrong with the command line.
fn explain(answer: &clap::Error, voice: &mut Words) -> ExitCode {
    if answer.use_stderr() {
        command_line::refuse(answer, &Cli::command());
    } else {
        voice.attempt(|_| answer.print());
    }
    ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(1))
}
