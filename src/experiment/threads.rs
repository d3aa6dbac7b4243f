//! How many threads simulate a day.
//!
//! Bevy's compute pool is process-wide and set up once. Its size is exactly the number of busy threads: every system
//! except `turn` runs on a thread of the pool, and a loop over agents started there is shared by that thread and the
//! others of the pool. The thread that calls `Simulation::step` sleeps meanwhile, and the pool sleeps while it runs
//! `turn`. (Measured with two and four threads: each pool thread worked about equally long, the calling thread a tenth
//! of the total.)
//!
//! The result is the same for any number of threads. So where there is not enough memory for as many as were asked for,
//! there are fewer, and a message says so.

use std::num::NonZero;
use std::sync::mpsc::channel;
use std::thread::{self, available_parallelism};

use bevy_tasks::{ComputeTaskPool, TaskPoolBuilder};

use crate::engine::parallel::Parallelism;
use crate::output::log;
use crate::scenario::{Scenario, free_address_space, free_memory};

/// Address space that a thread reserves: 2 MiB for its stack, and 64 MiB from which glibc allocates memory.
const RESERVED_BYTES: u64 = 66 << 20;

/// Threads for one run that they share: `asked`, or as many as there are cores, or what there is room for.
pub fn for_a_run(asked: Option<NonZero<usize>>, scenario: &Scenario) -> usize {
    let needed = scenario.estimated_memory_bytes();
    there_is_room_for(number(asked), |threads| Room { memory: needed, reserved: threads * RESERVED_BYTES })
}

/// The same for many runs, one at a time on each thread.
pub fn for_a_run_each(asked: Option<NonZero<usize>>, scenario: &Scenario) -> usize {
    let needed = scenario.estimated_memory_bytes();
    there_is_room_for(number(asked), |threads| Room { memory: threads * needed, reserved: threads * RESERVED_BYTES })
}

/// Sets up so many compute threads. Call it before making the simulation.
pub fn set_up(threads: usize) -> Parallelism {
    if threads <= 1 {
        return Parallelism::Serial;
    }
    ComputeTaskPool::get_or_init(|| TaskPoolBuilder::new().num_threads(threads).thread_name("compute".into()).build());
    Parallelism::Pool
}

/// `asked`, or as many as there are cores.
pub fn number(asked: Option<NonZero<usize>>) -> usize {
    asked.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
}

/// What a number of threads needs, bytes.
#[derive(Clone, Copy, Debug)]
struct Room {
    memory: u64,
    /// Address space in addition.
    reserved: u64,
}

/// The most threads, up to `asked`, that there is room for and that the system starts. Says so if there are fewer.
fn there_is_room_for(asked: usize, taken_by: impl Fn(u64) -> Room) -> usize {
    let (memory, address_space) = (free_memory().bytes, free_address_space().unwrap_or(u64::MAX));
    let fits = |threads: usize| {
        let Room { memory: needed, reserved } = taken_by(threads as u64);
        needed <= memory && needed.saturating_add(reserved) <= address_space
    };
    let with_room = (2..=asked).take_while(|&threads| fits(threads)).last().unwrap_or(1);
    let started = startable(with_room);
    if started < asked {
        let why = if started < with_room { "the system allows no more" } else { "there is no memory for more" };
        log::tell(&format!("Using {started} of {asked} threads, because {why}. The results are the same."));
    }
    started
}

/// How many of `threads` the system starts, by trial: Bevy's pool panics if it cannot start one.
fn startable(threads: usize) -> usize {
    if threads == 1 {
        return 1;
    }
    thread::scope(|scope| {
        let start = |_| {
            // The thread lives until this end is dropped, along with all the others.
            let (end, ended) = channel::<()>();
            let thread = thread::Builder::new().spawn_scoped(scope, move || ended.recv().is_err());
            thread.is_ok().then_some(end)
        };
        (0..threads).map_while(start).collect::<Vec<_>>().len().max(1)
    })
}
