//! Hatchlings become bands, and young birds flocks.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::identity::{AgentId, AgentKind, Condition, Position};
use super::landscape::{Cell, Habitat, Landscape};
use super::pest::{Band, EggBank, Stage};
use super::random::{Purpose, Stream, Streams};
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::{Brood, Flock, settle};
use super::tally::{View, by_cell};
use super::turn::{Agent, Newcomers};
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

/// A band of `count` hatchlings in a field.
pub fn band(scenario: &Scenario, landscape: &Landscape, day: u32, cell: u32, ordinal: u32, count: u32) -> Agent<Band> {
    let id = AgentId::new(AgentKind::Pest, day, cell, ordinal);
    let mut stream = Stream::new(scenario.seed, id.0, day, Purpose::Initial);
    let place = landscape.place_in(cell, &mut stream);
    (id, Position::at(place), Band { count, stage: Stage::default(), phase: 0.0, condition: Condition(1.0) })
}

/// A flock somewhere in the field that is its home.
pub fn flock(seed: u64, landscape: &Landscape, id: AgentId, home: u32, adults: u32, juveniles: u32) -> Agent<Flock> {
    let place = landscape.place_in(home, &mut Stream::new(seed, id.0, 0, Purpose::Initial));
    let flock = Flock { home, adults, juveniles, condition: Condition(1.0), brood: Brood::default() };
    (id, Position::at(place), flock)
}

/// Eggs laid today come into the soil, and fields whose turn it is hatch: their bands.
pub fn hatch(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut newcomers: ResMut<Newcomers<Band>>,
    mut fields: Query<(&Cell, &Events, &mut EggBank)>,
) {
    let (day, pest) = (calendar.day, &scenario.pest);
    let rests = calendar.day_length_h < pest.diapause_day_length_h;
    for (cell, events, mut bank) in &mut fields {
        let laid = events.today(Event::EggsLaid);
        let bank = bank.bypass_change_detection();
        if laid > 0 {
            let class = if rests { &mut bank.dormant } else { &mut bank.developing[0] };
            *class = class.saturating_add(laid);
        }
        if bank.hatching > 0 && (day + cell.0) % pest.hatch_interval_days == 0 {
            let hatched = std::mem::take(&mut bank.hatching);
            events.add(Event::Hatched, hatched, *parallelism);
            let most = if pest.animals_per_band == 1 { u32::MAX } else { pest.bands_per_hatch };
            let number = hatched.div_ceil(pest.animals_per_band).min(most);
            for ordinal in 0..number {
                // The first bands take what does not divide.
                let count = hatched / number + u32::from(ordinal < hatched % number);
                newcomers.0.push(band(&scenario, &landscape, day, cell.0, ordinal, count));
            }
        }
    }
}

/// Fields in which one task looks for homes for young birds.
const BLOCK: usize = 1024;

/// Young birds that left their parents' flocks form flocks of their own and settle: those flocks.
pub fn leave_home(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut newcomers: ResMut<Newcomers<Flock>>,
    fields: (Query<&Events>, Query<&View>, Query<&Habitat>),
) {
    let (events, views, habitats) = (by_cell(&fields.0), by_cell(&fields.1), by_cell(&fields.2));
    let day = calendar.day;
    let streams = Streams::new(scenario.seed, day, Purpose::Dispersal);
    let most = scenario.sparrow.birds_per_flock;
    let blocks = (0..).step_by(BLOCK).zip(events.chunks(BLOCK));
    let of_block = |(first, events): (u32, &[Events])| {
        let mut flocks = Vec::new();
        for (cell, events) in (first..).zip(events) {
            let young = events.today(Event::FledgedAway);
            for ordinal in 0..young.div_ceil(most) {
                let id = AgentId::new(AgentKind::Sparrow, day, cell, ordinal);
                let home = settle(&scenario, &landscape, cell, views, habitats, &mut streams.of(id.0));
                let juveniles = most.min(young - ordinal * most);
                flocks.push(flock(scenario.seed, &landscape, id, home, 0, juveniles));
            }
        }
        flocks
    };
    newcomers.0.extend(in_blocks(*parallelism, blocks, of_block).into_iter().flatten());
}
