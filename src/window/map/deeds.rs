//! What people have done to the land, and what they have left undone: houses pulled down, furnaces, and fields for which there
//! were no hands.

use bevy::prelude::*;

use crate::ecology::calendar::Calendar;
use crate::ecology::crop::{Crop, CropStage, days_waited, may_be_reaped, sowing_has_begun, to_be_sown};
use crate::ecology::field_work::FieldWork;
use crate::ecology::field_year::FieldYear;
use crate::ecology::habitat::{Habitat, LandUse, Shelter};
use crate::engine::landscape::Cell;
use crate::scenario::Scenario;
use crate::society::labour::Labour;
use crate::society::steel::Industry;

use super::picture::FieldInfo;
use super::scatter::scatter;

/// Places for furnaces on a field of a village.
const FURNACE_SITES: u64 = 4;

/// Work that a field has waited for in vain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undone {
    /// None.
    #[default]
    Nothing,
    /// Nothing is sown this year, by order.
    LeftFallow,
    /// Nobody came to sow it.
    Unsown {
        /// Days on which it waited.
        days: u32,
        /// Whether it may still be sown today.
        may_be_sown: bool,
    },
    /// Nobody came to reap it.
    Unreaped {
        /// Days for which it has been ripe.
        days_ripe: u32,
        /// Whether its grain is falling to the ground.
        is_falling: bool,
    },
}

/// What people do to the whole land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deeds {
    /// Share of the houses that stands.
    pub houses: f64,
    /// Furnaces that are lit.
    pub furnaces: u64,
    /// Furnaces for each one that is drawn: more than 1 where the villages have no room for all that there could be.
    pub furnaces_per_mark: u64,
}

impl Default for Deeds {
    fn default() -> Self {
        Self { houses: 1.0, furnaces: 0, furnaces_per_mark: 1 }
    }
}

impl Deeds {
    /// Those of the latest day, shown on the fields of villages.
    pub fn of(world: &World, fields: &mut [FieldInfo]) -> Self {
        let villages = fields.iter().filter(|field| field.land == LandUse::Village).count() as u64;
        let (industry, labour) = (world.resource::<Industry>(), world.resource::<Labour>());
        let workers_per_furnace = f64::from(world.resource::<Scenario>().steel.workers_per_furnace);
        let most = (labour.all() as f64 / workers_per_furnace).ceil() as u64;
        let deeds = Self {
            houses: world.resource::<Shelter>().houses,
            furnaces: industry.furnaces,
            furnaces_per_mark: most.div_ceil((villages * FURNACE_SITES).max(1)).max(1),
        };
        deeds.mark(fields);
        deeds
    }

    /// Deals out furnaces to the fields of villages.
    fn mark(&self, fields: &mut [FieldInfo]) {
        let mut villages: Vec<&mut FieldInfo> =
            fields.iter_mut().filter(|field| field.land == LandUse::Village).collect();
        villages.sort_by_key(|field| scatter(u64::from(field.cell)));
        let (marks, count) = (self.furnaces.div_ceil(self.furnaces_per_mark), villages.len() as u64);
        // The first furnaces are always on the same fields, and others come one by one.
        for (rank, field) in (0..).zip(villages) {
            field.furnaces = (marks + count - 1 - rank).checked_div(count).unwrap_or(0).min(FURNACE_SITES) as u8;
        }
    }
}

/// What tells which work has been left undone.
pub struct Work<'a> {
    scenario: &'a Scenario,
    calendar: &'a Calendar,
    work: FieldWork,
}

impl<'a> Work<'a> {
    /// That of the latest day.
    pub fn of(world: &'a World) -> Self {
        Self { scenario: world.resource(), calendar: world.resource(), work: *world.resource() }
    }

