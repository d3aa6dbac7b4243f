//! Starting another run: a built-in scenario, one from a file, or the same one again with the same or a new seed.

use std::path::{Path, PathBuf};

use bevy_egui::egui::{
    self, Button, Context, Id, Label, Modal, RichText, ScrollArea, TextEdit, TextWrapMode, Ui, Vec2, vec2,
};

use crate::engine::random::new_seed;
use crate::experiment::plan;
use crate::scenario::{self, Document, SavedRun, Scenario};
use crate::timeline::session::Session;
use crate::window::language::{documented, documented_lines, tr};
use crate::window::live_run::displayed::Displayed;
use crate::window::preferences::Preferences;

use super::browse::{Browser, Purpose};
use super::icons::{self, Icon};
use super::intent::{Beginning, Intent};
use super::plan::PlanView;
use super::save::{SaveDialog, leave};
use super::settings;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};
use super::words::long_date;
use super::{focus, help};

/// A run that can be started, and a note on where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    beginning: Beginning,
    note: Option<String>,
}

/// The dialog that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dialog {
    /// None.
    #[default]
    None,
    /// The content note.
    Introduction,
    /// The list of scenarios.
    Scenarios,
    /// The choice of a seed.
    Seeds,
    /// One run, to be started or not.
    Offer(Offer),
    /// A file to save the run to.
    Save,
    /// Whether to close the window, although something would be lost.
    Leave,
    /// The keys.
    Help,
    /// What the person prefers.
    Settings,
}

impl Dialog {
    /// Those that a script can open.
    pub const FOR_SCRIPTS: [Self; 7] =
        [Self::Introduction, Self::Scenarios, Self::Seeds, Self::Save, Self::Leave, Self::Help, Self::Settings];
}

/// What the dialogs remember.
#[derive(Debug, Default)]
pub struct Picker {
    /// Built-in scenarios, read when they are first shown.
    built_in: Option<Vec<Scenario>>,
    path: String,
    seed: String,
    /// What is wrong with the last file: its name, and every problem.
    problems: Option<(String, Vec<String>)>,
    pub(super) save: SaveDialog,
    /// The file that was read last, until somebody takes note of it.
    pub(super) read: Option<PathBuf>,
    pub(super) browser: Browser,
}

impl Picker {
    /// Reads a file, and offers to run it or says what is wrong with it.
    pub fn load(&mut self, path: &Path) -> Dialog {
        let name = scenario::printable(&path.to_string_lossy()).into_owned();
        let read = match plan::session(path) {
            Ok(Some(session)) => Ok(offer_session(session, &name)),
            Ok(None) => scenario::open_file(path).map(|document| offer(document, &name)),
            Err(problems) => Err(problems),
        };
        match read {
            Ok(offer) => {
                (self.problems, self.read) = (None, Some(path.to_owned()));
                Dialog::Offer(offer)
            }
            Err(problems) => {
                let problems = problems.to_string().lines().map(String::from).collect();
                self.path.clone_from(&name);
                self.problems = Some((name, problems));
                Dialog::Scenarios
            }
        }
    }

    /// Asks before starting a scenario if that would lose what the user did; otherwise it can start at once.
    pub fn before(scenario: Box<Scenario>, displayed: &Displayed) -> Option<Dialog> {
        displayed.is_unsaved.then_some(Dialog::Offer(Offer { beginning: Beginning::Scenario(scenario), note: None }))
    }

    /// Shows the dialog that is open.
    pub fn show(
        &mut self,
        ctx: &Context,
        dialog: &Dialog,
        (displayed, plan, preferences): (&Displayed, &PlanView, &Preferences),
        intents: &mut Vec<Intent>,
    ) {
        let size = ctx.content_rect().size() - Vec2::splat(76.0);
        let id = Id::new(("dialog", std::mem::discriminant(dialog)));
        let modal = Modal::new(id).frame(theme::dialog());
        let width: f32 = match dialog {
            Dialog::Scenarios => 680.0,
            Dialog::Help => help::width(ctx),
            _ => 520.0,
        };
        let response = modal.show(ctx, |ui| {
            ui.set_width(width.min(size.x).max(220.0));
            match dialog {
                Dialog::Scenarios => self.scenarios(ui, size.y, &preferences.recent, intents),
                Dialog::Seeds => self.seeds(ui, displayed, intents),
                Dialog::Offer(offer) => show_offer(ui, offer, displayed, size.y, intents),
                Dialog::Save => self.save.show(ui, displayed, &self.browser, intents),
                Dialog::Help => help::show(ui, displayed, plan, size.y, intents),
                Dialog::Settings => settings::show(ui, preferences, size.y, intents),
                Dialog::Leave => leave(ui, intents),
                Dialog::None | Dialog::Introduction => {}
            }
        });
        if response.should_close() {
            intents.push(Intent::CloseDialog);
        }
    }

