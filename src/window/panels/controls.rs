//! Play, pause, step and speed; the day and its weather.

use bevy_egui::egui::{Align2, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::output::words::long_date;
use crate::window::live_run::displayed::Displayed;

use super::icons::{self, Icon};
use super::intent::Intent;
use super::slider;
use super::theme::{INK, SMALL, SOFT_INK, serif};
use super::words::{capital, degrees, season, warmth, wetness};

/// The speeds on the slider, one per notch, days/s.
const SPEEDS: [f32; 33] = [
    0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0,
    35.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0, 120.0, 140.0, 170.0, 200.0,
];

/// The date in large type, and in words what the day is like.
pub fn day(ui: &mut Ui, displayed: &Displayed) {
    let latest = displayed.record.days.last();
    let date = latest.map_or(displayed.scenario.start, |row| row.date);
    let text = long_date(date);
    let size = (ui.available_width() / 11.5).clamp(26.0, 36.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size * 1.15), Sense::hover());
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &text, serif(size), INK);
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

/// The controls of time. `asked` is the requested speed, days/s.
pub fn time(ui: &mut Ui, displayed: &Displayed, asked: f32, intents: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        let (icon, word) = if displayed.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
        let is_narrow = ui.available_width() < 460.0;
        let (play_width, step_width) = if is_narrow { (96.0, 88.0) } else { (116.0, 132.0) };
        if icons::button(ui, icon, word, play_width, !displayed.playing).on_hover_text("Key: space").clicked() {
            intents.push(Intent::PlayOrPause);
        }
        let step = if is_narrow { "Step" } else { "Step a day" };
        if icons::button(ui, Icon::Step, step, step_width, false)
            .on_hover_text("Advance one day. Key: . or ]")
            .clicked()
        {
            intents.push(Intent::Step);
        }
        ui.add_space(6.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = 26.0;
            ui.spacing_mut().slider_width = (ui.available_width() - 8.0).clamp(80.0, 420.0);
            // No tooltip: it would hide the line below, which says the same.
            let moved = slider::show(ui, notch_of(asked), 0..=SPEEDS.len() as u32 - 1);
            let wanted = moved.and_then(|moved| SPEEDS.get(moved.notch as usize)).copied();
            intents.extend(wanted.map(Intent::Speed));
            ui.label(RichText::new(speed_line(displayed, wanted.unwrap_or(asked))).size(SMALL));
        });
    });
}

/// The notch closest to a speed, days/s; the slider is logarithmic.
fn notch_of(days_per_s: f32) -> u32 {
    let above = SPEEDS.partition_point(|&speed| speed < days_per_s).min(SPEEDS.len() - 1);
    let below = above.saturating_sub(1);
    let is_nearer_below = days_per_s * days_per_s < SPEEDS[below] * SPEEDS[above];
    (if is_nearer_below { below } else { above }) as u32
}

fn speed_line(displayed: &Displayed, asked: f32) -> String {
    match (displayed.playing, displayed.reached_days_per_s) {
        (false, _) => format!("Set to {} days per second; paused", pace(asked)),
        (true, reached) if reached <= 0.0 => format!("Set to {} days per second", pace(asked)),
        (true, reached) => format!("Set to {}, reaching {} days per second", pace(asked), pace(reached)),
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
    fn the_requested_speed_and_the_one_reached_are_given() {
        // While playing, both speeds are given; while paused, none is said to be reached.
        let mut displayed = Displayed::new(Scenario::default());
        assert_eq!(speed_line(&displayed, 5.0), "Set to 5.0 days per second; paused");
        displayed.playing = true;
        displayed.reached_days_per_s = 31.2;
        assert_eq!(speed_line(&displayed, 50.0), "Set to 50, reaching 31 days per second");
        displayed.reached_days_per_s = 0.0;
        assert_eq!(speed_line(&displayed, 50.0), "Set to 50 days per second");
    }

    #[test]
    fn each_speed_has_its_notch_and_any_other_the_closest_one() {
        // A speed on the slider has its own notch; one between two notches, or beyond the ends, has the closest.
        assert!(SPEEDS.is_sorted_by(|a, b| a < b));
        for (notch, speed) in SPEEDS.into_iter().enumerate() {
            assert_eq!(notch_of(speed) as usize, notch, "{speed}");
        }
        let speed = |days_per_s| SPEEDS[notch_of(days_per_s) as usize];
        assert_eq!([0.01, 5.2, 5.6, 1e6].map(speed), [0.5, 5.0, 6.0, 200.0]);
    }
}
