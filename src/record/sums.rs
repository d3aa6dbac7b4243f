//! A day's sums over all fields and agents, made block by block on all threads.

use bevy::prelude::*;

use crate::ecology::crop::{Crop, CropKind, Seed};
use crate::ecology::landscape::Habitat;
use crate::ecology::pest::{Band, EggBank};
use crate::ecology::schedule::{Parallelism, in_blocks};
use crate::ecology::sparrow::Flock;

use super::books::Stocks;
use super::ledger::{EventSums, Events, Ledger};

/// Sums of pests by what the record tells apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct PestSums {
    /// Hoppers and adults.
    pub all: u64,
    /// Adults.
    pub adults: u64,
    /// From the third instar on.
    pub old: u64,
}

/// What there is to sum of a field.
pub type FieldData<'a> = (&'a Habitat, &'a Crop, &'a Seed, &'a EggBank, &'a mut Ledger, &'a mut Events);

/// Everything that the day's record is made from.
#[derive(Default)]
pub struct DaySums {
    pub stocks: Stocks,
    pub events: EventSums,
    pub ledger: Ledger,
    pub reaped: [f64; CropKind::HARVESTED.len()],
    pub cropland_fields: u64,
    pub pests: PestSums,
}

impl DaySums {
    /// Adds another block of fields.
    fn add(&mut self, other: &Self) {
        self.stocks.pest_eggs += other.stocks.pest_eggs;
        self.stocks.leaf_kg += other.stocks.leaf_kg;
        self.stocks.grain_kg += other.stocks.grain_kg;
        self.stocks.spilled_kg += other.stocks.spilled_kg;
        self.stocks.weed_kg += other.stocks.weed_kg;
        self.events += other.events;
        self.ledger += &other.ledger;
        self.reaped.iter_mut().zip(other.reaped).for_each(|(sum, reaped)| *sum += reaped);
        self.cropland_fields += other.cropland_fields;
    }
}

/// Fields, and agents, that are summed in one go.
const BLOCK: usize = 8192;

/// Sums what the fields hold and have written down, and begins their new day.
pub fn sum_the_day(
    parallelism: Parallelism,
    fields: &mut Query<FieldData>,
    bands: &Query<&Band>,
    flocks: &Query<&Flock>,
) -> DaySums {
    let mut sums = DaySums::default();
    // Fields lie in row-major order in one table and are cut into the same blocks on any number of threads, so these sums
    // of floats always add up in the same order.
    for (habitats, crops, seeds, banks, mut ledgers, mut events) in fields.contiguous_iter_mut().into_iter().flatten() {
        let land = habitats.chunks(BLOCK).zip(crops.chunks(BLOCK));
        let soil = seeds.chunks(BLOCK).zip(banks.chunks(BLOCK));
        let ledgers = ledgers.bypass_change_detection().chunks_mut(BLOCK);
        let written = ledgers.zip(events.bypass_change_detection().chunks_mut(BLOCK));
        for block in in_blocks(parallelism, land.zip(soil).zip(written), sum_fields) {
            sums.add(&block);
        }
    }
    for bands in bands.contiguous_iter().into_iter().flatten() {
        for block in in_blocks(parallelism, bands.chunks(BLOCK), sum_bands) {
            sums.pests.all += block.all;
            sums.pests.adults += block.adults;
            sums.pests.old += block.old;
        }
    }
    sums.stocks.pests = sums.pests.all;
    for flocks in flocks.contiguous_iter().into_iter().flatten() {
        for (birds, young) in in_blocks(parallelism, flocks.chunks(BLOCK), sum_flocks) {
            sums.stocks.birds += birds;
            sums.stocks.nest_young += young;
        }
    }
    sums
}

type Land<'a> = (&'a [Habitat], &'a [Crop]);
type Soil<'a> = (&'a [Seed], &'a [EggBank]);
type Written<'a> = (&'a mut [Ledger], &'a mut [Events]);

fn sum_fields((((habitats, crops), (seeds, banks)), (ledgers, events)): ((Land, Soil), Written)) -> DaySums {
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
    for (ledger, events) in ledgers.iter_mut().zip(events) {
        if let Some(kind) = CropKind::HARVESTED.iter().position(|&kind| kind == ledger.reaped_kind) {
            sums.reaped[kind] += ledger.grain_reaped_kg;
        }
        sums.ledger += &*ledger;
        *ledger = Ledger::default();
        events.take_into(&mut sums.events);
    }
    sums
}

fn sum_bands(bands: &[Band]) -> PestSums {
    let mut sums = PestSums::default();
    for band in bands {
        let n = u64::from(band.count);
        sums.all += n;
        sums.old += if band.stage.moults >= 2 { n } else { 0 };
        sums.adults += if band.stage.is_adult() { n } else { 0 };
    }
    sums
}

/// Birds, and eggs and nestlings.
fn sum_flocks(flocks: &[Flock]) -> (u64, u64) {
    let birds = flocks.iter().map(|flock| u64::from(flock.birds())).sum();
    (birds, flocks.iter().map(|flock| u64::from(flock.brood.young)).sum())
}
