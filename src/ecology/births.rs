//! Hatchlings become bands, and young birds flocks.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::identity::{AgentId, AgentKind, Condition, Position};
use super::landscape::{Habitat, Landscape};
use super::pest::{Band, EggBank, Laid, Stage};
use super::random::{Purpose, Stream, Streams};
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::{Brood, Flock, Leavers, settle};
use super::tally::{View, by_cell};
use super::turn::{Agent, Turnover};
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

/// Fields whose newcomers one task makes.
const BLOCK: usize = 1024;

/// A band of `count` hatchlings in a field.
pub fn band(scenario: &Scenario, landscape: &Landscape, day: u32, cell: u32, ordinal: u32, count: u32) -> Agent<Band> {
    let id = AgentId::new(AgentKind::Pest, day, cell, ordinal);
    let mut stream = Stream::new(scenario.seed, id.0, day, Purpose::Initial);
    let place = landscape.place_in(cell, &mut stream);
    (id, Position(place), Band { count, stage: Stage::default(), phase: 0.0, condition: Condition(1.0) })
}

/// A flock somewhere in the field that is its home.
pub fn flock(seed: u64, landscape: &Landscape, id: AgentId, home: u32, [adults, juveniles]: [u16; 2]) -> Agent<Flock> {
    let place = landscape.place_in(home, &mut Stream::new(seed, id.0, 0, Purpose::Initial));
    let flock = Flock { home, adults, juveniles, condition: Condition(1.0), brood: Brood::default() };
    (id, Position(place), flock)
}

/// Eggs laid today come into the soil, and fields whose turn it is hatch: their bands.
pub fn hatch(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut turnover: ResMut<Turnover<Band>>,
    events: Res<Events>,
    mut fields: Query<(&mut Laid, &mut EggBank)>,
) {
    let (day, pest) = (calendar.day, &scenario.pest);
    let rests = calendar.day_length_h < pest.diapause_day_length_h;
    let most = if pest.animals_per_band == 1 { u32::MAX } else { pest.bands_per_hatch };
    let of_block = |((first, laid), banks): ((u32, &mut [Laid]), &mut [EggBank])| {
        let (mut bands, mut events) = (Vec::new(), events.of_task());
        for (cell, (laid, bank)) in (first..).zip(laid.iter_mut().zip(banks)) {
            let laid = laid.0.take();
            if laid > 0 {
                let class = if rests { &mut bank.dormant } else { &mut bank.developing[0] };
                *class = class.saturating_add(laid);
            }
            if bank.hatching > 0 && (day + cell) % pest.hatch_interval_days == 0 {
                let hatched = std::mem::take(&mut bank.hatching);
                events.count(Event::Hatched, hatched);
                let number = hatched.div_ceil(pest.animals_per_band).min(most);
                for ordinal in 0..number {
                    // The first bands take what does not divide.
                    let count = hatched / number + u32::from(ordinal < hatched % number);
                    bands.push(band(&scenario, &landscape, day, cell, ordinal, count));
                }
            }
        }
        bands
    };
    for (mut laid, mut banks) in fields.contiguous_iter_mut().into_iter().flatten() {
        let laid = laid.bypass_change_detection().chunks_mut(BLOCK);
        let blocks = (0..).step_by(BLOCK).zip(laid).zip(banks.bypass_change_detection().chunks_mut(BLOCK));
        turnover.newcomers.extend(in_blocks(*parallelism, blocks, of_block).into_iter().flatten());
    }
}

/// Young birds that left their parents' flocks form flocks of their own and settle: those flocks.
pub fn leave_home(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut turnover: ResMut<Turnover<Flock>>,
    fields: (Query<&View>, Query<&Habitat>),
    mut leavers: Query<&mut Leavers>,
) {
    let (views, habitats) = (by_cell(&fields.0), by_cell(&fields.1));
    let day = calendar.day;
    let streams = Streams::new(scenario.seed, day, Purpose::Dispersal);
    let most = scenario.sparrow.birds_per_flock;
    let of_block = |(first, leavers): (u32, &mut [Leavers])| {
        let mut flocks = Vec::new();
        for (cell, leavers) in (first..).zip(leavers) {
            let young = leavers.0.take();
            for ordinal in 0..young.div_ceil(most) {
                let id = AgentId::new(AgentKind::Sparrow, day, cell, ordinal);
                let home = settle(&scenario, &landscape, cell, views, habitats, &mut streams.of(id.0));
                let juveniles = most.min(young - ordinal * most);
                flocks.push(flock(scenario.seed, &landscape, id, home, [0, juveniles as u16]));
            }
        }
        flocks
    };
    for mut leavers in leavers.contiguous_iter_mut().into_iter().flatten() {
        let blocks = (0..).step_by(BLOCK).zip(leavers.bypass_change_detection().chunks_mut(BLOCK));
        turnover.newcomers.extend(in_blocks(*parallelism, blocks, of_block).into_iter().flatten());
    }
}
