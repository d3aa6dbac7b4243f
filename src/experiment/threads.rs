//! How many threads live a day.
//!
//! Bevy's compute pool is process-wide and set up once. Its size is exactly the number of busy threads: every system but
//! `turn` runs on a thread of the pool, and a loop over agents that is spread from there is worked on by that thread and the
//! others of the pool. The thread that calls `Simulation::step` sleeps meanwhile, and the pool sleeps while it runs `turn`.
//! (Measured with two and four threads: each pool thread had worked about equally long, the calling thread a tenth of all.)

use std::num::NonZero;
use std::thread::available_parallelism;

use bevy::tasks::{ComputeTaskPool, TaskPoolBuilder};

use crate::ecology::schedule::Parallelism;

/// The number of threads that [`set_up`] takes: as many as there are cores, if none is given.
pub fn number(threads: Option<NonZero<usize>>) -> usize {
    threads.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
}

/// Sets up `threads` compute threads, or as many as there are cores. To be called before the simulation is made.
pub fn set_up(threads: Option<NonZero<usize>>) -> Parallelism {
    let threads = number(threads);
    if threads == 1 {
        return Parallelism::Serial;
    }
    ComputeTaskPool::get_or_init(|| TaskPoolBuilder::new().num_threads(threads).thread_name("compute".into()).build());
    Parallelism::Pool
}
