//! The whole state of a run between two days: what is taken from the world, and put into it again.
//!
//! Fields and agents are tables of [`Words`], in the order in which they lie in memory; the rest is a few settings. Both name
//! every field of what they save, so that one that is added does not compile until it is saved too. `tests/whole_state.rs`
//! knows all components and resources, and fails on one of which it does not know what becomes of it.

use std::ops::RangeInclusive;

use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;
use bevy_ecs::query::ArchetypeFilter;
use bevy_math::Vec2;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::ecology::agent_limits::AgentLimits;
use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::census::Census;
use crate::ecology::crop::{Crop, Seed};
use crate::ecology::exclosure::Nets;
use crate::ecology::field_year::FieldYear;
use crate::ecology::habitat::{Habitat, Shelter, wear_shelter};
use crate::ecology::pest::{Band, EggBank};
use crate::ecology::sparrow::{Flock, Residents};
use crate::ecology::species::Species;
use crate::ecology::tally::{Cues, Tally};
use crate::ecology::weather::Weather;
use crate::engine::agent::{Agent, AgentId, AgentKind, Position, the_table};
use crate::engine::columns::{Compressed, Effort, Shape, Table, compress};
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::parallel::{Parallelism, in_blocks};
use crate::engine::previous_position::{PreviousPosition, spawn_agents};
use crate::engine::recycling::Recycling;
use crate::engine::words::Words;
use crate::record::Record;
use crate::record::hash::{Hashed, StateHash};
use crate::record::mass_balance::MassBalance;
use crate::record::series::HarvestRow;
use crate::scenario::Scenario;
use crate::society::Society;

/// The state of a run between two days, without its scenario, its log and the rows of its days.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What is there once.
    pub settings: Settings,
    /// What each field and each agent has: [`TABLES`] of them.
    pub tables: Vec<Table>,
}

/// What is there once, in the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Days simulated.
    pub days: u32,
    /// The values of all parameters, in the order of the scenario's sections.
    parameters: Vec<f64>,
    weather: Weather,
    campaign: Campaign,
    nets: Nets,
    shelter: Shelter,
    society: Society,
    census: Census,
    balance: MassBalance,
    harvests: Vec<HarvestRow>,
    /// How far the agents of each species are out of order in memory.
    out_of_order: [u64; Species::VARIANTS.len()],
}

/// Tables of fields.
const OF_FIELDS: usize = 7;
/// Tables of a species: ids, positions, and the agents themselves.
const OF_SPECIES: usize = 3;
/// Tables of a state: those of fields, then those of each species.
pub const TABLES: usize = OF_FIELDS + OF_SPECIES * Species::VARIANTS.len();

/// A state in less memory.
#[derive(Clone, Debug)]
pub struct PackedState {
    settings: Settings,
    tables: Vec<u8>,
}

impl PackedState {
    /// Takes it from the world.
    pub fn of(world: &World) -> Self {
        Self { settings: Settings::of(world), tables: compressed(world, Effort::Quick) }
    }

    /// Memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.settings.bytes() + self.tables.capacity()
    }

    /// The state, which is one of this scenario.
    ///
    /// # Errors
    /// If it is not.
    pub fn unpack(&self, scenario: &Scenario, how: Parallelism) -> Result<State, Misfit> {
        let found = Compressed::find(&mut &self.tables[..], &State::shape(scenario));
        let tables = found.and_then(|found| found.decompress(how)).ok_or(Misfit)?;
        Ok(State { settings: self.settings.clone(), tables })
    }
}

