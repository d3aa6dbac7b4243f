//! The folder that results are written into.
//!
//! - One process at a time works in a folder, and its lock ends with it (`lock`).
//! - What cannot be written is discovered before the run: the longest name is tried, and disk space for the results is
//!   reserved.
//! - A folder holds either the old state or the new one. Its last file, `run.ron` or `study.ron`, is its seal: if it is
//!   there, all files beside it are complete and from the same run. New files are first written in full under temporary
//!   names, then renamed all together (`naming`); a process killed meanwhile leaves the old state, or one that the next
//!   process completes.
//! - What a killed process leaves is recognised by its name, and removed by the next process that works in the folder.

mod lock;
mod naming;

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use lock::Lock;
use naming::Naming;

/// How often to try for a lock that vanishes just then. Even with many processes coming and going, more than two tries
/// are rare.
const ATTEMPTS: u32 = 1000;

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderProblem {
    /// There is a file of that name.
    #[error("{}: this is a file; --out needs a folder", .0.display())]
    NotAFolder(PathBuf),
    /// There is a link of that name that leads nowhere.
    #[error("{}: this is a link to {}, which is not there; make that folder, or choose another one", .0.display(), .1.display())]
    DanglingLink(PathBuf, PathBuf),
    /// It contains a folder where a file is to be written.
    #[error("{}: a file of this name is to be written, but this is a folder; move it away, or choose another --out", .0.display())]
    NotAFile(PathBuf),
    /// It is not empty, and there is no permission to overwrite.
    #[error("{}: this folder is not empty (it contains {}); choose another one, or add --force to replace the files of \
             an earlier run in it", .0.display(), .1)]
    NotEmpty(PathBuf, String),
    /// It holds finished results, and there is no permission to overwrite them. The file is their seal.
    #[error("{}: this folder is not empty: it holds complete results (with {}); choose another one, or add --force to \
             replace them", .0.display(), .1)]
    Complete(PathBuf, String),
    /// It holds the beginning of another study, and there is no permission to overwrite it.
    #[error("{}: this folder holds the beginning of a study with other settings or from another version; choose \
             another one, or add --force to start over in it", .0.display())]
    OtherStudy(PathBuf),
    /// Another process works in it.
    #[error("{}: another process is working in this folder; wait until it has ended, or choose another one", .0.display())]
    InUse(PathBuf),
    /// It contains a lock file, and the file system has no locks.
    #[error("{}: another process is working in this folder, or was killed in it; this file system cannot tell, because \
             it has no locks. If no process is working there, remove this file", .0.display())]
    NoLocks(PathBuf),
    /// The paths of files in it would be longer than the system allows.
    #[error("{}: the path to this folder is too long for the system to make files in it; choose another one", shortened(.0))]
    TooLong(PathBuf),
    /// The results would not fit on the disk.
    #[error("{}: there is not enough room on the disk for the results (about {:.1} MB); make room, or choose another \
             folder", .0.display(), *.1 as f64 / 1e6)]
    NoRoom(PathBuf, u64),
    /// It cannot be created or written to.
    #[error("{}: cannot be written to: {}", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
}

