//! Agents lie in memory as they live on the land: field by field, in row-major order.
//!
//! An agent's day is mostly looking up its field and the fields around it. Where neighbours in memory are neighbours on the
//! land, those lookups find in the core's cache what the agent before has just used. Movement mixes
//! them up in time, and so do births and deaths: newcomers for whom there is no place of a dead one go to the end of the table, and
//! its last fill places that nobody takes. So now and then they are put in order.
//!
//! Only the components change places, not the entities: an entity is a place in the table and no more. Nothing holds on to
//! an agent's `Entity` from day to day; whoever wants to follow an agent uses its [`AgentId`]. For the history the order
//! means nothing.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use bevy::ecs::component::Mutable;
use bevy::prelude::*;

use super::identity::{Condition, Position};
use super::landscape::Landscape;
use super::pest::Band;
use super::schedule::{Parallelism, in_blocks, rows_in_a_task};
use super::sparrow::{Brood, Flock};
use super::turn::{Agents, the_table};

/// Part of the flocks that may be out of order. (What disorder costs a day, and what an ordering costs, are together least
/// about here, with births of one in a hundred a day or fewer.)
const FLOCKS_ASTRAY: f64 = 0.05;

/// How many flocks have come to lie far from their neighbours since all were last in order.
#[derive(Resource, Default)]
pub struct Astray {
    /// Their number; some may be counted twice.
    pub flocks: usize,
}

/// Puts flocks in order if many of them lie astray.
pub fn order_flocks_astray(
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut astray: ResMut<Astray>,
    flocks: Agents<Flock>,
) {
    if astray.flocks as f64 > FLOCKS_ASTRAY * flocks.iter().len() as f64 {
        order_flocks(flocks, &landscape, *parallelism);
        astray.flocks = 0;
    }
}

fn order_flocks(flocks: Agents<Flock>, landscape: &Landscape, how: Parallelism) {
    // All fields are named, so that none is left behind.
    fn parts(&Flock { home, adults, juveniles, condition, brood }: &Flock) -> ((u32, u32), (u32, Condition), Brood) {
        ((home, adults), (juveniles, condition), brood)
    }
    order(
        flocks,
        landscape,
        how,
        |_, _, flock| flock.home,
        |order, flocks| {
            rearrange(how, order, flocks, |flock| parts(flock).0, |flock, part| (flock.home, flock.adults) = part);
            rearrange(
                how,
                order,
                flocks,
                |flock| parts(flock).1,
                |flock, own| (flock.juveniles, flock.condition) = own,
            );
            rearrange(how, order, flocks, |flock| parts(flock).2, |flock, part| flock.brood = part);
        },
    );
}

/// Puts bands in order.
pub fn order_bands(bands: Agents<Band>, landscape: &Landscape, how: Parallelism) {
    let field = |landscape: &Landscape, position: &Position, _: &Band| landscape.cell_at(position.now);
    order(bands, landscape, how, field, |order, bands| {
        rearrange(how, order, bands, |band| *band, |band, own| *band = own);
    });
}

/// Which row's agent comes into each row.
type Order = [AtomicU32];

/// Puts all agents of a kind in the order of their fields.
fn order<C: Component<Mutability = Mutable>>(
    agents: Agents<C>,
    landscape: &Landscape,
    how: Parallelism,
    field: impl Fn(&Landscape, &Position, &C) -> u32 + Sync,
    rearrange_animals: impl Fn(&Order, &mut [C]),
) {
    let Some((mut ids, mut positions, mut animals)) = the_table(agents) else { return };
    let order = by_field(how, landscape, &positions, &animals, &field);
    let (ids, positions) = (ids.bypass_change_detection(), positions.bypass_change_detection());
    rearrange(how, &order, ids, |id| *id, |id, own| *id = own);
    rearrange(how, &order, positions, |position| position.now, |position, now| position.now = now);
    rearrange(how, &order, positions, |position| position.before, |position, before| position.before = before);
    rearrange_animals(&order, animals.bypass_change_detection());
}

