//! The panels around the map: what they remember (`state`), where they are (`layout`), what those beside it hold (`columns`), and what
//! they leave to it (`maps`); what they show (the day and time in `controls`, the switch in `toggle`, what is happening in `story`, the
//! two worlds in `twin`, the map's `legend`, `parameters`, the border of a field in `pointed`, the day that the land is of in `lag`, what
//! is offered over the map in an `offer_line`, the levers of the `plan`, charts and time line, `in_time`, beside them [`super::why`];
//! which of it, in `tabs`; what the pointer rests on, in `tips`); the dialogs (`introduction`, `picker`, `save`, `browse`, `settings`,
//! `help`); what the user can do (`intent`, also with `keys`); and how they look and read (`theme`, `tokens`, `icons`, `focus`,
//! `words`; by how much one number differs from another in `differs`).

mod browse;
mod carry_out;
mod columns;
mod controls;
mod corners;
pub(crate) mod differs;
pub(super) mod file_name;
pub(super) mod focus;
mod help;
pub(crate) mod icons;
mod in_time;
pub(super) mod intent;
pub(super) mod introduction;
mod keys;
mod lag;
mod layout;
pub(super) mod legend;
mod maps;
pub(super) mod offer_line;
#[cfg(test)]
mod overflow;
mod picker;
pub mod plan;
mod pointed;
mod save;
mod settings;
mod slider;
mod state;
pub(super) mod story;
pub mod tabs;
mod tallest;
pub(crate) mod theme;
pub(super) mod tips;
mod title;
pub(super) mod toggle;
mod tokens;
pub mod twin;
pub(crate) mod words;

use bevy::asset::{AssetEventSystems, load_internal_asset};
use bevy::prelude::*;
use bevy_egui::render::EGUI_SHADER_HANDLE;
use bevy_egui::{EguiPlugin, EguiPostUpdateSet, EguiPreUpdateSet, EguiPrimaryContextPass};

use super::follow::Look;
use super::overlays::Overlay;
use super::why::chain::Link;

pub use picker::Dialog;

/// How the panels behave.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct PanelOptions {
    /// Leaves out the content note, offers, and what belongs to a pointer, for pictures that a script takes.
    pub is_scripted: bool,
    /// What they show at first, and whenever a script puts another one here.
    pub scene: Scene,
}

/// What the panels show when a person does nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What is in the window's middle, where the scenario has that.
    pub tab: tabs::Tab,
    /// What is washed over the map.
    pub overlay: Option<Overlay>,
    /// How the map shows the two worlds.
    pub twin: twin::TwinMaps,
    /// The year that is explained, and the link of it that the map shows.
    pub explained: Option<(u64, Link)>,
    /// Whether one number is drawn against another where the charts are large.
    pub plane: bool,
    /// What is looked at closely by itself.
    pub look: Option<Look>,
    /// The dialog that is open when a script opens the window.
    pub dialog: Dialog,
}

/// Adds egui with a shader of our own, see there. There is one texture, so none needs an array of them.
pub(crate) fn egui_plugin(app: &mut App) {
    app.add_plugins(EguiPlugin { bindless_mode_array_size: None });
    // Else the picture of a letter that is drawn for the first time may reach the renderer a frame late, or half a second late where
    // nothing moves, and until then the letter is missing.
    app.configure_sets(PostUpdate, EguiPostUpdateSet::PostProcessOutput.before(AssetEventSystems));
    load_internal_asset!(app, EGUI_SHADER_HANDLE, "../../../assets/shaders/panels.wgsl", Shader::from_wgsl);
}

/// Adds the panels.
pub fn plugin(app: &mut App) {
    app.init_resource::<PanelOptions>()
        .init_resource::<state::PanelState>()
        .add_systems(PreUpdate, keys::keep_chords.after(EguiPreUpdateSet::ProcessInput))
        .add_systems(Update, (layout::take_files, layout::take_close_requests))
        .add_systems(EguiPrimaryContextPass, layout::show);
}
