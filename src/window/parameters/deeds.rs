//! What was done by hand, in each branch: when, what, from what to what.

use std::sync::Arc;

use bevy_egui::egui::{Button, Label, RichText, ScrollArea, Stroke, Ui, vec2};
use jiff::civil::Date;

use crate::ecology::calendar::days_between;
use crate::scenario::{Action, Intervention, Scenario, parameter_named, with_log};
use crate::window::language::{self, Language, documented, tr};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::panels::intent::Intent;
use crate::window::panels::theme::{self, LINE, SMALL, SOFT_INK, TOUCH};
use crate::window::panels::words::{long_date, percent, short_date};

use super::words;

const DATE_WIDTH: f32 = 112.0;
const SHOW_WIDTH: f32 = 64.0;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The day on which it takes effect.
    pub date: Date,
    /// What.
    pub what: String,
    /// From what to what.
    pub change: String,
}

/// What has been set by some day, as far as deeds change it.
#[derive(Default)]
struct State {
    effort: Option<f32>,
    nets: Option<u32>,
}

impl State {
    fn apply(&mut self, action: &Action) {
        match action {
            Action::StartCampaign { effort } => self.effort = Some(*effort),
            Action::SetEffort { effort } => self.effort = self.effort.map(|_| *effort),
            Action::StopCampaign => self.effort = None,
            Action::PutUpNets { spacing } => self.nets = Some(*spacing),
            Action::TakeDownNets => self.nets = None,
            Action::Weather { .. } | Action::SetParameter { .. } => {}
        }
    }

    fn effort(&self) -> String {
        match self.effort {
            Some(effort) => tr!("parameters-done-effort-is", effort = percent(effort)),
            None => tr!("parameters-done-no-effort"),
        }
    }

    fn nets(&self) -> String {
        match self.nets {
            Some(spacing) => tr!("parameters-done-nets-are", spacing = spacing),
            None => tr!("parameters-done-no-nets"),
        }
    }
}

/// What is in a log, in order.
pub fn deeds(scenario: &Scenario, log: &[Intervention]) -> Vec<Deed> {
    let deed = |(number, event): (usize, &Intervention)| {
        let (mut state, mut then) = (State::default(), scenario.clone());
        let before = with_log(&scenario.timeline, &log[..number]);
        for Intervention { action, .. } in before.iter().filter(|earlier| earlier.date <= event.date) {
            state.apply(action);
            if let Action::SetParameter { path, value } = action {
                then.put(path, *value);
            }
        }
        let (what, change) = told(&event.action, state, &then);
        Deed { date: event.date, what, change }
    };
    log.iter().enumerate().map(deed).collect()
}

fn told(action: &Action, mut state: State, then: &Scenario) -> (String, String) {
    let (effort, nets) = (state.effort(), state.nets());
    state.apply(action);
    let change = |before: String, after: String| tr!("parameters-done-change", before = before, after = after);
    match action {
        Action::StartCampaign { .. } => (tr!("parameters-done-start"), change(effort, state.effort())),
        Action::SetEffort { .. } => (tr!("parameters-done-effort"), change(effort, state.effort())),
        Action::StopCampaign => (tr!("parameters-done-stop"), change(effort, state.effort())),
        Action::Weather { temperature_c, wetness, days } => {
            let [degrees, wetness] = [temperature_c, wetness].map(|value| format!("{value:+}"));
            let what = tr!("parameters-done-weather", days = *days);
            (what, tr!("parameters-done-weather-change", degrees = degrees, wetness = wetness))
        }
        Action::PutUpNets { .. } | Action::TakeDownNets => (tr!("parameters-done-nets"), change(nets, state.nets())),
        Action::SetParameter { path, value } => {
            let Some((parameter, before)) = parameter_named(path).zip(then.value(path)) else {
                return (path.clone(), value.to_string());
            };
            let section = path.rsplit_once('.').map_or("", |(section, _)| section);
            let name = documented(&parameter.plain_name().to_lowercase());
            let what = tr!("parameters-done-set", group = words::group(section), parameter = name);
            (what, change(before.to_string(), words::with_unit(parameter, *value)))
        }
    }
}

/// The deeds of all branches, told again when something is done.
#[derive(Default)]
pub struct Done {
    of: Option<(u32, Arc<Vec<Vec<Intervention>>>, Language)>,
    told: Vec<Vec<Deed>>,
}

