//! The branches of a run: what was done otherwise from some day on, and everything recorded since.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::day_times::DayTimes;
use super::field_years::FieldYears;
use crate::output::words::short_date;
use crate::record::Record;
use crate::record::series::DayRow;
use crate::scenario::{Action, Intervention, parameter_named};
use crate::simulation::Simulation;

/// Where a branch leaves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The branch that it leaves.
    pub parent: usize,
    /// Days that both have in common.
    pub days: u32,
}

/// One history of a run: that of the branch it leaves up to some day, and its own from there on.
#[derive(Clone, Debug)]
pub struct Branch {
    /// What it is called; no two branches of a run have the same name.
    pub name: String,
    fork: Option<Fork>,
    pub(super) log: Vec<Intervention>,
    record: Record,
    /// How long its days take to simulate.
    times: DayTimes,
    /// State hashes from before the first day on, as far as they were taken down.
    pub(super) hashes: Vec<u64>,
    /// What became of each field, of the whole years that were lived here.
    years: Vec<Arc<FieldYears>>,
}

/// What the first branch is called.
pub const ORIGINAL: &str = "original";

impl Branch {
    /// A branch with these days.
    pub(super) fn new(name: String, fork: Option<Fork>, log: Vec<Intervention>, record: Record) -> Self {
        let times = DayTimes::unknown(record.days.len(), fork.map_or(0, |fork| fork.days));
        Self { name, fork, log, record, times, hashes: Vec::new(), years: Vec::new() }
    }

    /// The first branch of a run, as far as it has come.
    pub(super) fn original(simulation: &Simulation) -> Self {
        Self::new(ORIGINAL.into(), None, simulation.whole_log(), simulation.record().clone())
    }

    /// A branch that leaves this one, which is number `parent`, after the days of a record.
    pub(super) fn leave(&self, parent: usize, record: &Record, name: String) -> Self {
        let days = record.days.len();
        let log = self.log.iter().filter(|event| record.days.last().is_some_and(|last| event.date <= last.date));
        Self {
            name,
            fork: Some(Fork { parent, days: days as u32 }),
            log: log.cloned().collect(),
            record: record.clone(),
            times: self.times.leave(days),
            hashes: self.hashes.iter().take(days + 1).copied().collect(),
            years: self.years.iter().filter(|year| year.is_over_in(record)).cloned().collect(),
        }
    }

    /// Takes down the days of a run of the same history, if it has come further, and what is known of its years.
    pub(super) fn learn(&mut self, record: &Record, years: &[Arc<FieldYears>]) {
        let is_known = |year: &FieldYears| self.years.iter().any(|known| known.year == year.year);
        let new = years.iter().filter(|year| year.is_over_in(record) && !is_known(year));
        let new: Vec<_> = new.cloned().collect();
        self.years.extend(new);
        if record.days.len() > self.record.days.len() {
            self.record = record.clone();
            self.times.extend_to(self.record.days.len());
        }
    }

    /// Where it leaves another; `None` for the first.
    pub fn fork(&self) -> Option<Fork> {
        self.fork
    }

    /// What a person did in it, with what has been done since its last day.
    pub fn log(&self) -> &[Intervention] {
        &self.log
    }

    /// The record of all days that it has lived, whichever of them is the present one.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// State hashes: that before the first day, then that of each day, as far as they were taken down.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// What became of each field, of the whole years that were lived here, in no order. Those of a branch that came from a file are not
    /// known until they are lived once more.
    pub fn field_years(&self) -> &[Arc<FieldYears>] {
        &self.years
    }

    /// Days lived.
    pub fn days(&self) -> u32 {
        self.record.days.len() as u32
    }

    /// Whether nothing of it is its own: no day has been lived in it that is not one of the branch it leaves, and nothing is to be done.
    pub fn is_empty(&self) -> bool {
        let last = self.record.days.last();
        let is_over = |event: &Intervention| last.is_some_and(|last| event.date <= last.date);
        self.fork.is_some_and(|fork| fork.days == self.days()) && self.log.iter().all(is_over)
    }

    /// A branch that is [empty](Self::is_empty) leaves another, with the same history, on another day.
    pub(super) fn leaves_at(&mut self, fork: Fork) {
        self.fork = Some(fork);
        self.times.leaves_at(fork.days);
    }

    /// Nothing is to be done any more after its last day.
    pub(super) fn empty(&mut self) {
        let last = self.record.days.last().map(|last| last.date);
        self.log.retain(|event| Some(event.date) <= last);
    }

