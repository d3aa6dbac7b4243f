//! Visits are counted, visitors are not: a line for each visit says how long it was and what of the exhibit was used. There is no
//! picture, no name and no time finer than a minute in it, and nothing from which two visits could be known to be of one person.
//!
//! A file for each month, `visits-2026-11.csv`, with a header and these columns:
//!
//! | column | meaning |
//! | --- | --- |
//! | `began` | local date, hour and minute, such as `2026-11-03 14:05` |
//! | `minutes` | how long it was, rounded to whole minutes |
//! | `language` | that in use at its end: `en`, `zh-Hans` or `es` |
//! | `campaign` | 1 if the campaign was stopped or started in free play, else 0 |
//! | `twin` | 1 if the twin was shown |
//! | `text_size` | 1 if text was made larger or smaller |
//! | `contrast`, `motion` | 1 if contrast, or motion, was changed |
//! | `scanning` | 1 if the focus was moved by scanning |
//! | `last_screen` | the screen on which it ended |
//! | `ended` | `left` (nobody was there any more), `again` (started again) or `staff` |
//!
//! The files of the last 13 months in which there were visits are kept, each of at most 5 MB, which is a visit a minute for two
//! months.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Unit;
use jiff::civil::DateTime;

use crate::window::language::Language;

use super::log::{Durable, append};

/// The first line of each file.
pub const HEADER: &str = "began,minutes,language,campaign,twin,text_size,contrast,motion,scanning,last_screen,ended";
/// Months that are kept.
pub const KEPT_MONTHS: usize = 13;
/// Largest file, bytes.
pub const MOST_BYTES: u64 = 5_000_000;

/// What was used in a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// The campaign was stopped or started in free play.
    pub campaign: bool,
    /// The twin was shown.
    pub twin: bool,
    /// Text was made larger or smaller.
    pub text_size: bool,
    /// Contrast was changed.
    pub contrast: bool,
    /// Motion was changed.
    pub motion: bool,
    /// The focus was moved by scanning.
    pub scanning: bool,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nobody was there any more.
    Left,
    /// Somebody chose to start again.
    Again,
    /// Staff ended it.
    Staff,
}

/// A visit that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When it began, local time.
    pub began: DateTime,
    /// How long it was.
    pub length: Duration,
    /// The language at its end.
    pub language: Language,
    /// What was used.
    pub used: Used,
    /// The name of the screen on which it ended, in small letters.
    pub last_screen: &'static str,
    /// How it ended.
    pub ending: Ending,
}

impl Visit {
    /// Its line, without the line break.
    pub fn line(&self) -> String {
        let began = self.began.round(Unit::Minute).unwrap_or(self.began).strftime("%Y-%m-%d %H:%M");
        let minutes = self.length.as_secs().saturating_add(30) / 60;
        let Used { campaign, twin, text_size, contrast, motion, scanning } = self.used;
        let used =
            [campaign, twin, text_size, contrast, motion, scanning].map(|used| if used { "1" } else { "0" }).join(",");
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let screen: String = self.last_screen.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let ending = match self.ending {
            Ending::Left => "left",
            Ending::Again => "again",
            Ending::Staff => "staff",
        };
        format!("{began},{minutes},{},{used},{screen},{ending}", self.language.tag())
    }

    /// The file of its month.
    fn file_name(&self) -> String {
        let began = self.began.round(Unit::Minute).unwrap_or(self.began);
        format!("visits-{:04}-{:02}.csv", began.year(), began.month())
    }
}

/// The folder of the counts.
#[derive(Debug)]
pub struct Counts {
    folder: PathBuf,
}

impl Counts {
    /// The counts in a folder, which is not made: where a medium is missing, nothing is written in its place.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// Writes down a visit, so that it is not lost in a power cut from then on.
    ///
    /// # Errors
    /// If it cannot be written, or the month's file is full; what was there before is still there.
    pub fn add(&self, visit: &Visit) -> io::Result<()> {
        let name = visit.file_name();
        let path = self.folder.join(&name);
        put_aside_if_other(&path)?;
        let line = format!("{}\n", visit.line());
        let there = fs::metadata(&path).map_or(0, |there| there.len());
        if there + line.len() as u64 > MOST_BYTES {
            return Err(io::Error::other(format!("{name} is full, as there are {MOST_BYTES} bytes in it")));
        }
        append(&path, &format!("{HEADER}\n"), &line, Durable::Yes)?;
        if there == 0 {
            self.keep_the_last(&name)?;
        }
        Ok(())
    }

