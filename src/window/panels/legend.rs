//! What the map's colours and shapes mean: only what is seen on the day's land ([`sights`]). Details of a field are in [`field`].

mod field;
mod sights;

use std::time::{Duration, Instant};

use bevy_egui::egui::{
    Area, Button, Color32, Context, Grid, Id, Label, Margin, Order, Painter, Rect, RichText, ScrollArea, Sense, Shape,
    Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::output::words::count;
use crate::window::animals::levels::{self, Level, Shape as Look};
use crate::window::language::tr;
use crate::window::map::palette;
use crate::window::map::view::View;

use super::theme::{self, ACCENT, INK, SMALL, SOFT_INK, TOUCH};

pub use field::{deeds_lines, inspect, lines, title};
pub use sights::{Pattern, Sights, Swatch};

/// What the legend is of.
pub struct Shown<'a> {
    /// What is seen on the land.
    pub sights: &'a Sights,
    /// Logical pixels on the side of a field, by which marks are chosen.
    pub px_per_field: f32,
    /// How new it is that a mark stands for so many animals, 0 to 1.
    pub news: f32,
}

/// What a mark stands for, and since when that is so.
#[derive(Clone, Copy, Debug, Default)]
pub struct MarksTold {
    per_mark: Option<[f32; 2]>,
    changed: Option<Instant>,
}

impl MarksTold {
    /// Takes down the scale of the map, once there is land on it, which changes with the room that the panels leave for it.
    pub fn note(&mut self, view: &View, now: Instant) {
        if view.extent_m == View::default().extent_m {
            return;
        }
        let scale = |levels| levels::at(levels, view.marks_px_per_field())[0].0.per_mark;
        let per_mark = [levels::SPARROWS, levels::PESTS].map(scale);
        if self.per_mark.is_some_and(|before| before != per_mark) {
            self.changed = Some(now);
        }
        self.per_mark = Some(per_mark);
    }

    /// Tells nothing of a change.
    pub fn withdraw(&mut self) {
        self.changed = None;
    }

    /// How new it is, from 1 down to 0.
    pub fn news(&self, now: Instant) -> f32 {
        let since = self.changed.map_or(1.0, |changed| (now - changed).as_secs_f32() / NEWS.as_secs_f32());
        (1.0 - since).max(0.0)
    }
}

/// Shows the legend of a scenario in the lower left corner of the map, and returns the space that it takes. Closed, it says what marks stand
/// for, unless it is to be small.
pub fn show(ctx: &Context, map: Rect, shown: &Shown, is_open: &mut bool, is_small: bool) -> Rect {
    let area = Area::new(Id::new("legend")).order(Order::Middle).constrain_to(map);
    let pivot = bevy_egui::egui::Align2::LEFT_BOTTOM;
    let card = area.pivot(pivot).fixed_pos(map.left_bottom() + vec2(10.0, -10.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            if *is_open || !is_small {
                ui.scope(|ui| marks(ui, shown));
            }
            if *is_open {
                contents(ui, map, shown);
            }
            let word = if *is_open { tr!("legend-hide") } else { tr!("legend-show") };
            if ui.add(Button::new(word).min_size(vec2(0.0, TOUCH))).clicked() {
                *is_open = !*is_open;
            }
        });
    });
    card.response.rect
}

/// Shows the legend over the land, from a height of the map on, where there is no room beside the land.
pub fn show_below(ctx: &Context, map: Rect, top: f32, shown: &Shown) {
    let area = Area::new(Id::new("legend over the land")).order(Order::Middle).constrain_to(map);
    area.fixed_pos(pos2(map.left() + 4.0, top + 4.0)).show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(8)).show(ui, |ui| {
            let height = (map.bottom() - top - 30.0).max(60.0);
            ScrollArea::both().max_height(height).max_width(map.width() - 30.0).show(ui, |ui| {
                ui.scope(|ui| marks(ui, shown));
                contents(ui, map, shown);
            });
        });
    });
}

