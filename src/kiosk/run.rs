//! The kiosk's window: full screen, without a pointer, and without a way out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::window::{CursorOptions, MonitorSelection, WindowMode, WindowResolution};
use bevy_egui::EguiPrimaryContextPass;

use crate::engine::parallel::Parallelism;
use crate::scenario::{Problems, Scenario};
use crate::window::language::{self, Language};
use crate::window::live_run::driver::Driver;
use crate::window::map::camera::ViewSystems;
use crate::window::probe::Display;
use crate::window::{self, Shown};

use super::attend::{self, Kiosk, Manner};
use super::config::{Config, Controls};
use super::drive::Drive;
use super::health::Clerk;
use super::health::last_error::note_panics;
use super::keep::{self, Fault, Writer};
use super::scene::Aimed;
use super::scripted;
use super::story::Story;

/// How the kiosk opens.
#[derive(Debug)]
pub struct Options {
    /// What the museum has set.
    pub config: Config,
    /// What was wrong with that, for the log.
    pub problems: Option<Problems>,
    /// The scenario, which must be valid.
    pub scenario: Scenario,
    /// Its story.
    pub story: Story,
    /// Size of a window in its place, physical pixels; the whole screen if `None`.
    pub size: Option<(u32, u32)>,
    /// Is walked through by itself, takes a picture of each screen into this folder, and closes.
    pub pictures: Option<PathBuf>,
    /// After so many seconds the simulation panics, to see that the kiosk gets over it.
    pub fault_s: Option<u16>,
}

/// Opens the kiosk on a display, and returns when it is closed.
pub fn run(options: Options, display: Display) -> AppExit {
    let Options { config, scenario, story, .. } = options;
    let clerk = Arc::new(Clerk::start(&config));
    note_panics(&clerk);
    clerk.say(&format!("Sparrowfall {} opens, with the scenario {}.", env!("CARGO_PKG_VERSION"), config.scenario));
    if let Some(problems) = &options.problems {
        problems.to_string().lines().for_each(|line| clerk.say(line));
    }
    let driver = match Driver::start(scenario.clone(), Parallelism::Serial) {
        Ok(driver) => driver,
        Err(error) => {
            clerk.say(&format!("The simulation's thread could not be started: {error}."));
            return AppExit::error();
        }
    };
    language::speak(config.languages.first().copied().unwrap_or(Language::English));
    let mut window = window::window();
    let is_whole_screen = options.size.is_none();
    if let Some((width, height)) = options.size {
        window.resolution = WindowResolution::new(width, height);
        window.resolution.set_scale_factor_override(Some(1.0));
    } else {
        window.mode = WindowMode::BorderlessFullscreen(MonitorSelection::Primary);
        window.decorations = false;
    }
    let seconds = |s: u32| Duration::from_secs(s.into());
    let manner = Manner {
        languages: config.languages,
        px_per_mm: config.px_per_mm,
        bar_is_below: config.controls == Controls::Bottom,
        idle: (seconds(config.idle_s), seconds(config.countdown_s)),
    };
    let mut app = App::new();
    app.insert_resource(Writer(clerk));
    let mut app =
        window::app(app, window, display, Shown { scenario: scenario.clone(), driver, listener: keep::listener });
    app.insert_resource(Kiosk::new(manner))
        .insert_resource(Drive::new(scenario, story))
        .init_resource::<Aimed>()
        .add_systems(Update, attend::attend.before(ViewSystems))
        .add_systems(EguiPrimaryContextPass, attend::show);
    keep::plugin(&mut app, config.schedule);
    if let Some(s) = options.fault_s {
        app.insert_resource(Fault(Duration::from_secs(s.into())));
    }
    if is_whole_screen {
        app.add_systems(Startup, |mut cursor: Single<&mut CursorOptions>| cursor.visible = false);
    }
    if let Some(folder) = options.pictures {
        scripted::plugin(&mut app, folder);
    }
    app.run()
}
