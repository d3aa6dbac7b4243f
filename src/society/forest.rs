//! Trees: burnt as charcoal in furnaces, slow to grow again, and missed by the soil.

use super::a_day_of;
use crate::scenario::ForestParameters;

/// Share of the trees that is left after a day on which so much iron was smelted. `trees_ha` is what trees covered when the run
/// began, in hectares fully covered.
pub fn trees_left(forest: &ForestParameters, trees: f64, iron_kg: f64, trees_ha: f64) -> f64 {
    let wood_kg = 1000.0 * f64::from(forest.wood_t_per_ha) * trees_ha;
    let felled = if wood_kg > 0.0 { iron_kg * f64::from(forest.wood_kg_per_iron_kg) / wood_kg } else { 0.0 };
    let left = (trees - felled).max(0.0);
    left + (1.0 - left) * a_day_of(f64::from(forest.regrowth_per_year))
}

/// Factor of erosion on the grain that a full stand bears.
pub fn erosion(forest: &ForestParameters, trees: f64) -> f64 {
    1.0 - f64::from(forest.erosion_loss) * (1.0 - trees)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Forest, at points that are easy to check by hand.
    #[test]
    fn trees_follow_their_equations() {
        let forest = ForestParameters {
            wood_kg_per_iron_kg: 10.0,
            wood_t_per_ha: 50.0,
            regrowth_per_year: 0.0,
            erosion_loss: 0.25,
        };
        // 10 t of wood of 1000 t.
        assert!((trees_left(&forest, 0.5, 1000.0, 20.0) - 0.49).abs() < 1e-9);
        assert_eq!(trees_left(&forest, 0.5, 1e9, 20.0), 0.0);
        assert_eq!(trees_left(&forest, 1.0, 1e9, 0.0), 1.0);
        let fast = ForestParameters { regrowth_per_year: 365.0 * 2f32.ln(), ..forest.clone() };
        assert!((trees_left(&fast, 0.5, 0.0, 20.0) - 0.75).abs() < 1e-6);
        assert_eq!([1.0, 0.5, 0.0].map(|trees| erosion(&forest, trees)), [1.0, 0.875, 0.75]);
    }
}
