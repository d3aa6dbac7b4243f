//! Why a harvest was as it was: a chain of links from birds killed to tonnes reaped, each with the numbers of this run beside those of
//! the same run without the campaign ([`chain`]), in sentences that follow from them (`words`, `details`, `beside`, `of_field`), beside the
//! map (`panel`, `card`) that shows each ([`on_the_map`]), with a way back from there ([`way_back`]); and on request whether the same
//! holds with other seeds ([`seeds`]).

#[cfg(test)]
mod agreement;
mod beside;
mod card;
pub mod chain;
mod details;
mod icons;
#[cfg(test)]
mod made_up;
mod of_field;
pub mod offer;
pub mod on_the_map;
mod panel;
pub mod seeds;
pub mod seeds_bar;
mod time_left;
pub mod way_back;
mod words;

pub use panel::show;

use crate::record::Record;

use super::language::{self, Language};
use super::live_run::displayed::{Displayed, Edition};
use super::live_run::driver::Moment;
use super::overlays::Overlay;
use super::panels::differs::Differs;
use chain::{Chain, Link};
use on_the_map::{day_of, overlay_of};
use seeds::Seeds;
use way_back::WayBack;

/// Histories of a run of which other seeds are kept, the latest asked for.
const MOST_WITH_SEEDS: usize = 3;

/// What the panel remembers from frame to frame.
pub struct WhyView {
    /// The year that was asked for.
    asked: Option<u64>,
    /// The year that is being read, where none was asked for: the latest that could be explained when one began to read. It stays.
    read: Option<u64>,
    /// The branch in which it is being read, while somebody sees it.
    seen_in: Option<usize>,
    /// The latest year that was over when one came to read in that branch, or a later one that has been read since.
    latest_read: u64,
    /// How often another year came to be read, so that each begins at the top.
    turns: u32,
    /// The field at which one asked.
    field: Option<u32>,
    /// The link that the map is to show, and the day to which it has led.
    chosen: Option<(Link, Option<Moment>)>,
    /// The day that is seen, or to which one is on the way.
    at: Moment,
    /// The way back from what a link has shown.
    pub(super) way_back: WayBack,
    /// The chain, or why there is none.
    told: Result<Chain, String>,
    /// The rows of both worlds, the year asked for and the language, to which the chain belongs.
    digested: Option<(Edition, Option<u64>, Language)>,
    /// The run to which all this belongs.
    run: u32,
    /// The same with other seeds, of each history for which that was asked last.
    all_seeds: Vec<Seeds>,
    /// Which of them are of the history that is displayed.
    seeds_here: Option<usize>,
}

impl Default for WhyView {
    fn default() -> Self {
        Self {
            asked: None,
            read: None,
            seen_in: None,
            latest_read: 0,
            turns: 0,
            field: None,
            chosen: None,
            at: Moment::default(),
            way_back: WayBack::default(),
            told: Err(String::new()),
            digested: None,
            run: 0,
            all_seeds: Vec::new(),
            seeds_here: None,
        }
    }
}

impl WhyView {
    /// Updates what belongs to the run, and where somebody sees it, the chain, when there are new days or another year was asked for.
    pub(super) fn digest(&mut self, displayed: &Displayed, is_seen: bool) {
        if self.run != displayed.run {
            *self = Self { run: displayed.run, ..Self::default() };
        }
        // With something else done, the other seeds would tell of another history, to which one may return.
        self.seeds_here = self.all_seeds.iter().position(|seeds| seeds.are_of(displayed));
        self.take_turns();
        // A branch may not have come to the year that was asked for in another.
        let has_come_to = |year: &u64| displayed.ahead.harvests.iter().any(|harvest| harvest.year == *year);
        self.asked = self.asked.filter(has_come_to);
        self.read = self.read.filter(|year| is_seen && has_come_to(year));
        let wanted = self.asked.or(self.read);
        let seen_in = is_seen.then_some(displayed.now.branch);
        if self.seen_in != seen_in {
            (self.seen_in, self.latest_read) = (seen_in, latest_over(displayed));
        }
        let key = (displayed.edition(), wanted, language::in_use());
        if is_seen && self.digested != Some(key) {
            let before = self.year();
            let chain_of = |year| words::chain_of(&displayed.history(), &displayed.twin, year);
            self.told = chain_of(wanted);
            if self.told.is_err() && self.asked.is_none() && self.read.take().is_some() {
                // Nobody has asked for that year, and another may be explained.
                self.told = chain_of(None);
            }
            self.digested = Some(key);
            self.reads(before);
        }
    }

