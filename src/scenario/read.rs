//! From a text's values to a scenario, noting everything that is wrong along the way.

mod events;

use std::collections::HashSet;

use jiff::civil::Date;

use super::check::{self, Finding};
use super::dates::read_date;
use super::document::{Field, Value};
use super::load::{Document, SavedRun};
use super::parameter::Parameter;
use super::problem::{Problems, last_part, unknown};
use super::reader::{Kind, Reader, join, read_whole};
use super::{SCHEMA, Scenario};

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

const KIND: Kind = Kind {
    fields_named: |name| check::parameter_paths().filter(|path| last_part(path) == name).collect(),
    bare_items: "each event in a list goes in round brackets: [(date: \"1958-03-18\", action: StopCampaign)]",
};

/// Reads a file's text; `name` stands for the file in problems.
pub(super) fn read(text: &str, name: &str) -> Result<Document, Problems> {
    read_whole(text, name, KIND, |reader, value| reader.document(value))
}

impl<'a> Reader<'a> {
    fn document(&mut self, value: Value<'a>) -> Option<Document> {
        if value.text.trim().is_empty() && !self.is_mended() {
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
