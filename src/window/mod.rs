//! The window: a Bevy app that shows a run and sends interventions. It reads pictures of the simulation, which runs on a
//! thread of its own, and never writes a model component.
//!
//! - [`live_run`]: the simulation's thread, and what the window knows of the run
//! - [`map`]: the fields and the camera over them
//! - [`animals`]: the animals on the map
//! - [`overlays`]: what is washed over the land
//! - [`follow`]: an animal that is followed, and the years of a field
//! - [`language`]: all words of the window, in the language in use
//! - [`panels`]: everything around the map, dialogs and keys included
//! - [`preferences`]: what a person prefers, and what is remembered for the next time
//! - `charts`: the charts in the panels
//! - `bet`: what a person thinks the next harvests will be
//! - `parameters`: all parameters, to be seen and changed, and what was done
//! - [`why`]: what led to a harvest, link by link
//! - `time_line`: the time line under the map
//! - [`probe`]: whether a window can be opened here
//! - [`frames`]: how often the window is redrawn
//! - `screen`: the window on the screen
//! - [`scripted`]: windows that play by themselves, for screenshots and for watching memory

pub mod animals;
mod bet;
mod charts;
pub mod follow;
pub mod frames;
pub mod language;
pub mod live_run;
pub mod map;
pub mod overlays;
pub mod panels;
mod parameters;
pub mod preferences;
mod present;
pub mod probe;
mod screen;
pub mod scripted;
#[cfg(test)]
pub(crate) mod test_support;
mod time_line;
pub mod why;

use std::path::PathBuf;

use bevy::app::{AppExit, TaskPoolOptions, TaskPoolPlugin};
use bevy::log::{BoxedLayer, LogPlugin};
use bevy::prelude::*;
use bevy::window::{PresentMode, WindowResizeConstraints, WindowResolution};
use bevy_egui::EguiPrimaryContextPass;

use crate::engine::parallel::Parallelism;
use crate::scenario::Scenario;
use crate::timeline::session::Session;

use language::tr;
use live_run::displayed::{Displayed, take_updates};
use live_run::driver::{Command, Driver};
use panels::{PanelOptions, Scene};
use preferences::Preferences;
use probe::Display;
use scripted::memory_watch::{self, MemoryWatch};
use scripted::screenshot::{self, ScreenshotPlan};
use scripted::visit;

/// How the window opens.
#[derive(Clone, Debug)]
pub struct Options {
    /// The scenario it opens with, which must be valid.
    pub scenario: Scenario,
    /// The session it goes on with, in place of the scenario's first day.
    pub session: Option<Session>,
    /// Size of the window's content, physical pixels; 1280 by 800 if `None`.
    pub size: Option<(u32, u32)>,
    /// The file with which it opens, to be remembered among those of late.
    pub file: Option<PathBuf>,
    /// What a person prefers; what was kept last, if `None`. A window that follows a script has the defaults, and keeps nothing.
    pub preferences: Option<Preferences>,
    /// Whether the run starts playing at once.
    pub play: bool,
    /// What it shows when it opens.
    pub scene: Scene,
    /// How the simulation's thread computes its days.
    pub parallelism: Parallelism,
    /// Pictures that it saves by itself before it closes; without a plan, it stays open.
    pub screenshots: Option<ScreenshotPlan>,
    /// Plays by itself for a while, reports how much memory that takes, and closes.
    pub memory_watch: Option<MemoryWatch>,
    /// Is visited for the first time, by a visitor whose pictures go into this folder, and closes.
    pub visit: Option<PathBuf>,
}

impl Options {
    /// Options for a window that opens with a scenario, paused.
    pub fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            session: None,
            size: None,
            file: None,
            preferences: None,
            play: false,
            scene: Scene::default(),
            parallelism: Parallelism::Serial,
            screenshots: None,
            memory_watch: None,
            visit: None,
        }
    }
}

