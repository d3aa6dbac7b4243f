//! Draws what is laid out: paper, words, figures, controls, and the ring around what the keys would press.

use bevy_egui::egui::{Color32, Context, Id, LayerId, Mesh, Order, Painter, Rect, Shape, Stroke, StrokeKind, pos2};

use crate::window::language::tr;
use crate::window::panels::icons::Icon as Drawn;
use crate::window::panels::theme::{
    ACCENT, BUTTON, BUTTON_PRESSED, CAMPAIGN, CARD, EDGE, FOCUS, GRAIN, GRAIN_EDGE, INK, LEAF, LINE, ON_ACCENT, PAPER,
    PEST, SOFT_INK, SPARROW, Token,
};

use super::icons::{self, Icon};
use super::layout::{Control, Piece, Sheet, Text};
use super::measure::{Measure, Role};
use super::page::Kind;

/// What hands and keys are doing to the controls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// The controls under fingers that went down on them.
    pub pressed: Vec<usize>,
    /// The control that the keys would press.
    pub focus: Option<usize>,
}

/// Lays paper over the land, by 0 to 1.
pub fn veil(ctx: &Context, land: Rect, share: f32) {
    if share > 0.0 {
        let painter = ctx.layer_painter(LayerId::new(Order::Background, Id::new("kiosk")));
        painter.rect_filled(land, 0.0, PAPER.gamma_multiply(share));
    }
}

/// Draws a sheet. `fades`: whether the land runs out into the paper, as on the first screen.
pub fn sheet(ctx: &Context, sheet: &Sheet, (measure, fades, is_calm): (&Measure, bool, bool), touched: &Touched) {
    let painter = ctx.layer_painter(LayerId::new(Order::Background, Id::new("kiosk")));
    match fades {
        true => fade(&painter, sheet.panel, measure.px(30.0)),
        false => {
            painter.rect_filled(sheet.panel, 0.0, *PAPER);
        }
    }
    for piece in &sheet.pieces {
        self::piece(&painter, piece, measure, is_calm);
    }
    for (index, control) in sheet.controls.iter().enumerate() {
        self::control(&painter, control, measure, (touched.pressed.contains(&index), is_calm));
    }
    if let Some(control) = touched.focus.and_then(|focus| sheet.controls.get(focus)) {
        let (width, gap) = (measure.px(2.2), measure.px(0.75));
        painter.rect_stroke(control.rect.expand(gap), measure.px(6.0), Stroke::new(width, FOCUS), StrokeKind::Outside);
    }
}

