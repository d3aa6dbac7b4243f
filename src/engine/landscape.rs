//! The land: a grid of square fields, each an entity, spawned once, in row-major order, into their own table.
//!
//! Because no field is ever added or removed, the table row is the field's number (its *cell*), and a query's
//! contiguous slice is indexed by cell: agents reach a field with one load, without a hash or an entity lookup.

use bevy_ecs::prelude::*;
use bevy_math::Vec2;

use super::random::Stream;

/// Size of the landscape.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct Landscape {
    /// Fields from west to east.
    pub width: u32,
    /// Fields from south to north.
    pub height: u32,
    /// Side of a field, m.
    pub side_m: f32,
}

impl Landscape {
    /// Number of fields.
    pub fn fields(&self) -> u32 {
        self.width * self.height
    }

    /// Area of a field, ha.
    pub fn field_ha(&self) -> f32 {
        self.side_m * self.side_m / 10_000.0
    }

    /// Area of a field, m2.
    pub fn field_m2(&self) -> f32 {
        self.side_m * self.side_m
    }

    /// Width and height, m.
    pub fn extent_m(&self) -> Vec2 {
        Vec2::new(self.width as f32, self.height as f32) * self.side_m
    }

    /// The field at a place; places outside belong to the nearest field.
    #[inline]
    pub fn cell_at(&self, place: Vec2) -> u32 {
        let column = (place.x / self.side_m).clamp(0.0, (self.width - 1) as f32) as u32;
        let row = (place.y / self.side_m).clamp(0.0, (self.height - 1) as f32) as u32;
        row * self.width + column
    }

    /// The middle of a field.
    #[inline]
    pub fn centre(&self, cell: u32) -> Vec2 {
        let (column, row) = (cell % self.width, cell / self.width);
        Vec2::new(column as f32 + 0.5, row as f32 + 0.5) * self.side_m
    }

    /// A random place in a field.
    pub fn place_in(&self, cell: u32, stream: &mut Stream) -> Vec2 {
        let place = self.centre(cell) + 0.499 * self.side_m * Vec2::new(stream.signed(), stream.signed());
        self.within(place)
    }

    /// The place, reflected at the borders as often as necessary.
    #[inline]
    pub fn within(&self, place: Vec2) -> Vec2 {
        let extent = self.extent_m();
        let reflect = |x: f32, extent: f32| {
            if (0.0..=extent).contains(&x) {
                return x;
            }
            let folded = x.rem_euclid(2.0 * extent);
            if folded > extent { 2.0 * extent - folded } else { folded }
        };
        let reflected = Vec2::new(reflect(place.x, extent.x), reflect(place.y, extent.y));
        // A field's own share of the border belongs to it, so the far border itself is kept out.
        reflected.clamp(Vec2::ZERO, extent * 0.999_999)
    }

    /// The neighbours to the west, east, south and north; at the border, the field itself.
    #[inline]
    pub fn neighbours(&self, cell: u32) -> [u32; 4] {
        let (column, row) = (cell % self.width, cell / self.width);
        [
            if column > 0 { cell - 1 } else { cell },
            if column + 1 < self.width { cell + 1 } else { cell },
            if row > 0 { cell - self.width } else { cell },
            if row + 1 < self.height { cell + self.width } else { cell },
        ]
    }
}

/// A field's number, its place in every contiguous slice.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(pub u32);

/// The components of all fields as one slice, indexed by cell.
#[inline]
pub fn by_cell<'a, T: Component>(fields: &'a Query<&T>) -> &'a [T] {
    fields.contiguous_iter().ok().and_then(|mut tables| tables.next()).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_reflects_and_holds_nobody() {
        let landscape = Landscape { width: 4, height: 4, side_m: 100.0 };
        let across = |x: f32| landscape.within(Vec2::new(x, 50.0)).x;
        assert_eq!([-30.0, 430.0, -430.0, 830.0, -830.0].map(across), [30.0, 370.0, 370.0, 30.0, 30.0]);
        assert_eq!(across(123.0), 123.0);
    }

    #[test]
    fn every_place_has_a_field_and_every_field_its_centre() {
        let landscape = Landscape { width: 7, height: 3, side_m: 50.0 };
        for cell in 0..landscape.fields() {
            assert_eq!(landscape.cell_at(landscape.centre(cell)), cell);
        }
        for place in [Vec2::new(-10.0, 400.0), Vec2::new(1e6, -1e6), landscape.extent_m()] {
            assert!(landscape.cell_at(place) < landscape.fields());
            assert!(landscape.cell_at(landscape.within(place)) < landscape.fields());
        }
    }
}
