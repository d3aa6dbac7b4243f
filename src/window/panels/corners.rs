//! What lies on the corners of the map: in a row above the land the tabs, and beside them the choice of an overlay or of
//! how both worlds are shown; and the legend. Where there is room, the legend is beside the land; otherwise it opens from the row. So
//! no land is covered but by what the person opened.

use std::sync::Arc;
use std::time::Instant;

use bevy_egui::egui::{Area, Context, Id, Label, Margin, Order, Pos2, Rect, RichText, Ui, pos2, vec2};

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::map::picture::Picture;
use crate::window::map::showing::WORLDS;
use crate::window::map::view::View;
use crate::window::overlays::{self, Overlay, chooser};

use super::intent::Intent;
use super::layout::LEGEND_WIDTH;
use super::picker::Dialog;
use super::state::PanelState;
use super::tabs::{self, Tab, choice};
use super::theme::{self, SMALL};
use super::{legend, tips, twin};

/// How much smaller the land may be drawn so that none of it is under the legend.
const LEAST_BESIDE_THE_LEGEND: f32 = 0.85;
/// Space between the row and the land.
const BELOW_THE_ROW: f32 = 6.0;
/// Space between an offer and the map's edge, or the legend.
const BESIDE_THE_EDGE: f32 = 10.0;
/// Height of the buttons in the row over a small map, where they are lower than elsewhere.
const ROW_HEIGHT: f32 = 34.0;
/// A map that is less tall has them too.
const LEAST_FOR_TALL_BUTTONS: f32 = 400.0;
/// Over a map that is less wide, the charts and the parameters are opened from the menu or with their keys.
const LEAST_FOR_ALL_TABS: f32 = 480.0;
/// Over a map that is less wide, buttons are too.
const NARROW: f32 = 620.0;
/// A map beside another that is narrower than this is not to be hidden by what marks stand for.
const LEAST_FOR_MARKS: f32 = 400.0;
/// The areas of the row: the tabs, and beside or below them the choice of what the map shows.
pub(super) const ROW: [&str; 2] = [TABS, CHOICE];
const TABS: &str = "tabs";
const CHOICE: &str = "choice of maps";

/// Whether there is no room beside the land, which is usually square.
fn has_row(map: Rect) -> bool {
    map.width() - LEGEND_WIDTH < LEAST_BESIDE_THE_LEGEND * map.height()
}

/// The map's space without that of the row above it and of the legend beside it, if that leaves a square hardly smaller than before.
fn free_of(map: Rect, row: Rect, legend: Option<Rect>) -> Rect {
    let mut below = map;
    *below.top_mut() = (row.bottom() + BELOW_THE_ROW).min(map.center().y);
    let mut beside = below;
    *beside.left_mut() = legend.map_or(map.left(), |legend| legend.right());
    if beside.width() >= LEAST_BESIDE_THE_LEGEND * beside.height() { beside } else { below }
}

impl PanelState {
    /// Shows what lies on the map's corners, and returns the space that is left for the land.
    pub(super) fn corners(&mut self, ctx: &Context, map: Rect, displayed: &Displayed, view: &View) -> Rect {
        if self.plan.is_open() || self.dialog != Dialog::None {
            // Whoever comes back from there has other things in mind.
            self.harvest_offer.withdraw();
            self.offers.withdraw();
        }
        if self.plan.is_open() {
            return map;
        }
        let is_small = has_row(map);
        let row = self.row(ctx, map, is_small);
        self.marks_told.note(view, Instant::now());
        let legend = match self.overlay_in_sight() {
            Some(overlay) => {
                let pictures = self.on_the_land(displayed);
                let of_the_day = self.differing.sentence(overlay, &pictures[0], &pictures[1]);
                if overlays::legend::show(ctx, map, overlay, pictures[0].date, of_the_day) {
                    self.intents.push(Intent::Overlay(None));
                }
                None
            }
            None if is_small => {
                if self.legend_is_open == Some(true) {
                    self.look_at_the_land(ctx, displayed);
                    legend::show_below(ctx, map, row.bottom(), &self.legend_of(view));
                }
                None
            }
            None => Some(self.legend(ctx, Rect { min: pos2(map.left(), row.bottom()), ..map }, displayed, view)),
        };
        // What the person looks at does not move the land.
        if self.plan.tab == Tab::Land && self.overlay.is_none() {
            self.beside_the_land = legend;
        }
        let free = free_of(map, row, self.beside_the_land.filter(|_| !is_small));
        if self.plan.tab == Tab::Twin {
            let below = row.bottom() + BELOW_THE_ROW;
            twin::cards(ctx, map, below, &self.twin, &self.spans, displayed);
            self.twin.line(ctx, map, free);
        } else if self.chooser_is_open {
            let at = pos2(row.right(), row.bottom() + BELOW_THE_ROW);
            let chosen = self.overlay;
            self.chooser_is_open = chooser::menu(ctx, (map, at), &displayed.scenario, chosen, &mut self.intents);
        }
        let is_covered = self.chooser_is_open || is_small && self.legend_is_open == Some(true);
        if !is_covered {
            self.offers_under(ctx, map, (row, legend), displayed);
        }
        free
    }

