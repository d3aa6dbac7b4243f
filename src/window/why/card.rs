//! A link on its card, the arrow between two of them, and the lines that show its number over the years.

use std::sync::Arc;

use bevy_egui::egui::{
    Galley, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::window::language::tr;
use crate::window::panels::focus;
use crate::window::panels::theme::{CARD, GRAIN_EDGE, INK, LEAF, LINE, PEST, SMALL, SOFT_INK, SPARROW, Token, font};
use crate::window::panels::tips;

use super::chain::{Chain, Link, Pair};
use super::on_the_map::overlay_of;
use super::{details, icons, words};

/// From these widths of a card on, the lines of its link have this width.
const CHARTS: [(f32, f32); 2] = [(440.0, 150.0), (330.0, 96.0)];
const CHART_HEIGHT: f32 = 38.0;
const ICON: f32 = 28.0;
/// Space within a card.
const MARGIN: f32 = 6.0;
/// Space between two cards, in which an arrow points from cause to effect.
const GAP: f32 = 9.0;

/// From a cause to its effect.
pub fn arrow(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), GAP), Sense::hover());
    let (top, tip) = (rect.center_top() + vec2(0.0, 1.0), rect.center_bottom() - vec2(0.0, 1.0));
    let pen = Stroke::new(1.5, SOFT_INK);
    ui.painter().line_segment([top, tip], pen);
    for side in [-3.0, 3.0] {
        ui.painter().line_segment([tip + vec2(side, -3.5), tip], pen);
    }
}

/// A link: what it is about, its number, the years as lines, and how it compares with that without the campaign.
pub fn show(ui: &mut Ui, chain: &Chain, link: Link, is_chosen: bool) -> Response {
    let width = ui.available_width();
    let chart_width = CHARTS.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, width)| *width);
    let left = MARGIN + ICON + 12.0;
    let below = width - left - MARGIN;
    let beside_chart = if chart_width > 0.0 { below - chart_width - MARGIN } else { below };
    let galley =
        |text: String, size: f32, colour: Token, width: f32| ui.painter().layout(text, font(size), *colour, width);
    let (statement, detail) = (words::statement(chain, link), details::detail(chain, link));
    let label = galley(words::label(link), SMALL, SOFT_INK, beside_chart);
    let label_width = label.size().x;
    let lines: [(Arc<Galley>, Token, bool); 3] = [
        (label, SOFT_INK, false),
        (galley(statement.clone(), 17.0, INK, beside_chart), INK, true),
        (galley(detail.clone(), SMALL, INK, below), INK, false),
    ];
    let height = lines.iter().map(|(galley, ..)| galley.size().y).sum::<f32>() + 2.0 * MARGIN;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
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
    if is_chosen {
        let galley = ui.painter().layout_no_wrap(tr!("why-shown-on-the-map"), font(SMALL), *INK);
        if label_width + 12.0 + galley.size().x <= beside_chart {
            ui.painter().galley(at + vec2(beside_chart - galley.size().x, 0.0), galley, *INK);
        }
    }
    for (galley, colour, is_bold) in lines {
        let below = galley.size().y;
        if is_bold {
            ui.painter().galley(at + vec2(0.5, 0.0), galley.clone(), *colour);
        }
        ui.painter().galley(at, galley, *colour);
        at.y += below;
    }
    if chart_width > 0.0 {
        let corner = pos2(rect.right() - MARGIN - chart_width, rect.top() + MARGIN);
        lines_of(ui, chain, link, Rect::from_min_size(corner, vec2(chart_width, CHART_HEIGHT)));
    }
    let overlay = overlay_of(link, Some(chain)).name();
    tips::beside_the_panel(ui, response, tr!("why-on-the-map", overlay = overlay))
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
    let points = |of: fn(&Pair) -> f64| -> Vec<Pos2> {
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

/// A solid line, of the run, or a dashed one, of that without the campaign.
pub fn stroke(ui: &Ui, points: &[Pos2], colour: Token, is_dashed: bool) {
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
