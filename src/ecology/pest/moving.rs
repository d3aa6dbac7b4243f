//! How bands move.

use bevy_ecs::prelude::*;

use super::band_batch::{self, BandBatch, Sight};
use super::strides::strides;
use super::{Band, INTAKE_OF_ADULT, rules, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::habitat::Habitat;
use crate::ecology::purpose::Purpose;
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::{Cues, PestCounts, Tally};
use crate::ecology::weather::Weather;
use crate::engine::accumulators::{Accumulators, TaskSums};
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::{self, BATCH, Batch, Places};
use crate::engine::landscape::Landscape;
use crate::engine::landscape::by_cell;
use crate::engine::random::Streams;
use crate::scenario::{PestParameters, Scenario};

/// Bands walk and fly: towards green, away from crowds, gregarious ones with their neighbours, and otherwise at random.
/// Mature adults look for laying ground. Each is counted on the field it reaches.
pub fn move_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    tallies: Accumulators<Tally>,
    fields: (Query<&Cues>, Query<&Habitat>),
    mut bands: Query<(&AgentId, &Band, &mut Position), Without<Flock>>,
) {
    let pest = &scenario.pest;
    let warmth = rules::warmth(weather.degree_days(pest.base_temperature_c));
    let moves = Moves {
        pest,
        landscape: *landscape,
        weights: weights(&scenario.encounter),
        reach_m: rules::reach_m(pest).map(|reach_m| reach_m * warmth),
        intake_g: INTAKE_OF_ADULT.map(|part| pest.adult_intake_g_per_day * part),
        cues: by_cell(&fields.0),
        habitats: by_cell(&fields.1),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
    };
    for (ids, bands, mut positions) in bands.contiguous_iter_mut().into_iter().flatten() {
        let positions = positions.bypass_change_detection();
        let task = |_: &[Band], positions: &[Position]| {
            let field = |position: &Position| landscape.cell_at(position.0);
            (Trip::default(), tallies.of_task(positions, field))
        };
        batch::in_batches(
            *tallies.parallelism,
            ids,
            bands,
            positions,
            task,
            |(trip, tallies), _, ids, bands, positions| {
                moves.step(ids, bands, positions, trip, tallies);
            },
        );
    }
}

/// What the moves of all bands have in common on a day.
struct Moves<'a> {
    pest: &'a PestParameters,
    landscape: Landscape,
    /// How easily birds take each stage.
    weights: [f32; 6],
    /// How far each stage goes today, m.
    reach_m: [f32; 6],
    /// Dry food of one animal of each stage, g/d.
    intake_g: [f32; 6],
    cues: &'a [Cues],
    habitats: &'a [Habitat],
    streams: Streams,
}

/// The trips of the bands of a batch.
#[derive(Default)]
struct Trip {
    own: BandBatch,
    cells: Batch<u32>,
    around: [Batch<u32>; 4],
    sight: Sight,
    pulls: Places,
    reach_m: Batch<f32>,
    from: Places,
    to: Places,
    weight: Batch<f32>,
    intake_g: Batch<f32>,
    vulnerable: Batch<u64>,
    leaf_wanted_mg: Batch<u64>,
}

impl Moves<'_> {
    /// Moves up to [`BATCH`] bands, step by step.
    fn step(
        &self,
        ids: &[AgentId],
        bands: &[Band],
        positions: &mut [Position],
        trip: &mut Trip,
        tallies: &mut TaskSums<PestCounts>,
    ) {
        trip.own.read(bands);
        positions.iter().enumerate().for_each(|(lane, position)| trip.from.put(lane, position.0));
        batch::cells_of(&self.landscape, &trip.from, &mut trip.cells);
        self.see(trip);
        let Trip { own, cells, sight, pulls, reach_m, from, to, weight, intake_g, vulnerable, leaf_wanted_mg, .. } =
            trip;
        own.of_stage(&self.reach_m, reach_m);
        band_batch::look_around(own, self.pest, sight, pulls, reach_m);
        strides(&self.landscape, (self.streams, &batch::ids(ids)), pulls, reach_m, from, to);
        batch::cells_of(&self.landscape, to, cells);
        own.of_stage(&self.weights, weight);
        own.of_stage(&self.intake_g, intake_g);
        band_batch::demands(own, self.pest, weight, intake_g, vulnerable, leaf_wanted_mg);
        batch::arrive(to, positions);
        for (lane, band) in bands.iter().enumerate().take(BATCH) {
            tallies.add(cells[lane], |counts| {
                counts.vulnerable += vulnerable[lane];
                counts.leaf_wanted_mg += leaf_wanted_mg[lane];
                if band.stage.is_counted() {
                    counts.crowd += u64::from(band.count);
                    let moved = (to.at(lane) - from.at(lane)) * band.count as f32;
                    counts.drift[0] += moved.x as i64;
                    counts.drift[1] += moved.y as i64;
                }
            });
        }
    }

    /// Looks at the fields around.
    fn see(&self, trip: &mut Trip) {
        let Trip { own, cells, around, sight, .. } = trip;
        batch::neighbours(&self.landscape, cells, around);
        for lane in batch::lanes_of(own.taken) {
            let looks_for_ground = own.is_mature(lane);
            for (side, cells) in around.iter().enumerate() {
                let cell = cells[lane] as usize;
                sight.food[side][lane] = self.cues[cell].pest_food;
                sight.repulsion[side][lane] = self.cues[cell].repulsion;
                sight.ground[side][lane] = if looks_for_ground { self.habitats[cell].laying_ground } else { 0.0 };
            }
            let here = &self.cues[cells[lane] as usize];
            sight.food[4][lane] = here.pest_food;
            sight.heading.put(lane, here.heading);
        }
    }
}
