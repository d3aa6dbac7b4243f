//! From a file's text to a configuration, noting everything that is wrong along the way.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Weekday;

use crate::scenario::document::{Value, line_and_column};
use crate::scenario::load::text_of_file;
use crate::scenario::problem::{shorten, unknown};
use crate::scenario::reader::{Kind, Reader, join, read_whole};
use crate::scenario::{Parameter, Place, Problems};

use super::super::schedule::{Minute, Opening, Schedule, WEEKDAYS};
use super::{Config, Controls, Pin, Source};
use crate::window::language::Language;

/// A configuration, and where its file says what.
#[derive(Debug)]
pub(super) struct Written {
    /// What it says.
    pub config: Config,
    /// The file; the place of each field that it names.
    pub file: PathBuf,
    pub places: HashMap<String, Place>,
}

pub(super) const FIELDS: [&str; 12] = [
    "scenario",
    "languages",
    "idle_s",
    "countdown_s",
    "volume",
    "px_per_mm",
    "controls",
    "staff_pin",
    "heartbeat",
    "counts",
    "log",
    "schedule",
];
const OPENING_FIELDS: [&str; 3] = ["days", "from", "to"];
const OPENING: &str = "(days: [Mon, Tue], from: \"10:00\", to: \"18:00\")";

const KIND: Kind = Kind {
    fields_named: |name| {
        let opening = OPENING_FIELDS.contains(&name).then(|| format!("schedule[1].{name}"));
        opening.into_iter().chain(FIELDS.contains(&name).then(|| name.to_owned())).collect()
    },
    bare_items: "each opening in the list goes in round brackets: [(days: [Mon, Tue], from: \"10:00\", to: \"18:00\")]",
};

/// A number of the file.
const fn number(name: &'static str, meaning: &'static str, unit: &'static str, [least, most]: [f64; 2]) -> Parameter {
    Parameter { name, meaning, unit, source: "", range: least..=most, whole: false }
}

const IDLE_S: Parameter = Parameter {
    whole: true,
    ..number("idle_s", "How long nobody touches anything until it asks.", "s", [20.0, 600.0])
};
const COUNTDOWN_S: Parameter =
    Parameter { whole: true, ..number("countdown_s", "How long it waits for an answer.", "s", [10.0, 60.0]) };
const VOLUME: Parameter = number("volume", "How loud it is.", "1", [0.0, 1.0]);
const PX_PER_MM: Parameter = number("px_per_mm", "Pixels in a millimetre.", "px/mm", [0.5, 20.0]);

/// Reads a file.
pub(super) fn read_file(path: &Path) -> Result<Written, Problems> {
    let text = text_of_file(path, "a kiosk configuration")?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = read(&text, &path.to_string_lossy(), folder)?;
    Ok(Written { file: path.into(), ..written })
}

/// Reads a file's text; `name` stands for the file in problems.
pub(super) fn read(text: &str, name: &str, folder: &Path) -> Result<Written, Problems> {
    // Some editors put an invisible mark before the first character.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (config, places) = read_whole(text, name, KIND, |reader, value| config(reader, value, folder))?;
    let place = |(field, at): (String, usize)| {
        let (line, column) = line_and_column(text, at);
        (field, Place { file: name.into(), line, column })
    };
    Ok(Written { config, file: PathBuf::new(), places: places.into_iter().map(place).collect() })
}

