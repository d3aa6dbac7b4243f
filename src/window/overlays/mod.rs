//! Overlays: one number for each field, washed flat over the land, so that one sees where it is and how much.
//!
//! What each shows, in which unit, and where its scale ends is in one table here; [`wash`] turns a day into the colours of its fields,
//! which the map's shader lays over the land. The person chooses one in [`chooser`], or is offered one when something changes ([`offer`]),
//! and [`legend`] says what its colours mean, also where a difference hardly shows ([`differing`]).

pub mod chooser;
pub mod differing;
pub mod legend;
pub mod offer;

use bevy_egui::egui::Key;
use strum::VariantArray;

use crate::ecology::crop::CropStage;
use crate::output::words::number;
use crate::scenario::Scenario;

use super::language::tr;
use super::map::deeds::Undone;
use super::map::palette::{self, Ramp};
use super::map::picture::{FieldInfo, Picture};

/// Something that is shown of each field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Overlay {
    /// Pests: hoppers from the third instar, and adults.
    Pests,
    /// Sparrows that fed there on the day.
    Sparrows,
    /// The share of pests within reach that birds took on the day.
    Hunting,
    /// Sparrows of the field's nest sites that the campaign has killed this year.
    Killed,
    /// How far the crop has come.
    Crop,
    /// Leaf that pests have eaten.
    LeafLost,
    /// Standing grain that pests have eaten or cut this year.
    GrainLostToPests,
    /// Standing grain that sparrows have eaten this year.
    GrainLostToSparrows,
    /// Eggs of the pest in the soil.
    Eggs,
    /// Nest sites of sparrows.
    NestSites,
    /// Leaf, compared with the same field without the campaign.
    Difference,
    /// Grain reaped this year, compared with the same field without the campaign.
    HarvestDifference,
    /// Work that nobody came to do.
    WorkUndone,
    /// Tree cover.
    Trees,
    /// Ripe grain that waits to be reaped.
    Unreaped,
}

/// How an overlay is drawn.
struct Plate {
    ramp: Ramp,
    /// The value from which on the last colour is used.
    end: f32,
    /// Whether colours go by the square root, so that few are seen beside many.
    is_root: bool,
    /// The values that the legend names.
    ticks: &'static [f32],
    key: Key,
}

impl Overlay {
    /// All of them, in the order of the chooser.
    pub const ALL: &[Self] = Self::VARIANTS;

