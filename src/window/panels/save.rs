//! Saving the run to a file, and asking before one that is not saved is lost.

use std::path::PathBuf;

use bevy_egui::egui::{self, Button, RichText, TextEdit, Ui, vec2};
use strum::VariantArray;

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::save::SaveAs;

use super::browse::{Browser, Purpose};
use super::file_name;
use super::intent::Intent;
use super::picker::title_row;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};

/// What the dialog remembers.
#[derive(Debug, Default)]
pub struct SaveDialog {
    what: SaveAs,
    /// The name of the file, as the user has written it; a name that fits, if they have not.
    name: Option<String>,
    /// A file that is there already, and may be replaced if it is asked for once more.
    replaces: Option<PathBuf>,
    /// The number of the command that saves, once it is sent.
    command: Option<u32>,
}

impl SaveDialog {
    /// Begins anew.
    pub fn open(&mut self) {
        *self = Self { what: self.what, ..Self::default() };
    }

    /// Begins anew, with a file of this kind.
    pub fn open_for(&mut self, what: SaveAs) {
        *self = Self { what, ..Self::default() };
    }

    /// The command with this number saves the run.
    pub fn sent(&mut self, command: u32) {
        self.command = Some(command);
    }

    /// Shows it.
    pub(super) fn show(&mut self, ui: &mut Ui, displayed: &Displayed, browser: &Browser, intents: &mut Vec<Intent>) {
        title_row(ui, &tr!("save-title"), intents);
        for what in SaveAs::VARIANTS {
            let (name, meaning) = words(*what);
            let text = theme::strong(name);
            if ui.add(egui::RadioButton::new(self.what == *what, text)).clicked() {
                self.open();
                self.what = *what;
            }
            ui.indent(what.ending(), |ui| ui.label(RichText::new(meaning).size(SMALL).color(SOFT_INK)));
        }
        ui.add_space(6.0);
        let mut name = self.name.clone().unwrap_or_else(|| file_name(displayed, self.what));
        let field = TextEdit::singleline(&mut name)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, TOUCH))
            .vertical_align(egui::Align::Center);
        let response = ui.add(field);
        if response.changed() {
            (self.name, self.replaces, self.command) = (Some(name.clone()), None, None);
        }
        let path = file_name::whole(name.trim());
        if let Some(folder) = path.parent() {
            ui.label(
                RichText::new(tr!("save-folder", folder = folder.display().to_string())).size(SMALL).color(SOFT_INK),
            );
        }
        let replaces = self.replaces.as_ref() == Some(&path);
        if replaces {
            ui.label(theme::strong(tr!("save-is-there")));
        }
        if let Some((_, result)) = displayed.saved.as_ref().filter(|(command, _)| self.command == Some(*command)) {
            ui.label(match result {
                Ok(path) => tr!("save-saved", file = path.display().to_string()),
                Err(problem) => tr!("save-not-saved", problem = problem),
            });
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.horizontal_wrapped(|ui| {
            let save =
                Button::new(if replaces { tr!("save-replace") } else { tr!("save-save") }).min_size(vec2(120.0, TOUCH));
            let can_save = !name.trim().is_empty();
            if ui.add_enabled(can_save, save).clicked() || enter && can_save {
                self.save(path.clone(), intents);
            }
            let browse = Button::new(tr!("save-browse")).min_size(vec2(100.0, TOUCH));
            if ui.add_enabled(!browser.is_open(), browse).on_hover_text(tr!("save-browse-tip")).clicked() {
                intents.push(Intent::Browse(Purpose::Save(self.what, path)));
            }
        });
        if let Some(problem) = browser.problem() {
            ui.label(RichText::new(problem).size(SMALL));
        }
    }

    /// Saves to a file that the system's dialog has asked for, which has also asked before replacing one. A name without an ending gets
    /// one, and is then asked about here.
    pub(super) fn save_chosen(&mut self, what: SaveAs, path: PathBuf, intents: &mut Vec<Intent>) {
        let has_ending = path.extension().is_some();
        let path = if has_ending { path } else { path.with_extension(what.ending()) };
        (self.what, self.name) = (what, Some(path.to_string_lossy().into_owned()));
        self.replaces = has_ending.then(|| path.clone());
        self.save(path, intents);
    }

    fn save(&mut self, path: PathBuf, intents: &mut Vec<Intent>) {
        if path.exists() && self.replaces.as_ref() != Some(&path) {
            (self.replaces, self.command) = (Some(path), None);
            return;
        }
        self.replaces = None;
        intents.push(Intent::Save(self.what, path));
    }
}

/// Asks whether to close the window.
pub(super) fn leave(ui: &mut Ui, intents: &mut Vec<Intent>) {
    ui.label(theme::title(tr!("leave-title")));
    ui.label(tr!("leave-warning"));
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let button = |ui: &mut Ui, word: String| ui.add(Button::new(word).min_size(vec2(140.0, TOUCH))).clicked();
        if button(ui, tr!("leave-save")) {
            intents.push(Intent::AskForFile);
        }
        if button(ui, tr!("leave-without-saving")) {
            intents.push(Intent::LeaveNow);
        }
        if button(ui, tr!("leave-stay")) {
            intents.push(Intent::CloseDialog);
        }
    });
}

/// What a kind of file is called, and what it is for.
fn words(what: SaveAs) -> (String, String) {
    match what {
        SaveAs::Session => (tr!("save-session"), tr!("save-session-meaning")),
        SaveAs::Run => (tr!("save-run"), tr!("save-run-meaning")),
        SaveAs::Scenario => (tr!("save-scenario"), tr!("save-scenario-meaning")),
    }
}

/// A name for a file: what the scenario is called, and the day.
fn file_name(displayed: &Displayed, what: SaveAs) -> String {
    let day = displayed.record.days.last().map_or(displayed.scenario.start, |row| row.date);
    file_name::of(&displayed.scenario.title, &format!("{day}.{}", what.ending()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::window::test_support::rows::rows;

    #[test]
    fn a_file_is_named_after_the_scenario_and_the_day() {
        let scenario =
            Scenario { title: "The campaign: stopped, after one (long) season".into(), ..Scenario::default() };
        let mut displayed = Displayed::new(scenario);
        assert_eq!(
            file_name(&displayed, SaveAs::Session),
            "the-campaign-stopped-after-one-long-1957-01-01.sparrowfall"
        );
        // After five days it is the fifth.
        let record = Record { days: rows(date(1957, 1, 1), 5, |_, _| {}), ..Record::default() };
        displayed.record = record;
        assert!(file_name(&displayed, SaveAs::Run).contains("-1957-01-05."));
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_asked_twice() {
        let there = std::env::current_exe().unwrap();
        let (mut dialog, mut intents) = (SaveDialog::default(), Vec::new());
        dialog.save(there.clone(), &mut intents);
        assert_eq!(intents, []);
        dialog.save(there.clone(), &mut intents);
        assert_eq!(intents, [Intent::Save(SaveAs::Session, there)]);
    }
}
