//! How the diary of the agent that is followed reaches the window: its days as they are lived, those before once more when there is
//! time, and where it is now.
//!
//! The diary is kept by day. On another day of the same history nothing of it is lost; where another history begins, the days that are
//! not in it are dropped.

use std::collections::BTreeMap;

use bevy::prelude::*;

use crate::ecology::followed::{AgentDay, Animals};
use crate::engine::agent::AgentId;
use crate::simulation::Simulation;
use crate::timeline::Timeline;
use crate::window::map::scatter::scatter;

/// Days before the present one that are lived once more for the diary of an agent that is followed from now on.
pub const DAYS_BEFORE: u32 = 30;

/// Whom to follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// The flock nearest to a place, m; only one with these bits, if they are given, see
    /// [`Glyph::bits`](crate::window::animals::glyph::Glyph::bits).
    Flock {
        /// The place.
        place_m: Vec2,
        /// The bits.
        bits: Option<u32>,
    },
    /// The band nearest to a place, m.
    Band {
        /// The place.
        place_m: Vec2,
    },
    /// This one.
    Agent(AgentId),
}

impl Wanted {
    fn find(self, simulation: &Simulation) -> Option<AgentId> {
        match self {
            Self::Flock { place_m, bits } => {
                let is_one = |id: AgentId| bits.is_none_or(|bits| (scatter(id.0) >> 32) as u32 == bits);
                simulation.nearest_flock(place_m, is_one)
            }
            Self::Band { place_m } => simulation.nearest_band(place_m),
            Self::Agent(id) => Some(id),
        }
    }
}

/// What is new of the agent that is followed.
#[derive(Clone, Debug, Default)]
pub struct FollowUpdate {
    /// The agent.
    pub id: Option<AgentId>,
    /// Where it is on the present day, m, and its animals.
    pub now: Option<(Vec2, Animals)>,
    /// The number of the last day that both this history and the one before have, if there is another one.
    pub common: Option<u32>,
    /// Days of it.
    pub days: Vec<AgentDay>,
}

impl FollowUpdate {
    /// Adds news to what has not been taken yet.
    pub(super) fn add(&mut self, news: Self) {
        if self.id != news.id {
            *self = news;
            return;
        }
        if let Some(common) = news.common {
            self.days.retain(|day| day.day <= common);
            self.common = Some(self.common.map_or(common, |before| before.min(common)));
        }
        self.days.extend(news.days);
        self.now = news.now;
    }

    /// Takes the days out.
    pub(super) fn take(&mut self) -> Self {
        let (common, days) = (self.common.take(), std::mem::take(&mut self.days));
        Self { id: self.id, now: self.now, common, days }
    }
}

/// The agent that is followed, as the window knows it.
#[derive(Clone, Debug, Default)]
pub struct Following {
    /// The agent.
    pub id: Option<AgentId>,
    /// Where it is on the present day, m, and its animals; `None` if it is not there.
    pub now: Option<(Vec2, Animals)>,
    /// Its days by their number, as far as they are known, those after the present day too.
    pub days: BTreeMap<u32, AgentDay>,
    /// Goes up when something of it changes.
    pub edition: u32,
}

impl Following {
    /// Takes in what is new.
    pub(super) fn apply(&mut self, FollowUpdate { id, now, common, days }: FollowUpdate) {
        let is_another = self.id != id;
        if is_another {
            (self.id, self.days) = (id, BTreeMap::new());
        }
        if let Some(common) = common {
            self.days.retain(|day, _| *day <= common);
        }
        self.edition += u32::from(is_another || common.is_some() || !days.is_empty() || self.now != now);
        self.now = now;
        self.days.extend(days.into_iter().map(|day| (day.day, day)));
    }
}

/// The thread's side.
#[derive(Default)]
pub(super) struct Follower {
    id: Option<AgentId>,
    branch: usize,
    /// The days before, which are lived once more: a run on one of them, and the last of them.
    before: Option<(Simulation, u32)>,
    relived: Vec<AgentDay>,
}

