//! How intents are carried out: what they change in the panels, and what is sent to the run.

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver, Moment};
use crate::window::overlays::Overlay;
use crate::window::why::WhyView;
use crate::window::why::chain::Link;

use super::intent::{self, Beginning, Intent, Pending};
use super::picker::{Dialog, Picker};
use super::state::PanelState;
use super::tabs::Tab;
use super::twin::TwinMaps;

impl PanelState {
    /// Shows on the map what a link is about, on the day of its year that shows it best; or, if the map shows it already, goes back.
    fn show_link(&mut self, link: Link, displayed: &Displayed, driver: &Driver) {
        match self.why.choose(link, self.time.aim(displayed), displayed) {
            Some(day) => self.lead(link, Moment { branch: displayed.now.branch, day }, displayed, driver),
            None => self.come_back(displayed, driver),
        }
    }

    /// Washes an overlay over the map, or none. Of both worlds, the difference is a map by itself, which any other leaves; whoever takes it
    /// off comes back to what was there before.
    fn wash(&mut self, overlay: Option<Overlay>) {
        self.why.forget_link();
        if self.plan.tab == Tab::Twin {
            if overlay.is_some_and(Overlay::is_difference) {
                self.twin.show(TwinMaps::Difference);
                self.twin.difference = overlay;
                return;
            }
            if self.twin.leave_difference() && overlay.is_none() {
                return;
            }
        }
        self.overlay = overlay;
    }

    /// Explains the year of a day from a link, on that day; a harvest, when it is in.
    fn explain(&mut self, link: Link, moment: Moment, displayed: &Displayed, driver: &Driver) {
        self.plan.tab = Tab::Why;
        let row = displayed.lived().nth(moment.day.saturating_sub(1) as usize);
        let Some(year) = row.map(|row| row.date.year() as u64) else { return };
        self.why.explain(year, link);
        let standing = (link == Link::Harvest).then(|| WhyView::day_of(link, year, displayed)).flatten();
        self.lead(link, Moment { day: standing.unwrap_or(moment.day), ..moment }, displayed, driver);
    }

    /// Leads to what shows a link, and keeps the way back.
    fn lead(&mut self, link: Link, to: Moment, displayed: &Displayed, driver: &Driver) {
        self.overlay = Some(self.why.wash(link, self.overlay));
        self.why.lead(link, to);
        let here = self.time.aim(displayed);
        if to != here {
            self.why.way_back.leave(here, displayed.playing);
            self.travel(to, displayed, driver);
        }
    }

    /// Goes back from what a link has shown; days pass again if they did before.
    fn come_back(&mut self, displayed: &Displayed, driver: &Driver) {
        self.unwash();
        let Some((from, plays)) = self.why.way_back.take() else { return };
        self.travel(from, displayed, driver);
        if plays {
            driver.send(Command::Play);
        }
    }

    fn travel(&mut self, to: Moment, displayed: &Displayed, driver: &Driver) {
        intent::send(&Intent::GoTo(to), displayed, driver);
        self.time.sent(to, driver);
    }

    /// Takes from the map what a link has washed over it.
    fn unwash(&mut self) {
        self.overlay = self.why.way_back.unwashed(self.overlay);
        self.why.forget_link();
    }

    /// The explanation is left; the way back stays. Returns whether it was told of a field.
    fn leave_why(&mut self) -> bool {
        self.unwash();
        self.why.leave()
    }

    /// The same, and nobody else looks at that field.
    fn leave_why_and_its_field(&mut self, driver: &Driver) {
        if self.leave_why() {
            driver.send(Command::Field(None));
        }
    }

