//! Contract: with a constant number of birds, one well-mixed field without seasons is the predator-release model of
//! Ludwig, Jones and Holling (1978), dN/dt = r N (1 - N/K) - B N^2 / (A^2 + N^2). It has the model's low and high
//! states, to within two per cent; it loses each of them where the model does, to within four per cent of the predation
//! B; and when predation is swept down and up again in one run, it goes round the model's loop, jumping where the
//! equations, solved with the same sweep, jump.
//!
//! The bounds were set before the first run. The run moves in daily steps, the equations continuously: at r = 0.008/d
//! the balancing predation is off by about r/2 = 0.4 %, and a state by up to four times as much, more the nearer it is
//! to its fold. A million square metres hold 50,000 animals in the low state, so chance moves it by about half a per
//! cent.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod theory;

use sparrowfall::experiment::jobs::for_all;
use sparrowfall::scenario::{Action, Scenario};
use sparrowfall::simulation::Simulation;
use theory::{begin, seasonless, set_births_and_deaths, solve};

/// Growth of a sparse population, r, 1/d.
const GROWTH: f64 = 0.008;
/// Pests at which birds find half of what they look for, A, animals/m2.
const HALF_DENSITY: f64 = 0.1;
/// Capacity, K, animals/m2.
const CAPACITY: f64 = 1.0;
/// The field, m2.
const AREA: f64 = 1e6;

/// dN/dt, where birds look for B = `predation` x r A. (In this unit the folds depend on K/A alone.)
fn rate(predation: f64, n: f64) -> f64 {
    let eaten = predation * GROWTH * HALF_DENSITY * n * n / (HALF_DENSITY * HALF_DENSITY + n * n);
    GROWTH * n * (1.0 - n / CAPACITY) - eaten
}

/// The predation at which `n` is an equilibrium.
fn predation_at(n: f64) -> f64 {
    let x = n / HALF_DENSITY;
    (1.0 - n / CAPACITY) * (1.0 + x * x) / x
}

/// Where the low state is lost, and where the high one is: the least and the greatest predation on the curve of
/// equilibria between its two turning points.
fn folds() -> [f64; 2] {
    let curve: Vec<f64> = (1..10_000).map(|i| predation_at(f64::from(i) * 1e-4 * CAPACITY)).collect();
    let turns: Vec<f64> = curve.windows(3).filter(|w| (w[1] - w[0]) * (w[2] - w[1]) < 0.0).map(|w| w[1]).collect();
    turns.try_into().unwrap()
}

/// A field with one or two birds, and its contents.
struct Field {
    run: Simulation,
    birds: u64,
    scenario: Scenario,
}

impl Field {
    fn new(predation: f64, density: f64) -> Self {
        let mut scenario = seasonless(AREA.sqrt() as f32);
        scenario.weather.mean_c = 10.0;
        set_births_and_deaths(&mut scenario, GROWTH, 0.0);
        let pest = &mut scenario.pest;
        pest.crowding_hazard_m2 = (GROWTH / CAPACITY) as f32;
        (pest.adult_intake_g_per_day, pest.animals_per_band) = (0.0, 10_000);
        let land = &mut scenario.landscape;
        (land.tree_cover, land.tree_nest_sites_per_ha) = (1.0, 1.0);
        scenario.encounter.pest_half_density_per_m2 = HALF_DENSITY as f32;
        let sparrow = &mut scenario.sparrow;
        (sparrow.initial_birds_per_nest_site, sparrow.laying_chance) = (0.02, 0.0);
        (sparrow.adult_annual_survival, sparrow.hunger_hazard) = (0.999, 0.0);
        (sparrow.insect_share_spring, sparrow.insect_share_summer) = (1.0, 1.0);
        (sparrow.insect_share_autumn, sparrow.insect_share_winter) = (1.0, 1.0);
        let mut field = Self { run: begin(scenario.clone(), density * AREA), birds: 0, scenario };
        field.run.step();
        field.birds = field.run.record().days[0].sparrows;
        assert!(field.birds > 0, "at least one bird must hunt");
        field.hunt(predation);
        field
    }

    /// Sets predation: the less each prey item replaces, the more items the birds need.
    fn hunt(&mut self, predation: f64) {
        let items = predation * GROWTH * HALF_DENSITY * AREA;
        let value = self.birds as f64 * f64::from(self.scenario.sparrow.intake_g_per_day) / items;
        self.run.intervene(Action::SetParameter { path: "sparrow.prey_item_g".into(), value });
    }

    fn live(&mut self, days: u32) {
        (0..days).for_each(|_| self.run.step());
    }

    /// Pests, animals/m2.
    fn density(&self) -> f64 {
        let today = self.run.record().days.last().unwrap();
        assert_eq!(today.sparrows, self.birds, "a bird has died: predation is not what it was");
        today.pests_of_all_stages as f64 / AREA
    }
}

