//! The border of all that shows a field: its parcels, or its piece of wild land. It is worked out once for each field that is pointed
//! at, by the function that says what is shown at a place, so that what is outlined is what is drawn.

use bevy::math::{Rect, UVec2, Vec2};

use super::picture::Picture;

/// How far from its middle a field is shown at most, fields.
const REACH: f32 = 2.25;
/// Points of the lattice on the side of a field: of the first, on which the field's parcels are found, and of the second, between whose
/// points the border runs. The narrowest strip is wider than the step of the first.
const COARSE: f32 = 8.0;
const FINE: f32 = 16.0;
/// How often the way between two points of the lattice is halved to find the border.
const HALVINGS: u32 = 4;

/// A piece of a border, fields from the south-west corner.
pub type Line = [Vec2; 2];

/// The border of the field that was pointed at last.
#[derive(Debug, Default)]
pub struct Outline {
    /// The run and the field to which it belongs.
    of: Option<(u32, u32)>,
    lines: Vec<Line>,
}

impl Outline {
    /// The border of a field of a run.
    pub fn of(&mut self, run: u32, picture: &Picture, cell: u32) -> &[Line] {
        if self.of != Some((run, cell)) {
            let middle = Vec2::new((cell % picture.size.x) as f32, (cell / picture.size.x) as f32) + 0.5;
            self.lines = border(middle, |place| picture.cell_at(place) == Some(cell));
            self.of = Some((run, cell));
        }
        &self.lines
    }
}

/// The border of the places that are shown, all of which lie near a point.
fn border(middle: Vec2, is_shown: impl Fn(Vec2) -> bool) -> Vec<Line> {
    let around = Rect::from_center_half_size(middle, Vec2::splat(REACH));
    let coarse = Lattice::over(around, COARSE);
    let shown = coarse.points().filter(|place| is_shown(*place)).map(|place| Rect::from_corners(place, place));
    let Some(found) = shown.reduce(|one, other| one.union(other)) else { return Vec::new() };
    let fine = Lattice::over(found.inflate(2.0 / COARSE), FINE);
    let inside: Vec<bool> = fine.points().map(&is_shown).collect();
    let crossing = |from: (Vec2, bool), to: (Vec2, bool)| -> Option<Vec2> {
        let (mut inner, mut outer) = match (from.1, to.1) {
            (true, false) => (from.0, to.0),
            (false, true) => (to.0, from.0),
            _ => return None,
        };
        for _ in 0..HALVINGS {
            let between = inner.midpoint(outer);
            if is_shown(between) { inner = between } else { outer = between }
        }
        Some(inner.midpoint(outer))
    };
    let mut lines = Vec::new();
    for y in 0..fine.size.y - 1 {
        for x in 0..fine.size.x - 1 {
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(right, up)| {
                let point = UVec2::new(x + right, y + up);
                (fine.at(point), inside[(point.y * fine.size.x + point.x) as usize])
            });
            let is_whole = corners.iter().all(|corner| corner.1 == corners[0].1);
            if is_whole {
                continue;
            }
            let crossings: Vec<Vec2> =
                (0..4).filter_map(|side| crossing(corners[side], corners[(side + 1) % 4])).collect();
            lines.extend(crossings.chunks_exact(2).map(|ends| [ends[0], ends[1]]));
        }
    }
    lines
}

/// Points in rows, evenly apart.
struct Lattice {
    first: Vec2,
    step: f32,
    size: UVec2,
}

impl Lattice {
    fn over(part: Rect, per_field: f32) -> Self {
        let size = (part.size() * per_field).ceil().as_uvec2() + 1;
        Self { first: part.min, step: 1.0 / per_field, size }
    }

    fn at(&self, point: UVec2) -> Vec2 {
        self.first + self.step * point.as_vec2()
    }

    fn points(&self) -> impl Iterator<Item = Vec2> {
        (0..self.size.y).flat_map(move |y| (0..self.size.x).map(move |x| self.at(UVec2::new(x, y))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::habitat::LandUse;
    use crate::window::test_support::fields::bare_field;

    /// Contract: on one side of the border the field is shown and on the other it is not, and the border is closed, for cropland,
    /// villages and wild land.
    #[test]
    fn the_border_divides_a_field_from_all_others() {
        let size = UVec2::splat(16);
        let kinds = [LandUse::WheatMaize, LandUse::Village, LandUse::Grass, LandUse::LayingGround];
        let fields = (0..256_u32).map(|cell| bare_field(cell, kinds[(cell / 5 % 4) as usize])).collect();
        let picture = Picture { size, side_m: 100.0, fields, ..Picture::default() };
        for cell in [5 * 16 + 5, 6 * 16 + 9, 7 * 16 + 3, 9 * 16 + 6, 10 * 16 + 10] {
            let mut outline = Outline::default();
            let lines = outline.of(0, &picture, cell).to_vec();
            let mut divides = 0;
            let is_shown = |place: Vec2| picture.cell_at(place) == Some(cell);
            for [from, to] in &lines {
                let (middle, across) = (from.midpoint(*to), (*to - *from).perp().normalize_or_zero() / FINE);
                let sides = [-1.0, 1.0].map(|side| is_shown(middle + side * across));
                divides += usize::from(sides[0] != sides[1]);
                for end in [from, to] {
                    let is_end = |other: &Vec2| other.distance(*end) < 1e-4;
                    let meeting = lines.iter().flatten().filter(|other| is_end(other)).count();
                    assert_eq!(meeting % 2, 0, "{end} of field {cell} is where {meeting} pieces end");
                }
            }
            assert!(lines.len() > 20, "field {cell} has {} pieces", lines.len());
            assert_eq!(outline.of(0, &picture, cell).len(), lines.len());
            // At corners a step across may lead out of the field and in again.
            assert!(5 * divides > 4 * lines.len(), "field {cell}: {divides} of {}", lines.len());
        }
    }
}
