//! Agents lie in memory as they live on the land: field by field, in row-major order.
//!
//! An agent's day is mostly looking up its field and the fields around it. Where neighbours in memory are neighbours on the
//! land, those lookups find in the core's cache what the agent before has just used. Movement mixes
//! them up in time, and so do births and deaths: newcomers for whom there is no place of a dead one go to the end of the table, and
//! its last fill places that nobody takes. So flocks are put in order when many of them lie astray, and bands whenever they join.
//!
//! Only the components change places, not the entities: an entity is a place in the table and no more. Nothing holds on to
//! an agent's `Entity` from day to day; whoever wants to follow an agent uses its [`AgentId`]. For the history the order
//! means nothing.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use bevy::prelude::*;

use super::identity::{Condition, Position};
use super::landscape::Landscape;
use super::pest::{Band, Stage};
use super::schedule::{Parallelism, in_blocks, rows_in_a_task};
use super::sparrow::{Brood, Flock};
use super::turn::{Agents, Kind, the_table};

/// Part of the flocks that may be out of order. (What disorder costs a day, and what an ordering costs, are together least
/// about here, with births of one in a hundred a day or fewer.)
const FLOCKS_ASTRAY: f64 = 0.05;

/// How many flocks have come to lie far from their neighbours since all were last in order.
#[derive(Resource, Default)]
pub struct Astray {
    /// Their number; some may be counted twice.
    pub flocks: usize,
}

/// Memory in which agents are put in order. It is kept, since to get it anew each time costs as much as the ordering.
#[derive(Default)]
pub struct Scratch {
    /// Which row's agent comes into each row.
    order: Vec<AtomicU32>,
    /// A part of each agent: to copy whole agents would take four times the memory.
    parts: Vec<u64>,
}

/// Puts flocks in order if many of them lie astray.
pub fn order_flocks_astray(
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut astray: ResMut<Astray>,
    flocks: Agents<Flock>,
    mut scratch: Local<Scratch>,
) {
    if astray.flocks as f64 > FLOCKS_ASTRAY * flocks.iter().len() as f64 {
        order_flocks(flocks, &landscape, *parallelism, &mut scratch);
        astray.flocks = 0;
    }
}

fn order_flocks(flocks: Agents<Flock>, landscape: &Landscape, how: Parallelism, scratch: &mut Scratch) {
    // All fields are named, so that none is left behind.
    fn whereabouts(&Flock { home, adults: _, juveniles: _, condition, brood: _ }: &Flock) -> u64 {
        pair([home, condition.0.to_bits()])
    }
    fn members(&Flock { home: _, adults, juveniles, condition: _, brood }: &Flock) -> u64 {
        let Brood { young, days, hatched } = brood;
        let days = u16::from(days) << 1 | u16::from(hatched);
        [adults, juveniles, young, days].into_iter().fold(0, |members, number| members << 16 | u64::from(number))
    }
    order(flocks, landscape, how, scratch, |flocks, scratch| {
        scratch.rearrange(how, flocks, whereabouts, |flock, part| {
            let condition;
            [flock.home, condition] = unpair(part);
            flock.condition = Condition(f32::from_bits(condition));
        });
        scratch.rearrange(how, flocks, members, |flock, part| {
            let [adults, juveniles, young, days] = [48, 32, 16, 0].map(|shift| (part >> shift) as u16);
            (flock.adults, flock.juveniles) = (adults, juveniles);
            flock.brood = Brood { young, days: (days >> 1) as u8, hatched: days & 1 != 0 };
        });
    });
}

