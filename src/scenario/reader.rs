//! Reading a RON file of ours: names and values with their places, noting everything that is wrong along the way. What
//! the fields are is known to whoever reads a kind of file with it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use super::document::{Fault, Field, Value, line_and_column};
use super::mend::{self, Left, Mended};
use super::parameter::Parameter;
use super::problem::{Place, Problem, Problems, most_like, shorten, unknown};
use super::syntax;

/// What is particular to a kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// The paths of all fields of a name, whatever their group: a correct name in the wrong group is a more common mistake
    /// than a misspelt one.
    pub fields_named: fn(&str) -> Vec<String>,
    /// What to say of a list in which the brackets around each item are missing.
    pub bare_items: &'static str,
}

/// Reads a file's text as `read` does with its outermost value; `name` stands for the file in problems.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file. `read` gives `None` where it has reported why.
pub(crate) fn read_whole<T>(
    text: &str,
    name: &str,
    kind: Kind,
    read: impl for<'a> FnOnce(&mut Reader<'a>, Value<'a>) -> Option<T>,
) -> Result<T, Problems> {
    let (mended, slips) = mend::mend(text);
    let is_whole = slips.values().all(|slip| slip.left != Left::Gap);
    let mut reader = Reader { text, slips: &slips, kind, found: Vec::new(), places: HashMap::new(), is_whole };
    let read = read(&mut reader, Value::whole(&mended).without_header());
    for (&at, mended) in &slips {
        if !reader.found.iter().any(|found| found.at == at) {
            reader.report(at, "", mended.sentence.clone());
        }
    }
    match read {
        Some(read) if reader.found.is_empty() => Ok(read),
        _ => Err(reader.problems(name)),
    }
}

/// Most problems noted for a file.
const MOST_PROBLEMS: usize = 1000;

/// Something that is wrong.
pub(crate) struct Found {
    /// Where, in bytes from the beginning of the text.
    pub at: usize,
    /// The path of its field.
    pub field: String,
    /// What was found and what is allowed.
    pub sentence: String,
}

/// A text that is being read, and what was found to be wrong with it so far.
pub(crate) struct Reader<'a> {
    /// The text as written; values come from a mended copy of the same length.
    text: &'a str,
    slips: &'a BTreeMap<usize, Mended>,
    kind: Kind,
    /// What is wrong.
    pub found: Vec<Found>,
    /// Where each field that the file names is.
    pub places: HashMap<String, usize>,
    /// Whether everything is RON, so that a missing field is really missing.
    pub is_whole: bool,
}

impl<'a> Reader<'a> {
    /// Notes that something is wrong.
    pub fn report(&mut self, at: usize, field: &str, sentence: impl Into<String>) {
        if self.is_full() {
            return;
        }
        self.found.push(Found { at, field: field.to_owned(), sentence: sentence.into() });
    }

