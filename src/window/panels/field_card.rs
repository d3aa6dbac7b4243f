//! What is known of a field: beside the pointer while it is over it, and on a card that stays once somebody has pressed on it; with the
//! border of all its parcels on the map.

use bevy::math::Vec2;
use bevy_egui::egui::{
    Align, Align2, Area, Button, Context, Id, Key, LayerId, Margin, Order, PopupAnchor, Pos2, Rect, RichText, Shape,
    Stroke, Tooltip, Ui, pos2, vec2,
};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::output::words::{count, long_date, number};
use crate::window::live_run::displayed::Displayed;
use crate::window::map::deeds::{Deeds, Undone};
use crate::window::map::outline::{Line, Outline};
use crate::window::map::picture::{FieldInfo, Picture};
use crate::window::map::showing::{Showing, picture_of};
use crate::window::map::view::View;
use crate::window::overlays::Overlay;
use crate::window::why::chain::Link;
use crate::window::why::on_the_map::link_of;

use super::intent::Intent;
use super::theme::{self, CARD, INK, SMALL, SOFT_INK, TOUCH};
use super::words::capital;

/// From the place that was pressed to the card.
const BESIDE: f32 = 20.0;
/// Breadth of the line round a field, and of the light one under it.
const LINE: f32 = 1.6;
const RIM: f32 = 3.6;
/// A field that has lost more than this share of its leaf is explained from there.
const MUCH_LOST: f32 = 0.05;

/// A field that somebody has pressed on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kept {
    /// The run, the world, and the field in it.
    run: u32,
    world: usize,
    cell: u32,
    /// Where it was pressed.
    at: Pos2,
}

/// What is remembered of fields that are pointed at.
#[derive(Debug, Default)]
pub struct FieldCard {
    kept: Option<Kept>,
    outline: Outline,
}

/// What the map shows, and where.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The run and its twin.
    pub displayed: &'a Displayed,
    /// Where the land lies.
    pub view: &'a View,
    /// Which worlds are seen.
    pub showing: &'a Showing,
    /// The part of the window that has the map.
    pub map: Rect,
}

impl Shown<'_> {
    /// The field at a point of the window, and the world to which it belongs.
    fn at(&self, ctx: &Context, at: Pos2) -> Option<(usize, u32)> {
        let px = ctx.zoom_factor() * Vec2::new(at.x, at.y);
        let (world, px) = self.showing.worlds.at(px);
        let picture = picture_of(self.displayed, world);
        Some((world, picture.field_at(self.view.place_at(px))?.cell))
    }

    /// The field's picture, and the same day in the other world.
    fn pictures(&self, world: usize) -> [&Picture; 2] {
        [world, 1 - world].map(|world| &**picture_of(self.displayed, world))
    }
}

impl FieldCard {
    /// Shows the card that stays, what is known of the field under the pointer, and the border of the one or the other. `pointed` is
    /// that field and its world, and whether something else takes the pointer.
    pub fn show(
        &mut self,
        ctx: &Context,
        shown: Shown,
        (pointed, is_taken): (Option<(usize, u32)>, bool),
        overlay: Option<Overlay>,
        intents: &mut Vec<Intent>,
    ) {
        let run = shown.displayed.run;
        let is_pressed = !is_taken && ctx.input(|input| input.pointer.primary_clicked());
        if let Some(at) = ctx.input(|input| input.pointer.interact_pos()).filter(|_| is_pressed) {
            let field = shown.at(ctx, at);
            let is_another = field != self.kept.map(|kept| (kept.world, kept.cell));
            self.kept = field.filter(|_| is_another).map(|(world, cell)| Kept { run, world, cell, at });
        }
        let is_seen = |kept: &Kept| kept.run == run && shown.showing.worlds.side(kept.world).is_some();
        self.kept = self.kept.filter(is_seen).filter(|_| !ctx.input(|input| input.key_pressed(Key::Escape)));
        if let Some(kept) = self.kept {
            self.keep(ctx, shown, kept, overlay, intents);
        }
        let kept = self.kept.map(|kept| (kept.world, kept.cell));
        let pointed = pointed.filter(|_| !is_taken);
        if let Some((world, cell)) = pointed.filter(|pointed| Some(*pointed) != kept) {
            let pictures = shown.pictures(world);
            let Some(field) = pictures[0].fields.get(cell as usize) else { return };
            let id = Id::new("field under the pointer");
            let tooltip = Tooltip::always_open(ctx.clone(), LayerId::background(), id, PopupAnchor::Pointer);
            tooltip.gap(18.0).show(|ui| contents(ui, field, pictures, overlay));
        }
        if let Some((world, cell)) = pointed.or(kept) {
            let lines = self.outline.of(run, shown.pictures(0)[0], cell);
            draw(ctx, shown, world, lines);
        }
    }