impl Settings {
    /// Takes them from the world.
    pub fn of(world: &World) -> Self {
        let record = world.resource::<Record>();
        let scenario = world.resource::<Scenario>();
        let values = scenario
            .sections()
            .into_iter()
            .flat_map(|(_, section)| (0..section.parameters().len()).map(move |index| section.value(index)));
        Self {
            days: record.days.len() as u32,
            parameters: values.collect(),
            weather: world.resource::<Weather>().clone(),
            campaign: world.resource::<Campaign>().clone(),
            nets: *world.resource::<Nets>(),
            shelter: *world.resource::<Shelter>(),
            society: *world.resource::<Society>(),
            census: *world.resource::<Census>(),
            balance: world.resource::<MassBalance>().clone(),
            harvests: record.harvests.clone(),
            out_of_order: [out_of_order::<Band>(world), out_of_order::<Flock>(world)],
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(&self.parameters[..]) + size_of_val(&self.harvests[..])
    }
}

/// A state that does not fit its scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

impl State {
    /// Takes it from the world.
    pub fn of(world: &World) -> Self {
        let how = *world.resource::<Parallelism>();
        Self { settings: Settings::of(world), tables: in_blocks(how, KINDS.iter(), |kind| (kind.take)(world)) }
    }

    /// For each table of a scenario's states, what is known about it.
    pub fn shape(scenario: &Scenario) -> [Shape; TABLES] {
        let land = Landscape::from(&scenario.landscape);
        let limits = AgentLimits::of(scenario);
        // A run may begin with more flocks than may be born.
        let sites = scenario.landscape.village_nest_sites_per_ha + scenario.landscape.tree_nest_sites_per_ha;
        let birds = sites * land.field_ha() * scenario.sparrow.initial_birds_per_nest_site;
        let flocks_of_field = (birds / scenario.sparrow.birds_per_flock as f32) as u64 + 2;
        let (fields, bands) = (land.fields() as usize, limits.bands as usize);
        let flocks = limits.flocks.max(u64::from(land.fields()) * flocks_of_field) as usize;
        std::array::from_fn(|table| {
            let rows = match table.checked_sub(OF_FIELDS).map(|of_agents| Species::VARIANTS[of_agents / OF_SPECIES]) {
                None => fields..=fields,
                Some(Species::Pest) => 0..=bands,
                Some(Species::Sparrow) => 0..=flocks,
            };
            (KINDS[table].shape)(rows)
        })
    }

    /// Makes sure that each row of a table that comes from elsewhere is a state.
    ///
    /// # Errors
    /// If one is not.
    pub fn check(&self, how: Parallelism) -> Result<(), Misfit> {
        let fits = in_blocks(how, KINDS.iter().zip(&self.tables), |(kind, table)| (kind.is_of_states)(table));
        if fits.contains(&false) { Err(Misfit) } else { Ok(()) }
    }

    /// Puts it into the world of a run of the same scenario, whatever day that has reached. `scenario` is the one that
    /// the run began with. The rows of the record's days are not touched.
    ///
    /// # Errors
    /// If the state is not of this scenario. The world is then of no use.
    pub fn put(&self, world: &mut World, scenario: &Scenario) -> Result<(), Misfit> {
        self.settings.put(world, scenario)?;
        self.put_tables(&self.agents()?, world)
    }

    /// Puts its fields, and its agents, into a world that has its settings.
    ///
    /// # Errors
    /// As for [`Self::put`].
    pub(super) fn put_tables(&self, agents: &Agents, world: &mut World) -> Result<(), Misfit> {
        let [crops, seeds, eggs, residents, tallies, cues, years, ..] = &self.tables[..] else {
            return Err(Misfit);
        };
        put_fields::<Crop>(world, crops)?;
        put_fields::<Seed>(world, seeds)?;
        put_fields::<EggBank>(world, eggs)?;
        put_fields::<Residents>(world, residents)?;
        put_fields::<Tally>(world, tallies)?;
        put_fields::<Cues>(world, cues)?;
        put_fields::<FieldYear>(world, years)?;
        for (species, strays) in Species::VARIANTS.iter().zip(self.settings.out_of_order) {
            match species {
                Species::Pest => put_agents(world, &agents.bands, strays)?,
                Species::Sparrow => put_agents(world, &agents.flocks, strays)?,
            }
        }
        Ok(())
    }

