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
    let together = if level.shape == Shape::Speck { FLECKS_TOGETHER } else { 1.0 };
    for flock in flocks {
        let wanted = flock.birds as f32 / (level.per_mark * together);
        let own = flock.bits as f32 / (1u64 << 32) as f32;
        let count = ((wanted + own) as u32) * together as u32;
        if count == 0 || !flock.is_in(part) {
            continue;
        }
        let [before, now] = flock.packed();
        marks.extend((0..count).map(|i| [before, now, flock.bits.wrapping_add(i.wrapping_mul(0x9e37_79b9)), number]));
    }
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
