//! The window's sliders. They report what the user did and nothing else.
//!
//! egui's slider rounds and clamps the value that it is given and then says that the value "changed". So ours are never
//! given a value of the run, but the number of a notch: a whole number within the slider's range, which rounding and
//! clamping leave unchanged. Only the user can move it, with a pointer, a key or an accessibility tool. The value itself
//! is shown beside the slider exactly, even between two notches.

use std::ops::RangeInclusive;

use bevy_egui::egui::{Slider, Ui};

/// Where the user has put a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The notch.
    pub notch: u32,
    /// Whether the user is still dragging it.
    pub is_held: bool,
}

/// Shows a slider at a notch. Returns where it is only if the user has moved it from there.
pub fn show(ui: &mut Ui, at: u32, notches: RangeInclusive<u32>) -> Option<Moved> {
    let at = at.clamp(*notches.start(), *notches.end());
    let mut notch = at;
    let response = ui.add(Slider::new(&mut notch, notches).show_value(false));
    (notch != at).then(|| Moved { notch, is_held: response.dragged() })
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Rect, pos2};

    use super::*;
    use crate::window::test_support::ui::TestUi;

    #[test]
    fn a_slider_that_nobody_touches_reports_nothing() {
        // Wherever it is, within its range or not, and whatever the range.
        for last in [1, 7, 33, 100, 1000] {
            let mut test_ui = TestUi::default();
            for at in (0..=last + 2).step_by(1 + last as usize / 150) {
                let mut moved = None;
                test_ui.frame(|ui| moved = show(ui, at, 1..=last));
                assert_eq!(moved, None, "at {at} of {last}");
            }
        }
    }

    #[test]
    fn a_drag_is_reported_while_it_lasts_and_where_it_ends() {
        // While held it reports where it is, when released where it was left, and when moved back to where it was, nothing.
        let mut test_ui = TestUi::default();
        let mut moved = None;
        let mut area = Rect::NOTHING;
        let mut frame = |test_ui: &mut TestUi| {
            test_ui.frame(|ui| {
                moved = show(ui, 40, 0..=100);
                area = ui.min_rect();
            });
            (moved, area)
        };
        let (_, area) = frame(&mut test_ui);
        let at = |part: f32| pos2(area.left() + part * area.width(), area.center().y);
        test_ui.press(at(0.6));
        let (pressed, _) = frame(&mut test_ui);
        assert!(pressed.is_some_and(|moved| moved.is_held && moved.notch > 50), "{pressed:?}");
        let comes_back = (0..100_u8).any(|step| {
            test_ui.move_to(at(f32::from(step) / 100.0));
            frame(&mut test_ui).0.is_none()
        });
        assert!(comes_back, "it reports a move to its own notch");
        test_ui.move_to(at(0.9));
        let (held, _) = frame(&mut test_ui);
        assert!(held.is_some_and(|moved| moved.is_held && moved.notch > 80), "{held:?}");
        test_ui.release(at(0.9));
        assert_eq!(frame(&mut test_ui).0, held.map(|moved| Moved { is_held: false, ..moved }));
        assert_eq!(frame(&mut test_ui).0, None);
    }
}
