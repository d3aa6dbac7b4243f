//! Times each part of the day, at three sizes, on days in early summer. `cargo bench --no-default-features`
//!
//! A part is timed inside whole days, by the schedule's clock: on its own it would work on a state that never occurs.

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use sparrowfall::day::DaySystems;
use sparrowfall::experiment::threads;
use sparrowfall::scenario::{Document, Scenario, open};
use sparrowfall::simulation::Simulation;
use strum::VariantArray;

/// The days timed: from the weeks of the first wheat harvest, while sparrows breed and pests hatch.
const DAYS: std::ops::Range<u32> = 150..210;

/// Sides of the land, fields. Every sparrow is an agent, and there are about 20 of them per field in early summer.
const SIDES: [u32; 3] = [24, 72, 224];

fn scenario(side: u32) -> Option<Scenario> {
    let Ok(Document::Scenario(mut scenario)) = open("million") else { return None };
    (scenario.landscape.fields_wide, scenario.landscape.fields_high) = (side, side);
    Some(scenario)
}

fn prepared(scenario: &Scenario) -> Simulation {
    let mut simulation = Simulation::new(scenario.clone(), threads::set_up(threads::number(None)));
    (0..DAYS.start).for_each(|_| simulation.step());
    simulation.add_clock();
    simulation
}

fn parts_of_the_day(criterion: &mut Criterion) {
    for side in SIDES {
        let Some(scenario) = scenario(side) else { return };
        let mut simulation = prepared(&scenario);
        let mut group = criterion.benchmark_group(format!("{side} x {side} fields"));
        group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
        for (index, part) in DaySystems::VARIANTS.iter().copied().enumerate() {
            group.bench_function(format!("{part:?}"), |bencher| {
                bencher.iter_custom(|days| {
                    let mut spent = Duration::ZERO;
                    for _ in 0..days {
                        if simulation.days_done() >= DAYS.end {
                            simulation = prepared(&scenario);
                        }
                        let clock =
                            |simulation: &Simulation| simulation.clock().map_or(Duration::ZERO, |c| c.spent[index]);
                        let before = clock(&simulation);
                        simulation.step();
                        spent += clock(&simulation) - before;
                    }
                    spent
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, parts_of_the_day);
criterion_main!(benches);
