//! What the story asks of the run, as commands to the simulation's thread, and when it has come to where the story leads.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};

use bevy::prelude::*;

use crate::scenario::{Action, Scenario};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver, Moment};

use super::story::Story;
use super::visit::{Effect, Milestone};

/// A year of the land in the first screen takes so long, s.
const ATTRACT_S: f32 = 75.0;
const ATTRACT_DAYS: u32 = 365;
/// Days per second while one sees birds vanish, and while the years after that pass.
const CAMPAIGN_DAYS_PER_S: f32 = 20.0;
const YEARS_DAYS_PER_S: f32 = 60.0;
/// So few pass while one looks at animals.
const LINGERING_DAYS_PER_S: f32 = 1.0;
/// As fast as the computer can.
const AT_ONCE: f32 = 1000.0;

/// Where the run is led.
#[derive(Resource, Debug)]
pub struct Drive {
    /// The days of the story.
    pub story: Story,
    scenario: Scenario,
    heading: Option<Milestone>,
    days_per_s: f32,
    /// Commands that had been sent when it was last told where to go: what it has done before does not count.
    sent: u32,
    /// Whether it is on its way to a day; else it lives until the day is known.
    is_aimed: bool,
    /// Whether the land lives by itself, year after year.
    attracts: bool,
    /// The state hash of the first day, and that of the day on which it was begun anew last, once it comes.
    first_hash: Option<u64>,
    hashes: Option<Mutex<Receiver<(u32, u64)>>>,
}

impl Drive {
    /// A run of a scenario that has a story.
    pub fn new(scenario: Scenario, story: Story) -> Self {
        let (heading, days_per_s) = (None, AT_ONCE);
        let (first_hash, hashes) = (None, None);
        Self { story, scenario, heading, days_per_s, sent: 0, is_aimed: false, attracts: true, first_hash, hashes }
    }

    /// What it begins with.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Another run has begun: it lives by itself.
    pub fn forget(&mut self, driver: &Driver) {
        (self.heading, self.attracts, self.sent) = (None, true, driver.sent());
    }

    /// Whether it is on its way to a day that somebody has skipped to.
    pub fn skips(&self) -> bool {
        self.heading.is_some() && self.days_per_s == AT_ONCE
    }

    /// Does what follows from an event.
    pub fn carry_out(&mut self, effect: Effect, displayed: &Displayed, driver: &Driver) {
        self.attracts = effect == Effect::Reset;
        match effect {
            Effect::Reset => {
                self.heading = None;
                self.begin_anew(displayed, driver);
            }
            Effect::PlayTo(milestone) => {
                let pace = if milestone == Milestone::Fall { YEARS_DAYS_PER_S } else { CAMPAIGN_DAYS_PER_S };
                self.set_out(milestone, pace);
                self.go_on(displayed, driver);
            }
            Effect::GoTo(milestone) => {
                self.set_out(milestone, AT_ONCE);
                self.go_on(displayed, driver);
            }
            Effect::Linger => {
                driver.send(Command::Speed(LINGERING_DAYS_PER_S));
                driver.send(Command::Play);
            }
            Effect::Rest => driver.send(Command::Pause),
        }
    }

    /// In free play: the campaign.
    pub fn act(&self, action: Action, driver: &Driver) {
        driver.send(Command::Act(action));
        driver.send(Command::Play);
    }

    /// In free play: the speed, days/s.
    pub fn speed(&self, days_per_s: f32, driver: &Driver) {
        driver.send(Command::Speed(days_per_s));
        driver.send(Command::Play);
    }

    /// Leads the run on. Returns the milestone that it has come to.
    pub fn go_on(&mut self, displayed: &Displayed, driver: &Driver) -> Option<Milestone> {
        self.compare_beginnings(driver);
        if self.attracts {
            self.live_by_itself(displayed, driver);
            return None;
        }
        let milestone = self.heading?;
        let day = self.story.day(milestone, displayed);
        if !self.is_aimed {
            let Some(day) = day else {
                self.live_on(displayed, driver);
                return None;
            };
            self.aim(day, displayed, driver);
            return None;
        }
        let is_there = displayed.now.branch == 0
            && Some(displayed.now.day) == day
            && displayed.picture.days_done == displayed.now.day
            && displayed.wanted.is_none();
        if is_there && displayed.has_carried_out(self.sent) {
            self.heading = None;
            return Some(milestone);
        }
        None
    }

