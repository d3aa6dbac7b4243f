//! The command line: reads the arguments and starts one of the run modes.

mod command_line;

use std::io::{self, Stdout, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, Args, CommandFactory, Parser, Subcommand};
use command_line::attribute::Attribute;
use command_line::compare::{Compare, PlotRuns};
use command_line::values::{CampaignArgument, date, seed, setting, size, suitability};
use jiff::civil::Date;
use sparrowfall::experiment::attribution;
use sparrowfall::experiment::compare::{self, Order, variant::Variants};
use sparrowfall::experiment::headless::{self, Ending, Failure, Output, SessionFile};
use sparrowfall::experiment::interrupt::{INTERRUPTED, Interrupt, outlive_file_limits};
use sparrowfall::experiment::plan::{self, Changes, Plan, Recorded, Setting, default_scenario};
use sparrowfall::experiment::study::{
    self, Study, county_panel, exclosure, national_record, sensitivity, sparrow_removal,
};
use sparrowfall::experiment::{profile, terminal, threads};
use sparrowfall::output::log;
use sparrowfall::output::voice::Voice;
use sparrowfall::scenario::{BUILT_IN, Document, Scenario, open, parse, printable};

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
    #[command(after_help = RUN_HELP)]
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
    /// List the built-in scenarios and what to look for in them
    Scenarios,
    /// Find out, in a separate process, whether a window can be opened
    #[cfg(feature = "window")]
    #[command(hide = true)]
    Probe,
}

const RUN_HELP: &str = "\
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

#[derive(Args, Default)]
struct Show {
    /// A name from `sparrowfall scenarios`, a scenario file, a run.ron, or a session file
    scenario: Option<PathBuf>,
    /// Size of the window's contents in pixels, such as 1280x800
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Save a picture of the window as a PNG file after --after-days, then close
    #[arg(long, value_name = "FILE", requires = "after_days", group = "script")]
    screenshot: Option<PathBuf>,
    /// Days to run before the picture is taken
    #[arg(long, value_name = "N", requires = "screenshot")]
    after_days: Option<u32>,
    /// Pixels along the side of a field, in a view of the middle of the land; without it, all the land is shown
    #[arg(long, value_name = "PIXELS", requires = "script", value_parser = clap::value_parser!(u16).range(1..=220))]
    close_up: Option<u16>,
    /// What to show in place of the map: plan, grain or sources
    #[arg(long, value_name = "TAB", requires = "screenshot", hide = true)]
    tab: Option<String>,
    /// Speed until then, in days per second
    #[arg(long, value_name = "N", default_value_t = 200.0, hide = true)]
    days_per_second: f32,
    /// Play for so many minutes, over and over from the beginning, print how much memory it takes, then close
    #[arg(long, value_name = "MINUTES", hide = true, group = "script", value_parser = clap::value_parser!(u16).range(1..))]
    watch_memory: Option<u16>,
    /// Print the state hash of every day until then (for tests of determinism)
    #[arg(long, requires = "screenshot", hide = true)]
    hash_every_day: bool,
}

#[derive(Args)]
#[command(group = ArgGroup::new("results").multiple(true))]
struct Run {
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

#[derive(Args)]
struct Profile {
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

#[derive(Subcommand)]
enum Experiment {
    /// Many counties with the campaign, compared as Frank et al. (2025) compared real ones
    #[command(after_help = STUDY_HELP)]
    CountyPanel {
        /// Number of counties
        #[arg(long, value_name = "N", default_value_t = 240, value_parser = clap::value_parser!(u16).range(3..=20_000))]
        counties: u16,
        #[command(flatten)]
        study: StudyOptions,
    },
    /// Nets that keep birds off plots for three years, in many ordinary places
    #[command(after_help = STUDY_HELP)]
    Exclosure {
        /// Number of places
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=20_000))]
        places: u16,
        #[command(flatten)]
        study: StudyOptions,
    },
    /// What the campaign does to counties that suit sparrows less or more
    #[command(after_help = STUDY_HELP)]
    SparrowRemoval {
        /// Suitabilities for sparrows, in standard deviations between counties: 0 is an average county
        #[arg(
            long,
            value_name = "SD,SD,..",
            value_delimiter = ',',
            default_value = "-2,-1,0,1,2",
            allow_negative_numbers = true,
            allow_hyphen_values = true,
            value_parser = suitability
        )]
        suitability: Vec<f64>,
        /// Counties at each suitability
        #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=20_000))]
        counties: u16,
        #[command(flatten)]
        study: StudyOptions,
    },
    /// The whole plan beside the national record of 1957 to 1962 (with --scenario great_leap)
    #[command(after_help = STUDY_HELP)]
    NationalRecord {
        /// Number of seeds, that is, of runs
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(2..=10_000))]
        seeds: u16,
        #[command(flatten)]
        study: StudyOptions,
    },
    /// Which parameters the campaign's effect depends on most (elementary effects after Morris)
    #[command(after_help = STUDY_HELP)]
    Sensitivity {
        /// What depends on them: the campaign's effect, or the harvests under the whole plan (with --scenario great_leap)
        #[arg(long, value_name = "WHAT", value_enum, default_value_t = Screened::Campaign)]
        of: Screened,
        /// Number of trajectories; each has one more setting than there are parameters, and each setting takes six runs
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=1000))]
        trajectories: u16,
        #[command(flatten)]
        study: StudyOptions,
    },
}

