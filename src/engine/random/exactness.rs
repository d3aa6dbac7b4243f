//! Contract: normal and binomial numbers have the exact distributions, tails included, and so have those that
//! `rand_distr` draws from the same streams; and numbers of neighbouring keys are independent.
//!
//! Every figure judged here is a standard normal number if the contract holds. The seeds are fixed.

use rand::RngExt;
use rand_distr::{Binomial, StandardNormal};

use super::{Stream, Streams};

/// Numbers drawn for one comparison: enough to show a deviation of two in a thousand over a tenth of the distribution.
const DRAWS: u64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
/// The limit for a standard normal number here: one in 150,000 exceeds it.
const FAR: f64 = 4.5;

/// How far the counts are from the expected ones, chi-squared, as a standard normal number (Wilson and Hilferty 1931).
/// Bins with fewer than 5 expected are merged with their neighbours.
fn deviation(counts: &[u64], expected: &[f64]) -> f64 {
    assert_eq!(counts.len(), expected.len());
    let (mut sum, mut bins) = (0.0, 0.0);
    let (mut count, mut wanted) = (0.0, 0.0);
    let mut left: f64 = expected.iter().sum();
    for (one, other) in counts.iter().zip(expected) {
        (count, wanted, left) = (count + *one as f64, wanted + other, left - other);
        if wanted >= 5.0 && left >= 5.0 {
            sum += (count - wanted) * (count - wanted) / wanted;
            (count, wanted, bins) = (0.0, 0.0, bins + 1.0);
        }
    }
    // The last bin is what is left. The number of bins less one is the degrees of freedom.
    sum += (count - wanted) * (count - wanted) / wanted;
    normal_of(sum, bins)
}

/// A chi-squared number as a standard normal one.
fn normal_of(chi_squared: f64, degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    ((chi_squared / degrees).cbrt() - (1.0 - spread)) / spread.sqrt()
}

/// The same for two samples of equal size, which should have the same distribution.
fn difference(counts: &[u64], others: &[u64]) -> f64 {
    let (mut sum, mut bins, mut pair) = (0.0, 0.0, [0, 0]);
    for (one, other) in counts.iter().zip(others) {
        pair = [pair[0] + one, pair[1] + other];
        if pair[0] + pair[1] >= 10 {
            let [a, b] = pair.map(|count| count as f64);
            sum += (a - b) * (a - b) / (a + b);
            (pair, bins) = ([0, 0], bins + 1.0);
        }
    }
    normal_of(sum, bins - 1.0)
}

/// The numbers of a distribution, in bins.
struct Bins {
    least: f64,
    width: f64,
    /// Share of each.
    shares: Vec<f64>,
}

impl Bins {
    /// Counts [`DRAWS`] draws; those beyond the ends count in the end bins.
    fn count(&self, mut draw: impl FnMut(u64) -> f64) -> Vec<u64> {
        let mut counts = vec![0; self.shares.len()];
        for number in 0..DRAWS {
            let bin = ((draw(number) - self.least) / self.width).floor().max(0.0) as usize;
            counts[bin.min(self.shares.len() - 1)] += 1;
        }
        counts
    }

    fn deviation(&self, counts: &[u64]) -> f64 {
        let expected: Vec<f64> = self.shares.iter().map(|share| share * DRAWS as f64).collect();
        deviation(counts, &expected)
    }

    /// The standard normal, in bins of a sixteenth of its standard deviation.
    fn of_normal() -> Self {
        let (least, width) = (-6.0, 1.0 / 16.0);
        let below = |x: f64| 0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2);
        let edges = |bin: u32| [bin, bin + 1].map(|edge| below(least + f64::from(edge) * width));
        let shares = (0..192).map(|bin| edges(bin)[1] - edges(bin)[0]).collect();
        Self { least, width, shares }
    }

    /// The binomial, in bins of one number, or of an eighth of its standard deviation where that is wider.
    fn of_binomial(n: u32, p: f64) -> Self {
        let (mean, n) = (f64::from(n) * p, f64::from(n));
        let spread = (mean * (1.0 - p)).sqrt();
        let width = (spread / 8.0).floor().max(1.0);
        let least = (mean - 12.0 * spread - 30.0).max(0.0).floor();
        let most = (mean + 12.0 * spread + 30.0).min(n).floor();
        let mut shares = vec![0.0; ((most - least) / width) as usize + 1];
        // From the mode outwards, each number's chance follows from its neighbour's, without a logarithm or a gamma
        // function.
        let mode = ((n + 1.0) * p).floor().min(n);
        let mut add = |k: f64, share: f64| shares[((k - least) / width) as usize] += share;
        let (mut share, mut k) = (1.0, mode);
        while k <= most {
            add(k, share);
            share *= (n - k) / (k + 1.0) * (p / (1.0 - p));
            k += 1.0;
        }
        (share, k) = (1.0, mode);
        while k > least {
            share *= k / (n - k + 1.0) * ((1.0 - p) / p);
            k -= 1.0;
            add(k, share);
        }
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        Self { least, width, shares }
    }
}

/// Streams of neighbouring ids, one number from each: as the model draws.
fn streams(day: u32) -> Streams {
    Streams::new(1958, day, 7_u64)
}

