//! The options of `compare` and `plot`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use sparrowfall::experiment::compare::variant::Wanted;
use sparrowfall::experiment::plan::{Changes, Setting};

use super::values::{CampaignArgument, date, seed, setting};

const HELP: &str = "\
One scenario by itself is compared with and without the campaign. Several are each compared with the last one. Run by \
run, all have the same seed and so the same weather: --seeds 8 runs each with the scenario's seed and the seven after it, \
and tells what is a clear difference from what may be chance. A finished run is not run again with its own seed.

Files in DIR: comparison.svg and comparison.png (the chart), years, days and differences as .csv and .parquet, summary.txt, \
and study.ron, which records everything the results depend on; docs/COLUMNS.md explains the columns. Ctrl-C ends it \
early; the same command with the same --out resumes from there. The results do not depend on --threads.

Exit codes: 0 fine; 1 wrong input, or nothing could be written; 2 wrong command line; 130 interrupted.

Examples:
  sparrowfall compare commune --out with-and-without
  sparrowfall compare commune --seeds 8 --out with-and-without
  sparrowfall compare commune stopped_early left_alone --until 1962-12-31
  sparrowfall compare my-village.ron --campaign on,as-written,off
  sparrowfall compare with without";

/// What to compare, and how.
#[derive(Args)]
#[command(after_help = HELP)]
pub struct Compare {
    /// Names from `sparrowfall scenarios`, scenario files, or folders of finished runs
    #[arg(required = true, value_name = "SCENARIO")]
    sources: Vec<PathBuf>,
    /// Campaigns to compare in one scenario, such as on,off; with several scenarios, one value for all of them
    #[arg(long, value_name = "WHAT,WHAT,..", value_delimiter = ',')]
    campaign: Vec<CampaignArgument>,
    /// Number of seeds, that is, of runs of each variant
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub seeds: u16,
    /// The first seed, in place of the first scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Last day of all runs, such as 1960-12-31, in place of the scenarios'
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<Date>,
    /// A parameter to begin with in all runs, such as sparrow.clutch_eggs=4; may be given several times
    #[arg(long, value_name = "PATH=VALUE", value_parser = setting)]
    set: Vec<Setting>,
    /// Runs at a time; as many as there are cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder for the chart and the tables; without it, only the summary is shown
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier comparison or experiment in DIR; other files stay
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl Compare {
    /// What is wanted.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            sources: self.sources.clone(),
            campaigns: self.campaign.iter().map(|campaign| (*campaign).into()).collect(),
            changes: Changes { seed: self.seed, until: self.until, set: self.set.clone(), ..Changes::default() },
        }
    }
}

const PLOT_HELP: &str = "\
Runs that differ only in their seeds are drawn as one line, with the spread between them. All must cover the same days. \
Files in DIR: runs.svg and runs.png.

Example:
  sparrowfall run commune --out with
  sparrowfall run commune --campaign off --out without
  sparrowfall plot with without --out charts";

/// Which runs to draw.
#[derive(Args)]
#[command(after_help = PLOT_HELP)]
pub struct PlotRuns {
    /// Folders that `sparrowfall run --out` has written
    #[arg(required = true, value_name = "RUN")]
    pub runs: Vec<PathBuf>,
    /// Folder for the chart
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace an earlier chart in DIR; other files stay
    #[arg(long)]
    pub force: bool,
}
