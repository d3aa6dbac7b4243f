//! The lock of a folder: a file in it that only one process at a time can lock. The system releases it when the process
//! ends, however it ends; a file left by a killed process is not locked, and the next process takes it over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{FolderProblem, unusable};

/// Name of the file.
pub const NAME: &str = ".sparrowfall.lock";

/// The lock of a folder, from when it is taken until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    /// Takes the lock of a folder. `None` if the folder or the file vanished meanwhile: then it is worth another try.
    ///
    /// # Errors
    /// If another process has it, or the folder is not writable.
    pub fn take(folder: &Path) -> Result<Option<Self>, FolderProblem> {
        Self::take_with(folder, File::try_lock)
    }

    fn take_with(
        folder: &Path,
        try_lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Self>, FolderProblem> {
        let path = folder.join(NAME);
        let (file, is_new) = match open(&path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => return Ok(None),
            Err(error) => return Err(unusable(folder, error)),
        };
        match try_lock(&file) {
            // Its last holder may have removed it while we had it open; then the folder's lock is another file.
            Ok(()) if !is_at(&file, &path) => Ok(None),
            Ok(()) => Ok(Some(Self { path, file: Some(file) })),
            Err(TryLockError::WouldBlock) => Err(FolderProblem::InUse(folder.into())),
            // A file system without locks: whoever created the file has the lock.
            Err(TryLockError::Error(_)) if is_new => Ok(Some(Self { path, file: Some(file) })),
            Err(TryLockError::Error(_)) => Err(FolderProblem::NoLocks(path)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Windows does not remove a file that anyone has open, so there the file is removed after the lock is released,
        // or stays with the next holder. Elsewhere it is removed first: once released, it may be the next holder's.
        if cfg!(windows) {
            self.file = None;
        }
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens the file, and says whether it was created.
fn open(path: &Path) -> io::Result<(File, bool)> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(windows)]
    {
        // To read and write: while it is open, others cannot remove it.
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 1 | 2);
    }
    match options.clone().create_new(true).open(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok((options.open(path)?, false)),
        Err(error) => Err(error),
    }
}

/// Whether this file is the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(ref file), Ok(ref there)) if identity(file) == identity(there))
}

/// Whether this file is the one at the path: it is not removed while anyone has it open.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    use super::*;

    fn folder(test: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("sparrowfall_{test}_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn of_all_who_try_at_once_one_has_the_lock_and_no_file_is_left() {
        let folder = folder("lock");
        let (holders, takings) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..2000 {
                        if let Ok(Some(lock)) = Lock::take(&folder) {
                            assert_eq!(holders.fetch_add(1, SeqCst), 0, "two hold the lock");
                            std::thread::yield_now();
                            takings.fetch_add(1, SeqCst);
                            holders.fetch_sub(1, SeqCst);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(takings.into_inner() > 0);
        fs::remove_dir(&folder).expect("empty");
    }

    #[test]
    fn without_locks_whoever_makes_the_file_has_the_lock() {
        let folder = folder("no_locks");
        let none = |_: &File| Err(TryLockError::Error(ErrorKind::Unsupported.into()));
        let lock = Lock::take_with(&folder, none).unwrap().expect("it was free");
        let refused = Lock::take_with(&folder, none).unwrap_err().to_string();
        assert!(refused.contains(NAME) && refused.contains("it has no locks"), "{refused}");
        drop(lock);
        assert!(Lock::take_with(&folder, none).unwrap().is_some());
        fs::remove_dir(&folder).expect("empty");
    }
}
