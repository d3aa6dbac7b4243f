//! Contract: whatever a scenario may ask for, at the ends of all ranges and between them, the model runs it: the books
//! balance on each day, every number is finite and no mass is negative, no count exceeds its limit, no sum overflows,
//! nothing panics.
//!
//! Overflow shows in a build that checks for it: `cargo test --no-default-features --test ends_of_ranges`, without
//! `--release`. `TRIALS=2000` makes 2000 trials, `FIRST_TRIAL=137 TRIALS=1` only trial 137.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod trials;

use std::collections::HashSet;
use std::panic::catch_unwind;

use jiff::ToSpan;
use rand::RngExt;
use rand::seq::IndexedRandom;
use sparrowfall::ecology::crop::{Crop, Seed};
use sparrowfall::ecology::field_work::FieldWork;
use sparrowfall::ecology::pest::{ADULT, Band, EggBank};
use sparrowfall::ecology::purpose::Purpose;
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::engine::agent::{AgentId, Position};
use sparrowfall::engine::landscape::Landscape;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::engine::random::Stream;
use sparrowfall::experiment::jobs::for_all;
use sparrowfall::record::harvest_table::HarvestLine;
use sparrowfall::record::table::{Row, Value};
use sparrowfall::scenario::{Action, Intervention, MOST_EGGS_OF_A_FIELD, Parameter, Scenario};
use sparrowfall::simulation::Simulation;

/// Largest memory estimate for a run, bytes: it keeps the animals so few that a day takes little time.
const MOST_BYTES: u64 = 8_000_000;
/// Days of a run.
const DAYS: u32 = 420;

/// A value at either end of the range, or in between.
fn value(parameter: &Parameter, stream: &mut Stream) -> f64 {
    let (least, most) = (*parameter.range.start(), *parameter.range.end());
    let value = match stream.random_range(0..4) {
        0 => least,
        1 => most,
        2 => stream.random_range(least..=most),
        // Most ranges span orders of magnitude.
        _ => least + stream.random::<f64>().powi(6) * (most - least),
    };
    if parameter.whole { value.round() } else { f64::from(value as f32).clamp(least, most) }
}

/// Mends what breaks the rules between parameters.
fn mend(scenario: &mut Scenario) {
    let land = &mut scenario.landscape;
    let mut shares = [
        &mut land.wheat_maize_share,
        &mut land.sweet_potato_share,
        &mut land.early_rice_share,
        &mut land.single_rice_share,
        &mut land.village_share,
        &mut land.laying_ground_share,
    ];
    let sum: f32 = shares.iter().map(|share| **share).sum();
    shares.iter_mut().for_each(|share| **share /= sum.max(1.0));
    let crops = &mut scenario.crops;
    for crop in [
        &mut crops.winter_wheat,
        &mut crops.maize,
        &mut crops.sweet_potato,
        &mut crops.early_rice,
        &mut crops.single_rice,
    ] {
        if crop.ripe_degree_days <= crop.flowering_degree_days {
            crop.ripe_degree_days = crop.flowering_degree_days + 1.0;
        }
    }
    let (sparrow, campaign) = (&mut scenario.sparrow, &mut scenario.campaign);
    sparrow.breeding_last_day = sparrow.breeding_last_day.max(sparrow.breeding_first_day);
    campaign.drive_days = campaign.drive_days.min(campaign.drive_interval_days);
}

