use bevy_egui::egui::{Key, Rect, pos2};
use jiff::civil::date;

use super::*;
use crate::engine::parallel::Parallelism;
use crate::record::Record;
use crate::scenario::{Action, Document, Intervention, LandscapeParameters, parse};
use crate::simulation::Simulation;
use crate::timeline::Timeline;
use crate::window::language::{Language, within};
use crate::window::live_run::twin::Twin;
use crate::window::test_support::rows::rows;
use crate::window::test_support::ui::TestUi;

fn displayed(scenario: Scenario) -> Displayed {
    let days = rows(scenario.start, 5, |_, _| ());
    let mut displayed = Displayed::new(scenario);
    displayed.record = Record { days, ..Record::default() };
    displayed
}

fn set(path: &str, value: f64) -> Action {
    Action::SetParameter { path: path.into(), value }
}

fn frame(test_ui: &mut TestUi, view: &mut ParametersView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    test_ui.frame(|ui| view.show(ui, displayed, true, intents));
}

/// Contract: a panel that nobody touches sends nothing, whatever values the run has, however odd, and whatever is shown.
#[test]
fn a_panel_that_nobody_touches_sends_no_intent() {
    let (mut test_ui, mut view, mut intents) = (TestUi::default(), ParametersView::default(), Vec::new());
    for tick in 0..44_u16 {
        let mut scenario = Scenario::default();
        let paths = scenario.sections().map(|(path, _)| path);
        for (section, path) in paths.into_iter().enumerate().filter(|(_, path)| *path != "landscape") {
            let section_at = scenario.section_mut(path).unwrap();
            for (index, parameter) in section_at.parameters().iter().enumerate() {
                let part = f64::from((tick + 1).wrapping_mul(7919).wrapping_add(631 * (section + index) as u16) % 1013)
                    / 1012.0;
                let value = parameter.range.start() + part.powi(4) * (parameter.range.end() - parameter.range.start());
                section_at.set_value(index, if parameter.whole { value.round() } else { value });
            }
        }
        view.shown = Shown::Section(usize::from(tick) % 21);
        view.is_only_changed = tick >= 42;
        let displayed = displayed(scenario);
        for _ in 0..4 {
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
            assert_eq!(intents, [], "{tick}");
        }
    }
}

/// A panel that shows only the eggs of a clutch, which are at an odd value.
fn clutch() -> (TestUi, ParametersView, Displayed) {
    let mut scenario = Scenario::default();
    scenario.set("sparrow.clutch_eggs", "5.0123").unwrap();
    let view = ParametersView { words: "clutch eggs in a".into(), ..ParametersView::default() };
    (TestUi::default(), view, displayed(scenario))
}

/// Contract: a slider that is dragged for two seconds sets its parameter once, when it is let go; one that is only touched, or moved
/// back to where it was, sets nothing.
#[test]
fn a_drag_is_one_intervention() {
    let (mut test_ui, mut view, displayed) = clutch();
    let mut intents = Vec::new();
    let mut found = None;
    for y in (100..300_u16).step_by(6) {
        // Past the list of sections and the words, where the slider is.
        let at = |part: f32| pos2(860.0 + 110.0 * part, f32::from(y));
        test_ui.press(at(0.9));
        frame(&mut test_ui, &mut view, &displayed, &mut intents);
        for step in 0..120_u8 {
            test_ui.move_to(at(0.9 - f32::from(step) / 200.0));
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
            assert_eq!(intents, [], "while it is held");
        }
        test_ui.release(at(0.3));
        (0..3).for_each(|_| frame(&mut test_ui, &mut view, &displayed, &mut intents));
        if !intents.is_empty() {
            found = Some(y);
            break;
        }
    }
    let y = found.expect("there is a slider");
    let [Intent::SetParameter(path, value)] = &intents[..] else { panic!("{intents:?}") };
    assert_eq!(path, "sparrow.clutch_eggs");
    assert!((0.0..20.0).contains(value) && (10.0 * value).fract() < 1e-9, "{value}");
    intents.clear();
    // A touch on the handle, wherever it is, and a press elsewhere, which moves it.
    let mut touches = 0;
    for x in 820..1000_u16 {
        let at = pos2(f32::from(x), f32::from(y));
        for press in [TestUi::move_to, TestUi::press, TestUi::release] {
            press(&mut test_ui, at);
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
        }
        touches += usize::from(intents.is_empty());
        assert!(intents.iter().all(|intent| matches!(intent, Intent::SetParameter(..))) && intents.len() <= 1);
        intents.clear();
    }
    assert!(touches >= 5, "a touch on the handle moves it");
}

