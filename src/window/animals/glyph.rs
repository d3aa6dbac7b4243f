//! An animal's glyph, packed into eight bytes for its shader.

use bevy::prelude::*;

use crate::ecology::pest::Band;
use crate::engine::landscape::Landscape;

/// An agent as its shader reads it, in two words: yesterday's place and today's. Each has `x` in the lowest 14 bits and `y`
/// in the next 14, as fractions of the land's width and height. The highest four bits hold the size class in the first word
/// (0 is not drawn) and the look in the second: bits 0 and 1 how gregarious, bit 2 whether adult.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glyph(pub [u32; 2]);

const PLACE_BITS: u32 = 14;
const PLACE_MASK: u32 = (1 << PLACE_BITS) - 1;
const PLACES: f32 = (1 << PLACE_BITS) as f32;
const LARGEST_CLASS: u32 = 15;

impl Glyph {
    /// A band of pests that was at the first of two places and is now at the second.
    pub fn band(landscape: &Landscape, way: [Vec2; 2], band: &Band) -> Self {
        let gregarious = (band.phase.clamp(0.0, 1.0) * 3.99) as u32;
        let look = gregarious | u32::from(band.stage.is_adult()) << 2;
        Self::new(landscape, way, size_class(band.count, 16.0, 30_000.0), look)
    }

    /// A flock of sparrows, in the same way.
    pub fn flock(landscape: &Landscape, way: [Vec2; 2], birds: u32) -> Self {
        Self::new(landscape, way, size_class(birds, 1.0, 40.0), 0)
    }

    fn new(landscape: &Landscape, way: [Vec2; 2], class: u32, look: u32) -> Self {
        let extent = landscape.extent_m();
        let place = |place: Vec2| {
            let parts = (place / extent * PLACES).clamp(Vec2::ZERO, Vec2::splat(PLACES - 1.0)).as_uvec2();
            parts.x | parts.y << PLACE_BITS
        };
        let [before, now] = way.map(place);
        Self([before | class << (2 * PLACE_BITS), now | look << (2 * PLACE_BITS)])
    }

    /// Whether its path from yesterday to today touches a part of the land, or comes very close.
    pub fn is_in(self, part: &Rect) -> bool {
        let place =
            |word: u32| Vec2::new((word & PLACE_MASK) as f32, (word >> PLACE_BITS & PLACE_MASK) as f32) / PLACES;
        let [before, now] = self.0.map(place);
        !Rect::from_corners(before, now).inflate(1e-6).intersect(*part).is_empty()
    }
}

/// A size class, by the logarithm, from 1 for `least` animals or fewer to [`LARGEST_CLASS`] for `most` or more.
fn size_class(count: u32, least: f32, most: f32) -> u32 {
    let share = libm::logf(count as f32 / least) / libm::logf(most / least);
    1 + (share.clamp(0.0, 1.0) * (LARGEST_CLASS - 1) as f32).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::condition::Condition;
    use crate::ecology::pest::Stage;

    /// Contract: a glyph keeps its class, its look, and its places to within a 16,384th of the land.
    #[test]
    fn glyphs_keep_what_is_packed_into_them() {
        let landscape = Landscape { width: 128, height: 64, side_m: 100.0 };
        let way = [Vec2::new(0.0, 6399.9), Vec2::new(6400.0, 12.5)];
        let stage = Stage { moults: 5, progress: 0.0 };
        let band = Band { count: 4000, stage, phase: 1.0, condition: Condition(1.0) };
        let Glyph([before, now]) = Glyph::band(&landscape, way, &band);
        let place = |word: u32| Vec2::new((word & 0x3fff) as f32, (word >> 14 & 0x3fff) as f32) / PLACES;
        let step = landscape.extent_m() / PLACES;
        for (word, place_m) in [before, now].into_iter().zip(way) {
            let off = place(word) * landscape.extent_m() - place_m;
            assert!(off.abs().cmple(step).all(), "{off}");
        }
        assert_eq!(now >> 28, 0b111);
        let glyph = Glyph([before, now]);
        let part = |x: f32, y: f32| Rect::from_center_half_size(Vec2::new(x, y), Vec2::splat(0.05));
        assert!(glyph.is_in(&part(0.0, 1.0)) && glyph.is_in(&part(0.25, 0.5)), "on its way");
        assert!(!glyph.is_in(&part(0.8, 0.5)));
        assert!((1..=LARGEST_CLASS).contains(&(before >> 28)));
    }

    /// Contract: more animals are never drawn smaller, and even one is drawn.
    #[test]
    fn more_animals_are_drawn_larger() {
        let classes: Vec<u32> = (1..60).map(|birds| size_class(birds, 1.0, 40.0)).collect();
        assert!(classes.is_sorted());
        assert_eq!((classes[0], classes[58]), (1, LARGEST_CLASS));
    }
}
