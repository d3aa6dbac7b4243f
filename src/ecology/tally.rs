//! Where agents and fields meet. Agents add whole numbers to their field's [`Tally`]; whole numbers add up to the same
//! sum in any order, so it does not matter which thread comes first. The field turns them into a [`Meal`], which agents
//! read. What animals see of the fields when they move lies in [`View`]: food as it is today, crowds, their movement and pairs
//! as they were yesterday.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;

use super::crop::{Crop, Seed};
use super::landscape::{Habitat, Landscape};
use super::schedule::{Parallelism, each};
use super::sparrow::Residents;
use crate::scenario::Scenario;

macro_rules! sums {
    ($($(#[doc = $doc:literal])+ $name:ident($atomic:ty) of $number:ty;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Default)]
        pub struct $name($atomic);

        impl $name {
            /// Adds to it, while nobody else does.
            #[inline]
            pub fn add_alone(&self, n: $number) {
                if n != 0 {
                    self.0.store(self.get() + n, Relaxed);
                }
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
    /// A sum of whole numbers. It has room for all that agents in any memory can add up to.
    Sum(AtomicU64) of u64;
    /// A sum of whole numbers of either sign.
    SignedSum(AtomicI64) of i64;
}

impl Sum {
    /// So much.
    pub fn new(n: u64) -> Self {
        Self(n.into())
    }

    /// Adds to it. On the pool others may do so at the same time; a serial run has one thread, and an atomic addition would cost
    /// it several times as much as a plain one.
    #[inline]
    pub fn add(&self, n: u64, parallelism: Parallelism) {
        match parallelism {
            _ if n == 0 => {}
            Parallelism::Serial => self.add_alone(n),
            Parallelism::Pool => _ = self.0.fetch_add(n, Relaxed),
        }
    }

    /// Takes from it what was added before.
    #[inline]
    pub fn take_off(&self, n: u64, parallelism: Parallelism) {
        match parallelism {
            _ if n == 0 => {}
            Parallelism::Serial => self.0.store(self.get() - n, Relaxed),
            Parallelism::Pool => _ = self.0.fetch_sub(n, Relaxed),
        }
    }

    /// Takes the sum so far, and begins anew.
    #[inline]
    pub fn take(&mut self) -> u64 {
        std::mem::take(self.0.get_mut())
    }
}

/// What is on a field today, in whole numbers.
#[derive(Component, Debug, Default)]
pub struct Tally {
    /// Old hoppers (from the third instar) and adults.
    pub crowd: Sum,
    /// Hoppers and adults weighted with how easily a bird takes them, in 1/256.
    pub vulnerable: Sum,
    /// Leaf that the pests want, mg dry.
    pub leaf_wanted_mg: Sum,
    /// Movement of the crowd, m times animals.
    pub drift: [SignedSum; 2],
    /// Grown birds feeding here.
    pub birds: Sum,
    /// Prey items wanted for nestlings, in 1/256.
    pub nestling_prey: Sum,
    /// Seed wanted for nestlings, mg.
    pub nestling_seed_mg: Sum,
}

/// What animals of one kind add to a field's [`Tally`].
pub trait Counts: Clone + Copy + Default {
    /// Adds it, while nobody else adds to this tally.
    fn add_to(&self, tally: &Tally);
}

/// Parts in which birds are counted.
pub const WAYS: usize = 4;

/// What sparrows add to a [`Tally`]; the fields are the tally's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparrowCounts {
    /// As in the tally, in some parts: while one addition is under way, the next to the same number would have to wait for it.
    pub birds: [u64; WAYS],
    /// As in the tally.
    pub nestling_prey: u64,
    /// As in the tally.
    pub nestling_seed_mg: u64,
}

impl Counts for SparrowCounts {
    #[inline]
    fn add_to(&self, tally: &Tally) {
        tally.birds.add_alone(self.birds.iter().sum());
        tally.nestling_prey.add_alone(self.nestling_prey);
        tally.nestling_seed_mg.add_alone(self.nestling_seed_mg);
    }
}

/// What pests add to a [`Tally`]; the fields are the tally's.
#[derive(Clone, Copy, Debug, Default)]
pub struct PestCounts {
    /// As in the tally.
    pub crowd: u64,
    /// As in the tally.
    pub vulnerable: u64,
    /// As in the tally.
    pub leaf_wanted_mg: u64,
    /// As in the tally.
    pub drift: [i64; 2],
}

impl Counts for PestCounts {
    #[inline]
    fn add_to(&self, tally: &Tally) {
        tally.crowd.add_alone(self.crowd);
        tally.vulnerable.add_alone(self.vulnerable);
        tally.leaf_wanted_mg.add_alone(self.leaf_wanted_mg);
        tally.drift[0].add_alone(self.drift[0]);
        tally.drift[1].add_alone(self.drift[1]);
    }
}

/// Locks over all tallies, each over some fields that lie beside each other. To add several numbers under a lock, or those of
/// several fields, takes less time than an atomic addition for each.
#[derive(Resource)]
pub struct TallyLocks(Vec<Mutex<()>>);

/// Fields under one lock.
const UNDER_A_LOCK: usize = 256;

impl TallyLocks {
    /// For so many fields.
    pub fn new(fields: u32) -> Self {
        Self((0..fields.div_ceil(UNDER_A_LOCK as u32)).map(|_| Mutex::default()).collect())
    }

    /// Keeps other threads, if there are any, from a field.
    fn lock(&self, cell: usize, how: Parallelism) -> Option<MutexGuard<'_, ()>> {
        (how == Parallelism::Pool).then(|| self.0[cell / UNDER_A_LOCK].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What systems need whose animals are counted.
#[derive(SystemParam)]
pub struct Tallies<'w, 's> {
    fields: Query<'w, 's, &'static Tally>,
    locks: Res<'w, TallyLocks>,
    landscape: Res<'w, Landscape>,
    /// How their loops run.
    pub parallelism: Res<'w, Parallelism>,
}

/// Tallies as one task adds to them: those of a stretch of the land it keeps for itself, and adds them up when it is done.
/// Animals elsewhere are added at once. Agents lie in memory as on the land, so most of a task's are in its stretch.
pub struct TaskTallies<'a, C: Counts> {
    tallies: &'a [Tally],
    locks: &'a TallyLocks,
    how: Parallelism,
    /// The first cell of the stretch, and what is counted there.
    first: usize,
    own: Vec<C>,
}

impl Tallies<'_, '_> {
    /// For a task with `agents`, which live from the field of the first to that of the last, or not far from there.
    pub fn of_task<A, C: Counts>(&self, agents: &[A], field: impl Fn(&A) -> u32) -> TaskTallies<'_, C> {
        // The middle one of three, since here and there one lies astray.
        let middle_of = |agents: Option<&[A; 3]>| {
            agents.map_or([0; 3], |agents| {
                let mut fields = agents.each_ref().map(&field);
                fields.sort_unstable();
                fields
            })[1]
        };
        let [first, last] = [agents.first_chunk(), agents.last_chunk()].map(middle_of);
        let tallies = by_cell(&self.fields);
        let margin = MARGIN_ROWS * self.landscape.width;
        let first = first.saturating_sub(margin);
        let end = last.saturating_add(margin + 1).min(tallies.len() as u32);
        let cells = end.saturating_sub(first) as usize;
        // A stretch with few agents costs more than it saves.
        let pays = cells <= 2 * agents.len();
        let own = vec![C::default(); if pays { cells } else { 0 }];
        TaskTallies { tallies, locks: &self.locks, how: *self.parallelism, first: first as usize, own }
    }
}

impl<C: Counts> TaskTallies<'_, C> {
    /// Counts at a cell.
    #[inline]
    pub fn count(&mut self, cell: u32, count: impl FnOnce(&mut C)) {
        let cell = cell as usize;
        match self.own.get_mut(cell.wrapping_sub(self.first)) {
            Some(own) => count(own),
            None => {
                let mut counts = C::default();
                count(&mut counts);
                let _lock = self.locks.lock(cell, self.how);
                counts.add_to(&self.tallies[cell]);
            }
        }
    }
}

impl<C: Counts> Drop for TaskTallies<'_, C> {
    fn drop(&mut self) {
        let mut first = self.first;
        let mut own = &self.own[..];
        while !own.is_empty() {
            let under_lock = (UNDER_A_LOCK - first % UNDER_A_LOCK).min(own.len());
            let (counts, rest) = own.split_at(under_lock);
            let _lock = self.locks.lock(first, self.how);
            counts.iter().zip(&self.tallies[first..]).for_each(|(counts, tally)| counts.add_to(tally));
            (first, own) = (first + under_lock, rest);
        }
    }
}

/// Rows of fields beyond its animals' own that a task keeps for itself.
const MARGIN_ROWS: u32 = 2;

/// What animals see of a field from afar.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct View {
    /// Food for pests, 0 none to 1 plenty.
    pub pest_food: f32,
    /// Plant food for birds, 0 none to 1 plenty.
    pub bird_food: f32,
    /// Old hoppers and adults, animals/m2.
    pub crowding_per_m2: f32,
    /// How much the crowd puts off solitary pests, 0 to 1.
    pub repulsion: f32,
    /// Mean movement of the crowd, m/d.
    pub drift: Vec2,
    /// Its direction; zero without a crowd.
    pub heading: Vec2,
    /// Pairs for each nest site; large where there is no site.
    pub pairs_per_site: f32,
}

/// What a field's guests get today.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Meal {
    /// Part of the pests' need that is met.
    pub pest_met: f32,
    /// Chance that a fully vulnerable pest is taken by a bird.
    pub predation: f32,
    /// Old hoppers and adults, animals/m2.
    pub crowding_per_m2: f32,
    /// Part of grown birds' need that is met.
    pub bird_met: f32,
    /// Part of nestlings' need that is met.
    pub nestling_met: f32,
}

