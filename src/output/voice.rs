//! Words on standard output. That they cannot be printed stops no run and costs no file: it is kept in mind, and told when
//! everything else is done.

use std::io::{self, ErrorKind, Write};

/// A writer of words that always takes them, and says only in the end whether they could be printed.
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

    /// Whether all words could be printed so far. If not, no more are tried.
    pub fn is_heard(&self) -> bool {
        self.failure.is_none()
    }

    /// Prints in another way, unless words could not be printed before.
    pub fn attempt(&mut self, print: impl FnOnce(&mut W) -> io::Result<()>) {
        if self.is_heard() {
            self.failure = print(&mut self.out).err();
        }
    }

    /// Falls silent.
    ///
    /// # Errors
    /// When words could not be printed. A reader who has gone, as `head` does, is no failure.
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

    /// Takes a few bytes, and then fails.
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

    /// Contract: words that cannot be printed stop nobody who speaks, and are told in the end, but for a reader who has gone.
    #[test]
    fn what_cannot_be_printed_is_told_in_the_end() {
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
