//! Crops and wild plants: logistic leaf growth in thermal time, grain filling after flowering, the harvest, and the seed
//! that is shed and spilled.
//!
//! Leaf lost before flowering grows back in part, because growth is logistic; leaf lost after flowering does not, and the
//! grain is filled in proportion to the leaf that is left. Ripe grain is lost directly to whoever eats it.

use bevy::prelude::*;
use strum::EnumCount;

use super::calendar::Calendar;
use super::habitat::{Habitat, LandUse};
use super::weather::Weather;
use crate::ecology::flows::Flows;
use crate::engine::landscape::Landscape;
use crate::engine::parallel::{Parallelism, each};
use crate::scenario::{CropParameters, Crops, EncounterParameters, Scenario};

/// What grows on a field.
#[derive(Clone, Copy, Debug, EnumCount, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CropKind {
    /// Grass and weeds.
    Wild,
    /// Winter wheat.
    WinterWheat,
    /// Maize.
    Maize,
    /// Sweet potato.
    SweetPotato,
    /// Early rice.
    EarlyRice,
    /// Single-crop rice.
    SingleRice,
}

impl CropKind {
    /// The kinds that are harvested, in the order of the record: all but wild plants.
    pub const HARVESTED: [Self; Self::COUNT - 1] =
        [Self::WinterWheat, Self::Maize, Self::SweetPotato, Self::EarlyRice, Self::SingleRice];

    /// The crop's parameters; none for wild plants.
    pub fn parameters(self, crops: &Crops) -> Option<&CropParameters> {
        match self {
            Self::Wild => None,
            Self::WinterWheat => Some(&crops.winter_wheat),
            Self::Maize => Some(&crops.maize),
            Self::SweetPotato => Some(&crops.sweet_potato),
            Self::EarlyRice => Some(&crops.early_rice),
            Self::SingleRice => Some(&crops.single_rice),
        }
    }

    /// Name in tables and on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wild => "wild plants",
            Self::WinterWheat => "winter wheat",
            Self::Maize => "maize",
            Self::SweetPotato => "sweet potato",
            Self::EarlyRice => "early rice",
            Self::SingleRice => "single rice",
        }
    }
}

/// How far a crop has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CropStage {
    /// No crop: weeds on resting land, or wild plants.
    Fallow,
    /// Leaf grows; what is lost grows back in part.
    Vegetative,
    /// After flowering: grain fills.
    Filling,
    /// Ripe, waiting for the harvest.
    Ripe,
}

/// The plants of a field.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// What was sown.
    pub kind: CropKind,
    /// Its stage.
    pub stage: CropStage,
    /// Thermal time since sowing, deg C d.
    pub thermal_time: f32,
    /// Days since ripeness.
    pub days_ripe: u32,
    /// Leaf and stem, dry kg.
    pub leaf_kg: f64,
    /// Grain or roots, kg of grain equivalent.
    pub grain_kg: f64,
    /// Growth lost to hunger for leaf since sowing, for the record: grain that would have filled with all leaf, kg.
    pub grain_not_filled_kg: f64,
}

impl Crop {
    /// Land without a crop.
    pub fn fallow(leaf_kg: f64) -> Self {
        Self {
            kind: CropKind::Wild,
            stage: CropStage::Fallow,
            thermal_time: 0.0,
            days_ripe: 0,
            leaf_kg,
            grain_kg: 0.0,
            grain_not_filled_kg: 0.0,
        }
    }

    /// Part of the grain that animals can reach.
    #[inline]
    pub fn exposure(&self, crops: &Crops) -> f64 {
        match self.stage {
            CropStage::Filling | CropStage::Ripe => {
                f64::from(self.kind.parameters(crops).map_or(0.0, |crop| crop.grain_exposure))
            }
            _ => 0.0,
        }
    }

    /// Grain that animals can reach, kg.
    #[inline]
    pub fn exposed_grain_kg(&self, crops: &Crops) -> f64 {
        self.grain_kg * self.exposure(crops)
    }
}

