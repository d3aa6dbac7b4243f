//! The panel beside the map: the year, the links with their numbers and lines, what is not the campaign's, and the other seeds.

use bevy_egui::egui::{Button, Label, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::output::words::count;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::intent::Intent;
use crate::window::panels::story::lived_ahead;
use crate::window::panels::tabs::{Tab, choice};
use crate::window::panels::theme::{self, GRAIN_EDGE, INK, SMALL, SOFT_INK, TOUCH, font, strong};
use crate::window::panels::tips;
use crate::window::panels::words::long_date;

use super::chain::{Chain, Link};
use super::seeds::SEEDS;
use super::{WhyView, beside, card, of_field, seeds_bar, words};

/// Space for the button beside the title.
const CLOSE_WIDTH: f32 = 90.0;

/// Shows it.
pub fn show(ui: &mut Ui, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    ScrollArea::vertical().id_salt(("why", view.turns)).auto_shrink(false).show(ui, |ui| {
        head(ui, view, displayed, intents);
        match &view.told {
            Err(why_not) => {
                years(ui, None, view, displayed, intents);
                field(ui, None, view, displayed);
                ui.add(Label::new(why_not).wrap());
            }
            Ok(chain) => {
                years(ui, Some(chain.year().with.year), view, displayed, intents);
                field(ui, Some(chain.year().with.year), view, displayed);
                what_lines_are(ui, chain);
                links(ui, chain, view, intents);
                for line in beside::beside_the_chain(chain, &displayed.scenario) {
                    ui.add(Label::new(line).wrap());
                }
                other_seeds(ui, chain, view, intents);
                said_by_seeds(ui, chain, view);
                let note = tr!("why-of-this-run");
                let note = if displayed.ahead.days.is_empty() { note } else { format!("{note} {}", lived_ahead()) };
                ui.add(Label::new(RichText::new(note).size(SMALL).color(SOFT_INK)).wrap());
            }
        }
    });
}

/// The day that is shown, what is explained, and to what the links lead.
fn head(ui: &mut Ui, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let title = view.told.as_ref().map_or_else(|_| tr!("why-title"), words::title);
    let today = long_date(displayed.record.days.last().map_or(displayed.scenario.start, |row| row.date));
    ui.horizontal(|ui| {
        let width = ui.available_width() - CLOSE_WIDTH;
        // A little bolder than the font is.
        let galley = ui.painter().layout(title.clone(), font(22.0), *INK, width);
        let date = ui.painter().layout_no_wrap(today.clone(), font(16.0), *SOFT_INK);
        let conclusion = view.told.as_ref().map(words::conclusion).unwrap_or_default();
        let below = ui.painter().layout(conclusion.clone(), font(SMALL), *INK, width);
        let of_conclusion = if conclusion.is_empty() { 0.0 } else { below.size().y };
        let height = date.size().y + galley.size().y + of_conclusion;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(TOUCH)), Sense::hover());
        let top = rect.left_center() - vec2(0.0, 0.5 * height);
        let at = top + vec2(0.0, date.size().y);
        ui.painter().galley(top, date, *SOFT_INK);
        ui.painter().galley(at + vec2(0.0, galley.size().y), below, *INK);
        ui.painter().galley(at + vec2(0.6, 0.0), galley.clone(), *INK);
        ui.painter().galley(at, galley, *INK);
        response.widget_info(|| {
            let title = tr!("why-dated-title", date = &today, title = &title);
            WidgetInfo::labeled(WidgetType::Label, true, format!("{title} {conclusion}"))
        });
        let close = Button::new(tr!("why-close")).min_size(vec2(TOUCH, TOUCH));
        let close = ui.add(close);
        if tips::beside_the_panel(ui, close, tr!("why-close-tip")).clicked() {
            intents.push(Intent::Show(Tab::Land));
        }
    });
}

/// The years that can be explained; those that are over since one began to read have a dot.
fn years(ui: &mut Ui, shown: Option<u64>, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        for year in view.years(displayed) {
            let is_shown = Some(year) == shown;
            let mut button = choice(ui, &year.to_string(), is_shown);
            if view.is_new(year, displayed) {
                ui.painter().circle_filled(button.rect.right_top() + vec2(-7.0, 7.0), 4.5, GRAIN_EDGE);
                button = tips::beside_the_panel(ui, button, tr!("why-year-is-new"));
            }
            if button.clicked() && !is_shown {
                intents.push(Intent::Why(year));
            }
        }
    });
}

/// What became of the field at which one asked, if a year is explained.
fn field(ui: &mut Ui, year: Option<u64>, view: &WhyView, displayed: &Displayed) {
    let Some(cell) = view.field else { return };
    let field = count(cell.into());
    let (title, words) = match year {
        Some(year) => (tr!("why-field-title", field = field, year = year), of_field::words(displayed, cell, year)),
        None => (tr!("why-field-title-alone", field = field), tr!("why-field-later")),
    };
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(strong(title)).wrap());
        ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
        if year.is_some() {
            ui.add(Label::new(RichText::new(tr!("why-field-and-all")).size(SMALL).color(SOFT_INK)).wrap());
        }
    });
}

