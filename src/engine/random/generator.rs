//! Streams as generators for `rand`, and new seeds.

use std::convert::Infallible;

use rand::rngs::SysRng;
use rand::{RngExt, SeedableRng, TryRng, rand_core};

use super::{Stream, mix};

/// Every stream is a generator for `rand`: whatever `rand` or `rand_distr` can draw can be drawn from it, with the
/// methods of [`rand::RngExt`] or with [`rand::distr::Distribution::sample`].
///
/// The numbers are those of [`Stream::bits`]: whole, the upper half, or byte by byte from the lowest.
impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

/// A stream from a `rand` seed, for those who have no key; [`Stream::new`] takes a key of id, day and purpose.
impl SeedableRng for Stream {
    type Seed = [u8; 8];

    fn from_seed(seed: Self::Seed) -> Self {
        // Mixed, so that streams from neighbouring seeds are not the same stream one step apart.
        Self(mix(u64::from_le_bytes(seed)))
    }
}

/// The largest seed made up here: six digits are easy to pass on.
const MOST_NEW_SEED: u64 = 999_999;

/// A random seed from the system, different from `old`.
pub fn new_seed(old: u64) -> u64 {
    // If the system has no randomness to give, the new seed is derived from the old one.
    let mut stream = Stream::try_from_rng(&mut SysRng).unwrap_or_else(|_| Stream::seed_from_u64(old));
    loop {
        let seed = stream.random_range(1..=MOST_NEW_SEED);
        if seed != old {
            return seed;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::seq::SliceRandom;
    use rand::{Rng, distr::Alphanumeric};

    use super::*;

    fn stream(id: u64) -> Stream {
        Stream::new(1958, id, 3, 5_u64)
    }

    /// Contract: through `rand` a stream gives the same bits, and advances as far.
    #[test]
    fn rand_sees_the_bits_of_the_stream() {
        let (mut ours, mut theirs) = (stream(7), stream(7));
        assert_eq!(theirs.next_u64(), ours.bits());
        assert_eq!(u64::from(theirs.next_u32()), ours.bits() >> 32);
        let mut bytes = [0; 19];
        theirs.fill_bytes(&mut bytes);
        let words = [ours.bits(), ours.bits(), ours.bits()].map(u64::to_le_bytes);
        assert_eq!(bytes[..], words.as_flattened()[..19]);
        assert_eq!(theirs.bits(), ours.bits());
    }

    /// Contract: what the distributions and methods of `rand` draw from a stream depends on its key alone.
    #[test]
    fn distributions_of_rand_are_drawn_from_streams() {
        let drawn = |mut stream: Stream| {
            let mut order: Vec<u32> = (0..52).collect();
            order.shuffle(&mut stream);
            let word: String = (0..8).map(|_| char::from(stream.sample(Alphanumeric))).collect();
            (order, word, stream.random_range(-3.0..3.0), stream.random_bool(0.5), stream.sample(rand_distr::Exp1))
        };
        let as_text = |id| format!("{:?}", (drawn(stream(id)) as (_, _, f64, _, f64)));
        assert_eq!(as_text(1), as_text(1));
        let all: HashSet<String> = (0..100).map(as_text).collect();
        assert_eq!(all.len(), 100);
    }

    #[test]
    fn streams_from_neighbouring_seeds_do_not_follow_each_other() {
        let numbers =
            |seed: u64| -> Vec<u64> { Stream::from_seed(seed.to_le_bytes()).random_iter().take(50).collect() };
        // The second is one step of the generator after the first.
        let (first, other) = (numbers(5), numbers(5_u64.wrapping_add(super::super::GOLDEN)));
        assert!(first.iter().all(|number| !other.contains(number)));
    }

    #[test]
    fn a_new_seed_is_another_seed_and_short() {
        // Whatever the old seed, the new one differs from it.
        let seeds: HashSet<u64> = (0..2_000)
            .map(|old| {
                let seed = new_seed(old);
                assert!(seed != old && (1..=MOST_NEW_SEED).contains(&seed), "{seed} after {old}");
                seed
            })
            .collect();
        // Hardly any occurs twice.
        assert!(seeds.len() > 1_950, "{}", seeds.len());
    }
}
