//! Runs without a window: what a run is made of ([`plan`]), a run for its files ([`headless`]), a run to watch in a
//! terminal ([`terminal`]), a run to see where its time goes ([`profile`]), studies of many runs ([`study`]), variants side
//! by side ([`compare`]), with their [`picture`], and how much each lever did ([`attribution`]).

pub mod attribution;
pub mod columns;
pub mod compare;
pub mod headless;
pub mod interrupt;
pub mod jobs;
mod lines;
pub mod picture;
pub mod plan;
pub mod profile;
mod progress;
pub mod study;
pub mod summary;
pub mod terminal;
mod terminal_view;
pub mod threads;
