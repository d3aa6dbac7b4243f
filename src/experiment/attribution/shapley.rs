//! Shapley values by sampling orders (Castro, Gómez & Tejada 2009), each order together with its reverse (Mitchell et al.
//! 2022), and main effects.
//!
//! Players join one after another, and each is given the change that its coming makes. The Shapley value is the mean over
//! all orders. Here each seed of a study draws one order and plays it forwards and backwards: both are equally likely, so
//! the mean of the two is an unbiased sample, and it varies less, because who comes early in one comes late in the other.
//! With common random numbers, all coalitions of a sample are worth what they are worth with that seed.
//!
//! Crates were looked at: `shapley` needs the worth of all 2^n coalitions, and `coopgame` asks for one coalition after
//! another, with one worth each. Here a worth differs from seed to seed and is found on all cores, with a journal, so the
//! coalitions must be known before the first is played. What is left to do is below.

use std::collections::BTreeSet;

use crate::ecology::purpose::Purpose;
use crate::engine::random::Stream;

/// A set of players, who are numbered from 0 to at most 31.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coalition(u32);

impl Coalition {
    /// Nobody.
    pub const NONE: Self = Self(0);

    /// So many players, at most 31.
    pub fn all(players: usize) -> Self {
        Self((1 << players) - 1)
    }

    /// With one more.
    #[must_use]
    pub fn with(self, player: usize) -> Self {
        Self(self.0 | 1 << player)
    }

    /// Without one of them.
    #[must_use]
    pub fn without(self, player: usize) -> Self {
        Self(self.0 & !(1 << player))
    }

    /// Whether a player is in it.
    pub fn holds(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }
}

/// A random order of the players: the one of a study's sample of that number.
pub fn order(seed: u64, number: u64, players: usize) -> Vec<usize> {
    let mut stream = Stream::new(seed, number, 0, Purpose::LeverOrder);
    let mut order: Vec<_> = (0..players).collect();
    // Fisher & Yates. A unit is below 1, so the index is never more than `last`.
    (1..players).rev().for_each(|last| order.swap(last, (stream.unit() * (last + 1) as f64) as usize));
    order
}

/// The coalitions whose worth a sample needs, each once.
///
/// An order and its reverse pass through 2 n for n players. The main effects need each player alone and all but each player,
/// of which the orders pass through four: 2 (n - 2) more, so that each sample has all main effects.
pub fn coalitions(order: &[usize]) -> Vec<Coalition> {
    let all = Coalition::all(order.len());
    let backwards = order.iter().rev();
    let mut needed = BTreeSet::from([Coalition::NONE, all]);
    needed.extend(joined(order.iter()).chain(joined(backwards)));
    needed.extend(order.iter().flat_map(|&player| [Coalition::NONE.with(player), all.without(player)]));
    needed.into_iter().collect()
}

/// The coalitions through which players pass who join one after another, without that of nobody.
fn joined<'a>(order: impl Iterator<Item = &'a usize>) -> impl Iterator<Item = Coalition> {
    order.scan(Coalition::NONE, |coalition, &player| {
        *coalition = coalition.with(player);
        Some(*coalition)
    })
}

/// What one order and its reverse tell. Lists go by player.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Worth of nobody.
    pub none: f64,
    /// Worth of all.
    pub all: f64,
    /// Mean change when the player joins in the order and in its reverse. Their sum is `all` minus `none`.
    pub shapley: Vec<f64>,
    /// Worth of the player alone, minus that of nobody.
    pub alone: Vec<f64>,
    /// Worth of all, minus that of all others.
    pub last: Vec<f64>,
}

