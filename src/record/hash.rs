//! The state hash: 64 bits over every number of the model state. Two runs with equal hashes have, for all practical
//! purposes, equal states.

use bevy_ecs::prelude::*;
use strum::VariantArray;

use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::condition::Condition;
use crate::ecology::crop::{Crop, Seed};
use crate::ecology::exclosure::Nets;
use crate::ecology::habitat::{Habitat, Shelter};
use crate::ecology::pest::{Band, EggBank, Stage};
use crate::ecology::sparrow::{Brood, Flock};
use crate::ecology::species::Species;
use crate::ecology::tally::Cues;
use crate::ecology::weather::Weather;
use crate::engine::agent::{AgentId, AgentKind, Position, the_table};
use crate::engine::landscape::Cell;
use crate::engine::random::mix;
use crate::scenario::{Scenario, Section};
use crate::society::Society;
use crate::society::irrigation::Waterworks;
use crate::society::people::People;
use crate::society::stocks::Stocks;

/// Folds words into a hash, in order.
struct Fold(u64);

impl Fold {
    fn word(&mut self, word: u64) {
        self.0 = mix(self.0.rotate_left(5) ^ word.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }

    fn floats<const N: usize>(&mut self, values: [f32; N]) {
        values.into_iter().for_each(|value| self.word(u64::from(value.to_bits())));
    }
}

/// The hash of all model state: date, weather, campaign, every parameter, every field by cell, every agent by id.
pub fn state_hash(world: &World) -> u64 {
    let mut hash = StateHash::begin(world);
    if let Some(mut fields) = world.try_query::<(&Cell, &Habitat, &Crop, &Seed, &EggBank, &Cues)>() {
        let mut rows: Vec<_> = fields.iter(world).collect();
        rows.sort_unstable_by_key(|(cell, ..)| **cell);
        rows.into_iter().for_each(|(_, habitat, crop, seed, bank, cues)| hash.field(habitat, crop, seed, bank, cues));
    }
    for species in Species::VARIANTS {
        match species {
            Species::Pest => hash.agents_in::<Band>(world),
            Species::Sparrow => hash.agents_in::<Flock>(world),
        }
    }
    hash.end()
}

/// The hash of a state, part by part: the settings, then the fields by cell, then the agents of each species.
pub struct StateHash(Fold);

/// An agent that is part of it.
pub trait Hashed: AgentKind {
    /// Adds what it is beyond its id.
    fn fold(&self, position: &Position, hash: &mut StateHash);
}

impl StateHash {
    /// Begins with a world's settings.
    pub fn begin(world: &World) -> Self {
        let mut fold = Fold(0x5350_4152_524f_5721);
        settings(world, &mut fold);
        Self(fold)
    }

    /// Adds the next field. All numbers are named here and below, so that none is forgotten.
    pub fn field(&mut self, habitat: &Habitat, crop: &Crop, seed: &Seed, bank: &EggBank, cues: &Cues) {
        let Self(fold) = self;
        // The first tree cover follows from the scenario.
        let Habitat { land, nest_sites, laying_ground, tree_cover, first_tree_cover: _ } = *habitat;
        let Crop { kind, is_close, stage, thermal_time, days_ripe, leaf_kg, grain_kg, grain_not_filled_kg } = *crop;
        let Seed { weed_kg, spilled_kg } = *seed;
        let EggBank { developing, dormant, hatching } = *bank;
        let Cues { pest_food, bird_food, repulsion, heading, pairs_per_site } = *cues;
        fold.word(land as u64);
        fold.floats([nest_sites, laying_ground, tree_cover, thermal_time]);
        fold.word(u64::from(is_close) << 48 | (kind as u64) << 40 | (stage as u64) << 32 | u64::from(days_ripe));
        for mass in [leaf_kg, grain_kg, grain_not_filled_kg, weed_kg, spilled_kg] {
            fold.word(mass.to_bits());
        }
        developing.into_iter().chain([dormant, hatching]).for_each(|eggs| fold.word(u64::from(eggs)));
        fold.floats([pest_food, bird_food, repulsion, pairs_per_site, heading.x, heading.y]);
    }

    /// Adds the agents of the next species, in the order of their ids: these, and where to find the rest of each.
    pub fn agents<'a, K: Hashed>(
        &mut self,
        ids: impl Iterator<Item = AgentId>,
        agent: impl Fn(usize) -> (&'a Position, &'a K),
    ) {
        let mut rows: Vec<(AgentId, usize)> = ids.zip(0..).collect();
        rows.sort_unstable();
        for (AgentId(id), row) in rows {
            let (position, agent) = agent(row);
            self.0.word(id);
            agent.fold(position, self);
        }
    }