    /// Takes down the day that a simulation of this branch has just lived, whether for the first time or once more.
    pub(super) fn add(&mut self, simulation: &Simulation, took: Duration) {
        self.years.extend(FieldYears::of_year_that_ends(simulation, &self.years).map(Arc::new));
        let record = simulation.record();
        let day = record.days.len() - 1;
        self.times.note(day, took);
        if day < self.record.days.len() {
            return;
        }
        self.record.days.extend(record.days.last());
        self.record.harvests.clone_from(&record.harvests);
        if self.log.len() != simulation.log().len() {
            self.log = simulation.whole_log();
        }
    }

    /// How long the days after the first `from`, up to `to`, take to simulate, in seconds; one that has not been simulated here,
    /// because it came from a file, `usually_s`.
    pub(super) fn takes_s(&self, from: u32, to: u32, usually_s: f64) -> f64 {
        self.times.between_s(from, to, usually_s)
    }

    /// The same for all days that it has not in common with the branch that it leaves.
    pub(super) fn own_days_take_s(&self, usually_s: f64) -> f64 {
        self.times.own_s(usually_s)
    }

    /// The number of days that it has in common with the branch that it leaves.
    pub(super) fn first_day(&self) -> u32 {
        self.fork.map_or(0, |fork| fork.days)
    }

    /// How long a day takes to simulate on average, in seconds; `None` if none of its days has been simulated here.
    pub(super) fn day_s(&self) -> Option<f64> {
        self.times.average_s()
    }

    /// The rows of the first days.
    pub(super) fn rows(&self, days: u32) -> Vec<DayRow> {
        self.record.days[..days as usize].to_vec()
    }

    /// Memory that its record takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let Record { days, harvests } = &self.record;
        size_of_val(&days[..])
            + size_of_val(&harvests[..])
            + self.times.bytes()
            + size_of_val(&self.hashes[..])
            + self.years.iter().map(|year| year.bytes()).sum::<usize>()
    }
}

/// What to call a branch that begins with an action on a date.
pub(super) fn name(action: &Action, date: Date) -> String {
    let what = match action {
        Action::StartCampaign { .. } => "campaign started",
        Action::SetEffort { .. } => "other effort",
        Action::StopCampaign => "campaign stopped",
        Action::Weather { .. } => "other weather",
        Action::PutUpNets { .. } => "nets put up",
        Action::TakeDownNets => "nets taken down",
        Action::SetParameter { path, .. } => {
            &parameter_named(path).map_or_else(|| path.clone(), |parameter| parameter.plain_name().to_lowercase())
        }
    };
    format!("{what} {}", short_date(date))
}

/// A name that is not used: `name`, or `name (2)` and so on.
pub(super) fn unused<'a>(name: &str, used: impl Iterator<Item = &'a Branch> + Clone) -> String {
    let is_used = |name: &String| used.clone().any(|branch| branch.name == *name);
    let mut names = std::iter::once(name.to_owned()).chain((2..).map(|number: u64| format!("{name} ({number})")));
    names.find(|name| !is_used(name)).unwrap_or_default()
}

/// The branch to which a day of a history belongs, which is an earlier one if the day is from before the fork; `fork_of` says where
/// a branch leaves another.
pub fn owner_of(fork_of: impl Fn(usize) -> Option<Fork>, mut branch: usize, day: u32) -> usize {
    while let Some(fork) = fork_of(branch).filter(|fork| day < fork.days) {
        branch = fork.parent;
    }
    branch
}

/// The same with the day, of the branches of a timeline.
pub(super) fn owner(branches: &[Branch], branch: usize, day: u32) -> (usize, u32) {
    (owner_of(|branch| branches[branch].fork, branch, day), day)
}

/// Days that the histories of two branches have in common, which are none if neither comes from the other's.
pub(super) fn in_common(branches: &[Branch], one: usize, other: usize) -> u32 {
    let of_one: Vec<(usize, u32)> = way_back(branches, one).collect();
    let met = way_back(branches, other).find_map(|(branch, days)| {
        of_one.iter().find(|(of_one, _)| *of_one == branch).map(|(_, of_one)| days.min(*of_one))
    });
    met.unwrap_or(0)
}

/// A branch and those from which it comes, each with the days of it that belong to the branch's history.
fn way_back(branches: &[Branch], branch: usize) -> impl Iterator<Item = (usize, u32)> {
    let all = Some((branch, branches[branch].days()));
    std::iter::successors(all, |(branch, days)| {
        branches[*branch].fork.map(|Fork { parent, days: common }| (parent, common.min(*days)))
    })
}