/// Paper that runs out over the land on its right.
fn fade(painter: &Painter, panel: Rect, breadth: f32) {
    let solid = panel.with_max_x(panel.right() - breadth);
    painter.rect_filled(solid, 0.0, *PAPER);
    let mut mesh = Mesh::default();
    for (x, colour) in [(solid.right(), *PAPER), (panel.right(), Color32::TRANSPARENT)] {
        mesh.colored_vertex(pos2(x, panel.top()), colour);
        mesh.colored_vertex(pos2(x, panel.bottom()), colour);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(1, 2, 3);
    painter.add(mesh);
}

fn text(painter: &Painter, Text { at, galley, colour }: &Text, is_calm: bool) {
    // With more contrast, what is second in importance is as dark as the rest.
    let colour = if is_calm && *colour == SOFT_INK { INK } else { *colour };
    painter.galley_with_override_text_color(*at, galley.clone(), *colour);
}

fn piece(painter: &Painter, piece: &Piece, measure: &Measure, is_calm: bool) {
    let line = Stroke::new(measure.px(0.6).max(1.0), EDGE);
    match piece {
        Piece::Text(words) => text(painter, words, is_calm),
        Piece::Bar(rect, is_of_twin) => {
            let edge = Stroke::new(measure.px(0.9), GRAIN_EDGE);
            if *is_of_twin {
                let corners =
                    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
                painter.extend(Shape::dashed_line(&corners, edge, measure.px(4.0), measure.px(2.5)));
            } else {
                painter.rect(*rect, measure.px(1.0), *GRAIN, edge, StrokeKind::Inside);
            }
        }
        Piece::Rule(at, width) => {
            painter.hline(at.x..=at.x + width, at.y, line);
        }
        Piece::Icon(icon, square) => icons::draw(painter, *icon, *square, colour_of(*icon, INK)),
        Piece::Dot(at, radius, is_filled) => {
            let stroke = Stroke::new(0.25 * radius, SOFT_INK);
            if *is_filled {
                painter.circle(*at, *radius, *SOFT_INK, stroke);
            } else {
                painter.circle_stroke(*at, *radius, stroke);
            }
        }
        Piece::Card(rect) => {
            painter.rect_filled(*rect, measure.px(3.0), *CARD);
        }
    }
}

fn control(painter: &Painter, control: &Control, measure: &Measure, (is_pressed, is_calm): (bool, bool)) {
    let choice = &control.choice;
    let edge = Stroke::new(measure.px(if is_calm { 1.2 } else { 0.8 }), if is_calm { INK } else { EDGE });
    let is_filled = choice.is_on && choice.kind == Kind::Other;
    let (fill, edge) = match choice.kind {
        Kind::Main => (ACCENT, Stroke::NONE),
        Kind::Campaign => (CAMPAIGN, Stroke::NONE),
        Kind::Other if is_filled => (ACCENT, Stroke::NONE),
        Kind::Card if choice.is_on => (BUTTON, Stroke::new(measure.px(1.2), INK)),
        Kind::Card if !is_calm => (BUTTON, Stroke::new(measure.px(0.6), EDGE)),
        Kind::Card | Kind::Other => (BUTTON, edge),
    };
    let dark = matches!(choice.kind, Kind::Main | Kind::Campaign) || is_filled;
    let fill = match (is_pressed, dark) {
        (false, _) => *fill,
        (true, false) => *BUTTON_PRESSED,
        (true, true) => fill.lerp_to_gamma(*ON_ACCENT, 0.18),
    };
    painter.rect(control.rect, measure.px(5.0), fill, edge, StrokeKind::Inside);
    let ink = if dark { ON_ACCENT } else { INK };
    if let (Some(icon), Some(square)) = (choice.icon, control.icon) {
        icons::draw(painter, icon, square, colour_of(icon, ink));
    }
    for words in &control.texts {
        text(painter, words, is_calm);
    }
}

/// Animals and crops have their colours, unless they are drawn on something dark.
fn colour_of(icon: Icon, ink: Token) -> Color32 {
    match icon {
        Icon::Window(_) if ink != INK => *ink,
        Icon::Window(Drawn::Bird) => *SPARROW,
        Icon::Window(Drawn::Insect | Drawn::Swarm) => *PEST,
        Icon::Window(Drawn::Leaf) => *LEAF,
        Icon::Window(Drawn::Ear) => *GRAIN_EDGE,
        _ => *ink,
    }
}

/// The museum is closed.
pub fn dark(ctx: &Context, screen: Rect) {
    ctx.layer_painter(LayerId::new(Order::Foreground, Id::new("closed"))).rect_filled(screen, 0.0, Color32::BLACK);
}

/// How pale the land is while it is asked whether anybody is there.
const PALE: f32 = 0.55;

/// Asks whether anybody is there, over everything; `share` of the countdown is left, and so many seconds. Any touch goes on, so that there
/// is nothing to hit.
pub fn still_here(ctx: &Context, screen: Rect, measure: &Measure, (share, seconds): (f32, u64), is_calm: bool) {
    let painter = ctx.layer_painter(LayerId::new(Order::Foreground, Id::new("still here")));
    painter.rect_filled(screen, 0.0, PAPER.gamma_multiply(PALE));
    let [wide, high] = [258.0_f32.min(0.92 * measure.mm(screen.width())), 140.0].map(|mm| measure.px(mm));
    let card = Rect::from_center_size(screen.center(), [wide, high].into());
    painter.rect(card, measure.px(4.0), *CARD, Stroke::new(measure.px(0.8), EDGE), StrokeKind::Inside);
    let pad = measure.px(14.0);
    let radius = measure.px(24.0);
    let centre = pos2(card.left() + pad + radius, card.center().y);
    let thickness = measure.px(4.0);
    if !is_calm {
        painter.circle_stroke(centre, radius, Stroke::new(thickness, LINE));
        let steps = 1 + (96.0 * share) as usize;
        let points = (0..=steps).map(|step| {
            let angle = core::f32::consts::TAU * (share * step as f32 / steps as f32 - 0.25);
            centre + radius * bevy_egui::egui::vec2(libm::cosf(angle), libm::sinf(angle))
        });
        painter.add(Shape::line(points.collect(), Stroke::new(thickness, ACCENT)));
    }
    let number = painter.layout_no_wrap(seconds.to_string(), measure.font(Role::Headline), *INK);
    painter.galley(centre - 0.5 * number.size(), number, *INK);
    let left = centre.x + radius + pad;
    let width = card.right() - pad - left;
    let lines = [(tr!("kiosk-still-here"), Role::Headline), (tr!("kiosk-starts-again", seconds = seconds), Role::Body)];
    let galleys = lines.map(|(line, role)| painter.layout(line, measure.font(role), *INK, width));
    let gap = measure.px(5.0);
    let button = measure.px(26.0);
    let all = galleys.iter().map(|galley| galley.size().y + gap).sum::<f32>() + button;
    let mut y = card.center().y - 0.5 * all;
    for galley in galleys {
        let height = galley.size().y;
        painter.galley(pos2(left, y), galley, *INK);
        y += height + gap;
    }
    let rect = Rect::from_min_size(pos2(left, y), [width, button].into());
    painter.rect_filled(rect, measure.px(4.0), *ACCENT);
    let word = painter.layout_no_wrap(tr!("kiosk-go-on"), measure.font(Role::Strong), *ON_ACCENT);
    painter.galley(rect.center() - 0.5 * word.size(), word, *ON_ACCENT);
}
