//! From text to scenario.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::document::line_and_column;
use super::problem::{Place, Problem, Problems, nearest};
use super::{Intervention, Scenario, read};

/// A file that can be run: a scenario or a saved run.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// A scenario file.
    Scenario(Scenario),
    /// A `run.ron`: a scenario and what was done with it.
    Run(SavedRun),
}

/// What is needed to repeat a run bit for bit, and to verify that it was repeated: the content of `run.ron`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename = "Run")]
pub struct SavedRun {
    /// Schema version, as in a scenario.
    pub schema: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// The last day simulated.
    #[serde(serialize_with = "super::timeline::date_as_text")]
    pub last_day: Date,
    /// The state hash after that day, 16 hexadecimal digits.
    pub state_hash: String,
    /// The scenario with every parameter, and its seed.
    pub scenario: Scenario,
    /// What a person did while it ran.
    pub interventions: Vec<Intervention>,
}

/// A scenario that is embedded in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its name on the command line.
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
    BuiltIn { name: "lake_shore", text: include_str!("../../scenarios/lake_shore.ron") },
    BuiltIn { name: "county", text: include_str!("../../scenarios/county.ron") },
    BuiltIn { name: "great_leap", text: include_str!("../../scenarios/great_leap.ron") },
    BuiltIn { name: "plan_without_campaign", text: include_str!("../../scenarios/plan_without_campaign.ron") },
    BuiltIn { name: "campaign_without_plan", text: include_str!("../../scenarios/campaign_without_plan.ron") },
    BuiltIn { name: "tiny", text: include_str!("../../scenarios/tiny.ron") },
    BuiltIn { name: "million", text: include_str!("../../scenarios/million.ron") },
];

/// Largest file allowed, bytes.
const LARGEST_FILE: u64 = 4_000_000;

/// Reads what `source` names: a built-in scenario, or else anything that can be read, such as a pipe.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open(source: impl AsRef<Path>) -> Result<Document, Problems> {
    let path = source.as_ref();
    if let Some(built_in) = BUILT_IN.iter().find(|built_in| path.as_os_str() == built_in.name) {
        return parse(built_in.text, built_in.name);
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => {
            let name = path.to_string_lossy();
            let names: Vec<_> = BUILT_IN.iter().map(|built_in| built_in.name).collect();
            let missing = "there is no file of this name, and no built-in scenario";
            // A folder was meant as a file.
            let near = if path.components().count() == 1 { nearest(&name, names.iter().copied()) } else { None };
            let near = near.map(|name| format!("; the nearest valid name is {name}")).unwrap_or_default();
            Err(Problem::new(name, format!("{missing}{near} (built-in: {})", names.join(", "))).into())
        }
        _ => read_file(path, |_| None),
    }
}

/// Reads a file. Anything else with a name, such as a pipe, is refused at once, because it might never end.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn open_file(path: &Path) -> Result<Document, Problems> {
    read_file(path, not_regular)
}

/// Reads what a path names, unless there is an `objection`.
fn read_file(path: &Path, objection: impl Fn(&Metadata) -> Option<&'static str>) -> Result<Document, Problems> {
    let name = path.to_string_lossy();
    let bytes = bytes_of(path, "a scenario", objection)?;
    // A scenario begins with a bracket, its name or a comment.
    if bytes.starts_with(b"Sparrowfall ") {
        let sentence = "this is a session file; `sparrowfall run`, `sparrowfall check` and the window open it";
        return Err(Problem::new(&*name, sentence).into());
    }
    parse(&text_in(bytes, &name, "a scenario")?, &name)
}

/// The text of a regular file that should hold `what`, such as "a scenario".
///
/// # Errors
/// Why it cannot be read, or where it is no text.
#[cfg(feature = "window")]
pub(crate) fn text_of_file(path: &Path, what: &str) -> Result<String, Problems> {
    let bytes = bytes_of(path, what, not_regular)?;
    text_in(bytes, &path.to_string_lossy(), what)
}

/// Why a path that is no regular file is not read.
fn not_regular(there: &Metadata) -> Option<&'static str> {
    let no_file = "this is not a regular file but a pipe or a device, which cannot be opened here";
    (!there.is_file()).then_some(no_file)
}

/// What a file holds, and one byte more if it is too large.
fn bytes_of(
    path: &Path,
    what: &str,
    objection: impl Fn(&Metadata) -> Option<&'static str>,
) -> Result<Vec<u8>, Problems> {
    // A problem with the file as a whole has no line.
    let refuse = |sentence: String| -> Problems { Problem::new(path.to_string_lossy(), sentence).into() };
    let unreadable = |error| refuse(why_unreadable(path, &error));
    // Checked before opening, because a pipe does not open until somebody writes to it.
    let there = fs::metadata(path).map_err(unreadable)?;
    if there.is_dir() {
        let file = what.trim_start_matches("a ");
        return Err(refuse(format!("this is a directory; give the name of a {file} file in it")));
    }
    if let Some(objection) = objection(&there) {
        return Err(refuse(objection.into()));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}

/// The text that bytes are, if they are not too many.
fn text_in(bytes: Vec<u8>, name: &str, what: &str) -> Result<String, Problems> {
    if bytes.len() as u64 > LARGEST_FILE {
        let sentence = format!("the file is too large for {what}; allowed: at most {LARGEST_FILE} bytes");
        return Err(Problem::new(name, sentence).into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let read = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..read]);
        let (line, column) = line_and_column(&before, read);
        let sentence = "the text is not UTF-8 from here on; save the file as UTF-8";
        let place = Some(Place { file: name.into(), line, column });
        Problem { place, field: String::new(), sentence: sentence.into() }.into()
    })
}

/// Why nothing can be read from a path.
fn why_unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound if path.is_symlink() => "this is a link to a file that is not there".into(),
        ErrorKind::NotFound => "there is no file of this name".into(),
        ErrorKind::NotADirectory => "part of this path is a file where a folder should be".into(),
        ErrorKind::PermissionDenied if path.symlink_metadata().is_err() => {
            "a folder on the path to this file may not be opened (permission denied)".into()
        }
        ErrorKind::PermissionDenied => "this file may not be read (permission denied)".into(),
        _ => format!("the file cannot be read: {error}"),
    }
}

/// Reads text; `name` stands for the file in problems.
///
/// # Errors
/// Everything that is wrong with it, each with its place and the cure.
pub fn parse(text: &str, name: &str) -> Result<Document, Problems> {
    // Some editors put an invisible mark before the first character.
    read::read(text.strip_prefix('\u{feff}').unwrap_or(text), name)
}
