//! What the rules record in a day: [`Demography`] counts what happened to animals, in whole numbers; [`Flows`] weighs
//! what plants gained and lost. The record reads both, and balances them against a census.

use std::ops::AddAssign;
use std::sync::{Mutex, PoisonError};

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use strum::{EnumCount, VariantArray};

use super::crop::CropKind;
use crate::engine::batch::BATCH;

/// Something that happens to animals; each of them is counted once.
#[derive(Clone, Copy, Debug, EnumCount, PartialEq, Eq, VariantArray)]
#[repr(usize)]
pub enum DemographicEvent {
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
    /// Sparrow eggs and nestlings that died of anything but the campaign.
    NestYoungDied,
    /// Sparrow eggs and nestlings destroyed by the campaign.
    NestYoungDestroyed,
    /// Young sparrows that left the nest.
    Fledged,
    /// Sparrows that died of anything but the campaign.
    BirdsDied,
    /// Sparrows killed by the campaign.
    BirdsKilled,
}

/// The day's events so far. Tasks add theirs from any thread; whole numbers add up the same in any order.
#[derive(Resource, Debug, Default)]
pub struct Demography {
    day: Mutex<DemographicCounts>,
    /// Those of the agent that somebody follows, see [`followed`](super::followed).
    followed: Mutex<DemographicCounts>,
}

impl Demography {
    /// A counter for one task.
    pub fn of_task(&self) -> TaskDemography<'_> {
        TaskDemography {
            own: DemographicCounts::default(),
            followed: DemographicCounts::default(),
            lane: usize::MAX,
            all: self,
        }
    }

    /// Takes the day's numbers and begins a new day.
    pub(crate) fn take(&mut self) -> DemographicCounts {
        std::mem::take(self.day.get_mut().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the numbers of the agent that somebody follows.
    pub(super) fn take_followed(&mut self) -> DemographicCounts {
        std::mem::take(self.followed.get_mut().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The events that one task counts, in plain numbers; it adds them to the day's when it is done.
pub struct TaskDemography<'a> {
    own: DemographicCounts,
    followed: DemographicCounts,
    /// The lane of the agent that somebody follows, if it is in the batch that is being counted.
    lane: usize,
    all: &'a Demography,
}

impl TaskDemography<'_> {
    /// Begins a batch of agents. `followed` is the lane of the one that somebody follows, or one that no batch has.
    #[inline]
    pub fn begin(&mut self, followed: usize) {
        self.lane = followed;
    }

    /// Counts `n` events.
    #[inline]
    pub fn count(&mut self, event: DemographicEvent, n: impl Into<u64>) {
        self.own.0[event as usize] += n.into();
    }

    /// Counts `n` events that happened to the agent in a lane of the batch.
    #[inline]
    pub fn count_of(&mut self, lane: usize, event: DemographicEvent, n: impl Into<u64>) {
        let n = n.into();
        self.count(event, n);
        self.tell(lane, event, n);
    }

    /// Notes, if the agent in a lane is followed, `n` events that are counted for all agents in another place.
    #[inline]
    pub fn tell(&mut self, lane: usize, event: DemographicEvent, n: impl Into<u64>) {
        if lane == self.lane {
            self.followed.0[event as usize] += n.into();
        }
    }

    /// The lane of the agent that somebody follows, if it is in this batch.
    #[inline]
    pub fn followed(&self) -> Option<usize> {
        (self.lane < BATCH).then_some(self.lane)
    }
}

impl Drop for TaskDemography<'_> {
    fn drop(&mut self) {
        *self.all.day.lock().unwrap_or_else(PoisonError::into_inner) += self.own;
        if self.followed != DemographicCounts::default() {
            *self.all.followed.lock().unwrap_or_else(PoisonError::into_inner) += self.followed;
        }
    }
}

/// Numbers of events: of a day in 64 bits, of a whole run in 128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemographicCounts<N = u64>([N; DemographicEvent::COUNT]);

impl<N: Copy> DemographicCounts<N> {
    /// The number of an event.
    pub fn get(&self, event: DemographicEvent) -> N {
        self.0[event as usize]
    }
}

#[cfg(test)]
impl DemographicCounts {
    /// These numbers, and none of the others.
    pub fn of(numbers: &[(DemographicEvent, u64)]) -> Self {
        let mut counts = Self::default();
        numbers.iter().for_each(|(event, number)| counts.0[*event as usize] = *number);
        counts
    }
}

impl<N: AddAssign + From<u64>> AddAssign<DemographicCounts> for DemographicCounts<N> {
    fn add_assign(&mut self, other: DemographicCounts) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own += N::from(other);
        }
    }
}

macro_rules! flows {
    ($($(#[doc = $doc:literal])+ $field:ident,)*) => {
        /// What plants gained and lost in a day, kg unless the name says otherwise: leaf in dry mass, grain in grain
        /// equivalent. As a resource, the sum over all fields today so far.
        #[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct Flows {
            /// Grain reaped, by kind of crop as in [`CropKind::HARVESTED`].
            pub reaped_of_kind_kg: [f64; CropKind::HARVESTED.len()],
            $($(#[doc = $doc])+ pub $field: f64,)*
        }

        impl AddAssign<&Flows> for Flows {
            fn add_assign(&mut self, other: &Self) {
                self.reaped_of_kind_kg.iter_mut().zip(other.reaped_of_kind_kg).for_each(|(sum, kg)| *sum += kg);
                $(self.$field += other.$field;)*
            }
        }
    };
}

flows! {
    /// Leaf grown, and brought in by sowing.
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
    /// Grain spilled at harvest, shaken from the ears by birds, or fallen because nobody reaped it; it lies on the field.
    grain_spilled_kg,
    /// The part of spilled grain that fell because nobody reaped it.
    grain_unreaped_kg,
    /// Land sown, ha. Not part of the balance.
    sown_ha,
    /// Land of the crops reaped or given up, ha. Not part of the balance.
    cropped_ha,
    /// Grain of the crops reaped or given up today that did not fill for want of leaf. Not part of the balance.
    grain_not_filled_kg,
    /// Spilled grain eaten by birds.
    spilled_eaten_by_birds_kg,
    /// Spilled grain that spoiled.
    grain_spoiled_kg,
    /// Weed seed shed.
    weed_shed_kg,
    /// Weed seed eaten by birds.
    weed_eaten_by_birds_kg,
    /// Weed seed lost in other ways.
    weed_lost_kg,
}
