//! Recycling of rows: newcomers take the rows of agents without animals, which costs a fraction of despawning and
//! spawning. An entity is just a place in the table.
//!
//! First all newcomers of a day are gathered, field by field in row-major order, so that their ids are the same on any
//! number of threads; then they take the free rows. Last comes the only structural change of a day: newcomers without a
//! free row are spawned, or leftover rows are despawned.

use std::marker::PhantomData;

use bevy_ecs::prelude::*;
use bevy_utils::Parallel;

use super::agent::{Agent, AgentKind, Agents, the_table};
use super::landscape::Landscape;
use super::previous_position::{PreviousPosition, spawn_agents};

/// Rows of agents of a kind that have lost their last animal today. Any thread may free one. From then until rows are
/// recycled no agent changes its row, except in a kind that is sorted before it is merged.
#[derive(Resource)]
pub struct FreeRows<C> {
    rows: Parallel<Vec<(u32, u32)>>,
    kind: PhantomData<fn() -> C>,
}

impl<C> Default for FreeRows<C> {
    fn default() -> Self {
        Self { rows: Parallel::default(), kind: PhantomData }
    }
}

impl<C> FreeRows<C> {
    /// Frees the row of an agent that lived off a field.
    #[cold]
    pub fn free(&self, field: u32, row: u32) {
        self.rows.scope(|rows| rows.push((field, row)));
    }

    /// Takes all freed rows, as field and row.
    pub fn take(&mut self) -> Vec<(u32, u32)> {
        self.rows.drain().collect()
    }
}

/// What remains to be done with a kind's newcomers and rows today.
#[derive(Resource)]
pub struct Recycling<C: AgentKind> {
    /// The day's new agents; once rows are recycled, those without a row.
    pub newcomers: Vec<Agent<C>>,
    /// The last rows of the table, once they are empty.
    surplus: Vec<Entity>,
    /// How many agents have ended up far from their neighbours in memory since the last sort; some may be counted
    /// twice.
    pub(crate) out_of_order: usize,
}

impl<C: AgentKind> Default for Recycling<C> {
    fn default() -> Self {
        Self { newcomers: Vec::new(), surplus: Vec::new(), out_of_order: 0 }
    }
}

/// Newcomers take free rows, as near to their own fields as possible. If rows run out, the rest stay newcomers; if rows
/// are left, the table's last agents take them, and the last rows become surplus.
pub fn recycle_rows<C: AgentKind>(
    landscape: Res<Landscape>,
    mut free_rows: ResMut<FreeRows<C>>,
    mut recycling: ResMut<Recycling<C>>,
    agents: Agents<C>,
) {
    let Some((entities, mut ids, mut positions, mut animals, mut previous)) = the_table(agents) else { return };
    let (ids, positions) = (ids.bypass_change_detection(), positions.bypass_change_detection());
    let animals = animals.bypass_change_detection();
    let mut previous = previous.as_mut().map(|places| places.bypass_change_detection());
    let mut freed = free_rows.take();
    // How the table is rearranged must not depend on which thread freed which row.
    freed.sort_unstable();
    let field = |(_, position, own): &Agent<C>| own.field(position, &landscape);
    recycling.newcomers.sort_by_key(field);
    let (mut rows, mut waiting) = (&freed[..], &recycling.newcomers[..]);
    let (mut still_free, mut to_spawn) = (Vec::new(), Vec::new());
    while let ([(place, row), other_rows @ ..], [newcomer, others @ ..]) = (rows, waiting) {
        let (row, home) = (*row as usize, field(newcomer));
        if home < *place && waiting.len() > rows.len() {
            // A later newcomer lives nearer.
            to_spawn.push(*newcomer);
            waiting = others;
        } else if *place < home && rows.len() > waiting.len() {
            still_free.push(row);
            rows = other_rows;
        } else {
            (ids[row], positions[row], animals[row]) = *newcomer;
            if let Some(places) = &mut previous {
                places[row] = PreviousPosition(positions[row].0);
            }
            (rows, waiting) = (other_rows, others);
        }
    }
    to_spawn.extend_from_slice(waiting);
    recycling.newcomers = to_spawn;
    still_free.extend(rows.iter().map(|(_, row)| *row as usize));
    still_free.sort_unstable();
    let kept = entities.len() - still_free.len();
    let (holes, last) = still_free.split_at(still_free.partition_point(|row| *row < kept));
    let mut last = last.iter().peekable();
    let moving = (kept..entities.len()).filter(|row| last.next_if_eq(&row).is_none());
    for (hole, row) in holes.iter().zip(moving) {
        (ids[*hole], positions[*hole], animals[*hole]) = (ids[row], positions[row], animals[row]);
        if let Some(places) = &mut previous {
            places[*hole] = places[row];
        }
    }
    recycling.surplus.extend_from_slice(&entities[kept..]);
}

/// Spawns newcomers without a free row, and despawns surplus rows.
pub fn spawn_and_despawn<C: AgentKind>(world: &mut World) {
    let mut recycling = world.resource_mut::<Recycling<C>>();
    let (newcomers, surplus) = (std::mem::take(&mut recycling.newcomers), std::mem::take(&mut recycling.surplus));
    // The agent of each surplus row has already moved to another row.
    recycling.out_of_order += surplus.len() + newcomers.len();
    surplus.into_iter().rev().for_each(|entity| _ = world.despawn(entity));
    spawn_agents(world, newcomers);
}
