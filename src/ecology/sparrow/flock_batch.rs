//! What befalls most flocks each day, many flocks at a time in vector operations, and marks for what befalls few: see
//! [`batch`](crate::engine::batch).

use multiversion::multiversion;

use super::{ADULT_ENOUGH, BREEDING_CONDITION, Flock, NESTLINGS_ENOUGH};
use crate::ecology::condition::Condition;
use crate::ecology::tally::Intake;
use crate::engine::batch::{BATCH, Batch, set_of};

/// The numbers of the flocks of a step.
#[derive(Default)]
pub(super) struct FlockBatch {
    /// The lanes in which there is a flock; what is in the others means nothing.
    pub taken: u64,
    /// Grown birds.
    pub adults: Batch<u32>,
    /// Birds in their first year.
    pub juveniles: Batch<u32>,
    /// Eggs or nestlings.
    pub young: Batch<u32>,
    /// Days of the brood.
    pub days: Batch<u32>,
    /// Whether it has hatched, 0 or 1.
    pub hatched: Batch<u32>,
    /// How well fed the birds are.
    pub condition: Batch<f32>,
}

impl FlockBatch {
    /// Reads up to [`BATCH`] flocks.
    pub fn read(&mut self, flocks: &[Flock]) {
        self.taken = u64::MAX >> (BATCH - flocks.len());
        read(self, flocks);
    }

    /// Writes back what changes every day.
    pub fn write(&self, flocks: &mut [Flock]) {
        write(self, flocks);
    }
}

#[multiversion(targets = "simd")]
fn read(own: &mut FlockBatch, flocks: &[Flock]) {
    for (lane, flock) in flocks.iter().enumerate().take(BATCH) {
        own.adults[lane] = u32::from(flock.adults);
        own.juveniles[lane] = u32::from(flock.juveniles);
        own.young[lane] = u32::from(flock.brood.young);
        own.days[lane] = u32::from(flock.brood.days);
        own.hatched[lane] = u32::from(flock.brood.hatched);
        own.condition[lane] = flock.condition.0;
    }
}

#[multiversion(targets = "simd")]
fn write(own: &FlockBatch, flocks: &mut [Flock]) {
    for (lane, flock) in flocks.iter_mut().enumerate().take(BATCH) {
        flock.condition.0 = own.condition[lane];
        flock.brood.days = own.days[lane] as u8;
    }
}

/// Looks up where flocks have their homes, and how many birds they have. Gives those that have nestlings to feed.
#[multiversion(targets = "simd")]
pub(super) fn set_out(flocks: &[Flock], homes: &mut [u32; BATCH], birds: &mut [u32; BATCH]) -> u64 {
    let mut nestlings = [0; BATCH];
    for (lane, flock) in flocks.iter().enumerate().take(BATCH) {
        homes[lane] = flock.home;
        birds[lane] = flock.birds();
        nestlings[lane] = if flock.brood.hatched { flock.brood.young } else { 0 };
    }
    set_of!(u64::MAX, lane => (nestlings[lane] > 0) & (birds[lane] > 0))
}

