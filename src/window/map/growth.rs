//! How much leaf would stand on a field if nothing had eaten it, so that the map can show what was eaten.
//!
//! The model says how an uneaten crop grows with its thermal time in average weather, so the comparison holds even when
//! every field of the landscape is eaten bare. Wild plants have no thermal time; they are compared with the best stands
//! on the same kind of land on the same day.

use strum::{EnumCount, VariantArray};

use crate::ecology::crop::{CropKind, CropStage, uneaten_stand};
use crate::ecology::habitat::LandUse;
use crate::engine::landscape::Landscape;
use crate::scenario::{CropParameters, Crops, Scenario};

use super::picture::FieldInfo;

/// Leaf of uneaten fields on one day.
pub struct Uneaten<'a> {
    crops: &'a Crops,
    ha: f32,
    /// Thermal time, deg C d, and leaf, kg/ha, of stands of each crop; none for wild plants.
    stands: [Vec<[f64; 2]>; CropKind::COUNT],
    /// Leaf of good stands of wild plants, kg per field, by use of the land.
    wild_kg: [f32; LandUse::COUNT],
}

impl<'a> Uneaten<'a> {
    /// For the day of `fields`.
    pub fn of(fields: &[FieldInfo], scenario: &'a Scenario, landscape: &Landscape) -> Self {
        let mut wild_kg = [0.0; LandUse::COUNT];
        for &land in LandUse::VARIANTS {
            let is_wild = |field: &&FieldInfo| field.land == land && field.crop == CropKind::Wild;
            let mut leaf: Vec<f32> = fields.iter().filter(is_wild).map(|field| field.leaf_kg).collect();
            let nine_tenths = leaf.len() * 9 / 10;
            if !leaf.is_empty() {
                wild_kg[land as usize] = *leaf.select_nth_unstable_by(nine_tenths, f32::total_cmp).1;
            }
        }
        let mut stands: [Vec<_>; CropKind::COUNT] = Default::default();
        for kind in CropKind::HARVESTED {
            let crop = kind.parameters(&scenario.crops);
            stands[kind as usize] = crop.map(|crop| uneaten_stand(crop, &scenario.weather)).unwrap_or_default();
        }
        Self { crops: &scenario.crops, ha: landscape.field_ha(), stands, wild_kg }
    }

    /// A field's leaf as a share of an uneaten field's, 0 to 1.
    pub fn leaf_left(&self, field: &FieldInfo) -> f32 {
        let uneaten = match field.crop.parameters(self.crops) {
            Some(crop) => self.ha * leaf_at(&self.stands[field.crop as usize], thermal_time(crop, field)),
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

/// Leaf of a stand at a thermal time, interpolated between its days, kg/ha.
fn leaf_at(stand: &[[f64; 2]], thermal_time: f32) -> f32 {
    let thermal_time = f64::from(thermal_time);
    let next = stand.partition_point(|[time, _]| *time < thermal_time);
    let leaf_kg = match (stand.get(next.wrapping_sub(1)), stand.get(next)) {
        (Some([before, leaf_before]), Some([after, leaf_after])) => {
            leaf_before + (leaf_after - leaf_before) * (thermal_time - before) / (after - before)
        }
        (None, Some([_, leaf_kg])) | (Some([_, leaf_kg]), None) => *leaf_kg,
        (None, None) => 0.0,
    };
    leaf_kg as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: leaf is that of the stand's days, interpolated between them, and then stays at the last.
    #[test]
    fn leaf_is_read_between_the_days_of_a_stand() {
        let stand = [[0.0, 100.0], [0.0, 100.0], [10.0, 200.0], [30.0, 300.0]];
        let read = [0.0, 5.0, 10.0, 20.0, 30.0, 500.0].map(|time| leaf_at(&stand, time));
        assert_eq!(read, [100.0, 150.0, 200.0, 250.0, 300.0, 300.0]);
        assert_eq!(leaf_at(&[], 3.0), 0.0);
    }
}
