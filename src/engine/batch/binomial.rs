//! Binomial draws, many at a time.

use multiversion::multiversion;

use super::{BATCH, Batch, lanes_of, set_of, whole_part_f64};
use crate::engine::random::{Chance, LARGE_VARIANCE, Quantile, RECIPROCAL, SMALL, Stream, Streams, ZIGGURAT, Ziggurat};

/// How many of the `n` animals of each agent meet a fate that each meets with chance `p`: the same as
/// [`Stream::binomial`], with streams advanced as far.
pub fn binomials(streams: &mut [Stream; BATCH], n: &[u32; BATCH], p: &[f64; BATCH], drawn: &mut [u32; BATCH]) {
    let mut after = streams.clone();
    // One normal draw in a hundred lies at the rim of its layer, and barely as many are not sure of their binomial
    // number.
    for lane in lanes_of(draw(&ZIGGURAT, &mut after, n, p, drawn)) {
        after[lane] = streams[lane].clone();
        drawn[lane] = after[lane].binomial(n[lane], p[lane]);
    }
    *streams = after;
}

/// The chance of a fate for each agent of a batch, prepared for many draws.
#[derive(Clone, Debug)]
pub struct Chances {
    p: Batch<f64>,
    /// For single animals, as in [`Chance`].
    of_one: Batch<u64>,
    /// Whether all are at most a half.
    are_small: bool,
}

impl Chances {
    /// The same chance for all.
    pub fn of_all(p: f64) -> Self {
        Self { p: Batch([p; BATCH]), of_one: Batch([Chance::new(p).draws(); BATCH]), are_small: p <= 0.5 }
    }

    /// Another chance for one of them.
    pub fn set(&mut self, lane: usize, p: f64) {
        self.p[lane] = p;
        self.of_one[lane] = Chance::new(p).draws();
        self.are_small &= p <= 0.5;
    }
}

/// The same as [`binomials`] for two kinds of animals of each agent, one after the other, from the beginning of its
/// stream. Returns the lanes in which any animal meets its fate.
///
/// Where no agent has more than one animal of a kind, both are drawn in one pass, in a third of the time.
pub fn binomials_of_two(
    streams: Streams,
    ids: &[u64; BATCH],
    [n, other_n]: [&[u32; BATCH]; 2],
    [chances, other_chances]: &[Chances; 2],
    [drawn, other_drawn]: [&mut [u32; BATCH]; 2],
) -> u64 {
    let are_single = n.iter().zip(other_n).fold(0, |all, (n, other)| all | n | other) <= 1;
    if are_single && chances.are_small && other_chances.are_small {
        let chances = [&*chances.of_one, &*other_chances.of_one];
        return draw_single(streams, ids, [n, other_n], chances, [drawn, other_drawn]);
    }
    let mut streams = super::streams(streams, ids);
    binomials(&mut streams, n, &chances.p, drawn);
    binomials(&mut streams, other_n, &other_chances.p, other_drawn);
    set_of!(u64::MAX, lane => (drawn[lane] | other_drawn[lane]) > 0)
}

#[multiversion(targets = "simd")]
fn draw_single(
    streams: Streams,
    ids: &[u64; BATCH],
    n: [&[u32; BATCH]; 2],
    chances: [&[u64; BATCH]; 2],
    drawn: [&mut [u32; BATCH]; 2],
) -> u64 {
    let [drawn, other_drawn] = drawn;
    let mut any = 0;
    for lane in 0..BATCH {
        let mut stream = streams.of(ids[lane]);
        let [first, second] = [stream.bits() >> 11, stream.bits() >> 11];
        let is_drawn = (n[0][lane] > 0) & (chances[0][lane] > 0);
        let other = if is_drawn { second } else { first };
        drawn[lane] = n[0][lane] & u32::from(first < chances[0][lane]);
        other_drawn[lane] = n[1][lane] & u32::from(other < chances[1][lane]);
        any |= u64::from((drawn[lane] | other_drawn[lane]) > 0) << lane;
    }
    any
}

