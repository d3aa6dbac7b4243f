//! What has become of each field's plants in the calendar year, for those who ask where a loss fell. Nothing in the model
//! reads it.

use bevy_ecs::prelude::*;

use crate::engine::accumulators::Sum;
use crate::engine::words::{Words, pair, unpair};

/// What animals have taken from a field, what was reaped there, and which birds it has lost to the campaign, since the beginning of
/// the calendar year; and how long it has waited to be sown.
#[derive(Component, Debug, Default)]
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
    /// Sparrows at home on the field that the campaign has killed, wherever they were.
    pub sparrows_killed: Sum,
}

impl FieldYear {
    /// Begins a new calendar year.
    pub fn renew(&mut self) {
        *self = Self { unsown_days: self.unsown_days, ..Self::default() };
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
            ref sparrows_killed,
        } = *self;
        let [by_pests, others] =
            [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]]
                .map(|both| pair(both.map(f32::to_bits)));
        // A field has far fewer birds than 32 bits can count.
        [by_pests, others, pair([unsown_days, sparrows_killed.get() as u32])]
    }

    fn from_words([by_pests, others, counts]: [u64; 3]) -> Self {
        let [[leaf_eaten_by_pests_kg, grain_eaten_by_pests_kg], [grain_eaten_by_sparrows_kg, reaped_kg]] =
            [by_pests, others].map(|both| unpair(both).map(f32::from_bits));
        let [unsown_days, killed] = unpair(counts);
        let sparrows_killed = Sum::new(killed.into());
        Self {
            leaf_eaten_by_pests_kg,
            grain_eaten_by_pests_kg,
            grain_eaten_by_sparrows_kg,
            reaped_kg,
            unsown_days,
            sparrows_killed,
        }
    }
}