    /// The card that stays.
    fn keep(&mut self, ctx: &Context, shown: Shown, kept: Kept, overlay: Option<Overlay>, intents: &mut Vec<Intent>) {
        let pictures = shown.pictures(kept.world);
        let Some(field) = pictures[0].fields.get(kept.cell as usize) else { return };
        // Towards the middle of the map, where there is room for it.
        let away = |at: f32, middle: f32| if at < middle { (Align::Min, BESIDE) } else { (Align::Max, -BESIDE) };
        let (across, x) = away(kept.at.x, shown.map.center().x);
        let (up, y) = away(kept.at.y, shown.map.center().y);
        let pivot = Align2([across, up]);
        let area = Area::new(Id::new("card of a field")).order(Order::Middle).pivot(pivot).constrain_to(shown.map);
        area.fixed_pos(kept.at + vec2(x, y)).show(ctx, |ui| {
            theme::card().inner_margin(Margin::same(10)).show(ui, |ui| {
                ui.set_max_width(320.0_f32.min(shown.map.width() - 24.0));
                contents(ui, field, pictures, overlay);
                ui.horizontal(|ui| {
                    let button = |ui: &mut Ui, word: &str| ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH)));
                    if button(ui, "Why?").on_hover_text("What led to this year’s harvest").clicked() {
                        let link = why(field, overlay);
                        intents.push(Intent::Explain(link, shown.displayed.now));
                        self.kept = None;
                    }
                    if button(ui, "Close").on_hover_text("Key: Esc").clicked() {
                        self.kept = None;
                    }
                });
            });
        });
    }
}

/// The link from which a field's year is explained: that of the overlay, if it has one; else what is seen most on the field.
fn why(field: &FieldInfo, overlay: Option<Overlay>) -> Link {
    overlay.and_then(link_of).unwrap_or(match field.land {
        LandUse::Village => Link::Birds,
        _ if field.leaf_lost > MUCH_LOST => Link::Leaf,
        _ => Link::Pests,
    })
}

/// Draws the border of a field on the map of a world.
fn draw(ctx: &Context, Shown { view, showing, map, .. }: Shown, world: usize, lines: &[Line]) {
    let Some(side) = showing.worlds.side(world) else { return };
    let zoom = ctx.zoom_factor();
    let [left, right] = side.seen_px.map(|px| px / zoom);
    let seen = map.intersect(Rect::everything_right_of(left)).intersect(Rect::everything_left_of(right));
    let painter = ctx.layer_painter(LayerId::background()).with_clip_rect(seen);
    let at = |place: Vec2| {
        let px = view.px_of(place * view.side_m) + side.shift_px * Vec2::X;
        pos2(px.x / zoom, px.y / zoom)
    };
    for stroke in [Stroke::new(RIM, CARD.gamma_multiply(0.7)), Stroke::new(LINE, INK)] {
        painter.extend(lines.iter().map(|ends| Shape::line_segment(ends.map(at), stroke)));
    }
}

/// What is known of a field: first what the overlay shows of it. With its picture, and that of the same day in the other world.
fn contents(ui: &mut Ui, field: &FieldInfo, [picture, other]: [&Picture; 2], overlay: Option<Overlay>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let ha = f64::from(picture.side_m * picture.side_m) / 10_000.0;
    ui.label(theme::strong(title(field)));
    let twin = other.fields.get(field.cell as usize).unwrap_or(field);
    let told = overlay.and_then(|overlay| Some((overlay, overlay.value(field, twin, ha as f32)?)));
    if let Some((overlay, value)) = told {
        ui.label(theme::strong(format!("{}: {}", overlay.name(), overlay.words(value))));
    }
    for line in deeds_lines(field, &picture.deeds).into_iter().chain(lines(field, ha)) {
        ui.label(RichText::new(line).size(SMALL));
    }
    let what = if field.land == LandUse::Village { "Village land" } else { "One field" };
    let line = format!("{what} of {} ha, {} (model)", number(ha), long_date(picture.date));
    ui.label(RichText::new(line).size(SMALL).color(SOFT_INK));
}

