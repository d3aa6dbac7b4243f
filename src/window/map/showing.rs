//! What the map shows: an overlay, if one was chosen; and which of the two worlds, the run and its twin, on which side of it.

use std::sync::Arc;

use bevy::prelude::*;

use crate::window::live_run::displayed::Displayed;
use crate::window::overlays::Overlay;
use crate::window::panels::theme::Look;

use super::picture::Picture;

/// The run, and the same land without the campaign.
pub const WORLDS: usize = 2;

/// What the map shows. The panels write it in every frame.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Showing {
    /// What is washed over the land.
    pub overlay: Option<Overlay>,
    /// Which worlds are seen, and where.
    pub worlds: Worlds,
    /// The theme: only the paper around the land turns with it.
    pub look: Look,
    /// Whether nothing fades or sways, and one day follows another at once.
    pub is_still: bool,
}

/// Which worlds the map shows, and where. Lengths are logical pixels of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Worlds {
    /// The run.
    #[default]
    Run,
    /// One place in both worlds: the run on the left of a line, the twin on its right.
    Split {
        /// Where the line is.
        at_px: f32,
    },
    /// The same view of both worlds beside each other.
    Beside {
        /// Where the twin's map begins.
        at_px: f32,
        /// How far the twin's map lies to the right of the run's.
        shift_px: f32,
    },
}

/// Where in the window a world is seen, logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// It is seen from here to there.
    pub seen_px: [f32; 2],
    /// How far it is moved to the right.
    pub shift_px: f32,
}

impl Side {
    /// From where to where it is seen, as the renderer counts: the window from -1 to 1.
    pub fn clip(&self, window_px: f32) -> Vec2 {
        Vec2::from(self.seen_px.map(|px| (2.0 * px / window_px - 1.0).clamp(-1.0, 1.0)))
    }
}

impl Worlds {
    /// Where a world is seen: 0 for the run, 1 for its twin. `None` if it is not.
    pub fn side(self, world: usize) -> Option<Side> {
        let side = |from, to, shift_px| Some(Side { seen_px: [from, to], shift_px });
        match (self, world) {
            (Self::Run, 0) => side(f32::MIN, f32::MAX, 0.0),
            (Self::Run, _) => None,
            (Self::Split { at_px } | Self::Beside { at_px, .. }, 0) => side(f32::MIN, at_px, 0.0),
            (Self::Split { at_px }, _) => side(at_px, f32::MAX, 0.0),
            (Self::Beside { at_px, shift_px }, _) => side(at_px, f32::MAX, shift_px),
        }
    }

    /// The world that is seen at a point of the window, and the point of the run's map that shows the same place.
    pub fn at(self, px: Vec2) -> (usize, Vec2) {
        let twin = self.side(1).filter(|side| px.x >= side.seen_px[0]);
        twin.map_or((0, px), |side| (1, px - side.shift_px * Vec2::X))
    }
}

impl Showing {
    /// Whether the twin's picture is needed.
    pub fn needs_twin(&self) -> bool {
        self.worlds != Worlds::Run || self.overlay.is_some_and(Overlay::is_difference)
    }

    /// Whether the twin's picture is needed and not there yet.
    pub fn lacks_twin(&self, displayed: &Displayed) -> bool {
        self.needs_twin() && displayed.twin.picture.is_none()
    }

    /// The latest pictures of both worlds, of one day. That of the twin is empty where none is needed, and as long as the twin has yet to
    /// come to the day.
    pub fn pictures(&self, displayed: &Displayed) -> [Arc<Picture>; WORLDS] {
        let twin = displayed.twin.picture.as_ref().filter(|_| self.needs_twin());
        [displayed.picture.clone(), twin.cloned().unwrap_or_else(Picture::none)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: wherever the line is, each point of the window shows one world and no other, each world only on its side, and what is
    /// pointed at is what is seen there.
    #[test]
    fn the_line_divides_the_worlds() {
        for at_px in [0.0, 1.0, 317.5, 640.0, 1280.0] {
            for worlds in [Worlds::Split { at_px }, Worlds::Beside { at_px, shift_px: at_px }] {
                let [run, twin] = [0, 1].map(|world| worlds.side(world).map(|side| side.clip(1280.0)));
                let (Some(run), Some(twin)) = (run, twin) else { panic!("both are seen") };
                assert_eq!((run.x, run.y, twin.y), (-1.0, twin.x, 1.0), "{worlds:?}");
                for x in [0.0, 100.0, 500.0, 1279.0] {
                    let (world, place) = worlds.at(Vec2::new(x, 50.0));
                    assert_eq!(world, usize::from(x >= at_px), "{worlds:?}, {x}");
                    let shift = worlds.side(world).map_or(0.0, |side| side.shift_px);
                    assert_eq!(place, Vec2::new(x - shift, 50.0));
                }
            }
        }
        assert_eq!((Worlds::Run.side(1), Worlds::Run.at(Vec2::splat(900.0)).0), (None, 0));
    }
}
