//! The folder that a run's files are written into. Files appear whole or not at all: each is written under a temporary name
//! beside its place and then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderProblem {
    /// There is a file of that name.
    #[error("{}: this is a file; --out needs a folder", .0.display())]
    NotAFolder(PathBuf),
    /// There is something in it, and it was not said that it may be overwritten.
    #[error("{}: this folder is not empty (it has {}); name another one, or add --force to replace the files of an earlier run in it", .0.display(), .1)]
    NotEmpty(PathBuf, String),
    /// There is the beginning of another study in it, and it was not said that it may be overwritten.
    #[error("{}: this folder holds the beginning of a study with other settings or of another version; name another one, or add --force to begin anew in it", .0.display())]
    OtherStudy(PathBuf),
    /// It cannot be made or written to.
    #[error("{}: cannot be written to: {}", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
}

/// A folder that is claimed for one run: it has been made, is writable, and was empty or may be overwritten.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// An empty file that is there while the run is: it proves that the folder is writable, and a second run that wants the
    /// same folder finds it not empty.
    marker: PathBuf,
    /// Files written, still under their temporary names.
    waiting: Vec<(PathBuf, PathBuf)>,
    /// Whether the folder was made for this run.
    made: bool,
}

impl Folder {
    /// Claims a folder, before the run begins.
    ///
    /// # Errors
    /// When it is not a folder, not writable, or not empty without `force`.
    pub fn claim(path: &Path, force: bool) -> Result<Self, FolderProblem> {
        let unwritable = |error| FolderProblem::Unwritable(path.into(), error);
        let made = match fs::metadata(path) {
            Ok(there) if !there.is_dir() => return Err(FolderProblem::NotAFolder(path.into())),
            Ok(_) => false,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path).map_err(unwritable)?;
                true
            }
            Err(error) => return Err(unwritable(error)),
        };
        if !force && let Some(entry) = fs::read_dir(path).map_err(unwritable)?.next() {
            let name = entry.map_err(unwritable)?.file_name().to_string_lossy().into_owned();
            return Err(FolderProblem::NotEmpty(path.into(), name));
        }
        let marker = path.join(temporary("run"));
        File::create(&marker).map_err(unwritable)?;
        Ok(Self { path: path.into(), marker, waiting: Vec::new(), made })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file under a temporary name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), FolderProblem> {
        let place = self.path.join(name);
        let temporary = self.path.join(temporary(name));
        let unwritable = |error| FolderProblem::Unwritable(place.clone(), error);
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary).map_err(unwritable)?;
        self.waiting.push((temporary, place.clone()));
        let mut file = BufWriter::new(file);
        content(&mut file).and_then(|()| file.flush()).map_err(unwritable)?;
        file.get_ref().sync_all().map_err(unwritable)
    }

    /// Gives the files their names, in the order in which they were written.
    ///
    /// # Errors
    /// When one cannot be renamed.
    pub fn finish(mut self) -> Result<(), FolderProblem> {
        while let Some((temporary, place)) = self.waiting.first() {
            fs::rename(temporary, place).map_err(|error| FolderProblem::Unwritable(place.clone(), error))?;
            self.waiting.remove(0);
        }
        self.made = false;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for (temporary, _) in &self.waiting {
            let _ = fs::remove_file(temporary);
        }
        let _ = fs::remove_file(&self.marker);
        if self.made {
            // Only removes it if it is empty.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// A temporary name that no other running process uses.
fn temporary(name: &str) -> String {
    format!(".{name}.{}.tmp", std::process::id())
}
