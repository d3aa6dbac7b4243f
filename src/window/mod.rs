//! The window: a Bevy app that shows a run and sends interventions. It reads pictures of the simulation, which runs on a
//! thread of its own, and never writes a model component.

pub mod animals;
mod charts;
pub mod frames;
pub mod live_run;
pub mod map;
pub mod panels;
pub mod probe;
pub mod scripted;
#[cfg(test)]
mod test_support;

use bevy::app::{AppExit, TaskPoolOptions, TaskPoolPlugin};
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::window::{PresentMode, WindowResizeConstraints, WindowResolution};
use bevy_egui::EguiPrimaryContextPass;

use crate::engine::parallel::Parallelism;
use crate::scenario::Scenario;

use live_run::displayed::{Displayed, take_updates};
use live_run::driver::{Command, Driver};
use panels::PanelOptions;
use probe::Display;
use scripted::memory_watch::{self, MemoryWatch};
use scripted::screenshot::{self, ScreenshotPlan};

/// How the window opens.
#[derive(Clone, Debug)]
pub struct Options {
    /// The scenario it opens with, which must be valid.
    pub scenario: Scenario,
    /// Size of the window's inside, physical pixels; 1280 by 800 if none.
    pub size: Option<(u32, u32)>,
    /// Whether the run begins to play at once.
    pub play: bool,
    /// How the simulation's thread runs its days.
    pub parallelism: Parallelism,
    /// What it does by itself before it closes; without it, it stays open.
    pub screenshots: Option<ScreenshotPlan>,
    /// Plays by itself for a time, tells what memory that takes, and closes.
    pub memory_watch: Option<MemoryWatch>,
}

impl Options {
    /// Opens with a scenario, paused.
    pub fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            size: None,
            play: false,
            parallelism: Parallelism::Serial,
            screenshots: None,
            memory_watch: None,
        }
    }
}

const SIZE: (u32, u32) = (1280, 800);
/// Smaller, the panels would lie over one another.
const LEAST_SIZE: (f32, f32) = (640.0, 480.0);

/// Opens the window on a display, and returns when it is closed.
pub fn run(options: Options, display: Display) -> AppExit {
    let driver = match Driver::start(options.scenario.clone(), options.parallelism) {
        Ok(driver) => driver,
        Err(error) => {
            error!("the simulation's thread could not be started: {error}");
            return AppExit::error();
        }
    };
    if options.play {
        driver.send(Command::Play);
    }
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: Some(window(&options)), ..default() })
            .set(TaskPoolPlugin { task_pool_options: pools() })
            .set(LogPlugin {
                filter: "warn,wgpu=error,naga=error,winit=error,bevy_egui=error,bevy_render::renderer=error".into(),
                ..default()
            }),
    );
    // Now the window has a connection of its own.
    drop(display);
    app.add_plugins(panels::egui_plugin)
        // The context is run even while nothing is drawn in it.
        .init_schedule(EguiPrimaryContextPass)
        .insert_resource(ClearColor(map::palette::SURROUND))
        .insert_resource(Displayed::new(options.scenario))
        .insert_resource(driver)
        .add_systems(First, take_updates)
        .insert_resource(PanelOptions { is_scripted: options.screenshots.is_some() || options.memory_watch.is_some() })
        .add_plugins((map::plugin, animals::plugin, panels::plugin, frames::plugin));
    if let Some(plan) = options.screenshots {
        screenshot::plugin(&mut app, plan);
    }
    if let Some(watch) = options.memory_watch {
        memory_watch::plugin(&mut app, watch);
    }
    app.run()
}

fn window(options: &Options) -> Window {
    let (width, height) = options.size.unwrap_or(SIZE);
    Window {
        title: "Sparrowfall".into(),
        name: Some("sparrowfall".into()),
        resolution: WindowResolution::new(width, height),
        resize_constraints: WindowResizeConstraints { min_width: LEAST_SIZE.0, min_height: LEAST_SIZE.1, ..default() },
        present_mode: PresentMode::AutoVsync,
        ..default()
    }
}

/// Bevy leaves compute a single thread on two cores; with two, frames and days share them evenly.
fn pools() -> TaskPoolOptions {
    let mut options = TaskPoolOptions::default();
    options.compute.min_threads = 2;
    options
}
