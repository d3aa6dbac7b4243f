//! How much memory a window uses as it plays, and whether that grows: for finding leaks that show only after hours.
//!
//! A run that reaches the scenario's end starts again, as in a museum. So the record of days, which grows by design, stays
//! bounded, and anything that a restart leaves behind shows. Between two runs it rests: what of the C library's heap is in use then, before
//! the first day, is the same each time if nothing is left behind, while the memory that the process has goes up and down with how
//! what is free lies scattered.

use std::io::Write;
use std::time::Duration;

use bevy::app::AppExit;
use bevy::prelude::*;

use crate::engine::heap;
use crate::engine::peak_memory::{process_status, status_bytes};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};
use crate::window::map::view::View;

/// How to watch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemoryWatch {
    /// How long to watch, minutes.
    pub minutes: f64,
    /// Requested speed, days/s. Until memory has settled, at least 200 pass in a second.
    pub days_per_s: f32,
    /// Logical pixels per side of a field, with the middle of the land in view. If none, all the land is in view.
    pub close_up: Option<f32>,
}

/// Time between two samples.
const STEP: Duration = Duration::from_secs(1);
/// How many lines are printed before the summary.
const LINES: u32 = 20;
/// The fraction of the time after which memory is taken to have settled; if the first run has not ended by then, when it
/// ends, but no later than the second. The C library's allocator takes about half an hour of many runs to settle, so a
/// watch of 90 minutes leaves one hour to measure.
const SETTLED: f64 = 1.0 / 3.0;
/// Least speed until then, days/s: a run that takes minutes is over too rarely for the allocator to settle.
const SETTLING_DAYS_PER_S: f32 = 200.0;
const SETTLED_AT_MOST: f64 = 0.5;
/// How long it rests between two runs, s, so that the land is painted and all threads are done.
const REST_S: f64 = 5.0;

/// Adds the watch.
pub fn plugin(app: &mut App, watch: MemoryWatch) {
    app.insert_resource(Watching {
        watch,
        samples: Vec::new(),
        first_run_s: None,
        frames: 0,
        lines: 0,
        is_slowed: false,
        rests_since_s: None,
        rests: Vec::new(),
    })
    .add_systems(Startup, set_out)
    .add_systems(Update, look);
}

#[derive(Resource)]
struct Watching {
    watch: MemoryWatch,
    samples: Vec<Sample>,
    /// When the first run ended.
    first_run_s: Option<f64>,
    frames: u32,
    lines: u32,
    /// Whether days pass at the requested speed.
    is_slowed: bool,
    /// Since when it rests before the first day of a run.
    rests_since_s: Option<f64>,
    /// When it last rested each time, in hours, and what of the heap was in use then, MB.
    rests: Vec<[f64; 2]>,
}

/// What was measured at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    at_s: f64,
    /// The number of the run.
    run: u32,
    memory: Memory,
}

/// Memory of this process, MB.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Memory {
    /// Everything in memory.
    resident: f64,
    /// The part of it that belongs to no file: the heap of the program and of the graphics driver, and stacks.
    anonymous: f64,
}

impl Memory {
    /// The memory in use now, where the system reports it.
    fn now() -> Option<Self> {
        Self::read(&process_status()?)
    }

    fn read(status: &str) -> Option<Self> {
        let mb = |name: &str| status_bytes(status, name).map(|bytes| bytes as f64 / 1e6);
        Some(Self { resident: mb("VmRSS")?, anonymous: mb("RssAnon")? })
    }
}

fn set_out(watching: Res<Watching>, driver: Res<Driver>) {
    driver.send(Command::Speed(watching.watch.days_per_s.max(SETTLING_DAYS_PER_S)));
    driver.send(Command::Play);
}

