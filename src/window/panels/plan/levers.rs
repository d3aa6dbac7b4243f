//! The levers: what each is, when it acts, what it rests on, and a switch for the next run.

use bevy_egui::egui::{
    Align2, Button, CornerRadius, Label, Rect, Response, RichText, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use jiff::civil::Date;

use crate::scenario::sources::figures_of;
use crate::scenario::{Lever, LeverGroup, Scenario};
use crate::window::charts::data::TimeAxis;
use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::Displayed;

use super::super::intent::Intent;
use super::super::theme::{
    self, ACCENT, CAMPAIGN, CAMPAIGN_LINE, CARD, INK, LINE, ON_ACCENT, ON_CAMPAIGN, SMALL, SOFT_INK, TOUCH, Token, font,
};
use super::super::words::{long_date, short_date};
use super::sources::figure_line;
use super::{LeverRow, PlanView, divided};

/// From this width on, there is room for a bar with the years in which a lever acts.
const WIDE: f32 = 660.0;
const BAR_WIDTH: f32 = 230.0;
const WHY_WIDTH: f32 = 72.0;
const SWITCH_WIDTH: f32 = 68.0;
/// From this width on, the button beside the sentence about the restart has room.
const FOOT_WIDE: f32 = 560.0;

/// What all rows of a frame have in common.
struct Frame<'a> {
    displayed: &'a Displayed,
    today: Date,
    axis: TimeAxis,
    has_bars: bool,
}

/// Shows them, and what starts the next run.
pub fn show(ui: &mut Ui, plan: &mut PlanView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let foot_height = if ui.available_width() >= FOOT_WIDE { 56.0 } else { 100.0 };
    let [list, below] = divided(ui, foot_height);
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| {
        ScrollArea::vertical().id_salt("levers").auto_shrink(false).show(ui, |ui| rows(ui, plan, displayed, intents));
    });
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| foot(ui, plan, displayed, intents));
}

fn rows(ui: &mut Ui, plan: &mut PlanView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let scenario = &displayed.scenario;
    let today = displayed.record.days.last().map_or(scenario.start, |row| row.date);
    let axis = TimeAxis::new(scenario.start, scenario.end, today.max(scenario.end));
    let frame = Frame { displayed, today, axis, has_bars: ui.available_width() >= WIDE };
    let rows = plan.rows.clone();
    let mut is_first = true;
    for group in LeverGroup::ALL {
        let of_group: Vec<_> = rows.iter().filter(|row| row.lever.group() == *group).collect();
        if of_group.is_empty() {
            continue;
        }
        heading(ui, &documented(group.title()), &frame, is_first);
        is_first = false;
        for row in of_group {
            lever(ui, plan, row, &frame, intents);
        }
    }
}

/// The title of a group; over the first, the years of the bars.
fn heading(ui: &mut Ui, title: &str, frame: &Frame, has_years: bool) {
    ui.add_space(if has_years { 2.0 } else { 8.0 });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, title));
    theme_title(ui, rect, title);
    ui.painter().line_segment([rect.left_bottom(), rect.right_bottom()], Stroke::new(1.0, LINE));
    if has_years && frame.has_bars {
        let bar = bar_rect(rect);
        for (middle, year) in frame.axis.labels((BAR_WIDTH / 40.0) as usize) {
            let at = pos2(x_in(bar, frame.axis, middle), rect.center().y);
            ui.painter().text(at, Align2::CENTER_CENTER, year.to_string(), font(SMALL), *SOFT_INK);
        }
    }
}

fn theme_title(ui: &Ui, rect: Rect, title: &str) {
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, title, theme::semibold(17.0), *INK);
}

/// Where the bar of a row of this width is.
fn bar_rect(row: Rect) -> Rect {
    let right = row.right() - SWITCH_WIDTH - WHY_WIDTH - 24.0;
    Rect::from_center_size(pos2(right - 0.5 * BAR_WIDTH, row.center().y), vec2(BAR_WIDTH, 12.0))
}

fn x_in(bar: Rect, axis: TimeAxis, x: f64) -> f32 {
    bar.left() + bar.width() * (x / axis.span().end()).clamp(0.0, 1.0) as f32
}

