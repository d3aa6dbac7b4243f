//! The turn of the day: the only structural change. Agents without animals are removed; eggs laid today come into the
//! soil; hatchlings become bands and young birds flocks, field by field in row-major order, so that ids and tables are the
//! same on any number of threads.

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy::utils::Parallel;

use super::calendar::Calendar;
use super::identity::{AgentId, AgentKind, Condition, Count, Position};
use super::landscape::{Cell, Habitat, Landscape};
use super::order::put_in_order;
use super::pest::{EggBank, IsPest, Pest, Phase, Stage};
use super::random::{Purpose, Stream, Streams};
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::{Brood, Home, Juveniles, Sparrow, settle};
use super::tally::View;
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

/// Everything that a band of pests has.
pub type BandBundle = (Pest, AgentId, Position, Count, Stage, Phase, Condition);

/// Everything that a flock of sparrows has.
pub type FlockBundle = (Sparrow, AgentId, Position, Home, Count, Juveniles, Condition, Brood);

/// A band of `count` hatchlings in a field.
pub fn band(scenario: &Scenario, landscape: &Landscape, day: u32, cell: u32, ordinal: u32, count: u32) -> BandBundle {
    let id = AgentId::new(AgentKind::Pest, day, cell, ordinal);
    let mut stream = Stream::new(scenario.seed, id.0, day, Purpose::Initial);
    let place = landscape.place_in(cell, &mut stream);
    (Pest, id, Position::at(place), Count(count), Stage::default(), Phase(0.0), Condition(1.0))
}

/// A flock somewhere in the field that is its home.
pub fn flock(seed: u64, landscape: &Landscape, id: AgentId, home: u32, adults: u32, juveniles: u32) -> FlockBundle {
    let place = landscape.place_in(home, &mut Stream::new(seed, id.0, 0, Purpose::Initial));
    (
        Sparrow,
        id,
        Position::at(place),
        Home(home),
        Count(adults),
        Juveniles(juveniles),
        Condition(1.0),
        Brood::default(),
    )
}

/// Days of the year on which the flocks of a home that have become small join (assumed: after breeding, and in spring).
const FLOCKS_JOIN: [u32; 2] = [305, 61];

/// Days between the days on which the bands of a field that have become small join (assumed).
const BANDS_JOIN_EVERY_DAYS: u32 = 4;

/// Agents that have lost their last animal today. Any thread may note one.
#[derive(Resource, Default)]
pub struct Emptied(Parallel<Vec<Entity>>);

impl Emptied {
    /// Notes an agent without animals.
    #[cold]
    pub fn note(&self, agent: Entity) {
        self.0.scope(|agents| agents.push(agent));
    }
}

/// Turns the day.
pub fn turn(world: &mut World) {
    let mut emptied: Vec<Entity> = world.resource_mut::<Emptied>().0.drain().collect();
    // Which thread noted which agent must not decide how the table is rearranged.
    emptied.sort_unstable();
    remove(world, &emptied);
    let scenario = world.resource::<Scenario>();
    let (flocks_join, bands_join) = (scenario.sparrow.birds_per_flock > 1, scenario.pest.animals_per_band > 1);
    let calendar = world.resource::<Calendar>();
    let (day, day_of_year) = (calendar.day, calendar.day_of_year());
    if flocks_join && FLOCKS_JOIN.contains(&day_of_year) {
        let emptied = join_flocks(world);
        remove(world, &emptied);
    }
    if bands_join && day.is_multiple_of(BANDS_JOIN_EVERY_DAYS) {
        let emptied = join_bands(world);
        remove(world, &emptied);
    }
    spawn_bands(world);
    spawn_flocks(world);
    put_in_order(world, day);
}

fn remove(world: &mut World, agents: &[Entity]) {
    agents.iter().for_each(|&agent| _ = world.despawn(agent));
}

/// Flocks of one home fill each other up, in the order of their ids. Gives those that are empty then.
fn join_flocks(world: &mut World) -> Vec<Entity> {
    let most = world.resource::<Scenario>().sparrow.birds_per_flock;
    let mut by_home: BTreeMap<(u32, AgentId), Entity> = BTreeMap::new();
    let mut flocks = world.query_filtered::<(Entity, &Home, &AgentId, &Brood), With<Sparrow>>();
    for (entity, home, id, brood) in flocks.iter(world) {
        if brood.young == 0 {
            by_home.insert((home.0, *id), entity);
        }
    }
    let mut emptied = Vec::new();
    let mut host: Option<(u32, Entity)> = None;
    let mut birds = world.query::<(&mut Count, &mut Juveniles)>();
    for ((home, _), guest) in by_home {
        let Some((_, entity)) = host.filter(|(at, _)| *at == home) else {
            host = Some((home, guest));
            continue;
        };
        let Ok([(mut to, mut to_young), (mut from, mut from_young)]) = birds.get_many_mut(world, [entity, guest])
        else {
            continue;
        };
        let mut room = most.saturating_sub(to.0 + to_young.0);
        let mut fill = |from: &mut u32, to: &mut u32| {
            let moved = room.min(*from);
            *from -= moved;
            *to += moved;
            room -= moved;
        };
        fill(&mut from.0, &mut to.0);
        fill(&mut from_young.0, &mut to_young.0);
        if from.0 + from_young.0 > 0 {
            host = Some((home, guest));
        } else {
            emptied.push(guest);
        }
    }
    emptied
}

