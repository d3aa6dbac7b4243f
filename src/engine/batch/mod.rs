//! Batches: what many agents do alike, [`BATCH`] of them at a time.
//!
//! Each function here does for a batch of agents exactly what a plain one does for a single agent (the tests compare
//! them to the last bit), in branchless loops, which the compiler turns into vector operations. They are compiled for
//! several generations of processors; the best one available is chosen when the program runs. The choice does not
//! affect the results: additions, multiplications and comparisons give the same bits in all of them, and the compiler
//! may not fuse them.
//!
//! What happens to only a few agents a day, such as death, is not done here: it is marked in a set of lanes, 64 bits,
//! and the caller goes through the set. So no step has a branch that the processor cannot predict.

mod binomial;
mod offsets;

use std::ops::{Deref, DerefMut};

use bevy_math::Vec2;
use multiversion::multiversion;

use super::agent::{AgentId, Position};
use super::landscape::Landscape;
use super::parallel::{Parallelism, in_blocks, rows_in_a_task};
use super::random::{Chance, Stream, Streams};

pub use binomial::{Chances, binomials, binomials_of_two, rounds};
pub use offsets::{Offsets, first_offsets, offsets};

/// Number of agents that go through each part of the day together.
pub const BATCH: usize = 64;

/// A number for each agent of a batch, as a field of a struct. Functions take and return plain arrays.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Batch<T>(pub [T; BATCH]);

impl<T: Copy + Default> Default for Batch<T> {
    fn default() -> Self {
        Self([T::default(); BATCH])
    }
}

impl<T> Deref for Batch<T> {
    type Target = [T; BATCH];

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Batch<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// Goes through the agents of a table in steps of up to [`BATCH`], serially or on the pool: `step` gets the row of the
/// first agent, the ids, a column to read and one to write, and what `scratch` made once for its task from the task's
/// part of the columns.
pub fn in_batches<R: Sync, W: Send, S>(
    how: Parallelism,
    ids: &[AgentId],
    read: &[R],
    written: &mut [W],
    scratch: impl Fn(&[R], &[W]) -> S + Sync,
    step: impl Fn(&mut S, u32, &[AgentId], &[R], &mut [W]) + Sync,
) {
    let block = rows_in_a_task(ids.len());
    let blocks = (0..).step_by(block).zip(ids.chunks(block)).zip(read.chunks(block)).zip(written.chunks_mut(block));
    in_blocks(how, blocks, |(((first, ids), read), written)| {
        let mut scratch = scratch(read, written);
        let steps =
            (first..).step_by(BATCH).zip(ids.chunks(BATCH)).zip(read.chunks(BATCH)).zip(written.chunks_mut(BATCH));
        steps.for_each(|(((first, ids), read), written)| step(&mut scratch, first, ids, read, written));
    });
}

/// The ids of up to [`BATCH`] agents; the other lanes get ids that no agent has.
pub fn ids(agents: &[AgentId]) -> [u64; BATCH] {
    let mut ids = [u64::MAX; BATCH];
    ids.iter_mut().zip(agents).for_each(|(lane, id)| *lane = id.0);
    ids
}

/// The set of lanes that meet a condition, one bit for each: `set_of!(lanes, lane => condition)`.
macro_rules! set_of {
    ($taken:expr, $lane:ident => $is_in:expr) => {{
        let mut set = 0;
        for $lane in 0..BATCH {
            set |= u64::from($is_in) << $lane;
        }
        set & $taken
    }};
}
pub(crate) use set_of;

/// The lanes of a set, which has one bit for each.
pub fn lanes_of(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lane = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (lane < BATCH).then_some(lane)
    })
}

/// The streams of the agents.
pub fn streams(streams: Streams, ids: &[u64; BATCH]) -> [Stream; BATCH] {
    ids.map(|id| streams.of(id))
}

/// Places in the plane, coordinate by coordinate.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Eastward.
    pub x: Batch<f32>,
    /// Northward.
    pub y: Batch<f32>,
}

impl Places {
    /// The place of a lane.
    #[inline]
    pub fn at(&self, lane: usize) -> Vec2 {
        Vec2::new(self.x[lane], self.y[lane])
    }

    /// Sets the place of a lane.
    #[inline]
    pub fn put(&mut self, lane: usize, place: Vec2) {
        (self.x[lane], self.y[lane]) = (place.x, place.y);
    }
}