fn config<'a>(reader: &mut Reader<'a>, value: Value<'a>, folder: &Path) -> Option<(Config, HashMap<String, usize>)> {
    let text = value.text.trim_start();
    if text.is_empty() && !reader.is_mended() {
        reader.report(0, "", "the file is empty; the shortest configuration is ()");
        return None;
    }
    if text.starts_with(['{', '[']) {
        let sentence =
            "a configuration is written (name: value, …), in round brackets and without quotes around the names";
        reader.report(0, "", sentence);
        return None;
    }
    let mut config = Config::default();
    for field in reader.fields(value, "Kiosk", "", &FIELDS) {
        let name = field.name;
        let Some(value) = given(field.value) else { continue };
        match name {
            "scenario" => {
                if let Some(name) = words(reader, value, name) {
                    config.scenario = Source::named(&name, folder);
                }
            }
            "languages" => config.languages = languages(reader, value, name),
            "idle_s" => {
                config.idle_s = reader.number(value, &IDLE_S, name).map_or(config.idle_s, |number| number as u32)
            }
            "countdown_s" => {
                let number = reader.number(value, &COUNTDOWN_S, name);
                config.countdown_s = number.map_or(config.countdown_s, |number| number as u32);
            }
            "volume" => {
                config.volume = reader.number(value, &VOLUME, name).map_or(config.volume, |number| number as f32)
            }
            "px_per_mm" => config.px_per_mm = reader.number(value, &PX_PER_MM, name).map(|number| number as f32),
            "controls" => {
                let known = [("Top", Controls::Top), ("Bottom", Controls::Bottom)];
                config.controls = one_of(reader, value, name, "place for the bar", &known).unwrap_or_default();
            }
            "staff_pin" => config.staff_pin = pin(reader, value, name),
            "heartbeat" => config.heartbeat = words(reader, value, name).map(|path| folder.join(path)),
            "counts" => config.counts = words(reader, value, name).map(|path| folder.join(path)),
            "log" => config.log = words(reader, value, name).map(|path| folder.join(path)),
            _ => config.schedule = schedule(reader, value, name),
        }
    }
    Some((config, reader.places.clone()))
}

/// What is in `Some(…)`, as programs write what may be left out, or the value itself; nothing for `None`.
fn given(value: Value<'_>) -> Option<Value<'_>> {
    match value.name() {
        Some((name, rest)) if name.text == "None" && rest.text.trim().is_empty() => None,
        Some((name, rest)) if name.text == "Some" => match rest.unnamed()[..] {
            [inner] => Some(inner),
            _ => Some(value),
        },
        _ => Some(value),
    }
}

/// A text that is a name or a path.
fn words<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Option<String> {
    let text = reader.text(value, path)?;
    let sentence = match text.chars().find(|c| c.is_control()) {
        Some(bad) => format!("found the character U+{:04X}, which no name of a file should have", u32::from(bad)),
        None if text.trim().is_empty() => "found an empty text; leave the field out instead".into(),
        None => return Some(text),
    };
    reader.report(value.at, path, sentence);
    None
}

/// One of a few words, written without quotation marks.
fn one_of<'a, T: Copy>(
    reader: &mut Reader<'a>,
    value: Value<'a>,
    path: &str,
    what: &str,
    known: &[(&str, T)],
) -> Option<T> {
    if reader.is_unreadable(value, path) {
        return None;
    }
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    let word = value.name().filter(|(_, rest)| rest.text.trim().is_empty());
    let sentence = match word {
        None => {
            let found = reader.found(value);
            format!("found {found}; allowed: one of {}, without quotation marks", names.join(", "))
        }
        Some((name, _)) => match known.iter().find(|(known, _)| *known == name.text) {
            Some((_, meant)) => return Some(*meant),
            None => {
                // Tuesday for Tue.
                let written = reader.written(name);
                no_such(what, written, &names, |known| written.to_lowercase().starts_with(&known.to_lowercase()))
            }
        },
    };
    reader.report(value.at, path, sentence);
    None
}

fn languages<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Vec<Language> {
    let before = reader.found.len();
    let mut languages = Vec::new();
    for (item, index) in reader.items(value, path).into_iter().zip(1..) {
        if reader.is_full() {
            break;
        }
        let path = format!("{path}[{index}]");
        let Some(tag) = reader.text(item, &path) else { continue };
        match Language::OF_KIOSK.into_iter().find(|language| language.tag() == tag) {
            Some(language) if languages.contains(&language) => {
                reader.report(item.at, &path, format!("found \"{tag}\" twice; each language is named once"));
            }
            Some(language) => languages.push(language),
            None => reader.report(item.at, &path, no_language(&tag)),
        }
    }
    if languages.is_empty() && reader.found.len() == before && reader.is_whole {
        let sentence = format!(
            "found an empty list; allowed: at least one of {}",
            tags().map(|tag| format!("\"{tag}\"")).join(", ")
        );
        reader.report(value.at, path, sentence);
    }
    languages
}

