//! Flocks, a batch at a time: what happens to most of them each day, and marks for what happens to few. See
//! [`batch`](crate::engine::batch).

use multiversion::multiversion;

use crate::ecology::condition::Condition;
use crate::ecology::tally::Intake;
use crate::engine::batch::{BATCH, Batch, lanes_of, set_of};

use super::rules::{is_due, is_hungry, may_lay, may_starve, next_brood_day};
use super::{Brood, Flock};

/// The flocks of a batch, one array per number.
#[derive(Default)]
pub(super) struct FlockBatch {
    /// The lanes that hold a flock; the contents of the others are meaningless.
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

    /// Lets a rule act on the flocks in some lanes, one by one: for what happens to few of them each day.
    #[inline]
    pub fn for_each(&mut self, flocks: &mut [Flock], lanes: u64, mut rule: impl FnMut(usize, &mut Flock)) {
        for lane in lanes_of(lanes) {
            let flock = &mut flocks[lane];
            self.write_daily(lane, flock);
            rule(lane, flock);
            self.read_one(lane, flock);
        }
    }

    #[inline(always)]
    fn read_one(&mut self, lane: usize, flock: &Flock) {
        // All are named, so that none is left out; a home is looked up where it is needed.
        let Flock { home: _, adults, juveniles, condition, brood: Brood { young, days, hatched } } = *flock;
        self.adults[lane] = adults.into();
        self.juveniles[lane] = juveniles.into();
        self.young[lane] = young.into();
        self.days[lane] = days.into();
        self.hatched[lane] = hatched.into();
        self.condition[lane] = condition.0;
    }

    #[inline(always)]
    fn write_daily(&self, lane: usize, flock: &mut Flock) {
        flock.condition.0 = self.condition[lane];
        flock.brood.days = self.days[lane] as u8;
    }
}

#[multiversion(targets = "simd")]
fn read(own: &mut FlockBatch, flocks: &[Flock]) {
    for (lane, flock) in flocks.iter().enumerate().take(BATCH) {
        own.read_one(lane, flock);
    }
}

#[multiversion(targets = "simd")]
fn write(own: &FlockBatch, flocks: &mut [Flock]) {
    for (lane, flock) in flocks.iter_mut().enumerate().take(BATCH) {
        own.write_daily(lane, flock);
    }
}

/// Looks up where flocks have their homes, and how many birds they have. Returns those with nestlings to feed.
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

/// Looks up, in the fields' intakes, the part of their need that birds and nestlings find.
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

/// Flocks that get too little from a meal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fed {
    /// Those whose eggs or nestlings may die for lack of parents or food.
    pub may_starve: u64,
    /// Those whose birds go hungry.
    pub hungry: u64,
}

/// Birds and nestlings eat the part of their need that they find.
#[multiversion(targets = "simd")]
pub(super) fn eat(flocks: &mut FlockBatch, bird_met: &[f32; BATCH], nestling_met: &[f32; BATCH]) -> Fed {
    for (condition, met) in flocks.condition.iter_mut().zip(bird_met) {
        let mut fed = Condition(*condition);
        fed.eat(*met);
        *condition = fed.0;
    }
    let FlockBatch { taken, adults, juveniles, young, hatched, condition, .. } = flocks;
    Fed {
        may_starve: set_of!(*taken, lane => {
            may_starve(adults[lane] | juveniles[lane], young[lane], hatched[lane] != 0, nestling_met[lane])
        }),
        hungry: set_of!(*taken, lane => is_hungry(condition[lane])),
    }
}

/// The flocks without birds or brood.
#[multiversion(targets = "simd")]
pub(super) fn empty(flocks: &FlockBatch) -> u64 {
    let FlockBatch { taken, adults, juveniles, young, .. } = flocks;
    set_of!(*taken, lane => (adults[lane] | juveniles[lane] | young[lane]) == 0)
}

/// Flocks in whose nests something is due today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Broods {
    /// Those whose broods are to hatch or fledge.
    pub due: u64,
    /// Those that have rested, and may lay.
    pub ready: u64,
}

