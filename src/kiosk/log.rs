//! The kiosk's log: what happened and when, in sentences, for a technician who comes days later. A line is the local time and a
//! sentence. A file of 1 MB gets a number behind its name and makes room for the next; five of them are kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use crate::scenario::printable;

/// Size from which a file makes room, bytes.
pub const MOST_BYTES: u64 = 1_000_000;
/// How many full files are kept: `kiosk.log.1`, the latest, to `kiosk.log.5`.
pub const KEPT: u32 = 5;
/// Longest sentence, characters.
const LONGEST: usize = 2000;

/// The log's files.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    last: String,
    /// How often the last sentence was said.
    times: u64,
}

impl LogFile {
    /// The log that goes on in this file.
    pub fn new(path: &Path) -> Self {
        Self { path: path.into(), last: String::new(), times: 0 }
    }

    /// Writes what happened at a local time. What is said over and over, such as an error in each frame, is written once and then
    /// only counted, at 10, 100, 1000 times and so on, and when something else happens.
    ///
    /// # Errors
    /// If it cannot be written; what was there before is still there.
    pub fn write(&mut self, at: DateTime, sentence: &str) -> io::Result<()> {
        let is_same = self.times > 0 && self.last == sentence;
        if is_same {
            self.times += 1;
            let is_told = self.times >= 10 && self.times == 10_u64.pow(self.times.ilog10());
            let count = format!("The same for the {}th time.", self.times);
            return if is_told { self.put(at, &count) } else { Ok(()) };
        }
        let before = std::mem::replace(&mut self.times, 1);
        sentence.clone_into(&mut self.last);
        if before > 1 {
            self.put(at, &format!("That was said {before} times in all."))?;
        }
        self.put(at, sentence)
    }

    fn put(&self, at: DateTime, sentence: &str) -> io::Result<()> {
        let shown = match sentence.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", printable(&sentence[..end])),
            None => printable(sentence).into_owned(),
        };
        let line = format!("{} {shown}\n", at.strftime("%Y-%m-%d %H:%M:%S"));
        let there = fs::metadata(&self.path).map_or(0, |there| there.len());
        if there > 0 && there + line.len() as u64 > MOST_BYTES {
            self.make_room()?;
        }
        append(&self.path, "", &line, Durable::No)
    }

    /// Gives each file the next number; the last makes way.
    fn make_room(&self) -> io::Result<()> {
        for number in (1..=KEPT).rev() {
            let from = if number == 1 { self.path.clone() } else { self.numbered(number - 1) };
            match fs::rename(from, self.numbered(number)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn numbered(&self, number: u32) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        name.into()
    }
}

/// Whether a line has to be on the disk before anything else happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durable {
    /// The system writes it when it likes.
    No,
    /// It is not lost in a power cut from then on.
    Yes,
}

