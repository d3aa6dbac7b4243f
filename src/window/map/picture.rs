//! What the window draws of one day: a small, flat copy, so that drawing never touches the simulation.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};

use bevy::prelude::*;
use jiff::civil::Date;

use crate::ecology::campaign::Campaign;
use crate::ecology::crop::{Crop, CropKind, CropStage};
use crate::ecology::field_year::FieldYear;
use crate::ecology::habitat::{Habitat, LandUse};
use crate::ecology::pest::{Band, EggBank};
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::{Intake, Tally};
use crate::ecology::weather::Weather;
use crate::engine::agent::{AgentId, Position};
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::parallel::{Parallelism, in_blocks};
use crate::engine::previous_position::PreviousPosition;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::window::animals::glyph::Glyph;

use super::deeds::{Deeds, Undone, Work};
use super::growth::Uneaten;
use super::parcels;
use super::season::Season;
use super::texels::{Kind, LAYERS, Stubble, Texels, mark_pests_nearby, texels};

/// How many fields or agents one task handles when a picture is made.
const BLOCK: usize = 1 << 14;
/// Days after maize may first be sown from which stubble is that of maize rather than of the wheat before it.
const MAIZE_LASTS_DAYS: u32 = 60;

/// What tells a picture from all others: each is made with another, and a copy has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureId(u64);

impl Default for PictureId {
    fn default() -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        Self(MADE.fetch_add(1, Relaxed))
    }
}

/// One day of the whole landscape as the window draws it.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// What tells it from others.
    pub id: PictureId,
    /// Days simulated.
    pub days_done: u32,
    /// The day; before the first day is simulated, the scenario's first.
    pub date: Date,
    /// Mean temperature of the day, deg C.
    pub temperature_c: f32,
    /// Wetness compared with an average year, in standard deviations.
    pub wetness: f32,
    /// Whether there is a drive on this day.
    pub is_drive: bool,
    /// Fields from west to east and from south to north.
    pub size: UVec2,
    /// Side of a field, m.
    pub side_m: f32,
    /// Every field, by cell: row by row from the south-west corner.
    pub fields: Vec<FieldInfo>,
    /// What the map's shader knows of the fields, by layer and then by cell.
    pub layers: [Vec<[u8; 4]>; LAYERS],
    /// The season.
    pub season: Season,
    /// What people do to the whole land.
    pub deeds: Deeds,
    /// Flocks of sparrows.
    pub flocks: Vec<Glyph>,
}

impl Picture {
    /// The picture of a world of which there is none: no fields, and always the same one.
    pub fn none() -> Arc<Self> {
        static NONE: LazyLock<Arc<Picture>> = LazyLock::new(Arc::default);
        NONE.clone()
    }
}

/// What is known about one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldInfo {
    /// Its number, counted row by row from the south-west corner.
    pub cell: u32,
    /// Use of the land.
    pub land: LandUse,
    /// What grows there.
    pub crop: CropKind,
    /// Its stage of growth.
    pub stage: CropStage,
    /// Progress through the stage, 0 to 1.
    pub progress: f32,
    /// Leaf and stem, dry kg.
    pub leaf_kg: f32,
    /// Grain or roots, kg of grain equivalent.
    pub grain_kg: f32,
    /// Leaf compared with what would stand here uneaten in average weather: 1 is all of it.
    pub leaf_against_uneaten: f32,
    /// Share of the leaf that pests have eaten, 0 to 1. What is missing otherwise is put down to the weather.
    pub leaf_lost: f32,
    /// What stands on resting cropland.
    pub stubble: Stubble,
    /// Full-grown birds that fed here on this day.
    pub birds: u64,
    /// Pests that are here at the end of this day: hoppers from the third instar, and adults.
    pub pests: u64,
    /// Younger hoppers that are here at the end of this day.
    pub young_hoppers: u64,
    /// The chance that a pest within easy reach of birds was taken on this day.
    pub predation: f32,
    /// Eggs of the pest in the soil.
    pub eggs: u64,
    /// Standing grain that pests have eaten or cut since the beginning of the calendar year.
    pub grain_eaten_by_pests_kg: f32,
    /// Standing grain that sparrows have eaten since then.
    pub grain_eaten_by_sparrows_kg: f32,
    /// Grain reaped here since then, roots in grain equivalent.
    pub reaped_kg: f32,
    /// Sparrows at home here that the campaign has killed since then.
    pub sparrows_killed: u64,
    /// Nest sites, pairs.
    pub nest_sites: f32,
    /// Tree cover, 0 to 1.
    pub tree_cover: f32,
    /// Work that it has waited for in vain.
    pub undone: Undone,
    /// Share of its weeding that was left undone on this day.
    pub unweeded: f32,
    /// Furnaces that are drawn on a village's field.
    pub furnaces: u8,
}

