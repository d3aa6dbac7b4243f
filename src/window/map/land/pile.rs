//! The sheets of a world: which of them lie on the land, what they show, and when another is to be painted.

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

use crate::window::map::frame::{Detail, Frame};
use crate::window::map::picture::PictureId;
use crate::window::map::showing::Side;
use crate::window::overlays::Overlay;
use crate::window::panels::theme::Look;

/// The sheets of a world, and which of them lie on the land.
#[derive(Default)]
pub struct Pile {
    pub sheets: Vec<Sheet>,
    /// The sheets from the lowest to the topmost, those that are painted.
    pub order: Vec<usize>,
    /// What is wanted now, if the world is seen.
    pub wanted: Option<Shown>,
    /// How far the topmost sheet has faded in, 0 to 1.
    pub fade: f32,
}

/// A texture that lies on the land.
pub struct Sheet {
    pub image: Handle<Image>,
    pub look: Handle<ShaderBuffer>,
    /// What shows it while it moves or fades, and while it does neither.
    pub entities: [Entity; 2],
    pub size: UVec2,
    pub shown: Option<Shown>,
    /// What its shader was told last: opacity, and the side of the window on which it is seen.
    pub told: Vec4,
}

/// What a sheet shows: a part of the land on a day of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    pub frame: Frame,
    pub run: u32,
    pub branch: usize,
    pub days: u32,
    /// The picture that is painted, and that of the other world if an overlay compares the two.
    pub picture: PictureId,
    pub compared: Option<PictureId>,
    /// What is washed over it.
    pub overlay: Option<Overlay>,
    /// The theme of the paper around it.
    pub look: Look,
    pub is_all: bool,
    pub detail: Detail,
}

impl Shown {
    /// The day of a branch.
    pub fn day(&self) -> (usize, u32) {
        (self.branch, self.days)
    }

    /// The same in less detail; what is coarse is there soon anyway.
    pub fn in_detail(self, detail: Detail) -> Self {
        if self.detail == Detail::Full { Self { frame: self.frame.in_detail(detail), detail, ..self } } else { self }
    }

    /// Whether it can be painted to the end although this is wanted now.
    pub fn serves(&self, wanted: &Self) -> bool {
        let frame = wanted.in_detail(self.detail).frame;
        self.frame.is_like(&frame) && self.run == wanted.run && self.looks_like(wanted)
    }

    /// Whether it has the same colours, but for the day.
    pub fn looks_like(&self, other: &Self) -> bool {
        (self.overlay, self.look) == (other.overlay, other.look)
    }
}

impl Pile {
    pub fn top(&self) -> Option<Shown> {
        self.order.last().and_then(|&top| self.sheets[top].shown)
    }

    pub fn is_current(&self) -> bool {
        self.wanted.is_none() || self.fade >= 1.0 && self.top() == self.wanted
    }

    /// Whether next to nothing is seen of it as it is wanted, but for the day.
    pub fn is_new(&self) -> bool {
        let painted = || self.order.iter().filter_map(|&sheet| self.sheets[sheet].shown);
        self.wanted.is_some_and(|wanted| {
            self.top().is_none_or(|top| !top.looks_like(&wanted))
                || !painted().any(|shown| shown.frame.shows_much_of(&wanted.frame))
        })
    }

    /// Whether it may be painted: a sheet that is still fading in does not hide the one below, which may be the next to be painted on.
    pub fn may_be_painted(&self) -> bool {
        self.order.is_empty() || self.fade >= 1.0
    }

    /// Whether it is painted as soon as it can be. The pause is for days that pass, not for a view that has moved.
    pub fn is_urgent(&self) -> bool {
        let is_other =
            |top: Shown| self.wanted.is_some_and(|wanted| top.frame != wanted.frame || !top.looks_like(&wanted));
        self.top().is_none_or(is_other)
    }

    pub fn clear(&mut self) {
        self.wanted = None;
        self.order.clear();
        self.sheets.iter_mut().for_each(|sheet| sheet.shown = None);
    }

    /// Lays a sheet that has been painted on top.
    pub fn lay_on_top(&mut self, sheet: usize, shown: Shown) {
        self.sheets[sheet].shown = Some(shown);
        self.order.retain(|&other| other != sheet);
        self.order.push(sheet);
        self.fade = 0.0;
    }

