//! How the files of a result get their names all together. No system renames several files at once, so it is first
//! decided, then done: the decision is a file that lists which file gets which name, and which names are removed. It
//! appears whole or not at all, once everything it lists is safely on the disk. From then on the new state is certain;
//! whoever comes next completes it.
//!
//! A reader never sees old and new files side by side: the old files go first, starting with the seal, and the new seal
//! comes last.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path};

use super::{FolderProblem, sync, temporary};

/// Name of the decision file.
pub const DECISION: &str = ".sparrowfall.naming.txt";

/// A file waiting for its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Its temporary name.
    pub temporary: String,
    /// The name it gets.
    pub name: String,
}

/// Decides that the files, the seal last, get their names, and that the names in `outdated` are removed.
///
/// # Errors
/// If it cannot be written; then nothing is decided.
pub fn decide(folder: &Path, files: &[Naming], outdated: &[&str]) -> Result<(), FolderProblem> {
    let outdated = outdated.iter().map(|name| format!("\t{name}\n"));
    let files = files.iter().map(|Naming { temporary, name }| format!("{temporary}\t{name}\n"));
    let text: String = outdated.chain(files).collect();
    let temporary = folder.join(temporary(DECISION));
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // First the names of the files that it lists, then its own.
        sync(folder);
        fs::rename(&temporary, folder.join(DECISION))
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary);
        FolderProblem::Unwritable(folder.join(DECISION), error)
    })?;
    sync(folder);
    Ok(())
}

/// Carries out what has been decided, if anything.
///
/// # Errors
/// If it cannot be done; the decision remains.
pub fn complete(folder: &Path) -> Result<(), FolderProblem> {
    let decision = folder.join(DECISION);
    let done = match fs::read_to_string(&decision) {
        Ok(text) => read(&text).and_then(|(files, outdated)| name(folder, &files, &outdated)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => Err(error),
    };
    done.and_then(|()| fs::remove_file(&decision)).map_err(|error| FolderProblem::Unwritable(decision, error))?;
    sync(folder);
    Ok(())
}

/// Reads a decision. Only names in the same folder are accepted: the folder may have come from anywhere.
fn read(text: &str) -> io::Result<(Vec<Naming>, Vec<&str>)> {
    let is_plain = |name: &str| matches!(Path::new(name).components().collect::<Vec<_>>()[..], [Component::Normal(_)]);
    let (mut files, mut outdated) = (Vec::new(), Vec::new());
    for line in text.lines() {
        match line.split_once('\t') {
            Some(("", name)) if is_plain(name) => outdated.push(name),
            Some((temporary, name)) if is_plain(temporary) && is_plain(name) => {
                files.push(Naming { temporary: temporary.into(), name: name.into() });
            }
            _ => return Err(io::Error::other("it was not written by this program; remove it")),
        }
    }
    Ok((files, outdated))
}

fn name(folder: &Path, files: &[Naming], outdated: &[&str]) -> io::Result<()> {
    // A file that already has its name got it from a process killed midway.
    let files: Vec<_> = files.iter().filter(|file| folder.join(&file.temporary).exists()).collect();
    let replaced = files.iter().rev().map(|file| file.name.as_str());
    for name in replaced.chain(outdated.iter().copied()) {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    for Naming { temporary, name } in files {
        fs::rename(folder.join(temporary), folder.join(name))?;
    }
    sync(folder);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents of a folder, except hidden files.
    fn seen(folder: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let file = |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), entry.path());
        let files = entries.map(file).filter(|(name, _)| !name.starts_with('.'));
        let mut seen: Vec<_> = files.map(|(name, path)| (name, fs::read_to_string(path).unwrap())).collect();
        seen.sort();
        seen
    }

    #[test]
    fn a_naming_done_in_part_is_completed_from_every_step() {
        let folder = std::env::temp_dir().join(format!("sparrowfall_naming_{}", std::process::id()));
        let files =
            ["a.csv", "b.csv", "run.ron"].map(|name| Naming { temporary: format!(".{name}.1.tmp"), name: name.into() });
        let (outdated, all_gone) = (["old.csv", "unfinished"], 5);
        for steps in 0..=all_gone + files.len() {
            fs::create_dir_all(&folder).unwrap();
            files.iter().for_each(|file| fs::write(folder.join(&file.temporary), "new").unwrap());
            let before = ["a.csv", "b.csv", "old.csv", "run.ron", "unfinished", "notes.txt"];
            before.iter().for_each(|name| fs::write(folder.join(name), "old").unwrap());
            decide(&folder, &files, &outdated).unwrap();
            let goes = files.iter().rev().map(|file| file.name.as_str()).chain(outdated);
            goes.take(steps).for_each(|name| fs::remove_file(folder.join(name)).unwrap());
            for Naming { temporary, name } in files.iter().take(steps.saturating_sub(all_gone)) {
                fs::rename(folder.join(temporary), folder.join(name)).unwrap();
            }
            // It is completed once, however often it is attempted.
            for _ in 0..2 {
                complete(&folder).unwrap();
                let expected = [("a.csv", "new"), ("b.csv", "new"), ("notes.txt", "old"), ("run.ron", "new")];
                assert_eq!(
                    seen(&folder),
                    expected.map(|(name, text)| (name.into(), text.into())),
                    "after {steps} steps"
                );
            }
            fs::remove_dir_all(&folder).unwrap();
        }
    }

    #[test]
    fn names_in_other_folders_are_refused() {
        for text in ["\t../run.ron\n", "a.tmp\t/etc/passwd\n", "..\tb\n", "no names\n", "\t\n"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
