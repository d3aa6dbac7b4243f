//! Contract: a built-in scenario runs as it did when its golden hash was committed, unless somebody changed the model
//! and said why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::experiment::jobs::for_all;
use sparrowfall::scenario::{BUILT_IN, BuiltIn, Document, Scenario, parse};
use sparrowfall::simulation::Simulation;

const HEAD: &str = "\
# Golden hashes: the state hash of each built-in scenario, without threads, after some days.
# They change only when the model or a scenario changes. Whoever changes them writes a line into CHANGELOG.md that says what
# changed and why, and then runs: UPDATE_GOLDEN=1 cargo test --release --test golden
#
# scenario, days, state hash
";

/// Days to run: for a commune, until the campaign has begun and, in one scenario, has been stopped; for more land,
/// until sparrows breed.
fn days_of(scenario: &Scenario) -> u32 {
    let fields = u64::from(scenario.landscape.fields_wide) * u64::from(scenario.landscape.fields_high);
    if fields <= 32_768 { 680 } else { 120 }
}

fn entry(built_in: &BuiltIn) -> String {
    let Ok(Document::Scenario(scenario)) = parse(built_in.text, built_in.name) else {
        panic!("{} is not a valid scenario", built_in.name);
    };
    let days = days_of(&scenario);
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    (0..days).for_each(|_| simulation.step());
    format!("{} {days} {:016x}\n", built_in.name, simulation.state_hash())
}

fn computed() -> String {
    HEAD.to_owned() + &for_all(BUILT_IN, entry).concat()
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
    let hashes: BTreeSet<_> = entries(&computed).into_values().collect();
    assert_eq!(
        hashes.len(),
        BUILT_IN.len(),
        "two scenarios run alike, so their hashes distinguish nothing:\n{computed}"
    );
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(entries(&computed), entries(&golden), "see the head of tests/golden_hashes.txt");
}
