//! How much memory there is for states of days that have been lived.

use crate::scenario::{Scenario, free_memory};
use crate::timeline::{DEFAULT_BUDGET, field_years};

/// The simulations of one land that there may be at once: the run, its twin, and for each of them one that prepares days.
const SIMULATIONS: u64 = 4;
/// The run and its twin, each of which keeps states of its days, and what has become of each field in each year.
const WORLDS: u64 = 2;

/// Memory for states of days that have been lived, in bytes, for the run and as much for its twin: all that is wanted where the
/// simulations and the years of fields leave it free, and none where they do not.
pub fn kept_bytes(scenario: &Scenario) -> usize {
    kept_of(free_memory().bytes, scenario)
}

fn kept_of(free: u64, scenario: &Scenario) -> usize {
    let taken = SIMULATIONS * scenario.estimated_memory_bytes() + WORLDS * field_years::estimated_bytes(scenario);
    (DEFAULT_BUDGET / 2).min((free.saturating_sub(taken) / WORLDS) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: states are kept in what four simulations and the years of all fields of both worlds leave free, and in no more than is
    /// wanted.
    #[test]
    fn states_take_what_is_left_free() {
        let scenario = Scenario::default();
        let land = u64::from(scenario.landscape.fields_wide * scenario.landscape.fields_high);
        let years = u64::from(scenario.end.year().abs_diff(scenario.start.year())) + 1;
        let all = 4 * scenario.estimated_memory_bytes() + 2 * 6 * land * years;
        let kept = [0, all, all + 2000, u64::MAX].map(|free| kept_of(free, &scenario));
        assert_eq!(kept, [0, 0, 1000, DEFAULT_BUDGET / 2]);
    }
}
