//! When frames are drawn: steadily while anything moves, rarely otherwise, to spare batteries and fans. While only the land and its
//! animals move, the panels are not laid out anew in each frame: the renderer draws them as they were.

use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiContext, EguiInput, EguiPostUpdateSet, EguiPreUpdateSet, EguiRenderOutput, egui};

use super::live_run::displayed::Displayed;
use super::live_run::driver::{Driver, Moment};
use super::map::land::Land;
use super::map::view::View;
use super::scripted::screenshot::Script;

/// Time between two frames while something moves, and while nothing does.
const FRAME: Duration = Duration::from_micros(16_667);
const IDLE_FRAME: Duration = Duration::from_millis(500);

/// The longest time for which the panels stay as they are, and the shortest for which they do when there is a new day.
const PANELS: Duration = Duration::from_millis(250);
const PANELS_OF_A_DAY: Duration = Duration::from_millis(60);
/// In the first frames they are always laid out.
const FIRST_FRAMES: u32 = 30;

/// Adds the systems that decide this.
pub fn plugin(app: &mut App) {
    let are_due = |panels: Res<Panels>| panels.are_due;
    app.init_resource::<Panels>()
        .init_resource::<Hurry>()
        .add_systems(PostUpdate, look_at_the_panels.before(EguiPostUpdateSet::EndPass))
        .configure_sets(PostUpdate, EguiPostUpdateSet::EndPass.run_if(are_due))
        .configure_sets(PostUpdate, EguiPostUpdateSet::ProcessOutput.run_if(are_due))
        .add_systems(PostUpdate, draw_the_panels_again.after(EguiPostUpdateSet::ProcessOutput));
    app.add_systems(PreUpdate, forget_unchanged_modifiers.after(EguiPreUpdateSet::ProcessInput))
        .add_systems(Last, (choose_frame_rate, share_the_cores, wait_for_the_land));
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

/// Whether the run only wants to get to a day as soon as possible, and nobody minds how many frames there are on the way.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hurry(pub bool);

/// When the panels were laid out last.
#[derive(Resource, Default)]
struct Panels {
    are_due: bool,
    /// Whether there is a copy of them, from which they can be drawn again.
    are_kept: bool,
    frames: u32,
    last: Option<Instant>,
    /// The day that they showed, and what part of the land was in view.
    day: Option<(u32, Moment)>,
    view: Option<View>,
}

/// Whether the panels are laid out in this frame: at once after anything that the person does, when the view moves, and as long as
/// something in them moves, which asks egui for another frame; else now and then, and soon when there is a new day.
fn look_at_the_panels(
    mut panels: ResMut<Panels>,
    mut inputs: Query<(&EguiInput, &mut EguiContext)>,
    (displayed, driver): (Res<Displayed>, Res<Driver>),
    (window, view): (Single<Ref<Window>, With<PrimaryWindow>>, Res<View>),
) {
    let is_asked = |(input, mut context): (&EguiInput, Mut<EguiContext>)| {
        !input.0.events.is_empty() || context.get_mut().has_requested_repaint()
    };
    let is_urgent = inputs.iter_mut().any(is_asked)
        || window.is_changed()
        || panels.view != Some(*view)
        || !displayed.playing
        || displayed.is_waiting(&driver);
    let (now, day) = (Instant::now(), Some((displayed.run, displayed.now)));
    let since = panels.last.map_or(Duration::MAX, |last| now - last);
    panels.frames = panels.frames.saturating_add(1);
    let is_urgent = is_urgent || panels.frames <= FIRST_FRAMES;
    panels.are_due = are_due(is_urgent, panels.are_kept, since, day != panels.day);
    if panels.are_due {
        (panels.last, panels.day, panels.view) = (Some(now), day, Some(*view));
    }
}

/// `bevy_egui` takes what it draws away to the renderer in each frame. Where the panels are not laid out anew, they are drawn from a copy;
/// without it they would be missing. While the run rests they are laid out in each frame, and none is needed.
fn draw_the_panels_again(
    mut panels: ResMut<Panels>,
    displayed: Res<Displayed>,
    mut outputs: Query<&mut EguiRenderOutput>,
    mut drawn: Local<Vec<egui::ClippedPrimitive>>,
) {
    for mut output in &mut outputs {
        match (panels.are_due, displayed.playing) {
            (false, _) => output.paint_jobs.clone_from(&drawn),
            (true, true) => drawn.clone_from(&output.paint_jobs),
            (true, false) => drawn.clear(),
        }
    }
    panels.are_kept = if panels.are_due { displayed.playing } else { panels.are_kept };
}

/// Whether panels that were laid out so long ago are laid out again, which they have to be where no copy is kept of them.
fn are_due(is_urgent: bool, are_kept: bool, since: Duration, has_new_day: bool) -> bool {
    is_urgent || !are_kept || since >= if has_new_day { PANELS_OF_A_DAY } else { PANELS }
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
    (driver, script, hurry): (Res<Driver>, Option<Res<Script>>, Res<Hurry>),
    mut frame_s: Local<f32>,
    mut rest_percent: Local<u32>,
) {
    if !displayed.playing {
        return;
    }
    if hurry.0 || script.is_some_and(|script| script.hurries()) {
        driver.let_rest(0);
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

/// The run waits for the land where that is far behind the date; not on the way to a picture that a script takes.
fn wait_for_the_land(land: Res<Land>, (driver, script, hurry): (Res<Driver>, Option<Res<Script>>, Res<Hurry>)) {
    let hurries = hurry.0 || script.is_some_and(|script| script.hurries());
    driver.let_go_to(if hurries { u32::MAX } else { land.lets_the_run_go_to() });
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
    let is_on_its_way = displayed.wanted.is_some() || displayed.picture.days_done != displayed.now.day;
    let is_lively = is_lively || is_on_its_way;
    let is_lively = is_lively && !(displayed.playing && script.is_some_and(|script| script.hurries()));
    let mode = UpdateMode::reactive_low_power(if is_lively && window.visible { FRAME } else { IDLE_FRAME });
    if settings.focused_mode != mode {
        *settings = WinitSettings { focused_mode: mode, unfocused_mode: mode };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// Contract: a frame in which the panels are not laid out draws them as they were, though the renderer has taken them away; while the
    /// run rests, they are not copied, and then they are laid out before they are drawn again.
    #[test]
    fn the_panels_are_in_every_frame() {
        let mut world = World::new();
        let mut displayed = Displayed::new(Scenario::default());
        displayed.playing = true;
        world.insert_resource(displayed);
        let drawn = |color| egui::ClippedPrimitive {
            clip_rect: egui::Rect::EVERYTHING,
            primitive: egui::epaint::Primitive::Mesh(egui::Mesh {
                vertices: vec![egui::epaint::Vertex { pos: egui::Pos2::ZERO, uv: egui::Pos2::ZERO, color }],
                ..egui::Mesh::default()
            }),
        };
        world.insert_resource(Panels { are_due: true, ..Panels::default() });
        let paint_jobs = vec![drawn(egui::Color32::RED), drawn(egui::Color32::BLUE)];
        let panels = world.spawn(EguiRenderOutput { paint_jobs, ..EguiRenderOutput::default() }).id();
        let again = world.register_system(draw_the_panels_again);
        for are_due in [true, false, false] {
            world.resource_mut::<Panels>().are_due = are_due;
            world.run_system(again).unwrap();
            let mut output = world.get_mut::<EguiRenderOutput>(panels).unwrap();
            assert_eq!(output.paint_jobs.len(), 2);
            // As the renderer does.
            drop(std::mem::take(&mut *output));
        }
        for playing in [true, false, true] {
            world.resource_mut::<Displayed>().playing = playing;
            world.resource_mut::<Panels>().are_due = true;
            world.run_system(again).unwrap();
            assert_eq!(world.resource::<Panels>().are_kept, playing);
        }
    }

    /// Contract: panels of which there is no copy are laid out in every frame, and so are they when something happens.
    #[test]
    fn panels_are_laid_out_where_they_cannot_be_drawn_again() {
        for (since, has_new_day) in
            [0, 16, 100, 900].map(Duration::from_millis).into_iter().zip([false, true, false, true])
        {
            assert!(are_due(false, false, since, has_new_day) && are_due(true, true, since, has_new_day));
        }
        assert!(!are_due(false, true, Duration::ZERO, true));
    }

    /// Contract: what the panels say is never older than a quarter of a second, and a new day is told sooner, but at high speeds not
    /// in every frame.
    #[test]
    fn panels_are_laid_out_as_often_as_they_change() {
        let ms = Duration::from_millis;
        let without = [0, 16, 100, 249, 250, 900].map(|since| are_due(false, true, ms(since), false));
        assert_eq!(without, [false, false, false, false, true, true]);
        let with = [0, 16, 59, 60, 100].map(|since| are_due(false, true, ms(since), true));
        assert_eq!(with, [false, false, false, true, true]);
    }
}
