//! The species of agents.

use strum::{EnumCount, VariantArray};

use crate::engine::agent::{MOST_BIRTHS, MOST_DAYS, MOST_SPECIES};
use crate::scenario::{LONGEST_RUN_DAYS, MOST_BIRTHS_OF_A_FIELD};

/// A species, part of the ids of its agents.
#[derive(Clone, Copy, Debug, EnumCount, PartialEq, Eq, VariantArray)]
pub enum Species {
    /// The pest: bands.
    Pest,
    /// The tree sparrow: flocks.
    Sparrow,
}

const _: () = assert!(Species::COUNT <= MOST_SPECIES, "ids have no room for so many species");
const _: () = assert!(MOST_BIRTHS_OF_A_FIELD == MOST_BIRTHS, "ids have room for another number of births");
const _: () = assert!(LONGEST_RUN_DAYS.unsigned_abs() < MOST_DAYS, "ids have no room for so long a run");

impl From<Species> for u64 {
    fn from(species: Species) -> Self {
        species as Self
    }
}
