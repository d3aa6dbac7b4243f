//! The day: its sets, their order, and how the systems inside them run.
//!
//! The design has sets of their own for counting animals (`Tally`), for what they get (`Settle`) and for the campaign
//! (`Cull`). None of them needs to wait until all animals have done the step before, only until the same animal has, so
//! each kind of animal is passed over twice a day: before the fields resolve who gets what, and after.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bevy::ecs::schedule::{
    LogLevel, MultiThreadedExecutor, Schedule, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor,
};
use bevy::prelude::*;
use bevy::tasks::ComputeTaskPool;

use super::{births, campaign, crop, encounter, joining, order, pest, sparrow, tally, turn, weather};
use crate::record;

/// The schedule of one day.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Day;

/// The parts of a day, in the order in which they run. Systems of one part touch different data and may run at once.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DaySystems {
    /// Interventions, date, weather, settings.
    Begin,
    /// Crops, seed and eggs grow.
    Grow,
    /// Fields look about: what animals will see of them.
    Survey,
    /// Animals move, and are counted on the fields to which they come, as whole numbers.
    Move,
    /// Each field resolves who gets what.
    Feed,
    /// Each animal takes its share; the campaign kills; animals moult, breed, lay, fledge, die.
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

impl DaySystems {
    /// All parts, in the order in which they run.
    pub const ALL: [Self; 10] = [
        Self::Begin,
        Self::Grow,
        Self::Survey,
        Self::Move,
        Self::Feed,
        Self::Live,
        Self::Reap,
        Self::Society,
        Self::Turn,
        Self::Record,
    ];
}

/// Whether loops over fields and agents are spread over the compute threads. The history is the same either way.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parallelism {
    /// One thread, no task pool: best for small landscapes, and for many runs at once.
    Serial,
    /// All threads of Bevy's `ComputeTaskPool`, which must have been set up.
    Pool,
}

/// From so many fields on, with the animals that usually live on them, threads give more than they cost. (Measured on two
/// cores with the default commune: equal speed at 48 x 48 fields, a quarter of it with threads at 16 x 16.)
const WORTH_THREADS_FIELDS: u32 = 48 * 48;

impl Parallelism {
    /// Threads that loops are spread over.
    pub fn threads(self) -> usize {
        match self {
            Self::Serial => 1,
            Self::Pool => ComputeTaskPool::get().thread_num(),
        }
    }

    /// This, but serial where threads would cost more than they give.
    pub fn where_it_pays(self, fields: u32) -> Self {
        if fields < WORTH_THREADS_FIELDS { Self::Serial } else { self }
    }
}

/// Runs a block for each row of a query's tables, serially or on the pool: `each!(parallelism, query, [reads], [writes] =>
/// block)`. The names stand for the query's terms in their order, those that are read first. `continue` ends a row. With
/// `, sum: Type, total` before the arrow, a block adds to the `sum` of its stretch of rows, and these are added, in the order of
/// the rows, to the total.
macro_rules! each {
    (
        $parallelism:expr, $query:expr, [$($read:ident),*], [$($write:ident),*]
        $(, $sum:ident: $Sum:ty, $total:expr)? => $row:block
    ) => {
        for ($($read,)* $(mut $write,)*) in $query.contiguous_iter_mut().into_iter().flatten() {
            let rows = $crate::ecology::schedule::rows_in_a_task([$($write.len()),*][0]);
            $(let mut $read = $read.chunks(rows);)*
            $(let mut $write = $write.bypass_change_detection().chunks_mut(rows);)*
            let blocks = std::iter::from_fn(|| Some(($($read.next()?,)* $($write.next()?,)*)));
            let done = $crate::ecology::schedule::in_blocks(*$parallelism, blocks, |($($read,)* $($write,)*)| {
                $(let mut $sum = <$Sum>::default();)?
                for row in 0..[$($write.len()),*][0] {
                    $(let $read = &$read[row];)*
                    $(let $write = &mut $write[row];)*
                    $row
                }
                $($sum)?
            });
            done.into_iter().for_each(|_stretch| { $($total += &_stretch;)? });
        }
    };
}
pub(crate) use each;

