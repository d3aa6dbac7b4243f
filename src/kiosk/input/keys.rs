//! Keys: with arrows one goes from control to control, and another presses; with a single switch the controls come in turn, and the same
//! key presses. Nothing has to be set for it: whoever presses without having chosen anything has a single switch.

use std::time::Duration;

use bevy_egui::egui::{Rect, Vec2};

use crate::kiosk::layout::Sheet;

/// What keys can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next control in a direction: to the right and down.
    Arrow(i8, i8),
    /// To the next, or the one before, in the order in which they are read.
    Tab(bool),
    /// Press.
    Ok,
}

/// How long each control is waited at while they come in turn.
pub const PACE: Duration = Duration::from_secs(2);

/// Where the keys are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Keys {
    /// The control that would be pressed.
    pub focus: Option<usize>,
    /// When the next comes, while they come in turn.
    next: Option<Duration>,
}

impl Keys {
    /// Takes in a key at a time. Returns the control that is thereby pressed.
    pub fn take(&mut self, key: Key, now: Duration, sheet: &Sheet) -> Option<usize> {
        let last = sheet.controls.len().checked_sub(1)?;
        let focus = self.focus.filter(|focus| *focus <= last);
        match key {
            Key::Ok => {
                let Some(focus) = focus else {
                    // What leads on is read last and wanted most.
                    (self.focus, self.next) = (Some(first(sheet)), Some(now + PACE));
                    return None;
                };
                return Some(focus);
            }
            // To the side one comes to the next to be read, so that each is reached; up and down to what lies there.
            Key::Tab(_) | Key::Arrow(..) => {
                let (is_forward, way) = match key {
                    Key::Arrow(0, y) => (y > 0, Some(Vec2::new(0.0, y.into()))),
                    Key::Arrow(x, _) => (x > 0, None),
                    Key::Tab(is_forward) => (is_forward, None),
                    Key::Ok => return None,
                };
                let step = if is_forward { 1 } else { last };
                let in_turn = |focus: usize| (focus + step) % (last + 1);
                let to = |focus| way.and_then(|way| neighbour(sheet, focus, way)).unwrap_or_else(|| in_turn(focus));
                self.focus = Some(focus.map_or_else(|| first(sheet), to));
            }
        }
        self.next = None;
        None
    }

    /// Goes on to the next control, when they come in turn and it is time.
    pub fn tick(&mut self, now: Duration, sheet: &Sheet) {
        if sheet.controls.is_empty() {
            self.focus = None;
            return;
        }
        if let (Some(focus), Some(next)) = (self.focus, self.next)
            && now >= next
        {
            self.focus = Some((focus + 1) % sheet.controls.len());
            self.next = Some(now + PACE);
        }
    }

    /// Another screen is shown: the keys are at what leads on, if they were in use.
    pub fn come_to(&mut self, sheet: &Sheet, now: Duration) {
        self.focus = self.focus.map(|_| first(sheet));
        self.next = self.next.map(|_| now + PACE);
    }

    /// Whether controls come in turn.
    pub fn are_scanning(&self) -> bool {
        self.next.is_some()
    }
}

/// The first control that is not one of those on every screen.
fn first(sheet: &Sheet) -> usize {
    sheet.controls.iter().position(|control| !control.is_of_bar).unwrap_or(0)
}

/// The nearest control above or below, if there is one: straight ahead before aside.
fn neighbour(sheet: &Sheet, from: usize, way: Vec2) -> Option<usize> {
    let of = sheet.controls[from].rect;
    let off = |rect: Rect| {
        let along = (rect.center() - of.center()).dot(way);
        let aside = (rect.left() - of.right()).max(of.left() - rect.right()).max(0.0);
        (along > 0.5 * of.height()).then_some(along + 3.0 * aside)
    };
    let others = (0..sheet.controls.len()).filter(|index| *index != from);
    let all = others.filter_map(|index| Some((index, off(sheet.controls[index].rect)?)));
    all.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}
