//! The charts with all that can be chosen: each number over time or one against another, the stretch of time, what is shown, other
//! seeds, and files.

use bevy_egui::egui::{Button, Label, Rect, RichText, ScrollArea, Ui, vec2};
use strum::VariantArray;

use crate::window::language::tr;
use crate::window::panels::intent::Intent;
use crate::window::panels::tabs::{Tab, choice};
use crate::window::panels::theme::{SMALL, SOFT_INK, TOUCH, title};
use crate::window::panels::tips;
use crate::window::panels::words::short_date;
use crate::window::why::seeds::{SEEDS, Seeds};
use crate::window::why::seeds_bar;

use super::charts_of::ChartsOf;
use super::legend::{self, CHIP, chip};
use super::plots::{HEADING_HEIGHT, Pressed, charts_of, fitting, invite};
use super::series::Chart;
use super::view::{ChartView, Line, Shape};
use super::window::TimeWindow;
use super::{export, phase};

/// The height that the charts have at least.
const LEAST_FOR_CHARTS: f32 = 170.0;

/// Shows them in what is left of the panel. Returns where somebody has pressed.
pub fn show(
    ui: &mut Ui,
    of: ChartsOf,
    view: &mut ChartView,
    seeds: Option<&Seeds>,
    intents: &mut Vec<Intent>,
) -> Option<Pressed> {
    head(ui, view, intents);
    if of.today().is_none() {
        invite(ui, 300.0);
        return None;
    }
    // Where there is little room, what can be chosen scrolls.
    let room = (ui.available_height() - LEAST_FOR_CHARTS).max(0.0);
    ScrollArea::vertical().id_salt("choices").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        stretch(ui, &of, view);
        entries(ui, &of, view, seeds, intents);
        other_seeds(ui, &of, view, seeds, intents);
        if view.export.is_open {
            export::show(ui, &of, view);
        }
    });
    let height = ui.available_height();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        match view.shape {
            Shape::OverTime => {
                ui.spacing_mut().interact_size.y = HEADING_HEIGHT;
                // What does not fit waits until there is room.
                let charts = view.charts(fitting(height));
                charts_of(ui, of, view, &charts, (height, true))
            }
            Shape::Plane => phase::show(ui, of, view, height),
        }
    })
    .inner
}

fn head(ui: &mut Ui, view: &mut ChartView, intents: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(title(tr!("charts-title")));
        for (shape, word) in [(Shape::OverTime, tr!("charts-over-time")), (Shape::Plane, tr!("charts-plane"))] {
            if choice(ui, &word, view.shape == shape).clicked() {
                view.shape = shape;
            }
        }
        let close = Button::new(tr!("charts-close")).min_size(vec2(TOUCH, TOUCH));
        let close = ui.add(close);
        if tips::beside_the_panel(ui, close, tr!("charts-close-tip")).clicked() {
            intents.push(Intent::Show(Tab::Land));
        }
    });
}

/// The stretch of time: what is offered, what it is now, and files of it.
fn stretch(ui: &mut Ui, of: &ChartsOf, view: &mut ChartView) {
    low_row(ui, |ui| {
        for window in TimeWindow::OFFERED {
            let Some(name) = window.name() else { continue };
            if choice(ui, &name, view.window == window).clicked() {
                view.window = window;
            }
        }
        if choice(ui, &tr!("charts-save-as"), view.export.is_open).clicked() {
            view.export.is_open ^= true;
        }
        let span = of.span(view);
        let [first, last] = [*span.start(), span.end() - 1.0].map(|x| short_date(of.axis.date(x)));
        let words = tr!("charts-window-dates", first = first, last = last);
        let words = ui.add(Label::new(RichText::new(words).size(SMALL).color(SOFT_INK)));
        tips::beside_the_panel(ui, words, tr!("charts-window-tip"));
    });
}

