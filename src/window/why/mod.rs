//! Why a harvest was as it was: a chain of links from birds killed to tonnes reaped, each with the numbers of this run beside those of
//! the same run without the campaign ([`chain`]), in sentences that follow from them (`words`, `beside`), beside the map (`panel`) that shows each ([`on_the_map`]); and on
//! request whether the same holds with other seeds ([`seeds`]).

mod beside;
pub mod chain;
mod icons;
#[cfg(test)]
mod made_up;
pub mod offer;
pub mod on_the_map;
mod panel;
pub mod seeds;
mod words;

pub use panel::show;

use crate::record::Record;

use super::language::{self, Language};
use super::live_run::displayed::{Displayed, Edition};
use chain::{Chain, Link};
use seeds::Seeds;

/// What the panel remembers from frame to frame.
pub struct WhyView {
    /// The year that was asked for; the latest that can be explained if none was.
    asked: Option<u64>,
    /// The link that the map is to show.
    chosen: Option<Link>,
    /// The chain, or why there is none.
    told: Result<Chain, String>,
    /// The rows of both worlds, the year asked for and the language, to which the chain belongs.
    digested: Option<(Edition, Option<u64>, Language)>,
    /// The run to which all this belongs.
    run: u32,
    /// The same with other seeds, if that was asked for.
    seeds: Option<Seeds>,
}

impl Default for WhyView {
    fn default() -> Self {
        Self { asked: None, chosen: None, told: Err(String::new()), digested: None, run: 0, seeds: None }
    }
}

impl WhyView {
    /// Updates what belongs to the run, and where somebody sees it, the chain, when there are new days or another year was asked for.
    pub(super) fn digest(&mut self, displayed: &Displayed, is_seen: bool) {
        if self.run != displayed.run {
            *self = Self { run: displayed.run, ..Self::default() };
        }
        // With something else done, the other seeds would tell of another history.
        if self.seeds.as_ref().is_some_and(|seeds| !seeds.are_of(displayed)) {
            self.seeds = None;
        }
        // A branch may not have come to the year that was asked for in another.
        let has_come_to = |year: &u64| displayed.ahead.harvests.iter().any(|harvest| harvest.year == *year);
        self.asked = self.asked.filter(has_come_to);
        let key = (displayed.edition(), self.asked, language::in_use());
        if is_seen && self.digested != Some(key) {
            self.told = words::chain_of(&displayed.history(), &displayed.twin, self.asked);
            self.digested = Some(key);
        }
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
    }

    /// Explains a year, of which the map shows a link.
    pub(super) fn explain(&mut self, year: u64, link: Link) {
        (self.asked, self.chosen) = (Some(year), Some(link));
    }

    /// Chooses the link that the map shows, or none if it was chosen before.
    /// Returns the day of the chain's year that shows it best, as the number of days simulated up to it.
    pub(super) fn choose(&mut self, link: Link, displayed: &Displayed) -> Option<u32> {
        self.chosen = (self.chosen != Some(link)).then_some(link);
        let year = self.told.as_ref().ok()?.years.last()?.with.year;
        self.chosen.and_then(|link| link.shown_on(displayed.lived(), year))
    }

    /// The map shows something else.
    pub(super) fn forget_link(&mut self) {
        self.chosen = None;
    }

    /// Begins to live the same with other seeds, or lets those that wait for an answer go on.
    pub(super) fn go_on_with_seeds(&mut self, displayed: &Displayed) {
        match &self.seeds {
            Some(seeds) if seeds.is_waiting() => seeds.go_on(),
            _ => self.seeds = Some(Seeds::of(displayed)),
        }
    }

    /// The other seeds, if they were asked for.
    pub(super) fn seeds(&self) -> Option<&Seeds> {
        self.seeds.as_ref()
    }

    /// Leaves the other seeds.
    pub(super) fn leave_seeds(&mut self) {
        self.seeds = None;
    }
}

/// The year whose bar in the chart of harvests was pressed, if there is a loss to explain: it is over, and its harvest is lower than
/// without the campaign.
pub fn year_at(run: &Record, twin: Option<&Record>, year: i16) -> Option<u64> {
    let year = u64::try_from(year).ok()?;
    let of = |record: &Record| record.harvests.iter().find(|row| row.year == year && row.is_whole_year()).copied();
    let (with, without) = (of(run)?, of(twin?)?);
    (with.reaped_kg < without.reaped_kg).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::series::HarvestRow;

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
}
