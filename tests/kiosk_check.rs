//! Contract: `sparrowfall kiosk --check` says everything that is wrong with a configuration and fails, or says in a line what it means.

#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod program;

use std::fs;

use program::{file, folder, names, sparrowfall, stderr, stdout};
use sparrowfall::scenario::Scenario;

#[test]
fn a_configuration_is_checked() {
    let folder = folder("kiosk_check");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/kiosk.ron");
    let fine = sparrowfall().args(["kiosk", "--check", "--config", example]).output().unwrap();
    let sentence = stdout(&fine);
    assert!(fine.status.success() && stderr(&fine).is_empty(), "{}", stderr(&fine));
    assert_eq!(sentence.lines().count(), 1);
    let parts = [
        "fine. \"An exposed commune on the North China Plain\" (commune) in English at rest",
        "open Tue to Fri 10:00 to 18:00",
    ];
    assert!(parts.iter().all(|part| sentence.contains(part)), "{sentence}");

    fs::write(folder.join("kiosk.ron"), "(volume: 2,\n log: \"none/kiosk.log\")").unwrap();
    let check = || {
        let output =
            sparrowfall().current_dir(&folder).args(["kiosk", "--check", "--config", "kiosk.ron"]).output().unwrap();
        assert!(output.status.code() == Some(1) && stderr(&output).is_empty(), "{}", stderr(&output));
        stdout(&output)
    };
    assert_eq!(check(), "kiosk.ron:1:10: volume: found 2; allowed: 0 to 1\n");
    fs::write(folder.join("kiosk.ron"), "(log: \"none/kiosk.log\",\n scenario: \"ours.ron\")").unwrap();
    let ours = file(&folder, "ours.ron", &Scenario::default());
    let sentences = check();
    let lines: Vec<&str> = sentences.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("kiosk.ron:1:7: log: there is no folder none;"), "{sentences}");
    assert!(
        lines[1].starts_with("kiosk.ron:2:12: scenario: found ours.ron, whose timeline has no StartCampaign"),
        "{sentences}"
    );
    [ours, folder.join("kiosk.ron")].iter().for_each(|path| fs::remove_file(path).unwrap());
    assert_eq!(check(), "kiosk.ron: there is no file of this name\n");
    assert!(names(&folder).is_empty());
}
