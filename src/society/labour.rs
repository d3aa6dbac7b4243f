//! Farm labour: the work that fields want each day, the hands that the state leaves to do it, and how far they go.
//!
//! What is ripe is reaped first, the fields that have waited longest before the others; then land is sown; then weeds are
//! pulled. Nothing else is decided here: a harvest is smaller because a field was sown late or not at all, grew among weeds,
//! or lost its grain before somebody came to reap it.

use bevy_ecs::prelude::*;

use super::{Endowment, Society, bearing, methods, work_per_worker, years};
use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::crop::{Crop, CropStage, days_waited, may_be_reaped, to_be_sown};
use crate::ecology::field_work::{FieldWork, Reaped};
use crate::ecology::habitat::{Habitat, Shelter};
use crate::ecology::weather::Weather;
use crate::engine::landscape::{Cell, Landscape};
use crate::scenario::{LabourParameters, PlanParameters, Scenario};

/// Work on the farms today; all 0 where hands are not counted.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Labour {
    /// Farm workers left to work the fields.
    pub farm_workers: u64,
    /// Farm workers whom the plan and the campaign have taken away; 0 where hands are not counted.
    pub workers_away: u64,
    /// Of these, those who tend furnaces.
    pub at_furnaces: u64,
    /// Of these, those who dig irrigation works.
    pub at_waterworks: u64,
    /// What a worker does in a day, as a share of the work of one who is well fed, has all tools, and is paid for it.
    pub work_per_worker: f64,
    /// Work that the fields want, worker-days.
    pub wanted_days: f64,
    /// Work that is done, worker-days, as expected: which fields get it is drawn by chance.
    pub done_days: f64,
}

impl Labour {
    /// All farm workers, wherever they are.
    pub fn all(&self) -> u64 {
        self.farm_workers + self.workers_away
    }
}

/// Numbers of days of waiting that are told apart, from 0 on.
const WAITS: usize = Reaped::MOST_DAYS as usize + 1;

/// What fields want, worker-days.
#[derive(Clone, Debug, PartialEq)]
struct Demand {
    /// Reaping, by the number of days that a field has waited.
    reaping: [f64; WAITS],
    sowing: f64,
    weeding: f64,
}

/// W: farm workers of a land with so much cropland, where the country people have grown so much in number.
fn workers(labour: &LabourParameters, cropland_ha: f64, growth_of_people: f64) -> u64 {
    (f64::from(labour.workers_per_ha) * cropland_ha * growth_of_people).round() as u64
}

/// Shares of the farm workers who are away.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Away {
    /// A: all of them.
    all: f64,
    /// Those at furnaces.
    at_furnaces: f64,
    /// Those at waterworks.
    at_waterworks: f64,
}

/// A: the shares of farm workers who are away, `drive` being the effort of the campaign during a drive, otherwise 0. Where more are
/// called than there are, each order gets its part.
fn share_away(labour: &LabourParameters, plan: &PlanParameters, drive: f32) -> Away {
    let PlanParameters { steel_share, irrigation_share, other_pests_share, drive_share, .. } = *plan;
    let moved = (labour.workers_among_movers * plan.towns_share).min(1.0);
    let called = f64::from(steel_share + irrigation_share + moved + other_pests_share + drive_share * drive);
    let come = |share: f32| f64::from(share) / called.max(1.0);
    Away { all: called.min(1.0), at_furnaces: come(steel_share), at_waterworks: come(irrigation_share) }
}

/// Deals out hands to fields that wait to be reaped, those that have waited longest first. Returns which are reaped, and the
/// work that is done.
fn reaping(hands: f64, demand: &[f64; WAITS]) -> (Reaped, f64) {
    let mut left = hands;
    for (waited, demand) in demand.iter().enumerate().rev() {
        if *demand > left {
            return (Reaped { longer_than: waited as u32, chance: left / demand }, hands);
        }
        left -= demand;
    }
    (FieldWork::default().reaped, hands - left)
}

/// The share of a demand that so many hands can meet.
fn share_met(hands: f64, demand: f64) -> f64 {
    // Less than none are left only by rounding.
    let hands = hands.max(0.0);
    if demand > hands { hands / demand } else { 1.0 }
}

/// Factor on the growth of leaf where a share of the weeding is done.
fn weed_factor(weed_competition: f32, weeded: f64) -> f32 {
    1.0 - weed_competition * (1.0 - weeded) as f32
}

impl Demand {
    /// Deals out hands under orders. Returns how far they go, and the work that is done.
    fn meet(&self, hands: f64, weed_competition: f32, orders: FieldWork) -> (FieldWork, f64) {
        let (reaped, at_reaping) = reaping(hands, &self.reaping);
        let left = hands - at_reaping;
        let sown = share_met(left, self.sowing);
        let at_sowing = self.sowing * sown;
        let weeded = share_met(left - at_sowing, self.weeding);
        let work = FieldWork { sown, reaped, weeding: weed_factor(weed_competition, weeded), ..orders };
        (work, at_reaping + at_sowing + self.weeding * weeded)
    }

