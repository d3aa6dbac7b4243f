//! Agents: their ids, their positions, and how all agents of a kind are laid out in their table.

use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;
use bevy_ecs::query::{ArchetypeFilter, ContiguousQueryData, QueryFilter};
use bevy_math::Vec2;

use super::landscape::Landscape;
use super::previous_position::PreviousPosition;
use super::words::{Words, pair, unpair};

/// Our own name for an agent, the same in every run with the same history.
///
/// It is made of the species, the day of birth, the field of birth and the order within that field's births of the day,
/// so ids are given out in field order and do not depend on what happens elsewhere: in twin runs most agents keep their
/// ids, and with them their random numbers.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(pub u64);

const ORDINAL_BITS: u32 = 22;
const CELL_BITS: u32 = 24;
const DAY_BITS: u32 = 16;

const SPECIES_BITS: u32 = u64::BITS - DAY_BITS - CELL_BITS - ORDINAL_BITS;

/// Where in an id the field begins, the day, and the species' lowest bit. The order begins at 0; the species' other bit follows it.
const CELL_FROM: u32 = ORDINAL_BITS + SPECIES_BITS - 1;
const DAY_FROM: u32 = CELL_FROM + CELL_BITS;
const LOWEST_FROM: u32 = DAY_FROM + DAY_BITS;

/// Number of species that ids can tell apart.
pub const MOST_SPECIES: usize = 1 << SPECIES_BITS;
/// Number of days of birth that ids can tell apart.
pub const MOST_DAYS: u32 = 1 << DAY_BITS;
/// Number of fields of birth that ids can tell apart.
pub const MOST_FIELDS: u32 = 1 << CELL_BITS;
/// Number of births of a species in one field on one day that ids can tell apart.
pub const MOST_BIRTHS: u32 = (1 << ORDINAL_BITS) - 1;

impl AgentId {
    /// The `ordinal`-th agent of a species born in field `cell` on `day`. Ids are unique for [`MOST_SPECIES`] species,
    /// days up to 65,535, fields up to 16,777,215 and 4,194,303 births per field and day.
    ///
    /// From the highest bit: the species' lowest bit, the day, the field, the species' other bit, the order. While there are
    /// two species, ids are in the order of species, day, field and birth.
    pub fn new(species: impl Into<u64>, day: u32, cell: u32, ordinal: u32) -> Self {
        let species = species.into();
        debug_assert!(species < MOST_SPECIES as u64 && day < MOST_DAYS);
        debug_assert!(cell < MOST_FIELDS && ordinal < 1 << ORDINAL_BITS);
        let (lowest, others) = (species & 1, species >> 1);
        Self(
            lowest << LOWEST_FROM
                | u64::from(day) << DAY_FROM
                | u64::from(cell) << CELL_FROM
                | others << ORDINAL_BITS
                | u64::from(ordinal),
        )
    }

    /// So many of its bits, from one on.
    #[inline]
    fn bits(self, from: u32, number: u32) -> u32 {
        (self.0 >> from) as u32 & ((1 << number) - 1)
    }

    /// The day and the field of its birth.
    #[inline]
    pub fn birth(self) -> (u32, u32) {
        (self.bits(DAY_FROM, DAY_BITS), self.bits(CELL_FROM, CELL_BITS))
    }

    /// The number of its species.
    #[inline]
    pub fn species(self) -> u64 {
        u64::from(self.bits(ORDINAL_BITS, SPECIES_BITS - 1) << 1 | self.bits(LOWEST_FROM, 1))
    }
}

/// The id under which a field draws its random numbers. No agent has it, except agents of the last species born in the
/// last field of the largest land on the last day of the longest run.
pub fn field_id(cell: u32) -> u64 {
    u64::MAX - u64::from(cell)
}

/// Day, field and order of birth each on its own, since those of neighbours are alike.
impl Words for AgentId {
    type Words = [u64; 2];

    #[inline]
    fn to_words(&self) -> [u64; 2] {
        let (day, cell) = self.birth();
        [pair([self.bits(0, ORDINAL_BITS), day]), pair([cell, self.species() as u32])]
    }

    #[inline]
    fn from_words([birth, rest]: [u64; 2]) -> Self {
        let ([ordinal, day], [cell, species]) = (unpair(birth).map(u64::from), unpair(rest).map(u64::from));
        Self(
            (species & 1) << LOWEST_FROM
                | (day & u64::from(MOST_DAYS - 1)) << DAY_FROM
                | (cell & u64::from(MOST_FIELDS - 1)) << CELL_FROM
                | (species >> 1 << ORDINAL_BITS) & ((1 << CELL_FROM) - 1)
                | ordinal & u64::from(MOST_BIRTHS),
        )
    }

    /// The field of birth: most agents are not far from there.
    fn is_near_the_row_before(half: usize) -> bool {
        half == 2
    }
}

/// Where an agent is, in metres from the south-west corner.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Position(pub Vec2);

impl Words for Position {
    type Words = [u64; 1];

    fn to_words(&self) -> [u64; 1] {
        [pair(self.0.to_array().map(f32::to_bits))]
    }

    fn from_words([place]: [u64; 1]) -> Self {
        Self(unpair(place).map(f32::from_bits).into())
    }

    fn is_near_the_row_before(_half: usize) -> bool {
        true
    }
}

/// All the state of an agent of one kind, in one component: it is all read together once a day, and Bevy keeps eight
/// bytes beside each component of each entity.
pub trait AgentKind: Component<Mutability = Mutable> + Words + Copy {
    /// Tells a query for agents of this kind that it matches no other kind.
    type Others: QueryFilter + ArchetypeFilter;
    /// The field that an agent lives off. Agents are ordered in memory by these fields.
    fn field(&self, position: &Position, landscape: &Landscape) -> u32;
}

/// An agent: its id, its position and its state.
pub type Agent<C> = (AgentId, Position, C);

/// All agents of a kind, mutable: their rows, their components, and their previous positions where those are kept.
pub type Agents<'w, 's, C> = Query<
    'w,
    's,
    (Entity, &'static mut AgentId, &'static mut Position, &'static mut C, Option<&'static mut PreviousPosition>),
    <C as AgentKind>::Others,
>;

/// The one table that holds all agents of a kind, by column.
pub fn the_table<'w, 's, D: ContiguousQueryData, F: ArchetypeFilter>(
    agents: Query<'w, 's, D, F>,
) -> Option<D::Contiguous<'w, 's>> {
    agents.contiguous_iter_inner().ok()?.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: species, day, field and order of birth can each be read from an id, at the ends of their ranges.
    #[test]
    fn ids_tell_all_births_apart() {
        let (last_day, last_cell) = (MOST_DAYS - 1, MOST_FIELDS - 1);
        let mut ids = Vec::new();
        for species in 0..MOST_SPECIES as u64 {
            for day in [0, 1, last_day - 1, last_day] {
                for cell in [0, 1, last_cell - 1, last_cell] {
                    for ordinal in [0, 1, MOST_BIRTHS - 2, MOST_BIRTHS - 1] {
                        let id = AgentId::new(species, day, cell, ordinal);
                        assert_eq!((id.birth(), id.species()), ((day, cell), species));
                        ids.push(id.0);
                    }
                }
            }
        }
        assert!(ids[..ids.len() / 2].is_sorted_by(|a, b| a < b));
        ids.sort_unstable();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
