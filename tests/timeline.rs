//! Contract: every day of a run can be had again, to the last bit, however little memory there is for it; and whatever was
//! done otherwise on a past day is a history of its own, which its scenario and its log repeat.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod random_runs;
mod trials;

use std::collections::BTreeMap;

use random_runs::random_runs;
use sparrowfall::engine::parallel::Parallelism::Serial;
use sparrowfall::scenario::{Action, Intervention, Scenario};
use sparrowfall::simulation::Simulation;
use sparrowfall::timeline::branch::ORIGINAL;
use sparrowfall::timeline::{Arrival, DEFAULT_BUDGET, Timeline};

const DAYS: u32 = 200;

/// Numbers that look random, the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % limit
    }
}

/// A timeline that has lived all days with what a person did, and the hash of each day.
fn lived(scenario: Scenario, deeds: &[Intervention], budget: usize) -> (Timeline, Vec<u64>) {
    let mut timeline = Timeline::new(scenario, Serial, budget);
    let mut hashes = vec![timeline.simulation_mut().state_hash()];
    for _ in 0..DAYS {
        let today = timeline.simulation().next_date();
        deeds.iter().filter(|deed| deed.date == today).for_each(|deed| timeline.intervene(deed.action.clone()));
        timeline.step().unwrap();
        hashes.push(timeline.simulation_mut().state_hash());
    }
    (timeline, hashes)
}

#[test]
fn any_day_is_there_again() {
    let mut numbers = Numbers(1);
    // Room for everything, for a few states, for one, and for none.
    let budgets = [DEFAULT_BUDGET, 200_000, 40_000, 0];
    for (run, (scenario, deeds)) in random_runs(trials::trials(8), DAYS).enumerate() {
        let (mut timeline, hashes) = lived(scenario, &deeds, budgets[run % budgets.len()]);
        let whole = timeline.simulation().record().clone();
        for _ in 0..20 {
            // Most people go to the next day or the one before; some wait for what is prepared meanwhile.
            let day = match numbers.below(3) {
                0 => numbers.below(DAYS + 1),
                1 => timeline.day().saturating_sub(1),
                _ => (timeline.day() + 1).min(DAYS),
            };
            timeline.go_to(day).unwrap();
            assert_eq!(timeline.day(), day);
            assert_eq!(timeline.simulation_mut().state_hash(), hashes[day as usize], "run {run}, day {day}");
            assert!(timeline.simulation().record().days == whole.days[..day as usize]);
            while numbers.below(2) == 0 && timeline.prepare() {}
        }
        assert_eq!(timeline.branches().len(), 1);
        assert!(*timeline.branch().record() == whole);
        timeline.go_to(DAYS).unwrap();
        assert!(*timeline.simulation().record() == whole);
        assert_eq!(timeline.simulation().log(), timeline.branch().log());
    }
}

#[test]
fn no_branch_is_lost_and_each_is_its_scenario_and_its_log() {
    let mut numbers = Numbers(2);
    for (run, (scenario, deeds)) in random_runs(trials::trials(6), DAYS).enumerate() {
        let (mut timeline, hashes) = lived(scenario.clone(), &deeds, [DEFAULT_BUDGET, 100_000][run % 2]);
        let mut known: BTreeMap<(usize, u32), u64> = (0..).zip(hashes).map(|(day, hash)| ((0, day), hash)).collect();
        for (deed, choice) in deeds.iter().zip(1..) {
            let from = numbers.below(choice) as usize % timeline.branches().len();
            let day = numbers.below(timeline.branches()[from].days());
            timeline.go_towards(from, day, || false).unwrap();
            let new = timeline.branches().len();
            timeline.intervene(deed.action.clone());
            assert_eq!((timeline.branches().len(), timeline.present()), (new + 1, new));
            let fork = timeline.branch().fork().unwrap();
            assert_eq!((fork.parent, fork.days), (from, day));
            // Only its beginning is lived now; one that is not lived at all keeps what was to be done.
            for _ in 0..numbers.below(60) {
                timeline.step().unwrap();
                known.insert((new, timeline.day()), timeline.simulation_mut().state_hash());
            }
        }
        for ((branch, day), hash) in &known {
            if numbers.below(5) == 0 {
                timeline.go_towards(*branch, *day, || false).unwrap();
                assert_eq!(timeline.simulation_mut().state_hash(), *hash, "run {run}, branch {branch}, day {day}");
            }
        }
        let names: std::collections::BTreeSet<_> = timeline.branches().iter().map(|branch| &branch.name).collect();
        assert_eq!(names.len(), timeline.branches().len());
        for branch in 0..timeline.branches().len() {
            // One day more, so that what has been done since the last one is done.
            let days = timeline.branches()[branch].days() + 1;
            timeline.go_towards(branch, days, || false).unwrap();
            let mut repeated = Simulation::replay(scenario.clone(), timeline.branch().log(), Serial);
            (0..days).for_each(|_| repeated.step());
            assert_eq!(timeline.simulation_mut().state_hash(), repeated.state_hash(), "run {run}, branch {branch}");
            assert!(timeline.simulation().record() == repeated.record());
        }
    }
}

