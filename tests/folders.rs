//! Contract: of all processes that want a folder, one gets it, and the others leave everything as it is; what cannot be
//! written is reported before the run, in a sentence with a cure; what killed runs and file managers leave behind does
//! no harm.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod county;
mod program;
mod trials;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::two_years;
use county::small_county;
use program::{file, folder, names, sparrowfall, stderr, stdout};

const RUN: [&str; 5] = ["daily.csv", "daily.parquet", "harvests.csv", "harvests.parquet", "run.ron"];
const PANEL: [&str; 4] = ["counties.csv", "panel.svg", "study.ron", "summary.txt"];

fn run(scenario: &Path, out: &Path) -> Command {
    let mut command = sparrowfall();
    command.arg("run").arg(scenario).args(["--until", "1957-02-28", "--out"]).arg(out);
    command
}

fn study(study: &[&str], county: &Path, out: &Path) -> Command {
    let mut command = sparrowfall();
    command.arg("experiment").args(study).args(["--threads", "1", "--scenario"]).arg(county).arg("--out").arg(out);
    command
}

/// Refused before the run, in one line that contains all the `words`.
fn assert_refused(refused: &Output, words: &[&str]) {
    let sentence = stderr(refused);
    assert_eq!((refused.status.code(), sentence.lines().count()), (Some(1), 1), "{sentence}");
    assert!(words.iter().all(|word| sentence.contains(word)), "not all of {words:?} in {sentence}");
    assert_eq!(stdout(refused), "", "it is refused before the run");
}

#[test]
fn of_eight_processes_at_once_one_gets_the_folder() {
    let folder = folder("eight");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let county = file(&folder, "county.ron", &small_county(4));
    for round in 0..trials::trials(24) {
        let out = folder.join(format!("round_{round}"));
        let (files, mut command): (&[_], _) = match round % 2 {
            0 => (&RUN, run(&scenario, &out)),
            _ => (&PANEL, study(&["county-panel", "--counties", "3"], &county, &out)),
        };
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let children: Vec<_> = (0..8).map(|_| command.spawn().unwrap()).collect();
        let ends: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        let (winners, losers): (Vec<_>, Vec<_>) = ends.iter().partition(|end| end.status.success());
        let sentences: Vec<_> = losers.iter().map(|loser| stderr(loser)).collect();
        assert_eq!(winners.len(), 1, "round {round}: {sentences:?}");
        for (loser, sentence) in losers.iter().zip(&sentences) {
            let reasons = ["another process is working in this folder", "it holds complete results"];
            assert!(reasons.iter().any(|reason| sentence.contains(reason)), "{sentence}");
            assert_refused(loser, &[]);
        }
        assert_eq!(names(&out), files, "round {round}");
    }
}

