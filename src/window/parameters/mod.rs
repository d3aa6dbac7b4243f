//! All parameters of the run, as they are on the day that is seen (`values`): each with its control (`control`, on a `scale`), its unit,
//! default, range and source (`row`); and what was done by hand (`deeds`). A change is an intervention, as a press on the campaign's
//! switch is: it takes effect on the next day, in this run and in its twin, and on a past day it begins a branch. What acts only at the
//! start of a run is shown, and cannot be changed.

mod control;
mod deeds;
mod row;
mod scale;
#[cfg(test)]
mod tests;
mod values;
mod words;

use bevy_egui::egui::{Align, Button, Label, Rect, RichText, ScrollArea, Stroke, TextEdit, Ui, UiBuilder, pos2, vec2};

use crate::scenario::Scenario;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Driver;
use crate::window::live_run::save::SaveAs;
use crate::window::panels::intent::{Intent, Pending};
use crate::window::panels::tabs::{Tab, choice};
use crate::window::panels::theme::{self, ACCENT, ON_ACCENT, PAPER, SMALL, SOFT_INK, TOUCH};
use crate::window::panels::words::long_date;

use control::Control;
use deeds::Done;
use row::Act;
use values::{Id, Row, Values};

const LIST_WIDTH: f32 = 172.0;
const BUTTONS_WIDTH: f32 = 330.0;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// The parameters of a section.
    Section(usize),
    /// What was done by hand.
    Done,
}

/// What the panel remembers.
pub struct ParametersView {
    shown: Shown,
    /// What is searched for.
    words: String,
    is_only_changed: bool,
    /// The parameter whose source is shown.
    unfolded: Option<Id>,
    control: Control,
    /// What has been asked for and not been carried out yet.
    asked: Vec<(String, Pending<f64>)>,
    /// What is wrong with what was last asked for.
    fault: Option<(Id, String)>,
    done: Done,
    /// The run to which all that belongs.
    run: Option<u32>,
}

impl Default for ParametersView {
    fn default() -> Self {
        let sections = Scenario::default().sections().map(|(path, _)| path);
        Self {
            shown: Shown::Section(sections.iter().position(|path| *path == "sparrow").unwrap_or(0)),
            words: String::new(),
            is_only_changed: false,
            unfolded: None,
            control: Control::default(),
            asked: Vec::new(),
            fault: None,
            done: Done::default(),
            run: None,
        }
    }
}

impl ParametersView {
    /// Shows another section.
    #[cfg(test)]
    pub fn turn_to(&mut self, section: usize) {
        self.shown = Shown::Section(section);
    }

    /// A change has been sent to the run.
    pub fn sent(&mut self, path: String, value: f64, driver: &Driver) {
        self.asked.retain(|(other, _)| *other != path);
        self.asked.push((path, Pending::sent(value, driver)));
    }

