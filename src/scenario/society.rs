//! Parameters of the people who work the fields, and of what the state orders them to do.

use super::parameter::parameters;

parameters! {
    /// Farm labour: how many hands there are, what the fields want of them, and what happens where they are missing.
    pub struct LabourParameters {
        /// Farm workers for each hectare of cropland. 0: hands are not counted, and there are always enough.
        workers_per_ha: f32 = 0.0, 0.0..=50.0, "workers/ha", "0 leaves labour out; other values are assumed";
        /// Work of ploughing and sowing a hectare.
        sowing_days_per_ha: f32 = 30.0, 0.01..=1000.0, "worker-days/ha", "assumed";
        /// Work of reaping, binding and carrying in a hectare.
        reaping_days_per_ha: f32 = 40.0, 0.01..=1000.0, "worker-days/ha", "assumed";
        /// Workers who keep a hectare of a growing crop free of weeds, on days warm enough for growth.
        weeders_per_ha: f32 = 0.8, 0.0..=50.0, "workers/ha", "assumed";
        /// Fall in the growth of leaf on a day on which nobody pulls weeds.
        weed_competition: f32 = 0.3, 0.0..=1.0, "1", "assumed";
        /// Days after it should have been reaped for which ripe grain holds.
        grain_holds_days: u32 = 10, 0.0..=365.0, "d", "assumed";
        /// Ripe grain that falls to the ground each day once `grain_holds_days` are over.
        unreaped_hazard: f32 = 0.05, 0.0..=5.0, "1/d", "assumed; unharvested and spoiled grain is put at 3-15 % [U]";
        /// Days after it should have been reaped for which people still try; then the field is given up, and all its grain falls.
        given_up_days: u32 = 60, 1.0..=365.0, "d", "assumed";
    }
}

parameters! {
    /// Untested methods that the plan may order: what they do to work and yield.
    pub struct MethodsParameters {
        /// Part of the grain of a field planted close that does not fill, because its plants stand in each other's light.
        close_planting_loss: f32 = 0.5, 0.0..=1.0, "1", "fields in Anhui from 400 to under 200 jin/mu [S]; elsewhere assumed";
        /// Extra work of ploughing a hectare deep before it is sown. It gains nothing.
        deep_ploughing_days_per_ha: f32 = 120.0, 0.0..=1000.0, "worker-days/ha", "assumed";
    }
}

parameters! {
    /// The plan: what the state orders, as shares of the farm workers or of the fields. Events of the timeline change them; they do
    /// nothing where hands are not counted.
    pub struct PlanParameters {
        /// Farm workers who tend backyard furnaces.
        steel_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; 38-60 M worked part of the time in autumn 1958 [U]";
        /// Farm workers who dig irrigation works.
        irrigation_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; about 30 M in October 1957, one in six in January 1958 [S]";
        /// Farm workers who have been moved to the towns.
        towns_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; 15.7 M left the fields for state industry in 1958 [F]";
        /// Farm workers who take part in a drive of the campaign at full effort.
        drive_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Cropland on which nothing is sown for a calendar year ("plant less, harvest more"). What stands there is reaped.
        fallow_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; area fell by about 10 % by 1959-61 [D]";
        /// Fields that are planted close when they are sown.
        close_planting_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Fields that are ploughed deep before they are sown.
        deep_ploughing_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
    }
}

impl LabourParameters {
    /// Whether hands are counted, so that work may be left undone.
    pub fn is_counted(&self) -> bool {
        self.workers_per_ha > 0.0
    }
}
