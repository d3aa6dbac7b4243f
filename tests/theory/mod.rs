//! What the theory tests share: the model as one well-mixed field without seasons, and the equations it is compared
//! with.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use differential_equations::prelude::{ExplicitRungeKutta, IVP};
use jiff::civil::date;
use sparrowfall::ecology::pest::EggBank;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::scenario::Scenario;
use sparrowfall::simulation::Simulation;

/// A square of grass in a world without seasons: hardly any weather, no sparrows, and pests that lay from the day after
/// they hatch, hatch from day-old eggs, never starve and differ only in age.
pub fn seasonless(side_m: f32) -> Scenario {
    // The initial eggs of a run develop from the first of March.
    let mut scenario =
        Scenario { title: "Theory".into(), start: date(1901, 3, 1), end: date(2079, 1, 1), ..Scenario::default() };
    let land = &mut scenario.landscape;
    (land.fields_wide, land.fields_high, land.field_side_m, land.latitude_deg) = (1, 1, side_m, 0.0);
    (land.wheat_maize_share, land.sweet_potato_share, land.village_share, land.laying_ground_share) =
        (0.0, 0.0, 0.0, 0.0);
    (land.village_nest_sites_per_ha, land.tree_nest_sites_per_ha, land.field_laying_suitability) = (0.0, 0.0, 1.0);
    let weather = &mut scenario.weather;
    (weather.amplitude_c, weather.temperature_sd_c, weather.flood_wetness) = (0.0, 0.0, 10.0);
    (weather.drought_sensitivity, weather.waterlogging_sensitivity, weather.drought_laying_gain) = (0.0, 0.0, 0.0);
    let pest = &mut scenario.pest;
    (pest.base_temperature_c, pest.egg_degree_days, pest.hopper_degree_days, pest.maturation_degree_days) =
        (-5.0, 1.0, 1.0, 0.0);
    (pest.hatch_interval_days, pest.diapause_day_length_h, pest.gregarious_density_per_m2) = (1, 0.0, 0.0);
    (pest.egg_hazard, pest.frost_hazard, pest.hunger_hazard, pest.crowding_hazard_m2) = (0.0, 0.0, 0.0, 0.0);
    (pest.wasted_per_eaten, pest.grain_share_of_food, pest.animals_per_band) = (0.0, 0.0, 1);
    let encounter = &mut scenario.encounter;
    (encounter.other_insects_per_m2, encounter.weed_seed_kg_per_ha_year) = (0.0, 0.0);
    (encounter.vulnerability_instar1, encounter.vulnerability_instar2) = (1.0, 1.0);
    (encounter.vulnerability_instar5, encounter.vulnerability_adult) = (1.0, 1.0);
    scenario
}

/// Sets daily births and deaths, the same for all ages.
pub fn set_births_and_deaths(scenario: &mut Scenario, births: f64, deaths: f64) {
    let pest = &mut scenario.pest;
    // Half of the animals are females.
    (pest.eggs_per_pod, pest.days_between_pods) = ((2.0 * births * 50.0) as f32, 50.0);
    (pest.hatchling_hazard, pest.hopper_hazard, pest.adult_hazard) = (deaths as f32, deaths as f32, deaths as f32);
}

/// A run that begins with `eggs` eggs, whatever its seed makes of the scenario's mean.
pub fn begin(mut scenario: Scenario, eggs: f64) -> Simulation {
    let m2 = f64::from(scenario.landscape.field_side_m).powi(2);
    let eggs_of = |simulation: &mut Simulation| -> f64 {
        let world = simulation.world_mut();
        world.query::<&EggBank>().iter(world).map(|bank| bank.eggs() as f64).sum()
    };
    // Enough for a mean that can be scaled exactly.
    scenario.pest.initial_eggs_per_m2 = (1e6 / m2) as f32;
    let given = eggs_of(&mut Simulation::new(scenario.clone(), Parallelism::Serial));
    scenario.pest.initial_eggs_per_m2 *= (eggs / given) as f32;
    scenario.check().unwrap();
    Simulation::new(scenario, Parallelism::Serial)
}

/// The solution of dy/dt = `rate`(t, y) from `start`, every `every` days up to `days`, the start included.
pub fn solve<const N: usize>(
    rate: impl Fn(f64, [f64; N]) -> [f64; N],
    start: [f64; N],
    days: f64,
    every: f64,
) -> Vec<[f64; N]> {
    IVP::ode_from_fn(|t, y: &[f64; N], dydt: &mut [f64; N]| *dydt = rate(t, *y), 0.0, days, start)
        .even(every)
        .method(ExplicitRungeKutta::dop853().rtol(1e-9).atol(1e-9))
        .solve()
        .unwrap()
        .y
}
