//! Tests of what egui draws: frames without a window, a pointer and keys.

use bevy_egui::egui::epaint::ClippedShape;
use bevy_egui::egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Ui, Vec2};

use crate::window::panels::theme;

/// Draws frames, a sixtieth of a second apart.
pub struct TestUi {
    ctx: Context,
    size: Vec2,
    frames: u32,
    events: Vec<Event>,
    shapes: Vec<ClippedShape>,
}

impl Default for TestUi {
    fn default() -> Self {
        Self::of_size(Vec2::new(1280.0, 800.0))
    }
}

impl TestUi {
    /// Frames of a size, in points.
    pub fn of_size(size: Vec2) -> Self {
        let ctx = Context::default();
        theme::apply(&ctx);
        Self { ctx, size, frames: 0, events: Vec::new(), shapes: Vec::new() }
    }

    /// Draws a frame with all the input since the last one.
    pub fn frame(&mut self, mut content: impl FnMut(&mut Ui)) {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(f64::from(self.frames) / 60.0),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        self.shapes = self.ctx.run_ui(input, |ui| content(ui)).shapes;
    }

    /// What the last frame painted, from the lowest to the uppermost.
    pub fn shapes(&self) -> &[ClippedShape] {
        &self.shapes
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
        self.key_with(key, Modifiers::NONE);
    }

    /// The same with other keys held.
    pub fn key_with(&mut self, key: Key, modifiers: Modifiers) {
        let (physical_key, repeat) = (None, false);
        self.events.push(Event::Key { key, physical_key, pressed: true, repeat, modifiers });
    }

    /// Lets go of a key.
    pub fn let_go(&mut self, key: Key) {
        let (physical_key, repeat, modifiers) = (None, false, Modifiers::NONE);
        self.events.push(Event::Key { key, physical_key, pressed: false, repeat, modifiers });
    }

    /// Types a text in place of all that is in the field that has the focus.
    pub fn type_over(&mut self, text: &str) {
        let (physical_key, repeat) = (None, false);
        let all = Event::Key { key: Key::A, physical_key, pressed: true, repeat, modifiers: Modifiers::COMMAND };
        let none = Event::Key { key: Key::Delete, physical_key, pressed: true, repeat, modifiers: Modifiers::NONE };
        self.events.extend([all, none, Event::Text(text.into())]);
    }
}