/// Long enough to settle, or to pass the place where a fold has just disappeared, d.
const LONG: u32 = (80.0 / GROWTH) as u32;

/// Densities that lie below the low state and above the high one.
const STARTS: [f64; 2] = [0.02, 0.95];

#[test]
fn both_states_are_those_of_the_equations() {
    let cases: Vec<(f64, f64)> =
        [2.0, 2.2, 2.4].into_iter().flat_map(|predation| STARTS.map(|start| (predation, start))).collect();
    let found = for_all(&cases, |&(predation, start)| {
        let mut field = Field::new(predation, start);
        field.live(LONG);
        // The mean over time, because chance moves the state about.
        let days = 50;
        let sum: f64 = (0..days)
            .map(|_| {
                field.live(40);
                field.density()
            })
            .sum();
        sum / f64::from(days)
    });
    for ((predation, start), run) in cases.into_iter().zip(found) {
        let [ode] = *solve(|_, [n]| [rate(predation, n)], [start], f64::from(LONG), f64::from(LONG)).last().unwrap();
        println!("predation {predation} from {start}: {run:.4} animals/m2, the equations {ode:.4}");
        assert!((run / ode - 1.0).abs() < 0.02, "predation {predation} from {start}: {run}, not {ode}");
    }
}

#[test]
fn each_state_is_lost_at_its_fold() {
    let [release, collapse] = folds();
    println!("the low state is lost below {release:.4}, the high one above {collapse:.4}, both in r A");
    // Held just inside the fold, lost just outside.
    let cases = [
        (release * 1.04, STARTS[0]),
        (release * 0.96, STARTS[0]),
        (collapse * 0.96, STARTS[1]),
        (collapse * 1.04, STARTS[1]),
    ];
    let found = for_all(&cases, |&(predation, start)| {
        let mut field = Field::new(predation, start);
        field.live(LONG);
        field.density()
    });
    println!("{found:.3?}");
    let is_high: Vec<bool> = found.into_iter().map(|density| density > 0.3).collect();
    assert_eq!(is_high, [false, true, true, false]);
}

#[test]
fn one_run_goes_round_the_loop() {
    const LEG: u32 = 25_000;
    const EVERY: u32 = 50;
    let predation = |day: f64| 1.2 + 2.0 * (day / f64::from(LEG) - 1.0).abs();
    let mut field = Field::new(predation(0.0), 0.034);
    field.live(3);
    let start = field.density();
    let path = solve(|day, [n]| [rate(predation(day), n)], [start], f64::from(2 * LEG), f64::from(EVERY));
    let mut run = vec![start];
    for day in 0..2 * LEG {
        field.hunt(predation(f64::from(day) + 0.5));
        field.live(1);
        if (day + 1) % EVERY == 0 {
            run.push(field.density());
        }
    }
    let path: Vec<f64> = path.into_iter().map(|[n]| n).collect();
    let at = |index: usize| predation((index as u32 * EVERY).into());
    // Where each leg passes the midpoint between the states.
    let jumps = |path: &[f64]| {
        let crossings: Vec<usize> = (1..path.len()).filter(|&i| (path[i - 1] < 0.3) != (path[i] < 0.3)).collect();
        let [up, down] = crossings[..] else { panic!("there are {} jumps, not two", crossings.len()) };
        [at(up), at(down)]
    };
    let (of_run, of_path) = (jumps(&run), jumps(&path));
    println!(
        "outbreak at {:.3}, the equations {:.3}; collapse at {:.3}, {:.3}",
        of_run[0], of_path[0], of_run[1], of_path[1]
    );
    let [release, collapse] = folds();
    assert!(of_run[0] < release && of_run[1] > collapse, "each state outlasts the other's return: hysteresis");
    for (run, path) in of_run.into_iter().zip(of_path) {
        assert!((run / path - 1.0).abs() < 0.02, "the run jumps at {run}, the equations at {path}");
    }
    // Away from the jumps, and with the same predation on both legs, the run is where the equations are.
    let calm = |index: usize| of_path.iter().all(|jump| (at(index) - jump).abs() > 0.2);
    let worst = (0..run.len()).filter(|&i| calm(i)).map(|i| (run[i] / path[i] - 1.0).abs()).fold(0.0, f64::max);
    println!("away from the jumps the run is within {:.2} % of the equations", 100.0 * worst);
    assert!(worst < 0.04, "{worst}");
    let middle = (LEG / 2 / EVERY) as usize;
    let [before, after] = [run[middle], run[run.len() - 1 - middle]];
    println!("at predation {}: {before:.4} on the way down, {after:.4} on the way up", at(middle));
    assert!(after > 8.0 * before);
}
