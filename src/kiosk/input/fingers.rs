//! Fingers on the glass. A control acts when the finger that went down on it is lifted from it; sliding off cancels. Each finger is
//! followed by itself, so that others, and palms, press nothing by being there.

use bevy_egui::egui::Pos2;

use crate::kiosk::layout::Sheet;

/// What a finger, or the mouse, has done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// It came down.
    Down(Pos2),
    /// It moved.
    Moved(Pos2),
    /// It was lifted.
    Up(Pos2),
    /// It was taken away without being lifted: the system, or a palm, has cancelled it.
    Lost,
}

/// A finger that is on the glass.
#[derive(Clone, Copy, Debug)]
struct Finger {
    id: u64,
    at: Pos2,
    /// The control that it went down on, unless what is under it has changed since.
    on: Option<usize>,
}

/// More fingers than this at a time are palms and sleeves: nothing is pressed until all are lifted.
const MOST: usize = 5;

/// All fingers on the glass.
#[derive(Clone, Debug, Default)]
pub struct Fingers {
    fingers: Vec<Finger>,
    is_palm: bool,
}

impl Fingers {
    /// Takes in what a finger has done. Returns the control that is thereby pressed.
    pub fn take(&mut self, id: u64, touch: Touch, sheet: &Sheet) -> Option<usize> {
        let known = self.fingers.iter().position(|finger| finger.id == id);
        match (touch, known) {
            (Touch::Down(at), _) => {
                self.fingers.retain(|finger| finger.id != id);
                self.fingers.push(Finger { id, at, on: sheet.control_at(at) });
                self.is_palm |= self.fingers.len() > MOST;
                if self.is_palm {
                    self.let_go();
                }
                None
            }
            (Touch::Moved(at), Some(known)) => {
                self.fingers[known].at = at;
                None
            }
            (Touch::Up(at), Some(known)) => {
                let finger = self.fingers.remove(known);
                self.is_palm &= !self.fingers.is_empty();
                finger.on.filter(|on| sheet.control_at(at) == Some(*on))
            }
            (Touch::Lost, Some(known)) => {
                self.fingers.remove(known);
                self.is_palm &= !self.fingers.is_empty();
                None
            }
            (Touch::Moved(_) | Touch::Up(_) | Touch::Lost, None) => None,
        }
    }

    /// What is on the screen has changed: no finger presses what it has not seen.
    pub fn let_go(&mut self) {
        self.fingers.iter_mut().for_each(|finger| finger.on = None);
    }

    /// Whether any finger is on the glass.
    pub fn are_down(&self) -> bool {
        !self.fingers.is_empty()
    }

    /// The controls under fingers that would press them.
    pub fn pressed(&self, sheet: &Sheet) -> Vec<usize> {
        let over = |finger: &Finger| finger.on.filter(|on| sheet.control_at(finger.at) == Some(*on));
        self.fingers.iter().filter_map(over).collect()
    }
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Rect, pos2, vec2};
    use proptest::prelude::*;

    use super::*;
    use crate::kiosk::layout::Control;
    use crate::kiosk::measure::{Measure, TextSize};
    use crate::kiosk::page::{Choice, Press};

    /// Two buttons beside each other.
    fn sheet() -> Sheet {
        let control = |x| Control {
            choice: Choice::new(Press::GoOn, ""),
            rect: Rect::from_min_size(pos2(x, 0.0), vec2(100.0, 100.0)),
            texts: vec![],
            icon: None,
            is_of_bar: false,
        };
        let (land, panel) = (Rect::NOTHING, Rect::NOTHING);
        let measure = Measure::of_screen([1920.0, 1080.0], None, TextSize::Usual);
        Sheet { land, panel, pieces: vec![], controls: vec![control(0.0), control(120.0)], fits: true, measure }
    }

    const FIRST: Pos2 = pos2(50.0, 50.0);
    const SECOND: Pos2 = pos2(170.0, 50.0);
    const BESIDE: Pos2 = pos2(110.0, 300.0);

    fn does(fingers: &mut Fingers, touches: &[(u64, Touch)]) -> Vec<usize> {
        touches.iter().filter_map(|(id, touch)| fingers.take(*id, *touch, &sheet())).collect()
    }

    /// Contract: a control acts once, when the finger that went down on it is lifted from it; sliding off cancels, and coming back does not.
    #[test]
    fn a_control_acts_on_release() {
        use Touch::{Down, Lost, Moved, Up};

        let mut fingers = Fingers::default();
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST))]), []);
        assert_eq!((fingers.pressed(&sheet()), fingers.are_down()), (vec![0], true));
        assert_eq!(does(&mut fingers, &[(1, Up(FIRST)), (1, Up(FIRST))]), [0]);
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST)), (1, Moved(BESIDE)), (1, Up(BESIDE))]), []);
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST)), (1, Moved(SECOND)), (1, Up(SECOND))]), []);
        assert_eq!(does(&mut fingers, &[(1, Down(BESIDE)), (1, Moved(FIRST)), (1, Up(FIRST))]), []);
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST)), (1, Lost), (1, Up(FIRST))]), []);
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST)), (2, Down(SECOND)), (2, Up(SECOND)), (1, Up(FIRST))]), [1, 0]);
    }

    /// Contract: what was not under the finger when it went down is not pressed by it, and a palm presses nothing.
    #[test]
    fn nothing_is_pressed_unseen() {
        use Touch::{Down, Up};

        let mut fingers = Fingers::default();
        does(&mut fingers, &[(1, Down(FIRST))]);
        fingers.let_go();
        assert_eq!(does(&mut fingers, &[(1, Up(FIRST))]), []);
        let palm: Vec<_> = (0..8).map(|id| (id, Down(FIRST))).chain((0..8).map(|id| (id, Up(FIRST)))).collect();
        assert_eq!(does(&mut fingers, &palm), []);
        assert_eq!(does(&mut fingers, &[(1, Down(FIRST)), (1, Up(FIRST))]), [0]);
    }

    proptest! {
        /// Contract: whatever ten fingers do, a control is pressed only by a finger that went down on it and is lifted from it, and when
        /// all are lifted nothing is held.
        #[test]
        fn ten_fingers_are_harmless(touches in proptest::collection::vec((0_u64..10, 0_u8..4, 0_usize..3), 0..200)) {
            let mut fingers = Fingers::default();
            let places = [FIRST, SECOND, BESIDE];
            let mut down: std::collections::HashMap<u64, usize> = Default::default();
            for (id, kind, place) in touches {
                let at = places[place];
                let touch = [Touch::Down(at), Touch::Moved(at), Touch::Up(at), Touch::Lost][usize::from(kind)];
                let pressed = fingers.take(id, touch, &sheet());
                if let Some(pressed) = pressed {
                    prop_assert_eq!((down.get(&id), pressed), (Some(&place), place));
                    prop_assert!(matches!(touch, Touch::Up(_)));
                }
                match touch {
                    Touch::Down(_) => _ = down.insert(id, place),
                    Touch::Up(_) | Touch::Lost => _ = down.remove(&id),
                    Touch::Moved(_) => {}
                }
                prop_assert_eq!(fingers.are_down(), !down.is_empty());
            }
        }
    }
}
