//! The messages that the sources ask for are those that there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use strum::IntoEnumIterator;

use super::{Language, message, within};

type Arguments = BTreeSet<String>;

/// A message asked for: where, and with which arguments.
struct Call {
    place: String,
    id: String,
    arguments: Arguments,
}

#[test]
fn each_file_of_messages_can_be_read_and_names_each_message_once() {
    for language in Language::iter() {
        let mut seen = BTreeSet::new();
        for messages in language.messages() {
            let resource = FluentResource::try_new((*messages).into())
                .unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?} in {:.200}", messages));
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    assert!(seen.insert(message.id.name.to_owned()), "{language:?} has {} twice", message.id.name);
                }
            }
        }
    }
}

/// Contract: what the kiosk asks for is there in each of its languages, with the same arguments, and nothing else; what it takes from the
/// window, too.
#[test]
fn the_kiosk_is_complete_in_each_language() {
    let mut of_kiosk = Vec::new();
    in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kiosk"), &mut of_kiosk);
    let mut wanted: BTreeSet<String> = of_kiosk.into_iter().map(|call| call.id).collect();
    wanted.extend(["date-long", "not-evidence"].map(String::from));
    let english = by_message(Language::English.messages());
    for language in Language::OF_KIOSK.into_iter().filter(|language| *language != Language::English) {
        let there = by_message(language.messages());
        let ids: BTreeSet<String> = there.keys().cloned().collect();
        assert_eq!(ids, wanted, "{language:?}");
        for (id, named) in &there {
            assert_eq!(named.arguments, english[id].arguments, "{language:?}: {id}");
        }
    }
}

#[test]
fn what_is_asked_for_is_there_and_nothing_is_there_in_vain() {
    let calls = calls();
    assert!(!calls.is_empty());
    let mut faults = Vec::new();
    for language in Language::OF_WINDOW {
        let there = by_message(language.messages());
        for Call { place, id, arguments } in &calls {
            match there.get(id) {
                None => faults.push(format!("{place}: {language:?} has no message {id}")),
                Some(Named { arguments: named, .. }) if named != arguments => {
                    faults.push(format!("{place}: {id} names {named:?} in {language:?}, and is given {arguments:?}"));
                }
                Some(_) => {}
            }
        }
        let parts = there.values().flat_map(|named| &named.parts);
        let asked: BTreeSet<_> = calls.iter().map(|call| &call.id).chain(parts).collect();
        faults.extend(
            there.keys().filter(|id| !asked.contains(id)).map(|id| format!("{language:?}: nobody asks for {id}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_message_that_is_missing_is_shown_by_its_id() {
    assert_eq!(message("no-such-message", []), "no-such-message");
}

#[test]
fn the_pseudo_language_is_longer_and_accented_but_leaves_what_is_put_in() {
    let english = message("tab-land-tip", []);
    let pseudo = within(Language::Pseudo, || message("tab-land-tip", []));
    assert!(pseudo.chars().count() > english.chars().count() && !pseudo.is_ascii(), "{pseudo}");
}

/// A message that is put into another is there, as is a term; what it names has to be given to the other, too.
#[test]
fn what_a_message_names_is_also_what_the_messages_in_it_name() {
    let names = |of: &[&'static str], id: &str| by_message(of)[id].clone();
    let date = "date = { $day } { month }\nmonth = { $month ->\n    [1] { -january }\n   *[other] { $month }\n    }";
    let term = "-january = January";
    let named = names(&[date, term], "date");
    assert_eq!(named.arguments, Arguments::from(["day".into(), "month".into()]));
    assert_eq!(named.parts, BTreeSet::from(["month".into(), "-january".into()]));
    assert!(std::panic::catch_unwind(|| by_message(&[date])).is_err());
}

/// What a message names: arguments, and the messages and terms that are put into it.
#[derive(Clone, Debug, Default)]
struct Named {
    arguments: Arguments,
    parts: BTreeSet<String>,
}

/// The texts of messages, and of terms by their names with the dash.
type Patterns<'a> = BTreeMap<String, &'a Pattern<&'a str>>;

fn by_message(files: &[&'static str]) -> BTreeMap<String, Named> {
    let read = |file: &&'static str| FluentResource::try_new((*file).into()).unwrap_or_else(|(readable, _)| readable);
    let resources: Vec<FluentResource> = files.iter().map(read).collect();
    let patterns: Patterns = resources.iter().flat_map(|resource| resource.entries()).filter_map(pattern_of).collect();
    let named = |(id, pattern): (&String, &&Pattern<&str>)| {
        let mut named = Named::default();
        named.of_pattern(pattern, &patterns);
        (id.clone(), named)
    };
    patterns.iter().map(named).collect()
}

fn pattern_of<'a>(entry: &'a Entry<&'a str>) -> Option<(String, &'a Pattern<&'a str>)> {
    match entry {
        Entry::Message(message) => Some((message.id.name.into(), message.value.as_ref()?)),
        Entry::Term(term) => Some((format!("-{}", term.id.name), &term.value)),
        _ => None,
    }
}

impl Named {
    fn of_pattern(&mut self, pattern: &Pattern<&str>, all: &Patterns) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.of_expression(expression, all);
            }
        }
    }

    fn of_expression(&mut self, expression: &Expression<&str>, all: &Patterns) {
        match expression {
            Expression::Inline(inline) => self.of_inline(inline, all),
            Expression::Select { selector, variants } => {
                self.of_inline(selector, all);
                variants.iter().for_each(|variant| self.of_pattern(&variant.value, all));
            }
        }
    }

    fn of_inline(&mut self, inline: &InlineExpression<&str>, all: &Patterns) {
        match inline {
            InlineExpression::VariableReference { id } => _ = self.arguments.insert(id.name.to_owned()),
            InlineExpression::Placeable { expression } => self.of_expression(expression, all),
            InlineExpression::MessageReference { id, .. } => self.of_part(id.name.to_owned(), all),
            InlineExpression::TermReference { id, .. } => self.of_part(format!("-{}", id.name), all),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.of_inline(argument, all));
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn of_part(&mut self, id: String, all: &Patterns) {
        let Some(pattern) = all.get(&id) else { panic!("{id} is put into a message, and is not there") };
        // A message is given what that around it is given, and a term is not.
        if !id.starts_with('-') {
            self.of_pattern(pattern, all);
        }
        self.parts.insert(id);
    }
}

/// All calls of `tr!` in the sources of window and kiosk.
fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for folder in ["src/window", "src/kiosk"] {
        in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut calls);
    }
    calls
}

fn in_folder(folder: &Path, calls: &mut Vec<Call>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("language") {
            in_folder(&path, calls);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for (at, mark) in source.match_indices("tr!(") {
                let is_a_name = source[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
                if !is_a_name {
                    let line = 1 + source[..at].matches('\n').count();
                    calls.push(call(&source[at + mark.len()..], format!("{}:{line}", path.display())));
                }
            }
        }
    }
}

/// The call whose parenthesis was just opened: the literal, then `name = value` by name.
fn call(rest: &str, place: String) -> Call {
    let mut parts = vec![String::new()];
    let (mut depth, mut in_text, mut escaped) = (0_i32, false, false);
    for letter in rest.chars() {
        match letter {
            '"' if !escaped => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = in_text && letter == '\\' && !escaped;
        if depth < 0 {
            break;
        }
        parts.last_mut().unwrap().push(letter);
    }
    let id = parts[0].trim().trim_matches('"').to_owned();
    let arguments = parts[1..]
        .iter()
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.split('=').next().unwrap().trim().to_owned())
        .collect();
    Call { place, id, arguments }
}
