//! From a text's values to a scenario, noting everything that is wrong along the way.

mod events;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::check::{self, Finding};
use super::dates::read_date;
use super::document::{Fault, Field, Value, line_and_column};
use super::load::{Document, SavedRun};
use super::mend::{self, Left, Mended};
use super::parameter::Parameter;
use super::problem::{Place, Problem, Problems, last_part, most_like, shorten, unknown};
use super::{SCHEMA, Scenario, syntax};

/// Fields of a scenario in the order of the documentation; the groups come last.
pub(super) const SCENARIO_FIELDS: [&str; 26] = [
    "schema",
    "title",
    "description",
    "look_for",
    "start",
    "end",
    "seed",
    "pest_name",
    "landscape",
    "weather",
    "crops",
    "pest",
    "sparrow",
    "encounter",
    "campaign",
    "labour",
    "methods",
    "plan",
    "farms",
    "steel",
    "forest",
    "housing",
    "irrigation",
    "grain",
    "people",
    "timeline",
];
const CROPS: [&str; 5] = ["winter_wheat", "maize", "sweet_potato", "early_rice", "single_rice"];
const RUN_FIELDS: [&str; 6] = ["schema", "version", "last_day", "state_hash", "scenario", "interventions"];

/// Reads a file's text; `name` stands for the file in problems.
pub(super) fn read(text: &str, name: &str) -> Result<Document, Problems> {
    let (mended, slips) = mend::mend(text);
    let is_whole = slips.values().all(|slip| slip.left != Left::Gap);
    let mut reader = Reader { text, slips: &slips, found: Vec::new(), places: HashMap::new(), is_whole };
    let document = reader.document(Value::whole(&mended).without_header());
    for (&at, mended) in &slips {
        if !reader.found.iter().any(|found| found.at == at) {
            reader.report(at, "", mended.sentence.clone());
        }
    }
    match document {
        Some(document) if reader.found.is_empty() => Ok(document),
        _ => Err(reader.problems(name)),
    }
}

/// Most problems noted for a file.
const MOST_PROBLEMS: usize = 1000;

struct Found {
    at: usize,
    field: String,
    sentence: String,
}

struct Reader<'a> {
    /// The text as written; values come from a mended copy of the same length.
    text: &'a str,
    slips: &'a BTreeMap<usize, Mended>,
    found: Vec<Found>,
    /// Where each field that the file names is.
    places: HashMap<String, usize>,
    /// Whether everything is RON, so that a missing field is really missing.
    is_whole: bool,
}

impl<'a> Reader<'a> {
    fn report(&mut self, at: usize, field: &str, sentence: impl Into<String>) {
        if self.is_full() {
            return;
        }
        self.found.push(Found { at, field: field.to_owned(), sentence: sentence.into() });
    }

    /// Whether so much is wrong that there is no point in looking further.
    fn is_full(&self) -> bool {
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

    /// A value as written.
    fn written<'v>(&self, value: Value<'v>) -> &'v str
    where
        'a: 'v,
    {
        self.text.get(value.at..value.at + value.text.len()).unwrap_or(value.text)
    }

