//! Contract: `compare` runs every variant with the same seeds and gives the same files for any number of threads, before
//! and after an interruption; what is compared is what `run` writes; `plot` draws finished runs as `compare` does; what
//! cannot be compared is refused with a sentence.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
#[cfg(unix)]
use std::time::{Duration, Instant};

use common::two_years;
use program::{file, folder, names, sparrowfall, stderr, stdout};
use sparrowfall::scenario::Scenario;

const FILES: [&str; 10] = [
    "comparison.png",
    "comparison.svg",
    "days.csv",
    "days.parquet",
    "differences.csv",
    "differences.parquet",
    "study.ron",
    "summary.txt",
    "years.csv",
    "years.parquet",
];

fn compare(sources: &[&Path], options: &[&str], out: &Path) -> Command {
    let mut command = sparrowfall();
    command.arg("compare").args(sources).args(options).arg("--out").arg(out);
    command
}

fn done(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_comparison_is_the_same_on_any_number_of_threads_and_pairs_by_seed() {
    let folder = folder("compare_threads");
    let place = file(&folder, "place.ron", &two_years(6));
    let outs = ["1", "2", "3"].map(|threads| {
        let out = folder.join(threads);
        let run = done(compare(&[&place], &["--seeds", "3", "--threads", threads], &out));
        for words in
            ["3 seeds (1958 to 1960)", "with campaign", "without campaign", "it is not evidence", "95 % interval"]
        {
            assert!(stdout(&run).contains(words), "no {words:?} in {}", stdout(&run));
        }
        assert_eq!(names(&out), FILES);
        out
    });
    for name in FILES {
        let [first, others @ ..] = outs.each_ref().map(|out| fs::read(out.join(name)).unwrap());
        assert!(others.iter().all(|other| *other == first), "{name} differs");
    }
    // Until the campaign begins, in the second year, a seed has the same history with and without it.
    let text = read(&outs[0], "years.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 2 * 3 * 2);
    for (with, without) in rows[..6].iter().zip(&rows[6..]) {
        assert_eq!((with[0], without[0]), ("with campaign", "without campaign"));
        assert_eq!(with[1..3], without[1..3], "the same seed and year");
        assert_eq!(with[3..] == without[3..], with[2] == "1957", "{with:?} {without:?}");
    }
    // What is compared is what `run` writes for that seed.
    let run = folder.join("run");
    let mut command = sparrowfall();
    command.arg("run").arg(&place).args(["--seed", "1960", "--out"]).arg(&run);
    done(command);
    let harvests = read(&run, "harvests.csv");
    for (line, row) in harvests.lines().skip(1).zip(&rows[4..6]) {
        assert_eq!(line, row[2..].join(","));
    }
    let [svg, png] = ["comparison.svg", "comparison.png"].map(|name| fs::read(outs[0].join(name)).unwrap());
    assert!(svg.starts_with(b"<svg") && svg.ends_with(b"</svg>\n") && png.starts_with(b"\x89PNG"));
    let again = compare(&[&place], &["--seeds", "3"], &outs[0]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("it holds complete results (with study.ron)"), "{}", stderr(&again));
}

#[cfg(unix)]
#[test]
fn an_interrupted_comparison_resumes_where_it_stopped() {
    let folder = folder("compare_interrupted");
    let place = file(&folder, "place.ron", &two_years(10));
    let options = ["--seeds", "12", "--threads", "2"];
    let whole = folder.join("whole");
    done(compare(&[&place], &options, &whole));

    for (signal, code) in [("-TERM", Some(130)), ("-KILL", None)] {
        let out = folder.join(signal);
        let journal = out.join("unfinished");
        let mut child = compare(&[&place], &options, &out).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let began = Instant::now();
        while fs::read_to_string(&journal).map_or(0, |text| text.lines().count()) < 4 {
            assert!(began.elapsed() < Duration::from_secs(120), "no run was finished");
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), code);
        let other = compare(&[&place], &["--seeds", "11"], &out).output().unwrap();
        assert!(stderr(&other).contains("the beginning of a study with other settings"), "{}", stderr(&other));
        done(compare(&[&place], &options, &out));
        assert_eq!(names(&out), FILES);
        for name in FILES {
            assert!(fs::read(whole.join(name)).unwrap() == fs::read(out.join(name)).unwrap(), "{name} differs");
        }
    }
}

#[test]
fn finished_runs_are_compared_and_drawn_as_they_are() {
    let folder = folder("compare_finished");
    let place = file(&folder, "place.ron", &Scenario { title: "一个公社".into(), ..two_years(5) });
    let runs = [("with", "as-written"), ("without", "off")].map(|(name, campaign)| {
        let out = folder.join(name);
        let mut command = sparrowfall();
        command.arg("run").arg(&place).args(["--campaign", campaign, "--out"]).arg(&out);
        done(command);
        out
    });
    let sources = runs.each_ref().map(|run| run.as_path());
    let compared = folder.join("compared");
    done(compare(&sources, &[], &compared));
    let drawn = folder.join("drawn");
    let plot = |runs: &[&Path], out: &Path| {
        let mut command = sparrowfall();
        command.arg("plot").args(runs).arg("--out").arg(out);
        command
    };
    let said = stdout(&done(plot(&sources, &drawn)));
    assert!(said.contains("With one seed there is no interval"), "{said}");
    assert_eq!(names(&drawn), ["runs.png", "runs.svg"]);
    for (of_runs, of_comparison) in [("runs.svg", "comparison.svg"), ("runs.png", "comparison.png")] {
        assert!(fs::read(drawn.join(of_runs)).unwrap() == fs::read(compared.join(of_comparison)).unwrap(), "{of_runs}");
    }
    // The scenario itself gives the same numbers under other names.
    let simulated = folder.join("simulated");
    done(compare(&[&place], &[], &simulated));
    let numbers =
        |out: &Path| read(out, "days.csv").replace("without campaign", "without").replace("with campaign", "with");
    assert!(numbers(&compared) == numbers(&simulated));

    // The finished run's tables are used, and other seeds are run from its run.ron: without the tables, only the latter.
    let broken = folder.join("broken");
    fs::create_dir(&broken).unwrap();
    fs::copy(runs[0].join("run.ron"), broken.join("run.ron")).unwrap();
    let without_its_own = ["--seeds", "2", "--seed", "1959"];
    done(compare(&[&broken, &runs[1]], &without_its_own, &folder.join("others")));
    for (tables, sentence) in [
        (None, "this table of the run is not there"),
        (Some(&runs[1]), "this table is not of the run in the run.ron beside it"),
    ] {
        for name in ["daily.parquet", "harvests.parquet"] {
            tables.map(|from| fs::copy(from.join(name), broken.join(name)).unwrap());
        }
        for mut command in
            [plot(&[&broken, &runs[1]], &folder.join("x")), compare(&[&broken, &runs[1]], &[], &folder.join("x"))]
        {
            let refused = command.output().unwrap();
            let place = "broken/daily.parquet: ";
            assert_eq!(refused.status.code(), Some(1));
            assert!(
                stderr(&refused).contains(&format!("{place}{sentence}; `sparrowfall run ")),
                "{}",
                stderr(&refused)
            );
        }
    }
    fs::write(broken.join("daily.parquet"), "PAR1 nonsense PAR1").unwrap();
    let refused = plot(&[&broken], &folder.join("x")).output().unwrap();
    assert!(stderr(&refused).contains("this table cannot be read"), "{}", stderr(&refused));
    assert!(!folder.join("x").exists());
}

#[test]
fn runs_that_differ_only_in_their_seeds_are_one_line() {
    let folder = folder("plot_seeds");
    let short = Scenario { end: jiff::civil::date(1957, 6, 30), timeline: Vec::new(), ..two_years(4) };
    let place = file(&folder, "place.ron", &short);
    let runs = ["1", "2", "3"].map(|seed| {
        let out = folder.join(format!("run_{seed}"));
        let mut command = sparrowfall();
        command.arg("run").arg(&place).args(["--seed", seed, "--out"]).arg(&out);
        done(command);
        out
    });
    let mut command = sparrowfall();
    command.arg("plot").args(&runs).arg("--out").arg(folder.join("out"));
    let said = stdout(&done(command));
    assert!(said.contains("3 seeds (1 to 3), 1 Jan 1957 to 30 Jun 1957") && !said.contains("run_2"), "{said}");
}

#[test]
fn a_character_without_a_glyph_is_told() {
    let folder = folder("compare_glyph");
    let short = Scenario { title: "麻雀 🐦".into(), end: jiff::civil::date(1957, 1, 9), ..two_years(4) };
    let place = file(&folder, "place.ron", &short);
    let out = folder.join("out");
    let run = done(compare(&[&place], &[], &out));
    let told = "The font of the PNG lacks these characters, so each is drawn as \"?\": 🐦.";
    assert_eq!(stderr(&run).matches(told).count(), 1, "{}", stderr(&run));
    assert!(read(&out, "comparison.svg").contains(">麻雀 🐦</text>"));
}

#[test]
fn what_cannot_be_compared_gets_a_sentence() {
    let folder = folder("compare_wrong");
    let place = file(&folder, "place.ron", &two_years(4)).display().to_string();
    let later = Scenario { start: jiff::civil::date(1957, 2, 1), ..two_years(4) };
    let later = file(&folder, "later.ron", &later).display().to_string();
    let nothing = folder.join("nothing");
    fs::create_dir(&nothing).unwrap();
    let nothing = nothing.display().to_string();
    let cases: [(&[&str], i32, &str); 14] = [
        (&["compare"], 2, "SCENARIO"),
        (&["compare", &place, "--campaign", "off"], 1, "--campaign on,off"),
        (&["compare", &place, "--campaign", "on,of"], 2, "possible values: on, off, as-written"),
        (&["compare", &place, "--campaign", "off,off"], 1, "given twice"),
        (&["compare", &place, "tiny", "--campaign", "on,off"], 1, "with several scenarios give one"),
        (&["compare", &place, &place], 1, "this is named twice"),
        (&["compare", &place, &later], 1, "later: its first day is 1957-02-01, but that of place is 1957-01-01"),
        (&["compare", &place, "comune"], 1, "nearest valid name is commune"),
        (&["compare", &place, &nothing], 1, "there is no run.ron in this folder"),
        (&["compare", &place, "--seeds", "0"], 2, "1..=1000"),
        (&["compare", &place, "--until", "1950-01-01"], 1, "--until"),
        (&["compare", &place, "--force"], 2, "--out"),
        (&["plot", &nothing, "--out", "x"], 1, "there is no run.ron in this folder"),
        (&["plot", "tiny", "--out", "x"], 1, "there is no run.ron"),
    ];
    for (arguments, code, sentence) in cases {
        let output = sparrowfall().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(sentence), "{arguments:?}: no {sentence:?} in {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
}