#[test]
fn a_branch_says_what_was_done_and_when() {
    let (scenario, _) = random_runs(1, DAYS).next().unwrap();
    let mut timeline = Timeline::new(scenario, Serial, DEFAULT_BUDGET);
    timeline.intervene(Action::StopCampaign);
    for _ in 0..30 {
        timeline.step().unwrap();
    }
    // Whoever goes on where the run has come to goes on with the same branch.
    timeline.intervene(Action::StartCampaign { effort: 1.0 });
    assert_eq!(timeline.branches().len(), 1);
    let date = timeline.simulation().record().days[10].date;
    let [first, second] = [10, 10].map(|day| {
        timeline.go_towards(0, day, || false).unwrap();
        timeline.intervene(Action::StartCampaign { effort: 0.5 });
        timeline.intervene(Action::TakeDownNets);
        timeline.branch().name.clone()
    });
    let date = sparrowfall::output::words::short_date(date);
    assert_eq!(first, format!("campaign started {date}"));
    assert_eq!(second, format!("campaign started {date} (2)"));
    assert_eq!(timeline.branches()[1].log().len(), 3);
    assert_eq!(timeline.rename(1, ORIGINAL), format!("{ORIGINAL} (2)"));
    assert_eq!(timeline.rename(1, "half effort"), "half effort");
    // What was done last on the first branch, and not lived yet, is still to be done there.
    timeline.go_towards(0, 30, || false).unwrap();
    assert_eq!(timeline.simulation().campaign_effort(), 1.0);
}

#[test]
fn a_way_that_ends_early_goes_on_later() {
    let (scenario, deeds) = random_runs(1, DAYS).next().unwrap();
    let (mut timeline, hashes) = lived(scenario, &deeds, 0);
    let mut days = 0;
    let mut calls = 0;
    loop {
        calls += 1;
        let mut asked = 0;
        let arrival = timeline.go_towards(0, 150, || {
            asked += 1;
            asked > 40
        });
        assert_eq!(timeline.simulation_mut().state_hash(), hashes[timeline.day() as usize]);
        if arrival.unwrap() == Arrival::There {
            break;
        }
        assert!(timeline.day() > days && timeline.day() < 150);
        days = timeline.day();
    }
    assert_eq!((timeline.day(), calls), (150, 4));
}

#[test]
fn it_takes_no_more_memory_than_it_may() {
    let (scenario, deeds) = random_runs(1, DAYS).next().unwrap();
    for budget in [0, 1, 20_000, 100_000, 1_000_000] {
        let (mut timeline, _) = lived(scenario.clone(), &deeds, budget);
        let records = timeline.branches().iter().map(|branch| std::mem::size_of_val(&branch.record().days[..]));
        let records = records.sum::<usize>() + 10_000;
        for day in [150, 3, 60, 61, 60, 59] {
            timeline.go_to(day).unwrap();
            while timeline.prepare() {}
            assert!(timeline.bytes() <= budget + records, "{} bytes of {budget}", timeline.bytes());
        }
    }
}