fn title(field: &FieldInfo) -> String {
    if field.land.is_cropland() && field.crop == CropKind::Wild {
        let is_unsown = matches!(field.undone, Undone::Unsown { .. });
        return if is_unsown { "Unsown cropland".into() } else { "Resting cropland".into() };
    }
    let stage = match field.stage {
        CropStage::Fallow => "",
        CropStage::Vegetative => ", growing",
        CropStage::Filling => ", grain filling",
        CropStage::Ripe => ", ripe",
    };
    match field.land {
        LandUse::Village => "Village".into(),
        LandUse::LayingGround => "Open laying ground".into(),
        LandUse::Grass => "Grass".into(),
        _ => capital(field.crop.name()) + stage,
    }
}

fn lines(field: &FieldInfo, ha: f64) -> Vec<String> {
    let mut lines = vec![format!("Sparrows feeding: {}", count(field.birds))];
    let counted = |animals: u64| format!("{} ({} per m²)", count(animals), number(animals as f64 / (ha * 10_000.0)));
    if field.land == LandUse::Village {
        lines.insert(
            0,
            format!(
                "Houses, courts and trees: nest sites for {} pairs of sparrows",
                count(field.nest_sites.round() as u64)
            ),
        );
        lines.push(format!("Sparrows killed here this year: {}", count(field.sparrows_killed)));
    }
    lines.push(format!("Pests: {}", counted(field.pests)));
    if field.young_hoppers > 0 {
        lines.push(format!("Younger hoppers: {}", counted(field.young_hoppers)));
    }
    if field.land == LandUse::Village {
        return lines;
    }
    lines.push(format!("Leaf and stem: {} kg/ha", number(f64::from(field.leaf_kg) / ha)));
    if field.land.is_cropland() && field.crop != CropKind::Wild {
        lines.push(format!("Leaf compared with an uneaten field: {:.0} %", 100.0 * field.leaf_against_uneaten));
        lines.push(format!("Grain: {} kg/ha", number(f64::from(field.grain_kg) / ha)));
    }
    lines
}

