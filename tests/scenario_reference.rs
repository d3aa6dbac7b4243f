//! Contract: docs/SCENARIOS.md says what the program does. Its tables are those of the program, its examples are read, and
//! its wrong examples give the sentences shown. With `UPDATE_DOCS=1` in the environment the tables are written anew.

use std::fmt::Write;
use std::path::PathBuf;

use sparrowfall::scenario::{ActionKind, BUILT_IN, Document, Parameter, Scenario, parse};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/SCENARIOS.md")
}

fn document() -> String {
    std::fs::read_to_string(path()).expect("docs/SCENARIOS.md")
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
    for kind in ActionKind::ALL {
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

/// The document with a text between two marks.
fn with(document: &str, mark: &str, text: &str) -> String {
    let (before, rest) = document.split_once(&format!("<!-- {mark}: ")).expect("the first mark");
    let (note, rest) = rest.split_once("-->\n").expect("the first mark's end");
    let (_, after) = rest.split_once(&format!("<!-- end of {mark} -->")).expect("the second mark");
    format!("{before}<!-- {mark}: {note}-->\n{text}\n<!-- end of {mark} -->{after}")
}

#[test]
fn tables_are_those_of_the_program() {
    let is = document();
    let should = with(&with(&is, "actions", &action_table()), "parameters", &parameter_tables());
    if std::env::var_os("UPDATE_DOCS").is_some_and(|set| set == "1") {
        // By renaming, because the other tests read the document at the same time.
        let new = path().with_extension("md.new");
        std::fs::write(&new, &should).and_then(|()| std::fs::rename(&new, path())).expect("write");
        return;
    }
    assert!(is == should, "docs/SCENARIOS.md is out of date: UPDATE_DOCS=1 cargo test --test scenario_reference");
}

/// The code blocks with a heading such as "ron", without the indentation of the first line.
fn blocks(heading: &str) -> Vec<String> {
    let document = document();
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
    for kind in ActionKind::ALL {
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
    let document = document();
    for built_in in BUILT_IN {
        assert!(document.contains(&format!("| `{}` |", built_in.name)), "{}", built_in.name);
    }
    let said = parse("(nonsense: 1)", "village.ron").expect_err("wrong").to_string();
    let names = said.split_once("valid names: ").expect("names").1.trim_end_matches(')');
    for name in names.split(", ").take_while(|name| *name != "landscape") {
        assert!(document.contains(&format!("| `{name}` |")), "{name}");
    }
}
