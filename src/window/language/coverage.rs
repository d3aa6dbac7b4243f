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

#[test]
fn what_is_asked_for_is_there_and_nothing_is_there_in_vain() {
    let calls = calls();
    assert!(!calls.is_empty());
    let mut faults = Vec::new();
    for language in Language::iter() {
        let there = arguments_by_message(language);
        for Call { place, id, arguments } in &calls {
            match there.get(id) {
                None => faults.push(format!("{place}: {language:?} has no message {id}")),
                Some(named) if named != arguments => {
                    faults.push(format!("{place}: {id} names {named:?} in {language:?}, and is given {arguments:?}"));
                }
                Some(_) => {}
            }
        }
        let asked: BTreeSet<_> = calls.iter().map(|call| &call.id).collect();
        faults.extend(
            there.keys().filter(|id| !asked.contains(id)).map(|id| format!("{language:?}: nobody asks for {id}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_message_that_is_missing_is_shown_by_its_id() {
    assert_eq!(message("no-such-message", &[]), "no-such-message");
}

#[test]
fn the_pseudo_language_is_longer_and_accented_but_leaves_what_is_put_in() {
    let english = message("tab-land-tip", &[]);
    let pseudo = within(Language::Pseudo, || message("tab-land-tip", &[]));
    assert!(pseudo.chars().count() > english.chars().count() && !pseudo.is_ascii(), "{pseudo}");
}

fn arguments_by_message(language: Language) -> BTreeMap<String, Arguments> {
    let mut by_message = BTreeMap::new();
    for messages in language.messages() {
        let resource = FluentResource::try_new((*messages).into()).unwrap_or_else(|(readable, _)| readable);
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                let mut named = Arguments::new();
                message.value.iter().for_each(|pattern| of_pattern(pattern, &mut named));
                by_message.insert(message.id.name.to_owned(), named);
            }
        }
    }
    by_message
}

fn of_pattern(pattern: &Pattern<&str>, named: &mut Arguments) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, named);
        }
    }
}

fn of_expression(expression: &Expression<&str>, named: &mut Arguments) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, named),
        Expression::Select { selector, variants } => {
            of_inline(selector, named);
            variants.iter().for_each(|variant| of_pattern(&variant.value, named));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, named: &mut Arguments) {
    match inline {
        InlineExpression::VariableReference { id } => {
            named.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, named),
        _ => {}
    }
}

/// All calls of `tr!` in the window's sources.
fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/window"), &mut calls);
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
