//! The campaign: the order to kill, carried out day by day. It kills birds and destroys nests and does nothing else;
//! all that follows comes from who eats what.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

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
/// It is carried out in drives, each of which takes `drive_interval_days` to prepare. So the first start begins a
/// drive, and the next ones follow at that interval, even after a stop and another start. The cycle ends only if a
/// drive falls due while the campaign is off; the next start then begins a drive again. So stopping and starting never
/// gives more drive days, up to any day, than keeping on.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Whether it is on.
    pub is_on: bool,
    /// Effort from 0 to 1; 0 when it is off.
    pub effort: f32,
    /// First day of the first drive in the current cycle; `None` if a drive has fallen due while the campaign was off.
    pub drives_since_day: Option<u32>,
    /// Whether there is a drive today.
    pub is_drive: bool,
    /// Hazard of being killed in the open, 1/d.
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

    /// Works out the day's hazard: everyday killing, more during a drive, and less as birds become rare.
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
        self.hazard = bird_hazard(parameters, self.effort, self.is_drive, birds_per_ha);
    }
}

/// The hazard of a bird in the open, 1/d: everyday killing, more during a drive, and less as birds become rare.
fn bird_hazard(parameters: &CampaignParameters, effort: f32, is_drive: bool, birds_per_ha: f32) -> f32 {
    let drive = if is_drive { parameters.drive_hazard } else { 0.0 };
    let catch = birds_per_ha / (birds_per_ha + parameters.half_catch_birds_per_ha).max(f32::MIN_POSITIVE);
    effort * (parameters.everyday_hazard + drive) * catch
}

/// The part of a hazard that remains despite the refuge of trees at a flock's home.
#[inline]
fn exposure(tree_refuge: f32, tree_cover: f32) -> f32 {
    1.0 - tree_refuge * tree_cover
}

/// The hazard of an egg or nestling, 1/d.
fn nest_hazard(parameters: &CampaignParameters, effort: f32) -> f32 {
    effort * parameters.nest_hazard
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

/// A day's killing, ready to be applied to flocks.
pub struct Catch {
    hazard: f32,
    tree_refuge: f32,
    nest_chance: f64,
}

impl Campaign {
    /// What the campaign does to each flock today; `None` while it is off.
    pub fn catch(&self, parameters: &CampaignParameters) -> Option<Catch> {
        (self.is_on && self.effort > 0.0).then(|| Catch {
            hazard: self.hazard,
            tree_refuge: parameters.tree_refuge,
            nest_chance: chance_of(f64::from(nest_hazard(parameters, self.effort))),
        })
    }
}

impl Catch {
    /// Kills birds of the flock in a lane of the batch, and destroys nests. Trees at home are a refuge. Returns how many birds were
    /// killed.
    #[inline]
    pub fn cull(
        &self,
        home: &Habitat,
        (lane, flock): (usize, &mut Flock),
        stream: &mut Stream,
        demography: &mut TaskDemography,
    ) -> u64 {
        let chance = chance_of(f64::from(self.hazard * exposure(self.tree_refuge, home.tree_cover)));
        let of_age = [&mut flock.adults, &mut flock.juveniles].map(|birds| u64::from(thin(birds, chance, stream)));
        let killed = of_age.iter().sum();
        demography.count_of(lane, DemographicEvent::BirdsKilled, killed);
        let destroyed = thin(&mut flock.brood.young, self.nest_chance, stream);
        demography.count_of(lane, DemographicEvent::NestYoungDestroyed, destroyed);
        killed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Campaign.
    #[test]
    fn hazards_follow_their_equations() {
        let parameters = CampaignParameters {
            everyday_hazard: 0.25,
            drive_hazard: 0.5,
            half_catch_birds_per_ha: 2.0,
            nest_hazard: 0.125,
            ..CampaignParameters::default()
        };
        assert_eq!(bird_hazard(&parameters, 0.5, false, 2.0), 0.5 * 0.25 * 0.5);
        assert_eq!(bird_hazard(&parameters, 0.5, true, 6.0), 0.5 * 0.75 * 0.75);
        assert_eq!(bird_hazard(&parameters, 1.0, true, 0.0), 0.0);
        let always = CampaignParameters { half_catch_birds_per_ha: 0.0, ..parameters.clone() };
        assert_eq!([bird_hazard(&always, 1.0, false, 1e-3), bird_hazard(&always, 1.0, false, 0.0)], [0.25, 0.0]);
        assert_eq!([exposure(0.8, 0.0), exposure(0.5, 0.5)], [1.0, 0.75]);
        assert_eq!(nest_hazard(&parameters, 0.5), 0.0625);
    }

    /// Contract: one drive per interval from the first start on, even if the campaign stops and starts before the next
    /// is due; a drive that falls due while it is off ends the cycle.
    #[test]
    fn drives_keep_their_cycle() {
        let parameters = CampaignParameters { drive_interval_days: 30, drive_days: 3, ..CampaignParameters::default() };
        let drives = |off: std::ops::Range<u32>| -> Vec<u32> {
            let mut campaign = Campaign::default();
            let mut days = Vec::new();
            for day in 10..110 {
                match day {
                    10 => campaign.start(day, 1.0),
                    day if day == off.start => campaign.stop(),
                    day if day == off.end => campaign.start(day, 1.0),
                    _ => {}
                }
                campaign.plan(day, 5.0, &parameters);
                if campaign.is_drive {
                    days.push(day);
                }
            }
            days
        };
        assert_eq!(drives(0..0), [10, 11, 12, 40, 41, 42, 70, 71, 72, 100, 101, 102]);
        assert_eq!(drives(11..20), [10, 40, 41, 42, 70, 71, 72, 100, 101, 102]);
        assert_eq!(drives(30..45), [10, 11, 12, 45, 46, 47, 75, 76, 77, 105, 106, 107]);
    }
}
