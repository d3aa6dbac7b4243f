//! Contract: a study gives the same tables for any number of threads; an interrupted one resumes from what it has, and
//! ends as if nothing had happened; it uses no other study's journal, and destroys nothing without `--force`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod county;
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;
#[cfg(unix)]
use std::time::{Duration, Instant};

use county::small_county;
use program::{file, folder, names, sparrowfall, stderr, stdout};

fn panel(scenario: &Path, out: &Path, options: &[&str]) -> Command {
    let mut command = sparrowfall();
    command.args(["experiment", "county-panel", "--scenario"]).arg(scenario).args(options).arg("--out").arg(out);
    command
}

const FILES: [&str; 4] = ["counties.csv", "panel.svg", "study.ron", "summary.txt"];

#[test]
fn a_study_is_the_same_on_any_number_of_threads() {
    let folder = folder("study_threads");
    let county = file(&folder, "county.ron", &small_county(6));
    let outs = ["1", "3"].map(|threads| {
        let out = folder.join(threads);
        let run = panel(&county, &out, &["--counties", "4", "--threads", threads]).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert!(stdout(&run).contains("4 counties around") && stdout(&run).contains("it is not evidence"));
        assert_eq!(names(&out), FILES);
        out
    });
    for name in FILES {
        assert!(fs::read(outs[0].join(name)).unwrap() == fs::read(outs[1].join(name)).unwrap(), "{name} differs");
    }
    // A header, and six years of two runs of each county.
    assert_eq!(fs::read_to_string(outs[0].join("counties.csv")).unwrap().lines().count(), 1 + 4 * 2 * 6);
    let again = panel(&county, &outs[0], &["--counties", "4"]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("not empty"), "{}", stderr(&again));
}

#[cfg(unix)]
#[test]
fn an_interrupted_study_resumes_where_it_stopped() {
    let folder = folder("study_interrupted");
    let county = file(&folder, "county.ron", &small_county(6));
    let options = ["--counties", "40", "--threads", "2"];
    let whole = folder.join("whole");
    assert!(panel(&county, &whole, &options).output().unwrap().status.success());

    let out = folder.join("interrupted");
    let journal = out.join("unfinished");
    let mut child = panel(&county, &out, &options).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while fs::read_to_string(&journal).map_or(0, |text| text.lines().count()) < 4 {
        assert!(began.elapsed() < Duration::from_secs(120), "no county was finished");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(&out), ["unfinished"]);

    // Another study does not use it, and leaves it as it is.
    let before = fs::read(&journal).unwrap();
    let other = panel(&county, &out, &["--counties", "41"]).output().unwrap();
    assert_eq!(other.status.code(), Some(1));
    assert!(stderr(&other).contains("the beginning of a study with other settings"), "{}", stderr(&other));
    assert!(fs::read(&journal).unwrap() == before);

    // What the journal holds is not done again: a mark left in its first result appears in the table. A line cut off by
    // a crash does not count.
    let text = fs::read_to_string(&journal).unwrap();
    let mut lines = text.lines();
    let (first, entry) = (lines.next().unwrap(), lines.next().unwrap());
    let result = entry.splitn(4, ' ').nth(3).unwrap();
    let marked = result.replacen("peak_pests_per_m2:", "peak_pests_per_m2:777", 1);
    assert!(marked != result);
    let marked = format!("job {} {:08x} {marked}", marked.len(), crc32fast::hash(marked.as_bytes()));
    fs::write(&journal, format!("{first}\n{marked}\njob 2000 01234567 39 (county:(number:39,see")).unwrap();
    let run = panel(&county, &out, &options).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(names(&out), FILES);
    let [whole, resumed] = [whole, out].map(|out| fs::read_to_string(out.join("counties.csv")).unwrap());
    let differing: Vec<_> = whole.lines().zip(resumed.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!((whole.lines().count(), differing.len()), (resumed.lines().count(), 1), "{differing:?}");
    assert!(differing[0].1.contains(",777"), "{differing:?}");
}

/// A study is asked to end while it runs its first counties, which are so large that each takes minutes.
#[cfg(unix)]
#[test]
fn a_study_can_end_in_the_middle_of_a_county() {
    let folder = folder("study_large");
    let county = file(&folder, "county.ron", &small_county(400));
    let out = folder.join("out");
    let mut child = panel(&county, &out, &["--counties", "3"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    while !fs::read_to_string(out.join("unfinished")).is_ok_and(|journal| journal.ends_with('\n')) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(200));
    assert!(Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", stderr(&ended));
    assert_eq!(fs::read_to_string(out.join("unfinished")).unwrap().lines().count(), 1, "no county was finished");
}

#[test]
fn every_study_runs_and_says_what_its_numbers_are() {
    let folder = folder("studies");
    let county = file(&folder, "county.ron", &small_county(18));
    let cases: [(&[&str], &[&str]); 3] = [
        (&["exclosure", "--places", "2"], &["plots.csv", "ratios.svg", "study.ron", "summary.txt"]),
        (
            &["sparrow-removal", "--suitability", "-1,1.5", "--counties", "1"],
            &["removal.csv", "study.ron", "summary.txt"],
        ),
        (&["sensitivity", "--trajectories", "2"], &["effects.csv", "effects.svg", "study.ron", "summary.txt"]),
    ];
    for (arguments, files) in cases {
        let small = if arguments[0] == "sensitivity" { small_county(4) } else { small_county(18) };
        let county = if arguments[0] == "sensitivity" { file(&folder, "tiny.ron", &small) } else { county.clone() };
        let out = folder.join(arguments[0]);
        let mut command = sparrowfall();
        command.arg("experiment").args(arguments).arg("--scenario").arg(county).arg("--out").arg(&out);
        let run = command.output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", stderr(&run));
        assert!(stdout(&run).contains("It shows how mechanisms combine; it is not evidence."), "{arguments:?}");
        assert_eq!(names(&out), files);
    }
}

#[test]
fn wrong_settings_get_a_sentence() {
    let cases: [(&[&str], i32, &str); 4] = [
        (&["county-panel", "--scenario", "countyy"], 1, "county"),
        (&["county-panel", "--counties", "2"], 2, "3..=20000"),
        (&["sparrow-removal", "--suitability", "1,9"], 2, "a number from -6 to 6"),
        (&["exclosure", "--set", "pest.egg_hazard=7"], 1, "allowed: 0 to 1"),
    ];
    for (arguments, code, sentence) in cases {
        let run = sparrowfall().arg("experiment").args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{arguments:?}");
        assert!(stderr(&run).contains(sentence), "{arguments:?}: {}", stderr(&run));
    }
}
