//! From text to scenario.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Intervention, Scenario};

/// A file that can be run: a scenario, or a run that was saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// A scenario file.
    Scenario(Scenario),
    /// A `run.ron`: a scenario and what was done with it.
    Run(SavedRun),
}

/// What is needed to repeat a run bit for bit, and to know that it was: the content of `run.ron`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Run", deny_unknown_fields)]
pub struct SavedRun {
    /// Version of the file's schema, as in a scenario.
    pub schema: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// The last day lived.
    #[serde(with = "super::timeline::date_text")]
    pub last_day: Date,
    /// The state hash after that day, 16 hexadecimal digits.
    pub state_hash: String,
    /// The scenario with every parameter, its seed among them.
    pub scenario: Scenario,
    /// What a person did while it ran.
    pub interventions: Vec<Intervention>,
}

/// A scenario that is embedded in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The name by which it is called on the command line.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// All that is wrong with a file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Problems(pub Vec<String>);

/// The scenarios embedded in the program. The first is the default.
pub const BUILT_IN: &[BuiltIn] = &[];

/// Reads what `source` names: a built-in scenario, or else a file.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open(source: &str) -> Result<Document, Problems> {
    open_file(Path::new(source))
}

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open_file(path: &Path) -> Result<Document, Problems> {
    let text = std::fs::read_to_string(path).map_err(|error| Problems(vec![error.to_string()]))?;
    parse(&text, &path.display().to_string())
}

/// Reads text; `name` stands for the file in problems.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn parse(text: &str, name: &str) -> Result<Document, Problems> {
    if text.contains("\nRun(") {
        return ron::from_str(text).map(Document::Run).map_err(|error| Problems(vec![format!("{name}:{error}")]));
    }
    ron::from_str(text).map(Document::Scenario).map_err(|error| Problems(vec![format!("{name}:{error}")]))
}

impl Scenario {
    /// Stand-in until scenario loading lands.
    ///
    /// # Errors
    /// An unknown path.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Problems> {
        let unknown = || Problems(vec![format!("{path}: no such parameter")]);
        let (section, name) = path.rsplit_once('.').ok_or_else(unknown)?;
        let section = self.section_mut(section).ok_or_else(unknown)?;
        let index = section.parameters().iter().position(|p| p.name == name).ok_or_else(unknown)?;
        section.set_value(index, value.parse().map_err(|_| unknown())?);
        Ok(())
    }

    /// Stand-in until scenario loading lands.
    ///
    /// # Errors
    /// None.
    pub fn check(&self) -> Result<(), Problems> {
        Ok(())
    }
}
