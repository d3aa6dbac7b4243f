//! A bar that says how far other seeds that are being lived have come.

use std::time::Duration;

use bevy_egui::egui::{ProgressBar, Ui, Vec2, WidgetInfo, WidgetType, vec2};

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
    let bar = ProgressBar::new(seeds.part_lived()).desired_width(width).desired_height(SIZE.y).fill(*ACCENT);
    ui.scope(|ui| {
        ui.visuals_mut().extreme_bg_color = *LINE;
        ui.add(bar).widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, seeds.words()));
    });
    ui.ctx().request_repaint_after(MOVES);
}
