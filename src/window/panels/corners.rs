//! What lies on the corners of the map: the way to the plan, and the legend. Where there is room, they are beside the land; otherwise in
//! a row above it. So no land is covered but by a legend that the person opened.

use bevy_egui::egui::{Context, Rect};

use crate::window::live_run::displayed::Displayed;
use crate::window::map::view::View;

use super::layout::{LEGEND_WIDTH, PanelState};
use super::legend;

/// How much smaller the land may be drawn so that none of it is under the legend.
const LEAST_BESIDE_THE_LEGEND: f32 = 0.85;
/// Space between the row and the land.
const BELOW_THE_ROW: f32 = 6.0;

/// Whether there is no room beside the land, which is usually square.
fn has_row(map: Rect) -> bool {
    map.width() - LEGEND_WIDTH < LEAST_BESIDE_THE_LEGEND * map.height()
}

/// The map's space without that of the row above it, or of the cards beside it, if that leaves a square hardly smaller than before.
fn free_of(map: Rect, cards: Rect) -> Rect {
    let mut rest = map;
    if has_row(map) {
        *rest.top_mut() = (cards.bottom() + BELOW_THE_ROW).min(map.center().y);
        return rest;
    }
    *rest.left_mut() = cards.right();
    if rest.width() >= LEAST_BESIDE_THE_LEGEND * rest.height() { rest } else { map }
}

impl PanelState {
    /// Shows what lies on the map's corners, and returns the space that is left for the land.
    pub(super) fn corners(&mut self, ctx: &Context, map: Rect, displayed: &Displayed, view: &View) -> Rect {
        if self.plan.is_open() {
            return map;
        }
        let is_row = has_row(map);
        let cards = if is_row {
            let mut legend_is_open = self.legend_is_open.unwrap_or(false);
            let row = self.plan.chip(ctx, map, Some(&mut legend_is_open), &mut self.intents);
            if legend_is_open {
                legend::show_below(ctx, map, row.bottom(), displayed, view);
            }
            self.legend_is_open = Some(legend_is_open);
            row
        } else {
            let chip = self.plan.chip(ctx, map, None, &mut self.intents);
            let mut below = map;
            *below.top_mut() = chip.bottom();
            // A wide one lies over the land, so it waits until somebody asks for it.
            let mut legend_is_open = self.legend_is_open.unwrap_or_else(|| legend::is_narrow(below, displayed));
            let before = legend_is_open;
            let legend = legend::show(ctx, below, displayed, view, &mut legend_is_open);
            if legend_is_open != before {
                self.legend_is_open = Some(legend_is_open);
            }
            legend.union(chip)
        };
        free_of(map, cards)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use bevy::math::{UVec2, Vec2};
    use bevy_egui::egui::vec2;

    use super::*;
    use crate::engine::landscape::Landscape;
    use crate::scenario::{BUILT_IN, Document, open};
    use crate::window::test_support::ui::TestUi;

    /// Contract: in windows of any size, the land lies beside or below all cards that nobody opened, also when the words of the legend
    /// change, and no card lies on another.
    #[test]
    fn the_legend_is_beside_the_land() {
        for built_in in BUILT_IN {
            let Ok(Document::Scenario(scenario)) = open(Path::new(built_in.name)) else { panic!("{}", built_in.name) };
            let displayed = Displayed::new(scenario);
            let land = Landscape::from(&displayed.scenario.landscape);
            let extent_m = land.side_m * UVec2::new(land.width, land.height).as_vec2();
            for (wide, high) in [(640.0, 480.0), (1024.0, 640.0), (1280.0, 800.0), (1920.0, 1080.0), (768.0, 1024.0)] {
                let (mut test_ui, mut state) = (TestUi::of_size(vec2(wide, high)), PanelState::default());
                for zoom in [1_u16, 5, 12, 20, 21, 40] {
                    let mut view = View { extent_m, side_m: land.side_m, ..View::default() };
                    view.show(Vec2::ZERO, f32::from(zoom));
                    let mut cards = Vec::new();
                    // In the first frames after something changes, its size is not known yet.
                    for _ in 0..4 {
                        test_ui.frame(|ui| {
                            state.digest(&displayed);
                            let map = state.panels(ui.ctx(), &displayed);
                            let free = state.corners(ui.ctx(), map, &displayed, &view);
                            let areas =
                                ["legend", "way to the plan"].map(|id| ui.ctx().memory(|memory| memory.area_rect(id)));
                            cards = areas.into_iter().flatten().map(|card| (card, free, map)).collect();
                        });
                    }
                    assert!(!cards.is_empty());
                    if let [(one, ..), (other, ..)] = cards[..] {
                        assert!(!one.intersects(other), "{one} over {other}, {wide} x {high}");
                    }
                    for (card, free, map) in cards {
                        let least = 0.8 * map.width().min(map.height());
                        assert!(free.width().min(free.height()) >= least, "{free} of {map}");
                        let is_apart = card.right() <= free.left() || card.bottom() <= free.top();
                        assert!(is_apart, "{}: {card} over {free}, {wide} x {high}, zoom {zoom}", built_in.name);
                    }
                }
            }
        }
    }
}
