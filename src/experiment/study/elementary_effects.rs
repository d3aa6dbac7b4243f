//! Elementary effects (Morris 1991, with the mean size mu* of Campolongo, Cariboni & Saltelli 2007): which of many
//! parameters an answer depends on, from few runs.
//!
//! Each parameter lies on a grid of p levels from 0 to 1. A trajectory begins at a random point of the grid's lower half and
//! raises one parameter after another, in random order, by D = p / (2 (p - 1)). An elementary effect is the answer's change
//! along one step, divided by D.

use rand::rngs::ChaCha20Rng;
use rand::{Rng, SeedableRng};

use super::statistics::{mean, standard_deviation};

/// p: levels of the grid; an even number.
const LEVELS: u32 = 4;
/// D: the size of a step.
const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS - 1) as f64);

/// A way through the grid on which each parameter is raised once.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    start: Vec<f64>,
    /// Parameters in the order in which they are raised.
    order: Vec<usize>,
}

impl Trajectory {
    /// Its points: where it starts, and where it is after each step.
    pub fn points(&self) -> impl Iterator<Item = Vec<f64>> {
        let steps = self.order.iter().scan(self.start.clone(), |point, &parameter| {
            point[parameter] += STEP;
            Some(point.clone())
        });
        std::iter::once(self.start.clone()).chain(steps)
    }
}

/// Draws `number` random trajectories over as many `parameters`.
pub fn trajectories(seed: u64, parameters: usize, number: usize) -> Vec<Trajectory> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut random = ChaCha20Rng::from_seed(bytes);
    // A number below `most`. Chances differ by less than one in a hundred million.
    let mut below = |most: usize| random.next_u32() as usize % most;
    let mut trajectory = |_| {
        let start = (0..parameters).map(|_| below(LEVELS as usize / 2) as f64 / f64::from(LEVELS - 1)).collect();
        let mut order: Vec<_> = (0..parameters).collect();
        (1..parameters).rev().for_each(|last| order.swap(last, below(last + 1)));
        Trajectory { start, order }
    };
    (0..number).map(&mut trajectory).collect()
}

/// What the elementary effects of one parameter are like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Mean of their sizes.
    pub mu_star: f64,
    /// Their mean.
    pub mu: f64,
    /// Their standard deviation: how much the effect depends on the other parameters and on how curved it is.
    pub sigma: f64,
}

/// The effects of each parameter, from the answers at the trajectories' points, one trajectory after another.
pub fn effects(trajectories: &[Trajectory], answers: &[f64]) -> Vec<Effects> {
    let parameters = trajectories.first().map_or(0, |trajectory| trajectory.order.len());
    let mut effects = vec![Vec::new(); parameters];
    for (trajectory, answers) in trajectories.iter().zip(answers.chunks(parameters + 1)) {
        for (&parameter, step) in trajectory.order.iter().zip(answers.windows(2)) {
            effects[parameter].push((step[1] - step[0]) / STEP);
        }
    }
    effects.iter().map(|effects| summary(effects)).collect()
}

fn summary(effects: &[f64]) -> Effects {
    let sizes: Vec<_> = effects.iter().map(|effect| effect.abs()).collect();
    Effects { mu_star: mean(&sizes), mu: mean(effects), sigma: standard_deviation(effects) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a seed gives the design that salib-samplers 0.3 gives for it, with which the figures in docs/ODD.md were made.
    #[test]
    fn designs_stay_as_they_are() {
        let design = trajectories(3, 5, 2);
        let thirds = |start: &[f64]| start.iter().map(|x| (3.0 * x).round() as u32).collect::<Vec<_>>();
        let found: Vec<_> = design.iter().map(|t| (thirds(&t.start), t.order.clone())).collect();
        let first = (vec![0, 0, 1, 0, 0], vec![3, 1, 2, 4, 0]);
        assert_eq!(found, [first, (vec![0, 0, 0, 0, 1], vec![2, 0, 3, 1, 4])]);
    }

    #[test]
    fn trajectories_raise_each_parameter_once_and_stay_on_the_grid() {
        for trajectory in trajectories(1, 24, 20) {
            let points: Vec<_> = trajectory.points().collect();
            assert_eq!(points.len(), 25);
            for pair in points.windows(2) {
                let changes: Vec<_> = pair[0].iter().zip(&pair[1]).map(|(a, b)| b - a).filter(|d| *d != 0.0).collect();
                assert!(changes.len() == 1 && (changes[0] - 2.0 / 3.0).abs() < 1e-12, "{changes:?}");
            }
            assert!(points.iter().flatten().all(|x| ((3.0 * x).round() - 3.0 * x).abs() < 1e-9 && *x < 1.0 + 1e-9));
        }
    }

    /// Contract: the effects of a linear function are its slopes, and a product's depend on the other factor.
    #[test]
    fn known_functions_have_known_effects() {
        let design = trajectories(3, 8, 40);
        let answers = |f: fn(&[f64]) -> f64| -> Vec<f64> {
            design.iter().flat_map(|trajectory| trajectory.points().map(|x| f(&x)).collect::<Vec<_>>()).collect()
        };
        for (index, effects) in effects(&design, &answers(|x| 5.0 * x[2] - 3.0 * x[7])).into_iter().enumerate() {
            let slope = [0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, -3.0][index];
            assert!(
                (effects.mu - slope).abs() < 1e-9 && (effects.mu_star - f64::abs(slope)).abs() < 1e-9,
                "{effects:?}"
            );
            assert!(effects.sigma < 1e-9, "{effects:?}");
        }
        let product = effects(&design, &answers(|x| x[0] * x[1]));
        assert!(product[0].sigma > 0.2 && product[2].sigma == 0.0, "{product:?}");
    }

    #[test]
    fn effects_are_summed_up_as_defined() {
        let Effects { mu_star, mu, sigma } = summary(&[1.0, -3.0, 5.0]);
        assert_eq!([mu_star, mu, sigma], [3.0, 1.0, 4.0]);
        assert_eq!(summary(&[2.0]).sigma, 0.0);
    }
}
