//! What the land has besides its fields, for the eye alone: a river, which follows the cheapest way through laying grounds
//! and grass, and roads between the largest villages. Nothing in the model knows of them.
//!
//! They become distances in a texture that covers the land and its neighbours, beside the bend of the grid on which the
//! parcels stand. It is made once for a land.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use bevy::math::{IVec2, UVec2, Vec2, ivec2, vec2};

use crate::ecology::habitat::LandUse;

use super::parcels;

/// How far the texture reaches beyond the land, fields.
pub const MARGIN: f32 = 24.0;
/// Distances beyond this are not told apart, fields.
const FAR: f32 = 4.0;
/// Land narrower than this has no river, fields.
const LEAST_WIDTH: u32 = 24;
/// Half the river's width where it is narrowest and widest, fields.
const HALF_RIVER: (f32, f32) = (0.22, 0.42);
/// How many villages have a road.
const VILLAGES: usize = 9;

/// A texture of two layers with four half floats for each texel. The first has the offset of the grid to the east and north,
/// the distance to the river's bank (below 0 in the water), and the distance to the middle of a road. The second has that
/// distance once more, below 0 to the road's right: between texels it is exact near a road, and means nothing elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenery {
    /// Texels from west to east and from south to north.
    pub size: UVec2,
    /// The texels of the first layer, row by row from the south-west corner, then those of the second.
    pub texels: Vec<u8>,
}

/// The layers of the texture.
pub const LAYERS: u32 = 2;

impl Scenery {
    /// The scenery of a land.
    pub fn of(land: &[LandUse], size: UVec2) -> Self {
        let per_field = texels_per_field(size);
        let texels = ((size.as_vec2() + 2.0 * MARGIN) * per_field).as_uvec2();
        let mut river = Distances::new(texels, per_field);
        let way = river_way(land, size);
        for (i, pair) in way.windows(2).enumerate() {
            let breadth = 0.5 + 0.5 * libm::sinf(i as f32 * 0.11);
            let half = HALF_RIVER.0 + (HALF_RIVER.1 - HALF_RIVER.0) * breadth;
            river.draw(pair[0], pair[1], half);
        }
        let mut roads = Distances::new(texels, per_field);
        for way in roads_between(&villages(land, size), size) {
            way.windows(2).for_each(|pair| roads.draw(pair[0], pair[1], 0.0));
        }
        let mut bytes = Vec::with_capacity(river.texels.len() * 8 * LAYERS as usize);
        for (i, (bank, road)) in river.texels.iter().zip(&roads.texels).enumerate() {
            let texel = vec2((i as u32 % texels.x) as f32, (i as u32 / texels.x) as f32) + 0.5;
            let offset = parcels::offset(texel / per_field - MARGIN);
            for part in [offset.x, offset.y, *bank, *road] {
                bytes.extend(half(part).to_le_bytes());
            }
        }
        let signed = roads.texels.iter().zip(&roads.sides).map(|(road, side)| half(road * side));
        bytes.extend(signed.flat_map(|road| [road, 0, 0, 0]).flat_map(u16::to_le_bytes));
        Self { size: texels, texels: bytes }
    }
}

/// Texels on the side of a field: fewer where there are many fields. With fewer than 4, a narrow river breaks up.
fn texels_per_field(size: UVec2) -> f32 {
    match size.max_element() {
        ..=400 => 4.0,
        401..=600 => 2.0,
        _ => 1.0,
    }
}

/// A number as a half float. All are small, and none needs more than its digits.
fn half(number: f32) -> u16 {
    let bits = number.to_bits();
    let sign = (bits >> 16 & 0x8000) as u16;
    let exponent = (bits >> 23 & 0xff) as i32 - 112;
    if exponent <= 0 {
        return sign;
    }
    sign | (((exponent as u32) << 10) + ((bits & 0x7f_ffff) >> 13)) as u16
}

/// The distance of each texel to the nearest of what was drawn, and on which side of that it lies.
struct Distances {
    size: UVec2,
    per_field: f32,
    texels: Vec<f32>,
    /// 1 to the left, -1 to the right.
    sides: Vec<f32>,
}

impl Distances {
    fn new(size: UVec2, per_field: f32) -> Self {
        let texels = (size.x * size.y) as usize;
        Self { size, per_field, texels: vec![FAR; texels], sides: vec![1.0; texels] }
    }

