//! The keys. None of them acts while somebody writes into a field or a dialog is open, and a key held down acts once.

use bevy_egui::egui::{Context, Event, Key};

use super::picker::Dialog;
use super::shown::Shown;
use super::wish::Wish;

/// Reads the keys of this frame.
pub fn read(ctx: &Context, dialog: &Dialog, shown: &Shown, campaign_is_on: bool, wishes: &mut Vec<Wish>) {
    let pressed = |key: &Key| {
        ctx.input(|input| {
            let is_it = |event: &Event| match event {
                Event::Key { key: other, pressed: true, repeat: false, modifiers, .. } => {
                    other == key && !modifiers.ctrl && !modifiers.alt && !modifiers.command
                }
                _ => false,
            };
            input.events.iter().any(is_it)
        })
    };
    if ctx.text_edit_focused() {
        return;
    }
    if *dialog == Dialog::Introduction {
        // Escape closes every dialog by itself.
        if [Key::Enter, Key::Space].iter().any(pressed) {
            wishes.push(Wish::CloseDialog);
        }
        return;
    }
    if *dialog != Dialog::None {
        return;
    }
    // The space bar also presses the button that has the focus.
    if pressed(&Key::Space) && ctx.memory(|memory| memory.focused().is_none()) {
        wishes.push(Wish::PlayOrPause);
    }
    if [Key::Period, Key::CloseBracket].iter().any(pressed) {
        wishes.push(Wish::Step);
    }
    if pressed(&Key::C) {
        wishes.push(Wish::Campaign(!campaign_is_on));
    }
    if pressed(&Key::R) {
        wishes.push(Wish::Begin(Box::new(shown.scenario.clone())));
    }
}
