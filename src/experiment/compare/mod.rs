//! Comparisons: the same seeds, and so the same weather, with each of several variants; and the same chart of runs that
//! are finished.
//!
//! A comparison opens its [`variant`]s, runs them on all cores with the machinery of the studies, keeps of each run what
//! is compared ([`lived`]), and estimates seed by seed ([`comparison`]). It is told as text ([`table`]), as tables for
//! programs ([`rows`]) and as a [`mod@chart`]. Runs that are [`finished`] are read, not run again.

pub mod chart;
pub mod comparison;
pub mod finished;
pub mod lived;
pub mod rows;
pub mod table;
pub mod variant;

use std::io::{self, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use serde::Serialize;

use self::chart::chart;
use self::comparison::{Comparison, VariantRuns};
use self::finished::Finished;
use self::lived::Lived;
use self::variant::{MOST, Variant, Variants, names};
use super::interrupt::Interrupt;
use super::picture::{Picture, font::STAND_IN, png, svg};
use super::plan::Plan;
use super::study::batch::{self, Desk};
use super::study::{About, Failure, Study, StudyFile, conclude, live_a_day};
use super::threads;
use crate::engine::landscape::Landscape;
use crate::engine::parallel::Parallelism;
use crate::output::log;
use crate::output::voice::Voice;
use crate::record::folder::Folder;
use crate::record::harvest_table::HarvestLine;
use crate::record::provenance::VERSION;
use crate::record::{csv, parquet};
use crate::scenario::{Intervention, Problem, Problems, Scenario, printable};
use crate::simulation::Simulation;

/// Dots of a PNG for a pixel of the chart.
const DOTS: u32 = 2;
/// Disk space for a day of a run in the journal, and of a variant in the tables: measured as 60 and 500 bytes.
const DAY_BYTES: [u64; 2] = [90, 800];
/// Disk space for everything else of a run: measured as 5 kB.
const RUN_BYTES: u64 = 12 << 10;
/// Disk space for the rest, most of which is the chart.
const BYTES: u64 = 3 << 20;

/// How a comparison is to be made.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// Number of seeds.
    pub seeds: u16,
    /// Runs at a time; as many as there are cores if not given. The result is the same for any number.
    pub threads: Option<NonZero<usize>>,
    /// Where the files go, if any are wanted. An interrupted comparison resumes from what is there.
    pub folder: Option<PathBuf>,
    /// Whether what an earlier one left there may be replaced.
    pub force: bool,
    /// Whether a person wants it to end.
    pub interrupt: &'a Interrupt,
}

/// Everything that a comparison's results depend on.
#[derive(Debug, Serialize)]
#[serde(rename = "Study")]
struct Content<'a> {
    study: &'static str,
    version: &'static str,
    seed: u64,
    seeds: u16,
    variants: Vec<VariantContent<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename = "Variant")]
struct VariantContent<'a> {
    name: &'a str,
    scenario: &'a Scenario,
    interventions: &'a [Intervention],
}