    #[rustfmt::skip]
    const fn plate(self) -> Plate {
        const fn plate(ramp: Ramp, ticks: &'static [f32], is_root: bool, key: Key) -> Plate {
            Plate { ramp, end: ticks[ticks.len() - 1], is_root, ticks, key }
        }
        use palette::{AGAINST, CLAY, BLUE, MOSS, PLUM, RUST, STRAW};
        match self {
            Self::Pests => plate(RUST, &[0.0, 1.0, 4.0, 10.0], true, Key::Num1),
            Self::Sparrows => plate(BLUE, &[0.0, 4.0, 15.0, 50.0], true, Key::Num2),
            Self::Hunting => plate(BLUE, &[0.0, 10.0, 20.0], false, Key::Num3),
            Self::Killed => plate(PLUM, &[0.0, 4.0, 15.0, 50.0], true, Key::Num4),
            Self::Crop => plate(MOSS, &[0.0, 50.0, 100.0], false, Key::Num5),
            Self::LeafLost => plate(RUST, &[0.0, 30.0, 60.0], false, Key::Num6),
            Self::GrainLostToPests => plate(STRAW, &[0.0, 10.0, 35.0, 100.0], true, Key::Num7),
            Self::GrainLostToSparrows => plate(STRAW, &[0.0, 10.0, 35.0, 100.0], true, Key::Num8),
            Self::Eggs => plate(CLAY, &[0.0, 10.0, 35.0, 100.0], true, Key::Num9),
            Self::NestSites => plate(MOSS, &[0.0, 2.0, 7.0, 20.0], true, Key::N),
            Self::Difference => plate(AGAINST, &[-60.0, 0.0, 60.0], false, Key::X),
            Self::HarvestDifference => plate(AGAINST, &[-30.0, 0.0, 30.0], false, Key::H),
            Self::WorkUndone => plate(CLAY, &[0.0, 50.0, 100.0], false, Key::L),
            Self::Trees => plate(MOSS, &[0.0, 20.0, 40.0], false, Key::F),
            Self::Unreaped => plate(STRAW, &[0.0, 500.0, 1000.0], false, Key::U),
        }
    }

    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Self::Pests => tr!("overlays-pests"),
            Self::Sparrows => tr!("overlays-sparrows"),
            Self::Hunting => tr!("overlays-hunting"),
            Self::Killed => tr!("overlays-killed"),
            Self::Crop => tr!("overlays-crop"),
            Self::LeafLost => tr!("overlays-leaf-lost"),
            Self::GrainLostToPests => tr!("overlays-grain-pests"),
            Self::GrainLostToSparrows => tr!("overlays-grain-birds"),
            Self::Eggs => tr!("overlays-eggs"),
            Self::NestSites => tr!("overlays-nest-sites"),
            Self::Difference => tr!("overlays-difference"),
            Self::HarvestDifference => tr!("overlays-harvest-difference"),
            Self::WorkUndone => tr!("overlays-work"),
            Self::Trees => tr!("overlays-trees"),
            Self::Unreaped => tr!("overlays-unreaped"),
        }
    }

    /// The unit of its values.
    pub fn unit(self) -> String {
        match self {
            Self::Pests => tr!("overlays-pests-unit"),
            Self::Sparrows => tr!("overlays-sparrows-unit"),
            Self::Hunting => tr!("overlays-hunting-unit"),
            Self::Killed => tr!("overlays-killed-unit"),
            Self::Crop => tr!("overlays-crop-unit"),
            Self::LeafLost => tr!("overlays-leaf-lost-unit"),
            Self::GrainLostToPests => tr!("overlays-grain-pests-unit"),
            Self::GrainLostToSparrows => tr!("overlays-grain-birds-unit"),
            Self::Eggs => tr!("overlays-eggs-unit"),
            Self::NestSites => tr!("overlays-nest-sites-unit"),
            Self::Difference => tr!("overlays-difference-unit"),
            Self::HarvestDifference => tr!("overlays-harvest-difference-unit"),
            Self::WorkUndone => tr!("overlays-work-unit"),
            Self::Trees => tr!("overlays-trees-unit"),
            Self::Unreaped => tr!("overlays-unreaped-unit"),
        }
    }

    /// The key that shows it.
    pub fn key(self) -> Key {
        self.plate().key
    }

    /// Whether a scenario has it: those of the plan are only where hands are counted.
    pub fn is_of(self, scenario: &Scenario) -> bool {
        !matches!(self, Self::WorkUndone | Self::Trees | Self::Unreaped) || scenario.labour.is_counted()
    }

    /// Whether it compares with the same land without the campaign.
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Difference | Self::HarvestDifference)
    }

    /// Whether it shows what has come together since the beginning of the year; else what there is on a day.
    pub fn adds_up(self) -> bool {
        use Overlay::{GrainLostToPests, GrainLostToSparrows, HarvestDifference, Killed};
        matches!(self, Killed | GrainLostToPests | GrainLostToSparrows | HarvestDifference)
    }

    /// Its value on a field of `ha`, in its unit; `None` where it means nothing. `twin` is the same field without the campaign.
    pub fn value(self, field: &FieldInfo, twin: &FieldInfo, ha: f32) -> Option<f32> {
        let grows = field.stage != CropStage::Fallow;
        let is_cropland = field.land.is_cropland();
        let only = |holds: bool, value: f32| holds.then_some(value);
        match self {
            Self::Pests => Some(field.pests as f32 / (ha * 10_000.0)),
            Self::Sparrows => Some(field.birds as f32 / ha),
            Self::Hunting => only(field.pests + field.young_hoppers > 0, 100.0 * field.predation),
            Self::Killed => Some(field.sparrows_killed as f32 / ha),
            Self::Crop => only(grows, 100.0 * way_to_ripe(field)),
            Self::LeafLost => only(grows, 100.0 * field.leaf_lost),
            Self::GrainLostToPests => only(is_cropland, field.grain_eaten_by_pests_kg / ha),
            Self::GrainLostToSparrows => only(is_cropland, field.grain_eaten_by_sparrows_kg / ha),
            Self::Eggs => Some(field.eggs as f32 / (ha * 10_000.0)),
            Self::NestSites => Some(field.nest_sites / ha),
            Self::Difference => against(field.leaf_kg, twin.leaf_kg),
            Self::HarvestDifference => against(field.reaped_kg, twin.reaped_kg),
            Self::WorkUndone => only(is_cropland, 100.0 * work_undone(field)),
            Self::Trees => Some(100.0 * field.tree_cover),
            Self::Unreaped => only(is_cropland, unreaped_kg(field) / ha),
        }
    }

    /// What is so where it has no value, if there may be such fields.
    pub fn nothing(self) -> Option<String> {
        match self {
            Self::Pests | Self::Sparrows | Self::Killed | Self::Eggs | Self::NestSites | Self::Trees => None,
            Self::Hunting => Some(tr!("overlays-nothing-hunting")),
            Self::Crop | Self::LeafLost => Some(tr!("overlays-nothing-sown")),
            Self::Difference => Some(tr!("overlays-nothing-in-either")),
            Self::HarvestDifference => Some(tr!("overlays-nothing-reaped-in-either")),
            Self::GrainLostToPests | Self::GrainLostToSparrows | Self::WorkUndone | Self::Unreaped => {
                Some(tr!("overlays-nothing-no-cropland"))
            }
        }
    }

    /// The number of the colour of a value in the overlay's ramp.
    fn step(self, value: f32) -> usize {
        let Plate { ramp, end, is_root, ticks, .. } = self.plate();
        let share = ((value - ticks[0]) / (end - ticks[0])).clamp(0.0, 1.0);
        let share = if is_root { share.sqrt() } else { share };
        ((share * ramp.len() as f32) as usize).min(ramp.len() - 1)
    }

    /// A value in words: `2.30 per m²`.
    pub fn words(self, value: f32) -> String {
        match self {
            _ if self.is_difference() && value < -0.5 => {
                tr!("overlays-less-than-without", percent = format!("{:.0}", value.abs()))
            }
            _ if self.is_difference() && value > 0.5 => tr!("overlays-less-without", percent = format!("{value:.0}")),
            _ if self.is_difference() => tr!("overlays-same-as-without"),
            _ => tr!("overlays-value", value = number(f64::from(value)), unit = self.unit()),
        }
    }
}

