//! Crops and wild plants: logistic leaf growth in thermal time, grain filling after flowering, the harvest, and the seed
//! that is shed and spilled.
//!
//! Leaf lost before flowering grows back in part, because growth is logistic; leaf lost after flowering does not, and
//! grain fills in proportion to the leaf that is left. Ripe grain is lost directly to whoever eats it.

use bevy_ecs::prelude::*;
use strum::{EnumCount, VariantArray};

use super::calendar::Calendar;
use super::field_work::FieldWork;
use super::field_year::FieldYear;
use super::habitat::{Habitat, LandUse, field_stream};
use super::purpose::Purpose;
use super::weather::{Weather, climate_c, degree_days};
use crate::ecology::flows::Flows;
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::parallel::{Parallelism, each};
use crate::engine::random::chance_of;
use crate::engine::words::{Words, pair, unpair};
use crate::scenario::{CropParameters, Crops, EncounterParameters, LabourParameters, Scenario, WeatherParameters};

/// What grows on a field.
#[derive(Clone, Copy, Debug, EnumCount, PartialEq, Eq, Hash, VariantArray)]
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

    /// The crop's parameters; `None` for wild plants.
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

/// How far a crop has developed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
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
    /// Whether it was planted too close, so that less grain fills.
    pub is_close: bool,
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
    /// Grain that has not filled since sowing for want of leaf, for the record, kg.
    pub grain_not_filled_kg: f64,
}

