//! When a year is over in which the campaign has made a difference, what became of its harvest is said in one line over the map, and
//! whoever presses "Why?" sees what led to it. Each year once, and not for long.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Context, Pos2, Rect};
use jiff::ToSpan;

use crate::record::series::HarvestRow;
use crate::timeline::field_years::is_over;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::intent::Intent;
use crate::window::panels::offer_line::{Answer, OfferLine, Standing};
use crate::window::panels::theme;

/// The area of the line.
pub const OFFER: &str = "offer of an explanation";
/// How long it stands: time enough to see it, to read it, and to press.
const STANDS: Duration = Duration::from_secs(20);
/// For so many days after its end a year is news: at high speeds, or after a long step, some days are never seen.
const NEWS_DAYS: i64 = 45;

/// A harvest, and how it differs from that without the campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The year.
    pub year: u64,
    /// How it differs.
    pub differs: Differs,
}

impl Told {
    /// What the line says.
    pub fn words(self) -> String {
        let year = self.year.to_string();
        match self.differs {
            Differs::Hardly => tr!("why-offer-same", year = year),
            Differs::Less(percent) => tr!("why-offer-smaller", year = year, percent = rounded(percent)),
            Differs::More(percent) => tr!("why-offer-larger", year = year, percent = rounded(percent)),
        }
    }
}

/// Whether a harvest is over on the day that is seen, in the branch in which it was.
fn is_so((told, branch): (Told, usize), displayed: &Displayed) -> bool {
    let is_past = |day| i16::try_from(told.year).is_ok_and(|year| is_over(year, day));
    branch == displayed.now.branch && displayed.record.days.last().is_some_and(|row| is_past(row.date))
}

/// What has been said of the harvests of a run.
#[derive(Debug, Default)]
pub struct HarvestOffer {
    /// The latest year of which something was said.
    said: u64,
    /// What is said now, and in which branch it was so.
    standing: Standing<(Told, usize)>,
}

impl HarvestOffer {
    /// Looks for a year that is over, when there are new days.
    pub fn digest(&mut self, displayed: &Displayed, now: Instant) {
        if self.standing.is_of_another_run(displayed.run) {
            self.said = 0;
        }
        self.standing.keep_if(|standing| is_so(standing, displayed));
        if !self.standing.has_new_days(displayed.edition()) {
            return;
        }
        if let Some(told) = latest(displayed).filter(|told| told.year > self.said) {
            self.said = told.year;
            self.standing.offer((told, displayed.now.branch), now);
        }
    }

    /// Says nothing for now.
    pub fn withdraw(&mut self) {
        self.standing.withdraw();
    }

    /// Whether something is said.
    #[cfg(test)]
    pub fn is_there(&mut self, now: Instant) -> bool {
        self.standing.get(STANDS, now).is_some()
    }

    /// Shows the line that still stands, from a place on the map on. Returns whether there is one.
    pub fn show(&mut self, ctx: &Context, place: (Rect, Pos2), now: Instant, intents: &mut Vec<Intent>) -> bool {
        let Some((told, _)) = self.standing.get(STANDS, now) else { return false };
        let (see, tip) = (tr!("why-offer-see"), Some(tr!("why-offer-see-tip")));
        let answer = OfferLine { area: OFFER, words: theme::strong(told.words()), see, tip }.show(ctx, place);
        if answer == Some(Answer::Takes) {
            intents.push(Intent::Why(told.year));
        }
        if answer.is_some() {
            self.standing.withdraw();
        }
        true
    }
}

/// What there is to tell of the harvest of each year that is over, in order.
pub fn harvests(displayed: &Displayed) -> impl DoubleEndedIterator<Item = Told> {
    let Displayed { record, twin, .. } = displayed;
    record.harvests.iter().filter(|row| row.is_whole_year()).filter_map(|with| {
        let is_its_year = |row: &&HarvestRow| row.year == with.year && row.is_whole_year();
        let without = twin.record.harvests.iter().find(is_its_year)?;
        Some(Told { year: with.year, differs: Differs::of(with.reaped_kg, without.reaped_kg)? })
    })
}