/// The pests of a field that swarm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Swarm {
    /// How many.
    pub count: u64,
    /// The way they went on this day, m times animals.
    pub way: Vec2,
}

impl Swarm {
    /// Their share of a field's pests.
    pub fn share(&self, pests: u64) -> f32 {
        if pests == 0 { 0.0 } else { self.count as f32 / pests as f32 }
    }
}

impl Picture {
    /// The picture of the latest day. It shows agents only in a run that is watched ([`Simulation::watched`]).
    pub fn of(simulation: &Simulation) -> Self {
        let world: &World = simulation.world();
        let weather = world.resource::<Weather>();
        let landscape = *world.resource::<Landscape>();
        let date = simulation.date().unwrap_or(simulation.scenario().start);
        let (mut fields, swarms) = fields(world, &landscape, date);
        let deeds = Deeds::of(world, &mut fields);
        let parallelism = *world.resource::<Parallelism>();
        let blocks = fields.chunks(BLOCK).zip(swarms.chunks(BLOCK));
        let packed = in_blocks(parallelism, blocks, |(fields, swarms): (&[FieldInfo], &[Swarm])| {
            let packed = fields.iter().zip(swarms).map(|(field, swarm)| texels(field, swarm, &deeds, &landscape));
            packed.collect::<Vec<_>>()
        });
        let mut packed: Vec<Texels> = packed.into_iter().flatten().collect();
        mark_pests_nearby(&mut packed, landscape.width as usize);
        let layers = std::array::from_fn(|layer| packed.iter().map(|texels| texels[layer]).collect());
        Self {
            id: PictureId::default(),
            days_done: simulation.days_done(),
            date,
            temperature_c: weather.temperature_c,
            wetness: weather.wetness,
            is_drive: world.resource::<Campaign>().is_drive,
            size: UVec2::new(landscape.width, landscape.height),
            side_m: landscape.side_m,
            fields,
            layers,
            deeds,
            season: Season::of(world.resource::<Scenario>(), weather, date),
            flocks: flocks(world, &landscape, parallelism),
        }
    }

    /// Width and height of the landscape, m.
    pub fn extent_m(&self) -> Vec2 {
        self.size.as_vec2() * self.side_m
    }

    /// The field that is shown at a place, if any is. While a run begins again there is no land, and a field has no side.
    pub fn field_at(&self, place_m: Vec2) -> Option<&FieldInfo> {
        if self.fields.is_empty() {
            return None;
        }
        self.fields.get(self.cell_at(place_m / self.side_m)? as usize)
    }

    /// The number of the field that is shown at a place, in fields from the south-west corner.
    pub fn cell_at(&self, place: Vec2) -> Option<u32> {
        parcels::cell_at(place, self.size, |cell| {
            self.fields.get(cell as usize).is_some_and(|field| Kind::of(field).has_parcels())
        })
    }
}

