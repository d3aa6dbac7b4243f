//! Looking at the map: which part of the window is free for it, and how mouse, touch and keys change the [`View`].

use bevy::camera::ScalingMode;
use bevy::input::gestures::PinchGesture;
use bevy::input::mouse::{MouseScrollUnit, MouseWheel};
use bevy::input::touch::Touch;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::window::live_run::displayed::Displayed;
use crate::window::present;

use super::picture::FieldInfo;
use super::showing::Showing;
use super::view::View;

/// The part of the window that is free for the map, and whether the panels want the pointer. The panels write
/// it in every frame.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct MapArea {
    /// The free part, in logical pixels of the window, y down. Empty means the whole window.
    pub rect: Rect,
    /// The part that shows the map, what lies on its corners included; in the same pixels. Empty means the whole window.
    pub seen: Rect,
    /// Whether the pointer is over a panel or dragging something in it.
    pub pointer_is_taken: bool,
}

/// How a key moves the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapMove {
    /// To a side, as long as it is held: to the right and down.
    Pan(Vec2),
    /// Closer, or farther away where it is negative.
    Zoom(f32),
    /// To where all the land is in view.
    All,
}

/// What keys have asked for since the last frame. The panels, which read the keys, write it.
#[derive(Resource, Default)]
pub struct MapMoves(pub Vec<MapMove>);

/// The field under the pointer, if it is over the map, and the world to which it belongs: 0 for the run, 1 for its twin.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Inspected(pub Option<(usize, FieldInfo)>);

/// How much one step of the wheel zooms; a key zooms two steps.
const ZOOM_STEP: f32 = 1.18;
/// Pixels of scrolling on a touchpad that zoom as much as one step of a wheel.
const PX_PER_ZOOM_STEP: f32 = 40.0;
/// How far the keys pan in a second, as a fraction of the free part's shorter side.
const PAN_PER_S: f32 = 0.9;

/// Everything that points at the map.
type Pointers<'w> = (Res<'w, ButtonInput<MouseButton>>, Res<'w, Touches>);

/// Adds the camera and what moves it.
pub fn plugin(app: &mut App) {
    app.init_resource::<MapArea>()
        .init_resource::<Inspected>()
        .init_resource::<View>()
        .init_resource::<MapMoves>()
        .init_resource::<Drag>()
        .init_resource::<Showing>()
        .add_systems(Startup, spawn)
        .add_systems(Update, (measure, use_mouse, use_touch, use_keys, aim, inspect).chain().in_set(ViewSystems));
}

/// The systems that decide what is in view.
#[derive(SystemSet, Clone, Debug, PartialEq, Eq, Hash)]
pub struct ViewSystems;

/// Marks the map's camera.
#[derive(Component)]
pub struct MapCamera;

/// Whether the mouse is dragging the map, and from where.
#[derive(Resource, Default)]
struct Drag {
    from: Option<Vec2>,
}

fn spawn(mut commands: Commands) {
    commands.spawn((
        MapCamera,
        Camera2d,
        present::SPACE,
        // Software renderers pay for every sample, and the shaders smooth their own edges.
        Msaa::Off,
        Projection::Orthographic(OrthographicProjection {
            scaling_mode: ScalingMode::WindowSize,
            near: -10.0,
            far: 10.0,
            ..OrthographicProjection::default_2d()
        }),
    ));
}

/// In the first frames of a window and a land, the size of what lies on the map is not known yet.
const SETTLED: u32 = 30;

/// Takes note of the size of the window's free part and of the land.
fn measure(
    area: Res<MapArea>,
    displayed: Res<Displayed>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut view: ResMut<View>,
    mut frames: Local<u32>,
) {
    let whole = Rect::from_corners(Vec2::ZERO, window.size());
    let within = |rect: Rect| {
        let rect = rect.intersect(whole);
        if rect.width() >= 32.0 && rect.height() >= 32.0 { rect } else { whole }
    };
    let (free, seen) = (within(area.rect), within(area.seen));
    let picture = &displayed.picture;
    if picture.fields.is_empty() || free.is_empty() {
        return;
    }
    if view.seen != seen {
        view.seen = seen;
    }
    let land = (picture.extent_m(), picture.side_m);
    if (view.area, view.window_px) != (free, window.size()) || (view.extent_m, view.side_m) != land {
        if (view.extent_m, view.side_m) != land {
            view.is_fitted = true;
        }
        if view.window_px != window.size() || (view.extent_m, view.side_m) != land {
            *frames = 0;
        }
        view.window_px = window.size();
        (view.extent_m, view.side_m) = land;
        view.make_room(free, *frames >= SETTLED);
    }
    *frames = frames.saturating_add(1);
}

