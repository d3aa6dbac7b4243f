//! Colours: of the fields, by crop and season, and of the animals. Those of the animals are from the Okabe–Ito palette,
//! which colour-blind people can tell apart. Animals also differ in shape.

use bevy::prelude::*;
use jiff::civil::Date;
use strum::{IntoStaticStr, VariantArray};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::ecology::weather::{Weather, climate_c};
use crate::engine::landscape::Landscape;
use crate::scenario::Scenario;

use super::deeds::{Deeds, LOTS, Undone};
use super::picture::FieldInfo;
use super::scatter::scatter;

/// Okabe–Ito blue: sparrows.
pub const SPARROW: Color = Color::srgb_u8(0x00, 0x72, 0xb2);
/// The rim of a sparrow's glyph.
pub const SPARROW_RIM: Color = Color::srgb_u8(0xf4, 0xf8, 0xfb);
/// Okabe–Ito vermilion: pests.
pub const PEST: Color = Color::srgb_u8(0xd5, 0x5e, 0x00);
/// The rim of a solitary pest's glyph, and the body of a gregarious one's.
pub const PEST_RIM: Color = Color::srgb_u8(0x1b, 0x14, 0x10);
/// A tree, roughly as the map's shader draws it.
const TREE: Color = Color::srgb_u8(0x3a, 0x59, 0x37);
/// What surrounds the map.
pub const SURROUND: Color = Color::srgb_u8(0x24, 0x28, 0x2b);

/// The shape beside a line of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegendShape {
    /// A square of land.
    Field,
    /// The disc of a flock.
    Disc,
    /// The triangle of a solitary band.
    Triangle,
    /// The dark triangle with a bright rim of a gregarious band.
    RimmedTriangle,
    /// A flock seen up close.
    Bird,
    /// A band seen up close.
    Insect,
    /// A gregarious band seen up close.
    RimmedInsect,
    /// A tree.
    Tree,
    /// The outline of a house that was pulled down.
    Ruin,
    /// A furnace with its smoke.
    Furnace,
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// Its colour on the map.
    pub color: Color,
    /// What it is.
    pub label: &'static str,
    /// Its shape on the map.
    pub shape: LegendShape,
}

/// What can be seen at the map's scale, for the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closeness {
    /// Trees and houses are drawn.
    pub has_trees: bool,
    /// Animals are silhouettes rather than signs.
    pub has_silhouettes: bool,
}

/// What the map's colours and shapes mean, animals first: only what a scenario's land can show; and of what people do to villages,
/// only what they have done.
pub fn legend(scenario: &Scenario, closeness: Closeness, deeds: &Deeds) -> Vec<LegendEntry> {
    use LegendShape::*;
    let land = &scenario.landscape;
    let wheat = land.wheat_maize_share > 0.0;
    let (early, single) = (land.early_rice_share > 0.0, land.single_rice_share > 0.0);
    let swarms = scenario.pest.gregarious_density_per_m2 > 0.0;
    let shore = land.laying_ground_share > 0.0;
    let earth = wheat || land.sweet_potato_share > 0.0;
    let flock = if scenario.sparrow.birds_per_flock == 1 { "sparrow" } else { "sparrows (a flock)" };
    let band = if scenario.pest.animals_per_band == 1 { "pest" } else { "pests (a band)" };
    let (sparrow, pest, swarming) =
        if closeness.has_silhouettes { (Bird, Insect, RimmedInsect) } else { (Disc, Triangle, RimmedTriangle) };
    let animals = [
        (true, SPARROW, flock, sparrow),
        (true, PEST, band, pest),
        (swarms, PEST_RIM, "pests that swarm", swarming),
        (closeness.has_trees, TREE, "tree", Tree),
    ];
    let [ruin, furnace] = if closeness.has_trees { [Ruin, Furnace] } else { [Field; 2] };
    let furnaces = if deeds.furnaces_per_mark > 1 || !closeness.has_trees { "furnaces" } else { "furnace" };
    let villages = [
        (
            deeds.ruins > 0,
            of(RUBBLE),
            if closeness.has_trees { "house pulled down" } else { "houses pulled down" },
            ruin,
        ),
        (deeds.furnaces > 0 && land.village_share > 0.0, of(SOOT), furnaces, furnace),
    ];
    let hands = scenario.labour.is_counted();
    let fields = [
        (wheat, WHEAT_GREEN, "wheat, growing"),
        (wheat, MAIZE_GREEN, "maize, growing"),
        (land.sweet_potato_share > 0.0, POTATO_GREEN, "sweet potato"),
        (early, RICE_GREEN, "early rice, growing"),
        (single, SINGLE_RICE_GREEN, "single rice, growing"),
        (wheat || early || single, GOLD, "ripe grain"),
        (earth, EARTH, "bare earth"),
        (early || single, PADDY_WATER, "paddy under water"),
        (true, BITTEN, "eaten by pests"),
        (hands, UNREAPED, "ripe, but not reaped"),
        (hands, UNSOWN, "left unsown"),
        (hands, WEEDY, "weeds not pulled"),
        (land.village_share > 0.0, VILLAGE, "village"),
        (true, GRASS_GREEN, "grass"),
        (shore, SHORE, "open laying ground"),
        (shore, FLOOD, "the same, flooded"),
    ];
    let fields = fields.map(|(is_there, rgb, label)| (is_there, of(rgb), label, Field));
    let all = animals.into_iter().chain(fields).chain(villages);
    all.filter(|entry| entry.0).map(|(_, color, label, shape)| LegendEntry { color, label, shape }).collect()
}

