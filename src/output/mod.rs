//! How the program speaks to people in text: standard output and standard error, numbers and dates in words.

pub mod log;
pub mod voice;
pub mod words;
