//! What shows the run in time, and leads to other days of it: the charts and the time line.

use bevy_egui::egui::Ui;

use crate::ecology::calendar::date_of;
use crate::scenario::Scenario;
use crate::window::bet::Bet;
use crate::window::charts::data::TimeAxis;
use crate::window::charts::{self, ChartsOf, Pressed, Room};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::time_line::TimeLine;

use super::intent::Intent;
use super::state::PanelState;
use super::tabs::Tab;

fn charts_of<'a>(time: &'a TimeLine, bet: &'a Bet, displayed: &'a Displayed) -> ChartsOf<'a> {
    let Scenario { start, end, .. } = displayed.scenario;
    ChartsOf {
        scenario: &displayed.scenario,
        record: &displayed.record,
        ahead: &displayed.ahead,
        twin: displayed.parted_twin(),
        spans: time.spans(displayed),
        bet: bet.guesses(),
        edition: displayed.edition(),
        axis: TimeAxis::new(start, end, date_of(start, displayed.last_day().saturating_sub(1))),
    }
}

impl PanelState {
    /// Shows as many charts as fit.
    pub(super) fn show_charts(&mut self, ui: &mut Ui, displayed: &Displayed, room: Room) {
        let of = charts_of(&self.time, &self.bet, displayed);
        let pressed = charts::show(ui, of, &mut self.charts, room);
        self.pressed_on_charts(pressed, displayed);
    }

    /// Shows the charts with all that can be chosen.
    pub(super) fn large_charts(&mut self, ui: &mut Ui, displayed: &Displayed) {
        let of = charts_of(&self.time, &self.bet, displayed);
        let pressed = charts::show_panel(ui, of, &mut self.charts, self.why.seeds(), &mut self.intents);
        self.pressed_on_charts(pressed, displayed);
    }

    /// Whoever presses on a chart goes to that day, or is told why that harvest was lower.
    fn pressed_on_charts(&mut self, pressed: Option<Pressed>, displayed: &Displayed) {
        match pressed {
            Some(Pressed::Loss(year)) => self.intents.push(Intent::Why(year)),
            Some(Pressed::More) => self.intents.push(Intent::Show(Tab::Charts)),
            Some(Pressed::Day(day)) => {
                let lived = displayed.lived().count() as u32;
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
