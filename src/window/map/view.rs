//! Which part of the land is in view. The land cannot be lost: the middle of the free part of the window always shows some.

use bevy::prelude::*;

/// What part of the land is in view.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The place that is in the middle of the free part of the window, m.
    pub centre_m: Vec2,
    /// Metres per logical pixel.
    pub m_per_px: f32,
    /// Whether it follows the window so that all the land is in view, until the user pans or zooms.
    pub is_fitted: bool,
    /// The free part of the window, logical pixels, never empty.
    pub area: Rect,
    /// The part of the window that shows the map, logical pixels, never empty.
    pub seen: Rect,
    /// The whole window, logical pixels.
    pub window_px: Vec2,
    /// Size of the land, m.
    pub extent_m: Vec2,
    /// Side of a field, m.
    pub side_m: f32,
    /// The scale by which marks of animals are chosen, as a multiple of that of the land.
    pub marks: f32,
}

impl Default for View {
    fn default() -> Self {
        Self {
            centre_m: Vec2::ZERO,
            m_per_px: 1.0,
            is_fitted: true,
            area: Rect::new(0.0, 0.0, 1.0, 1.0),
            seen: Rect::new(0.0, 0.0, 1.0, 1.0),
            window_px: Vec2::ONE,
            extent_m: Vec2::ONE,
            side_m: 1.0,
            marks: 1.0,
        }
    }
}

/// Logical pixels left free around a fitted map.
const MARGIN_PX: f32 = 14.0;
/// As long as the scale of the land differs by no more than this factor, panels that come and go leave the marks of animals as they are.
const MARKS_STAY: f32 = 1.3;
/// Logical pixels per side of a field at the closest zoom.
const MOST_PX_PER_FIELD: f32 = 220.0;

impl View {
    /// Shows all the land.
    pub fn fit(&mut self) {
        let free = (self.area.size() - 2.0 * MARGIN_PX).max(Vec2::splat(16.0));
        self.m_per_px = (self.extent_m / free).max_element();
        self.centre_m = 0.5 * self.extent_m;
        self.is_fitted = true;
    }

    /// Shows a place, in fields from the south-west corner, with this many logical pixels per side of a field.
    pub fn show(&mut self, field: Vec2, px_per_field: f32) {
        self.fit();
        self.zoom(px_per_field * self.m_per_px / self.side_m, self.area.center());
        self.centre_m = field * self.side_m;
        self.keep();
    }

    fn fitted_m_per_px(&self) -> f32 {
        let mut fitted = *self;
        fitted.fit();
        fitted.m_per_px
    }

    /// Logical pixels per side of a field.
    pub fn px_per_field(&self) -> f32 {
        self.side_m / self.m_per_px
    }

    /// Logical pixels per side of a field, by which it is chosen for how many animals a mark stands: as [`Self::px_per_field`], but for what
    /// panels have taken from the land or given back since the person last came closer or went farther away.
    pub fn marks_px_per_field(&self) -> f32 {
        self.marks * self.px_per_field()
    }

    /// Another part of the window is free. `is_settled`: because a panel has come or gone, and neither window nor land is new.
    pub(super) fn make_room(&mut self, area: Rect, is_settled: bool) {
        let before = self.marks_px_per_field();
        self.area = area;
        self.keep();
        let ratio = before / self.px_per_field();
        let stays = is_settled && (1.0 / MARKS_STAY..=MARKS_STAY).contains(&ratio);
        self.marks = if stays { ratio } else { 1.0 };
    }

    /// The place under a point of the window.
    pub fn place_at(&self, px: Vec2) -> Vec2 {
        let from_centre = px - self.area.center();
        self.centre_m + Vec2::new(from_centre.x, -from_centre.y) * self.m_per_px
    }

    /// The point of the window under which a place is.
    pub fn px_at(&self, place_m: Vec2) -> Vec2 {
        let from_centre = (place_m - self.centre_m) / self.m_per_px;
        self.area.center() + Vec2::new(from_centre.x, -from_centre.y)
    }

    /// Zooms in by `factor`, keeping the place under `px` where it is.
    pub(super) fn zoom(&mut self, factor: f32, px: Vec2) {
        let (held, before) = (self.place_at(px), self.m_per_px);
        let fitted = self.fitted_m_per_px();
        let closest = (self.side_m / MOST_PX_PER_FIELD).min(fitted);
        self.m_per_px = (self.m_per_px / factor).clamp(closest, fitted);
        // Step by step the marks become those of the scale, so that nothing jumps.
        let way = (before / self.m_per_px).max(self.m_per_px / before);
        self.marks = self.marks.clamp((self.marks * way).min(1.0), (self.marks / way).max(1.0));
        self.is_fitted = self.m_per_px >= fitted;
        self.centre_m += held - self.place_at(px);
        self.keep();
    }

