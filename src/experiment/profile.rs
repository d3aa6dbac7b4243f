//! Where a run's time goes: a run with a clock between the parts of the day, compared with a plain copy of memory on
//! the same machine with the same threads.
//!
//! The bytes of a part are what its systems must read and write if every component they use moves once between memory
//! and core; a written component counts twice. They are a lower bound on what is moved, so a part whose bytes per
//! second come near the copy's waits for memory, and one far below computes.

use std::io::{self, Write};
use std::sync::{Barrier, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use bevy_ecs::prelude::*;
use strum::VariantArray;

use crate::day::DaySystems;
use crate::ecology::crop::{Crop, Seed};
use crate::ecology::habitat::Habitat;
use crate::ecology::pest::{Band, EggBank, Laid};
use crate::ecology::sparrow::{Flock, Leavers, Residents};
use crate::ecology::tally::{Cues, Intake, Tally};
use crate::engine::agent::{AgentId, Position};
use crate::engine::landscape::Cell;
use crate::engine::parallel::Parallelism;
use crate::engine::peak_memory::peak_memory_bytes;
use crate::simulation::Simulation;

use super::interrupt::Interrupt;
use super::plan::Plan;
use crate::output::words;

/// How long to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Days to simulate before the clock counts.
    pub skip: u32,
    /// Days to count; fewer if the run ends or is interrupted.
    pub days: u32,
}

/// Number of entities of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    fields: u64,
    bands: u64,
    flocks: u64,
}

impl Numbers {
    fn of(world: &mut World) -> Self {
        let rows = |n: usize| n as u64;
        Self {
            fields: rows(world.query_filtered::<(), With<Cell>>().iter(world).len()),
            bands: rows(world.query_filtered::<(), With<Band>>().iter(world).len()),
            flocks: rows(world.query_filtered::<(), With<Flock>>().iter(world).len()),
        }
    }

    fn agents(&self) -> u64 {
        self.bands + self.flocks
    }
}

/// Sum of sizes, bytes.
macro_rules! bytes {
    ($($component:ty),*) => { 0 $(+ size_of::<$component>() as u64)* };
}

/// Bytes that a part of the day moves for each field, band and flock: what it reads, plus twice what it writes.
fn bytes_moved(part: DaySystems) -> [u64; 3] {
    match part {
        DaySystems::Grow => [bytes!(Habitat, Cell) + 2 * bytes!(Crop, Seed, EggBank), 0, 0],
        DaySystems::Survey => [bytes!(Habitat, Crop, Seed) + 2 * bytes!(Residents, Tally, Cues), 0, 0],
        DaySystems::Move => [
            bytes!(Cues, Habitat) + 2 * bytes!(Tally),
            bytes!(AgentId, Band) + 2 * bytes!(Position),
            bytes!(AgentId, Flock) + 2 * bytes!(Position),
        ],
        DaySystems::Feed => [bytes!(Tally) + 2 * bytes!(Crop, Seed, Intake), 0, 0],
        DaySystems::Live => [
            bytes!(Intake, Cues, Habitat) + 2 * bytes!(Laid, Leavers, Residents),
            bytes!(AgentId, Position) + 2 * bytes!(Band),
            bytes!(AgentId, Position) + 2 * bytes!(Flock),
        ],
        DaySystems::Reap => [2 * bytes!(Crop, Seed), 0, 0],
        // Agents are touched only on days on which they merge or are sorted.
        DaySystems::Turn => [bytes!(Cues, Habitat) + 2 * bytes!(EggBank, Laid, Leavers), 0, 0],
        DaySystems::Record => [bytes!(Habitat, Crop, Seed, EggBank), bytes!(Band), bytes!(Flock)],
        DaySystems::Begin | DaySystems::Society => [0; 3],
    }
}

