//! Session files: a run with all its branches as one file, from which it goes on.
//!
//! | bytes | content of the [envelope](crate::simulation::envelope) |
//! | --- | --- |
//! | 4 | number of branches, the first of which is the original |
//! | 4, 4 | the present branch, and the present day |
//! | | for each branch: |
//! | 4 + n | its name |
//! | 4, 4 | the number of the branch that it leaves (the largest number there is, if it leaves none), and the days in common |
//! | 4 | days lived |
//! | 4 + n | the text of a `run.ron`: program version, scenario, seed, log of interventions, state hash after the last day |
//! | 4 | number of snapshots |
//! | | for each: |
//! | 4, 4 + n | the branch to which it belongs, and the [snapshot](crate::simulation::snapshot) |
//!
//! With snapshots it is as large as they are, and goes on at once. Without them, or in another version of the program, which
//! cannot read them, each branch is repeated from the first day, and its state hash says whether it is the same.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::{fmt, fs};

use thiserror::Error;

use super::branch::{Branch, Fork, ORIGINAL};
use super::{Timeline, branch};
use crate::ecology::calendar::date_of;
use crate::engine::parallel::Parallelism;
use crate::record::provenance::{VERSION, hash_text};
use crate::record::run_file;
use crate::scenario::{Document, Intervention, Problems, SavedRun, parse};
use crate::simulation::envelope::{Broken, Kind, Parts, add_part};
use crate::simulation::snapshot::Unrestorable;
use crate::simulation::{BalanceFault, Simulation};

/// What a session is as a file.
pub const SESSION: Kind = Kind { mark: b"Sparrowfall run\n", format: 1, name: "session file" };
/// What the names of session files end with.
pub const ENDING: &str = "sparrowfall";
/// Most branches that are read.
const MOST_BRANCHES: u32 = 10_000;

/// A run with all its branches, as it is saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its branches; the first is the original.
    pub branches: Vec<SavedBranch>,
    /// The number of the present branch.
    pub present: u32,
    /// The present day: days simulated up to it.
    pub day: u32,
    /// Snapshots, each with the number of its branch.
    pub snapshots: Vec<(u32, Vec<u8>)>,
}

/// A branch, as it is saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedBranch {
    /// Its name.
    pub name: String,
    /// Where it leaves another.
    pub fork: Option<Fork>,
    /// Days lived.
    pub days: u32,
    /// What repeats it, with the state hash after these days. Its last day may be later, if something was to be done then.
    pub run: SavedRun,
}