fn use_mouse(
    (area, showing): (Res<MapArea>, Res<Showing>),
    (buttons, _): Pointers,
    window: Single<&Window, With<PrimaryWindow>>,
    mut wheel: MessageReader<MouseWheel>,
    mut pinch: MessageReader<PinchGesture>,
    mut drag: ResMut<Drag>,
    mut view: ResMut<View>,
) {
    let steps: f32 = wheel
        .read()
        .map(|event| match event.unit {
            MouseScrollUnit::Line => event.y,
            MouseScrollUnit::Pixel => event.y / PX_PER_ZOOM_STEP,
        })
        .sum();
    let pinched: f32 = pinch.read().map(|event| event.0).sum();
    let Some(at) = window.cursor_position() else {
        drag.from = None;
        return;
    };
    // In the twin's map the pointer moves what is at the same place in the run's.
    let (_, pointer) = showing.worlds.at(at);
    let starts = buttons.any_just_pressed([MouseButton::Left, MouseButton::Middle]);
    if starts && !area.pointer_is_taken && view.area.contains(pointer) {
        drag.from = Some(at);
    }
    if !buttons.any_pressed([MouseButton::Left, MouseButton::Middle]) {
        drag.from = None;
    }
    if let Some(from) = drag.from
        && from != at
    {
        view.pan(at - from);
        drag.from = Some(at);
    }
    let factor = libm::powf(ZOOM_STEP, steps.clamp(-8.0, 8.0)) * (1.0 + pinched).clamp(0.2, 5.0);
    if factor != 1.0 && !area.pointer_is_taken && view.area.contains(pointer) {
        view.zoom(factor, pointer);
    }
}

/// Fingers and where they were in the previous frame. Bevy's own record of that does not change while a finger rests, so a
/// resting finger would go on dragging.
type Fingers = Vec<(u64, Vec2)>;

fn use_touch(
    (area, showing): (Res<MapArea>, Res<Showing>),
    (_, touches): Pointers,
    mut before: Local<Fingers>,
    mut view: ResMut<View>,
) {
    let in_run = |px: Vec2| showing.worlds.at(px).1;
    let on_map = |touch: &&Touch| !area.pointer_is_taken && view.area.contains(in_run(touch.start_position()));
    let mut fingers: Fingers = touches.iter().filter(on_map).map(|touch| (touch.id(), touch.position())).collect();
    fingers.sort_by_key(|&(id, _)| id);
    let before = std::mem::replace(&mut *before, fingers.clone());
    let was = |(id, now): (u64, Vec2)| before.iter().find(|&&(other, _)| other == id).map_or(now, |&(_, place)| place);
    match fingers[..] {
        [finger] if finger.1 != was(finger) => view.pan(finger.1 - was(finger)),
        [first, second, ..] => {
            let (before, now) = ((was(first), was(second)), (first.1, second.1));
            let middle = |(a, b): (Vec2, Vec2)| 0.5 * (a + b);
            let spread = |(a, b): (Vec2, Vec2)| a.distance(b).max(1.0);
            if before != now {
                view.pan(middle(now) - middle(before));
                view.zoom(spread(now) / spread(before), in_run(middle(now)));
            }
        }
        _ => {}
    }
}

fn use_keys(mut moves: ResMut<MapMoves>, time: Res<Time<Real>>, mut view: ResMut<View>) {
    for asked in moves.0.drain(..) {
        match asked {
            MapMove::Pan(way) => {
                // A late frame does not make the map jump.
                let breadth = view.area.size().min_element() * PAN_PER_S * time.delta_secs().min(0.1);
                view.pan(-way * breadth);
            }
            MapMove::Zoom(steps) => {
                let middle = view.area.center();
                view.zoom(libm::powf(ZOOM_STEP, 2.0 * steps), middle);
            }
            MapMove::All => view.fit(),
        }
    }
}

/// Points the camera. It covers the whole window, panels included, so that one pass draws everything; the centre of the
/// view is in the middle of the free part.
fn aim(
    view: Res<View>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(&mut Transform, &mut Projection), With<MapCamera>>,
) {
    let (mut transform, mut projection) = camera.into_inner();
    let off = 0.5 * window.size() - view.area.center();
    let centre = view.centre_m + Vec2::new(off.x, -off.y) * view.m_per_px;
    let place = centre.extend(0.0);
    if transform.translation != place {
        transform.translation = place;
    }
    if let Projection::Orthographic(orthographic) = projection.as_ref()
        && orthographic.scale != view.m_per_px
        && let Projection::Orthographic(orthographic) = projection.as_mut()
    {
        orthographic.scale = view.m_per_px;
    }
}

fn inspect(
    (area, showing): (Res<MapArea>, Res<Showing>),
    view: Res<View>,
    displayed: Res<Displayed>,
    touches: Res<Touches>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut inspected: ResMut<Inspected>,
) {
    let finger = touches.iter().next().map(Touch::position);
    let pointer = finger.or(window.cursor_position());
    let field = pointer
        .filter(|_| !area.pointer_is_taken)
        .map(|px| showing.worlds.at(px))
        .filter(|&(_, px)| view.area.contains(px))
        .and_then(|(world, px)| Some((world, *showing.pictures(&displayed)[world].field_at(view.place_at(px))?)));
    inspected.set_if_neq(Inspected(field));
}
