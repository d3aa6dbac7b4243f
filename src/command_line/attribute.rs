//! The options of `attribute`.

use std::path::PathBuf;

use clap::Args;
use sparrowfall::experiment::attribution::outcome::Years;
use sparrowfall::experiment::plan::{Changes, Setting};

use super::values::{seed, setting, years};

const HELP: &str = "\
A lever is something that was decided, or the weather that the scenario's timeline orders; which ones a scenario moves, the \
table shows. Each seed, from the scenario's own on, draws an order of the levers, and runs are made in which they are switched \
on one after another, in that order and in its reverse. A lever's part (its Shapley value) is the mean of the changes that it \
makes; the parts add up to the change that all levers make together. Further runs have each lever alone, and all but each: \
4 (n - 1) runs for each seed with n levers, which begin as the scenario does and end with the last year. With 64 seeds, \
great_leap takes five to ten minutes on two cores.

Outcomes: grain reaped; and where the scenario counts people, grain eaten in the country, and deaths of hunger, as a range \
between two calibrations.

Files in DIR: shares.svg and shares.png (the figure), attribution as .csv and .parquet, summary.txt, and study.ron, which records \
everything the results depend on; docs/COLUMNS.md explains the columns. Ctrl-C ends it early; the same command with the same \
--out resumes from there. The results do not depend on --threads.

Exit codes: 0 fine; 1 wrong input, or nothing could be estimated or written; 2 wrong command line; 130 interrupted.

Examples:
  sparrowfall attribute great_leap --out levers
  sparrowfall attribute great_leap --seeds 4
  sparrowfall attribute my-province.ron --years 1958-1962 --seeds 32 --out levers";

/// What to attribute, and how.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct Attribute {
    /// A name from `sparrowfall scenarios`, a scenario file, or a run.ron
    #[arg(default_value = "great_leap")]
    pub scenario: PathBuf,
    /// Number of seeds; the more, the narrower are the intervals
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(2..=10_000))]
    pub seeds: u16,
    /// The first seed, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// The calendar years whose harvests, food and deaths are looked at; all runs end with the last
    #[arg(long, value_name = "FIRST-LAST", value_parser = years, default_value = "1959-1961")]
    pub years: Years,
    /// A parameter to begin with in all runs, such as sparrow.clutch_eggs=4; may be given several times
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    set: Vec<Setting>,
    /// Runs at a time; as many as there are cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder for the figure and the table; without it, only the summary is shown
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier attribution or experiment in DIR; other files stay
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl Attribute {
    /// What to change in the scenario.
    pub fn changes(&self) -> Changes {
        Changes { seed: self.seed, set: self.set.clone(), ..Changes::default() }
    }
}