/// Runs a plan with a clock and prints the profile.
///
/// # Errors
/// If `out` cannot be written, or if the mass balance does not close.
pub fn run(
    plan: &Plan,
    parallelism: Parallelism,
    threads: usize,
    span: Span,
    interrupt: &Interrupt,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut simulation = plan.begin(parallelism).map_err(io::Error::other)?;
    let may_go_on = |simulation: &Simulation| simulation.next_date() <= plan.last_day && !interrupt.has_come();
    while simulation.days_done() < span.skip && may_go_on(&simulation) {
        simulation.step_and_audit().map_err(io::Error::other)?;
    }
    simulation.add_clock();
    let mut numbers = Vec::new();
    let mut whole = Duration::ZERO;
    while numbers.len() < span.days as usize && may_go_on(&simulation) {
        numbers.push(Numbers::of(simulation.world_mut()));
        let began = Instant::now();
        simulation.step();
        whole += began.elapsed();
        simulation.audit().map_err(io::Error::other)?;
    }
    let Some(clock) = simulation.clock().filter(|_| !numbers.is_empty()).cloned() else {
        return writeln!(out, "There is no day left to time: the run ends on {}.", plan.last_day);
    };
    let days = numbers.len() as f64;
    let scenario = simulation.scenario();
    // Small landscapes run on one thread in any case.
    let threads = if *simulation.world().resource::<Parallelism>() == Parallelism::Serial { 1 } else { threads };
    let threads_text = if threads == 1 { "1 thread".into() } else { format!("{threads} threads") };
    writeln!(out, "{}, seed {}: {days} days after {} on {threads_text}\n", scenario.title, scenario.seed, span.skip)?;
    writeln!(out, "{:<8} {:>10} {:>7} {:>12} {:>8}", "part", "ms a day", "share", "MB moved", "GB/s")?;
    for (part, spent) in DaySystems::VARIANTS.iter().copied().zip(clock.spent) {
        let [field, band, flock] = bytes_moved(part);
        let moved: u64 = numbers.iter().map(|n| n.fields * field + n.bands * band + n.flocks * flock).sum();
        let (spent, moved) = (spent.as_secs_f64(), moved as f64);
        let share = 100.0 * spent / whole.as_secs_f64();
        write!(out, "{:<8} {:>10.3} {share:>5.1} %", format!("{part:?}"), 1e3 * spent / days)?;
        match moved {
            0.0 => writeln!(out)?,
            _ => writeln!(out, " {:>12.1} {:>8.2}", 1e-6 * moved / days, 1e-9 * moved / spent)?,
        }
    }
    let all = clock.spent.iter().sum::<Duration>().min(whole);
    let rest = (whole - all).as_secs_f64();
    writeln!(out, "{:<8} {:>10.3} {:>5.1} %\n", "between", 1e3 * rest / days, 100.0 * rest / whole.as_secs_f64())?;

    let mean = |number: fn(&Numbers) -> u64| numbers.iter().map(number).sum::<u64>() as f64 / days;
    let agents = mean(Numbers::agents);
    let seconds = whole.as_secs_f64();
    writeln!(out, "{} days per second", words::number(days / seconds))?;
    writeln!(
        out,
        "{} agents on average ({} flocks, {} bands) on {} fields; {} at most",
        words::number(agents),
        words::number(mean(|n| n.flocks)),
        words::number(mean(|n| n.bands)),
        words::number(mean(|n| n.fields)),
        words::count(numbers.iter().map(Numbers::agents).max().unwrap_or(0)),
    )?;
    let updates = agents * days;
    writeln!(out, "{:.2} million agents per second", 1e-6 * updates / seconds)?;
    writeln!(
        out,
        "{:.1} ns of thread time per agent and day, fields included",
        1e9 * seconds * threads as f64 / updates
    )?;
    if let Some(peak) = peak_memory_bytes() {
        let most = numbers.iter().map(Numbers::agents).max().unwrap_or(0).max(1);
        let mib = peak as f64 / f64::from(1 << 20);
        writeln!(out, "{mib:.1} MiB resident at most, {:.1} bytes per agent, all told", peak as f64 / most as f64)?;
    }
    writeln!(out, "{:.2} GB/s read and written by a plain copy on {threads_text}", 1e-9 * copy_bytes_per_s(threads))?;
    out.flush()
}

/// Speed of a plain copy between two pieces of memory larger than any cache, read and written, bytes/s.
fn copy_bytes_per_s(threads: usize) -> f64 {
    const WORDS: usize = 16 << 20;
    const ROUNDS: usize = 6;
    // Known only once the system has started its threads.
    let barrier = OnceLock::<Barrier>::new();
    let copy = || {
        let from: Vec<u64> = (0..WORDS as u64 / threads as u64).collect();
        let mut to = vec![1; from.len()];
        barrier.wait().wait();
        let began = Instant::now();
        for _ in 0..ROUNDS {
            std::hint::black_box(&mut to).copy_from_slice(std::hint::black_box(&from));
        }
        (2 * ROUNDS * size_of_val(&from[..])) as f64 / began.elapsed().as_secs_f64()
    };
    thread::scope(|scope| {
        let copies: Vec<_> =
            (0..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, copy).ok()).collect();
        barrier.get_or_init(|| Barrier::new(copies.len()));
        copies.into_iter().filter_map(|copy| copy.join().ok()).sum()
    })
}
