//! Whether the two worlds differ on a day, for a map of the difference that would otherwise be blank without a word.

use crate::window::language::tr;
use crate::window::map::picture::{Picture, PictureId};

use super::Overlay;

/// Where fewer fields than this differ, it is said, as a share of those on which there is something to compare.
const FEW: f32 = 0.02;

/// What was found of the pictures that were looked at last.
#[derive(Debug, Default)]
pub struct Differing {
    /// What is compared, and in which pictures.
    of: Option<(Overlay, [PictureId; 2])>,
    finding: Option<Finding>,
}

/// Why a difference hardly shows.
#[derive(Clone, Copy, Debug)]
enum Finding {
    /// The other world has not come to this day.
    IsLater,
    IsNothing,
    IsTheSame,
    HardlyDiffers,
}

impl Finding {
    fn sentence(self, overlay: Overlay) -> String {
        match (self, overlay) {
            (Self::IsLater, _) => tr!("overlays-differ-later"),
            (Self::IsNothing, Overlay::HarvestDifference) => tr!("overlays-differ-nothing-reaped"),
            (Self::IsNothing, _) => tr!("overlays-differ-nothing-grows"),
            (Self::IsTheSame, Overlay::HarvestDifference) => tr!("overlays-differ-same-harvest"),
            (Self::IsTheSame, _) => tr!("overlays-differ-same"),
            (Self::HardlyDiffers, Overlay::HarvestDifference) => tr!("overlays-differ-hardly-harvest"),
            (Self::HardlyDiffers, _) => tr!("overlays-differ-hardly"),
        }
    }
}

impl Differing {
    /// What is to be said of a day in both worlds, where an overlay compares them and their difference hardly shows.
    pub fn sentence(&mut self, overlay: Overlay, run: &Picture, twin: &Picture) -> Option<String> {
        if !overlay.is_difference() {
            return None;
        }
        let of = Some((overlay, [run.id, twin.id]));
        if self.of != of {
            *self = Self { of, finding: finding(overlay, run, twin) };
        }
        self.finding.map(|finding| finding.sentence(overlay))
    }
}

fn finding(overlay: Overlay, run: &Picture, twin: &Picture) -> Option<Finding> {
    if run.days_done != twin.days_done {
        return Some(Finding::IsLater);
    }
    let same = overlay.step(0.0);
    let values = run.fields.iter().zip(&twin.fields).filter_map(|(own, twin)| overlay.value(own, twin, 1.0));
    let (mut all, mut differing, mut is_same) = (0_u32, 0_u32, true);
    for value in values {
        all += 1;
        differing += u32::from(overlay.step(value) != same);
        is_same &= value == 0.0;
    }
    match () {
        () if all == 0 => Some(Finding::IsNothing),
        () if is_same => Some(Finding::IsTheSame),
        () if (differing as f32) < FEW * all as f32 => Some(Finding::HardlyDiffers),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::habitat::LandUse;
    use crate::window::map::picture::FieldInfo;
    use crate::window::test_support::fields::bare_field;

    /// Contract: a map of the difference that is blank, or nearly, has a sentence, and no other has one.
    #[test]
    fn a_blank_difference_is_told() {
        let picture = |kg: &dyn Fn(u32) -> f32, days_done| {
            let field = |cell| FieldInfo {
                leaf_kg: kg(cell),
                reaped_kg: 2.0 * kg(cell),
                ..bare_field(cell, LandUse::WheatMaize)
            };
            Picture { fields: (0..100).map(field).collect(), days_done, ..Picture::default() }
        };
        let (bare, even) = (picture(&|_| 0.0, 1), picture(&|_| 900.0, 1));
        let said = |overlay, run: &Picture, twin: &Picture| Differing::default().sentence(overlay, run, twin);
        let told = |run: &Picture, twin: &Picture| said(Overlay::Difference, run, twin);
        let harvest = |run: &Picture, twin: &Picture| said(Overlay::HarvestDifference, run, twin);
        assert_eq!(harvest(&bare, &bare).as_deref(), Some("Nothing has been reaped this year."));
        assert_eq!(
            harvest(&even, &even).as_deref(),
            Some("So far, as much was reaped everywhere without the campaign.")
        );
        assert_eq!(said(Overlay::Pests, &even, &even), None);
        // What no colour shows is still not the same.
        let a_little_more = picture(&|_| 906.0, 1);
        assert_eq!(told(&a_little_more, &even).as_deref(), Some("Leaf hardly differs on this day."));
        assert_eq!(harvest(&a_little_more, &even).as_deref(), Some("On most fields, the harvest hardly differs."));
        assert_eq!(told(&bare, &bare).as_deref(), Some("Nothing grows on this day."));
        assert_eq!(told(&even, &even).as_deref(), Some("Leaf is the same in both on this day."));
        assert_eq!(
            told(&even, &picture(&|cell| if cell == 7 { 90.0 } else { 900.0 }, 1)).as_deref(),
            Some("Leaf hardly differs on this day.")
        );
        assert_eq!(told(&even, &picture(&|cell| 90.0 * (cell % 11) as f32, 1)), None);
        assert!(told(&even, &picture(&|_| 900.0, 2)).is_some_and(|told| told.contains("still to come")));
    }
}