/// What is shown; each tap leaves one out or brings it back.
fn entries(ui: &mut Ui, of: &ChartsOf, view: &mut ChartView, seeds: Option<&Seeds>, intents: &mut Vec<Intent>) {
    low_row(ui, |ui| {
        if chip(ui, &tr!("charts-run"), view.has(Line::Run), legend::solid).clicked() {
            view.toggle_line(Line::Run);
        }
        if of.twin.is_some() {
            let dashed = |painter: &_, rect| legend::dashed(painter, rect, *crate::window::panels::theme::INK);
            if chip(ui, &tr!("charts-without"), view.has(Line::Twin), dashed).clicked() {
                view.toggle_line(Line::Twin);
            }
        }
        if view.shape == Shape::Plane {
            return;
        }
        let are_shown = seeds.is_some() && view.has(Line::Seeds);
        let lived = seeds.and_then(Seeds::lived).map(|lived| lived.len()).filter(|lived| *lived < SEEDS);
        let name = match lived {
            Some(lived) => tr!("charts-seeds-so-far", lived = lived, seeds = SEEDS),
            None => tr!("charts-seeds", seeds = SEEDS),
        };
        let seeds_chip = chip(ui, &name, are_shown, legend::band);
        let tip = tr!("charts-seeds-tip", seeds = SEEDS, others = SEEDS - 1);
        if tips::beside_the_panel(ui, seeds_chip, tip).clicked() {
            if seeds.is_some() {
                view.toggle_line(Line::Seeds);
            } else {
                view.show_seeds();
                intents.push(Intent::Seeds(true));
            }
        }
        for chart in Chart::VARIANTS {
            let [_, swatch, _] = chart.colours();
            let square = |painter: &bevy_egui::egui::Painter, rect: Rect| {
                painter.rect_filled(Rect::from_center_size(rect.center(), vec2(13.0, 13.0)), 2.0, swatch);
            };
            if chip(ui, &chart.name(), view.shows(*chart), square).clicked() {
                view.toggle(*chart);
            }
        }
    });
}

/// How far other seeds have come, and what can be done about it.
fn other_seeds(ui: &mut Ui, of: &ChartsOf, view: &ChartView, seeds: Option<&Seeds>, intents: &mut Vec<Intent>) {
    let Some(seeds) = seeds.filter(|_| view.has(Line::Seeds) && view.shape == Shape::OverTime) else { return };
    let latest = of.ahead.days.first().or(of.record.days.last());
    let is_short = latest.is_some_and(|row| !seeds.has(row.date.year() as u64));
    if seeds.is_done() && !is_short {
        return;
    }
    seeds_bar::show(ui, seeds);
    low_row(ui, |ui| {
        let words = match seeds.is_done() {
            true => tr!("charts-seeds-are-behind"),
            false => tr!("charts-seeds-and-why", progress = seeds.words()),
        };
        ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
        let button = |ui: &mut Ui, word: String| ui.add(Button::new(word).min_size(vec2(TOUCH, CHIP))).clicked();
        if (seeds.is_waiting() && button(ui, tr!("charts-seeds-go-on")))
            || (seeds.is_done() && button(ui, tr!("charts-seeds-again")))
        {
            intents.push(Intent::Seeds(true));
        }
        let stop = if seeds.is_running() { tr!("charts-seeds-stop") } else { tr!("charts-seeds-leave") };
        if !seeds.is_done() && button(ui, stop) {
            intents.push(Intent::Seeds(false));
        }
    });
}