    /// The year that is explained.
    pub(super) fn year(&self) -> Option<u64> {
        self.told.as_ref().ok().map(|chain| chain.year().with.year)
    }

    /// Takes down what is being read, after another year or none.
    fn reads(&mut self, before: Option<u64>) {
        let Ok(chain) = &self.told else { return };
        let (year, is_over) = (chain.year().with.year, chain.year().is_over);
        self.read = Some(year);
        self.turns += u32::from(before != Some(year));
        if is_over {
            self.latest_read = self.latest_read.max(year);
        }
    }

    /// Whether a year is over since one came to read, and neither it nor a later one has been read.
    fn is_new(&self, year: u64, displayed: &Displayed) -> bool {
        let is_over = displayed.ahead.harvests.iter().any(|harvest| harvest.year == year && harvest.is_whole_year());
        is_over && year > self.latest_read
    }

    /// The years that can be explained.
    fn years(&self, displayed: &Displayed) -> Vec<u64> {
        let parted = displayed.twin.parted.and_then(|days| displayed.lived().nth(days as usize - 1));
        let Some(first) = parted.map(|row| row.date.year() as u64) else { return Vec::new() };
        let both = displayed.ahead.harvests.iter().zip(&displayed.twin.ahead.harvests);
        let are_lived = both.filter(|(with, without)| with.days == without.days).map(|(with, _)| with.year);
        are_lived.filter(|year| *year >= first).collect()
    }

    /// Explains a year.
    pub(super) fn ask(&mut self, year: u64) {
        self.asked = Some(year);
        self.forget_link();
        self.turns += 1;
    }

    /// Explains a year, and what became of a field in it.
    pub(super) fn ask_of_field(&mut self, year: u64, cell: u32) {
        self.ask(year);
        self.field = Some(cell);
    }

    /// The panel is left: whoever comes again reads the latest year, of all the land. Returns whether it was told of a field.
    pub(super) fn leave(&mut self) -> bool {
        self.asked = None;
        self.field.take().is_some()
    }

    /// Explains a year, of which the map shows a link.
    pub(super) fn explain(&mut self, year: u64, link: Link) {
        (self.asked, self.chosen) = (Some(year), Some((link, None)));
    }

    /// The day of the chain's year that shows a link best, as the number of days simulated up to it; none if the map shows the link
    /// already. `at` is the day that is seen, or to which one is on the way.
    pub(super) fn choose(&self, link: Link, at: Moment, displayed: &Displayed) -> Option<u32> {
        if self.shows(link, at) {
            return None;
        }
        day_of(link, self.told.as_ref().ok()?, &displayed.history(), &displayed.twin.history())
    }

    /// The day of a year that shows a link best, whichever year is explained now.
    pub(super) fn day_of(link: Link, year: u64, displayed: &Displayed) -> Option<u32> {
        let (run, twin) = (displayed.history(), &displayed.twin);
        let chain = words::chain_of(&run, twin, Some(year)).ok()?;
        day_of(link, &chain, &run, &twin.history())
    }

    /// The map shows a link, on a day.
    pub(super) fn lead(&mut self, link: Link, to: Moment) {
        (self.chosen, self.at) = (Some((link, Some(to))), to);
    }

    /// One has come to a day, or is on the way to it.
    pub(super) fn come_to(&mut self, moment: Moment) {
        self.at = moment;
    }

    /// Whether a link has led to what is seen on a day.
    fn shows(&self, link: Link, at: Moment) -> bool {
        self.chosen.is_some_and(|(chosen, led_to)| chosen == link && led_to.is_none_or(|led_to| led_to == at))
    }

    /// Whether the map shows a link.
    fn is_on_the_map(&self, link: Link) -> bool {
        self.shows(link, self.at)
    }