#[test]
fn what_killed_runs_and_file_managers_leave_behind_does_no_harm() {
    let folder = folder("leftovers");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    let managers = [".DS_Store", "Thumbs.db", "desktop.ini"];
    let killed = [".run.77.tmp", ".daily.csv.77.tmp", ".harvests.parquet.4194304.tmp", ".sparrowfall.lock"];
    for name in managers.iter().chain(&killed) {
        fs::write(out.join(name), "left").unwrap();
    }
    let ended = run(&scenario, &out).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    let mut expected: Vec<_> = managers.iter().chain(&RUN).copied().collect();
    expected.sort_unstable();
    assert_eq!(names(&out), expected);

    // What others have made is not a leftover.
    for name in ["notes.txt", ".notes.txt.swp", ".photo.jpg.77.tmp", ".daily.csv.x.tmp"] {
        let out = folder.join(format!("with{name}"));
        fs::create_dir(&out).unwrap();
        fs::write(out.join(name), "mine").unwrap();
        assert_refused(&run(&scenario, &out).output().unwrap(), &[name, "not empty", "--force"]);
        assert_eq!(names(&out), [name]);
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_is_noticed_before_the_run() {
    let folder = folder("folder_for_file");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let out = folder.join("out");
    fs::create_dir_all(out.join("daily.csv")).unwrap();
    assert_refused(&run(&scenario, &out).arg("--force").output().unwrap(), &["daily.csv", "this is a folder"]);
    assert_eq!(names(&out), ["daily.csv"]);
}

#[test]
fn results_of_one_kind_are_never_left_beside_another_kinds_summary() {
    let folder = folder("kinds");
    let county = file(&folder, "county.ron", &small_county(4));
    let out = folder.join("out");
    let first = study(&["county-panel", "--counties", "3"], &county, &out).output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    fs::write(out.join("effects.csv"), "mine").unwrap();

    // A run has its own files, and leaves those of the study, which are complete.
    let beside = run(&county, &out).arg("--force").output().unwrap();
    assert_eq!(beside.status.code(), Some(0), "{}", stderr(&beside));
    let mut expected: Vec<_> = RUN.iter().chain(&PANEL).chain(&["effects.csv"]).copied().collect();
    expected.sort_unstable();
    assert_eq!(names(&out), expected);

    let other = ["sparrow-removal", "--suitability", "0", "--counties", "1", "--force"];
    let second = study(&other, &county, &out).output().unwrap();
    assert_eq!(second.status.code(), Some(0), "{}", stderr(&second));
    let mut expected: Vec<_> = RUN.iter().chain(&["effects.csv", "removal.csv", "study.ron", "summary.txt"]).collect();
    expected.sort_unstable();
    assert_eq!(names(&out).iter().collect::<Vec<_>>(), expected);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_reported_as_one() {
    let folder = folder("link");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let (link, target) = (folder.join("link"), folder.join("disk_that_was_taken_out"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    for out in [link.clone(), link.join("below")] {
        let refused = run(&scenario, &out).output().unwrap();
        assert_refused(&refused, &["/link: this is a link to", "disk_that_was_taken_out", "make that folder"]);
    }
    fs::create_dir(&target).unwrap();
    let ended = run(&scenario, &link).output().unwrap();
    assert_eq!((ended.status.code(), names(&target)), (Some(0), RUN.map(String::from).to_vec()), "{}", stderr(&ended));
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_too_long_is_noticed_before_the_run() {
    let folder = folder("long");
    let scenario = file(&folder, "place.ron", &two_years(4));
    // The longest path that the system accepts has 4,095 characters.
    for length in [4_030, 4_065, 4_080, 4_095, 4_096, 6_000] {
        let out = path_of_length(&folder, length);
        let _ = fs::create_dir_all(out.parent().unwrap());
        let ended = run(&scenario, &out).output().unwrap();
        if ended.status.success() {
            assert_eq!(names(&out), RUN, "{length}");
        } else {
            assert_refused(&ended, &["too long", "choose another"]);
            assert!(stderr(&ended).len() < 300 && !out.exists(), "{length}");
        }
        assert_eq!(ended.status.success(), length == 4_030, "{length}: {}", stderr(&ended));
    }
}

/// A path of so many characters below a folder.
#[cfg(target_os = "linux")]
fn path_of_length(folder: &Path, length: usize) -> PathBuf {
    let mut path = folder.to_owned();
    loop {
        match length - path.as_os_str().len() - 1 {
            left if left > 250 => path.push("d".repeat(200)),
            left => return path.join("e".repeat(left)),
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_for_the_results_is_noticed_before_the_run() {
    let folder = folder("full_disk");
    let scenario = file(&folder, "place.ron", &two_years(4));
    let county = file(&folder, "county.ron", &small_county(4));
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    let panel = || study(&["county-panel", "--counties", "3"], &county, &disk.join("out"));
    for (size, fits) in [("64k", false), ("2m", true)] {
        for command in [run(&scenario, &disk.join("out")), panel()] {
            let Some(ended) = on_a_disk_of(size, &disk, &command) else { return };
            if fits {
                assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
            } else {
                assert_refused(&ended, &["not enough room", "MB", "make room"]);
            }
        }
    }
}

/// Runs a command with a disk of the given size that only it sees; also fails if the command failed and left anything
/// on the disk. `None` where no disk can be made.
#[cfg(target_os = "linux")]
fn on_a_disk_of(size: &str, disk: &Path, command: &Command) -> Option<Output> {
    let script = r#"mount -t tmpfs -o size="$1" none "$0" || exit 77
        disk=$0; shift; "$@"; code=$?
        test $code = 0 || test -z "$(ls -A "$disk")" || echo "left: $(ls -A "$disk")"
        exit $code"#;
    let mut whole = Command::new("unshare");
    whole.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(disk).arg(size);
    let ended = whole.arg(command.get_program()).args(command.get_args()).output();
    let ended = ended.ok().filter(|ended| ended.status.code() != Some(77) && !stderr(ended).starts_with("unshare:"));
    if ended.is_none() {
        eprintln!("No disk can be made here, so this was not tried.");
    }
    ended
}
