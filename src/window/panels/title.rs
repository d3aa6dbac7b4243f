//! The menu, with buttons for what is wanted most where there is room for them, and beside it the title of the scenario. They begin at
//! the left, so that none moves when the panel on the right becomes wider; what has no room is the last.

use bevy_egui::egui::{Button, Frame, Label, Margin, Panel, Popup, Response, Ui, vec2};

use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::Displayed;

use super::browse::Purpose;
use super::intent::Intent;
use super::tabs::{Tab, choice};
use super::theme::{self, PAPER, TOUCH};
use super::tips;
use super::words::long_date;

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
            menu(&ui.add(Button::new(tr!("menu")).min_size(vec2(0.0, TOUCH))), intents);
            if let Some(is_open) = drawer.as_deref_mut() {
                let button = choice(ui, &tr!("drawer"), *is_open);
                *is_open ^= tips::under_the_row(button, tr!("drawer-tip")).clicked();
            }
            let button = |ui: &mut Ui, word: String, tip: String| {
                tips::under_the_row(ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))), tip).clicked()
            };
            if button(ui, tr!("title-scenarios"), tr!("title-scenarios-tip")) {
                intents.push(Intent::ShowScenarios);
            }
            if width >= FOR_HELP && button(ui, "?".into(), tr!("title-help-tip")) {
                intents.push(Intent::ShowHelp);
            }
            if width >= FOR_SAVE && button(ui, tr!("title-save"), tr!("title-save-tip")) {
                intents.push(Intent::AskForFile);
            }
            if width >= FOR_AGAIN && button(ui, tr!("title-again"), tr!("title-again-tip")) {
                intents.push(Intent::AskForSeed);
            }
            ui.add_space(4.0);
            title(ui, displayed, drawer == Some(&mut false));
        });
    });
}

/// The title of the scenario; where the panel is closed, the day, which is nowhere else.
fn title(ui: &mut Ui, displayed: &Displayed, is_day: bool) {
    let scenario = &displayed.scenario;
    let [name, look_for] = [&scenario.title, &scenario.look_for].map(|text| documented(text));
    let tip = format!("{name}\n{look_for}\n{}", tr!("title-seed", seed = scenario.seed.to_string()));
    let day = displayed.record.days.last().filter(|_| is_day).map(|row| long_date(row.date));
    let title = ui.add(Label::new(theme::strong(day.unwrap_or(name)).size(17.0)).truncate());
    tips::under_the_row(title, tip);
}

/// What is done with the run and the window, all of it.
fn menu(button: &Response, intents: &mut Vec<Intent>) {
    Popup::menu(button).width(260.0).show(|ui| {
        let mut item = |word: String, asked: &[Intent]| {
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH)).frame_when_inactive(false)).clicked() {
                intents.extend_from_slice(asked);
            }
        };
        item(tr!("menu-scenarios"), &[Intent::ShowScenarios]);
        item(tr!("menu-open"), &[Intent::ShowScenarios, Intent::Browse(Purpose::Open)]);
        item(tr!("menu-save"), &[Intent::AskForFile]);
        item(tr!("menu-again"), &[Intent::AskForSeed]);
        item(tr!("menu-charts"), &[Intent::Show(Tab::Charts)]);
        item(tr!("menu-parameters"), &[Intent::Show(Tab::Parameters)]);
        item(tr!("menu-undo"), &[Intent::Undo]);
        item(tr!("menu-settings"), &[Intent::ShowSettings]);
        item(tr!("menu-full-screen"), &[Intent::FullScreen]);
        item(tr!("menu-keys"), &[Intent::ShowHelp]);
        item(tr!("menu-about"), &[Intent::ShowIntroduction]);
    });
}
