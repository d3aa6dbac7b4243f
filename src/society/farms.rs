//! Collective farms: what communes, the end of private plots and canteens do to work and food; draft animals, which starve with
//! their owners; and how farming goes forward in ordinary years.

use super::a_day_of;
use crate::scenario::FarmsParameters;

/// Factor of better farming on the grain that a full stand bears, so many years after the run began.
pub fn progress(farms: &FarmsParameters, years: f64) -> f64 {
    (1.0 + f64::from(farms.yield_growth_per_year) * years).max(0.0)
}

/// Factor on the work that a worker does in a day, where work is not paid for on a share of the farms.
pub fn work_unpaid(farms: &FarmsParameters, communes_share: f32) -> f64 {
    1.0 - f64::from(farms.incentive_loss * communes_share)
}

/// Share of the draft animals that is left after a day, at a state of nutrition in the country.
pub fn animals_left(farms: &FarmsParameters, animals: f64, nutrition: f64) -> f64 {
    let starved = a_day_of(f64::from(farms.animal_hunger_hazard_per_year) * (1.0 - nutrition));
    let left = animals * (1.0 - starved);
    left + (1.0 - left) * a_day_of(f64::from(farms.animals_bred_per_year))
}

/// Factor on the work that a worker does in a day, with a share of the draft animals.
pub fn work_with_animals(farms: &FarmsParameters, animals: f64) -> f64 {
    1.0 - f64::from(farms.animals_work_loss) * (1.0 - animals)
}

/// Factor of manure on the grain that a full stand bears, with a share of the draft animals.
pub fn manure(farms: &FarmsParameters, animals: f64) -> f64 {
    1.0 - f64::from(farms.manure_loss) * (1.0 - animals)
}

/// Factor on the grain that the country wants, with a share of the draft animals to feed.
pub fn want_with_animals(farms: &FarmsParameters, animals: f64) -> f64 {
    1.0 - f64::from(farms.animal_feed) * (1.0 - animals)
}

/// Food from private plots, as a share of what country people want.
pub fn private_food(farms: &FarmsParameters, communes_share: f32) -> f64 {
    f64::from(farms.private_plot_food * (1.0 - communes_share))
}

/// Share of the grain handed out in villages that is wasted, where a share of them has canteens.
pub fn wasted_share(farms: &FarmsParameters, canteens_share: f32) -> f64 {
    f64::from(farms.canteen_waste * canteens_share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Collective farms, at points that are easy to check by hand.
    #[test]
    fn farms_follow_their_equations() {
        let farms = FarmsParameters {
            yield_growth_per_year: 0.125,
            incentive_loss: 0.25,
            private_plot_food: 0.125,
            canteen_waste: 0.5,
            animal_hunger_hazard_per_year: 730.0 * 2f32.ln(),
            animals_bred_per_year: 0.0,
            animals_work_loss: 0.5,
            manure_loss: 0.25,
            animal_feed: 0.125,
        };
        assert_eq!([0.0, 4.0].map(|years| progress(&farms, years)), [1.0, 1.5]);
        let falling = FarmsParameters { yield_growth_per_year: -0.125, ..farms.clone() };
        assert_eq!(progress(&falling, 20.0), 0.0);
        assert_eq!([0.0, 0.5, 1.0].map(|share| work_unpaid(&farms, share)), [1.0, 0.875, 0.75]);
        assert_eq!([0.0, 0.5, 1.0].map(|share| private_food(&farms, share)), [0.125, 0.0625, 0.0]);
        assert_eq!(animals_left(&farms, 0.75, 1.0), 0.75);
        assert!((animals_left(&farms, 0.75, 0.5) - 0.375).abs() < 1e-6);
        let bred = FarmsParameters { animals_bred_per_year: 365.0 * 2f32.ln(), ..farms.clone() };
        assert!((animals_left(&bred, 0.75, 1.0) - 0.875).abs() < 1e-6);
        assert_eq!([1.0, 0.5].map(|animals| work_with_animals(&farms, animals)), [1.0, 0.75]);
        assert_eq!([1.0, 0.5].map(|animals| manure(&farms, animals)), [1.0, 0.875]);
        assert_eq!([1.0, 0.5].map(|animals| want_with_animals(&farms, animals)), [1.0, 0.9375]);
        assert_eq!([0.0, 0.5].map(|share| wasted_share(&farms, share)), [0.0, 0.25]);
    }
}
