//! The way of flocks to their food.

use std::hint::select_unpredictable;

use bevy::prelude::*;

use super::Flock;
use crate::ecology::calendar::Calendar;
use crate::ecology::exclosure::Nets;
use crate::ecology::identity::{AgentId, Position};
use crate::ecology::landscape::Landscape;
use crate::ecology::lanes::{self, Lanes, Places, STEP, Ways};
use crate::ecology::pest::Band;
use crate::ecology::random::{Chance, Purpose, Streams};
use crate::ecology::schedule::{Parallelism, in_blocks, rows_in_a_task};
use crate::ecology::tally::{SparrowCounts, Tally, TaskTallies, UNIT, View, by_cell};
use crate::scenario::{Scenario, SparrowParameters};

fn is_breeding_season(sparrow: &SparrowParameters, day_of_year: u32) -> bool {
    let last_fledging = sparrow.breeding_last_day + sparrow.incubation_days + sparrow.nestling_days;
    (sparrow.breeding_first_day..=last_fledging).contains(&day_of_year)
}

/// Flocks look for food: close to the nest while breeding, later wider and on the richer of the fields they see. They are
/// counted where they feed.
pub fn move_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    nets: Res<Nets>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Tally>),
    mut flocks: Query<(&AgentId, &Flock, &mut Position), Without<Band>>,
) {
    let sparrow = &scenario.sparrow;
    let breeding = is_breeding_season(sparrow, calendar.day_of_year());
    let range_ha = if breeding { sparrow.breeding_range_ha } else { sparrow.flocking_range_ha };
    let moves = Moves {
        sparrow,
        landscape: *landscape,
        nets: *nets,
        views: by_cell(&fields.0),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
        breeding,
        radius_m: libm::sqrtf(range_ha * 10_000.0 / core::f32::consts::PI),
        attraction: Chance::new(f64::from(scenario.encounter.flock_attraction)),
    };
    let tallies = by_cell(&fields.1);
    for (ids, flocks, mut positions) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let positions = positions.bypass_change_detection().chunks_mut(block);
        let blocks = ids.chunks(block).zip(flocks.chunks(block)).zip(positions);
        in_blocks(*parallelism, blocks, |((ids, flocks), positions)| {
            let mut tallies = TaskTallies::new(tallies, *parallelism, &landscape, flocks, |flock| flock.home);
            let steps = ids.chunks(STEP).zip(flocks.chunks(STEP)).zip(positions.chunks_mut(STEP));
            steps.for_each(|((ids, flocks), positions)| moves.step(ids, flocks, positions, &mut tallies));
        });
    }
}

/// What all flocks' moves of a day have in common.
struct Moves<'a> {
    sparrow: &'a SparrowParameters,
    landscape: Landscape,
    nets: Nets,
    views: &'a [View],
    streams: Streams,
    breeding: bool,
    /// Of the range.
    radius_m: f32,
    /// Of the richer of two fields.
    attraction: Chance,
}

impl Moves<'_> {
    /// Moves up to [`STEP`] flocks, one part of the way after the other.
    fn step(
        &self,
        ids: &[AgentId],
        flocks: &[Flock],
        positions: &mut [Position],
        tallies: &mut TaskTallies<SparrowCounts>,
    ) {
        let mut homes = [0; STEP];
        homes.iter_mut().zip(flocks).for_each(|(home, flock)| *home = flock.home);
        let (mut places, mut cells) = (Places::default(), [0; STEP]);
        if self.breeding {
            let mut way = Places::default();
            lanes::first_ways(self.streams, &lanes::ids(ids), &mut way);
            lanes::places(&self.landscape, &homes, &way, self.radius_m, &mut places, &mut cells);
        } else {
            self.choose(&lanes::ids(ids), &homes, &mut places, &mut cells);
        }
        if self.nets.spacing().is_some() {
            for (lane, cell) in cells.iter_mut().enumerate() {
                let (place, past) = self.nets.past(&self.landscape, places.at(lane), *cell);
                places.put(lane, place);
                *cell = past;
            }
        }
        let mut feeding = 0;
        for (lane, (flock, position)) in flocks.iter().zip(positions).enumerate() {
            position.go(places.at(lane));
            let (birds, brood) = (flock.birds(), &flock.brood);
            tallies.count(cells[lane], |counts| counts.birds += birds);
            feeding |= u64::from(brood.hatched & (brood.young > 0) & (birds > 0)) << lane;
        }
        for lane in lanes::lanes_of(feeding) {
            self.count_brood(&flocks[lane], cells[lane], tallies);
        }
    }

    /// One of two places in the range: the first, or with some chance the other, where that is richer.
    fn choose(&self, ids: &Lanes<u64>, homes: &Lanes<u32>, places: &mut Places, cells: &mut Lanes<u32>) {
        let (mut drawn, mut other, mut other_cells) = (Ways::default(), Places::default(), [0; STEP]);
        lanes::ways(self.streams, ids, self.attraction, &mut drawn);
        lanes::places(&self.landscape, homes, &drawn.first, self.radius_m, places, cells);
        lanes::places(&self.landscape, homes, &drawn.other, self.radius_m, &mut other, &mut other_cells);
        for lane in 0..STEP {
            let [here, there] = [cells[lane], other_cells[lane]];
            let is_richer = self.views[there as usize].bird_food > self.views[here as usize].bird_food;
            let goes = (drawn.is_drawn[lane] != 0) & is_richer;
            let [a, b] = [places.at(lane), other.at(lane)];
            places.put(lane, Vec2::new(select_unpredictable(goes, b.x, a.x), select_unpredictable(goes, b.y, a.y)));
            cells[lane] = select_unpredictable(goes, there, here);
        }
    }

    /// Counts what parents look for on behalf of their nestlings.
    fn count_brood(&self, flock: &Flock, cell: u32, tallies: &mut TaskTallies<SparrowCounts>) {
        let share = nestling_insect_share(self.sparrow, flock.brood.days);
        let prey = f64::from(flock.brood.young) * f64::from(self.sparrow.prey_per_nestling_day);
        let seed_mg = prey * f64::from((1.0 - share) * self.sparrow.prey_item_g) * 1000.0;
        tallies.count(cell, |counts| {
            counts.nestling_prey += (prey * f64::from(share) * UNIT) as u64;
            counts.nestling_seed_mg += seed_mg as u64;
        });
    }
}

/// Part of a nestling's food that is insects, by age.
fn nestling_insect_share(sparrow: &SparrowParameters, days: u16) -> f32 {
    let age = (f32::from(days) / sparrow.nestling_days as f32).min(1.0);
    sparrow.nestling_insect_share_first * (1.0 - age) + sparrow.nestling_insect_share_last * age
}