/// Why a session cannot be gone on with.
#[derive(Debug, Error)]
pub enum Unopenable {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is not a whole session file.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// A run in it is not valid.
    #[error("a run in this session file is not valid: {0}")]
    Run(Problems),
    /// Its parts do not fit together.
    #[error(
        "this session file contradicts itself: {0}. It was not written by Sparrowfall, or this is a bug in the program"
    )]
    Contradiction(&'static str),
    /// A day of it does not close its books.
    #[error("its run was {0}")]
    Balance(#[from] BalanceFault),
}

impl Timeline {
    /// Everything that is needed to go on with it, with snapshots of the end of each branch and of the present day if they
    /// are wanted. It goes to the end of each branch for that, and back to the present day. Branches in which there is nothing are left
    /// out.
    ///
    /// # Errors
    /// As for [`Self::step`].
    pub fn session(&mut self, with_snapshots: bool) -> Result<Session, BalanceFault> {
        let (present, day) = (self.present(), self.day());
        let kept: Vec<usize> = (0..self.branches.len())
            .filter(|branch| *branch == present || !self.branches[*branch].is_empty())
            .collect();
        let number_of = |branch: usize| kept.iter().position(|kept| *kept == branch);
        let saved_present = number_of(present).unwrap_or_default() as u32;
        let mut snapshots = Vec::new();
        if with_snapshots && day != self.branch().days() {
            snapshots.push((saved_present, self.simulation.save()));
        }
        let mut branches = Vec::new();
        for &branch in &kept {
            let days = self.branches[branch].days();
            self.go_towards(branch, days, || false)?;
            if with_snapshots {
                snapshots.push((branches.len() as u32, self.simulation.save()));
            }
            let fork = self.fork_from(branch, number_of);
            let Branch { name, log, .. } = &self.branches[branch];
            let name = name.clone();
            branches.push(SavedBranch { name, fork, days, run: saved_run(&mut self.simulation, log.clone()) });
        }
        self.go_towards(present, day, || false)?;
        Ok(Session { branches, present: saved_present, day, snapshots })
    }

    /// Where a branch leaves another of those that have a number: one that has none is empty, so that what leaves it leaves the one
    /// before.
    fn fork_from(&self, branch: usize, number_of: impl Fn(usize) -> Option<usize>) -> Option<Fork> {
        let Fork { mut parent, days } = self.branches[branch].fork()?;
        loop {
            if let Some(parent) = number_of(parent) {
                return Some(Fork { parent, days });
            }
            parent = self.branches[parent].fork()?.parent;
        }
    }

    /// Goes on with a session, in `budget` bytes for states. What is told besides are sentences on what is not as it was.
    ///
    /// # Errors
    /// If its parts do not fit together, or a day that has to be repeated does not close its books.
    pub fn open(
        session: &Session,
        parallelism: Parallelism,
        budget: usize,
        is_watched: bool,
    ) -> Result<(Self, Vec<String>), Unopenable> {
        let original = session.branches.first().ok_or(Unopenable::Contradiction("it has no branch"))?;
        let scenario = &original.run.scenario;
        let begin = if is_watched { Simulation::watched } else { Simulation::new };
        let mut timeline = Self::of(begin(scenario.clone(), parallelism), budget);
        timeline.branches.clear();
        let mut notes = Vec::new();
        for (number, saved) in session.branches.iter().enumerate() {
            if saved.run.scenario != *scenario {
                return Err(Unopenable::Contradiction("its branches have different scenarios"));
            }
            let fork = saved.fork;
            let is_of_an_earlier_one = match fork {
                None => number == 0,
                Some(Fork { parent, days }) => parent < number && days <= timeline.branches[parent].days(),
            };
            if !is_of_an_earlier_one || fork.is_some_and(|fork| fork.days > saved.days) {
                return Err(Unopenable::Contradiction("a branch leaves one that is not there"));
            }
            let name = branch::unused(&saved.name, timeline.branches.iter());
            let log = saved.run.interventions.clone();
            match end_of(session, number, saved, parallelism) {
                Ok(Some(run)) => {
                    timeline.branches.push(Branch::new(name, fork, log, run.record().clone()));
                    timeline.keep_keyframe((number, saved.days), run.packed_state());
                }
                unread => {
                    notes.extend(unread.err().map(|reason| format!("{reason}. Its run was repeated instead.")));
                    timeline.repeat(name, saved)?;
                    let hash = hash_text(timeline.simulation.state_hash());
                    if !hash.eq_ignore_ascii_case(&saved.run.state_hash) {
                        notes.push(format!(
                            "The branch '{}' was not repeated: its state hash was {} in version {}, but is {hash} in this \
                             version, {VERSION}.",
                            saved.name, saved.run.state_hash, saved.run.version
                        ));
                    }
                }
            }
        }
        let (present, day) = (session.present as usize, session.day);
        if timeline.branches.get(present).is_none_or(|branch| day > branch.days()) {
            return Err(Unopenable::Contradiction("its present day is in none of its branches"));
        }
        let restore = if is_watched { Simulation::restore_watched } else { Simulation::restore };
        match session.present_run(|bytes| restore(bytes, parallelism)) {
            Some(run) => (timeline.simulation, timeline.present) = (run, present),
            None => _ = timeline.go_towards(present, day, || false)?,
        }
        Ok((timeline, notes))
    }

    /// Lives a saved branch as the last one.
    fn repeat(&mut self, name: String, saved: &SavedBranch) -> Result<(), BalanceFault> {
        let number = self.branches.len();
        let log = saved.run.interventions.clone();
        let record = match saved.fork {
            Some(fork) => {
                self.go_towards(fork.parent, fork.days, || false)?;
                self.simulation.record().clone()
            }
            None => Default::default(),
        };
        self.branches.push(Branch::new(name, saved.fork, log.clone(), record));
        self.present = number;
        self.simulation.go_on_with(log);
        self.go_towards(number, saved.days, || false).map(|_| ())
    }
}

/// The run at the end of a saved branch, if there is a snapshot of it.
fn end_of(
    session: &Session,
    number: usize,
    saved: &SavedBranch,
    parallelism: Parallelism,
) -> Result<Option<Simulation>, Unrestorable> {
    for (_, bytes) in session.snapshots.iter().filter(|(branch, _)| *branch as usize == number) {
        let run = Simulation::restore(bytes, parallelism)?;
        let is_it = run.days_done() == saved.days
            && *run.scenario() == saved.run.scenario
            && run.whole_log() == saved.run.interventions;
        if is_it {
            return Ok(Some(run));
        }
    }
    Ok(None)
}

impl Session {
    /// As the bytes of a file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut content = Vec::new();
        [self.branches.len() as u32, self.present, self.day].iter().for_each(|n| content.extend(n.to_le_bytes()));
        for SavedBranch { name, fork, days, run } in &self.branches {
            add_part(&mut content, name.as_bytes());
            let [parent, common] = fork.map_or([u32::MAX, 0], |fork| [fork.parent as u32, fork.days]);
            [parent, common, *days].iter().for_each(|number| content.extend(number.to_le_bytes()));
            add_part(&mut content, run_file::text(run).expect("a run is text").as_bytes());
        }
        content.extend((self.snapshots.len() as u32).to_le_bytes());
        for (branch, bytes) in &self.snapshots {
            content.extend(branch.to_le_bytes());
            add_part(&mut content, bytes);
        }
        SESSION.seal(&content)
    }

    /// From the bytes of a file.
    ///
    /// # Errors
    /// If they are not a whole session file, or a run in it is not valid.
    pub fn read(bytes: &[u8]) -> Result<Self, Unopenable> {
        let mut parts = SESSION.open(bytes)?;
        let short = || Unopenable::Contradiction("it ends too early");
        let number = |parts: &mut Parts| parts.number().ok_or_else(short);
        let [count, present, day] = [number(&mut parts)?, number(&mut parts)?, number(&mut parts)?];
        if count > MOST_BRANCHES {
            return Err(Unopenable::Contradiction("it has too many branches"));
        }
        let mut branches = Vec::new();
        for _ in 0..count {
            let name = parts.text().ok_or_else(short)?.to_owned();
            let [parent, common, days] = [number(&mut parts)?, number(&mut parts)?, number(&mut parts)?];
            let fork = (parent != u32::MAX).then_some(Fork { parent: parent as usize, days: common });
            let text = parts.text().ok_or_else(short)?;
            let Document::Run(run) = parse(text, "its text").map_err(Unopenable::Run)? else {
                return Err(Unopenable::Contradiction("one of its runs is a scenario"));
            };
            branches.push(SavedBranch { name, fork, days, run });
        }
        let mut snapshots = Vec::new();
        for _ in 0..number(&mut parts)? {
            let branch = number(&mut parts)?;
            snapshots.push((branch, parts.part().ok_or_else(short)?.to_owned()));
        }
        if !parts.0.is_empty() {
            return Err(Unopenable::Contradiction("it goes on after its end"));
        }
        Ok(Self { branches, present, day, snapshots })
    }

    /// Reads a file; `None` if it is another kind of file, or none that can be read.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn open(path: &Path) -> Option<Result<Self, Unopenable>> {
        // Not of a pipe, which could be read only once.
        if !fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let mut file = File::open(path).ok()?;
        let mut bytes = vec![0; SESSION.mark.len()];
        file.read_exact(&mut bytes).ok().filter(|()| SESSION.begins(&bytes))?;
        let whole = file.read_to_end(&mut bytes).map_err(Unopenable::from);
        Some(whole.and_then(|_| Self::read(&bytes)))
    }

    /// A run without branches, with a snapshot of its present day.
    pub fn of(run: &mut Simulation) -> Self {
        let log = run.whole_log();
        let days = run.days_done();
        let branch = SavedBranch { name: ORIGINAL.into(), fork: None, days, run: saved_run(run, log) };
        Self { branches: vec![branch], present: 0, day: days, snapshots: vec![(0, run.save())] }
    }

    /// The run of the present branch on the present day, if there is a snapshot of it that this version reads.
    fn present_run(&self, restore: impl Fn(&[u8]) -> Result<Simulation, Unrestorable>) -> Option<Simulation> {
        let present = self.branch().ok()?;
        let of_branch = self.snapshots.iter().filter(|(branch, _)| *branch == self.present);
        let mut runs = of_branch.filter_map(|(_, bytes)| restore(bytes).ok());
        let mut run = runs.find(|run| run.days_done() == self.day && *run.scenario() == present.run.scenario)?;
        run.go_on_with(present.run.interventions.clone());
        Some(run)
    }

    /// The present branch.
    ///
    /// # Errors
    /// If it has none.
    pub fn branch(&self) -> Result<&SavedBranch, Unopenable> {
        self.branches.get(self.present as usize).ok_or(Unopenable::Contradiction("its present branch is not there"))
    }

    /// The run of its present branch on its present day, to go on with, and sentences on what is not as it was.
    ///
    /// # Errors
    /// As for [`Timeline::open`].
    pub fn go_on(&self, parallelism: Parallelism) -> Result<(Simulation, Vec<String>), Unopenable> {
        if let Some(run) = self.present_run(|bytes| Simulation::restore(bytes, parallelism)) {
            return Ok((run, Vec::new()));
        }
        let (timeline, notes) = Timeline::open(self, parallelism, super::DEFAULT_BUDGET, false)?;
        Ok((timeline.into_simulation(), notes))
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Ok(SavedBranch { run, .. }) = self.branch() else { return write!(f, "a session without branches") };
        let next = date_of(run.scenario.start, self.day);
        write!(f, "a session of {} that goes on with {next}", run.scenario.title)?;
        match self.branches.len() {
            1 => Ok(()),
            more => write!(f, ", with {more} branches"),
        }
    }
}

/// What repeats a run up to its present day, with everything that is to be done later.
fn saved_run(run: &mut Simulation, log: Vec<Intervention>) -> SavedRun {
    let hash = run.state_hash();
    run.repetition(log, hash)
}