/// Adds a line, which ends with a line break, to a file, or to a new one that begins with `header`. What a power cut has left of a
/// line is cut off before, so that a file holds whole lines only.
///
/// # Errors
/// If it cannot be written; then the file holds what it held before, as far as the disk allows.
pub(super) fn append(path: &Path, header: &str, line: &str, durable: Durable) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    let before = cut_to_whole_lines(&mut file)?;
    let text = if before == 0 { format!("{header}{line}") } else { line.to_owned() };
    let written = file.write_all(text.as_bytes()).and_then(|()| match durable {
        Durable::Yes => file.sync_data(),
        Durable::No => Ok(()),
    });
    // On a full disk half of it may have been written.
    written.inspect_err(|_| _ = file.set_len(before))?;
    #[cfg(unix)]
    if durable == Durable::Yes && before == 0 {
        // The name of a new file is not lost either. Where a folder cannot be told so, only that is not certain.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Cuts off what follows the last line break: half a line, or the zeros that some file systems leave after a power cut. Gives the
/// length that is left, bytes.
pub(super) fn cut_to_whole_lines(file: &mut File) -> io::Result<u64> {
    const STEP: u64 = 1 << 16;
    let there = file.metadata()?;
    // A device or a pipe has no end to look at.
    if !there.is_file() {
        return Ok(0);
    }
    let length = there.len();
    let mut end = length;
    let mut bytes = Vec::new();
    while end > 0 {
        // The last byte is nearly always a line break already.
        let start = if end == length { end - 1 } else { end.saturating_sub(STEP) };
        file.seek(SeekFrom::Start(start))?;
        bytes.clear();
        (&mut *file).take(end - start).read_to_end(&mut bytes)?;
        if let Some(last) = bytes.iter().rposition(|&byte| byte == b'\n') {
            end = start + last as u64 + 1;
            break;
        }
        end = start;
    }
    if end < length {
        file.set_len(end)?;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::test_support::folder;
    use super::*;

    fn noon() -> DateTime {
        date(2026, 11, 3).at(12, 0, 9, 0)
    }

    /// Contract: a line is the local time and the sentence, on one line whatever is in it.
    #[test]
    fn a_line_is_a_time_and_a_sentence() {
        let folder = folder("log");
        let path = folder.join("kiosk.log");
        let mut log = LogFile::new(&path);
        log.write(noon(), "It opened.").unwrap();
        log.write(noon(), "a\nb\u{1b}[31m").unwrap();
        log.write(noon(), &"雀".repeat(3000)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..2], ["2026-11-03 12:00:09 It opened.", "2026-11-03 12:00:09 a\\u{a}b\\u{1b}[31m"]);
        assert_eq!((lines.len(), lines[2].chars().count()), (3, 20 + LONGEST + 1));
    }

    /// Contract: what is said a million times takes a few lines, and how often is told.
    #[test]
    fn what_is_said_over_and_over_is_counted() {
        let folder = folder("log-repeats");
        let path = folder.join("kiosk.log");
        let mut log = LogFile::new(&path);
        (0..1234).for_each(|_| log.write(noon(), "The screen is lost.").unwrap());
        log.write(noon(), "It is back.").unwrap();
        log.write(noon(), "The screen is lost.").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let said: Vec<&str> = text.lines().map(|line| &line[20..]).collect();
        let nth = |n| format!("The same for the {n}th time.");
        assert_eq!(
            said,
            [
                "The screen is lost.",
                &nth(10),
                &nth(100),
                &nth(1000),
                "That was said 1234 times in all.",
                "It is back.",
                "The screen is lost."
            ]
        );
    }

    /// Contract: no file is larger than 1 MB, five full ones are kept, and the last lines are all there.
    #[test]
    fn full_files_make_room() {
        let folder = folder("log-full");
        let path = folder.join("kiosk.log");
        let mut log = LogFile::new(&path);
        for line in 0..4500 {
            log.write(noon(), &format!("{line} {}", "x".repeat(1900))).unwrap();
        }
        let mut names: Vec<String> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["kiosk.log", "kiosk.log.1", "kiosk.log.2", "kiosk.log.3", "kiosk.log.4", "kiosk.log.5"]);
        let text: String = names[1..]
            .iter()
            .rev()
            .chain(&names[..1])
            .map(|name| {
                let text = fs::read_to_string(folder.join(name)).unwrap();
                assert!(text.len() as u64 <= MOST_BYTES && (name == "kiosk.log" || text.len() > 990_000));
                text
            })
            .collect();
        let numbers: Vec<u32> =
            text.lines().map(|line| line[20..].split(' ').next().unwrap().parse().unwrap()).collect();
        assert!(numbers.windows(2).all(|two| two[0] + 1 == two[1]) && numbers.last() == Some(&4499));
    }

    /// Contract: after a power cut at any byte, what follows is a file of whole lines, in which only the last line can be missing.
    #[test]
    fn half_a_line_is_cut_off() {
        let folder = folder("log-cut");
        let path = folder.join("kiosk.log");
        let whole = "first 雀\nsecond\n";
        for end in 0..=whole.len() {
            for rest in [0, 3] {
                fs::write(&path, [&whole.as_bytes()[..end], &vec![0; rest]].concat()).unwrap();
                append(&path, "", "third\n", Durable::No).unwrap();
                let kept = whole.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count();
                let kept: String = whole.split_inclusive('\n').take(kept).collect();
                assert_eq!(fs::read_to_string(&path).unwrap(), format!("{kept}third\n"), "cut at {end}");
            }
        }
        fs::write(&path, ["a\n".to_owned(), "x".repeat(200_000)].concat()).unwrap();
        append(&path, "", "b\n", Durable::Yes).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a\nb\n");
    }
}
