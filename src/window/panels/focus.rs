//! The ring around what the keyboard would press: one for all controls, whatever they look like, but for those that show by themselves
//! that they have the focus.

use bevy_egui::egui::{Context, Id, Response, Stroke, StrokeKind};

use super::theme::FOCUS;

/// Between a control and its ring.
const GAP: f32 = 2.0;
const WIDTH: f32 = 3.0;
/// Where the control is kept that shows by itself that it has the focus.
const WITHOUT_RING: &str = "focus without a ring";

/// A control that has the focus shows so by itself: a ring around all of it would lie on others.
pub fn is_shown_by(control: &Response) {
    control.ctx.data_mut(|data| data.insert_temp(Id::new(WITHOUT_RING), control.id));
}

/// Draws it, after all controls of the frame.
pub fn show(ctx: &Context) {
    let Some(control) = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id)) else { return };
    if ctx.data(|data| data.get_temp(Id::new(WITHOUT_RING))) == Some(control.id) {
        return;
    }
    // What is scrolled out of sight has none.
    let seen = control.interact_rect;
    if seen.width() < 1.0 || seen.height() < 1.0 || ctx.text_edit_focused() {
        return;
    }
    let ring = seen.expand(GAP).intersect(ctx.content_rect());
    ctx.layer_painter(control.layer_id).rect_stroke(ring, 10.0, Stroke::new(WIDTH, FOCUS), StrokeKind::Outside);
}

/// Scrolls a control into sight when the keyboard comes to it.
pub fn follow(control: Response) -> Response {
    if control.gained_focus() {
        control.scroll_to_me(None);
    }
    control
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Key, Rect, Sense, Shape, pos2, vec2};

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::live_run::displayed::Displayed;
    use crate::window::panels::state::PanelState;
    use crate::window::test_support::ui::TestUi;

    /// Contract: what has the focus has a ring around it, but for what shows so by itself.
    #[test]
    fn what_shows_the_focus_by_itself_has_no_ring() {
        for by_itself in [false, true] {
            let mut test_ui = TestUi::default();
            for _ in 0..3 {
                test_ui.frame(|ui| {
                    let place = Rect::from_min_size(pos2(100.0, 100.0), vec2(300.0, 44.0));
                    let control = ui.interact(place, Id::new("control"), Sense::click());
                    control.request_focus();
                    if by_itself {
                        is_shown_by(&control);
                    }
                    show(ui.ctx());
                });
            }
            let is_ring = |shape: &Shape| matches!(shape, Shape::Rect(rect) if rect.stroke.width == WIDTH);
            let rings = test_ui.shapes().iter().filter(|painted| is_ring(&painted.shape)).count();
            assert_eq!(rings, usize::from(!by_itself));
        }
    }

    /// Contract: with Tab one comes to one control after the other, each of which is in sight, and to the first again.
    #[test]
    fn tab_leads_through_all_controls() {
        let displayed = Displayed::new(Scenario::default());
        for size in [vec2(640.0, 480.0), vec2(1280.0, 800.0), vec2(1080.0, 1920.0)] {
            let (mut test_ui, mut state) = (TestUi::of_size(size), PanelState::default());
            let mut focused = Vec::new();
            for _ in 0..60 {
                test_ui.key(Key::Tab);
                test_ui.frame(|ui| {
                    state.digest(&displayed);
                    let map = state.panels(ui.ctx(), &displayed);
                    state.corners(ui.ctx(), map, &displayed, &Default::default());
                    show(ui.ctx());
                    let control = ui.ctx().memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
                    focused.extend(control.map(|control| (control.id, control.rect)));
                });
            }
            let mut ids: Vec<_> = focused.iter().map(|(id, _)| *id).collect();
            assert!(ids.len() >= 50, "{}", ids.len());
            ids.sort_by_key(|id| id.value());
            ids.dedup();
            // Scenarios, Menu, the switch, play, two steps, speed, three tabs, the overlays, the time line.
            assert!((12..50).contains(&ids.len()), "{} controls in {size}", ids.len());
            assert!(focused.iter().all(|(_, rect)| rect.is_positive()), "{focused:?}");
        }
    }
}
