//! What fields offer to animals: the use of the land, nest sites, laying grounds, trees.

use bevy_ecs::prelude::*;
use bevy_math::Vec2;
use serde::{Deserialize, Serialize};
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

/// What a field offers to animals. Nest sites and tree cover change where people pull down houses or fell trees; all else is
/// fixed for the run.
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
    /// Tree cover when the run began.
    pub first_tree_cover: f32,
}

/// What is left of the houses under whose eaves sparrows nest, and of the trees, as shares of what there was when the run began.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shelter {
    /// Houses.
    pub houses: f64,
    /// Trees.
    pub trees: f64,
}

impl Default for Shelter {
    fn default() -> Self {
        Self { houses: 1.0, trees: 1.0 }
    }
}

/// Nest sites of a hectare, pairs: under the eaves of villages, and in trees.
fn nest_sites_per_ha(land: LandUse, tree_cover: f32, shelter: &Shelter, parameters: &LandscapeParameters) -> f32 {
    let eaves = if land == LandUse::Village { parameters.village_nest_sites_per_ha } else { 0.0 };
    eaves * shelter.houses as f32 + parameters.tree_nest_sites_per_ha * tree_cover
}

/// Makes fields offer what is left of houses and trees, if that has changed.
pub fn wear_shelter(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    shelter: Res<Shelter>,
    mut fields: Query<&mut Habitat>,
) {
    if !shelter.is_changed() {
        return;
    }
    for mut habitat in &mut fields {
        habitat.tree_cover = habitat.first_tree_cover * shelter.trees as f32;
        habitat.nest_sites =
            nest_sites_per_ha(habitat.land, habitat.tree_cover, &shelter, &scenario.landscape) * landscape.field_ha();
    }
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
            Habitat {
                land,
                nest_sites: nest_sites_per_ha(land, tree_cover, &Shelter::default(), parameters) * ha,
                laying_ground: match land {
                    LandUse::LayingGround => 1.0,
                    LandUse::Village => 0.0,
                    _ => parameters.field_laying_suitability,
                },
                tree_cover,
                first_tree_cover: tree_cover,
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
        let wanted = ((f64::from(share) * f64::from(cells)).round() as usize).min(free.len());
        if wanted < free.len() {
            let highest_first = |a: &u32, b: &u32| noise[*b as usize].total_cmp(&noise[*a as usize]).then(a.cmp(b));
            free.select_nth_unstable_by(wanted, highest_first);
        }
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

    /// Contract: the equations of ODD's section Nest sites: houses pulled down and trees felled take nest sites with them.
    #[test]
    fn nest_sites_go_with_houses_and_trees() {
        let land = LandscapeParameters {
            village_nest_sites_per_ha: 8.0,
            tree_nest_sites_per_ha: 4.0,
            ..LandscapeParameters::default()
        };
        let [whole, half] = [Shelter::default(), Shelter { houses: 0.5, trees: 0.25 }];
        let sites = |use_of_land, shelter| nest_sites_per_ha(use_of_land, 0.5, shelter, &land);
        assert_eq!([LandUse::Village, LandUse::Grass].map(|of| sites(of, &whole)), [10.0, 2.0]);
        assert_eq!([LandUse::Village, LandUse::Grass].map(|of| sites(of, &half)), [6.0, 2.0]);
    }

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
