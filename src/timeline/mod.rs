//! A run of which every day can be had again, and be gone on with otherwise.
//!
//! A [`Timeline`] keeps states beside the run ([`keyframes`]). To go to a day it takes the last state before it and
//! simulates the rest, which gives the same day to the last bit. A person who intervenes on a past day begins a [`Branch`].

pub mod branch;
mod day_times;
pub mod difference;
pub mod field_years;
pub mod keyframes;
pub mod reach;
mod scout;
pub mod session;
pub mod twins;
mod undo;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ecology::calendar::days_between;
use crate::engine::parallel::Parallelism;
use crate::scenario::{Action, Intervention, Scenario};
use crate::simulation::state::PackedState;
use crate::simulation::{BalanceFault, Simulation};
use branch::{Branch, Fork};
use keyframes::{Day, Keyframes};
use reach::Reach;
use scout::Scout;

/// Memory for states, unless another bound is set, in bytes.
pub const DEFAULT_BUDGET: usize = 400 << 20;

/// A keyframe is made beside the run at most each time that this many times as long has passed as making one takes: the run then loses
/// no more than a twentieth of its speed, and less where another core makes them.
const REST: u32 = 20;
/// The average of how long that takes is one over about so many of them, which are a year of the default commune.
const MEMORY: u32 = 16;
/// Keyframes are at least as far apart as this takes to simulate, in seconds.
const LEAST_GAP_S: f64 = 0.04;

/// A run, all the days that it has lived, and all that it might have been.
pub struct Timeline {
    simulation: Simulation,
    branches: Vec<Branch>,
    /// The number of the branch in which the simulation is.
    present: usize,
    /// Logs before and after something was set again before its day had come, which then has only what was set last.
    set_again: Vec<(Vec<Intervention>, Vec<Intervention>)>,
    kept: Keyframes<Arc<PackedState>>,
    scout: Option<Scout>,
    /// When a keyframe was last made beside the run.
    last_kept: Instant,
    /// How long that takes, on average: states differ with the season, and keyframes are to be evenly spread over them.
    keeping_takes: Duration,
}

/// Where a way to another day has led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// To the day.
    There,
    /// To an earlier day, because it was to end.
    Underway,
}

impl Timeline {
    /// The timeline of a scenario before its first day, which keeps states in `budget` bytes. The scenario must be valid.
    pub fn new(scenario: Scenario, parallelism: Parallelism, budget: usize) -> Self {
        Self::of(Simulation::new(scenario, parallelism), budget)
    }

    /// The timeline of a run that has begun. Its present day is the run's; the days before it can be had again too.
    pub fn of(simulation: Simulation, budget: usize) -> Self {
        let branches = vec![Branch::original(&simulation)];
        let (last_kept, keeping_takes) = (Instant::now(), Duration::ZERO);
        let (kept, set_again) = (Keyframes::new(budget), Vec::new());
        Self { simulation, branches, present: 0, set_again, kept, scout: None, last_kept, keeping_takes }
    }

    /// The run on the present day.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// The run on the present day, for views that need it to be mutable. They only read.
    pub fn simulation_mut(&mut self) -> &mut Simulation {
        &mut self.simulation
    }

    /// The run on the present day, without its other days and branches.
    pub fn into_simulation(self) -> Simulation {
        self.simulation
    }

    /// Frees the memory of its run and of all states. It is then of no use.
    pub fn let_go(&mut self) {
        self.simulation.let_go();
        (self.kept, self.scout) = (Keyframes::new(0), None);
    }

    /// The present day: the number of days simulated up to it.
    pub fn day(&self) -> u32 {
        self.simulation.days_done()
    }

    /// All branches. They keep their numbers.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The number of the branch to which the present day belongs.
    pub fn present(&self) -> usize {
        self.present
    }

    /// The branch to which the present day belongs.
    pub fn branch(&self) -> &Branch {
        &self.branches[self.present]
    }

    /// Days that the histories of two branches have in common.
    pub fn days_in_common(&self, one: usize, other: usize) -> u32 {
        branch::in_common(&self.branches, one, other)
    }

    /// Gives a branch another name. Returns the name that it has now, which is changed if another branch has it.
    pub fn rename(&mut self, branch: usize, name: &str) -> &str {
        let others = self.branches.iter().enumerate().filter(|(number, _)| *number != branch);
        self.branches[branch].name = branch::unused(name, others.map(|(_, branch)| branch));
        &self.branches[branch].name
    }

