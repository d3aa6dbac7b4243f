//! Contract: what the model tells of one agent is what it counts for all: followed one by one, the agents of a land add up to the day's
//! flows and to the census; and whether one is followed changes no history.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use bevy_ecs::prelude::World;
use sparrowfall::ecology::census::Census;
use sparrowfall::ecology::flows::DemographicEvent::*;
use sparrowfall::ecology::followed::AgentDay;
use sparrowfall::ecology::pest::Band;
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::engine::agent::AgentId;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::series::DayRow;
use sparrowfall::simulation::Simulation;

fn ids(world: &World) -> Vec<AgentId> {
    let mut flocks = world.try_query::<(&AgentId, &Flock)>().unwrap();
    let mut bands = world.try_query::<(&AgentId, &Band)>().unwrap();
    flocks.iter(world).map(|(id, _)| *id).chain(bands.iter(world).map(|(id, _)| *id)).collect()
}

/// The next day of an agent, and the row and the census of that day.
fn next_day(simulation: &Simulation, id: AgentId) -> (Option<AgentDay>, DayRow, Census) {
    let mut fork = simulation.fork();
    fork.follow(Some(id));
    fork.step();
    let mut days = fork.take_diary();
    assert!(days.len() <= 1);
    let (row, census) = (*fork.record().days.last().unwrap(), *fork.world().resource::<Census>());
    (days.pop(), row, census)
}

fn assert_near(name: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 2e-3 * expected.abs() + 1e-6, "{name}: {found}, not {expected}");
}

#[test]
fn agents_add_up_to_the_day() {
    let mut scenario = common::two_years(5);
    scenario.sparrow.birds_per_flock = 12;
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    let mut seen = BTreeMap::<&str, u64>::new();
    // Spring, broods, summer, young that settle, merging in autumn and in spring, drives, and the second summer.
    let days = [61, 64, 110, 130, 150, 158, 170, 196, 201, 241, 305, 426, 473, 475, 503, 520, 560, 600];
    for day in days {
        while simulation.days_done() + 1 < day {
            simulation.step();
        }
        let before = ids(simulation.world());
        let told: Vec<_> = before.iter().map(|id| next_day(&simulation, *id)).collect();
        let (_, row, census) = told.last().unwrap().clone();
        let entries: Vec<&AgentDay> = told.iter().filter_map(|told| told.0.as_ref()).collect();
        assert_eq!(entries.len(), before.len(), "day {day}");
        let sum = |of: &dyn Fn(&AgentDay) -> f64| entries.iter().map(|day| of(day)).sum::<f64>();
        for (name, event, expected) in [
            ("killed", BirdsKilled, row.sparrows_killed),
            ("pests eaten", PestsEatenByBirds, row.pests_eaten_by_sparrows),
        ] {
            let found: u64 = entries.iter().map(|day| day.counts.get(event)).sum();
            assert_eq!(found, expected, "day {day}: {name}");
            *seen.entry(name).or_default() += found;
        }
        let grain = |of_flocks: bool| {
            sum(&|day| if day.before.flock().is_some() == of_flocks { day.meal.grain_kg } else { 0.0 })
        };
        let of_sparrows = row.grain_eaten_by_sparrows_kg + row.spilled_grain_eaten_by_sparrows_kg;
        for (name, found, expected) in [
            ("leaf", sum(&|day| day.meal.leaf_kg), row.leaf_eaten_by_pests_kg),
            ("grain of pests", grain(false), row.grain_eaten_by_pests_kg),
            ("grain of sparrows", grain(true), of_sparrows),
            ("weed seed", sum(&|day| day.meal.weed_kg), row.weed_seed_eaten_by_sparrows_kg),
        ] {
            assert_near(&format!("day {day}: {name}"), found, expected);
        }
        // Who is eaten is left to chance.
        let (caught, eaten) = (sum(&|day| day.meal.pests), row.pests_eaten_by_sparrows as f64);
        assert!((caught - eaten).abs() <= 6.0 * caught.sqrt() + 1.0, "day {day}: {caught} expected, {eaten} eaten");
        // What became of each: in the morning, after living, and in the evening, when others have taken some in.
        for entry in &entries {
            let count = |event| entry.counts.get(event);
            let (was, is) = (entry.before.number(), entry.after.number());
            match entry.before.flock() {
                Some(flock) => {
                    let grown = is + count(BirdsKilled) + count(BirdsDied) - was;
                    assert!(grown <= count(Fledged));
                    let young = u64::from(flock.brood.young) + count(BirdEggsLaid);
                    let gone = count(NestYoungDied) + count(NestYoungDestroyed) + count(Fledged);
                    assert_eq!(young - gone, u64::from(entry.after.flock().unwrap().brood.young), "day {day}");
                }
                None => assert_eq!(is, was - count(PestsEatenByBirds) - count(PestsDied), "day {day}"),
            }
            assert!(entry.host.is_none() || entry.end.is_none());
            *seen.entry("joined").or_default() += u64::from(entry.host.is_some());
            *seen.entry("hatched or laid").or_default() += count(BirdEggsLaid) + count(Fledged);
        }
        // Those who were not there in the morning are the only others in the evening.
        let mut after = simulation.fork();
        after.step();
        let evening: u64 = ids(after.world()).iter().map(|id| after.agent(*id).map_or(0, |(_, is)| is.number())).sum();
        assert_eq!(evening, census.birds + census.pests);
        let newcomers = ids(after.world()).into_iter().filter(|id| !before.contains(id));
        let new: u64 = newcomers.map(|id| after.agent(id).map_or(0, |(_, is)| is.number())).sum();
        let old: u64 = entries.iter().filter_map(|day| day.end).map(|end| end.number()).sum();
        assert_eq!(old + new, evening, "day {day}");
    }
    for (what, times) in &seen {
        assert!(*times > 0, "never: {what}");
    }
}

#[test]
fn following_changes_no_history() {
    let scenario = common::two_years(12);
    let run = |follows: bool| {
        let mut simulation = Simulation::new(scenario.clone(), Parallelism::Serial);
        let mut hashes = Vec::new();
        for day in 0..520 {
            if follows && day % 20 == 0 {
                let all = ids(simulation.world());
                simulation.follow(Some(all[day * 7 % all.len()]));
            }
            simulation.step();
            if day % 10 == 9 {
                hashes.push(simulation.state_hash());
            }
        }
        let told = simulation.take_diary().len();
        assert_eq!(told > 0, follows);
        hashes
    };
    assert_eq!(run(true), run(false));
}
