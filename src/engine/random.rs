//! Random numbers that do not depend on the order in which they are drawn.
//!
//! A [`Stream`] is a counter-based generator (SplitMix64) keyed by the run's seed, the agent or field, the day and the
//! purpose. Two streams with different keys are independent; the same key gives the same numbers on any thread, in any
//! order, in any build. That is also what makes twin runs comparable: a bird that lives in both draws the same numbers.
//!
//! Every stream is a generator for the crate `rand`, so whatever `rand` and `rand_distr` can draw can be drawn from
//! one, and [`new_seed`] asks the system through it. The tests draw with its methods.
//!
//! Whatever decides a history is drawn by this module itself: by the methods of [`Stream`], and by those of `batch`,
//! which do the same for 64 agents at a time. There are three reasons:
//!
//! - *The bits are part of what a run promises.* A saved run, and the seed that a study names, must give the same
//!   history in later versions of this program. `rand` guarantees what its distributions make of given bits from one
//!   patch to the next, but not from one minor version to the next, and each such change would change all histories.
//!   This applies to the land, the first animals and the counties of studies as well as to the days.
//! - *The mathematics must be the same everywhere.* `rand_distr` takes logarithms and exponentials from `num-traits`,
//!   which takes them from the system as soon as any crate in the build asks it for `std`, as some do. Their last bit
//!   differs from machine to machine. Here they come from `libm`.
//! - *Many agents draw alike.* A loop over 64 streams becomes vector operations only if draws have none but rare
//!   branches. A binomial of variance 4 to 1000 takes 11 to 16 ns as one of 64 here and 90 to 150 ns with `rand_distr`.
//!   A commune draws some 80,000 of them a day, and each day would take at least half as long again.
//!
//! The price is the code in this module and its tests, which compare it with `rand_distr` and with the true
//! distributions (`exactness`).

mod binomial;
#[cfg(test)]
mod exactness;
mod generator;

use std::sync::LazyLock;

use bevy_math::Vec2;

pub(super) use binomial::{LARGE_VARIANCE, Quantile, RECIPROCAL, SMALL};
pub use generator::new_seed;

