//! How soon any day of a run is there again: lives a run with a timeline, then goes to random days, and back day by day. And
//! how long it takes to save and restore it, and how fast twins are lived, compared with one run.
//!
//! `cargo run --release --no-default-features --example any_day -- commune 3652 400` (scenario, days, MB for states).

use std::error::Error;
use std::time::{Duration, Instant};

use sparrowfall::ecology::calendar::{date_of, days_between};
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::engine::peak_memory::peak_memory_bytes;
use sparrowfall::experiment::threads;
use sparrowfall::scenario::{Document, Scenario, open};
use sparrowfall::simulation::Simulation;
use sparrowfall::timeline::Timeline;
use sparrowfall::timeline::twins::Twins;

/// Snapshots taken every 200 days.
const SNAPSHOTS: u32 = 5;
/// Random jumps.
const JUMPS: usize = 500;
/// Days back, one by one.
const BACK: u32 = 400;
/// How long a key that is held rests between two days back; meanwhile the days before are prepared.
const KEY_REPEATS: Duration = Duration::from_millis(33);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "commune".into());
    let days: u32 = arguments.next().map_or(Ok(3652), |days| days.parse())?;
    let mb: usize = arguments.next().map_or(Ok(400), |mb| mb.parse())?;
    let mut scenario = match open(&name)? {
        Document::Scenario(scenario) => scenario,
        Document::Run(run) => run.scenario,
    };
    let own_days: u32 = (days_between(scenario.start, scenario.end) + 1).try_into()?;
    // Keyframes are spread over the days of the scenario.
    scenario.end = date_of(scenario.start, days - 1);
    let cores = threads::for_a_run(None, &scenario);
    let how = threads::set_up(cores);
    twins(&scenario, cores, days.min(730))?;

    let mut plain = Simulation::new(scenario.clone(), how);
    let mut timeline = Timeline::new(scenario, how, mb << 20);
    let [mut alone, mut beside] = [Duration::ZERO; 2];
    let mut snapshots = Vec::new();
    // In turn, so that both meet the same machine; for many days at a time, because states are kept by the clock.
    for block in (0..days).step_by(200) {
        println!("day {block}: {:.1} MB of states and records", timeline.bytes() as f64 / 1e6);
        let until = days.min(block + 200);
        alone += time(|| (block..until).try_for_each(|_| plain.step_and_audit()))?;
        beside += time(|| (block..until).try_for_each(|_| timeline.step()))?;
        for _ in 0..SNAPSHOTS {
            let begun = Instant::now();
            let snapshot = plain.save();
            let saving = begun.elapsed();
            let begun = Instant::now();
            let restored = Simulation::restore(&snapshot, how)?;
            snapshots.push(Taken { day: until, bytes: snapshot.len(), saving, restoring: begun.elapsed() });
            drop(restored);
        }
    }
    for days in [Some(own_days).filter(|own| *own < days), Some(days)].into_iter().flatten() {
        let taken: Vec<&Taken> = snapshots.iter().filter(|taken| taken.day <= days).collect();
        if !taken.is_empty() {
            show_snapshots(days, &taken);
        }
    }
    println!(
        "{days} days: {:.2} s alone, {:.2} s with states kept beside them ({:.3} of the speed); {:.1} MB",
        alone.as_secs_f64(),
        beside.as_secs_f64(),
        alone.as_secs_f64() / beside.as_secs_f64(),
        timeline.bytes() as f64 / 1e6
    );
    if let Some(reach) = timeline.reach() {
        println!("{reach}");
    }
    drop(plain);

    let mut number = 1_u64;
    let [mut jumps, mut before] = [Vec::new(), Vec::new()];
    for _ in 0..JUMPS {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let day = 1 + (number >> 33) as u32 % (days - 1);
        jumps.push(time(|| timeline.go_to(day))?);
        before.push(time(|| timeline.go_to(day - 1))?);
    }
    show(&format!("{JUMPS} jumps"), jumps);
    show("the day before, after each", before);
    let from = days - 1;
    timeline.go_to(from)?;
    let mut back = Vec::new();
    for day in (from.saturating_sub(BACK)..from).rev() {
        let next_press = Instant::now() + KEY_REPEATS;
        back.push(time(|| timeline.go_to(day))?);
        while Instant::now() < next_press && timeline.prepare() {}
        std::thread::sleep(next_press.saturating_duration_since(Instant::now()));
    }
    show("back day by day, as fast as a key repeats", back);
    let peak = peak_memory_bytes().map_or("?".into(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
    println!(
        "{:.1} MB of states and records; {peak} MB at most in all, the other run included",
        timeline.bytes() as f64 / 1e6
    );
    Ok(())
}

/// Lives one run, then the run and its twin without the campaign.
fn twins(scenario: &Scenario, cores: usize, days: u32) -> Result<(), Box<dyn Error>> {
    let mut alone = Simulation::new(scenario.clone(), Parallelism::Serial);
    let mut twins = Twins::new(vec![scenario.clone(), scenario.clone().without_campaign()], cores, 0)?;
    let [mut of_one, mut of_both] = [Duration::ZERO; 2];
    for _ in 0..days {
        of_one += time(|| alone.step_and_audit())?;
        of_both += time(|| twins.step())?;
    }
    println!(
        "twins: {days} days in {:.2} s, one run on one core in {:.2} s; they part after {:?} days",
        of_both.as_secs_f64(),
        of_one.as_secs_f64(),
        twins.parted(0, 1)
    );
    Ok(())
}

fn time<E>(work: impl FnOnce() -> Result<(), E>) -> Result<Duration, E> {
    let begun = Instant::now();
    work().map(|()| begun.elapsed())
}

/// A snapshot of a day, and how long it took to save and to restore it.
struct Taken {
    day: u32,
    bytes: usize,
    saving: Duration,
    restoring: Duration,
}

fn show_snapshots(days: u32, snapshots: &[&Taken]) {
    let bytes: usize = snapshots.iter().map(|taken| taken.bytes).sum();
    let average_mb = bytes as f64 / snapshots.len() as f64 / 1e6;
    println!("snapshots of the first {days} days: {average_mb:.2} MB on average");
    show("saved", snapshots.iter().map(|taken| taken.saving).collect());
    show("restored", snapshots.iter().map(|taken| taken.restoring).collect());
}

fn show(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!("{what}: median {:.1} ms, 95 % within {:.1} ms, all within {:.1} ms", ms(0.5), ms(0.95), ms(1.0));
}
