//! How intents are carried out: what they change in the panels, and what is sent to the run.

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver, Moment};
use crate::window::overlays::Overlay;
use crate::window::why::chain::Link;

use super::intent::{self, Beginning, Intent, Pending};
use super::picker::{Dialog, Picker};
use super::state::PanelState;
use super::tabs::Tab;
use super::twin::TwinMaps;

impl PanelState {
    /// Shows on the map what a link is about, on the day of its year that shows it best; or, if the map shows it already, goes back.
    fn show_link(&mut self, link: Link, displayed: &Displayed, driver: &Driver) {
        match self.why.choose(link, displayed) {
            Some(day) => self.lead(link, Moment { branch: displayed.now.branch, day }, displayed, driver),
            None => self.come_back(displayed, driver),
        }
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
        let row = displayed.lived().nth(moment.day.saturating_sub(1) as usize);
        let Some(year) = row.map(|row| row.date.year() as u64) else { return };
        self.why.explain(year, link);
        let standing = (link == Link::Harvest).then(|| link.shown_on(displayed.lived(), year)).flatten();
        self.lead(link, Moment { day: standing.unwrap_or(moment.day), ..moment }, displayed, driver);
    }

    /// Leads to what shows a link, and keeps the way back.
    fn lead(&mut self, link: Link, to: Moment, displayed: &Displayed, driver: &Driver) {
        self.overlay = Some(self.why.wash(link, self.overlay));
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
        intent::send(&Intent::GoTo(to), displayed, driver, false);
        self.time.sent(to, driver);
    }

    /// Takes from the map what a link has washed over it.
    fn unwash(&mut self) {
        self.overlay = self.why.way_back.unwashed(self.overlay);
        self.why.forget_link();
    }

    /// The explanation is left; the way back stays.
    fn leave_why(&mut self, driver: &Driver) {
        self.unwash();
        if self.why.leave_field() {
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
        // Until the run is where the person wants it, another day is shown; what is changed is changed where it arrives.
        let is_on_its_way = self.time.aim(displayed) != displayed.now || displayed.is_waiting(driver);
        intent::send(&intent, displayed, driver, is_on_its_way);
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
                    self.leave_why(driver);
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
                        self.unwash();
                        self.why.leave_field();
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
                self.leave_why(driver);
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
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters, Scenario};
    use crate::timeline::Timeline;
    use crate::window::live_run::driver::{Command, RunUpdate};
    use crate::window::live_run::save::SaveAs;
    use crate::window::overlays::Overlay;
    use crate::window::test_support::run::{displayed_on, with_field};

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

    /// Contract: what is changed while the run is on its way to another day is changed there, in order, and is shown as asked for until it
    /// is; what is so there already is said not to have been done.
    #[test]
    fn what_is_changed_on_the_way_is_changed_on_arrival() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        driver.send(Command::Speed(1e6));
        driver.send(Command::PlayUntil(40));
        while told(&driver).now.day < 40 {}
        let mut displayed = Displayed::new(small());
        displayed.now = Moment { branch: 0, day: 40 };
        let mut state = PanelState::default();
        let eggs = |value| Intent::SetParameter("sparrow.clutch_eggs".into(), value);
        for intent in
            [Intent::GoTo(Moment { branch: 0, day: 12 }), eggs(4.0), Intent::Campaign(0.5), Intent::Effort(0.3)]
        {
            state.carry_out(intent, &displayed, &driver);
        }
        assert_eq!(state.campaign(&displayed).next_effort, 0.3);
        let update = told(&driver);
        let there = crate::ecology::calendar::date_of(small().start, 12);
        let done: Vec<_> = update.logs[1].iter().map(|event| (event.date, event.action.clone())).collect();
        let set = |value| Action::SetParameter { path: "sparrow.clutch_eggs".into(), value };
        let expected = [set(4.0), Action::StartCampaign { effort: 0.5 }, Action::SetEffort { effort: 0.3 }];
        assert_eq!(done, expected.map(|action| (there, action)));
        assert_eq!((update.now, update.notice), (Moment { branch: 1, day: 12 }, None));
        // The campaign is off on that day, and stays so.
        let mut state = PanelState::default();
        for intent in [Intent::GoTo(Moment { branch: 0, day: 20 }), Intent::Campaign(0.0), eggs(3.0)] {
            state.carry_out(intent, &displayed, &driver);
        }
        let update = told(&driver);
        assert!(update.notice.is_some_and(|said| said.contains("it is off on")));
        assert_eq!(update.logs[2].iter().map(|event| &event.action).collect::<Vec<_>>(), [&set(3.0)]);
    }