    /// Its agents, in their order in memory.
    ///
    /// # Errors
    /// If it is not a whole state.
    pub(super) fn agents(&self) -> Result<Agents, Misfit> {
        let tables = self.tables.get(OF_FIELDS..).ok_or(Misfit)?;
        let mut agents = Agents::default();
        for (species, tables) in Species::VARIANTS.iter().zip(tables.chunks(OF_SPECIES)) {
            match species {
                Species::Pest => agents.bands = agents_of(tables)?,
                Species::Sparrow => agents.flocks = agents_of(tables)?,
            }
        }
        Ok(agents)
    }

    /// Its hash, which has been begun with its settings, on land with these habitats. `None` if it is not a whole state.
    pub(super) fn hash(&self, agents: &Agents, mut begun: StateHash, habitats: &[Habitat]) -> Option<u64> {
        let [crops, seeds, eggs, _residents, _tallies, cues, ..] = &self.tables[..] else { return None };
        let states = crops.own_states().zip(seeds.own_states()).zip(eggs.own_states()).zip(cues.own_states());
        for (habitat, (((crop, seed), eggs), cues)) in habitats.iter().zip(states) {
            begun.field(habitat, &crop, &seed, &eggs, &cues);
        }
        for species in Species::VARIANTS {
            match species {
                Species::Pest => hash_agents(&mut begun, &agents.bands),
                Species::Sparrow => hash_agents(&mut begun, &agents.flocks),
            }
        }
        Some(begun.end())
    }
}

/// The agents of a state, in their order in memory.
#[derive(Default)]
pub(super) struct Agents {
    bands: Vec<Agent<Band>>,
    flocks: Vec<Agent<Flock>>,
}

impl Settings {
    /// Puts them into the world, see [`State::put`].
    pub(super) fn put(&self, world: &mut World, scenario: &Scenario) -> Result<(), Misfit> {
        let Self {
            days,
            parameters,
            weather,
            campaign,
            nets,
            shelter,
            society,
            census,
            balance,
            harvests,
            out_of_order: _,
        } = self;
        let mut present = scenario.clone();
        let mut values = parameters.iter();
        for (_, section) in present.sections_mut() {
            for index in 0..section.parameters().len() {
                section.set_value(index, *values.next().ok_or(Misfit)?);
            }
        }
        if values.next().is_some() {
            return Err(Misfit);
        }
        world.insert_resource(present);
        let day = days.saturating_sub(1);
        world.resource_mut::<Calendar>().set_day(day, scenario.landscape.latitude_deg);
        world.insert_resource(weather.clone());
        world.insert_resource(campaign.clone());
        world.insert_resource(*nets);
        world.insert_resource(*society);
        // The fields offer what is left of the world's own shelter.
        if *world.resource::<Shelter>() != *shelter {
            world.insert_resource(*shelter);
            world.run_system_cached(wear_shelter).map_err(|_| Misfit)?;
        }
        world.insert_resource(*census);
        world.insert_resource(balance.clone());
        world.resource_mut::<Record>().harvests.clone_from(harvests);
        Ok(())
    }
}

/// The tables of the world's state, compressed: each is taken while it is in a core's cache.
pub(super) fn compressed(world: &World, effort: Effort) -> Vec<u8> {
    let how = *world.resource::<Parallelism>();
    in_blocks(how, KINDS.iter(), |kind| (kind.compress)(world, effort)).concat()
}

/// The habitats of a world's fields.
pub(super) fn habitats_by_cell(world: &mut World) -> Vec<Habitat> {
    let mut fields: Vec<_> = world.query::<(&Cell, &Habitat)>().iter(world).collect();
    fields.sort_unstable_by_key(|(cell, _)| **cell);
    fields.into_iter().map(|(_, habitat)| *habitat).collect()
}

/// What a table of a state holds.
struct TableKind {
    take: fn(&World) -> Table,
    compress: fn(&World, Effort) -> Vec<u8>,
    is_of_states: fn(&Table) -> bool,
    shape: fn(RangeInclusive<usize>) -> Shape,
}

/// What each table of a state holds.
const KINDS: [TableKind; TABLES] = [
    TableKind::of_fields::<Crop>(),
    TableKind::of_fields::<Seed>(),
    TableKind::of_fields::<EggBank>(),
    TableKind::of_fields::<Residents>(),
    TableKind::of_fields::<Tally>(),
    TableKind::of_fields::<Cues>(),
    TableKind::of_fields::<FieldYear>(),
    TableKind::of_agents::<AgentId, Band>(),
    TableKind::of_agents::<Position, Band>(),
    TableKind::of_agents::<Band, Band>(),
    TableKind::of_agents::<AgentId, Flock>(),
    TableKind::of_agents::<Position, Flock>(),
    TableKind::of_agents::<Flock, Flock>(),
];

impl TableKind {
    const fn of_fields<C: Component + Words>() -> Self {
        Self::of::<C, ()>()
    }

