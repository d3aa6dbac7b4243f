//! Contract: the command line does what its help says, refuses wrong input with a sentence, and destroys nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use std::fs;
#[cfg(unix)]
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Output;
#[cfg(unix)]
use std::process::{Command, Stdio};

use common::two_years;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use program::{file, folder, names, sparrowfall, stderr, stdout};
use sparrowfall::scenario::Scenario;

const FILES: [&str; 5] = ["daily.csv", "daily.parquet", "harvests.csv", "harvests.parquet", "run.ron"];

/// The state hash in the last line on standard output.
fn state_hash(output: &Output) -> String {
    let text = stdout(output);
    let last = text.lines().last().unwrap_or_default();
    let hash = last.strip_prefix("state-hash: ").unwrap_or_else(|| panic!("last line: {last:?}\n{}", stderr(output)));
    assert!(hash.len() == 16 && hash.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')), "{hash:?}");
    hash.to_owned()
}

fn assert_complete(out: &Path) {
    assert_eq!(names(out), FILES, "these files and no others");
}

#[test]
fn a_run_is_repeated_from_its_files() {
    let folder = folder("repeat");
    let scenario = file(&folder, "place.ron", &two_years(8));
    let out = folder.join("out");
    let changes = ["--seed", "18446744073709551615", "--until", "1958-09-30", "--set", "sparrow.clutch_eggs=4.25"];
    let first = sparrowfall().arg("run").arg(&scenario).args(changes).arg("--out").arg(&out).output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert_complete(&out);
    let again = sparrowfall().arg("run").arg(out.join("run.ron")).output().unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(state_hash(&again), state_hash(&first));
    assert!(stdout(&again).contains("repeated bit for bit"), "{}", stdout(&again));

    // The files of the repeated run are the same to the last byte.
    let second = folder.join("second");
    let status = sparrowfall().arg("run").arg(out.join("run.ron")).arg("--out").arg(&second).output().unwrap().status;
    assert!(status.success());
    for name in FILES {
        assert!(fs::read(out.join(name)).unwrap() == fs::read(second.join(name)).unwrap(), "{name} differs");
    }
}

#[test]
fn a_run_that_is_not_repeated_fails_unless_it_was_changed() {
    let folder = folder("not_repeated");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    let run =
        sparrowfall().arg("run").arg(&scenario).args(["--until", "1957-06-30", "--out"]).arg(&out).output().unwrap();
    let recorded = out.join("run.ron");
    let text = fs::read_to_string(&recorded).unwrap();
    // The hash in capitals is the same hash.
    fs::write(&recorded, text.replace(&state_hash(&run), &state_hash(&run).to_uppercase())).unwrap();
    let again = sparrowfall().arg("run").arg(&recorded).output().unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    let text = text.replace(&state_hash(&run), "0123456789abcdef");
    fs::write(&recorded, text).unwrap();
    let again = sparrowfall().arg("run").arg(&recorded).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(
        stderr(&again).contains("0123456789abcdef") && stderr(&again).contains("not repeated"),
        "{}",
        stderr(&again)
    );
    assert_eq!(state_hash(&again), state_hash(&run));
    assert!(!stderr(&again).contains("was recorded with"), "it was recorded with this version: {}", stderr(&again));
    for change in [["--seed", "3"], ["--until", "1957-07-15"], ["--campaign", "off"], ["--set", "pest.frost_c=3"]] {
        let changed = sparrowfall().arg("run").arg(&recorded).args(change).output().unwrap();
        assert_eq!(changed.status.code(), Some(0), "{change:?}: {}", stderr(&changed));
    }
}

#[test]
fn a_run_of_another_version_is_repeated_with_a_warning() {
    let folder = folder("other_version");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    let run =
        sparrowfall().arg("run").arg(&scenario).args(["--until", "1957-02-28", "--out"]).arg(&out).output().unwrap();
    let recorded = out.join("run.ron");
    let this = env!("CARGO_PKG_VERSION");
    let text = fs::read_to_string(&recorded).unwrap();
    fs::write(&recorded, text.replace(&format!("version: \"{this}\""), "version: \"0.0.7\"")).unwrap();
    let again = sparrowfall().arg("run").arg(&recorded).output().unwrap();
    assert_eq!((again.status.code(), state_hash(&again)), (Some(0), state_hash(&run)), "{}", stderr(&again));
    assert_eq!(stderr(&again).lines().count(), 1, "{}", stderr(&again));
    for part in ["version 0.0.7", &format!("version {this}"), "may not repeat"] {
        assert!(stderr(&again).contains(part), "no {part:?} in {}", stderr(&again));
    }
}

#[test]
fn a_folder_in_use_is_refused_before_the_run_and_force_replaces_only_our_files() {
    let folder = folder("overwrite");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    let run = |options: &[&str]| {
        let mut command = sparrowfall();
        command.arg("run").arg(&scenario).args(["--until", "1957-03-31", "--out"]).arg(&out).args(options);
        command.output().unwrap()
    };
    assert!(run(&[]).status.success());
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let before: Vec<_> = FILES.map(|name| fs::read(out.join(name)).unwrap()).into();
    let refused = run(&["--seed", "2"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert_eq!(stdout(&refused), "", "it is refused before the run");
    assert!(FILES.iter().zip(&before).all(|(name, old)| fs::read(out.join(name)).unwrap() == *old));
    let forced = run(&["--seed", "2", "--force"]);
    assert!(forced.status.success(), "{}", stderr(&forced));
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert_ne!(fs::read(out.join("daily.csv")).unwrap(), before[0]);
    assert_eq!(fs::read_dir(&out).unwrap().count(), FILES.len() + 1, "nothing temporary is left");
}

#[test]
fn a_place_that_cannot_be_written_to_is_noticed_before_the_run() {
    let folder = folder("unwritable");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let not_a_folder = file(&folder, "a_file", &two_years(4));
    for place in [not_a_folder.clone(), not_a_folder.join("below")] {
        let refused = sparrowfall().arg("run").arg(&scenario).arg("--out").arg(&place).output().unwrap();
        assert_eq!(refused.status.code(), Some(1));
        assert_eq!(stderr(&refused).lines().count(), 1, "{}", stderr(&refused));
        assert!(stderr(&refused).contains("a_file"), "{}", stderr(&refused));
        assert_eq!(stdout(&refused), "");
    }
}

#[test]
fn parquet_holds_what_csv_holds_and_says_where_it_comes_from() {
    let folder = folder("tables");
    let scenario = file(&folder, "place.ron", &two_years(8));
    let out = folder.join("out");
    let run = sparrowfall().arg("run").arg(&scenario).arg("--out").arg(&out).output().unwrap();
    for (table, rows) in [("daily", 730), ("harvests", 2)] {
        let csv = fs::read_to_string(out.join(format!("{table}.csv"))).unwrap();
        let mut lines = csv.lines();
        let names: Vec<_> = lines.next().unwrap().split(',').collect();
        let reader = SerializedFileReader::new(fs::File::open(out.join(format!("{table}.parquet"))).unwrap()).unwrap();
        let metadata = reader.metadata().file_metadata();
        let entry = |key: &str| {
            let entries = metadata.key_value_metadata().unwrap();
            entries.iter().find(|entry| entry.key == key).and_then(|entry| entry.value.clone()).unwrap_or_default()
        };
        assert_eq!(entry("sparrowfall.state_hash"), state_hash(&run));
        assert_eq!((entry("sparrowfall.seed"), entry("sparrowfall.scenario")), ("1958".into(), "A small place".into()));
        assert_eq!(entry("sparrowfall.run"), fs::read_to_string(out.join("run.ron")).unwrap(), "all of run.ron");
        assert!(names.iter().all(|name| !entry(&format!("column.{name}")).is_empty()), "a column has no meaning");
        let mut read = 0;
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let line: Vec<_> = lines.next().unwrap().split(',').collect();
            for (((name, field), column), text) in row.get_column_iter().zip(&names).zip(&line) {
                assert_eq!(name, column);
                let same = match field {
                    // Days since 1970 as text, as the reader formats them.
                    Field::Date(_) => field.to_string() == *text,
                    Field::Long(number) => number.to_string() == *text,
                    Field::Double(number) => text.parse::<f64>().unwrap().to_bits() == number.to_bits(),
                    _ => false,
                };
                assert!(same, "{name}: {field} in Parquet, {text} in CSV");
            }
            read += 1;
        }
        assert_eq!((read, lines.next()), (rows, None));
    }
}

/// Starts a command, sends it a signal when it has printed `lines` lines, and returns the lines that follow and the
/// final output.
#[cfg(unix)]
fn interrupted(mut command: Command, lines: usize, signal: &str) -> (Vec<String>, Output) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut printed = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(printed.by_ref().take(lines).count() == lines, "it ended before it was interrupted");
    assert!(Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap().success());
    (printed.collect(), child.wait_with_output().unwrap())
}

/// Whether the program ignores a signal because this test does: the test may itself run under `nohup`, or in the
/// background.
#[cfg(unix)]
fn is_ignored(signal: &str) -> bool {
    let number = match signal {
        "-HUP" => 1,
        "-INT" => 2,
        _ => return false,
    };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored & (1 << (number - 1)) != 0)
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_whole_files_that_can_be_repeated() {
    let folder = folder("interrupt");
    let endless = Scenario { end: jiff::civil::date(2100, 12, 31), ..two_years(12) };
    let scenario = file(&folder, "place.ron", &endless);
    for signal in ["-INT", "-TERM", "-HUP"].into_iter().filter(|signal| !is_ignored(signal)) {
        let out = folder.join(signal);
        let mut command = sparrowfall();
        command.arg("run").arg(&scenario).args(["--hash-every-day", "--out"]).arg(&out);
        let (rest, ended) = interrupted(command, 40, signal);
        assert_eq!(ended.status.code(), Some(130), "{signal}");
        assert!(stderr(&ended).contains("Interrupted"), "{}", stderr(&ended));
        let hash = rest.last().unwrap().strip_prefix("state-hash: ").unwrap().to_owned();
        assert_complete(&out);
        let daily = fs::read_to_string(out.join("daily.csv")).unwrap();
        assert!(daily.ends_with('\n') && daily.lines().count() > 40);
        let again = sparrowfall().arg("run").arg(out.join("run.ron")).output().unwrap();
        assert_eq!((again.status.code(), state_hash(&again)), (Some(0), hash), "{}", stderr(&again));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_in_the_terminal_mentions_no_results() {
    let folder = folder("interrupt_terminal");
    let endless = Scenario { end: jiff::civil::date(2100, 12, 31), ..two_years(12) };
    let scenario = file(&folder, "place.ron", &endless);
    let mut command = sparrowfall();
    command.arg(&scenario);
    let (rest, ended) = interrupted(command, 12, "-TERM");
    assert!(rest.last().unwrap().starts_with("state-hash: "));
    assert_eq!(ended.status.code(), Some(130));
    // The terminal writes no files, so no results could end at the last full day.
    assert_eq!(stderr(&ended).lines().last(), Some("Interrupted."), "{}", stderr(&ended));
}

#[test]
fn wrong_input_gets_a_sentence_and_the_right_exit_code() {
    let folder = folder("wrong");
    let scenario = file(&folder, "place.ron", &two_years(4)).display().to_string();
    let broken = folder.join("broken.ron");
    fs::write(&broken, "(schema: 1, title: 3, seed: -1)").unwrap();
    let broken = broken.display().to_string();
    let not_a_folder = file(&folder, "not\u{1b}a_folder", &two_years(4)).display().to_string();
    let cases: [(&[&str], i32, &str); 26] = [
        (&["run"], 2, "SCENARIO"),
        (&["run", &scenario, "--seed", "-1"], 2, "--seed"),
        (&["run", &scenario, "--until", "1958-02-30"], 2, "such as 1960-12-31"),
        (&["run", &scenario, "--until", "1956-12-31"], 1, "1957-01-01"),
        (&["run", &scenario, "--until", "9999-12-31"], 1, "2100-12-31"),
        (&["run", &scenario, "--set", "sparrow.clutch_eggs"], 2, "PATH=VALUE"),
        (&["run", &scenario, "--set", "sparrow.clutch_egs=4"], 1, "clutch_egs"),
        (&["run", &scenario, "--set", "sparrow.clutch_eggs=many"], 1, "clutch_eggs"),
        (&["run", &scenario, "--threads", "0"], 2, "--threads"),
        (&["run", &scenario, "--force"], 2, "--out"),
        (&["run", &broken], 1, "broken.ron"),
        (&["run", "comune"], 1, "nearest valid name is commune"),
        (&["results"], 1, "there is no file of this name"),
        (&["chek"], 2, "did you mean `sparrowfall check`?"),
        (&["rnu"], 2, "did you mean `sparrowfall run`?"),
        (&["rnu", "commune"], 2, "did you mean `sparrowfall run`?"),
        (&["rnu", "commune", "--seed", "3", "--out", "x"], 2, "did you mean `sparrowfall run`?"),
        (&["scenario"], 2, "did you mean `sparrowfall scenarios`?"),
        (&["helpp"], 2, "did you mean `sparrowfall help`?"),
        (&["comune"], 1, "nearest valid name is commune"),
        (&["run.ron"], 1, "there is no file of this name"),
        (&["run", "a\u{1b}[31mb"], 1, "a\\u{1b}[31mb: there is no file"),
        (&["run", &scenario, "--seed", "1\u{7}"], 2, "a seed is a whole number"),
        (&["run", &scenario, "--set", "a\u{7}b=3"], 1, "a\\u{7}b"),
        (&["run", &scenario, "--set", "title=a\u{1b}b"], 1, "U+001B"),
        (&["run", &scenario, "--out", &not_a_folder], 1, "not\\u{1b}a_folder"),
    ];
    for (arguments, code, sentence) in cases {
        let output = sparrowfall().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(sentence), "{arguments:?}: no {sentence:?} in {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        assert!(!stderr(&output).contains(|c: char| c.is_control() && c != '\n'), "{:?}", stderr(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
    }
}

#[test]
fn events_that_do_nothing_are_reported_and_prevent_nothing() {
    let folder = folder("idle");
    let mut scenario = two_years(4);
    scenario.end = jiff::civil::date(1957, 2, 1);
    let idle = file(&folder, "idle.ron", &scenario);
    for command in [&["check"][..], &["run"], &["window"], &[], &["profile", "--days", "3"]] {
        let output = sparrowfall().args(command).arg(&idle).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", stderr(&output));
        let word = "idle.ron: timeline[1]: this event comes on 1958-04-19, after the end 1957-02-01";
        assert_eq!(stderr(&output).matches(word).count(), 1, "{command:?}: {}", stderr(&output));
    }
    // Anyone who shortens a run on the command line knows what is left out.
    let fine = file(&folder, "fine.ron", &two_years(4));
    let output = sparrowfall().arg("run").arg(&fine).args(["--until", "1957-02-01"]).output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_and_a_pipe_mean_the_same_to_every_command() {
    use std::os::unix::ffi::OsStringExt;

    let folder = folder("names");
    let short = Scenario { end: jiff::civil::date(1957, 2, 1), timeline: Vec::new(), ..two_years(4) };
    let scenario = file(&folder, "place.ron", &short);
    let odd = folder.join(std::ffi::OsString::from_vec(b"pl\xff\x1bce.ron".to_vec()));
    fs::copy(&scenario, &odd).unwrap();
    let out = folder.join(std::ffi::OsString::from_vec(b"r\xffsults".to_vec()));
    for command in [&["check"][..], &["run"], &["window"], &[], &["profile", "--days", "3"]] {
        let output = sparrowfall().args(command).arg(&odd).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", stderr(&output));
        assert!(!stdout(&output).contains('\u{1b}'), "{command:?}: {:?}", stdout(&output));
        let mut piped = Command::new("bash");
        let line =
            format!("exec {} {} <(cat {})", env!("CARGO_BIN_EXE_sparrowfall"), command.join(" "), scenario.display());
        let output = piped.args(["-c", &line]).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", stderr(&output));
    }
    let run = sparrowfall().arg("run").arg(&odd).arg("--out").arg(&out).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let again = sparrowfall().arg("run").arg(out.join("run.ron")).output().unwrap();
    assert!(stdout(&again).contains("repeated bit for bit"), "{}", stderr(&again));
}

#[test]
fn check_names_every_file_and_fails_if_one_is_wrong() {
    let folder = folder("check");
    let fine = file(&folder, "fine.ron", &two_years(4));
    let broken = folder.join("broken.ron");
    fs::write(&broken, "(schema: 1, seed: -1)").unwrap();
    let output = sparrowfall().arg("check").args([&fine, &broken, &fine]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).matches("fine.ron: fine, A small place\n").count(), 2, "{}", stdout(&output));
    assert!(stdout(&output).contains("broken.ron:"), "{}", stdout(&output));
    assert_eq!(sparrowfall().arg("check").arg(&fine).output().unwrap().status.code(), Some(0));

    // A name means what it means for `run`: a built-in scenario, or else a file.
    let built_in = sparrowfall().args(["check", "commune", "left_alone"]).output().unwrap();
    assert_eq!(built_in.status.code(), Some(0), "{}", stdout(&built_in));
    assert!(stdout(&built_in).contains("commune: fine, ") && stdout(&built_in).contains("left_alone: fine, "));
    let missing = sparrowfall().args(["check", "nowhere.ron"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(stdout(&missing).starts_with("nowhere.ron: there is no file of this name"), "{}", stdout(&missing));
}

#[test]
fn without_a_display_the_scenario_runs_in_the_terminal_with_the_same_result() {
    let folder = folder("fallback");
    let scenario = file(&folder, "place.ron", &two_years(8));
    let headless = sparrowfall().arg("run").arg(&scenario).output().unwrap();
    for arguments in [&[][..], &["window"]] {
        let output = sparrowfall().args(arguments).arg(&scenario).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        let text = stdout(&output);
        assert!(!text.contains('\u{1b}') && !text.contains('\r'), "escape codes in a pipe");
        let months = text.lines().filter(|line| line.starts_with("1957 ") || line.starts_with("1958 "));
        let months = months.filter(|line| line.contains("sparrows ") && line.contains("grain ")).count();
        assert_eq!(months, 24, "{text}");
        assert!(text.contains("A simplified model."), "{text}");
        assert_eq!(state_hash(&output), state_hash(&headless));
    }
}

#[test]
fn a_picture_that_cannot_be_saved_is_a_failure_in_one_sentence() {
    let folder = folder("no_picture");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let picture = folder.join("picture.png");
    let mut command = sparrowfall();
    command.arg("window").arg(&scenario).arg("--screenshot").arg(&picture).args(["--after-days", "3"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).starts_with("No picture was saved"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "", "nothing runs in the terminal instead");
    assert!(!picture.exists());
}

/// Contract: what a picture cannot show is refused before anything is opened, with what it can.
#[cfg(feature = "window")]
#[test]
fn a_picture_of_something_unknown_is_refused() {
    let picture = folder("unknown").join("picture.png");
    let asked = [
        ("--tab", "charts, plan"),
        ("--overlay", "nestsites"),
        ("--twin", "split, beside"),
        ("--look", "band, field"),
        ("--dialog", "help, settings"),
    ];
    for (option, allowed) in asked {
        let mut command = sparrowfall();
        command.args(["window", "great_leap", "--after-days", "3", option, "nonsense", "--screenshot"]).arg(&picture);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{option}: {}", stderr(&output));
        let sentences = stderr(&output);
        assert!(sentences.contains(option) && sentences.contains(allowed), "{option}: {sentences}");
        assert!(!picture.exists());
    }
}

#[test]
fn a_display_that_is_not_there_counts_as_none() {
    let folder = folder("stale");
    let scenario = file(
        &folder,
        "place.ron",
        &Scenario { end: jiff::civil::date(1957, 2, 28), timeline: Vec::new(), ..two_years(4) },
    );
    for (variable, value) in [("DISPLAY", ":987"), ("DISPLAY", "nonsense"), ("WAYLAND_DISPLAY", "wayland-987")] {
        let output = sparrowfall().arg(&scenario).env(variable, value).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{variable}={value}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        state_hash(&output);
    }
}

#[test]
fn help_explains_every_command() {
    for command in ["window", "run", "compare", "plot", "check", "scenarios"] {
        let output = sparrowfall().args([command, "--help"]).output().unwrap();
        assert!(output.status.success() && stdout(&output).lines().count() > 3, "{command}");
        assert!(stdout(&sparrowfall().arg("--help").output().unwrap()).contains(command));
    }
    let scenarios = sparrowfall().arg("scenarios").output().unwrap();
    assert!(scenarios.status.success());
    for built_in in sparrowfall::scenario::BUILT_IN {
        assert!(stdout(&scenarios).contains(built_in.name));
    }
}
