//! The folder that results are written into.
//!
//! - One process at a time works in a folder, and its lock dies with it (`lock`).
//! - What cannot be written is found out before the run: the longest name is tried, and the room for the results is held.
//! - A folder holds one state or the other. Its last file, `run.ron` or `study.ron`, is its seal: where it stands, all files
//!   beside it are whole and of the same run. New files are first written whole under temporary names, then named all
//!   together (`naming`); a process that is killed meanwhile leaves the old state, or one that the next process completes.
//! - What a killed process leaves is known by its name, and cleared away by the next that works in the folder.

mod lock;
mod naming;

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use lock::Lock;
use naming::Naming;

/// How often a lock is tried to take that goes just then. Many who come and go at once seldom take more than two.
const ATTEMPTS: u32 = 1000;

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderProblem {
    /// There is a file of that name.
    #[error("{}: this is a file; --out needs a folder", .0.display())]
    NotAFolder(PathBuf),
    /// There is a link of that name, and nothing where it leads.
    #[error("{}: this is a link to {}, which is not there; make that folder, or name another one", .0.display(), .1.display())]
    DanglingLink(PathBuf, PathBuf),
    /// There is a folder in it where a file is to be written.
    #[error("{}: a file of this name is to be written, but this is a folder; move it away, or name another --out", .0.display())]
    NotAFile(PathBuf),
    /// There is something in it, and it was not said that it may be overwritten.
    #[error("{}: this folder is not empty (it has {}); name another one, or add --force to replace the files of an earlier run in it", .0.display(), .1)]
    NotEmpty(PathBuf, String),
    /// Finished results stand in it, and it was not said that they may be overwritten. The file is their seal.
    #[error("{}: this folder is not empty: complete results stand in it (with {}); name another one, or add --force to replace them", .0.display(), .1)]
    Complete(PathBuf, String),
    /// There is the beginning of another study in it, and it was not said that it may be overwritten.
    #[error("{}: this folder holds the beginning of a study with other settings or of another version; name another one, or add --force to begin anew in it", .0.display())]
    OtherStudy(PathBuf),
    /// Another process works in it.
    #[error("{}: another process is working in this folder; wait until it has ended, or name another one", .0.display())]
    InUse(PathBuf),
    /// There is a lock file in it, and the file system has no locks.
    #[error("{}: another process is working in this folder, or was killed in it; this file system cannot tell, because it has no locks. If no process works there, remove this file", .0.display())]
    NoLocks(PathBuf),
    /// The names of files in it would be longer than the system allows.
    #[error("{}: the path to this folder is too long for the system to make files in it; name another one", shortened(.0))]
    TooLong(PathBuf),
    /// The results do not fit on the disk.
    #[error("{}: there is not enough room on the disk for the results (about {:.1} MB); make room, or name another folder", .0.display(), *.1 as f64 / 1e6)]
    NoRoom(PathBuf, u64),
    /// It cannot be made or written to.
    #[error("{}: cannot be written to: {}", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
}

