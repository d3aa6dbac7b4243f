//! The marks of flocks: how many each has at a level, and which.

use bevy::prelude::*;

use super::glyph::Glyph;
use super::levels::{Level, Shape};

/// Flecks keep together: as many as this stand for one flock in a few.
const FLECKS_TOGETHER: f32 = 6.0;

/// A mark as its shader reads it: where its flock was yesterday and is today (16 bits for each part of each place), bits of
/// its own, and the number of its level among those drawn, from 1 on; 0 is not drawn.
pub type Mark = [u32; 4];

/// Appends the marks of the flocks that are within or pass through a part of the land (as fractions of its width and
/// height). `number` is that of the level among those drawn.
///
/// How many marks a flock has is its birds divided by what a mark stands for, rounded up or down by its own bits: so all
/// flocks together have as many as there should be, and from day to day it is the same ones.
pub fn push(marks: &mut Vec<Mark>, flocks: &[Glyph], (level, number): (&Level, u32), part: &Rect) {
    for flock in flocks {
        let count = number_of(flock, level);
        if count == 0 || !flock.is_in(part) {
            continue;
        }
        let [before, now] = flock.packed();
        marks.extend((0..count).map(|i| [before, now, bits_of(flock, i), number]));
    }
}

/// How many marks a flock has.
fn number_of(flock: &Glyph, level: &Level) -> u32 {
    let together = if level.shape == Shape::Speck { FLECKS_TOGETHER } else { 1.0 };
    let wanted = flock.birds as f32 / (level.per_mark * together);
    let own = flock.bits as f32 / (1u64 << 32) as f32;
    ((wanted + own) as u32) * together as u32
}

/// The bits of a flock's mark.
fn bits_of(flock: &Glyph, mark: u32) -> u32 {
    flock.bits.wrapping_add(mark.wrapping_mul(0x9e37_79b9))
}

/// Where the marks of a flock lie around it, as parts of how far they are spread, eastward and northward; `way_m` is its way since
/// yesterday. The same as in the shader, but that they do not sway.
pub fn places_around(flock: &Glyph, level: &Level, way_m: Vec2) -> impl Iterator<Item = Vec2> {
    let goes = ((way_m.length() - 2.0) / 28.0).clamp(0.0, 1.0);
    let goes = goes * goes * (3.0 - 2.0 * goes);
    let drift = way_m.normalize_or_zero();
    (0..number_of(flock, level)).map(|mark| bits_of(flock, mark)).map(move |bits| {
        let around = core::f32::consts::TAU * unit(bits.wrapping_add(3));
        let ring = unit(bits.wrapping_add(2)).sqrt() * Vec2::new(libm::cosf(around), libm::sinf(around));
        ring + 0.8 * goes * drift * ring.dot(drift)
    })
}

/// A number from 0 to 1 that follows from bits, as in the shader.
fn unit(bits: u32) -> f32 {
    let state = bits.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
    (((word >> 22) ^ word) >> 8) as f32 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::landscape::Landscape;
    use crate::window::animals::levels::SPARROWS;

    /// Contract: at every level, marks times what a mark stands for is the number of birds, as nearly as chance allows.
    #[test]
    fn marks_add_up_to_the_birds() {
        let landscape = Landscape { width: 128, height: 128, side_m: 100.0 };
        let flocks: Vec<Glyph> =
            (0..40_000).map(|id| Glyph::new(&landscape, id, [Vec2::splat(500.0); 2], 3 + (id % 17) as u32)).collect();
        let birds: u32 = flocks.iter().map(|flock| flock.birds).sum();
        for level in SPARROWS {
            let mut marks = Vec::new();
            push(&mut marks, &flocks, (level, 1), &Rect::new(0.0, 0.0, 1.0, 1.0));
            let shown = marks.len() as f32 * level.per_mark;
            // Which flocks have a mark is left to chance.
            let tolerance = 0.02 + 4.0 * (FLECKS_TOGETHER * level.per_mark / birds as f32).sqrt();
            assert!((shown / birds as f32 - 1.0).abs() < tolerance, "{level:?}: {shown} of {birds}");
        }
    }
}
