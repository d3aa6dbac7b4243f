//! The books: what there was, what came, what went, what there is. They must balance every day.

use bevy::prelude::*;
use thiserror::Error;

use super::ledger::{Event, EventSums, Ledger};

/// What there is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stocks {
    /// Pest eggs in the soil.
    pub pest_eggs: u64,
    /// Hoppers and adults.
    pub pests: u64,
    /// Sparrow eggs and nestlings.
    pub nest_young: u64,
    /// Sparrows out of the nest.
    pub birds: u64,
    /// Leaf, dry kg.
    pub leaf_kg: f64,
    /// Standing grain, kg.
    pub grain_kg: f64,
    /// Spilled grain on the ground, kg.
    pub spilled_kg: f64,
    /// Weed seed on the ground, kg.
    pub weed_kg: f64,
}

/// The books of the whole landscape.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Books {
    /// What there was when the run began.
    pub first: Stocks,
    /// What there was at the day's beginning.
    pub opening: Stocks,
    /// What there is now.
    pub closing: Stocks,
    /// Animals that came and went today.
    pub events: EventSums,
    /// Plants that came and went today.
    pub ledger: Ledger,
    /// The same since the run began.
    pub events_since_start: EventSums<u128>,
    /// The same since the run began.
    pub ledger_since_start: Ledger,
}

/// Books that do not balance.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("the books do not balance: {stock}: {opening} + {gained} - {lost} is not {closing} ({span})")]
pub struct Imbalance {
    /// What is out of balance.
    pub stock: &'static str,
    /// Over what time.
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

/// Largest error allowed in a mass, relative to what there was and came.
pub const MASS_TOLERANCE: f64 = 1e-6;

impl Books {
    /// Whether today's books, and those since the start, balance: exactly for counts, to [`MASS_TOLERANCE`] for masses.
    ///
    /// # Errors
    /// The first stock that is out of balance.
    pub fn audit(&self) -> Result<(), Imbalance> {
        audit("today", &self.opening, &self.events, &self.ledger, &self.closing)?;
        audit("since the start", &self.first, &self.events_since_start, &self.ledger_since_start, &self.closing)
    }
}

fn audit(
    span: &'static str,
    opening: &Stocks,
    events: &EventSums<impl Copy + Into<u128>>,
    ledger: &Ledger,
    closing: &Stocks,
) -> Result<(), Imbalance> {
    use Event::*;
    let sum = |list: &[Event]| list.iter().map(|&event| events.get(event).into()).sum::<u128>();
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
            ledger.leaf_grown_kg,
            ledger.leaf_withered_kg + ledger.leaf_eaten_by_pests_kg,
            closing.leaf_kg,
        ),
        (
            "standing grain",
            opening.grain_kg,
            ledger.grain_grown_kg,
            ledger.grain_eaten_by_pests_kg
                + ledger.grain_eaten_by_birds_kg
                + ledger.grain_reaped_kg
                + ledger.grain_spilled_kg,
            closing.grain_kg,
        ),
        (
            "spilled grain",
            opening.spilled_kg,
            ledger.grain_spilled_kg,
            ledger.spilled_eaten_by_birds_kg + ledger.grain_spoiled_kg,
            closing.spilled_kg,
        ),
        (
            "weed seed",
            opening.weed_kg,
            ledger.weed_shed_kg,
            ledger.weed_eaten_by_birds_kg + ledger.weed_lost_kg,
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
        let mut books = Books::default();
        assert!(books.audit().is_ok());
        books.closing.birds = 1;
        assert_eq!(books.audit().unwrap_err().stock, "sparrows");
        books.closing.birds = 0;
        books.opening.grain_kg = 1000.0;
        books.first.grain_kg = 1000.0;
        books.closing.grain_kg = 999.0;
        assert_eq!(books.audit().unwrap_err().stock, "standing grain");
        books.closing.grain_kg = f64::NAN;
        assert_eq!(books.audit().unwrap_err().stock, "standing grain");
    }
}
