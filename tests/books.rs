//! Contract: every animal and every kilogram is counted once; the books balance on every day.

mod common;

use sparrowfall::ecology::schedule::Parallelism;
use sparrowfall::record::books::Books;
use sparrowfall::record::ledger::Event;
use sparrowfall::scenario::Scenario;
use sparrowfall::simulation::Simulation;

/// Runs two years and gives the books at the end.
fn books_of(scenario: Scenario) -> Books {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        simulation.step();
        let date = simulation.date();
        simulation.audit().unwrap_or_else(|imbalance| panic!("{date:?}: {imbalance}"));
    }
    assert_eq!(simulation.days_done(), 730);
    simulation.world().resource::<Books>().clone()
}

/// Books in which nothing happened would always balance.
fn assert_lively(books: &Books) {
    use Event::*;
    for event in [
        EggsLaid,
        EggsDied,
        Hatched,
        PestsEatenByBirds,
        PestsDied,
        BirdEggsLaid,
        NestYoungDied,
        NestYoungDestroyed,
        Fledged,
        BirdsDied,
        BirdsKilled,
    ] {
        assert!(books.events_since_start.get(event) > 0, "no {event:?} in two years");
    }
    let ledger = &books.ledger_since_start;
    for (kg, of) in [
        (ledger.leaf_eaten_by_pests_kg, "leaf eaten by pests"),
        (ledger.grain_eaten_by_birds_kg, "grain eaten by birds"),
        (ledger.grain_reaped_kg, "grain reaped"),
        (ledger.grain_spoiled_kg, "grain spoiled"),
        (ledger.weed_eaten_by_birds_kg, "weed seed eaten by birds"),
    ] {
        assert!(kg > 0.0, "no {of} in two years");
    }
}

#[test]
fn books_balance_for_three_seeds_with_the_campaign() {
    for seed in [1, 2, 1958] {
        assert_lively(&books_of(Scenario { seed, ..common::two_years(24) }));
    }
}

#[test]
fn books_balance_without_the_campaign() {
    let books = books_of(common::two_years(24).without_campaign());
    assert_eq!(books.events_since_start.get(Event::BirdsKilled), 0);
    assert_eq!(books.events_since_start.get(Event::NestYoungDestroyed), 0);
}

#[test]
fn books_balance_where_every_agent_is_one_animal() {
    let mut scenario = common::two_years(4);
    scenario.pest.animals_per_band = 1;
    scenario.sparrow.birds_per_flock = 1;
    // Few enough pests to be followed one by one.
    scenario.pest.initial_eggs_per_m2 = 0.05;
    let books = books_of(scenario);
    assert!(books.events_since_start.get(Event::Hatched) > 0 && books.events_since_start.get(Event::Fledged) > 0);
}
