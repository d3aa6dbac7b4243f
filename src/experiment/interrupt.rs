//! Ctrl-C and the system's polite request to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// The exit code of a run that was interrupted.
pub const INTERRUPTED: u8 = 130;

/// Whether the run has been asked to end early.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens for Ctrl-C and termination from now on. Only one can listen in a process.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> Result<Self, ctrlc::Error> {
        let interrupt = Self::default();
        let flag = interrupt.0.clone();
        ctrlc::set_handler(move || flag.store(true, Relaxed))?;
        Ok(interrupt)
    }

    /// Whether it has come.
    pub fn has_come(&self) -> bool {
        self.0.load(Relaxed)
    }
}
