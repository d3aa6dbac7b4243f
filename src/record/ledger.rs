//! What each field writes down in a day: [`Events`] counts animals as whole numbers, [`Ledger`] weighs plants.

use std::ops::AddAssign;

use bevy::prelude::*;

use crate::ecology::crop::CropKind;
use crate::ecology::schedule::Parallelism;
use crate::ecology::tally::Sum32;

/// Something that happens to animals and is counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Event {
    /// Pest eggs laid into the soil.
    EggsLaid,
    /// Pest eggs that died.
    EggsDied,
    /// Hatchlings that became bands.
    Hatched,
    /// Pests eaten by birds.
    PestsEatenByBirds,
    /// Pests that died of anything else.
    PestsDied,
    /// Sparrow eggs laid.
    BirdEggsLaid,
    /// Sparrow eggs and nestlings that died, but for the campaign.
    NestYoungDied,
    /// Sparrow eggs and nestlings destroyed by the campaign.
    NestYoungDestroyed,
    /// Young sparrows that left the nest.
    Fledged,
    /// Those of them that left their parents' flock on the same day.
    FledgedAway,
    /// Sparrows that died, but for the campaign.
    BirdsDied,
    /// Sparrows killed by the campaign.
    BirdsKilled,
}

/// Number of kinds of events.
pub const EVENTS: usize = 12;

/// The day's events of a field. Agents add to them from any thread; whole numbers add up the same in any order.
#[derive(Component, Debug, Default)]
pub struct Events([Sum32; EVENTS]);

impl Events {
    /// Adds `n` events.
    #[inline]
    pub fn add(&self, event: Event, n: u32, parallelism: Parallelism) {
        self.0[event as usize].add(n, parallelism);
    }

    /// Today's number so far.
    #[inline]
    pub fn today(&self, event: Event) -> u32 {
        self.0[event as usize].get()
    }

    /// Takes the day's numbers and begins a new day.
    #[inline]
    pub(crate) fn take_into(&mut self, sum: &mut EventSums) {
        for (sum, own) in sum.0.iter_mut().zip(&mut self.0) {
            *sum += u64::from(own.get());
            own.set(0);
        }
    }
}

/// Events of all fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventSums([u64; EVENTS]);

impl EventSums {
    /// The number of an event.
    pub fn get(&self, event: Event) -> u64 {
        self.0[event as usize]
    }
}

impl AddAssign for EventSums {
    fn add_assign(&mut self, other: Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own += other;
        }
    }
}

macro_rules! ledger {
    ($($(#[doc = $doc:literal])+ $field:ident,)*) => {
        /// What a field's plants gained and lost in a day, kg: leaf in dry mass, grain in grain equivalent.
        #[derive(Component, Clone, Copy, Debug, PartialEq)]
        pub struct Ledger {
            /// The crop reaped today, if `grain_reaped_kg` is not zero.
            pub reaped_kind: CropKind,
            $($(#[doc = $doc])+ pub $field: f64,)*
        }

        impl Default for Ledger {
            fn default() -> Self {
                Self { reaped_kind: CropKind::Wild, $($field: 0.0,)* }
            }
        }

        impl AddAssign<&Ledger> for Ledger {
            fn add_assign(&mut self, other: &Self) {
                $(self.$field += other.$field;)*
            }
        }
    };
}

ledger! {
    /// Leaf grown, and brought by sowing.
    leaf_grown_kg,
    /// Leaf that withered, was ploughed in or was left as straw.
    leaf_withered_kg,
    /// Leaf eaten or cut by pests.
    leaf_eaten_by_pests_kg,
    /// Grain filled.
    grain_grown_kg,
    /// Standing grain eaten or cut by pests.
    grain_eaten_by_pests_kg,
    /// Standing grain eaten by birds.
    grain_eaten_by_birds_kg,
    /// Grain reaped.
    grain_reaped_kg,
    /// Grain spilled at harvest or shaken from the ears by birds, which lies on the field.
    grain_spilled_kg,
    /// Grain that would have filled with all its leaf, of the crops reaped today. Not part of the balance.
    grain_not_filled_kg,
    /// Spilled grain eaten by birds.
    spilled_eaten_by_birds_kg,
    /// Spilled grain that spoiled.
    grain_spoiled_kg,
    /// Weed seed shed.
    weed_shed_kg,
    /// Weed seed eaten by birds.
    weed_eaten_by_birds_kg,
    /// Weed seed that was lost otherwise.
    weed_lost_kg,
}