/// A folder in which only this process works.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: Option<Lock>,
    /// The file that reserves disk space for the results.
    room: Option<PathBuf>,
    /// Files written, still under their temporary names.
    written: Vec<Naming>,
    /// The folders that were created for it, innermost first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Creates the folder if it is not there, takes its lock, and removes what a killed process has left.
    ///
    /// # Errors
    /// If it is not a folder or not writable, or if another process is working in it.
    pub fn lock(path: &Path) -> Result<Self, FolderProblem> {
        let mut folder =
            Self { path: path.into(), lock: None, room: None, written: Vec::new(), made: missing_folders(path)? };
        for _ in 0..ATTEMPTS {
            fs::create_dir_all(path).map_err(|error| unusable(path, error))?;
            folder.lock = Lock::take(path)?;
            // `None` if an earlier holder ended meanwhile and took away its lock, or the folder it had created.
            if folder.lock.is_some() {
                folder.tidy()?;
                return Ok(folder);
            }
        }
        Err(FolderProblem::InUse(path.into()))
    }

    /// Claims the folder for results: `files`, their seal last, which take about `bytes` bytes.
    ///
    /// # Errors
    /// If it is not empty and its files may not be `replaced`, or if the results could not be written.
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

    /// Gives the files their names, and removes those that `outdated` names, if they are there.
    ///
    /// # Errors
    /// If it cannot be done. The next process that works in the folder completes what has been decided by then.
    pub fn finish(mut self, outdated: &[&str]) -> Result<(), FolderProblem> {
        naming::decide(&self.path, &self.written, outdated)?;
        self.written.clear();
        self.made.clear();
        naming::complete(&self.path)
    }

    /// Completes what a killed process had decided, and removes other leftovers.
    fn tidy(&self) -> Result<(), FolderProblem> {
        naming::complete(&self.path)?;
        for leftover in self.entries()?.into_iter().filter(|name| is_temporary(name)) {
            let leftover = self.path.join(leftover);
            fs::remove_file(&leftover).map_err(|error| FolderProblem::Unwritable(leftover, error))?;
        }
        Ok(())
    }

    /// Names of its contents.
    fn entries(&self) -> Result<Vec<String>, FolderProblem> {
        let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        let names = fs::read_dir(&self.path).and_then(|entries| entries.map(name).collect());
        names.map_err(|error| FolderProblem::Unwritable(self.path.clone(), error))
    }

    /// Reserves disk space until the results are written, in a file with the longest of their names. A file system that
    /// compresses zeros, or copies on write, reserves less.
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
            // Removes it only if it is empty.
            let _ = fs::remove_dir(made);
        }
    }
}

/// Writes a single file, which appears whole or not at all.
///
/// # Errors
/// If it cannot be written; then what was there before is still there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::other("this is not the name of a file"))?;
    let part = path.with_file_name(temporary(&name.to_string_lossy()));
    let write = || {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().inspect_err(|_| _ = fs::remove_file(&part))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync(folder.unwrap_or(Path::new(".")));
    Ok(())
}

/// The folders that would have to be created, innermost first.
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

/// A temporary name. It includes the process id, for anyone who finds it.
fn temporary(name: &str) -> String {
    format!(".{name}.{}.tmp", std::process::id())
}

/// Whether a name is one of our temporary ones, or the marker `.run.PID.tmp` of version 0.1.0.
fn is_temporary(name: &str) -> bool {
    let parts = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp")?.rsplit_once('.'));
    let is_of_ours = |stem: &str| {
        let ending = stem.rsplit_once('.').map(|(_, ending)| ending);
        let endings = ["csv", "parquet", "png", "ron", "sparrowfall", "svg", "txt"];
        stem == "run" || ending.is_some_and(|ending| endings.contains(&ending))
    };
    name.is_ascii()
        && parts.is_some_and(|(stem, process)| {
            is_of_ours(stem) && !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a folder with a file of this name still counts as empty: our lock, and what file managers leave.
fn is_no_content(name: &str) -> bool {
    name == lock::NAME || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|left| left.eq_ignore_ascii_case(name))
}

/// The problem with a folder in which the system refused to create something.
fn unusable(path: &Path, error: io::Error) -> FolderProblem {
    match error.kind() {
        ErrorKind::InvalidFilename => FolderProblem::TooLong(path.into()),
        _ => FolderProblem::Unwritable(path.into(), error),
    }
}

/// The end of a path that is too long to show.
fn shortened(path: &Path) -> String {
    let text = path.display().to_string();
    match text.char_indices().nth_back(60) {
        Some((start, _)) => format!("…{}", &text[start..]),
        None => text,
    }
}

/// Makes the system write the names in a folder to the disk. Where it cannot, all that is lost is safety against a
/// power cut.
fn sync(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}
