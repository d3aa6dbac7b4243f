//! A place for the files of a test.

use std::ops::Deref;
use std::path::{Path, PathBuf};

/// A folder that is removed with what is in it when the test is done with it.
pub struct Folder(PathBuf);

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An empty folder for one test.
pub fn folder(test: &str) -> Folder {
    let folder = std::env::temp_dir().join(format!("sparrowfall-kiosk-{test}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    Folder(folder)
}
