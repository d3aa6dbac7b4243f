//! What the lines of the charts are. Whoever taps an entry leaves its line out, or brings it back.

use bevy_egui::egui::{
    Align, Color32, CursorIcon, Layout, Painter, Rect, Response, RichText, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use crate::record::series::DayRow;
use crate::window::language::tr;
use crate::window::panels::theme::{
    ACCENT, CAMPAIGN_LINE, CAMPAIGN_SHADE, CARD, EDGE, INK, LINE, PAPER, SMALL, SOFT_INK, font,
};
use crate::window::panels::tips;
use crate::window::panels::words::short_date;

use super::arrows;
use super::phase::{DAY_DOT, RING, RING_BREADTH, YEAR_DOT};
use super::plots::BAND;
use super::view::{ChartView, Line};

/// Height of an entry that is a button.
pub const CHIP: f32 = 34.0;
/// Size of what shows a line.
const SAMPLE: bevy_egui::egui::Vec2 = vec2(22.0, 13.0);
/// Height of a row of small text.
const KEY_ROW: f32 = 18.0;
/// Space between two things of the line above small charts.
const GAP: f32 = 6.0;

/// One line above small charts: the day whose values are in the headings, what dashes and shades mean, and the way to more. Returns
/// whether more is wanted.
pub(super) fn line(ui: &mut Ui, row: &DayRow, has_twin: bool, view: &mut ChartView) -> bool {
    let mut wants_more = false;
    ui.horizontal(|ui| {
        ui.label(RichText::new(short_date(row.date)).size(SMALL).color(SOFT_INK));
        let words = [tr!("charts-more"), tr!("charts-legend-without"), tr!("charts-legend-campaign")];
        let wide = |word: &str| ui.painter().layout_no_wrap(word.into(), font(SMALL), *INK).size().x;
        let [of_more, of_twin, of_campaign] = words.each_ref().map(|word| wide(word));
        let of_twin = if has_twin { of_twin + SAMPLE.x + 2.0 * GAP } else { 0.0 };
        // The campaign needs no word where there is no room for it.
        let has_room = ui.available_width() >= of_more + of_twin + of_campaign + SAMPLE.x + 3.0 * GAP;
        let [more, without, of_shade] = words;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let more = word(ui, &more, true);
            // It leads on, so it looks so.
            ui.painter().hline(more.rect.x_range(), more.rect.bottom(), Stroke::new(1.0, SOFT_INK));
            let more = tips::beside_the_panel(ui, more, tr!("charts-more-tip"));
            wants_more = more.clicked();
            if has_room {
                ui.label(RichText::new(of_shade).size(SMALL).color(SOFT_INK));
                let (rect, _) = ui.allocate_exact_size(SAMPLE, Sense::hover());
                campaign(ui.painter(), rect);
            }
            if has_twin {
                let is_on = view.has(Line::Twin);
                let response = word(ui, &without, is_on);
                let (rect, _) = ui.allocate_exact_size(SAMPLE, Sense::hover());
                dashed(ui.painter(), rect, if is_on { *INK } else { *LINE });
                if response.clicked() {
                    view.toggle_line(Line::Twin);
                }
            }
        });
    });
    wants_more
}

/// A small word that can be tapped; struck through where what it names is left out.
fn word(ui: &mut Ui, word: &str, is_on: bool) -> Response {
    let galley = ui.painter().layout_no_wrap(word.into(), font(SMALL), *SOFT_INK);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, is_on, word));
    let is_hot = response.hovered() || response.has_focus();
    ui.painter().galley_with_override_text_color(rect.min, galley, if is_hot { *INK } else { *SOFT_INK });
    if is_hot || !is_on {
        let y = if is_on { rect.bottom() } else { rect.center().y + 1.0 };
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, SOFT_INK));
    }
    response
}

