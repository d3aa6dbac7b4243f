//! Contract: the pictures in `docs/screens` show the window as it is. `sparrowfall screens` makes them again, and none of them looks
//! different from the one that is committed, but for what cannot be seen: a pixel of an edge, an animal that has moved by a little.
//!
//! It needs a display and a graphics adapter, so the gate runs it under a virtual display, in one size of the window. In all sizes:
//! `SCREENS=all xvfb-run -a -s "-noreset -screen 0 1920x1920x24" cargo test --release --test screens -- --ignored`.
#![cfg(feature = "window")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod perceptual;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use perceptual::{Difference, Picture, oklab};
use sparrowfall::window::scripted::screens::SIZES;
use zune_jpeg::JpegDecoder;

/// The size in which the gate compares them.
const USUAL: (u32, u32) = (1280, 800);
/// The command that makes those that are committed.
const MAKE: &str = "xvfb-run -a -s \"-noreset -screen 0 1920x1920x24\" cargo run --release -- screens";

fn picture(path: &Path) -> Picture {
    let mut decoder = JpegDecoder::new(Cursor::new(std::fs::read(path).unwrap()));
    let rgb = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    Picture { width, height, rgb }
}

/// The names of the pictures of a size in a folder.
fn names(folder: &Path, (width, height): (u32, u32)) -> BTreeSet<String> {
    let ending = format!("-{width}x{height}.jpg");
    let files = std::fs::read_dir(folder).into_iter().flatten();
    files
        .filter_map(|file| file.unwrap().file_name().into_string().ok())
        .filter(|name| name.ends_with(&ending))
        .collect()
}

#[test]
#[ignore = "needs a display and a graphics adapter"]
fn the_window_looks_as_in_the_pictures() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    let made: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    _ = std::fs::remove_dir_all(&made);
    let sizes: Vec<_> =
        if std::env::var_os("SCREENS").is_some_and(|which| which == "all") { SIZES.into() } else { vec![USUAL] };
    let mut different = Vec::new();
    for (width, height) in sizes {
        let size = format!("{width}x{height}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_sparrowfall"));
        assert!(command.args(["screens", "--size", &size, "--out"]).arg(&made).status().unwrap().success());
        let [old, new] = [&committed, &made].map(|folder| names(folder, (width, height)));
        assert_eq!(new.len(), 12, "{new:?}");
        different.extend(old.symmetric_difference(&new).map(|name| format!("{name}: there is only one of it")));
        for name in old.intersection(&new) {
            match Difference::between(&picture(&committed.join(name)), &picture(&made.join(name))) {
                Some(difference) if difference.is_seen() => different.push(format!("{name}: {difference:?}")),
                Some(difference) => println!("{name}: {difference:?}"),
                None => different.push(format!("{name}: its size")),
            }
        }
    }
    assert!(
        different.is_empty(),
        "The window does not look as in {}:\n{}\nAs it looks now: {}.\nIf that is meant: {MAKE}",
        committed.display(),
        different.join("\n"),
        made.display()
    );
}

/// A made-up window: parcels in some colours, with rows and flecks, and a panel with lines of type.
struct Made {
    /// How far flecks have moved, and the panel, pixels.
    flutter: usize,
    shift: usize,
    has_panel: bool,
    has_land: bool,
    is_dark: bool,
}

const AS_IT_IS: Made = Made { flutter: 0, shift: 0, has_panel: true, has_land: true, is_dark: false };

impl Made {
    const SIZE: (usize, usize) = (640, 400);

    fn picture(&self) -> Picture {
        let (width, height) = Self::SIZE;
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let rgb = pixels.flat_map(|(x, y)| self.colour(x, y)).collect();
        Picture { width, height, rgb }
    }