    /// Moves the land with the pointer.
    pub fn pan(&mut self, px: Vec2) {
        self.centre_m -= Vec2::new(px.x, -px.y) * self.m_per_px;
        self.is_fitted &= px == Vec2::ZERO;
        self.keep();
    }

    /// Keeps the land in sight.
    pub(super) fn keep(&mut self) {
        if self.is_fitted {
            self.fit();
        }
        // As much of the land as the free part can hold stays in it, except for a margin.
        let half = 0.5 * self.area.size() * self.m_per_px;
        let margin = 0.35 * half;
        let (low, high) = (half - margin, self.extent_m - half + margin);
        let middle = 0.5 * self.extent_m;
        self.centre_m = self.centre_m.clamp(low.min(middle), high.max(middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        let mut view = View {
            area: Rect::new(300.0, 40.0, 1100.0, 740.0),
            extent_m: Vec2::new(12_800.0, 12_800.0),
            side_m: 100.0,
            ..View::default()
        };
        view.fit();
        view
    }

    /// Contract: zooming keeps the place under the pointer under the pointer.
    #[test]
    fn zooming_holds_the_place_under_the_pointer() {
        let mut view = view();
        view.zoom(4.0, view.area.center());
        let pointer = view.area.center() + Vec2::new(100.0, -60.0);
        let held = view.place_at(pointer);
        view.zoom(1.5, pointer);
        assert!(held.distance(view.place_at(pointer)) < 1.0);
        assert!(view.px_at(held).distance(pointer) < 0.1);
    }

    /// Contract: whatever the user does, the middle of the free part shows land, and zooming out ends with all of it in
    /// view.
    #[test]
    fn the_map_cannot_be_lost() {
        let mut view = view();
        view.zoom(1e9, view.area.center());
        assert!(view.m_per_px > 0.0);
        for px in [Vec2::splat(1e7), Vec2::splat(-1e7), Vec2::new(1e7, -1e7)] {
            view.pan(px);
            let middle = view.place_at(view.area.center());
            assert!(middle.cmpge(Vec2::ZERO).all() && middle.cmple(view.extent_m).all(), "{middle}");
        }
        view.zoom(1e-9, Vec2::ZERO);
        assert!(view.is_fitted);
        assert_eq!(view.centre_m, 0.5 * view.extent_m);
    }

    /// Contract: a panel that comes and goes leaves the marks of animals as they are, whatever it takes of the land within reason; zooming
    /// leads to those of the scale, without a jump; and in another window they are those of its scale at once.
    #[test]
    fn marks_stay_while_panels_come_and_go() {
        let (mut view, wide) = (view(), view().area);
        let narrow = Rect::new(wide.min.x, wide.min.y, wide.max.x - 220.0, wide.max.y);
        view.make_room(wide, false);
        let before = view.marks_px_per_field();
        for area in [narrow, wide, narrow] {
            view.make_room(area, true);
            assert!((view.marks_px_per_field() - before).abs() < 1e-3);
        }
        assert!(view.px_per_field() < 0.9 * before);
        for _ in 0..20 {
            let marks = view.marks_px_per_field();
            view.zoom(1.05, view.area.center());
            assert!((1.0 - 1e-4..1.05 * 1.05).contains(&(view.marks_px_per_field() / marks)));
        }
        assert_eq!(view.marks_px_per_field(), view.px_per_field());
        // A half of it is too little for as many marks, which are there again with all of it.
        view.fit();
        for area in [Rect::new(wide.min.x, wide.min.y, wide.center().x, wide.max.y), wide] {
            view.make_room(area, true);
            assert_eq!(view.marks_px_per_field(), view.px_per_field());
        }
        view.make_room(narrow, false);
        assert_eq!(view.marks_px_per_field(), view.px_per_field());
    }

    /// Contract: a window of almost no size does no harm.
    #[test]
    fn a_tiny_window_does_no_harm() {
        let mut view = View { area: Rect::new(0.0, 0.0, 0.5, 0.5), ..view() };
        view.fit();
        view.zoom(2.0, Vec2::ZERO);
        view.pan(Vec2::splat(3.0));
        assert!(view.m_per_px.is_finite() && view.m_per_px > 0.0 && view.centre_m.is_finite());
    }
}
