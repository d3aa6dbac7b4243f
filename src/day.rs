//! The day: its parts, their order, and how the systems in them run.
//!
//! Each kind of animal is gone through twice a day: before the fields resolve who gets what, and after. Counting
//! animals, feeding them and the campaign are not parts of their own, because an animal must wait only until it has
//! finished the step before itself, not until all animals have.

use std::time::{Duration, Instant};

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{
    LogLevel, MultiThreadedExecutor, Schedule, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor,
};
use strum::{EnumCount, VariantArray};

use crate::ecology::{
    births, campaign, census, crop, encounter, followed, habitat, merging, pest, sparrow, tally, weather,
};
use crate::engine::parallel::Parallelism;
use crate::engine::recycling::{recycle_rows, spawn_and_despawn};
use crate::engine::spatial_sort::sort_if_out_of_order;
use crate::record;
use crate::society::{self, labour};

/// The schedule of one day.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Day;

/// The parts of a day, in the order in which they run. Systems in one part touch different data and may run at once.
#[derive(SystemSet, Clone, Copy, Debug, EnumCount, PartialEq, Eq, Hash, VariantArray)]
pub enum DaySystems {
    /// Interventions, date, weather, settings, and how far the hands of the day go.
    Begin,
    /// Crops, seed and eggs grow.
    Grow,
    /// Fields work out what animals will see of them.
    Survey,
    /// Animals move, and are counted on the fields they reach, as whole numbers.
    Move,
    /// Each field resolves who gets what.
    Feed,
    /// Each animal takes its share; the campaign kills; animals moult, breed, lay, fledge, die.
    Live,
    /// The harvest.
    Reap,
    /// Furnaces, works and houses; what the state does with grain; how people live on what is left.
    Society,
    /// Births and deaths become agents: the only structural change.
    Turn,
    /// The census, the series, the mass balance.
    Record,
}

/// Builds the day.
pub fn day_schedule(parallelism: Parallelism) -> Schedule {
    use DaySystems::*;
    let mut schedule = Schedule::new(Day);
    schedule.set_build_settings(ScheduleBuildSettings { ambiguity_detection: LogLevel::Error, ..Default::default() });
    match parallelism {
        Parallelism::Serial => schedule.set_executor(SingleThreadedExecutor::new()),
        Parallelism::Pool => schedule.set_executor(MultiThreadedExecutor::new()),
    };
    for pair in DaySystems::VARIANTS.windows(2) {
        schedule.configure_sets((pair[0], pair[1]).chain());
    }
    schedule.add_systems((
        ((weather::change_weather, campaign::plan_the_day), labour::allot_hands).chain().in_set(Begin),
        (crop::grow, pest::develop_eggs).in_set(Grow),
        tally::survey.in_set(Survey),
        (pest::move_bands, sparrow::move_flocks).in_set(Move),
        (followed::find, encounter::feed).chain().in_set(Feed),
        (pest::live, sparrow::live).in_set(Live),
        (crop::reap, followed::see).in_set(Reap),
        (society::live, habitat::wear_shelter).chain().in_set(Society),
        (
            (
                ((births::hatch, merging::merge_bands), recycle_rows::<pest::Band>).chain(),
                ((births::leave_home, merging::merge_flocks), recycle_rows::<sparrow::Flock>).chain(),
            ),
            spawn_and_despawn::<pest::Band>,
            spawn_and_despawn::<sparrow::Flock>,
            sort_if_out_of_order::<sparrow::Flock>,
        )
            .chain()
            .in_set(Turn),
        ((census::take_census, record::record_the_day).chain(), followed::close).in_set(Record),
    ));
    schedule
}

/// Time spent so far in each part of the day, in order. Only a schedule with a clock (see [`add_clock`]) writes it.
#[derive(Resource, Clone, Debug)]
pub struct DayClock {
    latest: Instant,
    /// The time spent, by part.
    pub spent: [Duration; DaySystems::COUNT],
}

impl Default for DayClock {
    fn default() -> Self {
        Self { latest: Instant::now(), spent: Default::default() }
    }
}

/// Adds systems that read the time before and after each part of the day. They change nothing else.
pub fn add_clock(schedule: &mut Schedule) {
    let parts = DaySystems::VARIANTS;
    let start = |mut clock: ResMut<DayClock>| clock.latest = Instant::now();
    schedule.add_systems(start.before(parts[0]));
    for (index, part) in parts.iter().copied().enumerate() {
        let stamp = move |mut clock: ResMut<DayClock>| {
            let now = Instant::now();
            let spent = now - clock.latest;
            clock.spent[index] += spent;
            clock.latest = now;
        };
        match parts.get(index + 1) {
            Some(next) => schedule.add_systems(stamp.after(part).before(*next)),
            None => schedule.add_systems(stamp.after(part)),
        };
    }
}
