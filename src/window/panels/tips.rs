//! Tips: words about what the pointer rests on. They stand beside it, never over it, nor over what one looks at next to it.

use bevy_egui::egui::{Id, Label, Rect, RectAlign, Response, Tooltip, Ui, WidgetText};

use super::corners::ROW;

const ABOVE: [RectAlign; 3] = [RectAlign::TOP, RectAlign::TOP_START, RectAlign::TOP_END];
const BELOW: [RectAlign; 3] = [RectAlign::BOTTOM_START, RectAlign::BOTTOM, RectAlign::BOTTOM_END];
const BESIDE: [RectAlign; 4] = [RectAlign::LEFT, RectAlign::LEFT_START, RectAlign::LEFT_END, RectAlign::TOP_START];

/// A tip above what it is about: for what lies at the bottom of the window or of the map.
pub fn above(response: Response, words: impl Into<WidgetText>) -> Response {
    let anchor = response.rect;
    above_all(response, anchor, words)
}

/// A tip above all of a place in which what it is about lies.
pub fn above_all(response: Response, place: Rect, words: impl Into<WidgetText>) -> Response {
    show(response, place, &ABOVE, words)
}

/// A tip on the land under the row above the map: for what lies in that row or over it.
pub fn under_the_row(response: Response, words: impl Into<WidgetText>) -> Response {
    let rows = ROW.map(|id| response.ctx.memory(|memory| memory.area_rect(Id::new(id))));
    let bottom = rows.into_iter().flatten().map(|row| row.bottom()).fold(response.rect.bottom(), f32::max);
    let anchor = Rect { max: response.rect.max.max([response.rect.right(), bottom].into()), ..response.rect };
    show(response, anchor, &BELOW, words)
}

/// A tip on the land beside the panel in which what it is about lies; where the panel is under the map, above it.
pub fn beside_the_panel(ui: &Ui, response: Response, words: impl Into<WidgetText>) -> Response {
    let left = ui.clip_rect().left().min(response.rect.left());
    let anchor = Rect { min: [left, response.rect.top()].into(), ..response.rect };
    show(response, anchor, &BESIDE, words)
}

fn show(response: Response, anchor: Rect, aligns: &'static [RectAlign], words: impl Into<WidgetText>) -> Response {
    let mut tip = Tooltip::for_enabled(&response);
    tip.popup = tip.popup.anchor(anchor).align(aligns[0]).align_alternatives(&aligns[1..]);
    tip.show(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        ui.add(Label::new(words));
    });
    response
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{LayerId, Order, Sense, pos2, vec2};

    use super::*;
    use crate::window::test_support::ui::TestUi;

    /// Contract: a tip lies neither on what it is about nor on the panel or the place around it.
    #[test]
    fn a_tip_lies_beside_what_it_is_about() {
        let place = Rect::from_min_size(pos2(700.0, 400.0), vec2(500.0, 300.0));
        let thing = Rect::from_min_size(pos2(900.0, 500.0), vec2(60.0, 40.0));
        for way in 0..3 {
            let (mut test_ui, mut tip) = (TestUi::default(), Rect::NOTHING);
            test_ui.move_to(thing.center());
            for _ in 0..60 {
                test_ui.frame(|ui| {
                    ui.set_clip_rect(place);
                    let id = Id::new("thing");
                    let response = ui.interact(thing, id, Sense::hover());
                    match way {
                        0 => above(response, "what it is"),
                        1 => above_all(response, place, "what it is"),
                        _ => beside_the_panel(ui, response, "what it is"),
                    };
                    let layer = Tooltip::tooltip_id(id, 0);
                    let is_there =
                        ui.ctx().memory(|memory| memory.areas().is_visible(&LayerId::new(Order::Tooltip, layer)));
                    if is_there {
                        tip = ui.ctx().memory(|memory| memory.area_rect(layer)).unwrap_or(tip);
                    }
                });
            }
            assert!(tip.is_positive() && !tip.intersects(thing), "{way}: {tip}");
            assert!(way == 0 || !tip.intersects(place), "{way}: {tip}");
        }
    }
}
