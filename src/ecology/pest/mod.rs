//! The pest, by default the Oriental migratory locust: eggs in the soil of each field, and bands of hoppers and adults.
//!
//! Not every scenario's pest is a locust: rice in the south has borers and planthoppers, which are the same model with
//! other numbers.
//!
//! A band is a super-individual: an agent that stands for `count` animals. Deaths thin the count binomially; a band of
//! one is a true individual.

mod band_batch;
mod eggs;
mod living;
mod moving;
pub(super) mod rules;
mod strides;

use bevy_ecs::prelude::*;

use super::condition::Condition;
use super::sparrow::Flock;
use crate::engine::agent::{AgentKind, Position};
use crate::engine::landscape::Landscape;
use crate::engine::words::{Words, pair, unpair};
use crate::scenario::{EncounterParameters, PestParameters};

pub use eggs::{Laid, develop_eggs, initial_eggs};
pub use living::live;
pub use moving::move_bands;

/// A band of pests: a super-individual. One component holds its whole state, as with sparrows.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// How many animals it stands for.
    pub count: u32,
    /// How far they have developed.
    pub stage: Stage,
    /// Where they stand between the solitary (0) and the gregarious (1) phase.
    pub phase: f32,
    /// How well fed they are.
    pub condition: Condition,
}

/// Above this phase a band swarms: halfway from the solitary phase to the gregarious one.
const SWARMS_ABOVE_PHASE: f32 = 0.5;

impl Band {
    /// Whether it is counted among those that swarm. Nothing in the model asks; phase acts by degrees.
    pub fn swarms(&self) -> bool {
        self.phase > SWARMS_ABOVE_PHASE
    }
}

impl AgentKind for Band {
    type Others = Without<Flock>;

    #[inline]
    fn field(&self, position: &Position, landscape: &Landscape) -> u32 {
        landscape.cell_at(position.0)
    }
}

impl Words for Band {
    type Words = [u64; 3];

    #[inline]
    fn to_words(&self) -> [u64; 3] {
        let Self { count, stage: Stage { moults, progress }, phase, condition } = *self;
        let [progress, phase, condition] = [progress, phase, condition.0].map(f32::to_bits);
        [pair([count, u32::from(moults)]), pair([progress, phase]), u64::from(condition)]
    }

    #[inline]
    fn from_words([first, second, third]: [u64; 3]) -> Self {
        let [count, moults] = unpair(first);
        let [progress, phase] = unpair(second).map(f32::from_bits);
        let condition = Condition(f32::from_bits(third as u32));
        Self { count, stage: Stage { moults: moults as u8, progress }, phase, condition }
    }
}

/// How far a band's animals have developed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stage {
    /// Moults so far: 0 to 4 are the five hopper instars, 5 is the adult.
    pub moults: u8,
    /// Progress through the stage, 0 to 1; of an adult, through maturation.
    pub progress: f32,
}

/// The last stage.
pub const ADULT: u8 = 5;

/// Moults of the youngest hoppers that count as pests: those of the third instar.
const COUNTED: u8 = 2;

impl Stage {
    /// Whether it counts as a pest: hoppers from the third instar, and adults. They make the crowds of the model, are
    /// counted per square metre, as in the field, and are drawn. Younger hoppers are many, small and soon dead.
    pub fn is_counted(self) -> bool {
        self.moults >= COUNTED
    }

    /// Whether it flies.
    pub fn is_adult(self) -> bool {
        self.moults >= ADULT
    }

    /// Whether it lays.
    pub fn is_mature(self) -> bool {
        rules::is_mature(self.moults.into(), self.progress)
    }
}

/// Number of age classes of eggs.
pub const EGG_CLASSES: usize = 8;

/// Eggs in the soil of a field, at most [`MOST_EGGS_OF_A_FIELD`](crate::scenario::MOST_EGGS_OF_A_FIELD) in all.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct EggBank {
    /// Developing eggs by age class, youngest first.
    pub developing: [u32; EGG_CLASSES],
    /// Eggs in diapause, which rest until spring.
    pub dormant: u32,
    /// Hatchlings that wait for their field's next hatch.
    pub hatching: u32,
}

impl EggBank {
    /// All eggs.
    pub fn eggs(&self) -> u64 {
        self.developing.iter().map(|&n| u64::from(n)).sum::<u64>() + u64::from(self.dormant) + u64::from(self.hatching)
    }
}

impl Words for EggBank {
    type Words = [u64; 5];

    fn to_words(&self) -> [u64; 5] {
        let Self { developing: [a, b, c, d, e, f, g, h], dormant, hatching } = *self;
        [[a, b], [c, d], [e, f], [g, h], [dormant, hatching]].map(pair)
    }

    fn from_words(words: [u64; 5]) -> Self {
        let [[a, b], [c, d], [e, f], [g, h], [dormant, hatching]] = words.map(unpair);
        Self { developing: [a, b, c, d, e, f, g, h], dormant, hatching }
    }
}

/// What a hopper of each instar, and last an adult, eats relative to an adult (assumed, by body mass).
const INTAKE_OF_ADULT: [f32; 6] = [0.02, 0.05, 0.12, 0.3, 0.6, 1.0];

/// Dry food that a band wants in a day, kg.
pub(super) fn food_wanted_kg(pest: &PestParameters, band: &Band) -> f64 {
    let part = INTAKE_OF_ADULT[usize::from(band.stage.moults.min(ADULT))];
    f64::from(band.count) * f64::from(pest.adult_intake_g_per_day * part) * 1e-3
}

/// How easily birds take each stage.
fn weights(encounter: &EncounterParameters) -> [f32; 6] {
    [
        encounter.vulnerability_instar1,
        encounter.vulnerability_instar2,
        1.0,
        1.0,
        encounter.vulnerability_instar5,
        encounter.vulnerability_adult,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a band's words hold its whole state.
    #[test]
    fn bands_come_back_from_their_words() {
        let stage = Stage { moults: 4, progress: 0.37 };
        let band = Band { count: 3_000_000_001, stage, phase: 0.1, condition: Condition(-0.0) };
        assert_eq!(Band::from_words(band.to_words()), band);
    }
}
