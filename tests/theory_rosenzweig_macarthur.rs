//! Contract: wild leaf and pests on one well-mixed field without seasons are the consumer-resource model of Rosenzweig
//! and MacArthur (1963). The run settles at the formulas' N* and P*, to within one per cent; it follows the solution of
//! the equations on the way there, to within two per cent; and past the enrichment threshold, where the equations leave
//! their equilibrium for a limit cycle, so does the run, with its period and its highest and lowest values to within
//! five per cent.
//!
//! The bounds were set before the first run. A million animals make chance small, about one part in a thousand. What is
//! left is the daily step: a hatchling is born sated and takes three days to feel what it finds, and an egg takes two
//! days to become an animal that lays. With a thousandth of the animals dying each day (m = 0.001/d), this moves the
//! share of leaf that is found by about 3.5 m and N* by 7 m, so by under one per cent; a cycle, which accumulates
//! errors on its way, is allowed five. (At twice these rates its lowest leaf is off by 5.4 %, so the rates were
//! halved.)
//!
//! Enrichment is leaf's capacity, in half saturations. The capacity of wild leaf is a constant of the program, so here
//! the half saturation falls instead; in scaled variables it is the same.

#[path = "theory/rosenzweig_macarthur.rs"]
mod rosenzweig_macarthur;
mod theory;

use rosenzweig_macarthur::{CAPACITY, RosenzweigMacArthur};
use sparrowfall::experiment::jobs::for_all;
use sparrowfall::simulation::Simulation;
use theory::{begin, solve};

/// The field's side, m, and its area.
const SIDE_M: f32 = 1000.0;
const M2: f64 = 1e6;

/// A field of a million animals, in bands of up to twenty thousand, after ten days.
fn field(model: &RosenzweigMacArthur, seed: u64) -> Simulation {
    let mut scenario = model.scenario(SIDE_M, 1.0);
    (scenario.seed, scenario.pest.animals_per_band) = (seed, 20_000);
    let mut run = begin(scenario, model.equilibrium()[1] * M2);
    (0..FIRST).for_each(|_| run.step());
    run
}

/// Days until hatchlings are born and fed as they will be from then on.
const FIRST: usize = 10;

/// Leaf, kg/ha, and pests, animals/m2, on each day from day [`FIRST`] on.
fn path(run: &Simulation) -> Vec<[f64; 2]> {
    let days = &run.record().days[FIRST - 1..];
    days.iter().map(|day| [day.leaf_kg / (M2 / 10_000.0), day.pests_of_all_stages as f64 / M2]).collect()
}

/// A thousandth of the pests die each day, and in equilibrium they find three quarters of what they want: N* is three
/// half saturations.
fn model(half_saturation: f64) -> RosenzweigMacArthur {
    RosenzweigMacArthur::new(0.001, half_saturation, 0.75, 1.0)
}

/// The half saturation at the threshold: N* = 3 h is stable where it is more than (K - h) / 2.
const THRESHOLD: f64 = CAPACITY / 7.0;

#[test]
fn it_settles_where_the_formulas_say() {
    const DAYS: usize = 60_000;
    let cases: Vec<(f64, u64)> = [250.0, 300.0, 350.0].into_iter().flat_map(|h| [(h, 1), (h, 2)]).collect();
    let means = for_all(&cases, |&(half, seed)| {
        let mut run = field(&model(half), seed);
        (0..DAYS).for_each(|_| run.step());
        let late = &path(&run)[DAYS / 2..];
        [0, 1].map(|i| late.iter().map(|state| state[i]).sum::<f64>() / late.len() as f64)
    });
    for ((half, seed), [leaf, pests]) in cases.into_iter().zip(means) {
        let model = model(half);
        let [leaf_star, pests_star] = model.equilibrium();
        let last = *solve(|_, y| model.rate(y), [0.3 * CAPACITY, pests_star], 1e5, 1e5).last().unwrap();
        println!(
            "half saturation {half}, seed {seed}: leaf {leaf:.2} kg/ha, formula {leaf_star:.2}, equations {:.2}; pests {pests:.5} \
             per m2, formula {pests_star:.5}, equations {:.5}",
            last[0], last[1]
        );
        assert!((last[0] / leaf_star - 1.0).abs() < 1e-6 && (last[1] / pests_star - 1.0).abs() < 1e-6);
        assert!((leaf / leaf_star - 1.0).abs() < 0.01, "half saturation {half}, seed {seed}: N*");
        assert!((pests / pests_star - 1.0).abs() < 0.01, "half saturation {half}, seed {seed}: P*");
    }
}

