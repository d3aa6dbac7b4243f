//! The day and its weather.

use bevy_egui::egui::{Align2, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;

use super::theme::{INK, SOFT_INK, serif};
use super::words::{degrees, long_date, season, warmth, wetness};

/// The date in large type, and in words what the day is like.
pub fn day(ui: &mut Ui, displayed: &Displayed) {
    let latest = displayed.record.days.last();
    let date = latest.map_or(displayed.scenario.start, |row| row.date);
    let text = long_date(date);
    let size = (ui.available_width() / 11.5).clamp(26.0, 36.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size * 1.15), Sense::hover());
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &text, serif(size), *INK);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
    let weather = match latest {
        Some(row) => {
            let (celsius, wet) = (row.temperature_c as f32, row.wetness_sd as f32);
            let (warmth, wetness) = (warmth(celsius), wetness(wet));
            tr!("day-weather", season = season(date), degrees = degrees(celsius), warmth = warmth, wetness = wetness)
        }
        None => tr!("day-before-the-first", season = season(date)),
    };
    ui.label(RichText::new(weather).color(SOFT_INK));
}
