//! The mass balance: what there was, what came, what went, what there is. It must close every day, for both animals and
//! plants.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ecology::census::Census;
use crate::ecology::flows::{DemographicCounts, DemographicEvent, Flows};
use crate::society::Society;
use crate::society::flows::SocietyFlows;

/// The balance of the whole land.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MassBalance {
    /// What there was when the run began.
    pub first: Census,
    /// What there was at the beginning of the day.
    pub opening: Census,
    /// What there is now.
    pub closing: Census,
    /// Animals that came and went today.
    pub animals: DemographicCounts,
    /// Plants that came and went today.
    pub plants: Flows,
    /// The same since the run began.
    pub animals_since_start: DemographicCounts<u128>,
    /// The same since the run began.
    pub plants_since_start: Flows,
    /// Grain in stock and people.
    pub society: SocietyBalance,
}

/// The balance of grain in stock, and of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SocietyBalance {
    /// What there was when the run began.
    pub first: Society,
    /// What there was at the beginning of the day.
    pub opening: Society,
    /// What there is now.
    pub closing: Society,
    /// What came and went today.
    pub today: SocietyFlows,
    /// The same since the run began.
    pub since_start: SocietyFlows,
}

/// A mass balance that does not close.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("the mass balance does not close: {stock}: {opening} + {gained} - {lost} is not {closing} ({span})")]
pub struct Imbalance {
    /// What is out of balance.
    pub stock: &'static str,
    /// Over what period.
    pub span: &'static str,
    /// At the beginning.
    pub opening: f64,
    /// What came.
    pub gained: f64,
    /// What went.
    pub lost: f64,
    /// At the end.
    pub closing: f64,
}

/// Largest error allowed in a mass, relative to what there was plus what came.
pub const MASS_TOLERANCE: f64 = 1e-6;

impl MassBalance {
    /// Checks that today's balance and that since the start close: exactly for counts, to [`MASS_TOLERANCE`] for
    /// masses.
    ///
    /// # Errors
    /// The first stock that is out of balance.
    pub fn audit(&self) -> Result<(), Imbalance> {
        audit("today", &self.opening, &self.animals, &self.plants, &self.closing)?;
        audit("since the start", &self.first, &self.animals_since_start, &self.plants_since_start, &self.closing)?;
        let society = &self.society;
        audit_society("today", &society.opening, &society.today, &society.closing)?;
        audit_society("since the start", &society.first, &society.since_start, &society.closing)
    }
}

impl MassBalance {
    /// The balance before the first day.
    pub fn open(census: Census, society: Society) -> Self {
        let society = SocietyBalance { first: society, opening: society, closing: society, ..Default::default() };
        Self { first: census, opening: census, closing: census, society, ..Default::default() }
    }

    /// Closes a day that ends with these people and stocks.
    pub fn close_society(&mut self, now: &Society, today: SocietyFlows) {
        let balance = &mut self.society;
        balance.opening = balance.closing;
        balance.closing = *now;
        balance.today = today;
        balance.since_start += &today;
    }

    /// Closes a day that ends with what the census found.
    pub fn close(&mut self, census: Census, animals: DemographicCounts, plants: Flows) {
        self.opening = self.closing;
        self.closing = census;
        (self.animals, self.plants) = (animals, plants);
        self.animals_since_start += animals;
        self.plants_since_start += &plants;
    }
}

fn audit(
    span: &'static str,
    opening: &Census,
    animals: &DemographicCounts<impl Copy + Into<u128>>,
    plants: &Flows,
    closing: &Census,
) -> Result<(), Imbalance> {
    use DemographicEvent::*;
    let sum = |list: &[DemographicEvent]| list.iter().map(|&event| animals.get(event).into()).sum::<u128>();
    let counts = [
        ("pest eggs", opening.pest_eggs, sum(&[EggsLaid]), sum(&[EggsDied, Hatched]), closing.pest_eggs),
        ("pests", opening.pests, sum(&[Hatched]), sum(&[PestsEatenByBirds, PestsDied]), closing.pests),
        (
            "sparrow eggs and nestlings",
            opening.nest_young,
            sum(&[BirdEggsLaid]),
            sum(&[NestYoungDied, NestYoungDestroyed, Fledged]),
            closing.nest_young,
        ),
        ("sparrows", opening.birds, sum(&[Fledged]), sum(&[BirdsDied, BirdsKilled]), closing.birds),
    ];
    audit_counts(span, counts)?;
    let masses = [
        (
            "leaf",
            opening.leaf_kg,
            plants.leaf_grown_kg,
            plants.leaf_withered_kg + plants.leaf_eaten_by_pests_kg,
            closing.leaf_kg,
        ),
        (
            "standing grain",
            opening.grain_kg,
            plants.grain_grown_kg,
            plants.grain_eaten_by_pests_kg
                + plants.grain_eaten_by_birds_kg
                + plants.grain_reaped_kg
                + plants.grain_spilled_kg,
            closing.grain_kg,
        ),
        (
            "spilled grain",
            opening.spilled_kg,
            plants.grain_spilled_kg,
            plants.spilled_eaten_by_birds_kg + plants.grain_spoiled_kg,
            closing.spilled_kg,
        ),
        (
            "weed seed",
            opening.weed_kg,
            plants.weed_shed_kg,
            plants.weed_eaten_by_birds_kg + plants.weed_lost_kg,
            closing.weed_kg,
        ),
    ];
    audit_masses(span, masses)
}

