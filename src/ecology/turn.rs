//! The turn of the day: the only structural change. Agents without animals are removed; eggs laid today come into the
//! soil; hatchlings become bands and young birds flocks, field by field in row-major order, so that ids and tables are the
//! same on any number of threads.

use bevy::ecs::component::Mutable;
use bevy::ecs::query::ContiguousQueryData;
use bevy::prelude::*;
use bevy::utils::Parallel;

use super::calendar::Calendar;
use super::identity::{AgentId, AgentKind, Condition, Position};
use super::landscape::{Cell, Habitat, Landscape};
use super::order::{Astray, order_bands, order_flocks_if_astray};
use super::pest::{Band, EggBank, Stage};
use super::random::{Purpose, Stream, Streams};
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::{Brood, Flock, settle};
use super::tally::View;
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

/// An agent: who it is, where it is, and what it is, a [`Band`] or a [`Flock`].
pub type Agent<C> = (AgentId, Position, C);

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

/// Days of the year on which the flocks of a home that have become small join (assumed: after breeding, and in spring).
const FLOCKS_JOIN: [u32; 2] = [305, 61];

/// Days between the days on which the bands of a field that have become small join (assumed).
const BANDS_JOIN_EVERY_DAYS: u32 = 4;

/// Agents that have lost their last animal today, by the field where they lived and their row in the table. Any thread may
/// note one. Until the turn of the day no agent changes its row.
#[derive(Resource, Default)]
pub struct Emptied {
    bands: Parallel<Seats>,
    flocks: Parallel<Seats>,
}

/// Agents without animals, by field and row: places in the table for others.
type Seats = Vec<(u32, u32)>;

impl Emptied {
    /// Notes a band without animals.
    #[cold]
    pub fn note_band(&self, cell: u32, row: u32) {
        self.bands.scope(|seats| seats.push((cell, row)));
    }

    /// Notes a flock without birds and brood.
    #[cold]
    pub fn note_flock(&self, home: u32, row: u32) {
        self.flocks.scope(|seats| seats.push((home, row)));
    }
}

/// Turns the day.
pub fn turn(world: &mut World) {
    let mut emptied = world.resource_mut::<Emptied>();
    let mut bands_left: Seats = emptied.bands.drain().collect();
    let mut flocks_left: Seats = emptied.flocks.drain().collect();
    let scenario = world.resource::<Scenario>();
    let flocks_join = scenario.sparrow.birds_per_flock > 1;
    let calendar = world.resource::<Calendar>();
    let (day, day_of_year) = (calendar.day, calendar.day_of_year());
    if flocks_join && FLOCKS_JOIN.contains(&day_of_year) {
        flocks_left.extend(join_flocks(world));
    }
    if day.is_multiple_of(BANDS_JOIN_EVERY_DAYS) {
        order_bands(world);
        bands_left = join_bands(world);
    }
    let hatched = hatch(world);
    let landscape = *world.resource::<Landscape>();
    replace(world, bands_left, hatched, |(_, position, _)| landscape.cell_at(position.now));
    let fledged = leave_home(world);
    let astray = replace(world, flocks_left, fledged, |(.., flock)| flock.home);
    world.resource_mut::<Astray>().flocks += astray;
    order_flocks_if_astray(world);
}

/// Newcomers take the places of those who are gone, as near to their own fields as may be, which costs a fraction of
/// despawning and spawning: an entity is a place in the table and no more. The rest are spawned; or the table's last agents
/// take the places that are left, and the last rows are despawned. Gives how many came to lie far from their neighbours.
fn replace<C: Component<Mutability = Mutable> + Copy>(
    world: &mut World,
    mut gone: Seats,
    mut newcomers: Vec<Agent<C>>,
    field: impl Fn(&Agent<C>) -> u32,
) -> usize {
    // Which thread noted which agent must not decide how the table is rearranged.
    gone.sort_unstable();
    newcomers.sort_by_key(&field);
    let (mut seats, mut waiting) = (&gone[..], &newcomers[..]);
    let (mut free, mut homeless, mut left_over) = (Vec::new(), Vec::new(), Vec::new());
    let mut agents = world.query::<(Entity, &mut AgentId, &mut Position, &mut C)>();
    if let Some((entities, mut ids, mut positions, mut animals)) = the_table(agents.query_mut(world)) {
        let (ids, positions) = (ids.bypass_change_detection(), positions.bypass_change_detection());
        let animals = animals.bypass_change_detection();
        while let ([(place, row), other_seats @ ..], [newcomer, others @ ..]) = (seats, waiting) {
            let (row, home) = (*row as usize, field(newcomer));
            if home < *place && waiting.len() > seats.len() {
                // Another will come who lives nearer.
                homeless.push(*newcomer);
                waiting = others;
            } else if *place < home && seats.len() > waiting.len() {
                free.push(row);
                seats = other_seats;
            } else {
                (ids[row], positions[row], animals[row]) = *newcomer;
                (seats, waiting) = (other_seats, others);
            }
        }
        free.extend(seats.iter().map(|(_, row)| *row as usize));
        free.sort_unstable();
        let kept = entities.len() - free.len();
        let (holes, last) = free.split_at(free.partition_point(|row| *row < kept));
        let mut last = last.iter().peekable();
        let moving = (kept..entities.len()).filter(|row| last.next_if_eq(&row).is_none());
        for (hole, row) in holes.iter().zip(moving) {
            (ids[*hole], positions[*hole], animals[*hole]) = (ids[row], positions[row], animals[row]);
        }
        left_over.extend_from_slice(&entities[kept..]);
    }
    homeless.extend_from_slice(waiting);
    let astray = free.len() + homeless.len();
    left_over.into_iter().rev().for_each(|entity| _ = world.despawn(entity));
    world.spawn_batch(homeless);
    astray
}