    fn scenarios(&mut self, ui: &mut Ui, height: f32, recent: &[PathBuf], intents: &mut Vec<Intent>) {
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

    fn seeds(&mut self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        title_row(ui, &tr!("again-title"), intents);
        let seed = displayed.scenario.seed;
        ui.label(tr!("again-what-a-seed-is", seed = seed.to_string()));
        warn_of_loss(ui, displayed);
        ui.add_space(4.0);
        let with_seed = |seed| {
            let scenario = Scenario { seed, ..displayed.scenario.clone() };
            Intent::BeginNow(Beginning::Scenario(Box::new(scenario)))
        };
        let width = ui.available_width();
        let same = Button::new(tr!("again-same-seed", seed = seed.to_string())).min_size(vec2(width, TOUCH));
        if ui.add(same).on_hover_text(tr!("again-same-seed-tip")).clicked() {
            intents.push(with_seed(seed));
        }
        if ui.add(Button::new(tr!("again-new-seed")).min_size(vec2(width, TOUCH))).clicked() {
            intents.push(with_seed(new_seed(seed)));
        }
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.seed)
                .hint_text(tr!("again-seed-hint"))
                .char_limit(20)
                .desired_width(ui.available_width() - 150.0)
                .min_size(vec2(0.0, TOUCH))
                .vertical_align(egui::Align::Center);
            let response = ui.add(field);
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let typed = self.seed.trim().parse::<u64>().ok();
            let use_it = Button::new(tr!("again-use-seed")).min_size(vec2(ui.available_width(), TOUCH));
            let is_pressed = ui.add_enabled(typed.is_some(), use_it).clicked();
            if let Some(seed) = typed.filter(|_| is_pressed || enter) {
                intents.push(with_seed(seed));
            }
        });
        if !self.seed.trim().is_empty() && self.seed.trim().parse::<u64>().is_err() {
            ui.label(tr!("again-no-seed", most = u64::MAX.to_string()));
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

fn begin(scenario: Scenario) -> Beginning {
    Beginning::Scenario(Box::new(scenario))
}

/// What a session file offers.
fn offer_session(session: Session, name: &str) -> Offer {
    let note = tr!("offer-session", file = name, session = documented(&session.to_string()));
    Offer { beginning: Beginning::Session(Box::new(session)), note: Some(note) }
}

/// What a file offers. The interventions of a saved run go into the timeline, in the order in which they were made.
fn offer(document: Document, name: &str) -> Offer {
    match document {
        Document::Scenario(scenario) => {
            let mut note = vec![tr!("offer-scenario", file = name)];
            note.extend(scenario.idle_events().map(|idle| documented_lines(&idle.to_string())));
            Offer { beginning: begin(scenario), note: Some(note.join("\n")) }
        }
        Document::Run(SavedRun { scenario, interventions, last_day, .. }) => {
            let note = tr!("offer-run", file = name, day = long_date(last_day), count = interventions.len());
            Offer { beginning: begin(scenario.with_log(&interventions)), note: Some(note) }
        }
    }
}

pub(super) fn title_row(ui: &mut Ui, title: &str, intents: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.label(theme::title(title));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = Button::new(tr!("dialog-close")).min_size(vec2(80.0, TOUCH));
            if ui.add(close).on_hover_text(tr!("dialog-close-tip")).clicked() {
                intents.push(Intent::CloseDialog);
            }
        });
    });
}

/// What scrolls in a dialog: as high as it needs, up to a height. By itself it would stay as low as it was in the first frame.
pub(super) fn scroll(height: f32) -> ScrollArea {
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true])
}

