//! What a band does after moving: feeding, being eaten, dying, ageing and laying.

use bevy_ecs::prelude::*;

use super::band_batch::{self, BandBatch};
use super::{Band, Laid, rules, weights};
use crate::ecology::calendar::Calendar;
use crate::ecology::flows::{DemographicEvent, Demography, TaskDemography};
use crate::ecology::followed::Followed;
use crate::ecology::habitat::{Habitat, LandUse};
use crate::ecology::purpose::Purpose;
use crate::ecology::species::Species;
use crate::ecology::tally::Intake;
use crate::ecology::weather::Weather;
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::{self, BATCH, set_of};
use crate::engine::landscape::Landscape;
use crate::engine::landscape::by_cell;
use crate::engine::parallel::Parallelism;
use crate::engine::random::{Stream, Streams};
use crate::engine::recycling::FreeRows;
use crate::scenario::{PestParameters, Scenario};

/// Bands eat their share, are eaten, change phase with the crowd around them, die, develop, moult and lay.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    free_rows: Res<FreeRows<Band>>,
    (demography, followed): (Res<Demography>, Res<Followed>),
    fields: (Query<&Intake>, Query<&Laid>, Query<&Habitat>),
    mut bands: Query<(&AgentId, &Position, &mut Band)>,
) {
    let pest = &scenario.pest;
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let degree_days = weather.degree_days(pest.base_temperature_c);
    let lives = Lives {
        pest,
        landscape: *landscape,
        how: *parallelism,
        weights: weights(&scenario.encounter),
        hazards: rules::own_hazards(pest),
        frost: rules::frost_hazard(pest, weather.temperature_c),
        degree_days,
        drought: (-weather.wetness).max(0.0) * scenario.weather.drought_laying_gain,
        eggs_per_animal: rules::eggs_per_animal(pest, degree_days),
        intakes: by_cell(&fields.0),
        laid: by_cell(&fields.1),
        habitats: by_cell(&fields.2),
        free_rows: &free_rows,
        predations: streams(Purpose::Predation),
        deaths: streams(Purpose::Death),
    };
    for (ids, positions, mut bands) in bands.contiguous_iter_mut().into_iter().flatten() {
        let bands = bands.bypass_change_detection();
        let task = |_: &[_], _: &[_]| (BandBatch::default(), demography.of_task());
        batch::in_batches(
            *parallelism,
            ids,
            positions,
            bands,
            task,
            |(own, demography), first, ids, positions, bands| {
                demography.begin(followed.lane(Species::Pest, first));
                lives.step(first, ids, positions, bands, own, demography);
            },
        );
    }
}

/// What the lives of all bands have in common on a day.
struct Lives<'a> {
    pest: &'a PestParameters,
    landscape: Landscape,
    how: Parallelism,
    /// How easily birds take each stage.
    weights: [f32; 6],
    /// The hazard of each stage by itself, 1/d.
    hazards: [f32; 6],
    frost: f32,
    degree_days: f32,
    drought: f32,
    /// Eggs laid per animal on good ground, averaged over the sexes.
    eggs_per_animal: f32,
    intakes: &'a [Intake],
    laid: &'a [Laid],
    habitats: &'a [Habitat],
    free_rows: &'a FreeRows<Band>,
    predations: Streams,
    deaths: Streams,
}

impl Lives<'_> {
    /// The day of up to [`BATCH`] bands, step by step; they begin at row `first` of the table.
    fn step(
        &self,
        first: u32,
        ids: &[AgentId],
        positions: &[Position],
        bands: &mut [Band],
        own: &mut BandBatch,
        demography: &mut TaskDemography,
    ) {
        let ids = batch::ids(ids);
        let mut cells = [0; BATCH];
        batch::cells(&self.landscape, positions, &mut cells);
        own.read(bands);
        self.eat_and_be_eaten(&ids, &cells, own, demography);
        let mut streams = batch::streams(self.deaths, &ids);
        self.die(&mut streams, &cells, own, demography);
        let empty = set_of!(own.taken, lane => own.count[lane] == 0);
        for lane in batch::lanes_of(empty) {
            self.free_rows.free(cells[lane], first + lane as u32);
        }
        let mature = band_batch::develop(own, self.pest, self.degree_days);
        own.write(bands);
        for lane in batch::lanes_of(mature & !empty) {
            let laid = self.lay(&mut streams[lane], cells[lane], &bands[lane]);
            // They are counted when they are in the soil.
            demography.tell(lane, DemographicEvent::EggsLaid, laid);
        }
    }

    fn eat_and_be_eaten(
        &self,
        ids: &[u64; BATCH],
        cells: &[u32; BATCH],
        own: &mut BandBatch,
        demography: &mut TaskDemography,
    ) {
        let (mut met, mut predation, mut weight) = ([0.0; BATCH], [0.0; BATCH], [0.0; BATCH]);
        let mut any = false;
        for lane in batch::lanes_of(own.taken) {
            let intake = &self.intakes[cells[lane] as usize];
            (met[lane], predation[lane]) = (intake.pest_met, intake.predation);
            any |= intake.predation > 0.0;
        }
        own.of_stage(&self.weights, &mut weight);
        let (mut chances, mut eaten) = ([0.0; BATCH], [0; BATCH]);
        band_batch::eat_and_be_eaten(own, self.pest, &weight, &met, &predation, &mut chances);
        if any {
            batch::binomials(&mut batch::streams(self.predations, ids), &own.count, &chances, &mut eaten);
            take(&eaten, own, DemographicEvent::PestsEatenByBirds, demography);
        }
    }

    /// Changes phase with the crowd, and dies of anything but birds.
    fn die(
        &self,
        streams: &mut [Stream; BATCH],
        cells: &[u32; BATCH],
        own: &mut BandBatch,
        demography: &mut TaskDemography,
    ) {
        let (mut crowding_per_m2, mut hazard) = ([0.0; BATCH], [0.0; BATCH]);
        for lane in batch::lanes_of(own.taken) {
            crowding_per_m2[lane] = self.intakes[cells[lane] as usize].crowding_per_m2;
        }
        own.of_stage(&self.hazards, &mut hazard);
        let (mut chances, mut died) = ([0.0; BATCH], [0; BATCH]);
        band_batch::crowd_and_die(own, self.pest, (&hazard, self.frost), &crowding_per_m2, &mut chances);
        batch::binomials(streams, &own.count, &chances, &mut died);
        take(&died, own, DemographicEvent::PestsDied, demography);
    }

    /// Lays eggs, which go into the soil at the turn of the day. Returns how many.
    fn lay(&self, stream: &mut Stream, cell: u32, band: &Band) -> u32 {
        let habitat = &self.habitats[cell as usize];
        let ground = rules::ground(habitat.laying_ground, habitat.land == LandUse::LayingGround, self.drought);
        let laid = f64::from(band.count) * f64::from(self.eggs_per_animal * ground * band.condition.0.max(0.0));
        let eggs = stream.round(laid);
        self.laid[cell as usize].0.add(u64::from(eggs), self.how);
        eggs
    }
}

/// Removes animals from their bands, and counts what happened to them.
fn take(animals: &[u32; BATCH], own: &mut BandBatch, event: DemographicEvent, demography: &mut TaskDemography) {
    let mut all = 0;
    for lane in batch::lanes_of(own.taken) {
        own.count[lane] -= animals[lane];
        all += u64::from(animals[lane]);
    }
    demography.count(event, all);
    if let Some(lane) = demography.followed() {
        demography.tell(lane, event, animals[lane]);
    }
}
