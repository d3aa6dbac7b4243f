//! Contract: what the outside world does to the program costs no results and is reported. Readers leave, outputs and
//! disks are full, terminals close, memory and threads are limited: files come first and text after; what could not be
//! written is an error, but a reader who left early is not.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod program;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use common::two_years;
use program::{file, folder, names, sparrowfall, stderr, stdout};
use sparrowfall::scenario::Scenario;

const RUN_FILES: [&str; 5] = ["daily.csv", "daily.parquet", "harvests.csv", "harvests.parquet", "run.ron"];

/// A run that lasts longer than any test.
fn endless(folder: &Path) -> PathBuf {
    file(folder, "endless.ron", &Scenario { end: jiff::civil::date(2100, 12, 31), ..two_years(12) })
}

/// The arguments of a small study of three counties.
fn panel(out: &Path) -> Vec<String> {
    let small = ["--set", "landscape.fields_wide=6", "--set", "landscape.fields_high=6", "--counties", "3", "--out"];
    ["experiment", "county-panel"]
        .into_iter()
        .chain(small)
        .map(String::from)
        .chain([out.display().to_string()])
        .collect()
}

/// The program, started by a shell after some setup.
fn after(setup: &str, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let program = sparrowfall();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{setup}; exec \"$0\" \"$@\"")]).arg(program.get_program()).args(arguments);
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap().success());
}

/// Runs the command to its end with an output that nobody reads.
fn unread(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

#[test]
fn a_reader_who_has_left_costs_no_file_and_no_verdict() {
    let folder = folder("unread");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let (run, study) = (folder.join("run"), folder.join("study"));
    let ended = unread(sparrowfall().arg("run").arg(&scenario).args(["--hash-every-day", "--out"]).arg(&run));
    assert_eq!((ended.status.code(), stderr(&ended).as_str()), (Some(0), ""));
    assert_eq!(names(&run), RUN_FILES);
    let ended = unread(sparrowfall().args(panel(&study)));
    assert_eq!((ended.status.code(), stderr(&ended).as_str()), (Some(0), ""));
    assert_eq!(names(&study), ["counties.csv", "panel.svg", "study.ron", "summary.txt"]);
    let ended = unread(sparrowfall().args(["check", "commune", "nowhere.ron"]));
    assert_eq!(ended.status.code(), Some(1), "one file is wrong, whether the output is read or not");
    // Where only text was wanted, nobody waits for the end.
    let endless = endless(&folder);
    for command in [&mut sparrowfall(), sparrowfall().args(["run", "--hash-every-day"])] {
        assert_eq!(unread(command.arg(&endless)).status.code(), Some(0));
    }
}

/// `/dev/full` is a full disk on every Linux.
#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error_and_costs_no_file() {
    let folder = folder("full_output");
    let scenario = file(&folder, "place.ron", &two_years(4)).display().to_string();
    let (run, study) = (folder.join("run"), folder.join("study"));
    let panel = panel(&study);
    let out = run.display().to_string();
    let commands: [Vec<&str>; 8] = [
        vec!["run", &scenario, "--out", &out],
        panel.iter().map(String::as_str).collect(),
        vec!["run", &scenario, "--hash-every-day"],
        vec![&scenario],
        vec!["check", &scenario],
        vec!["scenarios"],
        vec!["profile", &scenario, "--days", "3"],
        vec!["--help"],
    ];
    for arguments in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = sparrowfall().args(&arguments).stdout(full).output().unwrap();
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}");
        let told = stderr(&ended);
        assert!(told.contains("cannot write to standard output: No space left"), "{arguments:?}: {told}");
    }
    assert_eq!((names(&run).len(), names(&study).len()), (5, 4));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_error_changes_nothing() {
    for (arguments, code) in [(&["run", "nowhere"][..], 1), (&["--hlp"], 2), (&["run", "tiny"], 0)] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(
            sparrowfall().args(arguments).stderr(full).output().unwrap().status.code(),
            Some(code),
            "{arguments:?}"
        );
    }
}

/// A limit on the size of files stands for a full disk.
#[test]
fn a_run_whose_files_cannot_be_written_still_prints_its_summary() {
    let folder = folder("full_disk_run");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    let arguments = [OsStr::new("run"), scenario.as_os_str(), OsStr::new("--out"), out.as_os_str()];
    let ended = after("ulimit -f 16", arguments).output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", stderr(&ended));
    assert!(stdout(&ended).contains("Mean sparrows") && stdout(&ended).contains("state-hash: "), "{}", stdout(&ended));
    assert!(stderr(&ended).contains("daily.csv: cannot be written"), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("the same command gives the same results"), "{}", stderr(&ended));
    assert!(!out.exists());
}

