//! Tests of how intents are carried out.

use std::path::Path;
use std::time::Duration;

use bevy_egui::egui::{Key, pos2};
use jiff::civil::date;

use super::*;
use crate::engine::parallel::Parallelism;
use crate::scenario::{Action, LandscapeParameters, Scenario};
use crate::timeline::Timeline;
use crate::window::follow::Subject;
use crate::window::live_run::driver::{Command, RunUpdate};
use crate::window::live_run::save::SaveAs;
use crate::window::map::view::View;
use crate::window::overlays::Overlay;
use crate::window::preferences::Preferences;
use crate::window::test_support::run::{displayed_on, with_field};
use crate::window::test_support::ui::TestUi;

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
    for intent in [Intent::GoTo(Moment { branch: 0, day: 12 }), eggs(4.0), Intent::Campaign(0.5), Intent::Effort(0.3)] {
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

/// Contract: whoever looks at other days on the way, by dragging or step by step, also at the one from which they came, can still go back
/// there; whoever plays on from one of them, does something or undoes it, cannot.
#[test]
fn looking_around_keeps_the_way_back() {
    let driver = Driver::start(small(), Parallelism::Serial).unwrap();
    let displayed = displayed_on(date(1960, 1, 20));
    let here = displayed.now;
    let looked_around = || {
        let mut state = PanelState::default();
        state.carry_out(Intent::Why(1959), &displayed, &driver);
        state.digest(&displayed);
        state.carry_out(Intent::Link(Link::Leaf), &displayed, &driver);
        for day in [here.day - 300, here.day, here.day - 90] {
            state.carry_out(Intent::GoTo(Moment { day, ..here }), &displayed, &driver);
            state.digest(&displayed);
        }
        for step in [Intent::StepBack, Intent::Step] {
            state.carry_out(step, &displayed, &driver);
            state.digest(&displayed);
        }
        state
    };
    let mut state = looked_around();
    assert!(state.why.way_back.is_there());
    state.carry_out(Intent::ComeBack, &displayed, &driver);
    assert!(state.time.aim(&displayed) == here && !state.why.way_back.is_there());
    let eggs = Intent::SetParameter("sparrow.clutch_eggs".into(), 4.0);
    for ends in [Intent::PlayOrPause, Intent::Campaign(0.0), eggs, Intent::Undo] {
        let mut state = looked_around();
        state.carry_out(ends.clone(), &displayed, &driver);
        assert!(!state.why.way_back.is_there(), "{ends:?}");
    }
}

/// Contract: whoever takes the difference of both worlds off the map has the overlay and the arrangement that were there before.
#[test]
fn the_difference_gives_way_to_what_was_before() {
    let driver = Driver::start(small(), Parallelism::Serial).unwrap();
    let mut state = PanelState::default();
    (state.plan.tab, state.overlay, state.twin.maps) = (Tab::Twin, Some(Overlay::Pests), TwinMaps::Beside);
    for (overlay, expected) in [(None, Some(Overlay::Pests)), (Some(Overlay::Crop), Some(Overlay::Crop))] {
        for chosen in [Some(Overlay::Difference), overlay] {
            state.carry_out(Intent::Overlay(chosen), &Displayed::new(small()), &driver);
        }
        assert!((state.overlay, state.twin.maps) == (expected, TwinMaps::Beside), "{overlay:?}");
    }
}

/// Contract: a link leads to its day again after one has gone to another by oneself.
#[test]
fn a_link_leads_there_again() {
    let driver = Driver::start(small(), Parallelism::Serial).unwrap();
    let displayed = displayed_on(date(1960, 1, 20));
    let mut state = PanelState::default();
    let led = |state: &mut PanelState| {
        state.carry_out(Intent::Link(Link::Leaf), &displayed, &driver);
        state.time.aim(&displayed)
    };
    state.carry_out(Intent::Why(1959), &displayed, &driver);
    state.digest(&displayed);
    let there = led(&mut state);
    let elsewhere = Moment { day: there.day + 30, ..there };
    state.carry_out(Intent::GoTo(elsewhere), &displayed, &driver);
    state.digest(&displayed);
    assert_eq!(led(&mut state), there);
    assert_eq!(state.overlay, Some(Overlay::LeafLost));
    assert_eq!(led(&mut state), displayed.now, "back");
}

/// Contract: whoever leaves the explanation for another tab, or to look at a field, and comes again reads the latest year.
#[test]
fn whoever_comes_again_reads_the_latest_year() {
    let driver = Driver::start(small(), Parallelism::Serial).unwrap();
    let (displayed, cell) = (displayed_on(date(1960, 1, 20)), 3);
    let read = |state: &mut PanelState| {
        state.digest(&displayed);
        state.why.year()
    };
    for leaves in [Intent::Show(Tab::Land), Intent::Look(Some(Subject::Field(cell)))] {
        let mut state = PanelState::default();
        state.carry_out(Intent::Why(1958), &displayed, &driver);
        assert_eq!(read(&mut state), Some(1958));
        for intent in [leaves, Intent::Show(Tab::Why)] {
            state.carry_out(intent, &displayed, &driver);
            state.digest(&displayed);
        }
        assert_eq!(read(&mut state), Some(1959));
    }
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

/// The state after a press on the key that closes, or after another event.
fn after(test_ui: &mut TestUi, state: &mut PanelState, displayed: &Displayed, event: fn(&mut TestUi)) {
    let driver = Driver::start(small(), Parallelism::Serial).unwrap();
    // In the frame after it, what it has opened or closed is seen.
    let lets_go: fn(&mut TestUi) = |test_ui| test_ui.let_go(Key::Escape);
    for event in [event, lets_go] {
        event(test_ui);
        test_ui.frame(|ui| {
            state.digest(displayed);
            state.read_keys(ui.ctx(), displayed);
            let map = state.panels(ui.ctx(), displayed);
            state.corners(ui.ctx(), map, displayed, &View::default());
            state.dialogs(ui.ctx(), displayed, &Preferences::default());
        });
        for intent in std::mem::take(&mut state.intents) {
            state.carry_out(intent, displayed, &driver);
        }
    }
}

/// Contract: Escape ends the topmost thing that is open, and nothing else: a dialog, the menu of overlays, what has the map's place, what is
/// looked at, what is explained, an overlay.
#[test]
fn escape_ends_the_topmost_thing() {
    let (displayed, cell) = with_field();
    let (mut test_ui, mut state) = (TestUi::default(), PanelState::default());
    let open = |state: &PanelState| {
        let (is_dialog, is_menu) = (state.dialog != Dialog::None, state.chooser_is_open);
        [
            is_dialog,
            is_menu,
            state.plan.is_open(),
            state.follow.is_open(),
            state.plan.tab == Tab::Why,
            state.overlay.is_some(),
        ]
    };
    (state.dialog, state.chooser_is_open, state.overlay) = (Dialog::Help, true, Some(Overlay::Pests));
    state.follow.look(Some(Subject::Field(cell)));
    state.plan.tab = Tab::Parameters;
    after(&mut test_ui, &mut state, &displayed, |_| ());
    assert_eq!(open(&state), [true, true, true, true, false, true]);
    let escape = |test_ui: &mut TestUi| test_ui.key(Key::Escape);
    for expected in [[false, true, true, true, false, true], [false, true, false, true, false, true]] {
        after(&mut test_ui, &mut state, &displayed, escape);
        assert_eq!(open(&state), expected);
    }
    state.plan.tab = Tab::Why;
    for expected in [
        [false, false, false, true, true, true],
        [false, false, false, false, true, true],
        [false, false, false, false, false, true],
        [false; 6],
        [false; 6],
    ] {
        after(&mut test_ui, &mut state, &displayed, escape);
        assert_eq!(open(&state), expected);
    }
}

/// Contract: a menu that is opened from a button is ended before all that is under it, and so is typing in a field.
#[test]
fn escape_ends_menus_and_typing_first() {
    let displayed = displayed_on(date(1960, 1, 20));
    let (mut test_ui, mut state) = (TestUi::default(), PanelState::default());
    let escape = |test_ui: &mut TestUi| test_ui.key(Key::Escape);
    state.overlay = Some(Overlay::Pests);
    let menu: [fn(&mut TestUi); 4] = [
        |_| (),
        |test_ui| test_ui.move_to(pos2(44.0, 28.0)),
        |test_ui| test_ui.press(pos2(44.0, 28.0)),
        |test_ui| test_ui.release(pos2(44.0, 28.0)),
    ];
    for event in menu {
        after(&mut test_ui, &mut state, &displayed, event);
    }
    for expected in [Some(Overlay::Pests), None] {
        after(&mut test_ui, &mut state, &displayed, escape);
        assert_eq!(state.overlay, expected);
    }
    state.overlay = Some(Overlay::Pests);
    let mut text = String::new();
    for (presses, expected) in [(false, Some(Overlay::Pests)), (true, Some(Overlay::Pests)), (true, None)] {
        if presses {
            test_ui.key(Key::Escape);
        }
        let mut is_first = !presses;
        for _ in 0..3 {
            test_ui.frame(|ui| {
                state.read_keys(ui.ctx(), &displayed);
                let field = ui.text_edit_singleline(&mut text);
                if std::mem::take(&mut is_first) {
                    field.request_focus();
                }
            });
            let driver = Driver::start(small(), Parallelism::Serial).unwrap();
            for intent in std::mem::take(&mut state.intents) {
                state.carry_out(intent, &displayed, &driver);
            }
        }
        test_ui.let_go(Key::Escape);
        assert_eq!(state.overlay, expected, "{presses}");
    }
}
