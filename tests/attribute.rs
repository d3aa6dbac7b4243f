//! Contract: `attribute` gives the same files for any number of threads, before and after an interruption; the levers' parts
//! add up to what all levers do together; what cannot be attributed is refused with a sentence.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
#[cfg(unix)]
use std::time::{Duration, Instant};

use common::two_years;
use jiff::civil::date;
use program::{file, folder, names, sparrowfall, stderr, stdout};
use sparrowfall::scenario::{Action, Intervention, Scenario};

const FILES: [&str; 6] =
    ["attribution.csv", "attribution.parquet", "shares.png", "shares.svg", "study.ron", "summary.txt"];

/// A small place with people, in which four levers are moved until the end of 1958, and one later.
fn place() -> Scenario {
    let mut place = two_years(8);
    place.people.initial_people_per_ha = 6.0;
    place.labour.workers_per_ha = 2.0;
    let moved = [
        (date(1958, 1, 1), "plan.fallow_share", 0.2),
        (date(1958, 6, 1), "plan.steel_share", 0.5),
        (date(1958, 6, 1), "plan.exaggeration", 0.3),
        (date(1959, 1, 1), "plan.irrigation_share", 0.2),
    ];
    let set = |(date, path, value): (_, &str, _)| Intervention {
        date,
        action: Action::SetParameter { path: path.into(), value },
    };
    place.timeline.extend(moved.map(set));
    place.timeline.sort_by_key(|event| event.date);
    place.end = date(1960, 12, 31);
    place
}

fn attribute(scenario: &Path, options: &[&str], out: &Path) -> Command {
    let mut command = sparrowfall();
    command.arg("attribute").arg(scenario).args(["--years", "1958"]).args(options).arg("--out").arg(out);
    command
}

fn done(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output
}

