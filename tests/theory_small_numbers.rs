//! Contract: chance is part of the model, and nothing props it up or rounds it off. Where the equations of Rosenzweig
//! and MacArthur settle in damped cycles, a small population of true individuals on one field without seasons
//!
//! - goes on cycling, with the amplitude and, at 400 animals, with the rhythm that van Kampen's expansion gives (McKane
//!   and Newman 2005), and with twice the amplitude in a field a quarter as large;
//! - dies out, sooner the smaller it is, and stays extinct, which the equations never do.
//!
//! Seeds are fixed, so a test that passes keeps passing; the statistics are given with each test. Not all of them were
//! there before the first run. The autocorrelation's second peak was meant to give the period, but at 100 animals it is
//! hardly higher than its own error, so the whole curve is compared instead; and only at 400, because a hundred animals
//! were found to cycle more slowly than in the expansion, which is for small deviations. The model is well below the
//! enrichment threshold for the same reason: close to it, 400 animals strayed three times as far as the expansion says,
//! as widely as the limit cycle beyond.

#[path = "theory/expansion.rs"]
mod expansion;
#[path = "theory/rosenzweig_macarthur.rs"]
mod rosenzweig_macarthur;
mod theory;

use rosenzweig_macarthur::{CAPACITY, RosenzweigMacArthur};
use sparrowfall::experiment::jobs::for_all;
use sparrowfall::record::series::DayRow;
use sparrowfall::scenario::Scenario;
use theory::{begin, solve};

/// Animals that find half of what they want, with leaf at 0.4 of its capacity, where the enrichment threshold is at
/// 0.3: cycles fade, but slowly. There are `per_m2` of them.
fn model(deaths: f64, per_m2: f64) -> RosenzweigMacArthur {
    RosenzweigMacArthur::new(deaths, 0.4 * CAPACITY, 0.5, per_m2)
}

/// All rows of a run of a field that begins with the equations' equilibrium number of animals.
fn lived(model: &RosenzweigMacArthur, m2: f64, seed: u64, days: usize) -> Vec<DayRow> {
    let scenario = Scenario { seed, ..model.scenario(m2.sqrt() as f32, 1.0) };
    let mut run = begin(scenario, model.equilibrium()[1] * m2);
    (0..days).for_each(|_| run.step());
    run.record().days.clone()
}

/// Days of a run whose cycles are examined, and the days before them.
const DAYS: usize = 30_000;
const FIRST: usize = 6_000;

/// Correlation of series with themselves `lag` places later.
fn correlation(many: &[Vec<f64>], lag: usize) -> f64 {
    let all = || many.iter().flatten();
    let mean = all().sum::<f64>() / all().count() as f64;
    let pairs = || many.iter().flat_map(|one| one.iter().zip(&one[lag..])).map(|(x, y)| (x - mean, y - mean));
    let squares = pairs().map(|(x, y)| x * x + y * y).sum::<f64>() / 2.0;
    pairs().map(|(x, y)| x * y).sum::<f64>() / squares
}