    /// Draws a line as broad as twice `half`.
    fn draw(&mut self, from: Vec2, to: Vec2, half: f32) {
        let texel = |place: Vec2| ((place + MARGIN) * self.per_field).as_ivec2();
        let low = texel(from.min(to) - FAR).max(IVec2::ZERO);
        let high = texel(from.max(to) + FAR).min(self.size.as_ivec2() - 1);
        let along = to - from;
        let length2 = along.length_squared().max(1e-9);
        for y in low.y..=high.y {
            for x in low.x..=high.x {
                let place = (ivec2(x, y).as_vec2() + 0.5) / self.per_field - MARGIN;
                let share = ((place - from).dot(along) / length2).clamp(0.0, 1.0);
                let distance = place.distance(from + along * share) - half;
                let number = (y as u32 * self.size.x + x as u32) as usize;
                if distance < self.texels[number] {
                    self.texels[number] = distance;
                    self.sides[number] = along.perp_dot(place - from).signum();
                }
            }
        }
    }
}

/// What a step of the river costs.
fn river_cost(land: LandUse) -> u32 {
    match land {
        LandUse::LayingGround => 8,
        LandUse::Grass => 14,
        LandUse::Village => 300,
        _ => 40,
    }
}

/// The river's way from the northern border to the southern, and on beyond both.
fn river_way(land: &[LandUse], size: UVec2) -> Vec<Vec2> {
    if size.min_element() < LEAST_WIDTH || land.len() < (size.x * size.y) as usize {
        return Vec::new();
    }
    let (width, height) = (size.x as usize, size.y as usize);
    let mut cost = vec![u32::MAX; width * height];
    let mut from = vec![usize::MAX; width * height];
    let mut open = BinaryHeap::new();
    for x in width / 6..width - width / 6 {
        let start = (height - 1) * width + x;
        cost[start] = river_cost(land[start]);
        open.push(Reverse((cost[start], start)));
    }
    while let Some(Reverse((reached, cell))) = open.pop() {
        if reached > cost[cell] {
            continue;
        }
        if cell < width && (width / 6..width - width / 6).contains(&cell) {
            let mut way = vec![place_of(cell, width)];
            let mut at = cell;
            while from[at] != usize::MAX {
                at = from[at];
                way.push(place_of(at, width));
            }
            return gentle(&way, size);
        }
        let (x, y) = (cell % width, cell / width);
        for (dx, dy) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
            let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy)) else { continue };
            if x >= width || y >= height {
                continue;
            }
            let next = y * width + x;
            let step = river_cost(land[next]) * if dx != 0 && dy != 0 { 7 } else { 5 } / 5;
            if reached + step < cost[next] {
                cost[next] = reached + step;
                from[next] = cell;
                open.push(Reverse((cost[next], next)));
            }
        }
    }
    Vec::new()
}

fn place_of(cell: usize, width: usize) -> Vec2 {
    vec2((cell % width) as f32 + 0.5, (cell / width) as f32 + 0.5)
}

/// A way in wide bends, from beyond the southern border to beyond the northern.
fn gentle(way: &[Vec2], size: UVec2) -> Vec<Vec2> {
    // Every seventh place, so that the steps from field to field do not show; then corners are cut.
    let mut points: Vec<Vec2> = way.iter().step_by(7).copied().collect();
    let (Some(&first), Some(&last)) = (way.first(), way.last()) else { return points };
    points.insert(0, vec2(first.x + 3.0, -MARGIN));
    points.push(last);
    points.push(vec2(last.x - 3.0, size.y as f32 + MARGIN));
    smoothed(points, 4)
}

fn smoothed(mut points: Vec<Vec2>, times: u32) -> Vec<Vec2> {
    for _ in 0..times {
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { break };
        let cut = points.windows(2).flat_map(|pair| [pair[0].lerp(pair[1], 0.25), pair[0].lerp(pair[1], 0.75)]);
        points = [first].into_iter().chain(cut).chain([last]).collect();
    }
    points
}

