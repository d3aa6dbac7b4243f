//! Contract: data flows one way through the library. A module imports only those below it: `scenario`, `engine` and
//! `output` are at the bottom and know nothing of each other, and every other module builds on those before it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

/// The modules above the bottom ones, from lowest to highest, and the binary's own files.
const ORDER: [&str; 12] = [
    "ecology",
    "society",
    "record",
    "day",
    "simulation",
    "timeline",
    "experiment",
    "window",
    "kiosk",
    "command_line",
    "commands",
    "main",
];
const GROUND: [&str; 3] = ["scenario", "engine", "output"];

/// What a module of that name may import.
fn may_import(from: &str, to: &str) -> bool {
    let height = |module: &str| ORDER.iter().position(|known| *known == module);
    match (height(from), height(to)) {
        _ if from == to => true,
        (None, _) => false,
        (Some(_), None) => GROUND.contains(&to),
        (Some(from), Some(to)) => to < from,
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The modules that a file's code names by their full paths, leaving out tests and comments.
fn imports(text: &str, root: &str) -> Vec<String> {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let names = |after: &str| -> Vec<String> {
        let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match after.strip_prefix('{') {
            Some(list) => list.split([',', '}']).map(|item| name(item.trim())).collect(),
            None => vec![name(after)],
        }
    };
    let code = code.join("\n");
    code.split(root).skip(1).flat_map(names).filter(|name| name.starts_with(|c: char| c.is_lowercase())).collect()
}

#[test]
fn no_module_imports_one_above_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let place = file.strip_prefix(&source).unwrap();
        let module = place.components().next().unwrap().as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        assert!(ORDER.contains(&module) || GROUND.contains(&module), "{}: a module not in the order", place.display());
        for root in ["crate::", "sparrowfall::"] {
            for imported in imports(&text, root) {
                seen += 1;
                if !may_import(module, &imported) {
                    wrong.push(format!("{} imports {imported}", place.display()));
                }
            }
        }
    }
    wrong.dedup();
    assert!(seen > 200, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_back_up_is_found() {
    let text = "use crate::{day, engine::agent::AgentId};\n// use crate::window;\nfn x() { crate::record::begin() }\n\
                #[cfg(test)]\nmod tests { use crate::simulation::Simulation; }";
    assert_eq!(imports(text, "crate::"), ["day", "engine", "record"]);
    assert!(may_import("ecology", "engine") && may_import("window", "ecology") && may_import("day", "record"));
    assert!(!may_import("ecology", "record") && !may_import("engine", "scenario") && !may_import("record", "day"));
}
