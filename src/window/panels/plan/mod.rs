//! The whole plan: its levers, with a switch each (`levers`), where the grain of a year went (`grain`), the national record beside
//! the run (`record`), and what the figures rest on (`sources`). It is there when the scenario moves more than the sparrow campaign, and takes the place of the map.
//!
//! The switches change nothing in the run that is on. They say which scenario the next run is to be of: the whole one
//! [without](Scenario::without) some levers. It starts only when the person presses the button that says so.

mod grain;
mod levers;
mod record;
mod sources;

use bevy_egui::egui::{self, Label, Rect, Ui, pos2};
use jiff::civil::Date;

use crate::scenario::{Lever, LeverSpan, Scenario};
use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::Displayed;

use super::intent::Intent;
use super::tabs::{self, Tab};
use super::theme;
use super::words::long_date;

/// With this width for each, there is room for the tabs as they are elsewhere.
const ROOMY: f32 = 95.0;

/// A lever of the scenario.
#[derive(Clone, Debug)]
struct LeverRow {
    lever: Lever,
    /// When it acts.
    spans: Vec<LeverSpan>,
    /// The first and the last day on which the timeline changes it.
    changes: Option<[Date; 2]>,
}

/// What the plan's panels remember from frame to frame.
#[derive(Default)]
pub struct PlanView {
    /// What is in the middle of the window.
    pub tab: Tab,
    /// The scenario of which the run may leave levers out.
    whole: Option<Scenario>,
    /// The levers that `whole` moves.
    rows: Vec<LeverRow>,
    /// The levers that this run leaves out.
    left_out: Vec<Lever>,
    /// The levers whose switches are off.
    switched_off: Vec<Lever>,
    /// The lever whose details are shown.
    unfolded: Option<Lever>,
    /// The year whose grain is shown; the last whole one if none was chosen.
    year: Option<u64>,
    /// The figure to be brought into view among the sources, and whether that has been done.
    sought: Option<(&'static str, bool)>,
    /// The run to which all that belongs.
    run: Option<u32>,
}

impl PlanView {
    /// Updates what belongs to the run, when there is another one.
    pub fn digest(&mut self, displayed: &Displayed) {
        if self.run == Some(displayed.run) {
            return;
        }
        self.run = Some(displayed.run);
        let scenario = &displayed.scenario;
        let whole = self.whole.take().map(|whole| Scenario { seed: scenario.seed, ..whole });
        let is_of = |whole: &Scenario, levers: &[Lever]| whole.clone().titled_without(levers) == *scenario;
        match whole {
            Some(whole) if is_of(&whole, &self.left_out) => self.whole = Some(whole),
            Some(whole) if is_of(&whole, &self.switched_off) => {
                self.left_out.clone_from(&self.switched_off);
                self.whole = Some(whole);
            }
            _ => {
                *self = Self { tab: self.tab, run: self.run, ..Self::default() };
                self.rows = scenario.levers().into_iter().map(|lever| row(scenario, lever)).collect();
                self.whole = Some(scenario.clone());
            }
        }
        if !self.has_tab(self.tab, displayed) {
            self.tab = Tab::Land;
        }
    }

    /// Whether there is more to show than the sparrow campaign.
    pub fn is_there(&self) -> bool {
        self.rows.iter().any(|row| row.lever != Lever::Sparrows)
    }

    /// Whether it is shown in place of the map.
    pub fn is_open(&self) -> bool {
        !self.tab.has_map()
    }

    /// The key that shows it, or the map again.
    pub fn key(&self) -> Option<Tab> {
        let is_shown = self.is_open() && self.tab != Tab::Parameters;
        self.is_there().then_some(if is_shown { Tab::Land } else { Tab::Plan })
    }

    fn has_tab(&self, tab: Tab, displayed: &Displayed) -> bool {
        match tab {
            Tab::Land | Tab::Twin | Tab::Why | Tab::Charts | Tab::Parameters => true,
            Tab::Grain | Tab::Record => self.is_there() && displayed.scenario.people.are_counted(),
            Tab::Plan | Tab::Sources => self.is_there(),
        }
    }

    /// Shows it in place of the map.
    pub fn show(&mut self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        self.head(ui, displayed, intents);
        match self.tab {
            // What is below the tabs is not of the plan.
            Tab::Land | Tab::Twin | Tab::Why | Tab::Charts | Tab::Parameters => {}
            Tab::Plan => levers::show(ui, self, displayed, intents),
            Tab::Grain => grain::show(ui, self, displayed, intents),
            Tab::Record => record::show(ui, displayed),
            Tab::Sources => sources::show(ui, self),
        }
    }

    fn head(&self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        let tabs: Vec<Tab> = Tab::ALL.into_iter().filter(|tab| self.has_tab(*tab, displayed)).collect();
        let is_roomy = ui.available_width() >= ROOMY * tabs.len() as f32;
        let row = |ui: &mut Ui| {
            if !is_roomy {
                (ui.spacing_mut().button_padding.x, ui.spacing_mut().item_spacing.x) = (6.0, 4.0);
            }
            tabs::bar(ui, tabs.into_iter(), self.tab, intents);
            let date = displayed.record.days.last().map_or(displayed.scenario.start, |row| row.date);
            // Where the panel with the date is beside it, it need not be said twice.
            let is_alone = ui.ctx().viewport_rect().width() - ui.max_rect().right() < 100.0;
            if is_roomy && is_alone && ui.available_width() >= 150.0 {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(long_date(date)));
            }
        };
        if is_roomy {
            ui.horizontal(row)
        } else {
            ui.horizontal_wrapped(row)
        };
        if let Some(words) = self.without() {
            ui.add(Label::new(theme::strong(words)).wrap());
        }
    }