/// How far a crop has come: half of the way when it flowers.
fn way_to_ripe(field: &FieldInfo) -> f32 {
    match field.stage {
        CropStage::Fallow => 0.0,
        CropStage::Vegetative => 0.5 * field.progress,
        CropStage::Filling => 0.5 + 0.5 * field.progress,
        CropStage::Ripe => 1.0,
    }
}

/// How much more there is than in the twin, as a percentage of the larger of the two: from -100 to 100, and the same for both worlds but
/// for the sign.
fn against(own: f32, twin: f32) -> Option<f32> {
    let larger = own.max(twin);
    (larger > 0.0).then(|| 100.0 * (own - twin) / larger)
}

/// The share of a field's work that nobody came to do.
fn work_undone(field: &FieldInfo) -> f32 {
    match field.undone {
        Undone::Unsown { .. } | Undone::Unreaped { .. } => 1.0,
        Undone::Nothing | Undone::LeftFallow => field.unweeded,
    }
}

fn unreaped_kg(field: &FieldInfo) -> f32 {
    if matches!(field.undone, Undone::Unreaped { .. }) { field.grain_kg } else { 0.0 }
}

/// The colours of all fields, by cell; opaque where there is a value.
pub fn wash(overlay: Overlay, picture: &Picture, twin: &Picture) -> Vec<[u8; 4]> {
    let ha = picture.side_m * picture.side_m / 10_000.0;
    let ramp = overlay.plate().ramp;
    // A twin of another size is one of another run; on another day there is no difference to tell.
    let twins = if twin.fields.len() == picture.fields.len() { &twin.fields } else { &picture.fields };
    if overlay.is_difference() && twin.days_done != picture.days_done {
        return vec![[0; 4]; picture.fields.len()];
    }
    let colour = |(field, twin): (&FieldInfo, &FieldInfo)| match overlay.value(field, twin, ha) {
        Some(value) => {
            let [_, red, green, blue] = ramp[overlay.step(value)].to_be_bytes();
            [red, green, blue, 255]
        }
        None => [0; 4],
    };
    picture.fields.iter().zip(twins).map(colour).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::ecology::habitat::LandUse;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, Intervention, LandscapeParameters};
    use crate::simulation::Simulation;
    use crate::window::scripted::named;
    use crate::window::test_support::fields::bare_field;

    /// Contract: every overlay has a name, a unit, a key of its own, a scale that rises to its end, and colours from the first to the
    /// last.
    #[test]
    fn every_overlay_has_a_unit_and_an_end() {
        for (index, overlay) in Overlay::ALL.iter().enumerate() {
            let plate = overlay.plate();
            assert!(!overlay.name().is_empty() && !overlay.unit().is_empty(), "{overlay:?}");
            assert!(plate.ticks.is_sorted_by(|a, b| a < b) && plate.ticks.last() == Some(&plate.end), "{overlay:?}");
            let steps = [plate.ticks[0], plate.end, 10.0 * plate.end].map(|value| overlay.step(value));
            assert_eq!(steps, [0, plate.ramp.len() - 1, plate.ramp.len() - 1], "{overlay:?}");
            assert!(Overlay::ALL[..index].iter().all(|other| other.key() != overlay.key()), "{overlay:?}");
            assert_eq!(named(Overlay::ALL, &format!("{overlay:?}").to_lowercase()), Some(*overlay));
        }
        assert_eq!(named(Overlay::ALL, "nest sites"), Some(Overlay::NestSites));
        assert_eq!(Overlay::Difference.step(0.0), 4, "the middle of nine is the same");
    }

    /// Contract: an overlay that has no value somewhere says what is so there, and no other does.
    #[test]
    fn no_value_has_its_words() {
        let lands = [LandUse::Village, LandUse::Grass, LandUse::LayingGround, LandUse::WheatMaize];
        for overlay in Overlay::ALL {
            let has_none =
                lands.map(|land| bare_field(1, land)).iter().any(|field| overlay.value(field, field, 1.0).is_none());
            assert_eq!(overlay.nothing().is_some(), has_none, "{overlay:?}");
        }
    }

    /// Contract: the difference of two worlds is that of the other one with the sign turned; where nothing grows in either, there is
    /// none.
    #[test]
    fn the_difference_is_antisymmetric() {
        let with = |leaf_kg| FieldInfo { leaf_kg, ..bare_field(1, LandUse::WheatMaize) };
        let value = |own, twin| Overlay::Difference.value(&with(own), &with(twin), 1.0);
        for (own, twin) in [(100.0, 250.0), (3.0, 0.0), (70.0, 70.0)] {
            let (one, other) = (value(own, twin), value(twin, own));
            assert_eq!(one.map(|more| -more), other, "{own} and {twin}");
            let steps = [one, other].map(|value| Overlay::Difference.step(value.unwrap_or(0.0)));
            assert_eq!(steps[0] + steps[1], 8, "{own} and {twin}");
        }
        assert_eq!(value(40.0, 100.0), Some(-60.0));
        assert_eq!(value(0.0, 0.0), None);
    }

    /// Contract: over all fields, what the overlays show adds up to what the record has: pests, sparrows that feed, eggs, what was eaten
    /// this year, and sparrows killed.
    #[test]
    fn overlays_add_up_to_the_record() {
        let landscape = LandscapeParameters { fields_wide: 16, fields_high: 12, ..Default::default() };
        let campaign = Intervention { date: date(1958, 4, 19), action: Action::StartCampaign { effort: 1.0 } };
        let (start, timeline) = (date(1958, 1, 1), vec![campaign]);
        let scenario = Scenario { landscape, start, timeline, ..Scenario::default() };
        let mut simulation = Simulation::watched(scenario, Parallelism::Serial);
        let (mut with_kills, mut with_grain) = (0, 0);
        for _ in 0..400 {
            simulation.step();
            let picture = Picture::of(&simulation);
            let record = simulation.record();
            let (Some(row), Some(year)) = (record.days.last(), record.harvests.last()) else { panic!("no row") };
            let ha = f64::from(picture.side_m * picture.side_m) / 10_000.0;
            let sum = |overlay: Overlay| -> f64 {
                let value = |field| overlay.value(field, field, ha as f32).map_or(0.0, f64::from);
                picture.fields.iter().map(value).sum::<f64>() * ha
            };
            let m2 = f64::from(picture.extent_m().element_product());
            for (overlay, expected) in [
                (Overlay::Pests, row.pests_per_m2 * m2 / 10_000.0),
                (Overlay::Eggs, row.pest_eggs as f64 / 10_000.0),
                (Overlay::GrainLostToPests, year.grain_eaten_by_pests_kg),
                (Overlay::GrainLostToSparrows, year.grain_eaten_by_sparrows_kg),
                (Overlay::Killed, year.sparrows_killed as f64),
            ] {
                let told = sum(overlay);
                assert!(
                    (told - expected).abs() <= 1e-4 * expected.abs() + 1e-6,
                    "{}: {overlay:?} {told} {expected}",
                    row.date
                );
            }
            with_kills += u32::from(year.sparrows_killed > 0);
            with_grain += u32::from(year.grain_eaten_by_sparrows_kg > 0.0);
        }
        assert!(with_kills > 100 && with_grain > 100, "{with_kills} {with_grain}");
    }
}
