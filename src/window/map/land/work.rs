//! What is being painted: a sheet of each world that is seen, all of one day, which are laid on the land together.

use std::sync::Arc;

use crate::window::map::picture::Picture;
use crate::window::map::showing::WORLDS;

use super::pile::Shown;

/// The sheets that are painted one after the other, and the day that they show.
pub struct Work {
    /// The day, in both worlds.
    pub pictures: [Arc<Picture>; WORLDS],
    /// The sheets.
    pub parts: Vec<Part>,
    /// How many of them are painted.
    painted: usize,
    /// The number of the painting that was asked for, of the next sheet.
    asked: Option<u32>,
}

/// A sheet of a world, and what it will show.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub world: usize,
    pub sheet: usize,
    pub shown: Shown,
}

impl Work {
    /// Sheets of which none has been asked for.
    pub fn new(pictures: [Arc<Picture>; WORLDS], parts: Vec<Part>) -> Self {
        Self { pictures, parts, painted: 0, asked: None }
    }

    /// What a world will show.
    pub fn shown(&self, world: usize) -> Option<Shown> {
        self.parts.iter().find(|part| part.world == world).map(|part| part.shown)
    }

    /// Takes note of the latest painting that is finished. Returns whether all are.
    pub fn note(&mut self, finished: u32) -> bool {
        if self.asked.take_if(|asked| *asked <= finished).is_some() {
            self.painted += 1;
        }
        self.painted == self.parts.len()
    }

    /// The next sheet, if it is to be asked for by a painting of this number.
    pub fn ask(&mut self, number: u32) -> Option<Part> {
        let next = self.parts.get(self.painted).filter(|_| self.asked.is_none())?;
        self.asked = Some(number);
        Some(*next)
    }
}