fn of(rgb: Vec3) -> Color {
    Color::srgb(rgb.x, rgb.y, rgb.z)
}

const fn rgb(hex: u32) -> Vec3 {
    Vec3::new((hex >> 16 & 0xff) as f32 / 255.0, (hex >> 8 & 0xff) as f32 / 255.0, (hex & 0xff) as f32 / 255.0)
}

const EARTH: Vec3 = rgb(0x9c8466);
const PADDY_WATER: Vec3 = rgb(0x8ea3a3);
const WHEAT_GREEN: Vec3 = rgb(0x86ab58);
const MAIZE_GREEN: Vec3 = rgb(0x4f8a4c);
const POTATO_GREEN: Vec3 = rgb(0x6c8f63);
const RICE_GREEN: Vec3 = rgb(0x9cc35c);
const SINGLE_RICE_GREEN: Vec3 = rgb(0x7bb56b);
const GOLD: Vec3 = rgb(0xe6bf5a);
const STRAW: Vec3 = rgb(0xb9a57d);
const WEED_GREEN: Vec3 = rgb(0x8d9161);
const BITTEN: Vec3 = rgb(0x6f4a35);
const VILLAGE: Vec3 = rgb(0xb5a793);
const RUBBLE: Vec3 = rgb(0xdcc89f);
const SOOT: Vec3 = rgb(0x5c5550);
const UNREAPED: Vec3 = rgb(0x86763c);
const UNSOWN: Vec3 = rgb(0x7b7a72);
const WEEDY: Vec3 = rgb(0x76823f);
const GRASS_GREEN: Vec3 = rgb(0xa3b077);
const DRY_GRASS: Vec3 = rgb(0xbfb48c);
const SHORE: Vec3 = rgb(0xddd0aa);
const REEDS: Vec3 = rgb(0xb4b98a);
const FLOOD: Vec3 = rgb(0x8fb0bd);
const FROST: Vec3 = rgb(0xd5d9dc);

/// The light and weather in which the fields are seen.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    /// How wintry the day is by the climate, 0 to 1. By the climate, because the day's own temperature would make the
    /// colours flicker.
    winter: f32,
    /// Whether open laying grounds are under water.
    is_flooding: bool,
}

impl Light {
    /// The light of a day.
    pub fn of(scenario: &Scenario, weather: &Weather, date: Date) -> Self {
        let climate = &scenario.weather;
        let usual_c = climate_c(climate, f32::from(date.day_of_year()));
        Self { winter: smoothstep(7.0, -1.0, usual_c), is_flooding: weather.is_flooding(climate) }
    }
}

/// What the map's shader draws on a field up close. The shader knows these by their names in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[repr(u8)]
pub enum Pattern {
    /// The furrows of cropland.
    Furrows,
    /// The houses of a village.
    Houses,
    /// Tufts of wild grass and reeds.
    Tufts,
}

impl From<LandUse> for Pattern {
    fn from(land: LandUse) -> Self {
        match land {
            LandUse::WheatMaize | LandUse::SweetPotato | LandUse::EarlyRice | LandUse::SingleRice => Self::Furrows,
            LandUse::Village => Self::Houses,
            LandUse::LayingGround | LandUse::Grass => Self::Tufts,
        }
    }
}

