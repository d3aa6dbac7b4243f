//! Contract: whatever the disk does, the clerk takes everything at once and tells what went wrong once.

use std::fs;
use std::path::Path;

use jiff::civil::date;

use super::super::counts::{Ending, Used};
use super::super::test_support::folder;
use super::heartbeat::Pulse;
use super::*;
use crate::window::language::Language;

fn visit() -> Visit {
    Visit {
        began: date(2026, 11, 3).at(14, 5, 0, 0),
        length: Duration::from_secs(300),
        language: Language::English,
        used: Used::default(),
        last_screen: "compare",
        ending: Ending::Left,
    }
}

fn config(folder: &Path) -> Config {
    Config {
        heartbeat: Some(folder.join("alive")),
        counts: Some(folder.join("counts")),
        log: Some(folder.join("kiosk.log")),
        ..Config::default()
    }
}

fn said(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("kiosk.log")).unwrap_or_default();
    text.lines().map(|line| line[20..].to_owned()).collect()
}

/// Contract: all three are written, and what was handed over before the clerk was dropped is on the disk after.
#[test]
fn everything_is_written() {
    let folder = folder("clerk");
    fs::create_dir(folder.join("counts")).unwrap();
    let clerk = Clerk::start(&config(&folder));
    let start = Instant::now();
    let mut pulse = Pulse::new(start);
    for s in 0..12 {
        let now = start + Duration::from_secs(s);
        pulse.frame(now, Duration::from_millis(20));
        pulse.beat(now, 100 + s as u32, s > 5, &clerk);
    }
    clerk.count(visit());
    clerk.say("It opened.");
    drop(clerk);
    let alive = fs::read_to_string(folder.join("alive")).unwrap();
    assert!(
        alive.contains("uptime_s=10 day=110 frame_p99_ms=20") && alive.contains("session=active dropped=0"),
        "{alive}"
    );
    assert_eq!(alive.lines().count(), 1);
    let counts = fs::read_to_string(folder.join("counts/visits-2026-11.csv")).unwrap();
    assert_eq!(counts.lines().count(), 2);
    assert_eq!(said(&folder), ["It opened."]);
}

/// Contract: without paths nothing is written, and nothing is wrong.
#[test]
fn what_is_not_asked_for_is_not_written() {
    let clerk = Clerk::start(&Config::default());
    let mut pulse = Pulse::new(Instant::now());
    pulse.beat(Instant::now(), 1, false, &clerk);
    clerk.count(visit());
    clerk.say("It opened.");
    clerk.wait();
    assert_eq!((clerk.dropped(), clerk.last_error().line()), (0, None));
}

/// Contract: a folder that is not there or is a file is told once and not each time; when it is there again, that is told and goes on.
#[test]
fn trouble_is_told_once() {
    let folder = folder("clerk-trouble");
    let beside = Config { heartbeat: Some(folder.join("a-file").join("alive")), ..config(&folder) };
    fs::write(folder.join("a-file"), "").unwrap();
    let clerk = Clerk::start(&beside);
    let start = Instant::now();
    let mut pulse = Pulse::new(start);
    for beat in 0..50 {
        pulse.beat(start + Duration::from_secs(5 * beat), 1, false, &clerk);
        clerk.count(visit());
        clerk.wait();
    }
    let sentences = said(&folder);
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert!(sentences[0].starts_with("The heartbeat in ") && sentences[1].starts_with("The counts of visits in "));
    assert!(
        clerk.last_error().line().is_some_and(|line| line.contains("counts") && line.contains("cannot be written"))
    );
    fs::create_dir(folder.join("counts")).unwrap();
    clerk.count(visit());
    clerk.wait();
    assert!(said(&folder)[2].ends_with("can be written again."));
    assert_eq!((clerk.dropped(), fs::read_dir(folder.join("counts")).unwrap().count()), (0, 1));
}