    /// The work that a field has waited for in vain.
    pub fn undone(&self, cell: Cell, habitat: &Habitat, crop: &Crop, year: &FieldYear) -> Undone {
        let Self { scenario, calendar, work } = self;
        if !scenario.labour.is_counted() {
            return Undone::Nothing;
        }
        match (crop.stage, crop.kind.parameters(&scenario.crops)) {
            (CropStage::Fallow, _) if habitat.land.is_cropland() => {
                let may_be_sown = to_be_sown(&scenario.crops, calendar, habitat.land).is_some();
                let is_ordered = work.leaves_fallow(scenario.seed, cell, calendar.year());
                // Until the time for sowing comes, all land rests.
                if is_ordered && sowing_has_begun(&scenario.crops, calendar, habitat.land) {
                    return Undone::LeftFallow;
                }
                match year.unsown_days {
                    0 => Undone::Nothing,
                    days => Undone::Unsown { days, may_be_sown: may_be_sown && !is_ordered },
                }
            }
            (CropStage::Ripe, Some(of_kind)) if may_be_reaped(of_kind, &scenario.labour, crop.days_ripe) => {
                let waited = days_waited(of_kind, crop.days_ripe);
                Undone::Unreaped { days_ripe: crop.days_ripe, is_falling: waited > scenario.labour.grain_holds_days }
            }
            _ => Undone::Nothing,
        }
    }

    /// Share of the weeding of a field that was left undone today.
    pub fn unweeded(&self, crop: &Crop) -> f32 {
        let most = self.scenario.labour.weed_competition;
        let is_weeded = crop.stage == CropStage::Vegetative && self.scenario.labour.is_counted() && most > 0.0;
        if is_weeded { ((1.0 - self.work.weeding) / most).clamp(0.0, 1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::crop::CropKind;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::LandscapeParameters;
    use crate::simulation::Simulation;
    use crate::window::map::picture::Picture;
    use crate::window::test_support::fields::bare_field;

    fn villages(fields: u32) -> Vec<FieldInfo> {
        (0..fields).map(|cell| bare_field(cell, LandUse::Village)).collect()
    }

    /// Contract: each furnace is drawn once, those that were there stay when others are lit, and where there is no room for all, as
    /// many are drawn in proportion.
    #[test]
    fn furnaces_are_drawn_in_proportion() {
        let drawn = |furnaces, furnaces_per_mark| {
            let mut fields = villages(7);
            Deeds { furnaces, furnaces_per_mark, ..Deeds::default() }.mark(&mut fields);
            fields.iter().map(|field| u64::from(field.furnaces)).collect::<Vec<_>>()
        };
        for furnaces in 0..28 {
            let (some, more) = (drawn(furnaces, 1), drawn(furnaces + 1, 1));
            assert_eq!(some.iter().sum::<u64>(), furnaces);
            assert!(some.iter().zip(&more).all(|(some, more)| some <= more));
            assert_eq!(drawn(10 * furnaces, 10), some);
        }
        let mut fields = villages(0);
        Deeds { furnaces: 5, ..Deeds::default() }.mark(&mut fields);
    }

    /// Contract: a field says that hands were missing only where the run counts them and nobody came: ripe grain from the first day on
    /// which it should have been reaped, land that waited to be sown, and crops of which not all was weeded.
    #[test]
    fn undone_work_is_what_nobody_came_to_do() {
        let landscape = LandscapeParameters { fields_wide: 12, fields_high: 12, ..Default::default() };
        let mut scenario = Scenario { landscape, ..Scenario::default() };
        let mut seen = |workers_per_ha| {
            scenario.labour.workers_per_ha = workers_per_ha;
            let mut simulation = Simulation::watched(scenario.clone(), Parallelism::Serial);
            let [mut unsown, mut unreaped, mut falling, mut unweeded] = [0; 4];
            for _ in 0..365 {
                simulation.step();
                for field in Picture::of(&simulation).fields {
                    match field.undone {
                        Undone::Unsown { days, .. } => {
                            assert_eq!((field.crop, field.stage), (CropKind::Wild, CropStage::Fallow));
                            assert!(days > 0 && field.land.is_cropland());
                            unsown += 1;
                        }
                        Undone::Unreaped { is_falling, .. } => {
                            assert_eq!(field.stage, CropStage::Ripe);
                            unreaped += 1;
                            falling += u32::from(is_falling);
                        }
                        Undone::Nothing => {}
                        Undone::LeftFallow => panic!("nothing orders that"),
                    }
                    unweeded += u32::from(field.unweeded > 0.0);
                }
            }
            [unsown, unreaped, falling, unweeded]
        };
        assert_eq!(seen(0.0), [0; 4]);
        assert_eq!(seen(50.0), [0; 4]);
        assert!(seen(0.1).iter().all(|fields| *fields > 0), "{:?}", seen(0.1));
    }
}
