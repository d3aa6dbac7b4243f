//! An overlay that explains a change is offered when the change happens: in one line, for some seconds, once in a run. It never opens by
//! itself.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Context, Pos2, Rect, RichText};

use crate::record::series::DayRow;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::intent::Intent;
use crate::window::panels::offer_line::{Answer, OfferLine, Standing};
use crate::window::time_line::events::{FEW, OUTBREAK_PER_M2};

use super::Overlay;

/// The area of the line.
pub const OFFER: &str = "offer of an overlay";
/// How long an offer stands.
const STANDS: Duration = Duration::from_secs(8);
/// For so many days a change is news: at high speeds, or after a long step, some days are never seen.
const NEWS_DAYS: usize = 30;
/// Leaf is clearly less below this share of that without the campaign.
const LESS_LEAF: f64 = 0.9;
/// Work is left undone when less than this share of it is done.
const WORK_DONE: f64 = 0.8;
/// Grain is left standing when more than this share of it falls in a day.
const FALLING: f64 = 0.002;

/// What has happened, and what the button beside it says.
type Words = fn() -> [String; 2];

/// A change, by the rows of a day in the run and, once they have parted, without the campaign.
struct Change {
    overlay: Overlay,
    words: Words,
    is_so: fn(&DayRow, Option<&DayRow>) -> bool,
}

const CHANGES: [Change; 6] = [
    Change {
        overlay: Overlay::Killed,
        words: || [tr!("overlays-offer-killed"), tr!("overlays-see-killed")],
        is_so: |row, _| row.sparrows_killed > 0,
    },
    Change {
        overlay: Overlay::Hunting,
        words: || [tr!("overlays-offer-hunting"), tr!("overlays-see-hunting")],
        is_so: |row, without| without.is_some_and(|other| (row.sparrows as f64) < FEW * other.sparrows as f64),
    },
    Change {
        overlay: Overlay::Pests,
        words: || [tr!("overlays-offer-pests"), tr!("overlays-see-pests")],
        is_so: |row, _| row.pests_per_m2 >= OUTBREAK_PER_M2[0],
    },
    Change {
        overlay: Overlay::LeafLost,
        words: || [tr!("overlays-offer-leaf"), tr!("overlays-see-leaf")],
        is_so: |row, without| without.is_some_and(|other| row.leaf_kg < LESS_LEAF * other.leaf_kg),
    },
    Change {
        overlay: Overlay::WorkUndone,
        words: || [tr!("overlays-offer-work"), tr!("overlays-see-work")],
        is_so: |row, _| row.farm_work_done_days < WORK_DONE * row.farm_work_wanted_days,
    },
    Change {
        overlay: Overlay::Unreaped,
        words: || [tr!("overlays-offer-unreaped"), tr!("overlays-see-unreaped")],
        is_so: |row, _| row.grain_unreaped_kg > FALLING * row.standing_grain_kg,
    },
];

/// The offers of a run.
#[derive(Debug, Default)]
pub struct Offers {
    /// The overlays that have been offered, or that the person has found.
    made: Vec<Overlay>,
    standing: Standing<(Overlay, Words)>,
}

impl Offers {
    /// Looks for changes when there are new days. `shown` is the overlay that is on the map.
    pub fn digest(&mut self, displayed: &Displayed, shown: Option<Overlay>, now: Instant) {
        if self.standing.is_of_another_run(displayed.run) {
            self.made.clear();
        }
        self.made.extend(shown.filter(|shown| !self.made.contains(shown)));
        self.standing.keep_if(|(overlay, _)| shown != Some(overlay));
        if self.standing.get(STANDS, now).is_some() || !self.standing.has_new_days(displayed.edition()) {
            return;
        }
        let new = |change: &&Change| {
            change.overlay.is_of(&displayed.scenario)
                && !self.made.contains(&change.overlay)
                && is_news(change, displayed)
        };
        if let Some(Change { overlay, words, .. }) = CHANGES.iter().find(new) {
            self.made.push(*overlay);
            self.standing.offer((*overlay, *words), now);
        }
    }

