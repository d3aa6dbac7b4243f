//! Contract: a real window that nobody touches simulates each day of a scenario, or of a run in which a person used the
//! switch, as a headless run does: whatever its widgets show, none of them intervenes.
//!
//! It needs a display and a graphics adapter, so the gate runs it under a virtual display. More than the gate's five runs:
//! `TRIALS=30 xvfb-run -a -s -noreset cargo test --release --test window_against_headless -- --ignored`.
#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod random_runs;
mod trials;

use std::path::Path;
use std::process::Command;

use random_runs::random_runs;
use sparrowfall::record::provenance::VERSION;
use sparrowfall::record::run_file;
use sparrowfall::scenario::{SCHEMA, SavedRun};
use trials::trials;

const DAYS: u32 = 150;

/// The lines of a run that give the hashes of days.
fn days_of(command: &mut Command) -> Vec<String> {
    let output = command.arg("--hash-every-day").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let is_of_a_day = |line: &&str| line.starts_with("195") && line.len() == "1957-01-01 0123456789abcdef".len();
    text.lines().filter(is_of_a_day).map(String::from).collect()
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn a_window_lives_each_day_as_a_headless_run_does() {
    let program = env!("CARGO_BIN_EXE_sparrowfall");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window_against_headless");
    std::fs::create_dir_all(&folder).unwrap();
    let (file, picture) = (folder.join("run.ron"), folder.join("picture.png"));
    for (number, (scenario, interventions)) in random_runs(trials(5), DAYS).enumerate() {
        let last_day = scenario.end;
        let (version, state_hash) = (VERSION.into(), "0".repeat(16));
        let run = SavedRun { schema: SCHEMA, version, last_day, state_hash, scenario, interventions };
        std::fs::write(&file, run_file::text(&run).unwrap()).unwrap();
        // Setting the last day is a change, even to the same day, so no hash is compared with the one in the file.
        let mut headless = Command::new(program);
        let expected = days_of(headless.arg("run").arg(&file).args(["--until", &last_day.to_string()]));
        assert_eq!(expected.len(), DAYS as usize);
        let mut window = Command::new(program);
        let lived = days_of(
            window
                .arg("window")
                .arg(&file)
                .args(["--after-days", &DAYS.to_string(), "--days-per-second", "60", "--screenshot"])
                .arg(&picture),
        );
        let differs = expected.iter().zip(&lived).position(|(a, b)| a != b);
        assert!(
            differs.is_none() && lived.len() == expected.len(),
            "run {number} differs from day {differs:?} on: {run:#?}"
        );
        println!("run {number}: {} deeds, the same {DAYS} days", run.interventions.len());
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
