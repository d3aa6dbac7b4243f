//! The files that a run in the window can be written to.

use std::path::Path;

use strum::VariantArray;

use crate::record::folder::write_whole;
use crate::record::run_file;
use crate::timeline::Timeline;
use crate::timeline::session::ENDING;

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
            Self::Session => timeline.session(true).map_err(|fault| format!("the run was {fault}"))?.bytes(),
            Self::Run => {
                let run =
                    timeline.simulation_mut().saved_run().ok_or("before the first day there is no run to repeat")?;
                run_file::text(&run).map_err(|error| error.to_string())?.into_bytes()
            }
            Self::Scenario => {
                let scenario = timeline.simulation().scenario().clone();
                scenario.with_log(timeline.branch().log()).to_file().into_bytes()
            }
        };
        write_whole(path, &bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
    }
}