/// Seed on the ground.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Seed {
    /// Weed seed, kg.
    pub weed_kg: f64,
    /// Grain spilled at harvest, kg.
    pub spilled_kg: f64,
}

/// Leaf of a full stand of wild plants, and of the weeds of resting cropland, dry kg/ha (assumed).
const WILD_LEAF_KG_PER_HA: f64 = 1500.0;
const WEEDS_LEAF_KG_PER_HA: f64 = 400.0;
/// Growth of wild plants a degree day above 5 deg C, and the leaf they sprout from, kg/ha (assumed).
const WILD_GROWTH: f64 = 0.006;
const WILD_BASE_C: f32 = 5.0;
const SPROUT_KG_PER_HA: f64 = 50.0;
/// Withering of wild leaf in a frost, 1/d (assumed).
const WITHERING: f64 = 0.03;

/// The crops that a use of land sows, in the order of the year.
fn rotation(land: LandUse) -> &'static [CropKind] {
    match land {
        LandUse::WheatMaize => &[CropKind::Maize, CropKind::WinterWheat],
        LandUse::SweetPotato => &[CropKind::SweetPotato],
        LandUse::EarlyRice => &[CropKind::EarlyRice],
        LandUse::SingleRice => &[CropKind::SingleRice],
        LandUse::Village | LandUse::LayingGround | LandUse::Grass => &[],
    }
}

/// The crop and seed of a field when a run starts. Winter wheat that a scenario's first day finds in the ground has
/// been sown in time.
pub fn initial(scenario: &Scenario, calendar: &Calendar, habitat: &Habitat) -> (Crop, Seed) {
    let ha = f64::from(Landscape::from(&scenario.landscape).field_ha());
    let full = if habitat.land.is_cropland() { WEEDS_LEAF_KG_PER_HA } else { WILD_LEAF_KG_PER_HA };
    let mut crop = Crop::fallow(0.3 * full * ha);
    let wheat = &scenario.crops.winter_wheat;
    let wheat_is_up = calendar.day_of_year() < 150 || calendar.day_of_year() > wheat.sow_day;
    if habitat.land == LandUse::WheatMaize && wheat_is_up {
        let days_since_sowing = (calendar.day_of_year() + 365 - wheat.sow_day) % 365;
        crop = Crop {
            kind: CropKind::WinterWheat,
            stage: CropStage::Vegetative,
            leaf_kg: f64::from(wheat.emergence_leaf_kg_per_ha) * ha,
            ..crop
        };
        // The thermal time of an average autumn and winter, and the leaf it grew.
        let weather = &scenario.weather;
        for back in 0..days_since_sowing {
            let day = (calendar.day_of_year() + 365 - back) as f32;
            let year = (day - weather.coldest_day) / 365.25 * core::f32::consts::TAU;
            let temperature = weather.mean_c - weather.amplitude_c * libm::cosf(year);
            let gained = (temperature - wheat.base_temperature_c).max(0.0);
            crop.thermal_time += gained;
            crop.leaf_kg += leaf_growth(wheat, crop.leaf_kg, gained, 1.0, ha);
        }
        crop.thermal_time = crop.thermal_time.min(wheat.flowering_degree_days - 1.0);
    }
    let seed = Seed {
        weed_kg: 0.5 * f64::from(scenario.encounter.weed_seed_kg_per_ha_year) * ha,
        spilled_kg: if habitat.land.is_cropland() { 10.0 * ha } else { 0.0 },
    };
    (crop, seed)
}

#[inline]
fn leaf_growth(crop: &CropParameters, leaf_kg: f64, degree_days: f32, factor: f32, ha: f64) -> f64 {
    let full = f64::from(crop.leaf_max_kg_per_ha) * ha;
    let rate = f64::from(crop.growth_per_degree_day * degree_days * factor).min(0.5);
    (rate * leaf_kg * (1.0 - leaf_kg / full)).max(0.0)
}

