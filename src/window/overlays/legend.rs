//! What the colours of an overlay mean: its unit, the day, and where its scale ends. It lies on the land, so that it can be folded up.

use bevy_egui::egui::text::LayoutJob;
use bevy_egui::egui::{
    Align2, Area, Context, Id, Margin, Order, Rect, Response, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};
use jiff::civil::Date;

use crate::output::words::round_number;
use crate::window::language::tr;
use crate::window::map::palette;
use crate::window::panels::legend::{Pattern, Swatch, paint};
use crate::window::panels::theme::{self, INK, SMALL, SOFT_INK, font, semibold};
use crate::window::panels::tips;
use crate::window::panels::words::long_date;

use super::chooser::{blocks, close};
use super::{Overlay, Plate};

/// The legend's area.
pub const LEGEND: &str = "legend of the overlay";
const WIDTH: f32 = 260.0;
/// Height of its title, which folds it up.
const TITLE: f32 = 28.0;
/// Size of what shows that there is no value.
const SWATCH: Vec2 = vec2(30.0, 14.0);
/// Side of the cross beside it, which switches the overlay off.
const CLOSE: f32 = 32.0;

/// Shows it in the lower left corner of the map, with what is to be said of this day. Returns whether somebody switches the overlay off.
pub fn show(ctx: &Context, map: Rect, overlay: Overlay, date: Date, of_the_day: Option<String>) -> bool {
    // One that was folded up says nothing about the others.
    let id = Id::new(LEGEND).with(("is folded up", overlay));
    let is_folded = ctx.data(|data| data.get_temp(id)).unwrap_or(false);
    let area = Area::new(Id::new(LEGEND)).order(Order::Middle).constrain_to(map).pivot(Align2::LEFT_BOTTOM);
    let mut is_off = false;
    area.fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::symmetric(10, 5)).show(ui, |ui| {
            ui.set_width(WIDTH.min(map.width() - 44.0));
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                if head(ui, &title(overlay), is_folded).clicked() {
                    ctx.data_mut(|data| data.insert_temp(id, !is_folded));
                }
                is_off = close(ui, CLOSE, &tr!("overlays-off"));
            });
            if is_folded {
                return;
            }
            if let Some(sentence) = of_the_day {
                ui.label(RichText::new(sentence).size(SMALL));
            }
            ui.label(RichText::new(long_date(date)).size(SMALL).color(SOFT_INK));
            scale(ui, overlay);
            if let Some(words) = overlay.nothing() {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(SWATCH, Sense::hover());
                    let [fill, mark] = [0.0, 1.0].map(|at| palette::colour("NOTHING", at));
                    paint(ui.painter(), rect, &Swatch { fill, mark, pattern: Pattern::Hatch });
                    ui.label(RichText::new(words).size(SMALL).color(SOFT_INK));
                });
            }
            if let Some(note) = note(overlay) {
                ui.label(RichText::new(note).size(SMALL).color(SOFT_INK));
            }
        });
    });
    is_off
}

/// The title, and a mark that says whether a press folds the rest up or out.
fn head(ui: &mut Ui, title: &str, is_folded: bool) -> Response {
    let width = ui.available_width() - CLOSE - ui.spacing().item_spacing.x;
    let galley = ui.painter().layout(title.into(), semibold(15.0), *INK, width - 22.0);
    let size = vec2(width, galley.size().y.max(TITLE));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::CollapsingHeader, true, !is_folded, title));
    ui.painter().galley(rect.left_center() - vec2(0.0, 0.5 * galley.size().y), galley, *INK);
    let (at, up) = (rect.right_center() - vec2(8.0, 0.0), if is_folded { -3.0 } else { 3.0 });
    let points = [vec2(-5.0, -up), vec2(0.0, up), vec2(5.0, -up)].map(|by| at + by);
    let ink = if response.hovered() || response.has_focus() { INK } else { SOFT_INK };
    ui.painter().line(points.to_vec(), Stroke::new(1.8, ink));
    tips::above(response, if is_folded { tr!("overlays-unfold") } else { tr!("overlays-fold") })
}

