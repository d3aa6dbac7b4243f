//! The panel beside the map: the year, the links with their numbers and lines, what is not the campaign's, and the other seeds.

use std::sync::Arc;

use bevy_egui::egui::{
    Button, Galley, Label, Pos2, Rect, Response, RichText, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::focus;
use crate::window::panels::intent::Intent;
use crate::window::panels::story::lived_ahead;
use crate::window::panels::tabs::{Tab, choice};
use crate::window::panels::theme::{
    CARD, GRAIN_EDGE, INK, LEAF, LINE, PEST, SMALL, SOFT_INK, SPARROW, TOUCH, Token, font,
};
use crate::window::panels::words::long_date;

use super::chain::{Chain, Link};
use super::seeds::SEEDS;
use super::{WhyView, beside, icons, words};

/// From these widths of a card on, the lines of its link have this width.
const CHARTS: [(f32, f32); 2] = [(440.0, 150.0), (330.0, 96.0)];
const CHART_HEIGHT: f32 = 48.0;
/// Space for the button beside the title.
const CLOSE_WIDTH: f32 = 90.0;
const ICON: f32 = 28.0;
/// Space within a card.
const MARGIN: f32 = 9.0;
/// Space between two cards, in which an arrow points from cause to effect.
const GAP: f32 = 12.0;

/// Shows it.
pub fn show(ui: &mut Ui, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    ScrollArea::vertical().id_salt("why").auto_shrink(false).show(ui, |ui| {
        head(ui, view, displayed, intents);
        match &view.told {
            Err(why_not) => {
                years(ui, None, view, displayed, intents);
                ui.add(Label::new(why_not).wrap());
            }
            Ok(chain) => {
                years(ui, Some(chain.year().with.year), view, displayed, intents);
                what_lines_are(ui, chain);
                links(ui, chain, view, intents);
                for line in beside::beside_the_chain(chain, &displayed.scenario) {
                    ui.add(Label::new(line).wrap());
                }
                other_seeds(ui, chain, view, intents);
                let note = tr!("why-of-this-run");
                let note = if displayed.ahead.days.is_empty() { note } else { format!("{note} {}", lived_ahead()) };
                ui.add(Label::new(RichText::new(note).size(SMALL).color(SOFT_INK)).wrap());
            }
        }
    });
}

/// The day that is shown, and what is explained.
fn head(ui: &mut Ui, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let title = view.told.as_ref().map_or_else(|_| tr!("why-title"), words::title);
    let today = long_date(displayed.record.days.last().map_or(displayed.scenario.start, |row| row.date));
    ui.horizontal(|ui| {
        let width = ui.available_width() - CLOSE_WIDTH;
        // A little bolder than the font is.
        let galley = ui.painter().layout(title.clone(), font(22.0), *INK, width);
        let date = ui.painter().layout_no_wrap(today.clone(), font(16.0), *SOFT_INK);
        let height = date.size().y + galley.size().y;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(TOUCH)), Sense::hover());
        let top = rect.left_center() - vec2(0.0, 0.5 * height);
        let at = top + vec2(0.0, date.size().y);
        ui.painter().galley(top, date, *SOFT_INK);
        ui.painter().galley(at + vec2(0.6, 0.0), galley.clone(), *INK);
        ui.painter().galley(at, galley, *INK);
        response.widget_info(|| {
            WidgetInfo::labeled(WidgetType::Label, true, tr!("why-dated-title", date = &today, title = &title))
        });
        let close = Button::new(tr!("why-close")).min_size(vec2(TOUCH, TOUCH));
        if ui.add(close).on_hover_text(tr!("why-close-tip")).clicked() {
            intents.push(Intent::Show(Tab::Land));
        }
    });
}

/// The years that can be explained.
fn years(ui: &mut Ui, shown: Option<u64>, view: &WhyView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        for year in view.years(displayed) {
            let is_shown = Some(year) == shown;
            if choice(ui, &year.to_string(), is_shown).clicked() && !is_shown {
                intents.push(Intent::Why(year));
            }
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
        stroke(ui, &[rect.left_center(), rect.right_center()], INK, is_dashed);
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
            arrow(ui);
        }
        let seeds = view.seeds.as_ref().filter(|_| chain.year().is_over).and_then(|seeds| {
            let difference = seeds.difference(link, chain.year().with.year)?;
            Some(beside::of_seeds(link, SEEDS, &difference))
        });
        if card(ui, chain, link, seeds, view.chosen == Some(link)).clicked() {
            intents.push(Intent::Link(link));
        }
    }
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 6.0;
}

/// From a cause to its effect.
fn arrow(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), GAP), Sense::hover());
    let (top, tip) = (rect.center_top() + vec2(0.0, 2.0), rect.center_bottom() - vec2(0.0, 2.0));
    let pen = Stroke::new(1.5, SOFT_INK);
    ui.painter().line_segment([top, tip], pen);
    for side in [-3.5, 3.5] {
        ui.painter().line_segment([tip + vec2(side, -4.0), tip], pen);
    }
}

