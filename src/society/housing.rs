//! Houses: pulled down for their materials, and built again.

use super::a_day_of;
use crate::scenario::HousingParameters;

/// Share of the houses that stands after a day.
pub fn houses_left(housing: &HousingParameters, demolition_hazard_per_year: f32, houses: f64) -> f64 {
    let left = houses * (1.0 - a_day_of(f64::from(demolition_hazard_per_year)));
    left + (1.0 - left) * a_day_of(f64::from(housing.rebuilt_per_year))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equation of ODD's section Housing, at points that are easy to check by hand.
    #[test]
    fn houses_follow_their_equation() {
        let half = 365.0 * 2f32.ln();
        let [none, fast] = [0.0, half].map(|rebuilt_per_year| HousingParameters { rebuilt_per_year });
        assert!((houses_left(&none, half, 0.8) - 0.4).abs() < 1e-6);
        assert_eq!(houses_left(&none, 0.0, 0.8), 0.8);
        assert!((houses_left(&fast, 0.0, 0.8) - 0.9).abs() < 1e-6);
    }
}