/// The results of `work` on each block, in the order of the blocks, serially or on the pool.
///
/// Sums of floats that are made block by block and then added up in order are the same on any number of threads, as long
/// as the blocks are.
///
/// Each thread of the pool begins with a stretch of blocks of its own, the same in every part of the day, so that a field
/// and its animals mostly stay in one core's caches; when it is done it helps with the others' stretches.
pub fn in_blocks<B: Send, T: Send + 'static>(
    parallelism: Parallelism,
    blocks: impl Iterator<Item = B>,
    work: impl Fn(B) -> T + Sync,
) -> Vec<T> {
    if parallelism == Parallelism::Serial {
        return blocks.map(work).collect();
    }
    let pool = ComputeTaskPool::get();
    let threads = pool.thread_num();
    let blocks: Vec<Mutex<Option<B>>> = blocks.map(|block| Mutex::new(Some(block))).collect();
    // The first block of each stretch that nobody has begun.
    let next: Vec<AtomicUsize> = (0..threads).map(|thread| AtomicUsize::new(thread * blocks.len() / threads)).collect();
    let lead = || {
        let own = THREAD.with(|thread| *thread);
        let mut done = Vec::new();
        for stretch in (0..threads).map(|away| (own + away) % threads) {
            let end = (stretch + 1) * blocks.len() / threads;
            loop {
                let index = next[stretch].fetch_add(1, Relaxed);
                if index >= end {
                    break;
                }
                let block = blocks[index].lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(block) = block {
                    done.push((index, work(block)));
                }
            }
        }
        done
    };
    let lead = &lead;
    // The calling thread helps if it is not the pool's.
    let leads = (threads + 1).min(blocks.len());
    let done = pool.scope(|scope| (0..leads).for_each(|_| scope.spawn(async move { lead() })));
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

thread_local! {
    /// A number of each thread's own, in the order in which they first ask.
    static THREAD: usize = {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        THREADS.fetch_add(1, Relaxed)
    };
}

/// Rows of a table that one task works on: enough to be worth a task, few enough for tasks to spread evenly.
pub fn rows_in_a_task(rows: usize) -> usize {
    (rows / 16).clamp(1024, 65_536)
}

/// Builds the day.
pub fn day_schedule(parallelism: Parallelism) -> Schedule {
    use DaySystems::*;
    let mut schedule = Schedule::new(Day);
    schedule.set_build_settings(ScheduleBuildSettings { ambiguity_detection: LogLevel::Error, ..default() });
    match parallelism {
        Parallelism::Serial => schedule.set_executor(SingleThreadedExecutor::new()),
        Parallelism::Pool => schedule.set_executor(MultiThreadedExecutor::new()),
    };
    schedule.configure_sets((Begin, Grow, Survey, Move, Feed, Live, Reap, Society, Turn, Record).chain());
    schedule.add_systems((
        (weather::change_weather, campaign::plan_the_day).in_set(Begin),
        (crop::grow, pest::develop_eggs).in_set(Grow),
        tally::survey.in_set(Survey),
        (pest::move_bands, sparrow::move_flocks).in_set(Move),
        encounter::feed.in_set(Feed),
        (pest::live, sparrow::live).in_set(Live),
        crop::reap.in_set(Reap),
        (
            (
                ((births::hatch, joining::join_bands), turn::take_seats::<pest::Band>).chain(),
                ((births::leave_home, joining::join_flocks), turn::take_seats::<sparrow::Flock>).chain(),
            ),
            turn::turn,
            order::order_flocks_astray,
        )
            .chain()
            .in_set(Turn),
        record::record_the_day.in_set(Record),
    ));
    schedule
}

/// Time spent in each part of the day, of [`DaySystems::ALL`], so far. Only a schedule with a clock
/// (see [`add_clock`]) writes it.
#[derive(Resource, Clone, Debug)]
pub struct DayClock {
    latest: Instant,
    /// The time spent, by part.
    pub spent: [Duration; DaySystems::ALL.len()],
}

impl Default for DayClock {
    fn default() -> Self {
        Self { latest: Instant::now(), spent: default() }
    }
}

/// Adds a system before and after each part of the day that reads the time. They change nothing else.
pub fn add_clock(schedule: &mut Schedule) {
    let parts = DaySystems::ALL;
    let start = |mut clock: ResMut<DayClock>| clock.latest = Instant::now();
    schedule.add_systems(start.before(parts[0]));
    for (index, part) in parts.into_iter().enumerate() {
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