    fn sum(&self) -> f64 {
        self.reaping.iter().sum::<f64>() + self.sowing + self.weeding
    }
}

/// Works out the day's demand for hands, and deals out those there are.
#[expect(clippy::too_many_arguments, reason = "labour depends on everything people do")]
pub fn allot_hands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    today: (Res<Weather>, Res<Campaign>),
    left: (Res<Society>, Res<Shelter>, Res<Endowment>),
    mut labour: ResMut<Labour>,
    mut work: ResMut<FieldWork>,
    fields: Query<(&Cell, &Habitat, &Crop)>,
) {
    let parameters = &scenario.labour;
    let (society, shelter, land) = left;
    let bearing = bearing(&scenario, &society, &shelter, years(&calendar));
    if !parameters.is_counted() {
        (*labour, *work) = (Default::default(), FieldWork { bearing, ..Default::default() });
        return;
    }
    let ha = f64::from(landscape.field_ha());
    let orders = FieldWork { bearing, ..methods::orders(&scenario.plan, &scenario.methods) };
    let (weather, campaign) = today;
    let demand = demand(&scenario, &calendar, &weather, ha, &orders, fields.iter());
    let all = workers(parameters, land.cropland_ha, society.people.growth_of_country());
    let part = |share: f64| (all as f64 * share).round() as u64;
    let away = share_away(parameters, &scenario.plan, if campaign.is_drive { campaign.effort } else { 0.0 });
    let workers_away = part(away.all);
    let at_furnaces = part(away.at_furnaces).min(workers_away);
    let farm_workers = all - workers_away;
    let work_per_worker = work_per_worker(&scenario, &society);
    let hands = farm_workers as f64 * work_per_worker;
    let (done, done_days) = demand.meet(hands, parameters.weed_competition, orders);
    *work = done;
    *labour = Labour {
        farm_workers,
        workers_away,
        at_furnaces,
        at_waterworks: part(away.at_waterworks).min(workers_away - at_furnaces),
        work_per_worker,
        wanted_days: demand.sum(),
        done_days,
    };
}