/// What people have done to it, and left undone.
fn deeds_lines(field: &FieldInfo, deeds: &Deeds) -> Vec<String> {
    let mut lines = Vec::new();
    let days = |days: u32| if days == 1 { "1 day".into() } else { format!("{days} days") };
    match field.undone {
        Undone::Nothing => {}
        Undone::LeftFallow => lines.push("Left unsown this year by order of the plan".into()),
        Undone::Unsown { days: waited, may_be_sown: true } => {
            lines.push(format!("Waiting to be sown for {}: no hands to sow it", days(waited)));
        }
        Undone::Unsown { days: waited, .. } => {
            lines.push(format!("Left unsown: for {} of the sowing time, no hands to sow it", days(waited)));
        }
        Undone::Unreaped { days_ripe, is_falling } => {
            let falling = if is_falling { "; its grain is falling" } else { "" };
            lines.push(format!("Ripe for {}: no hands to reap it{falling}", days(days_ripe)));
        }
    }
    if field.unweeded >= 0.005 {
        lines.push(format!("Weeds: no hands for {:.0} % of today’s weeding", 100.0 * field.unweeded));
    }
    if field.land == LandUse::Village && deeds.houses < 1.0 {
        lines.push(format!("Houses still standing, in all villages: {:.0} %", 100.0 * deeds.houses));
    }
    if field.land == LandUse::Village && deeds.furnaces > 0 {
        lines.push(format!("Furnaces on all this land: {}", count(deeds.furnaces)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::fields::bare_field;
    use crate::window::test_support::ui::TestUi;
    use bevy::math::UVec2;
    use std::sync::Arc;

    /// Contract: a press on a field keeps its card, from which one comes to what led to the harvest; a press on the same field, or
    /// Close, takes it off; and where something lies over the map, nothing is pressed.
    #[test]
    fn a_press_keeps_the_card_of_a_field() {
        let mut displayed = Displayed::new(Scenario::default());
        let fields = (0..64).map(|cell| bare_field(cell, LandUse::WheatMaize)).collect();
        displayed.picture =
            Arc::new(Picture { size: UVec2::splat(8), side_m: 100.0, fields, days_done: 1, ..Picture::default() });
        let map = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 800.0));
        let area = bevy::math::Rect::new(0.0, 0.0, 800.0, 800.0);
        let extent_m = Vec2::splat(800.0);
        let mut view = View { area, seen: area, window_px: area.size(), extent_m, side_m: 100.0, ..View::default() };
        view.fit();
        let showing = Showing::default();
        let (mut test_ui, mut card, mut intents) = (TestUi::default(), FieldCard::default(), Vec::new());
        let mut press = |card: &mut FieldCard, at: Pos2, is_free: bool, intents: &mut Vec<Intent>| {
            for input in [TestUi::move_to, TestUi::press, TestUi::release] {
                input(&mut test_ui, at);
                test_ui.frame(|ui| {
                    let shown = Shown { displayed: &displayed, view: &view, showing: &showing, map };
                    card.show(ui.ctx(), shown, (shown.at(ui.ctx(), at), !is_free), None, intents);
                });
            }
            card.kept.map(|kept| kept.cell)
        };
        let first = press(&mut card, pos2(200.0, 200.0), true, &mut intents);
        assert!(first.is_some());
        let second = press(&mut card, pos2(600.0, 600.0), true, &mut intents);
        assert!(second.is_some() && second != first);
        assert_eq!(press(&mut card, pos2(200.0, 600.0), false, &mut intents), second);
        assert_eq!(press(&mut card, pos2(600.0, 600.0), true, &mut intents), None);
        assert_eq!(intents, []);
        let wheat = bare_field(0, LandUse::WheatMaize);
        assert_eq!(why(&wheat, Some(Overlay::Killed)), Link::Birds);
        assert_eq!(why(&FieldInfo { leaf_lost: 0.3, ..wheat }, None), Link::Leaf);
    }

    /// Contract: a village is told as one, without leaf, grain or stage.
    #[test]
    fn a_village_is_no_crop() {
        let village = FieldInfo { nest_sites: 12.2, sparrows_killed: 7, ..bare_field(1, LandUse::Village) };
        let told = lines(&village, 1.0).join("|");
        assert!(told.starts_with("Houses, courts and trees: nest sites for 12 pairs"), "{told}");
        assert!(
            told.contains("killed here this year: 7") && !told.contains("Leaf") && !told.contains("Grain"),
            "{told}"
        );
        assert_eq!(title(&village), "Village");
    }

    /// Contract: a field says what people did to it, and only where they did.
    #[test]
    fn a_field_says_what_was_left_undone() {
        let cropland = bare_field(1, LandUse::WheatMaize);
        let of = |undone| deeds_lines(&FieldInfo { undone, ..cropland }, &Deeds::default()).join("|");
        assert_eq!(of(Undone::Nothing), "");
        assert_eq!(of(Undone::Unreaped { days_ripe: 1, is_falling: false }), "Ripe for 1 day: no hands to reap it");
        let falling = of(Undone::Unreaped { days_ripe: 23, is_falling: true });
        assert_eq!(falling, "Ripe for 23 days: no hands to reap it; its grain is falling");
        assert!(of(Undone::Unsown { days: 4, may_be_sown: true }).starts_with("Waiting to be sown for 4 days"));
        assert!(of(Undone::Unsown { days: 4, may_be_sown: false }).starts_with("Left unsown: for 4 days"));
        let weedy = FieldInfo { unweeded: 0.4, ..cropland };
        assert_eq!(deeds_lines(&weedy, &Deeds::default()), ["Weeds: no hands for 40 % of today’s weeding"]);
        let deeds = Deeds { houses: 0.7, furnaces: 8, ..Deeds::default() };
        let village = bare_field(1, LandUse::Village);
        assert!(deeds_lines(&cropland, &deeds).is_empty() && deeds_lines(&village, &Deeds::default()).is_empty());
        let lines = deeds_lines(&village, &deeds);
        assert_eq!(lines, ["Houses still standing, in all villages: 70 %", "Furnaces on all this land: 8"]);
    }
}
