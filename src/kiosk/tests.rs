//! Every screen in every language, size of text and shape of screen: what a hand needs, what an eye needs, and that keys come everywhere.

use std::collections::{BTreeMap, BTreeSet};

use bevy_egui::egui::{Rect, Vec2};

use super::input::keys::{Key, Keys};
use super::layout::{Bar, Piece, Sheet, lay_out};
use super::measure::{Measure, Role, TextSize};
use super::page::{Choice, Page, Press};
use super::paint::{self, Touched};
use super::screens::{self, Choices};
use super::story::{Facts, Fall, Story};
use super::visit::{Event, Guess, Milestone, Screen, Visit};
use crate::window::language::{self, Language};
use crate::window::test_support::overflow;
use crate::window::test_support::run;
use crate::window::test_support::ui::TestUi;
use crate::window::why::chain::Chain;

/// Wide, high, and nearly square; small ones and large ones.
const SCREENS: [[f32; 2]; 6] =
    [[1920.0, 1080.0], [1080.0, 1920.0], [1280.0, 720.0], [1280.0, 1024.0], [3840.0, 2160.0], [768.0, 1366.0]];

/// The languages that a museum can offer, and the one that is longer than any.
const LANGUAGES: [Language; 4] = [Language::English, Language::Chinese, Language::Spanish, Language::Pseudo];

fn facts() -> Facts {
    let displayed = run::displayed();
    let facts = Facts::of(&Story::of(&displayed.scenario).unwrap(), &displayed);
    assert!(facts.first_harvest.is_some() && facts.today.is_some());
    let twin = displayed.parted_twin().unwrap();
    let chain = Chain::of(&displayed.history(), &twin.history(), 1959).unwrap();
    Facts { fall: Some(Fall { chain, day: 1, has_fallen: true }), ..facts }
}

fn choices() -> Choices {
    Choices { languages: Language::OF_KIOSK.into(), speed: 1, both: false }
}

/// All that a visitor can come to see, with what it is called.
fn pages() -> Vec<(String, Page)> {
    let facts = facts();
    let mut visits = vec![];
    for screen in Screen::ALL {
        let visit = Visit { screen, guess: Some(Guess::Same), ..Visit::default() };
        visits.push(visit);
        match screen {
            Screen::Peace | Screen::Why => visits.extend((0..4).map(|part| Visit { opened: Some(part), ..visit })),
            Screen::Start => visits.push(Visit { has_started: true, ..visit }),
            Screen::FirstHarvest | Screen::Fall => {
                visits.push(Visit { heading: Some(Milestone::Fall), ..visit });
            }
            _ => {}
        }
    }
    let mut pages = vec![];
    for visit in visits {
        for both in [false, true] {
            let facts = Facts { is_campaign_on: both, ..facts.clone() };
            let page = screens::page(&visit, &facts, &Choices { both, ..choices() });
            pages.push((format!("{visit:?}"), page));
            if visit.screen != Screen::Free {
                break;
            }
        }
    }
    pages
}

fn bar() -> Bar {
    let others = [Language::Chinese, Language::Spanish];
    let languages = others.map(|other| Choice::new(Press::Speak(other), other.own_name())).into();
    Bar { languages, ..Bar::default() }
}

/// Does something with every page, laid out in every way.
fn on_every_screen(mut act: impl FnMut(&str, &Page, &Sheet, &mut TestUi, (Measure, Vec2))) {
    for [width, height] in SCREENS {
        let mut test_ui = TestUi::of_size(Vec2::new(width, height));
        test_ui.frame(|_| {});
        for language in LANGUAGES {
            language::within(language, || {
                for text in TextSize::ALL {
                    let measure = Measure::of_screen([width, height], None, text);
                    for is_below in [false, true] {
                        let bar = Bar { is_below, ..bar() };
                        for (name, page) in pages() {
                            let name =
                                format!("{name} in {language:?}, {text:?}, {width} by {height}, below: {is_below}");
                            let mut sheet = None;
                            test_ui.frame(|ui| {
                                let laid = lay_out(ui.ctx(), &page, &bar, Vec2::new(width, height), measure);
                                paint::sheet(ui.ctx(), &laid, (&measure, page.is_title, false), &Touched::default());
                                sheet = Some(laid);
                            });
                            act(&name, &page, &sheet.unwrap(), &mut test_ui, (measure, Vec2::new(width, height)));
                        }
                    }
                }
            });
        }
    }
}

/// Contract: everything has room: no text is cut off, lies over other text, or is broken within a word.
#[test]
fn everything_has_room() {
    let mut faults = BTreeSet::new();
    on_every_screen(|name, _, sheet, test_ui, (_, size)| {
        if !sheet.fits {
            faults.insert(format!("{name} has no room"));
        }
        let found = overflow::faults(test_ui.shapes(), Rect::from_min_size(Default::default(), size));
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    });
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(40).collect::<Vec<_>>());
}

/// Contract: in Chinese no line begins with a mark that belongs to what stands before it.
#[test]
fn no_line_begins_with_a_mark() {
    let mut faults = BTreeSet::new();
    on_every_screen(|name, _, sheet, _, _| {
        let of_controls = sheet.controls.iter().flat_map(|control| &control.texts);
        let texts =
            sheet.pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None });
        for text in texts.chain(of_controls) {
            let starts = text.galley.rows.iter().skip(1).filter_map(|row| row.glyphs.first());
            if starts.into_iter().any(|first| "，。？：、！”》".contains(first.chr)) {
                faults.insert(format!("{name}: {}", text.galley.text()));
            }
        }
    });
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(20).collect::<Vec<_>>());
}