/// Lets a day pass for each brood. `last_days` are the last days of eggs and of nestlings.
#[multiversion(targets = "simd")]
pub(super) fn age_broods(flocks: &mut FlockBatch, last_days: [u32; 2]) -> Broods {
    let FlockBatch { taken, young, days, hatched, condition, .. } = flocks;
    let ready = set_of!(*taken, lane => may_lay(young[lane], days[lane], condition[lane]));
    for lane in 0..BATCH {
        days[lane] = next_brood_day(young[lane], days[lane]);
    }
    Broods { due: set_of!(*taken, lane => is_due(young[lane], days[lane], hatched[lane] != 0, last_days)), ready }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::ecology::sparrow::{ADULT_ENOUGH, BREEDING_CONDITION, NESTLINGS_ENOUGH};
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

    /// Contract: each flock's condition follows its intake, and exactly those to which the rules apply are marked.
    #[test]
    fn each_flock_eats_by_itself() {
        for round in 0..200 {
            let flocks = some_flocks(round);
            let mut own = FlockBatch::default();
            // What an earlier step left in lanes that are free now must not show.
            own.read(&[Flock { adults: 0, ..some_flocks(999)[0] }; BATCH]);
            own.read(&flocks);
            let met: [[f32; BATCH]; 2] = [1, 2].map(|seed| {
                core::array::from_fn(|lane| Stream::new(seed, lane as u64, round, Purpose::Weather).random())
            });
            let fed = eat(&mut own, &met[0], &met[1]);
            let mut expected = Fed::default();
            for (lane, flock) in flocks.iter().enumerate() {
                let mut condition = flock.condition;
                condition.eat(met[0][lane]);
                assert_eq!(own.condition[lane], condition.0);
                let hungry = flock.brood.hatched && met[1][lane] < NESTLINGS_ENOUGH;
                let may_starve = flock.brood.young > 0 && (hungry || flock.birds() == 0);
                expected.may_starve |= u64::from(may_starve) << lane;
                expected.hungry |= u64::from(condition.0 < ADULT_ENOUGH) << lane;
            }
            assert_eq!(fed, expected);
        }
    }

    /// Contract: broods grow older, rests grow shorter, and exactly those whose day has come are marked.
    #[test]
    fn a_day_passes_for_each_brood() {
        for round in 0..200 {
            let flocks = some_flocks(round);
            let mut own = FlockBatch::default();
            own.read(&flocks);
            let broods = age_broods(&mut own, [11, 14]);
            let (mut expected, mut without) = (Broods::default(), 0);
            for (lane, flock) in flocks.iter().enumerate() {
                let Brood { young, days, hatched } = flock.brood;
                let days_after = if young > 0 { days + 1 } else { days.saturating_sub(1) };
                assert_eq!(own.days[lane], u32::from(days_after));
                let is_due = young > 0 && days_after >= if hatched { 14 } else { 11 };
                let is_ready = young == 0 && days == 0 && flock.condition.0 >= BREEDING_CONDITION;
                expected.due |= u64::from(is_due) << lane;
                expected.ready |= u64::from(is_ready) << lane;
                without |= u64::from(flock.birds() + u32::from(young) == 0) << lane;
            }
            assert_eq!((broods, empty(&own)), (expected, without));
        }
    }

    /// Contract: a rule acts on the flocks in its lanes alone, in their current state, and the batch shows what it did.
    #[test]
    fn a_rule_acts_on_its_own_flocks_alone() {
        let before = some_flocks(7);
        let mut own = FlockBatch::default();
        own.read(&before);
        let lanes = 0b1011 << 20;
        let mut after = before.clone();
        own.condition.iter_mut().for_each(|condition| *condition *= 0.5);
        own.for_each(&mut after, lanes, |lane, flock| *flock = Flock { home: lane as u32, adults: 99, ..*flock });
        own.write(&mut after);
        for (lane, (before, after)) in before.iter().zip(&after).enumerate() {
            let is_in = lanes >> lane & 1 != 0;
            let before = Flock { condition: Condition(0.5 * before.condition.0), ..*before };
            assert_eq!(*after, if is_in { Flock { home: lane as u32, adults: 99, ..before } } else { before });
            assert_eq!(own.adults[lane], u32::from(after.adults));
        }
    }
}
