//! `run.ron`: what is needed to repeat a run bit for bit.

use std::io;

use ron::ser::PrettyConfig;

use crate::scenario::SavedRun;

/// A saved run as RON, the text of the file.
///
/// # Errors
/// If it cannot be written as RON.
pub fn text(run: &SavedRun) -> io::Result<String> {
    let body = ron::ser::to_string_pretty(run, PrettyConfig::new().new_line("\n")).map_err(io::Error::other)?;
    let version = &run.version;
    Ok(format!(
        "// A run of Sparrowfall {version}. `sparrowfall run` with this file repeats it bit for bit\n\
         // and says whether the state hash is the same.\nRun{body}\n"
    ))
}
