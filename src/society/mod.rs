//! The rules of the state and of the people who work the fields: one file for each.

pub mod labour;
pub mod methods;

use bevy::prelude::*;

use labour::Labour;

/// Puts what the society needs into the world of a run.
pub fn populate(world: &mut World) {
    world.init_resource::<Labour>();
}