/// Places at an offset from the middle of a field, with offsets in units of `scale_m`, and the fields they are in: the
/// same as [`Landscape::centre`], [`Landscape::within`] and [`Landscape::cell_at`].
pub fn places(
    landscape: &Landscape,
    homes: &[u32; BATCH],
    offsets: &Places,
    scale_m: f32,
    places: &mut Places,
    cells: &mut [u32; BATCH],
) {
    let outside = go(landscape, homes, offsets, scale_m, places, cells);
    for lane in lanes_of(outside) {
        let place = landscape.within(landscape.centre(homes[lane]) + offsets.at(lane) * scale_m);
        places.put(lane, place);
        cells[lane] = landscape.cell_at(place);
    }
}

/// The whole part of a number from 0 to 2^22. (A cast, which also handles all other numbers, does not become a vector
/// operation.)
#[inline(always)]
pub fn whole_part(x: f32) -> u32 {
    const UNITS: f32 = (1 << 23) as f32;
    // In this sum the last bit is worth 1: it is the nearest whole number.
    let nearest = x + UNITS;
    nearest.to_bits() - UNITS.to_bits() - u32::from(nearest - UNITS > x)
}

/// The field at a place: the same as [`Landscape::cell_at`].
#[inline(always)]
fn cell_at(landscape: &Landscape, x: f32, y: f32) -> u32 {
    let Landscape { width, height, side_m } = *landscape;
    let column = whole_part((x / side_m).max(0.0).min((width - 1) as f32));
    let row = whole_part((y / side_m).max(0.0).min((height - 1) as f32));
    row * width + column
}

/// The row of a field, from the reciprocal of the number of fields in a row: one division for all lanes instead of one
/// for each. The quotient of whole numbers is exact, because half a field is added and doubles have digits to spare.
#[inline(always)]
fn row_of(cell: u32, per_row: f64) -> u32 {
    whole_part_f64((f64::from(cell) + 0.5) * per_row)
}

/// The same as [`whole_part`] from 0 to 2^32.
#[inline(always)]
fn whole_part_f64(x: f64) -> u32 {
    whole_part_u64(x) as u32
}

/// The same as [`whole_part`] from 0 to 2^51.
#[inline(always)]
pub fn whole_part_u64(x: f64) -> u64 {
    const UNITS: f64 = (1_u64 << 52) as f64;
    let nearest = x + UNITS;
    nearest.to_bits() - UNITS.to_bits() - u64::from(nearest - UNITS > x)
}

/// Returns the lanes whose offset leads outside the land; their places are not found yet.
#[multiversion(targets = "simd")]
fn go(
    landscape: &Landscape,
    homes: &[u32; BATCH],
    offsets: &Places,
    scale_m: f32,
    places: &mut Places,
    cells: &mut [u32; BATCH],
) -> u64 {
    let Landscape { width, side_m, .. } = *landscape;
    let extent = landscape.extent_m();
    let per_row = 1.0 / f64::from(width);
    let mut outside = 0;
    for lane in 0..BATCH {
        let row = row_of(homes[lane], per_row);
        let column = homes[lane] - row * width;
        let x = (column as f32 + 0.5) * side_m + offsets.x[lane] * scale_m;
        let y = (row as f32 + 0.5) * side_m + offsets.y[lane] * scale_m;
        let is_within = (x >= 0.0) & (x <= extent.x) & (y >= 0.0) & (y <= extent.y);
        outside |= u64::from(!is_within) << lane;
        let (x, y) = (x.max(0.0).min(extent.x * 0.999_999), y.max(0.0).min(extent.y * 0.999_999));
        (places.x[lane], places.y[lane]) = (x, y);
        cells[lane] = cell_at(landscape, x, y);
    }
    outside
}

/// The fields at the agents' places: the same as [`Landscape::cell_at`].
#[multiversion(targets = "simd")]
pub fn cells(landscape: &Landscape, positions: &[Position], cells: &mut [u32; BATCH]) {
    for (position, cell) in positions.iter().zip(cells) {
        *cell = cell_at(landscape, position.0.x, position.0.y);
    }
}

/// The fields at places: the same as [`Landscape::cell_at`].
#[multiversion(targets = "simd")]
pub fn cells_of(landscape: &Landscape, places: &Places, cells: &mut [u32; BATCH]) {
    for (cell, (x, y)) in cells.iter_mut().zip(places.x.iter().zip(places.y.iter())) {
        *cell = cell_at(landscape, *x, *y);
    }
}

