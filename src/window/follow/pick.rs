//! What was tapped on the map: the nearest mark of a bird, pests where they are dense, or the field.

use bevy::prelude::*;

use crate::window::animals::drawing::{LEAST_SPREAD_PX, SPREAD_M};
use crate::window::animals::glyph::Glyph;
use crate::window::animals::levels::{self, Level, Shape};
use crate::window::animals::marks::places_around;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::following::Wanted;
use crate::window::map::picture::{FieldInfo, Picture};
use crate::window::map::showing::Showing;
use crate::window::map::view::View;

use super::Subject;

/// How near to a mark of birds one must tap, logical pixels; from afar, where marks lie close, less.
const REACH_PX: f32 = 18.0;
const REACH_FROM_AFAR_PX: f32 = 9.0;
/// Pests are meant where on average one mark of them lies as near as this, logical pixels.
const PESTS_WITHIN_PX: f32 = 6.0;

/// What was tapped at a point of the window. In the twin's map, and under an overlay, it is the field.
pub fn pick(displayed: &Displayed, (view, showing): (&View, &Showing), at: Vec2) -> Option<Subject> {
    let (world, at) = showing.worlds.at(at);
    if !view.area.contains(at) {
        return None;
    }
    let (picture, place_m) = (&*showing.pictures(displayed)[world], view.place_at(at));
    let has_animals = world == 0 && showing.overlay.is_none();
    if has_animals && let Some(flock) = nearest_flock(picture, view, at, displayed.between_days) {
        let way = flock.way().map(|place| place * picture.extent_m());
        return Some(Subject::Agent(Wanted::Flock { place_m: way[1], bits: Some(flock.bits) }));
    }
    let field = picture.field_at(place_m)?;
    if has_animals && shows_pests(field, view) {
        return Some(Subject::Agent(Wanted::Band { place_m }));
    }
    Some(Subject::Field(field.cell))
}

/// The flock of which a mark is drawn nearest to a point of the window, within reach.
fn nearest_flock<'a>(picture: &'a Picture, view: &View, at: Vec2, between: f32) -> Option<&'a Glyph> {
    let (level, _) = levels::at(levels::SPARROWS, view.marks_px_per_field())[0];
    let reach_px = if level.shape == Shape::Speck { REACH_FROM_AFAR_PX } else { REACH_PX };
    let spread_px = (SPREAD_M / view.m_per_px).max(LEAST_SPREAD_PX);
    let t = between * between * (3.0 - 2.0 * between);
    let near = picture.flocks.iter().filter_map(|flock| {
        let way = flock.way().map(|place| place * picture.extent_m());
        let centre = view.px_at(way[0].lerp(way[1], t));
        // Marks lie no further around than this.
        let is_near = centre.distance(at) < reach_px + 2.0 * spread_px;
        let distance = is_near.then(|| to_nearest_mark(flock, &level, way[1] - way[0], centre, spread_px, at))?;
        Some((distance?, flock))
    });
    let nearest = near.filter(|(distance, _)| *distance <= reach_px).min_by(|one, other| one.0.total_cmp(&other.0));
    nearest.map(|(_, flock)| flock)
}

/// How far a point of the window is from the nearest mark of a flock.
fn to_nearest_mark(flock: &Glyph, level: &Level, way_m: Vec2, centre: Vec2, spread_px: f32, at: Vec2) -> Option<f32> {
    let marks = places_around(flock, level, way_m).map(|aside| centre + spread_px * Vec2::new(aside.x, -aside.y));
    marks.map(|mark| mark.distance(at)).min_by(f32::total_cmp)
}

