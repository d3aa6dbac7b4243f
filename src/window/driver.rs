//! The simulation runs on a thread of its own and never waits for the window, nor the window for it.
//!
//! The window sends [`Command`]s; the thread steps the days that are due and leaves a [`Picture`] of the latest day in
//! a mailbox, which the window takes when it draws. When a day takes longer than the asked speed allows, days come later:
//! the speed falls, input and drawing do not.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bevy::prelude::*;

use crate::ecology::schedule::Parallelism;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::{Action, Intervention, Scenario};
use crate::simulation::Simulation;

use super::picture::Picture;

/// What the window asks of the simulation.
#[derive(Debug)]
pub enum Command {
    /// Lives day after day.
    Play,
    /// Stops after the day that is being lived.
    Pause,
    /// Lives one day, then pauses.
    Step,
    /// Asks for a speed, days/s.
    Speed(f32),
    /// Does something to the run, from the next day on.
    Act(Action),
    /// Throws the run away and begins another.
    Restart(Box<Scenario>),
}

/// What the simulation's thread tells the window.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Counts the runs: it changes with every restart.
    pub run: u32,
    /// The rows of days lived since the last news of this run.
    pub days: Vec<DayRow>,
    /// All harvests of this run.
    pub harvests: Vec<HarvestRow>,
    /// What a person did in this run.
    pub log: Vec<Intervention>,
    /// The latest day, if there is a new one.
    pub picture: Option<Arc<Picture>>,
    /// When that day was lived.
    pub lived_at: Option<Instant>,
    /// Whether days are being lived.
    pub playing: bool,
    /// Speed reached over the last second or so, days/s; 0 while paused.
    pub reached_days_per_s: f32,
    /// What went wrong with the simulation itself, such as books that do not balance. It is paused then.
    pub failure: Option<String>,
}

/// The window's end of the simulation's thread.
#[derive(Resource)]
pub struct Driver {
    commands: Option<Sender<Command>>,
    mailbox: Arc<Mutex<News>>,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    /// Starts the thread, paused before the first day of `scenario`, which must be valid.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start(scenario: Scenario, parallelism: Parallelism) -> std::io::Result<Self> {
        let (commands, inbox) = channel();
        let mailbox = Arc::new(Mutex::new(News::default()));
        let outbox = mailbox.clone();
        let thread = std::thread::Builder::new()
            .name("simulation".into())
            .spawn(move || Worker::new(scenario, parallelism, outbox).work(&inbox))?;
        Ok(Self { commands: Some(commands), mailbox, thread: Some(thread) })
    }

    /// Sends a command. It is carried out before the next day.
    pub fn send(&self, command: Command) {
        if let Some(commands) = &self.commands
            && commands.send(command).is_err()
        {
            error!("the simulation's thread has ended");
        }
    }

    /// Takes the news since the last call.
    pub fn news(&self) -> News {
        let mut mailbox = self.mailbox.lock().unwrap_or_else(PoisonError::into_inner);
        let news = mailbox.clone();
        mailbox.days.clear();
        mailbox.picture = None;
        news
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

/// The thread's end.
struct Worker {
    simulation: Simulation,
    parallelism: Parallelism,
    run: u32,
    outbox: Arc<Mutex<News>>,
    playing: bool,
    asked_days_per_s: f32,
    /// When the next day is due.
    due: Instant,
    pace: Pace,
    failure: Option<String>,
}

impl Worker {
    fn new(scenario: Scenario, parallelism: Parallelism, outbox: Arc<Mutex<News>>) -> Self {
        Self {
            simulation: Simulation::new(scenario, parallelism),
            parallelism,
            run: 0,
            outbox,
            playing: false,
            asked_days_per_s: 5.0,
            due: Instant::now(),
            pace: Pace::default(),
            failure: None,
        }
    }

    fn work(mut self, inbox: &Receiver<Command>) {
        self.publish(0);
        loop {
            let wait = if self.playing {
                self.due.saturating_duration_since(Instant::now())
            } else {
                Duration::from_secs(3600)
            };
            // A due day waits for every command that came before it.
            match if wait.is_zero() {
                inbox.try_recv().map_err(|error| match error {
                    std::sync::mpsc::TryRecvError::Empty => RecvTimeoutError::Timeout,
                    std::sync::mpsc::TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                })
            } else {
                inbox.recv_timeout(wait)
            } {
                Ok(command) => self.obey(command),
                Err(RecvTimeoutError::Timeout) if self.playing => self.live_a_day(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Play => {
                self.playing = self.failure.is_none();
                self.due = Instant::now();
            }
            Command::Pause => self.playing = false,
            Command::Step => {
                self.playing = false;
                if self.failure.is_none() {
                    self.live_a_day();
                }
            }
            Command::Speed(days_per_s) => {
                self.asked_days_per_s = days_per_s.max(0.01);
                self.due = self.due.min(Instant::now() + self.interval());
            }
            Command::Act(action) => self.simulation.intervene(action),
            Command::Restart(scenario) => {
                self.simulation = Simulation::new(*scenario, self.parallelism);
                self.run += 1;
                self.failure = None;
                self.due = Instant::now();
            }
        }
        self.publish(self.simulation.days_done());
    }

    fn interval(&self) -> Duration {
        Duration::from_secs_f32(1.0 / self.asked_days_per_s)
    }

    fn live_a_day(&mut self) {
        let done = self.simulation.days_done();
        self.simulation.step();
        let now = Instant::now();
        self.pace.note(now);
        // Late days are not made up for: the speed falls.
        self.due = (self.due + self.interval()).max(now);
        if let Err(imbalance) = self.simulation.audit() {
            self.failure = Some(imbalance.to_string());
            self.playing = false;
        }
        self.publish(done);
    }

    /// Leaves the rows from day `from` on, and a picture of the latest day if the window has taken the last one.
    fn publish(&mut self, from: u32) {
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = from < self.simulation.days_done();
        if mailbox.run != self.run || mailbox.lived_at.is_none() {
            *mailbox = News { run: self.run, ..News::default() };
            fresh = true;
        }
        let record = self.simulation.record();
        mailbox.days.extend_from_slice(&record.days[from as usize..]);
        mailbox.harvests.clone_from(&record.harvests);
        mailbox.log = self.simulation.log().to_vec();
        mailbox.playing = self.playing;
        mailbox.reached_days_per_s = if self.playing { self.pace.days_per_s() } else { 0.0 };
        mailbox.failure.clone_from(&self.failure);
        if !fresh {
            return;
        }
        mailbox.lived_at = Some(Instant::now());
        drop(mailbox);
        let picture = Arc::new(Picture::of(&mut self.simulation));
        let mut mailbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        mailbox.picture = Some(picture);
    }
}

/// Speed over the last days.
#[derive(Default)]
struct Pace {
    recent: std::collections::VecDeque<Instant>,
}

impl Pace {
    fn note(&mut self, now: Instant) {
        self.recent.push_back(now);
        while self.recent.len() > 2
            && self.recent.front().is_some_and(|&first| now - first > Duration::from_millis(1500))
        {
            self.recent.pop_front();
        }
    }

    fn days_per_s(&self) -> f32 {
        match (self.recent.front(), self.recent.back()) {
            (Some(&first), Some(&last)) if last > first => {
                (self.recent.len() - 1) as f32 / (last - first).as_secs_f32()
            }
            _ => 0.0,
        }
    }
}
