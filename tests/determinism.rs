//! Contract: scenario, seed and interventions fix the state of every day to the last bit, on any number of threads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use jiff::civil::date;
use sparrowfall::ecology::pest::Band;
use sparrowfall::ecology::schedule::Parallelism;
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::scenario::{Action, Intervention, Scenario};
use sparrowfall::simulation::Simulation;

/// Fields along a side: enough that every loop over agents is cut into batches for eight threads.
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
    assert!(of_seeds[0] != of_seeds[1] && of_seeds[1] != of_seeds[2], "a seed changes nothing");
}

#[test]
fn the_place_of_this_test_gives_every_thread_work() {
    // A loop is cut into as many batches as there are threads, so that 8 agents or fields suffice; ask for many more.
    assert_eq!(Parallelism::Pool.where_it_pays(FIELDS * FIELDS), Parallelism::Pool, "too small for threads");
    let mut simulation = Simulation::new(common::two_years(FIELDS), Parallelism::Serial);
    (0..200).for_each(|_| simulation.step());
    let world = simulation.world_mut();
    let flocks = world.query::<&Flock>().iter(world).count();
    let bands = world.query::<&Band>().iter(world).count();
    assert!(flocks > 1000 && bands > 100, "{flocks} flocks, {bands} bands");
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
fn whoever_puts_a_hand_on_the_switch_keeps_it() {
    // The scenario starts its campaign on 18 March 1957 and stops it a year later; a person starts it before and stops it.
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
    // The rest of the timeline still holds, and the log repeats it all.
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
