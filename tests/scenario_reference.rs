//! Contract: the documents say what the program does. The tables in docs/SCENARIOS.md and docs/ODD.md are those of the
//! program; the examples in docs/SCENARIOS.md can be read, and its wrong examples give the sentences shown; the
//! description in docs/ODD.md names every parameter and no others, and the assumed constants with the program's values.
//! `UPDATE_DOCS=1` in the environment rewrites the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sparrowfall::scenario::{ActionKind, BUILT_IN, Document, Parameter, Scenario, parse};

const SCENARIOS: &str = "docs/SCENARIOS.md";
const ODD: &str = "docs/ODD.md";

/// A table made by the program, with the name of the marks around it.
type Table = (&'static str, fn() -> String);

/// The documents, with the tables in them.
const DOCUMENTS: [(&str, &[Table]); 2] = [
    (SCENARIOS, &[("actions", action_table), ("parameters", parameter_tables)]),
    (ODD, &[("parameters", parameter_tables)]),
];

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn text_of(file: &str) -> String {
    std::fs::read_to_string(path(file)).expect(file)
}

fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn unit(parameter: &Parameter) -> &str {
    if parameter.unit == "1" { "" } else { parameter.unit }
}

fn range(parameter: &Parameter) -> String {
    let kind = if parameter.whole { ", whole" } else { "" };
    format!("{} to {}{kind}", parameter.range.start(), parameter.range.end())
}

fn parameter_tables() -> String {
    let scenario = Scenario::default();
    let mut text = String::new();
    for (path, section) in scenario.sections() {
        writeln!(text, "\n### `{path}`\n").expect("text");
        writeln!(text, "| name | meaning | unit | default | range | source |").expect("text");
        writeln!(text, "| --- | --- | --- | --- | --- | --- |").expect("text");
        for (index, parameter) in section.parameters().iter().enumerate() {
            let at_start =
                if parameter.acts_only_at_start(path) && path != "landscape" { " Acts only at the start." } else { "" };
            writeln!(
                text,
                "| `{}` | {}{at_start} | {} | {} | {} | {} |",
                parameter.name,
                cell(parameter.meaning),
                unit(parameter),
                section.value(index),
                range(parameter),
                cell(parameter.source)
            )
            .expect("text");
        }
    }
    text
}

fn action_table() -> String {
    let mut text = String::from("\n| action | what it does | its numbers |\n| --- | --- | --- |\n");
    for kind in ActionKind::ALL.iter().map(|kind| kind.describe()) {
        let number = |number: &Parameter| {
            let unit = unit(number);
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("`{}`: {} {}{unit}.", number.name, cell(number.meaning), range(number))
        };
        let numbers: Vec<_> = kind.numbers.iter().map(number).collect();
        writeln!(text, "| `{}` | {} | {} |", kind.example, cell(kind.meaning), numbers.join(" ")).expect("text");
    }
    text
}

/// The document with `text` between two marks.
fn with(document: &str, mark: &str, text: &str) -> String {
    let (before, rest) = document.split_once(&format!("<!-- {mark}: ")).expect("the first mark");
    let (note, rest) = rest.split_once("-->\n").expect("the first mark's end");
    let (_, after) = rest.split_once(&format!("<!-- end of {mark} -->")).expect("the second mark");
    format!("{before}<!-- {mark}: {note}-->\n{text}\n<!-- end of {mark} -->{after}")
}

#[test]
fn tables_are_those_of_the_program() {
    for (file, tables) in DOCUMENTS {
        let is = text_of(file);
        let should = tables.iter().fold(is.clone(), |text, (mark, table)| with(&text, mark, &table()));
        if std::env::var_os("UPDATE_DOCS").is_some_and(|set| set == "1") {
            // By renaming, because other tests read the documents at the same time.
            let new = path(file).with_extension("md.new");
            std::fs::write(&new, &should).and_then(|()| std::fs::rename(&new, path(file))).expect("write");
        } else {
            assert!(is == should, "{file} is out of date: UPDATE_DOCS=1 cargo test --test scenario_reference");
        }
    }
}

/// The words in code formatting in a text; underscores and full stops do not separate words.
fn code_words(text: &str) -> BTreeSet<&str> {
    let is_of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    // Every other piece between backquotes is code, in a line or in a block.
    let code = text.split('`').skip(1).step_by(2);
    code.flat_map(|code| code.split(move |c| !is_of_a_word(c))).map(|word| word.trim_matches('.')).collect()
}

/// The parameters' names in a description: prefixed with their group where two groups have a parameter of the same
/// name. All crops count as one group.
fn names_of_parameters() -> BTreeSet<String> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let scenario = Scenario::default();
    for (path, section) in scenario.sections() {
        let group = path.split('.').next().expect("a group");
        section.parameters().iter().for_each(|parameter| _ = groups.entry(parameter.name).or_default().insert(group));
    }
    let names = groups.iter().flat_map(|(name, groups)| {
        let is_shared = groups.len() > 1;
        groups.iter().map(move |group| if is_shared { format!("{group}.{name}") } else { (*name).to_owned() })
    });
    names.collect()
}

