//! What the window is told of the twin.

use std::sync::Arc;

use super::{Left, Twin};
use crate::record::series::HarvestRow;
use crate::timeline::Timeline;
use crate::window::live_run::rows::NewRows;
use crate::window::map::picture::Picture;

/// What the twin is to the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TwinState {
    /// The same run: nobody has done anything to the campaign.
    #[default]
    SameRun,
    /// A run of its own.
    OwnRun,
    /// Left out, because another run might not fit in memory.
    LeftOut,
}

/// What has changed in the twin since the window last looked.
#[derive(Clone, Debug, Default)]
pub struct TwinUpdate {
    /// What it is.
    pub state: TwinState,
    /// Rows of its days; until it leaves the run there are none, and then also those that both have in common.
    pub rows: NewRows,
    /// All its harvests, those after the present day too.
    pub harvests: Vec<HarvestRow>,
    /// Days simulated up to the first on which it was not identical to the run, as their state hashes say; `None` as long as they are.
    pub parted: Option<u32>,
    /// The picture of its latest day, if there is a new one; only while somebody looks at it.
    pub picture: Option<Arc<Picture>>,
}

impl Twin {
    /// Adds what is new to an update that may not have been taken yet.
    pub fn publish(&mut self, run: &Timeline, update: &mut TwinUpdate) {
        let left = self.left[run.present()];
        update.parted = left.and_then(|left| left.parted);
        // A run that was opened on a day before they part stands for both, until it comes to where the twin has to follow.
        let has_lived =
            |(twin, left): &(&Timeline, Left)| left.day < run.day() || twin.branches()[left.branch].days() >= run.day();
        match self.timeline.as_ref().zip(left).filter(has_lived) {
            Some((twin, left)) => {
                update.state = TwinState::OwnRun;
                self.told.tell(twin, left.branch, &mut update.rows);
                update.harvests.clone_from(&twin.branches()[left.branch].record().harvests);
            }
            None => {
                update.state = if self.is_left_out { TwinState::LeftOut } else { TwinState::SameRun };
                self.told.tell_nothing(&mut update.rows);
                update.harvests.clear();
            }
        }
    }
}