fn contents(ui: &mut Ui, map: Rect, shown: &Shown) {
    ui.scope(|ui| entries(ui, map, shown));
    for text in [tr!("legend-who-counts"), tr!("legend-for-the-eye")] {
        // Line breaks are the message's, because the width on offer is that of the legend in the previous frame.
        ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).extend());
    }
}

/// What a mark stands for at this scale, in words: one for sparrows, one for pests.
pub fn words_of_marks(px_per_field: f32) -> [String; 2] {
    let level = |levels: &[Level]| {
        let (level, _) = levels::at(levels, px_per_field)[0];
        (level.shape, level.per_mark as u64, count(level.per_mark as u64))
    };
    let sparrows = match level(levels::SPARROWS) {
        (Look::Speck, count, shown) => tr!("legend-fleck", count = count, shown = shown),
        (Look::Stroke, count, shown) => tr!("legend-mark", count = count, shown = shown),
        (Look::Animal, count, shown) => tr!("legend-bird", count = count, shown = shown),
    };
    let pests = match level(levels::PESTS) {
        (Look::Speck, count, shown) => tr!("legend-dot", count = count, shown = shown),
        (Look::Stroke, count, shown) => tr!("legend-stroke", count = count, shown = shown),
        (Look::Animal, count, shown) => tr!("legend-insect", count = count, shown = shown),
    };
    [sparrows, pests]
}

/// Shows the marks of sparrows and pests on a patch of land, and what they stand for.
fn marks(ui: &mut Ui, Shown { px_per_field, news, .. }: &Shown) {
    let px_per_field = *px_per_field;
    let under = ui.painter().add(Shape::Noop);
    ui.spacing_mut().interact_size.y = 20.0;
    let words = words_of_marks(px_per_field);
    let levels = [levels::SPARROWS, levels::PESTS].map(|levels| levels::at(levels, px_per_field)[0].0);
    for ((text, level), color) in words.into_iter().zip(levels).zip([palette::SPARROW, palette::PEST]) {
        ui.horizontal(|ui| {
            let (patch, _) = ui.allocate_exact_size(vec2(30.0, 20.0), Sense::hover());
            ui.painter().rect_filled(patch, 4.0, theme::of(palette::colour("WHEAT", 0.9)));
            let is_bird = color == palette::SPARROW;
            match level.shape {
                Look::Speck => specks(ui.painter(), patch, is_bird, level.length_px, theme::of(color)),
                Look::Stroke if is_bird => wings(ui.painter(), patch, level.length_px, theme::of(color)),
                Look::Stroke => specks(ui.painter(), patch, true, level.length_px, theme::of(color)),
                _ if is_bird => bird(ui.painter(), patch, theme::of(color)),
                _ => insect(ui.painter(), patch, theme::of(color)),
            }
            ui.add(Label::new(RichText::new(text).size(SMALL)).extend());
        });
    }
    if *news > 0.0 {
        // With reduced motion nothing fades.
        let is_still = ui.style().animation_time == 0.0;
        let strength = if is_still { 0.5 } else { *news };
        let light = Shape::rect_filled(ui.min_rect().expand(3.0), 5.0, ACCENT.gamma_multiply(0.35 * strength));
        ui.painter().set(under, light);
        ui.ctx().request_repaint_after(if is_still { NEWS.mul_f32(*news) } else { Duration::ZERO });
    }
}

/// Three flecks, or five dots.
fn specks(painter: &Painter, patch: Rect, are_flecks: bool, length: f32, fill: Color32) {
    let places = [(-9.0, -3.0), (-1.0, 3.0), (8.0, -2.0), (-6.0, 5.0), (3.0, -6.0)];
    for (x, y) in places.into_iter().take(if are_flecks { 3 } else { 5 }) {
        let at = patch.center() + vec2(x, y);
        if are_flecks {
            let half = 0.5 * length * vec2(0.9, -0.4);
            painter.line_segment([at - half, at + half], (1.5, fill));
        } else {
            painter.circle_filled(at, 0.6 * length, fill);
        }
    }
}

