//! The window on the screen: no larger than it, and full screen on demand.

use bevy::prelude::*;
use bevy::window::{Monitor, MonitorSelection, PrimaryMonitor, PrimaryWindow, WindowMode};

/// What a desktop's bars and the window's own frame may take of the screen's height, logical pixels.
const BARS: f32 = 90.0;

/// Fits the window to the screen, unless somebody has asked for its size.
pub fn plugin(app: &mut App, has_own_size: bool) {
    if !has_own_size {
        app.add_systems(Update, fit_to_screen);
    }
}

/// A window that would reach beyond the screen is maximised instead, once the screen is known. `has_fitted`: whether it is.
fn fit_to_screen(
    mut window: Single<&mut Window, With<PrimaryWindow>>,
    monitors: Query<(&Monitor, Has<PrimaryMonitor>)>,
    mut has_fitted: Local<bool>,
) {
    if *has_fitted {
        return;
    }
    let Some((monitor, _)) = monitors.iter().max_by_key(|(_, is_primary)| *is_primary) else { return };
    *has_fitted = true;
    let screen = monitor.physical_size().as_vec2() / monitor.scale_factor as f32;
    if !fits(window.size(), screen) {
        window.set_maximized(true);
    }
}

/// Whether a window of a size fits on a screen, both in logical pixels.
fn fits(window: Vec2, screen: Vec2) -> bool {
    window.x <= screen.x && window.y + BARS <= screen.y
}

/// Fills the screen, or no longer.
pub fn toggle_full_screen(window: &mut Window) {
    window.mode = match window.mode {
        WindowMode::Windowed => WindowMode::BorderlessFullscreen(MonitorSelection::Current),
        _ => WindowMode::Windowed,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_would_reach_under_the_bars_does_not_fit() {
        let window = vec2(1280.0, 800.0);
        assert!(fits(window, vec2(1920.0, 1080.0)));
        for small in [vec2(1366.0, 768.0), vec2(1280.0, 800.0), vec2(1024.0, 1200.0)] {
            assert!(!fits(window, small), "{small}");
        }
    }
}
