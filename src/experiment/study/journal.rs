//! What an unfinished study has done, from which the same command resumes after an interruption, a crash or a full
//! disk.
//!
//! A journal is a file of lines, and a line is whole or void: each begins with the length and checksum of its text. The
//! first line says what the study is; every other one holds a job's number and result. Whatever follows the last whole
//! line is cut off or damaged; it is removed before the study resumes, so that nothing is ever written after a partial
//! line.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Serialize, de::DeserializeOwned};

/// Name of the journal in a study's folder.
pub const JOURNAL: &str = "unfinished";

/// What the lines begin with: the first, by which a journal is recognised, and the others.
const STUDY: &str = "sparrowfall-study";
const JOB: &str = "job";

/// What is where a journal may be.
#[derive(Debug)]
pub enum Found {
    /// No file, or one that another study or somebody else has written.
    Nothing,
    /// See [`Found::Nothing`].
    Another,
    /// The beginning of the same study, or of a first line: it holds no results of another study.
    Beginning(Beginning),
}

/// The whole lines of a journal.
#[derive(Debug, Default)]
pub struct Beginning {
    /// Length of all whole lines, bytes.
    length: u64,
    /// Results of jobs, as RON.
    done: BTreeMap<usize, String>,
}

/// A journal being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    done: BTreeMap<usize, String>,
}

/// Looks at the journal of a study. `about` is everything that its results depend on, in one line.
///
/// # Errors
/// If there is a file that cannot be read.
pub fn look(path: &Path, about: &str) -> io::Result<Found> {
    match fs::read(path) {
        Ok(journal) => Ok(read(&journal, about)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

fn read(journal: &[u8], about: &str) -> Found {
    let mut beginning = Beginning::default();
    for line in journal.split_inclusive(|&byte| byte == b'\n') {
        let is_first = beginning.length == 0;
        let Some(text) = whole(line, if is_first { STUDY } else { JOB }) else { break };
        if is_first && text != about {
            return Found::Another;
        }
        // A job done twice has the same result twice.
        if let Some((job, result)) = text.split_once(' ').filter(|_| !is_first)
            && let Ok(job) = job.parse()
        {
            beginning.done.insert(job, result.to_owned());
        }
        beginning.length += line.len() as u64;
    }
    let is_journal = journal.starts_with(STUDY.as_bytes()) || STUDY.as_bytes().starts_with(journal);
    if is_journal { Found::Beginning(beginning) } else { Found::Another }
}

/// A line of a journal.
fn line(kind: &str, text: &str) -> String {
    format!("{kind} {} {:08x} {text}\n", text.len(), crc32fast::hash(text.as_bytes()))
}

/// The text of a line of that kind, if it is whole.
fn whole<'a>(found: &'a [u8], kind: &str) -> Option<&'a str> {
    let found = std::str::from_utf8(found).ok()?;
    let text = found.strip_suffix('\n')?.splitn(4, ' ').nth(3)?;
    (line(kind, text) == found).then_some(text)
}

impl Journal {
    /// Opens the journal to continue it after `beginning`, or to start it.
    ///
    /// # Errors
    /// If it cannot be written; a journal that could not be started is removed.
    pub fn open(path: &Path, about: &str, beginning: Beginning) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        let mut journal = Self { path: path.into(), file, done: beginning.done };
        let begun = journal.cut(beginning.length).and_then(|()| match beginning.length {
            0 => journal.write(&line(STUDY, about)),
            _ => Ok(()),
        });
        if begun.is_err() && beginning.length == 0 {
            let _ = fs::remove_file(path);
        }
        begun.map(|()| journal)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length)).map(drop)
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        // In one piece: a line cut off in the middle is void.
        self.file.write_all(line.as_bytes())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Results of the jobs that are done already.
    pub fn done<T: DeserializeOwned>(&self) -> BTreeMap<usize, T> {
        self.done.iter().filter_map(|(&job, result)| Some((job, ron::from_str(result).ok()?))).collect()
    }

    /// Notes that a job is done. After an error nothing more may be noted.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn note(&mut self, job: usize, result: &impl Serialize) -> io::Result<()> {
        let result = ron::to_string(result).map_err(io::Error::other)?;
        self.write(&line(JOB, &format!("{job} {result}")))
    }
}
