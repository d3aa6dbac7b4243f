//! The mass balance: what there was, what came, what went, what there is. It must close every day, for both animals and
//! plants.

use bevy::prelude::*;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ecology::census::Census;
use crate::ecology::flows::{DemographicCounts, DemographicEvent, Flows};

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
        audit("since the start", &self.first, &self.animals_since_start, &self.plants_since_start, &self.closing)
    }
}

impl MassBalance {
    /// The balance before the first day.
    pub fn open(census: Census) -> Self {
        Self { first: census, opening: census, closing: census, ..default() }
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
    }
}
