//! How several tests start the program, and a place for its files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sparrowfall::scenario::Scenario;

/// The program, without a display.
pub fn sparrowfall() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sparrowfall"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET").env("NO_COLOR", "1");
    command
}

/// An empty folder for one test.
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

/// Sorted names of what is in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a program printed on standard output.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a program printed on standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