fn lever(ui: &mut Ui, plan: &mut PlanView, row: &LeverRow, frame: &Frame, intents: &mut Vec<Intent>) {
    let lever = row.lever;
    let title = documented(lever.describe().title);
    let is_on = !plan.switched_off.contains(&lever);
    let (left_out, is_unfolded) = (plan.left_out.contains(&lever), plan.unfolded == Some(lever));
    let response = ui.horizontal(|ui| {
        let bar = if frame.has_bars { BAR_WIDTH + 16.0 } else { 0.0 };
        let width = ui.available_width() - SWITCH_WIDTH - WHY_WIDTH - bar - 2.0 * ui.spacing().item_spacing.x;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add_space(4.0);
            ui.add(Label::new(theme::strong(&title)).wrap());
            let status = status(row, frame, left_out, is_on);
            ui.add(Label::new(RichText::new(status).size(SMALL).color(SOFT_INK)).wrap());
            ui.add_space(3.0);
        });
        ui.add_space(bar);
        let why = match is_unfolded {
            true => Button::new(RichText::new(tr!("lever-why")).color(ON_ACCENT)).fill(ACCENT),
            false => Button::new(tr!("lever-why")),
        };
        if ui.add(why.min_size(vec2(WHY_WIDTH, TOUCH))).on_hover_text(tr!("lever-why-tip")).clicked() {
            plan.unfolded = (!is_unfolded).then_some(lever);
        }
        let colours = if lever == Lever::Sparrows { OF_THE_CAMPAIGN } else { OF_OTHERS };
        if switch(ui, is_on, colours, &title).clicked() {
            plan.turn(lever, !is_on);
        }
    });
    let rect = response.response.rect;
    if frame.has_bars {
        years(ui, bar_rect(rect), row, frame, is_on);
    }
    ui.painter().line_segment([rect.left_bottom(), rect.right_bottom()], Stroke::new(1.0, LINE));
    if is_unfolded {
        details(ui, plan, lever, intents);
    }
}

/// When it acts, and whether it does today.
fn status(row: &LeverRow, frame: &Frame, is_left_out: bool, is_on: bool) -> String {
    let when = when(row);
    match (is_left_out, acts_today(row, frame), is_on) {
        (true, _, false) => tr!("lever-left-out", when = when),
        (true, _, true) => tr!("lever-left-out-to-be-put-back", when = when),
        (false, true, true) => tr!("lever-acts", when = when),
        (false, true, false) => tr!("lever-acts-to-be-left-out", when = when),
        (false, false, true) => tr!("lever-rests", when = when),
        (false, false, false) => tr!("lever-rests-to-be-left-out", when = when),
    }
}

/// The days on which it acts.
fn when(row: &LeverRow) -> String {
    let [Some(first), Some(last)] = [row.spans.first(), row.spans.last()] else { return tr!("lever-never-acts") };
    let first = short_date(first.first);
    match (last.end.map(short_date), row.spans.len() > 1) {
        (Some(end), false) => tr!("lever-from-to", first = first, end = end),
        (Some(end), true) => tr!("lever-from-to-with-breaks", first = first, end = end),
        (None, false) => tr!("lever-to-the-end", first = first),
        (None, true) => tr!("lever-to-the-end-with-breaks", first = first),
    }
}

fn acts_today(row: &LeverRow, frame: &Frame) -> bool {
    // A person may have turned the campaign on or off.
    match (row.lever, frame.displayed.record.days.last()) {
        (Lever::Sparrows, Some(today)) => today.campaign_effort > 0.0,
        _ => row.spans.iter().any(|span| span.contains(frame.today)),
    }
}

/// The years in which the timeline lets it act, and today.
fn years(ui: &Ui, bar: Rect, row: &LeverRow, frame: &Frame, is_on: bool) {
    let painter = ui.painter();
    painter.rect(bar, 3.0, CARD, Stroke::new(1.0, LINE), StrokeKind::Inside);
    let [_, colour, _] = if row.lever == Lever::Sparrows { OF_THE_CAMPAIGN } else { OF_OTHERS };
    let x = |day| x_in(bar, frame.axis, frame.axis.x(day));
    for span in &row.spans {
        let (from, to) = (x(span.first), span.end.map_or(bar.right(), x));
        let part = Rect::from_min_max(pos2(from, bar.top()), pos2(to.max(from + 2.0), bar.bottom()));
        if is_on {
            painter.rect_filled(part, 2.0, colour);
        } else {
            // What is left out is an outline of dashes.
            let part = part.shrink(0.5);
            let corners = [part.left_top(), part.right_top(), part.right_bottom(), part.left_bottom(), part.left_top()];
            painter.extend(Shape::dashed_line(&corners, Stroke::new(1.0, SOFT_INK), 4.0, 3.0));
        }
    }
    let today = x(frame.today);
    painter.line_segment([pos2(today, bar.top() - 5.0), pos2(today, bar.bottom() + 5.0)], Stroke::new(2.0, INK));
}

/// The colours of a lever: its area, its edge, and what lies on its area.
const OF_THE_CAMPAIGN: [Token; 3] = [CAMPAIGN, CAMPAIGN_LINE, ON_CAMPAIGN];
const OF_OTHERS: [Token; 3] = [ACCENT, ACCENT, ON_ACCENT];