    /// Offers nothing for now.
    pub fn withdraw(&mut self) {
        self.standing.withdraw();
    }

    /// Shows the offer that still stands, from a place on the map on.
    pub fn show(&mut self, ctx: &Context, place: (Rect, Pos2), now: Instant, intents: &mut Vec<Intent>) {
        let Some((overlay, words)) = self.standing.get(STANDS, now) else { return };
        let [words, see] = words();
        let answer = OfferLine { area: OFFER, words: RichText::new(words), see, tip: None }.show(ctx, place);
        if answer == Some(Answer::Takes) {
            intents.push(Intent::Overlay(Some(overlay)));
        }
        if answer.is_some() {
            self.standing.withdraw();
        }
    }
}

/// Whether a change has come within the last days and is still so.
fn is_news(change: &Change, displayed: &Displayed) -> bool {
    let days = &displayed.record.days;
    let twin = displayed.parted_twin().map(|twin| &twin.record.days);
    let is_so = |index: usize| (change.is_so)(&days[index], twin.and_then(|twin| twin.get(index)));
    let last = days.len();
    let first = last.saturating_sub(NEWS_DAYS).max(1);
    (first..last).rev().any(|day| is_so(day) && !is_so(day - 1))
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::vec2;
    use jiff::civil::date;

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

    fn displayed(days: usize) -> Displayed {
        let start = date(1958, 1, 1);
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        displayed.record.days = rows(start, days, |index, row| {
            row.sparrows_killed = u64::from((100..110).contains(&index) || index > 250);
            row.pests_per_m2 = if index > 200 { 1.5 } else { 0.2 };
        });
        displayed
    }

    /// Contract: an overlay is offered within the days after its change, for eight seconds, and once in a run, however often the change
    /// comes; long after it, or of a change that has not come, nothing is offered.
    #[test]
    fn each_change_is_offered_once() {
        let (mut offers, began) = (Offers::default(), Instant::now());
        let mut told = Vec::new();
        for days in 1..400_u32 {
            let now = began + Duration::from_millis(500) * days;
            offers.digest(&displayed(days as usize), None, now);
            told.extend(offers.standing.get(STANDS, now).map(|(overlay, _)| (overlay, days)));
        }
        for (overlay, from) in [(Overlay::Killed, 101), (Overlay::Pests, 202)] {
            let days: Vec<u32> = told.iter().filter(|(of, _)| *of == overlay).map(|(_, day)| *day).collect();
            assert_eq!(days, (from..from + 16).collect::<Vec<_>>(), "{overlay:?}");
        }
        assert_eq!(told.len(), 32, "nothing else");
        let mut late = Offers::default();
        late.digest(&displayed(150), None, began);
        assert!(late.standing.get(STANDS, began).is_none());
        let mut another = displayed(110);
        another.run = 1;
        offers.digest(&another, None, began);
        assert!(
            offers.standing.get(STANDS, began).is_some_and(|(overlay, _)| overlay == Overlay::Killed),
            "another run"
        );
    }

    /// Contract: an offer that nobody takes goes after eight seconds, also when no new day comes.
    #[test]
    fn an_offer_goes_by_itself() {
        let (mut offers, mut test_ui, began) = (Offers::default(), TestUi::default(), Instant::now());
        offers.digest(&displayed(105), None, began);
        for (after_s, stands) in [(7.9, true), (8.0, false)] {
            let map = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
            let (place, now) = ((map, Pos2::new(10.0, 60.0)), began + Duration::from_secs_f32(after_s));
            let mut intents = Vec::new();
            test_ui.frame(|ui| offers.show(ui.ctx(), place, now, &mut intents));
            assert_eq!((offers.standing.get(STANDS, now).is_some(), intents.len()), (stands, 0), "after {after_s} s");
        }
    }

    /// Contract: what the person has on the map is not offered.
    #[test]
    fn what_is_on_the_map_is_not_offered() {
        let mut offers = Offers::default();
        for shown in [Some(Overlay::Killed), None] {
            let now = Instant::now();
            offers.digest(&displayed(105), shown, now);
            assert!(offers.standing.get(STANDS, now).is_none());
        }
    }
}
