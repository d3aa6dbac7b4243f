//! The key moments of the default scenario, from which the pictures in `docs/screens` are made again whenever the window has changed.
//! A moment is a day and what the window shows on it; to add one, add a line.

use std::path::Path;

use jiff::civil::{Date, date};

use crate::ecology::calendar::days_between;
use crate::scenario::Scenario;
use crate::window::Options;
use crate::window::follow::{Look, LookAt};
use crate::window::overlays::Overlay;
use crate::window::panels::Scene;
use crate::window::panels::tabs::Tab;
use crate::window::panels::twin::TwinMaps;
use crate::window::preferences::{Motion, Preferences, Theme};
use crate::window::why::chain::Link;

use super::screenshot::{ScreenshotPlan, Shot};

/// The sizes of the window in which the pictures are made: a small screen, a usual one, a large one, and one that stands upright.
pub const SIZES: [(u32, u32); 4] = [(1024, 640), (1280, 800), (1920, 1080), (1080, 1920)];

/// A day, and what the window shows on it.
struct KeyMoment {
    day: Date,
    /// Logical pixels per side of a field; all the land if `None`.
    close_up: Option<f32>,
    theme: Theme,
    scene: Scene,
    /// What the picture shows, as the name of a file.
    name: &'static str,
}

/// The moments, in the order in which the run comes to them. To a day that was lived before it goes back on the time line.
fn key_moments() -> [KeyMoment; 12] {
    let on = |year, month, day, name| KeyMoment {
        day: date(year, month, day),
        close_up: None,
        theme: Theme::Light,
        scene: Scene::default(),
        name,
    };
    let difference = Scene { tab: Tab::Twin, twin: TwinMaps::Difference, ..Scene::default() };
    let looking = |at| Scene { look: Some(Look { at, after_days: 0 }), ..Scene::default() };
    let leaf = Scene { tab: Tab::Why, explained: Some((1960, Link::Leaf)), ..Scene::default() };
    [
        on(1957, 4, 18, "spring"),
        on(1957, 6, 6, "wheat-harvest"),
        on(1957, 8, 5, "summer-near-by").near(56.0),
        on(1958, 4, 21, "first-drive").showing(Scene { overlay: Some(Overlay::Killed), ..Scene::default() }),
        on(1958, 5, 12, "followed-flock").near(90.0).showing(looking(LookAt::Flock)),
        on(1959, 1, 3, "first-harvest"),
        on(1959, 9, 3, "twins").near(24.0).showing(Scene { tab: Tab::Twin, ..Scene::default() }),
        on(1960, 8, 20, "difference").showing(difference),
        on(1960, 10, 1, "parameters").showing(Scene { tab: Tab::Parameters, ..Scene::default() }),
        on(1961, 7, 10, "phase-plane").showing(Scene { tab: Tab::Charts, plane: true, ..Scene::default() }),
        on(1961, 9, 1, "field").near(40.0).showing(looking(LookAt::Field)).dark(),
        // Back to the summer in which the leaf was lost, when the year is over.
        on(1960, 8, 24, "why").showing(Scene { overlay: Some(Overlay::LeafLost), ..leaf }),
    ]
}

impl KeyMoment {
    fn near(mut self, px_per_field: f32) -> Self {
        self.close_up = Some(px_per_field);
        self
    }

    fn showing(mut self, scene: Scene) -> Self {
        self.scene = scene;
        self
    }

    fn dark(mut self) -> Self {
        self.theme = Theme::Dark;
        self
    }
}

/// A window that shows all moments of a run of `scenario`, saves a picture of each in a folder, and closes.
pub fn window_of(scenario: Scenario, (width, height): (u32, u32), folder: &Path) -> Options {
    let shot = |(number, moment): (usize, KeyMoment)| Shot {
        after_days: u32::try_from(days_between(scenario.start, moment.day) + 1).unwrap_or_default(),
        days_per_s: FAST_DAYS_PER_S,
        path: folder.join(format!("{:02}-{}-{width}x{height}.jpg", number + 1, moment.name)),
        close_up: moment.close_up,
        scene: Some((moment.scene, moment.theme)),
    };
    let size = Some((width, height));
    let shots = key_moments().into_iter().enumerate().map(shot).collect();
    Options {
        size,
        screenshots: Some(ScreenshotPlan { shots, size, ..ScreenshotPlan::default() }),
        // Nothing that moves by itself is in two pictures the same.
        preferences: Some(Preferences { motion: Motion::Reduced, ..Preferences::default() }),
        ..Options::new(scenario)
    }
}

/// As fast as the days can be simulated.
const FAST_DAYS_PER_S: f32 = 10_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: each picture has a name of its own that can be a file's, and both themes are seen.
    #[test]
    fn moments_have_names() {
        let mut names = key_moments().map(|moment| moment.name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
        for theme in [Theme::Light, Theme::Dark] {
            assert!(key_moments().iter().any(|moment| moment.theme == theme));
        }
    }
}
