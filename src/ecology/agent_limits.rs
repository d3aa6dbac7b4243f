//! Limits on the number of agents: a run never has more than the estimate of its memory allows for, whatever its
//! animals do.
//!
//! Only births add agents, so the limits are applied there: on a day without room for all new agents, each field that
//! has any may make the same number. `births` says what becomes of the rest.

use bevy_ecs::prelude::*;

use crate::scenario::Scenario;

/// The numbers of agents beyond which births add none.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentLimits {
    /// Bands of pests.
    pub bands: u64,
    /// Flocks of sparrows.
    pub flocks: u64,
}

impl AgentLimits {
    /// The limits of a scenario, for the whole run.
    pub fn of(scenario: &Scenario) -> Self {
        let [bands, flocks] = scenario.most_agents();
        Self { bands, flocks }
    }
}

/// The most new agents that a field may have today; `None` if there is room for all that are `wanted`.
pub fn share(free: u64, wanted: impl Iterator<Item = u64>) -> Option<u64> {
    let (mut all, mut fields) = (0, 0);
    for wanted in wanted {
        all += wanted;
        fields += u64::from(wanted > 0);
    }
    (all > free).then(|| free / fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_left_is_shared_by_the_fields_that_want_some() {
        assert_eq!(share(9, [3, 0, 6].into_iter()), None);
        assert_eq!(share(8, [3, 0, 6].into_iter()), Some(4));
        assert_eq!(share(1, [3, 0, 6].into_iter()), Some(0));
        assert_eq!(share(0, [0, 0].into_iter()), None);
    }
}
