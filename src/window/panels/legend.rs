//! What the map's colours and shapes mean, and details of the field under the pointer.

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    Area, Button, Color32, Context, Grid, Id, Label, LayerId, Margin, Order, Painter, PopupAnchor, Pos2, Rect,
    RichText, ScrollArea, Sense, Shape, Stroke, StrokeKind, Tooltip, Ui, Vec2, pos2, vec2,
};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::output::words::{count, number};
use crate::scenario::Scenario;
use crate::window::animals::sampling::animals_per_agent;
use crate::window::live_run::displayed::Displayed;
use crate::window::map::deeds::{Deeds, Undone};
use crate::window::map::palette::{LegendEntry, LegendShape, PEST, PEST_RIM, SPARROW_RIM, legend};
use crate::window::map::picture::{FieldInfo, Picture};
use crate::window::map::view::View;

use super::theme::{self, INK, SMALL, SOFT_INK, TOUCH};
use super::words::capital;

/// Shows the legend of a scenario in the lower left corner of the map, and returns the space that it takes.
pub fn show(ctx: &Context, map: Rect, displayed: &Displayed, view: &View, is_open: &mut bool) -> Rect {
    let area = Area::new(Id::new("legend")).order(Order::Middle).constrain_to(map);
    let pivot = bevy_egui::egui::Align2::LEFT_BOTTOM;
    let card = area.pivot(pivot).fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            if *is_open {
                contents(ui, map, displayed, view);
            }
            let word = if *is_open { "Hide the legend" } else { "Legend" };
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
                contents(ui, map, displayed, view);
            });
        });
    });
}

fn contents(ui: &mut Ui, map: Rect, displayed: &Displayed, view: &View) {
    let Displayed { scenario, picture, .. } = displayed;
    let closeness = view.closeness();
    ui.scope(|ui| entries(ui, map, &legend(scenario, closeness, &picture.deeds)));
    let sample = sample(scenario, view);
    for text in [sample.as_str(), WHO_COUNTS] {
        // Line breaks are ours, because the width on offer is that of the legend in the previous frame.
        ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).extend());
    }
}

/// Which pests are drawn, shaded and counted, see [`Stage::is_counted`](crate::ecology::pest::Stage::is_counted).
const WHO_COUNTS: &str = "Pests: hoppers from the\nthird instar, and adults.";

/// Which of the animals are drawn.
fn sample(scenario: &Scenario, view: &View) -> String {
    let per_agent = [false, true].map(|is_pest| animals_per_agent(scenario, is_pest));
    let one_in = per_agent.map(|animals| view.agents_per_glyph(animals));
    let are_shaded = per_agent.map(|animals| view.shades(animals) > 0.5);
    let birds = if scenario.sparrow.birds_per_flock == 1 { "birds" } else { "flocks" };
    match (are_shaded, one_in) {
        ([true, true], _) => "Shades of blue and orange:\nmany sparrows, many pests.".into(),
        ([true, false], [_, bands]) => format!("Shades of blue: many sparrows.\nAbout 1 in {bands} bands is drawn."),
        ([false, true], [flocks, _]) => format!("Shades of orange: many pests.\nAbout 1 in {flocks} {birds} is drawn."),
        (_, [1, 1]) => "Every flock and band is\ndrawn.".into(),
        (_, [flocks, 1]) => format!("About 1 in {flocks} {birds} and\nevery band is drawn."),
        (_, [flocks, bands]) if flocks == bands => format!("About 1 in {flocks} {birds}\nand bands is drawn."),
        (_, [flocks, bands]) => format!("About 1 in {flocks} {birds} and\n1 in {bands} bands is drawn."),
    }
}

/// Height of a line of the legend, and how low it may be so that all are in one column.
const LINE: f32 = 23.0;
const LEAST_LINE: f32 = 19.0;
/// Height of all else in the legend: the notes and the button.
const BESIDE_THE_LINES: f32 = 166.0;

/// Height of a line if all are in one column; lower than it may be where there is no room for that.
fn line_in_one_column(map: Rect, lines: usize) -> f32 {
    (map.height() - BESIDE_THE_LINES) / lines.max(1) as f32
}

/// Whether the legend is narrow: whether there is room for it in one column.
pub fn is_narrow(map: Rect, displayed: &Displayed, view: &View) -> bool {
    let entries = legend(&displayed.scenario, view.closeness(), &displayed.picture.deeds);
    line_in_one_column(map, entries.len()) >= LEAST_LINE
}

fn entries(ui: &mut Ui, map: Rect, entries: &[LegendEntry]) {
    let in_one = line_in_one_column(map, entries.len());
    let (columns, line) = if in_one < LEAST_LINE { (2, LINE) } else { (1, in_one.min(LINE)) };
    let rows = entries.len().div_ceil(columns);
    ui.spacing_mut().interact_size.y = line - 3.0;
    Grid::new("legend entries").spacing(vec2(14.0, 1.0)).min_row_height(line - 1.0).show(ui, |ui| {
        for row in 0..rows {
            for entry in entries.iter().skip(row).step_by(rows) {
                ui.horizontal(|ui| {
                    let (square, _) = ui.allocate_exact_size(Vec2::splat(18.0_f32.min(line - 1.0)), Sense::hover());
                    draw(ui.painter(), square, entry);
                    ui.add(Label::new(RichText::new(entry.label).size(SMALL)).extend());
                });
            }
            ui.end_row();
        }
    });
}

