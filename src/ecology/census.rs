//! The census: what there is on the whole land at the end of a day, counted and weighed block by block on all threads.

use std::ops::AddAssign;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::engine::landscape::Landscape;
use crate::engine::parallel::{Parallelism, in_blocks};

use super::crop::{Crop, Seed};
use super::habitat::Habitat;
use super::pest::{Band, EggBank};
use super::sparrow::Flock;
use super::species::Species;

/// What there is on the whole land. As a resource: at the end of the latest day, or before the first day, at its
/// beginning.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Census {
    /// Fields on which crops are sown.
    pub cropland_fields: u64,
    /// Pest eggs in the soil.
    pub pest_eggs: u64,
    /// Hoppers and adults.
    pub pests: u64,
    /// Of these, those that count as pests, see [`Stage::is_counted`](super::pest::Stage::is_counted).
    pub counted_pests: u64,
    /// Of these, those that swarm, see [`Band::swarms`].
    pub swarming_pests: u64,
    /// Of `pests`, adults.
    pub adult_pests: u64,
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

impl Census {
    /// Sparrows out of the nest, per hectare of the whole land.
    pub fn birds_per_ha(&self, landscape: &Landscape) -> f64 {
        per_ha(self.birds, landscape)
    }
}

/// Animals per hectare of the whole land.
pub fn per_ha(animals: u64, landscape: &Landscape) -> f64 {
    animals as f64 / (f64::from(landscape.fields()) * f64::from(landscape.field_ha()))
}

impl AddAssign<&Self> for Census {
    fn add_assign(&mut self, other: &Self) {
        // All are named, so that none is left out.
        let Self {
            cropland_fields,
            pest_eggs,
            pests,
            counted_pests,
            swarming_pests,
            adult_pests,
            nest_young,
            birds,
            leaf_kg,
            grain_kg,
            spilled_kg,
            weed_kg,
        } = other;
        self.cropland_fields += cropland_fields;
        self.pest_eggs += pest_eggs;
        self.pests += pests;
        self.counted_pests += counted_pests;
        self.swarming_pests += swarming_pests;
        self.adult_pests += adult_pests;
        self.nest_young += nest_young;
        self.birds += birds;
        self.leaf_kg += leaf_kg;
        self.grain_kg += grain_kg;
        self.spilled_kg += spilled_kg;
        self.weed_kg += weed_kg;
    }
}

/// Fields counted in one go; for agents, four times as many.
const BLOCK: usize = 8192;

/// Takes the census.
pub fn take_census(
    parallelism: Res<Parallelism>,
    mut census: ResMut<Census>,
    fields: Query<(&Habitat, &Crop, &Seed, &EggBank)>,
    bands: Query<&Band>,
    flocks: Query<&Flock>,
) {
    let mut blocks = Vec::new();
    // Fields lie in row-major order in one table and are cut into the same blocks on any number of threads, so these sums
    // of floats always add up in the same order.
    for (habitats, crops, seeds, banks) in fields.contiguous_iter().into_iter().flatten() {
        let land = habitats.chunks(BLOCK).zip(crops.chunks(BLOCK));
        let soil = seeds.chunks(BLOCK).zip(banks.chunks(BLOCK));
        blocks.extend(land.zip(soil).map(|(land, soil)| Block::Fields(land, soil)));
    }
    for species in Species::VARIANTS {
        match species {
            Species::Pest => {
                for bands in bands.contiguous_iter().into_iter().flatten() {
                    blocks.extend(bands.chunks(4 * BLOCK).map(Block::Bands));
                }
            }
            Species::Sparrow => {
                for flocks in flocks.contiguous_iter().into_iter().flatten() {
                    blocks.extend(flocks.chunks(4 * BLOCK).map(Block::Flocks));
                }
            }
        }
    }
    *census = Census::default();
    for block in in_blocks(*parallelism, blocks.into_iter(), Block::count) {
        *census += &block;
    }
}

/// What is counted in one go.
enum Block<'a> {
    Fields(Land<'a>, Soil<'a>),
    Bands(&'a [Band]),
    Flocks(&'a [Flock]),
}

impl Block<'_> {
    fn count(self) -> Census {
        match self {
            Self::Fields(land, soil) => count_fields(land, soil),
            Self::Bands(bands) => count_bands(bands),
            Self::Flocks(flocks) => count_flocks(flocks),
        }
    }
}

type Land<'a> = (&'a [Habitat], &'a [Crop]);
type Soil<'a> = (&'a [Seed], &'a [EggBank]);

fn count_fields((habitats, crops): Land, (seeds, banks): Soil) -> Census {
    let mut census = Census::default();
    for (habitat, crop) in habitats.iter().zip(crops) {
        census.cropland_fields += u64::from(habitat.land.is_cropland());
        census.leaf_kg += crop.leaf_kg;
        census.grain_kg += crop.grain_kg;
    }
    for (seed, bank) in seeds.iter().zip(banks) {
        census.spilled_kg += seed.spilled_kg;
        census.weed_kg += seed.weed_kg;
        census.pest_eggs += bank.eggs();
    }
    census
}

fn count_bands(bands: &[Band]) -> Census {
    let mut census = Census::default();
    for band in bands {
        let n = u64::from(band.count);
        census.pests += n;
        census.counted_pests += if band.stage.is_counted() { n } else { 0 };
        census.swarming_pests += if band.stage.is_counted() && band.swarms() { n } else { 0 };
        census.adult_pests += if band.stage.is_adult() { n } else { 0 };
    }
    census
}

/// Birds, and eggs and nestlings.
fn count_flocks(flocks: &[Flock]) -> Census {
    let birds = flocks.iter().map(|flock| u64::from(flock.birds())).sum();
    let nest_young = flocks.iter().map(|flock| u64::from(flock.brood.young)).sum();
    Census { birds, nest_young, ..Default::default() }
}
