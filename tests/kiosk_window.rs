//! Contract: a kiosk with a broken configuration opens all the same, says in its log what is wrong, and can be walked through from the
//! first screen to the last; each screen shows land and words; a simulation that panics begins anew; and its heartbeat says so.
//!
//! It needs a display and a graphics adapter, as `real_window` does.

#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bevy::asset::RenderAssetUsages;
use bevy::image::{CompressedImageFormats, Image, ImageSampler, ImageType};

/// A small land on which years pass quickly.
const SMALL: &str = r#"Scenario(
    schema: 1,
    title: "A small land",
    start: "1957-01-01",
    end: "1961-12-31",
    landscape: (fields_wide: 24, fields_high: 24),
    timeline: [(date: "1958-04-19", action: StartCampaign(effort: 1.0)), (date: "1960-03-18", action: StopCampaign)],
)"#;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sparrowfall-kiosk-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("small.ron"), SMALL).unwrap();
    folder
}

fn kiosk(folder: &Path, config: &str, more: &[&str]) -> Child {
    std::fs::write(folder.join("kiosk.ron"), config).unwrap();
    Command::new(env!("CARGO_BIN_EXE_sparrowfall"))
        .args(["kiosk", "--size", "1280x720", "--config"])
        .arg(folder.join("kiosk.ron"))
        .args(more)
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The colours of a PNG file within some columns.
fn colours(path: &Path, columns: std::ops::Range<usize>) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let kind = ImageType::Extension("png");
    let (formats, usage) = (CompressedImageFormats::NONE, RenderAssetUsages::MAIN_WORLD);
    let image = Image::from_buffer(&bytes, kind, formats, true, ImageSampler::nearest(), usage).unwrap();
    let (width, data) = (image.width() as usize, image.data.unwrap());
    let rows = data.chunks_exact(4 * width);
    rows.flat_map(|row| row[4 * columns.start..4 * columns.end].chunks_exact(4)).collect::<HashSet<_>>().len()
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn every_screen_is_shown() {
    let folder = folder("walk");
    let config = "(scenario: \"small.ron\", log: \"kiosk.log\")";
    let pictures = folder.join("pictures");
    let status = kiosk(&folder, config, &["--pictures", pictures.to_str().unwrap()]).wait().unwrap();
    assert!(status.success());
    let mut all: Vec<PathBuf> = std::fs::read_dir(&pictures).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    assert_eq!(all.len(), 17, "{all:?}");
    for (number, path) in all.iter().enumerate() {
        // On the first screen the paper is on the left.
        let (land, words) = if number == 0 { (700..1270, 10..500) } else { (10..600, 760..1270) };
        let [land, words] = [land, words].map(|columns| colours(path, columns));
        println!("{}: {land} colours on the land, {words} on the paper", path.display());
        assert!(land > 100 && words > 20, "{} is blank", path.display());
    }
    let log = std::fs::read_to_string(folder.join("kiosk.log")).unwrap();
    assert_eq!(log.lines().count(), 1, "{log}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn a_simulation_that_panics_begins_anew() {
    let folder = folder("fault");
    let config = "(scenario: \"small.ron\", log: \"kiosk.log\", heartbeat: \"heartbeat\")";
    let mut child = kiosk(&folder, config, &["--fault", "3"]);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let until = Instant::now() + Duration::from_secs(60);
    let has_recovered = || {
        let heartbeat = read("heartbeat");
        let day = heartbeat.split_whitespace().find_map(|word| word.strip_prefix("day=")?.parse::<u32>().ok());
        heartbeat.contains("panicked") && day.is_some_and(|day| day > 0)
    };
    while !has_recovered() && Instant::now() < until && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(100));
    }
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_running && has_recovered(), "{}\n{}", read("heartbeat"), read("kiosk.log"));
    assert!(read("kiosk.log").contains("begins anew"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn a_broken_configuration_opens_all_the_same() {
    let folder = folder("broken");
    // Where to write the log stands in what is broken, so only standard error tells of it.
    let config = "(scenario: \"small.ron\", idle_s: \"soon\", heartbeat: \"heartbeat\")";
    std::fs::write(folder.join("kiosk.ron"), config).unwrap();
    let pictures = folder.join("pictures");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sparrowfall"))
        .args(["kiosk", "--size", "1280x720", "--config"])
        .arg(folder.join("kiosk.ron"))
        .arg("--pictures")
        .arg(&pictures)
        .stderr(std::fs::File::create(folder.join("stderr")).unwrap())
        .spawn()
        .unwrap();
    let first = pictures.join("02-content-note.png");
    let until = Instant::now() + Duration::from_secs(120);
    while !first.exists() && Instant::now() < until && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(100));
    }
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    let told = std::fs::read_to_string(folder.join("stderr")).unwrap();
    assert!(is_running && first.exists(), "{told}");
    assert!(told.contains("kiosk.ron:1:") && told.contains("idle_s"), "{told}");
    std::fs::remove_dir_all(&folder).unwrap();
}
