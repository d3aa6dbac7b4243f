//! The heartbeat: a line that tells whoever watches over many exhibits that this one is alive, and how it fares. It is written from
//! the window's own frames, so a window that hangs has no heartbeat, whatever its other threads do.
//!
//! The file holds the last line only, `key=value` pairs in this order, separated by blanks; `-` where something is not known:
//!
//! | key | meaning |
//! | --- | --- |
//! | `version` | of the program |
//! | `uptime_s` | seconds since it started |
//! | `day` | days of the run that have passed |
//! | `frame_p99_ms` | 99 of 100 frames of the last minute took no longer, ms, within 5 % |
//! | `memory_mb` | memory in use, MB (1,000,000 bytes) |
//! | `session` | `active` while somebody uses it, else `idle` |
//! | `dropped` | lines of log and counts that were lost because the disk was too slow |
//! | `last_error` | the last thing that went wrong, in quotation marks; within it `\"` is a mark and `\\` a backslash |

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::engine::peak_memory::{process_status, status_bytes};

use super::Clerk;

/// Time between two heartbeats.
pub const EVERY: Duration = Duration::from_secs(5);

/// How the kiosk fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Heartbeat {
    /// Version of the program.
    pub version: &'static str,
    /// Time since it started.
    pub uptime: Duration,
    /// Days of the run that have passed.
    pub day: u32,
    /// What 99 of 100 frames of the last minute took at most, ms; `None` without frames.
    pub frame_p99_ms: Option<f32>,
    /// Memory in use, MB; `None` where the system does not tell.
    pub memory_mb: Option<f64>,
    /// Whether somebody uses it.
    pub is_active: bool,
    /// Lines that were lost.
    pub dropped: u64,
    /// The last error, on one line.
    pub last_error: Option<String>,
}

impl Heartbeat {
    /// Its line, without the line break.
    pub fn line(&self) -> String {
        let known = |value: Option<String>| value.unwrap_or_else(|| "-".into());
        let session = if self.is_active { "active" } else { "idle" };
        let mut line = format!(
            "version={} uptime_s={} day={} frame_p99_ms={} memory_mb={} session={session} dropped={} last_error=",
            self.version,
            self.uptime.as_secs(),
            self.day,
            known(self.frame_p99_ms.map(|ms| format!("{ms:.1}"))),
            known(self.memory_mb.map(|mb| format!("{mb:.0}"))),
            self.dropped,
        );
        match &self.last_error {
            // Writing into a text cannot fail.
            Some(error) => {
                _ = write!(line, "\"{}\"", error.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " "))
            }
            None => line.push('-'),
        }
        line
    }
}

/// Memory in use, MB, where the system tells.
pub fn memory_mb() -> Option<f64> {
    status_bytes(&process_status()?, "VmRSS").map(|bytes| bytes as f64 / 1e6)
}

/// Feels the kiosk's pulse: takes down each frame, and every five seconds tells how it fares.
#[derive(Debug)]
pub struct Pulse {
    started: Instant,
    /// When the last heartbeat was.
    last: Option<Instant>,
    frames: FrameTimes,
}

impl Pulse {
    /// That of a kiosk that starts now.
    pub fn new(now: Instant) -> Self {
        Self { started: now, last: None, frames: FrameTimes::default() }
    }

    /// Takes down a frame, and what it took. Frames that were not wanted, while the screen is dark, need not be told.
    pub fn frame(&mut self, now: Instant, took: Duration) {
        self.frames.note(now.saturating_duration_since(self.started), took);
    }

    /// Hands a heartbeat to the clerk if it is time for one.
    ///
    /// `day`: days of the run that have passed; `is_active`: whether somebody uses it.
    pub fn beat(&mut self, now: Instant, day: u32, is_active: bool, clerk: &Clerk) {
        if self.last.is_some_and(|last| now.saturating_duration_since(last) < EVERY) {
            return;
        }
        self.last = Some(now);
        let uptime = now.saturating_duration_since(self.started);
        clerk.beat(&Heartbeat {
            version: env!("CARGO_PKG_VERSION"),
            uptime,
            day,
            frame_p99_ms: self.frames.p99_ms(uptime),
            memory_mb: memory_mb(),
            is_active,
            dropped: clerk.dropped(),
            last_error: clerk.last_error().line(),
        });
    }
}

/// Steps of a doubling of the time of a frame: each is 4.4 % longer than the one before.
const STEPS: f32 = 16.0;
/// Frames that take less, ms, count as this.
const LEAST_MS: f32 = 0.5;
/// 0.5 ms to 8 s.
const BUCKETS: usize = 14 * STEPS as usize;
/// The last minute, in parts of five seconds: what is older goes part by part.
const PARTS: usize = 12;
const PART_S: u64 = 5;

/// How long frames took in the last minute, counted by how long they took: it needs the same memory however many there are.
#[derive(Debug)]
pub struct FrameTimes {
    parts: [[u32; BUCKETS]; PARTS],
    /// The part of five seconds that was last written, counted from the start.
    now: u64,
}

