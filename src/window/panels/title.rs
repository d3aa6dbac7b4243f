//! The title of the scenario, and beside it the menu, with buttons for what is wanted most where there is room for them.

use bevy_egui::egui::{Align, Button, Frame, Label, Layout, Margin, Panel, Popup, Response, Ui, vec2};

use crate::output::words::long_date;
use crate::window::live_run::displayed::Displayed;

use super::browse::Purpose;
use super::intent::Intent;
use super::tabs::{Tab, choice};
use super::theme::{self, PAPER, TOUCH};

/// From these widths on there are buttons to start again, to save, and for help; the menu has them all.
const FOR_AGAIN: f32 = 620.0;
const FOR_SAVE: f32 = 480.0;
const FOR_HELP: f32 = 380.0;

/// Shows them above the map. `drawer`: where the side panel is a drawer, whether it is open.
pub fn show(root: &mut Ui, displayed: &Displayed, mut drawer: Option<&mut bool>, intents: &mut Vec<Intent>) {
    let frame = Frame::new().fill(*PAPER).inner_margin(Margin::symmetric(14, 6));
    Panel::top("title").frame(frame).show(root, |ui| {
        let width = ui.available_width();
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(is_open) = drawer.as_deref_mut() {
                    let tip = "The day, the campaign, what is happening, and the charts";
                    if choice(ui, "Panel", *is_open).on_hover_text(tip).clicked() {
                        *is_open = !*is_open;
                    }
                }
                menu(&ui.add(Button::new("Menu").min_size(vec2(0.0, TOUCH))), intents);
                let button = |ui: &mut Ui, word, tip: &str| {
                    ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).on_hover_text(tip).clicked()
                };
                if width >= FOR_HELP && button(ui, "?", "All keys. Key: ?") {
                    intents.push(Intent::ShowHelp);
                }
                if width >= FOR_AGAIN && button(ui, "Start again", AGAIN) {
                    intents.push(Intent::AskForSeed);
                }
                if width >= FOR_SAVE && button(ui, "Save", "Save this run to a file. Key: Ctrl+S") {
                    intents.push(Intent::AskForFile);
                }
                if button(ui, "Scenarios", "Other places and histories, or a file of your own") {
                    intents.push(Intent::ShowScenarios);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let scenario = &displayed.scenario;
                    let tip = format!("{}\n{}\nSeed {}", scenario.title, scenario.look_for, scenario.seed);
                    // Where the panel is closed, the day is nowhere else.
                    let title = match drawer {
                        Some(false) => {
                            displayed.record.days.last().map_or(scenario.title.clone(), |row| long_date(row.date))
                        }
                        _ => scenario.title.clone(),
                    };
                    ui.add(Label::new(theme::strong(title).size(17.0)).truncate()).on_hover_text(tip);
                });
            });
        });
    });
}

const AGAIN: &str = "Restart with the same or another seed. Key R: same seed";

/// What is done with the run and the window, all of it.
fn menu(button: &Response, intents: &mut Vec<Intent>) {
    Popup::menu(button).width(260.0).show(|ui| {
        let mut item = |word: &str, asked: &[Intent]| {
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH)).frame_when_inactive(false)).clicked() {
                intents.extend_from_slice(asked);
            }
        };
        item("Scenarios", &[Intent::ShowScenarios]);
        item("Open a file …", &[Intent::ShowScenarios, Intent::Browse(Purpose::Open)]);
        item("Save this run …", &[Intent::AskForFile]);
        item("Start again …", &[Intent::AskForSeed]);
        item("Charts", &[Intent::Show(Tab::Charts)]);
        item("Parameters", &[Intent::Show(Tab::Parameters)]);
        item("Undo what you did last", &[Intent::Undo]);
        item("Settings", &[Intent::ShowSettings]);
        item("Full screen", &[Intent::FullScreen]);
        item("Keys", &[Intent::ShowHelp]);
        item("About", &[Intent::ShowIntroduction]);
    });
}