/// What the answer of a screening is.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Screened {
    /// The campaign's effect on the grain of 1959 to 1961
    Campaign,
    /// The grain of 1959 to 1961, compared with that of the first year
    Plan,
}

const STUDY_HELP: &str = "\
The experiment sets the dates and the campaign itself; all else comes from the scenario. Ctrl-C ends it early; the same \
command with the same --out resumes from there. The results do not depend on --threads. DIR/study.ron records \
everything they depend on.

Exit codes: 0 fine; 1 wrong input, or nothing could be estimated or written; 2 wrong command line; 130 interrupted.";

#[derive(Args)]
struct StudyOptions {
    /// The scenario that places are made from: a name from `sparrowfall scenarios`, a scenario file, or a run.ron
    #[arg(long, value_name = "SCENARIO", default_value = "county")]
    scenario: PathBuf,
    /// A parameter to begin with, such as sparrow.clutch_eggs=4; may be given several times
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    set: Vec<Setting>,
    /// Seed of all random draws, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Runs at a time; as many as there are cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Folder for the table and (except for sparrow-removal) the figure; without it, only the summary is shown
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the files of an earlier experiment in DIR; other files stay
    #[arg(long, requires = "out")]
    force: bool,
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
        Some(Mode::Window(show)) => window(show, voice),
        None => window(Show { scenario: cli.scenario, ..Show::default() }, voice),
        Some(Mode::Run(options)) => run(options, voice),
        Some(Mode::Compare(options)) => compare(&options, voice),
        Some(Mode::Attribute(options)) => attribute(&options, voice),
        Some(Mode::Plot(options)) => done(compare::plot(&options.runs, &options.out, options.force, voice), false),
        Some(Mode::Profile(options)) => profile(options, voice),
        Some(Mode::Experiment(experiment)) => study(experiment, voice),
        Some(Mode::Check { files }) => check(&files, voice).map_err(|error| refuse(&error)),
        #[cfg(feature = "window")]
        Some(Mode::Probe) => Ok(sparrowfall::window::probe::answer()),
        Some(Mode::Scenarios) => list(voice).map(|()| ExitCode::SUCCESS).map_err(|error| refuse(&error)),
    }
}

/// What goes to standard output.
type Words = Voice<Stdout>;

/// Shows the requested help, or what is wrong with the command line.
fn explain(answer: &clap::Error, voice: &mut Words) -> ExitCode {
    if answer.use_stderr() {
        command_line::refuse(answer, &Cli::command());
    } else {
        voice.attempt(|_| answer.print());
    }
    ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(1))
}

/// The exit code of a run mode; an error is that of a mode that could not begin, and has been reported.
type Ended = Result<ExitCode, ExitCode>;

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

/// Opens the window, or runs in the terminal if there can be none.
fn window(show: Show, voice: &mut Words) -> Ended {
    let scenario = show.scenario.as_deref().unwrap_or(Path::new(default_scenario()));
    let plan = open_plan(scenario, &Changes::default())?;
    match display() {
        Ok(display) => open_window(plan, show, display, voice),
        // Somebody who asked for a picture would wait for it in vain while the run goes on in the terminal.
        Err(reason) if show.screenshot.is_some() => {
            Err(refuse(&format!("No picture was saved, because it needs a window: {reason}.")))
        }
        Err(reason) if show.watch_memory.is_some() => {
            Err(refuse(&format!("No memory was watched, because it needs a window: {reason}.")))
        }
        Err(reason) => {
            log::tell(&format!("No window: {reason}. Running in the terminal instead."));
            watch(&plan, voice)
        }
    }
}