impl Default for FrameTimes {
    fn default() -> Self {
        Self { parts: [[0; BUCKETS]; PARTS], now: 0 }
    }
}

impl FrameTimes {
    /// Takes down a frame at a time since the start.
    pub fn note(&mut self, at: Duration, took: Duration) {
        self.go_on_to(at);
        let steps = ((1000.0 * took.as_secs_f32()).max(LEAST_MS) / LEAST_MS).log2() * STEPS;
        let bucket = (steps as usize).min(BUCKETS - 1);
        let count = &mut self.parts[(self.now % PARTS as u64) as usize][bucket];
        *count = count.saturating_add(1);
    }

    /// What 99 of 100 frames of the last minute took at most, ms, rounded up by at most 4.4 %; `None` without any.
    pub fn p99_ms(&mut self, at: Duration) -> Option<f32> {
        self.go_on_to(at);
        let of_bucket = |bucket: usize| self.parts.iter().map(|part| u64::from(part[bucket])).sum::<u64>();
        let all: u64 = (0..BUCKETS).map(of_bucket).sum();
        let most = all - all / 100;
        let mut sum = 0;
        let bucket = (0..BUCKETS).find(|&bucket| {
            sum += of_bucket(bucket);
            all > 0 && sum >= most
        })?;
        Some(LEAST_MS * ((bucket + 1) as f32 / STEPS).exp2())
    }

    /// Clears what is older than a minute.
    fn go_on_to(&mut self, at: Duration) {
        let now = at.as_secs() / PART_S;
        for passed in 0..now.saturating_sub(self.now).min(PARTS as u64) {
            self.parts[((now - passed) % PARTS as u64) as usize] = [0; BUCKETS];
        }
        self.now = self.now.max(now);
    }
}

/// How each line begins.
const BEGINNING: &[u8] = b"version=";

/// The file that holds the last heartbeat.
#[derive(Debug)]
pub struct HeartbeatFile {
    path: PathBuf,
    /// The same each time, so that power cuts leave one such file at most.
    beside: PathBuf,
}

impl HeartbeatFile {
    /// A file of this path.
    pub fn new(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self { path: path.into(), beside: path.with_file_name(format!(".{name}.new")) }
    }

