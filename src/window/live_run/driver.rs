//! The simulation runs on a thread of its own. It never waits for the window, nor the window for it.
//!
//! The window sends [`Command`]s. The thread steps the days that are due and leaves a [`RunUpdate`] in a mailbox, with a
//! [`Picture`] of the latest day; the window takes it when it draws. When a day takes longer than the requested speed
//! allows, the next days come later: the run slows down, but input and drawing do not.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bevy::prelude::*;

use crate::engine::parallel::Parallelism;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::{Action, Intervention, Scenario};
use crate::simulation::Simulation;
use crate::timeline::Timeline;
use crate::timeline::session::Session;
use crate::window::map::picture::Picture;

use super::pace::Pace;
use super::save::SaveAs;
use super::twin::{Twin, TwinUpdate};

/// Speed of a new window, days/s.
pub const DEFAULT_DAYS_PER_S: f32 = 5.0;

/// Up to this speed, days/s, every day gets a picture; beyond it, only days that the window has time to draw.
const FEW_DAYS_PER_S: f32 = 30.0;

/// Memory for states of days that have been lived: none, because the window does not go back to them.
const KEPT_BYTES: usize = 0;

/// A run whose animals can be drawn between two days.
fn watched(scenario: Scenario, parallelism: Parallelism) -> Timeline {
    Timeline::of(Simulation::watched(scenario, parallelism), KEPT_BYTES)
}

/// What the window can tell the simulation's thread to do.
#[derive(Debug)]
pub enum Command {
    /// Keep simulating days.
    Play,
    /// Stop after the day that is being simulated.
    Pause,
    /// Simulate one day, then pause.
    Step,
    /// Keep simulating days at the set speed until this many are done, then pause.
    PlayUntil(u32),
    /// Set the speed, days/s.
    Speed(f32),
    /// Intervene in the run, from the next day on.
    Act(Action),
    /// Whether somebody looks at the twin, so that its pictures are needed.
    WatchTwin(bool),
    /// Discard the run and begin another.
    Restart(Box<Scenario>),
    /// Discard the run and go on with a session, if that is possible.
    Open(Box<Session>),
    /// Write the run to a file; how that went is part of the next update.
    Save(SaveAs, PathBuf),
    /// Report the state hash, with the number of days simulated.
    Hash(Sender<(u32, u64)>),
    /// Report the state hash of every day from now on, with the number of days simulated.
    HashEveryDay(Sender<(u32, u64)>),
}

/// What has changed in the run since the window last looked, and how it stands.
#[derive(Clone, Debug, Default)]
pub struct RunUpdate {
    /// The number of the run: it goes up with every restart.
    pub run: u32,
    /// The scenario, if this is the first update of the run.
    pub scenario: Option<Box<Scenario>>,
    /// The rows of days simulated since the last update of this run.
    pub days: Vec<DayRow>,
    /// All harvests of this run.
    pub harvests: Vec<HarvestRow>,
    /// The same run without the campaign.
    pub twin: TwinUpdate,
    /// What the user did in this run.
    pub log: Vec<Intervention>,
    /// The picture of the latest day, if there is a new one.
    pub picture: Option<Arc<Picture>>,
    /// The campaign's effort on the next day, 0 (off) to 1, given everything done so far.
    pub campaign_effort: f32,
    /// Whether days are being simulated.
    pub playing: bool,
    /// Requested speed, days/s.
    pub asked_days_per_s: f32,
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
    /// What a session that was opened has to tell, one sentence a line.
    pub notice: Option<String>,
}

