//! Binomial numbers: how many meet a fate that each meets with the same chance.
//!
//! All are exact except for rounding. There are three methods. Up to [`SMALL`] animals, each is tried. Up to a variance
//! of [`LARGE_VARIANCE`], one draw is inverted: the chances of 0, 1, 2, ... are subtracted from it until nothing is
//! left. Above that, a normal number is turned into a binomial one, see [`Quantile`].

use super::Stream;

/// Number of animals up to which each is tried separately.
pub(in crate::engine) const SMALL: u32 = 4;
/// Variance of a binomial above which it is made from a normal number.
pub(in crate::engine) const LARGE_VARIANCE: f64 = 15.0;

impl Stream {
    /// Binomial: how many of `n` meet a fate that each meets with chance `p`.
    #[inline]
    pub fn binomial(&mut self, n: u32, p: f64) -> u32 {
        if n == 0 || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        if p > 0.5 {
            return n - self.binomial_lower(n, 1.0 - p);
        }
        if n == 1 {
            return u32::from(self.chance(p));
        }
        self.binomial_lower(n, p)
    }

    fn binomial_lower(&mut self, n: u32, p: f64) -> u32 {
        if n <= SMALL {
            return (0..n).map(|_| u32::from(self.chance(p))).sum();
        }
        let mean = f64::from(n) * p;
        let variance = mean * (1.0 - p);
        if variance > LARGE_VARIANCE {
            let x = self.normal();
            let (near, is_sure) = Quantile::new(mean, p).near(x);
            let near = (near as u32).min(n);
            return if is_sure { near } else { quantile(n, p, x, near) };
        }
        // Inversion: walk up the cumulative distribution.
        let mut left = self.unit();
        if left < 1.0 - mean {
            // None: (1 - p)^n is at least 1 - np.
            return 0;
        }
        let ratio = p / (1.0 - p);
        let mut term = power(1.0 - p, n);
        let mut k = 0;
        while left >= term && k < n {
            left -= term;
            term *=
                ratio * f64::from(n - k) * RECIPROCAL.get(k as usize).map_or_else(|| 1.0 / f64::from(k + 1), |&x| x);
            k += 1;
            if term < 1e-18 && f64::from(k) > mean {
                break;
            }
        }
        k
    }
}

/// 1 / (k + 1): a multiplication is several times cheaper than a division.
pub(in crate::engine) const RECIPROCAL: [f64; 32] = {
    let mut table = [0.0; 32];
    let mut k = 0;
    while k < 32 {
        table[k] = 1.0 / (k + 1) as f64;
        k += 1;
    }
    table
};

/// x^n by repeated squaring, which is cheaper than a logarithm and an exponential. For x up to 1 the relative error
/// stays below n roundings.
#[inline]
fn power(x: f64, n: u32) -> f64 {
    let (mut result, mut square, mut left) = (1.0, x, n);
    while left > 0 {
        // The square or 1, chosen without a branch: the bits of n cannot be predicted.
        let mask = 0_u64.wrapping_sub(u64::from(left & 1));
        result *= f64::from_bits(f64::to_bits(square) & mask | f64::to_bits(1.0) & !mask);
        square *= square;
        left >>= 1;
    }
    result
}

/// Approximate quantiles of a binomial.
///
/// A standard normal number x becomes the binomial number at the same quantile: the k for which P(fewer than k) <
/// P(normal below x) <= P(k or fewer). The expansion of Cornish and Fisher (1938), to the third power of x, gives its
/// place on a continuous scale, off by at most [`Self::slack`]. Where no border between two whole numbers is that near,
/// k is sure, as it is for 99 in 100. Otherwise [`quantile`] adds up the chances.
///
/// This takes one draw, as a rounded normal number does, and a greater x never gives a smaller number, so twins stay
/// alike. Rejection would take two draws, and often more: Hörmann's BTRS (1993), tried here 64 at a time for variances
/// from 16 to 100, takes 75 to 50 ns, this method 12.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Quantile {
    /// Coefficients of the powers of x.
    coefficients: [f64; 4],
    /// One divided by the variance.
    inverse: f64,
    /// What rounding adds to the slack.
    rounding: f64,
}

impl Quantile {
    /// For a binomial with this mean, and chance `p` up to a half.
    #[inline(always)]
    pub fn new(mean: f64, p: f64) -> Self {
        let variance = mean * (1.0 - p);
        // A sum of chances up to k is close to an integral up to k + 1/2 of a density with 1/12 less variance.
        let square = variance - 1.0 / 12.0;
        let inverse = 1.0 / square;
        let deviation = square.sqrt();
        let skew = variance * (1.0 - 2.0 * p) * inverse;
        let excess = variance * (1.0 - 6.0 * p * (1.0 - p)) * inverse;
        let bend = deviation * inverse;
        let coefficients = [
            // Plus a half, so that borders are at whole numbers.
            mean + 0.5 - skew * (1.0 / 6.0),
            deviation + bend * (skew * skew * (5.0 / 36.0) - excess * (1.0 / 8.0)),
            skew * (1.0 / 6.0),
            bend * (excess * (1.0 / 24.0) - skew * skew * (1.0 / 18.0)),
        ];
        Self { coefficients, inverse, rounding: mean * 1e-15 }
    }

