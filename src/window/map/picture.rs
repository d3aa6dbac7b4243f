//! What the window draws of one day: a small, flat copy, so that drawing never touches the simulation.

use bevy::prelude::*;
use jiff::civil::Date;

use crate::ecology::campaign::Campaign;
use crate::ecology::crop::{Crop, CropKind, CropStage};
use crate::ecology::field_year::FieldYear;
use crate::ecology::habitat::{Habitat, LandUse};
use crate::ecology::pest::Band;
use crate::ecology::sparrow::Flock;
use crate::ecology::tally::Tally;
use crate::ecology::weather::Weather;
use crate::engine::agent::{AgentId, Position};
use crate::engine::landscape::{Cell, Landscape};
use crate::engine::parallel::{Parallelism, in_blocks};
use crate::engine::previous_position::PreviousPosition;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::window::animals::glyph::Glyph;

use super::deeds::{self, Deeds, Undone, Work};
use super::growth::Uneaten;
use super::palette::{Light, field_colour};
use super::scatter::scatter;

/// How many fields or agents one task handles when a picture is made.
const BLOCK: usize = 1 << 14;
/// Densities that are drawn as the highest (assumed: the sparrows of a village, a swarm).
const MOST_SPARROWS_PER_HA: f32 = 200.0;
const MOST_PESTS_PER_M2: f32 = 20.0;

/// One day of the whole landscape as the window draws it.
#[derive(Clone, Debug, Default)]
pub struct Picture {
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
    /// The fields' colours by cell, four bytes each: red, green, blue (sRGB), and what [`super::palette`] packs into the
    /// fourth for the map's shader.
    pub colours: Vec<u8>,
    /// How densely animals live on each field, by cell, for showing them from afar: sparrows and pests on this day, then
    /// the same on the day of the previous picture. From 0 to 255 by the square root, so that few animals show too.
    pub densities: Vec<[u8; 4]>,
    /// What people do to the whole land.
    pub deeds: Deeds,
    /// What is seen of that on each field, by cell, as [`super::deeds::texel`] packs it for the map's shader.
    pub deeds_texels: Vec<[u8; 4]>,
    /// Bands of pests, except those of younger hoppers, packed for their shader and ordered so that the first of them are a
    /// fair sample.
    pub bands: Vec<Glyph>,
    /// Flocks of sparrows, packed and ordered in the same way.
    pub flocks: Vec<Glyph>,
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
    /// Full-grown birds that fed here on this day.
    pub birds: u64,
    /// Pests that are here at the end of this day: hoppers from the third instar, and adults.
    pub pests: u64,
    /// Younger hoppers that are here at the end of this day.
    pub young_hoppers: u64,
    /// Tree cover, 0 to 1.
    pub tree_cover: f32,
    /// Work that it has waited for in vain.
    pub undone: Undone,
    /// Share of its weeding that was left undone on this day.
    pub unweeded: f32,
    /// Lots of a village on which the house has been pulled down, a bit for each.
    pub ruins: u8,
    /// Furnaces that are drawn on a village's field.
    pub furnaces: u8,
}

