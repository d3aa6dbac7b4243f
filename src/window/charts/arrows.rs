//! Arrowheads along a path, so that one sees which way time goes on it.

use bevy_egui::egui::{Pos2, Vec2};

/// How far along a path two of them are from each other, and the first from its beginning at most.
const APART: f32 = 150.0;
/// The shortest path that has one.
const LEAST: f32 = 40.0;
/// From the middle of one to its tip, and half its breadth.
const SIZE: [f32; 2] = [5.0, 4.0];

/// The corners of the arrowheads on a path on the screen: one every so often, and at least one where the path is not very short.
pub(super) fn along(path: &[Pos2]) -> Vec<[Pos2; 3]> {
    let mut gone = 0.0;
    let lengths: Vec<f32> = path
        .iter()
        .enumerate()
        .map(|(index, point)| {
            gone += index.checked_sub(1).map_or(0.0, |before| path[before].distance(*point));
            gone
        })
        .collect();
    if gone < LEAST {
        return Vec::new();
    }
    let at = |length: f32| {
        let next = lengths.partition_point(|other| *other < length).clamp(1, path.len() - 1);
        let [from, to] = [lengths[next - 1], lengths[next]];
        path[next - 1].lerp(path[next], ((length - from) / (to - from).max(1e-3)).clamp(0.0, 1.0))
    };
    let count = (gone / APART).round().max(1.0) as u16;
    let middles = (0..count).map(|index| gone * (f32::from(index) + 0.5) / f32::from(count));
    let head = |middle: f32| {
        let [tail, tip] = [at(middle - SIZE[0]), at(middle + SIZE[0])];
        let way = (tip - tail).normalized();
        (way != Vec2::ZERO).then(|| corners(at(middle), way))
    };
    middles.filter_map(head).collect()
}

/// The corners of one that points some way.
pub(super) fn corners(middle: Pos2, way: Vec2) -> [Pos2; 3] {
    let [long, broad] = SIZE;
    let (tail, side) = (middle - 0.6 * long * way, broad * way.rot90());
    [middle + long * way, tail + side, tail - side]
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::pos2;

    use super::*;

    /// Contract: they lie on the path, point along it, and are few; one that is hardly a path has none.
    #[test]
    fn they_point_the_way_of_the_path() {
        let path: Vec<Pos2> = (0..=200).map(|step| pos2(3.0 * f32::from(step as u8), 50.0)).collect();
        let heads = along(&path);
        assert_eq!(heads.len(), 4);
        for [tip, one, other] in heads {
            assert!((tip.y - 50.0).abs() < 1e-3 && tip.x > one.x && (one.x - other.x).abs() < 1e-3);
            assert!(((one.y + other.y) / 2.0 - 50.0).abs() < 1e-3);
        }
        let back: Vec<Pos2> = path.iter().rev().copied().collect();
        assert!(along(&back).iter().all(|[tip, one, _]| tip.x < one.x));
        assert_eq!(along(&path[..20]).len(), 1);
        for short in [&path[..3], &path[..1], &[]] {
            assert!(along(short).is_empty());
        }
        assert!(along(&[path[0]; 50]).is_empty(), "a path that stays where it is");
    }
}