    fn set_out(&mut self, milestone: Milestone, days_per_s: f32) {
        (self.heading, self.days_per_s, self.is_aimed) = (Some(milestone), days_per_s, false);
    }

    /// To a day: at once where it has been lived and nobody is to see the days pass, else by living up to it.
    fn aim(&mut self, day: u32, displayed: &Displayed, driver: &Driver) {
        let is_lived = displayed.branches.first().is_some_and(|first| first.days >= day);
        let is_ahead = displayed.now.branch == 0 && displayed.now.day < day;
        match is_lived && (self.days_per_s == AT_ONCE || !is_ahead) {
            true => driver.send(Command::GoTo(Moment { branch: 0, day })),
            false => {
                if !is_ahead {
                    driver.send(Command::GoTo(Moment { branch: 0, day }));
                }
                driver.send(Command::Speed(self.days_per_s));
                driver.send(Command::PlayUntil(day));
            }
        }
        (self.is_aimed, self.sent) = (true, driver.sent());
    }

    /// Lives on, from the last day that has been lived, until the day that is wanted is known.
    fn live_on(&mut self, displayed: &Displayed, driver: &Driver) {
        if displayed.is_waiting(driver) || displayed.playing && displayed.asked_days_per_s == self.days_per_s {
            return;
        }
        let lived = displayed.branches.first().map_or(0, |first| first.days);
        if self.days_per_s == AT_ONCE
            && displayed.now != (Moment { branch: 0, day: lived })
            && displayed.wanted.is_none()
        {
            driver.send(Command::GoTo(Moment { branch: 0, day: lived }));
        }
        driver.send(Command::Speed(self.days_per_s));
        driver.send(Command::Play);
    }

    /// The run as at first: where nobody has intervened it need only go back to its first day.
    fn begin_anew(&mut self, displayed: &Displayed, driver: &Driver) {
        let is_as_written = displayed.failure.is_none()
            && displayed.branches.len() <= 1
            && displayed.log.is_empty()
            && displayed.logs.iter().all(Vec::is_empty);
        driver.send(match is_as_written {
            true => Command::GoTo(Moment::default()),
            false => Command::Restart(Box::new(self.scenario.clone())),
        });
        self.live_a_year(driver);
    }

    /// Lives a year from the first day on, of which it is seen that it is the same as ever.
    fn live_a_year(&mut self, driver: &Driver) {
        let (question, answer) = channel();
        driver.send(Command::Hash(question));
        self.hashes = Some(Mutex::new(answer));
        driver.send(Command::Speed(ATTRACT_DAYS as f32 / ATTRACT_S));
        driver.send(Command::PlayUntil(ATTRACT_DAYS));
        self.sent = driver.sent();
    }

    /// Sees that the run has begun as every time. It cannot have begun otherwise; should it have, it begins anew from its scenario.
    fn compare_beginnings(&mut self, driver: &Driver) {
        let answer =
            self.hashes.as_ref().map(|hashes| hashes.lock().unwrap_or_else(PoisonError::into_inner).try_recv());
        let Some(Ok((day, hash))) = answer else { return };
        self.hashes = None;
        if day != 0 || hash != *self.first_hash.get_or_insert(hash) {
            error!("the run has begun otherwise than at first, on day {day} with the hash {hash:016x}");
            driver.send(Command::Restart(Box::new(self.scenario.clone())));
            self.live_a_year(driver);
        }
    }

    /// Year after year.
    fn live_by_itself(&mut self, displayed: &Displayed, driver: &Driver) {
        let rests = !displayed.playing && displayed.wanted.is_none() && displayed.has_carried_out(self.sent);
        if rests && !displayed.is_waiting(driver) && !displayed.picture.fields.is_empty() {
            self.begin_anew(displayed, driver);
        }
    }
}