/// Whether a field has so many pests in sight that who taps it means them.
fn shows_pests(field: &FieldInfo, view: &View) -> bool {
    let (level, _) = levels::at(levels::PESTS, view.marks_px_per_field())[0];
    let marks_per_px2 = field.pests as f32 / level.per_mark / (view.px_per_field() * view.px_per_field());
    level.shape != Shape::Speck && marks_per_px2 * core::f32::consts::PI * PESTS_WITHIN_PX * PESTS_WITHIN_PX >= 1.0
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ecology::habitat::LandUse;
    use crate::engine::landscape::Landscape;
    use crate::scenario::Scenario;
    use crate::window::map::showing::Worlds;
    use crate::window::overlays::Overlay;
    use crate::window::test_support::fields::bare_field;

    /// A land of 6 x 6 fields, the eastern half full of pests, with a flock in the west.
    fn displayed() -> Displayed {
        let landscape = Landscape { width: 6, height: 6, side_m: 100.0 };
        let field =
            |cell| FieldInfo { pests: if cell % 6 < 3 { 0 } else { 600_000 }, ..bare_field(cell, LandUse::Grass) };
        let picture = Picture {
            size: UVec2::new(6, 6),
            side_m: 100.0,
            fields: (0..36).map(field).collect(),
            flocks: vec![Glyph::new(&landscape, 7, [FLOCK; 2], 12)],
            ..Picture::default()
        };
        let mut displayed = Displayed::new(Scenario::default());
        displayed.picture = Arc::new(picture);
        displayed
    }

    const FLOCK: Vec2 = Vec2::new(150.0, 150.0);
    const GRASS: Vec2 = Vec2::new(150.0, 450.0);
    const PESTS: Vec2 = Vec2::new(450.0, 300.0);

    fn view(px_per_field: f32) -> View {
        View {
            centre_m: Vec2::splat(300.0),
            m_per_px: 100.0 / px_per_field,
            area: Rect::new(0.0, 0.0, 1400.0, 1400.0),
            extent_m: Vec2::splat(600.0),
            side_m: 100.0,
            ..View::default()
        }
    }

    /// Contract: a tap near a bird means its flock, one among dense pests a band, any other the field; in the twin's map and under an
    /// overlay always the field, and beyond the land nothing, nor in the half of a twin of which there is no picture.
    #[test]
    fn a_tap_means_what_is_drawn_there() {
        let (alone, view, showing) = (displayed(), view(180.0), Showing::default());
        let mut displayed = alone.clone();
        displayed.twin.picture = Some(displayed.picture.clone());
        let bits = displayed.picture.flocks[0].bits;
        let tap = |showing: &Showing, place: Vec2| pick(&displayed, (&view, showing), view.px_at(place));
        let flock = displayed.picture.flocks[0];
        let level = levels::at(levels::SPARROWS, 180.0)[0].0;
        for aside in places_around(&flock, &level, Vec2::ZERO) {
            let subject = tap(&showing, FLOCK + SPREAD_M * aside);
            assert!(matches!(subject, Some(Subject::Agent(Wanted::Flock { bits: Some(own), .. })) if own == bits));
        }
        let is_field = |subject| matches!(subject, Some(Subject::Field(_)));
        assert!(is_field(tap(&showing, GRASS)));
        assert!(matches!(tap(&showing, PESTS), Some(Subject::Agent(Wanted::Band { .. }))));
        let overlay = Showing { overlay: Some(Overlay::Pests), ..showing };
        let twin = Showing { worlds: Worlds::Split { at_px: 0.0 }, ..showing };
        for showing in [overlay, twin] {
            assert!([FLOCK, GRASS, PESTS].into_iter().all(|place| is_field(tap(&showing, place))));
        }
        assert_eq!(tap(&showing, Vec2::new(-100.0, 50.0)), None);
        assert_eq!(pick(&alone, (&view, &twin), view.px_at(GRASS)), None);
    }

    /// Contract: from afar a tap on a field with pests means the field.
    #[test]
    fn from_afar_pests_hide_no_field() {
        let (displayed, view) = (displayed(), view(8.0));
        let subject = pick(&displayed, (&view, &Showing::default()), view.px_at(PESTS));
        assert!(matches!(subject, Some(Subject::Field(_))));
    }
}