/// Runs a comparison, writes its files and tells it.
///
/// # Errors
/// If it is interrupted, a finished run is not whole, or the folder cannot be written.
pub fn run(variants: &Variants, order: &Order, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let all = &variants.all;
    let largest = all.iter().max_by_key(|variant| variant.plan.scenario.estimated_memory_bytes());
    let Some(base) = largest.map(|variant| variant.plan.scenario.clone()) else { return Ok(()) };
    let study = Study {
        threads: threads::for_a_run_each(order.threads, &base),
        base,
        seed: variants.seed,
        folder: order.folder.clone(),
        force: order.force,
        interrupt: order.interrupt,
    };
    let about = about(variants, order)?;
    let seeds: Vec<_> = (0..u64::from(order.seeds)).map(|run| variants.seed.wrapping_add(run)).collect();
    let recorded = |variant: &Variant| variant.recorded(&seeds);
    let recorded: Vec<_> = all.iter().map(recorded).collect::<Result<_, _>>().map_err(unusable)?;
    let jobs = all.len() * seeds.len();
    let [in_the_journal, in_the_tables] = DAY_BYTES;
    let days = u64::from(all[0].plan.days());
    let bytes = BYTES + jobs as u64 * (RUN_BYTES + days * in_the_journal) + all.len() as u64 * days * in_the_tables;
    let mut desk = Desk::claim_room(&study, &about, bytes)?;
    // Seed by seed, so that memory and cores are shared alike.
    let job = |job: usize| {
        let (variant, seed) = (job % all.len(), seeds[job / all.len()]);
        match &recorded[variant] {
            Some((of, lived)) if *of == seed => Ok(lived.clone()),
            _ => live(&all[variant].plan, seed, |run| live_a_day(run, order.interrupt)),
        }
    };
    let lived: Vec<Lived> = batch::run(&study, desk.as_mut(), jobs, "runs", job)?;
    let comparison = side_by_side(all, &seeds, lived);
    let mut words = Vec::new();
    table::write(&mut words, &comparison, &variants.notes)?;
    conclude(desk, &about, &words, || files(&comparison, &about), voice)
}

fn about(variants: &Variants, order: &Order) -> io::Result<About> {
    let variants_of = variants.all.iter().map(|variant| VariantContent {
        name: &variant.name,
        scenario: &variant.plan.scenario,
        interventions: &variant.plan.log,
    });
    let (study, seed, seeds) = ("compare", variants.seed, order.seeds);
    About::of(study, &Content { study, version: VERSION, seed, seeds, variants: variants_of.collect() })
}

fn unusable(problems: Problems) -> Failure {
    Failure::Unusable(problems.to_string())
}

/// Simulates a plan with another seed, day by day as it is told to.
pub(crate) fn live(
    plan: &Plan,
    seed: u64,
    mut live_a_day: impl FnMut(&mut Simulation) -> Result<(), Failure>,
) -> Result<Lived, Failure> {
    let scenario = Scenario { seed, ..plan.scenario.clone() };
    let mut simulation = Simulation::replay(scenario, &plan.log, Parallelism::Serial);
    while simulation.next_date() <= plan.last_day {
        live_a_day(&mut simulation)?;
    }
    let record = simulation.record();
    Ok(Lived::new(&record.days, record.harvests.iter().map(HarvestLine::from).collect()))
}

/// Sorts what was lived seed by seed into variants.
fn side_by_side(all: &[Variant], seeds: &[u64], lived: Vec<Lived>) -> Comparison {
    let mut variants: Vec<_> = all.iter().map(|variant| runs_of(&variant.name, &variant.plan.scenario)).collect();
    for (job, run) in lived.into_iter().enumerate() {
        let variant = &mut variants[job % all.len()];
        variant.seeds.push(seeds[job / all.len()]);
        variant.runs.push(run);
    }
    Comparison { first_day: all[0].plan.scenario.start, last_day: all[0].plan.last_day, variants }
}

/// A variant without runs.
fn runs_of(name: &str, scenario: &Scenario) -> VariantRuns {
    let land = Landscape::from(&scenario.landscape);
    let land_ha = f64::from(land.fields()) * f64::from(land.field_ha());
    let title = scenario.title.clone();
    VariantRuns { name: name.into(), title, land_ha, seeds: Vec::new(), runs: Vec::new() }
}

fn files(comparison: &Comparison, about: &About) -> io::Result<Vec<StudyFile>> {
    let (years, days, differences) = (rows::years(comparison), rows::days(comparison), rows::differences(comparison));
    let origin = [("version", VERSION.to_owned()), ("study", about.text().to_owned())];
    let [svg, png] = painted(&chart(comparison))?;
    Ok(vec![
        ("years.csv", csv::text(&years)?),
        ("years.parquet", parquet::bytes(&years, &origin)?),
        ("days.csv", csv::text(&days)?),
        ("days.parquet", parquet::bytes(&days, &origin)?),
        ("differences.csv", csv::text(&differences)?),
        ("differences.parquet", parquet::bytes(&differences, &origin)?),
        ("comparison.svg", svg),
        ("comparison.png", png),
    ])
}

