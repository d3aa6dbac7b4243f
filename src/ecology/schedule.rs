//! The day: its sets, their order, and how the systems inside them run.

use bevy::ecs::schedule::{
    LogLevel, MultiThreadedExecutor, Schedule, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor,
};
use bevy::prelude::*;

use super::{campaign, crop, encounter, pest, sparrow, tally, turn, weather};
use crate::record;

/// The schedule of one day.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Day;

/// The parts of a day, in the order in which they run. Systems of one part touch different data and may run at once.
#[derive(SystemSet, Clone, Debug, PartialEq, Eq, Hash)]
pub enum DaySystems {
    /// Interventions, date, weather, settings.
    Begin,
    /// Crops, seed and eggs grow.
    Grow,
    /// Fields look about: what animals will see of them.
    Survey,
    /// Animals move.
    Move,
    /// Animals are counted on their fields, as whole numbers.
    Tally,
    /// Each field resolves who gets what.
    Feed,
    /// Each animal takes its share.
    Settle,
    /// The campaign kills.
    Cull,
    /// Moult, breed, lay, fledge, die.
    Live,
    /// The harvest.
    Reap,
    /// What the state does with grain, land and labour.
    Society,
    /// Births and deaths become agents: the only structural change.
    Turn,
    /// Series, books, audit.
    Record,
}

/// Whether loops over fields and agents are spread over the compute threads. The history is the same either way.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parallelism {
    /// One thread, no task pool: best for small landscapes, and for many runs at once.
    Serial,
    /// All threads of Bevy's `ComputeTaskPool`, which must have been set up.
    Pool,
}

/// Runs a closure for each item of a query, serially or on the pool.
macro_rules! each {
    ($parallelism:expr, $query:expr, $closure:expr) => {
        match *$parallelism {
            $crate::ecology::schedule::Parallelism::Serial => $query.iter_mut().for_each($closure),
            $crate::ecology::schedule::Parallelism::Pool => $query.par_iter_mut().for_each($closure),
        }
    };
}
pub(crate) use each;

/// Builds the day.
pub fn day_schedule(parallelism: Parallelism) -> Schedule {
    use DaySystems::*;
    let mut schedule = Schedule::new(Day);
    schedule.set_build_settings(ScheduleBuildSettings { ambiguity_detection: LogLevel::Error, ..default() });
    match parallelism {
        Parallelism::Serial => schedule.set_executor(SingleThreadedExecutor::new()),
        Parallelism::Pool => schedule.set_executor(MultiThreadedExecutor::new()),
    };
    schedule.configure_sets(
        (Begin, Grow, Survey, Move, Tally, Feed, Settle, Cull, Live, Reap, Society, Turn, Record).chain(),
    );
    schedule.add_systems((
        (weather::change_weather, campaign::plan_the_day).in_set(Begin),
        (crop::grow_crops, crop::turn_over_seed, pest::develop_eggs).chain().in_set(Grow),
        tally::survey.in_set(Survey),
        (pest::move_bands, sparrow::move_flocks).in_set(Move),
        (pest::tally_bands, sparrow::tally_flocks).in_set(Tally),
        encounter::feed.in_set(Feed),
        (pest::settle_bands, sparrow::settle_flocks).in_set(Settle),
        campaign::cull.in_set(Cull),
        (pest::live, sparrow::live).in_set(Live),
        crop::reap.in_set(Reap),
        turn::turn.in_set(Turn),
        record::record_the_day.in_set(Record),
    ));
    schedule
}
