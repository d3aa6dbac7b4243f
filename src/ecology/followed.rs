//! The agent that somebody follows, and what happens to it day by day, for its diary. Nothing in the model reads it, so that no history
//! depends on whether somebody looks.
//!
//! A flock and a band are super-individuals: what happens to an agent happens to some of its animals. What befell them is counted where
//! it is counted for all agents (see [`TaskDemography::count_of`](super::flows::TaskDemography::count_of)); what they ate is their share
//! of what their field gave to all its visitors.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bevy_ecs::prelude::*;
use bevy_math::Vec2;
use jiff::civil::Date;

use super::calendar::Calendar;
use super::campaign::Campaign;
use super::crop::{Crop, Seed};
use super::encounter::Served;
use super::flows::{DemographicCounts, Demography};
use super::pest::{Band, food_wanted_kg};
use super::sparrow::{Flock, rules};
use super::species::Species;
use super::tally::Tally;
use super::weather::Weather;
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::BATCH;
use crate::engine::landscape::{Landscape, by_cell};
use crate::scenario::Scenario;

/// No agent has this id.
const NOBODY: u64 = u64::MAX;

/// The agent that somebody follows, and its days since they were last taken. It belongs to the process: it is in no state hash and in no
/// saved state.
#[derive(Resource, Debug)]
pub struct Followed {
    agent: Option<AgentId>,
    days: Vec<AgentDay>,
    /// Its day so far, and its row, from when it has moved until rows are recycled.
    today: Option<(u32, AgentDay)>,
    /// The agent that took in its last animal today.
    host: AtomicU64,
}

impl Default for Followed {
    fn default() -> Self {
        Self::of(None)
    }
}

/// A day of an agent.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentDay {
    /// The agent.
    pub id: AgentId,
    /// The number of days simulated up to it.
    pub day: u32,
    /// Its date.
    pub date: Date,
    /// Where it fed, m.
    pub place_m: Vec2,
    /// The field on which that is.
    pub cell: u32,
    /// What it ate.
    pub meal: Meal,
    /// What happened to its animals. Eggs of pests are those that it laid.
    pub counts: DemographicCounts,
    /// Whether there was a drive of the campaign.
    pub is_drive: bool,
    /// Its animals in the morning.
    pub before: Animals,
    /// Its animals after feeding, breeding and dying.
    pub after: Animals,
    /// Its animals at the end of the day, when some may have joined others of their kind; `None` if none are left.
    pub end: Option<Animals>,
    /// The agent that took in its last animal.
    pub host: Option<AgentId>,
}

/// The animals of an agent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Animals {
    /// Sparrows.
    Flock(Flock),
    /// Pests.
    Band(Band),
}

impl Animals {
    /// How many there are, out of the nest.
    pub fn number(&self) -> u64 {
        match self {
            Self::Flock(flock) => u64::from(flock.birds()),
            Self::Band(band) => u64::from(band.count),
        }
    }

    /// The flock, if it is one.
    pub fn flock(&self) -> Option<&Flock> {
        match self {
            Self::Flock(flock) => Some(flock),
            Self::Band(_) => None,
        }
    }

    /// The band, if it is one.
    pub fn band(&self) -> Option<&Band> {
        match self {
            Self::Band(band) => Some(band),
            Self::Flock(_) => None,
        }
    }
}

/// What an agent ate in a day: its share, by what it wanted, of what its field gave to all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meal {
    /// Leaf eaten or cut, dry kg.
    pub leaf_kg: f64,
    /// Grain: that pests eat or cut, or that birds eat from the ears and from the ground, kg.
    pub grain_kg: f64,
    /// Weed seed, kg.
    pub weed_kg: f64,
    /// Insects that grown birds ate.
    pub insects: f64,
    /// Insects that were brought to nestlings.
    pub brought: f64,
    /// How many of all these insects were pests, on average over chance.
    pub pests: f64,
    /// What all these insects weighed, kg.
    pub insects_kg: f64,
}

impl Meal {
    fn of_flock(served: &Served, scenario: &Scenario, flock: &Flock) -> Self {
        let sparrow = &scenario.sparrow;
        let birds = f64::from(flock.birds());
        let feeds = birds > 0.0 && flock.brood.hatched && flock.brood.young > 0;
        let [prey, seed_mg] = if feeds { rules::nestlings_want(sparrow, &flock.brood) } else { [0.0; 2] };
        let (insects, brought) = (birds * served.insects_per_bird * served.caught, prey * served.caught);
        let share = share(birds * served.seed_per_bird_kg + seed_mg * 1e-6, served.seed_wanted_kg);
        Self {
            leaf_kg: 0.0,
            grain_kg: share * served.grain_kg,
            weed_kg: share * served.weed_kg,
            insects,
            brought,
            pests: (insects + brought) * served.pest_part,
            insects_kg: (insects + brought) * f64::from(sparrow.prey_item_g) * 1e-3,
        }
    }

    fn of_band(served: &Served, scenario: &Scenario, band: &Band) -> Self {
        let share = share(food_wanted_kg(&scenario.pest, band), served.leaf_wanted_kg);
        Self { leaf_kg: share * served.leaf_kg, grain_kg: share * served.cut_kg, ..Self::default() }
    }
}

