//! How intents are carried out: what they change in the panels, and what is sent to the run.

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Driver;

use super::intent::{self, Beginning, Intent, Pending};
use super::layout::PanelState;
use super::picker::{Dialog, Picker};

impl PanelState {
    /// Carries out an intent.
    pub(super) fn carry_out(&mut self, intent: Intent, displayed: &Displayed, driver: &Driver) {
        intent::send(&intent, displayed, driver);
        match intent {
            Intent::Campaign(is_on) => self.effort = Some(Pending::sent(if is_on { 1.0 } else { 0.0 }, driver)),
            Intent::Effort(effort) => self.effort = Some(Pending::sent(effort, driver)),
            Intent::Speed(days_per_s) => self.speed = Some(Pending::sent(days_per_s, driver)),
            Intent::AskForSeed => self.dialog = Dialog::Seeds,
            Intent::ShowScenarios => self.dialog = Dialog::Scenarios,
            Intent::ShowIntroduction => self.dialog = Dialog::Introduction,
            Intent::Show(tab) => self.plan.tab = tab,
            Intent::Overlay(overlay) => self.overlay = overlay,
            Intent::Load(path) => self.dialog = self.picker.load(&path),
            Intent::Begin(scenario) => match Picker::before(scenario.clone(), displayed) {
                Some(dialog) => self.dialog = dialog,
                None => self.carry_out(Intent::BeginNow(Beginning::Scenario(scenario)), displayed, driver),
            },
            Intent::BeginNow(_) => {
                self.effort = None;
                self.dialog = Dialog::None;
            }
            Intent::AskForFile => {
                self.picker.save.open();
                self.dialog = Dialog::Save;
            }
            Intent::Save(..) => self.picker.save.sent(driver.sent()),
            Intent::Leave => self.dialog = Dialog::Leave,
            Intent::CloseDialog => self.dialog = Dialog::None,
            Intent::PlayOrPause | Intent::Step | Intent::LeaveNow => {}
        }
    }
}
