//! When frames are drawn: steadily while anything moves, rarely otherwise, to spare batteries and fans.

use std::time::Duration;

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiInput, EguiPreUpdateSet, egui};

use super::live_run::displayed::Displayed;
use super::live_run::driver::Driver;
use super::map::land::Land;
use super::scripted::screenshot::Script;

/// Time between two frames while something moves, and while nothing does.
const FRAME: Duration = Duration::from_micros(16_667);
const IDLE_FRAME: Duration = Duration::from_millis(500);

/// Adds the systems that decide this.
pub fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, forget_unchanged_modifiers.after(EguiPreUpdateSet::ProcessInput))
        .add_systems(Last, (choose_frame_rate, share_the_cores));
}

/// `bevy_egui` 0.42 reports to egui in every frame which modifier keys are held, and egui asks for another frame after every
/// event, so one frame would follow another forever.
fn forget_unchanged_modifiers(mut inputs: Query<&mut EguiInput>, mut reported: Local<Option<egui::Modifiers>>) {
    for mut input in &mut inputs {
        input.0.events.retain(|event| match event {
            egui::Event::ModifiersChanged(held) => reported.replace(*held) != Some(*held),
            _ => true,
        });
    }
}

/// When frames take longer than this, the simulation rests more; when they take less than the other, it rests less.
const SLOW_FRAME_S: f32 = 1.0 / 36.0;
const FAST_FRAME_S: f32 = 1.0 / 45.0;
/// The longest rest, as a percentage of the time that a day takes: the simulation keeps a third of its time.
const LONGEST_REST_PERCENT: u32 = 200;

/// Where the cores cannot keep up with both, as with a software renderer, days come more slowly so that frames come
/// steadily.
fn share_the_cores(
    time: Res<Time<Real>>,
    displayed: Res<Displayed>,
    driver: Res<Driver>,
    mut frame_s: Local<f32>,
    mut rest_percent: Local<u32>,
) {
    if !displayed.playing {
        return;
    }
    *frame_s += 0.15 * (time.delta_secs() - *frame_s);
    if *frame_s > SLOW_FRAME_S {
        *rest_percent = (*rest_percent + 8).min(LONGEST_REST_PERCENT);
    } else if *frame_s < FAST_FRAME_S {
        *rest_percent = rest_percent.saturating_sub(2);
    }
    driver.let_rest(*rest_percent);
}

/// Frames come steadily while anything moves or the user does something, and rarely otherwise. Any input to the window
/// brings a frame at once.
fn choose_frame_rate(
    displayed: Res<Displayed>,
    driver: Res<Driver>,
    (buttons, keys, touches): (Res<ButtonInput<MouseButton>>, Res<ButtonInput<KeyCode>>, Res<Touches>),
    window: Single<&Window, With<PrimaryWindow>>,
    (script, land): (Option<Res<Script>>, Res<Land>),
    mut settings: ResMut<WinitSettings>,
) {
    let handled = buttons.get_pressed().len() + keys.get_pressed().len() + touches.iter().count() > 0;
    let is_lively =
        handled || displayed.is_moving() || displayed.is_waiting(&driver) || !land.is_current() || script.is_some();
    let is_lively = is_lively || displayed.wanted.is_some();
    let mode = UpdateMode::reactive_low_power(if is_lively && window.visible { FRAME } else { IDLE_FRAME });
    if settings.focused_mode != mode {
        *settings = WinitSettings { focused_mode: mode, unfocused_mode: mode };
    }
}