/// Contract: an arrow that is held moves the slider once, when it is let go; one that leads past it moves nothing.
#[test]
fn a_key_that_is_held_is_one_intervention() {
    let mut all = Vec::new();
    for tabs in 0..40 {
        let (mut test_ui, mut view, displayed) = clutch();
        let mut intents = Vec::new();
        for _ in 0..tabs {
            test_ui.key(Key::Tab);
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
        }
        frame(&mut test_ui, &mut view, &displayed, &mut intents);
        for _ in 0..30 {
            test_ui.key(Key::ArrowRight);
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
        }
        assert_eq!(intents, [], "while it is held");
        test_ui.let_go(Key::ArrowRight);
        (0..2).for_each(|_| frame(&mut test_ui, &mut view, &displayed, &mut intents));
        all.append(&mut intents);
    }
    assert!(!all.is_empty(), "no slider has taken the focus");
    let is_it = |intent: &Intent| matches!(intent, Intent::SetParameter(path, value) if path == "sparrow.clutch_eggs" && *value > 5.5);
    assert!(all.len() < 10 && all.iter().all(is_it), "{all:?}");
}

/// Contract: what is typed is set exactly; what was there is not set again; what is no value is told, and so is what goes against
/// another parameter.
#[test]
fn what_is_typed_is_set_exactly_or_refused() {
    let typed = |words: &str, text: &str| {
        let (mut test_ui, mut view, displayed) = clutch();
        view.words = words.into();
        let mut intents = Vec::new();
        frame(&mut test_ui, &mut view, &displayed, &mut intents);
        let field = bevy_egui::egui::Id::new(("value", view_id(words)));
        test_ui.frame(|ui| {
            ui.memory_mut(|memory| memory.request_focus(field));
            view.show(ui, &displayed, true, &mut intents);
        });
        test_ui.type_over(text);
        frame(&mut test_ui, &mut view, &displayed, &mut intents);
        test_ui.key(Key::Enter);
        (0..2).for_each(|_| frame(&mut test_ui, &mut view, &displayed, &mut intents));
        (intents, view.fault.map(|(_, fault)| fault))
    };
    let clutch = "clutch eggs in a";
    let (intents, fault) = typed(clutch, "4.7771");
    assert_eq!((intents, fault), (vec![Intent::SetParameter("sparrow.clutch_eggs".into(), 4.7771)], None));
    assert_eq!(typed(clutch, "5.0123"), (vec![], None));
    for wrong in ["21", "4,5", "NaN", "many", ""] {
        let (intents, fault) = typed(clutch, wrong);
        assert!(intents.is_empty() && fault.is_some_and(|fault| fault.contains("allowed: 0 to 20 eggs")), "{wrong}");
    }
    let (intents, fault) = typed("sparrow.breeding_first_day", "300");
    assert!(intents.is_empty() && fault.is_some_and(|fault| fault.contains("not after last")));
}

/// The parameter of the sparrow with this path or these words.
fn view_id(words: &str) -> Id {
    let values = Values::of(&Displayed::new(Scenario::default()), std::iter::empty());
    let found = values.rows(8).find(|row| row.matches(words)).unwrap();
    found.id
}

/// Contract: what acts only at the start is shown without a control: presses all over its rows set nothing.
#[test]
fn what_acts_only_at_the_start_is_not_changed() {
    let (mut test_ui, mut view, displayed) = clutch();
    (view.words, view.shown) = (String::new(), Shown::Section(0));
    let values = Values::of(&displayed, std::iter::empty());
    assert!(values.rows(0).all(|row| row.acts_only_at_start()));
    let mut intents = Vec::new();
    for (x, y) in (200..1280_u16).step_by(40).flat_map(|x| (110..800_u16).step_by(23).map(move |y| (x, y))) {
        let at = pos2(f32::from(x), f32::from(y));
        for press in [TestUi::move_to, TestUi::press, TestUi::release] {
            press(&mut test_ui, at);
            frame(&mut test_ui, &mut view, &displayed, &mut intents);
        }
    }
    assert_eq!(intents, []);
}

