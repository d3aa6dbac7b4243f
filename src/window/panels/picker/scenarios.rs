//! The list of scenarios: recent files, those that are built in, and a file of one's own.

use std::path::PathBuf;

use bevy_egui::egui::{self, Button, Label, RichText, ScrollArea, TextEdit, TextWrapMode, Ui, vec2};

use crate::scenario::{self, Document, Scenario};
use crate::window::language::{documented_lines, tr};
use crate::window::panels::browse::Purpose;
use crate::window::panels::focus;
use crate::window::panels::intent::Intent;
use crate::window::panels::theme::{self, SMALL, TOUCH};

use super::{Picker, describe, title_row};

impl Picker {
    pub(super) fn scenarios(&mut self, ui: &mut Ui, height: f32, recent: &[PathBuf], intents: &mut Vec<Intent>) {
        title_row(ui, &tr!("picker-title"), intents);
        let problems_height = match (&self.problems, self.browser.problem()) {
            (None, None) => 0.0,
            (None, Some(_)) => 30.0,
            (Some(_), _) => 210.0,
        };
        // The list makes room for the problems, and fills its own place, so that the dialog keeps its height.
        let list_height = (height - 190.0 - problems_height).max(110.0);
        let built_in = self.built_in.get_or_insert_with(read_built_in);
        ScrollArea::vertical().id_salt("scenarios").max_height(list_height).auto_shrink(false).show(ui, |ui| {
            recent_files(ui, recent, intents);
            for scenario in built_in.iter() {
                scenario_card(ui, scenario, intents);
            }
        });
        ui.add_space(4.0);
        self.file_row(ui, intents);
    }

    fn file_row(&mut self, ui: &mut Ui, intents: &mut Vec<Intent>) {
        ui.label(tr!("picker-from-a-file"));
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .hint_text(tr!("picker-path-hint"))
                .desired_width(ui.available_width() - 220.0)
                .min_size(vec2(0.0, TOUCH))
                .vertical_align(egui::Align::Center);
            let response = ui.add(field);
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let load = Button::new(tr!("picker-load")).min_size(vec2(80.0, TOUCH));
            if (ui.add_enabled(!self.path.trim().is_empty(), load).clicked() || enter) && !self.path.trim().is_empty() {
                intents.push(Intent::Load(PathBuf::from(self.path.trim())));
            }
            let browse = Button::new(tr!("picker-browse")).min_size(vec2(ui.available_width(), TOUCH));
            if ui.add_enabled(!self.browser.is_open(), browse).on_hover_text(tr!("picker-browse-tip")).clicked() {
                intents.push(Intent::Browse(Purpose::Open));
            }
        });
        if let Some(problem) = self.browser.problem() {
            ui.label(RichText::new(problem).size(SMALL));
        }
        if let Some((name, problems)) = &self.problems {
            show_problems(ui, name, problems);
        }
    }
}

fn read_built_in() -> Vec<Scenario> {
    let read = |built_in: &scenario::BuiltIn| match scenario::parse(built_in.text, built_in.name) {
        Ok(Document::Scenario(scenario)) => Some(scenario),
        Ok(Document::Run(run)) => Some(run.scenario),
        Err(problems) => {
            bevy::log::error!("built-in scenario {}: {problems}", built_in.name);
            None
        }
    };
    scenario::BUILT_IN.iter().filter_map(read).collect()
}

/// A button for each file that was opened or saved of late.
fn recent_files(ui: &mut Ui, recent: &[PathBuf], intents: &mut Vec<Intent>) {
    if recent.is_empty() {
        return;
    }
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong(tr!("picker-recent")).size(17.0));
        for path in recent {
            let name =
                path.file_name().map_or(String::new(), |name| scenario::printable(&name.to_string_lossy()).into());
            let folder =
                path.parent().map_or(String::new(), |folder| scenario::printable(&folder.to_string_lossy()).into());
            let button = Button::new(name).min_size(vec2(ui.available_width(), TOUCH)).truncate();
            if focus::follow(ui.add(button)).on_hover_text(tr!("picker-recent-folder", folder = folder)).clicked() {
                intents.push(Intent::Load(path.clone()));
            }
        }
    });
}

fn scenario_card(ui: &mut Ui, scenario: &Scenario, intents: &mut Vec<Intent>) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let button_width = 84.0;
            let text_width = ui.available_width() - button_width - 14.0;
            ui.vertical(|ui| {
                ui.set_width(text_width);
                describe(ui, scenario);
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let start = Button::new(tr!("picker-start")).min_size(vec2(button_width, TOUCH));
                if focus::follow(ui.add(start)).clicked() {
                    intents.push(Intent::Begin(Box::new(scenario.clone())));
                }
            });
        });
    });
}

fn show_problems(ui: &mut Ui, name: &str, problems: &[String]) {
    theme::card().stroke((1.5, theme::FAILURE_LINE)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong(tr!("picker-problems", count = problems.len(), file = name)));
        ScrollArea::vertical().id_salt("problems").max_height(150.0).show(ui, |ui| {
            let text = RichText::new(documented_lines(&problems.join("\n"))).size(SMALL);
            ui.add(Label::new(text).selectable(true).wrap_mode(TextWrapMode::Wrap));
        });
    });
}
