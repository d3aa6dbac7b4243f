//! The tags of what happened, on stems above the band. Whoever taps one goes to its day.

use std::sync::Arc;

use bevy_egui::egui::{
    Align2, CursorIcon, Galley, Id, Popup, Pos2, Rect, RectAlign, Response, ScrollArea, Sense, Stroke, StrokeKind,
    Tooltip, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::window::language::tr;
use crate::window::panels::icons::{self, Icon};
use crate::window::panels::theme::{CAMPAIGN_LINE, CARD, GRAIN_EDGE, INK, PEST, SMALL, SPARROW, Token, semibold};
use crate::window::panels::tips;

use super::bands::{BAND, Bands};
use super::events::{Event, Kind, most_telling};

/// Side of a tag.
pub const TAG: f32 = 24.0;
/// From one tag to the next.
const PITCH: f32 = 30.0;
/// Tags at most where there is room for them; others are in a list.
const MOST: usize = 8;
/// The least width of the band for each tag.
const ROOM: f32 = 60.0;
/// Space between the tags and the button that opens the list, and within that.
const GAP: f32 = 6.0;
/// Space between a card on their row and the tags that are seen beside it.
const CLEAR: f32 = 3.0;
/// What the list leaves free over it, with its own edges.
const ABOVE_THE_LIST: f32 = 40.0;

/// Shows them, and returns the one that somebody wants to see. The text of one that is on the present day is shown while the
/// run rests. Where a `card` lies on their row, they give way to it.
pub fn show<'a>(
    ui: &mut Ui,
    bands: &Bands,
    top: f32,
    events: &'a [Event],
    (resting_on, card): (Option<u32>, Option<Rect>),
) -> Option<&'a Event> {
    let is_free = |rect: Rect| card.is_none_or(|card| !card.expand(CLEAR).intersects(rect));
    let (left, end) = (*bands.across.start(), *bands.across.end());
    let shown = most_telling(events, (((end - left) / ROOM) as usize).clamp(2, MOST));
    let folded: Vec<&'a Event> =
        (0..events.len()).filter(|index| !shown.contains(index)).map(|index| &events[index]).collect();
    let (right, mut chosen) = match folded[..] {
        [] => (end, None),
        _ => more(ui, pos2(end, top), &folded, is_free),
    };
    let wanted: Vec<f32> = shown.iter().map(|index| bands.at(events[*index].day)).collect();
    let middles = spread(&wanted, left, right);
    let band = bands.rows[0].1 - 0.5 * BAND;
    for (index, (middle, at)) in shown.into_iter().zip(middles.iter().zip(&wanted)) {
        let event = &events[index];
        let (icon, colour) = look(event.kind);
        let rect = Rect::from_center_size(pos2(*middle, top + 0.5 * TAG), Vec2::splat(TAG));
        if !is_free(rect) {
            continue;
        }
        let stem = [pos2(*middle, rect.bottom()), pos2(*at, band - 3.0), pos2(*at, band)];
        ui.painter().line(stem.to_vec(), Stroke::new(1.5, colour));
        let response = ui.interact(rect.expand2(vec2(3.0, 8.0)), ui.id().with(("tag", index)), Sense::click());
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &event.text));
        frame(ui, rect, colour, response.hovered() || response.has_focus());
        icons::draw(ui.painter(), icon, rect.shrink(4.0), colour);
        if response.clicked() {
            chosen = Some(event);
        }
        if resting_on == Some(event.day) {
            let mut tip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), response.id, rect);
            tip.popup = tip.popup.align(RectAlign::TOP);
            tip.show(|ui| ui.label(&event.text));
        } else {
            tips::above(response, &event.text);
        }
    }
    chosen
}