fn look(
    mut watching: ResMut<Watching>,
    driver: Res<Driver>,
    displayed: Res<Displayed>,
    time: Res<Time<Real>>,
    mut view: ResMut<View>,
    mut exit: MessageWriter<AppExit>,
) {
    let (at_s, watch) = (time.elapsed_secs_f64(), watching.watch);
    match watch.close_up {
        Some(px_per_field) if view.is_fitted => {
            let middle = 0.5 * view.extent_m / view.side_m;
            view.show(middle, px_per_field);
        }
        _ => {}
    }
    if let Some(failure) = &displayed.failure {
        error!("{failure}");
        exit.write(AppExit::error());
        return;
    }
    let is_over = displayed.record.days.last().is_some_and(|row| row.date >= displayed.scenario.end);
    if is_over && !displayed.is_waiting(&driver) {
        watching.first_run_s.get_or_insert(at_s);
        driver.send(Command::Restart(Box::new(displayed.scenario.clone())));
        watching.rests_since_s = Some(at_s);
    }
    if watching.rests_since_s.is_some_and(|since| at_s >= since + REST_S) && !displayed.is_waiting(&driver) {
        watching.rests_since_s = None;
        if let Some(bytes) = heap::in_use_bytes() {
            let in_use = bytes as f64 / 1e6;
            say(&format!(
                "minute {:6.2}: {in_use:8.3} MB of the heap in use before run {}\n",
                at_s / 60.0,
                displayed.run + 1
            ));
            watching.rests.push([at_s / 3600.0, in_use]);
        }
        driver.send(Command::Play);
    }
    watching.frames += 1;
    if watching.samples.last().is_some_and(|last| at_s - last.at_s < STEP.as_secs_f64()) {
        return;
    }
    let Some(memory) = Memory::now() else {
        error!("this system does not report how much memory a process uses: there is no /proc/self/status");
        exit.write(AppExit::error());
        return;
    };
    watching.samples.push(Sample { at_s, run: displayed.run, memory });
    let end_s = 60.0 * watch.minutes;
    if !watching.is_slowed && at_s >= SETTLED * end_s {
        watching.is_slowed = true;
        driver.send(Command::Speed(watch.days_per_s));
    }
    if at_s >= f64::from(watching.lines) * end_s / f64::from(LINES) {
        watching.lines += 1;
        say(&format!(
            "minute {:6.2}: {:7.1} MB resident, {:7.1} MB of them anonymous; run {}, {}, {} frames\n",
            at_s / 60.0,
            memory.resident,
            memory.anonymous,
            displayed.run + 1,
            displayed.picture.date,
            watching.frames,
        ));
    }
    if at_s >= end_s {
        let settled_s = settled_s(end_s, watching.first_run_s);
        say(&summary(&watching.samples, settled_s));
        say(&between_runs(&watching.rests, settled_s));
        exit.write(AppExit::Success);
    }
}

/// When memory is taken to have settled: by then lists, buffers and the allocator have met everything that a run needs.
fn settled_s(end_s: f64, first_run_s: Option<f64>) -> f64 {
    first_run_s.unwrap_or(end_s).clamp(SETTLED * end_s, SETTLED_AT_MOST * end_s)
}

fn summary(samples: &[Sample], settled_s: f64) -> String {
    let settled: Vec<&Sample> = samples.iter().filter(|sample| sample.at_s >= settled_s).collect();
    let of = |memory: fn(&Memory) -> f64| {
        slope(&settled.iter().map(|sample| [sample.at_s / 3600.0, memory(&sample.memory)]).collect::<Vec<_>>())
    };
    let Some((resident, anonymous)) = of(|memory| memory.resident).zip(of(|memory| memory.anonymous)) else {
        return "memory slope: too short a time\n".into();
    };
    let [least, most] = [f64::min, f64::max].map(|pick| of_whole_runs(&settled, pick));
    let of_runs = match slope(&least).zip(slope(&most)) {
        Some((of_least, of_most)) => format!(
            "least of each of the {} whole runs in it: {of_least:+.2} MB per hour resident; most: {of_most:+.2}\n{}",
            least.len(),
            least
                .iter()
                .zip(&most)
                .map(|(least, most)| format!("  {:.1} to {:.1} MB\n", least[1], most[1]))
                .collect::<String>(),
        ),
        None => "too short for two whole runs: includes the ups and downs within a run\n".into(),
    };
    format!(
        "memory slope from minute {:.2} on: {resident:+.2} MB per hour resident, {anonymous:+.2} MB per hour anonymous\n\
         {of_runs}",
        settled_s / 60.0,
    )
}

