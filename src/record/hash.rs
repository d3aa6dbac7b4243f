//! The state hash: 64 bits over every number of the model state. Two runs with equal hashes have, for all that matters,
//! equal states.

use bevy::prelude::*;

use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::crop::{Crop, Seed};
use crate::ecology::exclosure::Nets;
use crate::ecology::habitat::Habitat;
use crate::ecology::pest::{Band, EggBank};
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::Cues;
use crate::ecology::weather::Weather;
use crate::engine::agent::{AgentId, Position};
use crate::engine::landscape::Cell;
use crate::engine::random::mix;
use crate::scenario::Scenario;

/// Folds words into a hash, in order.
struct Fold(u64);

impl Fold {
    fn word(&mut self, word: u64) {
        self.0 = mix(self.0.rotate_left(5) ^ word.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }

    fn floats<const N: usize>(&mut self, values: [f32; N]) {
        values.into_iter().for_each(|value| self.word(u64::from(value.to_bits())));
    }
}

/// The hash of all model state: date, weather, campaign, every parameter, every field by cell, every agent by id.
pub fn state_hash(world: &mut World) -> u64 {
    let mut fold = Fold(0x5350_4152_524f_5721);
    settings(world, &mut fold);
    fields(world, &mut fold);
    agents(world, &mut fold);
    fold.0
}

/// Parameters that came after hashes had been committed here and saved with runs elsewhere. At 0 they do nothing, so there a
/// run is the one that it was before they came, and has the hash that it had.
const NOTHING_AT_0: [&str; 1] = ["leaf_half_saturation_kg_per_ha"];

fn settings(world: &World, fold: &mut Fold) {
    let scenario = world.resource::<Scenario>();
    fold.word(scenario.seed);
    for (_, section) in scenario.sections() {
        for (index, parameter) in section.parameters().iter().enumerate() {
            let value = section.value(index);
            if value != 0.0 || !NOTHING_AT_0.contains(&parameter.name) {
                fold.word(value.to_bits());
            }
        }
    }
    fold.word(u64::from(world.resource::<Calendar>().day));
    world.resource::<Weather>().state().for_each(|word| fold.word(word));
    let campaign = world.resource::<Campaign>();
    let drives_since = campaign.drives_since_day.map(u64::from);
    fold.word(drives_since.filter(|_| campaign.is_on).unwrap_or(u64::MAX));
    fold.floats([campaign.effort]);
    if let Some(day) = drives_since.filter(|_| !campaign.is_on) {
        // Of a campaign that is off, only until the next drive would have been: hashes have been saved without it.
        fold.word(day);
    }
    if let Some(spacing) = world.resource::<Nets>().spacing() {
        fold.word(u64::from(spacing));
    }
}

fn fields(world: &mut World, fold: &mut Fold) {
    let mut fields = world.query::<(&Cell, &Habitat, &Crop, &Seed, &EggBank, &Cues)>();
    let mut rows: Vec<_> = fields.iter(world).collect();
    rows.sort_unstable_by_key(|(cell, ..)| **cell);
    for (_, habitat, crop, seed, bank, view) in rows {
        fold.word(habitat.land as u64);
        fold.floats([habitat.nest_sites, habitat.laying_ground, habitat.tree_cover, crop.thermal_time]);
        fold.word((crop.kind as u64) << 40 | (crop.stage as u64) << 32 | u64::from(crop.days_ripe));
        for mass in [crop.leaf_kg, crop.grain_kg, crop.grain_not_filled_kg, seed.weed_kg, seed.spilled_kg] {
            fold.word(mass.to_bits());
        }
        bank.developing.into_iter().chain([bank.dormant, bank.hatching]).for_each(|eggs| fold.word(u64::from(eggs)));
        fold.floats([view.pest_food, view.bird_food, view.crowding_per_m2, view.pairs_per_site]);
        fold.floats([view.drift.x, view.drift.y]);
    }
}

fn agents(world: &mut World, fold: &mut Fold) {
    let mut bands = world.query::<(&AgentId, &Position, &Band)>();
    let mut rows: Vec<_> = bands.iter(world).collect();
    rows.sort_unstable_by_key(|(id, ..)| **id);
    for (id, position, band) in rows {
        fold.word(id.0);
        fold.word(u64::from(band.count) << 8 | u64::from(band.stage.moults));
        fold.floats([position.0.x, position.0.y]);
        fold.floats([band.stage.progress, band.phase, band.condition.0]);
    }
    let mut flocks = world.query::<(&AgentId, &Position, &Flock)>();
    let mut rows: Vec<_> = flocks.iter(world).collect();
    rows.sort_unstable_by_key(|(id, ..)| **id);
    for (id, position, Flock { home, adults, juveniles, condition, brood }) in rows {
        fold.word(id.0);
        fold.word(u64::from(*home));
        fold.word(u64::from(*adults) << 32 | u64::from(*juveniles));
        fold.word(u64::from(brood.young) << 32 | u64::from(brood.days) << 1 | u64::from(brood.hatched));
        fold.floats([position.0.x, position.0.y, condition.0]);
    }
}
