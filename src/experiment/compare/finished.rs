//! A finished run: the folder that `sparrowfall run --out` has written. Its tables are used only if they are all from
//! the run in its `run.ron`, and whole.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::lived::Lived;
use crate::engine::words::Words;
use crate::experiment::headless::FILES;
use crate::experiment::study::SEAL;
use crate::record::harvest_table::HarvestLine;
use crate::record::parquet;
use crate::record::series::DayRow;
use crate::record::table::Row;
use crate::scenario::{Document, LONGEST_RUN_DAYS, Problem, Problems, SavedRun, open_file, printable};

/// A finished run.
#[derive(Clone, Debug)]
pub struct Finished {
    folder: PathBuf,
    /// What it says about itself.
    pub run: SavedRun,
}

impl Finished {
    /// Opens a folder.
    ///
    /// # Errors
    /// If there is no run in it.
    pub fn open(folder: &Path) -> Result<Self, Problems> {
        let [.., run] = FILES;
        let place = folder.join(run);
        if !place.exists() {
            let why = if folder.join(SEAL).exists() {
                "this folder holds the results of many runs together; give folders of single runs, which `sparrowfall run \
                 --out` writes, or scenarios"
            } else {
                "there is no run.ron in this folder, so no finished run; give one that `sparrowfall run --out` has written"
            };
            return Err(Problem::new(folder.to_string_lossy(), why).into());
        }
        match open_file(&place)? {
            Document::Run(run) => Ok(Self { folder: folder.into(), run }),
            Document::Scenario(_) => {
                let why = "this is a scenario, not a run that was finished; give the file itself, not its folder";
                Err(Problem::new(place.to_string_lossy(), why).into())
            }
        }
    }

    /// Reads what it lived.
    ///
    /// # Errors
    /// If a table is missing, cannot be read, or is not of this run.
    pub fn read(&self) -> Result<Lived, Problems> {
        let [_, daily, _, harvests, run] = FILES;
        let problem = |name: &str, why: String| -> Problems {
            let place = self.folder.join(name);
            let cure = format!(
                "; `sparrowfall run {} --out DIR` writes the run again, into another folder",
                printable(&self.folder.join(run).to_string_lossy())
            );
            Problem::new(place.to_string_lossy(), why + &cure).into()
        };
        let text = fs::read_to_string(self.folder.join(run)).map_err(|error| problem(run, error.to_string()))?;
        let days: Vec<DayRow> = self.table(daily, &text).map_err(|why| problem(daily, why))?;
        let years: Vec<HarvestLine> = self.table(harvests, &text).map_err(|why| problem(harvests, why))?;
        let (first, last) = (self.run.scenario.start, self.run.last_day);
        let expected = first.series(jiff::ToSpan::days(1)).take_while(|day| *day <= last);
        if !days.iter().map(|row| row.date).eq(expected) {
            return Err(problem(daily, format!("it does not hold every day from {first} to {last}")));
        }
        if !years.iter().map(|line| line.year).eq(first.year() as u64..=last.year() as u64) {
            return Err(problem(
                harvests,
                format!("it does not hold every year from {} to {}", first.year(), last.year()),
            ));
        }
        Ok(Lived::new(&days, years))
    }

    /// The rows of one of its tables.
    fn table<R: Row + Words>(&self, name: &str, run: &str) -> Result<Vec<R>, String> {
        let file = File::open(self.folder.join(name)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => "this table of the run is not there".into(),
            _ => format!("this table cannot be opened: {error}"),
        })?;
        let most = LONGEST_RUN_DAYS.unsigned_abs() as usize + 1;
        let table = parquet::read(file, most).map_err(|error| format!("this table cannot be read: {error}"))?;
        match table.origin("run") {
            Some(of) if of == run => Ok(table.rows),
            _ => Err("this table is not of the run in the run.ron beside it".into()),
        }
    }
}
