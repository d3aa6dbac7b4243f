//! Agents lie in memory as they live on the land: field by field, in row-major order.
//!
//! An agent's day is mostly looking up its field and the fields around it. Where neighbours in memory are neighbours on the
//! land, those lookups find in the core's cache what the agent before has just used. Births and deaths, which fill the
//! places of the dead with the last of the table, and movement mix them up in time, so now and then they are put in order.
//!
//! Only the components change places, not the entities: an entity is a place in the table and no more. Nothing holds on to
//! an agent's `Entity` from day to day; whoever wants to follow an agent uses its [`AgentId`]. For the history the order
//! means nothing.

use bevy::prelude::*;

use super::identity::{AgentId, Condition, Count, Position};
use super::landscape::Landscape;
use super::pest::{IsPest, Phase, Stage};
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::{Brood, Home, IsSparrow, Juveniles};

/// Days between two orderings of each kind of agent.
const EVERY_DAYS: u32 = 16;

/// Puts flocks and bands in order on some days.
pub fn put_in_order(world: &mut World, day: u32) {
    let (landscape, parallelism) = (*world.resource::<Landscape>(), *world.resource::<Parallelism>());
    if day.is_multiple_of(EVERY_DAYS) {
        order_flocks(world, &landscape, parallelism);
    }
    if day % EVERY_DAYS == EVERY_DAYS / 2 {
        order_bands(world, &landscape, parallelism);
    }
}

/// Rearranges the columns of a table, each of which a thread of the pool may take.
macro_rules! rearrange {
    ($parallelism:expr, $order:expr, [$($column:ident),*]) => {{
        let order: &[u32] = $order;
        let columns = [$(Box::new(|| rearrange(order, $column.bypass_change_detection())) as Box<dyn FnOnce() + Send>),*];
        in_blocks($parallelism, columns.into_iter(), |column| column());
    }};
}

fn order_flocks(world: &mut World, landscape: &Landscape, parallelism: Parallelism) {
    type Flock<'a> = (
        &'a mut AgentId,
        &'a mut Position,
        &'a mut Home,
        &'a mut Count,
        &'a mut Juveniles,
        &'a mut Condition,
        &'a mut Brood,
    );
    let mut flocks = world.query_filtered::<Flock, IsSparrow>();
    let Ok(tables) = flocks.query_mut(world).contiguous_iter_inner() else { return };
    for (mut ids, mut positions, mut homes, mut counts, mut juveniles, mut conditions, mut broods) in tables {
        let order = by_field(landscape, homes.iter().map(|home| home.0));
        rearrange!(parallelism, &order, [ids, positions, homes, counts, juveniles, conditions, broods]);
    }
}

fn order_bands(world: &mut World, landscape: &Landscape, parallelism: Parallelism) {
    type Band<'a> = (&'a mut AgentId, &'a mut Position, &'a mut Count, &'a mut Stage, &'a mut Phase, &'a mut Condition);
    let mut bands = world.query_filtered::<Band, IsPest>();
    let Ok(tables) = bands.query_mut(world).contiguous_iter_inner() else { return };
    for (mut ids, mut positions, mut counts, mut stages, mut phases, mut conditions) in tables {
        let order = by_field(landscape, positions.iter().map(|position| landscape.cell_at(position.now)));
        rearrange!(parallelism, &order, [ids, positions, counts, stages, phases, conditions]);
    }
}

/// The rows by field; within a field they stay as they were. (A counting sort.)
fn by_field(landscape: &Landscape, cells: impl Iterator<Item = u32>) -> Vec<u32> {
    let cells: Vec<u32> = cells.collect();
    let mut next = vec![0; landscape.fields() as usize + 1];
    for &cell in &cells {
        next[cell as usize + 1] += 1;
    }
    for cell in 1..next.len() {
        next[cell] += next[cell - 1];
    }
    let mut order = vec![0; cells.len()];
    for (row, cell) in (0..).zip(cells) {
        let place = &mut next[cell as usize];
        order[*place as usize] = row;
        *place += 1;
    }
    order
}

fn rearrange<T: Copy>(order: &[u32], column: &mut [T]) {
    let rearranged: Vec<T> = order.iter().map(|&row| column[row as usize]).collect();
    column.copy_from_slice(&rearranged);
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let homes = |world: &mut World| -> Vec<u32> { world.query::<&Home>().iter(world).map(|home| home.0).collect() };
        assert!(!homes(world).is_sorted(), "nothing was out of order");
        order_flocks(world, &landscape, Parallelism::Serial);
        order_bands(world, &landscape, Parallelism::Serial);
        assert!(homes(world).is_sorted());
        let mut bands = world.query_filtered::<&Position, IsPest>();
        let cells: Vec<u32> = bands.iter(world).map(|position| landscape.cell_at(position.now)).collect();
        assert!(cells.len() > 10 && cells.is_sorted());
        assert_eq!(simulation.state_hash(), before);
    }
}