/// The neighbours of fields to the west, east, south and north: the same as [`Landscape::neighbours`].
#[multiversion(targets = "simd")]
pub fn neighbours(landscape: &Landscape, cells: &[u32; BATCH], around: &mut [Batch<u32>; 4]) {
    let Landscape { width, height, .. } = *landscape;
    let per_row = 1.0 / f64::from(width);
    for lane in 0..BATCH {
        let cell = cells[lane];
        let row = row_of(cell, per_row);
        let column = cell - row * width;
        around[0][lane] = cell - u32::from(column > 0);
        around[1][lane] = cell + u32::from(column + 1 < width);
        around[2][lane] = cell - if row > 0 { width } else { 0 };
        around[3][lane] = cell + if row + 1 < height { width } else { 0 };
    }
}

/// Moves agents to their places.
#[multiversion(targets = "simd")]
pub fn arrive(places: &Places, positions: &mut [Position]) {
    for (lane, position) in positions.iter_mut().enumerate().take(BATCH) {
        position.0 = places.at(lane);
    }
}

/// The agents for which a chance comes true, at the first draw of their streams.
#[multiversion(targets = "simd")]
pub fn trials(streams: Streams, ids: &[u64; BATCH], chance: Chance) -> u64 {
    set_of!(u64::MAX, lane => chance.comes_true(streams.of(ids[lane]).bits()))
}

/// An agent's stream after its draw in [`trials`].
pub fn after_trial(streams: Streams, id: u64) -> Stream {
    let mut stream = streams.of(id);
    stream.skip(1);
    stream
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAND: Landscape = Landscape { width: 7, height: 5, side_m: 90.0 };

    fn streams() -> Streams {
        Streams::new(1958, 3, 5_u64)
    }

    fn some_ids(first: u64) -> [u64; BATCH] {
        core::array::from_fn(|lane| (first * BATCH as u64 + lane as u64) << 20)
    }

    #[test]
    fn whole_parts_are_casts() {
        for x in [0.0, 0.499, 0.5, 0.999_999_94, 1.0, 1.5, 2.5, 4094.9998, 4_194_303.5, 4_194_303.8] {
            assert_eq!((whole_part(x), whole_part_f64(f64::from(x))), (x as u32, x as u32));
        }
        assert_eq!(whole_part_f64(4_294_967_295.9), u32::MAX);
        for x in [0.0, 0.999_999_999, 7.5, 8.5, 4_294_967_296.7, 2_251_799_813_685_247.5] {
            assert_eq!(whole_part_u64(x), x as u64);
        }
    }

    #[test]
    fn places_and_cells_are_the_landscapes() {
        for round in 0..200 {
            let mut drawn = Offsets::default();
            offsets(streams(), &some_ids(round), Chance::new(0.5), &mut drawn);
            let homes: [u32; BATCH] = core::array::from_fn(|lane| (lane as u32 * 11 + round as u32) % LAND.fields());
            // Some of them far beyond the border.
            let scale_m = 40.0 * (round % 20) as f32;
            let (mut found, mut at) = (Places::default(), [0; BATCH]);
            places(&LAND, &homes, &drawn.first, scale_m, &mut found, &mut at);
            let positions: Vec<Position> = (0..BATCH).map(|lane| Position(found.at(lane))).collect();
            let mut again = [0; BATCH];
            cells(&LAND, &positions, &mut again);
            for (lane, home) in homes.iter().enumerate() {
                let place = LAND.within(LAND.centre(*home) + drawn.first.at(lane) * scale_m);
                assert_eq!((found.at(lane), at[lane]), (place, LAND.cell_at(place)));
                assert_eq!(again[lane], at[lane]);
            }
        }
        // The largest landscapes too.
        let large = Landscape { width: 4095, height: 4095, side_m: 100.0 };
        let homes: [u32; BATCH] = core::array::from_fn(|lane| (lane as u32 * 266_240 + 4094).min(large.fields() - 1));
        let (mut found, mut at) = (Places::default(), [0; BATCH]);
        places(&large, &homes, &Places::default(), 0.0, &mut found, &mut at);
        assert_eq!(at, homes);
    }

    #[test]
    fn neighbours_are_the_landscapes() {
        for first in 0..LAND.fields() {
            let cells: [u32; BATCH] = core::array::from_fn(|lane| (first + lane as u32) % LAND.fields());
            let mut around = [Batch::default(); 4];
            neighbours(&LAND, &cells, &mut around);
            for lane in 0..BATCH {
                assert_eq!(around.map(|side| side[lane]), LAND.neighbours(cells[lane]));
            }
        }
    }
}