impl Sample {
    /// From the worth of each of the [`coalitions`] of the order.
    pub fn new(order: &[usize], worth: impl Fn(Coalition) -> f64) -> Self {
        let everyone = Coalition::all(order.len());
        let (none, all) = (worth(Coalition::NONE), worth(everyone));
        let mut shapley = vec![0.0; order.len()];
        let mut join = |order: &mut dyn Iterator<Item = &usize>| {
            let (mut coalition, mut before) = (Coalition::NONE, none);
            for &player in order {
                coalition = coalition.with(player);
                let after = worth(coalition);
                shapley[player] += 0.5 * (after - before);
                before = after;
            }
        };
        join(&mut order.iter());
        join(&mut order.iter().rev());
        let alone = |player| worth(Coalition::NONE.with(player)) - none;
        let last = |player| all - worth(everyone.without(player));
        let players = 0..order.len();
        Self { none, all, shapley, alone: players.clone().map(alone).collect(), last: players.map(last).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::study::statistics::{interval_of_the_mean, mean};

    type Game<'a> = &'a dyn Fn(Coalition) -> f64;

    /// Samples of a game that is the same with every seed.
    fn samples(game: Game, players: usize, number: u64) -> Vec<Sample> {
        (0..number).map(|sample| Sample::new(&order(1958, sample, players), game)).collect()
    }

    /// The mean of a player's samples and its interval.
    fn value(samples: &[Sample], player: usize) -> (f64, [f64; 2]) {
        let values: Vec<_> = samples.iter().map(|sample| sample.shapley[player]).collect();
        (mean(&values), interval_of_the_mean(&values).unwrap())
    }

    fn size(coalition: Coalition) -> f64 {
        f64::from(coalition.0.count_ones())
    }

    /// Shapley values from all coalitions, by the formula.
    fn exact(game: Game, players: usize) -> Vec<f64> {
        let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
        let of_player = |player: usize| {
            let others = (0..1 << players).map(Coalition).filter(|coalition| !coalition.holds(player));
            let part = |coalition: Coalition| {
                let before = size(coalition) as usize;
                let chance = factorial(before) * factorial(players - before - 1) / factorial(players);
                chance * (game(coalition.with(player)) - game(coalition))
            };
            others.map(part).sum()
        };
        (0..players).map(of_player).collect()
    }

    /// Contract: where players add up, each sample gives every player what it brings, alone and last alike.
    #[test]
    fn in_an_additive_game_each_gets_what_it_brings() {
        let brings = [3.0, -1.0, 0.0, 8.0, 0.5];
        let game = |coalition: Coalition| {
            10.0 + (0..5).filter(|&player| coalition.holds(player)).map(|player| brings[player]).sum::<f64>()
        };
        for sample in samples(&game, 5, 20) {
            assert_eq!(
                (&sample.shapley[..], &sample.alone[..], &sample.last[..]),
                (&brings[..], &brings[..], &brings[..])
            );
            assert_eq!((sample.none, sample.all), (10.0, 20.5));
        }
    }

    /// Contract: one left glove and two right ones are worth a pair: the values are 2/3, 1/6 and 1/6.
    #[test]
    fn the_glove_game_has_its_known_values() {
        let game = |coalition: Coalition| f64::from(coalition.holds(0) && (coalition.holds(1) || coalition.holds(2)));
        let samples = samples(&game, 3, 4000);
        for (player, known) in [2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0].into_iter().enumerate() {
            let (mean, [low, high]) = value(&samples, player);
            assert!((mean - known).abs() < 0.02 && low < known && known < high, "{player}: {mean} {low} {high}");
        }
        assert_eq!((&samples[0].alone[..], &samples[0].last[..]), (&[0.0; 3][..], &[1.0, 0.0, 0.0][..]));
    }

    /// Contract: two who do something only together share it alike, and a pair of orders knows it at once. A third, who has
    /// no part in it, gets nothing of it.
    #[test]
    fn what_two_do_together_is_shared_alike() {
        let game = |coalition: Coalition| {
            f64::from(coalition.holds(2)) - 6.0 * f64::from(coalition.holds(0) && coalition.holds(1))
        };
        for sample in samples(&game, 3, 20) {
            assert_eq!(sample.shapley, [-3.0, -3.0, 1.0]);
            assert_eq!((sample.alone, sample.last), (vec![0.0, 0.0, 1.0], vec![-6.0, -6.0, 1.0]));
        }
    }

    /// Contract: in a game of many interactions, the estimates agree with the formula within their intervals, and the parts
    /// of each sample add up.
    #[test]
    fn samples_agree_with_the_formula_and_add_up() {
        let draw = |coalition: Coalition| Stream::new(7, u64::from(coalition.0), 0, Purpose::County).normal();
        let game = |coalition: Coalition| draw(coalition) - 3.0 * f64::from(coalition.holds(4)) * size(coalition);
        let samples = samples(&game, 6, 3000);
        for sample in &samples {
            let sum: f64 = sample.shapley.iter().sum();
            assert!((sum - (sample.all - sample.none)).abs() < 1e-12, "{sum} {sample:?}");
        }
        for (player, exact) in exact(&game, 6).into_iter().enumerate() {
            let (mean, [low, high]) = value(&samples, player);
            // Twice the interval: six of them must all hold.
            assert!((mean - exact).abs() < high - low, "{player}: {mean}, not {exact}");
        }
    }

    /// Contract: a sample asks for each coalition once, for no other than are listed, and for few.
    #[test]
    fn only_the_coalitions_that_are_listed_are_asked_for() {
        for (players, most) in [(2, 4), (3, 8), (5, 16), (11, 40)] {
            for number in 0..30 {
                let order = order(3, number, players);
                let known = coalitions(&order);
                assert!(known.len() == most && known.is_sorted(), "{players}: {known:?}");
                Sample::new(&order, |coalition| {
                    assert!(known.contains(&coalition));
                    0.0
                });
            }
        }
    }

    /// Contract: every player comes at every place about equally often, whatever the seed.
    #[test]
    fn orders_are_even() {
        let players = 5;
        let mut times = vec![vec![0_u32; players]; players];
        for number in 0..10_000 {
            order(number / 100, number, players)
                .into_iter()
                .enumerate()
                .for_each(|(at, player)| times[at][player] += 1);
        }
        // Five standard errors of 2000.
        assert!(times.concat().iter().all(|&times| times.abs_diff(2000) < 200), "{times:?}");
    }
}