    /// The place of `x`, 0 or more, and whether it is sure: if so, its whole part is the binomial number.
    #[inline(always)]
    pub fn near(&self, x: f64) -> (f64, bool) {
        /// In numbers of this size the last bit is worth 1.
        const UNITS: f64 = (1_u64 << 52) as f64;
        let [constant, first, second, third] = self.coefficients;
        let place = (((third * x + second) * x + first) * x + constant).max(0.0);
        let border = (place + UNITS) - UNITS;
        (place, (place - border).abs() > self.slack(x))
    }

    /// How far off a place may be. (Found by trial; a test compares all kinds of binomials.)
    #[inline(always)]
    fn slack(&self, x: f64) -> f64 {
        let square = x * x;
        (0.014 + 0.0125 * square * square) * self.inverse + self.rounding
    }
}

/// The binomial number that corresponds to `x`, see [`Quantile`]. `near` is close to it.
#[cold]
fn quantile(n: u32, p: f64, x: f64, near: u32) -> u32 {
    let (most, odds) = (f64::from(n), p / (1.0 - p));
    // Chances are relative to that of `near`, each computed from its neighbour's.
    let next = |k: f64, chance: f64| chance * (odds * (most - k) / (k + 1.0));
    let last = |k: f64, chance: f64| chance * (k / (odds * (most - k + 1.0)));
    let sum = |step: &dyn Fn(f64, f64) -> f64, by: f64| {
        let (mut k, mut chance, mut sum) = (f64::from(near), 1.0, 0.0);
        loop {
            chance = step(k, chance);
            k += by;
            sum += chance;
            // Everything after that is less, even in total.
            if chance <= 1e-19 * sum {
                return sum;
            }
        }
    };
    // Up to and including `near`, and beyond.
    let (up_to, beyond) = (1.0 + sum(&last, -1.0), sum(&next, 1.0));
    let share = 0.5 * libm::erfc(x.abs() * core::f64::consts::FRAC_1_SQRT_2) * (up_to + beyond);
    let (mut k, mut chance) = (f64::from(near), 1.0);
    // Summed from the nearer end, where the sums are small and lose no precision.
    if x < 0.0 {
        let mut up_to = up_to;
        while up_to < share && k < most {
            chance = next(k, chance);
            k += 1.0;
            up_to += chance;
        }
        while k > 0.0 && up_to - chance >= share {
            up_to -= chance;
            chance = last(k, chance);
            k -= 1.0;
        }
    } else {
        let mut beyond = beyond;
        while beyond > share && k < most {
            chance = next(k, chance);
            k += 1.0;
            beyond -= chance;
        }
        while k > 0.0 && beyond + chance <= share {
            beyond += chance;
            chance = last(k, chance);
            k -= 1.0;
        }
    }
    k as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The x above which a binomial number is more than `k`.
    fn border(n: u32, p: f64, k: u32, near: f64) -> f64 {
        let (mut low, mut high) = (near - 0.5, near + 0.5);
        let is_more = |x| quantile(n, p, x, k) > k;
        while is_more(low) {
            low -= 1.0;
        }
        while !is_more(high) {
            high += 1.0;
        }
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if is_more(middle) { high = middle } else { low = middle }
        }
        0.5 * (low + high)
    }

    /// Contract: where the expansion is sure of a binomial number, it is right: no true border is farther from its own
    /// than seven tenths of what is allowed.
    #[test]
    fn what_the_expansion_is_sure_of_is_right() {
        let mut worst = [0.0_f64; 12];
        for p in [1e-9, 0.001, 0.01, 0.03, 0.08, 0.15, 0.2113, 0.3, 0.4, 0.48, 0.5] {
            for variance in [15.01, 16.0, 19.0, 25.0, 40.0, 80.0, 300.0, 2_000.0] {
                let n = f64::ceil(variance / (p * (1.0 - p)));
                if n > f64::from(u32::MAX) {
                    continue;
                }
                let mean = n * p;
                let deviation = (mean * (1.0 - p)).sqrt();
                let quantiles = Quantile::new(mean, p);
                let step = (deviation / 8.0).ceil();
                let mut k = (mean - 7.0 * deviation).max(0.0).floor();
                while k < (mean + 7.0 * deviation).min(n - 1.0) {
                    let x = border(n as u32, p, k as u32, (k + 0.5 - mean) / deviation);
                    let (place, _) = quantiles.near(x);
                    let off = (place - (k + 1.0)).abs() / quantiles.slack(x);
                    let bin = (x.abs() as usize).min(11);
                    worst[bin] = worst[bin].max(off);
                    k += step;
                }
            }
        }
        println!("{worst:.3?}");
        assert!(worst.iter().all(|off| *off <= 0.7), "{worst:?}");
    }
}