const SIZE: (u32, u32) = (1280, 800);
/// In anything smaller the panels would overlap.
const LEAST_SIZE: (f32, f32) = (640.0, 480.0);

/// Opens the window on a display and returns when it is closed.
pub fn run(options: Options, display: Display) -> AppExit {
    let driver = match Driver::start(options.scenario.clone(), options.parallelism) {
        Ok(driver) => driver,
        Err(error) => {
            error!("the simulation's thread could not be started: {error}");
            return AppExit::error();
        }
    };
    if let Some(session) = options.session.clone() {
        driver.send(Command::Open(Box::new(session)));
    }
    if options.play {
        driver.send(Command::Play);
    }
    let is_scripted = options.screenshots.is_some() || options.memory_watch.is_some();
    let known = options.preferences.clone();
    let mut preferences =
        known.unwrap_or_else(|| if is_scripted { Preferences::default() } else { preferences::file::read() });
    if let Some(file) = &options.file {
        preferences.remember(file);
    }
    let (width, height) = options.size.or(preferences.window).unwrap_or(SIZE);
    let mut resolution = WindowResolution::new(width, height);
    if options.screenshots.is_some() {
        // Pictures are the same on any desktop.
        resolution.set_scale_factor_override(Some(1.0));
    }
    let window = Window { resolution, ..window() };
    let shown = Shown { scenario: options.scenario, driver, listener: |_| None };
    let mut app = app(App::new(), window, display, shown);
    app.insert_resource(PanelOptions { is_scripted, scene: options.scene })
        .add_plugins((panels::plugin, follow::plugin));
    screen::plugin(&mut app, options.size.is_some());
    preferences::plugin(&mut app, preferences, !is_scripted && options.visit.is_none());
    if let Some(plan) = options.screenshots {
        screenshot::plugin(&mut app, plan);
    }
    if let Some(watch) = options.memory_watch {
        memory_watch::plugin(&mut app, watch);
    }
    if let Some(folder) = options.visit {
        visit::plugin(&mut app, folder);
    }
    app.run()
}

/// What is shown in a window.
pub(crate) struct Shown {
    /// The scenario of the run.
    pub scenario: Scenario,
    /// The thread on which it lives.
    pub driver: Driver,
    /// Hears what all parts of the program report, besides standard error.
    pub listener: fn(&mut App) -> Option<BoxedLayer>,
}

/// Makes of an app one with a window in which the land of a run lives; nothing else is in it.
pub(crate) fn app(mut app: App, window: Window, display: Display, shown: Shown) -> App {
    let Shown { scenario, driver, listener } = shown;
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: Some(window), close_when_requested: false, ..default() })
            .set(TaskPoolPlugin { task_pool_options: pools() })
            .set(LogPlugin {
                filter: "warn,wgpu=error,naga=error,rfd=off,winit=error,bevy_egui=error,bevy_render::renderer=error"
                    .into(),
                custom_layer: listener,
                ..default()
            }),
    );
    // By now the window has its own connection.
    drop(display);
    app.add_plugins(panels::egui_plugin)
        // The context runs even while nothing is drawn in it.
        .init_schedule(EguiPrimaryContextPass)
        .insert_resource(Displayed::new(scenario))
        .insert_resource(driver)
        .add_systems(First, take_updates)
        .add_plugins((map::plugin, animals::plugin, frames::plugin, present::plugin));
    app
}

pub(crate) fn window() -> Window {
    Window {
        title: tr!("window-title"),
        name: Some("sparrowfall".into()),
        resize_constraints: WindowResizeConstraints { min_width: LEAST_SIZE.0, min_height: LEAST_SIZE.1, ..default() },
        present_mode: PresentMode::AutoVsync,
        ..default()
    }
}

/// Bevy would leave a single compute thread on two cores; with two threads, frames and days share the cores evenly.
fn pools() -> TaskPoolOptions {
    let mut options = TaskPoolOptions::default();
    options.compute.min_threads = 2;
    options
}
