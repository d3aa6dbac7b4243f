//! The settings: theme, scale, movement, full screen.

use bevy_egui::egui::{Button, RichText, Ui, vec2};

use crate::window::preferences::{Motion, Preference, Preferences, ScaleStep, Theme, file};

use super::intent::Intent;
use super::picker::{scroll, title_row};
use super::tabs::choice;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};

/// What there is to choose.
const THEMES: [(&str, Theme); 3] = [("As the desktop", Theme::System), ("Light", Theme::Light), ("Dark", Theme::Dark)];
const MOTIONS: [(&str, Motion); 3] =
    [("As the desktop", Motion::System), ("Full", Motion::Full), ("Reduced", Motion::Reduced)];

/// Shows them. `height` is what a dialog may have.
pub fn show(ui: &mut Ui, preferences: &Preferences, height: f32, intents: &mut Vec<Intent>) {
    title_row(ui, "Settings", intents);
    scroll((height - 60.0).max(80.0)).show(ui, |ui| {
        let mut prefer = |preference| intents.push(Intent::Prefer(preference));
        heading(ui, "Theme", "Only the panels change; the map keeps its colours.");
        choices(ui, THEMES, preferences.theme, |theme| prefer(Preference::Theme(theme)));
        heading(ui, "Size of words and controls", "Keys: Ctrl and +, Ctrl and −, Ctrl and 0.");
        row(ui, |ui| {
            let square = vec2(TOUCH, TOUCH);
            if ui.add(Button::new(theme::strong("−")).min_size(square)).on_hover_text("Smaller").clicked() {
                prefer(Preference::Scale(ScaleStep::Smaller));
            }
            ui.label(theme::strong(format!("{:.0} %", 100.0 * ui.ctx().zoom_factor())));
            if ui.add(Button::new(theme::strong("+")).min_size(square)).on_hover_text("Larger").clicked() {
                prefer(Preference::Scale(ScaleStep::Larger));
            }
            if choice(ui, "As suits the window", preferences.scale.is_none()).clicked() {
                prefer(Preference::Scale(ScaleStep::Automatic));
            }
        });
        if preferences.scale.is_some_and(|scale| scale > ui.ctx().zoom_factor() + 0.01) {
            note(ui, "This window is too small for a larger scale.");
        }
        heading(ui, "Movement", "Reduced: birds do not sway, nothing fades, and each day appears at once.");
        choices(ui, MOTIONS, preferences.motion, |motion| prefer(Preference::Motion(motion)));
        heading(ui, "Window", "");
        row(ui, |ui| {
            let full = Button::new("Full screen, or a window again").min_size(vec2(0.0, TOUCH));
            if ui.add(full).on_hover_text("Key: F11").clicked() {
                intents.push(Intent::FullScreen);
            }
        });
        if let Some(path) = file::place().filter(|path| path.is_file()) {
            ui.add_space(6.0);
            note(ui, &format!("Kept for the next time in {}.", path.display()));
        }
    });
}

fn choices<T: Copy + PartialEq>(ui: &mut Ui, all: [(&str, T); 3], chosen: T, mut prefer: impl FnMut(T)) {
    row(ui, |ui| {
        for (word, one) in all {
            if choice(ui, word, chosen == one).clicked() {
                prefer(one);
            }
        }
    });
}

fn heading(ui: &mut Ui, title: &str, words: &str) {
    ui.add_space(8.0);
    ui.label(theme::strong(title).size(17.0));
    if !words.is_empty() {
        note(ui, words);
    }
}

fn note(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).size(SMALL).color(SOFT_INK));
}

fn row(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(contents);
}