    /// The overlay that shows what a link is about, in the place of that on the map.
    pub(super) fn wash(&mut self, link: Link, now: Option<Overlay>) -> Overlay {
        let overlay = overlay_of(link, self.told.as_ref().ok());
        self.way_back.wash(overlay, now);
        overlay
    }

    /// The map shows something else.
    pub(super) fn forget_link(&mut self) {
        self.chosen = None;
    }

    /// Begins to live the same with other seeds, or lets those that wait for an answer go on.
    pub(super) fn go_on_with_seeds(&mut self, displayed: &Displayed) {
        match self.seeds() {
            Some(seeds) if seeds.is_waiting() => seeds.go_on(),
            _ => {
                self.leave_seeds();
                let too_many = (self.all_seeds.len() + 1).saturating_sub(MOST_WITH_SEEDS);
                self.all_seeds.drain(..too_many);
                self.seeds_here = Some(self.all_seeds.len());
                self.all_seeds.push(Seeds::of(displayed));
            }
        }
    }

    /// Only those of one history are lived at a time: first of the one that is looked at, then of the latest.
    fn take_turns(&self) {
        let is_running = |place: &usize| self.all_seeds[*place].is_running();
        let turn = self.seeds_here.filter(is_running).or((0..self.all_seeds.len()).rfind(is_running));
        self.all_seeds.iter().enumerate().for_each(|(place, seeds)| seeds.pause(Some(place) != turn));
    }

    /// The other seeds of this history, if they were asked for.
    pub(super) fn seeds(&self) -> Option<&Seeds> {
        self.all_seeds.get(self.seeds_here?)
    }

    /// Leaves the other seeds of this history.
    pub(super) fn leave_seeds(&mut self) {
        if let Some(here) = self.seeds_here.take() {
            self.all_seeds.remove(here);
        }
    }
}

/// The latest year that is over in the present branch, or 0.
fn latest_over(displayed: &Displayed) -> u64 {
    displayed.ahead.harvests.iter().filter(|row| row.is_whole_year()).map(|row| row.year).max().unwrap_or(0)
}

