//! What the map's shader knows of a field: a few bytes in each layer of a texture with one texel for each field.

use bevy::math::Vec2;

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::engine::landscape::Landscape;

use super::deeds::{Deeds, Undone};
use super::parcels;
use super::picture::{FieldInfo, Swarm};

/// The layers of the texture, in this order.
///
/// - `LAND`: kind of land, share of the ground under leaf if nothing had been eaten, share of leaf lost, phase of the crop.
/// - `GROUND`: water, tree cover, share of grain filled, what stands on resting land.
/// - `PESTS`: density, high and low byte; share that swarms; the way they go.
/// - `WORKS`: share of the houses that stand; how likely a tree stands at a place; whether there are pests on this field or
///   near it ([`mark_pests_nearby`]); furnaces on a village's field, or what was left undone on cropland.
pub const LAYERS: usize = 4;
/// The layer after them: the wash of an overlay.
pub const WASH: usize = LAYERS;

/// The texels of one field, by layer.
pub type Texels = [[u8; 4]; LAYERS];

/// The kinds of land, as the shader numbers them. The crops come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Winter wheat.
    Wheat = 1,
    /// Maize.
    Maize,
    /// Sweet potato.
    Potato,
    /// Early rice.
    EarlyRice,
    /// Single-crop rice.
    SingleRice,
    /// Houses and gardens.
    Village,
    /// Open laying ground.
    Shore,
    /// Grass.
    Grass,
    /// Resting cropland.
    Fallow,
}

impl Kind {
    /// What a field shows.
    pub fn of(field: &FieldInfo) -> Self {
        match (field.land, field.crop) {
            (LandUse::Village, _) => Self::Village,
            (LandUse::LayingGround, _) => Self::Shore,
            (LandUse::Grass, _) => Self::Grass,
            (_, CropKind::Wild) => Self::Fallow,
            (_, CropKind::WinterWheat) => Self::Wheat,
            (_, CropKind::Maize) => Self::Maize,
            (_, CropKind::SweetPotato) => Self::Potato,
            (_, CropKind::EarlyRice) => Self::EarlyRice,
            (_, CropKind::SingleRice) => Self::SingleRice,
        }
    }

    /// Whether it has parcels. Wild land has none.
    pub fn has_parcels(self) -> bool {
        !matches!(self, Self::Shore | Self::Grass)
    }
}

/// What stands on resting cropland, as the shader numbers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Stubble {
    /// Ploughed earth.
    #[default]
    None,
    /// The stubble of wheat or rice.
    Short,
    /// The stalks of maize.
    Stalks,
}

/// Pests per square metre that the two bytes can hold.
pub const MOST_PESTS_PER_M2: f32 = 256.0;
/// Leaf of an uneaten stand under which two thirds of the ground lie, kg/ha.
const COVERING_LEAF_KG_PER_HA: f32 = 800.0;
/// Grain of a well filled stand, kg/ha.
const FILLED_GRAIN_KG_PER_HA: (f32, f32) = (150.0, 800.0);

/// Packs a field.
pub fn texels(field: &FieldInfo, swarm: &Swarm, deeds: &Deeds, landscape: &Landscape) -> Texels {
    let ha = landscape.field_ha();
    let uneaten_kg_per_ha = field.leaf_kg / (1.0 - field.leaf_lost).max(0.02) / ha;
    let cover = 1.0 - libm::expf(-uneaten_kg_per_ha / COVERING_LEAF_KG_PER_HA);
    let filled = smoothstep(FILLED_GRAIN_KG_PER_HA.0, FILLED_GRAIN_KG_PER_HA.1, field.grain_kg / ha);
    let land = [Kind::of(field) as u8, byte(cover), byte(field.leaf_lost), byte(phase(field))];
    let ground = [byte(water(field)), byte(field.tree_cover), byte(filled), field.stubble as u8];
    let per_m2 = field.pests as f32 / landscape.field_m2() / MOST_PESTS_PER_M2;
    let [high, low] = ((per_m2.min(1.0) * 65_535.0).round() as u16).to_be_bytes();
    let turn = libm::atan2f(swarm.way.y, swarm.way.x) / core::f32::consts::TAU;
    let pests = [high, low, byte(swarm.share(field.pests)), byte(turn.rem_euclid(1.0))];
    let done = if field.land == LandUse::Village { field.furnaces } else { undone(field) };
    [land, ground, pests, [byte(deeds.houses as f32), byte(trees(field, landscape)), 0, done]]
}

/// What was left undone on cropland, as the shader tells it: up to 85 the share that was not weeded, then to 170 unsown, and above that
/// ripe and not reaped, the highest where grain falls.
fn undone(field: &FieldInfo) -> u8 {
    match field.undone {
        Undone::Unreaped { is_falling, .. } => {
            if is_falling {
                255
            } else {
                200
            }
        }
        Undone::Unsown { .. } => 128,
        Undone::LeftFallow => 110,
        Undone::Nothing => (85.0 * field.unweeded.clamp(0.0, 1.0)).ceil() as u8,
    }
}

/// How likely a tree stands at one of the places where one could: in groves on grass, around houses, seldom on fields.
fn trees(field: &FieldInfo, landscape: &Landscape) -> f32 {
    let place = Vec2::new((field.cell % landscape.width) as f32, (field.cell / landscape.width) as f32);
    let grove = smoothstep(0.42, 0.72, parcels::noise(place * 0.5, 95));
    field.tree_cover
        * match field.land {
            LandUse::Village => 0.85,
            LandUse::Grass => 0.05 + 1.7 * grove,
            _ => 0.02,
        }
}

/// How far a parcel can lie from the field that it shows, and what is drawn on it from that which it is drawn for, fields.
const NEARBY: usize = 2;

/// Lets fields know whether there are pests on them or near them, so that where there are none nothing has to be looked up.
pub fn mark_pests_nearby(texels: &mut [Texels], width: usize) {
    let has_pests = |texel: &Texels| texel[2][0] > 0 || texel[2][1] > 0;
    let found: Vec<usize> = (0..texels.len()).filter(|&cell| has_pests(&texels[cell])).collect();
    let height = texels.len() / width.max(1);
    for cell in found {
        let (x, y) = (cell % width, cell / width);
        for row in y.saturating_sub(NEARBY)..=(y + NEARBY).min(height - 1) {
            for column in x.saturating_sub(NEARBY)..=(x + NEARBY).min(width - 1) {
                texels[row * width + column][3][2] = 255;
            }
        }
    }
}

/// Leaves pests out of the painting. `texels` are those of so many fields, layer by layer.
pub fn hide_pests(texels: &mut [[u8; 4]], fields: usize) {
    let works = texels.iter_mut().skip(3 * fields).take(fields);
    works.for_each(|texel| texel[2] = 0);
}

/// A share as a byte.
fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// Where a crop is in its life: 0 sown, 0.5 flowering, 0.9 and more ripe.
pub fn phase(field: &FieldInfo) -> f32 {
    match field.stage {
        CropStage::Fallow => 0.0,
        CropStage::Vegetative => 0.5 * field.progress,
        CropStage::Filling => 0.5 + 0.4 * field.progress,
        CropStage::Ripe => 0.95,
    }
}

/// How much of a paddy's ground is water: all of it when the rice is planted, none when it ripens.
fn water(field: &FieldInfo) -> f32 {
    match field.crop {
        CropKind::EarlyRice | CropKind::SingleRice => smoothstep(0.74, 0.6, phase(field)),
        _ => 0.0,
    }
}

/// 0 at `from`, 1 at `to`, smooth between.
pub fn smoothstep(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
