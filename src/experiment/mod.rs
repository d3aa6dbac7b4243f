//! Runs without a window: what a run is made of ([`plan`]), a run for its files ([`headless`]), and a run to watch in a
//! terminal ([`terminal`]).

pub mod headless;
pub mod interrupt;
mod lines;
pub mod log;
pub mod plan;
pub mod summary;
pub mod terminal;
pub mod threads;
mod view;
pub(crate) mod words;
