//! What several tests need: the program, a place for files, small scenarios.

#![expect(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::date;
use sparrowfall::scenario::{LandscapeParameters, Scenario};

/// The program, where no display is to be found.
pub fn sparrowfall() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sparrowfall"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET").env("NO_COLOR", "1");
    command
}

/// An empty folder of a test's own.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Two years, from 1957 to 1958, of a square of fields, with the campaign from the spring of the second.
pub fn two_years(fields: u32) -> Scenario {
    let landscape = LandscapeParameters { fields_wide: fields, fields_high: fields, ..Default::default() };
    let end = date(1958, 12, 31);
    Scenario { title: "A small place".into(), end, landscape, ..Scenario::default() }.with_historical_campaign()
}

/// Writes a scenario as a file.
pub fn file(folder: &Path, name: &str, scenario: &Scenario) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, ron::to_string(scenario).unwrap()).unwrap();
    path
}

/// What a program printed.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a program complained of.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The state hash in the last line on standard output.
pub fn state_hash(output: &Output) -> String {
    let text = stdout(output);
    let last = text.lines().last().unwrap_or_default();
    let hash = last.strip_prefix("state-hash: ").unwrap_or_else(|| panic!("last line: {last:?}\n{}", stderr(output)));
    assert!(hash.len() == 16 && hash.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')), "{hash:?}");
    hash.to_owned()
}
