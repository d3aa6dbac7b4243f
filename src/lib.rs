//! Sparrowfall: a predator-prey simulator of the 1958 sparrow campaign.

pub mod ecology;
pub mod experiment;
pub mod record;
pub mod scenario;
pub mod simulation;
#[cfg(feature = "window")]
pub mod window;