    /// Carries out an intent.
    pub(super) fn carry_out(&mut self, intent: Intent, displayed: &Displayed, driver: &Driver) {
        if matches!(intent, Intent::Campaign(_)) && !self.switch.press() {
            return;
        }
        // They have the place of what is looked at closely.
        let takes_its_place = match &intent {
            Intent::Show(tab) => matches!(tab, Tab::Why | Tab::Charts),
            Intent::Why(_) | Intent::WhyOfField(_) | Intent::Explain(..) => true,
            _ => false,
        };
        if takes_its_place && self.follow.is_open() {
            self.carry_out(Intent::Look(None), displayed, driver);
        }
        let changes = matches!(intent, Intent::Campaign(_) | Intent::Effort(_) | Intent::SetParameter(..));
        if changes || intent == Intent::Undo {
            // From there on it is another history.
            self.why.way_back.take();
        }
        intent::send(&intent, displayed, driver);
        match intent {
            Intent::Campaign(effort) => self.effort = Some(Pending::sent(effort, driver)),
            Intent::Effort(effort) => self.effort = Some(Pending::sent(effort, driver)),
            Intent::Speed(days_per_s) => self.speed = Some(Pending::sent(days_per_s, driver)),
            Intent::FollowStory => self.speed = None,
            Intent::AskForSeed => self.dialog = Dialog::Seeds,
            Intent::ShowScenarios => self.dialog = Dialog::Scenarios,
            Intent::ShowIntroduction => self.dialog = Dialog::Introduction,
            Intent::ShowHelp => self.dialog = Dialog::Help,
            Intent::ShowSettings => self.dialog = Dialog::Settings,
            Intent::Browse(purpose) => self.picker.browser.ask(purpose),
            Intent::Show(tab) => {
                self.plan.tab = tab;
                if tab != Tab::Why {
                    self.leave_why_and_its_field(driver);
                }
            }
            Intent::Why(year) => {
                self.plan.tab = Tab::Why;
                self.unwash();
                self.why.ask(year);
            }
            Intent::WhyOfField(cell) => {
                self.plan.tab = Tab::Why;
                if let Some(today) = displayed.record.days.last() {
                    self.why.ask_of_field(today.date.year() as u64, cell);
                    driver.send(Command::Field(Some(cell)));
                }
            }
            Intent::Explain(link, moment) => self.explain(link, moment, displayed, driver),
            Intent::Link(link) => self.show_link(link, displayed, driver),
            Intent::ComeBack => self.come_back(displayed, driver),
            Intent::Seeds(true) => self.why.go_on_with_seeds(displayed),
            Intent::Seeds(false) => self.why.leave_seeds(),
            Intent::Overlay(overlay) => {
                self.wash(overlay);
                self.why.way_back.keep_overlay();
            }
            Intent::Look(subject) => {
                if subject.is_some() {
                    self.drawer_is_closed = false;
                    if matches!(self.plan.tab, Tab::Why | Tab::Charts) {
                        self.plan.tab = Tab::Land;
                        self.leave_why();
                    }
                }
                self.follow.look(subject);
            }
            Intent::Load(path) => self.dialog = self.picker.load(&path),
            Intent::Begin(scenario) => match Picker::before(scenario.clone(), displayed) {
                Some(dialog) => self.dialog = dialog,
                None => self.carry_out(Intent::BeginNow(Beginning::Scenario(scenario)), displayed, driver),
            },
            Intent::BeginNow(_) => {
                self.leave_why_and_its_field(driver);
                self.effort = None;
                self.switch.forget();
                self.dialog = Dialog::None;
            }
            Intent::SetParameter(path, value) => self.parameters.sent(path, value, driver),
            Intent::AskForFileOf(what) => {
                self.picker.save.open_for(what);
                self.dialog = Dialog::Save;
            }
            Intent::AskForFile => {
                self.picker.save.open();
                self.dialog = Dialog::Save;
            }
            Intent::Save(..) => self.picker.save.sent(driver.sent()),
            Intent::Leave => self.dialog = Dialog::Leave,
            Intent::CloseDialog => {
                self.dialog = Dialog::None;
                self.picker.browser.forget();
            }
            Intent::GoTo(moment) => self.time.sent(moment, driver),
            // The window's own affairs are done where the panels are shown.
            Intent::Prefer(_) | Intent::FullScreen | Intent::MoveMap(_) => {}
            // Whoever goes on from here is no longer on the way.
            Intent::PlayOrPause if !displayed.playing => {
                self.unwash();
                self.why.way_back.take();
            }
            Intent::PlayOrPause | Intent::Step | Intent::StepBack | Intent::Undo | Intent::LeaveNow => {}
        }
    }
}

#[cfg(test)]
mod tests;
