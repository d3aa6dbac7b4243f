//! What is seen on the land of a day, each with a swatch of how the map draws it then.

use bevy::color::{Color, Mix};
use bevy_egui::egui::Context;
use strum::{EnumCount, VariantArray};

use crate::ecology::crop::CropStage;
use crate::scenario::Scenario;
use crate::window::language::{self, Language, tr};
use crate::window::live_run::displayed::Displayed;
use crate::window::map::deeds::Undone;
use crate::window::map::palette::colour;
use crate::window::map::picture::{FieldInfo, Picture, PictureId};
use crate::window::map::season::Season;
use crate::window::map::texels::{Kind, Stubble, phase};
use crate::window::panels::theme::{INK, SMALL, font};

/// What is on fewer fields than this share is not looked for.
const FEW: f32 = 0.01;
/// With less leaf than this, kg/ha, ground is seen and no crop.
const BARE_KG_PER_HA: f32 = 60.0;
/// Leaf is seen to be eaten from this share on.
const EATEN: f32 = 0.25;
/// Snow is seen from here on.
const SNOW: f32 = 0.15;

/// Something that may be seen, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumCount, VariantArray)]
pub enum Sight {
    /// Crops that grow.
    Wheat,
    Maize,
    Potato,
    EarlyRice,
    SingleRice,
    /// Grain that could be reaped.
    Ripe,
    Stubble,
    Earth,
    /// Water on a field of rice.
    Paddy,
    /// Leaf that pests have eaten.
    Eaten,
    Unreaped,
    Weeds,
    Snow,
    Village,
    Grass,
    /// Open laying ground.
    Shore,
    Flooded,
    /// Houses pulled down.
    Houses,
    Furnaces,
}

/// A piece of the land as the map draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// Its colour, and that of what lies on it.
    pub fill: Color,
    pub mark: Color,
    pub pattern: Pattern,
}

/// What lies on a swatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    Plain,
    /// Ground between the rows of a crop, so many points apart.
    Rows(f32),
    /// Ears, gaps in the leaf, houses: so many points apart.
    Dots(f32),
    Hatch,
}

/// A line of the legend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// What it is.
    pub sight: Sight,
    /// How it looks.
    pub swatch: Swatch,
}

/// What was found on the picture that was looked at last.
#[derive(Debug, Default)]
pub struct Sights {
    of: Option<PictureId>,
    entries: Vec<Entry>,
    /// The run and the language to which the width belongs, and the run's number of lines.
    wide_in: Option<(u32, Language)>,
    widest: f32,
    most: usize,
}

impl Sights {
    /// Looks at a day of the run.
    pub fn look(&mut self, ctx: &Context, displayed: &Displayed, picture: &Picture) {
        let wide_in = Some((displayed.run, language::in_use()));
        if self.wide_in != wide_in {
            if self.wide_in.is_none_or(|(run, _)| run != displayed.run) {
                (self.of, self.most) = (None, 0);
            }
            (self.wide_in, self.widest) = (wide_in, widest(ctx, &displayed.scenario));
        }
        if self.of != Some(picture.id) {
            self.of = Some(picture.id);
            self.entries = seen(picture, &displayed.scenario);
            self.most = self.most.max(self.entries.len());
        }
    }

    /// What is seen on that day.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The most that has been seen on a day of the run.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Width of the longest label that may be seen on some day of the run.
    pub fn widest(&self) -> f32 {
        self.widest
    }
}

/// Width of the longest label that may be seen in a scenario.
fn widest(ctx: &Context, scenario: &Scenario) -> f32 {
    let possible = Sight::VARIANTS.iter().filter(|sight| sight.is_possible(scenario));
    let wide = |label| ctx.fonts_mut(|fonts| fonts.layout_no_wrap(label, font(SMALL), *INK).size().x);
    possible.map(|sight| wide(sight.label())).fold(0.0, f32::max)
}

