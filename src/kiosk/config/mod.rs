//! What a museum sets for its kiosk: one RON file, in which every field may be left out.
//!
//! A file is taken whole or not at all. Whatever is wrong with it is told in one go, each with its line and column, and a kiosk
//! that starts by itself in the morning then opens with what is built in: a screen that shows the exhibit in English is worth more
//! to a museum than one that shows a sentence. Only the scenario is a file of its own: where it cannot be used, the built-in one
//! takes its place and all else stays as the museum has set it.

mod check;
#[cfg(test)]
mod damage;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::scenario::{BUILT_IN, Document, Problem, Problems, Scenario, open, open_file};

use crate::window::language::Language;

use super::schedule::Schedule;

pub use check::checked;

/// Everything that a museum can set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What is shown.
    pub scenario: Source,
    /// The languages that a visitor can choose, in the order of their buttons; the first is the one at rest. Never empty, none
    /// twice.
    pub languages: Vec<Language>,
    /// How long nobody touches anything until it asks whether somebody is there, s, 20 to 600.
    pub idle_s: u32,
    /// How long it then waits until it starts again, s, 10 to 60.
    pub countdown_s: u32,
    /// How loud it is, 0 (silent) to 1.
    pub volume: f32,
    /// Pixels of the screen in a millimetre, 0.5 to 20, if the system does not know it.
    pub px_per_mm: Option<f32>,
    /// Where the bar with languages and text size is.
    pub controls: Controls,
    /// What opens the staff menu. Without it, there is none.
    pub staff_pin: Option<Pin>,
    /// The file that holds the last [heartbeat](super::health::heartbeat).
    pub heartbeat: Option<PathBuf>,
    /// The folder in which visits are [counted](super::counts). Without it, nothing is.
    pub counts: Option<PathBuf>,
    /// The file of the [log](super::log).
    pub log: Option<PathBuf>,
    /// When it is open.
    pub schedule: Schedule,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            scenario: Source::default(),
            languages: Language::OF_KIOSK.into(),
            idle_s: 60,
            countdown_s: 20,
            volume: 0.0,
            px_per_mm: None,
            controls: Controls::default(),
            staff_pin: None,
            heartbeat: None,
            counts: None,
            log: None,
            schedule: Schedule::default(),
        }
    }
}

impl Config {
    /// Reads a file, and sees that its scenario can be used. Paths in it begin at its folder.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place and the cure.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        let written = read::read_file(path)?;
        match check::findings(&written) {
            Some(problems) => Err(problems),
            None => Ok(written.config),
        }
    }

    /// Reads text; `name` stands for the file in problems, and paths in it begin at `folder`. The scenario is not opened.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place and the cure.
    pub fn parse(text: &str, name: &str, folder: &Path) -> Result<Self, Problems> {
        read::read(text, name, folder).map(|written| written.config)
    }

    /// Reads a file as [`Self::read`] does, for a kiosk that has to open with nobody there to put it right: what is built in takes
    /// the place of a file that is broken or missing, and a built-in scenario the place of one that cannot be used. What was wrong
    /// comes with it, for the log.
    pub fn read_or_default(path: &Path) -> (Self, Option<Problems>) {
        let written = match read::read_file(path) {
            Ok(written) => written,
            Err(problems) => return (Self::default(), Some(problems)),
        };
        match check::findings(&written) {
            None => (written.config, None),
            Some(problems) => match problems.iter().all(|problem| check::is_of_the_scenario(problem, &written)) {
                true => (Self { scenario: Source::default(), ..written.config }, Some(problems)),
                false => (Self::default(), Some(problems)),
            },
        }
    }
}

/// Where the scenario comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The built-in one of this name.
    BuiltIn(&'static str),
    /// A file.
    File(PathBuf),
}

impl Default for Source {
    fn default() -> Self {
        Self::BuiltIn(BUILT_IN.first().map_or("", |scenario| scenario.name))
    }
}

impl Source {
    /// What `name` means to a configuration in `folder`, as `sparrowfall run` would understand it there.
    pub(crate) fn named(name: &str, folder: &Path) -> Self {
        match BUILT_IN.iter().find(|built_in| built_in.name == name) {
            Some(built_in) => Self::BuiltIn(built_in.name),
            None => Self::File(folder.join(name)),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// Everything that is wrong with the scenario, or that it is none.
    pub fn open(&self) -> Result<Scenario, Problems> {
        let document = match self {
            Self::BuiltIn(name) => open(name)?,
            Self::File(path) => open_file(path)?,
        };
        match document {
            Document::Scenario(scenario) => Ok(scenario),
            Document::Run(_) => {
                let sentence =
                    "this is a saved run, in which everything has been decided already; a kiosk needs a scenario";
                Err(Problem::new(self.to_string(), sentence).into())
            }
        }
    }
}

/// Its name or path.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(name) => f.write_str(name),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// Where the bar with languages and text size is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// At the top of the panel.
    #[default]
    Top,
    /// At its foot, for a screen whose top edge a seated visitor cannot reach.
    Bottom,
}

/// Digits that open the staff menu. They are not shown where a configuration is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// The PIN of these digits.
    ///
    /// # Errors
    /// Why they are none: allowed are 4 to 8 digits, not all the same and not in a row. The sentence does not repeat them, because
    /// it goes into a log.
    pub fn new(digits: &str) -> Result<Self, String> {
        const ALLOWED: &str = "allowed: 4 to 8 digits in quotation marks";
        let length = digits.chars().count();
        if let Some(other) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(format!(
                "found {}, which is not a digit; {ALLOWED}",
                crate::scenario::problem::shorten(&format!("`{other}`"))
            ));
        }
        if !(4..=8).contains(&length) {
            let digits = if length == 1 { "digit" } else { "digits" };
            return Err(format!("found {length} {digits}; {ALLOWED}"));
        }
        let steps: Vec<i16> = digits.as_bytes().windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
        match steps[0] {
            0 if steps.iter().all(|&step| step == 0) => {
                Err("found the same digit again and again, which anybody would try first; choose others".into())
            }
            step @ (1 | -1) if steps.iter().all(|&other| other == step) => {
                Err("found digits in a row, which anybody would try first; choose others".into())
            }
            _ => Ok(Self(digits.into())),
        }
    }

    /// Whether these are its digits.
    pub fn is(&self, digits: &str) -> bool {
        self.0 == digits
    }

    /// How many digits it has, 4 to 8.
    pub fn digits(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}
