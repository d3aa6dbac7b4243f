//! Text on standard output. If it cannot be printed, no run stops and no file is lost: the failure is remembered, and
//! reported when everything else is done.

use std::io::{self, ErrorKind, Write};

/// A writer that always accepts text, and says only at the end whether it could be printed.
#[derive(Debug)]
pub struct Voice<W> {
    out: W,
    failure: Option<io::Error>,
}

impl<W: Write> Voice<W> {
    /// A voice that prints to `out`.
    pub fn new(out: W) -> Self {
        Self { out, failure: None }
    }

    /// Whether all text could be printed so far. If not, no more is tried.
    pub fn is_heard(&self) -> bool {
        self.failure.is_none()
    }

    /// Prints in another way, unless printing has failed before.
    pub fn attempt(&mut self, print: impl FnOnce(&mut W) -> io::Result<()>) {
        if self.is_heard() {
            self.failure = print(&mut self.out).err();
        }
    }

    /// Stops printing.
    ///
    /// # Errors
    /// If text could not be printed. A reader that goes away, as `head` does, is not an error.
    pub fn end(mut self) -> io::Result<()> {
        self.flush()?;
        match self.failure {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}

impl<W: Write> Write for Voice<W> {
    fn write(&mut self, words: &[u8]) -> io::Result<usize> {
        self.attempt(|out| out.write_all(words));
        Ok(words.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt(W::flush);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accepts a few bytes, and then fails.
    struct Full(usize, ErrorKind);

    impl Write for Full {
        fn write(&mut self, words: &[u8]) -> io::Result<usize> {
            match self.0.checked_sub(words.len()) {
                Some(room) => {
                    self.0 = room;
                    Ok(words.len())
                }
                None => Err(self.1.into()),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Contract: text that cannot be printed stops nothing, and is reported at the end, unless the reader has gone
    /// away.
    #[test]
    fn what_cannot_be_printed_is_reported_at_the_end() {
        for (room, kind, ends_well) in
            [(100, ErrorKind::StorageFull, true), (6, ErrorKind::StorageFull, false), (6, ErrorKind::BrokenPipe, true)]
        {
            let mut voice = Voice::new(Full(room, kind));
            for _ in 0..3 {
                writeln!(voice, "word").unwrap();
            }
            assert_eq!(voice.is_heard(), room == 100);
            assert_eq!(voice.end().is_ok(), ends_well, "{kind:?}");
        }
    }
}
