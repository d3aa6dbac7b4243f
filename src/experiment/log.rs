//! The library's own warnings and errors in runs without a window: they go to standard error, and wait while a picture is
//! on the terminal.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use bevy::log::tracing_subscriber;

/// What was said while a picture is on the terminal; none while there is no picture.
static HELD_BACK: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// Shows warnings and errors on standard error from now on.
pub fn listen() {
    // Only fails where a listener is there already, and then that one is as good.
    let _ = tracing_subscriber::fmt()
        .with_max_level(bevy::log::Level::WARN)
        .without_time()
        .with_target(false)
        .with_ansi(false)
        .with_writer(|| Listener)
        .try_init();
}

/// Holds messages back until [`release`].
pub fn hold_back() {
    HELD_BACK.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
}

/// Shows what was held back, and holds back no longer.
pub fn release() {
    if let Some(text) = HELD_BACK.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // If standard error is closed, there is nowhere left to say so.
        let _ = io::stderr().write_all(&text);
    }
}

struct Listener;

impl Write for Listener {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match &mut *HELD_BACK.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(held_back) => held_back.write(text),
            None => io::stderr().write(text),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