#[cfg(feature = "window")]
use sparrowfall::window::probe::Display;

#[cfg(feature = "window")]
fn display() -> Result<Display, String> {
    sparrowfall::window::probe::look()
}

/// Without the feature there is none.
#[cfg(not(feature = "window"))]
type Display = std::convert::Infallible;

#[cfg(not(feature = "window"))]
fn display() -> Result<Display, String> {
    Err("this program was built without one".into())
}

#[cfg(feature = "window")]
fn open_window(plan: Plan, show: Show, display: Display, _: &mut Words) -> Ended {
    use bevy::app::AppExit;
    use sparrowfall::window::panels::plan::Tab;
    use sparrowfall::window::scripted::memory_watch::MemoryWatch;
    use sparrowfall::window::scripted::screenshot::{ScreenshotPlan, Shot};
    use sparrowfall::window::{Options, run};

    let (close_up, days_per_s) = (show.close_up.map(f32::from), show.days_per_second);
    let shots = show.screenshot.zip(show.after_days);
    let shots = shots.map(|(path, after_days)| vec![Shot { after_days, days_per_s, path, close_up }]);
    let screenshots = shots.map(|shots| ScreenshotPlan { shots, hash: true, hash_every_day: show.hash_every_day });
    let memory_watch = show.watch_memory.map(|minutes| MemoryWatch { minutes: minutes.into(), days_per_s, close_up });
    let session = plan.session.as_deref().cloned();
    let tab = show.tab.as_deref().and_then(Tab::named).unwrap_or_default();
    let size = show.size;
    let options = Options { session, size, screenshots, memory_watch, tab, ..Options::new(plan.into_scenario()) };
    Ok(match run(options, display) {
        AppExit::Success => ExitCode::SUCCESS,
        AppExit::Error(code) => ExitCode::from(code.get()),
    })
}

#[cfg(not(feature = "window"))]
fn open_window(_: Plan, _: Show, display: Display, _: &mut Words) -> Ended {
    match display {}
}

fn watch(plan: &Plan, voice: &mut Words) -> Ended {
    log::listen();
    let interrupt = listen()?;
    let parallelism = threads::set_up(threads::for_a_run(None, &plan.scenario));
    Ok(end(terminal::run(plan, parallelism, &interrupt, voice), "Interrupted."))
}

fn run(options: Run, voice: &mut Words) -> Ended {
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

fn profile(options: Profile, voice: &mut Words) -> Ended {
    log::listen();
    let plan = open_plan(&options.scenario, &Changes { set: options.set, ..Changes::default() })?;
    let interrupt = listen()?;
    let threads = threads::for_a_run(threads_asked(options.threads), &plan.scenario);
    let parallelism = threads::set_up(threads);
    let span = profile::Span { skip: options.skip, days: options.days };
    let profiled = profile::run(&plan, parallelism, threads, span, &interrupt, voice);
    profiled.map(|()| ExitCode::SUCCESS).map_err(|error| refuse(&error))
}

fn study(experiment: Experiment, voice: &mut Words) -> Ended {
    log::listen();
    let (Experiment::CountyPanel { study: options, .. }
    | Experiment::Exclosure { study: options, .. }
    | Experiment::SparrowRemoval { study: options, .. }
    | Experiment::NationalRecord { study: options, .. }
    | Experiment::Sensitivity { study: options, .. }) = &experiment;
    let changes = Changes { seed: options.seed, set: options.set.clone(), ..Changes::default() };
    let base = open_plan(&options.scenario, &changes)?.into_scenario();
    let interrupt = listen()?;
    let study = study_of(base, options.threads, options.out.as_ref(), options.force, &interrupt);
    let result = match &experiment {
        Experiment::CountyPanel { counties, .. } => county_panel::run(&study, usize::from(*counties), voice),
        Experiment::Exclosure { places, .. } => exclosure::run(&study, usize::from(*places), voice),
        Experiment::SparrowRemoval { suitability, counties, .. } => {
            sparrow_removal::run(&study, suitability, usize::from(*counties), voice)
        }
        Experiment::NationalRecord { seeds, .. } => national_record::run(&study, usize::from(*seeds), voice),
        Experiment::Sensitivity { trajectories, of, .. } => {
            let screening = match of {
                Screened::Campaign => &sensitivity::CAMPAIGN,
                Screened::Plan => &sensitivity::PLAN,
            };
            sensitivity::run(&study, screening, usize::from(*trajectories), voice)
        }
    };
    done(result, options.out.is_some())
}

fn compare(options: &Compare, voice: &mut Words) -> Ended {
    log::listen();
    let variants = Variants::open(&options.wanted(), warn).map_err(|problems| refuse(&problems))?;
    let interrupt = listen()?;
    let order = Order {
        seeds: options.seeds,
        threads: threads_asked(options.threads),
        folder: options.out.clone(),
        force: options.force,
        interrupt: &interrupt,
    };
    done(compare::run(&variants, &order, voice), options.out.is_some())
}

fn attribute(options: &Attribute, voice: &mut Words) -> Ended {
    log::listen();
    let base = open_plan(&options.scenario, &options.changes())?.into_scenario();
    let interrupt = listen()?;
    let study = study_of(base, options.threads, options.out.as_ref(), options.force, &interrupt);
    done(attribution::run(&study, options.years, options.seeds, voice), options.out.is_some())
}

/// A study of many runs of a scenario.
fn study_of<'a>(
    base: Scenario,
    threads: Option<u16>,
    folder: Option<&PathBuf>,
    force: bool,
    interrupt: &'a Interrupt,
) -> Study<'a> {
    let threads = threads::for_a_run_each(threads_asked(threads), &base);
    Study { seed: base.seed, threads, base, folder: folder.cloned(), force, interrupt }
}

