//! Counties that differ in how well they suit sparrows: small landscapes drawn around one scenario.
//!
//! Suitability is a standard normal number, as in the study of Frank et al. (2025), where it is a county's score as
//! sparrow habitat. Here it acts through the three things that decide how many sparrows a landscape of the model holds:
//! nest sites, tree cover and the severity of winters. Each follows suitability in part and otherwise varies by itself,
//! so that two counties with the same score are not the same county. Laying grounds and pests vary independently of it.
//! Each county has its own weather.

use serde::{Deserialize, Serialize};

use crate::ecology::purpose::Purpose;
use crate::engine::random::{Stream, seed_of_run};
use crate::scenario::Scenario;

/// Correlation of nest sites, trees and winters with suitability (assumed).
const CORRELATION: f64 = 0.95;
/// Natural logarithm of the factor by which one standard deviation multiplies nest sites, tree cover, and, inversely,
/// the winter hazard (assumed: about 2 to 15 sparrows per ha within two standard deviations).
const NEST_SITES_SPREAD: f64 = 0.46;
const TREES_SPREAD: f64 = 0.58;
const WINTERS_SPREAD: f64 = 0.3;
/// The same for laying grounds, and for the initial eggs (assumed).
const LAYING_GROUNDS_SPREAD: f64 = 0.4;
const EGGS_SPREAD: f64 = 0.5;

/// A county, in standard deviations from the average one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct County {
    /// Its number in the study.
    pub number: u32,
    /// Seed of its land, weather and animals.
    pub seed: u64,
    /// How well it suits sparrows.
    pub suitability: f64,
    /// Nest sites.
    pub nest_sites: f64,
    /// Tree cover.
    pub trees: f64,
    /// Mildness of winters for sparrows.
    pub mild_winters: f64,
    /// Open laying grounds of the pest.
    pub laying_grounds: f64,
    /// Eggs of the pest at the start.
    pub eggs: f64,
}

impl County {
    /// Draws county `number`. The same seed and number give the same county.
    pub fn draw(seed: u64, number: u32) -> Self {
        Self::drawn(seed, number, None)
    }

    /// Draws a county of a given suitability; all else is drawn as for any other.
    pub fn of_suitability(seed: u64, number: u32, suitability: f64) -> Self {
        Self::drawn(seed, number, Some(suitability))
    }

    fn drawn(seed: u64, number: u32, suitability: Option<f64>) -> Self {
        let mut stream = Stream::new(seed, u64::from(number), 0, Purpose::County);
        let drawn = stream.normal();
        let suitability = suitability.unwrap_or(drawn);
        let own_part = (1.0 - CORRELATION * CORRELATION).sqrt();
        let mut following = || CORRELATION * suitability + own_part * stream.normal();
        Self {
            number,
            suitability,
            nest_sites: following(),
            trees: following(),
            mild_winters: following(),
            laying_grounds: stream.normal(),
            eggs: stream.normal(),
            seed: seed_of_run(seed, u64::from(number)),
        }
    }

    /// The scenario of this county.
    pub fn scenario(&self, base: &Scenario) -> Scenario {
        let mut scenario = base.clone();
        scenario.seed = self.seed;
        let (land, pest) = (&mut scenario.landscape, &mut scenario.pest);
        let winters = &mut scenario.sparrow.winter_hazard_factor;
        land.village_nest_sites_per_ha = scaled(land.village_nest_sites_per_ha, NEST_SITES_SPREAD * self.nest_sites);
        land.tree_nest_sites_per_ha = scaled(land.tree_nest_sites_per_ha, NEST_SITES_SPREAD * self.nest_sites);
        land.tree_cover = scaled(land.tree_cover, TREES_SPREAD * self.trees).min(1.0);
        *winters = scaled(*winters, -WINTERS_SPREAD * self.mild_winters);
        // Room must be left for the other land uses.
        let others = land.wheat_maize_share
            + land.sweet_potato_share
            + land.early_rice_share
            + land.single_rice_share
            + land.village_share;
        let room = (1.0 - others).max(0.0);
        land.laying_ground_share =
            scaled(land.laying_ground_share, LAYING_GROUNDS_SPREAD * self.laying_grounds).min(room);
        pest.initial_eggs_per_m2 = scaled(pest.initial_eggs_per_m2, EGGS_SPREAD * self.eggs);
        scenario
    }
}

/// A number times e to the power of `log_factor`.
fn scaled(number: f32, log_factor: f64) -> f32 {
    (f64::from(number) * libm::exp(log_factor)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::study::statistics::{mean, slope, standard_deviation};

    #[test]
    fn suitability_is_standard_normal_and_its_parts_follow_it() {
        let counties: Vec<_> = (0..20_000).map(|number| County::draw(7, number)).collect();
        let of = |part: fn(&County) -> f64| counties.iter().map(part).collect::<Vec<_>>();
        for part in [of(|c| c.suitability), of(|c| c.nest_sites), of(|c| c.trees), of(|c| c.mild_winters)] {
            // Five standard errors of the mean and the standard deviation of a standard normal sample.
            assert!(mean(&part).abs() < 5.0 / 20_000_f64.sqrt());
            assert!((standard_deviation(&part) - 1.0).abs() < 5.0 / 40_000_f64.sqrt());
        }
        let points: Vec<_> = counties.iter().map(|c| (c.suitability, c.trees)).collect();
        assert!((slope(&points).unwrap().estimate - CORRELATION).abs() < 0.02);
        let points: Vec<_> = counties.iter().map(|c| (c.suitability, c.laying_grounds)).collect();
        assert!(slope(&points).unwrap().estimate.abs() < 0.04, "pests do not follow it");
    }

    #[test]
    fn an_extreme_county_is_a_valid_scenario() {
        for suitability in [-6.0, 6.0] {
            let county = County { laying_grounds: 6.0, ..County::of_suitability(1, 0, suitability) };
            assert!(county.scenario(&Scenario::default()).check().is_ok(), "{suitability}");
        }
    }
}
