//! What fields offer to animals: the use of the land, nest sites, laying grounds, trees.

use bevy::prelude::*;
use strum::{EnumCount, VariantArray};

use crate::engine::agent::field_id;
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::random::Stream;
use crate::scenario::{LandscapeParameters, Scenario};

use super::purpose::Purpose;

impl From<&LandscapeParameters> for Landscape {
    fn from(parameters: &LandscapeParameters) -> Self {
        Self { width: parameters.fields_wide, height: parameters.fields_high, side_m: parameters.field_side_m }
    }
}

/// What a field's land is used for.
#[derive(Clone, Copy, Debug, EnumCount, PartialEq, Eq, Hash, VariantArray)]
#[repr(u8)]
pub enum LandUse {
    /// Winter wheat, then maize, in one year.
    WheatMaize,
    /// Sweet potato.
    SweetPotato,
    /// Early rice.
    EarlyRice,
    /// Single-crop rice.
    SingleRice,
    /// Houses and gardens.
    Village,
    /// Open laying ground: river and lake margins, saline waste.
    LayingGround,
    /// Uncultivated grass.
    Grass,
}

impl LandUse {
    /// Whether crops are sown here.
    pub fn is_cropland(self) -> bool {
        match self {
            Self::WheatMaize | Self::SweetPotato | Self::EarlyRice | Self::SingleRice => true,
            Self::Village | Self::LayingGround | Self::Grass => false,
        }
    }
}

/// What a field offers to animals, fixed for the run.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Habitat {
    /// Use of the land.
    pub land: LandUse,
    /// Nest sites, pairs.
    pub nest_sites: f32,
    /// Suitability for laying, 0 to 1.
    pub laying_ground: f32,
    /// Tree cover, 0 to 1.
    pub tree_cover: f32,
}

/// Lays out the habitats of all fields, in cell order.
pub fn habitats(scenario: &Scenario) -> Vec<Habitat> {
    let parameters = &scenario.landscape;
    let landscape = Landscape::from(parameters);
    let cells = landscape.fields();
    let noise = |layer: u64, breadth_m: f32| -> Vec<f32> {
        let mut noise = Noise::new(scenario.seed, layer);
        (0..cells).map(|cell| noise.at(landscape.centre(cell) / breadth_m)).collect()
    };
    let patch = parameters.patch_m;
    let uses = land_uses(parameters, cells, &noise(1, 0.5 * patch), &noise(2, patch), &noise(3, patch));
    let trees = noise(4, patch);
    let ha = landscape.field_ha();
    uses.into_iter()
        .zip(trees)
        .map(|(land, tree_noise)| {
            let openness = if land == LandUse::LayingGround { 0.5 } else { 1.0 };
            let tree_cover = (parameters.tree_cover * openness * (0.7 + 0.6 * tree_noise)).clamp(0.0, 1.0);
            let eaves = if land == LandUse::Village { parameters.village_nest_sites_per_ha } else { 0.0 };
            Habitat {
                land,
                nest_sites: (eaves + parameters.tree_nest_sites_per_ha * tree_cover) * ha,
                laying_ground: match land {
                    LandUse::LayingGround => 1.0,
                    LandUse::Village => 0.0,
                    _ => parameters.field_laying_suitability,
                },
                tree_cover,
            }
        })
        .collect()
}

/// Gives each use its share of the fields: villages where their noise is highest, then laying grounds, then the crops
/// side by side in patches.
fn land_uses(
    parameters: &LandscapeParameters,
    cells: u32,
    villages: &[f32],
    laying: &[f32],
    crops: &[f32],
) -> Vec<LandUse> {
    let mut uses = vec![LandUse::Grass; cells as usize];
    let mut free: Vec<u32> = (0..cells).collect();
    let layers = [
        (LandUse::Village, parameters.village_share, villages),
        (LandUse::LayingGround, parameters.laying_ground_share, laying),
        (LandUse::SweetPotato, parameters.sweet_potato_share, crops),
        (LandUse::EarlyRice, parameters.early_rice_share, crops),
        (LandUse::SingleRice, parameters.single_rice_share, crops),
        (LandUse::WheatMaize, parameters.wheat_maize_share, crops),
    ];
    for (land, share, noise) in layers {
        free.sort_by(|&a, &b| noise[b as usize].total_cmp(&noise[a as usize]).then(a.cmp(&b)));
        let wanted = ((f64::from(share) * f64::from(cells)).round() as usize).min(free.len());
        for cell in free.drain(..wanted) {
            uses[cell as usize] = land;
        }
    }
    uses
}

/// Smooth value noise in [0, 1) with features about one unit wide.
struct Noise {
    seed: u64,
    layer: u64,
    /// The unit square of the latest place.
    square: Vec2,
    /// Random numbers at its corners: south-west, south-east, north-west, north-east.
    corners: [f32; 4],
}

impl Noise {
    fn new(seed: u64, layer: u64) -> Self {
        Self { seed, layer, square: Vec2::NAN, corners: [0.0; 4] }
    }

    fn at(&mut self, place: Vec2) -> f32 {
        let square = place.floor();
        // Places come row by row, so that most lie in the same square as the one before.
        if square != self.square {
            self.square = square;
            self.corners = [Vec2::ZERO, Vec2::X, Vec2::Y, Vec2::ONE].map(|corner| self.corner(square + corner));
        }
        let t = place - square;
        let t = t * t * (Vec2::splat(3.0) - 2.0 * t);
        let [south_west, south_east, north_west, north_east] = self.corners;
        let south = south_west * (1.0 - t.x) + south_east * t.x;
        let north = north_west * (1.0 - t.x) + north_east * t.x;
        south * (1.0 - t.y) + north * t.y
    }

    fn corner(&self, place: Vec2) -> f32 {
        let lattice = (place.x as u64) << 24 | place.y as u64;
        Stream::new(self.seed, self.layer << 56 | lattice, 0, Purpose::Landscape).unit() as f32
    }
}

/// The random stream of a field.
pub fn field_stream(seed: u64, cell: Cell, day: u32, purpose: Purpose) -> Stream {
    Stream::new(seed, field_id(cell.0), day, purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_gets_its_share() {
        let scenario = Scenario::default();
        let habitats = habitats(&scenario);
        let share = |land| habitats.iter().filter(|h| h.land == land).count() as f32 / habitats.len() as f32;
        assert!((share(LandUse::WheatMaize) - scenario.landscape.wheat_maize_share).abs() < 1e-3);
        assert!((share(LandUse::Village) - scenario.landscape.village_share).abs() < 1e-3);
        assert!((share(LandUse::LayingGround) - scenario.landscape.laying_ground_share).abs() < 1e-3);
    }
}
