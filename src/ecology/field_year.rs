//! What has become of each field's plants in the calendar year, for those who ask where a loss fell. Nothing in the model
//! reads it.

use bevy::prelude::*;

use crate::engine::words::{Words, pair, unpair};

/// What animals have taken from a field, and what was reaped there, since the beginning of the calendar year.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct FieldYear {
    /// Leaf eaten or cut by pests, dry mass.
    pub leaf_eaten_by_pests_kg: f32,
    /// Standing grain eaten or cut by pests.
    pub grain_eaten_by_pests_kg: f32,
    /// Standing grain eaten by sparrows.
    pub grain_eaten_by_sparrows_kg: f32,
    /// Grain reaped, roots in grain equivalent.
    pub reaped_kg: f32,
}

impl Words for FieldYear {
    type Words = [u64; 2];

    fn to_words(&self) -> [u64; 2] {
        let Self { leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg, grain_eaten_by_sparrows_kg, reaped_kg } = *self;
        [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]]
            .map(|both| pair(both.map(f32::to_bits)))
    }

    fn from_words(words: [u64; 2]) -> Self {
        let [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]] =
            words.map(|both| unpair(both).map(f32::from_bits));
        Self { leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg, grain_eaten_by_sparrows_kg, reaped_kg }
    }
}
