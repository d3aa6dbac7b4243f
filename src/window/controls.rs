//! Play, pause, step and speed; the day and its weather.

use bevy_egui::egui::{Align2, RichText, Sense, Slider, Ui, WidgetInfo, WidgetType, vec2};

use super::icons::{self, Icon, bold};
use super::shown::Shown;
use super::theme::{INK, SMALL, SOFT_INK};
use super::wish::Wish;
use super::words::{capital, degrees, long_date, season, warmth, wetness};

/// Speeds that can be asked for, days/s.
pub const SPEEDS: std::ops::RangeInclusive<f32> = 0.5..=200.0;

/// The day in large type, and in words what it is like.
pub fn day(ui: &mut Ui, shown: &Shown) {
    let latest = shown.record.days.last();
    let date = latest.map_or(shown.scenario.start, |row| row.date);
    let text = long_date(date);
    let size = (ui.available_width() / 11.5).clamp(26.0, 36.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size * 1.15), Sense::hover());
    bold(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &text, size, INK);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
    let weather = match latest {
        Some(row) => {
            let (celsius, wet) = (row.temperature_c as f32, row.wetness_sd as f32);
            format!("{}: {}, {}, {}", capital(season(date)), degrees(celsius), warmth(celsius), wetness(wet))
        }
        None => format!("{}: before the first day", capital(season(date))),
    };
    ui.label(RichText::new(weather).color(SOFT_INK));
}

/// The controls of time. `speed` is the slider's place.
pub fn time(ui: &mut Ui, shown: &Shown, speed: &mut f32, wishes: &mut Vec<Wish>) {
    ui.horizontal(|ui| {
        let (icon, word) = if shown.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
        let is_narrow = ui.available_width() < 460.0;
        let (play_width, step_width) = if is_narrow { (96.0, 88.0) } else { (116.0, 132.0) };
        if icons::button(ui, icon, word, play_width, !shown.playing).on_hover_text("Key: space").clicked() {
            wishes.push(Wish::PlayOrPause);
        }
        let step = if is_narrow { "Step" } else { "Step a day" };
        if icons::button(ui, Icon::Step, step, step_width, false).on_hover_text("One day on. Key: . or ]").clicked() {
            wishes.push(Wish::Step);
        }
        ui.add_space(6.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = 26.0;
            ui.spacing_mut().slider_width = (ui.available_width() - 8.0).clamp(80.0, 420.0);
            let slider = Slider::new(speed, SPEEDS).logarithmic(true).show_value(false);
            // No hint on hovering: it would hide the line below, which says as much.
            if ui.add(slider).changed() {
                wishes.push(Wish::Speed(*speed));
            }
            ui.label(RichText::new(speed_line(shown, *speed)).size(SMALL));
        });
    });
}

fn speed_line(shown: &Shown, asked: f32) -> String {
    match (shown.playing, shown.reached_days_per_s) {
        (false, _) => format!("Asked {} days a second; paused", pace(asked)),
        (true, reached) if reached <= 0.0 => format!("Asked {} days a second", pace(asked)),
        (true, reached) => format!("Asked {}, reaching {} days a second", pace(asked), pace(reached)),
    }
}

fn pace(days_per_s: f32) -> String {
    if days_per_s < 9.95 { format!("{days_per_s:.1}") } else { format!("{days_per_s:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn the_speed_is_told_as_asked_and_as_reached() {
        // While it plays both speeds stand there; while it does not, no speed is said to be reached.
        let mut shown = Shown::new(Scenario::default());
        assert_eq!(speed_line(&shown, 5.0), "Asked 5.0 days a second; paused");
        shown.playing = true;
        shown.reached_days_per_s = 31.2;
        assert_eq!(speed_line(&shown, 50.0), "Asked 50, reaching 31 days a second");
        shown.reached_days_per_s = 0.0;
        assert_eq!(speed_line(&shown, 50.0), "Asked 50 days a second");
    }
}
