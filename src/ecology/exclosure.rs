//! Nets over single fields that keep birds out and let insects through, as in the field experiments that measure what birds
//! do to insects ("exclosures").

use std::num::NonZero;

use bevy_ecs::prelude::*;
use bevy_math::Vec2;
use serde::{Deserialize, Serialize};

use crate::engine::landscape::Landscape;

/// Which fields are netted: one in every `spacing` by `spacing`, or none.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nets {
    spacing: Option<NonZero<u32>>,
}

impl Nets {
    /// Nets over one field in every `spacing` by `spacing`, at least 2.
    pub fn every(spacing: u32) -> Self {
        Self { spacing: NonZero::new(spacing.max(2)) }
    }

    /// Fields from one net to the next, if there are any.
    pub fn spacing(&self) -> Option<u32> {
        self.spacing.map(NonZero::get)
    }

    /// Whether there is a net over a field. The field to the west of a net has none.
    #[inline]
    pub fn is_over(&self, landscape: &Landscape, cell: u32) -> bool {
        self.spacing.is_some_and(|spacing| {
            let (column, row) = (cell % landscape.width, cell / landscape.width);
            let middle = spacing.get() / 2;
            column % spacing == middle && row % spacing == middle
        })
    }

    /// Where a bird that comes to a place and its field feeds: there, or at the same spot in the field to the west if a
    /// net keeps it out.
    #[inline]
    pub fn past(&self, landscape: &Landscape, place: Vec2, cell: u32) -> (Vec2, u32) {
        if self.is_over(landscape, cell) {
            let place = Vec2::new(place.x - landscape.side_m, place.y);
            // From the place, because all that happens to the bird later depends on it.
            (place, landscape.cell_at(place))
        } else {
            (place, cell)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nets_stand_apart_and_birds_go_past_them() {
        let landscape = Landscape { width: 11, height: 7, side_m: 100.0 };
        for spacing in [2, 3, 8] {
            let nets = Nets::every(spacing);
            for cell in 0..landscape.fields() {
                let (place, past) = nets.past(&landscape, landscape.centre(cell), cell);
                assert!(!nets.is_over(&landscape, past), "{spacing} {cell}");
                assert_eq!(landscape.cell_at(place), past);
            }
        }
        let netted = (0..landscape.fields()).filter(|&cell| Nets::every(3).is_over(&landscape, cell)).count();
        assert_eq!(netted, 4 * 2);
        assert!((0..landscape.fields()).all(|cell| !Nets::default().is_over(&landscape, cell)));
    }
}
