//! The thread's side of the [driver](super::driver): it carries out commands, lives days, goes to others (`travel`), waits for what shows
//! them (`waiting`), and leaves what is new in the mailbox (`news`).

mod memory;
mod news;
mod travel;
mod waiting;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::engine::heap;
use crate::engine::parallel::Parallelism;
use crate::scenario::{Intervention, Scenario};
use crate::simulation::Simulation;
use crate::timeline::Timeline;
use crate::window::language::{documented, documented_lines, tr};

use super::driver::{Command, DEFAULT_DAYS_PER_S, Hints, Moment, RunUpdate};
use super::field_past::AskedField;
use super::following::Follower;
use super::pace::Pace;
use super::rows::Told;
use super::save::SaveAs;
use super::story_pace;
use super::twin::Twin;
use crate::window::map::picture::Picture;

use memory::kept_bytes;
use travel::PATIENCE;

/// How long the twin goes towards the day of a run that rests, before the thread looks for commands again.
const TURN: Duration = Duration::from_millis(30);

/// A run whose animals can be drawn between two days.
fn watched(scenario: Scenario, parallelism: Parallelism) -> Timeline {
    let budget = kept_bytes(&scenario);
    Timeline::of(Simulation::watched(scenario, parallelism), budget)
}

/// The thread's side.
pub(super) struct Worker {
    timeline: Timeline,
    twin: Twin,
    parallelism: Parallelism,
    run: u32,
    outbox: Arc<Mutex<RunUpdate>>,
    hints: Hints,
    /// Commands sent so far.
    sent: Arc<AtomicU32>,
    playing: bool,
    /// The day to which it is on its way.
    wanted: Option<Moment>,
    /// Whether what was done last is left out once it is there.
    undoes: bool,
    /// Whether the person has gone to another day, and may do so again.
    travels: bool,
    /// The number of days after which it pauses by itself.
    until: Option<u32>,
    asked_days_per_s: f32,
    /// Whether the speed is that of the story.
    follows_story: bool,
    /// When the next day is due.
    due: Instant,
    /// When a twin that is behind may live its next day.
    twin_due: Instant,
    pace: Pace,
    failure: Option<String>,
    /// Logs of branches that have been saved.
    saved_logs: Vec<Vec<Intervention>>,
    saved: Option<(u32, Result<PathBuf, String>)>,
    notice: Option<String>,
    /// What was asked for and not done.
    refused: Option<String>,
    carried_out: u32,
    /// Where to report the hash of every day, if that was asked for.
    daily_hashes: Option<Sender<(u32, u64)>>,
    /// Whether the window has been told of this run.
    is_known: bool,
    told: Told,
    /// The picture of the present day, if there is one, and whether the window has been left it.
    picture: Option<Arc<Picture>>,
    is_pictured: bool,
    /// Whether the window has been left any of this run.
    is_seen: bool,
    /// How often the window had looked for what is new when that was seen to change last, and when.
    last_look: (u32, Instant),
    /// Whether pictures of the twin are needed.
    twin_is_watched: bool,
    follower: Follower,
    /// The field whose years are told.
    field: Option<AskedField>,
}

impl Worker {
    pub(super) fn new(
        scenario: Scenario,
        parallelism: Parallelism,
        outbox: Arc<Mutex<RunUpdate>>,
        (hints, sent): (Hints, Arc<AtomicU32>),
    ) -> Self {
        Self {
            twin: Twin::new(kept_bytes(&scenario)),
            timeline: watched(scenario, parallelism),
            saved_logs: Vec::new(),
            saved: None,
            notice: None,
            refused: None,
            parallelism,
            run: 0,
            outbox,
            hints,
            sent,
            playing: false,
            wanted: None,
            undoes: false,
            travels: false,
            until: None,
            asked_days_per_s: DEFAULT_DAYS_PER_S,
            follows_story: true,
            due: Instant::now(),
            twin_due: Instant::now(),
            pace: Pace::default(),
            failure: None,
            carried_out: 0,
            daily_hashes: None,
            is_known: false,
            told: Told::default(),
            picture: None,
            is_pictured: false,
            is_seen: false,
            last_look: (0, Instant::now()),
            twin_is_watched: false,
            follower: Follower::default(),
            field: None,
        }
    }

    /// The same with the number of its run.
    pub(super) fn of_run(self, run: u32) -> Self {
        Self { run, ..self }
    }

