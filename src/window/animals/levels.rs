//! What a mark on the map stands for at each scale. Farther away a mark stands for more animals, so that as many animals on
//! a field darken it alike; nearer by, marks become strokes and then animals. The key says what is true at the scale that is
//! shown.

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A fleck (sparrows) or a dot (pests).
    Speck,
    /// Two strokes of a brush (sparrows) or one (pests).
    Stroke,
    /// An animal.
    Animal,
}

/// One level of marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The scale from which on it is used, logical pixels per side of a field.
    pub from_px: f32,
    /// How many animals a mark stands for.
    pub per_mark: f32,
    /// Length of a mark, logical pixels.
    pub length_px: f32,
    /// What it looks like.
    pub shape: Shape,
}

const fn level(from_px: f32, per_mark: f32, length_px: f32, shape: Shape) -> Level {
    Level { from_px, per_mark, length_px, shape }
}

/// The levels of sparrows, from afar to near by.
pub const SPARROWS: &[Level] = &[
    level(0.0, 1000.0, 3.5, Shape::Speck),
    level(1.2, 250.0, 3.5, Shape::Speck),
    level(2.2, 100.0, 3.5, Shape::Speck),
    level(3.2, 50.0, 3.5, Shape::Speck),
    level(4.2, 25.0, 3.5, Shape::Speck),
    level(9.0, 10.0, 3.8, Shape::Speck),
    level(14.0, 8.0, 6.0, Shape::Stroke),
    level(22.0, 4.0, 6.5, Shape::Stroke),
    level(45.0, 2.0, 8.0, Shape::Stroke),
    level(80.0, 1.0, 17.0, Shape::Animal),
];

/// The levels of pests. Near by an insect is a third of a bird, as in life.
pub const PESTS: &[Level] = &[
    level(0.0, 1_000_000.0, 1.7, Shape::Speck),
    level(1.2, 200_000.0, 1.7, Shape::Speck),
    level(2.2, 100_000.0, 1.7, Shape::Speck),
    level(3.2, 40_000.0, 1.7, Shape::Speck),
    level(4.2, 20_000.0, 1.7, Shape::Speck),
    level(9.0, 5000.0, 2.0, Shape::Speck),
    level(14.0, 4000.0, 3.0, Shape::Stroke),
    level(22.0, 2000.0, 3.4, Shape::Stroke),
    level(45.0, 1000.0, 4.2, Shape::Stroke),
    level(80.0, 250.0, 6.0, Shape::Animal),
];

/// Levels fade into each other over this share of the scale on either side.
const FADE: f32 = 0.15;

/// The levels that are drawn at a scale, and how opaque: the one to which the scale belongs, then its neighbour, if that is
/// near. The two weights add up to 1.
pub fn at(levels: &[Level], px_per_field: f32) -> [(Level, f32); 2] {
    let own = levels.partition_point(|level| level.from_px <= px_per_field).max(1) - 1;
    let share_above = |from_px: f32| {
        // On the logarithm of the scale, so that zooming in and out look alike.
        let way = libm::logf(px_per_field.max(1e-6) / from_px) / libm::logf(1.0 + FADE);
        0.5 + 0.5 * way.clamp(-1.0, 1.0)
    };
    let below = own.checked_sub(1).map(|below| (levels[below], 1.0 - share_above(levels[own].from_px)));
    let above = levels.get(own + 1).map(|above| (*above, share_above(above.from_px)));
    let other = [below, above].into_iter().flatten().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((levels[own], 0.0));
    [(levels[own], 1.0 - other.1), other]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: nothing jumps while zooming: at each scale the weights add up to 1, and a small step changes each
    /// level's weight a little.
    #[test]
    fn levels_fade_into_each_other() {
        for levels in [SPARROWS, PESTS] {
            let weights = |px: f32| {
                let drawn = at(levels, px);
                let of = |level: &Level| drawn.iter().filter(|(drawn, _)| drawn == level).map(|(_, w)| w).sum::<f32>();
                levels.iter().map(of).collect::<Vec<f32>>()
            };
            let mut px = 0.5;
            while px < 230.0 {
                let (here, next) = (weights(px), weights(px * 1.01));
                assert!((here.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{px}");
                for (a, b) in here.iter().zip(&next) {
                    assert!((a - b).abs() < 0.06, "{px}: {here:?}, {next:?}");
                }
                px *= 1.01;
            }
        }
    }

    /// Contract: as many animals on a field are as much ink at every scale, within a factor of three.
    #[test]
    fn as_many_animals_are_as_much_ink() {
        for levels in [SPARROWS, PESTS] {
            let ink = |px: f32| {
                let level = at(levels, px)[0].0;
                level.length_px * level.length_px / (level.per_mark * px * px)
            };
            let usual = ink(32.0);
            for px in [1.5, 3.0, 6.0, 10.0, 16.0, 32.0, 60.0, 90.0] {
                let ratio = ink(px) / usual;
                assert!((0.3..3.5).contains(&ratio), "{px}: {ratio}");
            }
        }
    }
}
