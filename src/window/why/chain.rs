//! The chain from birds killed to the harvest, as numbers: those of a year of the run, each beside that of the same year without the
//! campaign. They are taken from the two records and from nothing else.

use jiff::civil::Date;

use crate::record::harvest_table::HarvestLine;
use crate::record::series::DayRow;
use crate::window::live_run::rows::History;
use crate::window::panels::differs::Differs;

/// A link of the chain, in order of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Birds killed.
    Birds,
    /// Pests that birds ate.
    Prey,
    /// Pests alive.
    Pests,
    /// Leaf that pests ate.
    Leaf,
    /// Grain that did not fill, was eaten while it stood, or was spilled.
    Grain,
    /// What was reaped.
    Harvest,
}

impl Link {
    /// All links, from the first cause to the last effect.
    pub const ALL: [Self; 6] = [Self::Birds, Self::Prey, Self::Pests, Self::Leaf, Self::Grain, Self::Harvest];

    /// The number of a year that belongs to it: mean sparrows, pests eaten by them, most pests per m² on a day, and tonnes.
    pub fn of(self, line: &HarvestLine) -> f64 {
        match self {
            Self::Birds => line.mean_sparrows,
            Self::Prey => line.pests_eaten_by_sparrows as f64,
            Self::Pests => line.peak_pests_per_m2,
            Self::Leaf => line.leaf_eaten_by_pests_t,
            Self::Grain => Loss::ALL.iter().map(|loss| loss.of(line)).sum(),
            Self::Harvest => line.reaped_t,
        }
    }
}

/// A way in which grain is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Spilled at harvest, or knocked out by feeding sparrows.
    Spilled,
    /// Fallen because nobody reaped it.
    Unreaped,
    /// Not filled for lack of leaf.
    NotFilled,
    /// Eaten or cut by pests.
    Pests,
    /// Eaten by sparrows.
    Sparrows,
}

impl Loss {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Spilled, Self::Unreaped, Self::NotFilled, Self::Pests, Self::Sparrows];

    /// How much was lost in a year, t.
    pub fn of(self, line: &HarvestLine) -> f64 {
        match self {
            Self::Spilled => line.spilled_t - line.grain_unreaped_t,
            Self::Unreaped => line.grain_unreaped_t,
            Self::NotFilled => line.grain_not_filled_t,
            Self::Pests => line.grain_eaten_by_pests_t,
            Self::Sparrows => line.grain_eaten_by_sparrows_t,
        }
    }
}

/// Larger numbers, and differences, are written without decimals.
const WHOLE: f64 = 100.0;

/// A number of the run, and the same without the campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    /// In this run.
    pub with: f64,
    /// Without the campaign.
    pub without: f64,
}

impl Pair {
    /// How much more there is in this run; below 0, less.
    pub fn more(self) -> f64 {
        self.with - self.without
    }

    /// How much more there is by the numbers as they are written, of which large ones are whole, so that the sum of what is read is right.
    pub fn more_as_written(self) -> f64 {
        match self.with.min(self.without).min(self.more().abs()) > WHOLE {
            true => self.with.round() - self.without.round(),
            false => self.more(),
        }
    }

    /// How both differ; `None` if there is nothing without the campaign.
    pub fn differs(self) -> Option<Differs> {
        Differs::of(self.with, self.without)
    }
}

/// A year of the run and of the same without the campaign, over the same days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// With the campaign.
    pub with: HarvestLine,
    /// Without.
    pub without: HarvestLine,
    /// Whether the year is over.
    pub is_over: bool,
}

impl Year {
    /// A number of both.
    pub fn pair(&self, of: impl Fn(&HarvestLine) -> f64) -> Pair {
        Pair { with: of(&self.with), without: of(&self.without) }
    }
}

/// What led to the harvest of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// All years up to that of the chain, which is the last.
    pub years: Vec<Year>,
    /// Birds killed since the beginning, up to and with that year, and the first and the last year in which any were.
    pub killed: (u64, Option<[u64; 2]>),
    /// The days of the year with the most pests.
    pub peaks: [Option<Date>; 2],
    /// Leaf that stood on the fields, mean of the year's days, kg.
    pub leaf_kg: Pair,
}

impl Chain {
    /// The chain of a year; `None` if the two have not lived the same days of it.
    pub fn of(run: &History, twin: &History, year: u64) -> Option<Self> {
        let both = run.harvests.iter().zip(twin.harvests).take_while(|(with, _)| with.year <= year);
        let years: Vec<_> = both
            .map(|(with, without)| {
                let is_over = with.is_whole_year();
                let same_days = (with.year, with.days) == (without.year, without.days);
                same_days.then(|| Year { with: with.into(), without: without.into(), is_over })
            })
            .collect::<Option<_>>()?;
        if years.last()?.with.year != year {
            return None;
        }
        let killed = years.iter().map(|year| year.with.sparrows_killed).sum();
        let of_killing = || years.iter().filter(|year| year.with.sparrows_killed > 0).map(|year| year.with.year);
        let of_killing = of_killing().next().zip(of_killing().next_back()).map(|(first, last)| [first, last]);
        let days = [run, twin].map(|history| history.year(year).1);
        let [with, without] = days.map(mean_leaf_kg);
        let leaf_kg = Pair { with, without };
        Some(Self { years, killed: (killed, of_killing), peaks: days.map(peak), leaf_kg })
    }

    /// The year that it is about.
    pub fn year(&self) -> &Year {
        // There is at least one, see `of`.
        &self.years[self.years.len() - 1]
    }

    /// The two numbers of a link.
    pub fn pair(&self, link: Link) -> Pair {
        self.year().pair(|line| link.of(line))
    }

