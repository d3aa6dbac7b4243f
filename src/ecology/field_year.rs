//! What has become of each field's plants in the calendar year, for those who ask where a loss fell. Nothing in the model
//! reads it.

use bevy::prelude::*;

use crate::engine::words::{Words, pair, unpair};

/// What animals have taken from a field, and what was reaped there, since the beginning of the calendar year; and how long it
/// has waited to be sown.
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
    /// Days on which it has waited to be sown and nobody came, since it last bore a crop; a new year does not end the wait.
    pub unsown_days: u32,
}

impl FieldYear {
    /// What a new calendar year begins with.
    pub fn next(self) -> Self {
        Self { unsown_days: self.unsown_days, ..Self::default() }
    }
}

impl Words for FieldYear {
    type Words = [u64; 3];

    fn to_words(&self) -> [u64; 3] {
        let Self {
            leaf_eaten_by_pests_kg,
            grain_eaten_by_pests_kg,
            grain_eaten_by_sparrows_kg,
            reaped_kg,
            unsown_days,
        } = *self;
        let [by_pests, others] =
            [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]]
                .map(|both| pair(both.map(f32::to_bits)));
        [by_pests, others, u64::from(unsown_days)]
    }

    fn from_words([by_pests, others, unsown_days]: [u64; 3]) -> Self {
        let [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]] =
            [by_pests, others].map(|both| unpair(both).map(f32::from_bits));
        let unsown_days = unpair(unsown_days)[0];
        Self { leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg, grain_eaten_by_sparrows_kg, reaped_kg, unsown_days }
    }
}
