//! Hatchlings become bands, and young birds flocks, as long as there is room for more agents (see `agent_limits`).
//!
//! Where there is none, hatchlings wait in the soil or make larger bands, and young birds die.

use bevy_ecs::prelude::*;
use tracing::warn;

use super::agent_limits::{AgentLimits, share};
use super::calendar::Calendar;
use super::condition::Condition;
use super::flows::{DemographicEvent, Demography};
use super::habitat::Habitat;
use super::pest::{Band, EggBank, Laid, Stage, rules};
use super::purpose::Purpose;
use super::sparrow::{Brood, Flock, Leavers, settle};
use super::species::Species;
use super::tally::Cues;
use crate::engine::agent::{Agent, AgentId, MOST_BIRTHS, Position};
use crate::engine::landscape::{Landscape, by_cell};
use crate::engine::parallel::{Parallelism, in_blocks};
use crate::engine::random::{Stream, Streams};
use crate::engine::recycling::Recycling;
use crate::scenario::{MOST_EGGS_OF_A_FIELD, Scenario};

/// Number of fields whose newcomers one task makes.
const BLOCK: usize = 1024;

/// A band of `count` hatchlings in a field.
pub fn band(scenario: &Scenario, landscape: &Landscape, day: u32, cell: u32, ordinal: u32, count: u32) -> Agent<Band> {
    let id = AgentId::new(Species::Pest, day, cell, ordinal);
    let mut stream = Stream::new(scenario.seed, id.0, day, Purpose::Initial);
    let place = landscape.place_in(cell, &mut stream);
    (id, Position(place), Band { count, stage: Stage::default(), phase: 0.0, condition: Condition(1.0) })
}

/// A flock at a random place in its home field.
pub fn flock(seed: u64, landscape: &Landscape, id: AgentId, home: u32, [adults, juveniles]: [u16; 2]) -> Agent<Flock> {
    let place = landscape.place_in(home, &mut Stream::new(seed, id.0, 0, Purpose::Initial));
    let flock = Flock { home, adults, juveniles, condition: Condition(1.0), brood: Brood::default() };
    (id, Position(place), flock)
}

/// Eggs laid today go into the soil, as far as there is room, and the fields whose hatch is due make bands.
#[expect(clippy::too_many_arguments, reason = "all that a birth depends on")]
pub fn hatch(
    scenario: Res<Scenario>,
    (landscape, limits): (Res<Landscape>, Res<AgentLimits>),
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut recycling: ResMut<Recycling<Band>>,
    demography: Res<Demography>,
    agents: Query<(), With<Band>>,
    mut fields: Query<(&mut Laid, &mut EggBank)>,
    mut is_told: Local<bool>,
) {
    let (day, pest) = (calendar.day, &scenario.pest);
    let rests = calendar.day_length_h < pest.diapause_day_length_h;
    let most = rules::most_bands_of_hatch(pest);
    let wanted = |cell: u32, bank: &EggBank| {
        let is_due = bank.hatching > 0 && rules::is_hatch_due(pest, day, cell);
        if is_due { rules::bands_of_hatch(pest, bank.hatching) } else { 0 }
    };
    let free = limits.bands.saturating_sub(agents.iter().len() as u64);
    let mut least = None;
    // Usually there is room for whatever may hatch.
    if u64::from(landscape.fields()) * u64::from(most) > free {
        let banks = fields.contiguous_iter().into_iter().flatten().flat_map(|(_, banks)| banks);
        least = share(free, (0..).zip(banks).map(|(cell, bank)| u64::from(wanted(cell, bank))));
    }
    tell_once(&mut is_told, least, &calendar, limits.bands, "bands of pests", "pest.animals_per_band");
    let most = least.map_or(most, |least| most.min(least as u32));
    let of_block = |((first, laid), banks): ((u32, &mut [Laid]), &mut [EggBank])| {
        let (mut bands, mut demography) = (Vec::new(), demography.of_task());
        for (cell, (laid, bank)) in (first..).zip(laid.iter_mut().zip(banks)) {
            let laid = laid.0.take();
            if laid > 0 {
                // Once the soil is full, no more are laid.
                let laid = laid.min(u64::from(MOST_EGGS_OF_A_FIELD) - bank.eggs());
                let class = if rests { &mut bank.dormant } else { &mut bank.developing[0] };
                *class += laid as u32;
                demography.count(DemographicEvent::EggsLaid, laid);
            }
            let number = wanted(cell, bank).min(most);
            if number > 0 {
                let hatched = if pest.animals_per_band == 1 { number } else { bank.hatching };
                bank.hatching -= hatched;
                demography.count(DemographicEvent::Hatched, hatched);
                for ordinal in 0..number {
                    let count = rules::animals_of_band(hatched, number, ordinal);
                    bands.push(band(&scenario, &landscape, day, cell, ordinal, count));
                }
            }
        }
        bands
    };
    for (mut laid, mut banks) in fields.contiguous_iter_mut().into_iter().flatten() {
        let laid = laid.bypass_change_detection().chunks_mut(BLOCK);
        let blocks = (0..).step_by(BLOCK).zip(laid).zip(banks.bypass_change_detection().chunks_mut(BLOCK));
        recycling.newcomers.extend(in_blocks(*parallelism, blocks, of_block).into_iter().flatten());
    }
}

