//! What the map's colours and shapes mean, and details of the field under the pointer.

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    Area, Button, Color32, Context, Grid, Id, Label, LayerId, Margin, Order, Painter, PopupAnchor, Pos2, Rect,
    RichText, Sense, Shape, Stroke, StrokeKind, Tooltip, Ui, Vec2, pos2, vec2,
};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::output::words::{count, number};
use crate::scenario::Scenario;
use crate::window::animals::sampling::animals_per_agent;
use crate::window::map::camera::View;
use crate::window::map::palette::{LegendEntry, LegendShape, PEST, PEST_RIM, SPARROW_RIM, legend};
use crate::window::map::picture::FieldInfo;

use super::theme::{self, INK, SMALL, SOFT_INK, TOUCH};
use super::words::capital;

/// Shows the legend of a scenario in the lower left corner of the map, and returns the space that it takes.
pub fn show(ctx: &Context, map: Rect, scenario: &Scenario, view: &View, is_open: &mut bool) -> Rect {
    let area = Area::new(Id::new("legend")).order(Order::Middle).constrain_to(map);
    let pivot = bevy_egui::egui::Align2::LEFT_BOTTOM;
    let card = area.pivot(pivot).fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            if *is_open {
                let closeness = view.closeness();
                ui.scope(|ui| entries(ui, map, &legend(scenario, closeness)));
                let sample = sample(scenario, view);
                for text in [sample.as_str(), WHO_COUNTS] {
                    // Line breaks are ours, because the width on offer is that of the legend in the previous frame.
                    ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).extend());
                }
            }
            let word = if *is_open { "Hide the legend" } else { "Legend" };
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH))).clicked() {
                *is_open = !*is_open;
            }
        });
    });
    card.response.rect
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

fn entries(ui: &mut Ui, map: Rect, entries: &[LegendEntry]) {
    let columns = if map.height() < 150.0 + 23.0 * entries.len() as f32 { 2 } else { 1 };
    let rows = entries.len().div_ceil(columns);
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new("legend entries").spacing(vec2(14.0, 2.0)).min_row_height(21.0).show(ui, |ui| {
        for row in 0..rows {
            for entry in entries.iter().skip(row).step_by(rows) {
                ui.horizontal(|ui| {
                    let (square, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
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
    }
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
pub fn inspect(ctx: &Context, field: &FieldInfo, side_m: f32) {
    let id = Id::new("field under the pointer");
    let tooltip = Tooltip::always_open(ctx.clone(), LayerId::background(), id, PopupAnchor::Pointer);
    tooltip.gap(18.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let ha = f64::from(side_m * side_m) / 10_000.0;
        ui.label(RichText::new(title(field)).strong());
        for line in lines(field, ha) {
            ui.label(RichText::new(line).size(SMALL));
        }
        ui.label(
            RichText::new(format!("One field of {} ha, latest day (model)", number(ha))).size(SMALL).color(SOFT_INK),
        );
    });
}

fn title(field: &FieldInfo) -> String {
    if field.land.is_cropland() && field.crop == CropKind::Wild {
        return "Resting cropland".into();
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
