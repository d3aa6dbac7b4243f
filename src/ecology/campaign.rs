//! The campaign: the order to kill, carried out day by day. It kills birds and destroys nests and does nothing else;
//! whatever else follows, follows from who eats what.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::landscape::Habitat;
use super::random::{Stream, chance_of};
use super::sparrow::{Flock, thin};
use crate::record::Latest;
use crate::record::ledger::{Event, TaskEvents};
use crate::scenario::{CampaignParameters, Scenario};

/// Whether the campaign is on, and how hard it is carried out.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Campaign {
    /// Effort from 0 to 1; 0 when it is off.
    pub effort: f32,
    /// The day on which it was last started.
    pub since_day: Option<u32>,
    /// Whether today is a day of a drive.
    pub is_drive: bool,
    /// Chance a day of being killed, in the open.
    pub hazard: f32,
}

impl Campaign {
    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.since_day.is_some()
    }

    /// Starts it, or changes its effort.
    pub fn start(&mut self, day: u32, effort: f32) {
        self.since_day = self.since_day.or(Some(day));
        self.effort = effort;
    }

    /// Stops it.
    pub fn stop(&mut self) {
        *self = Self::default();
    }
}

/// What the day's effort comes to: everyday killing, and more in a drive; less as birds become rare.
pub fn plan_the_day(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    latest: Res<Latest>,
    mut campaign: ResMut<Campaign>,
) {
    let Some(since) = campaign.since_day else { return };
    let parameters = &scenario.campaign;
    campaign.is_drive = (calendar.day - since) % parameters.drive_interval_days < parameters.drive_days;
    let drive = if campaign.is_drive { parameters.drive_hazard } else { 0.0 };
    let density = latest.birds_per_ha;
    let catch = density / (density + parameters.half_catch_birds_per_ha).max(f32::MIN_POSITIVE);
    campaign.hazard = campaign.effort * (parameters.everyday_hazard + drive) * catch;
}

/// A day's killing: the chances that the campaign comes to.
pub struct Catch {
    hazard: f32,
    tree_refuge: f32,
    nest_chance: f64,
}

impl Campaign {
    /// What the campaign does to each flock today; nothing while it is off.
    pub fn catch(&self, parameters: &CampaignParameters) -> Option<Catch> {
        (self.is_on() && self.effort > 0.0).then(|| Catch {
            hazard: self.hazard,
            tree_refuge: parameters.tree_refuge,
            nest_chance: chance_of(f64::from(self.effort * parameters.nest_hazard)),
        })
    }
}

impl Catch {
    /// Kills birds of a flock and destroys nests. Trees at home are a refuge.
    #[inline]
    pub fn cull(&self, home: &Habitat, flock: &mut Flock, stream: &mut Stream, events: &mut TaskEvents) {
        let refuge = 1.0 - self.tree_refuge * home.tree_cover;
        let chance = chance_of(f64::from(self.hazard * refuge));
        for birds in [&mut flock.adults, &mut flock.juveniles] {
            events.count(Event::BirdsKilled, thin(birds, chance, stream));
        }
        events.count(Event::NestYoungDestroyed, thin(&mut flock.brood.young, self.nest_chance, stream));
    }
}