    fn colour(&self, x: usize, y: usize) -> [u8; 3] {
        let (paper, ink) = match self.is_dark {
            true => ([0x1d, 0x20, 0x1e], [0xf3, 0xed, 0xe1]),
            false => ([0xf7, 0xf1, 0xe6], [0x2b, 0x25, 0x1f]),
        };
        let panel = 440;
        if x >= panel {
            let (x, y) = (x - panel, (y + self.shift) % Self::SIZE.1);
            // Lines of type: letters of some breadth, and gaps.
            let is_type = (16..190).contains(&x) && y % 22 < 12 && (x * x / 7 + y / 22 * 5) % 6 < 3 && y % 3 > 0;
            return if self.has_panel && is_type { ink } else { paper };
        }
        if !self.has_land {
            return paper;
        }
        let parcel = (x / 37 * 7 + y / 23 * 11) % 5;
        let fields: [[u8; 3]; 5] =
            [[0x94, 0xa2, 0x74], [0xd6, 0xb0, 0x5a], [0x8f, 0xa6, 0x5f], [0xbd, 0x9f, 0x77], [0x6f, 0x94, 0x4c]];
        let fleck = (x + self.flutter + y / 29 * 13) % 41 < 4 && y % 29 < 2;
        if fleck {
            return [0x1b, 0x2b, 0x3f];
        }
        let row = if y.is_multiple_of(5) { 12 } else { 0 };
        fields[parcel].map(|channel| channel - row)
    }
}

/// Contract: black and white are as far apart as can be, and greys have no hue.
#[test]
fn colours_are_where_they_belong() {
    let [black, grey, white] = [0.0, 0.5, 1.0].map(|value| oklab([value; 3]));
    assert!(black[0].abs() < 1e-3 && (white[0] - 1.0).abs() < 1e-3, "{black:?} {white:?}");
    assert!((grey[0] - 0.598).abs() < 2e-3 && grey[1].abs() < 1e-3 && grey[2].abs() < 1e-3, "{grey:?}");
    let [lightness, a, b] = oklab([1.0, 0.0, 0.0]);
    assert!((lightness - 0.628).abs() < 2e-3 && (a - 0.225).abs() < 2e-3 && (b - 0.126).abs() < 2e-3);
}

/// Contract: animals that have moved are not seen as a difference; another theme, a missing panel, a layout that has shifted and an
/// empty map are, each of them.
#[test]
fn what_is_seen_is_told_from_what_is_not() {
    let of = |made: &Made| Difference::between(&AS_IT_IS.picture(), &made.picture()).unwrap();
    for flutter in [0, 1, 3] {
        let difference = of(&Made { flutter, ..AS_IT_IS });
        assert!(!difference.is_seen(), "{flutter}: {difference:?}");
    }
    let altered = [
        Made { is_dark: true, ..AS_IT_IS },
        Made { has_panel: false, ..AS_IT_IS },
        Made { shift: 8, ..AS_IT_IS },
        Made { has_land: false, ..AS_IT_IS },
    ];
    for (number, made) in altered.iter().enumerate() {
        let difference = of(made);
        assert!(difference.is_seen(), "{number}: {difference:?}");
    }
    let smaller = Picture { width: 639, height: 400, rgb: vec![0; 639 * 400 * 3] };
    assert!(Difference::between(&AS_IT_IS.picture(), &smaller).is_none());
}

/// Contract: pictures that are empty, or end too early, are not compared, and what is no number does not pass.
#[test]
fn broken_pictures_do_not_pass() {
    let picture = |width, height, bytes| Picture { width, height, rgb: vec![0; bytes] };
    for broken in
        [picture(0, 0, 0), picture(0, 8, 0), picture(16, 16, 0), picture(16, 16, 3 * 16 * 8), picture(16, 16, 3 * 257)]
    {
        let whole = picture(broken.width, broken.height, 3 * broken.width * broken.height);
        assert!(Difference::between(&whole, &broken).is_none() && Difference::between(&broken, &whole).is_none());
    }
    for (mean, visible) in [(f32::NAN, 0.0), (0.0, f32::NAN)] {
        assert!(Difference { mean, visible }.is_seen());
    }
    assert!(!Difference { mean: 0.0, visible: 0.0 }.is_seen());
}

/// Contract: so is another colour of the land alone, by less than its seasons differ.
#[test]
fn another_colour_of_the_land_is_seen() {
    let tinted = |by: u8| {
        let mut picture = AS_IT_IS.picture();
        for pixel in picture.rgb.chunks_exact_mut(3).filter(|pixel| *pixel != [0xf7, 0xf1, 0xe6]) {
            pixel[1] = pixel[1].saturating_add(by);
        }
        Difference::between(&AS_IT_IS.picture(), &picture).unwrap()
    };
    assert!(tinted(24).is_seen(), "{:?}", tinted(24));
    assert!(!tinted(2).is_seen(), "{:?}", tinted(2));
}
