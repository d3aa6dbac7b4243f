//! Fields without a run.

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::window::map::deeds::Undone;
use crate::window::map::picture::FieldInfo;
use crate::window::map::texels::Stubble;

/// A field on which nothing grows and nothing lives.
pub fn bare_field(cell: u32, land: LandUse) -> FieldInfo {
    FieldInfo {
        cell,
        land,
        crop: CropKind::Wild,
        stage: CropStage::Fallow,
        progress: 0.0,
        leaf_kg: 0.0,
        grain_kg: 0.0,
        leaf_against_uneaten: 1.0,
        leaf_lost: 0.0,
        stubble: Stubble::None,
        birds: 0,
        pests: 0,
        young_hoppers: 0,
        predation: 0.0,
        eggs: 0,
        grain_eaten_by_pests_kg: 0.0,
        grain_eaten_by_sparrows_kg: 0.0,
        reaped_kg: 0.0,
        sparrows_killed: 0,
        nest_sites: 0.0,
        tree_cover: 0.5,
        undone: Undone::Nothing,
        unweeded: 0.0,
        furnaces: 0,
    }
}
