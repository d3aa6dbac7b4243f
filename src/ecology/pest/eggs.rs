//! Eggs in the soil of a field.

use bevy::prelude::*;

use super::{EGG_CLASSES, EggBank};
use crate::ecology::calendar::Calendar;
use crate::ecology::identity::field_id;
use crate::ecology::landscape::{Cell, Habitat, LandUse, Landscape, field_stream};
use crate::ecology::lanes::{self, Lanes, STEP};
use crate::ecology::random::{Purpose, Stream, Streams, chance_of};
use crate::ecology::schedule::{Parallelism, in_blocks, rows_in_a_task};
use crate::ecology::tally::Sum;
use crate::ecology::weather::Weather;
use crate::record::ledger::{Event, Events, TaskEvents};
use crate::scenario::{MOST_EGGS_OF_A_FIELD, Scenario};

/// Eggs laid on a field today, which come into its soil at the turn of the day.
#[derive(Component, Debug, Default)]
pub struct Laid(pub Sum);

/// Day of the year on which dormant eggs begin to develop (assumed).
const DIAPAUSE_ENDS: u32 = 60;

/// Eggs of a field when a run starts. They rest until the next end of diapause, and then develop with warmth.
pub fn initial_eggs(scenario: &Scenario, cell: Cell, habitat: &Habitat) -> EggBank {
    let landscape = Landscape::new(&scenario.landscape);
    let mean = scenario.pest.initial_eggs_per_m2 * landscape.field_m2() * habitat.laying_ground;
    let mut stream = field_stream(scenario.seed, cell, 0, Purpose::Initial);
    // Egg fields are patchy: a field has between none and twice the mean.
    let eggs = stream.round(f64::from(mean) * 2.0 * stream.clone().unit());
    EggBank { dormant: eggs.min(MOST_EGGS_OF_A_FIELD), ..default() }
}

/// Eggs age with warmth, die, and hatch.
pub fn develop_eggs(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    events: Res<Events>,
    mut fields: Query<(&Cell, &Habitat, &mut EggBank)>,
) {
    let pest = &scenario.pest;
    let flood = if weather.is_flooding(&scenario.weather) { scenario.weather.flood_egg_hazard } else { 0.0 };
    let [chance, flooded_chance] = [0.0, flood].map(|more| chance_of(f64::from(pest.egg_hazard + more)));
    let step = f64::from(weather.degree_days(pest.base_temperature_c) / pest.egg_degree_days) * EGG_CLASSES as f64;
    let spring = calendar.day_of_year() == DIAPAUSE_ENDS;
    let streams = Streams::new(scenario.seed, calendar.day, Purpose::Eggs);
    let develop = |cells: &[Cell], habitats: &[Habitat], banks: &mut [EggBank], events: &mut TaskEvents| {
        if banks.iter().all(|bank| bank.eggs() == 0) {
            return;
        }
        let mut eggs = EggLanes::of(banks);
        let (mut chances, mut ids) = ([0.0; STEP], [0; STEP]);
        for (lane, (cell, habitat)) in cells.iter().zip(habitats).enumerate() {
            chances[lane] = if habitat.land == LandUse::LayingGround { flooded_chance } else { chance };
            ids[lane] = field_id(cell.0);
        }
        let mut streams = lanes::streams(streams, &ids);
        if spring {
            eggs.end_diapause();
        }
        events.count(Event::EggsDied, eggs.die(&mut streams, &chances));
        eggs.age(&mut streams, step);
        eggs.back_to(banks);
    };
    for (cells, habitats, mut banks) in fields.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(cells.len()).next_multiple_of(STEP);
        let banks = banks.bypass_change_detection().chunks_mut(block);
        let blocks = cells.chunks(block).zip(habitats.chunks(block)).zip(banks);
        in_blocks(*parallelism, blocks, |((cells, habitats), banks)| {
            let mut events = events.of_task();
            let steps = cells.chunks(STEP).zip(habitats.chunks(STEP)).zip(banks.chunks_mut(STEP));
            steps.for_each(|((cells, habitats), banks)| develop(cells, habitats, banks, &mut events));
        });
    }
}

/// The eggs of up to [`STEP`] fields.
struct EggLanes {
    developing: [Lanes<u32>; EGG_CLASSES],
    dormant: Lanes<u32>,
    hatching: Lanes<u32>,
}

impl EggLanes {
    fn of(banks: &[EggBank]) -> Self {
        let mut eggs = Self { developing: [[0; STEP]; EGG_CLASSES], dormant: [0; STEP], hatching: [0; STEP] };
        for (lane, bank) in banks.iter().enumerate().take(STEP) {
            eggs.developing.iter_mut().zip(bank.developing).for_each(|(class, eggs)| class[lane] = eggs);
            (eggs.dormant[lane], eggs.hatching[lane]) = (bank.dormant, bank.hatching);
        }
        eggs
    }

    fn back_to(&self, banks: &mut [EggBank]) {
        for (lane, bank) in banks.iter_mut().enumerate().take(STEP) {
            let developing = self.developing.each_ref().map(|class| class[lane]);
            *bank = EggBank { developing, dormant: self.dormant[lane], hatching: self.hatching[lane] };
        }
    }

    /// Dormant eggs begin to develop.
    fn end_diapause(&mut self) {
        for (youngest, dormant) in self.developing[0].iter_mut().zip(&mut self.dormant) {
            *youngest += std::mem::take(dormant);
        }
    }

    /// Lets eggs die. Gives how many did.
    fn die(&mut self, streams: &mut Lanes<Stream>, chances: &Lanes<f64>) -> u64 {
        let (mut died, mut dead) = (0, [0; STEP]);
        for class in self.developing.iter_mut().chain([&mut self.dormant]) {
            if class.iter().all(|eggs| *eggs == 0) {
                continue;
            }
            lanes::binomials(streams, class, chances, &mut dead);
            class.iter_mut().zip(&dead).for_each(|(eggs, dead)| {
                *eggs -= dead;
                died += u64::from(*dead);
            });
        }
        died
    }

    /// Eggs pass into the next classes, of which there are [`EGG_CLASSES`] from laying to hatching, and `step` to a day.
    fn age(&mut self, streams: &mut Lanes<Stream>, step: f64) {
        // More than one class a day only where eggs take under eight days.
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
                let mut aged = [0; STEP];
                lanes::rounds(streams, &eggs.map(|eggs| f64::from(eggs) * part), &mut aged);
                let next = older.first_mut().unwrap_or(&mut self.hatching);
                for ((eggs, next), aged) in eggs.iter_mut().zip(next).zip(aged) {
                    let aged = aged.min(*eggs);
                    *eggs -= aged;
                    *next += aged;
                }
            }
        }
    }
}
