//! What the window knows of the run. At the start of each frame, one system takes the updates from the simulation's thread;
//! every other part of the window reads [`Displayed`].

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use bevy::prelude::*;
use jiff::civil::Date;

use crate::ecology::calendar::date_of;
use crate::record::Record;
use crate::scenario::{Intervention, Scenario};
use crate::window::map::picture::Picture;

use super::driver::{BranchLine, Driver, Moment, RunUpdate};
use super::field_past::FieldPast;
use super::following::Following;
use super::rows::{Ahead, History};
use super::twin::TwinState;
use crate::record::series::{DayRow, HarvestRow};
use crate::timeline::field_years::is_over;
use crate::timeline::reach::Reach;

/// The state that the window displays: the rows of the present branch, the latest picture, and how far the moment lies between
/// two days.
#[derive(Resource, Clone, Debug)]
pub struct Displayed {
    /// The scenario of this run.
    pub scenario: Scenario,
    /// The picture of the present day, or of one on the way to it.
    pub picture: Arc<Picture>,
    /// The branch to which it belongs.
    pub pictured_branch: usize,
    /// Days and harvests up to the present day.
    pub record: Record,
    /// Days that were lived after it, and all harvests.
    pub ahead: Ahead,
    /// All branches of this run.
    pub branches: Vec<BranchLine>,
    /// The present day.
    pub now: Moment,
    /// The day to which the run is on its way.
    pub wanted: Option<Moment>,
    /// How soon another day is there, as far as is known.
    pub reach: Option<Reach>,
    /// The same run without the campaign.
    pub twin: TwinRun,
    /// The agent that is followed.
    pub following: Following,
    /// The years of the field that was asked for.
    pub field: Option<FieldPast>,
    /// What the user did in this run.
    pub log: Vec<Intervention>,
    /// What was done in each branch, with what is to be done on the day after its last.
    pub logs: Arc<Vec<Vec<Intervention>>>,
    /// The campaign's effort on the next day, 0 (off) to 1, given everything done so far.
    pub campaign_effort: f32,
    /// Whether days are being simulated.
    pub playing: bool,
    /// Requested speed, days/s.
    pub asked_days_per_s: f32,
    /// Whether that is the pace of the story, and changes with it.
    pub follows_story: bool,
    /// Actual speed, days/s; 0 while paused.
    pub reached_days_per_s: f32,
    /// Progress of the drawing from the day before to the latest day, 0 to 1.
    pub between_days: f32,
    /// What went wrong with the simulation itself.
    pub failure: Option<String>,
    /// Whether the user did something in this run that has not been saved.
    pub is_unsaved: bool,
    /// The last file that was asked for, by the number of the command, and how that went.
    pub saved: Option<(u32, Result<PathBuf, String>)>,
    /// What a session that was opened has to tell, or why something was not done.
    pub notice: Option<String>,
    /// The number of the run: it goes up with every restart.
    pub run: u32,
    /// When the latest picture arrived.
    since: Instant,
    /// How many commands the simulation's thread had carried out.
    carried_out: u32,
}

/// The same run without the campaign, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct TwinRun {
    /// What it is to the run.
    pub state: TwinState,
    /// Its days and harvests up to the present day; empty as long as it is the same run. Of harvests, those of whole years only,
    /// if more of it has been lived.
    pub record: Record,
    /// Its days that were lived after the present one, and all its harvests.
    pub ahead: Ahead,
    /// Days simulated up to the first on which it was not identical to the run; `None` as long as they are.
    pub parted: Option<u32>,
    /// The picture of it on the day of the run's, if one was needed.
    pub picture: Option<Arc<Picture>>,
}

/// See [`Displayed::edition`].
pub type Edition = (u32, usize, [usize; 4], Option<u32>);

impl TwinRun {
    /// All that was lived of it, also after the present day.
    pub fn history(&self) -> History<'_> {
        self.ahead.history(&self.record)
    }

    /// Moves the line between past and future.
    fn move_to(&mut self, day: usize) {
        self.ahead.move_to(&mut self.record, day);
        let today = self.record.days.last().map(|row| row.date);
        // Of a year that went on after the present day, only all of it is known.
        let is_past = |harvest: &&HarvestRow| {
            self.ahead.days.is_empty() || today.is_some_and(|today| is_over(harvest.year as i16, today))
        };
        self.record.harvests = self.ahead.harvests.iter().filter(is_past).copied().collect();
    }
}

/// The longest time that animals take from one day's place to the next, s.
const LONGEST_PASSAGE_S: f32 = 1.0;

