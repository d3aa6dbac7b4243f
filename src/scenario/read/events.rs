//! Reading events: the timeline of a scenario, and what a person did in a saved run.

use jiff::civil::Date;

use crate::scenario::check;
use crate::scenario::document::{Field, Value};
use crate::scenario::problem::{shorten, unknown};
use crate::scenario::reader::{Reader, join};
use crate::scenario::timeline::{ActionDescription, ActionKind};
use crate::scenario::{Action, Intervention};

impl<'a> Reader<'a> {
    /// The events of a list. A wrong event keeps its number: another, on `start`, stands in for it.
    pub(super) fn interventions(&mut self, value: Value<'a>, path: &str, start: Date) -> Vec<Intervention> {
        let items = self.items(value, path);
        let numbered = items.into_iter().enumerate().map(|(index, item)| (format!("{path}[{}]", index + 1), item));
        numbered.map(|(path, item)| self.intervention(item, &path, start)).collect()
    }

    fn intervention(&mut self, value: Value<'a>, path: &str, start: Date) -> Intervention {
        self.places.insert(path.to_owned(), value.at);
        let fields = self.fields(value, "Intervention", path, &["date", "action"]);
        let wrong_before = self.found.len();
        let (mut date, mut action) = (None, None);
        for Field { name, value, .. } in &fields {
            let path = join(path, name);
            match *name {
                "date" => date = self.date(*value, &path),
                _ => action = self.action(*value, &path),
            }
        }
        for missing in ["date", "action"].iter().filter(|&name| !fields.iter().any(|field| field.name == *name)) {
            if self.is_whole && self.found.len() == wrong_before && value.text.contains('(') {
                self.report(
                    value.at,
                    path,
                    format!("{missing} is missing; an event is written (date: \"1958-03-18\", action: StopCampaign)"),
                );
            }
        }
        Intervention { date: date.unwrap_or(start), action: action.unwrap_or(Action::StopCampaign) }
    }

    fn action(&mut self, value: Value<'a>, path: &str) -> Option<Action> {
        if self.is_unreadable(value, path) {
            return None;
        }
        let names: Vec<_> = ActionKind::ALL.iter().map(|kind| kind.name()).collect();
        let Some((name, arguments)) = value.name() else {
            let found = self.found(value);
            let allowed = format!("one of the actions {}, without quotation marks", names.join(", "));
            self.report(value.at, path, format!("found {found}; allowed: {allowed}"));
            return None;
        };
        let Some(kind) = ActionKind::named(name.text) else {
            let written = self.written(name);
            self.report(name.at, path, unknown("action", written, &names));
            return None;
        };
        let described = kind.describe();
        let known: Vec<_> = match kind {
            ActionKind::SetParameter => vec!["path", "value"],
            _ => described.numbers.iter().map(|number| number.name).collect(),
        };
        let has_group = arguments.text.contains('(');
        let unnamed = if has_group { arguments.unnamed() } else { Vec::new() };
        if !unnamed.is_empty() {
            self.report(value.at, path, fields_without_names(described, &unnamed));
            return None;
        }
        let before = self.found.len();
        let fields = if has_group { self.fields(arguments, described.name, path, &known) } else { Vec::new() };
        let missing: Vec<_> =
            known.iter().filter(|&name| !fields.iter().any(|field| field.name == *name)).copied().collect();
        if !missing.is_empty() && self.is_whole && self.found.len() == before {
            let sentence = format!("{} needs {}; write {}", described.name, missing.join(" and "), described.example);
            self.report(value.at, path, sentence);
        }
        if kind == ActionKind::SetParameter {
            return self.set_parameter(&fields, path);
        }
        let mut numbers = [0.0; 3];
        let mut is_right = true;
        for (number, parameter) in numbers.iter_mut().zip(described.numbers) {
            let field = fields.iter().find(|field| field.name == parameter.name);
            // What is there is checked even if another number is missing.
            match field.and_then(|field| self.number(field.value, parameter, &join(path, parameter.name))) {
                Some(read) => *number = read,
                None => is_right = false,
            }
        }
        is_right.then(|| kind.with(numbers)).flatten()
    }

    fn set_parameter(&mut self, fields: &[Field<'a>], path: &str) -> Option<Action> {
        let field = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.value);
        let path_value = field("path")?;
        let parameter_path = self.text(path_value, &join(path, "path"))?;
        match check::parameter_to_set(&parameter_path) {
            Ok(parameter) => {
                let value = self.number(field("value")?, parameter, &join(path, "value"))?;
                Some(Action::SetParameter { path: parameter_path, value })
            }
            Err(sentence) => {
                self.report(path_value.at, &join(path, "path"), sentence);
                None
            }
        }
    }
}

/// What to say about an action whose fields were written without their names; with the person's own numbers, if each
/// field has one.
fn fields_without_names(kind: ActionDescription, values: &[Value]) -> String {
    let name = kind.name;
    let are_all_numbers = values.iter().all(|value| value.read::<f64>().is_ok());
    let write = if are_all_numbers && values.len() == kind.numbers.len() {
        let fields: Vec<_> = kind
            .numbers
            .iter()
            .zip(values)
            .map(|(number, value)| format!("{}: {}", number.name, shorten(value.text)))
            .collect();
        format!("{name}({})", fields.join(", "))
    } else {
        kind.example.to_owned()
    };
    if kind.example == name {
        format!("{name} has no fields; write {write}")
    } else {
        format!("the fields of {name} need their names; write {write}")
    }
}
