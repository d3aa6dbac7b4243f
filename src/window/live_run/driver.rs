//! The simulation runs on a thread of its own. It never waits for the window, nor the window for it.
//!
//! The window sends [`Command`]s. The thread steps the days that are due and leaves a [`RunUpdate`] in a mailbox, with a
//! [`Picture`] of the latest day; the window takes it when it draws. When a day takes longer than the requested speed
//! allows, the next days come later: the run slows down, but input and drawing do not. The same is true of the way to another
//! day, which a newer command ends.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use bevy::prelude::*;

use crate::engine::parallel::Parallelism;
use crate::record::series::HarvestRow;
use crate::scenario::{Action, Intervention, Scenario};
use crate::timeline::branch::{Branch, Fork};
use crate::timeline::reach::Reach;
use crate::timeline::session::Session;
use crate::window::map::picture::Picture;

use super::field_past::FieldPast;
use super::following::{FollowUpdate, Wanted};
use super::rows::NewRows;
use super::save::SaveAs;
use super::twin::TwinUpdate;
use super::worker::Worker;

/// The speed that is asked for until the first days have passed, days/s.
pub const DEFAULT_DAYS_PER_S: f32 = 5.0;

/// What the window can tell the simulation's thread to do.
#[derive(Debug)]
pub enum Command {
    /// Keep simulating days. On the last one of the scenario it pauses; played from there, the run goes on.
    Play,
    /// Stop after the day that is being simulated.
    Pause,
    /// Go on by one day, then pause.
    Step,
    /// Go back by one day, and pause.
    StepBack,
    /// Go to a day of a branch, or to its last one if it has not come so far, and pause. The next such command puts an end to
    /// the way there.
    GoTo(Moment),
    /// Keep simulating days at the set speed until this many are done, then pause.
    PlayUntil(u32),
    /// Set the speed, days/s.
    Speed(f32),
    /// Let days pass quickly while little happens, and slowly around events, as at first.
    FollowStory,
    /// Intervene in the run, from the next day on; of a run that is on its way to another day, there. On a past day this begins a branch.
    /// What is so already, or cannot be, is not done, and a sentence says so.
    Act(Action),
    /// Undo what was done last in the present branch, and nothing else: go back to the day before it, and on without it. What was lived with it stays.
    Undo,
    /// Whether somebody looks at the twin, so that its pictures are needed.
    WatchTwin(bool),
    /// Follow an agent, or none.
    Follow(Option<Wanted>),
    /// Tell the years of a field, or of none.
    Field(Option<u32>),
    /// Discard the run and begin another.
    Restart(Box<Scenario>),
    /// Discard the run and go on with a session, if that is possible.
    Open(Box<Session>),
    /// Write the run to a file; how that went is part of the next update.
    Save(SaveAs, PathBuf),
    /// Panic, to see that whoever shows the run gets over it.
    Panic,
    /// Report the state hash, with the number of days simulated.
    Hash(Sender<(u32, u64)>),
    /// Report the state hash of every day from now on, with the number of days simulated.
    HashEveryDay(Sender<(u32, u64)>),
}

impl Command {
    /// Whether a person who does it goes on, and has read what was refused before. Whoever looks for a day does not yet.
    pub(super) fn goes_on(&self) -> bool {
        match self {
            Self::Play | Self::PlayUntil(_) | Self::Step | Self::Undo => true,
            Self::Act(_) | Self::Restart(_) | Self::Open(_) => true,
            Self::StepBack
            | Self::GoTo(_)
            | Self::Pause
            | Self::Speed(_)
            | Self::FollowStory
            | Self::WatchTwin(_)
            | Self::Follow(_) => false,
            Self::Field(_) | Self::Save(..) | Self::Panic | Self::Hash(_) | Self::HashEveryDay(_) => false,
        }
    }
}

/// A day of a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The number of the branch.
    pub branch: usize,
    /// The number of days simulated up to it.
    pub day: u32,
}

/// A branch of the run, as the window knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BranchLine {
    /// What it is called.
    pub name: String,
    /// Where it leaves another; `None` for the first.
    pub fork: Option<Fork>,
    /// Days lived.
    pub days: u32,
    /// Whether nothing of it is its own.
    pub is_empty: bool,
}

impl BranchLine {
    /// A branch of a timeline.
    pub(in crate::window) fn of(branch: &Branch) -> Self {
        let (name, is_empty) = (branch.name.clone(), branch.is_empty());
        Self { name, fork: branch.fork(), days: branch.days(), is_empty }
    }
}