/// What is shown, and in which unit.
fn title(overlay: Overlay) -> String {
    match overlay {
        Overlay::Pests => tr!("overlays-pests-legend"),
        Overlay::Sparrows => tr!("overlays-sparrows-legend"),
        Overlay::Hunting => tr!("overlays-hunting-legend"),
        Overlay::Killed => tr!("overlays-killed-legend"),
        Overlay::Crop => tr!("overlays-crop-legend"),
        Overlay::LeafLost => tr!("overlays-leaf-lost-legend"),
        Overlay::GrainLostToPests => tr!("overlays-grain-pests-legend"),
        Overlay::GrainLostToSparrows => tr!("overlays-grain-birds-legend"),
        Overlay::Eggs => tr!("overlays-eggs-legend"),
        Overlay::NestSites => tr!("overlays-nest-sites-legend"),
        Overlay::Difference => tr!("overlays-difference-legend"),
        Overlay::HarvestDifference => tr!("overlays-harvest-difference-legend"),
        Overlay::WorkUndone => tr!("overlays-work-legend"),
        Overlay::Trees => tr!("overlays-trees-legend"),
        Overlay::Unreaped => tr!("overlays-unreaped-legend"),
    }
}

/// What the scale does not say by itself.
fn note(overlay: Overlay) -> Option<String> {
    match overlay {
        Overlay::Pests => Some(tr!("overlays-note-pests")),
        Overlay::Difference => Some(tr!("overlays-note-difference")),
        Overlay::HarvestDifference => Some(tr!("overlays-note-harvest-difference")),
        Overlay::Hunting => Some(tr!("overlays-note-hunting")),
        Overlay::Crop => Some(tr!("overlays-note-crop")),
        _ if overlay.plate().is_root => Some(tr!("overlays-note-root")),
        _ => None,
    }
}

/// The ramp with its values under it.
fn scale(ui: &mut Ui, overlay: Overlay) {
    let Plate { ramp, end, is_root, ticks, .. } = overlay.plate();
    // The words of a difference are two lines.
    let words = if overlay.is_difference() { 37.0 } else { 19.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 12.0 + words), Sense::hover());
    blocks(ui, rect.min, vec2(rect.width() / ramp.len() as f32, 12.0), ramp);
    let last = ticks.len() - 1;
    let mut taken: Vec<Rect> = Vec::new();
    // The ends come first: where words are long, there is no room for what is between them.
    for index in [0, last].into_iter().chain(1..last) {
        let share = (ticks[index] - ticks[0]) / (end - ticks[0]);
        let x = rect.left() + rect.width() * if is_root { share.sqrt() } else { share };
        let align = match index {
            0 => Align2::LEFT_TOP,
            end if end == last => Align2::RIGHT_TOP,
            _ => Align2::CENTER_TOP,
        };
        let mut job = LayoutJob::simple(word(overlay, ticks[index]), font(SMALL), *SOFT_INK, f32::INFINITY);
        job.halign = align.x();
        let galley = ui.painter().layout_job(job);
        let at = align.anchor_size(pos2(x, rect.top() + 14.0), galley.size());
        if taken.iter().all(|other| !other.expand(2.0).intersects(at)) {
            let anchor = pos2(align.x().align_size_within_range(0.0, at.x_range()).min, at.top());
            ui.painter().galley(anchor, galley, *SOFT_INK);
            taken.push(at);
        }
    }
}

/// A value of the scale in words; the last one says that there may be more.
fn word(overlay: Overlay, tick: f32) -> String {
    let Plate { end, .. } = overlay.plate();
    let size = round_number(f64::from(tick.abs()));
    match overlay {
        _ if overlay.is_difference() && tick < 0.0 => tr!("overlays-tick-less", percent = size),
        _ if overlay.is_difference() && tick > 0.0 => tr!("overlays-tick-without-less", percent = size),
        _ if overlay.is_difference() => tr!("overlays-tick-same"),
        // There is no more than all of it.
        Overlay::Crop | Overlay::WorkUndone => size,
        _ if tick == end => tr!("overlays-tick-end", value = size),
        _ => size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the legend of each overlay says what it shows, in which unit, and where its scale ends.
    #[test]
    fn every_legend_has_its_unit_and_its_end() {
        for overlay in Overlay::ALL {
            let Plate { end, ticks, .. } = overlay.plate();
            assert!(title(*overlay).ends_with(&overlay.unit()), "{overlay:?}");
            let words: Vec<String> = ticks.iter().map(|tick| word(*overlay, *tick)).collect();
            assert!(words.last().is_some_and(|last| last.contains(&round_number(f64::from(end)))), "{words:?}");
        }
        assert_eq!(word(Overlay::Pests, 10.0), "10 and more");
    }
}
