//! The window: a Bevy app that shows a run and sends interventions. It reads pictures of the simulation, which runs on a
//! thread of its own, and never writes a model component.

pub mod driver;
pub mod picture;
pub mod probe;
