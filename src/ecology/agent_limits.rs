//! Limits on the number of agents: a run has at most as many as the estimate of its memory says, whatever its animals would
//! do.
//!
//! Only births add agents, so the limits are kept there: on a day on which there is no room for all new agents, each field that
//! has some may make the same number of them. What becomes of the others, `births` says.

use bevy::prelude::*;

use crate::scenario::Scenario;

/// The most agents of each kind that births may bring a run to.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentLimits {
    /// Bands of pests.
    pub bands: u64,
    /// Flocks of sparrows.
    pub flocks: u64,
}

impl AgentLimits {
    /// That of a scenario, for the whole run.
    pub fn of(scenario: &Scenario) -> Self {
        let [bands, flocks] = scenario.most_agents();
        Self { bands, flocks }
    }
}

/// The most new agents that a field may have today, if there is not room for all that are `wanted` by the fields.
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
    fn what_room_there_is_is_shared_by_those_who_want_some() {
        assert_eq!(share(9, [3, 0, 6].into_iter()), None);
        assert_eq!(share(8, [3, 0, 6].into_iter()), Some(4));
        assert_eq!(share(1, [3, 0, 6].into_iter()), Some(0));
        assert_eq!(share(0, [0, 0].into_iter()), None);
    }
}
