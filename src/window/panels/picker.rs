//! Starting another run: one of the [`scenarios`], built-in or from a file, or the same one again with the same or a new seed
//! ([`seeds`]).

mod scenarios;
mod seeds;

use std::path::{Path, PathBuf};

use bevy_egui::egui::{self, Button, Context, Id, Modal, RichText, ScrollArea, Ui, Vec2, vec2};

use crate::experiment::plan;
use crate::scenario::{self, Document, SavedRun, Scenario};
use crate::timeline::session::Session;
use crate::window::language::{documented, documented_lines, tr};
use crate::window::live_run::displayed::Displayed;
use crate::window::preferences::Preferences;

use super::browse::Browser;
use super::help;
use super::icons::{self, Icon};
use super::intent::{Beginning, Intent};
use super::plan::PlanView;
use super::save::{SaveDialog, leave};
use super::settings;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};
use super::words::long_date;

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