#[test]
fn it_follows_the_equations_on_the_way() {
    const DAYS: usize = 15_000;
    let model = model(300.0);
    let mut run = field(&model, 3);
    (0..DAYS).for_each(|_| run.step());
    let run = path(&run);
    let ode = solve(|_, y| model.rate(y), run[0], DAYS as f64, 1.0);
    assert_eq!(run.len(), ode.len());
    let worst = |i: usize| run.iter().zip(&ode).map(|(run, ode)| (run[i] / ode[i] - 1.0).abs()).fold(0.0, f64::max);
    println!("farthest from the equations: leaf {:.2} %, pests {:.2} %", 100.0 * worst(0), 100.0 * worst(1));
    assert!(worst(0) < 0.02 && worst(1) < 0.02, "leaf {}, pests {}", worst(0), worst(1));
}

/// Lowest and highest values, and the mean time between two rises of pests through their equilibrium.
#[derive(Debug)]
struct Cycle {
    leaf: [f64; 2],
    pests: [f64; 2],
    period_d: f64,
}

fn cycle(path: &[[f64; 2]], equilibrium: f64) -> Cycle {
    let extremes =
        |i: usize| [path.iter().map(|y| y[i]).fold(f64::MAX, f64::min), path.iter().map(|y| y[i]).fold(0.0, f64::max)];
    let mut rises: Vec<usize> =
        (1..path.len()).filter(|&t| path[t - 1][1] < equilibrium && path[t][1] >= equilibrium).collect();
    // Chance may cross the line several times in one rise.
    rises.dedup_by(|later, earlier| *later - *earlier < 500);
    let period_d = (rises[rises.len() - 1] - rises[0]) as f64 / (rises.len() - 1) as f64;
    Cycle { leaf: extremes(0), pests: extremes(1), period_d }
}

#[test]
fn enrichment_makes_it_cycle() {
    const DAYS: usize = 60_000;
    let enriched = model(0.8 * THRESHOLD);
    let poor = model(1.4 * THRESHOLD);
    let trace = |model: &RosenzweigMacArthur| {
        let [[leaf, _], [_, pests]] = model.jacobian(model.equilibrium());
        leaf + pests
    };
    assert!(trace(&enriched) > 0.0 && trace(&poor) < 0.0, "one is past the threshold and one is not");
    let runs = for_all(&[enriched, poor], |model| {
        let mut run = field(model, 4);
        (0..DAYS).for_each(|_| run.step());
        path(&run)
    });
    let spread = |path: &[[f64; 2]]| {
        let pests = path[DAYS / 2..].iter().map(|y| y[1]);
        pests.clone().fold(0.0, f64::max) / pests.fold(f64::MAX, f64::min)
    };
    println!("highest to lowest pests: enriched {:.2}, poor {:.3}", spread(&runs[0]), spread(&runs[1]));
    assert!(spread(&runs[1]) < 1.05, "below the threshold it rests");

    // Regrowth where nearly all leaf is gone is the model's own: wild plants sprout from 50 kg/ha.
    let sprouting = |leaf: f64| enriched.growth * (leaf.max(50.0) - leaf) * (1.0 - leaf / CAPACITY);
    let rate = |_, [leaf, pests]: [f64; 2]| {
        let [d_leaf, d_pests] = enriched.rate([leaf, pests]);
        [d_leaf + sprouting(leaf), d_pests]
    };
    let ode = solve(rate, runs[0][0], DAYS as f64, 1.0);
    let late = DAYS / 4..;
    let equilibrium = enriched.equilibrium()[1];
    let (run, ode) = (cycle(&runs[0][late.clone()], equilibrium), cycle(&ode[late], equilibrium));
    println!("run {run:.4?}\nequations {ode:.4?}");
    for (run, ode) in [
        (run.leaf[0], ode.leaf[0]),
        (run.leaf[1], ode.leaf[1]),
        (run.pests[0], ode.pests[0]),
        (run.pests[1], ode.pests[1]),
        (run.period_d, ode.period_d),
    ] {
        assert!((run / ode - 1.0).abs() < 0.05, "{run}, not {ode}");
    }
}
