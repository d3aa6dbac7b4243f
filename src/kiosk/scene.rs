//! What is seen of the land on each screen: where the camera is, what is washed over the land, and whether both worlds are shown.

use bevy::prelude::*;

use crate::ecology::habitat::LandUse;
use crate::window::live_run::displayed::Displayed;
use crate::window::map::camera::MapArea;
use crate::window::map::picture::Picture;
use crate::window::map::showing::{Showing, Worlds};
use crate::window::map::view::View;
use crate::window::overlays::Overlay;
use crate::window::panels::theme::Look;
use crate::window::why::chain::Link;

use super::page::Scene;

/// Side of a field on the screen, mm: so that a village is seen with its fields, and so that each animal is.
const MIDDLE_MM: f32 = 11.8;
const NEAR_MM: f32 = 48.0;
/// How fast the land drifts in the first screen, m/s, and how far.
const DRIFT_M_PER_S: f32 = 5.0;
const DRIFT_M: f32 = 700.0;

/// What the camera was last told.
#[derive(Resource, Default, Debug)]
pub struct Aimed {
    last: Option<(Scene, Rect)>,
    /// How long the land has drifted, s.
    drifted_s: f32,
    /// How much paper lies over the land.
    veil: f32,
}

/// How long the paper takes to clear from the land, s.
const CLEARING_S: f32 = 0.3;

impl Aimed {
    /// How much paper lies over the land, 0 to 1: when another part of it is to be seen, until that is painted, so that no animals are seen
    /// on nothing.
    pub fn veil(&mut self, view: &View, scene: Scene, is_painted: bool, delta_s: f32) -> f32 {
        let jumps = self.last.is_none_or(|(last, area)| kind(scene) != last || area != view.area);
        if jumps && !matches!(scene, Scene::Free { .. }) {
            self.veil = 1.0;
        } else if is_painted {
            self.veil = (self.veil - delta_s / CLEARING_S).max(0.0);
        }
        self.veil
    }
}

/// A scene, whatever the visitor sees of it in free play, which begins where the story ended.
fn kind(scene: Scene) -> Scene {
    if let Scene::Free { .. } = scene { Scene::Free { both: false } } else { scene }
}

/// The part of the window for the land, and what is shown there.
pub fn shown(land: Rect, scene: Scene, is_calm: bool) -> (MapArea, Showing) {
    let mut area = MapArea { rect: land, seen: land, pointer_is_taken: !matches!(scene, Scene::Free { .. }) };
    let mut showing = Showing { look: Look::Light, is_still: is_calm, ..Showing::default() };
    if matches!(scene, Scene::Both | Scene::Free { both: true }) {
        let half = (0.5 * land.width()).round();
        let line = land.min.x + half;
        showing.worlds = Worlds::Beside { at_px: line, shift_px: half };
        (area.rect.max.x, area.seen.max.x) = (line, line);
    }
    if let Scene::Link(link) = scene {
        showing.overlay = Some(overlay_of(link));
    }
    (area, showing)
}

/// What is washed over the land for a link: where on the worst day there are birds and pests, and what they have cost by then.
pub fn overlay_of(link: Link) -> Overlay {
    match link {
        Link::Birds | Link::Prey => Overlay::Sparrows,
        Link::Pests => Overlay::Pests,
        Link::Leaf => Overlay::LeafLost,
        Link::Grain | Link::Harvest => Overlay::GrainLostToPests,
    }
}

/// Points the camera where a screen wants it, when another one is shown.
pub fn aim(aimed: &mut Aimed, view: &mut View, scene: Scene, displayed: &Displayed, (px_per_mm, delta_s): (f32, f32)) {
    if displayed.picture.fields.is_empty() || view.area.width() < 32.0 {
        return;
    }
    let kind = kind(scene);
    let is_new = aimed.last != Some((kind, view.area));
    let was_free = matches!(aimed.last, Some((Scene::Free { .. }, _)));
    aimed.last = Some((kind, view.area));
    let middle = 0.5 * displayed.picture.extent_m() / displayed.picture.side_m;
    match scene {
        Scene::Drift => {
            aimed.drifted_s += delta_s;
            // To and fro, slower towards the ends.
            let phase = core::f32::consts::TAU * aimed.drifted_s * DRIFT_M_PER_S / (4.0 * DRIFT_M);
            let off = Vec2::new(libm::sinf(phase), 0.4 * libm::sinf(0.5 * phase)) * DRIFT_M / displayed.picture.side_m;
            view.show(middle + off, MIDDLE_MM * px_per_mm);
        }
        Scene::Free { .. } if was_free => {}
        _ if !is_new => {}
        Scene::Near => view.show(village(&displayed.picture), NEAR_MM * px_per_mm),
        Scene::Link(_) => view.fit(),
        Scene::Middle | Scene::Both | Scene::Free { .. } => view.show(middle, MIDDLE_MM * px_per_mm),
    }
}

/// Where most sparrows nest near the middle of the land, in fields from its south-west corner.
fn village(picture: &Picture) -> Vec2 {
    let size = picture.size.as_vec2();
    let place = |cell: u32| UVec2::new(cell % picture.size.x, cell / picture.size.x).as_vec2() + 0.5;
    let is_central = |place: Vec2| (place - 0.5 * size).abs().cmple(0.2 * size + 1.0).all();
    let villages =
        picture.fields.iter().filter(|field| field.land == LandUse::Village && is_central(place(field.cell)));
    let best = villages.max_by(|a, b| a.nest_sites.total_cmp(&b.nest_sites).then(b.cell.cmp(&a.cell)));
    best.map_or(0.5 * size, |field| place(field.cell))
}
