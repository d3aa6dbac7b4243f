//! The question: bars of the harvests so far, and two dashed ones to drag.

use bevy_egui::egui::{
    Align2, Button, Label, Rect, RichText, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use super::{Bet, Guess, State};
use crate::output::words::number;
use crate::record::Record;
use crate::window::charts::data::round_up;
use crate::window::language::tr;
use crate::window::panels::theme::{
    self, ACCENT, CARD, GRAIN, GRAIN_EDGE, INK, ON_ACCENT, SMALL, SOFT_INK, TOUCH, card, font,
};

/// Height of the bars.
const HEIGHT: f32 = 108.0;
/// Space for the years below them.
const YEARS: f32 = 20.0;
/// Harvests that are shown before the two.
const SHOWN: usize = 2;
/// What the three answers set both bars to, as parts of the last harvest.
const ANSWERS: [f64; 3] = [0.85, 1.0, 1.1];

impl Bet {
    /// Shows the question, if it is being asked.
    pub fn show(&mut self, ui: &mut Ui, record: &Record) {
        let State::Asked(guesses) = &mut self.state else { return };
        let mut next = None;
        card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::strong(tr!("bet-question")).size(17.0));
            ui.add(Label::new(RichText::new(tr!("bet-how")).size(SMALL).color(SOFT_INK)).wrap());
            let last_t = bars(ui, guesses, record);
            ui.horizontal_wrapped(|ui| {
                for (word, part) in [tr!("bet-lower"), tr!("bet-same"), tr!("bet-higher")].into_iter().zip(ANSWERS) {
                    if ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).clicked() {
                        guesses.iter_mut().for_each(|guess| guess.harvest_t = part * last_t);
                    }
                }
            });
            ui.horizontal_wrapped(|ui| {
                let done = Button::new(RichText::new(tr!("bet-keep")).color(ON_ACCENT)).fill(ACCENT);
                if ui.add(done.min_size(vec2(TOUCH, TOUCH))).clicked() {
                    next = Some(State::Said(*guesses));
                }
                if ui.add(Button::new(tr!("bet-skip")).min_size(vec2(TOUCH, TOUCH))).clicked() {
                    next = Some(State::Skipped);
                }
            });
        });
        if let Some(next) = next {
            self.state = next;
        }
    }
}