fn colour(color: bevy::color::Color) -> Color32 {
    let [red, green, blue, alpha] = color.to_srgba().to_u8_array();
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

fn draw(painter: &Painter, square: Rect, entry: &LegendEntry) {
    let fill = colour(entry.color);
    let triangle = |stroke| {
        let corners: Vec<Pos2> = vec![
            pos2(square.center().x, square.top() + 2.0),
            square.right_bottom() - vec2(1.5, 3.0),
            square.left_bottom() + vec2(1.5, -3.0),
        ];
        painter.add(Shape::convex_polygon(corners, fill, stroke));
    };
    match entry.shape {
        LegendShape::Field => {
            painter.rect(square.shrink(1.0), 2.0, fill, Stroke::new(1.0, INK.gamma_multiply(0.5)), StrokeKind::Inside);
        }
        LegendShape::Disc => {
            painter.circle(square.center(), 7.0, fill, Stroke::new(1.5, colour(SPARROW_RIM)));
        }
        LegendShape::Triangle => triangle(Stroke::NONE),
        LegendShape::RimmedTriangle => triangle(Stroke::new(2.0, colour(PEST))),
        LegendShape::Bird => bird(painter, square, fill),
        LegendShape::Insect => insect(painter, square, fill, colour(PEST_RIM)),
        LegendShape::RimmedInsect => insect(painter, square, fill, colour(PEST)),
        LegendShape::Tree => {
            painter.circle_filled(square.center(), 6.0, fill);
        }
        LegendShape::Ruin => {
            let outline = Stroke::new(2.0, fill);
            let ground = colour(bevy::color::Color::srgb_u8(0x9c, 0x84, 0x66));
            painter.rect(square.shrink2(vec2(1.0, 4.0)), 0.0, ground, outline, StrokeKind::Inside);
        }
        LegendShape::Furnace => furnace(painter, square, fill),
    }
}

fn furnace(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    painter.circle_filled(at(-2.0, 4.0), 4.5, fill);
    painter.circle_filled(at(-2.0, 4.0), 1.8, Color32::from_rgb(0xf0, 0xc0, 0x60));
    painter.line_segment([at(-1.0, -0.5), at(3.5, -8.5)], (3.0, SOFT_INK.gamma_multiply(0.5)));
}

fn bird(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(1.5 * side, -2.0), at(8.0 * side, 1.5)], (3.0, fill));
        painter.line_segment([at(0.0, 4.0), at(1.8 * side, 8.5)], (2.0, fill));
    }
    painter.add(Shape::ellipse_filled(square.center(), vec2(2.6, 6.0), fill));
    painter.circle_filled(at(0.0, -5.5), 2.4, fill);
}

fn insect(painter: &Painter, square: Rect, fill: Color32, limbs: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(1.5 * side, 0.0), at(5.5 * side, 3.5)], (1.6, limbs));
        painter.line_segment([at(5.5 * side, 3.5), at(4.0 * side, 8.5)], (1.2, limbs));
        painter.line_segment([at(1.0 * side, -7.0), at(3.0 * side, -9.0)], (1.0, limbs));
    }
    painter.add(Shape::ellipse_filled(square.center(), vec2(2.6, 7.5), limbs));
    painter.add(Shape::ellipse_filled(square.center(), vec2(1.7, 6.6), fill));
}

/// Shows what is known about the field under the pointer.
pub fn inspect(ctx: &Context, field: &FieldInfo, picture: &Picture) {
    let side_m = picture.side_m;
    let id = Id::new("field under the pointer");
    let tooltip = Tooltip::always_open(ctx.clone(), LayerId::background(), id, PopupAnchor::Pointer);
    tooltip.gap(18.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let ha = f64::from(side_m * side_m) / 10_000.0;
        ui.label(RichText::new(title(field)).strong());
        for line in deeds_lines(field, &picture.deeds).into_iter().chain(lines(field, ha)) {
            ui.label(RichText::new(line).size(SMALL));
        }
        ui.label(
            RichText::new(format!("One field of {} ha, latest day (model)", number(ha))).size(SMALL).color(SOFT_INK),
        );
    });
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
    lines.push(format!("Pests: {}", counted(field.pests)));
    if field.young_hoppers > 0 {
        lines.push(format!("Younger hoppers: {}", counted(field.young_hoppers)));
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
    use crate::window::test_support::fields::bare_field;

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
        let village = FieldInfo { ruins: 0b11, ..bare_field(1, LandUse::Village) };
        assert!(deeds_lines(&cropland, &deeds).is_empty() && deeds_lines(&village, &Deeds::default()).is_empty());
        let lines = deeds_lines(&village, &deeds);
        assert_eq!(lines, ["Houses still standing, in all villages: 70 %", "Furnaces on all this land: 8"]);
    }
}