/// Looks up what part of their need birds and nestlings find at the fields' intakes.
#[multiversion(targets = "simd")]
pub(super) fn look_up(
    intakes: &[Intake],
    cells: &[u32; BATCH],
    flocks: usize,
    bird_met: &mut [f32; BATCH],
    nestling_met: &mut [f32; BATCH],
) {
    for lane in 0..flocks.min(BATCH) {
        let intake = &intakes[cells[lane] as usize];
        bird_met[lane] = intake.bird_met;
        nestling_met[lane] = intake.nestling_met;
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
#[multiversion(targets = "simd")]
pub(super) fn eat(flocks: &mut FlockBatch, bird_met: &[f32; BATCH], nestling_met: &[f32; BATCH]) -> Fed {
    for (condition, met) in flocks.condition.iter_mut().zip(bird_met) {
        let mut fed = Condition(*condition);
        fed.eat(*met);
        *condition = fed.0;
    }
    let FlockBatch { taken, adults, juveniles, young, hatched, condition, .. } = flocks;
    Fed {
        starving: set_of!(*taken, lane => {
            let are_hungry = (hatched[lane] != 0) & (nestling_met[lane] < NESTLINGS_ENOUGH);
            (young[lane] > 0) & (are_hungry | ((adults[lane] | juveniles[lane]) == 0))
        }),
        special: set_of!(*taken, lane => {
            (condition[lane] < ADULT_ENOUGH) | (adults[lane] > 1) | (juveniles[lane] > 1)
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
#[multiversion(targets = "simd")]
pub(super) fn pass_a_day(flocks: &mut FlockBatch, last_day: [u32; 2]) -> Bred {
    let FlockBatch { taken, adults, juveniles, young, days, hatched, condition } = flocks;
    let ready =
        set_of!(*taken, lane => (young[lane] == 0) & (days[lane] == 0) & (condition[lane] >= BREEDING_CONDITION));
    for lane in 0..BATCH {
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

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::ecology::sparrow::Brood;
    use crate::engine::random::Stream;

    fn some_flocks(round: u32) -> Vec<Flock> {
        (0..BATCH as u64 - 5)
            .map(|lane| {
                let mut stream = Stream::new(1958, lane, round, Purpose::Initial);
                let mut below = |n: u16| stream.random_range(0..n);
                let young = below(3) * below(3);
                Flock {
                    home: below(9).into(),
                    adults: below(3),
                    juveniles: below(3),
                    condition: Condition(f32::from(below(1_000)) / 1_000.0),
                    brood: Brood { young, days: stream.random_range(0..15), hatched: stream.random() },
                }
            })
            .collect()
    }

    /// Contract: each flock's condition follows its intake, and exactly those are marked to which the rules apply.
    #[test]
    fn flocks_eat_each_by_itself() {
        for round in 0..200 {
            let flocks = some_flocks(round);
            let mut own = FlockBatch::default();
            // What an earlier step has left in lanes that are free now must not show.
            own.read(&[Flock { adults: 0, ..some_flocks(999)[0] }; BATCH]);
            own.read(&flocks);
            let met: [[f32; BATCH]; 2] = [1, 2].map(|seed| {
                core::array::from_fn(|lane| Stream::new(seed, lane as u64, round, Purpose::Weather).random())
            });
            let fed = eat(&mut own, &met[0], &met[1]);
            let (mut starving, mut special) = (0, 0);
            for (lane, flock) in flocks.iter().enumerate() {
                let mut condition = flock.condition;
                condition.eat(met[0][lane]);
                assert_eq!(own.condition[lane], condition.0);
                let hungry = flock.brood.hatched && met[1][lane] < NESTLINGS_ENOUGH;
                starving |= u64::from(flock.brood.young > 0 && (hungry || flock.birds() == 0)) << lane;
                let plain = condition.0 >= ADULT_ENOUGH && flock.adults <= 1 && flock.juveniles <= 1;
                special |= u64::from(!plain) << lane;
            }
            assert_eq!(fed, Fed { starving, special });
        }
    }

    /// Contract: broods grow older, rests grow shorter, and exactly those are marked whose day has come.
    #[test]
    fn a_day_passes_for_each_brood() {
        for round in 0..200 {
            let flocks = some_flocks(round);
            let mut own = FlockBatch::default();
            own.read(&flocks);
            let bred = pass_a_day(&mut own, [11, 14]);
            let mut expected = Bred::default();
            for (lane, flock) in flocks.iter().enumerate() {
                let Brood { young, days, hatched } = flock.brood;
                let days_after = if young > 0 { days + 1 } else { days.saturating_sub(1) };
                assert_eq!(own.days[lane], u32::from(days_after));
                let is_due = young > 0 && days_after >= if hatched { 14 } else { 11 };
                let is_ready = young == 0 && days == 0 && flock.condition.0 >= BREEDING_CONDITION;
                expected.due |= u64::from(is_due) << lane;
                expected.ready |= u64::from(is_ready) << lane;
                expected.empty |= u64::from(flock.birds() + u32::from(young) == 0) << lane;
            }
            assert_eq!(bred, expected);
        }
    }
}
