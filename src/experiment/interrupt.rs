//! Ctrl-C, the system's polite request to end, and a closing terminal.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// The exit code of a run that was interrupted.
pub const INTERRUPTED: u8 = 130;

/// Whether the run has been asked to end early.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Signals ignored when the program started stay ignored: that is how `nohup` protects a run
    /// from its terminal closing, and how a shell script protects its background programs from Ctrl-C.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn listen() -> io::Result<Self> {
        let interrupt = Self::default();
        listen(interrupt.0.clone())?;
        Ok(interrupt)
    }

    /// Asks the run to end, as a person would.
    pub fn ask(&self) {
        self.0.store(true, Relaxed);
    }

    /// Whether it has come.
    pub fn has_come(&self) -> bool {
        self.0.load(Relaxed)
    }
}

#[cfg(unix)]
fn listen(flag: Arc<AtomicBool>) -> io::Result<()> {
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
        if !is_ignored(signal) {
            signal_hook::flag::register(signal, flag.clone())?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn listen(flag: Arc<AtomicBool>) -> io::Result<()> {
    ctrlc::set_handler(move || flag.store(true, Relaxed)).map_err(io::Error::other)
}

/// Whether a signal is ignored. No crate can tell without changing what the signal does.
#[cfg(unix)]
fn is_ignored(signal: libc::c_int) -> bool {
    let mut now = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: without a new action `sigaction` changes nothing. It writes the present action to `now`, which is valid
    // for writes and read only if the call succeeded; zeroes would be a valid `sigaction` too.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), now.as_mut_ptr()) == 0
            && now.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

/// Makes a file that may not grow further (`ulimit -f`) fail like any other file that cannot be written, instead of
/// ending the program without a word.
pub fn outlive_file_limits() {
    // Where the system refuses, nothing changes.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(libc::SIGXFSZ, Arc::default());
}
