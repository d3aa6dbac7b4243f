//! What a person prefers: theme, scale, movement, and what the window remembers for the next time: its size and the files of late.
//!
//! One resource, [`Preferences`]. It is read from a [`file`](mod@file) when the window opens and written there when it has changed; a window that
//! follows a script does neither. Where the desktop's own preference counts, [`Desktop`] knows it. The dialog that changes all this is among
//! the panels, `settings`.

mod desktop;
pub mod file;
mod recent;

use bevy::math::Vec2;
use bevy::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

use super::panels::theme::Look;

pub use desktop::{Desktop, has_session_bus};

/// Which theme the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// That of the desktop.
    #[default]
    System,
    /// The light one.
    Light,
    /// The dark one.
    Dark,
}

/// How much moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Motion {
    /// As the desktop asks for.
    #[default]
    System,
    /// Birds sway and fly from day to day, and what is new fades in.
    Full,
    /// Nothing moves but from one day to the next, at once.
    Reduced,
}

/// What a person prefers, and what is remembered for them.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Which theme.
    pub theme: Theme,
    /// How large everything is, 0.8 to 2; `None`: as suits the window.
    pub scale: Option<f32>,
    /// How much moves.
    pub motion: Motion,
    /// Size of the window's contents when it was last a window, logical pixels.
    pub window: Option<(u32, u32)>,
    /// Files that were opened or saved, the latest first.
    pub recent: Vec<PathBuf>,
}

/// Something that a person changes about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Preference {
    /// Another theme.
    Theme(Theme),
    /// Another scale.
    Scale(ScaleStep),
    /// More or less movement.
    Motion(Motion),
}

/// A change of scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleStep {
    /// To the next larger one.
    Larger,
    /// To the next smaller one.
    Smaller,
    /// To that which suits the window.
    Automatic,
}

/// The scales that one can choose.
const SCALES: [f32; 8] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];
/// In anything smaller, in points, the panels would overlap.
const LEAST_POINTS: Vec2 = Vec2::new(640.0, 480.0);

impl Preferences {
    /// The theme, if this is that of the desktop.
    pub fn look(&self, desktop: Option<Look>) -> Look {
        match self.theme {
            Theme::System => desktop.unwrap_or_default(),
            Theme::Light => Look::Light,
            Theme::Dark => Look::Dark,
        }
    }

    /// Whether movement is reduced, if this is what the desktop asks for.
    pub fn has_reduced_motion(&self, desktop: Option<bool>) -> bool {
        match self.motion {
            Motion::System => desktop.unwrap_or(false),
            Motion::Full => false,
            Motion::Reduced => true,
        }
    }

    /// How many logical pixels of a window of this size a point is. `factor` is that of the desktop: physical pixels of a logical one.
    pub fn zoom(&self, window: Vec2, factor: f32) -> f32 {
        self.scale.unwrap_or(automatic(window, factor)).clamp(SCALES[0], 2.0).min(largest(window))
    }

    /// Changes something, in a window of this size.
    pub fn change(&mut self, preference: Preference, window: Vec2, factor: f32) {
        match preference {
            Preference::Theme(theme) => self.theme = theme,
            Preference::Motion(motion) => self.motion = motion,
            Preference::Scale(ScaleStep::Automatic) => self.scale = None,
            Preference::Scale(step) => {
                let now = self.zoom(window, factor);
                let next = match step {
                    ScaleStep::Larger => SCALES.into_iter().find(|scale| *scale > now + 0.01),
                    _ => SCALES.into_iter().rev().find(|scale| *scale < now - 0.01),
                };
                if let Some(next) = next.filter(|next| *next <= largest(window).max(now)) {
                    self.scale = Some(next);
                }
            }
        }
    }

    /// The same with everything within its bounds, whatever a file said.
    fn mended(mut self) -> Self {
        self.scale = self.scale.filter(|scale| scale.is_finite()).map(|scale| scale.clamp(SCALES[0], 2.0));
        self.window =
            self.window.filter(|(width, height)| [width, height].iter().all(|side| (64..=16_384).contains(*side)));
        self.recent.truncate(recent::MOST);
        self
    }
}

/// The scale that suits a window: 1 up to a shorter side of 800 physical pixels, 2 from 2160 on, and never less than the desktop's own.
fn automatic(window: Vec2, factor: f32) -> f32 {
    let all = 1.0 + (factor * window.min_element() - 800.0) / (2160.0 - 800.0);
    // In steps, so that dragging the window's edge does not need new fonts in every frame.
    ((all.clamp(1.0, 2.0) / factor).max(1.0) * 20.0).round() / 20.0
}

/// The largest scale for which a window has room.
fn largest(window: Vec2) -> f32 {
    (window / LEAST_POINTS).min_element().max(SCALES[0])
}

/// Adds the preferences. `keeps`: whether they are remembered for the next window.
pub fn plugin(app: &mut App, preferences: Preferences, keeps: bool) {
    app.insert_resource(preferences).init_resource::<Desktop>();
    if keeps {
        app.add_plugins((desktop::plugin, file::plugin, recent::plugin));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: small windows are drawn at 1 and 4K at 2, whichever part of it is the desktop's, and nothing beyond.
    #[test]
    fn everything_grows_with_the_window() {
        let zoom = |width, height, factor| Preferences::default().zoom(Vec2::new(width, height), factor);
        assert_eq!(zoom(1024.0, 600.0, 1.0), 1.0);
        assert_eq!(zoom(1280.0, 720.0, 1.0), 1.0);
        assert_eq!(zoom(3840.0, 2160.0, 1.0), 2.0);
        assert_eq!(zoom(1920.0, 1080.0, 2.0), 1.0);
        assert_eq!(zoom(9000.0, 9000.0, 1.0), 2.0);
        assert!((1.15..1.3).contains(&zoom(1920.0, 1080.0, 1.0)));
        assert_eq!(zoom(1080.0, 1920.0, 1.0), zoom(1920.0, 1080.0, 1.0));
    }

    /// Contract: steps lead from the least scale to the largest and back, and never to one for which the window has no room.
    #[test]
    fn steps_lead_through_all_scales() {
        for window in [Vec2::new(1024.0, 640.0), Vec2::new(1920.0, 1080.0), Vec2::new(1080.0, 1920.0)] {
            let mut preferences = Preferences::default();
            let mut go = |step| {
                for _ in 0..20 {
                    preferences.change(Preference::Scale(step), window, 1.0);
                }
                preferences.zoom(window, 1.0)
            };
            assert_eq!(go(ScaleStep::Smaller), 0.8);
            let most = go(ScaleStep::Larger);
            assert!(most <= largest(window) && most >= 1.25, "{most} in {window}");
            assert_eq!(go(ScaleStep::Automatic), automatic(window, 1.0));
        }
    }

    /// Contract: what a person has chosen counts before what the desktop asks for.
    #[test]
    fn a_choice_counts_before_the_desktop() {
        let mut preferences = Preferences::default();
        assert_eq!([None, Some(Look::Dark)].map(|desktop| preferences.look(desktop)), [Look::Light, Look::Dark]);
        assert_eq!([None, Some(true)].map(|desktop| preferences.has_reduced_motion(desktop)), [false, true]);
        (preferences.theme, preferences.motion) = (Theme::Light, Motion::Full);
        assert_eq!(preferences.look(Some(Look::Dark)), Look::Light);
        assert!(!preferences.has_reduced_motion(Some(true)));
    }
}
