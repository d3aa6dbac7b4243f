//! The border of all that shows the field under the pointer.

use bevy::math::Vec2;
use bevy_egui::egui::{Context, LayerId, Rect, Shape, Stroke, pos2};

use crate::window::map::outline::Line;
use crate::window::map::showing::Showing;
use crate::window::map::view::View;

use super::theme::{CARD, INK};

/// Breadth of the line, and of the light one under it.
const LINE: f32 = 1.6;
const RIM: f32 = 3.6;

/// Draws it on the map of a world.
pub fn draw(ctx: &Context, map: Rect, (view, showing): (&View, &Showing), world: usize, lines: &[Line]) {
    let Some(side) = showing.worlds.side(world) else { return };
    let zoom = ctx.zoom_factor();
    let [left, right] = side.seen_px.map(|px| px / zoom);
    let seen = map.intersect(Rect::everything_right_of(left)).intersect(Rect::everything_left_of(right));
    let painter = ctx.layer_painter(LayerId::background()).with_clip_rect(seen);
    let at = |place: Vec2| {
        let px = (view.px_at(place * view.side_m) + side.shift_px * Vec2::X) / zoom;
        pos2(px.x, px.y)
    };
    for stroke in [Stroke::new(RIM, CARD.gamma_multiply(0.7)), Stroke::new(LINE, INK)] {
        painter.extend(lines.iter().map(|ends| Shape::line_segment(ends.map(at), stroke)));
    }
}
