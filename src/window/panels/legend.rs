//! What the map's colours and shapes mean, and details of the field under the pointer.

use bevy_egui::egui::{
    self, Area, Button, Color32, Context, Grid, Id, Label, LayerId, Margin, Order, Painter, PopupAnchor, Rect,
    RichText, ScrollArea, Sense, Stroke, StrokeKind, Tooltip, Ui, Vec2, pos2, vec2,
};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::output::words::{count, number};
use crate::scenario::Scenario;
use crate::window::animals::levels::{self, Level, Shape};
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::map::deeds::{Deeds, Undone};
use crate::window::map::palette;
use crate::window::map::picture::{FieldInfo, Picture};
use crate::window::map::view::View;
use crate::window::overlays::Overlay;

use super::theme::{self, INK, SMALL, SOFT_INK, TOUCH};
use super::words::long_date;

/// Shows the legend of a scenario in the lower left corner of the map, and returns the space that it takes.
pub fn show(ctx: &Context, map: Rect, displayed: &Displayed, view: &View, is_open: &mut bool) -> Rect {
    let area = Area::new(Id::new("legend")).order(Order::Middle).constrain_to(map);
    let pivot = bevy_egui::egui::Align2::LEFT_BOTTOM;
    let card = area.pivot(pivot).fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.scope(|ui| marks(ui, view.px_per_field()));
            if *is_open {
                contents(ui, map, displayed);
            }
            let word = if *is_open { tr!("legend-hide") } else { tr!("legend-show") };
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH))).clicked() {
                *is_open = !*is_open;
            }
        });
    });
    card.response.rect
}

/// Shows the legend over the land, from a height of the map on, where there is no room beside the land.
pub fn show_below(ctx: &Context, map: Rect, top: f32, displayed: &Displayed, view: &View) {
    let area = Area::new(Id::new("legend over the land")).order(Order::Middle).constrain_to(map);
    area.fixed_pos(pos2(map.left() + 4.0, top + 4.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            let height = (map.bottom() - top - 30.0).max(60.0);
            ScrollArea::both().max_height(height).max_width(map.width() - 30.0).show(ui, |ui| {
                ui.scope(|ui| marks(ui, view.px_per_field()));
                contents(ui, map, displayed);
            });
        });
    });
}

fn contents(ui: &mut Ui, map: Rect, displayed: &Displayed) {
    let Displayed { scenario, picture, .. } = displayed;
    ui.scope(|ui| entries(ui, map, &legend(scenario, &picture.deeds)));
    for text in [tr!("legend-who-counts"), tr!("legend-for-the-eye")] {
        // Line breaks are the message's, because the width on offer is that of the legend in the previous frame.
        ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).extend());
    }
}

/// What a mark stands for at this scale, in words: one for sparrows, one for pests.
pub fn words_of_marks(px_per_field: f32) -> [String; 2] {
    let level = |levels: &[Level]| {
        let (level, _) = levels::at(levels, px_per_field)[0];
        (level.shape, level.per_mark as u64, count(level.per_mark as u64))
    };
    let sparrows = match level(levels::SPARROWS) {
        (Shape::Speck, count, shown) => tr!("legend-fleck", count = count, shown = shown),
        (Shape::Stroke, count, shown) => tr!("legend-mark", count = count, shown = shown),
        (Shape::Animal, count, shown) => tr!("legend-bird", count = count, shown = shown),
    };
    let pests = match level(levels::PESTS) {
        (Shape::Speck, count, shown) => tr!("legend-dot", count = count, shown = shown),
        (Shape::Stroke, count, shown) => tr!("legend-stroke", count = count, shown = shown),
        (Shape::Animal, count, shown) => tr!("legend-insect", count = count, shown = shown),
    };
    [sparrows, pests]
}

