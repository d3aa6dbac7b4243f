//! The way of bands.

use bevy::prelude::*;

use super::{ADULT, Band, intake_g, vulnerability, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::{AgentId, Position};
use crate::ecology::landscape::{Habitat, Landscape};
use crate::ecology::lanes::{self, Lanes, Places, STEP};
use crate::ecology::random::{Purpose, Streams};
use crate::ecology::schedule::{Parallelism, in_blocks, rows_in_a_task};
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::{PestCounts, Tally, TaskTallies, UNIT, View, by_cell};
use crate::ecology::weather::Weather;
use crate::scenario::{PestParameters, Scenario};

/// Bands walk and fly: towards green, away from where they are too many, gregarious ones with their neighbours, and for
/// the rest at random. Mature adults look for laying ground. Each is counted on the field to which it has come.
pub fn move_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Habitat>, Query<&Tally>),
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
        views: by_cell(&fields.0),
        habitats: by_cell(&fields.1),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
    };
    let tallies = by_cell(&fields.2);
    for (ids, bands, mut positions) in bands.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let positions = positions.bypass_change_detection().chunks_mut(block);
        let blocks = ids.chunks(block).zip(bands.chunks(block)).zip(positions);
        in_blocks(*parallelism, blocks, |((ids, bands), positions)| {
            let field = |position: &Position| landscape.cell_at(position.now);
            let mut tallies = TaskTallies::new(tallies, *parallelism, &landscape, positions, field);
            let steps = ids.chunks(STEP).zip(bands.chunks(STEP)).zip(positions.chunks_mut(STEP));
            steps.for_each(|((ids, bands), positions)| moves.step(ids, bands, positions, &mut tallies));
        });
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
    views: &'a [View],
    habitats: &'a [Habitat],
    streams: Streams,
}

impl Moves<'_> {
    /// Moves up to [`STEP`] bands, one part of the way after the other.
    fn step(&self, ids: &[AgentId], bands: &[Band], positions: &mut [Position], tallies: &mut TaskTallies<PestCounts>) {
        let mut cells = [0; STEP];
        lanes::cells(&self.landscape, positions, &mut cells);
        let (mut pulls, mut reach_m) = (Places::default(), [0.0; STEP]);
        self.look_around(bands, &cells, &mut pulls, &mut reach_m);
        let (mut from, mut to) = (Places::default(), Places::default());
        positions.iter().enumerate().for_each(|(lane, position)| from.put(lane, position.now));
        let who = (self.streams, &lanes::ids(ids));
        lanes::strides(&self.landscape, who, &pulls, &reach_m, &from, &mut to);
        lanes::cells_of(&self.landscape, &to, &mut cells);
        for (lane, (band, position)) in bands.iter().zip(positions).enumerate() {
            position.go(to.at(lane));
            self.count(band, position.now - position.before, cells[lane], tallies);
        }
    }

    /// Where the fields around draw bands, and how far they will go.
    fn look_around(&self, bands: &[Band], cells: &Lanes<u32>, pulls: &mut Places, reach_m: &mut Lanes<f32>) {
        let pest = self.pest;
        let mut around = [[0; STEP]; 4];
        lanes::neighbours(&self.landscape, cells, &mut around);
        for (lane, band) in bands.iter().enumerate() {
            let Band { stage, phase, .. } = *band;
            let mature = stage.is_mature();
            let appeal = |cell: u32| {
                let view = &self.views[cell as usize];
                let crowding = view.repulsion * (1.0 - phase);
                let ground = if mature { 0.5 * self.habitats[cell as usize].laying_ground } else { 0.0 };
                view.pest_food + ground - 0.5 * crowding
            };
            let [west, east, south, north] = [0, 1, 2, 3].map(|side| appeal(around[side][lane]));
            let here = &self.views[cells[lane] as usize];
            let towards = Vec2::new(east - west, north - south);
            let along = here.heading * phase;
            pulls.put(lane, 2.0 * towards + 1.5 * along);
            // A field with food holds a band; hunger lets it go.
            let restless = 1.0 - 0.6 * here.pest_food;
            let reach = self.reach_m[usize::from(stage.moults.min(ADULT))];
            reach_m[lane] = reach * restless * (1.0 + (pest.gregarious_speed_factor - 1.0) * phase);
        }
    }

    /// Counts a band where it has come to.
    #[inline]
    fn count(&self, band: &Band, moved: Vec2, cell: u32, tallies: &mut TaskTallies<PestCounts>) {
        let Band { count: n, stage, phase, .. } = *band;
        tallies.count(cell, |counts| {
            counts.pests += n;
            let vulnerable = f64::from(n) * vulnerability(&self.weights, self.pest, stage, phase);
            counts.vulnerable += (vulnerable * UNIT) as u64;
            counts.leaf_wanted_mg += (f64::from(n) * f64::from(intake_g(self.pest, stage)) * 1000.0) as u64;
            if stage.moults >= 2 {
                counts.crowd += n;
                let moved = moved * n as f32;
                counts.drift[0] += moved.x as i64;
                counts.drift[1] += moved.y as i64;
            }
        });
    }
}
