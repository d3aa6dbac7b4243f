//! How far people's work goes today, as far as fields are concerned: which of those that wait are sown and reaped, and how
//! weedy the others are. Who does it and why there may be too few is not the business of the ecology.

use bevy::prelude::*;

use crate::engine::random::Stream;

/// The day's work on the fields. Without anybody to say otherwise, all of it is done.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct FieldWork {
    /// Chance that a field that waits to be sown is sown.
    pub sown: f64,
    /// Which of the fields that wait to be reaped are reaped.
    pub reaped: Reaped,
    /// Factor on the growth of leaf of crops, 1 where all weeds are pulled.
    pub weeding: f32,
}

/// Which of the fields that wait to be reaped are: those that have waited longest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reaped {
    /// All that have waited more days than this.
    pub longer_than: u32,
    /// The chance of those that have waited just as many.
    pub chance: f64,
}

impl Default for FieldWork {
    fn default() -> Self {
        Self { sown: 1.0, reaped: Reaped { longer_than: 0, chance: 1.0 }, weeding: 1.0 }
    }
}

impl FieldWork {
    /// Whether a field that waits to be sown is.
    #[inline]
    pub fn sows(&self, stream: impl FnOnce() -> Stream) -> bool {
        self.sown >= 1.0 || stream().chance(self.sown)
    }
}

impl Reaped {
    /// Whether a field that has waited so many days is.
    #[inline]
    pub fn reaches(&self, waited: u32, stream: impl FnOnce() -> Stream) -> bool {
        waited > self.longer_than || waited == self.longer_than && (self.chance >= 1.0 || stream().chance(self.chance))
    }
}
