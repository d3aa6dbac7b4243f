//! How much two pictures of the window differ to the eye: both are averaged over small blocks, so that single marks and the edges of
//! letters count for little, and the blocks are compared in OKLab, in which equal distances look about equal.

use bevy::color::{Oklaba, Srgba};

/// A picture, three bytes a pixel.
#[derive(Clone)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

/// Side of a block, pixels.
const BLOCK: usize = 8;
/// Blocks that are farther apart than this look different beside each other: twice what CSS Color 4 takes as just noticeable.
const VISIBLE: f32 = 0.04;
/// The most by which blocks may differ on average, and the largest share of them that may look different.
const MOST_ON_AVERAGE: f32 = 0.005;
const MOST_VISIBLE: f32 = 0.01;

/// How two pictures differ.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Distance of the blocks in OKLab, on average.
    pub mean: f32,
    /// The share of blocks that look different.
    pub visible: f32,
}

impl Difference {
    /// Between two pictures of the same size; `None` if they are not, or if one is empty or has not all of its pixels.
    pub fn between(one: &Picture, other: &Picture) -> Option<Self> {
        if (one.width, one.height) != (other.width, other.height) || ![one, other].into_iter().all(Picture::is_whole) {
            return None;
        }
        let distance = |(a, b): ([f32; 3], [f32; 3])| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt();
        let distances: Vec<f32> = one.blocks().into_iter().zip(other.blocks()).map(distance).collect();
        let count = distances.len() as f32;
        let visible = distances.iter().filter(|distance| **distance > VISIBLE).count() as f32;
        Some(Self { mean: distances.iter().sum::<f32>() / count, visible: visible / count })
    }

    /// Whether it is more than animals that have moved.
    pub fn is_seen(self) -> bool {
        // Also where they are no numbers.
        let is_within = self.mean <= MOST_ON_AVERAGE && self.visible <= MOST_VISIBLE;
        !is_within
    }
}

impl Picture {
    fn is_whole(&self) -> bool {
        !self.rgb.is_empty() && self.rgb.len() == 3 * self.width * self.height
    }

    /// The colours of its blocks in OKLab.
    fn blocks(&self) -> Vec<[f32; 3]> {
        let (across, down) = (self.width.div_ceil(BLOCK), self.height.div_ceil(BLOCK));
        let mut sums = vec![([0.0; 3], 0.0_f32); across * down];
        for (index, pixel) in self.rgb.chunks_exact(3).enumerate() {
            let (x, y) = (index % self.width, index / self.width);
            let (sum, count) = &mut sums[y / BLOCK * across + x / BLOCK];
            for (sum, byte) in sum.iter_mut().zip(pixel) {
                *sum += f32::from(*byte) / 255.0;
            }
            *count += 1.0;
        }
        sums.into_iter().map(|(sum, count)| oklab(sum.map(|sum| sum / count))).collect()
    }
}

/// A colour of sRGB, 0 to 1, in OKLab.
pub fn oklab([r, g, b]: [f32; 3]) -> [f32; 3] {
    let Oklaba { lightness, a, b, .. } = Srgba::rgb(r, g, b).into();
    [lightness, a, b]
}
