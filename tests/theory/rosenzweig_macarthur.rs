//! The model of Rosenzweig and MacArthur: its equations, and the scenario they describe.

use sparrowfall::scenario::Scenario;

use crate::theory::{seasonless, set_births_and_deaths};

/// Leaf of a full stand of wild plants, kg/ha.
pub const CAPACITY: f64 = 1500.0;

/// Kilograms per hectare in one gram per square metre.
const KG_PER_HA: f64 = 10.0;

/// The consumer-resource model of Rosenzweig and MacArthur (1963), in the terms of the program: leaf N, kg/ha, and
/// pests P, animals/m2. dN/dt = r N (1 - N/K) - a N P / (1 + a h N), dP/dt = e a N P / (1 + a h N) - m P.
#[derive(Clone, Copy, Debug)]
pub struct RosenzweigMacArthur {
    /// Growth of leaf, r, 1/d.
    pub growth: f64,
    /// Leaf at which an animal finds half of what it wants, 1/(a h), kg/ha.
    pub half_saturation: f64,
    /// The most that an animal eats, 1/h, g/d.
    pub intake_g: f64,
    /// Births of an animal that finds all it wants, e/h, 1/d.
    pub births: f64,
    /// Deaths, m, 1/d.
    pub deaths: f64,
}

impl RosenzweigMacArthur {
    /// Pests of which the share `deaths` dies each day, on leaf that can grow five times as fast. In equilibrium they
    /// find the share `found` of what they want, and there are `per_m2` of them.
    pub fn new(deaths: f64, half_saturation: f64, found: f64, per_m2: f64) -> Self {
        let growth = 5.0 * deaths;
        let leaf = half_saturation * found / (1.0 - found);
        let eaten = growth * leaf * (1.0 - leaf / CAPACITY);
        Self { growth, half_saturation, intake_g: eaten / found / per_m2 / KG_PER_HA, births: deaths / found, deaths }
    }

    /// The scenario of a field, in which a step of the program stands for `days` days.
    pub fn scenario(&self, side_m: f32, days: f64) -> Scenario {
        let mut scenario = seasonless(side_m);
        // Wild plants grow by 0.006 per degree day above 5 deg C.
        scenario.weather.mean_c = (5.0 + days * self.growth / 0.006) as f32;
        set_births_and_deaths(&mut scenario, days * self.births, days * self.deaths);
        // What a band wants is counted in whole milligrams, so nothing may be wanting to a whole one.
        scenario.pest.adult_intake_g_per_day = (days * self.intake_g * (1.0 + 1e-6)) as f32;
        scenario.pest.leaf_half_saturation_kg_per_ha = self.half_saturation as f32;
        scenario
    }

    /// a, h, and e of the formulas, for N in kg/ha and P in animals/m2.
    fn rates(&self) -> [f64; 3] {
        let most_eaten = self.intake_g * KG_PER_HA;
        [most_eaten / self.half_saturation, 1.0 / most_eaten, self.births / most_eaten]
    }

    /// N* and P*.
    pub fn equilibrium(&self) -> [f64; 2] {
        let [a, h, e] = self.rates();
        let leaf = self.deaths / (a * (e - self.deaths * h));
        [leaf, self.growth / a * (1.0 - leaf / CAPACITY) * (1.0 + a * h * leaf)]
    }

    /// dN/dt and dP/dt.
    pub fn rate(&self, [leaf, pests]: [f64; 2]) -> [f64; 2] {
        let [a, h, e] = self.rates();
        let eaten = a * leaf * pests / (1.0 + a * h * leaf);
        [self.growth * leaf * (1.0 - leaf / CAPACITY) - eaten, e * eaten - self.deaths * pests]
    }

    /// The derivatives of dN/dt, and of dP/dt, by N and P.
    pub fn jacobian(&self, [leaf, pests]: [f64; 2]) -> [[f64; 2]; 2] {
        let [a, h, e] = self.rates();
        let found = 1.0 + a * h * leaf;
        let (eaten, steeper) = (a * leaf / found, a * pests / (found * found));
        [[self.growth * (1.0 - 2.0 * leaf / CAPACITY) - steeper, -eaten], [e * steeper, e * eaten - self.deaths]]
    }
}