/// Shows the marks of sparrows and pests on a patch of land, and what they stand for.
fn marks(ui: &mut Ui, px_per_field: f32) {
    ui.spacing_mut().interact_size.y = 20.0;
    let words = words_of_marks(px_per_field);
    let levels = [levels::SPARROWS, levels::PESTS].map(|levels| levels::at(levels, px_per_field)[0].0);
    for ((text, level), color) in words.into_iter().zip(levels).zip([palette::SPARROW, palette::PEST]) {
        ui.horizontal(|ui| {
            let (patch, _) = ui.allocate_exact_size(vec2(30.0, 20.0), Sense::hover());
            ui.painter().rect_filled(patch, 4.0, theme::of(palette::colour("WHEAT", 0.9)));
            let is_bird = color == palette::SPARROW;
            match level.shape {
                Shape::Speck => specks(ui.painter(), patch, is_bird, level.length_px, theme::of(color)),
                Shape::Stroke if is_bird => wings(ui.painter(), patch, level.length_px, theme::of(color)),
                Shape::Stroke => specks(ui.painter(), patch, true, level.length_px, theme::of(color)),
                _ if is_bird => bird(ui.painter(), patch, theme::of(color)),
                _ => insect(ui.painter(), patch, theme::of(color)),
            }
            ui.add(Label::new(RichText::new(text).size(SMALL)).extend());
        });
    }
}

/// Three flecks, or five dots.
fn specks(painter: &Painter, patch: Rect, are_flecks: bool, length: f32, fill: Color32) {
    let places = [(-9.0, -3.0), (-1.0, 3.0), (8.0, -2.0), (-6.0, 5.0), (3.0, -6.0)];
    for (x, y) in places.into_iter().take(if are_flecks { 3 } else { 5 }) {
        let at = patch.center() + vec2(x, y);
        if are_flecks {
            let half = 0.5 * length * vec2(0.9, -0.4);
            painter.line_segment([at - half, at + half], (1.5, fill));
        } else {
            painter.circle_filled(at, 0.6 * length, fill);
        }
    }
}

/// Two pairs of wings.
fn wings(painter: &Painter, patch: Rect, length: f32, fill: Color32) {
    for at in [patch.center() + vec2(-6.0, -1.0), patch.center() + vec2(6.0, 2.0)] {
        for side in [-1.0, 1.0] {
            painter.line_segment([at, at + length * vec2(0.5 * side, -0.25)], (1.5, fill));
        }
    }
}

/// The colours of what this land can show; of what people do to villages, only what they have done.
fn legend(scenario: &Scenario, deeds: &Deeds) -> Vec<(Color32, fn() -> String)> {
    let land = &scenario.landscape;
    let wheat = land.wheat_maize_share > 0.0;
    let (early, single) = (land.early_rice_share > 0.0, land.single_rice_share > 0.0);
    let shore = land.laying_ground_share > 0.0;
    let earth = wheat || land.sweet_potato_share > 0.0;
    let hands = scenario.labour.is_counted();
    let fields: [(bool, &str, f32, fn() -> String); 17] = [
        (wheat, "WHEAT", 0.45, || tr!("legend-wheat")),
        (wheat, "MAIZE", 0.4, || tr!("legend-maize")),
        (land.sweet_potato_share > 0.0, "POTATO", 0.5, || tr!("legend-sweet-potato")),
        (early, "EARLY_RICE", 0.35, || tr!("legend-early-rice")),
        (single, "SINGLE_RICE", 0.4, || tr!("legend-single-rice")),
        (wheat || early || single, "WHEAT", 0.95, || tr!("legend-ripe")),
        (wheat || early || single, "STUBBLE", 0.2, || tr!("legend-stubble")),
        (earth, "PLOUGHED", 0.3, || tr!("legend-bare-earth")),
        (early || single, "PADDY", 0.5, || tr!("legend-paddy")),
        (true, "PALE", 0.6, || tr!("legend-eaten")),
        (hands, "BROKEN", 0.5, || tr!("legend-unreaped")),
        (hands, "WEEDS", 0.5, || tr!("legend-weeds")),
        (land.village_share > 0.0, "ROOF", 0.2, || tr!("legend-village")),
        (true, "GRASS", 0.0, || tr!("legend-grass")),
        (shore, "SAND", 0.4, || tr!("legend-laying-ground")),
        (deeds.houses < 1.0 && land.village_share > 0.0, "ROAD", 0.3, || tr!("legend-houses")),
        (deeds.furnaces > 0 && land.village_share > 0.0, "FURNACE", 0.0, || tr!("legend-furnaces")),
    ];
    fields
        .into_iter()
        .filter(|entry| entry.0)
        .map(|(_, row, at, label)| (theme::of(palette::colour(row, at)), label))
        .collect()
}

