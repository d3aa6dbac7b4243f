//! `experiment`, `compare`, `attribute` and `plot`: many runs, evaluated together.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use sparrowfall::experiment::attribution;
use sparrowfall::experiment::compare::{self, Order, variant::Variants};
use sparrowfall::experiment::interrupt::{INTERRUPTED, Interrupt};
use sparrowfall::experiment::plan::{Changes, Setting};
use sparrowfall::experiment::study::{
    self, Study, county_panel, exclosure, national_record, sensitivity, sparrow_removal,
};
use sparrowfall::experiment::threads;
use sparrowfall::output::log;
use sparrowfall::scenario::Scenario;

use super::{Ended, Words, listen, open_plan, refuse, threads_asked, warn};
use crate::command_line::attribute::Attribute;
use crate::command_line::compare::{Compare, PlotRuns};
use crate::command_line::values::{seed, setting, suitability};

/// Which experiment.
#[derive(Subcommand)]
pub enum Experiment {
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
pub enum Screened {
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
pub struct StudyOptions {
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

/// Makes the runs of an experiment, and evaluates them.
pub fn study(experiment: Experiment, voice: &mut Words) -> Ended {
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

/// Compares variants of a scenario.
pub fn compare(options: &Compare, voice: &mut Words) -> Ended {
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

/// Draws the chart of a comparison from finished runs.
pub fn plot(options: &PlotRuns, voice: &mut Words) -> Ended {
    done(compare::plot(&options.runs, &options.out, options.force, voice), false)
}

/// Tells how much each lever did.
pub fn attribute(options: &Attribute, voice: &mut Words) -> Ended {
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