/// A field's four bytes in the map's texture: its colour, and in the last byte what the shader draws on it up close. From
/// the lowest bit: its [`Pattern`] (3 bits), tree cover (2 bits), how much was eaten (3 bits).
pub fn field_colour(field: &FieldInfo, landscape: &Landscape, light: &Light) -> [u8; 4] {
    let ha = landscape.field_ha();
    let eaten = eaten(field);
    let ground = match field.land {
        LandUse::Village => village(field).lerp(FROST, 0.35 * light.winter),
        LandUse::LayingGround if light.is_flooding => FLOOD,
        LandUse::LayingGround => wild(field, ha, SHORE, REEDS, light),
        LandUse::Grass => wild(field, ha, DRY_GRASS, GRASS_GREEN, light),
        LandUse::WheatMaize | LandUse::SweetPotato | LandUse::EarlyRice | LandUse::SingleRice => {
            cropland(field, ha, light)
        }
    };
    let seen = ground.lerp(BITTEN, 0.85 * eaten);
    // Each field has its own shade, lighter or darker, warmer or cooler, so that the land looks like a patchwork.
    let own = scatter(u64::from(field.cell));
    let part = |bits: u64| (bits & 0xff) as f32 / 255.0 - 0.5;
    let (lighter, warmer) = (0.17 * part(own), 0.09 * part(own >> 8));
    let shade = Vec3::new(1.0 + lighter + warmer, 1.0 + lighter, 1.0 + lighter - warmer);
    let seen = (seen * shade).clamp(Vec3::ZERO, Vec3::ONE) * 255.0;
    let trees = (field.tree_cover * 3.99) as u8;
    let detail = Pattern::from(field.land) as u8 | trees << 3 | ((eaten * 7.0 + 0.5) as u8) << 5;
    [seen.x as u8, seen.y as u8, seen.z as u8, detail]
}

/// How eaten a field looks, 0 to 1. A little less leaf than usual is put down to the weather.
fn eaten(field: &FieldInfo) -> f32 {
    if field.stage == CropStage::Fallow && field.land.is_cropland() {
        return 0.0;
    }
    let seen = smoothstep(0.8, 0.15, field.leaf_against_uneaten);
    // Eaten grass matters less here, because it is no loss to the harvest.
    if field.land.is_cropland() { seen } else { 0.5 * seen }
}

fn wild(field: &FieldInfo, ha: f32, dry: Vec3, green: Vec3, light: &Light) -> Vec3 {
    let leafiness = (field.leaf_kg / (1200.0 * ha)).clamp(0.0, 1.0);
    dry.lerp(green, leafiness).lerp(FROST, 0.35 * light.winter)
}

fn village(field: &FieldInfo) -> Vec3 {
    let fallen = field.ruins.count_ones() as f32 / LOTS as f32;
    let smoke = if field.furnaces > 0 { 0.4 + 0.1 * f32::from(field.furnaces) } else { 0.0 };
    VILLAGE.lerp(RUBBLE, fallen).lerp(SOOT, smoke)
}

/// Cropland, with what nobody came to do.
fn cropland(field: &FieldInfo, ha: f32, light: &Light) -> Vec3 {
    let (left, how_far) = match field.undone {
        Undone::Nothing => (WEEDY, 0.5 * field.unweeded),
        Undone::LeftFallow | Undone::Unsown { .. } => (UNSOWN, 0.75),
        Undone::Unreaped { is_falling, .. } => (UNREAPED, if is_falling { 0.85 } else { 0.4 }),
    };
    plants(field, ha).lerp(left, how_far).lerp(FROST, 0.3 * light.winter)
}

fn plants(field: &FieldInfo, ha: f32) -> Vec3 {
    let leaf = field.leaf_kg / ha;
    let (soil, green, full) = match field.crop {
        CropKind::Wild => (EARTH, WEED_GREEN, 700.0),
        CropKind::WinterWheat => (EARTH, WHEAT_GREEN, 2200.0),
        CropKind::Maize => (EARTH, MAIZE_GREEN, 2400.0),
        CropKind::SweetPotato => (EARTH, POTATO_GREEN, 2200.0),
        CropKind::EarlyRice => (PADDY_WATER, RICE_GREEN, 2600.0),
        CropKind::SingleRice => (PADDY_WATER, SINGLE_RICE_GREEN, 2800.0),
    };
    let standing = soil.lerp(green, libm::sqrtf((leaf / full).clamp(0.0, 1.0)));
    // The yield of a root crop is out of sight.
    let ripening = match (field.crop, field.stage) {
        (CropKind::SweetPotato | CropKind::Wild, _) => 0.0,
        (_, CropStage::Filling) => field.progress * field.progress,
        (_, CropStage::Ripe) => 1.0,
        _ => 0.0,
    };
    // Ears that did not fill stay pale.
    let filled = smoothstep(100.0, 700.0, field.grain_kg / ha);
    standing.lerp(STRAW.lerp(GOLD, filled), ripening)
}