fn demand<'a>(
    scenario: &Scenario,
    calendar: &Calendar,
    weather: &Weather,
    ha: f64,
    orders: &FieldWork,
    fields: impl Iterator<Item = (&'a Cell, &'a Habitat, &'a Crop)>,
) -> Demand {
    let labour = &scenario.labour;
    let sowing = methods::sowing_days_per_ha(labour, &scenario.plan, &scenario.methods) * ha;
    let [a_reaping, weeding] = [labour.reaping_days_per_ha, labour.weeders_per_ha].map(|days| f64::from(days) * ha);
    let mut demand = Demand { reaping: [0.0; WAITS], sowing: 0.0, weeding: 0.0 };
    for (cell, habitat, crop) in fields {
        match (crop.stage, crop.kind.parameters(&scenario.crops)) {
            (CropStage::Fallow, _)
                if to_be_sown(&scenario.crops, calendar, habitat.land).is_some()
                    && !orders.leaves_fallow(scenario.seed, *cell, calendar.year()) =>
            {
                demand.sowing += sowing;
            }
            // The crop will be a day older when it is reaped.
            (CropStage::Ripe, Some(of_kind)) if may_be_reaped(of_kind, labour, crop.days_ripe + 1) => {
                let waited = days_waited(of_kind, crop.days_ripe + 1);
                // Otherwise the field is given up before anybody comes.
                if waited <= labour.given_up_days {
                    demand.reaping[waited.min(Reaped::MOST_DAYS) as usize] += a_reaping;
                }
            }
            // Weeds grow on the days on which the crop does.
            (CropStage::Vegetative, Some(of_kind)) if weather.degree_days(of_kind.base_temperature_c) > 0.0 => {
                demand.weeding += weeding;
            }
            _ => {}
        }
    }
    demand
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::ecology::crop::CropKind;
    use crate::ecology::habitat::LandUse;

    /// Contract: the equations of ODD's section Farm labour, at points that are easy to check by hand.
    #[test]
    fn hands_follow_their_equations() {
        let labour = LabourParameters { workers_per_ha: 1.5, ..LabourParameters::default() };
        assert_eq!([1.0, 0.5].map(|growth| workers(&labour, 1001.0, growth)), [1502, 751]);
        let plan = PlanParameters {
            steel_share: 0.25,
            irrigation_share: 0.125,
            drive_share: 0.5,
            ..PlanParameters::default()
        };
        assert_eq!([0.0, 0.5, 1.0].map(|drive| share_away(&labour, &plan, drive).all), [0.375, 0.625, 0.875]);
        let plan =
            PlanParameters { steel_share: 0.75, irrigation_share: 0.25, towns_share: 0.25, ..Default::default() };
        let labour = LabourParameters { workers_among_movers: 4.0, ..labour };
        let away = share_away(&labour, &plan, 0.0);
        assert_eq!(away, Away { all: 1.0, at_furnaces: 0.375, at_waterworks: 0.125 });
        assert_eq!([share_met(30.0, 40.0), share_met(50.0, 40.0), share_met(0.0, 0.0)], [0.75, 1.0, 1.0]);
        assert_eq!([share_met(-1e-12, 0.0), share_met(-1e-12, 40.0)], [1.0, 0.0]);
        assert_eq!([weed_factor(0.5, 1.0), weed_factor(0.5, 0.5), weed_factor(0.5, 0.0)], [1.0, 0.75, 0.5]);
    }

    /// Contract: fields that have waited longest are reaped first, and no more work is done than there are hands.
    #[test]
    fn those_who_have_waited_longest_come_first() {
        let mut demand = [0.0; WAITS];
        (demand[0], demand[3], demand[7]) = (100.0, 40.0, 20.0);
        let at = |hands| reaping(hands, &demand);
        assert_eq!(at(0.0), (Reaped { longer_than: 7, chance: 0.0 }, 0.0));
        assert_eq!(at(20.0), (Reaped { longer_than: 3, chance: 0.0 }, 20.0));
        assert_eq!(at(50.0), (Reaped { longer_than: 3, chance: 0.75 }, 50.0));
        assert_eq!(at(135.0), (Reaped { longer_than: 0, chance: 0.75 }, 135.0));
        assert_eq!(at(500.0), (Reaped { longer_than: 0, chance: 1.0 }, 160.0));
    }

    /// Contract: a field wants the work that its crop wants today, and none when nobody can do it any more.
    #[test]
    fn fields_want_what_their_crops_want() {
        let mut scenario = Scenario::default();
        scenario.labour.workers_per_ha = 1.0;
        let land = Habitat {
            land: LandUse::WheatMaize,
            nest_sites: 0.0,
            laying_ground: 0.0,
            tree_cover: 0.0,
            first_tree_cover: 0.0,
        };
        let at = |date, temperature_c, crop: Crop| {
            let mut weather = Weather::default();
            weather.temperature_c = temperature_c;
            let calendar = Calendar::new(date, 35.0);
            let demand = demand(
                &scenario,
                &calendar,
                &weather,
                2.0,
                &Default::default(),
                [(&Cell(0), &land, &crop)].into_iter(),
            );
            let waits = demand.reaping.iter().position(|days| *days > 0.0);
            (waits, demand.reaping.iter().sum::<f64>(), demand.sowing, demand.weeding)
        };
        let june = date(1958, 6, 20);
        let delay = scenario.crops.winter_wheat.reap_delay_days;
        let ripe = |days_ripe| Crop {
            kind: CropKind::WinterWheat,
            stage: CropStage::Ripe,
            days_ripe,
            grain_kg: 100.0,
            ..Crop::fallow(0.0)
        };
        assert!(delay > 1);
        assert_eq!(at(june, 20.0, ripe(delay - 2)), (None, 0.0, 0.0, 0.0));
        assert_eq!(at(june, 20.0, ripe(delay - 1)), (Some(0), 80.0, 0.0, 0.0));
        let given_up = delay + scenario.labour.given_up_days;
        assert_eq!(at(june, 20.0, ripe(given_up - 1)).0, Some(60));
        assert_eq!(at(june, 20.0, ripe(given_up)), (None, 0.0, 0.0, 0.0));
        assert_eq!(at(june, 20.0, Crop::fallow(10.0)), (None, 0.0, 60.0, 0.0));
        assert_eq!(at(date(1958, 12, 24), 20.0, Crop::fallow(10.0)), (None, 0.0, 0.0, 0.0));
        let growing = Crop { kind: CropKind::WinterWheat, stage: CropStage::Vegetative, ..Crop::fallow(100.0) };
        let (.., weeding) = at(date(1958, 4, 1), 12.0, growing);
        assert!((weeding - 1.6).abs() < 1e-6, "{weeding}");
        assert_eq!(at(date(1958, 1, 1), -3.0, growing), (None, 0.0, 0.0, 0.0));
    }

    /// Contract: reaping comes before sowing and sowing before weeding, and the work that is done is never more than the
    /// hands, nor than the demand.
    #[test]
    fn reaping_comes_before_sowing_and_weeding() {
        let mut demand = Demand { reaping: [0.0; WAITS], sowing: 50.0, weeding: 20.0 };
        demand.reaping[2] = 30.0;
        let (nothing, plenty) =
            (demand.meet(0.0, 0.5, Default::default()), demand.meet(1000.0, 0.5, Default::default()));
        assert_eq!((nothing.0.sown, nothing.0.weeding, nothing.1), (0.0, 0.5, 0.0));
        assert_eq!(plenty, (FieldWork::default(), 100.0));
        let (work, done) = demand.meet(55.0, 0.5, Default::default());
        assert_eq!((work.sown, work.reaped.longer_than, work.weeding, done), (0.5, 0, 0.5, 55.0));
        let (work, done) = demand.meet(85.0, 0.5, Default::default());
        assert_eq!((work.sown, work.weeding, done), (1.0, 0.625, 85.0));
    }
}