fn share(part: f64, all: f64) -> f64 {
    if all > 0.0 { (part / all).min(1.0) } else { 0.0 }
}

impl Followed {
    /// From now on this agent is followed, or none.
    pub fn of(agent: Option<AgentId>) -> Self {
        Self { agent, days: Vec::new(), today: None, host: AtomicU64::new(NOBODY) }
    }

    /// The agent that is followed.
    pub fn agent(&self) -> Option<AgentId> {
        self.agent
    }

    /// Takes its days since this was last called.
    pub fn take_days(&mut self) -> Vec<AgentDay> {
        std::mem::take(&mut self.days)
    }

    /// The lane of the agent in a batch of a species that begins at row `first`; one that no batch has if it is not in it.
    #[inline]
    pub fn lane(&self, species: Species, first: u32) -> usize {
        match &self.today {
            Some((row, day)) if day.id.species() == u64::from(species) => row.wrapping_sub(first) as usize,
            _ => BATCH,
        }
    }

    /// Notes that the last animal of an agent has joined another.
    #[inline]
    pub fn note_joining(&self, guest: AgentId, host: AgentId) {
        if self.agent == Some(guest) {
            self.host.store(host.0, Relaxed);
        }
    }
}

/// The agent with an id: its row in the table of its kind, its place and its animals.
pub(crate) fn agent<'w>(
    id: AgentId,
    flocks: impl IntoIterator<Item = (&'w [AgentId], &'w [Position], &'w [Flock])>,
    bands: impl IntoIterator<Item = (&'w [AgentId], &'w [Position], &'w [Band])>,
) -> Option<(u32, Vec2, Animals)> {
    let row = |ids: &[AgentId]| ids.iter().position(|other| *other == id);
    if id.species() == u64::from(Species::Sparrow) {
        let found = flocks.into_iter().find_map(|table| Some((row(table.0)?, table)));
        found.map(|(row, (_, positions, flocks))| (row as u32, positions[row].0, Animals::Flock(flocks[row])))
    } else {
        let found = bands.into_iter().find_map(|table| Some((row(table.0)?, table)));
        found.map(|(row, (_, positions, bands))| (row as u32, positions[row].0, Animals::Band(bands[row])))
    }
    .filter(|(.., animals)| animals.number() > 0 || animals.flock().is_some_and(|flock| flock.brood.young > 0))
}

/// All agents of a kind.
type All<'w, 's, C> = Query<'w, 's, (&'static AgentId, &'static Position, &'static C)>;

/// Finds the agent, once it has moved and before its field gives anybody anything.
pub fn find(
    (scenario, calendar, landscape): (Res<Scenario>, Res<Calendar>, Res<Landscape>),
    (weather, campaign): (Res<Weather>, Res<Campaign>),
    mut followed: ResMut<Followed>,
    fields: (Query<&Tally>, Query<&Crop>, Query<&Seed>),
    (flocks, bands): (All<Flock>, All<Band>),
) {
    let Some(id) = followed.agent else { return };
    let flocks = flocks.contiguous_iter().into_iter().flatten();
    let found = agent(id, flocks, bands.contiguous_iter().into_iter().flatten());
    followed.host = AtomicU64::new(NOBODY);
    followed.today = found.map(|(row, place_m, before)| {
        let cell = landscape.cell_at(place_m);
        let field = cell as usize;
        let field = (&by_cell(&fields.0)[field], &by_cell(&fields.1)[field], &by_cell(&fields.2)[field]);
        let served = Served::of(&scenario, (&*calendar, &*landscape, &*weather), field);
        let meal = match &before {
            Animals::Flock(flock) => Meal::of_flock(&served, &scenario, flock),
            Animals::Band(band) => Meal::of_band(&served, &scenario, band),
        };
        let (counts, is_drive) = (DemographicCounts::default(), campaign.is_drive);
        let (day, date) = (calendar.day + 1, calendar.date);
        let (after, end, host) = (before, None, None);
        (row, AgentDay { id, day, date, place_m, cell, meal, counts, is_drive, before, after, end, host })
    });
}

/// Sees what has become of it in its row, before rows are recycled.
pub fn see(
    mut followed: ResMut<Followed>,
    mut demography: ResMut<Demography>,
    (flocks, bands): (Query<&Flock>, Query<&Band>),
) {
    let Some((row, day)) = &mut followed.today else { return };
    let row = *row as usize;
    day.counts = demography.take_followed();
    day.after = match day.before {
        Animals::Flock(_) => Animals::Flock(by_cell(&flocks)[row]),
        Animals::Band(_) => Animals::Band(by_cell(&bands)[row]),
    };
}

/// Closes its day.
pub fn close(mut followed: ResMut<Followed>, (flocks, bands): (All<Flock>, All<Band>)) {
    let Some((_, mut day)) = followed.today.take() else { return };
    let flocks = flocks.contiguous_iter().into_iter().flatten();
    let found = agent(day.id, flocks, bands.contiguous_iter().into_iter().flatten());
    day.end = found.map(|(.., animals)| animals);
    let host = followed.host.load(Relaxed);
    day.host = (host != NOBODY).then_some(AgentId(host));
    followed.days.push(day);
}
