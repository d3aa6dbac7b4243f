//! A run of the model: a Bevy sub-app without graphics, stepped one day at a time.

pub mod envelope;
mod following;
pub mod snapshot;
pub mod state;
mod travel;

use std::collections::VecDeque;

use bevy_app::SubApp;
use bevy_ecs::prelude::*;
use jiff::civil::Date;
use thiserror::Error;
use tracing::error;

use crate::day::{Day, DayClock, DaySystems, add_clock, day_schedule};
use crate::ecology::calendar::{Calendar, date_of};
use crate::ecology::campaign::Campaign;
use crate::ecology::census::take_census;
use crate::ecology::exclosure::Nets;
use crate::ecology::weather::Weather;
use crate::ecology::{self};
use crate::engine::parallel::Parallelism;
use crate::engine::previous_position::{Watched, keep_previous_position};
use crate::record::mass_balance::{Imbalance, MassBalance};
use crate::record::provenance::{VERSION, hash_text};
use crate::record::{self, Record};
use crate::scenario::{Action, Intervention, LONGEST_RUN_DAYS, SCHEMA, SavedRun, Scenario, with_log};
use crate::society;

/// A day after which the mass balance does not close.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("stopped after {date}, because {imbalance}. This is a bug in the program")]
pub struct BalanceFault {
    /// The day.
    pub date: Date,
    /// What does not balance.
    pub imbalance: Imbalance,
}

/// A run of the model.
///
/// A run is its scenario, its seed and its interventions: the same three give the same history to the last bit, on any
/// number of threads, with or without a window.
pub struct Simulation {
    app: SubApp,
    /// The scenario as given; parameters set while it runs change the world's copy.
    scenario: Scenario,
    /// What the timeline still holds.
    ahead: VecDeque<Intervention>,
    /// What a person did, in order.
    log: Vec<Intervention>,
    /// What a person has done since the last step.
    pending: Vec<Action>,
}

impl Simulation {
    /// A run before its first day. The scenario must be valid. Small landscapes always run serially, which is faster
    /// and gives the same history.
    pub fn new(scenario: Scenario, parallelism: Parallelism) -> Self {
        Self::replay(scenario, &[], parallelism)
    }

    /// A run whose agents remember where they were yesterday, so that they can be drawn between two days. Its history
    /// is the same.
    pub fn watched(scenario: Scenario, parallelism: Parallelism) -> Self {
        Self::begin(ecology::populate, scenario, &[], parallelism, true)
    }

    /// A run that repeats what a person did before: `log` as [`Self::log`] gave it.
    pub fn replay(scenario: Scenario, log: &[Intervention], parallelism: Parallelism) -> Self {
        Self::begin(ecology::populate, scenario, log, parallelism, false)
    }

    fn begin(
        populate: fn(&mut World, Scenario),
        scenario: Scenario,
        log: &[Intervention],
        parallelism: Parallelism,
        is_watched: bool,
    ) -> Self {
        let parallelism = parallelism.where_it_pays(scenario.landscape.fields_wide * scenario.landscape.fields_high);
        let mut app = SubApp::new();
        let world = app.world_mut();
        let mut day = day_schedule(parallelism);
        if is_watched {
            world.insert_resource(Watched);
            day.add_systems(keep_previous_position.in_set(DaySystems::Begin));
        }
        populate(world, scenario.clone());
        society::populate(world);
        world.insert_resource(parallelism);
        world.add_schedule(day);
        if let Err(error) = world.run_system_cached(take_census) {
            error!("the first census: {error}");
        }
        record::begin(world);
        let ahead = with_log(&scenario.timeline, log).into();
        let mut log = log.to_vec();
        log.sort_by_key(|event| event.date);
        Self { app, scenario, ahead, log, pending: Vec::new() }
    }

    /// Adds a clock to the day, read by [`Self::clock`]. It changes nothing in the run.
    pub fn add_clock(&mut self) {
        let world = self.app.world_mut();
        world.init_resource::<DayClock>();
        if let Some(day) = world.resource_mut::<Schedules>().get_mut(Day) {
            add_clock(day);
        }
    }

    /// The time spent in each part of the day so far, if a clock was added.
    pub fn clock(&self) -> Option<&DayClock> {
        self.world().get_resource()
    }

    /// Simulates one day.
    ///
    /// # Panics
    /// After the last day of the longest possible run, see [`Self::can_go_on`].
    pub fn step(&mut self) {
        assert!(self.can_go_on(), "the longest run ends after {LONGEST_RUN_DAYS} days");
        let day = self.days_done();
        let date = self.next_date();
        let latitude = self.scenario.landscape.latitude_deg;
        self.app.world_mut().resource_mut::<Calendar>().set_day(day, latitude);
        while self.ahead.front().is_some_and(|event| event.date <= date) {
            if let Some(event) = self.ahead.pop_front() {
                self.apply(&event.action, day);
            }
        }
        for action in std::mem::take(&mut self.pending) {
            self.apply(&action, day);
            if action.is_of_the_campaign() {
                // Whoever has touched the switch keeps it, as in `with_log`. The rest of a log being repeated gives
                // way, as the timeline does.
                self.ahead.retain(|event| !event.action.is_of_the_campaign());
                self.log.retain(|event| event.date <= date || !event.action.is_of_the_campaign());
            }
            let place = self.log.partition_point(|event| event.date <= date);
            self.log.insert(place, Intervention { date, action });
        }
        let world = self.app.world_mut();
        world.run_schedule(Day);
        // Otherwise the list of removed components, which nothing reads here, would grow throughout the run.
        world.clear_trackers();
    }

