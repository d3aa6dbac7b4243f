//! Contract: scenario, seed and interventions fix the state of every day to the last bit, on any number of threads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use jiff::civil::date;
use sparrowfall::ecology::pest::Band;
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::scenario::{Action, Intervention, Scenario};
use sparrowfall::simulation::Simulation;

/// Fields along a side: enough for threads to be used.
const FIELDS: u32 = 48;

fn hashes(scenario: &str, threads: u32, seed: u64) -> Vec<String> {
    let mut command = program::sparrowfall();
    command.args(["run", scenario, "--hash-every-day"]);
    let output = command.args(["--threads", &threads.to_string(), "--seed", &seed.to_string()]).output().unwrap();
    assert!(output.status.success(), "{}", program::stderr(&output));
    let text = program::stdout(&output);
    text.lines().filter(|line| line.starts_with("19")).filter(|line| line.len() == 27).map(str::to_owned).collect()
}

#[test]
fn every_day_is_the_same_on_1_2_4_and_8_threads() {
    let folder = program::folder("determinism");
    let scenario = program::file(&folder, "place.ron", &common::two_years(FIELDS)).display().to_string();
    let mut of_seeds = Vec::new();
    for seed in [1, 2, 1958] {
        let serial = hashes(&scenario, 1, seed);
        assert_eq!(serial.len(), 730);
        for threads in [2, 4, 8] {
            let parallel = hashes(&scenario, threads, seed);
            let differs = serial.iter().zip(&parallel).find(|(one, other)| one != other);
            assert_eq!((differs, parallel.len()), (None, 730), "seed {seed}, {threads} threads");
        }
        of_seeds.push(serial);
    }
    assert!(of_seeds[0] != of_seeds[1] && of_seeds[1] != of_seeds[2], "the seed changes nothing");
}

/// Two summers on so much land, with every sparrow an agent, that each loop over fields and agents is split into many
/// tasks.
fn a_large_place() -> Scenario {
    let mut scenario = Scenario { end: date(1958, 7, 31), ..common::two_years(144) };
    scenario.sparrow.birds_per_flock = 1;
    scenario
}

/// Contract: the record, with all its sums of floats, is also the same to the last bit.
#[test]
fn tables_of_a_large_place_are_the_same_on_1_2_4_and_8_threads() {
    let folder = program::folder("determinism_of_tables");
    let scenario = program::file(&folder, "large.ron", &a_large_place()).display().to_string();
    let tables = |threads: u32| {
        let out = folder.join(threads.to_string());
        let mut command = program::sparrowfall();
        command.args(["run", &scenario, "--threads", &threads.to_string(), "--out"]).arg(&out);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", program::stderr(&output));
        assert_eq!(program::names(&out).len(), 5, "all files, and no others");
        ["run.ron", "daily.csv", "harvests.csv"].map(|name| std::fs::read_to_string(out.join(name)).unwrap())
    };
    let serial = tables(1);
    assert_eq!(serial[1].lines().count(), 1 + 577);
    for threads in [2, 4, 8] {
        for (one, other) in serial.iter().zip(tables(threads)) {
            let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            assert_eq!((differs, one.len()), (None, other.len()), "{threads} threads");
        }
    }
}

#[test]
fn the_places_of_these_tests_give_every_thread_work() {
    assert_eq!(Parallelism::Pool.where_it_pays(FIELDS * FIELDS), Parallelism::Pool, "too small for threads");
    // A task takes a sixteenth of a table, but at least 1,024 rows; only sums take 8,192 fields at a time.
    let scenario = a_large_place();
    assert!(scenario.landscape.fields_wide * scenario.landscape.fields_high > 2 * 8_192);
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    (0..200).for_each(|_| simulation.step());
    let world = simulation.world_mut();
    let flocks = world.query::<&Flock>().iter(world).count();
    let bands = world.query::<&Band>().iter(world).count();
    assert!(flocks > 16 * 1_024 && bands > 8 * 1_024, "{flocks} flocks, {bands} bands");
}

#[test]
fn a_log_of_interventions_repeats_the_run() {
    let scenario = Scenario { timeline: Vec::new(), ..common::two_years(8) };
    let mut first = Simulation::new(scenario.clone(), Parallelism::Serial);
    let mut hashes = Vec::new();
    for day in 0..500 {
        match day {
            100 => first.intervene(Action::StartCampaign { effort: 0.7 }),
            150 => {
                first.intervene(Action::SetEffort { effort: 0.2 });
                first.intervene(Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 4.5 });
            }
            200 => first.intervene(Action::Weather { temperature_c: 3.0, wetness: -2.0, days: 30 }),
            400 => first.intervene(Action::StopCampaign),
            _ => {}
        }
        first.step();
        hashes.push(first.state_hash());
    }
    assert_eq!(first.log().len(), 5);
    let mut again = Simulation::replay(scenario.clone(), first.log(), Parallelism::Serial);
    let mut untouched = Simulation::new(scenario, Parallelism::Serial);
    for (day, hash) in hashes.into_iter().enumerate() {
        again.step();
        untouched.step();
        assert_eq!(again.state_hash(), hash, "day {day}");
        assert_eq!(untouched.state_hash() == hash, day < 100, "day {day}: the interventions must change something");
    }
    assert_eq!(again.log(), first.log());
}

#[test]
fn whoever_touches_the_switch_keeps_it() {
    // The scenario starts its campaign on 18 March 1957 and stops it a year later; a person starts it earlier and stops
    // it.
    let event = |date, action| Intervention { date, action };
    let timeline = vec![
        event(date(1957, 3, 18), Action::StartCampaign { effort: 1.0 }),
        event(date(1957, 3, 25), Action::Weather { temperature_c: 4.0, wetness: 0.0, days: 20 }),
        event(date(1958, 3, 18), Action::StopCampaign),
    ];
    let scenario = Scenario { timeline, ..common::two_years(8) };
    let mut simulation = Simulation::new(scenario.clone(), Parallelism::Serial);
    let mut hashes = Vec::new();
    for day in 0..120 {
        match day {
            20 => simulation.intervene(Action::StartCampaign { effort: 0.5 }),
            40 => simulation.intervene(Action::StopCampaign),
            _ => {}
        }
        simulation.step();
        hashes.push(simulation.state_hash());
    }
    let efforts: Vec<f64> = simulation.record().days.iter().map(|row| row.campaign_effort).collect();
    assert!(efforts[20..40].iter().all(|&effort| effort == 0.5), "{efforts:?}");
    assert!(efforts[40..].iter().all(|&effort| effort == 0.0), "the scenario took the switch back");
    // The rest of the timeline still applies, and the log repeats it all.
    let mut again = Simulation::replay(scenario.clone(), simulation.log(), Parallelism::Serial);
    let without_weather = Scenario { timeline: Vec::new(), ..scenario };
    let mut other = Simulation::replay(without_weather, simulation.log(), Parallelism::Serial);
    for hash in hashes {
        again.step();
        other.step();
        assert_eq!(again.state_hash(), hash);
    }
    assert_ne!(other.state_hash(), again.state_hash());
}
