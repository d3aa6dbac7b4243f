//! Tests of what egui draws: frames without a window, a pointer and keys.

use bevy_egui::egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Ui, Vec2};

/// Draws frames of 1280 by 800 points, a sixtieth of a second apart.
#[derive(Default)]
pub struct TestUi {
    ctx: Context,
    frames: u32,
    events: Vec<Event>,
}

impl TestUi {
    /// Draws a frame with all the input since the last one.
    pub fn frame(&mut self, mut content: impl FnMut(&mut Ui)) {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 800.0))),
            time: Some(f64::from(self.frames) / 60.0),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let _ = self.ctx.run_ui(input, |ui| content(ui));
    }

    /// Moves the pointer.
    pub fn move_to(&mut self, at: Pos2) {
        self.events.push(Event::PointerMoved(at));
    }

    /// Presses the pointer's primary button at a place.
    pub fn press(&mut self, at: Pos2) {
        self.button(at, true);
    }

    /// Releases it.
    pub fn release(&mut self, at: Pos2) {
        self.button(at, false);
    }

    fn button(&mut self, pos: Pos2, pressed: bool) {
        self.move_to(pos);
        self.events.push(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }

    /// Presses a key, or repeats it if it is already held.
    pub fn key(&mut self, key: Key) {
        let (physical_key, repeat, modifiers) = (None, false, Modifiers::NONE);
        self.events.push(Event::Key { key, physical_key, pressed: true, repeat, modifiers });
    }
}
