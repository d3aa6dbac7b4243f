//! Studies: experiments of many runs that ask the model what field experiments and statistics have asked of nature.
//!
//! A study draws places ([`county`]), runs them on all cores ([`batch`]) and keeps a [`journal`], computes estimates
//! ([`statistics`]) and draws a figure ([`figure`]). There are five: [`county_panel`] repeats the one strong study of
//! the campaign, [`exclosure`] the field experiments that kept birds off plots, [`sparrow_removal`] varies how exposed
//! a place is, [`sensitivity`] asks what the answer depends on, and [`national_record`] compares the whole plan with the
//! record of those years.

pub mod batch;
pub mod county;
pub mod county_panel;
pub mod elementary_effects;
pub mod exclosure;
pub mod figure;
pub mod journal;
pub mod national_record;
pub mod sensitivity;
pub mod sparrow_removal;
pub mod statistics;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ron::ser::PrettyConfig;
use serde::Serialize;
use thiserror::Error;

use batch::Desk;

use super::interrupt::Interrupt;
use crate::engine::parallel::Parallelism;
use crate::output::voice::Voice;
use crate::record::Record;
use crate::record::folder::{Folder, FolderProblem};
use crate::record::provenance::VERSION;
use crate::scenario::Scenario;
use crate::simulation::{BalanceFault, Simulation};

/// What every study needs to know.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The scenario that its places are made from.
    pub base: Scenario,
    /// Seed of everything that the study draws, including the seed of each place.
    pub seed: u64,
    /// Runs at a time. The result is the same for any number.
    pub threads: usize,
    /// Where the tables and figures go, if any are wanted. An interrupted study resumes from what is there.
    pub folder: Option<PathBuf>,
    /// Whether what an earlier study left there may be replaced.
    pub force: bool,
    /// Whether a person wants it to end.
    pub interrupt: &'a Interrupt,
}

/// Why a study gave no results.
#[derive(Debug, Error)]
pub enum Failure {
    /// A person ended it.
    #[error("Interrupted.")]
    Interrupted,
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderProblem),
    /// Its results cannot be written.
    #[error("{0}. What has been done is kept: once it can be written, the same command resumes from there.")]
    NotSaved(FolderProblem),
    /// Its summary cannot be written.
    #[error("the summary cannot be written: {0}")]
    Words(#[from] io::Error),
    /// The mass balance of a run does not close.
    #[error("a run of the study was {0}; there are no results.")]
    Balance(#[from] BalanceFault),
    /// The places cannot be made, or nothing can be estimated from them.
    #[error("{0}")]
    Unusable(String),
}

/// The files of each study, by its name on the command line. The last, `study.ron`, is the seal of the others.
const FILES: [(&str, &[&str]); 7] = [
    ("county-panel", &["counties.csv", "panel.svg", "summary.txt", SEAL]),
    ("exclosure", &["plots.csv", "ratios.svg", "summary.txt", SEAL]),
    ("sparrow-removal", &["removal.csv", "summary.txt", SEAL]),
    ("national-record", &["record.csv", "summary.txt", SEAL]),
    ("sensitivity", &["effects.csv", "effects.svg", "summary.txt", SEAL]),
    (
        "compare",
        &[
            "years.csv",
            "years.parquet",
            "days.csv",
            "days.parquet",
            "differences.csv",
            "differences.parquet",
            "comparison.svg",
            "comparison.png",
            "summary.txt",
            SEAL,
        ],
    ),
    ("attribute", &["attribution.csv", "attribution.parquet", "shares.svg", "shares.png", "summary.txt", SEAL]),
];
/// The seal of a study's files, in which is everything that they depend on.
pub(super) const SEAL: &str = "study.ron";

/// Everything that a study of places made from one scenario depends on.
#[derive(Debug, Serialize)]
#[serde(rename = "Study")]
struct Content<'a> {
    /// Name of the study, as on the command line.
    study: &'static str,
    version: &'static str,
    seed: u64,
    /// The study's own settings.
    settings: Vec<(&'static str, Vec<f64>)>,
    scenario: &'a Scenario,
}

/// Everything that a study's results depend on, as text.
#[derive(Debug)]
pub(super) struct About {
    /// Name of the study, as on the command line.
    study: &'static str,
    /// In one line: the first of its journal.
    line: String,
    /// The content of `study.ron`.
    text: String,
}

impl About {
    fn new(study: &'static str, of: &Study, settings: Vec<(&'static str, Vec<f64>)>) -> io::Result<Self> {
        Self::of(study, &Content { study, version: VERSION, seed: of.seed, settings, scenario: &of.base })
    }

    /// From whatever holds all of it, the study's name as a field `study`.
    pub(super) fn of(study: &'static str, content: &impl Serialize) -> io::Result<Self> {
        let line = ron::to_string(content).map_err(io::Error::other)?;
        let text = ron::ser::to_string_pretty(content, PrettyConfig::default()).map_err(io::Error::other)? + "\n";
        Ok(Self { study, line, text })
    }

    /// The files its results are written to.
    fn files(&self) -> &'static [&'static str] {
        FILES.iter().find(|(study, _)| *study == self.study).map_or(&[], |(_, files)| files)
    }

    /// The content of `study.ron`.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// The files of the study whose results are in a folder.
