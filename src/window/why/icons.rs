//! The small pictures of the links.

use bevy_egui::egui::{Color32, Painter, Rect, Shape, Stroke, vec2};

use super::chain::Link;

/// Draws what a link is about, in a square.
pub fn draw(painter: &Painter, link: Link, square: Rect, colour: impl Into<Color32>) {
    let colour = colour.into();
    let at = |x: f32, y: f32| square.min + vec2(x, y) * square.size();
    let stroke = Stroke::new(0.075 * square.width(), colour);
    let line = |points: &[[f32; 2]]| {
        painter.add(Shape::line(points.iter().map(|[x, y]| at(*x, *y)).collect(), stroke));
    };
    match link {
        // Two strokes of a brush.
        Link::Birds => {
            line(&[[0.08, 0.3], [0.25, 0.32], [0.4, 0.42], [0.5, 0.58]]);
            line(&[[0.5, 0.58], [0.6, 0.42], [0.75, 0.32], [0.92, 0.3]]);
        }
        // An eye.
        Link::Prey => {
            line(&[[0.04, 0.5], [0.2, 0.32], [0.4, 0.22], [0.6, 0.22], [0.8, 0.32], [0.96, 0.5]]);
            line(&[[0.04, 0.5], [0.2, 0.68], [0.4, 0.78], [0.6, 0.78], [0.8, 0.68], [0.96, 0.5]]);
            painter.circle_filled(at(0.5, 0.5), 0.14 * square.width(), colour);
        }
        // A long body with a bent hind leg.
        Link::Pests => {
            line(&[[0.1, 0.66], [0.3, 0.6], [0.75, 0.4], [0.9, 0.3]]);
            line(&[[0.42, 0.58], [0.5, 0.2], [0.2, 0.84]]);
            line(&[[0.62, 0.48], [0.7, 0.76]]);
            line(&[[0.88, 0.3], [0.96, 0.1]]);
        }
        // A leaf with its rib.
        Link::Leaf => {
            line(&[[0.12, 0.88], [0.2, 0.5], [0.4, 0.24], [0.88, 0.12], [0.8, 0.56], [0.58, 0.78], [0.24, 0.8]]);
            line(&[[0.12, 0.88], [0.36, 0.62], [0.66, 0.34]]);
        }
        // An ear that lost some of its grain.
        Link::Grain => {
            line(&[[0.5, 0.95], [0.5, 0.1]]);
            for y in [0.2, 0.44] {
                line(&[[0.5, y + 0.2], [0.28, y + 0.06], [0.26, y]]);
            }
            line(&[[0.5, 0.4], [0.72, 0.26], [0.74, 0.2]]);
        }
        // A full sack.
        Link::Harvest => {
            line(&[[0.36, 0.3], [0.18, 0.56], [0.2, 0.88], [0.8, 0.88], [0.82, 0.56], [0.64, 0.3], [0.36, 0.3]]);
            line(&[[0.36, 0.3], [0.3, 0.1], [0.7, 0.1], [0.64, 0.3]]);
        }
    }
}
