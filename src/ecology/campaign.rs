//! The campaign: the order to kill, carried out day by day. It kills birds and destroys nests and does nothing else;
//! whatever else follows, follows from who eats what.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::census::Census;
use super::habitat::Habitat;
use super::sparrow::{Flock, thin};
use crate::ecology::flows::{DemographicEvent, TaskDemography};
use crate::engine::landscape::Landscape;
use crate::engine::random::{Stream, chance_of};
use crate::scenario::{CampaignParameters, Scenario};

/// Whether the campaign is on, and how hard it is carried out.
///
/// It is carried out in drives, and to prepare one takes `drive_interval_days`. So the first start begins a drive, and the
/// next ones follow at that interval, also after a stop and another start. Only when the day of a drive has come while the
/// campaign was off, and nobody held it, does the rhythm end: the next start then begins a drive again. Therefore nobody who
/// stops and starts gets more days of drives, by any day, than who goes on.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Campaign {
    /// Whether it is on.
    pub is_on: bool,
    /// Effort from 0 to 1; 0 when it is off.
    pub effort: f32,
    /// The first day of the first drive of the rhythm; while it is off, none if the day of a drive has passed since.
    pub drives_since_day: Option<u32>,
    /// Whether today is a day of a drive.
    pub is_drive: bool,
    /// Chance a day of being killed, in the open.
    pub hazard: f32,
}

impl Campaign {
    /// Starts it, or changes its effort.
    pub fn start(&mut self, day: u32, effort: f32) {
        self.is_on = true;
        self.effort = effort;
        self.drives_since_day = self.drives_since_day.or(Some(day));
    }

    /// Stops it.
    pub fn stop(&mut self) {
        *self = Self { drives_since_day: self.drives_since_day, ..Self::default() };
    }

    /// What the day's effort comes to, with so many birds: everyday killing, and more in a drive; less as birds become rare.
    pub fn plan(&mut self, day: u32, birds_per_ha: f32, parameters: &CampaignParameters) {
        let Some(since) = self.drives_since_day else { return };
        let days_since_drive = (day - since) % parameters.drive_interval_days;
        if !self.is_on {
            if days_since_drive == 0 {
                self.drives_since_day = None;
            }
            return;
        }
        self.is_drive = days_since_drive < parameters.drive_days;
        let drive = if self.is_drive { parameters.drive_hazard } else { 0.0 };
        let catch = birds_per_ha / (birds_per_ha + parameters.half_catch_birds_per_ha).max(f32::MIN_POSITIVE);
        self.hazard = self.effort * (parameters.everyday_hazard + drive) * catch;
    }
}

/// Plans the day's killing.
pub fn plan_the_day(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    census: Res<Census>,
    mut campaign: ResMut<Campaign>,
) {
    campaign.plan(calendar.day, census.birds_per_ha(&landscape) as f32, &scenario.campaign);
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
        (self.is_on && self.effort > 0.0).then(|| Catch {
            hazard: self.hazard,
            tree_refuge: parameters.tree_refuge,
            nest_chance: chance_of(f64::from(self.effort * parameters.nest_hazard)),
        })
    }
}

impl Catch {
    /// Kills birds of a flock and destroys nests. Trees at home are a refuge.
    #[inline]
    pub fn cull(&self, home: &Habitat, flock: &mut Flock, stream: &mut Stream, demography: &mut TaskDemography) {
        let refuge = 1.0 - self.tree_refuge * home.tree_cover;
        let chance = chance_of(f64::from(self.hazard * refuge));
        for birds in [&mut flock.adults, &mut flock.juveniles] {
            demography.count(DemographicEvent::BirdsKilled, thin(birds, chance, stream));
        }
        demography.count(DemographicEvent::NestYoungDestroyed, thin(&mut flock.brood.young, self.nest_chance, stream));
    }
}
