//! Many runs on all cores, with progress on standard error and a journal from which an interrupted batch resumes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;

use serde::{Serialize, de::DeserializeOwned};

use super::journal::{self, Found, JOURNAL, Journal};
use super::{About, Failure, Study, files_of_an_earlier_study};
use crate::experiment::jobs;
use crate::experiment::progress::Progress;
use crate::record::folder::{Folder, FolderProblem};

/// Disk space for what a job adds to the table, the figure and the journal: measured as 5 kB.
const JOB_BYTES: u64 = 8 << 10;
/// Disk space for everything else.
const STUDY_BYTES: u64 = 128 << 10;

/// A study's folder and what is already done.
#[derive(Debug)]
pub struct Desk {
    journal: Journal,
    folder: Folder,
    files: &'static [&'static str],
}

impl Desk {
    /// Claims the study's folder, if it has one, for so many `jobs`. `about` is everything that the study's results
    /// depend on: a journal is continued only if it matches.
    ///
    /// # Errors
    /// If the folder cannot be used, or holds the beginning of another study and may not be overwritten.
    pub(super) fn claim(study: &Study, about: &About, jobs: usize) -> Result<Option<Self>, Failure> {
        Self::claim_room(study, about, STUDY_BYTES + jobs as u64 * JOB_BYTES)
    }

    /// The same for a study that takes so many bytes on the disk.
    pub(in crate::experiment) fn claim_room(study: &Study, about: &About, bytes: u64) -> Result<Option<Self>, Failure> {
        let Some(path) = &study.folder else { return Ok(None) };
        let (line, files) = (&about.line, about.files());
        let folder = Folder::lock(path)?;
        let place = path.join(JOURNAL);
        let unusable = |error| FolderProblem::Unwritable(place.clone(), error);
        let beginning = match journal::look(&place, line).map_err(unusable)? {
            Found::Beginning(beginning) => Some(beginning),
            Found::Another if !study.force => return Err(FolderProblem::OtherStudy(path.clone()).into()),
            Found::Another | Found::Nothing => None,
        };
        let folder = folder.claim(study.force || beginning.is_some(), files, bytes)?;
        let journal = Journal::open(&place, line, beginning.unwrap_or_default()).map_err(unusable)?;
        Ok(Some(Self { journal, folder, files }))
    }

    /// Writes the results into the folder. The journal is removed when they get their names, and so are the files of an
    /// earlier study of another kind, which would otherwise lie beside the wrong summary.
    ///
    /// # Errors
    /// If a file cannot be written or named.
    pub fn finish(
        mut self,
        write: impl FnOnce(&mut Folder) -> Result<(), FolderProblem>,
    ) -> Result<PathBuf, FolderProblem> {
        write(&mut self.folder)?;
        let place = self.folder.path().to_owned();
        let earlier = files_of_an_earlier_study(&place).iter().filter(|name| !self.files.contains(name));
        let outdated: Vec<_> = earlier.copied().chain([JOURNAL]).collect();
        // Some systems cannot remove an open file.
        drop(self.journal);
        self.folder.finish(&outdated)?;
        Ok(place)
    }
}

/// Does the jobs `0..number` of a study and returns their results in order.
///
/// # Errors
/// If a person ends it, a job fails, or the journal cannot be written.
pub fn run<T: Serialize + DeserializeOwned + Send>(
    study: &Study,
    desk: Option<&mut Desk>,
    number: usize,
    what: &'static str,
    work: impl Fn(usize) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    go_on(study, desk.map(|desk| &mut desk.journal), number, what, work)
}

fn go_on<T: Serialize + DeserializeOwned + Send>(
    study: &Study,
    journal: Option<&mut Journal>,
    number: usize,
    what: &'static str,
    work: impl Fn(usize) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let mut results: BTreeMap<usize, T> = journal.as_ref().map(|journal| journal.done()).unwrap_or_default();
    results.retain(|&job, _| job < number);
    let open: Vec<usize> = (0..number).filter(|job| !results.contains_key(job)).collect();
    let progress = Progress::new(number as u64, results.len() as u64, what);
    let shared = Mutex::new(Shared { journal, results, failure: None });
    jobs::for_each(study.threads, open.len(), |index| {
        if study.interrupt.has_come() {
            return ControlFlow::Break(());
        }
        let result = work(open[index]);
        let Ok(mut shared) = shared.lock() else { return ControlFlow::Break(()) };
        if shared.failure.is_some() {
            return ControlFlow::Break(());
        }
        if let Err(failure) = result.and_then(|result| shared.take(open[index], result)) {
            // The others have no reason to go on, and nothing may be written behind a piece of a line.
            study.interrupt.ask();
            shared.failure = Some(failure);
            return ControlFlow::Break(());
        }
        progress.step(String::new);
        ControlFlow::Continue(())
    });
    progress.finish();
    let Ok(shared) = shared.into_inner() else {
        return Err(Failure::Unusable("a run of the study failed. This is a bug in the program.".into()));
    };
    match shared.failure {
        Some(failure) => Err(failure),
        None if shared.results.len() < number => Err(Failure::Interrupted),
        None => Ok(shared.results.into_values().collect()),
    }
}