/// A switch that says whether it is on.
fn switch(ui: &mut Ui, is_on: bool, [area, line, on_it]: [Token; 3], name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SWITCH_WIDTH, TOUCH), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), is_on, name));
    let track = Rect::from_center_size(rect.center(), vec2(60.0, 32.0));
    let (fill, ink) = if is_on { (area, on_it) } else { (CARD, INK) };
    let fill = if response.hovered() { fill.lerp_to_gamma(*LINE, 0.3) } else { *fill };
    let edge = Stroke::new(if response.has_focus() { 3.0 } else { 1.5 }, if is_on { line } else { SOFT_INK });
    ui.painter().rect(track, CornerRadius::same(16), fill, edge, StrokeKind::Inside);
    let knob_x = if is_on { track.right() - 16.0 } else { track.left() + 16.0 };
    ui.painter().circle_filled(pos2(knob_x, track.center().y), 11.0, if is_on { on_it } else { SOFT_INK });
    let (word, word_x) = match is_on {
        true => (tr!("lever-on"), track.left() + 19.0),
        false => (tr!("lever-off"), track.right() - 19.0),
    };
    ui.painter().text(pos2(word_x, track.center().y), Align2::CENTER_CENTER, word, font(SMALL), *ink);
    response
}

/// What was decided, how it acts, and what that rests on.
fn details(ui: &mut Ui, plan: &mut PlanView, lever: Lever, intents: &mut Vec<Intent>) {
    ui.add_space(4.0);
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(documented(lever.describe().meaning)).wrap());
        let row = plan.rows.iter().find(|row| row.lever == lever);
        let acts_to_the_end = row.and_then(|row| row.spans.last()).is_some_and(|span| span.end.is_none());
        if let Some(changes) = row.and_then(|row| row.changes) {
            let [first, last] = changes.map(long_date);
            let text = match (first == last, acts_to_the_end) {
                (true, false) => tr!("lever-changed", day = first),
                (true, true) => tr!("lever-changed-for-good", day = first),
                (false, false) => tr!("lever-changed-often", first = first, last = last),
                (false, true) => tr!("lever-changed-often-for-good", first = first, last = last),
            };
            ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
        }
        let mut has_figures = false;
        for figure in figures_of(lever) {
            has_figures = true;
            if figure_line(ui, figure).clicked() {
                plan.seek(figure.id, intents);
            }
        }
        if !has_figures {
            ui.add(Label::new(RichText::new(tr!("lever-assumed")).size(SMALL).color(SOFT_INK)).wrap());
        }
    });
    ui.add_space(4.0);
}

/// What starts the next run, and what it will be.
fn foot(ui: &mut Ui, plan: &mut PlanView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let first_day = long_date(displayed.scenario.start);
    let Some(next) = plan.next() else {
        let text = tr!("levers-what-a-switch-does", day = first_day);
        ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
        return;
    };
    let text = tr!("levers-changed", count = plan.changed(), day = first_day);
    let mut buttons = |ui: &mut Ui, plan: &mut PlanView| {
        let again = Button::new(RichText::new(tr!("levers-start-again")).color(ON_ACCENT)).fill(ACCENT);
        if ui.add(again.min_size(vec2(0.0, TOUCH))).clicked() {
            intents.push(Intent::Begin(Box::new(next.clone())));
        }
        if ui.add(Button::new(tr!("levers-undo")).min_size(Vec2::splat(TOUCH))).clicked() {
            plan.switched_off.clone_from(&plan.left_out);
        }
    };
    if ui.available_width() >= FOOT_WIDE {
        ui.horizontal(|ui| {
            let width = ui.available_width() - 300.0;
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add(Label::new(theme::strong(&text)).wrap());
            });
            buttons(ui, plan);
        });
    } else {
        ui.add(Label::new(theme::strong(&text)).wrap());
        ui.horizontal(|ui| buttons(ui, plan));
    }
}

impl PlanView {
    /// Turns a switch. Nothing else happens before the run is started again.
    fn turn(&mut self, lever: Lever, is_on: bool) {
        self.switched_off.retain(|other| *other != lever);
        if !is_on {
            self.switched_off.push(lever);
            self.switched_off.sort_by_key(|lever| Lever::ALL.iter().position(|other| other == lever));
        }
    }

    /// How many switches differ from this run.
    fn changed(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| self.left_out.contains(&row.lever) != self.switched_off.contains(&row.lever))
            .count()
    }

    /// The scenario of the next run, if it is another one.
    fn next(&self) -> Option<Scenario> {
        let whole = self.whole.as_ref().filter(|_| self.changed() > 0)?;
        Some(whole.clone().titled_without(&self.switched_off))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::LeverSpan;

    /// Contract: a lever that nothing sets back acts to the end of the scenario, and is said to; any other until it is set back,
    /// whenever the timeline last touched it.
    #[test]
    fn a_lever_ends_when_it_is_set_back_or_with_the_scenario() {
        let span = |first, end| LeverSpan { first, end };
        let of = |spans: &[LeverSpan]| when(&LeverRow { lever: Lever::Towns, spans: spans.into(), changes: None });
        let [a, b, c] = [date(1958, 8, 20), date(1958, 12, 20), date(1960, 9, 1)];
        assert_eq!(of(&[span(a, Some(b))]), format!("{} to {}", short_date(a), short_date(b)));
        assert_eq!(of(&[span(a, None)]), format!("{} to the end of the scenario", short_date(a)));
        let broken = of(&[span(a, Some(b)), span(c, None)]);
        assert_eq!(broken, format!("{} to the end of the scenario, with breaks", short_date(a)));
        assert_eq!(of(&[]), "Never acts");
    }
}