    /// Memory that kept states and records take, in bytes.
    pub fn bytes(&self) -> usize {
        self.kept.bytes() + self.branches.iter().map(Branch::bytes).sum::<usize>()
    }

    /// Goes on by one day, which is simulated and audited: a day that has been lived before is the same once more.
    ///
    /// # Errors
    /// If the mass balance does not close, which is a bug in the program.
    ///
    /// # Panics
    /// After the last day of the longest possible run, as [`Simulation::step`].
    pub fn step(&mut self) -> Result<(), BalanceFault> {
        self.keep_in_passing();
        self.live()
    }

    fn live(&mut self) -> Result<(), BalanceFault> {
        let begun = Instant::now();
        self.simulation.step_and_audit()?;
        self.branches[self.present].add(&self.simulation, begun.elapsed());
        Ok(())
    }

    /// Makes a keyframe of the present day if it is far enough from the last one, and none has been made for long enough.
    fn keep_in_passing(&mut self) {
        let day = self.day();
        if !self.kept.has_room() || self.last_kept.elapsed() < REST * self.keeping_takes {
            return;
        }
        let last = self.latest(self.present, day, |branch, days| self.kept.last_keyframe(branch, days));
        let is_far = last.is_none_or(|last| {
            let takes_s = self.branch().takes_s(last, day, self.day_s());
            takes_s >= LEAST_GAP_S && takes_s >= self.gap_s()
        });
        // On the way to a day, keyframes are added only as long as there is room.
        if is_far && (day == self.branch().days() || self.kept.has_more_room()) {
            let day = branch::owner(&self.branches, self.present, day);
            let begun = Instant::now();
            let state = self.simulation.packed_state();
            self.keep_keyframe(day, state);
            self.last_kept = Instant::now();
            let took = self.last_kept - begun;
            let before = if self.keeping_takes.is_zero() { took } else { self.keeping_takes };
            self.keeping_takes = (before * (MEMORY - 1) + took) / MEMORY;
        }
    }

    /// How far apart keyframes are now to be, in seconds of simulation: so far that those for which there is room are evenly spread
    /// over all days that have been lived, in any branch, and those that are left of the scenario in this one. It grows as days
    /// take longer and states become larger; keyframes that are then closer than need be give way.
    fn gap_s(&self) -> f64 {
        let left = self.scenario_days().saturating_sub(self.branch().days());
        let day_s = self.day_s();
        let lived_s: f64 = self.branches.iter().map(|branch| branch.own_days_take_s(day_s)).sum();
        (lived_s + f64::from(left) * day_s) / self.kept.keyframes_at_most().max(1) as f64
    }

    /// How long a day of the present branch takes to simulate on average, in seconds; 0 before one has been simulated.
    fn day_s(&self) -> f64 {
        self.branch().day_s().unwrap_or_default()
    }

    /// Days from the first to the last of the scenario.
    pub fn scenario_days(&self) -> u32 {
        let scenario = self.simulation.scenario();
        (days_between(scenario.start, scenario.end) + 1).try_into().unwrap_or_default()
    }

    fn keep_keyframe(&mut self, day: Day, state: PackedState) {
        let (gap_s, day_s, bytes) = (self.gap_s(), self.day_s(), state.bytes());
        let to_fork_s: Vec<f64> = self.branches.iter().map(|branch| self.to_fork_s(branch)).collect();
        let branches = &self.branches;
        self.kept.keep(day, Arc::new(state), bytes, gap_s, |number, from, to| {
            let branch = &branches[number];
            let before_s = if from.is_none() { to_fork_s[number] } else { 0.0 };
            before_s + branch.takes_s(from.unwrap_or(branch.first_day()), to.unwrap_or(branch.days()), day_s)
        });
    }

    /// How long it takes to simulate the days from the last keyframe before a branch leaves another, to where it does, in seconds.
    fn to_fork_s(&self, branch: &Branch) -> f64 {
        let (mut fork, mut takes_s) = (branch.fork(), 0.0);
        while let Some(Fork { parent, days }) = fork {
            let of = &self.branches[parent];
            let keyframe = self.kept.last_keyframe(parent, of.first_day()..=days);
            takes_s += of.takes_s(keyframe.unwrap_or(of.first_day()).min(days), days, self.day_s());
            let next = of.fork().filter(|_| keyframe.is_none());
            fork = next.map(|fork| Fork { days: fork.days.min(days), ..fork });
        }
        takes_s
    }

