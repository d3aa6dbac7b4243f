//! What is estimated from the samples of all seeds.

use super::outcome::{Outcome, Years};
use super::shapley::Sample;
use crate::experiment::study::statistics::{interval_of_the_mean, mean};
use crate::scenario::Lever;

/// How much each lever did.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Title of the scenario.
    pub title: String,
    /// The years in which outcomes are measured.
    pub years: Years,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Number of runs.
    pub runs: usize,
    /// The levers.
    pub levers: Vec<Lever>,
    /// What they did to each outcome.
    pub outcomes: Vec<Parts>,
}

/// A mean over the seeds, and where that of very many seeds lies in 19 of 20 cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    fn of(values: &[f64]) -> Self {
        let [low, high] = interval_of_the_mean(values).unwrap_or([f64::NAN; 2]);
        Self { mean: mean(values), low, high }
    }

    /// The ratio of two means. Seeds in which the whole is larger weigh more, as they do in the means; the interval is that of
    /// the parts' distances from the ratio times the whole (the usual estimator of a ratio, Cochran 1977, chapter 6).
    fn of_ratio(parts: &[f64], wholes: &[f64]) -> Self {
        let whole = mean(wholes);
        let ratio = mean(parts) / whole;
        let residuals: Vec<_> = parts.iter().zip(wholes).map(|(part, whole)| part - ratio * whole).collect();
        let reach = interval_of_the_mean(&residuals).map_or(f64::NAN, |[low, high]| 0.5 * (high - low)) / whole.abs();
        Self { mean: ratio, low: ratio - reach, high: ratio + reach }
    }

    /// Whether the interval holds 0, or there is none, as with one seed: what is seen may be chance.
    pub fn may_be_chance(self) -> bool {
        !(self.low > 0.0 || self.high < 0.0)
    }

    /// Whether it is 0 with every seed.
    pub fn is_none(self) -> bool {
        self == Self { mean: 0.0, low: 0.0, high: 0.0 }
    }

    /// All of it times a number.
    pub fn times(self, factor: f64) -> Self {
        let (low, high) = (factor * self.low, factor * self.high);
        Self { mean: factor * self.mean, low: low.min(high), high: low.max(high) }
    }
}

/// What the levers did to an outcome.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The outcome.
    pub outcome: Outcome,
    /// Its value without any lever.
    pub none: Estimate,
    /// Its value with all levers.
    pub all: Estimate,
    /// The change that all levers together make.
    pub change: Estimate,
    /// What each did.
    pub levers: Vec<Part>,
}

/// What a lever did to an outcome.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The lever.
    pub lever: Lever,
    /// Its part of the change: the Shapley value.
    pub shapley: Estimate,
    /// This as a share of the change; `None` where the change itself may be chance.
    pub share: Option<Estimate>,
    /// The change that it makes alone.
    pub alone: Estimate,
    /// The change that it makes when all others are there.
    pub last: Estimate,
}

impl Parts {
    /// From the samples of all seeds.
    pub fn new(outcome: Outcome, levers: &[Lever], samples: &[Sample]) -> Self {
        let values = |of: &dyn Fn(&Sample) -> f64| samples.iter().map(of).collect::<Vec<_>>();
        let estimate = |of: &dyn Fn(&Sample) -> f64| Estimate::of(&values(of));
        let changes = values(&|sample| sample.all - sample.none);
        let change = Estimate::of(&changes);
        let part = |(player, &lever): (usize, &Lever)| {
            let shapley = values(&|sample| sample.shapley[player]);
            Part {
                lever,
                shapley: Estimate::of(&shapley),
                share: (!change.may_be_chance()).then(|| Estimate::of_ratio(&shapley, &changes)),
                alone: estimate(&|sample| sample.alone[player]),
                last: estimate(&|sample| sample.last[player]),
            }
        };
        Self {
            outcome,
            none: estimate(&|sample| sample.none),
            all: estimate(&|sample| sample.all),
            change,
            levers: levers.iter().enumerate().map(part).collect(),
        }
    }