/// A disturbance fades in 2000 d, so the eight runs of a size hold 120 independent stretches. The standard error of the
/// amplitude is then 1 / sqrt(2 x 120) = 6.5 %, that of the ratio of two amplitudes 9.1 %, that of a correlation at
/// most 1 / sqrt(120) = 0.09, and each is judged at three standard errors: one false alarm in 370 per figure.
#[test]
fn chance_keeps_cycles_alive_that_the_equations_let_fade() {
    const STEP: usize = 25;
    const LAGS: usize = 8;
    let model = model(0.002, 1.0);
    let [leaf_star, pests_star] = model.equilibrium();
    let [[ll, lp], [pl, pp]] = model.jacobian([leaf_star, pests_star]);
    let damping = -(ll + pp) / 2.0;
    let period = core::f64::consts::TAU / (ll * pp - lp * pl - damping * damping).sqrt();
    println!("the equations' period is {period:.0} d, their damping time {:.0} d", 1.0 / damping);
    let sizes = [400.0, 100.0];
    let cases: Vec<(f64, u64)> = sizes.iter().flat_map(|&m2| (1..=8).map(move |seed| (m2, seed))).collect();
    let runs = for_all(&cases, |&(m2, seed)| {
        let days = lived(&model, m2, seed, FIRST + DAYS);
        days[FIRST..].iter().step_by(STEP).map(|day| day.pests_of_all_stages as f64).collect::<Vec<f64>>()
    });
    let mut breadths = Vec::new();
    for (m2, pests) in sizes.into_iter().zip(runs.chunks(8)) {
        let rate = |_, y| expansion::rate(&model, m2, y);
        let start = [0.5 * leaf_star, pests_star, 0.0, 0.0, 0.0];
        let rest = *solve(rate, start, DAYS as f64, DAYS as f64).last().unwrap();
        assert!((rest[0] / leaf_star - 1.0).abs() < 1e-3 && (rest[1] / pests_star - 1.0).abs() < 1e-3, "they rest");

        let all = || pests.iter().flatten();
        let mean = all().sum::<f64>() / all().count() as f64;
        let breadth = (all().map(|n| (n - mean).powi(2)).sum::<f64>() / all().count() as f64).sqrt() / mean;
        let expected = rest[4].sqrt() / rest[1];
        // The covariance of pests with leaf and pests some time before follows dy/dt = J y (the regression theorem).
        let lagged = solve(
            |_, [leaf, pests]| [ll * leaf + lp * pests, pl * leaf + pp * pests],
            [rest[3], rest[4]],
            period,
            period / LAGS as f64,
        );
        let theory: Vec<f64> = lagged.iter().map(|y| y[1] / rest[4]).collect();
        let found: Vec<f64> =
            (0..=LAGS).map(|i| correlation(pests, (period * i as f64 / LAGS as f64) as usize / STEP)).collect();
        println!(
            "{m2} m2, {mean:.1} animals: amplitude {:.1} %, expected {:.1} %\nautocorrelation {found:.2?}\nexpected        \
             {theory:.2?}",
            100.0 * breadth,
            100.0 * expected
        );
        assert!((breadth / expected - 1.0).abs() < 0.2, "{m2} m2: amplitude {breadth}, not {expected}");
        breadths.push(breadth);
        if m2 == sizes[0] {
            assert!(found[LAGS / 2] < -0.27, "no cycles");
            let worst = found.iter().zip(&theory).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(worst < 0.27, "an autocorrelation is off by {worst}");
        }
    }
    let ratio = breadths[1] / breadths[0];
    println!("in a quarter of the field cycles have {ratio:.2} times the amplitude");
    assert!((ratio / 2.0 - 1.0).abs() < 0.27, "{ratio}");
}

/// Of 40 populations of a size. A share's standard error is at most 0.079; the shares of two sizes must differ by three
/// standard errors of a difference, 0.34: one false alarm in 740.
#[test]
fn small_populations_die_out_for_good() {
    const SEEDS: u64 = 40;
    const DAYS: usize = 6000;
    let model = model(0.01, 0.05);
    let sizes = [800.0, 400.0, 200.0];
    let cases: Vec<(f64, u64)> = sizes.iter().flat_map(|&m2| (1..=SEEDS).map(move |seed| (m2, seed))).collect();
    let ends = for_all(&cases, |&(m2, seed)| {
        let days = lived(&model, m2, seed, DAYS);
        let extinct = days.iter().position(|day| day.pests_of_all_stages + day.pest_eggs == 0);
        if let Some(first) = extinct {
            assert!(
                days[first..].iter().all(|day| day.pests_of_all_stages + day.pest_eggs == 0),
                "{m2} m2, seed {seed}: rescued"
            );
        }
        extinct
    });
    let shares: Vec<f64> =
        ends.chunks(SEEDS as usize).map(|ends| ends.iter().flatten().count() as f64 / SEEDS as f64).collect();
    let [leaf, pests] = model.equilibrium();
    let path = solve(|_, y| model.rate(y), [0.75 * leaf, pests], DAYS as f64, 10.0);
    let least = path.iter().map(|y| y[1]).fold(f64::MAX, f64::min) / pests;
    for (m2, share) in sizes.into_iter().zip(&shares) {
        println!("{:.0} animals: {:.0} % die out in {DAYS} days", pests * m2, 100.0 * share);
    }
    println!("the equations never fall below {:.0} % of their equilibrium", 100.0 * least);
    assert!(least > 0.5);
    assert!(shares[2] - shares[1] > 0.34 && shares[1] - shares[0] > 0.34, "{shares:?}");
}