/// The button that opens the list of those that have no tag, at the right end of the row. Returns where it begins, and what was chosen.
fn more<'a>(
    ui: &mut Ui,
    right_top: Pos2,
    folded: &[&'a Event],
    is_free: impl Fn(Rect) -> bool,
) -> (f32, Option<&'a Event>) {
    let aloud = tr!("time-more-events", events = folded.len());
    let (at, word) = ((right_top + vec2(0.0, 0.5 * TAG), TAG), tr!("time-more", events = folded.len()));
    let (_, rect) = word_of_a_list(ui, at, &word);
    if !is_free(rect) {
        return (rect.left() - GAP, None);
    }
    let response = opens_a_list(ui, ui.id().with("more tags"), at, &word, &aloud);
    let mut chosen = None;
    // It opens upwards.
    let height = (rect.top() - ui.ctx().content_rect().top() - ABOVE_THE_LIST).max(TAG);
    Popup::menu(&response).align(RectAlign::TOP_END).width(420.0).show(|ui| {
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for event in folded {
                if ui.button(&event.text).clicked() {
                    chosen = Some(*event);
                }
            }
        });
    });
    tips::above(response, aloud);
    (rect.left() - GAP, chosen)
}

/// A low button with a word on it that opens a list, of some height, to the left of a place. It is pressed a little above and below too.
pub fn opens_a_list(ui: &Ui, id: Id, at: (Pos2, f32), word: &str, aloud: &str) -> Response {
    let (word, rect) = word_of_a_list(ui, at, word);
    let response = ui.interact(rect.expand2(vec2(1.0, 8.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, aloud));
    frame(ui, rect, INK, response.hovered() || response.has_focus());
    ui.painter().galley(rect.center() - 0.5 * word.size(), word, *INK);
    Response { rect, ..response.on_hover_cursor(CursorIcon::PointingHand) }
}

fn word_of_a_list(ui: &Ui, (right, height): (Pos2, f32), word: &str) -> (Arc<Galley>, Rect) {
    let word = ui.painter().layout_no_wrap(word.into(), semibold(SMALL), *INK);
    let rect = Align2::RIGHT_CENTER.anchor_size(right, vec2(word.size().x + 2.0 * GAP, height));
    (word, rect)
}

fn frame(ui: &Ui, rect: Rect, colour: Token, is_lit: bool) {
    let width = if is_lit { 2.5 } else { 1.5 };
    ui.painter().rect(rect, 4.0, CARD, Stroke::new(width, colour), StrokeKind::Inside);
}

fn look(kind: Kind) -> (Icon, Token) {
    match kind {
        Kind::Start => (Icon::Drum, CAMPAIGN_LINE),
        Kind::Stop => (Icon::Stop, CAMPAIGN_LINE),
        Kind::FewSparrows => (Icon::Bird, SPARROW),
        Kind::Pests => (Icon::Insect, PEST),
        Kind::Swarm => (Icon::Swarm, PEST),
        Kind::Harvest => (Icon::Ear, GRAIN_EDGE),
    }
}

/// The middles of tags that are wanted at these places, in order from left to right: as close to them as they can be without lying
/// on each other or beyond the ends.
fn spread(wanted: &[f32], left: f32, right: f32) -> Vec<f32> {
    let mut middles = wanted.to_vec();
    let mut least = left + 0.5 * TAG;
    for middle in &mut middles {
        *middle = middle.max(least);
        least = *middle + PITCH;
    }
    let mut most = right - 0.5 * TAG;
    for middle in middles.iter_mut().rev() {
        *middle = middle.min(most);
        most = *middle - PITCH;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_do_not_lie_on_each_other() {
        for wanted in [vec![300.0, 301.0, 302.0, 303.0, 304.0, 880.0], vec![879.0, 880.0, 880.0], vec![400.0, 600.0]] {
            let middles = spread(&wanted, 300.0, 880.0);
            assert!(middles.windows(2).all(|pair| pair[1] - pair[0] >= PITCH - 0.01), "{middles:?}");
            assert!(middles.iter().all(|middle| (312.0..=868.0).contains(middle)), "{middles:?}");
        }
        assert_eq!(spread(&[400.0, 600.0], 300.0, 880.0), [400.0, 600.0]);
    }
}