    /// Removes the files of all but the last months, though never the one of `now`. It goes by the names that are there and not by
    /// the date: a clock that is wrong for a day would otherwise remove them all.
    fn keep_the_last(&self, now: &str) -> io::Result<()> {
        let names = fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let names: Vec<String> = names.collect::<io::Result<_>>()?;
        let mut months: Vec<&str> = names.iter().filter_map(|name| month_of(name)).collect();
        months.sort_unstable();
        months.dedup();
        let outdated = &months[..months.len().saturating_sub(KEPT_MONTHS)];
        let is_outdated =
            |name: &&String| month_of(name).is_some_and(|month| outdated.contains(&month) && !now.starts_with(month));
        names.iter().filter(is_outdated).try_for_each(|name| fs::remove_file(self.folder.join(name)))
    }
}

/// The month of a file of ours, as `visits-2026-11`.
fn month_of(name: &str) -> Option<&str> {
    let number = name.strip_prefix("visits-")?.get(..7)?;
    let is_month =
        number.bytes().enumerate().all(|(at, byte)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() });
    let rest = &name["visits-".len() + number.len()..];
    (is_month && rest.starts_with('.') && rest.ends_with(".csv")).then(|| &name[..name.len() - rest.len()])
}

/// Gives another name to a file whose columns are those of another version.
fn put_aside_if_other(path: &Path) -> io::Result<()> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut first = Vec::new();
    // A header is shorter than this; what a power cut has left may be one long line.
    BufReader::new(io::Read::take(file, 4096)).read_until(b'\n', &mut first)?;
    let is_other = first.last() == Some(&b'\n') && first[..first.len() - 1] != *HEADER.as_bytes();
    if !is_other {
        return Ok(());
    }
    let aside = (1..).map(|number| path.with_extension(format!("older-{number}.csv"))).find(|aside| !aside.exists());
    fs::rename(path, aside.ok_or(ErrorKind::AlreadyExists)?)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::super::test_support::folder;
    use super::*;

    fn visit() -> Visit {
        Visit {
            began: date(2026, 11, 3).at(14, 4, 31, 0),
            length: Duration::from_secs(5 * 60 + 29),
            language: Language::Chinese,
            used: Used { twin: true, scanning: true, ..Used::default() },
            last_screen: "free_play",
            ending: Ending::Left,
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Contract: a line has a value for each column of the header, times are rounded to the minute, and no text breaks it.
    #[test]
    fn a_line_fits_its_header() {
        assert_eq!(visit().line(), "2026-11-03 14:05,5,zh-Hans,0,1,0,0,0,1,free_play,left");
        let odd = Visit { last_screen: "a,b\n\"c", ending: Ending::Again, length: Duration::MAX, ..visit() };
        for line in [visit().line(), odd.line()] {
            assert_eq!(line.split(',').count(), HEADER.split(',').count(), "{line}");
            assert_eq!(line.lines().count(), 1);
        }
        let last = Visit { began: DateTime::MAX, ..visit() };
        assert!(last.line().starts_with("9999-12-31 23:59,") && last.file_name() == "visits-9999-12.csv");
    }

    /// Contract: a month's visits are in its file, below one header; at the end of a month the next begins.
    #[test]
    fn a_month_has_a_file() {
        let folder = folder("counts");
        let counts = Counts::new(&folder);
        let eve = Visit { began: date(2026, 11, 30).at(23, 59, 29, 0), ..visit() };
        let turn = Visit { began: date(2026, 11, 30).at(23, 59, 31, 0), ..visit() };
        [visit(), eve, turn].iter().for_each(|visit| counts.add(visit).unwrap());
        assert_eq!(names(&folder), ["visits-2026-11.csv", "visits-2026-12.csv"]);
        let text = fs::read_to_string(folder.join("visits-2026-11.csv")).unwrap();
        assert_eq!(text, format!("{HEADER}\n{}\n{}\n", visit().line(), eve.line()));
    }

    /// Contract: the last 13 months are kept, and a clock that is years off for a while takes at most one of them.
    #[test]
    fn old_months_make_way() {
        let folder = folder("counts-months");
        let counts = Counts::new(&folder);
        fs::write(folder.join("visits-2020-01.xlsx"), "").unwrap();
        fs::write(folder.join("visits-2025-01.older-1.csv"), "").unwrap();
        for month in 0..20 {
            counts.add(&Visit { began: date(2025, 1, 15).at(12, 0, 0, 0) + month.months(), ..visit() }).unwrap();
        }
        let kept = names(&folder);
        assert_eq!((kept.len(), kept[0].as_str(), kept[1].as_str()), (14, "visits-2020-01.xlsx", "visits-2025-08.csv"));
        counts.add(&Visit { began: date(1970, 1, 1).at(0, 0, 0, 0), ..visit() }).unwrap();
        counts.add(&Visit { began: date(2099, 1, 1).at(0, 0, 0, 0), ..visit() }).unwrap();
        let kept = names(&folder);
        assert!(kept.contains(&"visits-2025-09.csv".into()) && kept.contains(&"visits-2026-08.csv".into()), "{kept:?}");
    }

    /// Contract: a power cut at any byte loses at most the line that was being written, and leaves a file that goes on.
    #[test]
    fn a_power_cut_loses_at_most_a_line() {
        let folder = folder("counts-cut");
        let counts = Counts::new(&folder);
        let path = folder.join("visits-2026-11.csv");
        let second = Visit { ending: Ending::Staff, ..visit() };
        [visit(), second].iter().for_each(|visit| counts.add(visit).unwrap());
        let whole = fs::read(&path).unwrap();
        for end in 0..=whole.len() {
            for zeros in [0, 5] {
                fs::write(&path, [&whole[..end], &vec![0; zeros]].concat()).unwrap();
                let third = Visit { last_screen: "why", ..visit() };
                counts.add(&third).unwrap();
                let text = fs::read_to_string(&path).unwrap();
                let lines: Vec<&str> = text.lines().collect();
                let whole_lines = whole[..end].iter().filter(|&&byte| byte == b'\n').count();
                assert_eq!(lines.len(), whole_lines.max(1) + 1, "cut at {end}: {text}");
                assert_eq!((lines[0], *lines.last().unwrap()), (HEADER, third.line().as_str()));
                assert!(text.ends_with('\n') && lines[1..].iter().all(|line| line.split(',').count() == 11));
            }
        }
        assert_eq!(names(&folder), ["visits-2026-11.csv"]);
    }

    /// Contract: a file with other columns is put aside and not mixed with ours.
    #[test]
    fn other_columns_are_put_aside() {
        let folder = folder("counts-other");
        fs::write(folder.join("visits-2026-11.csv"), "began,minutes\n2026-11-01 10:00,3\n").unwrap();
        Counts::new(&folder).add(&visit()).unwrap();
        assert_eq!(names(&folder), ["visits-2026-11.csv", "visits-2026-11.older-1.csv"]);
    }

    /// Contract: a full file, a folder that is a file, and one that is not there are told, and nothing is made or lost.
    #[test]
    fn what_cannot_be_written_is_told() {
        let folder = folder("counts-trouble");
        let path = folder.join("visits-2026-11.csv");
        let full = format!("{HEADER}\n{}\n", "x".repeat(MOST_BYTES as usize - 100));
        fs::write(&path, &full).unwrap();
        let counts = Counts::new(&folder);
        assert!(counts.add(&visit()).unwrap_err().to_string().contains("full"));
        assert_eq!(fs::metadata(&path).unwrap().len(), full.len() as u64);
        assert!(Counts::new(&path).add(&visit()).is_err());
        assert!(Counts::new(&folder.join("none")).add(&visit()).is_err());
        assert_eq!(names(&folder), ["visits-2026-11.csv"]);
    }
}