/// Finalizer of SplitMix64: a bijection that scatters every bit.
#[inline(always)]
pub(crate) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The seed of one of many runs, each of which has a number.
pub const fn seed_of_run(seed: u64, number: u64) -> u64 {
    mix(seed ^ mix(number))
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Number of purposes that have their own streams.
pub const MOST_PURPOSES: u64 = 1 << 8;

/// The streams of all agents and fields for one purpose on one day. What they have in common is mixed once.
#[derive(Clone, Copy, Debug)]
pub struct Streams(u64);

impl Streams {
    /// The streams of `purpose`, a number below [`MOST_PURPOSES`], on `day`.
    pub fn new(seed: u64, day: u32, purpose: impl Into<u64>) -> Self {
        let purpose = purpose.into();
        debug_assert!(purpose < MOST_PURPOSES);
        let day_and_purpose = u64::from(day) << 8 | purpose;
        Self(mix(mix(seed.wrapping_add(GOLDEN)) ^ day_and_purpose.wrapping_mul(GOLDEN)))
    }

    /// The stream of agent or field `id`.
    #[inline(always)]
    pub fn of(self, id: u64) -> Stream {
        Stream(mix(self.0 ^ id.wrapping_mul(0xd6e8_feb8_6659_fd93)))
    }
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The stream of agent or field `id` on `day` for `purpose`.
    #[inline]
    pub fn new(seed: u64, id: u64, day: u32, purpose: impl Into<u64>) -> Self {
        Streams::new(seed, day, purpose).of(id)
    }

    /// 64 random bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform in [0, 1).
    #[inline]
    pub fn unit(&mut self) -> f64 {
        Self::unit_of(self.bits())
    }

    /// The number in [0, 1) that 64 random bits stand for.
    #[inline(always)]
    pub(crate) fn unit_of(bits: u64) -> f64 {
        (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Advances as if so many numbers had been drawn.
    #[inline(always)]
    pub(crate) fn skip(&mut self, draws: u32) {
        self.0 = self.0.wrapping_add(GOLDEN.wrapping_mul(u64::from(draws)));
    }

    /// Uniform in [-1, 1).
    #[inline]
    pub fn signed(&mut self) -> f32 {
        (self.unit() * 2.0 - 1.0) as f32
    }

    /// True with chance `p`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// A whole number with mean `x`: its floor, or one more with the chance of its fractional part. Zero below zero.
    #[inline]
    pub fn round(&mut self, x: f64) -> u32 {
        if x <= 0.0 {
            return 0;
        }
        // `as` saturates at the largest count.
        (x + self.unit()) as u32
    }

    /// A random place with both coordinates in [-1, 1], from one draw, 32 bits for each.
    #[inline(always)]
    pub fn in_square(&mut self) -> Vec2 {
        let bits = self.bits();
        Vec2::new((bits >> 32) as i32 as f32, bits as i32 as f32) * (1.0 / (1u64 << 31) as f32)
    }

    /// A random place in the unit disc, by rejection: cheaper than a sine and a cosine.
    #[inline]
    pub fn in_disc(&mut self) -> Vec2 {
        loop {
            let place = self.in_square();
            if place.length_squared() <= 1.0 {
                return place;
            }
        }
    }

    /// Standard normal, by the ziggurat of Marsaglia and Tsang: one draw, a multiplication and a comparison for 99 in 100.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        let ziggurat = &*ZIGGURAT;
        loop {
            let bits = self.bits();
            let layer = (bits & 0xff) as usize;
            // The other bits, except the lowest, give a place in [-1, 1).
            let place = (bits as i64 >> 11) as f64 * (1.0 / (1u64 << 52) as f64);
            let x = place * ziggurat.edge[layer];
            if x.abs() < ziggurat.edge[layer + 1] {
                return x;
            }
            if let Some(x) = self.beyond_the_layer(ziggurat, layer, x) {
                return x;
            }
        }
    }

    /// The rim of a layer, under the curve or not, and the tail below the lowest.
    #[cold]
    fn beyond_the_layer(&mut self, ziggurat: &Ziggurat, layer: usize, x: f64) -> Option<f64> {
        if layer == 0 {
            loop {
                let beyond = -libm::log(1.0 - self.unit()) / TAIL;
                if -2.0 * libm::log(1.0 - self.unit()) >= beyond * beyond {
                    return Some((TAIL + beyond).copysign(x));
                }
            }
        }
        let (low, high) = (ziggurat.height[layer], ziggurat.height[layer + 1]);
        (low + (high - low) * self.unit() < libm::exp(-0.5 * x * x)).then_some(x)
    }
}

/// A chance, as the number of 53-bit draws for which it comes true.
#[derive(Clone, Copy, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A chance from 0 to 1.
    pub fn new(p: f64) -> Self {
        Self(libm::ceil(p * (1_u64 << 53) as f64) as u64)
    }

    /// The number of draws of 53 bits for which it comes true.
    #[inline(always)]
    pub(crate) fn draws(self) -> u64 {
        self.0
    }

    /// Whether it comes true for 64 random bits, as in [`Stream::chance`].
    #[inline(always)]
    pub fn comes_true(self, bits: u64) -> bool {
        bits >> 11 < self.0
    }
}

/// Layers of equal area under the curve of the standard normal, the lowest with the tail first.
pub(super) struct Ziggurat {
    /// Right edge of each layer; the last is the curve's top, at 0.
    pub(super) edge: [f64; 257],
    /// Height of the curve at each edge.
    height: [f64; 257],
}

/// Where the tail begins, and the area of a layer, for 256 layers (Marsaglia and Tsang 2000, table for the normal).
const TAIL: f64 = 3.654_152_885_361_009;
const LAYER_AREA: f64 = 0.004_928_673_233_974_655;

/// The layers of the standard normal.
pub(super) static ZIGGURAT: LazyLock<Ziggurat> = LazyLock::new(|| {
    let curve = |x: f64| libm::exp(-0.5 * x * x);
    let mut edge = [0.0; 257];
    // The lowest layer's rectangle is as wide as its area, with the tail, requires.
    (edge[0], edge[1]) = (LAYER_AREA / curve(TAIL), TAIL);
    for layer in 2..256 {
        let top = LAYER_AREA / edge[layer - 1] + curve(edge[layer - 1]);
        edge[layer] = libm::sqrt(-2.0 * libm::log(top));
    }
    Ziggurat { edge, height: edge.map(curve) }
});

/// Chance that something with a hazard (1/d) happens within a day.
#[inline]
pub fn chance_of(hazard: f64) -> f64 {
    if hazard <= 0.0 {
        0.0
    } else if hazard < SMALL_HAZARD {
        chance_of_small(hazard)
    } else {
        -libm::expm1(-hazard)
    }
}

/// Below this hazard, a series gives the chance to a relative error below 1e-7.
pub(crate) const SMALL_HAZARD: f64 = 0.05;

/// The series.
#[inline(always)]
pub(crate) fn chance_of_small(hazard: f64) -> f64 {
    hazard * (1.0 - hazard / 2.0 * (1.0 - hazard / 3.0 * (1.0 - hazard / 4.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_variance(n: u32, p: f64) -> (f64, f64) {
        let draws: Vec<f64> = (0..20_000).map(|day| f64::from(Stream::new(7, 11, day, 7_u64).binomial(n, p))).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / draws.len() as f64;
        (mean, variance)
    }

    #[test]
    fn binomial_has_its_mean_and_variance_in_every_regime() {
        for (n, p) in [(1, 0.3), (4, 0.5), (20, 0.1), (60, 0.7), (5000, 0.002), (5000, 0.02), (100_000, 0.4)] {
            let (mean, variance) = mean_and_variance(n, p);
            let expected = f64::from(n) * p;
            let expected_variance = expected * (1.0 - p);
            let standard_error = (expected_variance / 20_000.0).sqrt();
            assert!((mean - expected).abs() < 4.5 * standard_error, "{n} {p}: mean {mean}, not {expected}");
            assert!(
                (variance / expected_variance - 1.0).abs() < 0.06,
                "{n} {p}: variance {variance}, not {expected_variance}"
            );
        }
    }

    #[test]
    fn normal_has_its_moments_and_its_tail() {
        let draws: Vec<f64> = (0..400_000).map(|day| Stream::new(5, 3, day, 2_u64).normal()).collect();
        let moment = |power: i32| draws.iter().map(|x| x.powi(power)).sum::<f64>() / draws.len() as f64;
        // Four and a half standard errors each.
        for (power, expected, error) in [(1, 0.0, 1.0), (2, 1.0, 2.0_f64.sqrt()), (3, 0.0, 3.873), (4, 3.0, 9.798)] {
            let found = moment(power);
            assert!((found - expected).abs() < 4.5 * error / 632.5, "moment {power}: {found}, not {expected}");
        }
        // Shares within and beyond, from tables of the normal distribution.
        for (limit, beyond) in [(0.1, 0.920344), (1.0, 0.317311), (2.0, 0.0455003), (3.0, 0.0026998), (3.7, 0.00021559)]
        {
            let found = draws.iter().filter(|x| x.abs() > limit).count() as f64 / draws.len() as f64;
            let error = (beyond * (1.0 - beyond) / draws.len() as f64).sqrt();
            assert!((found - beyond).abs() < 4.5 * error, "beyond {limit}: {found}, not {beyond}");
        }
    }

    #[test]
    fn places_in_the_disc_are_spread_evenly() {
        let places: Vec<Vec2> = (0..40_000).map(|day| Stream::new(9, 1, day, 5_u64).in_disc()).collect();
        let share = |wanted: fn(&Vec2) -> bool| places.iter().filter(|place| wanted(place)).count() as f64 / 40_000.0;
        assert_eq!(share(|place| place.length_squared() <= 1.0), 1.0);
        for found in [share(|p| p.x > 0.0), share(|p| p.y > 0.0), share(|p| p.length_squared() > 0.5)] {
            assert!((found - 0.5).abs() < 0.012, "{found}");
        }
    }

    #[test]
    fn binomial_stays_within_its_bounds() {
        for day in 0..2000 {
            let mut stream = Stream::new(1, 2, day, 7_u64);
            assert!(stream.binomial(3, 0.999) <= 3);
            assert!(stream.binomial(40, 0.999) <= 40);
            assert_eq!(stream.binomial(40, 0.0), 0);
            assert_eq!(stream.binomial(40, 1.0), 40);
            assert_eq!(stream.binomial(0, 0.5), 0);
        }
    }

    #[test]
    fn a_chance_is_a_binomial_of_one() {
        for p in [1e-9, 0.002, 0.3, 0.5] {
            for day in 0..2000 {
                let mut stream = Stream::new(5, 8, day, 7_u64);
                assert_eq!(u32::from(Chance::new(p).comes_true(stream.clone().bits())), stream.binomial(1, p));
            }
        }
        assert!(!Chance::new(0.0).comes_true(0) && Chance::new(1.0).comes_true(u64::MAX));
    }

    #[test]
    fn small_hazards_are_chances_too() {
        for hazard in [0.0, 1e-9, 1e-3, 0.049_999, 0.050_001, 0.5, 40.0] {
            let exact = 1.0 - f64::exp(-hazard);
            assert!((chance_of(hazard) - exact).abs() <= 2e-7 * exact + 1e-15, "{hazard}");
        }
    }

    #[test]
    fn rounding_keeps_the_mean() {
        let sum: u64 = (0..40_000).map(|day| u64::from(Stream::new(3, 5, day, 4_u64).round(2.3))).sum();
        assert!((sum as f64 / 40_000.0 - 2.3).abs() < 0.01);
    }

    #[test]
    fn streams_with_neighbouring_keys_are_unrelated() {
        let first = |seed, id, day, purpose| Stream::new(seed, id, day, purpose).unit();
        let base = first(1, 1, 1, 5_u64);
        for other in [first(2, 1, 1, 5_u64), first(1, 2, 1, 5_u64), first(1, 1, 2, 5_u64), first(1, 1, 1, 7_u64)] {
            assert!((base - other).abs() > 1e-9);
        }
    }
}