/// A folder in which only this process works.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: Option<Lock>,
    /// The file that holds room on the disk for the results.
    room: Option<PathBuf>,
    /// Files written, still under their temporary names.
    written: Vec<Naming>,
    /// The folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Makes the folder if it is not there, takes its lock, and clears away what a killed process has left.
    ///
    /// # Errors
    /// When it is not a folder or not writable, or when another process works in it.
    pub fn lock(path: &Path) -> Result<Self, FolderProblem> {
        let mut folder =
            Self { path: path.into(), lock: None, room: None, written: Vec::new(), made: missing_folders(path)? };
        for _ in 0..ATTEMPTS {
            fs::create_dir_all(path).map_err(|error| unusable(path, error))?;
            folder.lock = Lock::take(path)?;
            // None if an earlier holder went meanwhile, and with it its lock, or the folder that it had made.
            if folder.lock.is_some() {
                folder.tidy()?;
                return Ok(folder);
            }
        }
        Err(FolderProblem::InUse(path.into()))
    }

    /// Claims the folder for results: `files`, their seal last, which take about so many `bytes`.
    ///
    /// # Errors
    /// When it is not empty and its files may not be `replaced`, or when the results could not be written.
    pub fn claim(mut self, replaced: bool, files: &[&str], bytes: u64) -> Result<Self, FolderProblem> {
        if !replaced && let Some(found) = self.entries()?.into_iter().find(|name| !is_no_content(name)) {
            return Err(match files.last() {
                Some(seal) if self.path.join(seal).exists() => {
                    FolderProblem::Complete(self.path.clone(), (*seal).into())
                }
                _ => FolderProblem::NotEmpty(self.path.clone(), found),
            });
        }
        if let Some(place) = files.iter().map(|name| self.path.join(name)).find(|place| place.is_dir()) {
            return Err(FolderProblem::NotAFile(place));
        }
        self.hold_room(files, bytes)?;
        Ok(self)
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
        let unwritable = |error| FolderProblem::Unwritable(self.path.join(name), error);
        if let Some(room) = self.room.take() {
            fs::remove_file(room).map_err(unwritable)?;
        }
        let temporary = temporary(name);
        self.written.push(Naming { temporary: temporary.clone(), name: name.into() });
        let mut file = BufWriter::new(File::create(self.path.join(temporary)).map_err(unwritable)?);
        content(&mut file).and_then(|()| file.flush()).and_then(|()| file.get_ref().sync_all()).map_err(unwritable)
    }

    /// Gives the files their names. Files that `outdated` names go, if they are there.
    ///
    /// # Errors
    /// When it cannot be done. What has been decided by then, the next process that works in the folder completes.
    pub fn finish(mut self, outdated: &[&str]) -> Result<(), FolderProblem> {
        naming::decide(&self.path, &self.written, outdated)?;
        self.written.clear();
        self.made.clear();
        naming::complete(&self.path)
    }

    /// Completes what a process had decided that was then killed, and removes what others have left.
    fn tidy(&self) -> Result<(), FolderProblem> {
        naming::complete(&self.path)?;
        for leftover in self.entries()?.into_iter().filter(|name| is_temporary(name)) {
            let leftover = self.path.join(leftover);
            fs::remove_file(&leftover).map_err(|error| FolderProblem::Unwritable(leftover, error))?;
        }
        Ok(())
    }

    /// Names of what is in it.
    fn entries(&self) -> Result<Vec<String>, FolderProblem> {
        let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        let names = fs::read_dir(&self.path).and_then(|entries| entries.map(name).collect());
        names.map_err(|error| FolderProblem::Unwritable(self.path.clone(), error))
    }

    /// Holds room on the disk until the results are written, in a file with the longest of their names. A file system that
    /// compresses zeros, or copies when it overwrites, holds less.
    fn hold_room(&mut self, files: &[&str], bytes: u64) -> Result<(), FolderProblem> {
        let names = files.iter().copied().chain([naming::DECISION]).map(temporary);
        let longest = names.max_by_key(String::len).unwrap_or_default();
        let room = self.path.join(&longest);
        self.room = Some(room.clone());
        let fill = || {
            let mut file = File::create(&room)?;
            io::copy(&mut io::repeat(0).take(bytes), &mut file)?;
            file.sync_all()
        };
        fill().or_else(|error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Err(FolderProblem::NoRoom(self.path.clone(), bytes)),
            // No single file will be as large as all together.
            ErrorKind::FileTooLarge => Ok(()),
            _ => Err(unusable(&self.path, error)),
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let written = self.written.iter().map(|naming| self.path.join(&naming.temporary));
        for temporary in written.chain(self.room.take()) {
            let _ = fs::remove_file(temporary);
        }
        drop(self.lock.take());
        for made in &self.made {
            // Only removes it if it is empty.
            let _ = fs::remove_dir(made);
        }
    }
}

/// The folders that would have to be made, the innermost first.
fn missing_folders(path: &Path) -> Result<Vec<PathBuf>, FolderProblem> {
    let mut missing = Vec::new();
    for folder in path.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        match (fs::metadata(folder), fs::read_link(folder)) {
            (Ok(there), _) if there.is_dir() => break,
            (Ok(_), _) => return Err(FolderProblem::NotAFolder(folder.into())),
            (Err(error), Ok(target)) if error.kind() == ErrorKind::NotFound => {
                return Err(FolderProblem::DanglingLink(folder.into(), target));
            }
            (Err(error), _) if error.kind() == ErrorKind::NotFound => missing.push(folder.into()),
            // What is above it tells the cause.
            (Err(error), _) if error.kind() == ErrorKind::NotADirectory => {}
            (Err(error), _) => return Err(unusable(folder, error)),
        }
    }
    Ok(missing)
}

/// A temporary name. It tells the process, for a person who finds it.
fn temporary(name: &str) -> String {
    format!(".{name}.{}.tmp", std::process::id())
}

/// Whether a name is a temporary one of ours, or the marker `.run.PID.tmp` of version 0.1.0.
fn is_temporary(name: &str) -> bool {
    let parts = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp")?.rsplit_once('.'));
    let is_of_ours = |stem: &str| {
        let ending = stem.rsplit_once('.').map(|(_, ending)| ending);
        stem == "run" || ending.is_some_and(|ending| ["csv", "parquet", "ron", "svg", "txt"].contains(&ending))
    };
    name.is_ascii()
        && parts.is_some_and(|(stem, process)| {
            is_of_ours(stem) && !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a folder that has a file of this name counts as empty all the same: our lock, and what file managers leave.
fn is_no_content(name: &str) -> bool {
    name == lock::NAME || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|left| left.eq_ignore_ascii_case(name))
}

/// The problem with a folder in which the system refused to make something.
fn unusable(path: &Path, error: io::Error) -> FolderProblem {
    match error.kind() {
        ErrorKind::InvalidFilename => FolderProblem::TooLong(path.into()),
        _ => FolderProblem::Unwritable(path.into(), error),
    }
}

/// The end of a path that is too long to be shown.
fn shortened(path: &Path) -> String {
    let text = path.display().to_string();
    match text.char_indices().nth_back(60) {
        Some((start, _)) => format!("…{}", &text[start..]),
        None => text,
    }
}

/// Has the system write down what has been named in a folder. Where it cannot, nothing is lost but safety from a power cut.
fn sync(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}