    /// Why the file would better stay as it is: it is not one that a heartbeat has made.
    pub fn objection(&self) -> Option<&'static str> {
        let there = fs::metadata(&self.path).ok()?;
        if !there.is_file() {
            return Some("this is not a regular file, so it cannot be replaced");
        }
        let mut start = Vec::new();
        fs::File::open(&self.path).and_then(|file| file.take(BEGINNING.len() as u64).read_to_end(&mut start)).ok()?;
        let is_other = !start.is_empty() && start != BEGINNING;
        is_other.then_some("there is something else than a heartbeat in this file already, which would be lost")
    }

    /// Puts a line in place of the one before. Whoever reads the file finds one of them whole.
    ///
    /// The disk is not told to write at once: a heartbeat from before a power cut is of no use to anybody, and one in five seconds
    /// would wear out a memory card.
    ///
    /// # Errors
    /// If it cannot be written, or there is an [objection](Self::objection).
    pub fn write(&self, line: &str) -> io::Result<()> {
        if let Some(objection) = self.objection() {
            return Err(io::Error::other(objection));
        }
        let written = fs::write(&self.beside, format!("{line}\n")).and_then(|()| fs::rename(&self.beside, &self.path));
        written.inspect_err(|_| _ = fs::remove_file(&self.beside))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::test_support::folder;
    use super::*;

    /// Keys and values of a line, read as its description says.
    fn read(line: &str) -> Option<Vec<(String, String)>> {
        let (mut rest, mut pairs) = (line, Vec::new());
        while !rest.is_empty() {
            let (key, after) = rest.split_once('=')?;
            let mut value = String::new();
            let mut signs = after.char_indices();
            let end = if after.starts_with('"') {
                signs.next();
                loop {
                    match signs.next()? {
                        (_, '\\') => value.push(signs.next()?.1),
                        (at, '"') => break at + 1,
                        (_, c) => value.push(c),
                    }
                }
            } else {
                let end = after.find(' ').unwrap_or(after.len());
                value.push_str(&after[..end]);
                end
            };
            pairs.push((key.into(), value));
            rest = after[end..].strip_prefix(' ').unwrap_or(&after[end..]);
        }
        Some(pairs)
    }

    fn heartbeat() -> Heartbeat {
        Heartbeat {
            version: "0.1.0",
            uptime: Duration::from_millis(3_605_900),
            day: 412,
            frame_p99_ms: Some(17.34),
            memory_mb: Some(415.4),
            is_active: true,
            dropped: 3,
            last_error: None,
        }
    }

    #[test]
    fn a_line_is_as_it_is_described() {
        let known = heartbeat().line();
        assert_eq!(
            known,
            "version=0.1.0 uptime_s=3605 day=412 frame_p99_ms=17.3 memory_mb=415 session=active dropped=3 last_error=-"
        );
        let unknown = Heartbeat { frame_p99_ms: None, memory_mb: None, is_active: false, ..heartbeat() }.line();
        assert!(unknown.contains(" frame_p99_ms=- memory_mb=- session=idle "));
        assert!(memory_mb().is_none_or(|mb| (1.0..1e6).contains(&mb)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        /// Contract: a line reads back, key by key in the order described, whatever the last error says, and it is one line.
        #[test]
        fn a_line_reads_back(error in prop::option::of(prop::collection::vec(any::<char>(), 0..300)), day in any::<u32>()) {
            let noted = super::super::last_error::LastError::default();
            error.iter().for_each(|error| noted.note(&error.iter().collect::<String>()));
            let last_error = noted.line();
            let line = Heartbeat { day, last_error: last_error.clone(), ..heartbeat() }.line();
            prop_assert_eq!(line.lines().count(), 1);
            let pairs = read(&line).expect("pairs");
            let keys: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
            let described = ["version", "uptime_s", "day", "frame_p99_ms", "memory_mb", "session", "dropped", "last_error"];
            prop_assert_eq!(keys, described);
            prop_assert_eq!(&pairs[2].1, &day.to_string());
            prop_assert_eq!(&pairs[7].1, &last_error.unwrap_or_else(|| "-".into()));
        }

        /// Contract: the time told is that of the 99th of 100 frames, rounded up by less than a twentieth.
        #[test]
        fn the_99th_of_100_frames_is_told(times in prop::collection::vec(0.6_f32..4000.0, 1..400)) {
            let mut frames = FrameTimes::default();
            times.iter().for_each(|ms| frames.note(Duration::from_secs(7), Duration::from_secs_f32(ms / 1000.0)));
            let mut sorted = times;
            sorted.sort_by(f32::total_cmp);
            let exact = sorted[sorted.len() - sorted.len() / 100 - 1];
            let told = frames.p99_ms(Duration::from_secs(7)).unwrap();
            prop_assert!(told >= 0.9999 * exact && told <= 1.0451 * exact, "{} {}", told, exact);
        }
    }

    /// Contract: a slow frame is forgotten a minute later, one that takes no time or for ever is counted, and a pause of days is no
    /// trouble.
    #[test]
    fn only_the_last_minute_counts() {
        let mut frames = FrameTimes::default();
        assert_eq!(frames.p99_ms(Duration::ZERO), None);
        frames.note(Duration::from_secs(1), Duration::from_secs(2));
        for s in 2..56 {
            frames.note(Duration::from_secs(s), Duration::from_millis(16));
        }
        assert!(frames.p99_ms(Duration::from_secs(59)).unwrap() > 2000.0);
        assert!(frames.p99_ms(Duration::from_secs(60)).unwrap() < 17.0);
        assert_eq!(frames.p99_ms(Duration::from_secs(400_000)), None);
        frames.note(Duration::from_secs(400_001), Duration::ZERO);
        assert!(frames.p99_ms(Duration::from_secs(400_001)).unwrap() < 0.6);
        frames.note(Duration::from_secs(400_002), Duration::MAX);
        assert!(frames.p99_ms(Duration::from_secs(400_002)).unwrap() > 8000.0);
        // A time from before is no trouble either.
        frames.note(Duration::from_secs(3), Duration::from_millis(16));
    }

    /// Contract: the file holds the last line and nothing else, and no other file is left.
    #[test]
    fn the_file_holds_the_last_line() {
        let folder = folder("heartbeat");
        let path = folder.join("alive");
        let file = HeartbeatFile::new(&path);
        file.write(&heartbeat().line()).unwrap();
        file.write("version=2").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "version=2\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(HeartbeatFile::new(&path.join("in-a-file")).write("x=1").is_err());
        assert!(HeartbeatFile::new(&folder.join("none").join("alive")).write("x=1").is_err());
        fs::create_dir(folder.join("a-folder")).unwrap();
        assert!(HeartbeatFile::new(&folder.join("a-folder")).write("x=1").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    /// Contract: a file that is no heartbeat is not written over; an empty one is.
    #[test]
    fn nothing_else_is_overwritten() {
        let folder = folder("heartbeat-other");
        let path = folder.join("alive");
        for (text, is_written) in [("Our opening hours", false), ("ver", false), ("", true), ("version=0.1.0 x", true)]
        {
            fs::write(&path, text).unwrap();
            assert_eq!(HeartbeatFile::new(&path).write("version=1").is_ok(), is_written, "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap() == text, !is_written);
        }
        if cfg!(unix) {
            assert!(HeartbeatFile::new(Path::new("/dev/null")).objection().is_some());
        }
    }
}