/// The window's handle to the simulation's thread.
#[derive(Resource)]
pub struct Driver {
    commands: Option<Sender<Command>>,
    sent: AtomicU32,
    mailbox: Arc<Mutex<RunUpdate>>,
    /// How long the thread rests after a day, as a percentage of the time that the day took.
    rest_percent: Arc<AtomicU32>,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    /// Starts the thread, paused before the first day of `scenario`, which must be valid.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn start(scenario: Scenario, parallelism: Parallelism) -> std::io::Result<Self> {
        let (commands, inbox) = channel();
        let nothing_yet = RunUpdate { asked_days_per_s: DEFAULT_DAYS_PER_S, ..RunUpdate::default() };
        let mailbox = Arc::new(Mutex::new(nothing_yet));
        let outbox = mailbox.clone();
        let rest_percent = Arc::new(AtomicU32::new(0));
        let rest = rest_percent.clone();
        let thread = std::thread::Builder::new()
            .name("simulation".into())
            .spawn(move || Worker::new(scenario, parallelism, outbox, rest).work(&inbox))?;
        Ok(Self { commands: Some(commands), sent: AtomicU32::new(0), mailbox, rest_percent, thread: Some(thread) })
    }

    /// Sends a command. It is carried out before the next day.
    pub fn send(&self, command: Command) {
        let Some(commands) = &self.commands else { return };
        match commands.send(command) {
            Ok(()) => _ = self.sent.fetch_add(1, Relaxed),
            Err(_) => error!("the simulation's thread has ended"),
        }
    }

    /// Commands sent so far.
    pub fn sent(&self) -> u32 {
        self.sent.load(Relaxed)
    }

    /// Lets the thread rest after each day for this percentage of the time that the day took, so that drawing has the cores
    /// meanwhile.
    pub fn let_rest(&self, percent: u32) {
        self.rest_percent.store(percent, Relaxed);
    }

    /// Takes everything new since the last call.
    pub fn take_update(&self) -> RunUpdate {
        let mut mailbox = self.mailbox.lock().unwrap_or_else(PoisonError::into_inner);
        let (days, picture, scenario) =
            (std::mem::take(&mut mailbox.days), mailbox.picture.take(), mailbox.scenario.take());
        let (days_of_twin, picture_of_twin) = (std::mem::take(&mut mailbox.twin.days), mailbox.twin.picture.take());
        let twin = TwinUpdate { days: days_of_twin, picture: picture_of_twin, ..mailbox.twin.clone() };
        RunUpdate { days, picture, scenario, twin, ..mailbox.clone() }
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

/// The thread's side.
struct Worker {
    timeline: Timeline,
    twin: Twin,
    parallelism: Parallelism,
    run: u32,
    outbox: Arc<Mutex<RunUpdate>>,
    rest_percent: Arc<AtomicU32>,
    playing: bool,
    /// The number of days after which it pauses by itself.
    until: Option<u32>,
    asked_days_per_s: f32,
    /// When the next day is due.
    due: Instant,
    /// When a twin that is behind may live its next day.
    twin_due: Instant,
    pace: Pace,
    failure: Option<String>,
    /// The log as it was last saved.
    saved_log: Vec<Intervention>,
    saved: Option<(u32, Result<PathBuf, String>)>,
    notice: Option<String>,
    carried_out: u32,
    /// Where to report the hash of every day, if that was asked for.
    daily_hashes: Option<Sender<(u32, u64)>>,
    /// Days of this run whose rows have been left in the mailbox; `None` before the first update of the run.
    published: Option<u32>,
    /// The latest picture of this run.
    picture: Option<Arc<Picture>>,
    /// Whether it shows the latest day.
    is_pictured: bool,
    /// Whether pictures of the twin are needed.
    twin_is_watched: bool,
}

impl Worker {
    fn new(
        scenario: Scenario,
        parallelism: Parallelism,
        outbox: Arc<Mutex<RunUpdate>>,
        rest_percent: Arc<AtomicU32>,
    ) -> Self {
        let timeline = watched(scenario, parallelism);
        Self {
            twin: Twin::of(timeline.simulation()),
            timeline,
            saved_log: Vec::new(),
            saved: None,
            notice: None,
            parallelism,
            run: 0,
            outbox,
            rest_percent,
            playing: false,
            until: None,
            asked_days_per_s: DEFAULT_DAYS_PER_S,
            due: Instant::now(),
            twin_due: Instant::now(),
            pace: Pace::default(),
            failure: None,
            carried_out: 0,
            daily_hashes: None,
            published: None,
            picture: None,
            is_pictured: false,
            twin_is_watched: false,
        }
    }

    /// A day that is due waits for every command that came before it, so that what the user did takes effect on it. Even a
    /// user who drags a slider sends few commands in the time that it takes to carry one out, so this wait always ends.
    fn work(mut self, inbox: &Receiver<Command>) {
        self.publish();
        loop {
            let mut carried_out = false;
            loop {
                match inbox.try_recv() {
                    Ok(command) => self.carry_out(command),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return,
                }
                carried_out = true;
            }
            let wait = self.due.saturating_duration_since(Instant::now());
            if self.playing && wait.is_zero() {
                self.live_a_day();
                self.publish();
                continue;
            }
            let mut wait = if self.playing { wait } else { Duration::from_secs(3600) };
            if self.failure.is_none() && self.twin.is_behind(&self.timeline) {
                let rest = self.twin_due.saturating_duration_since(Instant::now());
                if rest.is_zero() {
                    self.catch_up();
                    self.publish();
                    continue;
                }
                wait = wait.min(rest);
            }
            if carried_out {
                self.publish();
            }
            match inbox.recv_timeout(wait) {
                Ok(command) => self.carry_out(command),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.publish();
        }
    }

    fn carry_out(&mut self, command: Command) {
        self.carried_out += 1;
        match command {
            Command::Play => self.play(None),
            Command::PlayUntil(days) => self.play(Some(days)),
            Command::Pause => self.playing = false,
            Command::Step => {
                self.playing = false;
                if self.failure.is_none() {
                    self.live_a_day();
                }
            }
            Command::Speed(days_per_s) => {
                self.asked_days_per_s = if days_per_s.is_finite() { days_per_s.max(0.01) } else { DEFAULT_DAYS_PER_S };
                self.due = self.due.min(Instant::now() + self.interval());
            }
            Command::Act(action) => {
                self.timeline.intervene(action);
                self.twin.follow(self.timeline.simulation());
            }
            Command::WatchTwin(is_watched) => {
                self.twin_is_watched = is_watched;
                self.is_pictured &= !is_watched;
            }
            Command::Restart(scenario) => self.go_on_with(watched(*scenario, self.parallelism), None),
            Command::Open(session) => match Timeline::open(&session, self.parallelism, KEPT_BYTES, true) {
                Ok((timeline, notes)) => self.go_on_with(timeline, (!notes.is_empty()).then(|| notes.join("\n"))),
                Err(problem) => self.notice = Some(format!("The session was not opened: {problem}.")),
            },
            Command::Save(what, path) => {
                let saved = what.save(&mut self.timeline, &path).map(|()| path);
                if saved.is_ok() {
                    // A `run.ron` ends with the last day, before what has been done since.
                    let simulation = self.timeline.simulation();
                    let log = if what == SaveAs::Run { simulation.log() } else { self.timeline.branch().log() };
                    self.saved_log = log.to_vec();
                }
                self.saved = Some((self.carried_out, saved));
            }
            Command::Hash(answer) => {
                // The asker may be gone.
                let _ = answer.send((self.timeline.day(), self.timeline.simulation_mut().state_hash()));
            }
            Command::HashEveryDay(answers) => self.daily_hashes = Some(answers),
        }
    }

    fn go_on_with(&mut self, timeline: Timeline, notice: Option<String>) {
        self.saved_log = timeline.branch().log().to_vec();
        self.twin = Twin::of(timeline.simulation());
        self.timeline = timeline;
        self.notice = notice;
        self.run += 1;
        self.failure = None;
        self.published = None;
        self.picture = None;
        self.until = None;
        self.pace = Pace::default();
        self.due = Instant::now();
    }

    fn play(&mut self, until: Option<u32>) {
        self.until = until;
        if !self.playing {
            self.pace = Pace::default();
            self.due = Instant::now();
        }
        self.playing = self.failure.is_none() && until.is_none_or(|days| self.timeline.day() < days);
    }

    fn interval(&self) -> Duration {
        Duration::from_secs_f32(1.0 / self.asked_days_per_s)
    }

    fn live_a_day(&mut self) {
        if !self.timeline.simulation().can_go_on() {
            self.failure = Some("this is the last day of the longest possible run.".into());
            self.playing = false;
            return;
        }
        let began = Instant::now();
        let audited = self.twin.live_a_day(&mut self.timeline);
        self.is_pictured = false;
        if let Some(answers) = &self.daily_hashes {
            // The asker may be gone.
            let _ = answers.send((self.timeline.day(), self.timeline.simulation_mut().state_hash()));
        }
        let now = Instant::now();
        self.pace.note(now);
        // Lost time is not made up for: the run slows down.
        self.due = (self.due + self.interval()).max(now + self.rest_after(now - began));
        self.stop_at(audited);
        if self.until.is_some_and(|days| self.timeline.day() >= days) {
            self.playing = false;
        }
    }

    /// Lets the twin live one of the days that the run has before it.
    fn catch_up(&mut self) {
        let began = Instant::now();
        let caught_up = self.twin.catch_up(&mut self.timeline);
        self.stop_at(caught_up);
        self.is_pictured &= !self.twin_is_watched || self.twin.is_behind(&self.timeline);
        self.twin_due = Instant::now() + self.rest_after(began.elapsed());
    }

    /// How long to rest after so much work, so that drawing has the cores meanwhile.
    fn rest_after(&self, work: Duration) -> Duration {
        work * self.rest_percent.load(Relaxed) / 100
    }

    fn stop_at(&mut self, audited: Result<(), String>) {
        if let Err(fault) = audited {
            self.failure.get_or_insert(fault);
            self.playing = false;
        }
    }

    /// Leaves the rows of new days in the mailbox, and a picture of the latest day, unless the window has yet to take the
    /// previous one and another will follow.
    fn publish(&mut self) {
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        if self.published.is_none() {
            let scenario = Some(Box::new(self.timeline.simulation().scenario().clone()));
            *mailbox = RunUpdate { run: self.run, scenario, ..RunUpdate::default() };
            self.is_pictured = false;
        }
        let from = self.published.unwrap_or(0) as usize;
        let simulation = self.timeline.simulation();
        let record = simulation.record();
        mailbox.days.extend_from_slice(&record.days[from..]);
        mailbox.harvests.clone_from(&record.harvests);
        self.twin.publish(&mut mailbox.twin);
        mailbox.log = simulation.log().to_vec();
        mailbox.campaign_effort = simulation.campaign_effort();
        mailbox.playing = self.playing;
        mailbox.asked_days_per_s = self.asked_days_per_s;
        mailbox.reached_days_per_s = if self.playing { self.pace.days_per_s() } else { 0.0 };
        mailbox.carried_out = self.carried_out;
        mailbox.failure.clone_from(&self.failure);
        mailbox.is_unsaved = self.timeline.branch().log() != self.saved_log;
        mailbox.saved.clone_from(&self.saved);
        mailbox.notice.clone_from(&self.notice);
        self.published = Some(self.timeline.day());
        let may_skip = self.playing && self.asked_days_per_s > FEW_DAYS_PER_S && mailbox.picture.is_some();
        if self.is_pictured || may_skip {
            return;
        }
        drop(mailbox);
        let picture = Arc::new(Picture::of(self.timeline.simulation()));
        let of_twin = if self.twin_is_watched { self.twin.picture() } else { None };
        self.is_pictured = true;
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        mailbox.picture = Some(picture);
        mailbox.twin.picture = of_twin;
    }
}
