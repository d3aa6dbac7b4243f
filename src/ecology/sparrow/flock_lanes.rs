//! What befalls most flocks each day, many flocks at a time in vector operations, and marks for what befalls few: see
//! [`lanes`](crate::ecology::lanes).

use multiversion::multiversion;

use super::{ADULT_ENOUGH, BREEDING_CONDITION, Flock, NESTLINGS_ENOUGH};
use crate::ecology::identity::Condition;
use crate::ecology::lanes::{Lanes, STEP, set_of};

/// The numbers of the flocks of a step.
pub(super) struct FlockLanes {
    /// The lanes in which there is a flock; what is in the others means nothing.
    pub taken: u64,
    /// Grown birds.
    pub adults: Lanes<u32>,
    /// Birds in their first year.
    pub juveniles: Lanes<u32>,
    /// Eggs or nestlings.
    pub young: Lanes<u32>,
    /// Days of the brood.
    pub days: Lanes<u32>,
    /// Whether it has hatched, 0 or 1.
    pub hatched: Lanes<u32>,
    /// How well fed the birds are.
    pub condition: Lanes<f32>,
}

impl Default for FlockLanes {
    fn default() -> Self {
        let none = [0; STEP];
        Self { taken: 0, adults: none, juveniles: none, young: none, days: none, hatched: none, condition: [0.0; STEP] }
    }
}

impl FlockLanes {
    /// Reads up to [`STEP`] flocks.
    pub fn read(&mut self, flocks: &[Flock]) {
        self.taken = u64::MAX >> (STEP - flocks.len());
        for (lane, flock) in flocks.iter().enumerate().take(STEP) {
            self.adults[lane] = flock.adults;
            self.juveniles[lane] = flock.juveniles;
            self.young[lane] = flock.brood.young;
            self.days[lane] = u32::from(flock.brood.days);
            self.hatched[lane] = u32::from(flock.brood.hatched);
            self.condition[lane] = flock.condition.0;
        }
    }
}

/// Flocks with more to their meal than their condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fed {
    /// Those whose broods may starve.
    pub starving: u64,
    /// Those of more than one grown or more than one young bird, and those that are not sated.
    pub special: u64,
}

/// Eats what part of their need birds and nestlings find.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn eat(flocks: &mut FlockLanes, bird_met: &Lanes<f32>, nestling_met: &Lanes<f32>) -> Fed {
    for lane in 0..STEP {
        let mut condition = Condition(flocks.condition[lane]);
        condition.eat(bird_met[lane]);
        flocks.condition[lane] = condition.0;
    }
    let FlockLanes { taken, adults, juveniles, young, hatched, condition, .. } = flocks;
    Fed {
        starving: set_of!(*taken, lane => {
            let are_hungry = (hatched[lane] != 0) & (nestling_met[lane] < NESTLINGS_ENOUGH);
            (young[lane] > 0) & (are_hungry | ((adults[lane] | juveniles[lane]) == 0))
        }),
        special: set_of!(*taken, lane => {
            !(condition[lane] >= ADULT_ENOUGH) | (adults[lane] > 1) | (juveniles[lane] > 1)
        }),
    }
}

/// Flocks to whose broods a day brings something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bred {
    /// Those whose broods are to hatch, or to fledge.
    pub due: u64,
    /// Those that have rested, and may lay.
    pub ready: u64,
    /// Those without birds and brood.
    pub empty: u64,
}

/// Lets a day pass for each brood. `last_day` is that of eggs, and that of nestlings.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn pass_a_day(flocks: &mut FlockLanes, last_day: [u32; 2]) -> Bred {
    let FlockLanes { taken, adults, juveniles, young, days, hatched, condition } = flocks;
    let ready =
        set_of!(*taken, lane => (young[lane] == 0) & (days[lane] == 0) & (condition[lane] >= BREEDING_CONDITION));
    for lane in 0..STEP {
        // With a brood a day more, without one a day less to rest.
        let more = if young[lane] > 0 { 1 } else { 0 };
        let less = if (young[lane] == 0) & (days[lane] > 0) { 1 } else { 0 };
        days[lane] = days[lane] + more - less;
    }
    Bred {
        due: set_of!(*taken, lane => {
            let last = if hatched[lane] != 0 { last_day[1] } else { last_day[0] };
            (young[lane] > 0) & (days[lane] >= last)
        }),
        ready,
        empty: set_of!(*taken, lane => (adults[lane] | juveniles[lane] | young[lane]) == 0),
    }
}
