//! The agent on the map: a ring around it, its way of the last days, and what it does; or the outline of the field.

use bevy::prelude::Vec2;
use bevy_egui::egui::text::{LayoutJob, TextFormat};
use bevy_egui::egui::{Context, LayerId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::ecology::followed::AgentDay;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::map::showing::Showing;
use crate::window::map::view::View;
use crate::window::panels::theme::{CARD, INK, LINE, font, semibold};

use super::Subject;
use super::words::{doing, number_of};

/// The days of the trail.
const DAYS: u32 = 30;
/// Days whose places are marked with a point.
const MARKED: u32 = 7;
/// The ring's radius, and how far away from it the birds of a flock may be, m.
const RING: [f32; 2] = [17.0, 34.0];
const AROUND_M: f32 = 36.0;

/// Where the agent is drawn now, m: on its way from yesterday's place to today's.
pub fn place(displayed: &Displayed) -> Option<Vec2> {
    let (following, today) = (&displayed.following, displayed.picture.days_done);
    let of = |day: u32| following.days.get(&day).map(|day| day.place_m);
    let now = of(today).or(following.now.map(|(place, _)| place))?;
    let before = today.checked_sub(1).and_then(of).unwrap_or(now);
    let t = displayed.between_days;
    Some(before.lerp(now, t * t * (3.0 - 2.0 * t)))
}

/// Draws it.
pub fn draw(
    ctx: &Context,
    map: Rect,
    subject: Option<Subject>,
    displayed: &Displayed,
    (view, showing): (&View, &Showing),
) {
    let zoom = ctx.zoom_factor();
    let at = |place_m: Vec2| {
        let px = view.px_at(place_m) / zoom;
        pos2(px.x, px.y)
    };
    // Whom one follows lives in the run's world, not in its twin's.
    let Some(side) = showing.worlds.side(0) else { return };
    let seen = Rect::everything_left_of(side.seen_px[1] / zoom).intersect(map);
    let painter = ctx.layer_painter(LayerId::background()).with_clip_rect(seen);
    if let Some(Subject::Field(cell)) = subject {
        outline(&painter, cell, displayed, &at);
    }
    let following = &displayed.following;
    if following.id.is_none() {
        return;
    }
    let today = displayed.picture.days_done;
    let days: Vec<&AgentDay> =
        following.days.range(today.saturating_sub(DAYS - 1)..=today).map(|(_, day)| day).collect();
    let last = following.days.range(..=today).next_back().map(|(_, day)| day).filter(|day| day.end.is_none());
    // After its end the trail of its last days stays where it was.
    let days = match last {
        Some(last) => following.days.range(last.day.saturating_sub(DAYS - 1)..=last.day).map(|(_, day)| day).collect(),
        None => days,
    };
    let mut way: Vec<Pos2> = days.iter().map(|day| at(day.place_m)).collect();
    if last.is_none()
        && let Some(here) = place(displayed)
    {
        if following.days.contains_key(&today) {
            way.pop();
        }
        way.push(at(here));
    }
    draw_way(&painter, &way);
    let (Some(here), true) = (place(displayed), last.is_none()) else { return };
    let radius = (AROUND_M / view.m_per_px / zoom).clamp(RING[0], RING[1]);
    // The ring moves with the animal in each frame.
    if displayed.playing {
        ctx.request_repaint();
    }
    painter.circle_stroke(at(here), radius, Stroke::new(6.0, CARD));
    painter.circle_stroke(at(here), radius, Stroke::new(2.5, INK));
    if let Some((_, animals)) = &following.now {
        let today = following.days.get(&today);
        let number = number_of(animals);
        let sentence = tr!("follow-on-the-map", animals = &number, doing = doing(animals, today));
        chip(&painter, at(here) + vec2(0.8 * radius, 0.8 * radius), &sentence, &number);
    }
}

/// The way of the last days: dotted on a light band, the older the thinner.
fn draw_way(painter: &Painter, way: &[Pos2]) {
    let share = |index: usize| (index + 1) as f32 / way.len() as f32;
    for (index, step) in way.windows(2).enumerate() {
        painter.line_segment(
            [step[0], step[1]],
            Stroke::new(1.0 + 4.0 * share(index), CARD.gamma_multiply(0.3 + 0.6 * share(index))),
        );
    }
    for (index, step) in way.windows(2).enumerate() {
        painter.extend(Shape::dotted_line(
            step,
            INK.gamma_multiply(0.35 + 0.65 * share(index)),
            7.0,
            0.8 + 0.7 * share(index),
        ));
    }
    for point in way.iter().rev().skip(1).take(MARKED as usize) {
        painter.circle(*point, 4.0, CARD, Stroke::new(1.8, INK));
    }
}

/// A card with a sentence, in which a number stands out.
fn chip(painter: &Painter, at: Pos2, sentence: &str, number: &str) {
    let (before, after) = sentence.split_once(number).unwrap_or(("", sentence));
    let number = &sentence[before.len()..sentence.len() - after.len()];
    let mut job = LayoutJob::default();
    for (part, face) in [(before, font(15.0)), (number, semibold(15.0)), (after, font(15.0))] {
        job.append(part, 0.0, TextFormat::simple(face, *INK));
    }
    let galley = painter.layout_job(job);
    let size = galley.size() + vec2(24.0, 16.0);
    let clip = painter.clip_rect();
    let most = (clip.max - size).max(clip.min);
    let card = Rect::from_min_size(at.clamp(clip.min, most), size);
    painter.rect(card, 10.0, CARD, Stroke::new(1.0, LINE), StrokeKind::Outside);
    painter.galley(card.min + vec2(12.0, 8.0), galley, *INK);
}

/// The square of a field's ground. Its parcels follow it loosely.
fn outline(painter: &Painter, cell: u32, displayed: &Displayed, at: &impl Fn(Vec2) -> Pos2) {
    let picture = &displayed.picture;
    if picture.size.x == 0 {
        return;
    }
    let south_west = Vec2::new((cell % picture.size.x) as f32, (cell / picture.size.x) as f32) * picture.side_m;
    let square = Rect::from_two_pos(at(south_west), at(south_west + picture.side_m)).expand(2.0);
    painter.rect_stroke(square, 3.0, Stroke::new(5.0, CARD), StrokeKind::Middle);
    painter.rect_stroke(square, 3.0, Stroke::new(2.0, INK), StrokeKind::Middle);
}
