//! How much leaf would stand on a field if nothing had eaten it, so that the map can show what was eaten.
//!
//! A crop's leaf follows from its thermal time alone (logistic growth in average weather), so the comparison holds even
//! when every field of the landscape is eaten bare. Wild plants have no thermal time; they are compared with the best
//! stands on the same kind of land on the same day.

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::engine::landscape::Landscape;
use crate::scenario::{CropParameters, Crops, Scenario};

use super::picture::FieldInfo;

/// The model grows leaf in daily steps, which lag behind the smooth curve by about this factor in its rate.
const DAILY_STEPS_LAG: f32 = 0.92;

/// Leaf of uneaten fields on one day.
pub struct Uneaten<'a> {
    crops: &'a Crops,
    ha: f32,
    /// Leaf of good stands of wild plants, kg per field, by use of the land.
    wild_kg: [f32; LandUse::ALL.len()],
}

impl<'a> Uneaten<'a> {
    /// For the day of `fields`.
    pub fn of(fields: &[FieldInfo], scenario: &'a Scenario, landscape: &Landscape) -> Self {
        let wild_kg = LandUse::ALL.map(|land| {
            let is_wild = |field: &&FieldInfo| field.land == land && field.crop == CropKind::Wild;
            let mut leaf: Vec<f32> = fields.iter().filter(is_wild).map(|field| field.leaf_kg).collect();
            let nine_tenths = leaf.len() * 9 / 10;
            if leaf.is_empty() { 0.0 } else { *leaf.select_nth_unstable_by(nine_tenths, f32::total_cmp).1 }
        });
        Self { crops: &scenario.crops, ha: landscape.field_ha(), wild_kg }
    }

    /// A field's leaf as a share of an uneaten field's, 0 to 1.
    pub fn leaf_left(&self, field: &FieldInfo) -> f32 {
        let uneaten = match field.crop.parameters(self.crops) {
            Some(crop) => self.ha * leaf_kg_per_ha(crop, thermal_time(crop, field)),
            // Eaten weeds on resting land are nobody's loss.
            None if field.land.is_cropland() => return 1.0,
            None => self.wild_kg[field.land as usize],
        };
        if uneaten > 0.0 { (field.leaf_kg / uneaten).clamp(0.0, 1.0) } else { 1.0 }
    }
}

/// Thermal time during which leaf has grown.
fn thermal_time(crop: &CropParameters, field: &FieldInfo) -> f32 {
    match field.stage {
        CropStage::Vegetative => field.progress * crop.flowering_degree_days,
        _ => crop.flowering_degree_days,
    }
}

fn leaf_kg_per_ha(crop: &CropParameters, thermal_time: f32) -> f32 {
    let (full, first) = (crop.leaf_max_kg_per_ha, crop.emergence_leaf_kg_per_ha);
    let rate = DAILY_STEPS_LAG * crop.growth_per_degree_day;
    full / (1.0 + (full / first - 1.0).max(0.0) * libm::expf(-rate * thermal_time))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the curve starts at emergence, rises, and ends near a full stand when the crop flowers.
    #[test]
    fn uneaten_leaf_grows_from_emergence_to_nearly_full() {
        let crops = Crops::default();
        for kind in CropKind::HARVESTED {
            let Some(crop) = kind.parameters(&crops) else { panic!("{} is not grown", kind.name()) };
            let curve = |share: f32| leaf_kg_per_ha(crop, share * crop.flowering_degree_days);
            assert!((curve(0.0) - crop.emergence_leaf_kg_per_ha).abs() < 1.0, "{}", kind.name());
            assert!(curve(0.2) < curve(0.5) && curve(0.5) < curve(1.0), "{}", kind.name());
            assert!(curve(1.0) > 0.8 * crop.leaf_max_kg_per_ha, "{}", kind.name());
        }
    }
}
