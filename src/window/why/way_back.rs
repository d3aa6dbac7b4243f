//! The way back from where the explanation has led: to the day from which one came, and to the map as it was. A line over the map says
//! which days it shows and leads back. It stays while the person looks at other days, and ends where they go on from one.

use bevy_egui::egui::{Context, Pos2, Rect, RichText};
use jiff::civil::Date;

use crate::ecology::calendar::date_of;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::overlays::Overlay;
use crate::window::panels::intent::Intent;
use crate::window::panels::offer_line::{Answer, OfferLine};
use crate::window::panels::words::long_date;

/// The area of the line.
pub const WAY_BACK: &str = "way back";

/// What the explanation has changed of what a person saw.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WayBack {
    /// The overlay that it has washed over the map, and what was there before.
    washed: Option<(Overlay, Option<Overlay>)>,
    /// The day from which one came, and whether the run was playing.
    from: Option<(Moment, bool)>,
}

impl WayBack {
    /// An overlay is washed over the map, where this one is.
    pub fn wash(&mut self, overlay: Overlay, now: Option<Overlay>) {
        let before = match self.washed {
            Some((washed, before)) if now == Some(washed) => before,
            _ => now,
        };
        self.washed = Some((overlay, before));
    }

    /// What is to be on the map, where this is, once what the explanation has washed over it is taken off.
    pub fn unwashed(&mut self, now: Option<Overlay>) -> Option<Overlay> {
        match self.washed.take() {
            Some((washed, before)) if now == Some(washed) => before,
            _ => now,
        }
    }

    /// The person has chosen what is on the map.
    pub fn keep_overlay(&mut self) {
        self.washed = None;
    }

    /// One leaves a day for another; the way back leads to the first that was left.
    pub fn leave(&mut self, from: Moment, plays: bool) {
        self.from.get_or_insert((from, plays));
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        self.from.is_some()
    }

    /// The day to which it leads, and whether the run was playing; the way ends with it.
    pub fn take(&mut self) -> Option<(Moment, bool)> {
        self.from.take()
    }

    /// Shows the line from a place on the map on, if there is a way back. `adds_up` is whether the map shows what has come together in
    /// the year. On the day to which it leads it is not shown. Returns whether there is a way back.
    pub fn show(
        &mut self,
        ctx: &Context,
        place: (Rect, Pos2),
        (displayed, adds_up): (&Displayed, bool),
        intents: &mut Vec<Intent>,
    ) -> bool {
        let Some((from, _)) = self.from else { return false };
        if from == displayed.now {
            return true;
        }
        let start = displayed.scenario.start;
        let date = |moment: Moment| date_of(start, moment.day.saturating_sub(1));
        let words = RichText::new(shown(start, date(displayed.now), adds_up));
        let see = tr!("why-back-to", date = long_date(date(from)));
        match (OfferLine { area: WAY_BACK, words, see, tip: None }).show(ctx, place) {
            Some(Answer::Takes) => intents.push(Intent::ComeBack),
            Some(Answer::Closes) => self.from = None,
            None => {}
        }
        true
    }
}

/// Which days the map shows.
fn shown(start: Date, today: Date, adds_up: bool) -> String {
    let first = today.first_of_year().max(start);
    match adds_up && first < today {
        true => tr!("why-map-shows-days", first = long_date(first), last = long_date(today)),
        false => tr!("why-map-shows-day", date = long_date(today)),
    }
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{pos2, vec2};
    use jiff::civil::date;

    use super::*;
    use crate::window::test_support::overflow::is_in_sight;
    use crate::window::test_support::run::displayed_on;
    use crate::window::test_support::ui::TestUi;

    const HERE: Moment = Moment { branch: 0, day: 700 };

    /// Contract: whatever links are followed one after the other, the way leads back to where the first began, with the overlay that
    /// the person had chosen.
    #[test]
    fn it_leads_to_where_the_first_link_was_followed() {
        let mut way = WayBack::default();
        let mut overlay = Some(Overlay::Crop);
        for (link, day) in [(Overlay::Killed, 600), (Overlay::Pests, 500), (Overlay::LeafLost, 500)] {
            way.wash(link, overlay);
            overlay = Some(link);
            way.leave(Moment { day: if day == 600 { 700 } else { 600 }, ..HERE }, day == 600);
        }
        assert_eq!(way.unwashed(overlay), Some(Overlay::Crop));
        assert_eq!((way.take(), way.take()), (Some((HERE, true)), None));
    }

    /// Contract: an overlay that the person has chosen stays, also if it is the one that a link had washed over the map.
    #[test]
    fn what_the_person_chose_stays() {
        let mut way = WayBack::default();
        way.wash(Overlay::Pests, None);
        assert_eq!(way.unwashed(Some(Overlay::Eggs)), Some(Overlay::Eggs));
        way.wash(Overlay::Pests, None);
        way.keep_overlay();
        assert_eq!(way.unwashed(Some(Overlay::Pests)), Some(Overlay::Pests));
        way.wash(Overlay::Pests, Some(Overlay::Pests));
        assert_eq!(way.unwashed(Some(Overlay::Pests)), Some(Overlay::Pests));
    }

    /// Contract: as long as the map shows the day from which one came, no line says so.
    #[test]
    fn there_is_no_line_on_the_day_from_which_one_came() {
        let (mut test_ui, mut displayed) = (TestUi::default(), displayed_on(date(1960, 1, 20)));
        let from = displayed.now;
        for (day, is_line) in [(from.day, false), (from.day - 100, true)] {
            let mut way = WayBack::default();
            way.leave(from, false);
            displayed.now.day = day;
            let place = (Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)), pos2(10.0, 60.0));
            // In the first frame its size is not known yet.
            for _ in 0..2 {
                test_ui.frame(|ui| assert!(way.show(ui.ctx(), place, (&displayed, false), &mut Vec::new())));
            }
            assert_eq!(is_in_sight(test_ui.shapes(), "Back to 20 January 1960"), is_line);
        }
    }

    #[test]
    fn the_days_are_those_that_the_map_shows() {
        let start = date(1957, 1, 1);
        assert_eq!(shown(start, date(1960, 8, 24), false), "The map shows 24 August 1960");
        assert_eq!(shown(start, date(1960, 3, 18), true), "The map shows 1 January 1960 to 18 March 1960");
        assert_eq!(shown(date(1958, 4, 1), date(1958, 4, 30), true), "The map shows 1 April 1958 to 30 April 1958");
    }
}
