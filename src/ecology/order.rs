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

use bevy::ecs::component::Mutable;
use bevy::prelude::*;

use super::identity::{AgentId, Position};
use super::landscape::Landscape;
use super::pest::Band;
use super::schedule::{Parallelism, in_blocks};
use super::sparrow::Flock;

/// Days between two orderings of flocks, which keep to their homes, and of bands, which move.
const FLOCKS_EVERY_DAYS: u32 = 64;
const BANDS_EVERY_DAYS: u32 = 16;

/// Puts flocks and bands in order on some days.
pub fn put_in_order(world: &mut World, day: u32) {
    let (landscape, parallelism) = (*world.resource::<Landscape>(), *world.resource::<Parallelism>());
    if day.is_multiple_of(FLOCKS_EVERY_DAYS) {
        order(world, &landscape, parallelism, |_, flock: &Flock| flock.home);
    }
    if day % BANDS_EVERY_DAYS == BANDS_EVERY_DAYS / 2 {
        order(world, &landscape, parallelism, |position, _: &Band| landscape.cell_at(position.now));
    }
}

/// Puts all agents of a kind in the order of their fields.
fn order<C: Component<Mutability = Mutable>>(
    world: &mut World,
    landscape: &Landscape,
    parallelism: Parallelism,
    field: impl Fn(&Position, &C) -> u32,
) {
    let mut agents = world.query::<(&mut AgentId, &mut Position, &mut C)>();
    let Ok(tables) = agents.query_mut(world).contiguous_iter_inner() else { return };
    for (mut ids, mut positions, mut animals) in tables {
        let order = by_field(landscape, || positions.iter().zip(animals.iter()).map(|(place, own)| field(place, own)));
        let (ids, positions) = (ids.bypass_change_detection(), positions.bypass_change_detection());
        let animals = animals.bypass_change_detection();
        let columns: [Box<dyn FnOnce() + Send>; 3] = [
            Box::new(|| rearrange(&order, ids)),
            Box::new(|| rearrange(&order, positions)),
            Box::new(|| rearrange(&order, animals)),
        ];
        in_blocks(parallelism, columns.into_iter(), |column| column());
    }
}

/// The rows by field; within a field they stay as they were. (A counting sort.)
fn by_field<C: Iterator<Item = u32>>(landscape: &Landscape, cells: impl Fn() -> C) -> Vec<u32> {
    let mut next = vec![0; landscape.fields() as usize + 1];
    let mut rows = 0;
    for cell in cells() {
        next[cell as usize + 1] += 1;
        rows += 1;
    }
    for cell in 1..next.len() {
        next[cell] += next[cell - 1];
    }
    let mut order = vec![0; rows];
    for (row, cell) in (0..).zip(cells()) {
        let place = &mut next[cell as usize];
        order[*place as usize] = row;
        *place += 1;
    }
    order
}

/// Puts into each row what was in the row that `order` names, along the cycles of the permutation, so that no copy of the
/// column is needed.
fn rearrange<T>(order: &[u32], column: &mut [T]) {
    let mut is_done = vec![0_u64; order.len().div_ceil(64)];
    for first in 0..order.len() {
        let mut row = first;
        loop {
            let (word, bit) = (row / 64, 1 << (row % 64));
            if is_done[word] & bit != 0 {
                break;
            }
            is_done[word] |= bit;
            let from = order[row] as usize;
            if from == first {
                break;
            }
            column.swap(row, from);
            row = from;
        }
    }
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
        let homes =
            |world: &mut World| -> Vec<u32> { world.query::<&Flock>().iter(world).map(|flock| flock.home).collect() };
        assert!(!homes(world).is_sorted(), "nothing was out of order");
        order(world, &landscape, Parallelism::Serial, |_, flock: &Flock| flock.home);
        order(world, &landscape, Parallelism::Serial, |position, _: &Band| landscape.cell_at(position.now));
        assert!(homes(world).is_sorted());
        let mut bands = world.query_filtered::<&Position, With<Band>>();
        let cells: Vec<u32> = bands.iter(world).map(|position| landscape.cell_at(position.now)).collect();
        assert!(cells.len() > 10 && cells.is_sorted());
        assert_eq!(simulation.state_hash(), before);
    }
}