    /// Shows the details of a lever.
    #[cfg(test)]
    pub(super) fn unfold(&mut self, lever: Lever) {
        self.unfolded = Some(lever);
    }

    /// What this run leaves out.
    pub(super) fn without(&self) -> Option<String> {
        let nouns: Vec<_> = self.left_out.iter().map(|lever| documented(lever.noun())).collect();
        (!nouns.is_empty()).then(|| tr!("plan-without", levers = nouns.join("; ")))
    }

    /// The same, where there is room for a few lines.
    pub(super) fn without_in_short(&self) -> Option<String> {
        match self.left_out.len() {
            0..=2 => self.without(),
            more => Some(tr!("plan-without-parts", count = more)),
        }
    }

    /// Shows where a figure comes from.
    fn seek(&mut self, id: &'static str, intents: &mut Vec<Intent>) {
        self.sought = Some((id, false));
        intents.push(Intent::Show(Tab::Sources));
    }
}

fn row(scenario: &Scenario, lever: Lever) -> LeverRow {
    LeverRow { lever, spans: scenario.spans_of(lever), changes: scenario.changes_of(lever) }
}

/// The rest of a panel, divided: above, what scrolls, and below, what stays.
fn divided(ui: &Ui, foot: f32) -> [Rect; 2] {
    let all = ui.available_rect_before_wrap();
    let at = (all.bottom() - foot).max(all.top());
    let above = Rect::from_min_max(all.min, pos2(all.right(), (at - 6.0).max(all.top())));
    [above, Rect::from_min_max(pos2(all.left(), at), all.max)]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use bevy_egui::egui::pos2;

    use super::*;
    use crate::record::Record;
    use crate::record::series::HarvestRow;
    use crate::scenario::{Document, open};
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

    /// Two years of the whole plan.
    fn displayed() -> Displayed {
        let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!() };
        let days = rows(scenario.start, 740, |_, _| ());
        let harvests = [1957, 1958].map(|year| HarvestRow { days: 365, reaped_kg: 1e6, ..HarvestRow::empty(year) });
        let mut displayed = Displayed::new(scenario);
        displayed.record = Record { days, harvests: harvests.into() };
        displayed
    }

    fn plan(displayed: &Displayed) -> PlanView {
        let mut plan = PlanView::default();
        plan.digest(displayed);
        plan
    }

    /// Contract: a plan that nobody touches sends nothing, whatever it shows and whichever switches are off.
    #[test]
    fn a_plan_that_nobody_touches_sends_no_intent() {
        let displayed = displayed();
        let (mut test_ui, mut plan, mut intents) = (TestUi::default(), plan(&displayed), Vec::new());
        assert!(plan.is_there());
        for tab in Tab::ALL {
            for lever in Lever::ALL {
                (plan.tab, plan.unfolded, plan.switched_off) = (tab, Some(*lever), vec![*lever]);
                for _ in 0..4 {
                    test_ui.frame(|ui| plan.show(ui, &displayed, &mut intents));
                    assert_eq!(intents, [], "{tab:?}, {lever:?}");
                }
            }
        }
    }

    /// Contract: turned switches start nothing; one press starts the whole scenario without their levers, and nothing else does.
    #[test]
    fn only_a_press_starts_the_run_without_levers() {
        let displayed = displayed();
        let (mut test_ui, mut plan, mut intents) = (TestUi::default(), plan(&displayed), Vec::new());
        (plan.tab, plan.switched_off) = (Tab::Plan, vec![Lever::Steel, Lever::Trade]);
        let expected = displayed.scenario.clone().titled_without(&[Lever::Steel, Lever::Trade]);
        for step in 0..80_u16 {
            let at = pos2(16.0 * f32::from(step), 768.0);
            for press in [TestUi::move_to, TestUi::press, TestUi::release] {
                press(&mut test_ui, at);
                test_ui.frame(|ui| plan.show(ui, &displayed, &mut intents));
            }
        }
        let begin = Intent::Begin(Box::new(expected));
        assert!(!intents.is_empty() && intents.iter().all(|intent| *intent == begin), "{intents:?}");
        assert!(plan.switched_off.is_empty(), "the second button takes the switches back");
    }

    /// Contract: a run without levers is known again as such, also with another seed, and says so; any other scenario begins anew.
    #[test]
    fn a_run_without_levers_is_known_again() {
        let mut displayed = displayed();
        let whole = displayed.scenario.clone();
        let mut plan = plan(&displayed);
        plan.switched_off = vec![Lever::Steel];
        for (run, seed) in [(1, whole.seed), (2, 77)] {
            displayed.run = run;
            displayed.scenario = Scenario { seed, ..whole.clone() }.titled_without(&[Lever::Steel]);
            plan.digest(&displayed);
            assert_eq!((&plan.left_out, plan.rows.len()), (&vec![Lever::Steel], whole.levers().len()));
            assert_eq!(plan.without().as_deref(), Some("Without: backyard steel."));
        }
        displayed.run = 3;
        displayed.scenario = whole.clone().without(&[Lever::Housing]);
        plan.digest(&displayed);
        assert_eq!((plan.without(), plan.rows.len()), (None, whole.levers().len() - 1));
        displayed.run = 4;
        displayed.scenario = Scenario::default();
        (plan.tab, plan.run) = (Tab::Plan, Some(3));
        plan.digest(&displayed);
        assert!(!plan.is_there() && !plan.is_open());
    }
}
