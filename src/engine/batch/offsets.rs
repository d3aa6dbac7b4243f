//! Random offsets, a batch at a time.

use bevy_math::Vec2;
use multiversion::multiversion;

use super::{BATCH, Batch, Places, lanes_of};
use crate::engine::random::{Chance, Streams};

/// Random offsets: see [`offsets`].
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    /// A place in the unit disc.
    pub first: Places,
    /// The next place.
    pub other: Places,
    /// Whether something with a given chance then happens: 0 or 1.
    pub is_drawn: Batch<u32>,
}

/// Draws two places in the unit disc and one chance, with a stream for each id.
pub fn offsets(streams: Streams, ids: &[u64; BATCH], chance: Chance, offsets: &mut Offsets) {
    // The few with too few draws in the disc go on drawing.
    for lane in lanes_of(draw_offsets(streams, ids, chance, offsets)) {
        let mut stream = streams.of(ids[lane]);
        offsets.first.put(lane, stream.in_disc());
        offsets.other.put(lane, stream.in_disc());
        offsets.is_drawn[lane] = u32::from(chance.comes_true(stream.bits()));
    }
}

/// Draws one place in the unit disc, the first of [`offsets`].
pub fn first_offsets(streams: Streams, ids: &[u64; BATCH], first: &mut Places) {
    for lane in lanes_of(draw_first_offsets(streams, ids, first)) {
        first.put(lane, streams.of(ids[lane]).in_disc());
    }
}

/// Draws made to find two places in the disc, or one; two in a thousand agents need more.
const TRIES: usize = 6;
const FIRST_TRIES: usize = 4;

/// Returns the lanes that need more draws.
#[multiversion(targets = "simd")]
fn draw_offsets(streams: Streams, ids: &[u64; BATCH], chance: Chance, offsets: &mut Offsets) -> u64 {
    let mut missed = 0;
    for (lane, id) in ids.iter().enumerate() {
        let mut stream = streams.of(*id);
        let (mut first, mut other, mut found) = (Vec2::ZERO, Vec2::ZERO, 0);
        let mut after = stream.clone();
        for _ in 0..TRIES {
            let place = stream.in_square();
            let is_in = place.x * place.x + place.y * place.y <= 1.0;
            let (is_first, is_other) = (is_in & (found == 0), is_in & (found == 1));
            first.x = if is_first { place.x } else { first.x };
            first.y = if is_first { place.y } else { first.y };
            other.x = if is_other { place.x } else { other.x };
            other.y = if is_other { place.y } else { other.y };
            after = if is_other { stream.clone() } else { after };
            found += u32::from(is_in);
        }
        (offsets.first.x[lane], offsets.first.y[lane]) = (first.x, first.y);
        (offsets.other.x[lane], offsets.other.y[lane]) = (other.x, other.y);
        offsets.is_drawn[lane] = u32::from(chance.comes_true(after.bits()));
        missed |= u64::from(found < 2) << lane;
    }
    missed
}

/// Likewise.
#[multiversion(targets = "simd")]
fn draw_first_offsets(streams: Streams, ids: &[u64; BATCH], places: &mut Places) -> u64 {
    let mut missed = 0;
    for (lane, id) in ids.iter().enumerate() {
        let mut stream = streams.of(*id);
        let (mut x, mut y, mut found) = (0.0, 0.0, 0);
        for _ in 0..FIRST_TRIES {
            let place = stream.in_square();
            let is_first = (place.x * place.x + place.y * place.y <= 1.0) & (found == 0);
            x = if is_first { place.x } else { x };
            y = if is_first { place.y } else { y };
            found |= u32::from(is_first);
        }
        (places.x[lane], places.y[lane]) = (x, y);
        missed |= u64::from(found == 0) << lane;
    }
    missed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_single_streams() {
        let streams = Streams::new(1958, 3, 5_u64);
        for round in 0..500 {
            let ids: [u64; BATCH] = core::array::from_fn(|lane| (round * BATCH as u64 + lane as u64) << 20);
            let (mut found, mut first) = (Offsets::default(), Places::default());
            offsets(streams, &ids, Chance::new(0.3), &mut found);
            first_offsets(streams, &ids, &mut first);
            for (lane, id) in ids.iter().enumerate() {
                let mut stream = streams.of(*id);
                let one_by_one = (stream.in_disc(), stream.in_disc(), u32::from(stream.chance(0.3)));
                assert_eq!((found.first.at(lane), found.other.at(lane), found.is_drawn[lane]), one_by_one);
                assert_eq!(first.at(lane), one_by_one.0);
            }
        }
    }
}