#[test]
fn normal_numbers_are_normal() {
    let bins = Bins::of_normal();
    let ours = bins.count(|id| streams(0).of(id).normal());
    let theirs = bins.count(|id| streams(1).of(id).sample(StandardNormal));
    let mut stream = streams(2).of(0);
    let in_a_row = bins.count(|_| stream.normal());
    for (whose, counts) in [("ours", &ours), ("in a row", &in_a_row), ("those of rand_distr", &theirs)] {
        let found = bins.deviation(counts);
        println!("normal, {whose}: {found:.2}");
        assert!(found.abs() < FAR, "{whose} deviate: {found}");
    }
    let found = difference(&ours, &theirs);
    assert!(found.abs() < FAR, "ours differ from those of rand_distr: {found}");
}

/// Numbers of animals and chances for every method of [`Stream::binomial`].
const CASES: [(u32, f64); 19] = [
    // By trial.
    (1, 0.3),
    (4, 0.93),
    // By inversion, up to a variance of 15.
    (5, 0.04),
    (20, 0.1),
    (60, 0.5),
    (60, 0.7),
    (900, 0.01),
    (5_000, 0.002),
    (5_000, 0.997_01),
    (u32::MAX, 2e-9),
    // From a normal number.
    (62, 0.5),
    (1_600, 0.01),
    (2_000, 0.02),
    (5_000, 0.02),
    (5_000, 0.98),
    (20_000, 0.015),
    (100_000, 0.4),
    (4_000_000_000, 5e-8),
    (u32::MAX, 0.5),
];

#[test]
fn binomial_numbers_are_binomial() {
    let mut failed = Vec::new();
    for (day, (n, p)) in (0..).zip(CASES) {
        let bins = Bins::of_binomial(n, p);
        let ours = bins.count(|id| streams(10 + day).of(id).binomial(n, p).into());
        let exact = Binomial::new(n.into(), p).unwrap();
        let theirs = bins.count(|id| streams(100 + day).of(id).sample(exact) as f64);
        let found = [bins.deviation(&ours), bins.deviation(&theirs), difference(&ours, &theirs)];
        println!("binomial, {n} of chance {p}: {found:.2?}");
        if found.iter().any(|found| found.abs() >= FAR) {
            failed.push((n, p, found));
        }
    }
    assert!(failed.is_empty(), "n, p, and how far ours, theirs and the two from each other deviate: {failed:?}");
}

/// How much pairs depend on each other: their correlation, their spread over a square of 32 x 32 by their highest bits
/// and by their lowest, and how many bits they have in common.
fn dependence(pair: impl Fn(u64) -> [u64; 2]) -> [f64; 4] {
    let (mut product, mut common) = (0.0, 0);
    let mut squares = [[0_u64; 1024]; 2];
    for number in 0..DRAWS {
        let [one, other] = pair(number);
        product += (Stream::unit_of(one) - 0.5) * (Stream::unit_of(other) - 0.5);
        common += (one ^ other).count_zeros();
        squares[0][(one >> 59 << 5 | other >> 59) as usize] += 1;
        squares[1][((one & 31) << 5 | other & 31) as usize] += 1;
    }
    let draws = DRAWS as f64;
    let [high, low] = squares.map(|square| deviation(&square, &[draws / 1024.0; 1024]));
    let common = (f64::from(common) - 32.0 * draws) / (16.0 * draws).sqrt();
    [12.0 * product / draws.sqrt(), high, low, common]
}

#[test]
fn neighbouring_streams_are_independent() {
    let first = |seed, id, day, purpose| Stream::new(seed, id, day, purpose).bits();
    // Purposes in the model.
    let purposes = [4_u64, 5, 6, 7, 8, 9];
    let of = |number: u64| purposes[(number % 5) as usize];
    let next_of = |number: u64| purposes[(number % 5) as usize + 1];
    type Pair<'a> = (&'a str, Box<dyn Fn(u64) -> [u64; 2] + 'a>);
    let (move_, death) = (5_u64, 7_u64);
    let pairs: [Pair; 11] = [
        ("ids", Box::new(|i| [i, i + 1].map(|id| first(1958, id, 90, move_)))),
        // In agent ids, the field is above 23 bits of birth order, and the day of birth above that.
        ("ids of neighbouring fields", Box::new(|i| [i, i + 1].map(|field| first(1958, field << 23, 90, move_)))),
        ("ids of days of birth", Box::new(|i| [0, 1 << 47].map(|born| first(1958, (i << 23) + born, 90, move_)))),
        ("ids of kinds", Box::new(|i| [0, 1 << 63].map(|kind| first(1958, (i << 23) | kind, 90, move_)))),
        ("days", Box::new(|i| [0, 1].map(|next| first(1958, i >> 10, (i & 1023) as u32 + next, death)))),
        ("purposes", Box::new(|i| [of(i), next_of(i)].map(|purpose| first(1958, i / 5, 90, purpose)))),
        ("seeds", Box::new(|i| [0, 1].map(|next| first((i >> 10) + next, i & 1023, 90, death)))),
        ("seeds of one id", Box::new(|i| [i, i + 1].map(|seed| first(seed, 7, 90, death)))),
        ("a day and an id", Box::new(|i| [first(1958, i, 90, death), first(1958, i + 1, 91, death)])),
        (
            "numbers of one stream",
            Box::new(|i| {
                let mut stream = Stream::new(1958, i, 90, death);
                [stream.bits(), stream.bits()]
            }),
        ),
        (
            "the next number and the neighbour's first",
            Box::new(|i| {
                let mut stream = Stream::new(1958, i, 90, death);
                stream.skip(1);
                [stream.bits(), first(1958, i + 1, 90, death)]
            }),
        ),
    ];
    for (whose, pair) in pairs {
        let found = dependence(pair);
        println!("{whose}: {found:.2?}");
        assert!(found.iter().all(|found| found.abs() < FAR), "{whose}: {found:?}");
    }
}
