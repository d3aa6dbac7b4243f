//! The program as several tests start it, and a place for its files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sparrowfall::scenario::Scenario;

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

/// Writes a scenario as a file.
pub fn file(folder: &Path, name: &str, scenario: &Scenario) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, ron::to_string(scenario).unwrap()).unwrap();
    path
}

/// Names of what is in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a program printed.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a program complained of.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
