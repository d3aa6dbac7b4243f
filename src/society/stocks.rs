//! Grain in stock: in villages, at collecting points, in the state's stores; how it comes there, is carried, eaten, sold back,
//! exported, and spoils.

use serde::{Deserialize, Serialize};

use super::farms::wasted_share;
use super::flows::SocietyFlows;
use super::reports::{believed_kg, reported_kg};
use super::steel::left_by_shortage;
use crate::scenario::{GrainParameters, PlanParameters, Scenario};

/// Grain in stock, kg.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stocks {
    /// In villages.
    pub villages_kg: f64,
    /// Procured, at collecting points.
    pub depots_kg: f64,
    /// In the state's stores.
    pub state_kg: f64,
}

/// What is handed out in a day: what is wanted, or, where stocks would not last, one part in `saving_days` of them.
fn handed_out_kg(wanted_kg: f64, stock_kg: f64, saving_days: f64) -> f64 {
    wanted_kg.min(stock_kg / saving_days)
}

/// Days for which villages make their food last, where a share of them has canteens.
fn village_saving_days(grain: &GrainParameters, canteens_share: f32) -> f64 {
    f64::from(grain.saving_days + canteens_share * (grain.canteen_saving_days - grain.saving_days))
}

/// Grain procured from a harvest that has come to the villages: a share of what the state believes was reaped, as far as it is there.
fn procured_kg(plan: &PlanParameters, believed_kg: f64, villages_kg: f64) -> f64 {
    (f64::from(plan.procurement_share) * believed_kg).min(villages_kg)
}

/// Grain that can be carried from the collecting points in a day.
fn transport_kg(scenario: &Scenario, people: f64) -> f64 {
    f64::from(scenario.grain.transport_kg_per_person_day)
        * people
        * left_by_shortage(&scenario.steel, scenario.plan.steel_share)
}

/// Grain that the state sells back to villages that lack some, from what it has beyond its reserve.
fn resold_kg(scenario: &Scenario, lacking_kg: f64, towns_want_kg: f64, state_kg: f64) -> f64 {
    let Scenario { grain, plan, .. } = scenario;
    let beyond_kg = (state_kg - f64::from(grain.reserve_days) * towns_want_kg).max(0.0);
    handed_out_kg(f64::from(plan.resale_share) * lacking_kg, beyond_kg, f64::from(grain.towns_saving_days))
}

/// What people want today, kg.
#[derive(Clone, Copy, Debug)]
pub struct Wants {
    /// In the country.
    pub country_kg: f64,
    /// In the towns.
    pub towns_kg: f64,
}

impl Stocks {
    /// Takes the seed for what was sown today out of the villages.
    pub fn give_seed(&mut self, grain: &GrainParameters, sown_ha: f64, flows: &mut SocietyFlows) {
        flows.seed_kg = (sown_ha * f64::from(grain.seed_kg_per_ha)).min(self.villages_kg);
        self.villages_kg -= flows.seed_kg;
    }

    /// Brings the day's harvest to the villages, and the part that the state procures to the collecting points.
    pub fn take_in(
        &mut self,
        grain: &GrainParameters,
        plan: &PlanParameters,
        reaped_kg: f64,
        flows: &mut SocietyFlows,
    ) {
        flows.delivered_kg = reaped_kg;
        self.villages_kg += reaped_kg;
        flows.reported_kg = reported_kg(grain, plan, reaped_kg);
        flows.procured_kg = procured_kg(plan, believed_kg(plan, reaped_kg, flows.reported_kg), self.villages_kg);
        self.villages_kg -= flows.procured_kg;
        self.depots_kg += flows.procured_kg;
    }

    /// Carries grain from the collecting points to the state's stores.
    pub fn carry(&mut self, scenario: &Scenario, people: f64, flows: &mut SocietyFlows) {
        flows.carried_kg = transport_kg(scenario, people).min(self.depots_kg);
        self.depots_kg -= flows.carried_kg;
        self.state_kg += flows.carried_kg;
    }

    /// Exports or imports. Exports come before all else that the state does with its grain.
    pub fn trade(&mut self, plan: &PlanParameters, people_at_start: f64, flows: &mut SocietyFlows) {
        let net_export_kg = f64::from(plan.net_export_kg_per_person_year) / 365.0 * people_at_start;
        flows.imported_kg = (-net_export_kg).max(0.0);
        self.state_kg += flows.imported_kg;
        flows.exported_kg = net_export_kg.max(0.0).min(self.state_kg);
        self.state_kg -= flows.exported_kg;
    }