/// The harvest of the year that is over since not long ago, if the worlds had parted in it.
fn latest(displayed: &Displayed) -> Option<Told> {
    let today = displayed.record.days.last()?.date;
    let parted = displayed.record.days.get(displayed.twin.parted? as usize - 1)?.date;
    let days_ago = today.saturating_sub(NEWS_DAYS.days()).year() as u64;
    harvests(displayed).next_back().filter(|told| told.year >= days_ago && told.year >= parted.year() as u64)
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::vec2;
    use jiff::civil::date;

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

    /// A run over so many days from 1957 on, and its twin, from which it parted in April 1958.
    fn displayed(days: usize) -> Displayed {
        let start = date(1957, 1, 1);
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        displayed.record.days = rows(start, days, |_, _| ());
        let harvests = |reaped_kg: [f64; 3]| {
            let row = |(year, reaped_kg)| HarvestRow { days: 365, reaped_kg, ..HarvestRow::empty(year) };
            let is_over = |row: &HarvestRow| days >= 365 * (row.year as usize - 1956);
            (1957..).zip(reaped_kg).map(row).filter(is_over).collect::<Vec<_>>()
        };
        displayed.record.harvests = harvests([100.0, 104.0, 88.0]);
        displayed.twin.record.harvests = harvests([100.0, 100.0, 100.0]);
        displayed.twin.parted = (days > 473).then_some(474);
        displayed
    }

    /// Contract: each year in which the worlds differ is told of when it is over, once, however often one comes to its end, for some
    /// seconds; a year before they parted is not, nor one that was over long ago.
    #[test]
    fn each_harvest_is_told_of_once() {
        let (mut offer, began) = (HarvestOffer::default(), Instant::now());
        let mut told = Vec::new();
        let ways = (360..1200).chain(720..740);
        for (step, days) in (0_u32..).zip(ways) {
            let now = began + Duration::from_secs(1) * step;
            offer.digest(&displayed(days), now);
            told.extend(offer.standing.get(STANDS, now).map(|(told, _)| (told.year, told.words(), days)));
        }
        let of = |year| told.iter().filter(|(of, ..)| *of == year).collect::<Vec<_>>();
        let (good, poor) = (of(1958), of(1959));
        assert_eq!((good.len(), poor.len(), told.len()), (20, 20, 40));
        assert_eq!((good[0].2, poor[0].2), (730, 1095));
        assert_eq!(good[0].1, "Harvest of 1958: 4.0 % larger than without the campaign");
        assert_eq!(poor[0].1, "Harvest of 1959: 12 % smaller than without the campaign");
        let mut late = HarvestOffer::default();
        late.digest(&displayed(730 + 60), began);
        assert!(late.standing.get(STANDS, began).is_none());
    }

    /// What tells of the harvest of 1958, and since when.
    fn told() -> (HarvestOffer, Instant) {
        let (mut offer, began) = (HarvestOffer::default(), Instant::now());
        offer.digest(&displayed(740), began);
        assert!(offer.standing.get(STANDS, began).is_some());
        (offer, began)
    }

    /// Contract: the line goes when one goes back to a day on which its year is not over, or to another branch, and does not come again.
    #[test]
    fn the_line_goes_with_its_day_and_its_branch() {
        let still = |other: &Displayed| {
            let (mut offer, began) = told();
            offer.digest(other, began);
            let stands = offer.standing.get(STANDS, began).is_some();
            offer.digest(&displayed(741), began);
            (stands, offer.standing.get(STANDS, began).is_some())
        };
        assert_eq!([740, 730, 729].map(|days| still(&displayed(days)).0), [true, true, false]);
        let mut another = displayed(740);
        another.now.branch = 1;
        assert_eq!([still(&displayed(729)), still(&another)], [(false, false); 2]);
    }

    /// Contract: it goes after twenty seconds, also when no new day comes.
    #[test]
    fn the_line_goes_by_itself() {
        let (mut test_ui, (mut offer, began)) = (TestUi::default(), told());
        for (after_s, stands) in [(19.9, true), (20.0, false)] {
            let map = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
            let (place, now) = ((map, Pos2::new(10.0, 60.0)), began + Duration::from_secs_f32(after_s));
            let (mut is_there, mut intents) = (false, Vec::new());
            test_ui.frame(|ui| is_there = offer.show(ui.ctx(), place, now, &mut intents));
            let is_standing = offer.standing.get(STANDS, now).is_some();
            assert_eq!((is_there, is_standing, intents.len()), (stands, stands, 0), "after {after_s} s");
        }
    }
}