    /// What was found, in words.
    fn found(&self, value: Value) -> String {
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
    fn is_unreadable(&mut self, value: Value, path: &str) -> bool {
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
    fn fields(&mut self, value: Value<'a>, name: &str, path: &str, known: &[&str]) -> Vec<Field<'a>> {
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
                self.report(field.at, &field_path, unknown_field(field.name, path, known));
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

    fn items(&mut self, value: Value<'a>, path: &str) -> Vec<Value<'a>> {
        if !value.text.starts_with('[') {
            if self.is_unreadable(value, path) {
                return Vec::new();
            }
            if self.square_brackets(value).is_some() {
                let sentence =
                    "each event in a list goes in round brackets: [(date: \"1958-03-18\", action: StopCampaign)]";
                self.report(value.at, path, sentence);
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

    fn document(&mut self, value: Value<'a>) -> Option<Document> {
        if value.text.trim().is_empty() && self.slips.is_empty() {
            self.report(0, "", "the file is empty; the shortest scenario is (schema: 1)");
            return None;
        }
        if value.text.trim_start().starts_with(['{', '[']) {
            self.report(
                0,
                "",
                "a scenario file is written (name: value, …), in round brackets and without quotes around the names",
            );
            return None;
        }
        let (name, group) = match value.name() {
            Some((name, group)) => (Some(name), group),
            None => (None, value),
        };
        let is_run = match name {
            Some(name) => match name.text {
                "Scenario" => false,
                "Run" => true,
                other => {
                    let sentence = unknown("kind of file", other, &["Scenario", "Run"]);
                    self.report(name.at, "", format!("{sentence}; a scenario file is written Scenario(…) or (…)"));
                    other == "run"
                }
            },
            None => group.fields().parts.iter().any(|field| matches!(field.name, "scenario" | "state_hash")),
        };
        if is_run { self.run(group).map(Document::Run) } else { self.scenario(group, "").map(Document::Scenario) }
    }

    /// The schema version, or nothing if the rest cannot be checked.
    fn schema(&mut self, fields: &[Field<'a>], path: &str) -> Option<u32> {
        let Some(field) = fields.iter().find(|field| field.name == "schema") else { return Some(SCHEMA) };
        let path = join(path, "schema");
        let schema = self.number(field.value, &SCHEMA_NUMBER, &path).map_or(SCHEMA, |schema| schema as u32);
        if schema > SCHEMA {
            self.found.clear();
            let sentence = format!(
                "found {schema}, a newer schema than this program reads; it reads up to {SCHEMA}. A newer version of \
                 the program can read this file"
            );
            self.report(field.value.at, &path, sentence);
            return None;
        }
        Some(schema)
    }

    fn scenario(&mut self, value: Value<'a>, path: &str) -> Option<Scenario> {
        let fields = self.fields(value, "Scenario", path, &SCENARIO_FIELDS);
        let mut scenario = Scenario { schema: self.schema(&fields, path)?, ..Scenario::default() };
        let mut timeline = None;
        for Field { name, value, .. } in fields {
            let path = join(path, name);
            match name {
                "title" => self.text_into(value, &path, &mut scenario.title),
                "description" => self.text_into(value, &path, &mut scenario.description),
                "look_for" => self.text_into(value, &path, &mut scenario.look_for),
                "pest_name" => self.text_into(value, &path, &mut scenario.pest_name),
                "start" => self.date_into(value, &path, &mut scenario.start),
                "end" => self.date_into(value, &path, &mut scenario.end),
                "seed" => self.seed_into(value, &path, &mut scenario.seed),
                "crops" => {
                    for crop in self.fields(value, "Crops", &path, &CROPS) {
                        self.section(crop.value, &join(&path, crop.name), &join("crops", crop.name), &mut scenario);
                    }
                }
                "timeline" => timeline = Some((value, path)),
                "schema" => {}
                section => self.section(value, &path, section, &mut scenario),
            }
        }
        if let Some((value, path)) = timeline {
            scenario.timeline = self.interventions(value, &path, scenario.start);
        }
        self.check_as_a_whole(check::findings(&scenario), path);
        Some(scenario)
    }

    /// Rules between fields, for fields that are each right in themselves.
    fn check_as_a_whole(&mut self, findings: Vec<Finding>, path: &str) {
        if !self.is_whole {
            return;
        }
        let wrong: HashSet<String> = self.found.iter().map(|found| found.field.clone()).collect();
        for finding in findings {
            let fields: Vec<_> = finding.fields.iter().map(|field| join(path, field)).collect();
            if fields.iter().any(|field| wrong.contains(field)) {
                continue;
            }
            let named = fields.iter().find_map(|field| self.places.get(field).map(|&at| (at, field.clone())));
            let (at, field) = named.unwrap_or_else(|| {
                // The file leaves them all at their defaults: point at the group, or at the beginning.
                let first = fields.into_iter().next().unwrap_or_default();
                let group = first.rsplit_once('.').and_then(|(group, _)| self.places.get(group)).copied();
                (group.unwrap_or(0), first)
            });
            self.report(at, &field, finding.sentence);
        }
    }

    fn section(&mut self, value: Value<'a>, path: &str, name: &str, scenario: &mut Scenario) {
        let Some(section) = scenario.section_mut(name) else { unreachable!("{name} is no section of a scenario") };
        let parameters = section.parameters();
        let known: Vec<_> = parameters.iter().map(|parameter| parameter.name).collect();
        for field in self.fields(value, section.struct_name(), path, &known) {
            let Some(index) = known.iter().position(|&name| name == field.name) else { continue };
            if let Some(number) = self.number(field.value, &parameters[index], &join(path, field.name)) {
                section.set_value(index, number);
            }
        }
    }

    fn number(&mut self, value: Value<'a>, parameter: &Parameter, path: &str) -> Option<f64> {
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

    fn seed_into(&mut self, value: Value<'a>, path: &str, seed: &mut u64) {
        if self.is_unreadable(value, path) {
            return;
        }
        match value.read() {
            Ok(number) => *seed = number,
            Err(_) => {
                let found = self.found(value);
                self.report(value.at, path, format!("found {found}; allowed: {}", check::SEED_ALLOWED));
            }
        }
    }

    fn text(&mut self, value: Value<'a>, path: &str) -> Option<String> {
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

    fn text_into(&mut self, value: Value<'a>, path: &str, into: &mut String) {
        if let Some(text) = self.text(value, path) {
            *into = text;
        }
    }

    fn date(&mut self, value: Value<'a>, path: &str) -> Option<Date> {
        let text = self.text(value, path)?;
        read_date(&text).map_err(|sentence| self.report(value.at, path, sentence)).ok()
    }

    fn date_into(&mut self, value: Value<'a>, path: &str, into: &mut Date) {
        if let Some(date) = self.date(value, path) {
            *into = date;
        }
    }

    fn run(&mut self, value: Value<'a>) -> Option<SavedRun> {
        let fields = self.fields(value, "Run", "", &RUN_FIELDS);
        let schema = self.schema(&fields, "")?;
        let missing: Vec<_> = RUN_FIELDS[1..].iter().filter(|&name| !fields.iter().any(|f| f.name == *name)).collect();
        if self.is_whole {
            for name in missing {
                self.report(0, name, "is missing; a saved run needs it");
            }
        }
        let mut run = SavedRun {
            schema,
            version: String::new(),
            last_day: Date::ZERO,
            state_hash: String::new(),
            scenario: Scenario::default(),
            interventions: Vec::new(),
        };
        let mut interventions = None;
        for Field { name, value, .. } in fields {
            match name {
                "version" => self.text_into(value, name, &mut run.version),
                "last_day" => self.date_into(value, name, &mut run.last_day),
                "state_hash" => self.text_into(value, name, &mut run.state_hash),
                "scenario" => run.scenario = self.scenario(value, name)?,
                "interventions" => interventions = Some(value),
                _ => {}
            }
        }
        if let Some(value) = interventions {
            run.interventions = self.interventions(value, "interventions", run.scenario.start);
        }
        self.check_as_a_whole(check::findings_of_run(&run), "");
        Some(run)
    }
}

/// The schema version as a number that is checked like any other; newer ones get their own sentence.
const SCHEMA_NUMBER: Parameter = Parameter {
    name: "schema",
    meaning: "Version of the file's schema.",
    unit: "1",
    source: "",
    range: 1.0..=4_294_967_295.0,
    whole: true,
};

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn unknown_field(name: &str, path: &str, known: &[&str]) -> String {
    // A correct name in the wrong group is a more common mistake than a misspelt one.
    let elsewhere: Vec<_> = check::parameter_paths().filter(|path| last_part(path) == name).collect();
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