    /// Whether so much is wrong that there is no point in looking further.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_PROBLEMS
    }

    fn fault(&mut self, fault: Option<Fault>, field: &str) {
        let Some(fault) = fault else { return };
        self.is_whole = false;
        // Each reader of an enclosing group meets a group that breaks off again, the innermost last.
        self.found.retain(|found| (found.at, &found.sentence) != (fault.at, &fault.sentence));
        self.report(fault.at, field, fault.sentence);
    }

    fn problems(mut self, name: &str) -> Problems {
        self.found.sort_by_key(|found| found.at);
        let file: Arc<str> = name.into();
        // What is missing at the end is missing after the last character, not on the next line.
        let end = self.text.trim_end().len();
        let problem = |found: Found| {
            let (line, column) = line_and_column(self.text, found.at.min(end));
            let place = Some(Place { file: file.clone(), line, column });
            Problem { place, field: found.field, sentence: found.sentence }
        };
        Problems(self.found.into_iter().map(problem).collect())
    }

    /// Whether there were slips in the text.
    pub fn is_mended(&self) -> bool {
        !self.slips.is_empty()
    }

    /// A value as written.
    pub fn written<'v>(&self, value: Value<'v>) -> &'v str
    where
        'a: 'v,
    {
        self.text.get(value.at..value.at + value.text.len()).unwrap_or(value.text)
    }

    /// What was found, in words.
    pub fn found(&self, value: Value) -> String {
        let written = self.written(value);
        match written.chars().next() {
            None => "nothing".into(),
            Some('"') => format!("the text {}", shorten(written)),
            Some('(') => "a group ( … )".into(),
            Some('[') => "a list [ … ]".into(),
            Some('{') => "a map { … }".into(),
            Some(_) => shorten(written),
        }
    }

    /// Whether the value is not, or not all of, what was written; that is or will be reported.
    pub fn is_unreadable(&mut self, value: Value, path: &str) -> bool {
        let slip = self.slips.get(&value.at).filter(|slip| matches!(slip.left, Left::Nothing | Left::Gap));
        if let Some(slip) = slip {
            self.report(value.at, path, slip.sentence.clone());
        }
        slip.is_some() || value.is_broken
    }

    /// What to say of a group that was written in square brackets.
    fn square_brackets(&self, value: Value) -> Option<&'a Mended> {
        self.slips.get(&value.at).filter(|slip| slip.left == Left::Group)
    }

    /// Checks the name before a group, if there is one, and returns the group.
    fn group(&mut self, value: Value<'a>, name: &str, path: &str) -> Option<Value<'a>> {
        let (given, group) = match value.name() {
            Some((given, group)) => (Some(given), group),
            None => (None, value),
        };
        // There may be blanks and comments between name and bracket.
        if !group.text.trim_start().starts_with(['(', '/']) {
            if self.is_unreadable(value, path) {
                return None;
            }
            let found = self.found(value);
            self.report(value.at, path, format!("found {found}; allowed: a group (name: value, …)"));
            return None;
        }
        if let Some(slip) = self.square_brackets(value) {
            self.report(value.at, path, slip.sentence.clone());
        }
        if let Some(given) = given.filter(|given| given.text != name) {
            let given_name = shorten(given.text);
            let sentence = format!("found the name {given_name} before the group; leave it out, or write {name}");
            self.report(given.at, path, sentence);
        }
        Some(group)
    }

    /// The fields of a group: each known, none twice.
    pub fn fields(&mut self, value: Value<'a>, name: &str, path: &str, known: &[&str]) -> Vec<Field<'a>> {
        let Some(group) = self.group(value, name, path) else { return Vec::new() };
        let parts = group.fields();
        self.fault(parts.fault, path);
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut fields = Vec::new();
        for field in parts.parts {
            if self.is_full() {
                break;
            }
            let field_path = join(path, &shorten(field.name));
            if !known.contains(&field.name) {
                self.report(field.at, &field_path, unknown_field(field.name, path, known, self.kind));
                continue;
            }
            if let Some(&first) = seen.get(field.name) {
                let (line, _) = line_and_column(self.text, first);
                self.report(field.at, &field_path, format!("given twice; the first is on line {line}"));
                continue;
            }
            seen.insert(field.name, field.at);
            self.places.insert(field_path, field.value.at);
            fields.push(field);
        }
        fields
    }

    /// The items of a list.
    pub fn items(&mut self, value: Value<'a>, path: &str) -> Vec<Value<'a>> {
        if !value.text.starts_with('[') {
            if self.is_unreadable(value, path) {
                return Vec::new();
            }
            if self.square_brackets(value).is_some() {
                self.report(value.at, path, self.kind.bare_items);
                return Vec::new();
            }
            let found = self.found(value);
            self.report(value.at, path, format!("found {found}; allowed: a list [ … ]"));
            return Vec::new();
        }
        let parts = value.items();
        self.fault(parts.fault, path);
        parts.parts
    }

    /// A number that is in a parameter's range.
    pub fn number(&mut self, value: Value<'a>, parameter: &Parameter, path: &str) -> Option<f64> {
        if self.is_unreadable(value, path) {
            return None;
        }
        let whole = || value.read::<i64>().map(|n| n as f64).or_else(|_| value.read::<u64>().map(|n| n as f64));
        let judged = match value.read::<f64>().or_else(|_| whole()) {
            Ok(number) => parameter.judge(number, fmt::from_fn(|f| f.write_str(&self.found(value)))).map(|()| number),
            Err(_) => {
                let found = self.found(value);
                let is_nearly_one =
                    self.slips.contains_key(&value.at) && found.starts_with(|c: char| !c.is_alphabetic());
                Err(if is_nearly_one {
                    syntax::why_not_a_number(&found)
                } else {
                    format!("found {found}, which is not a number; allowed: {}", parameter.allowed())
                })
            }
        };
        judged.map_err(|sentence| self.report(value.at, path, sentence)).ok()
    }

    /// A text in quotation marks.
    pub fn text(&mut self, value: Value<'a>, path: &str) -> Option<String> {
        if self.is_unreadable(value, path) {
            return None;
        }
        let text = value.read().ok();
        if text.is_none() {
            let found = self.found(value);
            self.report(value.at, path, format!("found {found}; allowed: a text in quotation marks, \"…\""));
        }
        text
    }

    /// Puts a text into its place, if it is one.
    pub fn text_into(&mut self, value: Value<'a>, path: &str, into: &mut String) {
        if let Some(text) = self.text(value, path) {
            *into = text;
        }
    }
}

/// The path of a field of a group.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn unknown_field(name: &str, path: &str, known: &[&str], kind: Kind) -> String {
    let elsewhere = (kind.fields_named)(name);
    let here = if path.is_empty() { "field" } else { "field of this group" };
    let short = shorten(name);
    match &elsewhere[..] {
        [only] => format!("there is no {here} called {short}; it belongs to another group: {only}"),
        [] => unknown(here, name, known),
        [..] => {
            let near = most_like(path, elsewhere.iter().map(String::as_str)).unwrap_or_default();
            format!("there is no {here} called {short}; it belongs to another group, such as {near}")
        }
    }
}
