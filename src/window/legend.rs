//! What the map's colours and shapes mean, and what is under the pointer.

use bevy::color::ColorToPacked;
use bevy_egui::egui::{
    Area, Button, Color32, Context, Grid, Id, LayerId, Margin, Order, Painter, PopupAnchor, Pos2, Rect, RichText,
    Sense, Shape, Stroke, StrokeKind, Tooltip, Ui, Vec2, pos2, vec2,
};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::landscape::LandUse;

use super::palette::{LegendEntry, LegendShape, PEST, SPARROW_RIM, legend};
use super::picture::FieldInfo;
use super::theme::{self, INK, SMALL, SOFT_INK, TOUCH};
use super::words::{capital, figure, whole};

/// Shows the legend in the lower left corner of the map, and gives the place it takes. `agents_per_sign` is how many flocks
/// or bands there are for each that is drawn.
pub fn show(ctx: &Context, map: Rect, agents_per_sign: u32, is_open: &mut bool) -> Rect {
    let area = Area::new(Id::new("legend")).order(Order::Middle).constrain_to(map);
    let pivot = bevy_egui::egui::Align2::LEFT_BOTTOM;
    let shown = area.pivot(pivot).fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            if *is_open {
                ui.scope(|ui| entries(ui, map));
                let sample = match agents_per_sign {
                    0 | 1 => "every flock and band".to_owned(),
                    n => format!("about 1 in {n} flocks and\nbands is drawn"),
                };
                ui.label(RichText::new(sample).size(SMALL).color(SOFT_INK));
            }
            let word = if *is_open { "Hide the legend" } else { "Legend" };
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH))).clicked() {
                *is_open = !*is_open;
            }
        });
    });
    shown.response.rect
}

fn entries(ui: &mut Ui, map: Rect) {
    let columns = if map.height() < 460.0 { 2 } else { 1 };
    let entries = legend();
    let rows = entries.len().div_ceil(columns);
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new("legend entries").spacing(vec2(14.0, 2.0)).min_row_height(21.0).show(ui, |ui| {
        for row in 0..rows {
            for entry in entries.iter().skip(row).step_by(rows) {
                ui.horizontal(|ui| {
                    let (square, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
                    draw(ui.painter(), square, entry);
                    ui.label(RichText::new(entry.label).size(SMALL));
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
    }
}

/// Shows what is known of the field under the pointer.
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
            RichText::new(format!("One field of {} ha, latest day (model)", figure(ha))).size(SMALL).color(SOFT_INK),
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
    let mut lines = vec![format!("Sparrows feeding: {}", whole(field.birds.into()))];
    let pests_per_m2 = f64::from(field.pests) / (ha * 10_000.0);
    lines.push(format!("Pests: {} ({} per m²)", whole(field.pests.into()), figure(pests_per_m2)));
    lines.push(format!("Leaf and stem: {} kg/ha", figure(f64::from(field.leaf_kg) / ha)));
    if field.land.is_cropland() && field.crop != CropKind::Wild {
        lines.push(format!("Leaf against an uneaten field: {:.0} %", 100.0 * field.leaf_against_uneaten));
        lines.push(format!("Grain: {} kg/ha", figure(f64::from(field.grain_kg) / ha)));
    }
    lines
}
