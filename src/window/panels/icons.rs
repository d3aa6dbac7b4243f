//! Buttons with drawn icons: they need no font, and each can be recognised by its shape.

use bevy_egui::egui::{
    Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2,
    vec2,
};

use super::theme::{ACCENT, BUTTON, INK, ON_ACCENT, SOFT_INK, TOUCH, semibold};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A triangle that points to the right.
    Play,
    /// Two bars.
    Pause,
    /// A triangle against a bar.
    Step,
    /// The same, to the left.
    StepBack,
    /// A drum with its sticks: the drives kept the birds in the air with noise.
    Drum,
    /// A square in a ring.
    Stop,
    /// Two wings, seen from afar.
    Bird,
    /// A body with its legs.
    Insect,
    /// Many bodies that point one way.
    Swarm,
    /// An ear of grain.
    Ear,
    /// A leaf with its rib.
    Leaf,
}

/// Draws an icon in a square.
pub fn draw(painter: &Painter, icon: Icon, square: Rect, colour: impl Into<Color32>) {
    let colour = colour.into();
    let at = |x: f32, y: f32| square.min + vec2(x, y) * square.size();
    let bar = |left: f32, right: f32| {
        painter.rect_filled(Rect::from_min_max(at(left, 0.14), at(right, 0.86)), 1.0, colour);
    };
    let triangle = |left: f32, right: f32| {
        let points = vec![at(left, 0.12), at(right, 0.5), at(left, 0.88)];
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    };
    match icon {
        Icon::Play => triangle(0.2, 0.92),
        Icon::Pause => {
            bar(0.2, 0.42);
            bar(0.58, 0.8);
        }
        Icon::Step => {
            triangle(0.12, 0.7);
            bar(0.72, 0.88);
        }
        Icon::StepBack => {
            let points = vec![at(0.88, 0.12), at(0.88, 0.88), at(0.3, 0.5)];
            painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
            bar(0.12, 0.28);
        }
        Icon::Bird => {
            let wings = [(0.04, 0.36), (0.2, 0.32), (0.36, 0.42), (0.5, 0.62), (0.64, 0.42), (0.8, 0.32), (0.96, 0.36)];
            let stroke = Stroke::new(0.12 * square.width(), colour);
            painter.add(Shape::line(wings.map(|(x, y)| at(x, y)).to_vec(), stroke));
        }
        Icon::Insect => {
            let stroke = Stroke::new(0.07 * square.width(), colour);
            let body = |along: f32| at(0.22 + 0.56 * along, 0.78 - 0.56 * along);
            painter.line_segment([body(0.0), body(1.0)], Stroke::new(0.28 * square.width(), colour));
            painter.circle_filled(body(1.0), 0.15 * square.width(), colour);
            for along in [0.2, 0.5, 0.8] {
                let from = body(along);
                for side in [vec2(-0.26, -0.2), vec2(0.2, 0.26)] {
                    painter.line_segment([from, from + side * square.width()], stroke);
                }
            }
        }
        Icon::Swarm => {
            let stroke = Stroke::new(0.15 * square.width(), colour);
            for (x, y) in [(0.34, 0.2), (0.7, 0.26), (0.2, 0.52), (0.52, 0.54), (0.84, 0.6), (0.36, 0.84), (0.68, 0.86)]
            {
                painter.line_segment([at(x - 0.09, y + 0.07), at(x + 0.09, y - 0.07)], stroke);
            }
        }
        Icon::Ear => {
            painter.line_segment([at(0.5, 0.98), at(0.5, 0.12)], Stroke::new(0.08 * square.width(), colour));
            for y in [0.2, 0.42, 0.64] {
                for x in [0.3, 0.7] {
                    let [from, to] = [at(0.5, y + 0.16), at(x, y)];
                    painter.line_segment([from, to], Stroke::new(0.16 * square.width(), colour));
                }
            }
        }
        Icon::Leaf => {
            let stroke = Stroke::new(0.09 * square.width(), colour);
            let rim = [(0.12, 0.88), (0.2, 0.5), (0.4, 0.24), (0.88, 0.12), (0.8, 0.56), (0.58, 0.78), (0.24, 0.8)];
            painter.add(Shape::line(rim.map(|(x, y)| at(x, y)).to_vec(), stroke));
            painter.line_segment([at(0.12, 0.88), at(0.66, 0.34)], stroke);
        }
        Icon::Drum => draw_drum(painter, &at, square.width(), colour),
        Icon::Stop => {
            let stroke = Stroke::new(0.09 * square.width(), colour);
            painter.circle_stroke(square.center(), 0.44 * square.width(), stroke);
            painter.rect_filled(Rect::from_min_max(at(0.33, 0.33), at(0.67, 0.67)), 2.0, colour);
        }
    }
}

fn draw_drum(painter: &Painter, at: &impl Fn(f32, f32) -> Pos2, side: f32, colour: Color32) {
    let stroke = Stroke::new(0.06 * side, colour);
    let arc = |centre_y: f32, from_deg: i32, to_deg: i32| -> Vec<Pos2> {
        (from_deg..=to_deg)
            .step_by(15)
            .map(|degrees| {
                let angle = (degrees as f32).to_radians();
                at(0.5 + 0.4 * angle.cos(), centre_y + 0.13 * angle.sin())
            })
            .collect()
    };
    painter.add(Shape::closed_line(arc(0.5, 0, 345), stroke));
    painter.add(Shape::line(arc(0.86, 0, 180), stroke));
    for x in [0.1, 0.9] {
        painter.line_segment([at(x, 0.5), at(x, 0.86)], stroke);
    }
    for (from, to) in [(at(0.12, 0.08), at(0.42, 0.46)), (at(0.88, 0.08), at(0.58, 0.46))] {
        painter.line_segment([from, to], stroke);
        painter.circle_filled(to, 0.07 * side, colour);
    }
}

/// A button with an icon and a word. `is_first` marks the main button of a group.
pub fn button(ui: &mut Ui, icon: Icon, word: &str, width: f32, is_first: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, TOUCH), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), word));
    if ui.is_rect_visible(rect) {
        let visuals = *ui.style().interact(&response);
        let (fill, ink) = if is_first { (*ACCENT, *ON_ACCENT) } else { (*BUTTON, *INK) };
        let fill = match (is_first, response.hovered()) {
            (true, true) => fill.lerp_to_gamma(*SOFT_INK, 0.4),
            (false, true) => visuals.weak_bg_fill,
            _ => fill,
        };
        ui.painter().rect(rect, visuals.corner_radius, fill, visuals.bg_stroke, StrokeKind::Inside);
        let galley = ui.painter().layout_no_wrap(word.into(), semibold(16.0), ink);
        let side = 20.0;
        let left = rect.center().x - 0.5 * (side + 8.0 + galley.size().x);
        let square = Rect::from_min_size(pos2(left, rect.center().y - 0.5 * side), Vec2::splat(side));
        draw(ui.painter(), icon, square, ink);
        ui.painter().galley(pos2(left + side + 8.0, rect.center().y - 0.5 * galley.size().y), galley, ink);
    }
    response
}