impl Follower {
    /// Follows another agent, or none.
    pub(super) fn follow(&mut self, wanted: Option<Wanted>, timeline: &mut Timeline) {
        let id = wanted.and_then(|wanted| wanted.find(timeline.simulation()));
        *self = Self { id, branch: timeline.present(), ..Self::default() };
        timeline.simulation_mut().follow(id);
        let Some(id) = id else { return };
        let (today, (born, _)) = (timeline.day(), id.birth());
        let from = today.saturating_sub(DAYS_BEFORE).max(born);
        if from < today {
            let mut run = timeline.aside(from);
            run.follow(Some(id));
            self.before = Some((run, today));
        }
    }

    /// Lives one of the days before once more. Returns whether there was one.
    pub(super) fn relive(&mut self) -> bool {
        let Some((run, last)) = &mut self.before else { return false };
        if run.days_done() < *last {
            run.step();
            return true;
        }
        let first = last.saturating_sub(DAYS_BEFORE);
        self.relived.extend(run.take_diary().into_iter().filter(|day| day.day > first));
        self.before = None;
        true
    }

    /// Before the run goes to another branch: what it has counted in this one is told only as far as the two are the same.
    pub(super) fn leave(&mut self, branch: usize, timeline: &mut Timeline) {
        if branch != timeline.present() {
            self.relived.extend(timeline.simulation_mut().take_diary());
        }
    }

    /// What is new.
    pub(super) fn news(&mut self, timeline: &mut Timeline) -> FollowUpdate {
        let Some(id) = self.id else { return FollowUpdate::default() };
        let branch = timeline.present();
        let common = (branch != self.branch).then(|| timeline.days_in_common(self.branch, branch));
        if let Some(common) = common {
            self.before = self.before.take().filter(|(_, last)| *last <= common);
            self.relived.retain(|day| day.day <= common);
        }
        self.branch = branch;
        let mut days = std::mem::take(&mut self.relived);
        days.extend(timeline.simulation_mut().take_diary());
        FollowUpdate { id: Some(id), now: timeline.simulation().agent(id), common, days }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};

    /// Contract: the diary has each day of the present history once, those before the agent was followed too, whether they were lived on
    /// the way or once more; and none of another history.
    #[test]
    fn the_diary_is_of_the_present_history() {
        let landscape = LandscapeParameters { fields_wide: 8, fields_high: 8, ..Default::default() };
        let scenario = Scenario { landscape, ..Scenario::default() };
        let mut timeline = Timeline::new(scenario, Parallelism::Serial, 8 << 20);
        timeline.go_to(50).unwrap();
        let (mut follower, mut window) = (Follower::default(), Following::default());
        let middle = Wanted::Flock { place_m: Vec2::splat(400.0), bits: None };
        follower.follow(Some(middle), &mut timeline);
        timeline.go_to(60).unwrap();
        window.apply(follower.news(&mut timeline));
        let days = |window: &Following| window.days.keys().copied().collect::<Vec<_>>();
        assert_eq!(days(&window), (51..=60).collect::<Vec<_>>());
        while follower.relive() {}
        window.apply(follower.news(&mut timeline));
        assert_eq!(days(&window), (21..=60).collect::<Vec<_>>());
        let lived = window.days.clone();
        // Back, and on the same way again.
        timeline.go_to(40).unwrap();
        window.apply(follower.news(&mut timeline));
        timeline.go_to(60).unwrap();
        window.apply(follower.news(&mut timeline));
        let has_all =
            |window: &Following, to: u32| lived.range(..=to).all(|(day, of)| window.days.get(day) == Some(of));
        assert!(has_all(&window, 60));
        // Another history.
        timeline.go_to(40).unwrap();
        timeline.intervene(Action::StartCampaign { effort: 1.0 });
        timeline.step().unwrap();
        window.apply(follower.news(&mut timeline));
        assert!(has_all(&window, 40));
        assert_eq!(days(&window).last(), Some(&41));
        assert!(window.now.is_some());
        // Nobody.
        follower.follow(None, &mut timeline);
        window.apply(follower.news(&mut timeline));
        assert!(window.id.is_none() && window.days.is_empty());
    }
}