    /// How many percent of the value without any lever one unit of the outcome is; NaN if that value is 0.
    pub fn percent(&self) -> f64 {
        if self.none.mean > 0.0 { 100.0 / self.none.mean } else { f64::NAN }
    }
}

impl Attribution {
    /// The levers' places in the list, those first that lowered the output most: the order in which they are shown.
    pub fn by_output(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.levers.len()).collect();
        if let Some(parts) = self.outcomes.first() {
            order.sort_by(|&a, &b| parts.levers[a].shapley.mean.total_cmp(&parts.levers[b].shapley.mean));
        }
        order
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::shapley::{Coalition, order};
    use super::*;
    use crate::engine::random::Stream;

    /// Levers that act on each other, and a little differently with each seed.
    pub fn made_up(outcomes: &[Outcome], levers: &[Lever], seeds: u64) -> Attribution {
        let parts = |(place, &outcome): (usize, &Outcome)| {
            let scale = [1.0, 0.2, -0.05, -0.13][place];
            let sample = |seed: u64| {
                let mut stream = Stream::new(seed, 0, 0, crate::ecology::purpose::Purpose::County);
                let luck = 1.0 + 0.1 * stream.normal();
                let of_lever = |player: usize| luck * [-90.0, -20.0, -40.0, 15.0, 0.0][player % 5];
                let worth = |coalition: Coalition| {
                    let sum: f64 = (0..levers.len()).filter(|&player| coalition.holds(player)).map(of_lever).sum();
                    let together = f64::from(coalition.holds(0) && coalition.holds(1));
                    scale * (if scale > 0.0 { 900.0 } else { 0.0 } + sum - 30.0 * together)
                };
                Sample::new(&order(1, seed, levers.len()), worth)
            };
            Parts::new(outcome, levers, &(0..seeds).map(sample).collect::<Vec<_>>())
        };
        Attribution {
            title: "A place".into(),
            years: Years::default(),
            seeds: (0..seeds).collect(),
            runs: 16 * seeds as usize,
            levers: levers.into(),
            outcomes: outcomes.iter().enumerate().map(parts).collect(),
        }
    }

    /// Contract: parts add up to the change, and shares to 1; where the change may be chance there are no shares.
    #[test]
    fn parts_add_up_to_the_change() {
        let attribution = made_up(&[Outcome::Output], &Lever::ALL[..5], 9);
        let parts = &attribution.outcomes[0];
        let sum: f64 = parts.levers.iter().map(|part| part.shapley.mean).sum();
        let shares: f64 = parts.levers.iter().filter_map(|part| part.share).map(|share| share.mean).sum();
        assert!((sum - parts.change.mean).abs() < 1e-9 && (shares - 1.0).abs() < 1e-12, "{sum} {shares}");
        assert!((parts.all.mean - parts.none.mean - sum).abs() < 1e-9);
        assert!(parts.levers[4].shapley.is_none() && !parts.levers[3].shapley.is_none());
        let chance = |all: f64| Sample { none: 0.0, all, shapley: vec![all], alone: vec![all], last: vec![all] };
        let parts = Parts::new(Outcome::Output, &Lever::ALL[..1], &[chance(1.0), chance(-1.2)]);
        assert!(parts.levers[0].share.is_none());
        // One seed has no interval, so whatever it shows may be chance.
        let parts = Parts::new(Outcome::Output, &Lever::ALL[..1], &[chance(1.0)]);
        assert!(parts.change.low.is_nan() && parts.change.may_be_chance() && parts.levers[0].share.is_none());
    }

    /// Contract: a part that is always the same share of the whole has a share without doubt, however the whole varies.
    #[test]
    fn a_share_is_estimated_seed_by_seed() {
        let wholes = [-2.0, -8.0, -5.0, -3.0];
        let sure = Estimate::of_ratio(&wholes.map(|whole| 0.25 * whole), &wholes);
        assert_eq!((sure.mean, sure.low, sure.high), (0.25, 0.25, 0.25));
        let unsure = Estimate::of_ratio(&[-1.0, -1.0, -2.0, -1.0], &wholes);
        assert!(unsure.low < unsure.mean && unsure.mean < unsure.high && (unsure.mean - 5.0 / 18.0).abs() < 1e-12);
    }
}