    fn keep_near(&mut self, day: Day, state: PackedState) {
        let (bytes, distance) = (state.bytes(), distance(&self.branches, self.present, self.day()));
        self.kept.keep_near(day, Arc::new(state), bytes, distance);
    }

    /// Does something to the run at the beginning of the next day, and logs it. On a past day, or where the log being
    /// repeated goes on, it begins a branch, which is then the present one. A parameter that was set for the next day and is set back to
    /// what it was has not been set.
    pub fn intervene(&mut self, mut action: Action) {
        if self.takes_back(&action) {
            return;
        }
        if self.begins_a_branch() {
            if let Action::SetEffort { effort } = action
                && self.campaign_is_yet_to_start()
            {
                action = Action::StartCampaign { effort };
            }
            let name = branch::name(&action, self.simulation.next_date());
            let name = branch::unused(&name, self.branches.iter());
            let branch = self.branch().leave(self.present, self.simulation.record(), name);
            self.simulation.go_on_with(branch.log.clone());
            self.present = self.branches.len();
            self.branches.push(branch);
        }
        self.simulation.intervene(action);
        let log = self.simulation.whole_log();
        let before = std::mem::replace(&mut self.branches[self.present].log, log.clone());
        if before.len() < log.len() {
            // In this history nothing was set before it.
            self.set_again.retain(|(_, after)| *after != log);
        } else if before != log {
            self.set_again.push((before, log));
        }
    }

    /// Whether what is done now begins a branch, which takes over what has been done up to the present day.
    pub fn begins_a_branch(&self) -> bool {
        let (branch, next) = (self.branch(), self.simulation.next_date());
        self.day() < branch.days() || branch.log().iter().any(|event| event.date > next)
    }

    /// Whether the campaign is on from the next day, by something done then that a branch that begins now does not take over.
    pub fn campaign_is_yet_to_start(&self) -> bool {
        let simulation = &self.simulation;
        self.begins_a_branch() && !simulation.campaign_is_on() && simulation.campaign_effort() > 0.0
    }

    /// Goes on with another log, which is the same up to the present day: in the branch that has it already, or else in this one.
    /// It becomes one of its own where this one has been lived further, or is to stay as it is.
    pub fn go_on_with(&mut self, log: Vec<Intervention>, stays: bool) {
        let goes_on_here = !stays && self.day() == self.branch().days();
        // Nothing is to be found in an empty branch that this one is not.
        let other = self.branch_with(&log).filter(|branch| !goes_on_here || !self.branches[*branch].is_empty());
        if let Some(branch) = other {
            let years = self.branch().field_years().to_vec();
            if self.branches[branch].is_empty() && !self.is_below(branch) {
                // As if it had not been there before.
                let fork = Fork { parent: self.present, days: self.day() };
                self.branches[branch].leaves_at(fork);
            }
            self.branches[branch].learn(self.simulation.record(), &years);
            self.present = branch;
        } else if !goes_on_here {
            let name = branch::unused(branch::ORIGINAL, self.branches.iter());
            let mut branch = self.branch().leave(self.present, self.simulation.record(), name);
            branch.log.clone_from(&log);
            self.present = self.branches.len();
            self.branches.push(branch);
        } else {
            self.branches[self.present].log.clone_from(&log);
        }
        self.simulation.go_on_with(log);
    }

    /// Goes on from the present day of another run of the same scenario: in the branch that has its log, or else in one of
    /// its own.
    pub fn go_on_as(&mut self, simulation: Simulation) {
        match self.branch_with(&simulation.whole_log()) {
            Some(branch) => {
                self.branches[branch].learn(simulation.record(), &[]);
                self.present = branch;
            }
            None => {
                self.present = self.branches.len();
                let mut branch = Branch::original(&simulation);
                branch.name = branch::unused(branch::ORIGINAL, self.branches.iter());
                self.branches.push(branch);
            }
        }
        self.simulation = simulation;
    }