fn card(ui: &mut Ui, chain: &Chain, link: Link, seeds: Option<String>, is_chosen: bool) -> Response {
    let width = ui.available_width();
    let chart_width = CHARTS.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, width)| *width);
    let left = MARGIN + ICON + 12.0;
    let text_width = width - left - chart_width - 2.0 * MARGIN;
    let galley = |text: String, size: f32, colour: Token| ui.painter().layout(text, font(size), *colour, text_width);
    let (statement, detail) = (words::statement(chain, link), words::detail(chain, link));
    let mut lines: Vec<(Arc<Galley>, Token, bool)> = vec![
        (galley(words::label(link), SMALL, SOFT_INK), SOFT_INK, false),
        (galley(statement.clone(), 17.0, INK), INK, true),
        (galley(detail.clone(), SMALL, INK), INK, false),
    ];
    lines.extend(seeds.map(|text| (galley(text, SMALL, SOFT_INK), SOFT_INK, false)));
    let height = lines.iter().map(|(galley, ..)| galley.size().y + 1.0).sum::<f32>() + 2.0 * MARGIN;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height.max(72.0)), Sense::click());
    let response = focus::follow(response);
    let name = tr!("why-link-in-words", link = words::label(link), statement = &statement, detail = &detail);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, is_chosen, &name));
    let (edge, colour) = match (is_chosen, response.has_focus(), response.hovered()) {
        (true, ..) => (2.5, INK),
        (_, true, _) => (3.0, SOFT_INK),
        (_, _, true) => (1.5, SOFT_INK),
        _ => (1.0, LINE),
    };
    ui.painter().rect(rect, 10.0, CARD, Stroke::new(edge, colour), StrokeKind::Inside);
    let icon = Rect::from_min_size(rect.min + vec2(MARGIN + 2.0, MARGIN + 8.0), vec2(ICON, ICON));
    icons::draw(ui.painter(), link, icon, ink_of(link));
    let mut at = rect.min + vec2(left, MARGIN);
    for (galley, colour, is_bold) in lines {
        let below = galley.size().y + 1.0;
        if is_bold {
            ui.painter().galley(at + vec2(0.5, 0.0), galley.clone(), *colour);
        }
        ui.painter().galley(at, galley, *colour);
        at.y += below;
    }
    if chart_width > 0.0 {
        let size = vec2(chart_width, CHART_HEIGHT);
        let middle = pos2(rect.right() - MARGIN - 0.5 * chart_width, rect.center().y + 6.0);
        lines_of(ui, chain, link, Rect::from_center_size(middle, size));
        if is_chosen {
            let galley = ui.painter().layout_no_wrap(tr!("why-shown-on-the-map"), font(SMALL), *INK);
            let at = pos2(rect.right() - MARGIN - 4.0 - galley.size().x, rect.top() + 5.0);
            ui.painter().galley(at, galley, *INK);
        }
    }
    response.on_hover_text(words::on_the_map(link))
}

/// The numbers of all years, solid, and without the campaign, dashed, over a line at 0. A year that is not over stands by itself.
fn lines_of(ui: &Ui, chain: &Chain, link: Link, rect: Rect) {
    let pairs: Vec<_> = chain.years.iter().map(|year| (year.pair(|line| link.of(line)), year.is_over)).collect();
    let top = pairs.iter().map(|(pair, _)| pair.with.max(pair.without)).fold(0.0, f64::max);
    ui.painter().line_segment([rect.left_bottom(), rect.right_bottom()], Stroke::new(1.0, SOFT_INK));
    if top <= 0.0 {
        return;
    }
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let at = |index: usize, value: f64| {
        let x = (index as f32 + 0.5) / pairs.len() as f32;
        pos2(inner.left() + x * inner.width(), inner.bottom() - (value / top) as f32 * inner.height())
    };
    let whole = pairs.iter().take_while(|(_, is_over)| *is_over).count();
    let colour = ink_of(link);
    let points = |of: fn(&super::chain::Pair) -> f64| -> Vec<Pos2> {
        pairs.iter().enumerate().map(|(index, (pair, _))| at(index, of(pair))).collect()
    };
    let (with, without) = (points(|pair| pair.with), points(|pair| pair.without));
    stroke(ui, &without[..whole], colour, true);
    stroke(ui, &with[..whole], colour, false);
    for (index, (with, without)) in with.iter().zip(&without).enumerate() {
        let radius = if index + 1 == pairs.len() { 3.0 } else { 2.0 };
        ui.painter().circle(*without, radius, CARD, Stroke::new(1.3, colour));
        ui.painter().circle_filled(*with, radius, colour);
    }
}

fn stroke(ui: &Ui, points: &[Pos2], colour: Token, is_dashed: bool) {
    match is_dashed {
        true => ui.painter().extend(Shape::dashed_line(points, Stroke::new(1.5, colour), 5.0, 3.0)),
        false => _ = ui.painter().add(Shape::line(points.to_vec(), Stroke::new(2.2, colour))),
    }
}

fn ink_of(link: Link) -> Token {
    match link {
        Link::Birds | Link::Prey => SPARROW,
        Link::Pests => PEST,
        Link::Leaf => LEAF,
        Link::Grain | Link::Harvest => GRAIN_EDGE,
    }
}

/// What other seeds say, or the way to ask them.
fn other_seeds(ui: &mut Ui, chain: &Chain, view: &WhyView, intents: &mut Vec<Intent>) {
    let year = chain.year();
    let is_answered = view.seeds.as_ref().is_some_and(|seeds| seeds.is_done() && seeds.has(year.with.year));
    let text = match &view.seeds {
        Some(seeds) if !seeds.is_done() || is_answered => seeds.words(),
        _ => tr!("why-seeds-question", seeds = SEEDS),
    };
    ui.add(Label::new(RichText::new(text).size(SMALL)).wrap());
    ui.horizontal(|ui| {
        let button = |ui: &mut Ui, word: String| ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).clicked();
        match &view.seeds {
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

#[cfg(test)]
mod tests {
    use bevy_egui::egui::UiBuilder;
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::record::series::HarvestRow;
    use crate::scenario::Scenario;
    use crate::window::live_run::displayed::TwinRun;
    use crate::window::live_run::twin::TwinState;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

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
            view.choose(Link::Leaf, &displayed);
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
}