impl Crop {
    /// Land without a crop.
    pub fn fallow(leaf_kg: f64) -> Self {
        Self {
            kind: CropKind::Wild,
            is_close: false,
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

impl Words for Crop {
    type Words = [u64; 5];

    fn to_words(&self) -> [u64; 5] {
        let Self { kind, is_close, stage, thermal_time, days_ripe, leaf_kg, grain_kg, grain_not_filled_kg } = *self;
        let [leaf, grain, not_filled] = [leaf_kg, grain_kg, grain_not_filled_kg].map(f64::to_bits);
        let sown = (kind as u32) << 1 | u32::from(is_close);
        [pair([sown, stage as u32]), pair([thermal_time.to_bits(), days_ripe]), leaf, grain, not_filled]
    }

    fn from_words([what, growth, leaf, grain, not_filled]: [u64; 5]) -> Self {
        let ([sown, stage], [thermal_time, days_ripe]) = (unpair(what), unpair(growth));
        let [leaf_kg, grain_kg, grain_not_filled_kg] = [leaf, grain, not_filled].map(f64::from_bits);
        Self {
            kind: CropKind::VARIANTS.get((sown >> 1) as usize).copied().unwrap_or(CropKind::Wild),
            is_close: sown & 1 != 0,
            stage: CropStage::VARIANTS.get(stage as usize).copied().unwrap_or(CropStage::Fallow),
            thermal_time: f32::from_bits(thermal_time),
            days_ripe,
            leaf_kg,
            grain_kg,
            grain_not_filled_kg,
        }
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

impl Words for Seed {
    type Words = [u64; 2];

    fn to_words(&self) -> [u64; 2] {
        let Self { weed_kg, spilled_kg } = *self;
        [weed_kg, spilled_kg].map(f64::to_bits)
    }

    fn from_words(words: [u64; 2]) -> Self {
        let [weed_kg, spilled_kg] = words.map(f64::from_bits);
        Self { weed_kg, spilled_kg }
    }
}

/// Leaf of a full stand of wild plants, and of the weeds of resting cropland, dry kg/ha (assumed).
const WILD_LEAF_KG_PER_HA: f64 = 1500.0;
const WEEDS_LEAF_KG_PER_HA: f64 = 400.0;
/// Growth of wild plants per degree day above 5 deg C, and the leaf they sprout from, kg/ha (assumed).
const WILD_GROWTH: f64 = 0.006;
const WILD_BASE_C: f32 = 5.0;
const SPROUT_KG_PER_HA: f64 = 50.0;
/// Withering of wild leaf on days too cold for growth, 1/d (assumed).
const WITHERING: f64 = 0.03;

/// The crops sown under a land use, in the order of the year.
fn rotation(land: LandUse) -> &'static [CropKind] {
    match land {
        LandUse::WheatMaize => &[CropKind::Maize, CropKind::WinterWheat],
        LandUse::SweetPotato => &[CropKind::SweetPotato],
        LandUse::EarlyRice => &[CropKind::EarlyRice],
        LandUse::SingleRice => &[CropKind::SingleRice],
        LandUse::Village | LandUse::LayingGround | LandUse::Grass => &[],
    }
}

/// The crop and seed of a field when a run starts. Winter wheat already in the ground on a scenario's first day was
/// sown on time.
pub fn initial(scenario: &Scenario, calendar: &Calendar, land: LandUse) -> (Crop, Seed) {
    let ha = f64::from(Landscape::from(&scenario.landscape).field_ha());
    let mut crop = Crop::fallow(0.3 * wild_leaf_max_kg_per_ha(land) * ha);
    let wheat = &scenario.crops.winter_wheat;
    let wheat_is_up = calendar.day_of_year() < 150 || calendar.day_of_year() > wheat.sow_day;
    if land == LandUse::WheatMaize && wheat_is_up {
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
            let gained = degree_days(climate_c(weather, day), wheat.base_temperature_c);
            crop.thermal_time += gained;
            crop.leaf_kg += leaf_growth(wheat, crop.leaf_kg, gained, 1.0, ha);
        }
        crop.thermal_time = crop.thermal_time.min(wheat.flowering_degree_days - 1.0);
    }
    let seed = Seed {
        weed_kg: 0.5 * f64::from(scenario.encounter.weed_seed_kg_per_ha_year) * ha,
        spilled_kg: if land.is_cropland() { 10.0 * ha } else { 0.0 },
    };
    (crop, seed)
}

/// dL of a vegetative crop, kg: logistic in thermal time. `growth_factor` is the weather's.
#[inline]
fn leaf_growth(crop: &CropParameters, leaf_kg: f64, degree_days: f32, growth_factor: f32, ha: f64) -> f64 {
    let rate = f64::from(crop.growth_per_degree_day * degree_days * growth_factor).min(0.5);
    (rate * leaf_kg * (1.0 - leaf_kg / leaf_max_kg(crop, ha))).max(0.0)
}

/// Factors on the growth of a crop today.
#[derive(Clone, Copy, Debug)]
struct Factors {
    /// On the filling of grain.
    growth: f32,
    /// On the growth of leaf.
    leaf: f32,
    /// On the grain that a full stand bears.
    bearing: f32,
}

/// Lmax: leaf of a full stand, kg.
#[inline]
fn leaf_max_kg(crop: &CropParameters, ha: f64) -> f64 {
    f64::from(crop.leaf_max_kg_per_ha) * ha
}

/// `full` and dG of a filling crop, kg: the grain that would fill today with all leaf, and the grain that does fill
/// with the leaf there is.
#[inline]
fn grain_growth(
    crop: &CropParameters,
    [leaf_kg, grain_kg]: [f64; 2],
    degree_days: f32,
    Factors { growth, bearing, .. }: Factors,
    ha: f64,
) -> [f64; 2] {
    let filling = crop.ripe_degree_days - crop.flowering_degree_days;
    let most = f64::from(crop.grain_max_kg_per_ha * bearing) * ha;
    // On the last day there is more warmth than is still needed; if filling is short, many times more.
    let full = (most * f64::from(growth * degree_days / filling)).min((most - grain_kg).max(0.0));
    let stand = (leaf_kg / leaf_max_kg(crop, ha)).min(1.0);
    [full, full * (1.0 - f64::from(crop.leaf_dependence) * (1.0 - stand))]
}

/// dL of wild plants and weeds, kg, with a full stand of `full_kg`.
#[inline]
fn wild_growth(leaf_kg: f64, full_kg: f64, degree_days: f32, ha: f64) -> f64 {
    let growing = leaf_kg.max(SPROUT_KG_PER_HA * ha);
    (WILD_GROWTH * f64::from(degree_days) * growing * (1.0 - leaf_kg / full_kg)).max(0.0)
}

/// Leaf of a full stand of wild plants, or of the weeds of cropland, kg/ha: M / a.
#[inline]
fn wild_leaf_max_kg_per_ha(land: LandUse) -> f64 {
    if land.is_cropland() { WEEDS_LEAF_KG_PER_HA } else { WILD_LEAF_KG_PER_HA }
}

/// Leaf of a stand that nothing has eaten, by thermal time: at sowing, and at the end of each day after it until the crop
/// flowers, in the weather of an average year; deg C d, and dry kg/ha.
pub fn uneaten_stand(crop: &CropParameters, weather: &WeatherParameters) -> Vec<[f64; 2]> {
    let (mut thermal_time, mut leaf_kg) = (0.0, f64::from(crop.emergence_leaf_kg_per_ha));
    let mut stand = vec![[0.0, leaf_kg]];
    // If the climate is too cold for the crop, the stand ends after two years.
    for day in (crop.sow_day..).take(731) {
        let gained = degree_days(climate_c(weather, day as f32), crop.base_temperature_c);
        leaf_kg += leaf_growth(crop, leaf_kg, gained, 1.0, 1.0);
        thermal_time += f64::from(gained);
        stand.push([thermal_time, leaf_kg]);
        if thermal_time >= f64::from(crop.flowering_degree_days) {
            break;
        }
    }
    stand
}

/// Days since the first day on which a crop may be sown.
#[inline]
fn days_since_sowing_began(crop: &CropParameters, day_of_year: u32) -> u32 {
    (day_of_year + 366 - crop.sow_day) % 366
}

/// The harvest, and the grain that is spilled, kg.
#[inline]
fn harvest(crop: &CropParameters, grain_kg: f64) -> [f64; 2] {
    let spilled = grain_kg * f64::from(crop.spilled_share);
    [grain_kg - spilled, spilled]
}

/// Weed seed that every field sheds today, kg.
fn weed_seed_shed_kg(encounter: &EncounterParameters, day_of_year: u32, ha: f32) -> f64 {
    // From June to October.
    if (152..305).contains(&day_of_year) { f64::from(encounter.weed_seed_kg_per_ha_year * ha / 153.0) } else { 0.0 }
}

/// Sows, and grows what is sown; sheds weed seed, and loses seed on the ground to mould, mice and germination.
#[expect(clippy::too_many_arguments, reason = "plants depend on weather, land and work")]
pub fn grow(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    weather: Res<Weather>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    work: Res<FieldWork>,
    mut today: ResMut<Flows>,
    mut fields: Query<(&Cell, &Habitat, &mut Crop, &mut Seed, &mut FieldYear)>,
) {
    let ha = f64::from(landscape.field_ha());
    let factor = weather.growth_factor(&scenario.weather);
    let shed = weed_seed_shed_kg(&scenario.encounter, calendar.day_of_year(), landscape.field_ha());
    let lost = f64::from(scenario.encounter.seed_loss_per_day);
    let labour = Some(&scenario.labour).filter(|labour| labour.is_counted());
    each!(parallelism, fields, [cell, habitat], [crop, seed, year], flows: Flows, *today => {
        if crop.stage == CropStage::Fallow
            && let Some((kind, parameters)) = to_be_sown(&scenario.crops, &calendar, habitat.land)
            && !work.leaves_fallow(scenario.seed, *cell, calendar.year())
        {
            if work.sows(|| field_stream(scenario.seed, *cell, calendar.day, Purpose::FieldWork)) {
                sow(kind, parameters, crop, &mut flows, ha);
                crop.is_close = work.plants_close(|| {
                    field_stream(scenario.seed, *cell, calendar.day, Purpose::ClosePlanting)
                });
                year.unsown_days = 0;
            } else {
                year.unsown_days += 1;
            }
        }
        match crop.kind.parameters(&scenario.crops) {
            Some(parameters) => {
                let filling = if crop.is_close { work.close_planting } else { 1.0 };
                let factors =
                    Factors { growth: factor * filling, leaf: factor * work.weeding, bearing: work.bearing };
                grow_crop(parameters, &weather, factors, crop, &mut flows, ha);
                if let Some(labour) = labour {
                    lose_unreaped(parameters, labour, crop, seed, &mut flows, ha);
                }
            }
            None => grow_wild(habitat, &weather, crop, &mut flows, ha),
        }
        turn_over(seed, shed, lost, &mut flows);
    });
}

/// The crop that may be sown today on fallow land of a use.
#[inline]
pub fn to_be_sown<'a>(crops: &'a Crops, calendar: &Calendar, land: LandUse) -> Option<(CropKind, &'a CropParameters)> {
    let mut of_land = rotation(land).iter().filter_map(|kind| Some((*kind, kind.parameters(crops)?)));
    let today = calendar.day_of_year();
    of_land.find(|(_, crop)| days_since_sowing_began(crop, today) <= crop.sow_window_days)
}

/// Whether the time for sowing a land has come in this calendar year; it may be over.
pub fn sowing_has_begun(crops: &Crops, calendar: &Calendar, land: LandUse) -> bool {
    let mut of_land = rotation(land).iter().filter_map(|kind| kind.parameters(crops));
    of_land.any(|crop| crop.sow_day <= calendar.day_of_year())
}

fn sow(kind: CropKind, parameters: &CropParameters, crop: &mut Crop, flows: &mut Flows, ha: f64) {
    // The weeds are ploughed in.
    flows.leaf_withered_kg += crop.leaf_kg;
    let leaf_kg = f64::from(parameters.emergence_leaf_kg_per_ha) * ha;
    flows.leaf_grown_kg += leaf_kg;
    flows.sown_ha += ha;
    *crop = Crop { kind, stage: CropStage::Vegetative, leaf_kg, ..Crop::fallow(0.0) };
}

fn grow_crop(
    parameters: &CropParameters,
    weather: &Weather,
    factors: Factors,
    crop: &mut Crop,
    flows: &mut Flows,
    ha: f64,
) {
    let degree_days = weather.degree_days(parameters.base_temperature_c);
    crop.thermal_time += degree_days;
    match crop.stage {
        CropStage::Vegetative => {
            let grown = leaf_growth(parameters, crop.leaf_kg, degree_days, factors.leaf, ha);
            crop.leaf_kg += grown;
            flows.leaf_grown_kg += grown;
            if crop.thermal_time >= parameters.flowering_degree_days {
                crop.stage = CropStage::Filling;
            }
        }
        CropStage::Filling => {
            let [full, grown] = grain_growth(parameters, [crop.leaf_kg, crop.grain_kg], degree_days, factors, ha);
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

/// Days for which a crop has waited to be reaped.
#[inline]
pub fn days_waited(crop: &CropParameters, days_ripe: u32) -> u32 {
    days_ripe.saturating_sub(crop.reap_delay_days)
}

/// Whether a crop that has been ripe for so many days may be reaped. Whoever counts hands must know in the morning, so what
/// ripens on a day is then left until the next.
#[inline]
pub fn may_be_reaped(crop: &CropParameters, labour: &LabourParameters, days_ripe: u32) -> bool {
    days_ripe >= crop.reap_delay_days && (days_ripe > 0 || !labour.is_counted())
}

/// Part of the grain of a crop that falls to the ground today, because it has waited to be reaped for so many days.
fn unreaped_share(labour: &LabourParameters, days_waited: u32) -> f64 {
    if days_waited > labour.grain_holds_days { chance_of(f64::from(labour.unreaped_hazard)) } else { 0.0 }
}

/// Ripe grain falls to the ground where nobody has come to reap it, and at last the field is given up.
fn lose_unreaped(
    parameters: &CropParameters,
    labour: &LabourParameters,
    crop: &mut Crop,
    seed: &mut Seed,
    flows: &mut Flows,
    ha: f64,
) {
    if crop.stage != CropStage::Ripe {
        return;
    }
    let waited = days_waited(parameters, crop.days_ripe);
    let is_given_up = waited > labour.given_up_days;
    let lost = if is_given_up { crop.grain_kg } else { crop.grain_kg * unreaped_share(labour, waited) };
    crop.grain_kg -= lost;
    seed.spilled_kg += lost;
    flows.grain_spilled_kg += lost;
    flows.grain_unreaped_kg += lost;
    if is_given_up {
        flows.cropped_ha += ha;
        flows.grain_not_filled_kg += crop.grain_not_filled_kg;
        flows.leaf_withered_kg += crop.leaf_kg;
        *crop = Crop::fallow(0.0);
    }
}

fn grow_wild(habitat: &Habitat, weather: &Weather, crop: &mut Crop, flows: &mut Flows, ha: f64) {
    let degree_days = weather.degree_days(WILD_BASE_C);
    let grown = wild_growth(crop.leaf_kg, wild_leaf_max_kg_per_ha(habitat.land) * ha, degree_days, ha);
    crop.leaf_kg += grown;
    flows.leaf_grown_kg += grown;
    if degree_days == 0.0 {
        let withered = crop.leaf_kg * WITHERING;
        crop.leaf_kg -= withered;
        flows.leaf_withered_kg += withered;
    }
}

/// Adds the seed that is shed, and removes the part that is lost.
fn turn_over(seed: &mut Seed, shed: f64, lost: f64, flows: &mut Flows) {
    flows.weed_shed_kg += shed;
    flows.weed_lost_kg += seed.weed_kg * lost;
    flows.grain_spoiled_kg += seed.spilled_kg * lost;
    seed.weed_kg += shed - seed.weed_kg * lost;
    seed.spilled_kg -= seed.spilled_kg * lost;
}

/// Reaps what has been ripe for long enough, as far as there are hands.
pub fn reap(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    work: Res<FieldWork>,
    mut today: ResMut<Flows>,
    mut fields: Query<(&Cell, &mut Crop, &mut Seed, &mut FieldYear)>,
) {
    let ha = f64::from(landscape.field_ha());
    each!(parallelism, fields, [cell], [crop, seed, year], flows: Flows, *today => {
        let Some(parameters) = crop.kind.parameters(&scenario.crops) else { continue };
        if crop.stage != CropStage::Ripe || !may_be_reaped(parameters, &scenario.labour, crop.days_ripe) {
            continue;
        }
        let waited = days_waited(parameters, crop.days_ripe);
        if !work.reaped.reaches(waited, || field_stream(scenario.seed, *cell, calendar.day, Purpose::FieldWork)) {
            continue;
        }
        let [reaped, spilled] = harvest(parameters, crop.grain_kg);
        if let Some(kind) = CropKind::HARVESTED.iter().position(|kind| *kind == crop.kind) {
            flows.reaped_of_kind_kg[kind] += reaped;
        }
        year.reaped_kg += reaped as f32;
        flows.cropped_ha += ha;
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

    /// Contract: grain fills by the equation, and no field ever bears more than a full stand fills, however short
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
            let factors = Factors { growth: 0.9, leaf: 0.9, bearing: 1.0 };
            let mut crop = Crop {
                kind: CropKind::WinterWheat,
                stage: CropStage::Filling,
                thermal_time: flowering,
                ..Crop::fallow(2.0 * 3000.0)
            };
            let mut days = 0;
            while crop.stage == CropStage::Filling {
                let before = crop.grain_kg;
                grow_crop(&parameters, &weather, factors, &mut crop, &mut flows, ha);
                let full = most * f64::from(0.9 * 19.0 / (ripe - flowering));
                assert_eq!(crop.grain_kg - before, full.min(most - before), "{flowering} {ripe}");
                days += 1;
            }
            assert!(crop.grain_kg <= most, "{} of {most} kg in {days} days", crop.grain_kg);
            assert_eq!(flows.grain_grown_kg, crop.grain_kg);
            assert_eq!(crop.grain_not_filled_kg, 0.0);
        }
    }

    /// Contract: the equations of ODD's section Crops, at points that are easy to check by hand.
    #[test]
    fn crops_follow_their_equations() {
        let crop = CropParameters {
            leaf_max_kg_per_ha: 4000.0,
            growth_per_degree_day: 0.01,
            grain_max_kg_per_ha: 1000.0,
            flowering_degree_days: 500.0,
            ripe_degree_days: 900.0,
            leaf_dependence: 0.75,
            sow_day: 280,
            spilled_share: 0.1,
            ..CropParameters::default()
        };
        let factors = |bearing| Factors { growth: 1.0, leaf: 1.0, bearing };
        // Half a stand of two hectares, 10 degree days: a tenth of it, and half of that since half the room is taken.
        assert!((leaf_growth(&crop, 4000.0, 10.0, 1.0, 2.0) - 200.0).abs() < 1e-3);
        assert!((leaf_growth(&crop, 4000.0, 10.0, 0.5, 2.0) - 100.0).abs() < 1e-3);
        // No more than half of the leaf a day, and nothing beyond a full stand.
        assert_eq!(leaf_growth(&crop, 4000.0, 1000.0, 1.0, 2.0), 1000.0);
        assert_eq!(leaf_growth(&crop, 9000.0, 10.0, 1.0, 2.0), 0.0);
        // 8 of the 400 degree days between flowering and ripeness: a fiftieth of the grain of two hectares, with all leaf; a
        // quarter of that without any; no more than there is room for.
        for (leaf_kg, grain_kg, expected) in [
            (8000.0, 0.0, [40.0, 40.0]),
            (9000.0, 0.0, [40.0, 40.0]),
            (0.0, 0.0, [40.0, 10.0]),
            (4000.0, 1990.0, [10.0, 6.25]),
            (8000.0, 2000.0, [0.0, 0.0]),
        ] {
            let found = grain_growth(&crop, [leaf_kg, grain_kg], 8.0, factors(1.0), 2.0);
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-4), "{found:?}");
        }
        // Land that bears more fills more, up to a fuller stand.
        let [full, _] = grain_growth(&crop, [8000.0, 0.0], 8.0, factors(1.25), 2.0);
        let [last, _] = grain_growth(&crop, [8000.0, 2490.0], 8.0, factors(1.25), 2.0);
        assert!((full - 50.0).abs() < 1e-4 && (last - 10.0).abs() < 1e-4, "{full} {last}");
        assert_eq!([280, 281, 279].map(|day| days_since_sowing_began(&crop, day)), [0, 1, 365]);
        let [reaped, spilled] = harvest(&crop, 500.0);
        assert!((spilled - 50.0).abs() < 1e-5 && (reaped + spilled - 500.0).abs() < 1e-9);
    }

    /// Contract: grain that waits to be reaped holds for a while, then falls to the ground, and at last nothing is left.
    #[test]
    fn grain_that_nobody_reaps_is_lost() {
        let labour = LabourParameters {
            grain_holds_days: 10,
            unreaped_hazard: 0.5,
            given_up_days: 30,
            ..LabourParameters::default()
        };
        let parameters = CropParameters { reap_delay_days: 3, ..CropParameters::default() };
        assert_eq!([2, 3, 14].map(|days_ripe| days_waited(&parameters, days_ripe)), [0, 0, 11]);
        let lost_a_day = 1.0 - (-0.5_f64).exp();
        for (waited, expected) in [(0, 0.0), (10, 0.0), (11, lost_a_day), (30, lost_a_day)] {
            assert!((unreaped_share(&labour, waited) - expected).abs() < 1e-6, "{waited}");
        }
        let ripe = |days_ripe, leaf_kg| Crop {
            kind: CropKind::Maize,
            stage: CropStage::Ripe,
            days_ripe,
            grain_kg: 100.0,
            ..Crop::fallow(leaf_kg)
        };
        let (mut held, mut given_up) = (ripe(13, 50.0), ripe(34, 50.0));
        let (mut seed, mut flows) = (Seed { weed_kg: 1.0, spilled_kg: 2.0 }, Flows::default());
        lose_unreaped(&parameters, &labour, &mut held, &mut seed, &mut flows, 2.0);
        assert_eq!((held, flows), (ripe(13, 50.0), Flows::default()));
        lose_unreaped(&parameters, &labour, &mut given_up, &mut seed, &mut flows, 2.0);
        assert_eq!((given_up, seed.spilled_kg), (Crop::fallow(0.0), 102.0));
        assert_eq!([flows.grain_unreaped_kg, flows.grain_spilled_kg, flows.leaf_withered_kg], [100.0, 100.0, 50.0]);
        assert_eq!(flows.cropped_ha, 2.0);
        // Whoever counts hands in the morning does not know of what ripens later that day.
        let at_once = CropParameters { reap_delay_days: 0, ..parameters.clone() };
        let hands = LabourParameters { workers_per_ha: 1.0, ..LabourParameters::default() };
        let uncounted = LabourParameters::default();
        assert!(may_be_reaped(&at_once, &uncounted, 0) && !may_be_reaped(&at_once, &hands, 0));
        assert!([&uncounted, &hands].iter().all(|labour| may_be_reaped(&at_once, labour, 1)));
        assert!(!may_be_reaped(&parameters, &hands, 2) && may_be_reaped(&parameters, &hands, 3));
    }

    /// Contract: the equations of ODD's sections Wild plants and weeds, and Seed on the ground.
    #[test]
    fn wild_plants_and_seed_follow_their_equations() {
        assert_eq!(wild_leaf_max_kg_per_ha(LandUse::Grass), 1500.0);
        assert_eq!(wild_leaf_max_kg_per_ha(LandUse::SweetPotato), 400.0);
        // Half a stand, and bare ground that sprouts from 50 kg/ha.
        assert!((wild_growth(750.0, 1500.0, 10.0, 1.0) - 0.06 * 750.0 * 0.5).abs() < 1e-9);
        assert!((wild_growth(0.0, 3000.0, 10.0, 2.0) - 0.06 * 100.0).abs() < 1e-9);
        assert_eq!(wild_growth(1600.0, 1500.0, 10.0, 1.0), 0.0);
        let encounter = EncounterParameters { weed_seed_kg_per_ha_year: 306.0, ..EncounterParameters::default() };
        assert_eq!([151, 152, 304, 305].map(|day| weed_seed_shed_kg(&encounter, day, 1.0)), [0.0, 2.0, 2.0, 0.0]);
        let (mut seed, mut flows) = (Seed { weed_kg: 100.0, spilled_kg: 10.0 }, Flows::default());
        turn_over(&mut seed, 2.0, 0.01, &mut flows);
        assert_eq!(seed, Seed { weed_kg: 101.0, spilled_kg: 9.9 });
        assert_eq!([flows.weed_shed_kg, flows.weed_lost_kg, flows.grain_spoiled_kg], [2.0, 1.0, 0.1]);
    }

    /// Contract: an uneaten stand starts at emergence, never shrinks, and is nearly full when the crop flowers.
    #[test]
    fn an_uneaten_stand_grows_from_emergence_to_nearly_full() {
        let scenario = Scenario::default();
        for kind in CropKind::HARVESTED {
            let Some(crop) = kind.parameters(&scenario.crops) else { panic!("{} is not grown", kind.name()) };
            let stand = uneaten_stand(crop, &scenario.weather);
            assert_eq!(stand[0], [0.0, f64::from(crop.emergence_leaf_kg_per_ha)]);
            assert!(stand.is_sorted_by(|a, b| a[0] <= b[0] && a[1] <= b[1]), "{}", kind.name());
            let last = stand.last().unwrap();
            assert!(last[0] >= f64::from(crop.flowering_degree_days), "{} does not flower", kind.name());
            assert!(last[1] > 0.8 * f64::from(crop.leaf_max_kg_per_ha), "{}", kind.name());
        }
    }
}