/// Height of a line of the legend, and how low it may be so that all are in one column.
const LINE: f32 = 23.0;
const LEAST_LINE: f32 = 19.0;
/// Height of all else in the legend: the marks, the notes and the button.
const BESIDE_THE_LINES: f32 = 260.0;

/// Height of a line if all are in one column; lower than it may be where there is no room for that.
fn line_in_one_column(map: Rect, lines: usize) -> f32 {
    (map.height() - BESIDE_THE_LINES) / lines.max(1) as f32
}

/// Whether the legend is narrow: whether there is room for it in one column.
pub fn is_narrow(map: Rect, displayed: &Displayed) -> bool {
    let entries = legend(&displayed.scenario, &displayed.picture.deeds);
    line_in_one_column(map, entries.len()) >= LEAST_LINE
}

fn entries(ui: &mut Ui, map: Rect, entries: &[(Color32, fn() -> String)]) {
    let in_one = line_in_one_column(map, entries.len());
    let (columns, line) = if in_one < LEAST_LINE { (2, LINE) } else { (1, in_one.min(LINE)) };
    let rows = entries.len().div_ceil(columns);
    ui.spacing_mut().interact_size.y = line - 3.0;
    Grid::new("legend entries").spacing(vec2(14.0, 1.0)).min_row_height(line - 1.0).show(ui, |ui| {
        for row in 0..rows {
            for (fill, label) in entries.iter().skip(row).step_by(rows) {
                ui.horizontal(|ui| {
                    let (square, _) = ui.allocate_exact_size(Vec2::splat(18.0_f32.min(line - 1.0)), Sense::hover());
                    let edge = Stroke::new(1.0, INK.gamma_multiply(0.5));
                    ui.painter().rect(square.shrink(1.0), 2.0, *fill, edge, StrokeKind::Inside);
                    ui.add(Label::new(RichText::new(label()).size(SMALL)).extend());
                });
            }
            ui.end_row();
        }
    });
}

fn bird(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(1.5 * side, -2.0), at(8.0 * side, 1.5)], (3.0, fill));
        painter.line_segment([at(0.0, 4.0), at(1.8 * side, 8.5)], (2.0, fill));
    }
    painter.add(egui::Shape::ellipse_filled(square.center(), vec2(2.6, 6.0), fill));
    painter.circle_filled(at(0.0, -5.5), 2.4, fill);
}

fn insect(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(0.5 * side, 0.0), at(2.4 * side, 1.6)], (1.0, fill));
        painter.line_segment([at(2.4 * side, 1.6), at(1.8 * side, 4.2)], (1.0, fill));
    }
    painter.add(egui::Shape::ellipse_filled(square.center(), vec2(1.3, 3.6), fill));
}

/// Shows what is known about the field under the pointer: first what the overlay shows of it. `other` is the same day in the other
/// world.
pub fn inspect(ctx: &Context, field: &FieldInfo, [picture, other]: [&Picture; 2], overlay: Option<Overlay>) {
    let side_m = picture.side_m;
    let id = Id::new("field under the pointer");
    let tooltip = Tooltip::always_open(ctx.clone(), LayerId::background(), id, PopupAnchor::Pointer);
    tooltip.gap(18.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let ha = f64::from(side_m * side_m) / 10_000.0;
        ui.label(theme::strong(title(field)));
        let twin = other.fields.get(field.cell as usize).unwrap_or(field);
        let told = overlay.and_then(|overlay| Some((overlay, overlay.value(field, twin, ha as f32)?)));
        if let Some((overlay, value)) = told {
            ui.label(theme::strong(tr!("field-overlay", overlay = overlay.name(), value = overlay.words(value))));
        }
        for line in deeds_lines(field, &picture.deeds).into_iter().chain(lines(field, ha)) {
            ui.label(RichText::new(line).size(SMALL));
        }
        let (ha, day) = (number(ha), long_date(picture.date));
        let line = match field.land {
            LandUse::Village => tr!("field-village-land", ha = ha, day = day),
            _ => tr!("field-one-field", ha = ha, day = day),
        };
        ui.label(RichText::new(line).size(SMALL).color(SOFT_INK));
    });
}