/// Returns the lanes that need more draws.
#[multiversion(targets = "simd")]
fn draw(
    ziggurat: &Ziggurat,
    streams: &mut [Stream; BATCH],
    n: &[u32; BATCH],
    p: &[f64; BATCH],
    drawn: &mut [u32; BATCH],
) -> u64 {
    // The rarer of the fate and its opposite.
    let mut rarer = [0.0; BATCH];
    let mut mean = [0.0; BATCH];
    let mut is_drawn = [0_u32; BATCH];
    let (mut few, mut many, mut missed) = (0, 0, 0);
    let mut unit = [0.0; BATCH];
    let mut bits = [0; BATCH];
    let mut is_inverted = [0_u32; BATCH];
    for lane in 0..BATCH {
        let mut stream = streams[lane].clone();
        bits[lane] = stream.bits();
        unit[lane] = Stream::unit_of(bits[lane]);
        let chance = if p[lane] > 0.5 { 1.0 - p[lane] } else { p[lane] };
        let is_open = (n[lane] > 0) & (p[lane] > 0.0) & (p[lane] < 1.0);
        rarer[lane] = chance;
        mean[lane] = f64::from(n[lane]) * chance;
        is_drawn[lane] = u32::from(is_open);
        let is_few = is_open & (n[lane] <= SMALL);
        let is_many = is_open & (n[lane] > SMALL) & (mean[lane] * (1.0 - chance) > LARGE_VARIANCE);
        is_inverted[lane] = u32::from(is_open & !is_few & !is_many);
        few |= u32::from(is_few);
        many |= u32::from(is_many);
    }
    invert(n, &rarer, &mean, &is_inverted, &unit, drawn);
    if few != 0 {
        try_each(streams, n, &rarer, drawn);
    }
    if many != 0 {
        for lane in 0..BATCH {
            let is_many = (is_drawn[lane] != 0) & (n[lane] > SMALL) & (is_inverted[lane] == 0);
            let layer = (bits[lane] & 0xff) as usize;
            let place = (bits[lane] as i64 >> 11) as f64 * (1.0 / (1_u64 << 52) as f64);
            let x = place * ziggurat.edge[layer];
            let is_within = x.abs() < ziggurat.edge[layer + 1];
            let (place, is_sure) = Quantile::new(mean[lane], rarer[lane]).near(x);
            let number = whole_part_f64(place).min(n[lane]);
            drawn[lane] = if is_many { number } else { drawn[lane] };
            missed |= u64::from(is_many & !(is_within & is_sure)) << lane;
        }
    }
    for lane in 0..BATCH {
        let lower = drawn[lane];
        let other = if p[lane] > 0.5 { n[lane] - lower.min(n[lane]) } else { lower };
        let certain = if p[lane] >= 1.0 { n[lane] } else { 0 };
        drawn[lane] = if is_drawn[lane] != 0 { other } else { certain };
        let draws = if n[lane] <= SMALL { n[lane] } else { 1 };
        streams[lane].skip(is_drawn[lane] * draws);
    }
    missed
}

/// Few animals are tried one by one.
#[inline(always)]
fn try_each(streams: &[Stream; BATCH], n: &[u32; BATCH], p: &[f64; BATCH], drawn: &mut [u32; BATCH]) {
    for lane in 0..BATCH {
        let mut stream = streams[lane].clone();
        let mut found = 0;
        for trial in 0..SMALL {
            found += u32::from((Stream::unit_of(stream.bits()) < p[lane]) & (trial < n[lane]));
        }
        drawn[lane] = if n[lane] <= SMALL { found } else { drawn[lane] };
    }
}

/// Lanes that walk up together.
const GROUP: usize = 16;

/// Inversion: all walk up their cumulative distributions together.
#[inline(always)]
fn invert(
    n: &[u32; BATCH],
    p: &[f64; BATCH],
    mean: &[f64; BATCH],
    is_inverted: &[u32; BATCH],
    unit: &[f64; BATCH],
    drawn: &mut [u32; BATCH],
) {
    let mut left = [0.0; BATCH];
    let mut term = [1.0; BATCH];
    let mut ratio = [0.0; BATCH];
    let mut goes_on = [0_u64; BATCH];
    let mut found = [0_u64; BATCH];
    let mut most = 0;
    for lane in 0..BATCH {
        // None, if the draw is below 1 - np: (1 - p)^n is at least that.
        let goes = (is_inverted[lane] != 0) & (unit[lane] >= 1.0 - mean[lane]);
        goes_on[lane] = u64::from(goes);
        left[lane] = unit[lane];
        ratio[lane] = p[lane] / (1.0 - p[lane]);
        most |= if goes { n[lane] } else { 0 };
    }
    // By repeated squaring, as in `power`.
    let mut square = [0.0; BATCH];
    for lane in 0..BATCH {
        square[lane] = 1.0 - p[lane];
    }
    for digit in 0..u32::BITS - most.leading_zeros() {
        for lane in 0..BATCH {
            let is_set = n[lane] >> digit & 1 != 0;
            term[lane] *= if is_set { square[lane] } else { 1.0 };
            square[lane] *= square[lane];
        }
    }
    // A few lanes at a time, so that those that finish early need not wait for all the others.
    for group in (0..BATCH).step_by(GROUP) {
        for k in 0_u32.. {
            let reciprocal = RECIPROCAL.get(k as usize).map_or_else(|| 1.0 / f64::from(k + 1), |&x| x);
            let mut any = 0;
            for lane in group..group + GROUP {
                let goes = (goes_on[lane] != 0) & (left[lane] >= term[lane]) & (k < n[lane]);
                left[lane] = if goes { left[lane] - term[lane] } else { left[lane] };
                term[lane] *= ratio[lane] * (f64::from(n[lane]) - f64::from(k)) * reciprocal;
                let is_past = (term[lane] < 1e-18) & (f64::from(k + 1) > mean[lane]);
                found[lane] += u64::from(goes);
                goes_on[lane] = u64::from(goes & !is_past);
                any |= goes_on[lane];
            }
            if any == 0 {
                break;
            }
        }
    }
    for lane in 0..BATCH {
        drawn[lane] = found[lane] as u32;
    }
}

