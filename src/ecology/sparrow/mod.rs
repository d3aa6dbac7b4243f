//! The Eurasian tree sparrow: flocks with a home, a seasonal range and diet, broods fed on insects, nest sites.
//!
//! A flock is a super-individual of grown birds, this year's young and the eggs or nestlings in their nests (`Brood`).
//! With `birds_per_flock: 1`, each bird is an agent of its own.

mod flock_batch;
mod homes;
mod living;
mod moving;
pub(super) mod rules;

use bevy_ecs::prelude::*;

use super::condition::Condition;
use super::pest::Band;
use crate::engine::accumulators::Sum;
use crate::engine::agent::{AgentKind, Position};
use crate::engine::landscape::Landscape;
use crate::engine::random::Stream;
use crate::engine::words::{Words, pair, unpair};
use crate::scenario::SparrowParameters;

pub use homes::{Residents, settle};
pub use living::live;
pub use moving::move_flocks;

/// A flock of sparrows: a super-individual.
///
/// Its whole state is one component, because all of it is read together once a day, and because Bevy keeps eight bytes
/// beside each component of each entity. Its numbers are as small as the bounds of the parameters allow: there may be
/// as many flocks as birds.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Flock {
    /// The field where it nests and around which it stays.
    pub home: u32,
    /// Grown birds.
    pub adults: u16,
    /// Birds in their first year.
    pub juveniles: u16,
    /// How well fed the birds are.
    pub condition: Condition,
    /// What is in their nests.
    pub brood: Brood,
}

impl Flock {
    /// Birds out of the nest.
    #[inline]
    pub fn birds(&self) -> u32 {
        u32::from(self.adults) + u32::from(self.juveniles)
    }
}

impl AgentKind for Flock {
    type Others = Without<Band>;

    #[inline]
    fn field(&self, _: &Position, _: &Landscape) -> u32 {
        self.home
    }
}

impl Words for Flock {
    type Words = [u64; 2];

    #[inline]
    fn to_words(&self) -> [u64; 2] {
        let Self { home, adults, juveniles, condition, brood: Brood { young, days, hatched } } = *self;
        let days = u16::from(days) << 1 | u16::from(hatched);
        let members =
            [adults, juveniles, young, days].into_iter().fold(0, |word, number| word << 16 | u64::from(number));
        [pair([home, condition.0.to_bits()]), members]
    }

    #[inline]
    fn from_words([whereabouts, members]: [u64; 2]) -> Self {
        let [home, condition] = unpair(whereabouts);
        let [adults, juveniles, young, days] = [48, 32, 16, 0].map(|shift| (members >> shift) as u16);
        let brood = Brood { young, days: (days >> 1) as u8, hatched: days & 1 != 0 };
        Self { home, adults, juveniles, condition: Condition(f32::from_bits(condition)), brood }
    }

    /// The home.
    fn is_near_the_row_before(half: usize) -> bool {
        half == 0
    }
}

/// Removes each bird or egg with probability `chance`. Returns how many are gone.
pub fn thin(animals: &mut u16, chance: f64, stream: &mut Stream) -> u32 {
    let gone = stream.binomial(u32::from(*animals), chance);
    *animals -= gone as u16;
    gone
}

/// Young birds of a field that leave their parents' flocks today: they form flocks of their own at the turn of the day.
#[derive(Component, Debug, Default)]
pub struct Leavers(pub Sum);

/// What is in a flock's nests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Brood {
    /// Eggs or nestlings.
    pub young: u16,
    /// Days since laying or hatching; without young, days until the next clutch may begin.
    pub days: u8,
    /// Whether they have hatched.
    pub hatched: bool,
}

impl Brood {
    /// The rest after a brood.
    fn rest(sparrow: &SparrowParameters) -> Self {
        Self { young: 0, hatched: false, days: sparrow.rest_days as u8 }
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
/// Condition below which a grown bird starves (assumed).
const ADULT_ENOUGH: f32 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Section;

    /// Contract: a flock's words hold its whole state.
    #[test]
    fn flocks_come_back_from_their_words() {
        let brood = Brood { young: 60_000, days: 200, hatched: true };
        let flock = Flock { home: 16_777_215, adults: 65_535, juveniles: 1, condition: Condition(0.3), brood };
        assert_eq!(Flock::from_words(flock.to_words()), flock);
    }

    /// Contract: whatever a scenario may ask for, the numbers of a flock have room for it.
    #[test]
    fn flocks_have_room_for_all_that_parameters_allow() {
        let most = |name| {
            let parameter = SparrowParameters::default().parameters().iter().find(|parameter| parameter.name == name);
            *parameter.unwrap_or_else(|| panic!("there is no {name}")).range.end()
        };
        let birds = most("birds_per_flock");
        assert!(birds <= f64::from(u16::MAX));
        // One nest per two grown birds; the number of nests and the last one's egg count are rounded up.
        assert!((birds / 2.0).ceil() * most("clutch_eggs") + 1.0 <= f64::from(u16::MAX));
        for days in ["incubation_days", "nestling_days", "rest_days"] {
            // One day more than the last may pass.
            assert!(most(days) + 1.0 <= f64::from(u8::MAX), "{days}");
        }
    }
}
