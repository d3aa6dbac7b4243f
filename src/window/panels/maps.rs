//! Which part of the window is the run's map and which its twin's, and what they show.

use bevy::prelude::Rect;
use bevy_egui::egui;

use crate::window::map::camera::MapArea;
use crate::window::map::showing::{Showing, Worlds};
use crate::window::overlays::Overlay;

use super::state::PanelState;
use super::tabs::Tab;
use super::theme;
use super::twin::TwinMaps;

impl PanelState {
    /// What is washed over the map.
    pub(super) fn overlay_in_sight(&self) -> Option<Overlay> {
        match self.twin_maps() {
            Some(TwinMaps::Difference) => self.twin.difference.or(Some(Overlay::Difference)),
            // On the twin's side it would be turned round.
            Some(_) => self.overlay.filter(|overlay| !overlay.is_difference()),
            None => self.overlay,
        }
    }

    /// How both worlds are shown, if they are.
    fn twin_maps(&self) -> Option<TwinMaps> {
        (self.plan.tab == Tab::Twin).then_some(self.twin.maps)
    }

    /// The run's part of the window and what the map shows. `land` is the space for the land in that of the map; `zoom` is the logical
    /// pixels of a point.
    pub(super) fn maps(&self, land: egui::Rect, map: egui::Rect, zoom: f32) -> (MapArea, Showing) {
        let line = self.twin.line_x(map, land);
        let (mut rect, mut seen, mut worlds) = (land, map, Worlds::Run);
        match self.twin_maps() {
            Some(TwinMaps::Split) => worlds = Worlds::Split { at_px: zoom * line },
            Some(TwinMaps::Beside) => {
                worlds = Worlds::Beside { at_px: zoom * line, shift_px: (zoom * (line - map.left())).round() };
                *seen.right_mut() = line;
                rect = egui::Rect { min: egui::pos2(map.left(), land.top()), max: seen.max };
            }
            Some(TwinMaps::Difference) | None => {}
        }
        let in_window = |rect: egui::Rect| {
            Rect::new(rect.left() * zoom, rect.top() * zoom, rect.right() * zoom, rect.bottom() * zoom)
        };
        let area = MapArea { rect: in_window(rect), seen: in_window(seen), ..MapArea::default() };
        let showing = Showing { overlay: self.overlay_in_sight(), worlds, look: theme::worn(), ..Showing::default() };
        (area, showing)
    }
}
