//! Contract: a snapshot is the whole run. Saved, restored and saved again it is the same bytes, on any number of threads;
//! and the restored run lives its next day, and every other one, as the run that was never saved.
//!
//! `TRIALS=500 cargo test --release --test snapshots` does it on each of 500 days.

mod actions;
mod random_runs;
mod trials;

use std::process::{Command, Stdio};

use jiff::civil::date;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::experiment::threads;
use sparrowfall::scenario::{Action, BUILT_IN, Document, Intervention, Scenario, open};
use sparrowfall::simulation::Simulation;

/// Number of threads that a process of this test is to use.
const THREADS: &str = "SPARROWFALL_SNAPSHOT_THREADS";

/// Saves a run, and says which bytes it gave, after making sure that they are the run.
fn save(run: &mut Simulation, how: Parallelism) -> (Simulation, u32) {
    let bytes = run.save();
    let mut restored = Simulation::restore(&bytes, how).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(restored.save() == bytes, "day {}: saved again, it is other bytes", run.days_done());
    assert_eq!(restored.log(), run.log());
    assert_eq!(restored.record(), run.record());
    assert_eq!(restored.campaign_effort(), run.campaign_effort());
    (restored, crc32fast::hash(&bytes))
}

/// Lives `days` days, each of them also from a snapshot. Returns a checksum of each day's bytes.
fn live(name: &str, mut run: Simulation, how: Parallelism, days: u32) -> Vec<u32> {
    (0..days)
        .map(|day| {
            let (mut restored, checksum) = save(&mut run, how);
            let audited = (run.step_and_audit(), restored.step_and_audit());
            assert_eq!(audited, (Ok(()), Ok(())));
            assert_eq!(restored.state_hash(), run.state_hash(), "{name}, day {day}");
            checksum
        })
        .collect()
}

/// The built-in scenarios, the largest on less land.
fn built_in() -> impl Iterator<Item = (&'static str, Scenario)> {
    BUILT_IN.iter().map(|built_in| {
        let Ok(Document::Scenario(mut scenario)) = open(built_in.name) else { panic!("{} is broken", built_in.name) };
        if built_in.name == "million" {
            (scenario.landscape.fields_wide, scenario.landscape.fields_high) = (96, 96);
        }
        (built_in.name, scenario)
    })
}

#[test]
fn a_restored_run_goes_on_as_if_it_had_never_been_saved() {
    if let Ok(number) = std::env::var(THREADS) {
        let how = threads::set_up(number.parse().unwrap());
        let days = trials::trials(8);
        for (name, scenario) in built_in() {
            let mut run = Simulation::new(scenario, how);
            // In the gate only some days of a summer, when everything moves.
            for _ in 0..if days < 200 { 200 } else { 0 } {
                run.step();
            }
            println!("{name}: {:?}", live(name, run, how, days));
        }
        return;
    }
    let of_threads = [1, 2, 4].map(|threads: u32| {
        let mut own = Command::new(std::env::current_exe().unwrap());
        own.args(["--exact", "a_restored_run_goes_on_as_if_it_had_never_been_saved", "--nocapture"]);
        own.env(THREADS, threads.to_string()).stderr(Stdio::inherit());
        let output = own.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "with {threads} threads: {text}");
        let lines: Vec<_> = text.lines().filter(|line| line.contains(": [")).map(str::to_owned).collect();
        assert_eq!(lines.len(), BUILT_IN.len());
        lines
    });
    assert_eq!(of_threads[0], of_threads[1]);
    assert_eq!(of_threads[0], of_threads[2]);
}

/// Contract: the same holds for runs with events and interventions of every kind, for a log that is only partly
/// repeated, and for what a person has done since the last day.
#[test]
fn what_a_person_does_is_part_of_a_snapshot() {
    for (scenario, log) in random_runs::random_runs(trials::trials(12), 120) {
        let mut run = Simulation::replay(scenario.clone(), &log, Parallelism::Serial);
        live("a repeated run", Simulation::replay(scenario, &log, Parallelism::Serial), Parallelism::Serial, 120);
        for day in 0..60 {
            if day % 20 == 10 {
                run.intervene(Action::SetEffort { effort: 0.37 });
                run.intervene(Action::StartCampaign { effort: 0.0071 * day as f32 });
                let (mut restored, _) = save(&mut run, Parallelism::Serial);
                for _ in 0..5 {
                    run.step();
                    restored.step();
                    assert_eq!((restored.state_hash(), restored.log()), (run.state_hash(), run.log()));
                }
            }
            run.step();
        }
    }
}

/// Contract: a fork goes its own way, and leaves the run from which it was taken as it is.
#[test]
fn a_fork_is_the_same_run_until_something_else_is_done_with_it() {
    let (_, scenario) = built_in().next().unwrap();
    let scenario =
        Scenario { timeline: vec![Intervention { date: date(1957, 4, 1), action: Action::StopCampaign }], ..scenario };
    let mut run = Simulation::new(scenario, Parallelism::Serial);
    (0..60).for_each(|_| run.step());
    run.intervene(Action::Weather { temperature_c: 1.0, wetness: -1.0, days: 9 });
    let (mut same, mut other) = (run.fork(), run.fork());
    other.intervene(Action::StartCampaign { effort: 1.0 });
    for day in 0..40 {
        [&mut run, &mut same, &mut other].into_iter().for_each(Simulation::step);
        assert_eq!(same.state_hash(), run.state_hash(), "day {day}");
        assert_ne!(other.state_hash(), run.state_hash(), "day {day}");
    }
    assert_eq!((same.log(), same.record()), (run.log(), run.record()));
    assert!(other.record().days[99].sparrows < run.record().days[99].sparrows);
}