fn files_of_an_earlier_study(folder: &Path) -> &'static [&'static str] {
    let about = fs::read_to_string(folder.join(SEAL)).unwrap_or_default();
    let study = FILES.iter().find(|(study, _)| about.contains(&format!("study: \"{study}\"")));
    study.map_or(&[], |(_, files)| files)
}

/// Runs a scenario to its end, on one thread: each thread of a study has its own run.
pub(super) fn lived(scenario: Scenario, interrupt: &Interrupt) -> Result<Record, Failure> {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        live_a_day(&mut simulation, interrupt)?;
    }
    Ok(simulation.record().clone())
}

/// Simulates and audits a day of a study's run, unless a person wants it to end.
pub(crate) fn live_a_day(simulation: &mut Simulation, interrupt: &Interrupt) -> Result<(), Failure> {
    if interrupt.has_come() {
        return Err(Failure::Interrupted);
    }
    Ok(simulation.step_and_audit()?)
}

/// A file of a study: its name and its content.
pub(super) type StudyFile = (&'static str, Vec<u8>);

/// Ends a study: the files first, if it has a folder, and then the text. So neither a reader who is gone nor a full
/// standard output costs a file, and a full disk costs no text.
pub(super) fn conclude(
    desk: Option<Desk>,
    about: &About,
    words: &[u8],
    files: impl FnOnce() -> io::Result<Vec<StudyFile>>,
    voice: &mut Voice<impl Write>,
) -> Result<(), Failure> {
    let written = desk.map(|desk| -> Result<_, Failure> {
        let mut files = files()?;
        files.push(("summary.txt", words.to_vec()));
        files.push((SEAL, about.text.clone().into_bytes()));
        let write = |folder: &mut Folder| {
            files.iter().try_for_each(|(name, content)| folder.write(name, |file| file.write_all(content)))
        };
        let place = desk.finish(write).map_err(Failure::NotSaved)?;
        Ok(format!("Written to {}: {}", place.display(), about.files().join(", ")))
    });
    voice.write_all(words)?;
    if let Some(written) = written {
        writeln!(voice, "\n{}", written?)?;
    }
    Ok(())
}

/// Percentage change for a difference of logarithms.
fn percent(log_change: f64) -> f64 {
    100.0 * (log_change.exp() - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::mass_balance::MassBalance;
    use crate::scenario::LandscapeParameters;

    /// Contract: a study gives no results from a run whose mass balance does not close.
    #[test]
    fn a_run_whose_balance_does_not_close_is_an_error() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let mut simulation = Simulation::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial);
        let interrupt = Interrupt::default();
        assert!(live_a_day(&mut simulation, &interrupt).is_ok());
        simulation.world_mut().resource_mut::<MassBalance>().closing.birds += 1;
        let failure = live_a_day(&mut simulation, &interrupt).unwrap_err().to_string();
        assert!(failure.contains("after 1957-01-02, because the mass balance does not close: sparrows"), "{failure}");
    }
}
