//! A hand for tests of what egui draws: frames without a window, and a pointer that does what it is told.

use bevy_egui::egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Ui, Vec2};

/// Draws frames of 1280 by 800 points, a sixtieth of a second apart.
#[derive(Default)]
pub struct TestUi {
    ctx: Context,
    frames: u32,
    events: Vec<Event>,
}

impl TestUi {
    /// Draws a frame in which everything happens that was done since the last.
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

    /// Presses the pointer's first button somewhere.
    pub fn press(&mut self, at: Pos2) {
        self.button(at, true);
    }

    /// Lets it go.
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

    /// Presses a key, or holds it longer if it is held already.
    pub fn key(&mut self, key: Key) {
        let (physical_key, repeat, modifiers) = (None, false, Modifiers::NONE);
        self.events.push(Event::Key { key, physical_key, pressed: true, repeat, modifiers });
    }
}
