//! Eggs in the soil of a field.

use bevy_ecs::prelude::*;

use super::{EGG_CLASSES, EggBank, rules};
use crate::ecology::calendar::Calendar;
use crate::ecology::flows::{DemographicEvent, Demography, TaskDemography};
use crate::ecology::habitat::{Habitat, LandUse, field_stream};
use crate::ecology::purpose::Purpose;
use crate::ecology::weather::Weather;
use crate::engine::accumulators::Sum;
use crate::engine::agent::field_id;
use crate::engine::batch::{self, BATCH, Batch};
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::parallel::{Parallelism, in_blocks, rows_in_a_task};
use crate::engine::random::{Stream, Streams, chance_of};
use crate::scenario::{MOST_EGGS_OF_A_FIELD, Scenario};

/// Eggs laid on a field today, which go into its soil at the turn of the day.
#[derive(Component, Debug, Default)]
pub struct Laid(pub Sum);

/// Day of the year on which dormant eggs begin to develop (assumed).
const DIAPAUSE_ENDS: u32 = 60;

/// Eggs of a field when a run starts. They rest until the next end of diapause, and then develop with warmth.
pub fn initial_eggs(scenario: &Scenario, cell: Cell, habitat: &Habitat) -> EggBank {
    let landscape = Landscape::from(&scenario.landscape);
    let mean = scenario.pest.initial_eggs_per_m2 * landscape.field_m2() * habitat.laying_ground;
    let mut stream = field_stream(scenario.seed, cell, 0, Purpose::Initial);
    // Egg fields are patchy: a field has between none and twice the mean.
    let eggs = stream.round(f64::from(mean) * 2.0 * stream.clone().unit());
    EggBank { dormant: eggs.min(MOST_EGGS_OF_A_FIELD), ..Default::default() }
}

/// Eggs age with warmth, die, and hatch.
pub fn develop_eggs(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    demography: Res<Demography>,
    mut fields: Query<(&Cell, &Habitat, &mut EggBank)>,
) {
    let pest = &scenario.pest;
    let flood = if weather.is_flooding(&scenario.weather) { scenario.weather.flood_egg_hazard } else { 0.0 };
    let [chance, flooded_chance] = [0.0, flood].map(|more| chance_of(f64::from(pest.egg_hazard + more)));
    let step = rules::egg_step(pest, weather.degree_days(pest.base_temperature_c), EGG_CLASSES);
    let spring = calendar.day_of_year() == DIAPAUSE_ENDS;
    let streams = Streams::new(scenario.seed, calendar.day, Purpose::Eggs);
    let develop = |cells: &[Cell], habitats: &[Habitat], banks: &mut [EggBank], demography: &mut TaskDemography| {
        if banks.iter().all(|bank| bank.eggs() == 0) {
            return;
        }
        let mut eggs = EggBatch::of(banks);
        let (mut chances, mut ids) = ([0.0; BATCH], [0; BATCH]);
        for (lane, (cell, habitat)) in cells.iter().zip(habitats).enumerate() {
            chances[lane] = if habitat.land == LandUse::LayingGround { flooded_chance } else { chance };
            ids[lane] = field_id(cell.0);
        }
        let mut streams = batch::streams(streams, &ids);
        if spring {
            eggs.end_diapause();
        }
        demography.count(DemographicEvent::EggsDied, eggs.die(&mut streams, &chances));
        eggs.age(&mut streams, step);
        eggs.back_to(banks);
    };
    for (cells, habitats, mut banks) in fields.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(cells.len()).next_multiple_of(BATCH);
        let banks = banks.bypass_change_detection().chunks_mut(block);
        let blocks = cells.chunks(block).zip(habitats.chunks(block)).zip(banks);
        in_blocks(*parallelism, blocks, |((cells, habitats), banks)| {
            let mut demography = demography.of_task();
            let steps = cells.chunks(BATCH).zip(habitats.chunks(BATCH)).zip(banks.chunks_mut(BATCH));
            steps.for_each(|((cells, habitats), banks)| develop(cells, habitats, banks, &mut demography));
        });
    }
}

/// The eggs of up to [`BATCH`] fields.
#[derive(Default)]
struct EggBatch {
    developing: [Batch<u32>; EGG_CLASSES],
    dormant: Batch<u32>,
    hatching: Batch<u32>,
}

impl EggBatch {
    fn of(banks: &[EggBank]) -> Self {
        let mut eggs = Self::default();
        for (lane, bank) in banks.iter().enumerate().take(BATCH) {
            eggs.developing.iter_mut().zip(bank.developing).for_each(|(class, eggs)| class[lane] = eggs);
            (eggs.dormant[lane], eggs.hatching[lane]) = (bank.dormant, bank.hatching);
        }
        eggs
    }

    fn back_to(&self, banks: &mut [EggBank]) {
        for (lane, bank) in banks.iter_mut().enumerate().take(BATCH) {
            let developing = self.developing.each_ref().map(|class| class[lane]);
            *bank = EggBank { developing, dormant: self.dormant[lane], hatching: self.hatching[lane] };
        }
    }

    /// Dormant eggs begin to develop.
    fn end_diapause(&mut self) {
        for (youngest, dormant) in self.developing[0].iter_mut().zip(self.dormant.iter_mut()) {
            *youngest += std::mem::take(dormant);
        }
    }

    /// Lets eggs die. Returns how many did.
    fn die(&mut self, streams: &mut [Stream; BATCH], chances: &[f64; BATCH]) -> u64 {
        let (mut died, mut dead) = (0, [0; BATCH]);
        for class in self.developing.iter_mut().chain([&mut self.dormant]) {
            if class.iter().all(|eggs| *eggs == 0) {
                continue;
            }
            batch::binomials(streams, class, chances, &mut dead);
            class.iter_mut().zip(&dead).for_each(|(eggs, dead)| {
                *eggs -= dead;
                died += u64::from(*dead);
            });
        }
        died
    }

    /// Eggs move up `step` classes per day, of the [`EGG_CLASSES`] from laying to hatching.
    fn age(&mut self, streams: &mut [Stream; BATCH], step: f64) {
        // More than one class a day only if eggs take less than eight days.
        let mut left = step;
        while left > 0.0 {
            let part = left.min(1.0);
            left -= 1.0;
            for class in (0..EGG_CLASSES).rev() {
                let (younger, older) = self.developing.split_at_mut(class + 1);
                let eggs = &mut younger[class];
                if eggs.iter().all(|eggs| *eggs == 0) {
                    continue;
                }
                let mut aged = [0; BATCH];
                batch::rounds(streams, &eggs.map(|eggs| f64::from(eggs) * part), &mut aged);
                let next = older.first_mut().unwrap_or(&mut self.hatching);
                for ((eggs, next), aged) in eggs.iter_mut().zip(next.iter_mut()).zip(aged) {
                    let aged = aged.min(*eggs);
                    *eggs -= aged;
                    *next += aged;
                }
            }
        }
    }
}