/// What has changed in the run since the window last looked, and how it stands.
#[derive(Clone, Debug, Default)]
pub struct RunUpdate {
    /// The number of the run: it goes up with every restart.
    pub run: u32,
    /// The scenario, if this is the first update of the run.
    pub scenario: Option<Box<Scenario>>,
    /// The present day.
    pub now: Moment,
    /// The day to which the run is on its way.
    pub wanted: Option<Moment>,
    /// Rows of the present branch, those of days after the present one too.
    pub rows: NewRows,
    /// Its harvests up to the present day.
    pub harvests: Vec<HarvestRow>,
    /// All its harvests, those after the present day too.
    pub all_harvests: Vec<HarvestRow>,
    /// All branches of the run.
    pub branches: Vec<BranchLine>,
    /// How soon another day is there, as far as is known.
    pub reach: Option<Reach>,
    /// The same run without the campaign.
    pub twin: TwinUpdate,
    /// The agent that is followed.
    pub follow: FollowUpdate,
    /// The years of the field that was asked for.
    pub field: Option<FieldPast>,
    /// What the user did in this run.
    pub log: Vec<Intervention>,
    /// What was done in each branch, with what is to be done on the day after its last.
    pub logs: Arc<Vec<Vec<Intervention>>>,
    /// The picture of the present day, or of one on the way to another, if there is a new one; with the number of its branch.
    pub picture: Option<(usize, Arc<Picture>)>,
    /// The campaign's effort on the next day, 0 (off) to 1, given everything done so far.
    pub campaign_effort: f32,
    /// Whether days are being simulated.
    pub playing: bool,
    /// Requested speed, days/s.
    pub asked_days_per_s: f32,
    /// Whether that is the pace of the story.
    pub follows_story: bool,
    /// Actual speed over the last second or so, days/s; 0 while paused.
    pub reached_days_per_s: f32,
    /// Commands carried out since the thread started.
    pub carried_out: u32,
    /// Why the run cannot go on, such as a mass balance that does not close. It is then paused.
    pub failure: Option<String>,
    /// Whether the user did something in this run that has not been saved.
    pub is_unsaved: bool,
    /// The last file that was asked for, by the number of the command.
    pub saved: Option<(u32, Result<PathBuf, String>)>,
    /// What a session that was opened has to tell, or why something was not done, one sentence a line.
    pub notice: Option<String>,
    /// Commands that had been sent when the window first took this notice; `None` before.
    pub notice_taken: Option<u32>,
}

impl RunUpdate {
    /// Takes everything that is new out of the mailbox, by a window that has sent so many commands.
    pub(super) fn take(&mut self, sent: u32) -> Self {
        let (rows, picture, scenario) = (self.rows.take(), self.picture.take(), self.scenario.take());
        let (rows_of_twin, picture_of_twin) = (self.twin.rows.take(), self.twin.picture.take());
        let twin = TwinUpdate { rows: rows_of_twin, picture: picture_of_twin, ..self.twin.clone() };
        let follow = self.follow.take();
        self.notice_taken.get_or_insert(sent);
        Self { rows, picture, scenario, twin, follow, ..self.clone() }
    }
}

/// What the thread looks at before each day, without a command.
#[derive(Clone, Debug)]
pub(super) struct Hints {
    /// How long it rests after a day, as a percentage of the time that the day took.
    pub rest_percent: Arc<AtomicU32>,
    /// The day that it goes to and no further at quiet speeds, as the number of days simulated up to it.
    pub goes_to: Arc<AtomicU32>,
    /// How often the window has looked for what is new: once in every frame.
    pub looks: Arc<AtomicU32>,
}

impl Default for Hints {
    fn default() -> Self {
        Self { rest_percent: Arc::default(), goes_to: Arc::new(AtomicU32::new(u32::MAX)), looks: Arc::default() }
    }
}

/// The window's handle to the simulation's thread.
#[derive(Resource)]
pub struct Driver {
    commands: Option<Sender<Command>>,
    /// Commands sent so far. The thread looks here to see whether another one is waiting.
    sent: Arc<AtomicU32>,
    mailbox: Arc<Mutex<RunUpdate>>,
    hints: Hints,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    /// Starts the thread, paused before the first day of `scenario`, which must be valid.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn start(scenario: Scenario, parallelism: Parallelism) -> std::io::Result<Self> {
        Self::start_as(0, scenario, parallelism)
    }

    /// Starts one in place of another that has ended, of which `run` was the last: what was known of that is then forgotten.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn start_after(run: u32, scenario: Scenario, parallelism: Parallelism) -> std::io::Result<Self> {
        Self::start_as(run + 1, scenario, parallelism)
    }

    fn start_as(run: u32, scenario: Scenario, parallelism: Parallelism) -> std::io::Result<Self> {
        let (commands, inbox) = channel();
        let nothing_yet =
            RunUpdate { asked_days_per_s: DEFAULT_DAYS_PER_S, follows_story: true, ..RunUpdate::default() };
        let mailbox = Arc::new(Mutex::new(nothing_yet));
        let outbox = mailbox.clone();
        let hints = Hints::default();
        let sent = Arc::new(AtomicU32::new(0));
        let (of_thread, counter) = (hints.clone(), sent.clone());
        let thread = std::thread::Builder::new()
            .name("simulation".into())
            .spawn(move || Worker::new(scenario, parallelism, outbox, (of_thread, counter)).of_run(run).work(&inbox))?;
        Ok(Self { commands: Some(commands), sent, mailbox, hints, thread: Some(thread) })
    }

    /// Sends a command. It is carried out before the next day.
    pub fn send(&self, command: Command) {
        let Some(commands) = &self.commands else { return };
        match commands.send(command) {
            Ok(()) => _ = self.sent.fetch_add(1, Relaxed),
            Err(_) => error!("the simulation's thread has ended"),
        }
    }

    /// Whether the thread has ended although nobody has told it to: it has panicked, or the system has ended it.
    pub fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Commands sent so far.
    pub fn sent(&self) -> u32 {
        self.sent.load(Relaxed)
    }

    /// Lets the thread rest after each day for this percentage of the time that the day took, so that drawing has the cores
    /// meanwhile.
    pub fn let_rest(&self, percent: u32) {
        self.hints.rest_percent.store(percent, Relaxed);
    }

    /// Lets the thread go to this day at quiet speeds, as the number of days simulated up to it, and no further.
    pub fn let_go_to(&self, day: u32) {
        self.hints.goes_to.store(day, Relaxed);
    }

    /// Takes everything new since the last call.
    pub fn take_update(&self) -> RunUpdate {
        self.hints.looks.fetch_add(1, Relaxed);
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner).take(self.sent())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            error!("the simulation's thread has panicked");
        }
    }
}