    /// A day that is due waits for every command that came before it, so that what the user did takes effect on it. Even a
    /// user who drags a slider sends few commands in the time that it takes to carry one out, so this wait always ends.
    pub(super) fn work(mut self, inbox: &Receiver<Command>) {
        self.meet_the_twin();
        self.keep_pace();
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
            if carried_out {
                self.publish();
            }
            if self.wanted.is_some() {
                self.travel();
                self.publish();
                continue;
            }
            let mut wait = self.due.saturating_duration_since(Instant::now());
            if !self.playing {
                wait = Duration::from_secs(3600);
            } else if wait.is_zero() {
                if !self.waits() {
                    self.live_a_day();
                    self.publish();
                    continue;
                }
                wait = self.wait();
            }
            if self.twin_has_to_follow() {
                let rest = self.twin_due.saturating_duration_since(Instant::now());
                if rest.is_zero() {
                    self.catch_up();
                    self.publish();
                    continue;
                }
                wait = wait.min(rest);
            } else if self.failure.is_none() && self.follower.relive() {
                self.publish();
                continue;
            } else if self.travels && !self.playing && self.timeline.prepare() {
                continue;
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
        if command.goes_on() {
            self.forget_what_was_read();
        }
        match command {
            Command::Play => self.play(None),
            Command::PlayUntil(days) => self.play(Some(days)),
            Command::Pause => self.playing = false,
            Command::Step => {
                self.playing = false;
                self.arrive();
                if self.failure.is_none() {
                    self.live_a_day();
                }
            }
            Command::StepBack => {
                let Moment { branch, day } = self.after_undoing(self.wanted.unwrap_or(self.now()));
                self.set_out(Moment { branch, day: day.saturating_sub(1) });
            }
            Command::GoTo(moment) => {
                let moment = self.after_undoing(moment);
                self.set_out(moment);
            }
            Command::Speed(days_per_s) => {
                self.asked_days_per_s = if days_per_s.is_finite() { days_per_s.max(0.01) } else { DEFAULT_DAYS_PER_S };
                self.follows_story = false;
                self.due = self.due.min(Instant::now() + self.interval());
            }
            Command::FollowStory => {
                self.follows_story = true;
                self.keep_pace();
                self.due = self.due.min(Instant::now() + self.interval());
            }
            Command::Act(action) => self.act(action),
            Command::Undo => {
                self.arrive();
                match self.timeline.before_last_deed() {
                    Some(day) => {
                        self.set_out(Moment { branch: self.timeline.present(), day });
                        self.undoes = true;
                    }
                    None => self.refused = Some(tr!("run-nothing-to-undo")),
                }
            }
            Command::WatchTwin(is_watched) => {
                self.twin_is_watched = is_watched;
                self.is_pictured &= !is_watched;
            }
            Command::Follow(wanted) => self.follower.follow(wanted, &mut self.timeline),
            Command::Field(field) => self.field = field.map(AskedField::new),
            Command::Restart(scenario) => {
                // Otherwise there would have to be memory for both.
                self.twin = Twin::default();
                self.follower = Follower::default();
                self.timeline.let_go();
                heap::give_back();
                self.go_on_with(watched(*scenario, self.parallelism), None);
            }
            Command::Open(session) => {
                let kept = session.branches.first().map_or(0, |original| kept_bytes(&original.run.scenario));
                match Timeline::open(&session, self.parallelism, kept, true) {
                    Ok((timeline, notes)) => {
                        let notice = (!notes.is_empty()).then(|| documented_lines(&notes.join("\n")));
                        self.go_on_with(timeline, notice);
                    }
                    Err(problem) => {
                        let problem = documented(&problem.to_string());
                        self.notice = Some(tr!("run-session-not-opened", problem = problem));
                    }
                }
            }
            Command::Save(what, path) => {
                self.arrive();
                let saved = what.save(&mut self.timeline, &path).map(|()| path);
                if saved.is_ok() {
                    // A `run.ron` ends with the present day, before what has been done since.
                    let simulation = self.timeline.simulation();
                    let is_past = |event: &&Intervention| Some(event.date) <= simulation.date();
                    let now: Vec<_> = simulation.log().iter().filter(is_past).cloned().collect();
                    let branches = self.timeline.branches();
                    match what {
                        SaveAs::Session => self.saved_logs.extend(branches.iter().map(|branch| branch.log().to_vec())),
                        SaveAs::Run => self.saved_logs.push(now),
                        SaveAs::Scenario => self.saved_logs.push(self.timeline.branch().log().to_vec()),
                    }
                }
                self.saved = Some((self.carried_out, saved));
            }
            Command::Panic => panic!("somebody asked for it"),
            Command::Hash(answer) => {
                self.arrive();
                // The asker may be gone.
                let _ = answer.send((self.timeline.day(), self.timeline.simulation_mut().state_hash()));
            }
            Command::HashEveryDay(answers) => self.daily_hashes = Some(answers),
        }
    }

    fn go_on_with(&mut self, timeline: Timeline, notice: Option<String>) {
        self.saved_logs = timeline.branches().iter().map(|branch| branch.log().to_vec()).collect();
        self.twin = Twin::new(kept_bytes(timeline.simulation().scenario()));
        self.timeline = timeline;
        (self.follower, self.field) = (Follower::default(), None);
        (self.notice, self.refused) = (notice, None);
        self.run += 1;
        self.failure = None;
        self.is_known = false;
        self.told = Told::default();
        self.wanted = None;
        self.undoes = false;
        self.travels = false;
        self.until = None;
        self.pace = Pace::default();
        self.due = Instant::now();
        self.keep_pace();
        self.meet_the_twin();
    }

    fn meet_the_twin(&mut self) {
        let met = self.twin.meet(&self.timeline);
        self.stop_at(met);
    }

    fn play(&mut self, until: Option<u32>) {
        self.until = until;
        self.keep_pace();
        if !self.playing {
            self.pace = Pace::default();
            self.due = Instant::now();
        }
        let day = self.wanted.unwrap_or(self.now()).day;
        self.playing = self.failure.is_none() && until.is_none_or(|days| day < days);
    }

    /// Asks for the speed that the story has here, if it is followed.
    fn keep_pace(&mut self) {
        if self.follows_story {
            let simulation = self.timeline.simulation();
            let (scenario, log) = (simulation.scenario(), simulation.log());
            self.asked_days_per_s = story_pace::days_per_s(scenario, log, &simulation.record().days);
        }
    }

    fn interval(&self) -> Duration {
        Duration::from_secs_f32(1.0 / self.asked_days_per_s)
    }

    fn live_a_day(&mut self) {
        if !self.timeline.simulation().can_go_on() {
            self.notice = Some(tr!("run-last-day"));
            self.playing = false;
            return;
        }
        let began = Instant::now();
        let audited = self.twin.live_a_day(&mut self.timeline);
        self.is_another_day();
        if let Some(answers) = &self.daily_hashes {
            // The asker may be gone.
            let _ = answers.send((self.timeline.day(), self.timeline.simulation_mut().state_hash()));
        }
        let now = Instant::now();
        self.pace.note(now, self.interval());
        self.keep_pace();
        // Lost time is not made up for: the run slows down.
        self.due = (self.due + self.pace_of_the_land()).max(now + self.rest_after(now - began));
        self.stop_at(audited);
        let day = self.timeline.day();
        if self.until.map_or(day == self.timeline.scenario_days(), |until| day >= until) {
            self.playing = false;
        }
    }

    /// Lets the twin live one of the days that the run has before it.
    fn catch_up(&mut self) {
        let began = Instant::now();
        let (sent, carried_out) = (self.sent.clone(), self.carried_out);
        // Who looks at both worlds sees the run's day once the twin is there.
        let patience = if self.twin_is_watched { PATIENCE } else { Duration::ZERO };
        let ends = || {
            let elapsed = began.elapsed();
            elapsed > TURN.max(patience) || elapsed > patience && sent.load(Relaxed) > carried_out
        };
        let caught_up = self.twin.catch_up(&mut self.timeline, ends);
        self.stop_at(caught_up);
        self.is_pictured &= !self.twin_is_watched || self.twin.is_behind(&self.timeline);
        self.twin_due = Instant::now() + self.rest_after(began.elapsed());
    }

    /// The run is on another day, of which there is no picture yet.
    fn is_another_day(&mut self) {
        (self.picture, self.is_pictured) = (None, false);
    }

    fn stop_at(&mut self, audited: Result<(), String>) {
        if let Err(fault) = audited {
            self.failure.get_or_insert(fault);
            self.playing = false;
        }
    }
}
