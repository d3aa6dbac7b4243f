//! How flocks move to where they feed.

use bevy_ecs::prelude::*;
use multiversion::multiversion;

use super::{Flock, flock_batch, rules};
use crate::ecology::calendar::Calendar;
use crate::ecology::exclosure::Nets;
use crate::ecology::pest::Band;
use crate::ecology::purpose::Purpose;
use crate::ecology::tally::{BIRD_PARTS, Cues, SparrowCounts, Tally, UNIT};
use crate::engine::accumulators::{Accumulators, TaskSums};
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::{self, BATCH, Batch, Offsets, Places};
use crate::engine::landscape::Landscape;
use crate::engine::landscape::by_cell;
use crate::engine::random::{Chance, Streams};
use crate::scenario::{Scenario, SparrowParameters};

/// Flocks look for food: close to the nest while breeding, later over a wider range and on the richer of the fields
/// they see. They are counted where they feed.
pub fn move_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    nets: Res<Nets>,
    tallies: Accumulators<Tally>,
    cues: Query<&Cues>,
    mut flocks: Query<(&AgentId, &Flock, &mut Position), Without<Band>>,
) {
    let sparrow = &scenario.sparrow;
    let breeding = rules::is_breeding_season(sparrow, calendar.day_of_year());
    let moves = Moves {
        sparrow,
        landscape: *landscape,
        nets: *nets,
        cues: by_cell(&cues),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
        breeding,
        radius_m: rules::range_radius_m(sparrow, breeding),
        attraction: Chance::new(f64::from(scenario.encounter.flock_attraction)),
    };
    for (ids, flocks, mut positions) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let positions = positions.bypass_change_detection();
        let task = |flocks: &[Flock], _: &[Position]| (Trip::default(), tallies.of_task(flocks, |flock| flock.home));
        batch::in_batches(
            *tallies.parallelism,
            ids,
            flocks,
            positions,
            task,
            |(trip, tallies), _, ids, flocks, positions| {
                moves.step(ids, flocks, positions, trip, tallies);
            },
        );
    }
}

/// What the moves of all flocks have in common on a day.
struct Moves<'a> {
    sparrow: &'a SparrowParameters,
    landscape: Landscape,
    nets: Nets,
    cues: &'a [Cues],
    streams: Streams,
    breeding: bool,
    /// Radius of the range.
    radius_m: f32,
    /// The chance of choosing the richer of two fields.
    attraction: Chance,
}

/// The trips of the flocks of a batch. Lanes without a flock go somewhere too.
#[derive(Default)]
struct Trip {
    homes: Batch<u32>,
    offsets: Offsets,
    places: Places,
    cells: Batch<u32>,
    /// Bird food there.
    food: Batch<f32>,
    other: Places,
    other_cells: Batch<u32>,
    other_food: Batch<f32>,
    birds: Batch<u32>,
}

impl Moves<'_> {
    /// Moves up to [`BATCH`] flocks, step by step.
    fn step(
        &self,
        ids: &[AgentId],
        flocks: &[Flock],
        positions: &mut [Position],
        trip: &mut Trip,
        tallies: &mut TaskSums<SparrowCounts>,
    ) {
        let ids = batch::ids(ids);
        let Trip { homes, offsets, places, cells, birds, .. } = trip;
        let feeding = flock_batch::set_out(flocks, homes, birds);
        if self.breeding {
            batch::first_offsets(self.streams, &ids, &mut offsets.first);
            batch::places(&self.landscape, homes, &offsets.first, self.radius_m, places, cells);
        } else {
            batch::offsets(self.streams, &ids, self.attraction, offsets);
            batch::places(&self.landscape, homes, &offsets.first, self.radius_m, places, cells);
            self.choose(trip);
        }
        let Trip { places, cells, birds, .. } = trip;
        if self.nets.spacing().is_some() {
            for (lane, cell) in cells.iter_mut().enumerate() {
                let (place, past) = self.nets.past(&self.landscape, places.at(lane), *cell);
                places.put(lane, place);
                *cell = past;
            }
        }
        batch::arrive(places, positions);
        for (lane, birds) in birds.iter().enumerate().take(flocks.len()) {
            tallies.add(cells[lane], |counts| counts.birds[lane % BIRD_PARTS] += u64::from(*birds));
        }
        for lane in batch::lanes_of(feeding) {
            self.count_brood(&flocks[lane], cells[lane], tallies);
        }
    }

    /// One of two places in the range: the first, or with some chance the other if that is richer.
    fn choose(&self, trip: &mut Trip) {
        let Trip { homes, offsets, cells, other, other_cells, food, other_food, .. } = trip;
        batch::places(&self.landscape, homes, &offsets.other, self.radius_m, other, other_cells);
        for lane in 0..BATCH {
            food[lane] = self.cues[cells[lane] as usize].bird_food;
            other_food[lane] = self.cues[other_cells[lane] as usize].bird_food;
        }
        take_the_richer(trip);
    }

    /// Counts what parents look for on behalf of their nestlings.
    fn count_brood(&self, flock: &Flock, cell: u32, tallies: &mut TaskSums<SparrowCounts>) {
        let [prey, seed_mg] = rules::nestlings_want(self.sparrow, &flock.brood);
        tallies.add(cell, |counts| {
            counts.nestling_prey += (prey * UNIT) as u64;
            counts.nestling_seed_mg += seed_mg as u64;
        });
    }
}

/// Goes to the other place if chance allows and it has more food.
#[multiversion(targets = "simd")]
fn take_the_richer(trip: &mut Trip) {
    let Trip { offsets, places, cells, other, other_cells, food, other_food, .. } = trip;
    for lane in 0..BATCH {
        let goes = (offsets.is_drawn[lane] != 0) & (other_food[lane] > food[lane]);
        let (first, then) = ([places.x[lane], places.y[lane]], [other.x[lane], other.y[lane]]);
        let [here, there] = [cells[lane], other_cells[lane]];
        places.x[lane] = if goes { then[0] } else { first[0] };
        places.y[lane] = if goes { then[1] } else { first[1] };
        cells[lane] = if goes { there } else { here };
    }
}
