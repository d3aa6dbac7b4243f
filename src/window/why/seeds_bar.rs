//! A bar that says how far other seeds that are being lived have come.

use std::time::Duration;

use bevy_egui::egui::{Rect, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2};

use crate::window::panels::theme::{ACCENT, LINE};

use super::seeds::Seeds;

/// Its size, where there is room for it.
const SIZE: Vec2 = vec2(320.0, 6.0);
/// How often it is drawn again while no days pass.
const MOVES: Duration = Duration::from_millis(250);

/// Shows it.
pub fn show(ui: &mut Ui, seeds: &Seeds) {
    if !seeds.is_running() {
        return;
    }
    let width = ui.available_width().min(SIZE.x);
    let (rect, response) = ui.allocate_exact_size(vec2(width, SIZE.y), Sense::hover());
    let (part, radius) = (seeds.part_lived(), 0.5 * SIZE.y);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, seeds.words()));
    ui.painter().rect_filled(rect, radius, LINE);
    let done = Rect::from_min_size(rect.min, vec2((part * width).max(SIZE.y), SIZE.y));
    ui.painter().rect_filled(done, radius, ACCENT);
    ui.ctx().request_repaint_after(MOVES);
}
