//! The files that a run in the window can be written to.

use std::path::Path;

use strum::VariantArray;

use crate::record::folder::write_whole;
use crate::record::run_file;
use crate::timeline::Timeline;
use crate::timeline::session::ENDING;
use crate::window::language::{documented, tr};

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray)]
pub enum SaveAs {
    /// The whole run, to go on with.
    #[default]
    Session,
    /// A `run.ron`, which repeats the run.
    Run,
    /// A scenario file, in which what was done is part of the timeline.
    Scenario,
}

impl SaveAs {
    /// What the names of such files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Session => ENDING,
            Self::Run => "run.ron",
            Self::Scenario => "ron",
        }
    }

    /// Writes a run to such a file, whole or not at all.
    pub(super) fn save(self, timeline: &mut Timeline, path: &Path) -> Result<(), String> {
        let bytes = match self {
            Self::Session => {
                let session = timeline.session(true);
                session.map_err(|fault| tr!("run-not-saved-fault", fault = documented(&fault.to_string())))?.bytes()
            }
            Self::Run => {
                let run = timeline.simulation_mut().saved_run();
                let run = run.ok_or_else(|| tr!("run-not-saved-before-first-day"))?;
                run_file::text(&run).map_err(|error| documented(&error.to_string()))?.into_bytes()
            }
            Self::Scenario => {
                let scenario = timeline.simulation().scenario().clone();
                scenario.with_log(timeline.branch().log()).to_file().into_bytes()
            }
        };
        write_whole(path, &bytes).map_err(|error| {
            tr!("run-not-saved-unwritable", file = path.display().to_string(), error = error.to_string())
        })
    }
}