#[test]
fn a_study_whose_files_cannot_be_written_goes_on_from_what_it_has() {
    let folder = folder("full_disk_study");
    let [whole, out] = ["whole", "out"].map(|name| folder.join(name));
    let whole_study = sparrowfall().args(panel(&whole)).output().unwrap();
    assert_eq!(whole_study.status.code(), Some(0), "{}", stderr(&whole_study));
    // Too full even for the journal's first line.
    let ended = after("ulimit -f 4", panel(&out)).output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("unfinished: cannot be written"), "{}", stderr(&ended));
    assert!(!out.exists(), "no empty journal is left");
    // Room for everything but the figure: at least 32 kB per file, and the figure has 50 kB.
    let ended = after("ulimit -f 64", panel(&out)).output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", stderr(&ended));
    assert!(stdout(&ended).contains("it is not evidence"), "the summary is printed: {}", stdout(&ended));
    assert!(stderr(&ended).contains("the same command resumes from there"), "{}", stderr(&ended));
    assert_eq!(names(&out), ["unfinished"]);
    let ended = sparrowfall().args(panel(&out)).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    assert_eq!(names(&out), names(&whole));
    for name in names(&whole) {
        assert!(fs::read(whole.join(&name)).unwrap() == fs::read(out.join(&name)).unwrap(), "{name}");
    }
}

/// `nohup` makes a program ignore the end of its terminal.
#[test]
fn under_nohup_a_run_outlives_its_terminal() {
    let folder = folder("nohup");
    let endless = endless(&folder);
    let arguments = [OsStr::new("run"), OsStr::new("--hash-every-day"), endless.as_os_str()];
    let mut child = after("trap '' HUP", arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut lives = |days: usize| lines.by_ref().take(days).count() == days;
    assert!(lives(40));
    send("-HUP", &child);
    // More than the pipe could have buffered by then.
    assert!(lives(5000), "it has ended");
    send("-TERM", &child);
    assert!(!lives(50_000));
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

/// `script` makes a terminal, which closes when `script` is killed.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_terminal_ends_a_run_in_order() {
    let folder = folder("closed_terminal");
    let endless = endless(&folder).display().to_string();
    let program = sparrowfall().get_program().to_str().unwrap().to_owned();
    // Passes on the end of the terminal, and records how the program ended.
    let shell = folder.join("shell");
    let text = "trap 'kill -HUP $p' HUP\n\"$@\" & p=$!\necho >begun\n\
                while kill -0 $p 2>/dev/null; do wait $p; code=$?; done\necho $code >code.new\nmv code.new code\n";
    fs::write(&shell, text).unwrap();
    for options in ["", "run --out out"] {
        let command = format!("sh shell {program} {options} {endless}");
        // The tests themselves may ignore the end of the terminal, as under `nohup`.
        let mut terminal = Command::new("env");
        terminal.args(["--default-signal=HUP", "script", "-qec", &command, "/dev/null"]).current_dir(&folder);
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            terminal.env_remove(variable);
        }
        if Command::new("script").arg("--version").output().is_err() {
            eprintln!("not tried: there is no `script` here");
            return;
        }
        let mut terminal = terminal.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let wait_for = |name: &str| {
            while !folder.join(name).exists() {
                std::thread::sleep(Duration::from_millis(10));
            }
        };
        wait_for("begun");
        std::thread::sleep(Duration::from_millis(500));
        assert!(!folder.join("code").exists(), "it ended too early");
        terminal.kill().unwrap();
        terminal.wait().unwrap();
        wait_for("code");
        assert_eq!(fs::read_to_string(folder.join("code")).unwrap().trim(), "130", "{options:?}");
        for name in ["code", "begun"] {
            fs::remove_file(folder.join(name)).unwrap();
        }
    }
    assert_eq!(names(&folder.join("out")), RUN_FILES);
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_keeps_to_the_memory_that_it_may_use() {
    let folder = folder("limited");
    let scenario = file(&folder, "place.ron", &two_years(24)).display().to_string();
    let last_line = |output: &Output| stdout(output).lines().last().unwrap_or_default().to_owned();
    let free = sparrowfall().args(["run", &scenario, "--threads", "1"]).output().unwrap();
    // Room for a few of the threads, and for only the first.
    for limit in [400_000, 150_000] {
        let limited = format!("ulimit -v {limit}");
        let run = after(&limited, ["run", &scenario, "--threads", "64"]).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{limit}: {}", stderr(&run));
        assert!(
            stderr(&run).contains("of 64 threads, because there is no memory for more"),
            "{limit}: {}",
            stderr(&run)
        );
        assert_eq!(last_line(&run), last_line(&free), "{limit}");
    }
    let large = ["run", "commune", "--set", "landscape.fields_wide=1024", "--set", "landscape.fields_high=1024"];
    let refused = after("ulimit -v 1000000", large).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("are left to this process (ulimit -v)"), "{}", stderr(&refused));
}
