//! Sums to which many agents add: whole numbers, which give the same sum in any order, so that it does not matter which
//! thread comes first.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::landscape::{Landscape, by_cell};
use super::parallel::Parallelism;

macro_rules! sums {
    ($($(#[doc = $doc:literal])+ $name:ident($atomic:ty) of $number:ty;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Default)]
        pub struct $name($atomic);

        impl $name {
            /// Adds to it, while nothing else does.
            #[inline]
            pub fn add_alone(&self, n: $number) {
                if n != 0 {
                    self.0.store(self.get() + n, Relaxed);
                }
            }

            /// A sum that begins at `n`.
            pub fn new(n: $number) -> Self {
                Self(n.into())
            }

            /// The sum so far.
            #[inline]
            pub fn get(&self) -> $number {
                self.0.load(Relaxed)
            }
        }
    )*};
}

sums! {
    /// A sum of whole numbers, large enough for whatever agents in any memory can add up to.
    Sum(AtomicU64) of u64;
    /// A sum of whole numbers of either sign.
    SignedSum(AtomicI64) of i64;
}

impl Sum {
    /// Adds to it. On the pool, others may do so at the same time; a serial run has one thread, where an atomic
    /// addition would cost several times as much as a plain one.
    #[inline]
    pub fn add(&self, n: u64, parallelism: Parallelism) {
        match parallelism {
            _ if n == 0 => {}
            Parallelism::Serial => self.add_alone(n),
            Parallelism::Pool => _ = self.0.fetch_add(n, Relaxed),
        }
    }

    /// Subtracts what was added before.
    #[inline]
    pub fn take_off(&self, n: u64, parallelism: Parallelism) {
        match parallelism {
            _ if n == 0 => {}
            Parallelism::Serial => self.0.store(self.get() - n, Relaxed),
            Parallelism::Pool => _ = self.0.fetch_sub(n, Relaxed),
        }
    }

    /// Takes the sum so far, and resets it.
    #[inline]
    pub fn take(&mut self) -> u64 {
        std::mem::take(self.0.get_mut())
    }
}

/// What one kind of agent adds to the sums of a field, which are a component of the field.
pub trait Contribution: Clone + Copy + Default {
    /// The component.
    type Sums: Component;

    /// Adds it, while nothing else adds to these sums.
    fn add_to(&self, sums: &Self::Sums);
}

/// Locks over the sums of all fields, each covering some adjacent fields. Adding several numbers under one lock, or
/// those of several fields, takes less time than an atomic addition for each.
#[derive(Resource)]
pub struct Locks(Vec<Mutex<()>>);

/// Fields under one lock.
const UNDER_A_LOCK: usize = 256;

impl Locks {
    /// For so many fields.
    pub fn new(fields: u32) -> Self {
        Self((0..fields.div_ceil(UNDER_A_LOCK as u32)).map(|_| Mutex::default()).collect())
    }

    /// Keeps other threads, if any, off a field.
    fn lock(&self, cell: usize, how: Parallelism) -> Option<MutexGuard<'_, ()>> {
        (how == Parallelism::Pool).then(|| self.0[cell / UNDER_A_LOCK].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a system needs if its agents add to the sums `T` of fields.
#[derive(SystemParam)]
pub struct Accumulators<'w, 's, T: Component> {
    fields: Query<'w, 's, &'static T>,
    locks: Res<'w, Locks>,
    landscape: Res<'w, Landscape>,
    /// How its loops run.
    pub parallelism: Res<'w, Parallelism>,
}

/// The sums as one task adds to them: it keeps those of a stretch of the land to itself, and adds them when it is done.
/// What belongs elsewhere is added at once. Agents are ordered in memory as on the land, so most of a task's agents are
/// in its stretch.
pub struct TaskSums<'a, C: Contribution> {
    all: &'a [C::Sums],
    locks: &'a Locks,
    how: Parallelism,
    /// The first cell of the stretch, and what is added there.
    first: usize,
    own: Vec<C>,
}

impl<T: Component> Accumulators<'_, '_, T> {
    /// For a task with `agents`, which live in or near the fields from that of the first to that of the last.
    pub fn of_task<A, C: Contribution<Sums = T>>(&self, agents: &[A], field: impl Fn(&A) -> u32) -> TaskSums<'_, C> {
        // The middle of three, because the odd one is out of order.
        let middle_of = |agents: Option<&[A; 3]>| {
            agents.map_or([0; 3], |agents| {
                let mut fields = agents.each_ref().map(&field);
                fields.sort_unstable();
                fields
            })[1]
        };
        let [first, last] = [agents.first_chunk(), agents.last_chunk()].map(middle_of);
        let all = by_cell(&self.fields);
        let margin = MARGIN_ROWS * self.landscape.width;
        let first = first.saturating_sub(margin);
        let end = last.saturating_add(margin + 1).min(all.len() as u32);
        let cells = end.saturating_sub(first) as usize;
        // A stretch with few agents costs more than it saves.
        let pays = cells <= 2 * agents.len();
        let own = vec![C::default(); if pays { cells } else { 0 }];
        TaskSums { all, locks: &self.locks, how: *self.parallelism, first: first as usize, own }
    }
}

/// Rows of fields beyond its agents' own that a task keeps to itself.
const MARGIN_ROWS: u32 = 2;

impl<C: Contribution> TaskSums<'_, C> {
    /// Adds at a cell.
    #[inline]
    pub fn add(&mut self, cell: u32, add: impl FnOnce(&mut C)) {
        let cell = cell as usize;
        match self.own.get_mut(cell.wrapping_sub(self.first)) {
            Some(own) => add(own),
            None => {
                let mut share = C::default();
                add(&mut share);
                let _lock = self.locks.lock(cell, self.how);
                share.add_to(&self.all[cell]);
            }
        }
    }
}

impl<C: Contribution> Drop for TaskSums<'_, C> {
    fn drop(&mut self) {
        let mut first = self.first;
        let mut own = &self.own[..];
        while !own.is_empty() {
            let under_lock = (UNDER_A_LOCK - first % UNDER_A_LOCK).min(own.len());
            let (shares, rest) = own.split_at(under_lock);
            let _lock = self.locks.lock(first, self.how);
            shares.iter().zip(&self.all[first..]).for_each(|(share, sums)| share.add_to(sums));
            (first, own) = (first + under_lock, rest);
        }
    }
}
