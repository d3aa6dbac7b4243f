//! The settings: theme, scale, movement, full screen.

use bevy_egui::egui::{Button, RichText, Ui, vec2};

use crate::window::language::tr;
use crate::window::preferences::{Motion, Preference, Preferences, ScaleStep, Theme, file};

use super::intent::Intent;
use super::picker::{scroll, title_row};
use super::tabs::choice;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};
use super::words::percent;

/// Shows them. `height` is what a dialog may have.
pub fn show(ui: &mut Ui, preferences: &Preferences, height: f32, intents: &mut Vec<Intent>) {
    title_row(ui, &tr!("settings-title"), intents);
    scroll((height - 60.0).max(80.0)).show(ui, |ui| {
        let mut prefer = |preference| intents.push(Intent::Prefer(preference));
        heading(ui, &tr!("settings-theme"), &tr!("settings-theme-note"));
        let themes = [
            (tr!("settings-theme-system"), Theme::System),
            (tr!("settings-theme-light"), Theme::Light),
            (tr!("settings-theme-dark"), Theme::Dark),
        ];
        choices(ui, themes, preferences.theme, |theme| prefer(Preference::Theme(theme)));
        heading(ui, &tr!("settings-scale"), &tr!("settings-scale-note"));
        row(ui, |ui| {
            let square = vec2(TOUCH, TOUCH);
            if ui.add(Button::new(theme::strong("−")).min_size(square)).on_hover_text(tr!("settings-smaller")).clicked()
            {
                prefer(Preference::Scale(ScaleStep::Smaller));
            }
            let scale = (100.0 * ui.ctx().zoom_factor()).round() / 100.0;
            ui.label(theme::strong(percent(scale)));
            if ui.add(Button::new(theme::strong("+")).min_size(square)).on_hover_text(tr!("settings-larger")).clicked()
            {
                prefer(Preference::Scale(ScaleStep::Larger));
            }
            if choice(ui, &tr!("settings-suits-the-window"), preferences.scale.is_none()).clicked() {
                prefer(Preference::Scale(ScaleStep::Automatic));
            }
        });
        if preferences.scale.is_some_and(|scale| scale > ui.ctx().zoom_factor() + 0.01) {
            note(ui, &tr!("settings-too-small"));
        }
        heading(ui, &tr!("settings-motion"), &tr!("settings-motion-note"));
        let motions = [
            (tr!("settings-motion-system"), Motion::System),
            (tr!("settings-motion-full"), Motion::Full),
            (tr!("settings-motion-reduced"), Motion::Reduced),
        ];
        choices(ui, motions, preferences.motion, |motion| prefer(Preference::Motion(motion)));
        heading(ui, &tr!("settings-window"), "");
        row(ui, |ui| {
            let full = Button::new(tr!("settings-full-screen")).min_size(vec2(0.0, TOUCH));
            if ui.add(full).on_hover_text(tr!("settings-full-screen-tip")).clicked() {
                intents.push(Intent::FullScreen);
            }
        });
        if let Some(path) = file::place().filter(|path| path.is_file()) {
            ui.add_space(6.0);
            note(ui, &tr!("settings-kept", file = path.display().to_string()));
        }
    });
}

fn choices<T: Copy + PartialEq>(ui: &mut Ui, all: [(String, T); 3], chosen: T, mut prefer: impl FnMut(T)) {
    row(ui, |ui| {
        for (word, one) in all {
            if choice(ui, &word, chosen == one).clicked() {
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
