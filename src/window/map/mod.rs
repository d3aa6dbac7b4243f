//! The map: what of a day is drawn on it ([`picture`], with [`growth`] for what was eaten, [`deeds`] for what people have
//! done, and [`season`] for what the whole land has in common); how the land looks ([`palette`], [`parcels`], [`scenery`],
//! `noise`); painting it ([`texels`], [`painter`]) on sheets that lie in the world ([`land`], [`frame`], [`sheet`]); and looking at
//! it ([`view`], [`camera`]), at one world or at two ([`showing`]), and pointing at a field ([`outline`]). The animals that move on it are in
//! [`animals`](super::animals), what is washed over it in [`overlays`](super::overlays).

pub mod camera;
pub mod deeds;
pub mod frame;
pub mod growth;
pub mod land;
mod look;
mod noise;
pub mod outline;
pub mod painter;
pub mod palette;
pub mod parcels;
pub mod picture;
pub mod scatter;
pub mod scenery;
pub mod season;
pub mod sheet;
pub mod showing;
pub mod texels;
pub mod view;

use bevy::prelude::*;

use crate::window::panels::theme::{Look, PAPER};

use showing::Showing;

/// Adds the camera and the land.
pub fn plugin(app: &mut App) {
    app.add_plugins((camera::plugin, land::plugin))
        .insert_resource(paper(Look::Light))
        .add_systems(Update, turn_the_paper.run_if(resource_changed::<Showing>));
}

/// Where nothing is painted, there is paper.
fn paper(look: Look) -> ClearColor {
    ClearColor(Color::Srgba(Srgba::from_f32_array(PAPER.of(look).to_normalized_gamma_f32())))
}

fn turn_the_paper(showing: Res<Showing>, mut clear: ResMut<ClearColor>) {
    clear.0 = paper(showing.look).0;
}