/// The year whose bar in the chart of harvests was pressed, if there is a loss to explain: it is over, and its harvest is lower than
/// without the campaign.
pub fn year_at(run: &Record, twin: Option<&Record>, year: i16) -> Option<u64> {
    let year = u64::try_from(year).ok()?;
    let of = |record: &Record| record.harvests.iter().find(|row| row.year == year && row.is_whole_year()).copied();
    let (with, without) = (of(run)?, of(twin?)?);
    matches!(Differs::of(with.reaped_kg, without.reaped_kg)?, Differs::Less(_)).then_some(year)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::record::series::HarvestRow;
    use crate::scenario::{Action, Intervention};
    use crate::window::test_support::run::{displayed_on, not_begun};

    #[test]
    fn a_bar_leads_to_the_chain_where_there_is_a_loss() {
        let record = |reaped_kg: [f64; 2]| {
            let row = |(year, reaped_kg)| HarvestRow { days: 365, reaped_kg, ..HarvestRow::empty(year) };
            Record { harvests: [1957, 1958].into_iter().zip(reaped_kg).map(row).collect(), ..Record::default() }
        };
        let (run, twin) = (record([9.0, 5.0]), record([8.0, 6.0]));
        let at = |year| year_at(&run, Some(&twin), year);
        assert_eq!([1956, 1957, 1958, 1959, -3].map(at), [None, None, Some(1958), None, None]);
        assert_eq!(year_at(&run, None, 1958), None);
        let mut unfinished = twin.clone();
        unfinished.harvests[1].days = 200;
        assert_eq!(year_at(&run, Some(&unfinished), 1958), None);
    }

    /// Contract: other seeds are of one history; who looks at another and comes back finds them again, and they are left in that only in
    /// which one leaves them.
    #[test]
    fn other_seeds_are_found_again() {
        let (mut view, mut displayed) = (WhyView::default(), not_begun());
        let date = displayed.scenario.start;
        let mut go_to = |view: &mut WhyView, efforts: &[f32]| {
            let started = |effort: &f32| Intervention { date, action: Action::StartCampaign { effort: *effort } };
            displayed.log = efforts.iter().map(started).collect();
            view.digest(&displayed, false);
            displayed.clone()
        };
        let here = go_to(&mut view, &[]);
        view.go_on_with_seeds(&here);
        assert!(view.seeds().is_some());
        let there = go_to(&mut view, &[0.5]);
        assert!(view.seeds().is_none());
        view.leave_seeds();
        go_to(&mut view, &[]);
        assert!(view.seeds().is_some());
        go_to(&mut view, &[0.5]);
        view.go_on_with_seeds(&there);
        go_to(&mut view, &[]);
        view.leave_seeds();
        assert!(view.seeds().is_none());
        go_to(&mut view, &[0.5]);
        assert!(view.seeds().is_some());
        for effort in [0.6, 0.7, 0.8] {
            let other = go_to(&mut view, &[effort]);
            view.go_on_with_seeds(&other);
        }
        go_to(&mut view, &[0.5]);
        assert!(view.seeds().is_none(), "there are no more than {MOST_WITH_SEEDS}");
        go_to(&mut view, &[0.6]);
        assert!(view.seeds().is_some());
    }

    /// It on a day, as if no day had been lived after it.
    fn on(day: Date) -> Displayed {
        let mut displayed = displayed_on(day);
        displayed.ahead.days.clear();
        displayed.twin.ahead.days.clear();
        displayed.ahead.harvests.retain(|row| row.year < day.year() as u64);
        displayed.twin.ahead.harvests.retain(|row| row.year < day.year() as u64);
        displayed
    }

    /// Contract: the year that one reads stays while the run goes on, until the person asks for another; a later one that is over is marked
    /// as new, and each begins at the top. Whoever comes again reads the latest.
    #[test]
    fn the_year_that_is_read_stays() {
        let (early, late) = (on(date(1959, 2, 1)), on(date(1960, 2, 1)));
        let mut view = WhyView::default();
        view.digest(&early, true);
        let turns = view.turns;
        assert_eq!((view.year(), view.is_new(1958, &early)), (Some(1958), false));
        view.digest(&late, true);
        assert_eq!((view.year(), view.turns), (Some(1958), turns));
        assert!(view.years(&late).contains(&1959) && view.is_new(1959, &late));
        view.ask(1959);
        view.digest(&late, true);
        assert_eq!((view.year(), view.is_new(1959, &late)), (Some(1959), false));
        assert!(view.turns > turns);
        let mut view = WhyView::default();
        for (displayed, is_seen) in [(&early, true), (&early, false), (&late, true)] {
            view.digest(displayed, is_seen);
        }
        assert_eq!(view.year(), Some(1959));
    }
    /// Contract: a year that was over when one came to read is not new, whichever year one reads, and whichever was read in another
    /// branch or before one left.
    #[test]
    fn what_was_over_before_is_not_new() {
        let (early, late) = (on(date(1959, 2, 1)), on(date(1960, 2, 1)));
        let mut view = WhyView::default();
        view.ask(1958);
        view.digest(&late, true);
        assert_eq!((view.year(), view.is_new(1959, &late)), (Some(1958), false));
        // Back in another branch, 1959 comes to its end once more.
        let in_another = |displayed: &Displayed| {
            let mut displayed = displayed.clone();
            displayed.now.branch = 1;
            displayed
        };
        view.digest(&in_another(&early), true);
        let late = in_another(&late);
        view.digest(&late, true);
        assert!(view.is_new(1959, &late));
        view.digest(&late, false);
        view.digest(&late, true);
        assert!(!view.is_new(1959, &late));
    }

    /// Contract: a year that nobody asked for gives way to one that can be explained, where it no longer can: the campaign starts later
    /// in what is lived now. One that was asked for stays, with the reason.
    #[test]
    fn a_year_that_can_no_longer_be_explained_gives_way() {
        let (early, mut later) = (on(date(1959, 2, 1)), on(date(1960, 2, 1)));
        later.twin.parted = Some(displayed_on(date(1959, 6, 1)).record.days.len() as u32);
        for (asked, expected) in [(None, Some(1959)), (Some(1958), None)] {
            let mut view = WhyView { asked, ..WhyView::default() };
            view.digest(&early, true);
            assert_eq!(view.year(), Some(1958));
            for _ in 0..2 {
                view.digest(&later, true);
                assert_eq!(view.year(), expected, "{asked:?}");
            }
        }
    }
}
