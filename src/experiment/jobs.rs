//! Many independent jobs on several threads: a thread that is done with one takes the next.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does the jobs `0..jobs` on up to `threads` threads, this one among them, until all are done or `work` breaks off: then
/// no thread takes another. Where the system starts fewer threads, those do all.
pub fn for_each(threads: usize, jobs: usize, work: impl Fn(usize) -> ControlFlow<()> + Sync) {
    let next = AtomicUsize::new(0);
    let worker = || {
        while let job = next.fetch_add(1, Relaxed)
            && job < jobs
        {
            if work(job).is_break() {
                next.store(jobs, Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(jobs) {
            if thread::Builder::new().spawn_scoped(scope, worker).is_err() {
                break;
            }
        }
        worker();
    });
}

/// What `work` gives for all items, in their order, on all cores.
pub fn for_all<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let results = Mutex::new(Vec::with_capacity(items.len()));
    for_each(thread::available_parallelism().map_or(1, usize::from), items.len(), |job| {
        let result = work(&items[job]);
        results.lock().unwrap_or_else(PoisonError::into_inner).push((job, result));
        ControlFlow::Continue(())
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(job, _)| *job);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once_and_results_keep_their_order() {
        let items: Vec<u64> = (0..100).collect();
        assert_eq!(for_all(&items, |item| item * item), items.iter().map(|item| item * item).collect::<Vec<_>>());
        assert_eq!(for_all(&[], |item: &u64| *item), [0; 0]);
    }

    /// Contract: after a break no new job begins; only those that other threads had begun are still done.
    #[test]
    fn a_break_ends_the_rest() {
        for threads in [1, 4] {
            let done = AtomicUsize::new(0);
            for_each(threads, 1_000_000, |_| {
                done.fetch_add(1, Relaxed);
                ControlFlow::Break(())
            });
            assert!((1..=threads).contains(&done.load(Relaxed)));
        }
    }
}