/// What is solid, what is dashed, and the years that they cover.
fn what_lines_are(ui: &mut Ui, chain: &Chain) {
    ui.scope(|ui| {
        // A row of small text, and nothing to press.
        ui.spacing_mut().interact_size.y = 18.0;
        ui.horizontal_wrapped(|ui| key_of_lines(ui, chain));
    });
}

fn key_of_lines(ui: &mut Ui, chain: &Chain) {
    for (name, is_dashed) in [(tr!("why-line-run"), false), (tr!("why-line-without"), true)] {
        let (rect, _) = ui.allocate_exact_size(vec2(26.0, 18.0), Sense::hover());
        card::stroke(ui, &[rect.left_center(), rect.right_center()], INK, is_dashed);
        ui.label(RichText::new(name).size(SMALL).color(SOFT_INK));
    }
    let shown = chain.year().with.year;
    let first = chain.years.first().map_or(shown, |year| year.with.year);
    if first < shown {
        let text = tr!("why-line-years", first = first, last = shown);
        ui.label(RichText::new(text).size(SMALL).color(SOFT_INK));
    }
}

fn links(ui: &mut Ui, chain: &Chain, view: &WhyView, intents: &mut Vec<Intent>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, link) in Link::ALL.into_iter().enumerate() {
        if index > 0 {
            card::arrow(ui);
        }
        if card::show(ui, chain, link, view.is_on_the_map(link)).clicked() {
            intents.push(Intent::Link(link));
        }
    }
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 6.0;
}

/// What other seeds say, or the way to ask them.
fn other_seeds(ui: &mut Ui, chain: &Chain, view: &WhyView, intents: &mut Vec<Intent>) {
    let year = chain.year();
    let is_answered = view.seeds().is_some_and(|seeds| seeds.is_done() && seeds.has(year.with.year));
    let small = |ui: &mut Ui, text: String| ui.add(Label::new(RichText::new(text).size(SMALL)).wrap());
    if !is_answered {
        small(ui, tr!("why-seeds-question", seeds = SEEDS, others = SEEDS - 1));
    }
    if let Some(seeds) = view.seeds().filter(|seeds| !seeds.is_done() || is_answered) {
        small(ui, seeds.words());
        seeds_bar::show(ui, seeds);
    }
    ui.horizontal(|ui| {
        let button = |ui: &mut Ui, word: String| ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).clicked();
        match view.seeds() {
            _ if is_answered => {}
            Some(seeds) if seeds.is_waiting() => {
                if button(ui, tr!("why-seeds-go-on")) {
                    intents.push(Intent::Seeds(true));
                }
                if button(ui, tr!("why-seeds-leave")) {
                    intents.push(Intent::Seeds(false));
                }
            }
            Some(seeds) if seeds.is_running() => {
                if button(ui, tr!("why-seeds-stop")) {
                    intents.push(Intent::Seeds(false));
                }
            }
            _ => {
                if button(ui, tr!("why-seeds-begin")) {
                    intents.push(Intent::Seeds(true));
                }
            }
        }
    });
}