/// 0 at `from`, 1 at `to`, smooth between.
fn smoothstep(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::fields::bare_field;

    const LANDSCAPE: Landscape = Landscape { width: 8, height: 8, side_m: 100.0 };
    const SUMMER: Light = Light { winter: 0.0, is_flooding: false };

    fn maize(leaf_against_uneaten: f32, stage: CropStage, grain_kg: f32) -> FieldInfo {
        FieldInfo {
            crop: CropKind::Maize,
            stage,
            progress: 1.0,
            leaf_kg: 3000.0 * leaf_against_uneaten,
            grain_kg,
            leaf_against_uneaten,
            ..bare_field(3, LandUse::WheatMaize)
        }
    }

    /// A land on which people have done all that can be seen.
    fn deeds() -> Deeds {
        Deeds { houses: 0.5, furnaces: 3, ruins: 9, ..Deeds::default() }
    }

    fn luminance(color: Vec3) -> f32 {
        Color::srgb(color.x, color.y, color.z).luminance()
    }

    fn contrast(a: f32, b: f32) -> f32 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Contract: a ripe field, a growing one, an eaten one, one that nobody reaped and one that nobody sowed differ clearly in colour,
    /// and so do villages before and after houses fall and furnaces are lit.
    #[test]
    fn what_happened_to_a_field_can_be_seen() {
        let colour = |field: &FieldInfo| {
            let [r, g, b, _] = field_colour(field, &LANDSCAPE, &SUMMER).map(f32::from);
            Vec3::new(r, g, b)
        };
        let growing = colour(&maize(1.0, CropStage::Vegetative, 0.0));
        let ripe = colour(&maize(1.0, CropStage::Ripe, 1400.0));
        let eaten = colour(&maize(0.1, CropStage::Filling, 100.0));
        let undone = |undone, field| colour(&FieldInfo { undone, ..field });
        let unreaped =
            undone(Undone::Unreaped { days_ripe: 30, is_falling: true }, maize(1.0, CropStage::Ripe, 1400.0));
        let resting = FieldInfo { leaf_kg: 100.0, ..bare_field(3, LandUse::WheatMaize) };
        let unsown = undone(Undone::Unsown { days: 9, may_be_sown: false }, resting);
        let fields = [growing, ripe, eaten, unreaped, unsown];
        let pairs = fields.iter().enumerate().flat_map(|(index, a)| fields[..index].iter().map(move |b| (a, b)));
        for (a, b) in pairs {
            assert!(a.distance(*b) > 40.0, "{a} and {b}");
        }
        let village = |ruins, furnaces| colour(&FieldInfo { ruins, furnaces, ..bare_field(3, LandUse::Village) });
        let (whole, fallen, smoke) = (village(0, 0), village(0b101_101, 0), village(0, 1));
        for (a, b) in [(whole, fallen), (whole, smoke), (fallen, smoke)] {
            assert!(a.distance(b) > 25.0, "{a} and {b}");
        }
    }

    /// Contract: the legend lists what this land has, and nothing else.
    #[test]
    fn the_legend_is_of_this_land() {
        let closeness = Closeness { has_trees: true, has_silhouettes: true };
        let labels_with = |scenario: &Scenario, deeds: &Deeds| -> Vec<_> {
            legend(scenario, closeness, deeds).into_iter().map(|entry| entry.label).collect()
        };
        let labels = |scenario: &Scenario| labels_with(scenario, &Deeds::default());
        let mut scenario = Scenario::default();
        assert!(labels(&scenario).contains(&"wheat, growing") && labels(&scenario).contains(&"tree"));
        assert!(!labels(&scenario).contains(&"early rice, growing"));
        (scenario.landscape.early_rice_share, scenario.landscape.wheat_maize_share) = (0.4, 0.0);
        scenario.pest.gregarious_density_per_m2 = 0.0;
        assert!(labels(&scenario).contains(&"early rice, growing"));
        for absent in ["wheat, growing", "pests that swarm", "single rice, growing", "left unsown"] {
            assert!(!labels(&scenario).contains(&absent), "{absent}");
        }
        scenario.labour.workers_per_ha = 2.0;
        assert!(labels(&scenario).contains(&"left unsown"));
        for what in ["house pulled down", "furnace"] {
            assert!(!labels(&scenario).contains(&what) && labels_with(&scenario, &deeds()).contains(&what), "{what}");
        }
    }

    /// Contract: against every colour that a field can have, an animal's body or its rim stands out.
    #[test]
    fn animals_stand_out_from_every_field() {
        let mut scenario = Scenario::default();
        (scenario.landscape.early_rice_share, scenario.landscape.single_rice_share) = (0.1, 0.1);
        let closeness = Closeness { has_trees: false, has_silhouettes: false };
        scenario.labour.workers_per_ha = 2.0;
        let grounds =
            legend(&scenario, closeness, &deeds()).into_iter().filter(|entry| entry.shape == LegendShape::Field);
        for ground in grounds {
            let ground = ground.color.to_srgba();
            let ground = luminance(Vec3::new(ground.red, ground.green, ground.blue));
            for (body, rim) in [(SPARROW, SPARROW_RIM), (PEST, PEST_RIM)] {
                let best = contrast(body.luminance(), ground).max(contrast(rim.luminance(), ground));
                assert!(best > 2.0, "{best}");
            }
        }
    }
}