fn warn_of_loss(ui: &mut Ui, displayed: &Displayed) {
    if displayed.is_unsaved {
        ui.label(theme::strong(tr!("dialog-loss")));
    }
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

fn describe(ui: &mut Ui, scenario: &Scenario) {
    ui.label(theme::strong(documented(&scenario.title)).size(17.0));
    if !scenario.description.is_empty() {
        ui.label(RichText::new(documented(&scenario.description)).size(SMALL));
    }
    if !scenario.look_for.is_empty() {
        let look_for = tr!("picker-look-for", what = documented(&scenario.look_for));
        ui.label(RichText::new(look_for).size(SMALL).color(SOFT_INK));
    }
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

fn show_offer(ui: &mut Ui, offer: &Offer, displayed: &Displayed, height: f32, intents: &mut Vec<Intent>) {
    title_row(ui, &tr!("offer-title"), intents);
    ScrollArea::vertical().max_height((height - 220.0).max(80.0)).show(ui, |ui| {
        if let Some(scenario) = offer.beginning.scenario() {
            describe(ui, scenario);
            ui.label(RichText::new(tr!("offer-seed", seed = scenario.seed.to_string())).size(SMALL));
        }
        if let Some(note) = &offer.note {
            ui.label(RichText::new(note).size(SMALL));
        }
    });
    warn_of_loss(ui, displayed);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let yes = match offer.beginning {
            Beginning::Scenario(_) => tr!("offer-start"),
            Beginning::Session(_) => tr!("offer-go-on"),
        };
        if icons::button(ui, Icon::Play, &yes, 170.0, true).clicked() {
            intents.push(Intent::BeginNow(offer.beginning.clone()));
        }
        let save = Button::new(tr!("offer-save-first")).min_size(vec2(170.0, TOUCH));
        if displayed.is_unsaved && ui.add(save).clicked() {
            intents.push(Intent::AskForFile);
        }
        if ui.add(Button::new(tr!("offer-keep")).min_size(vec2(170.0, TOUCH))).clicked() {
            intents.push(Intent::CloseDialog);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Action, Intervention};
    use jiff::civil::date;

    #[test]
    fn a_saved_run_repeats_what_was_done_in_it() {
        // Interventions join the timeline by date, after the timeline's own events of the same day.
        let event = |day, action| Intervention { date: date(1958, 3, day), action };
        let (start, stop) = (Action::StartCampaign { effort: 1.0 }, Action::StopCampaign);
        let scenario =
            Scenario { timeline: vec![event(20, stop.clone()), event(18, start.clone())], ..Scenario::default() };
        let run = SavedRun {
            schema: scenario::SCHEMA,
            version: "0.1.0".into(),
            last_day: date(1959, 1, 1),
            state_hash: "0".repeat(16),
            scenario,
            interventions: vec![event(18, stop.clone()), event(19, start.clone())],
        };
        let Offer { beginning, note } = offer(Document::Run(run), "run.ron");
        let scenario = beginning.scenario().unwrap();
        // The scenario's own stop on 20 March is left out: a user who has pressed the switch keeps control of it.
        let order = [event(18, start.clone()), event(18, stop.clone()), event(19, start.clone())];
        assert_eq!(scenario.timeline, order);
        assert!(note.is_some_and(|note| note.contains("2 things done by hand")));
    }

    #[test]
    fn nothing_is_asked_when_nothing_would_be_lost() {
        // It asks before discarding a run only if the user did something in it.
        let mut displayed = Displayed::new(Scenario::default());
        assert_eq!(Picker::before(Box::default(), &displayed), None);
        displayed.is_unsaved = true;
        assert!(matches!(Picker::before(Box::default(), &displayed), Some(Dialog::Offer(_))));
    }

    #[test]
    fn a_wrong_path_gives_a_sentence_and_keeps_the_run() {
        // A missing file leads back to the scenarios, with its name and at least one problem.
        let mut picker = Picker::default();
        assert_eq!(picker.load(Path::new("no-such-file.ron")), Dialog::Scenarios);
        let (name, problems) = picker.problems.unwrap();
        assert_eq!(name, "no-such-file.ron");
        assert!(!problems.is_empty());
    }
}
