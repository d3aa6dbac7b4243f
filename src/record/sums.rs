//! Sums over all fields and agents at the end of a day, made block by block on all threads.

use bevy::prelude::*;

use crate::ecology::crop::{Crop, Seed};
use crate::ecology::habitat::Habitat;
use crate::ecology::pest::{Band, EggBank};
use crate::ecology::sparrow::Flock;
use crate::engine::parallel::{Parallelism, in_blocks};

use super::books::Stocks;

/// Sums of pests by what the record tells apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct PestSums {
    /// Hoppers and adults.
    pub all: u64,
    /// Adults.
    pub adults: u64,
    /// Those who count, see [`Stage::is_counted`](crate::ecology::pest::Stage::is_counted).
    pub counted: u64,
}

/// What there is to sum of a field.
pub type FieldData<'a> = (&'a Habitat, &'a Crop, &'a Seed, &'a EggBank);

/// What there is at the end of a day.
#[derive(Default)]
pub struct DaySums {
    pub stocks: Stocks,
    pub cropland_fields: u64,
    pub pests: PestSums,
}

impl DaySums {
    /// Adds another block's.
    fn add(&mut self, other: &Self) {
        self.stocks.pests += other.stocks.pests;
        self.stocks.birds += other.stocks.birds;
        self.stocks.nest_young += other.stocks.nest_young;
        self.stocks.pest_eggs += other.stocks.pest_eggs;
        self.stocks.leaf_kg += other.stocks.leaf_kg;
        self.stocks.grain_kg += other.stocks.grain_kg;
        self.stocks.spilled_kg += other.stocks.spilled_kg;
        self.stocks.weed_kg += other.stocks.weed_kg;
        self.cropland_fields += other.cropland_fields;
        self.pests.all += other.pests.all;
        self.pests.adults += other.pests.adults;
        self.pests.counted += other.pests.counted;
    }
}

/// Fields that are summed in one go; of agents, four times as many.
const BLOCK: usize = 8192;

/// Sums what there is.
pub fn sum_the_day(
    parallelism: Parallelism,
    fields: &Query<FieldData>,
    bands: &Query<&Band>,
    flocks: &Query<&Flock>,
) -> DaySums {
    let mut blocks = Vec::new();
    // Fields lie in row-major order in one table and are cut into the same blocks on any number of threads, so these sums
    // of floats always add up in the same order.
    for (habitats, crops, seeds, banks) in fields.contiguous_iter().into_iter().flatten() {
        let land = habitats.chunks(BLOCK).zip(crops.chunks(BLOCK));
        let soil = seeds.chunks(BLOCK).zip(banks.chunks(BLOCK));
        blocks.extend(land.zip(soil).map(|(land, soil)| Block::Fields(land, soil)));
    }
    for bands in bands.contiguous_iter().into_iter().flatten() {
        blocks.extend(bands.chunks(4 * BLOCK).map(Block::Bands));
    }
    for flocks in flocks.contiguous_iter().into_iter().flatten() {
        blocks.extend(flocks.chunks(4 * BLOCK).map(Block::Flocks));
    }
    let mut sums = DaySums::default();
    for block in in_blocks(parallelism, blocks.into_iter(), Block::sum) {
        sums.add(&block);
    }
    sums
}

/// What is summed in one go.
enum Block<'a> {
    Fields(Land<'a>, Soil<'a>),
    Bands(&'a [Band]),
    Flocks(&'a [Flock]),
}

impl Block<'_> {
    fn sum(self) -> DaySums {
        match self {
            Self::Fields(land, soil) => sum_fields(land, soil),
            Self::Bands(bands) => sum_bands(bands),
            Self::Flocks(flocks) => sum_flocks(flocks),
        }
    }
}

type Land<'a> = (&'a [Habitat], &'a [Crop]);
type Soil<'a> = (&'a [Seed], &'a [EggBank]);

fn sum_fields((habitats, crops): Land, (seeds, banks): Soil) -> DaySums {
    let mut sums = DaySums::default();
    for (habitat, crop) in habitats.iter().zip(crops) {
        sums.cropland_fields += u64::from(habitat.land.is_cropland());
        sums.stocks.leaf_kg += crop.leaf_kg;
        sums.stocks.grain_kg += crop.grain_kg;
    }
    for (seed, bank) in seeds.iter().zip(banks) {
        sums.stocks.spilled_kg += seed.spilled_kg;
        sums.stocks.weed_kg += seed.weed_kg;
        sums.stocks.pest_eggs += bank.eggs();
    }
    sums
}

fn sum_bands(bands: &[Band]) -> DaySums {
    let mut pests = PestSums::default();
    for band in bands {
        let n = u64::from(band.count);
        pests.all += n;
        pests.counted += if band.stage.is_counted() { n } else { 0 };
        pests.adults += if band.stage.is_adult() { n } else { 0 };
    }
    DaySums { pests, stocks: Stocks { pests: pests.all, ..default() }, ..default() }
}

/// Birds, and eggs and nestlings.
fn sum_flocks(flocks: &[Flock]) -> DaySums {
    let birds = flocks.iter().map(|flock| u64::from(flock.birds())).sum();
    let nest_young = flocks.iter().map(|flock| u64::from(flock.brood.young)).sum();
    DaySums { stocks: Stocks { birds, nest_young, ..default() }, ..default() }
}