    /// Whether the present branch is this one, or has left it, or one that has.
    fn is_below(&self, branch: usize) -> bool {
        let parent = |number: &usize| self.branches[*number].fork().map(|fork| fork.parent);
        std::iter::successors(Some(self.present), parent).any(|number| number == branch)
    }

    /// The branch with this log: with the scenario, that says all that is in it.
    fn branch_with(&self, log: &[Intervention]) -> Option<usize> {
        self.branches.iter().position(|branch| branch.log == log)
    }

    /// Takes down the state hash of the present day, if that of the day before is known.
    pub(crate) fn hash_the_day(&mut self) {
        let days = self.day();
        let hashes = &mut self.branches[self.present].hashes;
        if hashes.len() == days as usize {
            hashes.push(self.simulation.state_hash());
        }
    }

    /// Goes to a day of the present branch; one that it has not lived yet is lived.
    ///
    /// # Errors
    /// As for [`Self::step`].
    pub fn go_to(&mut self, day: u32) -> Result<(), BalanceFault> {
        self.go_towards(self.present, day, || false).map(|_| ())
    }

    /// Goes to a day of a branch, or until `ends` says so, which is asked each day; then it is on an earlier day of that
    /// branch, from which the same call goes on.
    ///
    /// # Errors
    /// As for [`Self::step`].
    ///
    /// # Panics
    /// If there is no such branch.
    pub fn go_towards(
        &mut self,
        branch: usize,
        day: u32,
        mut ends: impl FnMut() -> bool,
    ) -> Result<Arrival, BalanceFault> {
        self.set_out(branch, day);
        let is_lived_again = day <= self.branch().days();
        while self.day() < day {
            if ends() {
                return Ok(Arrival::Underway);
            }
            if is_lived_again {
                self.keep_on_the_way(day);
            }
            self.step()?;
        }
        Ok(Arrival::There)
    }

    /// Goes to the nearest kept state of a branch up to a day, unless the run is between the two.
    fn set_out(&mut self, branch: usize, day: u32) {
        let base = self.nearest(branch, day);
        let days_kept = base.as_ref().map_or(0, |(days, _)| *days);
        if branch == self.present && (days_kept..=day).contains(&self.day()) {
            return;
        }
        lead(&mut self.simulation, &self.branches[branch], base);
        self.present = branch;
    }

    /// The last kept state of a branch up to a day, which may be one of a branch that it leaves.
    fn nearest(&self, branch: usize, day: u32) -> Option<(u32, Arc<PackedState>)> {
        self.latest(branch, day, |branch, days| self.kept.last(branch, days).map(|(day, state)| (day, state.clone())))
    }

    /// What `look` finds first, of a branch and its days up to one, or else of a branch that it leaves.
    fn latest<T>(
        &self,
        mut branch: usize,
        mut day: u32,
        look: impl Fn(usize, RangeInclusive<u32>) -> Option<T>,
    ) -> Option<T> {
        loop {
            let of = &self.branches[branch];
            let first = of.first_day();
            if let Some(found) = look(branch, first..=day) {
                return Some(found);
            }
            (branch, day) = (of.fork()?.parent, day.min(first));
        }
    }

    /// What it can do for a person who wants to see another day, by what it has seen so far; `None` before the first day.
    pub fn reach(&self) -> Option<Reach> {
        Reach::of(self)
    }
}

/// How far a day is from the present one of a branch, for a person who goes back: other histories are furthest, then days that
/// lie ahead, to which the way is a short simulation anyway.
fn distance(branches: &[Branch], present: usize, today: u32) -> impl Fn(Day) -> (bool, bool, u32) {
    move |(branch, day)| {
        let is_of_this_history = branch::owner(branches, present, day) == (branch, day);
        (!is_of_this_history, day > today, day.abs_diff(today))
    }
}

/// Leads a run to a kept state of a branch or, without one, to before its first day.
fn lead(run: &mut Simulation, branch: &Branch, base: Option<(u32, Arc<PackedState>)>) {
    let Some((days, packed)) = base else { return run.begin_again(&branch.log) };
    let state = packed.unpack(run.scenario(), run.parallelism());
    let arrived = state.and_then(|state| run.go_to(&state, branch.rows(days), branch.log.clone()));
    arrived.expect("a kept state is one of the run");
}