/// Two pairs of wings.
fn wings(painter: &Painter, patch: Rect, length: f32, fill: Color32) {
    for at in [patch.center() + vec2(-6.0, -1.0), patch.center() + vec2(6.0, 2.0)] {
        for side in [-1.0, 1.0] {
            painter.line_segment([at, at + length * vec2(0.5 * side, -0.25)], (1.5, fill));
        }
    }
}

/// Height of a line of the legend, and how low it may be so that all are in one column.
const LINE: f32 = 23.0;
const LEAST_LINE: f32 = 19.0;
/// Lines for which there is always room: hardly ever more are seen on one day.
const USUAL_LINES: usize = 12;
/// Height of all else in the legend: the marks, the notes and the button.
const BESIDE_THE_LINES: f32 = 260.0;
const SWATCH_WIDTH: f32 = 26.0;
/// Space between two columns.
const BETWEEN: f32 = 14.0;
/// How long the scale is highlighted when it has changed.
const NEWS: Duration = Duration::from_secs(4);

/// Height of a line if all are in one column; lower than it may be where there is no room for that. What has been seen on one day of
/// the run has room on all, so that the land beside it does not move from day to day.
fn line_in_one_column(map: Rect, sights: &Sights) -> f32 {
    (map.height() - BESIDE_THE_LINES) / sights.most().max(USUAL_LINES) as f32
}

/// Whether the legend is narrow: whether there is room for it in one column.
pub fn is_narrow(map: Rect, sights: &Sights) -> bool {
    line_in_one_column(map, sights) >= LEAST_LINE
}

/// What is seen on the day's land. It is as wide as the longest that may be seen on another day, so that the land beside it stays.
fn entries(ui: &mut Ui, map: Rect, Shown { sights, .. }: &Shown) {
    let (seen, in_one) = (sights.entries(), line_in_one_column(map, sights));
    let (columns, line) = if in_one < LEAST_LINE { (2, LINE) } else { (1, in_one.min(LINE)) };
    let rows = seen.len().div_ceil(columns);
    let column = SWATCH_WIDTH + ui.spacing().item_spacing.x + sights.widest();
    let swatch = vec2(SWATCH_WIDTH, (line - 3.0).min(16.0));
    ui.set_min_width(columns as f32 * (column + BETWEEN) - BETWEEN);
    ui.spacing_mut().interact_size.y = line - 3.0;
    let grid = Grid::new("legend entries").spacing(vec2(BETWEEN, 1.0)).min_col_width(column);
    grid.min_row_height(line - 1.0).show(ui, |ui| {
        for row in 0..rows {
            for entry in seen.iter().skip(row).step_by(rows) {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(swatch, Sense::hover());
                    paint(ui.painter(), rect, &entry.swatch);
                    ui.add(Label::new(RichText::new(entry.sight.label()).size(SMALL)).extend());
                });
            }
            ui.end_row();
        }
    });
}

/// A piece of the land.
pub fn paint(painter: &Painter, rect: Rect, swatch: &Swatch) {
    let [fill, mark] = [swatch.fill, swatch.mark].map(theme::of);
    painter.rect_filled(rect, 2.0, fill);
    let within = painter.with_clip_rect(rect.shrink(1.0).intersect(painter.clip_rect()));
    let places = |step: f32, first: f32, last: f32| {
        (0..).map(move |number| first + step * (0.5 + number as f32)).take_while(move |place| *place < last)
    };
    match swatch.pattern {
        Pattern::Plain => {}
        Pattern::Rows(step) => {
            for x in places(step, rect.left(), rect.right()) {
                within.vline(x, rect.y_range(), (0.4 * step, mark));
            }
        }
        Pattern::Dots(step) => {
            for (row, y) in places(step, rect.top(), rect.bottom()).enumerate() {
                for x in places(step, rect.left() - 0.5 * step * (row % 2) as f32, rect.right()) {
                    within.circle_filled(pos2(x, y), 0.28 * step, mark);
                }
            }
        }
        Pattern::Hatch => {
            for x in places(6.0, rect.left() - rect.height(), rect.right()) {
                within.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], (1.5, mark));
            }
        }
    }
    painter.rect_stroke(rect, 2.0, Stroke::new(1.0, INK.gamma_multiply(0.5)), StrokeKind::Inside);
}