/// What the threads of a batch share.
struct Shared<'a, T> {
    journal: Option<&'a mut Journal>,
    results: BTreeMap<usize, T>,
    failure: Option<Failure>,
}

impl<T: Serialize> Shared<'_, T> {
    fn take(&mut self, job: usize, result: T) -> Result<(), Failure> {
        if let Some(journal) = &mut self.journal {
            journal
                .note(job, &result)
                .map_err(|error| Failure::NotSaved(FolderProblem::Unwritable(journal.path().to_owned(), error)))?;
        }
        self.results.insert(job, result);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;
    use crate::experiment::interrupt::Interrupt;
    use crate::experiment::study::journal::Beginning;
    use crate::scenario::Scenario;

    const ABOUT: &str = "(study:\"small\",seed:1)";
    const JOBS: usize = 6;

    fn result(job: usize) -> (u32, f64) {
        (job as u32, (job as f64 + 0.1).sqrt())
    }

    fn all() -> Vec<(u32, f64)> {
        (0..JOBS).map(result).collect()
    }

    fn place(test: &str) -> PathBuf {
        std::env::temp_dir().join(format!("sparrowfall_{test}_{}", std::process::id()))
    }

    /// Resumes the study of the journal, and is interrupted after `jobs` more. `None` if the journal is another
    /// study's.
    fn go_on_from(journal: &Path, jobs: usize) -> Option<Result<Vec<(u32, f64)>, Failure>> {
        let interrupt = Interrupt::default();
        let base = Scenario::default();
        let study = Study { base, seed: 1, threads: 1, folder: None, force: false, interrupt: &interrupt };
        let beginning = match journal::look(journal, ABOUT).unwrap() {
            Found::Beginning(beginning) => beginning,
            Found::Nothing => Beginning::default(),
            Found::Another => return None,
        };
        let mut journal = Journal::open(journal, ABOUT, beginning).unwrap();
        let begun = AtomicUsize::new(0);
        Some(go_on(&study, Some(&mut journal), JOBS, "jobs", |job| match begun.fetch_add(1, Relaxed) {
            earlier if earlier < jobs => Ok(result(job)),
            _ => Err(Failure::Interrupted),
        }))
    }

    /// The same, where it must be interrupted.
    fn begin(journal: &Path, jobs: usize) -> Vec<u8> {
        assert!(matches!(go_on_from(journal, jobs), Some(Err(Failure::Interrupted))));
        fs::read(journal).unwrap()
    }

    /// The same, where it must finish.
    fn end(journal: &Path, jobs: usize) -> Vec<(u32, f64)> {
        go_on_from(journal, jobs).expect("it is the same study's").expect("it ends")
    }

    /// Contract: wherever a journal is cut off, and wherever it is cut off again after the study has resumed, the study
    /// ends with the same results as one that was never interrupted.
    #[test]
    fn any_beginning_of_a_journal_leads_to_the_same_results() {
        let journal = place("journal_cut");
        let first = begin(&journal, 4);
        for cut in 0..=first.len() {
            fs::write(&journal, &first[..cut]).unwrap();
            let second = begin(&journal, 1);
            // Only some second cuts for each first one; together they cover every place.
            for second_cut in (cut % 23..=second.len()).step_by(23) {
                fs::write(&journal, &second[..second_cut]).unwrap();
                assert_eq!(end(&journal, JOBS), all(), "cut at {cut}, then at {second_cut}");
            }
        }
        fs::remove_file(&journal).unwrap();
    }

    /// Contract: a changed byte in a journal costs at most the job it belongs to; only if it is one by which a journal
    /// is recognised is the file taken for somebody else's and left alone.
    #[test]
    fn a_changed_byte_changes_no_result() {
        let journal = place("journal_changed");
        let whole = begin(&journal, 4);
        let mark = "sparrowfall-study".len();
        for place in 0..whole.len() {
            for change in [b'\n', b' ', b'1', whole[place] ^ 1, whole[place] ^ 0x20, whole[place] ^ 0x80] {
                let mut changed = whole.clone();
                changed[place] = change;
                fs::write(&journal, &changed).unwrap();
                if place < mark && changed != whole {
                    assert!(go_on_from(&journal, JOBS).is_none(), "{change} at {place} is taken for a journal");
                } else {
                    assert_eq!(end(&journal, JOBS), all(), "{change} at {place}");
                }
            }
        }
        fs::remove_file(&journal).unwrap();
    }

    /// Contract: a job that is in the journal twice counts once, and a job that is in the journal is not done again.
    #[test]
    fn a_job_that_is_noted_twice_counts_once() {
        let journal = place("journal_twice");
        let whole = String::from_utf8(begin(&journal, JOBS - 1)).unwrap();
        let last = whole.lines().last().unwrap();
        fs::write(&journal, format!("{whole}{last}\n{last}\n")).unwrap();
        assert_eq!(end(&journal, 1), all());
        fs::remove_file(&journal).unwrap();
    }
}
