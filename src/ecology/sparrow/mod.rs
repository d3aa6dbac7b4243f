//! The Eurasian tree sparrow: flocks with a home, a seasonal range and diet, broods fed on insects, nest sites.
//!
//! A flock is a super-individual of grown birds (`Count`), this year's young (`Juveniles`) and the eggs or nestlings in
//! their nests (`Brood`). With `birds_per_flock: 1` each bird is an agent of its own.

mod flock_lanes;
mod homes;
mod living;
mod moving;

use bevy::prelude::*;

use super::identity::Condition;
use super::tally::Sum32;
use crate::scenario::SparrowParameters;

pub use homes::{Residents, settle};
pub use living::live;
pub use moving::move_flocks;

/// A flock of sparrows: a super-individual.
///
/// All that a flock is lies in one component, because all of it is read together once a day, and because Bevy keeps eight
/// bytes beside each component of each entity.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Flock {
    /// The field where it nests and to which it keeps.
    pub home: u32,
    /// Grown birds.
    pub adults: u32,
    /// Birds in their first year.
    pub juveniles: u32,
    /// How well fed the birds are.
    pub condition: Condition,
    /// What is in their nests.
    pub brood: Brood,
}

impl Flock {
    /// Birds out of the nest.
    #[inline]
    pub fn birds(&self) -> u32 {
        self.adults + self.juveniles
    }
}

/// Young birds of a field that leave their parents' flocks today: they form flocks of their own at the turn of the day.
#[derive(Component, Debug, Default)]
pub struct Leavers(pub Sum32);

/// What is in a flock's nests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Brood {
    /// Eggs or nestlings.
    pub young: u32,
    /// Days since laying or hatching; without young, days until the next clutch may begin.
    pub days: u16,
    /// Whether they have hatched.
    pub hatched: bool,
}

impl Brood {
    /// No brood, after one.
    fn rest(sparrow: &SparrowParameters) -> Self {
        Self { young: 0, hatched: false, days: sparrow.rest_days as u16 }
    }
}

/// First day of the year on which last year's young count as grown birds.
const YOUNG_ARE_GROWN: u32 = 60;
/// Day of the year on which birds without a nest site look for another home (assumed).
const SETTLING: u32 = 64;
/// Condition below which birds do not begin a clutch (assumed).
const BREEDING_CONDITION: f32 = 0.6;
/// Part of their need below which nestlings starve (assumed).
const NESTLINGS_ENOUGH: f32 = 0.5;
/// Part of its need below which a grown bird starves (assumed).
const ADULT_ENOUGH: f32 = 0.5;
