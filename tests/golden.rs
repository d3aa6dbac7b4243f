//! Contract: a built-in scenario runs as it did when its golden hash was committed, unless somebody changed the model and
//! said why.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use sparrowfall::ecology::schedule::Parallelism;
use sparrowfall::scenario::{BUILT_IN, Document, Scenario, parse};
use sparrowfall::simulation::Simulation;

const HEAD: &str = "\
# Golden hashes: the state hash of each built-in scenario, without threads, after some days.
# They change only when the model or a scenario changes. Whoever changes them writes a line into CHANGELOG.md that says what
# changed and why, and then runs: UPDATE_GOLDEN=1 cargo test --release --test golden
#
# scenario, days, state hash
";

/// Days to run: fewer where a day is much work.
fn days_of(scenario: &Scenario) -> u32 {
    let fields = u64::from(scenario.landscape.fields_wide) * u64::from(scenario.landscape.fields_high);
    match fields {
        ..=4_096 => 400,
        4_097..=32_768 => 250,
        _ => 12,
    }
}

fn computed() -> String {
    let mut text = HEAD.to_owned();
    for built_in in BUILT_IN {
        let Ok(Document::Scenario(scenario)) = parse(built_in.text, built_in.name) else {
            panic!("{} is no valid scenario", built_in.name);
        };
        let days = days_of(&scenario);
        let mut simulation = Simulation::new(scenario, Parallelism::Serial);
        (0..days).for_each(|_| simulation.step());
        writeln!(text, "{} {days} {:016x}", built_in.name, simulation.state_hash()).unwrap();
    }
    text
}

fn entries(text: &str) -> BTreeMap<&str, &str> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect()
}

#[test]
fn built_in_scenarios_run_as_they_did() {
    assert!(!BUILT_IN.is_empty(), "there is no built-in scenario");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_hashes.txt");
    let computed = computed();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &computed).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(entries(&computed), entries(&golden), "see the head of tests/golden_hashes.txt");
}
