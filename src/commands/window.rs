//! `window`: opens the window, or runs in the terminal.

use std::path::{Path, PathBuf};
#[cfg(feature = "window")]
use std::process::ExitCode;

use clap::Args;
use sparrowfall::experiment::plan::{Changes, Plan, default_scenario};
use sparrowfall::experiment::{terminal, threads};
use sparrowfall::output::log;
#[cfg(feature = "window")]
use sparrowfall::window::{
    follow::LookAt,
    overlays::Overlay,
    panels::{Dialog, tabs::Tab, twin::TwinMaps},
};

use super::runs::end;
use super::{Ended, Words, listen, open_plan, refuse};
use crate::command_line::values::size;

/// What to show in the window.
#[derive(Args, Default)]
pub struct Show {
    /// A name from `sparrowfall scenarios`, a scenario file, a run.ron, or a session file
    scenario: Option<PathBuf>,
    /// Size of the window's contents in pixels, such as 1280x800
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Save a picture of the window as a PNG file after --after-days, then close
    #[arg(long, value_name = "FILE", requires = "after_days", group = "script")]
    screenshot: Option<PathBuf>,
    /// Days to run before the picture is taken
    #[arg(long, value_name = "N", requires = "screenshot")]
    after_days: Option<u32>,
    /// Pixels along the side of a field, in a view of the middle of the land; without it, all the land is shown
    #[arg(long, value_name = "PIXELS", requires = "script", value_parser = clap::value_parser!(u16).range(1..=220))]
    close_up: Option<u16>,
    /// What to show beside the map, or in its place
    #[cfg(feature = "window")]
    #[arg(long, value_name = "TAB", requires = "screenshot", hide = true, value_parser = |name: &str| one_of(&Tab::ALL, name))]
    tab: Option<Tab>,
    /// What to wash over the map, such as pests, eggs or difference
    #[cfg(feature = "window")]
    #[arg(long, value_name = "OVERLAY", requires = "screenshot", hide = true, value_parser = |name: &str| one_of(Overlay::ALL, name))]
    overlay: Option<Overlay>,
    /// How the twin is shown
    #[cfg(feature = "window")]
    #[arg(long, value_name = "MAPS", requires = "screenshot", hide = true, value_parser = |name: &str| one_of(&TwinMaps::ALL, name))]
    twin: Option<TwinMaps>,
    /// The dialog that is open in the picture, such as help or settings
    #[cfg(feature = "window")]
    #[arg(long, value_name = "DIALOG", requires = "screenshot", hide = true, value_parser = |name: &str| one_of(&Dialog::FOR_SCRIPTS, name))]
    dialog: Option<Dialog>,
    /// Take the picture in the dark theme
    #[arg(long, requires = "screenshot", hide = true)]
    dark: bool,
    /// Take the picture in the pseudo-language, in which each word is longer and has accents
    #[arg(long, requires = "screenshot", hide = true)]
    pseudo: bool,
    /// Scale of the panels in the picture, 0.8 to 2
    #[arg(long, value_name = "SCALE", requires = "screenshot", hide = true)]
    scale: Option<f32>,
    /// What to look at closely in the middle of the land
    #[cfg(feature = "window")]
    #[arg(long, value_name = "WHAT", requires = "screenshot", hide = true, value_parser = |name: &str| one_of(LookAt::ALL, name))]
    look: Option<LookAt>,
    /// Days after which it is looked at
    #[cfg(feature = "window")]
    #[arg(long, value_name = "N", requires = "look", default_value_t = 0, hide = true)]
    look_after: u32,
    /// Speed until then, in days per second
    #[arg(long, value_name = "N", default_value_t = 200.0, hide = true)]
    days_per_second: f32,
    /// Play for so many minutes, over and over from the beginning, print how much memory it takes, then close
    #[arg(long, value_name = "MINUTES", hide = true, group = "script", value_parser = clap::value_parser!(u16).range(1..))]
    watch_memory: Option<u16>,
    /// Let somebody visit who has never seen it, take pictures into this folder for 90 seconds, and tell what was seen when
    #[arg(long, value_name = "DIR", hide = true, group = "script")]
    visit: Option<PathBuf>,
    /// Print the state hash of every day until then (for tests of determinism)
    #[arg(long, requires = "screenshot", hide = true)]
    hash_every_day: bool,
}

impl Show {
    /// Only what it is of, if anything was named.
    pub fn of(scenario: Option<PathBuf>) -> Self {
        Self { scenario, ..Self::default() }
    }
}