/// The exit code of many runs together; also reports an interruption, and if it `resumes`.
fn done(result: Result<(), study::Failure>, resumes: bool) -> Ended {
    match result {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(study::Failure::Interrupted) => {
            let goes_on = if resumes { " The same command resumes from here." } else { "" };
            log::tell(&format!("Interrupted.{goes_on}"));
            Err(ExitCode::from(INTERRUPTED))
        }
        Err(failure) => Err(refuse(&failure)),
    }
}

/// The exit code of a run; also reports an interruption.
fn end(result: Result<Ending, Failure>, interrupted: &str) -> ExitCode {
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

fn check(files: &[PathBuf], voice: &mut Words) -> io::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let name = file.to_string_lossy();
        let name = printable(&name);
        match plan::session(file) {
            Ok(None) => {}
            Ok(Some(session)) => {
                writeln!(voice, "{name}: fine, {session}")?;
                continue;
            }
            Err(problems) => {
                writeln!(voice, "{problems}")?;
                code = ExitCode::FAILURE;
                continue;
            }
        }
        // A name means the same as for `run`.
        match open(file) {
            Ok(document) => {
                match &document {
                    Document::Scenario(scenario) => writeln!(voice, "{name}: fine, {}", scenario.title)?,
                    Document::Run(run) => {
                        writeln!(voice, "{name}: fine, a run of {} to {}", run.scenario.title, run.last_day)?;
                    }
                }
                warn(file, &document);
            }
            Err(problems) => {
                writeln!(voice, "{problems}")?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn list(voice: &mut Words) -> io::Result<()> {
    for built_in in BUILT_IN {
        let Ok(Document::Scenario(scenario)) = parse(built_in.text, built_in.name) else { continue };
        writeln!(voice, "{}: {}", built_in.name, scenario.title)?;
        writeln!(voice, "{}", indented(&scenario.description))?;
        writeln!(voice, "{}\n", indented(&format!("Look for: {}", scenario.look_for)))?;
    }
    writeln!(
        voice,
        "Open one with `sparrowfall NAME`, or run it with `sparrowfall run NAME`. The first is the default."
    )
}

/// Breaks text into indented lines of at most 80 characters.
fn indented(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last] = format!("    {word}");
        } else if lines[last].chars().count() + 1 + word.chars().count() <= 80 {
            lines[last] += " ";
            lines[last] += word;
        } else {
            lines.push(format!("    {word}"));
        }
    }
    lines.join("\n")
}

/// Reports what is wrong.
fn refuse(problem: &impl std::fmt::Display) -> ExitCode {
    // A file or folder name in it may contain anything.
    problem.to_string().split('\n').for_each(|line| log::tell(&printable(line)));
    ExitCode::FAILURE
}
