//! `check` and `scenarios`: what there is to run, and whether it is right.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use sparrowfall::experiment::plan;
use sparrowfall::scenario::{BUILT_IN, Document, open, parse, printable};

use super::{Words, warn};

/// Says of each file what is wrong with it.
pub fn check(files: &[PathBuf], voice: &mut Words) -> io::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let name = file.to_string_lossy();
        let name = printable(&name);
        match plan::session(file) {
            Ok(None) => {}
            Ok(Some(session)) => {
                writeln!(voice, "{name}: fine, {session}")?;
                continue;
            }
            Err(problems) => {
                writeln!(voice, "{problems}")?;
                code = ExitCode::FAILURE;
                continue;
            }
        }
        // A name means the same as for `run`.
        match open(file) {
            Ok(document) => {
                match &document {
                    Document::Scenario(scenario) => writeln!(voice, "{name}: fine, {}", scenario.title)?,
                    Document::Run(run) => {
                        writeln!(voice, "{name}: fine, a run of {} to {}", run.scenario.title, run.last_day)?;
                    }
                }
                warn(file, &document);
            }
            Err(problems) => {
                writeln!(voice, "{problems}")?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Lists the built-in scenarios.
pub fn list(voice: &mut Words) -> io::Result<()> {
    for built_in in BUILT_IN {
        let Ok(Document::Scenario(scenario)) = parse(built_in.text, built_in.name) else { continue };
        writeln!(voice, "{}: {}", built_in.name, scenario.title)?;
        writeln!(voice, "{}", indented(&scenario.description))?;
        writeln!(voice, "{}\n", indented(&format!("Look for: {}", scenario.look_for)))?;
    }
    writeln!(
        voice,
        "Open one with `sparrowfall NAME`, or run it with `sparrowfall run NAME`. The first is the default."
    )
}

/// Breaks text into indented lines of at most 80 characters.
fn indented(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last] = format!("    {word}");
        } else if lines[last].chars().count() + 1 + word.chars().count() <= 80 {
            lines[last] += " ";
            lines[last] += word;
        } else {
            lines.push(format!("    {word}"));
        }
    }
    lines.join("\n")
}