/// Shows the last harvests and the two that are asked for, which follow the pointer. Returns the last harvest, t.
fn bars(ui: &mut Ui, guesses: &mut [Guess], record: &Record) -> f64 {
    let first = guesses.first().map_or(0, |guess| guess.year);
    let before: Vec<_> = record.harvests.iter().filter(|row| row.year < first && row.is_whole_year()).collect();
    let before = &before[before.len().saturating_sub(SHOWN)..];
    let last_t = before.last().map_or(0.0, |row| row.reaped_kg / 1000.0);
    let top = round_up(1.3 * before.iter().map(|row| row.reaped_kg / 1000.0).fold(0.0, f64::max));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + YEARS), Sense::hover());
    let ground = rect.bottom() - YEARS;
    let slot = (rect.width() / (before.len() + guesses.len()) as f32).min(90.0);
    let bar = |index: usize, harvest_t: f64| {
        let middle = rect.left() + (index as f32 + 0.5) * slot;
        // The number above the highest bar has room.
        let height = (harvest_t / top) as f32 * (HEIGHT - 18.0);
        Rect::from_min_max(pos2(middle - 0.31 * slot, ground - height), pos2(middle + 0.31 * slot, ground))
    };
    let text = |ui: &Ui, rect: Rect, year: u64, harvest_t: f64| {
        let paint = ui.painter();
        paint.text(rect.center_top() - vec2(0.0, 2.0), Align2::CENTER_BOTTOM, number(harvest_t), font(SMALL), *INK);
        paint.text(pos2(rect.center().x, ground + 2.0), Align2::CENTER_TOP, year.to_string(), font(SMALL), *INK);
    };
    for (index, row) in before.iter().enumerate() {
        let rect = bar(index, row.reaped_kg / 1000.0);
        ui.painter().rect(rect, 0.0, GRAIN, Stroke::new(1.0, GRAIN_EDGE), StrokeKind::Inside);
        text(ui, rect, row.year, row.reaped_kg / 1000.0);
    }
    for (index, guess) in guesses.iter_mut().enumerate() {
        let at = before.len() + index;
        let space =
            Rect::from_center_size(bar(at, 0.0).center(), vec2(slot, 0.0)).with_min_y(rect.top()).with_max_y(ground);
        let response = ui.interact(space, ui.id().with(("guess", guess.year)), Sense::click_and_drag());
        let name = tr!("bet-bar", year = guess.year);
        response.widget_info(|| WidgetInfo {
            value: Some(guess.harvest_t),
            ..WidgetInfo::labeled(WidgetType::Slider, true, &name)
        });
        if let Some(pointer) = response.interact_pointer_pos() {
            let share = f64::from((ground - pointer.y) / (HEIGHT - 18.0)).clamp(0.0, 1.0);
            // In steps of a hundredth of the scale.
            guess.harvest_t = (100.0 * share).round() / 100.0 * top;
        }
        let rect = bar(at, guess.harvest_t);
        let corners = [rect.left_bottom(), rect.left_top(), rect.right_top(), rect.right_bottom()];
        ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.8, INK), 5.0, 3.0));
        let edge = Stroke::new(if response.hovered() || response.has_focus() { 2.5 } else { 1.5 }, INK);
        let grip = rect.center_top() + vec2(0.0, 12.0);
        ui.painter().circle(grip, 9.0, CARD, edge);
        for side in [-1.0, 1.0] {
            let tip = grip + vec2(0.0, 5.0 * side);
            ui.painter().line_segment([grip, tip], Stroke::new(1.5, INK));
            ui.painter().line_segment([tip, tip - vec2(3.0, 3.0 * side)], Stroke::new(1.5, INK));
            ui.painter().line_segment([tip, tip - vec2(-3.0, 3.0 * side)], Stroke::new(1.5, INK));
        }
        text(ui, rect, guess.year, guess.harvest_t);
    }
    ui.painter().line_segment([pos2(rect.left(), ground), pos2(rect.right(), ground)], Stroke::new(1.0, SOFT_INK));
    last_t
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::UiBuilder;

    use super::*;
    use crate::record::series::HarvestRow;
    use crate::window::test_support::ui::TestUi;

    /// Contract: untouched it changes nothing; a drag on a dashed bar changes that harvest alone; an answer sets both; and it is kept or
    /// skipped by its buttons. Nothing is wider than the panel.
    #[test]
    fn bars_are_dragged_and_answers_tapped() {
        let row = HarvestRow { days: 365, reaped_kg: 26e6, ..HarvestRow::empty(1957) };
        let record = Record { harvests: vec![row], ..Record::default() };
        let asked = State::Asked([1958, 1959].map(|year| Guess { year, harvest_t: 26_000.0 }));
        for width in [296.0, 400.0, 560.0] {
            let mut ends = Vec::new();
            let mut test_ui = TestUi::of_size(vec2(600.0, 500.0));
            let frame = |test_ui: &mut TestUi, bet: &mut Bet| {
                test_ui.frame(|ui| {
                    let space = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 500.0));
                    let shown = ui.scope_builder(UiBuilder::new().max_rect(space), |ui| bet.show(ui, &record));
                    assert!(shown.response.rect.right() <= width + 0.5, "{}", shown.response.rect);
                });
            };
            for x in 0..20_u16 {
                for y in 0..28_u16 {
                    let mut bet = Bet { state: asked.clone(), was_asked: true, run: 0 };
                    (0..2).for_each(|_| frame(&mut test_ui, &mut bet));
                    assert_eq!(bet.state, asked);
                    let at = pos2(15.0 * f32::from(x), 10.0 * f32::from(y));
                    for press in [TestUi::move_to, TestUi::press, TestUi::release] {
                        press(&mut test_ui, at);
                        frame(&mut test_ui, &mut bet);
                    }
                    ends.push(bet.state);
                }
            }
            let tonnes = |state: &State| match state {
                State::Asked(guesses) => Some(guesses.map(|guess| guess.harvest_t)),
                _ => None,
            };
            assert!(ends.iter().filter_map(tonnes).any(|[one, other]| one != 26_000.0 && other == 26_000.0));
            assert!(ends.iter().filter_map(tonnes).any(|[one, other]| one == 26_000.0 && other != 26_000.0));
            assert!(ends.iter().filter_map(tonnes).any(|both| both == [0.85 * 26_000.0; 2]));
            assert!(ends.iter().any(|state| matches!(state, State::Said(_))));
            assert!(ends.contains(&State::Skipped));
        }
    }
}
