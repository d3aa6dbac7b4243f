//! Contract: whatever happens to a snapshot, it is either the same one or refused with a sentence: bits that change, an end
//! that is missing or added, parts that change places, other versions, lengths beyond all bounds. The same holds, apart from
//! what no program could notice, for a damage that somebody has hidden under a right checksum. There is no panic, and no
//! memory is taken that a run of the snapshot's scenario would not take, but for at most 128 MB that `pco`
//! takes for the dictionary of a column before it looks whether the bytes go on, and only under a right checksum.
//!
//! `TRIALS=1000000 cargo test --release --test snapshot_mutations` tries a million.

mod trials;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use proptest::prelude::*;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::scenario::{Action, LandscapeParameters, Scenario};
use sparrowfall::simulation::Simulation;
use sparrowfall::simulation::snapshot::{SNAPSHOT, Unrestorable};

/// Counts the bytes in use, and the most there have been.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: it only counts; all memory comes from the system's allocator and goes back to it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(now, Relaxed);
        // SAFETY: as asked.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as asked.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Most memory that a restored run of the test's scenario takes beside its snapshot, bytes: measured as 0.9 MB.
const ROOM: usize = 4 << 20;
/// The largest dictionary of a column, which `pco` may hold twice.
const DICTIONARY: usize = 2 * (4 << 24);

fn snapshots() -> Vec<Vec<u8>> {
    let landscape = LandscapeParameters { fields_wide: 6, fields_high: 5, ..Default::default() };
    let mut run = Simulation::new(Scenario { landscape, ..Scenario::default() }, Parallelism::Serial);
    let mut snapshots = Vec::new();
    for day in 0..=300 {
        if day == 230 {
            run.intervene(Action::StartCampaign { effort: 0.5 });
        }
        if [0, 150, 230, 300].contains(&day) {
            snapshots.push(run.save());
        }
        run.step();
    }
    snapshots
}

#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Set(prop::sample::Index, u8),
    Length(prop::sample::Index, u32),
    Cut(prop::sample::Index),
    Append(Vec<u8>),
    Swap(prop::sample::Index, prop::sample::Index, u8),
    Remove(prop::sample::Index, u8),
    Other(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    use Damage::*;
    let place = any::<prop::sample::Index>;
    prop_oneof![
        4 => (place(), 0..8_u8).prop_map(|(at, bit)| Flip(at, bit)),
        2 => (place(), any::<u8>()).prop_map(|(at, byte)| Set(at, byte)),
        3 => (place(), prop_oneof![Just(u32::MAX), Just(1 << 31), Just(0), 0..100_000_u32]).prop_map(|(at, n)| Length(at, n)),
        2 => place().prop_map(Cut),
        1 => prop::collection::vec(any::<u8>(), 1..40).prop_map(Append),
        2 => (place(), place(), 1..200_u8).prop_map(|(a, b, n)| Swap(a, b, n)),
        2 => (place(), 1..200_u8).prop_map(|(at, n)| Remove(at, n)),
        1 => (place(), place()).prop_map(|(which, at)| Other(which, at)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Set(at, byte) => bytes[at.index(length)] = *byte,
            Self::Length(at, n) => {
                let at = at.index(length);
                let end = (at + 4).min(length);
                bytes[at..end].copy_from_slice(&n.to_le_bytes()[..end - at]);
            }
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Append(more) => bytes.extend(more),
            Self::Swap(a, b, n) => {
                let (a, b) = (a.index(length), b.index(length));
                let (first, second) = (a.min(b), a.max(b));
                let n = usize::from(*n).min(second - first).min(length - second);
                let (left, right) = bytes.split_at_mut(second);
                left[first..first + n].swap_with_slice(&mut right[..n]);
            }
            Self::Remove(at, n) => {
                let at = at.index(length);
                bytes.drain(at..(at + usize::from(*n)).min(length));
            }
            Self::Other(which, at) => {
                let other = &others[which.index(others.len())];
                let at = at.index(length.min(other.len()));
                bytes.truncate(at);
                bytes.extend(&other[at..]);
            }
        }
    }
}

/// Gives bytes the length and the checksum that they would have if they were right.
fn hide(bytes: &mut [u8]) {
    let length_at = SNAPSHOT.mark.len() + 4;
    if bytes.len() > length_at + 12 {
        let length = bytes.len() as u64;
        bytes[length_at..length_at + 8].copy_from_slice(&length.to_le_bytes());
        let end = bytes.len() - 4;
        let checksum = crc32fast::hash(&bytes[..end]);
        bytes[end..].copy_from_slice(&checksum.to_le_bytes());
    }
}

#[test]
fn a_damaged_snapshot_is_refused_with_a_sentence() {
    let snapshots = snapshots();
    let one = (0..snapshots.len(), prop::collection::vec(damage(), 1..3), 0..4_u8);
    let mut runner = prop::test_runner::TestRunner::new(ProptestConfig {
        cases: trials::trials(20_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let restored_in_disguise = AtomicUsize::new(0);
    runner
        .run(&one, |(which, damages, hidden)| {
            let mut bytes = snapshots[which].clone();
            damages.iter().for_each(|damage| damage.apply(&mut bytes, &snapshots));
            if hidden == 0 {
                hide(&mut bytes);
            }
            let before = NOW.load(Relaxed);
            MOST.store(before, Relaxed);
            let result = Simulation::restore(&bytes, Parallelism::Serial);
            let most = MOST.load(Relaxed) - before;
            let dictionary = if hidden == 0 { DICTIONARY } else { 0 };
            prop_assert!(most < bytes.len() + ROOM + dictionary, "took {} bytes", most);
            match result {
                Ok(_) if hidden != 0 => prop_assert!(snapshots.contains(&bytes), "another snapshot was restored"),
                Ok(mut run) => {
                    // What it says of itself is what it is, and it can go on.
                    restored_in_disguise.fetch_add(1, Relaxed);
                    run.step();
                }
                Err(problem) => {
                    let sentence = problem.to_string();
                    prop_assert!(!sentence.contains('\n') && sentence.len() > 20, "{}", sentence);
                    if hidden != 0 {
                        let is_early = matches!(problem, Unrestorable::Broken(_));
                        prop_assert!(is_early, "noticed late: {}", sentence);
                    }
                }
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    println!("restored under a right checksum: {}", restored_in_disguise.into_inner());
}
