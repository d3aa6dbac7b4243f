//! How loops over fields and agents are spread over threads, in blocks that do not depend on the number of threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;

use bevy_ecs::prelude::*;
use bevy_tasks::ComputeTaskPool;

/// Whether loops over fields and agents are spread over the compute threads. The history is the same either way.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parallelism {
    /// One thread, no task pool: best for small landscapes and for many runs at once.
    Serial,
    /// All threads of Bevy's `ComputeTaskPool`, which must have been set up.
    Pool,
}

/// From this many fields on, with the animals that usually live on them, threads are worth their cost. (Measured on two
/// cores with the default commune: equal speed at 48 x 48 fields; at 16 x 16, a quarter of the speed with threads.)
const WORTH_THREADS_FIELDS: u32 = 48 * 48;

impl Parallelism {
    /// Threads that loops are spread over.
    pub fn threads(self) -> usize {
        match self {
            Self::Serial => 1,
            Self::Pool => ComputeTaskPool::get().thread_num(),
        }
    }

    /// Does one thing and another; on two threads at once, if there are threads. A panic in one of them is one here.
    pub fn both<One: Send, Other>(
        self,
        one: impl FnOnce() -> One + Send,
        other: impl FnOnce() -> Other,
    ) -> (One, Other) {
        match self {
            Self::Serial => (one(), other()),
            Self::Pool => thread::scope(|scope| {
                let one = scope.spawn(one);
                let other = other();
                (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
            }),
        }
    }

    /// The same, but serial where threads are not worth their cost.
    pub fn where_it_pays(self, fields: u32) -> Self {
        if fields < WORTH_THREADS_FIELDS { Self::Serial } else { self }
    }
}

/// Runs a block for each row of a query's tables, serially or on the pool: `each!(parallelism, query, [reads], [writes]
/// => block)`. The names stand for the query's terms in order, those read first. `continue` ends a row. With `, sum:
/// Type, total` before the arrow, a block adds to the `sum` of its stretch of rows, and these sums are added to the
/// total in the order of the rows.
macro_rules! each {
    (
        $parallelism:expr, $query:expr, [$($read:ident),*], [$($write:ident),*]
        $(, $sum:ident: $Sum:ty, $total:expr)? => $row:block
    ) => {
        for ($($read,)* $(mut $write,)*) in $query.contiguous_iter_mut().into_iter().flatten() {
            let rows = $crate::engine::parallel::rows_in_a_task([$($write.len()),*][0]);
            $(let mut $read = $read.chunks(rows);)*
            $(let mut $write = $write.bypass_change_detection().chunks_mut(rows);)*
            let blocks = std::iter::from_fn(|| Some(($($read.next()?,)* $($write.next()?,)*)));
            let done = $crate::engine::parallel::in_blocks(*$parallelism, blocks, |($($read,)* $($write,)*)| {
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

/// The results of some pieces of work in their order: the first is done on this thread, and each of the others beside it on a thread of
/// its own. A panic in one of them is one here.
pub fn side_by_side<T: Send, W: FnOnce() -> T + Send>(
    first: impl FnOnce() -> T,
    others: impl IntoIterator<Item = W>,
) -> Vec<T> {
    thread::scope(|scope| {
        let others: Vec<_> = others.into_iter().map(|work| scope.spawn(work)).collect();
        let first = first();
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        std::iter::once(first).chain(others).collect()
    })
}

/// The results of `work` on each block, in block order, computed serially or on the pool.
///
/// Sums of floats made block by block and then added up in order are the same on any number of threads, as long as the
/// blocks are the same.
///
/// Each thread of the pool begins with its own stretch of blocks, the same in every part of the day, so that a field
/// and its animals mostly stay in one core's caches; when done, it helps with the others' stretches.
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
    // The first block of each stretch that no thread has begun.
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
    // The calling thread helps if it is not one of the pool's.
    let leads = (threads + 1).min(blocks.len());
    let done = pool.scope(|scope| (0..leads).for_each(|_| scope.spawn(async move { lead() })));
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

thread_local! {
    /// A number for each thread, in the order in which they first ask.
    static THREAD: usize = {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        THREADS.fetch_add(1, Relaxed)
    };
}

/// Rows of a table that one task works on: enough to be worth a task, few enough for tasks to spread evenly.
pub fn rows_in_a_task(rows: usize) -> usize {
    (rows / 16).clamp(1024, 65_536)
}