    /// Shows the panel; `has_plan` says whether there are levers of a plan beside it.
    pub fn show(&mut self, ui: &mut Ui, displayed: &Displayed, has_plan: bool, intents: &mut Vec<Intent>) {
        if self.run != Some(displayed.run) {
            self.run = Some(displayed.run);
            (self.control, self.fault) = (Control::default(), None);
            self.asked.clear();
        }
        self.asked.retain(|(_, asked)| asked.until_done(displayed).is_some());
        let asked = self.asked.iter().filter_map(|(path, asked)| Some((path.as_str(), asked.until_done(displayed)?)));
        let values = Values::of(displayed, asked);
        let sections = values.usual.sections().len();
        let changed: Vec<usize> = (0..sections).map(|section| values.rows(section).filter(is_marked).count()).collect();
        self.head(ui, &values, changed.iter().sum(), intents);
        ui.add_space(4.0);
        let all = ui.available_rect_before_wrap();
        let middle = all.left() + LIST_WIDTH;
        let left = Rect::from_min_max(all.min, pos2(middle, all.bottom()));
        let right = Rect::from_min_max(pos2(middle + 12.0, all.top()), all.max);
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| self.list(ui, displayed, &values, &changed));
        ui.scope_builder(UiBuilder::new().max_rect(right), |ui| match self.shown {
            Shown::Done if !self.is_filtered() => self.done.show(ui, displayed, intents),
            _ => self.rows(ui, displayed, &values, has_plan, intents),
        });
    }

    fn is_filtered(&self) -> bool {
        self.is_only_changed || !self.words.trim().is_empty()
    }

    /// The search, the filter, the button that saves, and what a change does.
    fn head(&mut self, ui: &mut Ui, values: &Values, changed: usize, intents: &mut Vec<Intent>) {
        ui.horizontal_wrapped(|ui| {
            let search = TextEdit::singleline(&mut self.words)
                .hint_text(tr!("parameters-search"))
                .desired_width((ui.available_width() - BUTTONS_WIDTH).max(120.0))
                .vertical_align(Align::Center)
                .min_size(vec2(0.0, TOUCH));
            ui.add(search);
            let word = tr!("parameters-changed-only", changed = changed);
            let tip = tr!("parameters-changed-only-tip");
            if choice(ui, &word, self.is_only_changed).on_hover_text(tip).clicked() {
                self.is_only_changed ^= true;
            }
            let tip = tr!("parameters-save-tip");
            if ui.add(Button::new(tr!("parameters-save")).min_size(vec2(0.0, TOUCH))).on_hover_text(tip).clicked() {
                intents.push(Intent::AskForFileOf(SaveAs::Scenario));
            }
        });
        let mut sentences = vec![match values.arrives {
            Some(date) => tr!("parameters-acts-on-arrival", date = long_date(date)),
            None => tr!("parameters-acts-from", date = long_date(values.tomorrow)),
        }];
        if values.branches && values.arrives.is_none() {
            sentences.push(tr!("parameters-begins-a-branch"));
        }
        let text = sentences.join(" ");
        ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
    }

    /// The sections, and how much is changed in each.
    fn list(&mut self, ui: &mut Ui, displayed: &Displayed, values: &Values, changed: &[usize]) {
        ScrollArea::vertical().id_salt("sections").auto_shrink(false).show(ui, |ui| {
            (ui.spacing_mut().item_spacing.y, ui.spacing_mut().button_padding.x) = (2.0, 8.0);
            let done = (Shown::Done, tr!("parameters-done"), displayed.whole_log().len());
            let sections = values.usual.sections().into_iter().zip(changed).enumerate();
            let sections =
                sections.map(|(number, ((path, _), count))| (Shown::Section(number), words::group(path), *count));
            for (shown, title, count) in std::iter::once(done).chain(sections) {
                if entry(ui, &title, count, self.shown == shown && !self.is_filtered()) {
                    self.shown = shown;
                    self.words.clear();
                    self.is_only_changed = false;
                }
            }
        });
    }

    fn rows(&mut self, ui: &mut Ui, displayed: &Displayed, values: &Values, has_plan: bool, intents: &mut Vec<Intent>) {
        let is_filtered = self.is_filtered();
        let is_listed = |row: &Row| {
            (!self.is_only_changed || is_marked(row)) && (self.words.trim().is_empty() || row.matches(&self.words))
        };
        let sections: Vec<usize> = match self.shown {
            Shown::Section(section) if !is_filtered => vec![section],
            _ => (0..values.usual.sections().len()).collect(),
        };
        let listed: Vec<Vec<Row>> =
            sections.iter().map(|section| values.rows(*section).filter(is_listed).collect()).collect();
        let scroll = ScrollArea::vertical().id_salt(("parameters", self.shown == Shown::Done, &sections));
        scroll.auto_shrink(false).show(ui, |ui| {
            for rows in listed.iter().filter(|rows| !rows.is_empty()) {
                let path = rows[0].section;
                ui.label(theme::strong(words::group(path)).size(17.0));
                if let Some(note) = note(path, &displayed.scenario) {
                    ui.add(Label::new(RichText::new(note).size(SMALL).color(SOFT_INK)).wrap());
                }
                let levers = Button::new(tr!("parameters-levers")).min_size(vec2(0.0, TOUCH));
                if path == "plan" && has_plan && ui.add(levers).clicked() {
                    intents.push(Intent::Show(Tab::Plan));
                }
                let (fixed, free): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.acts_only_at_start());
                free.into_iter().for_each(|row| self.row(ui, values, row, intents));
                if !fixed.is_empty() {
                    ui.add_space(4.0);
                    ui.add(Label::new(theme::strong(tr!("parameters-only-at-start"))).wrap());
                }
                fixed.into_iter().for_each(|row| self.row(ui, values, row, intents));
                ui.add_space(8.0);
            }
            if listed.iter().all(Vec::is_empty) {
                let is_searched = !self.words.trim().is_empty();
                ui.label(if is_searched { tr!("parameters-nothing-found") } else { tr!("parameters-nothing-changed") });
            }
        });
    }

    fn row(&mut self, ui: &mut Ui, values: &Values, row: &Row, intents: &mut Vec<Intent>) {
        let fault = self.fault.as_ref().filter(|(id, _)| *id == row.id).map(|(_, fault)| fault.as_str());
        let is_unfolded = self.unfolded == Some(row.id);
        match row::show(ui, row, &mut self.control, (values.arrives.unwrap_or(values.tomorrow), is_unfolded, fault)) {
            None => {}
            Some(Act::Source) => self.unfolded = (!is_unfolded).then_some(row.id),
            Some(Act::Fault(fault)) => self.fault = Some((row.id, fault)),
            Some(Act::Set(value)) => {
                self.fault = values.objection(row, value).map(|fault| (row.id, fault));
                if self.fault.is_none() {
                    intents.push(Intent::SetParameter(row.path(), value));
                }
            }
        }
    }
}

/// An entry of the list. Returns whether it was pressed.
fn entry(ui: &mut Ui, title: &str, count: usize, is_chosen: bool) -> bool {
    let count = if count == 0 { String::new() } else { count.to_string() };
    let [title, count] = [title.to_owned(), count].map(RichText::new);
    let button = match is_chosen {
        true => Button::new(title.color(*ON_ACCENT)).right_text(count.color(*ON_ACCENT)).fill(ACCENT),
        false => Button::new(title).right_text(count).fill(PAPER).stroke(Stroke::NONE),
    };
    ui.add(button.min_size(vec2(ui.available_width(), TOUCH))).clicked()
}

/// Whether it is among those that are changed: against the defaults, or against the scenario's file.
fn is_marked(row: &Row) -> bool {
    row.is_changed() || row.next != row.usual
}

/// What has to be known of a section in this scenario.
fn note(path: &str, scenario: &Scenario) -> Option<String> {
    let land = &scenario.landscape;
    let is_sown = match path {
        "crops.winter_wheat" | "crops.maize" => land.wheat_maize_share > 0.0,
        "crops.sweet_potato" => land.sweet_potato_share > 0.0,
        "crops.early_rice" => land.early_rice_share > 0.0,
        "crops.single_rice" => land.single_rice_share > 0.0,
        "labour" if !scenario.labour.is_counted() => {
            return Some(tr!("parameters-note-labour"));
        }
        "people" | "grain" if !scenario.people.are_counted() => {
            return Some(tr!("parameters-note-people"));
        }
        "plan" => {
            return Some(tr!("parameters-note-plan"));
        }
        _ => true,
    };
    (!is_sown).then(|| tr!("parameters-note-not-sown"))
}