/// Contract: in each language that is offered, large text is larger than the usual and the largest larger still, though both must have room.
#[test]
fn larger_text_is_larger() {
    let mut sizes: BTreeMap<String, [f32; 3]> = BTreeMap::new();
    on_every_screen(|name, _, sheet, _, (measure, _)| {
        let name = name.replace(&format!("{:?}, ", measure.text), "");
        sizes.entry(name).or_default()[measure.text as usize] = sheet.measure.font(Role::Body).size;
    });
    let is_offered = |name: &&String| !name.contains("Pseudo");
    let faults = sizes.iter().filter(|(name, [usual, large, largest])| {
        is_offered(name) && !(*large >= 1.1 * usual && *largest >= 1.05 * large)
    });
    let faults: Vec<_> = faults.map(|(name, sizes)| format!("{name}: {sizes:?}")).collect();
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(40).collect::<Vec<_>>());
}

/// Contract: nothing that is pressed is smaller than 15 mm, nothing that leads through the story smaller than 20 mm, and between any two
/// are 3 mm.
#[test]
fn every_target_is_large_enough() {
    let mut faults = BTreeSet::new();
    on_every_screen(|name, page, sheet, _, (measure, _)| {
        for (index, control) in sheet.controls.iter().enumerate() {
            let mm = measure.mm(control.rect.width().min(control.rect.height()));
            let is_main = page.choices.iter().chain(&page.foot).any(|choice| choice.press == control.choice.press);
            if mm < if is_main { 20.0 } else { 15.0 } - 0.01 {
                faults.insert(format!("{name}: {:?} has {mm:.1} mm", control.choice.press));
            }
            for other in &sheet.controls[index + 1..] {
                let [a, b] = [control.rect, other.rect];
                let apart = (a.left() - b.right())
                    .max(b.left() - a.right())
                    .max(a.top() - b.bottom())
                    .max(b.top() - a.bottom());
                if measure.mm(apart) < 2.99 {
                    let presses = (control.choice.press, other.choice.press);
                    faults.insert(format!("{name}: {presses:?} are {:.1} mm apart", measure.mm(apart)));
                }
            }
        }
    });
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(40).collect::<Vec<_>>());
}

/// Contract: a screen has one idea: its headline has no more than eight words, and all of it no more than fifty, or as many Han characters
/// as make eighty.
#[test]
fn a_screen_has_few_words() {
    let count = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let han = |text: &str| text.chars().filter(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter)).count();
    for language in LANGUAGES.into_iter().filter(|language| *language != Language::Pseudo) {
        language::within(language, || {
            for (name, page) in pages() {
                assert!(count(&page.headline) <= 8, "{name}: {}", page.headline);
                let words = page.words();
                let [all, of_han] =
                    [words.iter().map(|text| count(text)).sum::<usize>(), words.iter().map(|text| han(text)).sum()];
                assert!(all <= 50 && of_han <= 80, "{name}: {all} words, {of_han} Han characters: {words:?}");
            }
        });
    }
}

/// Contract: with four arrows each control is reached from each other, and with a single switch each comes in turn.
#[test]
fn keys_come_everywhere() {
    let mut faults = BTreeSet::new();
    on_every_screen(|name, _, sheet, _, _| {
        let all = sheet.controls.len();
        for from in 0..all {
            let mut reached = BTreeSet::from([from]);
            let mut todo = vec![from];
            while let Some(focus) = todo.pop() {
                for (x, y) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
                    let mut keys = Keys::default();
                    keys.focus = Some(focus);
                    assert_eq!(keys.take(Key::Arrow(x, y), Default::default(), sheet), None);
                    if let Some(to) = keys.focus
                        && reached.insert(to)
                    {
                        todo.push(to);
                    }
                }
            }
            if reached.len() != all {
                let presses =
                    (0..all).filter(|index| !reached.contains(index)).map(|index| sheet.controls[index].choice.press);
                faults.insert(format!(
                    "{name}: from {:?} not to {:?}",
                    sheet.controls[from].choice.press,
                    presses.collect::<Vec<_>>()
                ));
            }
        }
        let mut keys = Keys::default();
        assert_eq!(keys.take(Key::Ok, Default::default(), sheet), None);
        let mut seen = BTreeSet::new();
        for turn in 1..=all as u32 {
            seen.extend(keys.focus);
            keys.tick(turn * super::input::keys::PACE, sheet);
        }
        assert_eq!(seen.len(), all, "{name}");
    });
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(30).collect::<Vec<_>>());
}

/// Contract: every screen of the story leads on and back, whatever is seen of the run.
#[test]
fn every_screen_leads_on() {
    for facts in [Facts::default(), facts()] {
        for screen in Screen::ALL {
            let visit = Visit { screen, ..Visit::default() };
            let page = screens::page(&visit, &facts, &choices());
            let presses: Vec<Press> = page.choices.iter().chain(&page.foot).map(|choice| choice.press).collect();
            let leads = presses.iter().any(|press| match press {
                Press::Speak(_) => true,
                Press::Visit(event) => visit.after(*event).0.screen != screen,
                _ => false,
            });
            assert!(leads, "{screen:?}: {presses:?}");
            assert!(screen == Screen::Attract || presses.contains(&Press::Visit(Event::Back)), "{screen:?}");
        }
    }
}
