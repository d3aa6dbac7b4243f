//! What all binary files of the program have in common: a mark, the version of the format, the length, and a checksum.
//!
//! | bytes | content |
//! | --- | --- |
//! | 16 | the mark of the kind of file |
//! | 4 | version of its format |
//! | 8 | length of the whole file |
//! | n | the content |
//! | 4 | CRC-32 of all that comes before it |
//!
//! Numbers are little-endian.

use thiserror::Error;

use crate::engine::columns::take_number;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What it begins with.
    pub mark: &'static [u8; 16],
    /// Version of its format.
    pub format: u32,
    /// What it is called.
    pub name: &'static str,
}

/// Where the length is, and the content.
const LENGTH_AT: usize = 20;
const CONTENT_AT: usize = LENGTH_AT + 8;

/// Why bytes are not a whole file of a kind, which is named first.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Broken {
    /// They begin otherwise.
    #[error("this is not a {0} of Sparrowfall")]
    Other(&'static str),
    /// Another format.
    #[error("this {0} has format {1}; this version of Sparrowfall reads format {2}. Use the version that wrote it")]
    OtherFormat(&'static str, u32, u32),
    /// Fewer or more bytes than there should be.
    #[error("this {kind} should have {expected} bytes, but has {found}; copy it anew")]
    WrongLength {
        /// The kind.
        kind: &'static str,
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Some bytes have changed.
    #[error("this {0} is damaged: its checksum is wrong; copy it anew")]
    Damaged(&'static str),
}

impl Kind {
    /// Whether bytes begin as a file of this kind.
    pub fn begins(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(self.mark)
    }

    /// The content as a file.
    pub fn seal(&self, content: &[u8]) -> Vec<u8> {
        let length = (CONTENT_AT + content.len() + 4) as u64;
        let head = [&self.mark[..], &self.format.to_le_bytes(), &length.to_le_bytes()];
        let mut bytes = head.concat();
        bytes.extend(content);
        let checksum = crc32fast::hash(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    /// The content of a file.
    ///
    /// # Errors
    /// If it is not a whole, unchanged file of this kind and format.
    pub fn open<'a>(&self, bytes: &'a [u8]) -> Result<Parts<'a>, Broken> {
        let mut parts = Parts(bytes.strip_prefix(self.mark).ok_or(Broken::Other(self.name))?);
        let (kind, found) = (self.name, bytes.len() as u64);
        let cut = Broken::WrongLength { kind, expected: CONTENT_AT as u64 + 4, found };
        let format = parts.number().ok_or(cut.clone())?;
        if format != self.format {
            return Err(Broken::OtherFormat(kind, format, self.format));
        }
        let expected = parts.long().ok_or(cut)?;
        if expected != found {
            return Err(Broken::WrongLength { kind, expected, found });
        }
        let (content, checksum) = bytes.split_last_chunk().ok_or(Broken::Damaged(kind))?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err(Broken::Damaged(kind));
        }
        Ok(Parts(content.get(CONTENT_AT..).unwrap_or_default()))
    }
}

/// Adds a part: its length, and itself.
pub fn add_part(content: &mut Vec<u8>, part: &[u8]) {
    content.extend((part.len() as u32).to_le_bytes());
    content.extend(part);
}

/// What is left to read of a content.
pub struct Parts<'a>(pub &'a [u8]);

impl<'a> Parts<'a> {
    /// The next four bytes as a number.
    pub fn number(&mut self) -> Option<u32> {
        take_number(&mut self.0)
    }

    /// The next eight bytes as a number.
    pub fn long(&mut self) -> Option<u64> {
        self.0.split_off(..8)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// The next part that [`add_part`] added.
    pub fn part(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        self.0.split_off(..length)
    }

    /// The next part, if it is text.
    pub fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.part()?).ok()
    }
}