/// Whole numbers with means `x` below 2^32: the same as [`Stream::round`], with streams advanced as far.
#[multiversion(targets = "simd")]
pub fn rounds(streams: &mut [Stream; BATCH], x: &[f64; BATCH], rounded: &mut [u32; BATCH]) {
    for lane in 0..BATCH {
        let is_drawn = x[lane] > 0.0;
        let unit = Stream::unit_of(streams[lane].clone().bits());
        rounded[lane] = if is_drawn { whole_part_f64(x[lane] + unit) } else { 0 };
        streams[lane].skip(u32::from(is_drawn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the same, to the last bit, as one binomial after the other, with the streams advanced as far.
    #[test]
    fn binomials_are_those_of_single_streams() {
        let streams = Streams::new(1958, 3, 7_u64);
        let sizes = [0, 1, 2, 4, 5, 17, 60, 900, 4_000, 100_000, 3_000_000_000, u32::MAX];
        let chances = [-0.1, 0.0, 1e-9, 0.001, 0.01, 0.04, 0.3, 0.5, 0.500_001, 0.9, 0.999, 1.0, 1.5];
        let mut kinds = [0; 2];
        for round in 0..2_000_u64 {
            let number = |lane: usize| round * BATCH as u64 + lane as u64;
            let n: [u32; BATCH] = core::array::from_fn(|lane| sizes[number(lane) as usize * 7 % sizes.len()]);
            let p: [f64; BATCH] = core::array::from_fn(|lane| chances[number(lane) as usize / 5 % chances.len()]);
            let mut ours: [Stream; BATCH] = core::array::from_fn(|lane| streams.of(number(lane)));
            let mut drawn = [7; BATCH];
            binomials(&mut ours, &n, &p, &mut drawn);
            for lane in 0..BATCH {
                let mut stream = streams.of(number(lane));
                assert_eq!(drawn[lane], stream.binomial(n[lane], p[lane]), "{} {}", n[lane], p[lane]);
                assert_eq!(ours[lane].bits(), stream.bits(), "{} {}", n[lane], p[lane]);
                kinds[usize::from(drawn[lane] > 0)] += 1;
            }
        }
        assert!(kinds.iter().all(|number| *number > 10_000), "{kinds:?}");
    }

    /// Contract: two binomials one after the other, for single animals and for many, for all chances.
    #[test]
    fn two_kinds_are_drawn_one_after_the_other() {
        let streams = Streams::new(1958, 3, 7_u64);
        for round in 0..400_u64 {
            let most = if round % 2 == 0 { 2 } else { 9 };
            let ids: [u64; BATCH] = core::array::from_fn(|lane| round << 8 | lane as u64);
            let n = [5, 3].map(|of| core::array::from_fn(|lane| (round as u32 * 7 + lane as u32 * of) / 2 % most));
            let p = [0.0, 1e-9, 0.002, 0.3, 0.5, 0.7, 1.0][round as usize / 2 % 7];
            let (mut chances, mut each) = ([p, 0.4].map(Chances::of_all), [[p; BATCH], [0.4; BATCH]]);
            for lane in (0..BATCH).step_by(5) {
                each[0][lane] = 0.1 * (round % 6) as f64;
                chances[0].set(lane, each[0][lane]);
            }
            let [mut drawn, mut other] = [[7; BATCH]; 2];
            let met = binomials_of_two(streams, &ids, n.each_ref(), &chances, [&mut drawn, &mut other]);
            for lane in 0..BATCH {
                let mut stream = streams.of(ids[lane]);
                let expected = [0, 1].map(|kind| stream.binomial(n[kind][lane], each[kind][lane]));
                assert_eq!([drawn[lane], other[lane]], expected, "{p}");
                assert_eq!(met >> lane & 1 != 0, expected != [0, 0]);
            }
        }
    }

    #[test]
    fn rounds_are_those_of_single_streams() {
        let streams = Streams::new(1958, 3, 4_u64);
        for round in 0..200_u64 {
            let x: [f64; BATCH] =
                core::array::from_fn(|lane| [0.0, 0.3, 2.0, 7.9, 4e9, -1.0][lane % 6] * (round as f64 / 200.0));
            let mut ours: [Stream; BATCH] = core::array::from_fn(|lane| streams.of(round << 8 | lane as u64));
            let mut rounded = [7; BATCH];
            rounds(&mut ours, &x, &mut rounded);
            for lane in 0..BATCH {
                let mut stream = streams.of(round << 8 | lane as u64);
                assert_eq!(rounded[lane], stream.round(x[lane]));
                assert_eq!(ours[lane].bits(), stream.bits());
            }
        }
    }
}
