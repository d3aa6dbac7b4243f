//! Contract: everything in the world of a run is either saved in snapshots, or follows from the scenario, or begins anew
//! each day, or belongs to the process. Whoever adds a component or a resource is told its name here, and must say which of
//! these it is: the first belongs into `State` (`src/simulation/state.rs`) and, if the model reads it, into the state hash
//! (`src/record/hash.rs`).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SAVED: &[&str] = &[
    "AgentId",
    "Band",
    "Calendar",
    "Campaign",
    "Census",
    "Crop",
    "Cues",
    "EggBank",
    "FieldYear",
    "Flock",
    "MassBalance",
    "Nets",
    "Position",
    "Record",
    "Recycling",
    "Residents",
    "Scenario",
    "Seed",
    "Shelter",
    "Society",
    "Tally",
    "Weather",
];
/// Or from what is saved, as the nest sites of a habitat do from the houses and trees that are left.
const OF_THE_SCENARIO: &[&str] = &["AgentLimits", "Cell", "Endowment", "Habitat", "Landscape"];
const OF_THE_DAY: &[&str] = &[
    "Demography",
    "FieldWork",
    "Flows",
    "FreeRows",
    "Industry",
    "Intake",
    "Labour",
    "Laid",
    "Leavers",
    "SocietyFlows",
];
const OF_THE_PROCESS: &[&str] = &["DayClock", "Followed", "Locks", "Parallelism", "PreviousPosition", "Watched"];

/// Adds the names of the components and resources that a file declares.
fn declared(text: &str, names: &mut BTreeSet<String>) {
    let mut is_of_the_world = false;
    for line in text.lines().map(str::trim) {
        if let Some(derived) = line.strip_prefix("#[derive(") {
            is_of_the_world |= derived.split([',', ')']).any(|name| ["Component", "Resource"].contains(&name.trim()));
        }
        let words: Vec<_> = line.split([' ', '<', '(', '{', ';']).collect();
        if let Some(at) = words.iter().position(|word| ["struct", "enum"].contains(word)).filter(|at| *at < 2) {
            if is_of_the_world {
                names.insert(words[at + 1].to_owned());
            }
            is_of_the_world = false;
        }
    }
}

fn walk(place: &Path, names: &mut BTreeSet<String>) {
    if place.is_dir() {
        fs::read_dir(place).unwrap().for_each(|entry| walk(&entry.unwrap().path(), names));
    } else {
        declared(&fs::read_to_string(place).unwrap(), names);
    }
}

#[test]
fn everything_in_the_world_is_saved_or_need_not_be() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(src).unwrap() {
        let place = entry.unwrap().path();
        // What window and kiosk keep is no part of a run.
        if !place.ends_with("window") && !place.ends_with("kiosk") {
            walk(&place, &mut names);
        }
    }
    let known: BTreeSet<String> =
        [SAVED, OF_THE_SCENARIO, OF_THE_DAY, OF_THE_PROCESS].concat().into_iter().map(str::to_owned).collect();
    assert_eq!(names, known, "what is to become of it when a run is saved?");
}