/// The middles of the largest villages, largest first.
fn villages(land: &[LandUse], size: UVec2) -> Vec<Vec2> {
    let width = size.x as usize;
    let mut seen = vec![false; land.len()];
    let mut found: Vec<(usize, Vec2)> = Vec::new();
    for start in 0..land.len() {
        if land[start] != LandUse::Village || seen[start] {
            continue;
        }
        let (mut open, mut cells) = (vec![start], Vec::new());
        seen[start] = true;
        while let Some(cell) = open.pop() {
            cells.push(cell);
            let sides = [
                (cell % width > 0).then(|| cell - 1),
                (cell % width + 1 < width).then_some(cell + 1),
                cell.checked_sub(width),
                Some(cell + width).filter(|&next| next < land.len()),
            ];
            for next in sides.into_iter().flatten() {
                if land[next] == LandUse::Village && !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        let middle = cells.iter().map(|&cell| place_of(cell, width)).sum::<Vec2>() / cells.len() as f32;
        found.push((cells.len(), middle));
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.x.total_cmp(&b.1.x)));
    found.into_iter().take(VILLAGES).map(|(_, middle)| middle).collect()
}

/// Roads: each village is joined to the nearest that has one, and the largest to the western and eastern border.
fn roads_between(villages: &[Vec2], size: UVec2) -> Vec<Vec<Vec2>> {
    let Some((&largest, others)) = villages.split_first() else { return Vec::new() };
    let (mut joined, mut rest) = (vec![largest], others.to_vec());
    let mut ways = Vec::new();
    while let Some((near, far, at)) = nearest(&joined, &rest) {
        ways.push(winding(near, far));
        joined.push(far);
        rest.swap_remove(at);
    }
    let ends = [(-MARGIN, f32::total_cmp as fn(&f32, &f32) -> _), (size.x as f32 + MARGIN, |a, b| b.total_cmp(a))];
    for (x, order) in ends {
        if let Some(&outermost) = joined.iter().min_by(|a, b| order(&a.x, &b.x)) {
            ways.push(winding(outermost, vec2(x, outermost.y + 2.0)));
        }
    }
    ways
}

fn nearest(joined: &[Vec2], rest: &[Vec2]) -> Option<(Vec2, Vec2, usize)> {
    let pairs = rest.iter().enumerate().flat_map(|(at, &far)| joined.iter().map(move |&near| (near, far, at)));
    pairs.min_by(|a, b| a.0.distance_squared(a.1).total_cmp(&b.0.distance_squared(b.1)))
}

/// A road that no ruler drew.
fn winding(from: Vec2, to: Vec2) -> Vec<Vec2> {
    let pieces = (from.distance(to) / 7.0).ceil().max(2.0) as u32;
    let aside = (to - from).perp().normalize_or_zero();
    let points = (0..=pieces).map(|i| {
        let share = i as f32 / pieces as f32;
        let sway = libm::sinf(share * core::f32::consts::PI) * libm::sinf(12.9898 * (from.x + to.y) + 5.1 * i as f32);
        from.lerp(to, share) + aside * sway * 1.1
    });
    smoothed(points.collect(), 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::habitat::habitats;
    use crate::scenario::Scenario;

    /// Contract: the river crosses the land from south to north without a gap, mostly through wild land.
    #[test]
    fn the_river_goes_through_wild_land() {
        let scenario = Scenario::default();
        let size = UVec2::new(scenario.landscape.fields_wide, scenario.landscape.fields_high);
        let land: Vec<LandUse> = habitats(&scenario).into_iter().map(|habitat| habitat.land).collect();
        let way = river_way(&land, size);
        assert!(way[0].y < 0.0 && way[way.len() - 1].y > size.y as f32);
        assert!(way.windows(2).all(|pair| pair[0].distance(pair[1]) < 12.0));
        let on_land: Vec<&Vec2> =
            way.iter().filter(|place| place.cmpge(Vec2::ZERO).all() && place.cmplt(size.as_vec2()).all()).collect();
        let share = |is: fn(LandUse) -> bool, of: &mut dyn Iterator<Item = LandUse>| {
            let (yes, all) = of.fold((0, 0), |(yes, all), land| (yes + i32::from(is(land)), all + 1));
            f64::from(yes) / f64::from(all)
        };
        let wild = |land: LandUse| matches!(land, LandUse::LayingGround | LandUse::Grass);
        let mut along = on_land.iter().map(|place| land[place.y as usize * size.x as usize + place.x as usize]);
        assert!(share(wild, &mut along) > 2.0 * share(wild, &mut land.iter().copied()));
    }

    /// Contract: half floats keep three digits.
    #[test]
    fn halves_keep_three_digits() {
        let back = |bits: u16| {
            let exponent = i32::from(bits >> 10 & 0x1f) - 15;
            let size = (1.0 + f32::from(bits & 0x3ff) / 1024.0) * libm::powf(2.0, exponent as f32);
            if bits & 0x8000 == 0 { size } else { -size }
        };
        for number in [0.25, -0.4, 1.3, 3.999, -0.013] {
            assert!((back(half(number)) - number).abs() < 1.5e-3 * number.abs(), "{number}");
        }
        assert_eq!(half(0.0), 0);
    }
}
