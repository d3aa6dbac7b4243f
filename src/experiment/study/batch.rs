//! Many runs on all cores, with progress on standard error, and a journal from which an interrupted batch goes on.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Serialize, de::DeserializeOwned};

use super::{About, Failure, Study, files_of_an_earlier_study};
use crate::record::folder::{Folder, FolderProblem};

/// Name of the journal in a study's folder.
pub const JOURNAL: &str = "unfinished";

/// Room on the disk for what a job adds to the table, the figure and the journal: measured as 5 kB.
const JOB_BYTES: u64 = 8 << 10;
/// Room on the disk for all else.
const STUDY_BYTES: u64 = 128 << 10;

/// A study's folder and what is done of it already.
#[derive(Debug)]
pub struct Desk {
    folder: Folder,
    files: &'static [&'static str],
    journal: PathBuf,
    done: BTreeMap<usize, String>,
}

impl Desk {
    /// Claims the study's folder, if it has one, for so many `jobs`. `about` is everything that the study's results depend on:
    /// only a journal of the same is gone on with.
    ///
    /// # Errors
    /// When the folder cannot be used, or holds the beginning of another study and may not be overwritten.
    pub(super) fn claim(study: &Study, about: &About, jobs: usize) -> Result<Option<Self>, Failure> {
        let Some(path) = &study.folder else { return Ok(None) };
        let (line, files) = (about.line()?, about.files());
        let folder = Folder::lock(path)?;
        let journal = path.join(JOURNAL);
        let done = read(&journal, &line);
        if done.is_none() && journal.exists() && !study.force {
            return Err(FolderProblem::OtherStudy(path.clone()).into());
        }
        let bytes = STUDY_BYTES + jobs as u64 * JOB_BYTES;
        let folder = folder.claim(study.force || done.is_some(), files, bytes)?;
        let unwritable = |error| FolderProblem::Unwritable(journal.clone(), error);
        if done.is_none() {
            std::fs::write(&journal, format!("{line}\n")).map_err(unwritable)?;
        }
        Ok(Some(Self { folder, files, journal, done: done.unwrap_or_default() }))
    }

    /// The folder, to write the results into. The journal goes when they get their names, and so do the files of an earlier study
    /// of another kind, which would stand beside another summary.
    ///
    /// # Errors
    /// When a file cannot be written or named.
    pub fn finish(
        mut self,
        write: impl FnOnce(&mut Folder) -> Result<(), FolderProblem>,
    ) -> Result<PathBuf, FolderProblem> {
        write(&mut self.folder)?;
        let place = self.folder.path().to_owned();
        let earlier = files_of_an_earlier_study(&place).iter().filter(|name| !self.files.contains(name));
        let outdated: Vec<_> = earlier.copied().chain([JOURNAL]).collect();
        self.folder.finish(&outdated)?;
        Ok(place)
    }
}

/// What a journal about the same study holds; none if there is no such journal. A line that was cut off by a crash does not
/// count.
fn read(journal: &Path, about: &str) -> Option<BTreeMap<usize, String>> {
    let mut lines = BufReader::new(File::open(journal).ok()?).lines();
    if lines.next()?.ok()? != about {
        return None;
    }
    let entry = |line: String| {
        let (job, result) = line.strip_suffix(';')?.split_once(' ')?;
        Some((job.parse().ok()?, result.to_owned()))
    };
    Some(lines.map_while(Result::ok).filter_map(entry).collect())
}

/// Does the jobs `0..jobs` of a study and gives their results in order.
///
/// # Errors
/// When a person ends it, or when the journal cannot be written.
pub fn run<T: Serialize + DeserializeOwned + Send>(
    study: &Study,
    desk: Option<&Desk>,
    jobs: usize,
    what: &'static str,
    work: impl Fn(usize) -> T + Sync,
) -> Result<Vec<T>, Failure> {
    let known = desk.map(|desk| &desk.done);
    let mut results: BTreeMap<usize, T> = known
        .into_iter()
        .flatten()
        .filter_map(|(&job, text)| Some((job, ron::from_str(text).ok()?)))
        .filter(|(job, _)| *job < jobs)
        .collect();
    let open: Vec<usize> = (0..jobs).filter(|job| !results.contains_key(job)).collect();
    let bar = progress(jobs, what);
    bar.inc(results.len() as u64);
    bar.reset_eta();
    let journal = match desk {
        Some(desk) => {
            let file = OpenOptions::new().append(true).open(&desk.journal);
            Some(file.map_err(|error| FolderProblem::Unwritable(desk.journal.clone(), error))?)
        }
        None => None,
    };
    let next = AtomicUsize::new(0);
    let finished = Mutex::new((journal, Vec::new(), None));
    std::thread::scope(|scope| {
        for _ in 0..study.threads.min(open.len()) {
            scope.spawn(|| {
                while !study.interrupt.has_come()
                    && let Some(&job) = open.get(next.fetch_add(1, Relaxed))
                {
                    let result = work(job);
                    let Ok(mut finished) = finished.lock() else { return };
                    let (journal, results, failed) = &mut *finished;
                    if let Some(file) = journal
                        && let Err(error) = note(file, job, &result)
                    {
                        *failed = Some(error);
                        return;
                    }
                    results.push((job, result));
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let Ok((_, new, failed)) = finished.into_inner() else {
        return Err(Failure::Unusable("a run of the study failed. This is a fault of the program.".into()));
    };
    if let (Some(error), Some(desk)) = (failed, desk) {
        return Err(FolderProblem::Unwritable(desk.journal.clone(), error).into());
    }
    results.extend(new);
    if results.len() < jobs {
        return Err(Failure::Interrupted);
    }
    Ok(results.into_values().collect())
}

fn note(file: &mut File, job: usize, result: &impl Serialize) -> io::Result<()> {
    let text = ron::to_string(result).map_err(io::Error::other)?;
    // In one piece, and with an end that shows that it is whole.
    file.write_all(format!("{job} {text};\n").as_bytes())
}

/// A bar on standard error; hidden where that is not a terminal.
fn progress(jobs: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(jobs as u64).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar}  {pos} of {len} {msg}, {eta} left") {
        bar.set_style(style);
    }
    bar
}
