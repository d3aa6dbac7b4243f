//! How intents are carried out: what they change in the panels, and what is sent to the run.

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Driver, Moment};
use crate::window::overlays::Overlay;
use crate::window::why::chain::Link;
use crate::window::why::on_the_map::overlay_of;

use super::intent::{self, Beginning, Intent, Pending};
use super::picker::{Dialog, Picker};
use super::state::PanelState;
use super::tabs::Tab;
use super::twin::TwinMaps;

impl PanelState {
    /// Shows on the map what a link is about, on the day of its year that shows it best; or, if the map shows it already, the land again.
    fn show_link(&mut self, link: Link, displayed: &Displayed, driver: &Driver) {
        let Some(day) = self.why.choose(link, displayed) else {
            self.overlay = None;
            return;
        };
        self.overlay = Some(overlay_of(link));
        let moment = Moment { branch: displayed.now.branch, day };
        self.carry_out(Intent::GoTo(moment), displayed, driver);
    }

    /// Washes an overlay over the map, or none. Of both worlds, the difference is a map by itself, which any other leaves.
    fn wash(&mut self, overlay: Option<Overlay>) {
        self.why.forget_link();
        if self.plan.tab == Tab::Twin {
            if overlay == Some(Overlay::Difference) {
                self.twin.maps = TwinMaps::Difference;
                return;
            }
            if self.twin.maps == TwinMaps::Difference {
                self.twin.maps = TwinMaps::Split;
            }
        }
        self.overlay = overlay;
    }

    /// Explains the year of a day from a link, on that day; a harvest, while it still stands.
    fn explain(&mut self, link: Link, moment: Moment, displayed: &Displayed, driver: &Driver) {
        self.plan.tab = Tab::Why;
        self.overlay = Some(overlay_of(link));
        let row = displayed.lived().nth(moment.day.saturating_sub(1) as usize);
        let Some(year) = row.map(|row| row.date.year() as u64) else { return };
        self.why.explain(year, link);
        let standing = (link == Link::Harvest).then(|| link.shown_on(displayed.lived(), year)).flatten();
        let moment = Moment { day: standing.unwrap_or(moment.day), ..moment };
        if moment != self.time.aim(displayed) {
            self.carry_out(Intent::GoTo(moment), displayed, driver);
        }
    }

    /// Carries out an intent.
    pub(super) fn carry_out(&mut self, intent: Intent, displayed: &Displayed, driver: &Driver) {
        // What is shown to be changed is that of another day until the run is where the person wants it.
        let changes = matches!(intent, Intent::Campaign(_) | Intent::Effort(_) | Intent::SetParameter(..));
        if changes && self.time.aim(displayed) != displayed.now {
            return;
        }
        if matches!(intent, Intent::Campaign(_)) && !self.switch.press() {
            return;
        }
        // They have the place of what is looked at closely.
        let takes_its_place =
            matches!(intent, Intent::Show(Tab::Why | Tab::Charts) | Intent::Why(_) | Intent::Explain(..));
        if takes_its_place && self.follow.is_open() {
            self.carry_out(Intent::Look(None), displayed, driver);
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
            Intent::Show(tab) => self.plan.tab = tab,
            Intent::Why(year) => {
                self.plan.tab = Tab::Why;
                self.why.ask(year);
            }
            Intent::Explain(link, moment) => self.explain(link, moment, displayed, driver),
            Intent::Link(link) => self.show_link(link, displayed, driver),
            Intent::Seeds(true) => self.why.go_on_with_seeds(displayed),
            Intent::Seeds(false) => self.why.leave_seeds(),
            Intent::Overlay(overlay) => self.wash(overlay),
            Intent::Look(subject) => {
                if subject.is_some() {
                    self.drawer_is_closed = false;
                    if matches!(self.plan.tab, Tab::Why | Tab::Charts) {
                        self.plan.tab = Tab::Land;
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
            Intent::PlayOrPause | Intent::Step | Intent::StepBack | Intent::Undo | Intent::LeaveNow => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};
    use crate::timeline::Timeline;
    use crate::window::live_run::driver::RunUpdate;
    use crate::window::live_run::save::SaveAs;

    fn small() -> Scenario {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        Scenario { landscape, ..Scenario::default() }
    }

    /// What the run tells once it has carried out all commands.
    fn told(driver: &Driver) -> RunUpdate {
        for _ in 0..10_000 {
            let update = driver.take_update();
            if update.carried_out == driver.sent() {
                return update;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the commands are not carried out");
    }

    /// Contract: while something that was done is not saved, whatever leads to another run or closes the window asks first, and sends
    /// nothing before it is answered: a built-in scenario, R, a scenario file and a session file, dropped or typed, and another seed.
    #[test]
    fn nothing_that_was_done_is_lost_without_a_question() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        let mut displayed = Displayed::new(small());
        displayed.is_unsaved = true;
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tiny.ron");
        let session = std::env::temp_dir().join(format!("sparrowfall-asks-{}.sparrowfall", std::process::id()));
        let mut timeline = Timeline::new(small(), Parallelism::Serial, 0);
        std::fs::write(&session, timeline.session(true).unwrap().bytes()).unwrap();
        let ways = [
            Intent::Begin(Box::new(small())),
            Intent::Load(scenario),
            Intent::Load(session.clone()),
            Intent::AskForSeed,
            Intent::Leave,
        ];
        for way in ways {
            let mut state = PanelState::default();
            state.carry_out(way.clone(), &displayed, &driver);
            let asks = matches!(state.dialog, Dialog::Offer(_) | Dialog::Seeds | Dialog::Leave);
            assert!(asks && driver.sent() == 0, "{way:?}");
        }
        std::fs::remove_file(session).unwrap();
    }

    /// Contract: a parameter that is set is something to be saved, and is shown as asked for until it is set; saved as a scenario, it is
    /// saved.
    #[test]
    fn a_parameter_that_is_set_is_to_be_saved() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        let mut state = PanelState::default();
        let displayed = Displayed::new(small());
        state.carry_out(Intent::SetParameter("sparrow.clutch_eggs".into(), 4.777), &displayed, &driver);
        let update = told(&driver);
        assert!(update.is_unsaved);
        let set = Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 4.777 };
        assert_eq!(update.logs[0].iter().map(|event| &event.action).collect::<Vec<_>>(), [&set]);
        let file = std::env::temp_dir().join(format!("sparrowfall-saved-{}.ron", std::process::id()));
        state.carry_out(Intent::AskForFileOf(SaveAs::Scenario), &displayed, &driver);
        assert!(state.dialog == Dialog::Save && driver.sent() == 1);
        state.carry_out(Intent::Save(SaveAs::Scenario, file.clone()), &displayed, &driver);
        assert!(!told(&driver).is_unsaved);
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(file).unwrap();
        assert!(text.contains("SetParameter(path:\"sparrow.clutch_eggs\",value:4.777)"), "{text}");
    }
}