/// A picture as SVG and as PNG. Says which characters the PNG cannot show.
pub(super) fn painted(picture: &Picture) -> io::Result<[Vec<u8>; 2]> {
    let unknown = picture.unknown_characters();
    if !unknown.is_empty() {
        let list: String = unknown.iter().take(12).collect();
        let list = printable(&list).to_string();
        log::tell(&format!(
            "The font of the PNG lacks these characters, so each is drawn as \"{STAND_IN}\": {list}. The SVG has them."
        ));
    }
    Ok([svg::text(picture).into_bytes(), png::bytes(picture, DOTS)?])
}

/// The files of a chart of finished runs.
const PLOT_FILES: [&str; 2] = ["runs.svg", "runs.png"];

/// Draws the chart of finished runs. Those that differ only in their seeds are one variant.
///
/// # Errors
/// If a run is not whole, they cannot be drawn on one time axis, or the folder cannot be written.
pub fn plot(runs: &[PathBuf], out: &Path, force: bool, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let comparison = finished_side_by_side(runs).map_err(unusable)?;
    let mut folder = Folder::lock(out)?.claim(force, &PLOT_FILES, BYTES)?;
    let files = PLOT_FILES.into_iter().zip(painted(&chart(&comparison))?);
    for (name, content) in files {
        folder.write(name, |file| file.write_all(&content))?;
    }
    folder.finish(&[])?;
    table::write(voice, &comparison, &[])?;
    writeln!(voice, "\nWritten to {}: {}", out.display(), PLOT_FILES.join(", "))?;
    Ok(())
}

fn finished_side_by_side(folders: &[PathBuf]) -> Result<Comparison, Problems> {
    let names = names(&folders.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let mut known: Vec<Scenario> = Vec::new();
    let mut comparison: Option<Comparison> = None;
    for (folder, name) in folders.iter().zip(names) {
        let refuse = |sentence: String| Problems::from(Problem::new(folder.to_string_lossy(), sentence));
        let finished = Finished::open(folder)?;
        let run = &finished.run;
        let (first_day, last_day) = (run.scenario.start, run.last_day);
        let comparison = comparison.get_or_insert(Comparison { first_day, last_day, variants: Vec::new() });
        if (first_day, last_day) != (comparison.first_day, comparison.last_day) {
            let Comparison { first_day: first, last_day: last, .. } = comparison;
            return Err(refuse(format!(
                "this run is from {first_day} to {last_day}, but the first one from {first} to {last}; one chart shows the \
                 same days of all: run it again with --until, or compare them, which does so"
            )));
        }
        let lived = finished.read()?;
        let seed = run.scenario.seed;
        let scenario = Scenario { seed: 0, ..run.scenario.clone() }.with_log(&run.interventions);
        let index = known.iter().position(|other| *other == scenario).unwrap_or_else(|| {
            comparison.variants.push(runs_of(&name, &scenario));
            known.push(scenario);
            known.len() - 1
        });
        let variant = &mut comparison.variants[index];
        if variant.seeds.contains(&seed) {
            return Err(refuse(format!("this is the same run as one before it, with seed {seed}; name each run once")));
        }
        variant.seeds.push(seed);
        variant.runs.push(lived);
    }
    match comparison {
        Some(comparison) if comparison.variants.len() <= MOST => Ok(comparison),
        Some(comparison) => Err(Problem::new(
            "plot",
            format!(
                "found {} runs that differ in more than their seed; allowed: up to {MOST}, so that a chart can tell them apart",
                comparison.variants.len()
            ),
        )
        .into()),
        None => Err(Problem::new("plot", "give the folders of finished runs").into()),
    }
}