impl Sight {
    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Wheat => tr!("legend-wheat"),
            Self::Maize => tr!("legend-maize"),
            Self::Potato => tr!("legend-sweet-potato"),
            Self::EarlyRice => tr!("legend-early-rice"),
            Self::SingleRice => tr!("legend-single-rice"),
            Self::Ripe => tr!("legend-ripe"),
            Self::Stubble => tr!("legend-stubble"),
            Self::Earth => tr!("legend-bare-earth"),
            Self::Paddy => tr!("legend-paddy"),
            Self::Eaten => tr!("legend-eaten"),
            Self::Unreaped => tr!("legend-unreaped"),
            Self::Weeds => tr!("legend-weeds"),
            Self::Snow => tr!("legend-snow"),
            Self::Village => tr!("legend-village"),
            Self::Grass => tr!("legend-grass"),
            Self::Shore => tr!("legend-laying-ground"),
            Self::Flooded => tr!("legend-laying-ground-flooded"),
            Self::Houses => tr!("legend-houses"),
            Self::Furnaces => tr!("legend-furnaces"),
        }
    }

    /// Whether it may be seen on some day of a scenario.
    pub fn is_possible(self, scenario: &Scenario) -> bool {
        let land = &scenario.landscape;
        let hands = scenario.labour.is_counted();
        match self {
            Self::Wheat | Self::Maize => land.wheat_maize_share > 0.0,
            Self::Potato => land.sweet_potato_share > 0.0,
            Self::EarlyRice => land.early_rice_share > 0.0,
            Self::SingleRice => land.single_rice_share > 0.0,
            Self::Paddy => land.early_rice_share + land.single_rice_share > 0.0,
            Self::Unreaped | Self::Weeds | Self::Houses | Self::Furnaces => hands,
            Self::Village => land.village_share > 0.0,
            Self::Shore | Self::Flooded => land.laying_ground_share > 0.0,
            Self::Ripe | Self::Stubble | Self::Earth | Self::Eaten | Self::Snow | Self::Grass => true,
        }
    }

    /// How the map draws it, in a season and, if it is a crop, so far in its life.
    fn swatch(self, phase: f32, season: &Season) -> Swatch {
        let crop = |row, ground, step| {
            let fill = colour(row, phase).mix(&colour("PALE", 0.0), 0.9 * season.winter);
            Swatch { fill, mark: ground, pattern: Pattern::Rows(step) }
        };
        let plain = |fill| Swatch { fill, mark: fill, pattern: Pattern::Plain };
        let dots = |fill, mark, step| Swatch { fill, mark, pattern: Pattern::Dots(step) };
        let (soil, water) = (colour("GROUND", 0.4), colour("PADDY", 0.5));
        let swatch = match self {
            Self::Wheat => crop("WHEAT", soil, 3.0),
            Self::Maize => crop("MAIZE", soil, 6.0),
            Self::Potato => crop("POTATO", colour("RIDGES", 0.5), 9.0),
            Self::EarlyRice => crop("EARLY_RICE", water, 3.0),
            Self::SingleRice => crop("SINGLE_RICE", water, 6.0),
            Self::Ripe => dots(colour("WHEAT", 0.95), colour("STUBBLE", 1.0), 4.0),
            Self::Stubble => {
                Swatch { fill: colour("STUBBLE", 0.2), mark: colour("STUBBLE", 0.4), pattern: Pattern::Rows(4.0) }
            }
            Self::Earth => plain(colour("PLOUGHED", 0.3)),
            Self::Paddy => plain(water),
            Self::Eaten => dots(colour("PALE", 0.6), soil, 7.0),
            Self::Unreaped => {
                Swatch { fill: colour("BROKEN", 0.5), mark: colour("WHEAT", 0.95), pattern: Pattern::Hatch }
            }
            Self::Weeds => Swatch {
                fill: colour("WEEDS", 0.5),
                mark: colour("WEEDS", 0.5).mix(&soil, 0.8),
                pattern: Pattern::Hatch,
            },
            Self::Snow => return plain(colour("SNOW", 0.8)),
            Self::Village => dots(colour("EARTH", 0.5), colour("ROOF", 0.9), 6.0),
            Self::Grass => plain(colour("DRY", season.winter).mix(&colour("GRASS", season.autumn), season.green)),
            Self::Shore => plain(colour("SAND", 0.5)),
            Self::Flooded => plain(colour("RIVER", 0.5)),
            Self::Houses => plain(colour("ROAD", 0.3)),
            Self::Furnaces => dots(colour("FURNACE", 0.0), colour("FURNACE", 0.5), 9.0),
        };
        Swatch { fill: swatch.fill.mix(&colour("SNOW", 0.4), 0.4 * season.snow), ..swatch }
    }
}

/// What is seen on a day.
fn seen(picture: &Picture, scenario: &Scenario) -> Vec<Entry> {
    let (season, ha) = (&picture.season, picture.side_m * picture.side_m / 10_000.0);
    let mut found = [(0_u32, 0.0_f32); Sight::COUNT];
    for field in &picture.fields {
        let stands = standing(field, season, ha);
        let befell = befallen(field);
        for sight in [Some(stands), befell].into_iter().flatten() {
            let (fields, phases) = &mut found[sight as usize];
            (*fields, *phases) = (*fields + 1, *phases + phase(field));
        }
    }
    let least = FEW * picture.fields.len() as f32;
    let is_seen = |sight: Sight| match sight {
        Sight::Snow => season.snow > SNOW && !picture.fields.is_empty(),
        Sight::Houses => picture.deeds.houses < 1.0,
        Sight::Furnaces => picture.deeds.furnaces > 0,
        Sight::Village => found[sight as usize].0 > 0,
        _ => found[sight as usize].0 > 0 && found[sight as usize].0 as f32 >= least,
    };
    let shown = Sight::VARIANTS.iter().filter(|sight| sight.is_possible(scenario) && is_seen(**sight));
    shown
        .map(|&sight| {
            let (fields, phases) = found[sight as usize];
            Entry { sight, swatch: sight.swatch(phases / fields.max(1) as f32, season) }
        })
        .collect()
}