/// Sows, and grows what is sown; sheds weed seed, and loses seed on the ground to mould, mice and germination.
pub fn grow(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    weather: Res<Weather>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut today: ResMut<Flows>,
    mut fields: Query<(&Habitat, &mut Crop, &mut Seed)>,
) {
    let ha = f64::from(landscape.field_ha());
    let factor = weather.growth_factor(&scenario.weather);
    let EncounterParameters { weed_seed_kg_per_ha_year, seed_loss_per_day, .. } = scenario.encounter;
    // Weeds shed from June to October.
    let shedding = (152..305).contains(&calendar.day_of_year());
    let shed = if shedding { f64::from(weed_seed_kg_per_ha_year * landscape.field_ha() / 153.0) } else { 0.0 };
    each!(parallelism, fields, [habitat], [crop, seed], flows: Flows, *today => {
        if crop.stage == CropStage::Fallow {
            sow(&scenario.crops, &calendar, habitat, crop, &mut flows, ha);
        }
        match crop.kind.parameters(&scenario.crops) {
            Some(parameters) => grow_crop(parameters, &weather, factor, crop, &mut flows, ha),
            None => grow_wild(habitat, &weather, crop, &mut flows, ha),
        }
        turn_over(seed, shed, f64::from(seed_loss_per_day), &mut flows);
    });
}

fn sow(crops: &Crops, calendar: &Calendar, habitat: &Habitat, crop: &mut Crop, flows: &mut Flows, ha: f64) {
    for &kind in rotation(habitat.land) {
        let Some(parameters) = kind.parameters(crops) else { continue };
        let late_by = (calendar.day_of_year() + 366 - parameters.sow_day) % 366;
        if late_by <= parameters.sow_window_days {
            // The weeds are ploughed in.
            flows.leaf_withered_kg += crop.leaf_kg;
            let leaf_kg = f64::from(parameters.emergence_leaf_kg_per_ha) * ha;
            flows.leaf_grown_kg += leaf_kg;
            *crop = Crop { kind, stage: CropStage::Vegetative, leaf_kg, ..Crop::fallow(0.0) };
            return;
        }
    }
}

fn grow_crop(parameters: &CropParameters, weather: &Weather, factor: f32, crop: &mut Crop, flows: &mut Flows, ha: f64) {
    let degree_days = weather.degree_days(parameters.base_temperature_c);
    crop.thermal_time += degree_days;
    match crop.stage {
        CropStage::Vegetative => {
            let grown = leaf_growth(parameters, crop.leaf_kg, degree_days, factor, ha);
            crop.leaf_kg += grown;
            flows.leaf_grown_kg += grown;
            if crop.thermal_time >= parameters.flowering_degree_days {
                crop.stage = CropStage::Filling;
            }
        }
        CropStage::Filling => {
            let filling = parameters.ripe_degree_days - parameters.flowering_degree_days;
            let most = f64::from(parameters.grain_max_kg_per_ha) * ha;
            // On the last day there is more warmth than is still needed; with a short filling, many times more.
            let full = (most * f64::from(factor * degree_days / filling)).min((most - crop.grain_kg).max(0.0));
            let stand = (crop.leaf_kg / (f64::from(parameters.leaf_max_kg_per_ha) * ha)).min(1.0);
            let dependence = f64::from(parameters.leaf_dependence);
            let grown = full * (1.0 - dependence * (1.0 - stand));
            crop.grain_kg += grown;
            crop.grain_not_filled_kg += full - grown;
            flows.grain_grown_kg += grown;
            // What has not ripened by the first day too cold for growth is reaped as it is.
            if crop.thermal_time >= parameters.ripe_degree_days || degree_days == 0.0 {
                crop.stage = CropStage::Ripe;
            }
        }
        CropStage::Ripe => crop.days_ripe += 1,
        CropStage::Fallow => {}
    }
}

