//! What a file that is saved is called, unless a person gives it another name.

use std::env;
use std::path::{Path, PathBuf};

/// What the scenario is called, in a few words, and how the name ends.
pub fn of(title: &str, end: &str) -> String {
    let title = title.to_lowercase();
    let words: Vec<_> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6).collect();
    format!("{}-{end}", words.join("-"))
}

/// The whole path of a file.
pub fn whole(name: &str) -> PathBuf {
    env::current_dir().map_or_else(|_| Path::new(name).to_owned(), |folder| folder.join(name))
}
