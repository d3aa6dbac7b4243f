//! The way of bands.

use bevy::prelude::*;

use super::band_lanes::{self, BandLanes, Sight};
use super::{ADULT, Band, INTAKE_OF_ADULT, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::{AgentId, Position};
use crate::ecology::landscape::{Habitat, Landscape};
use crate::ecology::lanes::{self, Lanes, Places, STEP};
use crate::ecology::random::{Purpose, Streams};
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::{PestCounts, Tallies, TaskTallies, View, by_cell};
use crate::ecology::weather::Weather;
use crate::scenario::{PestParameters, Scenario};

/// Bands walk and fly: towards green, away from where they are too many, gregarious ones with their neighbours, and for
/// the rest at random. Mature adults look for laying ground. Each is counted on the field to which it has come.
pub fn move_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    tallies: Tallies,
    fields: (Query<&View>, Query<&Habitat>),
    mut bands: Query<(&AgentId, &Band, &mut Position), Without<Flock>>,
) {
    let pest = &scenario.pest;
    let warmth = (weather.degree_days(pest.base_temperature_c) / 8.0).min(1.2);
    let moves = Moves {
        pest,
        landscape: *landscape,
        weights: weights(&scenario.encounter),
        reach_m: std::array::from_fn(|moults| {
            let reach = if moults as u8 >= ADULT {
                pest.adult_flight_m_per_day
            } else {
                pest.hopper_walk_m_per_day * (0.4 + 0.4 * moults as f32)
            };
            reach * warmth
        }),
        intake_g: INTAKE_OF_ADULT.map(|part| pest.adult_intake_g_per_day * part),
        views: by_cell(&fields.0),
        habitats: by_cell(&fields.1),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
    };
    for (ids, bands, mut positions) in bands.contiguous_iter_mut().into_iter().flatten() {
        let positions = positions.bypass_change_detection();
        let task = |_: &[Band], positions: &[Position]| {
            let field = |position: &Position| landscape.cell_at(position.0);
            (Trip::default(), tallies.of_task(positions, field))
        };
        lanes::in_steps(
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

/// What all bands' moves of a day have in common.
struct Moves<'a> {
    pest: &'a PestParameters,
    landscape: Landscape,
    /// How easily birds take each stage.
    weights: [f32; 6],
    /// How far each stage goes today, m.
    reach_m: [f32; 6],
    /// Dry food of one animal of each stage in a day, g.
    intake_g: [f32; 6],
    views: &'a [View],
    habitats: &'a [Habitat],
    streams: Streams,
}

/// The way of the bands of a step.
struct Trip {
    own: BandLanes,
    cells: Lanes<u32>,
    around: [Lanes<u32>; 4],
    sight: Sight,
    pulls: Places,
    reach_m: Lanes<f32>,
    from: Places,
    to: Places,
    weight: Lanes<f32>,
    intake_g: Lanes<f32>,
    vulnerable: Lanes<u64>,
    leaf_wanted_mg: Lanes<u64>,
}

impl Default for Trip {
    fn default() -> Self {
        let (none, zero) = ([0; STEP], [0.0; STEP]);
        Self {
            own: BandLanes::default(),
            cells: none,
            around: [none; 4],
            sight: Sight::default(),
            pulls: Places::default(),
            reach_m: zero,
            from: Places::default(),
            to: Places::default(),
            weight: zero,
            intake_g: zero,
            vulnerable: [0; STEP],
            leaf_wanted_mg: [0; STEP],
        }
    }
}

impl Moves<'_> {
    /// Moves up to [`STEP`] bands, one part of the way after the other.
    fn step(
        &self,
        ids: &[AgentId],
        bands: &[Band],
        positions: &mut [Position],
        trip: &mut Trip,
        tallies: &mut TaskTallies<PestCounts>,
    ) {
        trip.own.read(bands);
        positions.iter().enumerate().for_each(|(lane, position)| trip.from.put(lane, position.0));
        lanes::cells_of(&self.landscape, &trip.from, &mut trip.cells);
        self.see(trip);
        let Trip { own, cells, sight, pulls, reach_m, from, to, weight, intake_g, vulnerable, leaf_wanted_mg, .. } =
            trip;
        own.of_stage(&self.reach_m, reach_m);
        band_lanes::look_around(own, self.pest, sight, pulls, reach_m);
        lanes::strides(&self.landscape, (self.streams, &lanes::ids(ids)), pulls, reach_m, from, to);
        lanes::cells_of(&self.landscape, to, cells);
        own.of_stage(&self.weights, weight);
        own.of_stage(&self.intake_g, intake_g);
        band_lanes::demands(own, self.pest, weight, intake_g, vulnerable, leaf_wanted_mg);
        lanes::arrive(to, positions);
        for (lane, band) in bands.iter().enumerate().take(STEP) {
            tallies.count(cells[lane], |counts| {
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
        lanes::neighbours(&self.landscape, cells, around);
        for lane in lanes::lanes_of(own.taken) {
            let looks_for_ground = own.is_mature(lane);
            for (side, cells) in around.iter().enumerate() {
                let cell = cells[lane] as usize;
                sight.food[side][lane] = self.views[cell].pest_food;
                sight.repulsion[side][lane] = self.views[cell].repulsion;
                sight.ground[side][lane] = if looks_for_ground { self.habitats[cell].laying_ground } else { 0.0 };
            }
            let here = &self.views[cells[lane] as usize];
            sight.food[4][lane] = here.pest_food;
            sight.heading.put(lane, here.heading);
        }
    }
}
