//! Icons of the kiosk, drawn as paths: strokes with round ends that are read from afar. Those of animals and crops are the window's.

use bevy_egui::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::window::panels::icons as of_window;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// One of the window's.
    Window(of_window::Icon),
    /// A large and a small letter.
    Letters,
    /// An eye.
    Eye,
    /// An arrow that returns to where it began.
    Again,
    /// An arrow head to the left.
    Left,
    /// To the right.
    Right,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
    /// A level stroke.
    Level,
    /// An open book.
    Book,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// Four corners.
    Corners,
    /// Two areas, one above the other.
    Two,
}

/// Strokes are this wide, as a share of the square.
const STROKE: f32 = 0.07;

/// Draws an icon in a square.
pub fn draw(painter: &Painter, icon: Icon, square: Rect, colour: impl Into<Color32>) {
    let colour = colour.into();
    let at = |x: f32, y: f32| square.min + vec2(x, y) * square.size();
    let stroke = Stroke::new(STROKE * square.width(), colour);
    let line = |points: &[(f32, f32)]| {
        let points: Vec<Pos2> = points.iter().map(|&(x, y)| at(x, y)).collect();
        for end in [points.first(), points.last()].into_iter().flatten() {
            painter.circle_filled(*end, 0.5 * stroke.width, colour);
        }
        painter.add(Shape::line(points, stroke));
    };
    // Part of an ellipse, by angles in turns from the right downwards.
    let arc = |(x, y): (f32, f32), (wide, high): (f32, f32), (from, to): (f32, f32)| {
        let points: Vec<(f32, f32)> = (0..=24)
            .map(|step| {
                let angle = core::f32::consts::TAU * (from + (to - from) * step as f32 / 24.0);
                (x + wide * libm::cosf(angle), y + high * libm::sinf(angle))
            })
            .collect();
        line(&points);
    };
    match icon {
        Icon::Window(icon) => of_window::draw(painter, icon, square, colour),
        Icon::Letters => {
            line(&[(0.06, 0.8), (0.29, 0.2), (0.52, 0.8)]);
            line(&[(0.14, 0.6), (0.44, 0.6)]);
            line(&[(0.62, 0.8), (0.78, 0.4), (0.94, 0.8)]);
            line(&[(0.68, 0.67), (0.88, 0.67)]);
        }
        Icon::Eye => {
            arc((0.5, 0.72), (0.46, 0.44), (0.54, 0.96));
            arc((0.5, 0.28), (0.46, 0.44), (0.04, 0.46));
            painter.circle_filled(at(0.5, 0.5), 0.14 * square.width(), colour);
        }
        Icon::Again => {
            arc((0.52, 0.52), (0.34, 0.34), (-0.38, 0.48));
            line(&[(0.14, 0.12), (0.2, 0.36), (0.44, 0.32)]);
        }
        Icon::Left => line(&[(0.62, 0.2), (0.34, 0.5), (0.62, 0.8)]),
        Icon::Right => line(&[(0.38, 0.2), (0.66, 0.5), (0.38, 0.8)]),
        Icon::Up => {
            line(&[(0.5, 0.88), (0.5, 0.14)]);
            line(&[(0.22, 0.42), (0.5, 0.14), (0.78, 0.42)]);
        }
        Icon::Down => {
            line(&[(0.5, 0.12), (0.5, 0.86)]);
            line(&[(0.22, 0.58), (0.5, 0.86), (0.78, 0.58)]);
        }
        Icon::Level | Icon::Minus => line(&[(0.14, 0.5), (0.86, 0.5)]),
        Icon::Plus => {
            line(&[(0.14, 0.5), (0.86, 0.5)]);
            line(&[(0.5, 0.14), (0.5, 0.86)]);
        }
        Icon::Book => {
            line(&[(0.5, 0.26), (0.5, 0.86)]);
            line(&[(0.5, 0.26), (0.32, 0.16), (0.08, 0.16), (0.08, 0.76), (0.32, 0.76), (0.5, 0.86)]);
            line(&[(0.5, 0.26), (0.68, 0.16), (0.92, 0.16), (0.92, 0.76), (0.68, 0.76), (0.5, 0.86)]);
        }
        Icon::Corners => {
            for (x, y) in [(0.14, 0.14), (0.86, 0.14), (0.14, 0.86), (0.86, 0.86)] {
                let inwards = |end: f32| if end < 0.5 { end + 0.24 } else { end - 0.24 };
                line(&[(inwards(x), y), (x, y), (x, inwards(y))]);
            }
        }
        Icon::Two => {
            line(&[(0.12, 0.14), (0.88, 0.14), (0.88, 0.42), (0.12, 0.42), (0.12, 0.14)]);
            line(&[(0.12, 0.58), (0.88, 0.58), (0.88, 0.86), (0.12, 0.86), (0.12, 0.58)]);
        }
    }
}