fn fields(world: &World, landscape: &Landscape, date: Date) -> (Vec<FieldInfo>, Vec<Swarm>) {
    let scenario = world.resource::<Scenario>();
    let mut fields = Vec::with_capacity(landscape.fields() as usize);
    let Some(mut query) = world.try_query::<(&Cell, &Habitat, &Crop, &EggBank, (&Tally, &Intake), &FieldYear)>() else {
        return default();
    };
    let work = Work::of(world);
    let mut eaten_kg = Vec::with_capacity(fields.capacity());
    for (cell, habitat, crop, eggs, (tally, intake), year) in query.iter(world) {
        eaten_kg.push((cell.0, year.leaf_eaten_by_pests_kg));
        fields.push(FieldInfo {
            cell: cell.0,
            land: habitat.land,
            crop: crop.kind,
            stage: crop.stage,
            progress: progress(crop, scenario),
            leaf_kg: crop.leaf_kg as f32,
            grain_kg: crop.grain_kg as f32,
            leaf_against_uneaten: 1.0,
            leaf_lost: 0.0,
            stubble: stubble(habitat.land, year, scenario, date),
            birds: tally.birds.get(),
            pests: 0,
            young_hoppers: 0,
            predation: intake.predation,
            eggs: eggs.eggs(),
            grain_eaten_by_pests_kg: year.grain_eaten_by_pests_kg,
            grain_eaten_by_sparrows_kg: year.grain_eaten_by_sparrows_kg,
            reaped_kg: year.reaped_kg,
            sparrows_killed: year.sparrows_killed.get(),
            nest_sites: habitat.nest_sites,
            tree_cover: habitat.tree_cover,
            undone: work.undone(*cell, habitat, crop, year),
            unweeded: work.unweeded(crop),
            furnaces: 0,
        });
    }
    fields.sort_unstable_by_key(|field| field.cell);
    eaten_kg.sort_unstable_by_key(|&(cell, _)| cell);
    let swarms = count_pests(world, landscape, &mut fields);
    let uneaten = Uneaten::of(&fields, scenario, landscape);
    for (field, (_, eaten_kg)) in fields.iter_mut().zip(eaten_kg) {
        field.leaf_against_uneaten = uneaten.leaf_left(field);
        // No more than animals have eaten: a thin stand after a dry spring is not damage.
        let eaten_share = eaten_kg / (eaten_kg + field.leaf_kg).max(f32::MIN_POSITIVE);
        field.leaf_lost = (1.0 - field.leaf_against_uneaten).min(eaten_share);
    }
    (fields, swarms)
}

/// What a resting field would show: what was last reaped there this year, until the year ends and all is ploughed.
fn stubble(land: LandUse, year: &FieldYear, scenario: &Scenario, date: Date) -> Stubble {
    let maize_is_over = scenario.crops.maize.sow_day + MAIZE_LASTS_DAYS;
    match land {
        _ if year.reaped_kg <= 0.0 => Stubble::None,
        LandUse::WheatMaize if date.day_of_year() as u32 > maize_is_over => Stubble::Stalks,
        LandUse::WheatMaize | LandUse::EarlyRice | LandUse::SingleRice => Stubble::Short,
        _ => Stubble::None,
    }
}

/// Counts the pests where they are at the end of the day, as the record does. A field's tally is from the start of the
/// day and includes pests that have since died or been eaten.
fn count_pests(world: &World, landscape: &Landscape, fields: &mut [FieldInfo]) -> Vec<Swarm> {
    let mut swarms = vec![Swarm::default(); fields.len()];
    let Some(mut query) = world.try_query::<(&Position, Option<&PreviousPosition>, &Band)>() else { return swarms };
    for (position, yesterday, band) in query.iter(world) {
        let cell = landscape.cell_at(position.0) as usize;
        let Some(field) = fields.get_mut(cell) else { continue };
        let count = if band.stage.is_counted() { &mut field.pests } else { &mut field.young_hoppers };
        *count += u64::from(band.count);
        if band.stage.is_counted() && band.swarms() {
            swarms[cell].count += u64::from(band.count);
            swarms[cell].way += yesterday.map_or(Vec2::ZERO, |before| position.0 - before.0) * band.count as f32;
        }
    }
    swarms
}