fn grow_wild(habitat: &Habitat, weather: &Weather, crop: &mut Crop, flows: &mut Flows, ha: f64) {
    let full = ha * if habitat.land.is_cropland() { WEEDS_LEAF_KG_PER_HA } else { WILD_LEAF_KG_PER_HA };
    let degree_days = weather.degree_days(WILD_BASE_C);
    let growing = crop.leaf_kg.max(SPROUT_KG_PER_HA * ha);
    let grown = (WILD_GROWTH * f64::from(degree_days) * growing * (1.0 - crop.leaf_kg / full)).max(0.0);
    crop.leaf_kg += grown;
    flows.leaf_grown_kg += grown;
    if degree_days == 0.0 {
        let withered = crop.leaf_kg * WITHERING;
        crop.leaf_kg -= withered;
        flows.leaf_withered_kg += withered;
    }
}

/// Adds what is shed, and takes the part of the seed that is lost.
fn turn_over(seed: &mut Seed, shed: f64, lost: f64, flows: &mut Flows) {
    flows.weed_shed_kg += shed;
    flows.weed_lost_kg += seed.weed_kg * lost;
    flows.grain_spoiled_kg += seed.spilled_kg * lost;
    seed.weed_kg += shed - seed.weed_kg * lost;
    seed.spilled_kg -= seed.spilled_kg * lost;
}

/// Reaps what has been ripe for long enough.
pub fn reap(
    scenario: Res<Scenario>,
    parallelism: Res<Parallelism>,
    mut today: ResMut<Flows>,
    mut fields: Query<(&mut Crop, &mut Seed)>,
) {
    each!(parallelism, fields, [], [crop, seed], flows: Flows, *today => {
        let Some(parameters) = crop.kind.parameters(&scenario.crops) else { continue };
        if crop.stage != CropStage::Ripe || crop.days_ripe < parameters.reap_delay_days {
            continue;
        }
        let spilled = crop.grain_kg * f64::from(parameters.spilled_share);
        let reaped = crop.grain_kg - spilled;
        if let Some(kind) = CropKind::HARVESTED.iter().position(|kind| *kind == crop.kind) {
            flows.reaped_of_kind_kg[kind] += reaped;
        }
        flows.grain_reaped_kg += reaped;
        flows.grain_spilled_kg += spilled;
        flows.grain_not_filled_kg += crop.grain_not_filled_kg;
        flows.leaf_withered_kg += crop.leaf_kg;
        seed.spilled_kg += spilled;
        *crop = Crop::fallow(0.0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: grain fills as the equation has it, and no field ever bears more than a full stand fills, however short the
    /// filling is.
    #[test]
    fn a_stand_fills_no_more_than_there_is_room_for() {
        for (flowering, ripe) in [(1100.0, 1950.0), (1100.0, 1101.0), (10.0, 20.0), (1100.0, 1130.0)] {
            let parameters = CropParameters {
                flowering_degree_days: flowering,
                ripe_degree_days: ripe,
                ..CropParameters::default()
            };
            let mut weather = Weather::default();
            weather.temperature_c = 19.0;
            let (ha, mut flows) = (2.0, Flows::default());
            let most = 1050.0 * ha;
            let mut crop = Crop {
                kind: CropKind::WinterWheat,
                stage: CropStage::Filling,
                thermal_time: flowering,
                ..Crop::fallow(2.0 * 3000.0)
            };
            let mut days = 0;
            while crop.stage == CropStage::Filling {
                let before = crop.grain_kg;
                grow_crop(&parameters, &weather, 0.9, &mut crop, &mut flows, ha);
                let full = most * f64::from(0.9 * 19.0 / (ripe - flowering));
                assert_eq!(crop.grain_kg - before, full.min(most - before), "{flowering} {ripe}");
                days += 1;
            }
            assert!(crop.grain_kg <= most, "{} of {most} kg in {days} days", crop.grain_kg);
            assert_eq!(flows.grain_grown_kg, crop.grain_kg);
            assert_eq!(crop.grain_not_filled_kg, 0.0);
        }
    }
}