/// Contract: at every size, and in each language, the panel stays within its place.
#[test]
fn the_panel_stays_within_its_place() {
    let sizes = [(608.0, 300.0), (662.0, 480.0), (870.0, 640.0), (1240.0, 860.0), (1048.0, 1000.0)];
    for ((wide, high), language) in
        sizes.into_iter().flat_map(|size| Language::OF_WINDOW.into_iter().map(move |of| (size, of)))
    {
        let mut test_ui = TestUi::of_size(vec2(wide, high));
        let displayed = displayed(Scenario::default());
        for section in 0..21 {
            let mut view = ParametersView { shown: Shown::Section(section), ..Default::default() };
            let mut taken = Rect::NOTHING;
            for _ in 0..3 {
                within(language, || {
                    test_ui.frame(|ui| {
                        view.show(ui, &displayed, true, &mut Vec::new());
                        taken = ui.min_rect();
                    });
                });
            }
            assert!(
                taken.width() <= wide + 0.5 && taken.height() <= high + 0.5,
                "{language:?}, section {section}: {taken}, {wide} x {high}"
            );
        }
    }
}

fn small() -> Scenario {
    let landscape = LandscapeParameters { fields_wide: 6, fields_high: 6, ..Default::default() };
    let event = |month, day, action| Intervention { date: date(1957, month, day), action };
    let timeline = vec![
        event(1, 20, Action::StartCampaign { effort: 0.637 }),
        event(2, 8, set("sparrow.hunger_hazard", 0.0777)),
        event(3, 5, Action::StopCampaign),
    ];
    Scenario { landscape, timeline, start: date(1957, 1, 1), ..Scenario::default() }
}

/// Contract: a parameter that is set changes both worlds: the twin is what the scenario gives without the campaign and with the same
/// parameter, to the last bit.
#[test]
fn a_change_is_one_of_both_worlds() {
    let mut run = Timeline::new(small(), Parallelism::Serial, 0);
    let mut twin = Twin::new(0);
    twin.meet(&run).unwrap();
    for day in 0..70 {
        if day == 40 {
            run.intervene(set("sparrow.adult_annual_survival", 0.333));
            twin.meet(&run).unwrap();
        }
        twin.live_a_day(&mut run).unwrap();
    }
    let mut update = Default::default();
    twin.publish(&run, &mut update);
    let mut alone = Simulation::replay(small().without_campaign(), run.branch().log(), Parallelism::Serial);
    (0..70).for_each(|_| alone.step());
    assert_eq!(update.rows.days, alone.record().days);
    let mut unchanged = Simulation::new(small().without_campaign(), Parallelism::Serial);
    (0..70).for_each(|_| unchanged.step());
    assert_ne!(update.rows.days, unchanged.record().days);
}

/// Contract: a run saved as a scenario has only what differs from the defaults, with what was done on its dates, and gives the same
/// history to the last bit.
#[test]
fn a_scenario_that_was_saved_gives_the_same_history() {
    let mut run = Timeline::new(small(), Parallelism::Serial, 1 << 20);
    run.go_to(38).unwrap();
    run.intervene(set("sparrow.hunger_hazard", 0.0123));
    run.intervene(Action::SetEffort { effort: 0.0371 });
    run.go_to(60).unwrap();
    run.go_to(50).unwrap();
    run.intervene(set("pest.egg_hazard", 0.1));
    run.intervene(set("pest.egg_hazard", 0.0456));
    run.intervene(set("sparrow.clutch_eggs", 4.777));
    run.go_to(90).unwrap();
    let text = run.simulation().scenario().clone().with_log(run.branch().log()).to_file();
    assert_eq!(text.matches("egg_hazard").count(), 1, "{text}");
    assert!(!text.contains("base_temperature_c") && text.lines().count() < 25, "{text}");
    let Ok(Document::Scenario(read)) = parse(&text, "it") else { panic!("{text}") };
    let mut again = Simulation::new(read, Parallelism::Serial);
    (0..90).for_each(|_| again.step());
    assert_eq!(again.record().days, run.simulation().record().days);
    assert_eq!(again.state_hash(), run.simulation_mut().state_hash());
}