    /// What is offered by itself, under the row: the way back from what the explanation shows, the explanation of a harvest, or an overlay.
    fn offers_under(&mut self, ctx: &Context, map: Rect, (row, legend): (Rect, Option<Rect>), displayed: &Displayed) {
        let is_of_the_land = self.plan.tab == Tab::Land;
        let beside = legend.filter(|_| is_of_the_land).map_or(map.left(), |legend| legend.right());
        // Under the cards that name the worlds.
        let cards =
            (self.plan.tab == Tab::Twin).then(|| ctx.memory(|memory| memory.area_rect(Id::new(twin::CARDS[0]))));
        let below = cards.flatten().map_or(row.bottom(), |card| card.bottom().max(row.bottom()));
        let at = pos2(beside + BESIDE_THE_EDGE, below + BELOW_THE_ROW);
        let (now, shown) = (Instant::now(), (displayed, self.overlay_in_sight().is_some_and(Overlay::adds_up)));
        if self.why.way_back.show(ctx, (map, at), shown, &mut self.intents) {
            return;
        }
        if !self.harvest_offer.show(ctx, (map, at), now, &mut self.intents) && is_of_the_land {
            self.offers.show(ctx, (map, at), now, &mut self.intents);
        }
    }

    /// The legend of the land, beside it.
    fn legend(&mut self, ctx: &Context, below: Rect, displayed: &Displayed, view: &View) -> Rect {
        // A wide one lies over the land, as any does where the land takes the whole map, so it waits until somebody asks for it.
        self.look_at_the_land(ctx, displayed);
        let is_beside = |state: &Self| state.plan.tab == Tab::Land && legend::is_narrow(below, &state.sights);
        let mut is_open = self.legend_is_open.unwrap_or_else(|| is_beside(self));
        let before = is_open;
        let halves = self.plan.tab == Tab::Twin && self.twin.maps == twin::TwinMaps::Beside;
        let is_small = halves && below.width() < 2.0 * LEAST_FOR_MARKS;
        let legend = legend::show(ctx, below, &self.legend_of(view), &mut is_open, is_small);
        if is_open != before {
            self.legend_is_open = Some(is_open);
        }
        legend
    }

    /// The day that the land shows, in both worlds; the latest, until any is painted. The picture of a twin of which nothing is known on that
    /// day is empty.
    pub(super) fn on_the_land(&self, displayed: &Displayed) -> [Arc<Picture>; WORLDS] {
        let [run, twin] = self.painted.clone().unwrap_or_else(|| [displayed.picture.clone(), Picture::none()]);
        let latest = displayed.twin.picture.as_ref().filter(|latest| latest.days_done == run.days_done);
        let is_empty = twin.fields.is_empty();
        [run, latest.filter(|_| is_empty).cloned().unwrap_or(twin)]
    }

    fn look_at_the_land(&mut self, ctx: &Context, displayed: &Displayed) {
        let [run, _] = self.on_the_land(displayed);
        self.sights.look(ctx, displayed, &run);
    }