    /// What was lost and how; that which differs most comes first, and what was lost in neither is not there.
    pub fn losses(&self) -> Vec<(Loss, Pair)> {
        let mut losses: Vec<_> = Loss::ALL.map(|loss| (loss, self.year().pair(|line| loss.of(line)))).into();
        losses.retain(|(_, pair)| *pair != Pair::default());
        losses.sort_by(|(_, one), (_, other)| other.more().abs().total_cmp(&one.more().abs()));
        losses
    }

    /// Whether fewer birds have eaten more pests, because there were more of these.
    pub fn has_more_prey(&self) -> bool {
        let more = |link| self.pair(link).more();
        more(Link::Prey) > 0.0 && more(Link::Birds) < 0.0 && more(Link::Pests) > 0.0
    }

    /// The year before, if both it and the chain's are over.
    pub fn year_before(&self) -> Option<&Year> {
        let [.., before, now] = &self.years[..] else { return None };
        (before.is_over && now.is_over).then_some(before)
    }

    /// How much more was reaped than the losses explain, t: land that was sown otherwise, or bore more or less.
    pub fn beyond_losses_t(&self) -> f64 {
        self.pair(Link::Harvest).more() + self.pair(Link::Grain).more()
    }
}

fn mean_leaf_kg(days: &[&DayRow]) -> f64 {
    days.iter().map(|row| row.leaf_kg).sum::<f64>() / days.len().max(1) as f64
}

/// The first day with the most pests, if there are any.
fn peak(days: &[&DayRow]) -> Option<Date> {
    let most = days.iter().map(|row| row.pests_per_m2).fold(0.0, f64::max);
    days.iter().find(|row| row.pests_per_m2 == most && most > 0.0).map(|row| row.date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::record::Record;
    use crate::scenario::{Action, Intervention, LandscapeParameters, Scenario};
    use crate::simulation::Simulation;

    fn chain_of(run: &Record, twin: &Record, year: u64) -> Option<Chain> {
        Chain::of(&History::of(run), &History::of(twin), year)
    }

    /// A small land over two years and a half, with the campaign from April 1957 on.
    fn both() -> [Record; 2] {
        let landscape = LandscapeParameters { fields_wide: 10, fields_high: 10, ..LandscapeParameters::default() };
        let start = Intervention { date: date(1957, 4, 19), action: Action::StartCampaign { effort: 1.0 } };
        let scenario = Scenario { landscape, timeline: vec![start], start: date(1957, 1, 1), ..Scenario::default() };
        [scenario.clone(), scenario.without_campaign()].map(|scenario| {
            let mut run = Simulation::new(scenario, Parallelism::Serial);
            (0..910).for_each(|_| run.step());
            run.record().clone()
        })
    }

    /// Contract: each number is the sum, mean or peak of the daily record over the chain's year, for run and twin alike; and what was
    /// lost and what lies beyond add up to the difference in harvest.
    #[test]
    fn the_numbers_are_those_of_the_daily_record() {
        let [run, twin] = both();
        for year in [1957, 1958, 1959] {
            let chain = chain_of(&run, &twin, year).unwrap();
            let sum = |record: &Record, of: fn(&DayRow) -> f64| {
                record.days.iter().filter(|row| row.date.year() as u64 == year).map(of).sum::<f64>()
            };
            let is = |link, of: fn(&DayRow) -> f64, scale: f64, within: f64| {
                let Pair { with, without } = chain.pair(link);
                for (number, record) in [(with, &run), (without, &twin)] {
                    let sum = sum(record, of) * scale;
                    assert!((number - sum).abs() <= within, "{link:?} of {year}: {number} is not {sum}");
                }
            };
            let days = chain.year().with.days as f64;
            is(Link::Birds, |row| row.sparrows as f64, 1.0 / days, 0.06);
            is(Link::Prey, |row| row.pests_eaten_by_sparrows as f64, 1.0, 0.0);
            is(Link::Leaf, |row| row.leaf_eaten_by_pests_kg, 1e-3, 6e-4);
            is(Link::Harvest, |row| row.reaped_kg, 1e-3, 6e-4);
            for (index, record) in [&run, &twin].into_iter().enumerate() {
                let Some(peak) = chain.peaks[index] else { continue };
                let row = record.days.iter().find(|row| row.date == peak).unwrap();
                let pair = chain.pair(Link::Pests);
                assert!(([pair.with, pair.without][index] - row.pests_per_m2).abs() <= 6e-5);
            }
            let killed: u64 =
                run.days.iter().filter(|row| row.date.year() as u64 <= year).map(|row| row.sparrows_killed).sum();
            assert_eq!(chain.killed, (killed, Some([1957, year])));
            let (harvest, lost) = (chain.pair(Link::Harvest), chain.pair(Link::Grain));
            assert!((harvest.more() - (chain.beyond_losses_t() - lost.more())).abs() < 1e-9);
            assert_eq!(chain.year().is_over, year < 1959);
            assert_eq!(chain.years.len() as u64, year - 1956);
            assert_eq!(chain.year_before().is_some(), year == 1958);
        }
    }

    /// Contract: a year that one of the two has not lived as far as the other has no chain, and neither has one beyond the record; a year
    /// before still has.
    #[test]
    fn only_the_same_days_are_compared() {
        let [run, mut twin] = both();
        assert_eq!(chain_of(&run, &twin, 1960), None);
        assert_eq!(chain_of(&run, &twin, 1956), None);
        if let Some(last) = twin.harvests.last_mut() {
            last.days -= 1;
        }
        assert_eq!(chain_of(&run, &twin, 1959), None);
        assert!(chain_of(&run, &twin, 1958).is_some());
        assert_eq!(chain_of(&run, &Record::default(), 1957), None);
    }
}
