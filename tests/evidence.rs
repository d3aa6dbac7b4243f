//! Contract: what the model was fitted to and what it was not, in the counties that the experiments draw. The county
//! panel has slopes and a national change within the bounds of the evidence, and no loss in 1958; nets against birds
//! raise pests as much as field experiments have found, and by different amounts from place to place. docs/ODD.md says
//! which parameters were fitted to which of these numbers.
//!
//! The panel takes minutes: `cargo test --release --test evidence -- --ignored --nocapture`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use sparrowfall::experiment::interrupt::Interrupt;
use sparrowfall::experiment::study::county::County;
use sparrowfall::experiment::study::county_panel::{Estimates, run_county};
use sparrowfall::experiment::study::{Study, batch};
use sparrowfall::scenario::{Document, open};

/// Counties in the panel, as many as the program uses by default.
const COUNTIES: usize = 240;

fn panel(seed: u64) -> Estimates {
    let Ok(Document::Scenario(base)) = open("county") else { panic!("county is a built-in scenario") };
    let interrupt = Interrupt::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let study = Study { base, seed, threads, folder: None, force: false, interrupt: &interrupt };
    let county = |number: usize| run_county(&study.base, County::draw(study.seed, number as u32), &interrupt);
    Estimates::from(&batch::run(&study, None, COUNTIES, "counties", county).unwrap())
}

#[test]
#[ignore = "480 runs of nine years take minutes"]
fn the_county_panel_agrees_with_the_study_of_real_counties() {
    // The seed with which the parameters were fitted, and one with which nothing was fitted.
    for seed in [1958, 1909] {
        let estimates = panel(seed);
        let [wheat, rice, sweet_potato] = estimates.slopes.map(|slope| 100.0 * (slope.unwrap().estimate.exp() - 1.0));
        let national = estimates.national_1959_61_percent();
        let first = estimates.national_percent[2];
        println!(
            "seed {seed}: wheat {wheat:+.1}, rice {rice:+.1}, sweet potato {sweet_potato:+.1} % a standard deviation"
        );
        println!("  national {first:+.2} % in 1958, {national:+.2} % in 1959-61");
        assert!((-10.7..=-6.7).contains(&wheat), "wheat {wheat}");
        assert!((-7.3..=-3.3).contains(&rice), "rice {rice}");
        assert!(sweet_potato >= -1.0, "sweet potato {sweet_potato}");
        assert!((-4.7..=-3.5).contains(&national), "1959-61 {national}");
        assert!(first >= -0.05, "1958 {first}");
    }
}

#[test]
fn nets_against_birds_raise_pests_as_field_experiments_have_found() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sparrowfall"));
    let run = program.args(["experiment", "exclosure", "--places", "40"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    let line = text.lines().find(|line| line.starts_with("all ")).unwrap();
    let numbers: Vec<f64> = line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect();
    let [cases, low, _, median, _, high] = numbers[..] else { panic!("{line}") };
    println!("{line}");
    assert_eq!(cases, 120.0, "three years in each place");
    assert!((1.1..=1.7).contains(&median), "median {median}");
    // The field studies report effects from none, or the reverse, to strong.
    assert!(low < 1.05 && high > 1.6, "5 % {low}, 95 % {high}");
}