    fn legend_of(&self, view: &View) -> legend::Shown<'_> {
        let (px_per_field, news) = (view.marks_px_per_field(), self.marks_told.news(Instant::now()));
        legend::Shown { sights: &self.sights, px_per_field, news }
    }

    /// Shows the row above the land, and returns the space that it takes.
    fn row(&mut self, ctx: &Context, map: Rect, is_small: bool) -> Rect {
        let is_low = is_small || map.height() < LEAST_FOR_TALL_BUTTONS;
        let margin = if is_low { 4.0 } else { 10.0 };
        let breadth = |id| ctx.memory(|memory| memory.area_rect(id)).map_or(0.0, |rect: Rect| rect.width());
        let has_room = breadth(TABS) + breadth(CHOICE) + 3.0 * margin <= map.width();
        let tabs = end(ctx, TABS, map, map.left_top() + vec2(margin, margin), is_low, |ui| {
            let row = ui.horizontal(|ui| {
                let is_there = |tab: &Tab| match tab {
                    Tab::Plan => self.plan.is_there(),
                    Tab::Charts | Tab::Parameters => map.width() >= LEAST_FOR_ALL_TABS || *tab == self.plan.tab,
                    _ => true,
                };
                let tabs = Tab::OVER_THE_MAP.into_iter().filter(is_there);
                tabs::bar(ui, tabs, self.plan.tab, &mut self.intents);
            });
            if let Some((words, all)) = self.plan.without_in_short().zip(self.plan.without()) {
                ui.set_max_width(row.response.rect.width());
                let words = ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
                tips::under_the_row(words, all);
            }
        });
        // Beside the tabs, so that it keeps its place where the panel beside the map becomes wider.
        let at = match has_room {
            true => tabs.right_top() + vec2(margin, 0.0),
            false => pos2(map.left() + margin, tabs.bottom() + margin),
        };
        let choices = end(ctx, CHOICE, map, at, is_low, |ui| {
            ui.horizontal(|ui| {
                if self.plan.tab == Tab::Twin {
                    self.twin.choose(ui);
                } else {
                    let word = self.overlay.map_or_else(|| tr!("overlay-choice"), Overlay::name);
                    let button = choice(ui, &word, self.overlay.is_some());
                    if tips::under_the_row(button, tr!("overlay-choice-tip")).clicked() {
                        self.chooser_is_open = !self.chooser_is_open;
                    }
                }
                let is_open = self.legend_is_open.unwrap_or(false);
                if is_small && choice(ui, &tr!("legend-choice"), is_open).clicked() {
                    self.legend_is_open = Some(!is_open);
                }
            });
        });
        tabs.union(choices)
    }
}