/// What other seeds say of each link, once a few have been lived.
fn said_by_seeds(ui: &mut Ui, chain: &Chain, view: &WhyView) {
    let year = chain.year();
    let Some(seeds) = view.seeds().filter(|_| year.is_over) else { return };
    let lived = seeds.lived().map_or(0, |lived| lived.len());
    for link in Link::ALL {
        let Some(difference) = seeds.difference(link, year.with.year) else { continue };
        let said = beside::of_seeds(link, lived, &difference);
        let line = tr!("why-seeds-of-link", link = words::label(link), said = said);
        ui.add(Label::new(RichText::new(line).size(SMALL)).wrap());
    }
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Rect, UiBuilder, pos2};
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::record::series::HarvestRow;
    use crate::scenario::Scenario;
    use crate::window::live_run::displayed::TwinRun;
    use crate::window::live_run::twin::TwinState;
    use crate::window::test_support::overflow::is_in_sight;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::run::{displayed_on, not_begun};
    use crate::window::test_support::ui::TestUi;
    use crate::window::why::details;

    /// Three years with large numbers, and the same without the campaign.
    fn displayed() -> Displayed {
        let start = date(1957, 1, 1);
        let record = |part: f64| Record {
            days: rows(start, 1095, |_, row| (row.pests_per_m2, row.leaf_kg) = (part, 1e8 / part)),
            harvests: [1957, 1958, 1959]
                .map(|year| HarvestRow {
                    days: 365,
                    reaped_kg: 4e9 / part,
                    pests_eaten_by_sparrows: (3e9 * part) as u64,
                    mean_sparrows: 12_345_678.0 / part,
                    sparrows_killed: 123_456_789,
                    peak_pests_per_m2: 12.0 * part,
                    leaf_eaten_by_pests_kg: 1.234e8 * part,
                    grain_not_filled_kg: 2.345e8 * part,
                    grain_eaten_by_pests_kg: 3.456e8 * part,
                    grain_eaten_by_sparrows_kg: 4.567e7,
                    ..HarvestRow::empty(year)
                })
                .into(),
        };
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        displayed.record = record(1.3);
        displayed.twin =
            TwinRun { state: TwinState::OwnRun, record: record(1.0), parted: Some(400), ..TwinRun::default() };
        displayed.ahead.harvests = displayed.record.harvests.clone();
        displayed.twin.ahead.harvests = displayed.twin.record.harvests.clone();
        displayed
    }

    /// Contract: at each width that the panel has, nothing of it is wider; a press on a card, a year or a button is one intent, untouched
    /// it sends none.
    #[test]
    fn the_panel_keeps_its_width_and_one_press_is_one_intent() {
        let displayed = displayed();
        for width in [288.0, 402.0, 480.0, 504.0] {
            let (mut test_ui, mut view) = (TestUi::of_size(vec2(600.0, 1400.0)), WhyView::default());
            view.explain(1959, Link::Leaf);
            view.digest(&displayed, true);
            let mut intents = Vec::new();
            let frame = |test_ui: &mut TestUi, intents: &mut Vec<Intent>| {
                test_ui.frame(|ui| {
                    let space = Rect::from_min_size(pos2(10.0, 10.0), vec2(width, 1380.0));
                    let response = ui.scope_builder(UiBuilder::new().max_rect(space), |ui| {
                        show(ui, &view, &displayed, intents);
                    });
                    let used = response.response.rect;
                    assert!(used.right() <= space.right() + 0.5, "{used} in {space}");
                });
            };
            for _ in 0..3 {
                frame(&mut test_ui, &mut intents);
            }
            assert_eq!(intents, []);
            for step in 0..230_u16 {
                let at = pos2(90.0, 6.0 * f32::from(step));
                let before = intents.len();
                for press in [TestUi::move_to, TestUi::press, TestUi::release] {
                    press(&mut test_ui, at);
                    frame(&mut test_ui, &mut intents);
                }
                assert!(intents.len() <= before + 1, "{:?}", &intents[before..]);
            }
            for link in Link::ALL {
                assert!(intents.contains(&Intent::Link(link)), "no {link:?}: {intents:?}");
            }
            assert!(intents.contains(&Intent::Seeds(true)), "{intents:?}");
        }
    }

    /// Contract: in a window of 1280 by 800 the whole chain is seen at once, up to what was reaped, in a run of the whole plan, too; in
    /// the smallest window its end stands in the head.
    #[test]
    fn the_chain_is_seen_at_once() {
        for (displayed, year) in [(displayed(), 1959), (displayed_on(date(1960, 1, 20)), 1959)] {
            let mut view = WhyView::default();
            view.ask(year);
            view.digest(&displayed, true);
            let chain = view.told.clone().unwrap();
            // What the panel has beside the map, above the note.
            for (size, is_whole) in [(vec2(504.0, 748.0), true), (vec2(480.0, 588.0), false)] {
                let mut test_ui = TestUi::default();
                for _ in 0..3 {
                    test_ui.frame(|ui| {
                        let space = Rect::from_min_size(pos2(10.0, 12.0), size);
                        ui.scope_builder(UiBuilder::new().max_rect(space), |ui| {
                            show(ui, &view, &displayed, &mut Vec::new());
                        });
                    });
                }
                let is_seen = |words: &str| is_in_sight(test_ui.shapes(), words);
                assert!(is_seen(&words::conclusion(&chain)), "{size}");
                for link in Link::ALL {
                    let all = [words::label(link), words::statement(&chain, link), details::detail(&chain, link)];
                    assert!(!is_whole || all.iter().all(|words| is_seen(words)), "{size}: {all:?}");
                }
            }
        }
    }
    /// Contract: where one asked at a field, something is said of it, also where there is nothing to explain, or its years are not known.
    #[test]
    fn something_is_said_of_the_field() {
        let unknown = "What became of it in 1958 is not known.";
        for (displayed, said) in [(not_begun(), tr!("why-field-later")), (displayed(), unknown.into())] {
            let (mut test_ui, mut view) = (TestUi::default(), WhyView::default());
            view.ask_of_field(1958, 7);
            view.digest(&displayed, true);
            test_ui.frame(|ui| show(ui, &view, &displayed, &mut Vec::new()));
            assert!(is_in_sight(test_ui.shapes(), &said), "{said}");
        }
    }
}
