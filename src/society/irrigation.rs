//! Irrigation works, dug by unskilled workers: some are sound, the others silt up and leave the soil wet and salty.

use serde::{Deserialize, Serialize};

use super::a_day_of;
use crate::scenario::IrrigationParameters;

/// Irrigation works dug since the run began, as shares of the cropland.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waterworks {
    /// Sound ones.
    pub sound: f64,
    /// Unsound ones that still hold.
    pub unsound: f64,
    /// Those that have silted up.
    pub silted: f64,
}

impl Waterworks {
    /// What there is after a day with so many diggers.
    pub fn after_a_day(self, irrigation: &IrrigationParameters, diggers: u64, cropland_ha: f64) -> Self {
        let wanted = f64::from(irrigation.work_days_per_ha) * cropland_ha;
        let room = (1.0 - self.sound - self.unsound - self.silted).max(0.0);
        let dug = if wanted > 0.0 { (diggers as f64 / wanted).min(room) } else { 0.0 };
        let sound_share = f64::from(irrigation.sound_share);
        let silting = self.unsound * a_day_of(f64::from(irrigation.silting_hazard_per_year));
        Self {
            sound: self.sound + dug * sound_share,
            unsound: self.unsound + dug * (1.0 - sound_share) - silting,
            silted: self.silted + silting,
        }
    }

    /// Factor of irrigation on the grain that a full stand bears.
    pub fn bearing(self, irrigation: &IrrigationParameters) -> f64 {
        1.0 + f64::from(irrigation.gain) * (self.sound + self.unsound)
            - f64::from(irrigation.salting_loss) * self.silted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Irrigation, at points that are easy to check by hand; and works never take more
    /// land than there is.
    #[test]
    fn works_follow_their_equations() {
        let irrigation = IrrigationParameters {
            work_days_per_ha: 100.0,
            sound_share: 0.25,
            gain: 0.5,
            silting_hazard_per_year: 0.0,
            salting_loss: 0.25,
        };
        let one = Waterworks::default().after_a_day(&irrigation, 400, 10.0);
        assert!((one.sound - 0.1).abs() < 1e-12 && (one.unsound - 0.3).abs() < 1e-12 && one.silted == 0.0);
        assert!((one.bearing(&irrigation) - 1.2).abs() < 1e-9);
        let fast = IrrigationParameters { silting_hazard_per_year: 365.0 * 2f32.ln(), ..irrigation.clone() };
        let later = one.after_a_day(&fast, 0, 10.0);
        assert!((later.unsound - 0.15).abs() < 1e-6 && (later.silted - 0.15).abs() < 1e-6);
        assert!((later.bearing(&irrigation) - (1.0 + 0.5 * 0.25 - 0.25 * 0.15)).abs() < 1e-6);
        let full = one.after_a_day(&irrigation, 1_000_000, 10.0);
        assert!((full.sound + full.unsound - 1.0).abs() < 1e-9);
        assert_eq!(Waterworks::default().after_a_day(&irrigation, 5, 0.0), Waterworks::default());
    }
}