/// Progress through the stage, 0 to 1.
fn progress(crop: &Crop, scenario: &Scenario) -> f32 {
    let Some(parameters) = crop.kind.parameters(&scenario.crops) else { return 0.0 };
    let (flowering, ripe) = (parameters.flowering_degree_days, parameters.ripe_degree_days);
    match crop.stage {
        CropStage::Fallow => 0.0,
        CropStage::Vegetative => (crop.thermal_time / flowering).clamp(0.0, 1.0),
        CropStage::Filling => ((crop.thermal_time - flowering) / (ripe - flowering).max(1.0)).clamp(0.0, 1.0),
        CropStage::Ripe => 1.0,
    }
}

/// All flocks.
fn flocks(world: &World, landscape: &Landscape, parallelism: Parallelism) -> Vec<Glyph> {
    let Some(mut query) = world.try_query::<(&AgentId, &Position, &PreviousPosition, &Flock)>() else {
        return Vec::new();
    };
    let mut glyphs = Vec::new();
    for (ids, positions, yesterdays, flocks) in query.contiguous_iter(world).into_iter().flatten() {
        let ways = yesterdays.chunks(BLOCK).zip(positions.chunks(BLOCK));
        let blocks = ids.chunks(BLOCK).zip(ways).zip(flocks.chunks(BLOCK));
        let packed = in_blocks(parallelism, blocks, |((ids, (yesterdays, positions)), flocks)| {
            let agents = ids.iter().zip(yesterdays.iter().zip(positions)).zip(flocks);
            let living = agents.filter(|(_, flock): &(_, &Flock)| flock.birds() > 0);
            let packed = living
                .map(|((id, (before, now)), flock)| Glyph::new(landscape, id.0, [before.0, now.0], flock.birds()));
            packed.collect::<Vec<_>>()
        });
        glyphs.extend(packed.into_iter().flatten());
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::LandscapeParameters;

    /// Contract: a pointer over the map while a run begins again meets no field.
    #[test]
    fn where_there_is_no_land_yet_no_field_is_shown() {
        let picture = Picture::default();
        assert!(picture.field_at(Vec2::ZERO).is_none() && picture.field_at(Vec2::splat(250.0)).is_none());
    }

    /// Contract: the picture counts the same animals as pests as the record does, on each field and over the whole land:
    /// what is drawn, and what a field reports, adds up to the number in the series on every day, whatever stages are
    /// alive.
    #[test]
    fn the_picture_counts_what_the_record_counts() {
        let landscape = LandscapeParameters { fields_wide: 12, fields_high: 10, ..Default::default() };
        let mut simulation = Simulation::watched(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial);
        let (mut days_with_young, mut days_with_all) = (0, 0);
        for _ in 0..300 {
            simulation.step();
            let picture = Picture::of(&simulation);
            let Some(row) = simulation.record().days.last().cloned() else { panic!("a day has its row") };
            let sum = |of: fn(&FieldInfo) -> u64| picture.fields.iter().map(of).sum::<u64>();
            let (pests, young) = (sum(|field| field.pests), sum(|field| field.young_hoppers));
            let m2 = f64::from(picture.extent_m().element_product());
            assert_eq!(pests, (row.pests_per_m2 * m2).round() as u64, "{}", row.date);
            assert_eq!(pests + young, row.pests_of_all_stages, "{}", row.date);
            // Field by field, from the animals themselves.
            let world = simulation.world_mut();
            let land = *world.resource::<Landscape>();
            let mut on_fields = vec![0; picture.fields.len()];
            for (position, band) in world.query::<(&Position, &Band)>().iter(world) {
                if band.count > 0 && band.stage.moults >= 2 {
                    on_fields[land.cell_at(position.0) as usize] += u64::from(band.count);
                }
            }
            assert!(picture.fields.iter().map(|field| field.pests).eq(on_fields), "{}", row.date);
            days_with_young += u32::from(young > 0 && pests == 0);
            days_with_all += u32::from(young > 0 && pests > row.pest_adults && row.pest_adults > 0);
        }
        assert!(days_with_young > 0, "no day with young hoppers alone");
        assert!(days_with_all > 0, "no day with all stages");
    }
}