/// Rows of low buttons.
pub(super) fn low_row(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = CHIP;
        (ui.spacing_mut().button_padding, ui.spacing_mut().item_spacing) = (vec2(9.0, 4.0), vec2(5.0, 4.0));
        ui.horizontal_wrapped(content);
    });
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Frame, Panel, UiBuilder, pos2};

    use super::*;
    use crate::window::charts::made_up::MadeUp;
    use crate::window::language::{Language, within};
    use crate::window::test_support::ui::TestUi;

    /// Contract: in each language, all of it is within the panel, and above what stands at its foot.
    #[test]
    fn the_panel_has_room_for_its_words() {
        let made_up = MadeUp::default();
        for (width, height, language) in [(480.0, 616.0), (504.0, 776.0)]
            .into_iter()
            .flat_map(|(w, h)| Language::OF_WINDOW.into_iter().map(move |of| (w, h, of)))
        {
            for shape in [Shape::OverTime, Shape::Plane] {
                let mut view = ChartView { shape, ..ChartView::default() };
                let mut test_ui = TestUi::of_size(vec2(600.0, 900.0));
                let space = Rect::from_min_size(pos2(10.0, 10.0), vec2(width, height));
                for _ in 0..3 {
                    within(language, || {
                        test_ui.frame(|ui| {
                            ui.scope_builder(UiBuilder::new().max_rect(space), |ui| {
                                Panel::bottom("foot").exact_size(30.0).frame(Frame::new()).show(ui, |_| ());
                                show(ui, made_up.charts(), &mut view, None, &mut Vec::new());
                                let end = ui.cursor().top() - ui.spacing().item_spacing.y;
                                assert!(end <= space.bottom() - 29.5, "{language:?}, {shape:?}: {end} in {space}");
                                let right = ui.min_rect().right();
                                assert!(right <= space.right() + 0.5, "{language:?}, {shape:?}: {right} in {space}");
                            });
                        });
                    });
                }
            }
        }
    }

    /// Contract: at each width and height that the panel has, all of it is within it; untouched it sends no intent; presses all over it
    /// find other seeds, the way back, and days.
    #[test]
    fn the_panel_keeps_its_size_and_answers() {
        let made_up = MadeUp::default();
        for (width, height) in [(480.0, 616.0), (504.0, 776.0)] {
            for shape in [Shape::OverTime, Shape::Plane] {
                let mut view = ChartView { shape, ..ChartView::default() };
                let (mut test_ui, mut intents) = (TestUi::of_size(vec2(600.0, 900.0)), Vec::new());
                let (mut pressed, mut used) = (Vec::new(), Rect::NOTHING);
                let space = Rect::from_min_size(pos2(10.0, 10.0), vec2(width, height));
                let mut frame = |test_ui: &mut TestUi, view: &mut ChartView, intents: &mut Vec<Intent>| {
                    test_ui.frame(|ui| {
                        let shown = ui.scope_builder(UiBuilder::new().max_rect(space), |ui| {
                            pressed.extend(show(ui, made_up.charts(), view, None, intents));
                        });
                        used = shown.response.rect;
                    });
                    assert!(used.right() <= space.right() + 0.5, "{shape:?}: {used} in {space}");
                    assert!(used.bottom() <= space.bottom() + 0.5, "{shape:?}: {used} in {space}");
                };
                for _ in 0..3 {
                    frame(&mut test_ui, &mut view, &mut intents);
                }
                assert_eq!(intents, []);
                for step in 0..(height / 11.0) as u16 {
                    for x in [70.0, 200.0, 330.0, 400.0, 440.0] {
                        let at = pos2(x, 15.0 + 11.0 * f32::from(step));
                        // What is pressed changes what is shown, so each press meets the same panel.
                        let mut view = ChartView { shape, ..ChartView::default() };
                        for press in [TestUi::move_to, TestUi::press, TestUi::release] {
                            press(&mut test_ui, at);
                            frame(&mut test_ui, &mut view, &mut intents);
                        }
                    }
                }
                assert!(intents.contains(&Intent::Show(Tab::Land)), "{intents:?}");
                assert_eq!(intents.contains(&Intent::Seeds(true)), shape == Shape::OverTime, "{intents:?}");
                assert!(pressed.iter().any(|pressed| matches!(pressed, Pressed::Day(_))), "{pressed:?}");
            }
        }
    }
}
