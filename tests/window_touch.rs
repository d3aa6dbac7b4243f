//! Contract: the map follows fingers. One finger drags the land with it; two that move apart zoom in and hold the place
//! between them; a finger that starts on a panel moves nothing; and lifting them ends it.
#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use bevy::input::InputPlugin;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowResolution};
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::scenario::Scenario;
use sparrowfall::simulation::Simulation;
use sparrowfall::window::live_run::displayed::Displayed;
use sparrowfall::window::map::camera::{self, MapArea};
use sparrowfall::window::map::picture::Picture;
use sparrowfall::window::map::view::View;

/// A window of 1280 by 800 with a panel from x = 850 on, over the default scenario's land.
fn app() -> App {
    let scenario = Scenario::default();
    let mut displayed = Displayed::new(scenario.clone());
    displayed.picture = Arc::new(Picture::of(&Simulation::new(scenario, Parallelism::Serial)));
    let mut app = App::new();
    app.add_plugins((MinimalPlugins, InputPlugin)).insert_resource(displayed).add_plugins(camera::plugin);
    app.world_mut().spawn((Window { resolution: WindowResolution::new(1280, 800), ..default() }, PrimaryWindow));
    app.insert_resource(MapArea { rect: Rect::new(0.0, 60.0, 850.0, 720.0), ..default() });
    app.update();
    // Some way in, so that there is land to drag.
    app.world_mut().resource_mut::<View>().show(Vec2::splat(64.0), 20.0);
    app.update();
    app
}

fn touch(app: &mut App, id: u64, phase: TouchPhase, x: f32, y: f32) {
    let window = app.world_mut().query_filtered::<Entity, With<PrimaryWindow>>().single(app.world()).unwrap();
    app.world_mut().write_message(TouchInput { phase, position: Vec2::new(x, y), window, force: None, id });
}

fn view(app: &App) -> View {
    *app.world().resource()
}

#[test]
fn one_finger_drags_the_land_with_it() {
    let mut app = app();
    touch(&mut app, 7, TouchPhase::Started, 300.0, 300.0);
    app.update();
    let held = view(&app).place_at(Vec2::new(300.0, 300.0));
    // Several movements may come in one frame.
    touch(&mut app, 7, TouchPhase::Moved, 320.0, 310.0);
    touch(&mut app, 7, TouchPhase::Moved, 360.0, 340.0);
    app.update();
    let now = view(&app);
    assert!(now.place_at(Vec2::new(360.0, 340.0)).distance(held) < 0.5, "the finger has lost the place it held");
    // A finger that rests, and one that is lifted, move nothing.
    app.update();
    assert_eq!(view(&app), now);
    touch(&mut app, 7, TouchPhase::Ended, 360.0, 340.0);
    app.update();
    app.update();
    assert_eq!(view(&app), now);
}

#[test]
fn two_fingers_zoom_about_the_place_between_them() {
    let mut app = app();
    touch(&mut app, 1, TouchPhase::Started, 300.0, 300.0);
    touch(&mut app, 2, TouchPhase::Started, 400.0, 300.0);
    app.update();
    let before = view(&app);
    let held = before.place_at(Vec2::new(350.0, 300.0));
    touch(&mut app, 1, TouchPhase::Moved, 260.0, 320.0);
    touch(&mut app, 2, TouchPhase::Moved, 460.0, 320.0);
    app.update();
    let apart = view(&app);
    assert!((before.m_per_px / apart.m_per_px - 2.0).abs() < 1e-3, "twice as far apart is twice as near");
    assert!(apart.place_at(Vec2::new(360.0, 320.0)).distance(held) < 0.5, "the place between the fingers is held");
    touch(&mut app, 1, TouchPhase::Moved, 310.0, 320.0);
    touch(&mut app, 2, TouchPhase::Moved, 410.0, 320.0);
    app.update();
    assert!((view(&app).m_per_px / before.m_per_px - 1.0).abs() < 1e-3, "together again is as far as before");
}

#[test]
fn a_finger_on_a_panel_moves_nothing() {
    let mut app = app();
    let before = view(&app);
    touch(&mut app, 1, TouchPhase::Started, 1000.0, 300.0);
    app.update();
    touch(&mut app, 1, TouchPhase::Moved, 700.0, 400.0);
    app.update();
    assert_eq!(view(&app), before);
}