/// The one table in which all agents of a kind lie, by column.
fn the_table<'w, 's, D: ContiguousQueryData>(agents: Query<'w, 's, D>) -> Option<D::Contiguous<'w, 's>> {
    agents.contiguous_iter_inner().ok()?.next()
}

/// Flocks of one home fill each other up, in the order of their ids. Gives those that are empty then.
fn join_flocks(world: &mut World) -> Seats {
    let most = world.resource::<Scenario>().sparrow.birds_per_flock;
    let mut emptied = Vec::new();
    let mut query = world.query::<(&AgentId, &mut Flock)>();
    let Some((ids, mut flocks)) = the_table(query.query_mut(world)) else { return emptied };
    let flocks = flocks.bypass_change_detection();
    let mut joining: Vec<(u32, AgentId, u32)> = (0..)
        .zip(ids.iter().zip(&*flocks))
        .filter(|(_, (_, flock))| flock.brood.young == 0 && flock.birds() > 0)
        .map(|(row, (id, flock))| (flock.home, *id, row))
        .collect();
    joining.sort_unstable();
    let mut host: Option<(u32, u32)> = None;
    for (home, _, guest) in joining {
        let Some((_, to)) = host.filter(|(at, _)| *at == home) else {
            host = Some((home, guest));
            continue;
        };
        let Ok([to, from]) = flocks.get_disjoint_mut([to as usize, guest as usize]) else { continue };
        let mut room = most.saturating_sub(to.birds());
        let mut fill = |from: &mut u32, to: &mut u32| {
            let moved = room.min(*from);
            *from -= moved;
            *to += moved;
            room -= moved;
        };
        fill(&mut from.adults, &mut to.adults);
        fill(&mut from.juveniles, &mut to.juveniles);
        if from.birds() > 0 {
            host = Some((home, guest));
        } else {
            emptied.push((home, guest));
        }
    }
    emptied
}

/// Bands of one field and instar fill each other up, in the order of their ids. The host's development, phase and
/// condition become the mean of all its animals. Bands must lie in order. Gives all bands that are empty then.
fn join_bands(world: &mut World) -> Seats {
    let most = world.resource::<Scenario>().pest.animals_per_band;
    let landscape = *world.resource::<Landscape>();
    let mut emptied = Vec::new();
    let mut query = world.query::<(&AgentId, &Position, &mut Band)>();
    let Some((ids, positions, mut bands)) = the_table(query.query_mut(world)) else { return emptied };
    let bands = bands.bypass_change_detection();
    let cell_of = |row: usize| landscape.cell_at(positions[row].now);
    // The bands of a field that could take others in, or be taken in.
    let mut small: Vec<(u8, AgentId, usize)> = Vec::new();
    let mut row = 0;
    while row < bands.len() {
        let cell = cell_of(row);
        small.clear();
        let first = row;
        while row < bands.len() && cell_of(row) == cell {
            if (1..most).contains(&bands[row].count) {
                small.push((bands[row].stage.moults, ids[row], row));
            }
            row += 1;
        }
        small.sort_unstable();
        for bands_of_an_instar in small.chunk_by(|one, next| one.0 == next.0) {
            join(bands_of_an_instar.iter().map(|(.., row)| *row), most, bands);
        }
        emptied.extend((first..row).filter(|row| bands[*row].count == 0).map(|row| (cell, row as u32)));
    }
    emptied
}

/// Bands take the next ones in while there is room for all their animals; then the next band takes in those after it.
fn join(rows: impl Iterator<Item = usize>, most: u32, bands: &mut [Band]) {
    let mut host: Option<usize> = None;
    for row in rows {
        let own = bands[row];
        let Some(to) = host.filter(|to| bands[*to].count + own.count <= most) else {
            host = Some(row);
            continue;
        };
        bands[row].count = 0;
        let to = &mut bands[to];
        let share = own.count as f32 / (to.count + own.count) as f32;
        to.stage.progress += share * (own.stage.progress - to.stage.progress);
        to.phase += share * (own.phase - to.phase);
        to.condition.0 += share * (own.condition.0 - to.condition.0);
        to.count += own.count;
    }
}

/// Eggs laid today come into the soil, and fields whose turn it is hatch: their bands.
fn hatch(world: &mut World) -> Vec<Agent<Band>> {
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
    bands
}

/// Fields in which one task looks for homes for young birds.
const BLOCK: usize = 1024;

/// Young birds that left their parents' flocks form flocks of their own and settle: those flocks.
fn leave_home(world: &mut World) -> Vec<Agent<Flock>> {
    let mut fields = world.query::<(&Events, &View, &Habitat)>();
    let (scenario, landscape) = (world.resource::<Scenario>(), world.resource::<Landscape>());
    let (day, parallelism) = (world.resource::<Calendar>().day, *world.resource::<Parallelism>());
    let Some((events, views, habitats)) = fields.contiguous_iter(world).ok().and_then(|mut tables| tables.next())
    else {
        return Vec::new();
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
}