    /// Feeds towns from the state's stores, then villages from their own, and sells grain back to those that lack it.
    pub fn feed(&mut self, scenario: &Scenario, wants: Wants, flows: &mut SocietyFlows) {
        let Scenario { grain, plan, farms, .. } = scenario;
        let ration_kg = wants.towns_kg * f64::from(plan.towns_ration);
        flows.eaten_in_towns_kg = handed_out_kg(ration_kg, self.state_kg, f64::from(grain.towns_saving_days));
        self.state_kg -= flows.eaten_in_towns_kg;
        let wasted = wasted_share(farms, plan.canteens_share);
        let saving_days = village_saving_days(grain, plan.canteens_share);
        // Canteens hand out so much more that nobody goes short by what is wasted, as long as it is there.
        let handed_out_kg = handed_out_kg(wants.country_kg / (1.0 - wasted), self.villages_kg, saving_days);
        self.villages_kg -= handed_out_kg;
        flows.wasted_in_canteens_kg = handed_out_kg * wasted;
        flows.own_eaten_in_country_kg = handed_out_kg - flows.wasted_in_canteens_kg;
        let lacking_kg = (wants.country_kg - flows.own_eaten_in_country_kg).max(0.0);
        flows.resold_kg = resold_kg(scenario, lacking_kg, wants.towns_kg, self.state_kg);
        self.state_kg -= flows.resold_kg;
    }

    /// Lets grain spoil.
    pub fn spoil(&mut self, grain: &GrainParameters, flows: &mut SocietyFlows) {
        let spoiled = |kg: &mut f64, share: f32| {
            let spoiled = *kg * f64::from(share);
            *kg -= spoiled;
            spoiled
        };
        flows.spoiled_in_villages_kg = spoiled(&mut self.villages_kg, grain.village_spoilage);
        flows.spoiled_at_depots_kg = spoiled(&mut self.depots_kg, grain.depot_spoilage);
        flows.spoiled_in_stores_kg = spoiled(&mut self.state_kg, grain.store_spoilage);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's sections Reports and procurement, Stocks and transport, and Rations, at points that are easy
    /// to check by hand.
    #[test]
    fn grain_follows_its_equations() {
        let mut scenario = Scenario::default();
        scenario.plan.procurement_share = 0.25;
        scenario.plan.resale_share = 0.5;
        scenario.grain.saving_days = 100.0;
        scenario.grain.canteen_saving_days = 50.0;
        scenario.grain.reserve_days = 10.0;
        scenario.grain.towns_saving_days = 20.0;
        scenario.grain.transport_kg_per_person_day = 0.5;
        assert_eq!(
            [(10.0, 2000.0), (30.0, 2000.0), (10.0, 0.0)].map(|(want, stock)| handed_out_kg(want, stock, 100.0)),
            [10.0, 20.0, 0.0]
        );
        assert_eq!([0.0, 0.5, 1.0].map(|share| village_saving_days(&scenario.grain, share)), [100.0, 75.0, 50.0]);
        assert_eq!([1000.0, 200.0].map(|there| procured_kg(&scenario.plan, 1600.0, there)), [400.0, 200.0]);
        assert_eq!(transport_kg(&scenario, 40.0), 20.0);
        // Half of what is lacking; one part in twenty of what is there beyond ten days of what the towns want; nothing below that.
        assert_eq!([5000.0, 500.0, 50.0].map(|state| resold_kg(&scenario, 100.0, 10.0, state)), [50.0, 20.0, 0.0]);
    }

    /// Contract: towns are fed before grain is sold back, exports come before both, and what canteens waste is handed out on top.
    #[test]
    fn the_state_feeds_the_towns_first() {
        let mut scenario = Scenario::default();
        scenario.plan.net_export_kg_per_person_year = 365.0;
        scenario.plan.canteens_share = 1.0;
        scenario.farms.canteen_waste = 0.5;
        let mut stocks = Stocks { villages_kg: 1e6, depots_kg: 0.0, state_kg: 100.0 };
        let mut flows = SocietyFlows::default();
        stocks.trade(&scenario.plan, 70.0, &mut flows);
        assert_eq!((flows.exported_kg, flows.imported_kg, stocks.state_kg), (70.0, 0.0, 30.0));
        stocks.feed(&scenario, Wants { country_kg: 50.0, towns_kg: 10.0 }, &mut flows);
        assert_eq!((flows.eaten_in_towns_kg, flows.resold_kg, stocks.state_kg), (1.0, 0.0, 29.0));
        assert_eq!((flows.own_eaten_in_country_kg, flows.wasted_in_canteens_kg), (50.0, 50.0));
        assert_eq!(stocks.villages_kg, 1e6 - 100.0);
        scenario.plan.net_export_kg_per_person_year = -365.0;
        stocks.trade(&scenario.plan, 70.0, &mut flows);
        assert_eq!((flows.exported_kg, flows.imported_kg, stocks.state_kg), (0.0, 70.0, 99.0));
    }
}