    /// What has been painted in another theme is not laid under the edges of the rest.
    pub fn drop_other_looks(&mut self, look: Look) {
        if self.fade >= 1.0 && self.top().is_some_and(|top| top.look == look) {
            let sheets = &self.sheets;
            self.order.retain(|&sheet| sheets[sheet].shown.is_some_and(|shown| shown.look == look));
        }
    }

    /// A sheet to paint on: neither the topmost nor the one that shows all the land.
    pub fn free(&self) -> Option<usize> {
        let all = self.all();
        let top = self.order.last().copied();
        (0..self.sheets.len()).find(|&sheet| Some(sheet) != top && Some(sheet) != all)
    }

    /// The latest sheet that shows all the land.
    pub fn all(&self) -> Option<usize> {
        self.order.iter().rev().copied().find(|&sheet| self.sheets[sheet].shown.is_some_and(|shown| shown.is_all))
    }
}

impl Sheet {
    /// Tells its shader how opaque it is and from where to where it is seen, if that has changed.
    pub fn tell(&mut self, side: &Side, window_px: f32, opacity: f32, buffers: &mut Assets<ShaderBuffer>) {
        let clip = side.clip(window_px);
        let told = Vec4::new(opacity, clip.x, clip.y, 0.0);
        if self.told != told
            && let Some(mut buffer) = buffers.get_mut(&self.look)
        {
            self.told = told;
            buffer.set_data(told);
        }
    }
}

#[cfg(test)]
pub mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::window::map::land::SHEETS;

    static PICTURE: LazyLock<PictureId> = LazyLock::new(PictureId::default);

    pub fn shown(is_all: bool) -> Shown {
        Shown {
            frame: Frame {
                texels: UVec2::splat(600),
                texels_per_field: 6.0,
                px_per_field: 6.0,
                marks_px_per_field: 6.0,
                ..Frame::default()
            },
            run: 0,
            branch: 0,
            days: 0,
            picture: *PICTURE,
            compared: None,
            overlay: None,
            look: Look::Light,
            is_all,
            detail: Detail::Full,
        }
    }

    pub fn pile(are_of_all: [bool; SHEETS], order: Vec<usize>) -> Pile {
        let sheet = |is_all| Sheet {
            image: Handle::default(),
            look: Handle::default(),
            entities: [Entity::PLACEHOLDER; 2],
            size: UVec2::ONE,
            shown: Some(shown(is_all)),
            told: Vec4::ZERO,
        };
        Pile { sheets: are_of_all.map(sheet).into(), order, fade: 1.0, ..Pile::default() }
    }

    /// Contract: a world is new where nothing of it is in view, though another part of it has been painted; not while the view moves on a
    /// little, nor while all the land lies under it.
    #[test]
    fn a_world_of_which_nothing_is_in_view_is_new() {
        let moved = |fields: f32| {
            let wanted = shown(false);
            Some(Shown { frame: Frame { low: Vec2::splat(fields), ..wanted.frame }, ..wanted })
        };
        let mut pile = pile([false; SHEETS], vec![0]);
        let is_new = [0.0, 20.0, 300.0].map(|fields| {
            pile.wanted = moved(fields);
            pile.is_new()
        });
        assert_eq!(is_new, [false, false, true]);
        let all = Frame { texels: UVec2::splat(6000), ..shown(true).frame };
        pile.sheets[1].shown = Some(Shown { frame: all, ..shown(true) });
        pile.order = vec![1, 0];
        assert!(!pile.is_new());
        pile.order.clear();
        assert!(pile.is_new());
    }

    /// Contract: a sheet that is painted on is neither the topmost nor the one that shows all the land.
    #[test]
    fn what_is_seen_is_not_painted_over() {
        let mut pile = pile([true, false, false], vec![0, 1]);
        for _ in 0..5 {
            let Some(free) = pile.free() else { panic!("there is always a free sheet") };
            assert!(free != 0 && Some(&free) != pile.order.last());
            pile.lay_on_top(free, shown(false));
        }
    }
}
