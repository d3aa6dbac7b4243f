//! Harvest reports: each level of the administration adds to what it was told, and the state believes some of that.

use crate::scenario::{GrainParameters, PlanParameters};

/// The harvest that arrives at the top, when each level has added its part.
pub fn reported_kg(grain: &GrainParameters, plan: &PlanParameters, reaped_kg: f64) -> f64 {
    (0..grain.report_levels).fold(reaped_kg, |kg, _| kg * (1.0 + f64::from(plan.exaggeration)))
}

/// The harvest in which the state believes.
pub fn believed_kg(plan: &PlanParameters, reaped_kg: f64, reported_kg: f64) -> f64 {
    reaped_kg + f64::from(plan.trust_in_reports) * (reported_kg - reaped_kg)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Reports and procurement, at points that are easy to check by hand.
    #[test]
    fn reports_grow_from_level_to_level() {
        let plan = PlanParameters { exaggeration: 0.5, trust_in_reports: 0.25, ..PlanParameters::default() };
        let levels = |report_levels| GrainParameters { report_levels, ..GrainParameters::default() };
        assert_eq!([0, 1, 3].map(|n| reported_kg(&levels(n), &plan, 8.0)), [8.0, 12.0, 27.0]);
        assert_eq!(believed_kg(&plan, 8.0, 28.0), 13.0);
    }
}