/// What a field is.
pub fn title(field: &FieldInfo) -> String {
    if field.land.is_cropland() && field.crop == CropKind::Wild {
        let is_unsown = matches!(field.undone, Undone::Unsown { .. });
        return if is_unsown { tr!("field-unsown") } else { tr!("field-resting") };
    }
    match field.land {
        LandUse::Village => return tr!("field-village"),
        LandUse::LayingGround => return tr!("field-laying-ground"),
        LandUse::Grass => return tr!("field-grass"),
        _ => {}
    }
    let crop = match field.crop {
        CropKind::Wild => tr!("crop-wild"),
        CropKind::WinterWheat => tr!("crop-winter-wheat"),
        CropKind::Maize => tr!("crop-maize"),
        CropKind::SweetPotato => tr!("crop-sweet-potato"),
        CropKind::EarlyRice => tr!("crop-early-rice"),
        CropKind::SingleRice => tr!("crop-single-rice"),
    };
    match field.stage {
        CropStage::Fallow => crop,
        CropStage::Vegetative => tr!("crop-growing", crop = crop),
        CropStage::Filling => tr!("crop-filling", crop = crop),
        CropStage::Ripe => tr!("crop-ripe", crop = crop),
    }
}

/// How it is.
pub fn lines(field: &FieldInfo, ha: f64) -> Vec<String> {
    let mut lines = vec![tr!("field-sparrows", count = count(field.birds))];
    let per_m2 = |animals: u64| number(animals as f64 / (ha * 10_000.0));
    let is_village = field.land == LandUse::Village;
    if is_village {
        let pairs = field.nest_sites.round() as u64;
        lines.insert(0, tr!("field-nest-sites", pairs = pairs, count = count(pairs)));
        lines.push(tr!("field-sparrows-killed", count = count(field.sparrows_killed)));
    }
    lines.push(tr!("field-pests", count = count(field.pests), density = per_m2(field.pests)));
    if field.young_hoppers > 0 {
        let hoppers = field.young_hoppers;
        lines.push(tr!("field-young-hoppers", count = count(hoppers), density = per_m2(hoppers)));
    }
    if is_village {
        return lines;
    }
    lines.push(tr!("field-leaf", amount = number(f64::from(field.leaf_kg) / ha)));
    if field.land.is_cropland() && field.crop != CropKind::Wild {
        lines.push(tr!("field-leaf-against-uneaten", percent = format!("{:.0}", 100.0 * field.leaf_against_uneaten)));
        lines.push(tr!("field-grain", amount = number(f64::from(field.grain_kg) / ha)));
    }
    lines
}

/// What people have done to it, and left undone.
pub fn deeds_lines(field: &FieldInfo, deeds: &Deeds) -> Vec<String> {
    let mut lines = Vec::new();
    match field.undone {
        Undone::Nothing => {}
        Undone::LeftFallow => lines.push(tr!("field-left-fallow")),
        Undone::Unsown { days, may_be_sown: true } => lines.push(tr!("field-waits-to-be-sown", days = days)),
        Undone::Unsown { days, .. } => lines.push(tr!("field-left-unsown", days = days)),
        Undone::Unreaped { days_ripe, is_falling: true } => lines.push(tr!("field-grain-falls", days = days_ripe)),
        Undone::Unreaped { days_ripe, .. } => lines.push(tr!("field-unreaped", days = days_ripe)),
    }
    if field.unweeded >= 0.005 {
        lines.push(tr!("field-unweeded", percent = format!("{:.0}", 100.0 * field.unweeded)));
    }
    if field.land == LandUse::Village && deeds.houses < 1.0 {
        lines.push(tr!("field-houses", percent = format!("{:.0}", 100.0 * deeds.houses)));
    }
    if field.land == LandUse::Village && deeds.furnaces > 0 {
        lines.push(tr!("field-furnaces", count = count(deeds.furnaces)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::fields::bare_field;

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
        let hamlet = lines(&FieldInfo { nest_sites: 0.8, ..village }, 1.0);
        assert_eq!(hamlet[0], "Houses, courts and trees: nest sites for 1 pair of sparrows");
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