/// Shows a card of the row.
fn end(ctx: &Context, id: &str, map: Rect, at: Pos2, is_small: bool, contents: impl FnOnce(&mut Ui)) -> Rect {
    let area = Area::new(Id::new(id)).order(Order::Middle).fixed_pos(at).constrain_to(map);
    let card = area.show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(if is_small { 3 } else { 6 })).show(ui, |ui| {
            if is_small {
                (ui.spacing_mut().button_padding.y, ui.spacing_mut().interact_size.y) = (4.0, ROW_HEIGHT);
                let is_narrow = map.width() < NARROW;
                (ui.spacing_mut().button_padding.x, ui.spacing_mut().item_spacing.x) =
                    if is_narrow { (6.0, 4.0) } else { (9.0, 5.0) };
            }
            contents(ui);
        });
    });
    card.response.rect
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::engine::landscape::Landscape;
    use crate::scenario::{BUILT_IN, Document, open};
    use crate::window::test_support::run::displayed_on;
    use crate::window::test_support::ui::TestUi;
    use crate::window::why::offer::OFFER;
    use bevy::math::{UVec2, Vec2};
    use bevy_egui::egui::LayerId;
    use jiff::civil::date;

    /// No card lies on another.
    fn assert_are_apart(cards: impl Iterator<Item = Rect>) {
        let cards: Vec<Rect> = cards.collect();
        for (index, card) in cards.iter().enumerate() {
            let over = cards[..index].iter().find(|other| other.intersects(*card));
            assert!(over.is_none(), "{card} over {over:?}");
        }
    }

    /// Contract: whatever is opened over the map, the tabs, the choices, the menu of overlays, the cards of the worlds and the legend
    /// lie on the map and not on each other.
    #[test]
    fn nothing_over_the_map_lies_on_another() {
        let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!() };
        let displayed = Displayed::new(scenario);
        let ids = [TABS, CHOICE, chooser::MENU, overlays::legend::LEGEND, twin::CARDS[0], twin::CARDS[1], "legend"];
        for (wide, high) in [(1024.0, 640.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
            for maps in [twin::TwinMaps::Split, twin::TwinMaps::Beside, twin::TwinMaps::Difference] {
                for (tab, overlay) in [(Tab::Land, Some(Overlay::Pests)), (Tab::Land, None), (Tab::Twin, None)] {
                    let (mut test_ui, mut state) = (TestUi::of_size(vec2(wide, high)), PanelState::default());
                    state.digest(&displayed);
                    (state.plan.tab, state.overlay, state.chooser_is_open) = (tab, overlay, true);
                    (state.twin.maps, state.legend_is_open) = (maps, Some(false));
                    let (mut cards, mut map) = (Vec::new(), Rect::NOTHING);
                    // In the first frames their sizes are not known yet.
                    for _ in 0..5 {
                        test_ui.frame(|ui| {
                            map = state.panels(ui.ctx(), &displayed);
                            state.corners(ui.ctx(), map, &displayed, &View::default());
                            let areas = ids.map(|id| ui.ctx().memory(|memory| memory.area_rect(id)));
                            cards = areas.into_iter().flatten().collect();
                        });
                    }
                    assert!(cards.iter().all(|card: &Rect| map.contains_rect(*card)), "{cards:?} {map}");
                    assert!(cards.len() >= 3, "{cards:?}");
                    assert_are_apart(cards.into_iter());
                }
            }
        }
    }

    /// Contract: what is offered goes when a dialog opens or the map is left, and does not come again.
    #[test]
    fn offers_go_with_the_map() {
        let displayed = displayed_on(date(1960, 1, 20));
        let leave: [fn(&mut PanelState); 2] =
            [|state| state.dialog = Dialog::Help, |state| state.plan.tab = Tab::Record];
        for leave in leave {
            let (mut test_ui, mut state) = (TestUi::default(), PanelState::default());
            let line = LayerId::new(Order::Middle, Id::new(OFFER));
            let mut is_there = |state: &mut PanelState| {
                let mut is_there = false;
                for _ in 0..3 {
                    test_ui.frame(|ui| {
                        state.digest(&displayed);
                        let map = state.panels(ui.ctx(), &displayed);
                        state.corners(ui.ctx(), map, &displayed, &View::default());
                        is_there = ui.ctx().memory(|memory| memory.areas().is_visible(&line));
                    });
                }
                is_there
            };
            assert!(is_there(&mut state));
            leave(&mut state);
            assert!(!is_there(&mut state));
            (state.dialog, state.plan.tab) = (Dialog::None, Tab::Land);
            assert!(!is_there(&mut state));
        }
    }

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
                                ["legend", TABS, CHOICE].map(|id| ui.ctx().memory(|memory| memory.area_rect(id)));
                            cards = areas.into_iter().flatten().map(|card| (card, free, map)).collect();
                        });
                    }
                    assert!(!cards.is_empty());
                    assert_are_apart(cards.iter().map(|(card, ..)| *card));
                    for (card, free, map) in cards {
                        // The smallest windows have two rows of buttons.
                        let least = if wide < 700.0 { 0.6 } else { 0.8 } * map.width().min(map.height());
                        assert!(free.width().min(free.height()) >= least, "{free} of {map}");
                        let is_apart = card.right() <= free.left() || card.bottom() <= free.top();
                        assert!(is_apart, "{}: {card} over {free}, {wide} x {high}, zoom {zoom}", built_in.name);
                    }
                }
            }
        }
    }
}
