//! Contract: the real window draws the fields and the panels, its picture changes with the seasons, a run in it ends in
//! the same state as the same run without it, and it does not take more memory with every frame. It also opens on a
//! display that nobody else uses.
//!
//! It needs a display and a graphics adapter, so the gate runs it under a virtual display:
//! `xvfb-run -a -s -noreset cargo test --release --test real_window -- --ignored`.

#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use bevy::asset::RenderAssetUsages;
use bevy::image::{CompressedImageFormats, Image, ImageSampler, ImageType};

fn output_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    println!("{text}");
    text
}

fn last_line_of(command: &mut Command) -> String {
    output_of(command).lines().last().unwrap_or_default().to_owned()
}

/// The paper round the land, of which hardly any is seen within it.
const PAPER: [u8; 3] = [0xf7, 0xf1, 0xe6];

/// The pixels of a PNG file: its width, and its bytes, four per pixel.
fn pixels(path: &Path) -> (usize, Vec<u8>) {
    let bytes = std::fs::read(path).unwrap();
    let kind = ImageType::Extension("png");
    let (formats, usage) = (CompressedImageFormats::NONE, RenderAssetUsages::MAIN_WORLD);
    let image = Image::from_buffer(&bytes, kind, formats, true, ImageSampler::nearest(), usage).unwrap();
    (image.width() as usize, image.data.unwrap())
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn the_window_draws_and_lives_the_same_days() {
    let program = env!("CARGO_BIN_EXE_sparrowfall");
    let folder = std::env::temp_dir().join(format!("sparrowfall-window-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut pictures = Vec::new();
    for days in ["1", "220"] {
        let path = folder.join(format!("day-{days}.png"));
        let hash = last_line_of(
            Command::new(program)
                .args(["window", "commune", "--size", "1280x800", "--days-per-second", "1000"])
                .args(["--after-days", days, "--screenshot"])
                .arg(&path),
        );
        if days == "220" {
            let until = ["run", "commune", "--until", "1957-08-08"];
            assert_eq!(hash, last_line_of(Command::new(program).args(until)), "window against headless");
        }
        let (width, picture) = pixels(&path);
        assert_eq!(width, 1280);
        // The panel is on the right; left of it is the map, and in the middle of that nothing but land.
        let part = |columns: std::ops::Range<usize>, rows: std::ops::Range<usize>| -> Vec<[u8; 3]> {
            let rows = picture.chunks_exact(4 * width).skip(rows.start).take(rows.len());
            rows.flat_map(|row| row[4 * columns.start..4 * columns.end].chunks_exact(4))
                .map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect()
        };
        let colours = |part: &[[u8; 3]]| part.iter().collect::<HashSet<_>>().len();
        let (land, panel) = (part(400..700, 260..560), colours(&part(900..1270, 80..680)));
        let bare = land.iter().filter(|pixel| **pixel == PAPER).count() as f64 / land.len() as f64;
        let land = colours(&land);
        println!("day {days}: {land} colours on the land, {panel} on the panel, {:.1} % bare paper", 100.0 * bare);
        assert!(land > 300 && bare < 0.02, "day {days}: the land is blank, {land} colours");
        assert!(panel > 30, "day {days}: the panel is blank, {panel} colours");
        pictures.push(picture);
    }
    let differing = pictures[0].chunks_exact(4).zip(pictures[1].chunks_exact(4)).filter(|(a, b)| a != b).count();
    assert!(differing > 100_000, "winter and summer differ in {differing} pixels only");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Far less than a buffer, a bind group or a shader for every frame of a minute would take, and more than a run's
/// normal ups and downs. Slower growth takes longer to see: `sparrowfall window SCENARIO --watch-memory MINUTES`.
const MOST_GROWTH_MB: f64 = 150.0;

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn frames_do_not_leak_memory() {
    let program = env!("CARGO_BIN_EXE_sparrowfall");
    let text =
        output_of(Command::new(program).args(["window", "commune", "--watch-memory", "1", "--days-per-second", "5"]));
    let resident_mb: Vec<f64> = text
        .lines()
        .filter_map(|line| line.split_once(" MB resident")?.0.split_whitespace().last()?.parse().ok())
        .collect();
    let growth_mb = resident_mb.last().unwrap() - resident_mb[1];
    assert!(growth_mb < MOST_GROWTH_MB, "{growth_mb} MB more within a minute");
}

/// A server that ends when its last client leaves is the strictest case of those that reset themselves then. Bare X
/// servers do, and a window that first checked whether it can open would find them gone.
#[test]
#[ignore = "needs Xvfb and a graphics adapter"]
fn it_opens_on_a_display_that_nobody_else_uses() {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-terminate", "-screen", "0", "1280x800x24"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    let picture = std::env::temp_dir().join(format!("sparrowfall-alone-{}.png", std::process::id()));
    output_of(
        Command::new(env!("CARGO_BIN_EXE_sparrowfall"))
            .env("DISPLAY", format!(":{}", number.trim()))
            .args(["window", "tiny", "--after-days", "1", "--screenshot"])
            .arg(&picture),
    );
    std::fs::remove_file(&picture).unwrap();
    let _ = server.kill();
    server.wait().unwrap();
}
