//! Contract: a run is its scenario, its seed and its interventions, whichever way it is run: while a person acts,
//! repeated from its log, as one scenario for a window or an experiment, and taken over by a person again. Each way has
//! the same state hash on each day.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod random_runs;
mod trials;

use random_runs::random_runs;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::experiment::plan::{Changes, Plan};
use sparrowfall::scenario::{Document, Intervention};
use sparrowfall::simulation::Simulation;
use trials::trials;

const DAYS: u32 = 90;

/// Simulates all days while a person does what is due; returns the hash of each day.
fn live(simulation: &mut Simulation, deeds: &[Intervention]) -> Vec<u64> {
    (0..DAYS)
        .map(|_| {
            let today = simulation.next_date();
            for deed in deeds.iter().filter(|deed| deed.date == today) {
                simulation.intervene(deed.action.clone());
            }
            simulation.step();
            simulation.state_hash()
        })
        .collect()
}

/// The plan made from a saved run.
fn saved(simulation: &mut Simulation) -> Plan {
    let run = simulation.saved_run().unwrap();
    Plan::new(Document::Run(run), &Changes::default()).unwrap()
}

#[test]
fn every_way_to_repeat_a_run_gives_the_same_days() {
    for (number, (scenario, deeds)) in random_runs(trials(30), DAYS).enumerate() {
        let mut lived = Simulation::new(scenario, Parallelism::Serial);
        let days = live(&mut lived, &deeds);
        assert_eq!(lived.log(), deeds, "run {number}");
        let plan = saved(&mut lived);
        let mut replayed = plan.begin(Parallelism::Serial).unwrap();
        assert_eq!(live(&mut replayed, &[]), days, "run {number}, replayed\n{plan:#?}");
        let mut in_window = Simulation::watched(plan.clone().into_scenario(), Parallelism::Serial);
        assert_eq!(live(&mut in_window, &[]), days, "run {number}, as one scenario\n{plan:#?}");
    }
}

#[test]
fn a_repeated_run_that_a_person_takes_over_is_repeated_by_its_own_log() {
    let mut other_deeds = random_runs(u32::MAX, DAYS).skip(1).map(|(_, deeds)| deeds);
    for (number, (scenario, deeds)) in random_runs(trials(30), DAYS).enumerate() {
        let mut first = Simulation::new(scenario.clone(), Parallelism::Serial);
        live(&mut first, &deeds);
        let plan = saved(&mut first);
        // Interventions of another run, moved to the days of this one.
        let (from, others) = (scenario.start, other_deeds.next().unwrap());
        let other_start = others.first().map_or(from, |deed| deed.date.first_of_month());
        let moved = |deed: Intervention| Intervention { date: from + (deed.date - other_start), ..deed };
        let others: Vec<_> = others.into_iter().map(moved).collect();

        let mut taken_over = plan.begin(Parallelism::Serial).unwrap();
        let days = live(&mut taken_over, &others);
        let mut in_window = Simulation::new(plan.into_scenario(), Parallelism::Serial);
        assert_eq!(live(&mut in_window, &others), days, "run {number}, taken over as one scenario");
        let again = saved(&mut taken_over);
        let mut replayed = again.begin(Parallelism::Serial).unwrap();
        assert_eq!(live(&mut replayed, &[]), days, "run {number}, repeated\n{again:#?}");
    }
}
