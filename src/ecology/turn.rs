//! The turn of the day: births and deaths become agents.
//!
//! Small bands and flocks join (`joining`), hatchlings become bands and young birds flocks (`births`), field by field in
//! row-major order, so that their ids are the same on any number of threads; newcomers take the places of agents without animals.
//! All this runs for bands beside flocks. Then comes the only structural change: the rest are spawned or despawned. Sometimes all
//! are put in order (`order`).

use std::marker::PhantomData;

use bevy::ecs::component::Mutable;
use bevy::ecs::query::{ArchetypeFilter, ContiguousQueryData};
use bevy::prelude::*;
use bevy::utils::Parallel;

use super::identity::{AgentId, Position};
use super::landscape::Landscape;
use super::order::Astray;
use super::pest::Band;
use super::sparrow::Flock;
use super::yesterday::{Yesterday, spawn_agents};

/// A kind of agents.
pub trait Kind: Component<Mutability = Mutable> + Copy {
    /// The other kind. No agent is of both.
    type Other: Component;
    /// The field from which an agent lives: in their order agents lie in memory.
    fn field(&self, position: &Position, landscape: &Landscape) -> u32;
}

impl Kind for Band {
    type Other = Flock;

    #[inline]
    fn field(&self, position: &Position, landscape: &Landscape) -> u32 {
        landscape.cell_at(position.0)
    }
}

impl Kind for Flock {
    type Other = Band;

    #[inline]
    fn field(&self, _: &Position, _: &Landscape) -> u32 {
        self.home
    }
}

/// An agent: who it is, where it is, and what it is, a [`Band`] or a [`Flock`].
pub type Agent<C> = (AgentId, Position, C);

/// All agents of a kind, to be changed: their rows, what they are made of, and what they remember where a run is watched.
pub type Agents<'w, 's, C> = Query<
    'w,
    's,
    (Entity, &'static mut AgentId, &'static mut Position, &'static mut C, Option<&'static mut Yesterday>),
    Without<<C as Kind>::Other>,
>;

/// Agents of a kind that have lost their last animal today. Any thread may note one. From then to the turn of the day no agent
/// changes its row, but for those of a kind that is put in order before it joins.
#[derive(Resource)]
pub struct Emptied<C> {
    seats: Parallel<Seats>,
    kind: PhantomData<fn() -> C>,
}

/// Agents without animals, by the field where they lived and their row in the table: places for others.
pub type Seats = Vec<(u32, u32)>;

impl<C> Default for Emptied<C> {
    fn default() -> Self {
        Self { seats: Parallel::default(), kind: PhantomData }
    }
}

impl<C> Emptied<C> {
    /// Notes one.
    #[cold]
    pub fn note(&self, field: u32, row: u32) {
        self.seats.scope(|seats| seats.push((field, row)));
    }

    /// Takes all that were noted.
    pub fn take(&mut self) -> Seats {
        self.seats.drain().collect()
    }
}

/// What the turn of the day has yet to do for a kind.
#[derive(Resource)]
pub struct Turnover<C: Kind> {
    /// The day's new agents; at last those for whom there is no place.
    pub newcomers: Vec<Agent<C>>,
    /// The last rows of the table, when nobody is left there.
    vacated: Vec<Entity>,
}

impl<C: Kind> Default for Turnover<C> {
    fn default() -> Self {
        Self { newcomers: Vec::new(), vacated: Vec::new() }
    }
}

/// Newcomers take the places of those who are gone, as near to their own fields as may be, which costs a fraction of
/// despawning and spawning: an entity is a place in the table and no more. The rest stay newcomers; or the table's last agents take
/// the places that are left, and the last rows are vacated.
pub fn take_seats<C: Kind>(
    landscape: Res<Landscape>,
    mut emptied: ResMut<Emptied<C>>,
    mut turnover: ResMut<Turnover<C>>,
    agents: Agents<C>,
) {
    let Some((entities, mut ids, mut positions, mut animals, mut yesterdays)) = the_table(agents) else { return };
    let (ids, positions) = (ids.bypass_change_detection(), positions.bypass_change_detection());
    let animals = animals.bypass_change_detection();
    let mut yesterdays = yesterdays.as_mut().map(|places| places.bypass_change_detection());
    let mut gone = emptied.take();
    // Which thread noted which agent must not decide how the table is rearranged.
    gone.sort_unstable();
    let field = |(_, position, own): &Agent<C>| own.field(position, &landscape);
    turnover.newcomers.sort_by_key(field);
    let (mut seats, mut waiting) = (&gone[..], &turnover.newcomers[..]);
    let (mut free, mut homeless) = (Vec::new(), Vec::new());
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
            if let Some(places) = &mut yesterdays {
                places[row] = Yesterday(positions[row].0);
            }
            (seats, waiting) = (other_seats, others);
        }
    }
    homeless.extend_from_slice(waiting);
    turnover.newcomers = homeless;
    free.extend(seats.iter().map(|(_, row)| *row as usize));
    free.sort_unstable();
    let kept = entities.len() - free.len();
    let (holes, last) = free.split_at(free.partition_point(|row| *row < kept));
    let mut last = last.iter().peekable();
    let moving = (kept..entities.len()).filter(|row| last.next_if_eq(&row).is_none());
    for (hole, row) in holes.iter().zip(moving) {
        (ids[*hole], positions[*hole], animals[*hole]) = (ids[row], positions[row], animals[row]);
        if let Some(places) = &mut yesterdays {
            places[*hole] = places[row];
        }
    }
    turnover.vacated.extend_from_slice(&entities[kept..]);
}

/// The only structural change of the day: newcomers who found no place are spawned, and rows that are left over despawned.
pub fn turn(world: &mut World) {
    come_and_go::<Band>(world);
    let astray = come_and_go::<Flock>(world);
    world.resource_mut::<Astray>().flocks += astray;
}

/// Gives how many agents have come to lie far from their neighbours.
fn come_and_go<C: Kind>(world: &mut World) -> usize {
    let Turnover { newcomers, vacated } = std::mem::take(&mut *world.resource_mut::<Turnover<C>>());
    // For each row at the end another has been filled with the agent that lay there.
    let astray = vacated.len() + newcomers.len();
    vacated.into_iter().rev().for_each(|entity| _ = world.despawn(entity));
    spawn_agents(world, newcomers);
    astray
}

/// The one table in which all agents of a kind lie, by column.
pub fn the_table<'w, 's, D: ContiguousQueryData, F: ArchetypeFilter>(
    agents: Query<'w, 's, D, F>,
) -> Option<D::Contiguous<'w, 's>> {
    agents.contiguous_iter_inner().ok()?.next()
}
