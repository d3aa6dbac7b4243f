//! Smooth noise in a texture that repeats, for the painter: cheaper than computing it for each texel of the land.

use super::scatter::scatter;

/// Width and height of the texture, texels.
pub const SIZE: u32 = 256;
/// Features on a side of it.
const FEATURES: u32 = 32;

/// The texels: red and blue are noise with features of one size, green and alpha of three sizes. All have the mean 0.5.
pub fn texels() -> Vec<u8> {
    let mut texels = Vec::with_capacity((SIZE * SIZE * 4) as usize);
    for y in 0..SIZE {
        for x in 0..SIZE {
            let at = |features: u32, which: u64| noise(x, y, features, which);
            let mixed = |which: u64| {
                0.55 * at(FEATURES, which) + 0.29 * at(2 * FEATURES, which + 1) + 0.16 * at(4 * FEATURES, which + 2)
            };
            let texel = [at(FEATURES, 1), mixed(2), at(FEATURES, 5), mixed(6)];
            texels.extend(texel.map(|part| (255.0 * part).round() as u8));
        }
    }
    texels
}

/// Smooth noise, 0 to 1, with `features` on a side of the texture, at the middle of a texel.
fn noise(x: u32, y: u32, features: u32, which: u64) -> f32 {
    let place = |texel: u32| (texel as f32 + 0.5) * features as f32 / SIZE as f32;
    let corner = |x: u32, y: u32| {
        let bits = scatter(which << 40 | u64::from(y % features) << 20 | u64::from(x % features));
        (bits >> 40) as f32 / (1 << 24) as f32
    };
    let (x, y) = (place(x), place(y));
    let (left, low) = (x as u32, y as u32);
    let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
    let (t, s) = (smooth(x.fract()), smooth(y.fract()));
    let south = corner(left, low) * (1.0 - t) + corner(left + 1, low) * t;
    let north = corner(left, low + 1) * (1.0 - t) + corner(left + 1, low + 1) * t;
    south * (1.0 - s) + north * s
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::map::texels::smoothstep;

    /// A number that the shader names.
    fn constant(name: &str) -> f32 {
        let shader = include_str!("../../../assets/shaders/map.wgsl");
        let value = shader.split(&format!("const {name}: f32 = ")).nth(1).and_then(|rest| rest.split(';').next());
        value.and_then(|value| value.parse().ok()).expect("the shader has this constant")
    }

    /// Contract: the area of the gaps in a crop is the share of leaf that was eaten, within five points. This is what the
    /// shader's `gaps` does with this noise, over many places.
    #[test]
    fn the_area_of_the_gaps_is_the_share_of_leaf_lost() {
        let (mean, spread, margin) = (constant("GAP_MEAN"), constant("GAP_SPREAD"), constant("GAP_MARGIN"));
        let texels = texels();
        let channel = |place: u64, which: usize| {
            f32::from(texels[(scatter(place) % u64::from(SIZE * SIZE)) as usize * 4 + which]) / 255.0
        };
        for lost in [0.05_f32, 0.15, 0.33, 0.5, 0.6, 0.75, 0.9] {
            let places = 40_000;
            let bare = (0..places).map(|place| {
                let hole = 0.62 * channel(2 * place, 1) + 0.38 * channel(2 * place + 1, 2);
                let edge = 0.5 * (place as f32 + 0.5) / places as f32;
                let near_margin = 0.22 * smoothstep(0.25, 0.0, edge);
                let threshold = mean - spread * libm::logf(lost / (1.0 - lost));
                smoothstep(-0.035, 0.035, hole - threshold + 0.3 * (near_margin - margin))
            });
            let area = bare.sum::<f32>() / places as f32;
            assert!((area - lost).abs() < 0.05, "{lost}: {area}");
        }
    }

    /// Contract: the mean of each noise is a half.
    #[test]
    fn noise_is_balanced() {
        let texels = texels();
        for which in 0..4 {
            let sum: u32 = texels.iter().skip(which).step_by(4).map(|&part| u32::from(part)).sum();
            let mean = sum as f32 / (SIZE * SIZE) as f32 / 255.0;
            assert!((mean - 0.5).abs() < 0.02, "{which}: {mean}");
        }
    }
}
