//! The map: what of a day is drawn on it ([`picture`], with [`growth`] for what was eaten, [`deeds`] for what
//! people have done, and [`palette`] for the colours),
//! the fields and their shader ([`fields`]), and looking at it ([`view`], [`camera`]). The animals on it are in
//! [`animals`](super::animals).

pub mod camera;
pub mod deeds;
pub mod fields;
pub mod growth;
pub mod palette;
pub mod picture;
mod scatter;
pub mod view;

use bevy::prelude::*;

/// Adds the camera and the fields.
pub fn plugin(app: &mut App) {
    app.add_plugins((camera::plugin, fields::plugin));
}