    const fn of_agents<C: Component + Words, K: AgentKind>() -> Self {
        Self::of::<C, (With<K>, K::Others)>()
    }

    const fn of<C: Component + Words, F: ArchetypeFilter>() -> Self {
        Self {
            take: take::<C, F>,
            compress: |world, effort| compress::<C>(&take::<C, F>(world), effort, Parallelism::Serial),
            is_of_states: |table| table.states::<C>().count() == table.rows(),
            shape: Shape::of::<C>,
        }
    }
}

/// The table of a component of the entities that a filter lets pass; all of them are in one table of the world.
fn take<C: Component + Words, F: ArchetypeFilter>(world: &World) -> Table {
    let states = world.try_query_filtered::<&C, F>();
    let states = states.and_then(|mut states| the_table(states.query(world)));
    Table::of(states.unwrap_or_default())
}

fn out_of_order<K: AgentKind>(world: &World) -> u64 {
    world.resource::<Recycling<K>>().out_of_order as u64
}

fn put_fields<C: Component<Mutability = Mutable> + Words>(world: &mut World, table: &Table) -> Result<(), Misfit> {
    let mut states = table.own_states::<C>();
    for mut field in world.query::<&mut C>().iter_mut(world) {
        *field = states.next().ok_or(Misfit)?;
    }
    if states.next().is_some() { Err(Misfit) } else { Ok(()) }
}

fn hash_agents<C: Hashed>(hash: &mut StateHash, agents: &[Agent<C>]) {
    let ids = agents.iter().map(|(id, ..)| *id);
    hash.agents(ids, |row| (&agents[row].1, &agents[row].2));
}

/// The agents of a species, from its tables.
fn agents_of<C: AgentKind>(tables: &[Table]) -> Result<Vec<Agent<C>>, Misfit> {
    let [ids, positions, own] = tables else { return Err(Misfit) };
    let all = ids.own_states().zip(positions.own_states()).zip(own.own_states());
    let agents: Vec<_> = all.map(|((id, position), own)| (id, position, own)).collect();
    if tables.iter().any(|table| table.rows() != agents.len()) { Err(Misfit) } else { Ok(agents) }
}

fn put_agents<C: AgentKind>(world: &mut World, agents: &[Agent<C>], out_of_order: u64) -> Result<(), Misfit> {
    let landscape = *world.resource::<Landscape>();
    let extent = landscape.extent_m();
    let is_on_land = |(_, position, own): &Agent<C>| {
        let is_within = position.0.cmpge(Vec2::ZERO).all() && position.0.cmple(extent).all();
        is_within && own.field(position, &landscape) < landscape.fields()
    };
    if !agents.iter().all(is_on_land) {
        return Err(Misfit);
    }
    let entities: Vec<_> = world.query_filtered::<Entity, With<C>>().iter(world).collect();
    let (agents, new) = agents.split_at(entities.len().min(agents.len()));
    entities[agents.len()..].iter().rev().for_each(|entity| _ = world.despawn(*entity));
    let mut rows = world.query::<(&mut AgentId, &mut Position, &mut C, Option<&mut PreviousPosition>)>();
    for ((mut id, mut position, mut own, previous), agent) in rows.iter_mut(world).zip(agents) {
        (*id, *position, *own) = *agent;
        if let Some(mut previous) = previous {
            previous.0 = position.0;
        }
    }
    spawn_agents(world, new.to_vec());
    world.resource_mut::<Recycling<C>>().out_of_order = out_of_order as usize;
    Ok(())
}