/// The rows of agents by field; within a field they stay as they were. (A counting sort, in which each thread counts, and then
/// finds their places, for rows of its own.)
fn by_field<C: Sync>(
    how: Parallelism,
    landscape: &Landscape,
    positions: &[Position],
    animals: &[C],
    field: impl Fn(&Landscape, &Position, &C) -> u32 + Sync,
) -> Vec<AtomicU32> {
    let block = animals.len().div_ceil(how.threads()).max(1);
    let blocks = positions.chunks(block).zip(animals.chunks(block));
    let mut counted: Vec<(Vec<u32>, Vec<u32>)> = in_blocks(how, blocks, |(positions, animals)| {
        let mut counts = vec![0; landscape.fields() as usize];
        let of_row = |(position, own)| field(landscape, position, own);
        let fields: Vec<u32> = positions.iter().zip(animals).map(of_row).collect();
        fields.iter().for_each(|field| counts[*field as usize] += 1);
        (fields, counts)
    });
    // From the numbers of a field to where its rows begin.
    let mut rows = 0;
    for field in 0..landscape.fields() as usize {
        for (_, counts) in &mut counted {
            rows += std::mem::replace(&mut counts[field], rows);
        }
    }
    let mut order = Vec::new();
    order.resize_with(rows as usize, AtomicU32::default);
    in_blocks(how, (0..).step_by(block).zip(&mut counted), |(first, (fields, next))| {
        for (row, field) in (first..).zip(&*fields) {
            let place = &mut next[*field as usize];
            order[*place as usize].store(row, Relaxed);
            *place += 1;
        }
    });
    order
}

/// Puts into each row what was in the row that `order` names, for a part of what is in a column: a copy of the whole column
/// would take three times the memory, and to swap along the cycles of the permutation several times as long.
fn rearrange<T: Copy + Send + Sync, P: Copy + Send + Sync + 'static>(
    how: Parallelism,
    order: &Order,
    column: &mut [T],
    get: impl Fn(&T) -> P + Sync,
    set: impl Fn(&mut T, P) + Sync,
) {
    let Some(first) = column.first() else { return };
    let block = rows_in_a_task(column.len());
    let mut parts = vec![get(first); column.len()];
    in_blocks(how, parts.chunks_mut(block).zip(column.chunks(block)), |(parts, rows)| {
        parts.iter_mut().zip(rows).for_each(|(part, row)| *part = get(row));
    });
    in_blocks(how, order.chunks(block).zip(column.chunks_mut(block)), |(order, rows)| {
        rows.iter_mut().zip(order).for_each(|(row, from)| set(row, parts[from.load(Relaxed) as usize]));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::identity::AgentId;
    use crate::scenario::{LandscapeParameters, Scenario};
    use crate::simulation::Simulation;

    /// Contract: putting agents in order leaves every agent as it is, and afterwards they lie field by field.
    #[test]
    fn agents_are_put_in_order_and_stay_what_they_are() {
        let landscape = LandscapeParameters { fields_wide: 16, fields_high: 16, ..Default::default() };
        let mut simulation = Simulation::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial);
        (0..185).for_each(|_| simulation.step());
        let before = simulation.state_hash();
        let world = simulation.world_mut();
        let landscape = *world.resource::<Landscape>();
        let how = Parallelism::Serial;
        let homes =
            |world: &mut World| -> Vec<u32> { world.query::<&Flock>().iter(world).map(|flock| flock.home).collect() };
        assert!(!homes(world).is_sorted(), "nothing was out of order");
        let mut agents = world.query::<(&mut AgentId, &mut Position, &mut Flock)>();
        order_flocks(agents.query_mut(world), &landscape, how);
        let mut agents = world.query::<(&mut AgentId, &mut Position, &mut Band)>();
        order_bands(agents.query_mut(world), &landscape, how);
        assert!(homes(world).is_sorted());
        let mut bands = world.query_filtered::<&Position, With<Band>>();
        let cells: Vec<u32> = bands.iter(world).map(|position| landscape.cell_at(position.now)).collect();
        assert!(cells.len() > 10 && cells.is_sorted());
        assert_eq!(simulation.state_hash(), before);
    }
}
