//! Who an animal is.

use bevy::prelude::*;

/// Our own name for an agent, the same in every run with the same history.
///
/// It is made of the kind, the day of birth, the field of birth and the order within that field's births of the day, so it
/// is given out in field order and does not depend on what happens elsewhere: in twin runs most agents keep their ids, and
/// with them their random numbers.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(pub u64);

/// The two kinds of agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentKind {
    /// A band of pests.
    Pest = 0,
    /// A flock of sparrows.
    Sparrow = 1,
}

const ORDINAL_BITS: u32 = 23;
const CELL_BITS: u32 = 24;
const DAY_BITS: u32 = 16;

/// Births of a kind in a field and on a day that have ids of their own.
pub const MOST_BIRTHS: u32 = (1 << ORDINAL_BITS) - 1;

impl AgentId {
    /// The `ordinal`-th agent of a kind born in field `cell` on `day`. Days up to 65,535, fields up to 16,777,215 and
    /// 8,388,607 births of a field and day have ids of their own.
    pub fn new(kind: AgentKind, day: u32, cell: u32, ordinal: u32) -> Self {
        debug_assert!(day < 1 << DAY_BITS && cell < 1 << CELL_BITS && ordinal < 1 << ORDINAL_BITS);
        Self(
            (kind as u64) << (DAY_BITS + CELL_BITS + ORDINAL_BITS)
                | u64::from(day) << (CELL_BITS + ORDINAL_BITS)
                | u64::from(cell) << ORDINAL_BITS
                | u64::from(ordinal),
        )
    }
}

/// The id under which a field draws its random numbers. No agent has it, but for flocks that the last field of the largest land
/// would have on the last day of the longest run.
pub fn field_id(cell: u32) -> u64 {
    u64::MAX - u64::from(cell)
}

/// How well fed an agent is: 0 starving, 1 sated. A smoothed mean of the last days' meals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition(pub f32);

impl Condition {
    /// Adds a day on which `met` (0 to 1) of the need was met.
    #[inline]
    pub fn eat(&mut self, met: f32) {
        self.0 += 0.25 * (met - self.0);
    }
}

/// Where an agent is, in metres from the south-west corner.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Position(pub Vec2);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::LONGEST_RUN_DAYS;

    /// Contract: kind, day, field and order of birth can each be read from an id, at the ends of what each may be.
    #[test]
    fn ids_tell_all_births_of_the_longest_run_apart() {
        let (last_day, last_cell) = (LONGEST_RUN_DAYS.unsigned_abs(), (1 << CELL_BITS) - 1);
        let mut ids = Vec::new();
        for kind in [AgentKind::Pest, AgentKind::Sparrow] {
            for day in [0, 1, last_day - 1, last_day] {
                for cell in [0, 1, last_cell - 1, last_cell] {
                    for ordinal in [0, 1, MOST_BIRTHS - 2, MOST_BIRTHS - 1] {
                        ids.push(AgentId::new(kind, day, cell, ordinal).0);
                    }
                }
            }
        }
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