    /// Simulates one day and audits it.
    ///
    /// # Errors
    /// If the mass balance does not close, which is a bug in the program.
    ///
    /// # Panics
    /// As for [`Self::step`].
    pub fn step_and_audit(&mut self) -> Result<(), BalanceFault> {
        let date = self.next_date();
        self.step();
        self.audit().map_err(|imbalance| BalanceFault { date, imbalance })
    }

    /// Does something to the run at the beginning of the next day, and logs it.
    pub fn intervene(&mut self, action: Action) {
        // Of what is set several times before the day comes, the last counts, and only that is done.
        if let Action::SetParameter { path, .. } = &action {
            self.take_up_the_log();
            self.pending.retain(|other| !matches!(other, Action::SetParameter { path: set, .. } if set == path));
        }
        self.pending.push(action);
    }

    fn apply(&mut self, action: &Action, day: u32) {
        let world = self.app.world_mut();
        match action {
            Action::StartCampaign { effort } | Action::SetEffort { effort } => {
                let mut campaign = world.resource_mut::<Campaign>();
                if campaign.is_on || matches!(action, Action::StartCampaign { .. }) {
                    campaign.start(day, *effort);
                }
            }
            Action::StopCampaign => world.resource_mut::<Campaign>().stop(),
            Action::Weather { temperature_c, wetness, days } => {
                world.resource_mut::<Weather>().order(*temperature_c, *wetness, day + days);
            }
            Action::PutUpNets { spacing } => world.insert_resource(Nets::every(*spacing)),
            Action::TakeDownNets => world.insert_resource(Nets::default()),
            Action::SetParameter { path, value } => world.resource_mut::<Scenario>().put(path, *value),
        }
    }

    /// Days simulated.
    pub fn days_done(&self) -> u32 {
        self.record().days.len() as u32
    }

    /// The last day simulated; `None` before the first.
    pub fn date(&self) -> Option<Date> {
        self.record().days.last().map(|row| row.date)
    }

    /// The day that the next step simulates.
    pub fn next_date(&self) -> Date {
        date_of(self.scenario.start, self.days_done())
    }

    /// Whether the scenario's last day has been simulated.
    pub fn is_finished(&self) -> bool {
        self.next_date() > self.scenario.end
    }

    /// Whether another day can be simulated: there are ids for animals born up to [`LONGEST_RUN_DAYS`] days after the
    /// first.
    pub fn can_go_on(&self) -> bool {
        self.days_done() <= LONGEST_RUN_DAYS.unsigned_abs()
    }

    /// The scenario as given.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What a person did while it ran.
    pub fn log(&self) -> &[Intervention] {
        &self.log
    }

    /// The log, together with what a person has done since the last day.
    pub fn whole_log(&self) -> Vec<Intervention> {
        let next = self.next_date();
        let mut log = self.log.clone();
        let place = log.partition_point(|event| event.date <= next);
        let pending = self.pending.iter().map(|action| Intervention { date: next, action: action.clone() });
        log.splice(place..place, pending);
        log
    }

    /// The effort of the campaign on the next day, as far as a person has decided it.
    pub fn campaign_effort(&self) -> f32 {
        let now = self.world().resource::<Campaign>();
        let mut campaign = now.clone();
        let next = self.next_date();
        let repeated = self.log.iter().filter(|event| event.date == next).map(|event| &event.action);
        for action in repeated.chain(&self.pending) {
            match action {
                Action::StartCampaign { effort } => campaign.start(0, *effort),
                Action::SetEffort { effort } if campaign.is_on => campaign.effort = *effort,
                Action::StopCampaign => campaign.stop(),
                _ => {}
            }
        }
        campaign.effort
    }

    /// Whether the campaign is on, before anything is done on the next day.
    pub fn campaign_is_on(&self) -> bool {
        self.world().resource::<Campaign>().is_on
    }

    /// Whether something is to be done to the campaign at the beginning of the next day.
    pub fn campaign_is_next(&self) -> bool {
        let next = self.next_date();
        let due = self.ahead.iter().take_while(|event| event.date <= next).map(|event| &event.action);
        due.chain(&self.pending).any(Action::is_of_the_campaign)
    }

    /// Everything recorded.
    pub fn record(&self) -> &Record {
        self.world().resource()
    }

    /// Checks that the mass balance closes.
    ///
    /// # Errors
    /// The first stock for which it does not.
    pub fn audit(&self) -> Result<(), Imbalance> {
        self.world().resource::<MassBalance>().audit()
    }

    /// What is needed to repeat the run so far; `None` before the first day.
    pub fn saved_run(&mut self) -> Option<SavedRun> {
        let last_day = self.date()?;
        // The log of a run that was only partly repeated goes on after its last day.
        let log = self.log.iter().filter(|event| event.date <= last_day).cloned().collect();
        let hash = self.state_hash();
        Some(self.repetition(log, hash))
    }

    /// What repeats the run up to now, where it has this state hash, and everything that is to be done later.
    pub(crate) fn repetition(&self, interventions: Vec<Intervention>, state_hash: u64) -> SavedRun {
        let last_event = interventions.last().map(|event| event.date);
        SavedRun {
            schema: SCHEMA,
            version: VERSION.into(),
            last_day: last_event.max(self.date()).unwrap_or(self.scenario.start),
            state_hash: hash_text(state_hash),
            scenario: self.scenario.clone(),
            interventions,
        }
    }

    /// How its loops run.
    pub(crate) fn parallelism(&self) -> Parallelism {
        *self.world().resource()
    }

    /// The hash of the state, see [`record::hash`].
    pub fn state_hash(&mut self) -> u64 {
        record::hash::state_hash(self.world())
    }

    /// The world, for views to read.
    pub fn world(&self) -> &World {
        self.app.world()
    }

    /// The world, for views whose queries need it to be mutable. They only read; only interventions write.
    pub fn world_mut(&mut self) -> &mut World {
        self.app.world_mut()
    }
}
