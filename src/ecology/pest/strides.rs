//! The strides of bands, many at a time.

use multiversion::multiversion;

use crate::engine::batch::{BATCH, Places, lanes_of};
use crate::engine::landscape::Landscape;
use crate::engine::random::{Stream, Streams};

/// Goes from `from` to `to`, in the direction of `pulls` and a random one, for half to one and a half times `reach_m`,
/// and stays within the land.
pub fn strides(
    landscape: &Landscape,
    (streams, ids): (Streams, &[u64; BATCH]),
    pulls: &Places,
    reach_m: &[f32; BATCH],
    from: &Places,
    to: &mut Places,
) {
    for lane in lanes_of(stride(landscape, streams, ids, pulls, reach_m, from, to)) {
        to.put(lane, landscape.within(to.at(lane)));
    }
}

/// Returns the lanes that end up outside the land.
#[multiversion(targets = "simd")]
fn stride(
    landscape: &Landscape,
    streams: Streams,
    ids: &[u64; BATCH],
    pulls: &Places,
    reach_m: &[f32; BATCH],
    from: &Places,
    to: &mut Places,
) -> u64 {
    let extent = landscape.extent_m();
    let most = extent * 0.999_999;
    let mut outside = 0;
    for lane in 0..BATCH {
        let mut stream = streams.of(ids[lane]);
        let wander = stream.in_square();
        let far = 0.5 + Stream::unit_of(stream.bits()) as f32;
        let (x, y) = (pulls.x[lane] + wander.x, pulls.y[lane] + wander.y);
        // As in `Vec2::normalize_or_zero`.
        let shortened = 1.0 / (x * x + y * y).sqrt();
        let has_heading = (shortened > 0.0) & (shortened < f32::INFINITY);
        let x = if has_heading { x * shortened } else { 0.0 };
        let y = if has_heading { y * shortened } else { 0.0 };
        let x = from.x[lane] + x * reach_m[lane] * far;
        let y = from.y[lane] + y * reach_m[lane] * far;
        let is_within = (x >= 0.0) & (x <= extent.x) & (y >= 0.0) & (y <= extent.y);
        outside |= u64::from(!is_within) << lane;
        // Only what is within is kept off the far border here.
        to.x[lane] = if is_within { x.min(most.x) } else { x };
        to.y[lane] = if is_within { y.min(most.y) } else { y };
    }
    outside
}

#[cfg(test)]
mod tests {
    use bevy_math::Vec2;

    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::engine::batch::cells_of;

    const LAND: Landscape = Landscape { width: 7, height: 5, side_m: 90.0 };

    /// Contract: the same, to the last bit, as vectors one by one, even at the border and without a heading.
    #[test]
    fn strides_are_those_of_single_streams() {
        let streams = Streams::new(1958, 3, Purpose::Move);
        for round in 0..300_u64 {
            let ids: [u64; BATCH] = core::array::from_fn(|lane| round << 20 | lane as u64);
            let (mut pulls, mut from, mut to) = (Places::default(), Places::default(), Places::default());
            let mut reach_m = [0.0; BATCH];
            for lane in 0..BATCH {
                let mut stream = Streams::new(1958, 4, Purpose::Move).of(ids[lane]);
                let pull = if lane == 0 { -streams.of(ids[0]).in_square() } else { stream.in_square() * 3.0 };
                pulls.put(lane, pull);
                from.put(lane, LAND.place_in(lane as u32 % LAND.fields(), &mut stream));
                reach_m[lane] = stream.unit() as f32 * 10.0 * round as f32;
            }
            strides(&LAND, (streams, &ids), &pulls, &reach_m, &from, &mut to);
            let mut cells = [0; BATCH];
            cells_of(&LAND, &to, &mut cells);
            for lane in 0..BATCH {
                let mut stream = streams.of(ids[lane]);
                let heading = (pulls.at(lane) + stream.in_square()).normalize_or_zero();
                assert_eq!(heading == Vec2::ZERO, lane == 0);
                let way = heading * reach_m[lane] * (0.5 + stream.unit() as f32);
                let place = LAND.within(from.at(lane) + way);
                assert_eq!((to.at(lane), cells[lane]), (place, LAND.cell_at(place)));
            }
        }
    }
}
