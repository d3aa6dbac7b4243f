//! The kiosk's window: full screen, without a pointer, and without a way out.

use std::path::PathBuf;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::window::{CursorOptions, MonitorSelection, WindowMode, WindowResolution};
use bevy_egui::EguiPrimaryContextPass;

use crate::engine::parallel::Parallelism;
use crate::scenario::Scenario;
use crate::window::language;
use crate::window::live_run::driver::Driver;
use crate::window::probe::Display;
use crate::window::{self, Shown};

use super::attend::{self, Kiosk, Manner};
use super::drive::Drive;
use super::scene::Aimed;
use super::scripted;
use super::story::Story;

/// How the kiosk opens.
#[derive(Clone, Debug)]
pub struct Options {
    /// The scenario, which must be valid and start a campaign.
    pub scenario: Scenario,
    /// Its story.
    pub story: Story,
    /// What the museum has set.
    pub manner: Manner,
    /// Size of a window in its place, physical pixels; the whole screen if `None`.
    pub size: Option<(u32, u32)>,
    /// Is walked through by itself, takes a picture of each screen into this folder, and closes.
    pub pictures: Option<PathBuf>,
}

/// Opens the kiosk on a display, and returns when it is closed.
pub fn run(options: Options, display: Display) -> AppExit {
    let driver = match Driver::start(options.scenario.clone(), Parallelism::Serial) {
        Ok(driver) => driver,
        Err(error) => {
            error!("the simulation's thread could not be started: {error}");
            return AppExit::error();
        }
    };
    language::speak(options.manner.languages.first().copied().unwrap_or(language::Language::English));
    let mut window = window::window();
    let is_whole_screen = options.size.is_none();
    if let Some((width, height)) = options.size {
        window.resolution = WindowResolution::new(width, height);
        window.resolution.set_scale_factor_override(Some(1.0));
    } else {
        window.mode = WindowMode::BorderlessFullscreen(MonitorSelection::Primary);
        window.decorations = false;
    }
    let mut app = window::app(window, display, Shown { scenario: options.scenario.clone(), driver });
    app.insert_resource(Kiosk::new(options.manner))
        .insert_resource(Drive::new(options.scenario, options.story))
        .init_resource::<Aimed>()
        .add_systems(Update, attend::attend.before(window::map::camera::ViewSystems))
        .add_systems(EguiPrimaryContextPass, attend::show);
    if is_whole_screen {
        app.add_systems(Startup, |mut cursor: Single<&mut CursorOptions>| cursor.visible = false);
    }
    if let Some(folder) = options.pictures {
        scripted::plugin(&mut app, folder);
    }
    app.run()
}