/// The rows of the table, each as its cells by their names.
fn table(out: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(out.join("attribution.csv")).unwrap();
    let names: Vec<_> = text.lines().next().unwrap().split(',').collect();
    let row = |line: &str| {
        // Only units may be in quotation marks.
        let line = line.replace("1000 people, all", "1000 people; all").replace('"', "");
        let cells: Vec<_> = line.split(',').map(String::from).collect();
        assert_eq!(cells.len(), names.len(), "{line}");
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect()
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn an_attribution_is_the_same_on_any_number_of_threads_and_adds_up() {
    let folder = folder("attribute_threads");
    let scenario = file(&folder, "place.ron", &place());
    let outs = ["1", "2"].map(|threads| {
        let out = folder.join(threads);
        let said = stdout(&done(attribute(&scenario, &["--seeds", "3", "--threads", threads], &out)));
        // Irrigation comes after the year that is asked for. With n levers there are 4 (n - 1) runs for each seed.
        for words in ["3 seeds (1958 to 1960); 4 levers", "in 36 runs", "Deaths of hunger", "it is not evidence"] {
            assert!(said.contains(words), "no {words:?} in {said}");
        }
        assert!(!said.contains("Irrigation"), "{said}");
        assert_eq!(names(&out), FILES);
        out
    });
    for name in FILES {
        assert!(fs::read(outs[0].join(name)).unwrap() == fs::read(outs[1].join(name)).unwrap(), "{name} differs");
    }
    let rows = table(&outs[0]);
    assert_eq!(rows.len(), 4 * 4);
    for outcome in ["output", "food_in_country", "hunger_deaths_official", "hunger_deaths_adjusted"] {
        let rows: Vec<_> = rows.iter().filter(|row| row["outcome"] == outcome).collect();
        let number = |row: usize, name: &str| rows[row][name].parse::<f64>().unwrap();
        let sum: f64 = (0..4).map(|row| number(row, "shapley")).sum();
        let change = number(0, "change");
        assert!((sum - change).abs() <= 1e-9 * change.abs(), "{outcome}: {sum}, not {change}");
        assert!((number(0, "all") - number(0, "none") - change).abs() <= 1e-9 * number(0, "none"), "{outcome}");
        assert!(
            (0..4).any(|row| number(row, "shapley") != 0.0) || outcome.starts_with("hunger"),
            "{outcome}: nothing happens"
        );
        let is_inside = |row| (number(row, "low")..=number(row, "high")).contains(&number(row, "shapley"));
        assert!((0..4).all(is_inside), "{outcome}");
    }
    let again = attribute(&scenario, &["--seeds", "3"], &outs[0]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("it holds complete results (with study.ron)"), "{}", stderr(&again));
}

/// Contract: `none` and `all` are the runs that `run` makes of the scenario without its levers and with them.
#[test]
fn the_ends_are_the_runs_that_anybody_can_make() {
    let folder = folder("attribute_ends");
    let whole = place();
    let scenario = file(&folder, "place.ron", &whole);
    let out = folder.join("out");
    done(attribute(&scenario, &["--seeds", "2"], &out));
    let bare = file(&folder, "bare.ron", &whole.clone().without(&whole.levers()));
    let row = table(&out).remove(0);
    for (name, scenario) in [("all", &scenario), ("none", &bare)] {
        let reaped = ["1958", "1959"].map(|seed| {
            let run = folder.join(format!("{name}_{seed}"));
            let mut command = sparrowfall();
            command.arg("run").arg(scenario).args(["--until", "1958-12-31", "--seed", seed, "--out"]).arg(&run);
            done(command);
            let harvests = fs::read_to_string(run.join("harvests.csv")).unwrap();
            let line = harvests.lines().find(|line| line.starts_with("1958,")).unwrap();
            line.split(',').nth(2).unwrap().parse::<f64>().unwrap()
        });
        let mean = 0.5 * (reaped[0] + reaped[1]);
        // Harvests are written to the kilogram.
        assert!((row[name].parse::<f64>().unwrap() - mean).abs() < 0.001, "{name}: {mean}, {row:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_attribution_resumes_where_it_stopped() {
    let folder = folder("attribute_interrupted");
    let scenario = file(&folder, "place.ron", &place());
    let options = ["--seeds", "8", "--threads", "2"];
    let whole = folder.join("whole");
    done(attribute(&scenario, &options, &whole));
    let out = folder.join("interrupted");
    let journal = out.join("unfinished");
    let mut child = attribute(&scenario, &options, &out).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while fs::read_to_string(&journal).map_or(0, |text| text.lines().count()) < 4 {
        assert!(began.elapsed() < Duration::from_secs(120), "no run was finished");
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(&out), ["unfinished"]);
    let other = attribute(&scenario, &["--seeds", "9"], &out).output().unwrap();
    assert!(stderr(&other).contains("the beginning of a study with other settings"), "{}", stderr(&other));
    done(attribute(&scenario, &options, &out));
    assert_eq!(names(&out), FILES);
    for name in FILES {
        assert!(fs::read(whole.join(name)).unwrap() == fs::read(out.join(name)).unwrap(), "{name} differs");
    }
}

#[test]
fn without_people_only_harvests_are_told() {
    let folder = folder("attribute_nobody");
    let mut place = place();
    place.people.initial_people_per_ha = 0.0;
    let scenario = file(&folder, "place.ron", &place);
    let out = folder.join("out");
    let said = stdout(&done(attribute(&scenario, &["--seeds", "2"], &out)));
    assert!(said.contains("This scenario does not count people") && !said.contains("Deaths of hunger"), "{said}");
    assert!(table(&out).iter().all(|row| row["outcome"] == "output"));
}

#[test]
fn what_cannot_be_attributed_gets_a_sentence() {
    let cases: [(&[&str], i32, &str); 7] = [
        (&["commune"], 1, "moves fewer than two levers until 1961-12-31 (found: sparrows)"),
        (&["left_alone"], 1, "(found: none), so there is nothing to divide among them"),
        (&["great_leap", "--years", "1956-1958"], 1, "--years: found 1956-1958; allowed: whole calendar years"),
        (&["great_leap", "--years", "1959-2800"], 1, "from the first day, 1957-01-01, to 2100-12-31"),
        (&["great_leap", "--years", "1961-1959"], 2, "write the first and the last year, such as 1959-1961"),
        (&["great_leap", "--seeds", "1"], 2, "2..=10000"),
        (&["grat_leap"], 1, "great_leap"),
    ];
    for (arguments, code, sentence) in cases {
        let run = sparrowfall().arg("attribute").args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {}", stderr(&run));
        assert!(stderr(&run).contains(sentence), "{arguments:?}: {}", stderr(&run));
    }
}
