//! `run.ron`: what is needed to repeat a run bit for bit.

use std::io;

use ron::ser::PrettyConfig;

use super::provenance::{VERSION, hash_text};
use crate::scenario::{SCHEMA, SavedRun};
use crate::simulation::Simulation;

/// What is needed to repeat the run so far; before the first day there is nothing to repeat.
pub fn saved_run(simulation: &mut Simulation) -> Option<SavedRun> {
    let last_day = simulation.date()?;
    let state_hash = hash_text(simulation.state_hash());
    Some(SavedRun {
        schema: SCHEMA,
        version: VERSION.into(),
        last_day,
        state_hash,
        scenario: simulation.scenario().clone(),
        // A run that was repeated only in part has a log that goes on after its last day.
        interventions: simulation.log().iter().filter(|event| event.date <= last_day).cloned().collect(),
    })
}

/// It as RON, the text of the file.
///
/// # Errors
/// When it cannot be written as RON.
pub fn text(run: &SavedRun) -> io::Result<String> {
    let body = ron::ser::to_string_pretty(run, PrettyConfig::new().new_line("\n")).map_err(io::Error::other)?;
    let version = &run.version;
    Ok(format!(
        "// A run of Sparrowfall {version}. `sparrowfall run` with this file repeats it bit for bit\n\
         // and says whether the state hash is the same.\nRun{body}\n"
    ))
}