impl Picture {
    /// The picture of the latest day. It shows agents only in a run that is watched ([`Simulation::watched`]).
    pub fn of(simulation: &Simulation) -> Self {
        let world: &World = simulation.world();
        let weather = world.resource::<Weather>();
        let landscape = *world.resource::<Landscape>();
        let date = simulation.date().unwrap_or(simulation.scenario().start);
        let mut fields = fields(world, &landscape);
        let deeds = Deeds::of(world, &mut fields);
        let light = Light::of(world.resource::<Scenario>(), weather, date);
        let parallelism = *world.resource::<Parallelism>();
        let colours_of = |fields: &[FieldInfo]| -> (Vec<[u8; 4]>, Vec<[u8; 4]>) {
            fields.iter().map(|field| (field_colour(field, &landscape, &light), densities(field, &landscape))).unzip()
        };
        let (mut colours, mut densities) = (Vec::new(), Vec::new());
        for (block_colours, block_densities) in in_blocks(parallelism, fields.chunks(BLOCK), colours_of) {
            colours.extend(block_colours.into_flattened());
            densities.extend(block_densities);
        }
        Self {
            days_done: simulation.days_done(),
            date,
            deeds,
            deeds_texels: fields.iter().map(deeds::texel).collect(),
            temperature_c: weather.temperature_c,
            wetness: weather.wetness,
            is_drive: world.resource::<Campaign>().is_drive,
            size: UVec2::new(landscape.width, landscape.height),
            side_m: landscape.side_m,
            fields,
            colours,
            densities,
            bands: glyphs(world, parallelism, |way, band: &Band| {
                (band.count > 0 && band.stage.is_counted()).then(|| Glyph::band(&landscape, way, band))
            }),
            flocks: glyphs(world, parallelism, |way, flock: &Flock| {
                (flock.birds() > 0).then(|| Glyph::flock(&landscape, way, flock.birds()))
            }),
        }
    }

    /// This picture as the successor of one of an earlier day in the same run: densities change gradually from the one to
    /// the other.
    pub fn after(mut self, earlier: &Self) -> Self {
        for (now, before) in self.densities.iter_mut().zip(&earlier.densities) {
            (now[2], now[3]) = (before[0], before[1]);
        }
        self
    }

    /// Width and height of the landscape, m.
    pub fn extent_m(&self) -> Vec2 {
        self.size.as_vec2() * self.side_m
    }

    /// The field at a place, if the place is on the map.
    pub fn field_at(&self, place_m: Vec2) -> Option<&FieldInfo> {
        let extent = self.extent_m();
        let on_map = place_m.cmpge(Vec2::ZERO).all() && place_m.cmplt(extent).all();
        let cell = (place_m / self.side_m).as_uvec2().min(self.size.saturating_sub(UVec2::ONE));
        on_map.then(|| self.fields.get((cell.y * self.size.x + cell.x) as usize)).flatten()
    }
}

fn fields(world: &World, landscape: &Landscape) -> Vec<FieldInfo> {
    let scenario = world.resource::<Scenario>();
    let mut fields = Vec::with_capacity(landscape.fields() as usize);
    let Some(mut query) = world.try_query::<(&Cell, &Habitat, &Crop, &Tally, &FieldYear)>() else { return fields };
    let work = Work::of(world);
    for (cell, habitat, crop, tally, year) in query.iter(world) {
        fields.push(FieldInfo {
            cell: cell.0,
            land: habitat.land,
            crop: crop.kind,
            stage: crop.stage,
            progress: progress(crop, scenario),
            leaf_kg: crop.leaf_kg as f32,
            grain_kg: crop.grain_kg as f32,
            leaf_against_uneaten: 1.0,
            birds: tally.birds.get(),
            pests: 0,
            young_hoppers: 0,
            tree_cover: habitat.tree_cover,
            undone: work.undone(*cell, habitat, crop, year),
            unweeded: work.unweeded(crop),
            ruins: 0,
            furnaces: 0,
        });
    }
    fields.sort_unstable_by_key(|field| field.cell);
    count_pests(world, landscape, &mut fields);
    let uneaten = Uneaten::of(&fields, scenario, landscape);
    for field in &mut fields {
        field.leaf_against_uneaten = uneaten.leaf_left(field);
    }
    fields
}