    /// Contract: what is changed right after undoing is changed where that leads, and not where it is no longer so.
    #[test]
    fn what_is_changed_right_after_undoing_is_judged_there() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        let (mut state, mut displayed) = (PanelState::default(), Displayed::new(small()));
        for command in [Command::Act(Action::StartCampaign { effort: 1.0 }), Command::Step] {
            driver.send(command);
        }
        displayed.apply(told(&driver), std::time::Instant::now());
        assert!(displayed.campaign_effort > 0.0 && !displayed.is_waiting(&driver));
        for intent in [Intent::Undo, Intent::Campaign(0.0)] {
            state.carry_out(intent, &displayed, &driver);
        }
        let update = told(&driver);
        assert!(update.logs[1].is_empty() && update.notice.is_some_and(|said| said.contains("it is off on")));
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

    /// Contract: a link of the explanation leads to its day and its overlay, and back to where one was, playing if it played, with the
    /// overlay that was there; whoever leaves the explanation or goes on keeps no overlay that only a link had shown.
    #[test]
    fn a_link_leads_there_and_back() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        let mut displayed = displayed_on(date(1960, 1, 20));
        displayed.playing = true;
        let here = displayed.now;
        let led = |displayed: &Displayed| {
            let mut state = PanelState::default();
            state.carry_out(Intent::Why(1959), displayed, &driver);
            state.digest(displayed);
            state.carry_out(Intent::Link(Link::Leaf), displayed, &driver);
            let there = state.time.aim(displayed);
            assert!(there.day < here.day && state.overlay == Some(Overlay::LeafLost), "{there:?}");
            let mut there_displayed = displayed.clone();
            (there_displayed.now, there_displayed.playing) = (there, false);
            (state, there_displayed)
        };
        for plays in [true, false] {
            displayed.playing = plays;
            for back in [Intent::ComeBack, Intent::Link(Link::Leaf)] {
                let (mut state, there) = led(&displayed);
                let before = driver.sent();
                state.carry_out(back, &there, &driver);
                let sent = if plays { 2 } else { 1 };
                assert_eq!((driver.sent() - before, state.time.aim(&there), state.overlay), (sent, here, None));
            }
        }
        for leaves in [Intent::Show(Tab::Land), Intent::PlayOrPause, Intent::Why(1958)] {
            let (mut state, there) = led(&displayed);
            state.carry_out(leaves.clone(), &there, &driver);
            assert_eq!(state.overlay, None, "{leaves:?}");
        }
        let (mut state, there) = led(&displayed);
        state.carry_out(Intent::Overlay(Some(Overlay::LeafLost)), &there, &driver);
        state.carry_out(Intent::Show(Tab::Land), &there, &driver);
        assert_eq!(state.overlay, Some(Overlay::LeafLost), "the person has chosen it");
    }

    /// Contract: what explains a field washes nothing over the map, leads to no other day, and is told of the field.
    #[test]
    fn a_field_is_explained_where_it_is() {
        let driver = Driver::start(small(), Parallelism::Serial).unwrap();
        let (displayed, cell) = with_field();
        let mut state = PanelState::default();
        state.overlay = Some(Overlay::Crop);
        state.carry_out(Intent::WhyOfField(cell), &displayed, &driver);
        assert!(state.plan.tab == Tab::Why && state.overlay == Some(Overlay::Crop));
        assert_eq!(state.time.aim(&displayed), displayed.now);
        assert_eq!(driver.sent(), 1, "the field's years are kept");
    }
}
