//! A flock of sparrows as the window draws it, in sixteen bytes.

use bevy::prelude::*;

use crate::engine::landscape::Landscape;
use crate::window::map::scatter::scatter;

/// A flock: where it was yesterday and where it is today, as fractions of the land's width and height; bits of its own that
/// stay the same all its life; and its birds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glyph {
    way: [[u16; 2]; 2],
    /// Bits that follow from the agent's number.
    pub bits: u32,
    /// Birds out of the nest.
    pub birds: u32,
}

impl Glyph {
    /// A flock that was at the first of two places and is now at the second.
    pub fn new(landscape: &Landscape, id: u64, way: [Vec2; 2], birds: u32) -> Self {
        let extent = landscape.extent_m();
        let way = way.map(|place| {
            let parts = (place / extent).clamp(Vec2::ZERO, Vec2::ONE) * f32::from(u16::MAX);
            [parts.x.round() as u16, parts.y.round() as u16]
        });
        Self { way, bits: (scatter(id) >> 32) as u32, birds }
    }

    /// Its places yesterday and today, each in one word: `x` in the lower half.
    pub fn packed(&self) -> [u32; 2] {
        self.way.map(|[x, y]| u32::from(x) | u32::from(y) << 16)
    }

    /// Whether its path from yesterday to today touches a part of the land, or comes very close.
    pub fn is_in(&self, part: &Rect) -> bool {
        let [before, now] = self.way();
        !Rect::from_corners(before, now).inflate(1e-6).intersect(*part).is_empty()
    }

    /// Its places yesterday and today, as fractions of the land's width and height.
    pub fn way(&self) -> [Vec2; 2] {
        self.way.map(|[x, y]| Vec2::new(f32::from(x), f32::from(y)) / f32::from(u16::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a glyph keeps its places to within a 65,535th of the land, and its bits whatever else changes.
    #[test]
    fn glyphs_keep_what_is_packed_into_them() {
        let landscape = Landscape { width: 128, height: 64, side_m: 100.0 };
        let way = [Vec2::new(0.0, 6399.9), Vec2::new(6400.0, 12.5)];
        let glyph = Glyph::new(&landscape, 7, way, 12);
        for (place, place_m) in glyph.way().into_iter().zip(way) {
            assert!((place * landscape.extent_m() - place_m).abs().max_element() < 0.2, "{place}");
        }
        assert_eq!(glyph.bits, Glyph::new(&landscape, 7, [Vec2::ONE; 2], 3).bits);
        assert_ne!(glyph.bits, Glyph::new(&landscape, 8, way, 12).bits);
    }
}