/// Counts the pests where they are at the end of the day, as the record does. A field's tally is from the start of the
/// day and includes pests that have since died or been eaten.
fn count_pests(world: &World, landscape: &Landscape, fields: &mut [FieldInfo]) {
    let Some(mut query) = world.try_query::<(&Position, &Band)>() else { return };
    for (position, band) in query.iter(world) {
        let Some(field) = fields.get_mut(landscape.cell_at(position.0) as usize) else { continue };
        let count = if band.stage.is_counted() { &mut field.pests } else { &mut field.young_hoppers };
        *count += u64::from(band.count);
    }
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

/// Sparrows and pests, twice: until a previous picture is known, nothing changes.
fn densities(field: &FieldInfo, landscape: &Landscape) -> [u8; 4] {
    let scaled = |animals: u64, most: f32| (255.0 * libm::sqrtf((animals as f32 / most).min(1.0))).round() as u8;
    let sparrows = scaled(field.birds, MOST_SPARROWS_PER_HA * landscape.field_ha());
    let pests = scaled(field.pests, MOST_PESTS_PER_M2 * landscape.field_m2());
    [sparrows, pests, sparrows, pests]
}

/// The glyphs of one kind of agent, for those that have a glyph.
fn glyphs<C: Component>(
    world: &World,
    parallelism: Parallelism,
    glyph: impl Fn([Vec2; 2], &C) -> Option<Glyph> + Sync,
) -> Vec<Glyph> {
    let Some(mut query) = world.try_query::<(&AgentId, &Position, &PreviousPosition, &C)>() else { return Vec::new() };
    let mut levels = Vec::new();
    for (ids, positions, yesterdays, animals) in query.contiguous_iter(world).into_iter().flatten() {
        let ways = yesterdays.chunks(BLOCK).zip(positions.chunks(BLOCK));
        let blocks = ids.chunks(BLOCK).zip(ways).zip(animals.chunks(BLOCK));
        levels.extend(in_blocks(parallelism, blocks, |((ids, (yesterdays, positions)), animals)| {
            let agents = ids.iter().zip(yesterdays.iter().zip(positions)).zip(animals);
            Levels::of(agents.filter_map(|((id, (before, now)), own)| Some((*id, glyph([before.0, now.0], own)?))))
        }));
    }
    Levels::in_fair_order(&levels)
}

/// Number of levels.
const LEVELS: usize = 256;

/// Glyphs by level. An agent has the same level all its life, and it has nothing to do with what or where the agent is: so
/// those of the lowest levels are a fair sample of all, and mostly the same from day to day.
struct Levels {
    glyphs: Vec<Glyph>,
    /// Where each level begins in `glyphs`, and where the last ends.
    starts: [usize; LEVELS + 1],
}

impl Levels {
    fn of(glyphs: impl Iterator<Item = (AgentId, Glyph)>) -> Self {
        let unordered: Vec<(usize, Glyph)> =
            glyphs.map(|(id, glyph)| ((scatter(id.0) >> 56) as usize, glyph)).collect();
        let mut starts = [0; LEVELS + 1];
        unordered.iter().for_each(|(level, _)| starts[level + 1] += 1);
        (0..LEVELS).for_each(|level| starts[level + 1] += starts[level]);
        let mut next = starts;
        let mut glyphs = vec![Glyph::default(); unordered.len()];
        for (level, glyph) in unordered {
            glyphs[next[level]] = glyph;
            next[level] += 1;
        }
        Self { glyphs, starts }
    }

    /// The glyphs of all blocks, level by level.
    fn in_fair_order(blocks: &[Self]) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(blocks.iter().map(|block| block.glyphs.len()).sum());
        for level in 0..LEVELS {
            for block in blocks {
                glyphs.extend_from_slice(&block.glyphs[block.starts[level]..block.starts[level + 1]]);
            }
        }
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::LandscapeParameters;

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
            let (mut on_fields, mut drawn) = (vec![0; picture.fields.len()], 0);
            for (position, band) in world.query::<(&Position, &Band)>().iter(world) {
                if band.count > 0 && band.stage.moults >= 2 {
                    on_fields[land.cell_at(position.0) as usize] += u64::from(band.count);
                    drawn += 1;
                }
            }
            assert!(picture.fields.iter().map(|field| field.pests).eq(on_fields), "{}", row.date);
            assert_eq!(picture.bands.len(), drawn, "{}", row.date);
            days_with_young += u32::from(young > 0 && pests == 0);
            days_with_all += u32::from(young > 0 && pests > row.pest_adults && row.pest_adults > 0);
        }
        assert!(days_with_young > 0, "no day with young hoppers alone");
        assert!(days_with_all > 0, "no day with all stages");
    }
}