/// What stands or lies on a field.
fn standing(field: &FieldInfo, season: &Season, ha: f32) -> Sight {
    let uneaten_kg_per_ha = field.leaf_kg / (1.0 - field.leaf_lost).max(0.02) / ha;
    let is_bare = field.stage == CropStage::Vegetative && uneaten_kg_per_ha < BARE_KG_PER_HA;
    let kind = Kind::of(field);
    match kind {
        Kind::Village => Sight::Village,
        Kind::Shore if season.flood > 0.0 => Sight::Flooded,
        Kind::Shore => Sight::Shore,
        Kind::Grass => Sight::Grass,
        Kind::Fallow if field.stubble == Stubble::None => Sight::Earth,
        Kind::Fallow => Sight::Stubble,
        Kind::EarlyRice | Kind::SingleRice if is_bare => Sight::Paddy,
        _ if is_bare => Sight::Earth,
        Kind::Potato => Sight::Potato,
        _ if field.stage == CropStage::Ripe => Sight::Ripe,
        Kind::Wheat => Sight::Wheat,
        Kind::Maize => Sight::Maize,
        Kind::EarlyRice => Sight::EarlyRice,
        Kind::SingleRice => Sight::SingleRice,
    }
}

/// What has befallen it, if that is seen.
fn befallen(field: &FieldInfo) -> Option<Sight> {
    match field.undone {
        Undone::Unreaped { .. } => Some(Sight::Unreaped),
        Undone::Unsown { .. } | Undone::LeftFallow => Some(Sight::Weeds),
        Undone::Nothing if field.unweeded > 0.1 => Some(Sight::Weeds),
        Undone::Nothing => (field.land.is_cropland() && field.leaf_lost > EATEN).then_some(Sight::Eaten),
    }
}

#[cfg(test)]
mod tests {
    use bevy::color::Oklaba;
    use bevy::color::color_difference::EuclideanDistance;
    use jiff::civil::date;

    use super::*;
    use crate::ecology::habitat::LandUse;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::LandscapeParameters;
    use crate::simulation::Simulation;
    use crate::window::test_support::fields::bare_field;
    use crate::window::test_support::ui::TestUi;

    /// Whether one tells them apart: by what lies on them, or by colour.
    fn differ(one: &Swatch, other: &Swatch) -> bool {
        let distance = |a: Color, b: Color| Oklaba::from(a).distance(&Oklaba::from(b));
        one.pattern != other.pattern || distance(one.fill, other.fill) > 0.06 || distance(one.mark, other.mark) > 0.06
    }

    /// Contract: what is seen is that of the picture that is looked at, also where it lies in memory where another did.
    #[test]
    fn it_is_of_the_picture_that_is_looked_at() {
        let (mut test_ui, displayed) = (TestUi::default(), Displayed::new(Scenario::default()));
        let village = bare_field(0, LandUse::Village);
        let fields = [vec![village], vec![bare_field(0, LandUse::WheatMaize)]];
        let mut sights = Sights::default();
        for number in 0..40 {
            // The former has gone when the next takes its place.
            let picture = Box::new(Picture { fields: fields[number % 2].clone(), ..Picture::default() });
            test_ui.frame(|ui| sights.look(ui.ctx(), &displayed, &picture));
            assert_eq!(sights.entries(), seen(&picture, &displayed.scenario), "{number}");
        }
    }

    /// Contract: all year round the legend has few lines, only of what is on the land, winter's snow too, and no two look alike.
    #[test]
    fn the_legend_is_of_the_days_land() {
        let landscape = LandscapeParameters { fields_wide: 24, fields_high: 24, ..Default::default() };
        let scenario = Scenario { landscape, start: date(1957, 1, 1), ..Scenario::default() };
        let mut simulation = Simulation::watched(scenario.clone(), Parallelism::Serial);
        let mut ever = Vec::new();
        for day in 0..365 {
            simulation.step();
            if day % 7 > 0 {
                continue;
            }
            let picture = Picture::of(&simulation);
            let entries = seen(&picture, &scenario);
            assert!((2..=10).contains(&entries.len()), "{}: {entries:?}", picture.date);
            for (index, entry) in entries.iter().enumerate() {
                let alike = entries[..index].iter().find(|other| !differ(&entry.swatch, &other.swatch));
                assert!(alike.is_none(), "{}: {entry:?} {alike:?}", picture.date);
                let is_there = |field: &FieldInfo| {
                    [Some(standing(field, &picture.season, 1.0)), befallen(field)].contains(&Some(entry.sight))
                };
                assert!(entry.sight == Sight::Snow || picture.fields.iter().any(is_there), "{entry:?}");
            }
            let has = |sight| entries.iter().any(|entry| entry.sight == sight);
            assert_eq!(has(Sight::Snow), picture.season.snow > SNOW, "{}", picture.date);
            ever.extend(entries.iter().map(|entry| entry.sight));
        }
        for sight in [Sight::Wheat, Sight::Maize, Sight::Ripe, Sight::Stubble, Sight::Earth, Sight::Snow] {
            assert!(ever.contains(&sight), "{sight:?}");
        }
    }
}