impl Displayed {
    /// A run of `scenario` of which nothing is known yet.
    pub fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            picture: Arc::default(),
            pictured_branch: 0,
            record: Record::default(),
            ahead: Ahead::default(),
            branches: Vec::new(),
            now: Moment::default(),
            wanted: None,
            reach: None,
            twin: TwinRun::default(),
            following: Following::default(),
            field: None,
            log: Vec::new(),
            logs: Arc::default(),
            campaign_effort: 0.0,
            playing: false,
            asked_days_per_s: super::driver::DEFAULT_DAYS_PER_S,
            follows_story: true,
            reached_days_per_s: 0.0,
            between_days: 1.0,
            failure: None,
            is_unsaved: false,
            saved: None,
            notice: None,
            run: 0,
            since: Instant::now(),
            carried_out: 0,
        }
    }

    /// Takes in an update.
    pub(in crate::window) fn apply(&mut self, update: RunUpdate, now: Instant) {
        if update.run != self.run {
            self.run = update.run;
            (self.record, self.ahead) = (Record::default(), Ahead::default());
            self.twin = TwinRun::default();
            self.following = Following::default();
            // Nothing of it has been seen yet.
            self.picture = Arc::default();
        }
        if let Some(scenario) = update.scenario {
            self.scenario = *scenario;
        }
        (self.now, self.wanted, self.branches, self.reach) = (update.now, update.wanted, update.branches, update.reach);
        let day = self.now.day as usize;
        self.ahead.take_in(&mut self.record, update.rows);
        self.ahead.move_to(&mut self.record, day);
        (self.record.harvests, self.ahead.harvests) = (update.harvests, update.all_harvests);
        self.twin.ahead.take_in(&mut self.twin.record, update.twin.rows);
        self.twin.ahead.harvests = update.twin.harvests;
        self.twin.move_to(day);
        (self.twin.state, self.twin.parted) = (update.twin.state, update.twin.parted);
        self.following.apply(update.follow);
        self.field = update.field;
        (self.log, self.logs) = (update.log, update.logs);
        self.campaign_effort = update.campaign_effort;
        self.playing = update.playing;
        (self.asked_days_per_s, self.follows_story) = (update.asked_days_per_s, update.follows_story);
        self.reached_days_per_s = update.reached_days_per_s;
        self.failure = update.failure;
        self.is_unsaved = update.is_unsaved;
        self.saved = update.saved;
        self.notice = update.notice;
        self.carried_out = update.carried_out;
        if let Some((branch, picture)) = update.picture {
            let is_new_day = picture.days_done != self.picture.days_done || branch != self.pictured_branch;
            self.pictured_branch = branch;
            // One of the twin is of the same day.
            (self.picture, self.twin.picture) = (picture, update.twin.picture);
            if is_new_day {
                self.since = now;
            }
        }
        self.between_days = ((now - self.since).as_secs_f32() / self.passage_s()).min(1.0);
    }

    /// Time that animals take from one day's place to the next, s.
    fn passage_s(&self) -> f32 {
        let pace = if self.playing && self.reached_days_per_s > 0.0 {
            self.reached_days_per_s.min(self.asked_days_per_s)
        } else {
            self.asked_days_per_s
        };
        (1.0 / pace.max(0.01)).min(LONGEST_PASSAGE_S)
    }

    /// What the scenario itself does next to the campaign: nothing, once the user has touched the switch.
    pub fn next_of_the_campaign(&self) -> Option<&Intervention> {
        let (by_hand, tomorrow) = (self.taken_over(), self.tomorrow());
        let ahead = self.of_the_campaign().filter(|event| by_hand.is_none_or(|by_hand| event.date < by_hand));
        ahead.filter(|event| event.date >= tomorrow).min_by_key(|event| event.date)
    }

    /// What the scenario had planned for the campaign from the day on which the user touched the switch; nothing before that day.
    pub fn given_up_of_the_campaign(&self) -> impl Iterator<Item = &Intervention> {
        let taken_over = self.taken_over().filter(|date| *date <= self.tomorrow());
        self.of_the_campaign().filter(move |event| taken_over.is_some_and(|date| event.date > date))
    }

    /// Whether the scenario has plans for the campaign that hold again once what was done last is undone.
    pub fn undoing_gives_the_campaign_back(&self) -> bool {
        let mut deeds = self.whole_log().iter().rev().map(|event| event.action.is_of_the_campaign());
        let was_the_first = deeds.next() == Some(true) && !deeds.any(|is_of_the_campaign| is_of_the_campaign);
        was_the_first && self.given_up_of_the_campaign().next().is_some()
    }

    /// What the scenario's author had planned for the campaign.
    fn of_the_campaign(&self) -> impl Iterator<Item = &Intervention> {
        self.scenario.timeline.iter().filter(|event| event.action.is_of_the_campaign())
    }

    /// The day on which the user has first touched the switch in this branch.
    fn taken_over(&self) -> Option<Date> {
        let deeds = self.whole_log().iter().filter(|event| event.action.is_of_the_campaign());
        deeds.map(|event| event.date).min()
    }

    fn tomorrow(&self) -> Date {
        date_of(self.scenario.start, self.record.days.len() as u32)
    }

    /// What was done in the present branch, with what is to be done on the day after its last.
    pub fn whole_log(&self) -> &[Intervention] {
        self.logs.get(self.now.branch).unwrap_or(&self.log)
    }

    /// All days of the present branch, those after the present day too.
    pub fn lived(&self) -> impl Iterator<Item = &DayRow> + Clone {
        self.ahead.lived(&self.record)
    }

    /// All that was lived in it.
    pub fn history(&self) -> History<'_> {
        self.ahead.history(&self.record)
    }

    /// The last day of the longest branch, as the number of days simulated up to it.
    pub fn last_day(&self) -> u32 {
        self.branches.iter().map(|branch| branch.days).max().unwrap_or(0).max(self.record.days.len() as u32)
    }

    /// What the rows that are shown belong to: the run, the branch, and how many rows there are. Whoever derives something from
    /// them does it again when this changes.
    pub fn edition(&self) -> Edition {
        let Self { record, ahead, twin, .. } = self;
        let rows = [&record.days, &ahead.days, &twin.record.days, &twin.ahead.days].map(Vec::len);
        (self.run, self.now.branch, rows, twin.parted)
    }

    /// The twin, if it has parted from the run, on the present day or after it.
    pub fn parted_twin(&self) -> Option<&TwinRun> {
        self.twin.parted.map(|_| &self.twin)
    }

    /// Whether the animals move.
    pub fn is_moving(&self) -> bool {
        self.playing || self.between_days < 1.0
    }

    /// Whether some command has yet to be carried out.
    pub fn is_waiting(&self, driver: &Driver) -> bool {
        !self.has_carried_out(driver.sent())
    }

    /// Whether this many commands have been carried out since the window opened.
    pub fn has_carried_out(&self, commands: u32) -> bool {
        self.carried_out >= commands
    }
}