fn tags() -> [&'static str; Language::OF_KIOSK.len()] {
    Language::OF_KIOSK.map(Language::tag)
}

/// What to say of a tag that is none of ours. One of the same language in another country or script is nearer than its letters tell.
fn no_language(tag: &str) -> String {
    let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    no_such("language", tag, &tags(), |known| first(known) == first(tag))
}

/// "there is no …", with the nearest valid name, which is the one that `is_meant` for certain, if there is one.
fn no_such(what: &str, wrong: &str, known: &[&str], is_meant: impl Fn(&str) -> bool) -> String {
    match known.iter().find(|known| is_meant(known)) {
        Some(near) => {
            let (wrong, known) = (shorten(wrong), known.join(", "));
            format!("there is no {what} called {wrong}; the nearest valid name is {near} (valid names: {known})")
        }
        None => unknown(what, wrong, known),
    }
}

fn pin<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Option<Pin> {
    if reader.is_unreadable(value, path) {
        return None;
    }
    let pin = match value.read::<String>() {
        Ok(digits) => Pin::new(&digits),
        // What was found is not repeated: it may be the PIN.
        Err(_) => Err("found what is not a text; allowed: 4 to 8 digits in quotation marks".into()),
    };
    pin.map_err(|sentence| reader.report(value.at, path, sentence)).ok()
}

fn schedule<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Schedule {
    let mut openings = Vec::new();
    for (item, index) in reader.items(value, path).into_iter().zip(1..) {
        if reader.is_full() {
            break;
        }
        openings.extend(opening(reader, item, &format!("{path}[{index}]")));
    }
    Schedule::new(openings)
}

fn opening<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Option<Opening> {
    let before = reader.found.len();
    let fields = reader.fields(value, "Opening", path, &OPENING_FIELDS);
    let (mut days, mut from, mut to) = (WEEKDAYS.map(|(_, day)| day).to_vec(), None, None);
    for field in &fields {
        let path = join(path, field.name);
        match field.name {
            "days" => days = weekdays(reader, field.value, &path),
            "from" => from = time(reader, field.value, &path, Minute::LAST),
            _ => to = time(reader, field.value, &path, Minute::MIDNIGHT),
        }
    }
    if reader.found.len() == before && reader.is_whole {
        for missing in ["from", "to"].iter().filter(|&name| !fields.iter().any(|field| field.name == *name)) {
            reader.report(value.at, path, format!("{missing} is missing; an opening is written {OPENING}"));
        }
    }
    let (from, to) = from.zip(to)?;
    if from == to {
        let at = fields.iter().find(|field| field.name == "to").map_or(value.at, |field| field.value.at);
        let sentence =
            format!("found \"{to}\", which is the same as from; for a whole day write from: \"00:00\", to: \"24:00\"");
        reader.report(at, &join(path, "to"), sentence);
    }
    Some(Opening { days, from, to })
}

fn weekdays<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str) -> Vec<Weekday> {
    let before = reader.found.len();
    let mut days = Vec::new();
    for (item, index) in reader.items(value, path).into_iter().zip(1..) {
        if reader.is_full() {
            break;
        }
        let path = format!("{path}[{index}]");
        match one_of(reader, item, &path, "day of the week", &WEEKDAYS) {
            Some(day) if days.contains(&day) => {
                reader.report(item.at, &path, format!("found {} twice; each day is named once", item.text));
            }
            day => days.extend(day),
        }
    }
    if days.is_empty() && reader.found.len() == before && reader.is_whole {
        let sentence = "found an empty list; allowed: at least one of Mon, Tue, Wed, Thu, Fri, Sat, Sun, or leave days out for every day";
        reader.report(value.at, path, sentence);
    }
    days
}

/// A time of day up to `last`.
fn time<'a>(reader: &mut Reader<'a>, value: Value<'a>, path: &str, last: Minute) -> Option<Minute> {
    let text = reader.text(value, path)?;
    let time = Minute::read(&text).filter(|time| *time <= last);
    if time.is_none() {
        let found = shorten(&text);
        let sentence =
            format!("found \"{found}\"; allowed: times from \"00:00\" to \"{last}\", written \"hours:minutes\"");
        reader.report(value.at, path, sentence);
    }
    time
}
