//! Spatial sorting: agents are ordered in memory as on the land, field by field in row-major order.
//!
//! An agent's day is mostly lookups of its field and the fields around it. Where neighbours in memory are neighbours on
//! the land, those lookups find in the core's cache what the previous agent has just used. Over time, movement mixes
//! them up, and so do births and deaths: newcomers without a free row go to the end of the table, and the table's last
//! agents fill unused rows. So a kind is sorted when many of its agents are out of order, or before it is merged.
//!
//! Only the components change places, not the entities: an entity is just a place in the table. Nothing holds on to an
//! agent's `Entity` from day to day; to follow an agent, use its [`AgentId`](super::agent::AgentId). The order does not
//! affect the history.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use bevy_ecs::prelude::*;
use bevy_math::Vec2;

use super::agent::{AgentKind, Agents, Position, the_table};
use super::landscape::Landscape;
use super::parallel::{Parallelism, in_blocks, rows_in_a_task};
use super::recycling::Recycling;
use super::words::{Array, pair, unpair};

/// Share of the agents that may be out of order. (The daily cost of disorder plus the cost of sorting is lowest around
/// here, with daily births of one in a hundred or fewer.)
const MOST_OUT_OF_ORDER: f64 = 0.05;

/// Memory in which agents are sorted. It is kept, because allocating it each time costs as much as the sorting.
#[derive(Default)]
pub struct Scratch {
    /// Which row's agent goes into each row.
    order: Vec<AtomicU32>,
    /// A part of each agent: copying whole agents would take four times the memory.
    parts: Vec<u64>,
}

/// Sorts the agents of a kind if many of them are out of order.
pub fn sort_if_out_of_order<C: AgentKind>(
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut recycling: ResMut<Recycling<C>>,
    agents: Agents<C>,
    mut scratch: Local<Scratch>,
) {
    if recycling.out_of_order as f64 > MOST_OUT_OF_ORDER * agents.iter().len() as f64 {
        sort(agents, &landscape, *parallelism, &mut scratch);
        recycling.out_of_order = 0;
    }
}

/// Sorts all agents of a kind by their fields.
pub fn sort<C: AgentKind>(agents: Agents<C>, landscape: &Landscape, how: Parallelism, scratch: &mut Scratch) {
    let Some((_, mut ids, mut positions, mut animals, previous)) = the_table(agents) else { return };
    scratch.sort_by_field(how, landscape, &positions, &animals);
    scratch.rearrange(how, ids.bypass_change_detection(), |id| id.0, |id, own| id.0 = own);
    let of_place = |place: Vec2| pair([place.x.to_bits(), place.y.to_bits()]);
    let to_place = |part| Vec2::from_array(unpair(part).map(f32::from_bits));
    let positions = positions.bypass_change_detection();
    scratch.rearrange(how, positions, |position| of_place(position.0), |position, part| position.0 = to_place(part));
    if let Some(mut previous) = previous {
        let previous = previous.bypass_change_detection();
        scratch.rearrange(how, previous, |place| of_place(place.0), |place, part| place.0 = to_place(part));
    }
    for word in 0..C::Words::ZEROS.as_ref().len() {
        let set = |own: &mut C, part| {
            let mut words = own.to_words();
            words.as_mut()[word] = part;
            *own = C::from_words(words);
        };
        scratch.rearrange(how, animals.bypass_change_detection(), |own| own.to_words().as_ref()[word], set);
    }
}

impl Scratch {
    /// Sorts the rows of agents by field; within a field they keep their order. (A counting sort in which each thread
    /// counts, and then places, its own rows.)
    fn sort_by_field<C: AgentKind>(
        &mut self,
        how: Parallelism,
        landscape: &Landscape,
        positions: &[Position],
        animals: &[C],
    ) {
        let field = |own: &C, position: &Position| own.field(position, landscape);
        let block = animals.len().div_ceil(how.threads()).max(1);
        let blocks = || animals.chunks(block).zip(positions.chunks(block));
        let mut next: Vec<Vec<u32>> = in_blocks(how, blocks(), |(animals, positions)| {
            let mut counts = vec![0; landscape.fields() as usize];
            animals.iter().zip(positions).for_each(|(own, place)| counts[field(own, place) as usize] += 1);
            counts
        });
        // From each field's counts to where its rows begin.
        let mut rows = 0;
        for field in 0..landscape.fields() as usize {
            for counts in &mut next {
                rows += std::mem::replace(&mut counts[field], rows);
            }
        }
        fit(&mut self.order, animals.len());
        let order = &self.order;
        in_blocks(how, (0..).step_by(block).zip(blocks()).zip(&mut next), |((first, (animals, positions)), next)| {
            for (row, (own, place)) in (first..).zip(animals.iter().zip(positions)) {
                let at = &mut next[field(own, place) as usize];
                order[*at as usize].store(row, Relaxed);
                *at += 1;
            }
        });
    }

    /// Puts into each row what was in the row that the order names, for part of a column. (Swapping along the cycles of
    /// the permutation needs no memory, but takes several times as long.)
    fn rearrange<T: Copy + Send + Sync>(
        &mut self,
        how: Parallelism,
        column: &mut [T],
        get: impl Fn(&T) -> u64 + Sync,
        set: impl Fn(&mut T, u64) + Sync,
    ) {
        let block = rows_in_a_task(column.len());
        fit(&mut self.parts, column.len());
        in_blocks(how, self.parts.chunks_mut(block).zip(column.chunks(block)), |(parts, rows)| {
            parts.iter_mut().zip(rows).for_each(|(part, row)| *part = get(row));
        });
        let parts = &self.parts;
        in_blocks(how, self.order.chunks(block).zip(column.chunks_mut(block)), |(order, rows)| {
            rows.iter_mut().zip(order).for_each(|(row, from)| set(row, parts[from.load(Relaxed) as usize]));
        });
    }
}

/// Makes it as long as a column. When it must grow, it grows a little more than needed.
fn fit<T: Default>(scratch: &mut Vec<T>, length: usize) {
    if scratch.capacity() < length {
        scratch.clear();
        scratch.reserve_exact(length + length / 8);
    }
    scratch.resize_with(length, T::default);
}
