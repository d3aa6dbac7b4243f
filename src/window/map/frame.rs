//! Which part of the land a sheet shows, and how finely.

use bevy::prelude::*;

use super::view::View;

/// What is painted beyond the view on each side, so that the land can be moved a little, physical pixels.
const SPARE_PX: f32 = 40.0;
/// The most texels of a sheet. Larger windows are painted more coarsely.
const MOST_TEXELS: f32 = 3_200_000.0;

/// How finely a part of the land is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// As finely as the window shows it.
    Full,
    /// Coarsely, because days pass so fast that the land would be late.
    Draft,
    /// So coarsely that it is soon there.
    Sketch,
}

impl Detail {
    /// How much coarser it is.
    fn factor(self) -> f32 {
        match self {
            Self::Full => 1.0,
            Self::Draft => 2.0,
            Self::Sketch => 3.0,
        }
    }

    /// How much sooner it is painted.
    pub(super) fn times_sooner(self) -> u32 {
        (self.factor() * self.factor()) as u32
    }
}

/// A part of the land as a sheet shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Its south-west corner, fields.
    pub low: Vec2,
    /// Its size, texels.
    pub texels: UVec2,
    /// Texels on the side of a field.
    pub texels_per_field: f32,
    /// Logical pixels on the side of a field.
    pub px_per_field: f32,
    /// The same, by which marks of animals are chosen.
    pub marks_px_per_field: f32,
}

impl Frame {
    /// What is in view, and a little more.
    pub(super) fn of(view: &View, scale_factor: f32) -> Self {
        let spare = if view.is_fitted { 0.0 } else { SPARE_PX };
        let low_px = (Vec2::new(view.seen.min.x, view.seen.max.y) * scale_factor + Vec2::new(-spare, spare)).round();
        let high_px = (Vec2::new(view.seen.max.x, view.seen.min.y) * scale_factor + Vec2::new(spare, -spare)).round();
        let size_px = Vec2::new(high_px.x - low_px.x, low_px.y - high_px.y);
        let coarse = (size_px.element_product() / MOST_TEXELS).max(1.0).sqrt();
        let texels = (size_px / coarse).ceil().max(Vec2::ONE);
        Self {
            low: view.place_at(low_px / scale_factor) / view.side_m,
            texels: texels.as_uvec2(),
            texels_per_field: view.px_per_field() * scale_factor / coarse,
            px_per_field: view.px_per_field(),
            marks_px_per_field: view.marks_px_per_field(),
        }
    }

    /// The same part, painted in less detail; this one is in full.
    pub(super) fn in_detail(&self, detail: Detail) -> Self {
        let texels = (self.texels.as_vec2() / detail.factor()).ceil().as_uvec2();
        Self { texels, texels_per_field: self.texels_per_field / detail.factor(), ..*self }
    }

    /// The part of the land, fields.
    pub(super) fn part(&self) -> Rect {
        Rect::from_corners(self.low, self.low + self.texels.as_vec2() / self.texels_per_field)
    }

    /// Whether its texels are larger than the window's pixels.
    pub(super) fn is_coarse(&self, scale_factor: f32) -> bool {
        self.texels_per_field < 0.999 * self.px_per_field * scale_factor
    }

    /// Whether it can stand in for another for a while.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let ratio = self.texels_per_field / other.texels_per_field;
        (0.6..1.7).contains(&ratio) && self.shows_much_of(other)
    }

    /// Whether much of the part of another is in its own.
    pub(super) fn shows_much_of(&self, other: &Self) -> bool {
        let shared = self.part().intersect(other.part()).size().element_product();
        shared > 0.4 * other.part().size().element_product()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        let area = Rect::new(200.0, 60.0, 840.0, 700.0);
        let seen = Rect::new(0.0, 60.0, 848.0, 716.0);
        let mut view = View { extent_m: Vec2::splat(12_800.0), side_m: 100.0, area, seen, ..View::default() };
        view.fit();
        view
    }

    /// Contract: a painting covers all that is in view, with one texel for each physical pixel, at any zoom and scale
    /// factor.
    #[test]
    fn a_painting_covers_what_is_in_view() {
        for (px, scale_factor) in [(4.0, 1.0), (6.3, 1.0), (32.0, 1.5), (130.0, 2.0)] {
            let mut view = view();
            view.show(Vec2::new(40.3, 71.9), px);
            let frame = Frame::of(&view, scale_factor);
            let part = frame.part().inflate(1e-3);
            for corner in [view.seen.min, view.seen.max] {
                assert!(part.contains(view.place_at(corner) / view.side_m), "{px}: {part:?}");
            }
            let asked = view.px_per_field() * scale_factor;
            assert!((frame.texels_per_field / asked - 1.0).abs() < 0.3, "{px}: {frame:?}");
        }
    }
}