/// Bands of one field and instar fill each other up, in the order of their ids. The host's development, phase and
/// condition become the mean of all its animals. Gives the bands that are empty then.
fn join_bands(world: &mut World) -> Vec<Entity> {
    let most = world.resource::<Scenario>().pest.animals_per_band;
    let landscape = *world.resource::<Landscape>();
    let mut query = world.query_filtered::<(Entity, &AgentId, &Position, &Stage, &Count), IsPest>();
    let mut bands: Vec<_> = query
        .iter(world)
        .filter(|(.., count)| count.0 < most)
        .map(|(entity, id, position, stage, _)| (landscape.cell_at(position.now), stage.moults, *id, entity))
        .collect();
    bands.sort_unstable();
    let mut emptied = Vec::new();
    let mut parts = world.query::<(&mut Count, &mut Stage, &mut Phase, &mut Condition)>();
    let mut host: Option<(u32, u8, Entity)> = None;
    for (cell, moults, _, guest) in bands {
        let Some((.., entity)) = host.filter(|&(at, stage, _)| (at, stage) == (cell, moults)) else {
            host = Some((cell, moults, guest));
            continue;
        };
        let Ok([mut to, mut from]) = parts.get_many_mut(world, [entity, guest]) else { continue };
        if to.0.0 + from.0.0 > most {
            host = Some((cell, moults, guest));
            continue;
        }
        let share = from.0.0 as f32 / (to.0.0 + from.0.0) as f32;
        to.1.progress += share * (from.1.progress - to.1.progress);
        to.2.0 += share * (from.2.0 - to.2.0);
        to.3.0 += share * (from.3.0 - to.3.0);
        to.0.0 += std::mem::take(&mut from.0.0);
        emptied.push(guest);
    }
    emptied
}

/// Eggs laid today come into the soil, and fields whose turn it is hatch.
fn spawn_bands(world: &mut World) {
    let scenario = world.resource::<Scenario>().clone();
    let landscape = *world.resource::<Landscape>();
    let calendar = world.resource::<Calendar>();
    let (day, day_length_h) = (calendar.day, calendar.day_length_h);
    let pest = &scenario.pest;
    let mut bands = Vec::new();
    let mut fields = world.query::<(&Cell, &mut EggBank, &mut Events)>();
    for (cell, mut bank, mut events) in fields.iter_mut(world) {
        let laid = events.today(Event::EggsLaid);
        let bank = bank.bypass_change_detection();
        if laid > 0 {
            let class =
                if day_length_h < pest.diapause_day_length_h { &mut bank.dormant } else { &mut bank.developing[0] };
            *class = class.saturating_add(laid);
        }
        if bank.hatching > 0 && (day + cell.0) % pest.hatch_interval_days == 0 {
            let hatched = std::mem::take(&mut bank.hatching);
            events.bypass_change_detection().set(Event::Hatched, hatched);
            let most = if pest.animals_per_band == 1 { u32::MAX } else { pest.bands_per_hatch };
            let number = hatched.div_ceil(pest.animals_per_band).min(most);
            for ordinal in 0..number {
                // The first bands take what does not divide.
                let count = hatched / number + u32::from(ordinal < hatched % number);
                bands.push(band(&scenario, &landscape, day, cell.0, ordinal, count));
            }
        }
    }
    world.spawn_batch(bands);
}

/// Fields in which one task looks for homes for young birds.
const BLOCK: usize = 1024;

/// Young birds that left their parents' flocks form flocks of their own and settle.
fn spawn_flocks(world: &mut World) {
    let mut fields = world.query::<(&Events, &View, &Habitat)>();
    let flocks: Vec<FlockBundle> = {
        let (scenario, landscape) = (world.resource::<Scenario>(), world.resource::<Landscape>());
        let (day, parallelism) = (world.resource::<Calendar>().day, *world.resource::<Parallelism>());
        let Some((events, views, habitats)) = fields.contiguous_iter(world).ok().and_then(|mut tables| tables.next())
        else {
            return;
        };
        let streams = Streams::new(scenario.seed, day, Purpose::Dispersal);
        let most = scenario.sparrow.birds_per_flock;
        let blocks = (0..).step_by(BLOCK).zip(events.chunks(BLOCK));
        let of_block = |(first, events): (u32, &[Events])| {
            let mut flocks = Vec::new();
            for (cell, events) in (first..).zip(events) {
                let young = events.today(Event::FledgedAway);
                for ordinal in 0..young.div_ceil(most) {
                    let id = AgentId::new(AgentKind::Sparrow, day, cell, ordinal);
                    let home = settle(scenario, landscape, cell, views, habitats, &mut streams.of(id.0));
                    let juveniles = most.min(young - ordinal * most);
                    flocks.push(flock(scenario.seed, landscape, id, home, 0, juveniles));
                }
            }
            flocks
        };
        in_blocks(parallelism, blocks, of_block).into_iter().flatten().collect()
    };
    world.spawn_batch(flocks);
}