/// An entry that is a button, with what it stands for drawn on it.
pub(super) fn chip(ui: &mut Ui, name: &str, is_on: bool, sample: impl FnOnce(&Painter, Rect)) -> Response {
    let galley = ui.painter().layout_no_wrap(name.into(), font(SMALL), *INK);
    let size = vec2(galley.size().x + SAMPLE.x + 24.0, CHIP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, is_on, name));
    let edge = match (response.has_focus(), is_on) {
        (true, _) => Stroke::new(3.0, SOFT_INK),
        (_, true) => Stroke::new(1.5, ACCENT),
        _ => Stroke::new(1.0, EDGE),
    };
    let fill = if is_on || response.hovered() { CARD } else { PAPER };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    let at = pos2(rect.left() + 8.0, rect.center().y - 0.5 * SAMPLE.y);
    let ink = if is_on { INK } else { SOFT_INK };
    let text = pos2(at.x + SAMPLE.x + 7.0, rect.center().y - 0.5 * galley.size().y);
    ui.painter().galley_with_override_text_color(text, galley, *ink);
    if is_on {
        sample(ui.painter(), Rect::from_min_size(at, SAMPLE));
    } else {
        ui.painter().rect_stroke(Rect::from_min_size(at, SAMPLE), 2.0, Stroke::new(1.0, EDGE), StrokeKind::Inside);
    }
    response
}

/// The key of the plane: what dots, arrowheads and the colour of a path mean, and of which numbers the powers of ten are drawn. What is
/// solid and dashed, the entries say.
pub(super) fn plane_key(ui: &mut Ui, has_twin: bool, is_by_tens: bool) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = KEY_ROW;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(2.0 * GAP, 0.0);
            let mut entry = |width: f32, sample: &dyn Fn(&Painter, Rect), word: String| {
                // A sample and its word are never parted at the end of a line.
                let room = (ui.max_rect().width() - width - GAP).max(0.0);
                let galley = ui.painter().layout(word, font(SMALL), *SOFT_INK, room);
                let size = vec2(width + GAP + galley.size().x, galley.size().y.max(KEY_ROW));
                let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, galley.text()));
                sample(ui.painter(), Rect::from_min_size(rect.min, vec2(width, KEY_ROW)));
                let at = pos2(rect.left() + width + GAP, rect.center().y - 0.5 * galley.size().y);
                ui.painter().galley(at, galley, *SOFT_INK);
            };
            let dot = |radius: f32, hole: f32| {
                move |painter: &Painter, rect: Rect| {
                    painter.circle_filled(rect.center(), radius, INK);
                    painter.circle_filled(rect.center(), hole, CARD);
                }
            };
            entry(SAMPLE.y, &dot(DAY_DOT, 0.0), tr!("charts-plane-key-day"));
            if has_twin {
                entry(SAMPLE.y, &dot(RING, RING - RING_BREADTH), tr!("charts-plane-key-twin"));
            }
            entry(8.0, &dot(YEAR_DOT, 0.0), tr!("charts-plane-key-year"));
            let head = |painter: &Painter, rect: Rect| {
                let corners = arrows::corners(rect.center(), vec2(1.0, 0.0)).to_vec();
                painter.add(Shape::convex_polygon(corners, *INK, Stroke::NONE));
            };
            entry(SAMPLE.y, &head, tr!("charts-plane-key-time"));
            let plum = |painter: &Painter, rect: Rect| {
                painter.hline(rect.x_range(), rect.center().y, Stroke::new(2.0, CAMPAIGN_LINE));
            };
            entry(SAMPLE.x, &plum, tr!("charts-plane-key-campaign"));
            if is_by_tens {
                entry(0.0, &|_, _| {}, tr!("charts-plane-key-by-tens"));
            }
        });
    });
}

/// The days of the campaign.
pub(super) fn campaign(painter: &Painter, rect: Rect) {
    painter.rect_filled(rect, 0.0, CAMPAIGN_SHADE);
    for x in [rect.left(), rect.right()] {
        painter.line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], (1.0, CAMPAIGN_LINE));
    }
}

/// The twin.
pub(super) fn dashed(painter: &Painter, rect: Rect, colour: Color32) {
    painter.extend(Shape::dashed_line(&[rect.left_center(), rect.right_center()], (1.6, colour), 5.0, 3.0));
}

/// The run.
pub(super) fn solid(painter: &Painter, rect: Rect) {
    painter.hline(rect.x_range(), rect.center().y, Stroke::new(2.0, INK));
}

/// Other seeds.
pub(super) fn band(painter: &Painter, rect: Rect) {
    let (upper, lower) = rect.split_top_bottom_at_fraction(0.5);
    painter.rect_filled(upper, 0.0, INK.gamma_multiply(BAND[0]));
    painter.rect(lower, 0.0, INK.gamma_multiply(BAND[1]), Stroke::new(0.7, SOFT_INK), StrokeKind::Inside);
}
