//! Where names stand beside points of a path, so that the path does not run through them.

use std::f32::consts::TAU;

use bevy_egui::egui::{Pos2, Rect, Vec2};

/// Space between a point and its name: the nearest, and how much farther it may be.
const GAPS: [f32; 6] = [7.0, 14.0, 24.0, 36.0, 50.0, 66.0];
const WAYS: usize = 16;
/// How far points of a path lie from each other at most, so that it does not slip through a name.
const STEP: f32 = 4.0;

/// A path with points so near to each other that none slips through a name.
pub(super) fn dense(path: &[Pos2]) -> Vec<Pos2> {
    let between = |pair: &[Pos2]| {
        let (from, to) = (pair[0], pair[1]);
        let steps = (from.distance(to) / STEP).ceil().clamp(1.0, 1000.0) as usize;
        (0..steps).map(move |step| from.lerp(to, step as f32 / steps as f32))
    };
    path.windows(2).flat_map(between).chain(path.last().copied()).collect()
}

/// Where a name of some size stands beside a point: where it lies on the least of a dense path, on nothing that is taken, within the
/// picture, and near by.
pub(super) fn beside(at: Pos2, size: Vec2, path: &[Pos2], taken: &[Rect], within: Rect) -> Rect {
    let reach = 0.5 * size + Vec2::splat(2.0);
    let farthest = GAPS[GAPS.len() - 1] + size.length() + 4.0;
    let near: Vec<Pos2> = path.iter().copied().filter(|point| point.distance(at) < farthest).collect();
    let places = GAPS.into_iter().flat_map(|gap| {
        (0..WAYS).map(move |way| {
            // The first is to the upper right, where names usually stand.
            let way = Vec2::angled((way as f32 / WAYS as f32 - 0.125) * TAU);
            // So far that the edge of the name, not its middle, is the gap away.
            let to_edge = (reach / way.abs().max(Vec2::splat(1e-3))).min_elem();
            Rect::from_center_size(at + (gap - 2.0 + to_edge) * way, size)
        })
    });
    let cost = |place: &Rect| {
        let on_path = near.iter().filter(|point| place.expand(2.0).contains(**point)).count();
        let is_taken = taken.iter().any(|other| other.intersects(*place)) || !within.contains_rect(*place);
        (usize::from(is_taken), on_path)
    };
    // Of those that are as good, the first is the nearest.
    places.min_by_key(cost).unwrap_or(Rect::from_center_size(at, size))
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{pos2, vec2};

    use super::*;

    /// Contract: a name stands clear of a path that bends around its point, of other names, and of the edge.
    #[test]
    fn a_name_is_clear_of_the_path() {
        let (within, size) = (Rect::from_min_size(Pos2::ZERO, vec2(400.0, 300.0)), vec2(30.0, 14.0));
        let sharp = [pos2(0.0, 290.0), pos2(200.0, 150.0), pos2(390.0, 10.0)];
        let bent = [pos2(10.0, 10.0), pos2(200.0, 150.0), pos2(10.0, 290.0)];
        for (path, at) in [(sharp, pos2(200.0, 150.0)), (bent, pos2(200.0, 150.0)), (sharp, pos2(390.0, 10.0))] {
            let path = dense(&path);
            assert!(path.windows(2).all(|pair| pair[0].distance(pair[1]) <= STEP + 0.01));
            let mut taken = Vec::new();
            for _ in 0..2 {
                let place = beside(at, size, &path, &taken, within);
                assert!(!path.iter().any(|point| place.contains(*point)), "{place}");
                assert!(within.contains_rect(place) && !place.contains(at) && place.center().distance(at) < 60.0);
                assert!(taken.iter().all(|other: &Rect| !other.intersects(place)), "{place} {taken:?}");
                taken.push(place);
            }
        }
    }
}
