//! Days of agents that never lived, for tests.

use bevy::prelude::Vec2;
use jiff::civil::date;

use crate::ecology::condition::Condition;
use crate::ecology::flows::{DemographicCounts, DemographicEvent};
use crate::ecology::followed::{AgentDay, Animals, Meal};
use crate::ecology::pest::{Band, Stage};
use crate::ecology::sparrow::{Brood, Flock};
use crate::ecology::species::Species;
use crate::engine::agent::AgentId;

/// A flock of grown birds at home in field 7, well fed and without a brood.
pub fn flock(adults: u16) -> Flock {
    Flock { home: 7, adults, juveniles: 0, condition: Condition(1.0), brood: Brood::default() }
}

/// A band of solitary pests.
pub fn band(count: u32, moults: u8) -> Band {
    Band { count, stage: Stage { moults, progress: 0.5 }, phase: 0.0, condition: Condition(1.0) }
}

/// A day of a flock on 24 April 1958.
pub fn day_of_flock(before: Flock, after: Flock, counts: &[(DemographicEvent, u64)]) -> AgentDay {
    day(Species::Sparrow, [Animals::Flock(before), Animals::Flock(after)], counts)
}

/// A day of a band on that day.
pub fn day_of_band(before: Band, after: Band, counts: &[(DemographicEvent, u64)]) -> AgentDay {
    day(Species::Pest, [Animals::Band(before), Animals::Band(after)], counts)
}

fn day(species: Species, [before, after]: [Animals; 2], counts: &[(DemographicEvent, u64)]) -> AgentDay {
    AgentDay {
        id: AgentId::new(species, 0, 7, 0),
        day: 24,
        date: date(1958, 4, 24),
        place_m: Vec2::ZERO,
        cell: 7,
        meal: Meal::default(),
        counts: DemographicCounts::of(counts),
        is_drive: false,
        before,
        after,
        end: Some(after),
        host: None,
    }
}