fn audit_society(
    span: &'static str,
    opening: &Society,
    flows: &SocietyFlows,
    closing: &Society,
) -> Result<(), Imbalance> {
    let [before, after] = [&opening.people, &closing.people];
    let counts = [
        (
            "people of the country",
            before.country.people,
            u128::from(flows.births_in_country + flows.returned_from_towns),
            u128::from(flows.deaths_in_country + flows.moved_to_towns),
            after.country.people,
        ),
        (
            "people of the towns",
            before.towns.people,
            u128::from(flows.births_in_towns + flows.moved_to_towns),
            u128::from(flows.deaths_in_towns + flows.returned_from_towns),
            after.towns.people,
        ),
    ];
    audit_counts(span, counts)?;
    let [before, after] = [&opening.stocks, &closing.stocks];
    let masses = [
        (
            "grain in villages",
            before.villages_kg,
            flows.delivered_kg,
            flows.seed_kg
                + flows.procured_kg
                + flows.own_eaten_in_country_kg
                + flows.wasted_in_canteens_kg
                + flows.spoiled_in_villages_kg,
            after.villages_kg,
        ),
        (
            "grain at collecting points",
            before.depots_kg,
            flows.procured_kg,
            flows.carried_kg + flows.spoiled_at_depots_kg,
            after.depots_kg,
        ),
        (
            "grain in the state's stores",
            before.state_kg,
            flows.carried_kg + flows.imported_kg,
            flows.exported_kg + flows.eaten_in_towns_kg + flows.resold_kg + flows.spoiled_in_stores_kg,
            after.state_kg,
        ),
    ];
    audit_masses(span, masses)
}

/// A stock: its name, what there was, came, went, and is.
type Stock<N, Sum> = (&'static str, N, Sum, Sum, N);

fn audit_counts<const N: usize>(span: &'static str, counts: [Stock<u64, u128>; N]) -> Result<(), Imbalance> {
    for (stock, opening, gained, lost, closing) in counts {
        let (opening, closing) = (u128::from(opening), u128::from(closing));
        if opening + gained != lost + closing {
            return Err(Imbalance {
                stock,
                span,
                opening: opening as f64,
                gained: gained as f64,
                lost: lost as f64,
                closing: closing as f64,
            });
        }
    }
    Ok(())
}

fn audit_masses<const N: usize>(span: &'static str, masses: [Stock<f64, f64>; N]) -> Result<(), Imbalance> {
    for (stock, opening, gained, lost, closing) in masses {
        let error = (opening + gained - lost - closing).abs();
        if error.is_nan() || error > MASS_TOLERANCE * (opening + gained).max(1e-6) {
            return Err(Imbalance { stock, span, opening, gained, lost, closing });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bird_too_many_and_a_kilogram_too_few_are_noticed() {
        let mut balance = MassBalance::default();
        assert!(balance.audit().is_ok());
        balance.closing.birds = 1;
        assert_eq!(balance.audit().unwrap_err().stock, "sparrows");
        balance.closing.birds = 0;
        balance.opening.grain_kg = 1000.0;
        balance.first.grain_kg = 1000.0;
        balance.closing.grain_kg = 999.0;
        assert_eq!(balance.audit().unwrap_err().stock, "standing grain");
        balance.closing.grain_kg = f64::NAN;
        assert_eq!(balance.audit().unwrap_err().stock, "standing grain");
        let mut balance = MassBalance::default();
        balance.society.closing.people.towns.people = 1;
        assert_eq!(balance.audit().unwrap_err().stock, "people of the towns");
        balance.society.today.moved_to_towns = 1;
        assert_eq!(balance.audit().unwrap_err().stock, "people of the country");
        let mut balance = MassBalance::default();
        balance.society.closing.stocks.depots_kg = 5.0;
        assert_eq!(balance.audit().unwrap_err().stock, "grain at collecting points");
    }
}
