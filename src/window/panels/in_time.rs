//! What shows the run in time, and leads to other days of it: the charts and the time line.

use bevy_egui::egui::{ScrollArea, Ui};

use crate::ecology::calendar::date_of;
use crate::scenario::Scenario;
use crate::window::charts::data::TimeAxis;
use crate::window::charts::{self, ChartsOf, Pressed};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;

use super::intent::Intent;
use super::layout::PanelState;

impl PanelState {
    fn charts_of<'a>(&'a self, displayed: &'a Displayed) -> ChartsOf<'a> {
        let Scenario { start, end, .. } = displayed.scenario;
        ChartsOf {
            scenario: &displayed.scenario,
            record: &displayed.record,
            ahead: &displayed.ahead,
            twin: displayed.parted_twin(),
            spans: self.time.spans(displayed),
            bet: self.bet.guesses(),
            axis: TimeAxis::new(start, end, date_of(start, displayed.last_day().saturating_sub(1))),
        }
    }

    pub(super) fn charts(&mut self, ui: &mut Ui, displayed: &Displayed, height: f32) {
        ScrollArea::vertical().id_salt("charts").auto_shrink(false).show(ui, |ui| {
            self.show_charts(ui, displayed, height);
        });
    }

    /// Whoever presses on a chart goes to that day, or is told why that harvest was lower.
    pub(super) fn show_charts(&mut self, ui: &mut Ui, displayed: &Displayed, height: f32) {
        let lived = displayed.lived().count() as u32;
        match charts::show(ui, self.charts_of(displayed), height) {
            Some(Pressed::Loss(year)) => self.intents.push(Intent::Why(year)),
            Some(Pressed::Day(day)) => {
                let moment = Moment { branch: displayed.now.branch, day: day.clamp(1, lived.max(1)) };
                if moment != self.time.aim(displayed) {
                    self.intents.push(Intent::GoTo(moment));
                }
            }
            None => {}
        }
    }

    pub(super) fn time_bar(&mut self, root: &mut Ui, displayed: &Displayed) {
        let asked = self.speed.and_then(|asked| asked.until_done(displayed)).unwrap_or(displayed.asked_days_per_s);
        self.time.show(root, displayed, asked, &mut self.intents);
    }
}
