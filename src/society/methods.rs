//! Untested methods that the plan orders: close planting, deep ploughing, and leaving land unsown.

use crate::ecology::field_work::FieldWork;
use crate::scenario::{LabourParameters, MethodsParameters, PlanParameters};

/// Work of ploughing and sowing a hectare, worker-days: a share of the land is ploughed deep.
pub fn sowing_days_per_ha(labour: &LabourParameters, plan: &PlanParameters, methods: &MethodsParameters) -> f64 {
    f64::from(labour.sowing_days_per_ha) + f64::from(plan.deep_ploughing_share * methods.deep_ploughing_days_per_ha)
}

/// Factor on the filling of grain of a field that is planted close.
fn close_planting_factor(methods: &MethodsParameters) -> f32 {
    1.0 - methods.close_planting_loss
}

/// What the plan orders to be done on the fields this year.
pub fn orders(plan: &PlanParameters, methods: &MethodsParameters) -> FieldWork {
    FieldWork {
        left_fallow: f64::from(plan.fallow_share),
        planted_close: f64::from(plan.close_planting_share),
        close_planting: close_planting_factor(methods),
        ..FieldWork::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Untested methods, at points that are easy to check by hand.
    #[test]
    fn methods_follow_their_equations() {
        let labour = LabourParameters { sowing_days_per_ha: 30.0, ..LabourParameters::default() };
        let methods = MethodsParameters { close_planting_loss: 0.25, deep_ploughing_days_per_ha: 100.0 };
        let deep = |deep_ploughing_share| PlanParameters { deep_ploughing_share, ..PlanParameters::default() };
        let days = [0.0, 0.5, 1.0].map(|share| sowing_days_per_ha(&labour, &deep(share), &methods));
        assert_eq!(days, [30.0, 80.0, 130.0]);
        assert_eq!(close_planting_factor(&methods), 0.75);
    }
}
