//! What the kiosk writes down while it runs: heartbeat, counts of visits and log. One thread, the clerk, writes them all, so that no
//! frame ever waits for a disk. A disk that is full, that cannot be written or that is not there harms nothing: it is told once, on
//! standard error and in the log, until it can be written again. While a disk hangs, the clerk's tray fills; then lines are dropped,
//! and how many is part of the heartbeat.

pub mod heartbeat;
pub mod last_error;
#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::DateTime;

use crate::output::log::tell;

use super::config::Config;
use super::counts::{Counts, Visit};
use super::log::LogFile;
use super::schedule::local_now;

use heartbeat::{Heartbeat, HeartbeatFile};
use last_error::LastError;

/// How many errands wait at most.
const TRAY: usize = 256;
/// How long a kiosk that closes, or a thread that panics, waits for what has not been written.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something to write.
enum Errand {
    /// The heartbeat that waits.
    Beat,
    Visit(Box<Visit>),
    Say(DateTime, String),
    /// Tells when all before it is done.
    Done(SyncSender<()>),
}

/// Takes what is to be written and goes on at once. When it is dropped, what waits is written, if the disk takes it within two
/// seconds.
#[derive(Debug)]
pub struct Clerk {
    tray: Option<SyncSender<Errand>>,
    /// The last heartbeat, until it is written: only the last counts.
    beat: Arc<Mutex<Option<String>>>,
    dropped: AtomicU64,
    last_error: LastError,
    /// Closed when the thread has ended.
    ended: Mutex<Receiver<()>>,
}

impl Clerk {
    /// Starts one that writes what the configuration asks for. Without a thread, which a system can refuse, all is dropped.
    pub fn start(config: &Config) -> Self {
        Self::start_with(Books::new(config))
    }

    fn start_with(mut books: Books) -> Self {
        let (tray, errands) = sync_channel(TRAY);
        let (alive, ended) = sync_channel(0);
        let (beat, last_error) = (books.beat.clone(), books.last_error.clone());
        let work = move || {
            let _alive: SyncSender<()> = alive;
            errands.into_iter().for_each(|errand| books.run(errand));
        };
        let thread = thread::Builder::new().name("clerk".into()).spawn(work);
        if let Err(error) = &thread {
            let sentence = format!("Nothing is written down, because the system gives no thread for it: {error}.");
            tell(&sentence);
            last_error.note(&sentence);
        }
        let tray = thread.is_ok().then_some(tray);
        Self { tray, beat, dropped: AtomicU64::new(0), last_error, ended: Mutex::new(ended) }
    }

    /// Writes a heartbeat in place of the last one.
    pub fn beat(&self, heartbeat: &Heartbeat) {
        let mut waiting = self.beat.lock().unwrap_or_else(PoisonError::into_inner);
        // With one in the tray already, the new one goes with it.
        if waiting.replace(heartbeat.line()).is_none() && !self.put(Errand::Beat) {
            *waiting = None;
        }
    }

    /// Counts a visit that has ended.
    pub fn count(&self, visit: Visit) {
        self.put(Errand::Visit(Box::new(visit)));
    }

    /// Writes a sentence into the log, with the time.
    pub fn say(&self, sentence: &str) {
        self.put(Errand::Say(local_now(), sentence.into()));
    }

    /// How many errands were dropped.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// The last thing that went wrong, here or elsewhere.
    pub fn last_error(&self) -> &LastError {
        &self.last_error
    }

    /// Waits until what was said is written, at most two seconds.
    pub fn wait(&self) {
        let until = Instant::now() + PATIENCE;
        let (done, is_done) = sync_channel(1);
        let mut errand = Errand::Done(done);
        while let Some(tray) = &self.tray {
            match tray.try_send(errand) {
                Err(TrySendError::Full(back)) if Instant::now() < until => errand = back,
                Err(_) => return,
                Ok(()) => {
                    let _ = is_done.recv_timeout(until.saturating_duration_since(Instant::now()));
                    return;
                }
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Puts an errand into the tray, if there is room.
    fn put(&self, errand: Errand) -> bool {
        let is_taken = self.tray.as_ref().is_some_and(|tray| tray.try_send(errand).is_ok());
        if !is_taken {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        is_taken
    }
}

impl Drop for Clerk {
    fn drop(&mut self) {
        let is_at_work = self.tray.take().is_some();
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        if is_at_work && matches!(ended.recv_timeout(PATIENCE), Err(RecvTimeoutError::Timeout)) {
            tell(&"The disk is too slow: the last lines of the kiosk's log and counts are lost.");
        }
    }
}

/// Something that is written, where, and whether it could not be written last time.
#[derive(Debug)]
struct Kept<T> {
    to: T,
    /// What it is called, and where it is.
    name: String,
    is_in_trouble: bool,
}

impl<T> Kept<T> {
    fn new(what: &str, path: Option<&PathBuf>, open: impl FnOnce(&std::path::Path) -> T) -> Option<Self> {
        path.map(|path| Self { to: open(path), name: format!("{what} in {}", path.display()), is_in_trouble: false })
    }

    /// What there is to say after something was written or not: only the first time that it is not, and the first that it is again.
    fn judge(&mut self, result: io::Result<()>) -> Option<String> {
        let was_in_trouble = std::mem::replace(&mut self.is_in_trouble, result.is_err());
        match result {
            Err(error) if !was_in_trouble => Some(format!("The {} cannot be written: {error}.", self.name)),
            Ok(()) if was_in_trouble => Some(format!("The {} can be written again.", self.name)),
            _ => None,
        }
    }
}

/// What the clerk writes into.
#[derive(Debug)]
struct Books {
    beat: Arc<Mutex<Option<String>>>,
    last_error: LastError,
    heartbeat: Option<Kept<HeartbeatFile>>,
    counts: Option<Kept<Counts>>,
    log: Option<Kept<LogFile>>,
}

impl Books {
    fn new(config: &Config) -> Self {
        Self {
            beat: Arc::default(),
            last_error: LastError::default(),
            heartbeat: Kept::new("heartbeat", config.heartbeat.as_ref(), HeartbeatFile::new),
            counts: Kept::new("counts of visits", config.counts.as_ref(), Counts::new),
            log: Kept::new("log", config.log.as_ref(), LogFile::new),
        }
    }

    fn run(&mut self, errand: Errand) {
        let news = match errand {
            Errand::Beat => {
                let line = self.beat.lock().unwrap_or_else(PoisonError::into_inner).take();
                self.heartbeat.as_mut().zip(line).and_then(|(kept, line)| kept.judge(kept.to.write(&line)))
            }
            Errand::Visit(visit) => self.counts.as_mut().and_then(|kept| kept.judge(kept.to.add(&visit))),
            Errand::Say(at, sentence) => return self.say(at, &sentence),
            Errand::Done(done) => {
                // Whoever waited may have gone.
                let _ = done.send(());
                return;
            }
        };
        if let Some(news) = news {
            self.tell(&news);
            self.say(local_now(), &news);
        }
    }

    fn say(&mut self, at: DateTime, sentence: &str) {
        let news = self.log.as_mut().and_then(|kept| {
            let result = kept.to.write(at, sentence);
            kept.judge(result)
        });
        if let Some(news) = news {
            self.tell(&news);
        }
    }

    /// Tells what there is to say of the disk.
    fn tell(&self, news: &str) {
        tell(&news);
        self.last_error.note(news);
    }
}
