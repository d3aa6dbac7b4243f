//! What goes to standard error: the program's own sentences, and in runs without a window also the library's warnings
//! and errors, which are held back while a picture is on the terminal. If standard error cannot be written, there is
//! nowhere left to say so, and the run goes on.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use tracing::Level;

/// What has been said while a picture is on the terminal; `None` while there is no picture.
static HELD_BACK: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// Writes a sentence, whether or not anyone is still there to read it.
pub fn tell(sentence: &impl Display) {
    // In one piece, so that the sentences of several processes do not mix in one log.
    let _ = io::stderr().write_all(format!("{sentence}\n").as_bytes());
}

/// Shows warnings and errors on standard error from now on.
pub fn listen() {
    // Fails only if there is a listener already, which is just as good.
    let _ = tracing_subscriber::fmt()
        .with_max_level(Level::WARN)
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
        let _ = io::stderr().write_all(&text);
    }
}

struct Listener;

impl Write for Listener {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match &mut *HELD_BACK.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(held_back) => held_back.write(text),
            None => {
                // The listener would panic on an error.
                let _ = io::stderr().write_all(text);
                Ok(text.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