/// What of the heap was in use each time between two runs, from when memory had settled on.
fn between_runs(rests: &[[f64; 2]], settled_s: f64) -> String {
    let settled: Vec<[f64; 2]> = rests.iter().copied().filter(|[hours, _]| 3600.0 * hours >= settled_s).collect();
    let Some(slope) = slope(&settled) else { return "heap in use between two runs: too short for two\n".into() };
    let each: String = settled.iter().map(|[_, mb]| format!(" {mb:.3}")).collect();
    format!("heap in use between two runs: {slope:+.3} MB per hour;{each} MB\n")
}

/// When each whole run among the samples began, in hours, and the least or the most memory that it used, as `pick` says.
///
/// What a restart leaves behind raises the least; the most varies besides with what happens to be in use at once.
fn of_whole_runs(samples: &[&Sample], pick: fn(f64, f64) -> f64) -> Vec<[f64; 2]> {
    let runs: Vec<&[&Sample]> = samples.chunk_by(|a, b| a.run == b.run).collect();
    let whole = runs.get(1..runs.len().saturating_sub(1)).unwrap_or_default();
    let picked = |run: &[&Sample]| run.iter().map(|sample| sample.memory.resident).reduce(pick).unwrap_or_default();
    whole.iter().map(|run| [run[0].at_s / 3600.0, picked(run)]).collect()
}

/// The slope of the best-fitting line. `None` for fewer than two moments.
fn slope(points: &[[f64; 2]]) -> Option<f64> {
    let n = points.len() as f64;
    let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / n;
    let (mean_x, mean_y) = (mean(0), mean(1));
    let sum = |of: &dyn Fn(&[f64; 2]) -> f64| points.iter().map(of).sum::<f64>();
    let squares = sum(&|point| (point[0] - mean_x).powi(2));
    let products = sum(&|point| (point[0] - mean_x) * (point[1] - mean_y));
    (squares > 0.0).then(|| products / squares)
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        error!("standard output: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the slope is measured over the settled time alone, in MB per hour.
    #[test]
    fn the_slope_is_that_of_the_settled_time() {
        let sample = |second: u32| {
            let grown = if second < 100 { 5.0 * f64::from(second) } else { 500.0 + f64::from(second) / 3600.0 * 2.0 };
            Sample { at_s: f64::from(second), run: second / 60, memory: Memory { resident: grown, anonymous: 7.0 } }
        };
        let samples: Vec<Sample> = (0..400).map(sample).collect();
        let text = summary(&samples, settled_s(400.0, Some(150.0)));
        assert!(
            text.contains("from minute 2.50 on: +2.00 MB per hour resident, +0.00 MB per hour anonymous"),
            "{text}"
        );
        // The last of the runs from second 180 on has not ended; each of the others uses least at its beginning and most at
        // its end.
        assert!(
            text.contains("least of each of the 3 whole runs in it: +2.00 MB per hour resident; most: +2.00\n"),
            "{text}"
        );
        assert!(text.ends_with("  500.2 to 500.2 MB\n") && text.matches(" to ").count() == 3, "{text}");
        assert_eq!(settled_s(300.0, Some(3.0)), 100.0);
        assert_eq!(settled_s(400.0, None), 200.0);
        assert!(summary(&samples[..1], 0.0).contains("too short"));
    }

    /// Contract: what is in use between runs is told for each that was after memory had settled, with its slope.
    #[test]
    fn what_is_in_use_between_runs_is_told() {
        let rests: Vec<[f64; 2]> = (0..5).map(|run| [0.5 * f64::from(run), 60.0 + 0.25 * f64::from(run)]).collect();
        assert_eq!(
            between_runs(&rests, 3600.0),
            "heap in use between two runs: +0.500 MB per hour; 60.500 60.750 61.000 MB\n"
        );
        assert!(between_runs(&rests, 7200.0).contains("too short"));
    }

    /// Contract: memory is read as Linux reports it, in units of 1,000,000 bytes, and what is not reported is not guessed.
    #[test]
    fn memory_is_read_as_the_system_reports_it() {
        let status = "Name:\tx\nVmRSS:\t    2000 kB\nRssAnon:\t     1000 kB\n";
        assert_eq!(Memory::read(status), Some(Memory { resident: 2.048, anonymous: 1.024 }));
        assert_eq!(Memory::read("VmRSS:\t 2000 kB\n"), None);
    }
}