impl Done {
    fn digest(&mut self, displayed: &Displayed) {
        let language = language::in_use();
        let is_of = |(run, logs, told): &(u32, Arc<Vec<Vec<Intervention>>>, Language)| {
            *run == displayed.run && Arc::ptr_eq(logs, &displayed.logs) && *told == language
        };
        if self.of.as_ref().is_some_and(is_of) {
            return;
        }
        self.told = displayed.logs.iter().map(|log| deeds(&displayed.scenario, log)).collect();
        self.of = Some((displayed.run, displayed.logs.clone(), language));
    }

    /// Shows them, the newest first.
    pub fn show(&mut self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        self.digest(displayed);
        ScrollArea::vertical().id_salt("deeds").auto_shrink(false).show(ui, |ui| {
            let day_of =
                |deed: &Deed| u32::try_from(days_between(displayed.scenario.start, deed.date)).unwrap_or_default();
            for (number, (branch, deeds)) in displayed.branches.iter().zip(&self.told).enumerate().rev() {
                if branch.is_empty && number != displayed.now.branch {
                    continue;
                }
                let (is_here, name) = (number == displayed.now.branch, documented(&branch.name));
                let title = match is_here {
                    true => tr!("parameters-done-branch-shown", branch = name),
                    false => tr!("parameters-done-branch", branch = name),
                };
                ui.label(theme::strong(title).size(17.0));
                if let Some(fork) = branch.fork
                    && let Some(parent) = displayed.branches.get(fork.parent)
                {
                    quiet(ui, tr!("parameters-done-fork", parent = documented(&parent.name), days = fork.days));
                }
                let own = deeds.iter().filter(|deed| branch.fork.is_none_or(|fork| day_of(deed) >= fork.days));
                let mut is_empty = true;
                for deed in own.rev() {
                    is_empty = false;
                    let day = Moment { branch: number, day: (day_of(deed) + 1).min(branch.days) };
                    if row(ui, deed) {
                        intents.push(Intent::GoTo(day));
                    }
                }
                if is_empty {
                    quiet(ui, tr!("parameters-done-nothing"));
                }
                ui.add_space(10.0);
            }
        });
    }
}

/// Shows a deed. Returns whether somebody wants to see its day.
fn row(ui: &mut Ui, deed: &Deed) -> bool {
    let mut goes = false;
    let response = ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_width(DATE_WIDTH);
            ui.label(short_date(deed.date)).on_hover_text(long_date(deed.date));
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - SHOW_WIDTH - 2.0 * ui.spacing().item_spacing.x);
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(&deed.what).wrap());
            ui.add(Label::new(RichText::new(&deed.change).size(SMALL).color(SOFT_INK)).wrap());
        });
        let button = Button::new(tr!("parameters-done-go")).min_size(vec2(SHOW_WIDTH, TOUCH));
        goes = ui.add(button).on_hover_text(tr!("parameters-done-go-tip")).clicked();
    });
    let rect = response.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom() + 2.0, Stroke::new(1.0, LINE));
    goes
}

fn quiet(ui: &mut Ui, text: String) {
    ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Contract: each deed tells what it changed, given the timeline and what was done before, up to the same day.
    #[test]
    fn each_deed_tells_what_it_changed() {
        let event = |day, action| Intervention { date: date(1957, 1, day), action };
        let set = |value| Action::SetParameter { path: "sparrow.clutch_eggs".into(), value };
        let start = |effort| Action::StartCampaign { effort };
        let timeline = vec![event(3, set(4.8)), event(5, start(1.0)), event(9, set(2.0))];
        let scenario = Scenario { timeline, ..Scenario::default() };
        let log = [
            event(3, set(4.777)),
            event(4, set(5.0)),
            event(6, Action::SetEffort { effort: 0.25 }),
            event(7, Action::StopCampaign),
            event(8, Action::PutUpNets { spacing: 8 }),
            event(8, Action::Weather { temperature_c: 2.0, wetness: -0.5, days: 30 }),
        ];
        let told: Vec<_> =
            deeds(&scenario, &log).into_iter().map(|deed| format!("{}, {}", deed.what, deed.change)).collect();
        let expected = [
            "Sparrows: clutch eggs, 4.8 → 4.777 eggs",
            "Sparrows: clutch eggs, 4.777 → 5 eggs",
            "Effort of the campaign, effort 100 % → effort 25 %",
            "Campaign stopped, effort 25 % → off",
            "Nets over fields, no nets → one net in 8 × 8 fields",
            "Weather for 30 days, +2 °C, wetness -0.5",
        ];
        assert_eq!(told, expected);
    }
}
