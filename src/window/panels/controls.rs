//! The day and its weather.

use bevy_egui::egui::{Align, Align2, Label, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;

use super::tallest::tallest;
use super::theme::{BODY, INK, SMALL, SOFT_INK, font, serif};
use super::words::{SEASONS, degrees, long_date, season, warmth, wetness};

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
    let width = ui.available_width();
    let height = |size: f32| tallest(ui, "weather", (font(size), width), longest_weather);
    // It has one line, where there is a size at which all weather has.
    let size = SIZES.into_iter().find(|size| height(*size) < 2.0 * size).unwrap_or(SMALL);
    let room = vec2(width, height(size));
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(room);
        ui.add(Label::new(RichText::new(weather).size(size).color(SOFT_INK)).wrap());
    });
}

/// Sizes of the weather, the one that is liked best first.
const SIZES: [f32; 3] = [BODY, 15.0, SMALL];

/// What a day may be like, in as many words as that can be.
fn longest_weather() -> Vec<String> {
    let degrees = degrees(-12.0);
    let mut lines = Vec::new();
    for season in SEASONS {
        for warmth in [-1.0, 1.0, 10.0, 20.0, 30.0].map(warmth) {
            for wetness in [-2.0, -1.0, 0.0, 1.0, 2.0].map(wetness) {
                let (degrees, warmth) = (degrees.as_str(), warmth.as_str());
                lines.push(tr!("day-weather", season = season, degrees = degrees, warmth = warmth, wetness = wetness));
            }
        }
        lines.push(tr!("day-before-the-first", season = season));
    }
    lines
}