#[test]
fn the_description_names_every_parameter_and_no_other() {
    let document = text_of(ODD);
    let (description, _) = document.split_once("\n## What was fitted to what").expect("the description's end");
    // Which functions compute it is another matter: tests/odd_functions.rs.
    let paragraphs = description.split("\n\n").filter(|paragraph| !paragraph.starts_with("Functions: "));
    let description = paragraphs.collect::<Vec<_>>().join("\n\n");
    let (named, parameters) = (code_words(&description), names_of_parameters());
    let is_named = |name: &String| named.contains(name.as_str());
    let missing: Vec<_> = parameters.iter().filter(|name| !is_named(name)).collect();
    assert!(missing.is_empty(), "{ODD} does not say what these do: {missing:?}");
    let looks_like_one = |word: &&&str| word.contains('_') && !word.contains(|c: char| c.is_ascii_uppercase());
    let unknown: Vec<_> = named.iter().filter(looks_like_one).filter(|word| !parameters.contains(**word)).collect();
    assert!(unknown.is_empty(), "{ODD} names what is not a parameter: {unknown:?}");
}

#[test]
fn assumed_constants_are_those_of_the_program() {
    let document = text_of(ODD);
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    let constants = rows.map(|row| row.split(" | ").map(|cell| cell.trim_matches('`')).collect::<Vec<_>>());
    let mut number = 0;
    for row in constants.filter(|row| row[0].ends_with(".rs")) {
        let [file, name, value, ..] = row[..] else { panic!("{row:?}") };
        let source = text_of(&format!("src/ecology/{file}"));
        let line = source.lines().find(|line| line.contains(&format!("const {name}: "))).expect(name);
        assert!(line.ends_with(&format!("= {value};")), "{ODD} has {name} = {value}, {file} has {line}");
        number += 1;
    }
    assert!(number > 10, "the table was not found");
}

/// The code blocks labelled, for example, "ron", without the indentation of their first line.
fn blocks(heading: &str) -> Vec<String> {
    let document = text_of(SCENARIOS);
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line.trim_start() != format!("```{heading}") {
            continue;
        }
        let indentation = line.len() - line.trim_start().len();
        let block = lines.by_ref().take_while(|line| line.trim_start() != "```");
        blocks.push(block.map(|line| format!("{}\n", line.get(indentation..).unwrap_or_default())).collect());
    }
    blocks
}

#[test]
fn examples_are_scenarios() {
    let examples = blocks("ron");
    assert!(examples.len() >= 2);
    for example in examples {
        assert!(matches!(parse(&example, "village.ron"), Ok(Document::Scenario(_))), "{example}");
    }
    for kind in ActionKind::ALL.iter().map(|kind| kind.describe()) {
        let text = format!("(timeline: [(date: \"1958-01-01\", action: {})])", kind.example);
        assert!(parse(&text, "village.ron").is_ok(), "{text}");
    }
}

#[test]
fn wrong_examples_give_the_sentences_shown() {
    let (wrong, shown) = (blocks("ron wrong"), blocks("text"));
    assert_eq!((wrong.len(), shown.len()), (2, 2));
    for (wrong, shown) in wrong.iter().zip(shown) {
        assert_eq!(parse(wrong, "village.ron").expect_err("wrong").to_string(), shown.trim_end());
    }
}

#[test]
fn every_field_and_built_in_scenario_is_named() {
    let document = text_of(SCENARIOS);
    for built_in in BUILT_IN {
        assert!(document.contains(&format!("| `{}` |", built_in.name)), "{}", built_in.name);
    }
    let others = Scenario::paths().into_iter().filter(|path| !path.contains('.'));
    assert!(others.clone().count() > 5);
    for name in others {
        assert!(document.contains(&format!("| `{name}` |")), "{name}");
    }
}