/// What is named, or which there are.
#[cfg(feature = "window")]
fn one_of<T: std::fmt::Debug + Clone>(all: &[T], name: &str) -> Result<T, String> {
    let of = |one| format!("{one:?}").to_lowercase();
    let there_are = || format!("write one of {}", all.iter().map(of).collect::<Vec<_>>().join(", "));
    sparrowfall::window::scripted::named(all, name).ok_or_else(there_are)
}

/// Opens the window, or runs in the terminal if there can be none.
pub fn window(show: Show, voice: &mut Words) -> Ended {
    let scenario = show.scenario.as_deref().unwrap_or(Path::new(default_scenario()));
    let plan = open_plan(scenario, &Changes::default())?;
    match display() {
        Ok(display) => open_window(plan, show, display, voice),
        // Somebody who asked for a picture would wait for it in vain while the run goes on in the terminal.
        Err(reason) if show.screenshot.is_some() => {
            Err(refuse(&format!("No picture was saved, because it needs a window: {reason}.")))
        }
        Err(reason) if show.visit.is_some() => {
            Err(refuse(&format!("Nobody came to visit, because that needs a window: {reason}.")))
        }
        Err(reason) if show.watch_memory.is_some() => {
            Err(refuse(&format!("No memory was watched, because it needs a window: {reason}.")))
        }
        Err(reason) => {
            log::tell(&format!("No window: {reason}. Running in the terminal instead."));
            watch(&plan, voice)
        }
    }
}

#[cfg(feature = "window")]
pub use sparrowfall::window::probe::Display;

/// A display on which a window can be opened, or why there is none.
#[cfg(feature = "window")]
pub fn display() -> Result<Display, String> {
    sparrowfall::window::probe::look()
}

/// Without the feature there is none.
#[cfg(not(feature = "window"))]
pub type Display = std::convert::Infallible;

#[cfg(not(feature = "window"))]
pub fn display() -> Result<Display, String> {
    Err("this program was built without one".into())
}

#[cfg(feature = "window")]
fn open_window(plan: Plan, show: Show, display: Display, _: &mut Words) -> Ended {
    use sparrowfall::window::follow::Look;
    use sparrowfall::window::language::{self, Language};
    use sparrowfall::window::panels::Scene;
    use sparrowfall::window::preferences::{Preferences, Theme};
    use sparrowfall::window::scripted::memory_watch::MemoryWatch;
    use sparrowfall::window::scripted::screenshot::{ScreenshotPlan, Shot};
    use sparrowfall::window::{Options, run};

    if show.pseudo {
        language::speak(Language::Pseudo);
    }
    let (close_up, days_per_s) = (show.close_up.map(f32::from), show.days_per_second);
    let shots = show.screenshot.zip(show.after_days);
    let shots = shots.map(|(path, after_days)| vec![Shot { after_days, days_per_s, path, close_up, scene: None }]);
    let screenshots =
        shots.map(|shots| ScreenshotPlan { shots, hash: true, hash_every_day: show.hash_every_day, size: None });
    let memory_watch = show.watch_memory.map(|minutes| MemoryWatch { minutes: minutes.into(), days_per_s, close_up });
    let session = plan.session.as_deref().cloned();
    let look = show.look.map(|at| Look { at, after_days: show.look_after });
    let size = show.size;
    let theme = if show.dark { Theme::Dark } else { Theme::System };
    let has_defaults = screenshots.is_some() || show.visit.is_some();
    let preferences = has_defaults.then(|| Preferences { theme, scale: show.scale, ..Preferences::default() });
    let file = show.scenario.filter(|path| path.is_file());
    let (tab, twin) = (show.tab.unwrap_or_default(), show.twin.unwrap_or_default());
    let dialog = show.dialog.unwrap_or_default();
    let scene = Scene { tab, overlay: show.overlay, twin, look, dialog, ..Scene::default() };
    let options = Options {
        session,
        size,
        file,
        preferences,
        scene,
        screenshots,
        memory_watch,
        visit: show.visit,
        ..Options::new(plan.into_scenario())
    };
    Ok(code_of(run(options, display)))
}

/// The exit code of a window that has been closed.
#[cfg(feature = "window")]
pub fn code_of(exit: bevy::app::AppExit) -> ExitCode {
    use bevy::app::AppExit;

    match exit {
        AppExit::Success => ExitCode::SUCCESS,
        AppExit::Error(code) => ExitCode::from(code.get()),
    }
}

#[cfg(not(feature = "window"))]
fn open_window(_: Plan, _: Show, display: Display, _: &mut Words) -> Ended {
    match display {}
}

fn watch(plan: &Plan, voice: &mut Words) -> Ended {
    log::listen();
    let interrupt = listen()?;
    let parallelism = threads::set_up(threads::for_a_run(None, &plan.scenario));
    Ok(end(terminal::run(plan, parallelism, &interrupt, voice), "Interrupted."))
}