    fn agents_in<K: Hashed>(&mut self, world: &World) {
        // A kind of which there has never been one is not known to the world.
        let Some(mut agents) = world.try_query_filtered::<(&AgentId, &Position, &K), K::Others>() else { return };
        let Some((ids, positions, agents)) = the_table(agents.query(world)) else { return };
        self.agents(ids.iter().copied(), |row| (&positions[row], &agents[row]));
    }

    /// The hash.
    pub fn end(self) -> u64 {
        self.0.0
    }
}

impl Hashed for Band {
    fn fold(&self, Position(place): &Position, StateHash(fold): &mut StateHash) {
        let Self { count, stage: Stage { moults, progress }, phase, condition: Condition(condition) } = *self;
        fold.word(u64::from(count) << 8 | u64::from(moults));
        fold.floats([place.x, place.y, progress, phase, condition]);
    }
}

impl Hashed for Flock {
    fn fold(&self, Position(place): &Position, StateHash(fold): &mut StateHash) {
        let Self { home, adults, juveniles, condition: Condition(condition), brood } = *self;
        let Brood { young, days, hatched } = brood;
        fold.word(u64::from(home));
        fold.word(u64::from(adults) << 32 | u64::from(juveniles));
        fold.word(u64::from(young) << 32 | u64::from(days) << 1 | u64::from(hatched));
        fold.floats([place.x, place.y, condition]);
    }
}

/// Parameters added after hashes had been committed here and saved with runs elsewhere. At 0 they do nothing, so a run
/// with them at 0 is the same as before they were added, and keeps its hash.
const NOTHING_AT_0: [&str; 1] = ["leaf_half_saturation_kg_per_ha"];

/// Sections added after hashes had been committed here and saved with runs elsewhere. They are left out while all their values are
/// the defaults, with which they do nothing.
const SOCIETY: [&str; 10] =
    ["labour", "methods", "plan", "farms", "steel", "forest", "housing", "irrigation", "grain", "people"];
/// The first of them that is told by its place, so that no other section with the same values has the same hash. Those before differ
/// in length.
const TOLD_BY_PLACE: usize = 3;

fn settings(world: &World, fold: &mut Fold) {
    let scenario = world.resource::<Scenario>();
    fold.word(scenario.seed);
    let no_society = Scenario::default();
    for ((name, section), (_, by_default)) in scenario.sections().into_iter().zip(no_society.sections()) {
        let values = |section: &dyn Section| -> Vec<f64> {
            (0..section.parameters().len()).map(|index| section.value(index)).collect()
        };
        let place = SOCIETY.iter().position(|known| *known == name);
        if place.is_some() && values(section) == values(by_default) {
            continue;
        }
        if let Some(place) = place.filter(|place| *place >= TOLD_BY_PLACE) {
            fold.word(place as u64);
        }
        for (index, parameter) in section.parameters().iter().enumerate() {
            let value = section.value(index);
            if value != 0.0 || !NOTHING_AT_0.contains(&parameter.name) {
                fold.word(value.to_bits());
            }
        }
    }
    fold.word(u64::from(world.resource::<Calendar>().day));
    world.resource::<Weather>().state().for_each(|word| fold.word(word));
    // Whether it is a drive day, and the hazard, follow from the others.
    let Campaign { is_on, effort, drives_since_day, is_drive: _, hazard: _ } = *world.resource::<Campaign>();
    let drives_since = drives_since_day.map(u64::from);
    fold.word(drives_since.filter(|_| is_on).unwrap_or(u64::MAX));
    fold.floats([effort]);
    if let Some(day) = drives_since.filter(|_| !is_on) {
        // When the campaign is off, only until the next drive would have taken place: hashes have been saved without
        // it.
        fold.word(day);
    }
    if let Some(spacing) = world.resource::<Nets>().spacing() {
        fold.word(u64::from(spacing));
    }
    society(world.resource::<Society>(), world.resource::<Shelter>(), fold);
}

/// What is left after a plan; nothing where there has been none.
fn society(society: &Society, shelter: &Shelter, fold: &mut Fold) {
    if (society, shelter) == (&Default::default(), &Default::default()) {
        return;
    }
    let Shelter { houses, trees } = *shelter;
    let Society { tools, draft_animals, works, stocks, people } = *society;
    let Waterworks { sound, unsound, silted } = works;
    let Stocks { villages_kg, depots_kg, state_kg } = stocks;
    let People { country, towns, moved, country_at_start, towns_at_start } = people;
    let sectors = [country, towns].map(|sector| sector.words());
    [houses, trees, tools, draft_animals, sound, unsound, silted, villages_kg, depots_kg, state_kg]
        .into_iter()
        .map(f64::to_bits)
        .chain([moved, country_at_start, towns_at_start])
        .chain(sectors.into_iter().flatten())
        .for_each(|word| fold.word(word));
}