/// Takes the updates. Runs first in each frame.
pub fn take_updates(driver: Res<Driver>, mut displayed: ResMut<Displayed>) {
    displayed.apply(driver.take_update(), Instant::now());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::live_run::rows::NewRows;
    use std::time::Duration;

    fn day(days_done: u32) -> RunUpdate {
        RunUpdate {
            playing: true,
            asked_days_per_s: 4.0,
            reached_days_per_s: 4.0,
            picture: Some((0, Arc::new(Picture { days_done, ..Picture::default() }))),
            ..RunUpdate::default()
        }
    }

    /// Contract: animals take as long from one day to the next as a day does, and then stay.
    #[test]
    fn animals_pass_from_day_to_day_at_the_speed_of_the_days() {
        let start = Instant::now();
        let mut displayed = Displayed::new(Scenario::default());
        displayed.apply(day(1), start);
        assert_eq!(displayed.between_days, 0.0);
        let nothing_new = || RunUpdate { picture: None, ..day(1) };
        displayed.apply(nothing_new(), start + Duration::from_millis(125));
        assert!((displayed.between_days - 0.5).abs() < 1e-3, "{}", displayed.between_days);
        displayed.apply(nothing_new(), start + Duration::from_secs(9));
        assert_eq!(displayed.between_days, 1.0);
    }

    /// Contract: a restart clears the record of the previous run, and its picture.
    #[test]
    fn a_restart_clears_the_record() {
        let mut displayed = Displayed::new(Scenario::default());
        let mut simulation = crate::simulation::Simulation::new(
            Scenario { landscape: small(), ..Scenario::default() },
            crate::engine::parallel::Parallelism::Serial,
        );
        simulation.step();
        let rows = NewRows { after: Some(0), days: simulation.record().days.clone() };
        let now = Moment { branch: 0, day: 1 };
        displayed.apply(RunUpdate { rows, now, ..RunUpdate::default() }, Instant::now());
        assert_eq!(displayed.record.days.len(), 1);
        displayed.picture = Arc::new(Picture { days_done: 1, ..Picture::default() });
        displayed.apply(RunUpdate { run: 1, ..RunUpdate::default() }, Instant::now());
        assert!(displayed.record.days.is_empty());
        assert_eq!(displayed.picture.days_done, 0);
    }

    /// Contract: the pictures of both worlds are of one day: with one of the run alone, that of the twin goes.
    #[test]
    fn pictures_of_both_worlds_are_of_one_day() {
        let mut displayed = Displayed::new(Scenario::default());
        let twin = |days_done| Some(Arc::new(Picture { days_done, ..Picture::default() }));
        for (days_done, of_twin, expected) in [(3, twin(3), Some(3)), (4, None, None), (5, twin(5), Some(5))] {
            let mut update = day(days_done);
            update.twin.picture = of_twin;
            displayed.apply(update, Instant::now());
            displayed.apply(RunUpdate { picture: None, ..day(days_done) }, Instant::now());
            assert_eq!(displayed.twin.picture.as_ref().map(|picture| picture.days_done), expected);
        }
    }

    fn small() -> crate::scenario::LandscapeParameters {
        crate::scenario::LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() }
    }
}
