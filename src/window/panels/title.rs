//! The title of the scenario, and the buttons beside it.

use bevy_egui::egui::{Align, Button, Frame, Label, Layout, Margin, Panel, Ui, vec2};

use crate::window::live_run::displayed::Displayed;

use super::intent::Intent;
use super::theme::{self, PAPER, TOUCH};

/// Shows them above the map.
pub fn show(root: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let frame = Frame::new().fill(PAPER).inner_margin(Margin::symmetric(14, 6));
    Panel::top("title").frame(frame).show(root, |ui| {
        let has_room = ui.available_width() >= 400.0;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = |ui: &mut Ui, word, tip: &str| {
                    ui.add(Button::new(word).min_size(vec2(0.0, TOUCH))).on_hover_text(tip).clicked()
                };
                if button(ui, "About", "What this is about, and what it is not about") {
                    intents.push(Intent::ShowIntroduction);
                }
                if button(ui, "Start again", "Restart with the same or another seed. Key R: same seed") {
                    intents.push(Intent::AskForSeed);
                }
                // Four buttons do not fit into the narrowest bars, where the key saves.
                if has_room && button(ui, "Save", "Save this run to a file. Key: Ctrl+S") {
                    intents.push(Intent::AskForFile);
                }
                if button(ui, "Scenarios", "Other places and histories, or a file of your own") {
                    intents.push(Intent::ShowScenarios);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = theme::strong(&displayed.scenario.title).size(17.0);
                    let tip = format!(
                        "{}\n{}\nSeed {}",
                        displayed.scenario.title, displayed.scenario.look_for, displayed.scenario.seed
                    );
                    ui.add(Label::new(title).truncate()).on_hover_text(tip);
                });
            });
        });
    });
}