fn bird(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(1.5 * side, -2.0), at(8.0 * side, 1.5)], (3.0, fill));
        painter.line_segment([at(0.0, 4.0), at(1.8 * side, 8.5)], (2.0, fill));
    }
    painter.add(Shape::ellipse_filled(square.center(), vec2(2.6, 6.0), fill));
    painter.circle_filled(at(0.0, -5.5), 2.4, fill);
}

fn insect(painter: &Painter, square: Rect, fill: Color32) {
    let at = |x: f32, y: f32| square.center() + vec2(x, y);
    for side in [-1.0, 1.0] {
        painter.line_segment([at(0.5 * side, 0.0), at(2.4 * side, 1.6)], (1.0, fill));
        painter.line_segment([at(2.4 * side, 1.6), at(1.8 * side, 4.2)], (1.0, fill));
    }
    painter.add(Shape::ellipse_filled(square.center(), vec2(1.3, 3.6), fill));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bevy::math::Vec2;
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::simulation::Simulation;
    use crate::window::map::picture::Picture;
    use crate::window::test_support::run::not_begun;
    use crate::window::test_support::ui::TestUi;

    /// Contract: in the whole plan, in whose autumn of 1958 the most is seen, the legend has room on the map; where it has two columns, it
    /// is as wide on one day as on another.
    #[test]
    fn the_legend_has_room_on_all_days() {
        let mut displayed = not_begun();
        let mut simulation = Simulation::watched(displayed.scenario.clone(), Parallelism::Serial);
        let maps = [480.0, 500.0, 620.0].map(|height| Rect::from_min_size(pos2(0.0, 60.0), vec2(800.0, height)));
        let mut seen = maps.map(|_| (TestUi::default(), Sights::default(), 0.0));
        let mut most = 0;
        while displayed.picture.date < date(1958, 12, 20) {
            for _ in 0..7 {
                simulation.step();
            }
            displayed.picture = Arc::new(Picture::of(&simulation));
            if displayed.picture.date < date(1958, 6, 1) {
                continue;
            }
            for (map, (test_ui, sights, width)) in maps.into_iter().zip(&mut seen) {
                let mut card = Rect::NOTHING;
                // In the first frames its size is not known yet.
                for _ in 0..3 {
                    test_ui.frame(|ui| {
                        sights.look(ui.ctx(), &displayed, &displayed.picture);
                        let shown = Shown { sights, px_per_field: 5.0, news: 0.0 };
                        card = show(ui.ctx(), map, &shown, &mut true, false);
                    });
                }
                assert!(card.height() <= map.height() - 10.0, "{}: {card} on {map}", displayed.picture.date);
                if map.height() < 490.0 {
                    assert!(*width == 0.0 || (card.width() - *width).abs() < 0.5, "{}", displayed.picture.date);
                    *width = card.width();
                }
                most = most.max(sights.entries().len());
            }
        }
        assert!(most > USUAL_LINES, "{most}");
    }

    /// Contract: when a mark comes to stand for another number of animals, that is news for some seconds; what it stood for at first,
    /// before and after there is land on the map, is not.
    #[test]
    fn another_scale_is_news() {
        let (mut told, began) = (MarksTold::default(), Instant::now());
        let seconds = Duration::from_secs;
        told.note(&View::default(), began);
        for (second, px, is_news) in [(0, 5.0, false), (1, 5.2, false), (2, 4.0, true), (4, 4.0, true), (7, 4.0, false)]
        {
            let view = View { extent_m: Vec2::splat(9600.0), side_m: 100.0, m_per_px: 100.0 / px, ..View::default() };
            told.note(&view, began + seconds(second));
            assert_eq!(told.news(began + seconds(second)) > 0.0, is_news, "{second} s");
        }
    }
}
