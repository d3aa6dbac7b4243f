//! What hands and keys have done since the last frame, from the window's messages.

use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::input::mouse::MouseButtonInput;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy_egui::egui::pos2;

use super::fingers::Touch;
use super::keys::Key as Pad;

/// The mouse is a finger, too.
const MOUSE: u64 = u64::MAX;

/// Everything that a hand or key may do.
pub type Inputs<'w, 's> = (
    MessageReader<'w, 's, TouchInput>,
    MessageReader<'w, 's, MouseButtonInput>,
    MessageReader<'w, 's, CursorMoved>,
    MessageReader<'w, 's, KeyboardInput>,
);

/// What fingers and the mouse have done since the last frame, in the order in which each did it.
pub fn touches((touches, buttons, moves, _): &mut Inputs, at: Option<Vec2>) -> Vec<(u64, Touch)> {
    let place = |at: Vec2| pos2(at.x, at.y);
    let of_finger = |input: &TouchInput| {
        let touch = match input.phase {
            TouchPhase::Started => Touch::Down(place(input.position)),
            TouchPhase::Moved => Touch::Moved(place(input.position)),
            TouchPhase::Ended => Touch::Up(place(input.position)),
            TouchPhase::Canceled => Touch::Lost,
        };
        (input.id, touch)
    };
    let mut all: Vec<(u64, Touch)> = touches.read().map(of_finger).collect();
    all.extend(moves.read().last().map(|moved| (MOUSE, Touch::Moved(place(moved.position)))));
    for button in buttons.read().filter(|button| button.button == MouseButton::Left) {
        let Some(at) = at else { continue };
        all.push((
            MOUSE,
            if button.state == ButtonState::Pressed { Touch::Down(place(at)) } else { Touch::Up(place(at)) },
        ));
    }
    all
}

/// By what keys mean, so that a switch or a pad that sends them need not be a keyboard.
pub fn key_of(key: &Key, is_shifted: bool) -> Option<Pad> {
    Some(match key {
        Key::ArrowLeft => Pad::Arrow(-1, 0),
        Key::ArrowRight => Pad::Arrow(1, 0),
        Key::ArrowUp => Pad::Arrow(0, -1),
        Key::ArrowDown => Pad::Arrow(0, 1),
        Key::Tab => Pad::Tab(!is_shifted),
        Key::Enter | Key::Space => Pad::Ok,
        _ => return None,
    })
}