/// One unit of a tally that counts in 256ths.
pub const UNIT: f64 = 256.0;

/// Leaf that makes a field look half as good as the best, kg/ha (assumed).
const HALF_VIEW_LEAF_KG_PER_HA: f64 = 400.0;
/// Grain and seed that make a field look half as good as the best, kg/ha (assumed).
const HALF_VIEW_SEED_KG_PER_HA: f64 = 60.0;
/// Crowding at which a field puts solitary pests off half as much as it can, animals/m2 (assumed).
const HALF_REPULSION_PER_M2: f32 = 20.0;

/// Fields look about, and yesterday's tally is cleared for today's.
pub fn survey(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut fields: Query<(&Habitat, &Crop, &Seed, &mut Residents, &mut Tally, &mut View)>,
) {
    let ha = f64::from(landscape.field_ha());
    let m2 = landscape.field_m2();
    each!(parallelism, fields, [habitat, crop, seed], [residents, tally, view] => {
        let leaf = crop.leaf_kg / ha;
        let seeds = (crop.exposed_grain_kg(&scenario.crops) + seed.spilled_kg + seed.weed_kg) / ha;
        let crowd = tally.crowd.get();
        let drift = if crowd == 0 {
            Vec2::ZERO
        } else {
            Vec2::new(tally.drift[0].get() as f32, tally.drift[1].get() as f32) / crowd as f32
        };
        let crowding_per_m2 = crowd as f32 / m2;
        *view = View {
            pest_food: (leaf / (leaf + HALF_VIEW_LEAF_KG_PER_HA)) as f32,
            bird_food: (seeds / (seeds + HALF_VIEW_SEED_KG_PER_HA)) as f32,
            crowding_per_m2,
            repulsion: crowding_per_m2 / (crowding_per_m2 + HALF_REPULSION_PER_M2),
            drift,
            heading: drift.normalize_or_zero(),
            pairs_per_site: pairs_per_site(residents.of_yesterday(), habitat.nest_sites),
        };
        *tally = Tally::default();
    });
}

/// Pairs for each nest site; a place without sites is as bad as a thousand pairs a site.
#[inline]
pub fn pairs_per_site(residents: u64, nest_sites: f32) -> f32 {
    if nest_sites <= 0.0 { 1000.0 } else { (residents as f32 / 2.0 / nest_sites).min(1000.0) }
}

/// The components of all fields as one slice, indexed by cell.
#[inline]
pub fn by_cell<'a, T: Component>(fields: &'a Query<&T>) -> &'a [T] {
    fields.contiguous_iter().ok().and_then(|mut tables| tables.next()).unwrap_or(&[])
}