/// Contract: a log that cannot be written harms neither the heartbeat nor the counts.
#[test]
fn a_log_in_trouble_harms_nothing_else() {
    let folder = folder("clerk-log");
    fs::create_dir(folder.join("counts")).unwrap();
    let clerk = Clerk::start(&Config { log: Some(folder.to_path_buf()), ..config(&folder) });
    let mut pulse = Pulse::new(Instant::now());
    clerk.say("It opened.");
    clerk.wait();
    pulse.beat(Instant::now(), 1, false, &clerk);
    clerk.count(visit());
    drop(clerk);
    assert!(fs::read_to_string(folder.join("alive")).unwrap().contains("last_error=\"The log in "));
    assert_eq!(fs::read_dir(folder.join("counts")).unwrap().count(), 1);
}

/// Contract: a full disk is told once and harms nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_harms_nothing() {
    let clerk = Clerk::start(&Config { log: Some("/dev/full".into()), ..Config::default() });
    (0..10).for_each(|line| clerk.say(&format!("line {line}")));
    clerk.wait();
    assert!(clerk.last_error().line().is_some_and(|line| line.starts_with("The log in /dev/full cannot be written")));
    assert_eq!(clerk.dropped(), 0);
}

/// Contract: a folder that may only be read harms nothing. Root may write anywhere, so there is nothing to try as root.
#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read_harms_nothing() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("clerk-read-only");
    fs::create_dir(folder.join("counts")).unwrap();
    let allow = |mode| {
        [folder.join("counts"), folder.to_path_buf()]
            .map(|path| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
    };
    allow(0o555).into_iter().for_each(|set| set.unwrap());
    let is_root = fs::write(folder.join("trial"), "").is_ok();
    let clerk = Clerk::start(&config(&folder));
    let mut pulse = Pulse::new(Instant::now());
    pulse.beat(Instant::now(), 1, false, &clerk);
    clerk.count(visit());
    clerk.say("It opened.");
    clerk.wait();
    assert_eq!(clerk.last_error().line().is_some(), !is_root);
    drop(clerk);
    allow(0o755).into_iter().for_each(|set| set.unwrap());
}

/// Contract: while a disk hangs, handing over takes no time; the tray holds so many, the rest is dropped and counted, and the last
/// heartbeat is the one that is written when it goes on.
#[cfg(unix)]
#[test]
fn a_disk_that_hangs_holds_nothing_up() {
    let folder = folder("clerk-hangs");
    let clerk = Clerk::start(&Config { counts: None, ..config(&folder) });
    // A clerk that has an errand nobody takes back stands as before a disk that hangs.
    let (hold, held) = sync_channel(0);
    assert!(clerk.put(Errand::Done(hold)));
    let start = Instant::now();
    let mut pulse = Pulse::new(start);
    for beat in 0..1000_u64 {
        let before = Instant::now();
        pulse.beat(start + Duration::from_secs(5 * beat), beat as u32, false, &clerk);
        clerk.say("line");
        assert!(before.elapsed() < Duration::from_secs(1), "{:?}", before.elapsed());
    }
    // In the tray are a heartbeat and 255 lines, or one line more if the clerk had taken its errand by then.
    let dropped = clerk.dropped();
    assert!((744..=746).contains(&dropped), "{dropped}");
    held.recv().unwrap();
    clerk.wait();
    assert!(fs::read_to_string(folder.join("alive")).unwrap().contains(" day=999 "));
    let before = Instant::now();
    let (hold, _held) = sync_channel(0);
    assert!(clerk.put(Errand::Done(hold)));
    drop(clerk);
    assert!(before.elapsed() < PATIENCE + Duration::from_secs(2), "closing takes no longer than its patience");
}

/// Contract: a panic is the last error, and is written before the process may end of it.
#[test]
fn a_panic_is_written() {
    let folder = folder("clerk-panic");
    let clerk = Arc::new(Clerk::start(&config(&folder)));
    last_error::note_panics(&clerk);
    let ended = thread::spawn(|| panic!("the land is lost")).join();
    // Other tests keep their own.
    let _ = std::panic::take_hook();
    assert!(
        ended.is_err() && said(&folder).iter().any(|line| line.contains("the land is lost")),
        "{:?}",
        said(&folder)
    );
    assert!(
        clerk.last_error().line().is_some_and(|line| line.contains("tests.rs") && line.contains("the land is lost"))
    );
}