/// Young birds that left their parents' flocks form flocks of their own and settle. Those without room die.
#[expect(clippy::too_many_arguments, reason = "all that a birth depends on")]
pub fn leave_home(
    scenario: Res<Scenario>,
    (landscape, limits): (Res<Landscape>, Res<AgentLimits>),
    calendar: Res<Calendar>,
    parallelism: Res<Parallelism>,
    mut recycling: ResMut<Recycling<Flock>>,
    demography: Res<Demography>,
    fields: (Query<&Cues>, Query<&Habitat>),
    agents: Query<(), With<Flock>>,
    mut leavers: Query<&mut Leavers>,
    mut is_told: Local<bool>,
) {
    let (cues, habitats) = (by_cell(&fields.0), by_cell(&fields.1));
    let day = calendar.day;
    let streams = Streams::new(scenario.seed, day, Purpose::Dispersal);
    let most = scenario.sparrow.birds_per_flock;
    let wanted = |young: u64| young.div_ceil(u64::from(most)).min(u64::from(MOST_BIRTHS));
    let free = limits.flocks.saturating_sub(agents.iter().len() as u64);
    let least = share(free, leavers.iter().map(|leavers| wanted(leavers.0.get())));
    tell_once(&mut is_told, least, &calendar, limits.flocks, "flocks of sparrows", "sparrow.birds_per_flock");
    let of_block = |(first, leavers): (u32, &mut [Leavers])| {
        let (mut flocks, mut demography) = (Vec::new(), demography.of_task());
        for (cell, leavers) in (first..).zip(leavers) {
            let mut young = leavers.0.take();
            let number = wanted(young).min(least.unwrap_or(u64::MAX)) as u32;
            for ordinal in 0..number {
                let id = AgentId::new(Species::Sparrow, day, cell, ordinal);
                let home = settle(&scenario, &landscape, cell, cues, habitats, &mut streams.of(id.0));
                let juveniles = young.min(u64::from(most));
                young -= juveniles;
                flocks.push(flock(scenario.seed, &landscape, id, home, [0, juveniles as u16]));
            }
            demography.count(DemographicEvent::BirdsDied, young);
        }
        flocks
    };
    for mut leavers in leavers.contiguous_iter_mut().into_iter().flatten() {
        let blocks = (0..).step_by(BLOCK).zip(leavers.bypass_change_detection().chunks_mut(BLOCK));
        recycling.newcomers.extend(in_blocks(*parallelism, blocks, of_block).into_iter().flatten());
    }
}

/// Says, once per run, that there is no room for more agents: from then on the results depend on the limit.
fn tell_once(is_told: &mut bool, least: Option<u64>, calendar: &Calendar, most: u64, of: &str, parameter: &str) {
    if least.is_some() && !std::mem::replace(is_told, true) {
        let date = calendar.date;
        warn!(
            "{date}: this run has no room for more than {most} {of}, so from now on it has fewer births; use a larger {parameter}"
        );
    }
}