fn action(stream: &mut Stream, settable: &[(String, &'static Parameter)]) -> Action {
    let end = |least: f32, most: f32, stream: &mut Stream| if stream.random() { least } else { most };
    match stream.random_range(0..10) {
        0 | 1 => Action::StartCampaign { effort: stream.random() },
        2 => Action::SetEffort { effort: end(0.0, 1.0, stream) },
        3 => Action::StopCampaign,
        4 | 5 => Action::Weather {
            temperature_c: end(-20.0, 20.0, stream),
            wetness: end(-10.0, 10.0, stream),
            days: stream.random_range(1..=90),
        },
        6 => Action::PutUpNets { spacing: stream.random_range(2..=4) },
        7 => Action::TakeDownNets,
        _ => {
            let (path, parameter) = settable.choose(stream).unwrap();
            Action::SetParameter { path: path.clone(), value: value(parameter, stream) }
        }
    }
}

/// The scenario of a trial: a valid one with little land.
fn scenario(number: u32) -> Scenario {
    let drawn = |attempt| {
        let mut stream = Stream::new(u64::from(number), attempt, 0, Purpose::Landscape);
        let mut scenario = Scenario { seed: stream.random(), ..Scenario::default() };
        scenario.start = scenario.start.saturating_add(stream.random_range(-399_i64..400).days());
        scenario.end = scenario.start.saturating_add(i64::from(DAYS).days());
        // Where everything is extreme, everything usually dies soon.
        let part = *[0.03, 0.2, 0.5, 1.0].choose(&mut stream).unwrap();
        let tables: Vec<_> = scenario.sections().map(|(path, section)| (path, section.parameters())).into();
        for (path, parameters) in &tables {
            for (index, parameter) in parameters.iter().enumerate() {
                if stream.random_bool(part) {
                    let value = value(parameter, &mut stream);
                    scenario.section_mut(path).unwrap().set_value(index, value);
                }
            }
        }
        scenario.landscape.fields_wide = stream.random_range(1..=6);
        scenario.landscape.fields_high = stream.random_range(1..=6);
        mend(&mut scenario);
        if scenario.check().is_err() || scenario.estimated_memory_bytes() > MOST_BYTES {
            return None;
        }
        let named = |(path, parameters): &(&str, &'static [Parameter])| -> Vec<_> {
            let of_section = parameters.iter().filter(|parameter| !parameter.acts_only_at_start(path));
            of_section.map(|parameter| (format!("{path}.{}", parameter.name), parameter)).collect()
        };
        let settable: Vec<_> = tables.iter().flat_map(named).collect();
        for _ in 0..stream.random_range(0..12) {
            let date = scenario.start.saturating_add(stream.random_range(1 - i64::from(DAYS)..DAYS.into()).days());
            let event = Intervention { date, action: action(&mut stream, &settable) };
            scenario.timeline.push(event);
            scenario.timeline.sort_by_key(|event| event.date);
            if scenario.check().is_err() {
                scenario.timeline.retain(|event| !matches!(event.action, Action::SetParameter { .. }));
            }
        }
        Some(scenario)
    };
    (0..10_000).find_map(drawn).expect("a valid scenario")
}

fn judge_tables(simulation: &Simulation) {
    let record = simulation.record();
    fn judge<R: Row>(row: &R) {
        for (value, name) in row.values().into_iter().zip(R::COLUMNS.iter().map(|column| column.name)) {
            let Value::Number(number) = value else { continue };
            assert!(number.is_finite(), "{name} is {number}");
            assert!(number >= 0.0 || ["temperature_c", "wetness_sd"].contains(&name), "{name} is {number}");
        }
    }
    judge(record.days.last().unwrap());
    judge(&HarvestLine::from(record.harvests.last().unwrap()));
}

fn judge_fields(simulation: &mut Simulation, most_grain_kg: &mut f64) {
    let world = simulation.world_mut();
    let ha = f64::from(world.resource::<Landscape>().field_ha());
    let crops = &world.resource::<Scenario>().crops;
    let bearing = world.resource::<FieldWork>().bearing;
    let kinds = [&crops.winter_wheat, &crops.maize, &crops.sweet_potato, &crops.early_rice, &crops.single_rice];
    // An event, or what people do to the land, may have lowered it below what already stands there.
    *most_grain_kg =
        kinds.map(|crop| f64::from(crop.grain_max_kg_per_ha * bearing) * ha).into_iter().fold(*most_grain_kg, f64::max);
    for (crop, seed, bank) in world.query::<(&Crop, &Seed, &EggBank)>().iter(world) {
        for kg in [crop.leaf_kg, crop.grain_kg, crop.grain_not_filled_kg, seed.weed_kg, seed.spilled_kg] {
            assert!(kg.is_finite() && kg >= 0.0, "{crop:?} {seed:?}");
        }
        assert!(crop.grain_kg <= *most_grain_kg * (1.0 + 1e-9), "{crop:?}, allowed: {most_grain_kg} kg");
        assert!(bank.eggs() <= u64::from(MOST_EGGS_OF_A_FIELD), "{bank:?}");
    }
}

fn judge_agents(simulation: &mut Simulation, most: [u64; 2]) {
    let birds_per_flock = simulation.scenario().sparrow.birds_per_flock;
    let world = simulation.world_mut();
    let extent = world.resource::<Landscape>().extent_m();
    let (mut bands, mut flocks) = (0, 0);
    for (position, band) in world.query::<(&Position, &Band)>().iter(world) {
        let within = |x: f32| (0.0..=1.0).contains(&x);
        assert!(position.0.cmpge(extent * 0.0).all() && position.0.cmple(extent).all(), "{position:?}");
        assert!(within(band.phase) && within(band.condition.0) && band.stage.moults <= ADULT, "{band:?}");
        assert!(within(band.stage.progress), "{band:?}");
        bands += 1;
    }
    for (position, flock) in world.query::<(&Position, &Flock)>().iter(world) {
        assert!(position.0.cmpge(extent * 0.0).all() && position.0.cmple(extent).all(), "{position:?}");
        assert!((0.0..=1.0).contains(&flock.condition.0) && flock.birds() <= birds_per_flock, "{flock:?}");
        flocks += 1;
    }
    assert!(bands <= most[0] && flocks <= most[1], "{bands} bands and {flocks} flocks, allowed: {most:?}");
    let mut ids = HashSet::new();
    assert!(world.query::<&AgentId>().iter(world).all(|id| ids.insert(*id)), "an id occurs twice");
}

/// Whether a scenario saw pests, sparrows and a harvest, so that trials in which nothing lives are noticed.
fn live(scenario: Scenario) -> [bool; 3] {
    let mut most = scenario.most_agents();
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    let world = simulation.world_mut();
    most[1] = most[1].max(world.query::<&Flock>().iter(world).len() as u64);
    let mut most_grain_kg = 0.0;
    for day in 0..DAYS {
        simulation.step();
        simulation.audit().unwrap_or_else(|imbalance| panic!("{imbalance}"));
        judge_tables(&simulation);
        judge_fields(&mut simulation, &mut most_grain_kg);
        if day % 20 == 0 || day + 1 == DAYS {
            judge_agents(&mut simulation, most);
        }
    }
    let days = &simulation.record().days;
    [
        days.iter().any(|day| day.pests_of_all_stages > 0),
        days.iter().any(|day| day.sparrows > 0),
        days.iter().any(|day| day.reaped_kg > 0.0),
    ]
}

#[test]
fn every_scenario_at_the_ends_of_its_ranges_runs() {
    let number = |name| std::env::var(name).ok().map(|number| number.parse::<u32>().unwrap());
    let first = number("FIRST_TRIAL").unwrap_or(0);
    let trials = trials::trials(200);
    let numbers: Vec<_> = (first..first + trials).collect();
    let lived = for_all(&numbers, |&number| catch_unwind(|| live(scenario(number))).map_err(|_| number));
    let lively = [0, 1, 2].map(|what| lived.iter().flatten().filter(|seen| seen[what]).count());
    let failed: Vec<_> = lived.into_iter().filter_map(Result::err).collect();
    for &number in &failed {
        println!("trial {number}, as a file to run:\n{}\n", ron::to_string(&scenario(number)).unwrap());
    }
    assert!(failed.is_empty(), "{} of {trials} trials failed: {failed:?}", failed.len());
    println!("{trials} trials: pests in {}, sparrows in {}, a harvest in {}", lively[0], lively[1], lively[2]);
    assert!(trials < 100 || lively.iter().all(|seen| *seen > trials as usize / 4), "hardly anything lives: {lively:?}");
}
