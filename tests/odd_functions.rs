//! Contract: docs/ODD.md names, at the end of each submodel, the functions of the program that compute its equations;
//! each is in the file named, and no function is left out of files that hold nothing but equations.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::Path;

/// Files that hold nothing but equations.
const EQUATIONS: [&str; 2] = ["ecology/pest/rules.rs", "ecology/sparrow/rules.rs"];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The submodels of section 7: their headings and their texts.
fn submodels(odd: &str) -> Vec<(&str, &str)> {
    let section = odd.split("\n## 7. Submodels\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    section.split("\n### ").skip(1).map(|part| part.split_once('\n').unwrap()).collect()
}

/// The functions that a submodel names, each with its file.
fn functions(text: &str) -> Vec<(String, String)> {
    let Some((_, list)) = text.split_once("\nFunctions: ") else { return Vec::new() };
    let mut file = String::new();
    let mut found = Vec::new();
    for word in list.split("\n\n").next().unwrap().split('`').skip(1).step_by(2) {
        if word.ends_with(".rs") {
            file = word.to_owned();
        } else {
            found.push((file.clone(), word.to_owned()));
        }
    }
    found
}

#[test]
fn each_submodel_names_the_functions_that_compute_it() {
    let odd = read("docs/ODD.md");
    let submodels = submodels(&odd);
    let mut named = HashSet::new();
    for (heading, text) in &submodels {
        let functions = functions(text);
        // What agents may have is not an equation of the ecology.
        let has_equations = text.contains("```text") && *heading != "Turn of the day";
        assert!(!has_equations || !functions.is_empty(), "{heading} has equations, but names no functions");
        for (file, function) in functions {
            let is_there = read(&format!("src/{file}")).contains(&format!("fn {function}("));
            assert!(is_there, "{heading}: there is no fn {function} in src/{file}");
            named.insert((file, function));
        }
    }
    assert!(named.len() > 40, "{}", named.len());
    for file in EQUATIONS {
        let text = read(&format!("src/{file}"));
        let visible = text.split("\npub(").skip(1).map(|rest| rest.split_once(" fn ").unwrap().1);
        for function in visible.map(|rest| rest.split('(').next().unwrap()) {
            assert!(
                named.contains(&(file.to_owned(), function.to_owned())),
                "docs/ODD.md does not name {function} of {file}"
            );
        }
    }
}