/// Puts bands in order.
pub fn order_bands(bands: Agents<Band>, landscape: &Landscape, how: Parallelism, scratch: &mut Scratch) {
    fn parts(&Band { count, stage, phase, condition }: &Band) -> [u64; 3] {
        let Stage { moults, progress } = stage;
        let [progress, phase, condition] = [progress, phase, condition.0].map(f32::to_bits);
        [pair([count, u32::from(moults)]), pair([progress, phase]), u64::from(condition)]
    }
    order(bands, landscape, how, scratch, |bands, scratch| {
        scratch.rearrange(
            how,
            bands,
            |band| parts(band)[0],
            |band, part| {
                let moults;
                [band.count, moults] = unpair(part);
                band.stage.moults = moults as u8;
            },
        );
        scratch.rearrange(
            how,
            bands,
            |band| parts(band)[1],
            |band, part| {
                [band.stage.progress, band.phase] = unpair(part).map(f32::from_bits);
            },
        );
        scratch.rearrange(
            how,
            bands,
            |band| parts(band)[2],
            |band, part| {
                band.condition = Condition(f32::from_bits(part as u32));
            },
        );
    });
}

fn pair([one, other]: [u32; 2]) -> u64 {
    u64::from(other) << 32 | u64::from(one)
}

fn unpair(pair: u64) -> [u32; 2] {
    [pair as u32, (pair >> 32) as u32]
}

/// Puts all agents of a kind in the order of their fields.
fn order<C: Kind>(
    agents: Agents<C>,
    landscape: &Landscape,
    how: Parallelism,
    scratch: &mut Scratch,
    rearrange_animals: impl Fn(&mut [C], &mut Scratch),
) {
    let Some((_, mut ids, mut positions, mut animals, yesterdays)) = the_table(agents) else { return };
    scratch.sort_by_field(how, landscape, &positions, &animals);
    scratch.rearrange(how, ids.bypass_change_detection(), |id| id.0, |id, own| id.0 = own);
    let of_place = |place: Vec2| pair([place.x.to_bits(), place.y.to_bits()]);
    let to_place = |part| Vec2::from_array(unpair(part).map(f32::from_bits));
    let positions = positions.bypass_change_detection();
    scratch.rearrange(how, positions, |position| of_place(position.0), |position, part| position.0 = to_place(part));
    if let Some(mut yesterdays) = yesterdays {
        let yesterdays = yesterdays.bypass_change_detection();
        scratch.rearrange(how, yesterdays, |place| of_place(place.0), |place, part| place.0 = to_place(part));
    }
    rearrange_animals(animals.bypass_change_detection(), scratch);
}

impl Scratch {
    /// Sorts the rows of agents by field; within a field they stay as they were. (A counting sort, in which each thread counts, and
    /// then finds their places, for rows of its own.)
    fn sort_by_field<C: Kind>(
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
        // From the numbers of a field to where its rows begin.
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

    /// Puts into each row what was in the row that the order names, for a part of what is in a column. (To swap along the
    /// cycles of the permutation needs no memory, but several times as long.)
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

/// Makes it as long as a column. When it must grow, it grows by a little more than that.
fn fit<T: Default>(scratch: &mut Vec<T>, length: usize) {
    if scratch.capacity() < length {
        scratch.clear();
        scratch.reserve_exact(length + length / 8);
    }
    scratch.resize_with(length, T::default);
}

#[cfg(test)]
mod tests {
    use bevy::ecs::system::RunSystemOnce;

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
        let how = Parallelism::Serial;
        let homes =
            |world: &mut World| -> Vec<u32> { world.query::<&Flock>().iter(world).map(|flock| flock.home).collect() };
        assert!(!homes(world).is_sorted(), "nothing was out of order");
        let order_all = move |flocks: Agents<Flock>, bands: Agents<Band>| {
            order_flocks(flocks, &landscape, how, &mut Scratch::default());
            order_bands(bands, &landscape, how, &mut Scratch::default());
        };
        world.run_system_once(order_all).expect("all its parameters are there");
        assert!(homes(world).is_sorted());
        let mut bands = world.query_filtered::<&Position, With<Band>>();
        let cells: Vec<u32> = bands.iter(world).map(|position| landscape.cell_at(position.0)).collect();
        assert!(cells.len() > 10 && cells.is_sorted());
        assert_eq!(simulation.state_hash(), before);
    }
}
