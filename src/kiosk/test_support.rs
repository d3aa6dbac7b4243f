//! A place for the files of a test.

use std::path::PathBuf;

/// An empty folder for one test.
pub fn folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sparrowfall-kiosk-{test}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
