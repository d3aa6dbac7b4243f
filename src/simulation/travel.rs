//! A run elsewhere: once more, on another of its days, or with another log from here on.

use bevy_app::SubApp;

use super::Simulation;
use super::state::{Misfit, PackedState, State};
use crate::ecology;
use crate::engine::parallel::Parallelism;
use crate::engine::previous_position::Watched;
use crate::record::Record;
use crate::record::series::DayRow;
use crate::scenario::{Intervention, Scenario, with_log, without_campaign};

impl Simulation {
    /// The same run once more, from here on a run of its own.
    pub fn fork(&self) -> Self {
        let mut fork = Self::before(self.scenario.clone(), self.parallelism(), self.is_watched());
        fork.go_to(&State::of(self.world()), self.record().days.clone(), self.log.clone())
            .expect("the state is one of this run");
        fork.pending.clone_from(&self.pending);
        fork
    }

    /// The same run once more, from here on without what is still to be done to the campaign.
    pub fn fork_without_campaign(&self) -> Self {
        let mut twin = Self::before(self.scenario.clone().without_campaign(), self.parallelism(), self.is_watched());
        twin.go_to(&State::of(self.world()), self.record().days.clone(), self.log_without_campaign())
            .expect("the land and its parameters are those of this run");
        twin
    }

    /// The same run before its first day, without anything done to the campaign.
    pub fn again_without_campaign(&self) -> Self {
        let (scenario, log) = (self.scenario.clone().without_campaign(), self.log_without_campaign());
        Self::begin(ecology::populate, scenario, &log, self.parallelism(), self.is_watched())
    }

    /// Whether animals can be drawn between two days.
    fn is_watched(&self) -> bool {
        self.world().contains_resource::<Watched>()
    }

    /// [`Self::whole_log`] without what a person did to the campaign.
    pub fn log_without_campaign(&self) -> Vec<Intervention> {
        without_campaign(self.whole_log())
    }

    /// A run on whose land nobody lives yet, to [go to](Self::go_to) a state of its scenario.
    pub(super) fn before(scenario: Scenario, parallelism: Parallelism, is_watched: bool) -> Self {
        Self::begin(ecology::lay_out_land, scenario, &[], parallelism, is_watched)
    }

    /// Its state, packed.
    pub fn packed_state(&self) -> PackedState {
        PackedState::of(self.world())
    }

    /// Goes to a state of a run of the same scenario, on whatever day, whose record has these days. From there on it is
    /// that run, with this log.
    ///
    /// # Errors
    /// If it is not a state of the scenario. The run is then of no use.
    pub fn go_to(&mut self, state: &State, days: Vec<DayRow>, log: Vec<Intervention>) -> Result<(), Misfit> {
        state.put(self.app.world_mut(), &self.scenario)?;
        self.go_on_from(days, log);
        Ok(())
    }

    /// Goes on as a run that has lived these days, with this log; the world has their state already.
    pub(super) fn go_on_from(&mut self, days: Vec<DayRow>, log: Vec<Intervention>) {
        self.world_mut().resource_mut::<Record>().days = days;
        self.go_on_with(log);
    }

    /// Goes back to before the first day, to live it with this log.
    pub fn begin_again(&mut self, log: &[Intervention]) {
        let (is_watched, followed) = (self.world().contains_resource::<Watched>(), self.followed());
        *self = Self::begin(ecology::populate, self.scenario.clone(), log, self.parallelism(), is_watched);
        self.follow(followed);
    }

    /// Frees its memory, before another run takes its place. It is then of no use.
    pub fn let_go(&mut self) {
        self.app = SubApp::new();
    }

    /// Goes on with another log, which is the same up to the last day.
    pub fn go_on_with(&mut self, log: Vec<Intervention>) {
        let next = self.next_date();
        self.ahead = with_log(&self.scenario.timeline, &log).into();
        self.ahead.retain(|event| event.date >= next);
        self.log = log;
        self.pending.clear();
    }

    /// What the log being repeated ends with on the next day is from here on as if it had just been done, so that it can be set again. A
    /// log that goes on after that day stays: whatever is done by hand to the campaign ends what it does later.
    pub(super) fn take_up_the_log(&mut self) {
        let next = self.next_date();
        if self.log.last().is_none_or(|last| last.date != next) {
            return;
        }
        let (mut log, since) = (std::mem::take(&mut self.log), std::mem::take(&mut self.pending));
        let due = log.split_off(log.partition_point(|event| event.date < next));
        self.go_on_with(log);
        self.pending = due.into_iter().map(|event| event.action).chain(since).collect();
    }
}
