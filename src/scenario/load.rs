//! From text to scenario.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::document::line_and_column;
use super::problem::{Place, Problem, Problems, nearest};
use super::{Intervention, Scenario, read};

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

/// The scenarios embedded in the program. The first is the default.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn { name: "commune", text: include_str!("../../scenarios/commune.ron") },
    BuiltIn { name: "left_alone", text: include_str!("../../scenarios/left_alone.ron") },
    BuiltIn { name: "stopped_early", text: include_str!("../../scenarios/stopped_early.ron") },
    BuiltIn { name: "southern_rice", text: include_str!("../../scenarios/southern_rice.ron") },
    BuiltIn { name: "county", text: include_str!("../../scenarios/county.ron") },
    BuiltIn { name: "tiny", text: include_str!("../../scenarios/tiny.ron") },
    BuiltIn { name: "million", text: include_str!("../../scenarios/million.ron") },
];

/// Largest file that is read, bytes.
const LARGEST_FILE: u64 = 4_000_000;

/// Reads what `source` names: a built-in scenario, or else a file.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open(source: &str) -> Result<Document, Problems> {
    if let Some(built_in) = BUILT_IN.iter().find(|built_in| built_in.name == source) {
        return parse(built_in.text, source);
    }
    let path = Path::new(source);
    if !path.exists() {
        let names: Vec<_> = BUILT_IN.iter().map(|built_in| built_in.name).collect();
        let missing = "there is no file of this name, nor a built-in scenario";
        // Who names a folder means a file.
        let near = if path.components().count() == 1 { nearest(source, names.iter().copied()) } else { None };
        let near = near.map(|name| format!("; the nearest valid name is {name}")).unwrap_or_default();
        let sentence = format!("{missing}{near} (built-in: {})", names.join(", "));
        return Err(Problem::new(source, sentence).into());
    }
    open_file(path)
}

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open_file(path: &Path) -> Result<Document, Problems> {
    let name = path.display().to_string();
    // What is wrong with the file as a whole has no line.
    let refuse = |sentence: String| -> Problems { Problem::new(&name, sentence).into() };
    if path.is_dir() {
        return Err(refuse("this is a directory; give the name of a scenario file in it".into()));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)).map_err(
        |error| match error.kind() {
            ErrorKind::NotFound => refuse("there is no file of this name".into()),
            _ => refuse(format!("the file cannot be read: {error}")),
        },
    )?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(refuse(format!("the file is too large for a scenario; allowed: at most {LARGEST_FILE} bytes")));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let read = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..read]).into_owned();
            let (line, column) = line_and_column(&before, read);
            let sentence = "the text is not in UTF-8 from here on; save the file with the encoding UTF-8";
            let place = Some(Place { file: name.into(), line, column });
            return Err(Problem { place, field: String::new(), sentence: sentence.into() }.into());
        }
    };
    parse(&text, &name)
}

/// Reads text; `name` stands for the file in problems.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn parse(text: &str, name: &str) -> Result<Document, Problems> {
    // Some editors put an invisible mark before the first character.
    read::read(text.strip_prefix('\u{feff}').unwrap_or(text), name)
}
