//! The kiosk: an exhibit that runs by itself in a museum, for visitors who come, touch and go.

pub mod config;
pub mod counts;
pub mod health;
pub mod log;
pub mod schedule;
#[cfg(test)]
mod test_support;
