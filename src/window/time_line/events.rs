//! What happened in a run, as the records of it and of its twin tell: pure functions, which name no cause.

use jiff::civil::Date;

use crate::output::words::{count, number};
use crate::record::series::{DayRow, HarvestRow};
use crate::window::language::tr;
use crate::window::live_run::rows::History;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::why::chain::Link;

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The campaign starts.
    Start,
    /// Sparrows fall below a tenth of the twin's.
    FewSparrows,
    /// A harvest is much smaller than the twin's.
    Harvest,
    /// Pests are at their most.
    Pests,
    /// Pests swarm for the first time.
    Swarm,
    /// The campaign stops.
    Stop,
}

impl Kind {
    /// The link that explains it, if one does.
    pub fn link(self) -> Option<Link> {
        match self {
            Self::Start | Self::Stop => None,
            Self::FewSparrows => Some(Link::Birds),
            Self::Pests | Self::Swarm => Some(Link::Pests),
            Self::Harvest => Some(Link::Harvest),
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The day, as the number of days simulated up to it.
    pub day: u32,
    /// Its kind.
    pub kind: Kind,
    /// What it is, with its number.
    pub text: String,
}

/// Sparrows are few when there are fewer than this share of the twin's.
pub const FEW: f64 = 0.1;
/// From so many pests per m² on, farmers treat their fields; they have gone when there are fewer than the other number.
pub const OUTBREAK_PER_M2: [f64; 2] = [1.0, 0.5];
/// A harvest is marked when it is smaller than the twin's by so many percent, and said to be much smaller from the other on.
const SMALLER: [f64; 2] = [10.0, 25.0];

/// What happened, in the order of days. `twin` is there once it has parted from the run.
pub fn events(run: &History, twin: Option<&History>) -> Vec<Event> {
    let mut events = campaign(&run.days);
    events.extend(outbreaks(&run.days, twin));
    events.extend(first_swarm(&run.days));
    if let Some(twin) = twin {
        events.extend(few_sparrows(&run.days, &twin.days));
        events.extend(small_harvests(run, twin));
    }
    events.sort_by_key(|event| (event.day, event.kind));
    events
}

/// When the campaign started and stopped.
fn campaign(days: &[&DayRow]) -> Vec<Event> {
    let is_on = |row: &DayRow| row.campaign_effort > 0.0;
    let mut was_on = false;
    let mut events = Vec::new();
    for (day, row) in (1..).zip(days) {
        let (kind, text) = match (was_on, is_on(row)) {
            (false, true) => (Kind::Start, tr!("time-campaign-starts")),
            (true, false) => (Kind::Stop, tr!("time-campaign-stops")),
            _ => continue,
        };
        was_on = is_on(row);
        events.push(Event { day, kind, text });
    }
    events
}

/// The first day on which there are far fewer sparrows than in the twin.
fn few_sparrows(run: &[&DayRow], twin: &[&DayRow]) -> Option<Event> {
    let are_few = |(run, twin): (&&DayRow, &&DayRow)| (run.sparrows as f64) < FEW * twin.sparrows as f64;
    let index = run.iter().zip(twin).position(are_few)?;
    let [with, without] = [run[index], twin[index]].map(|row| number(row.sparrows_per_ha));
    let text = tr!("time-few-sparrows", with = with, without = without);
    Some(Event { day: index as u32 + 1, kind: Kind::FewSparrows, text })
}

/// The day of each outbreak on which there were most pests, once it is over.
fn outbreaks(run: &[&DayRow], twin: Option<&History>) -> Vec<Event> {
    let [begins, ends] = OUTBREAK_PER_M2;
    let mut events = Vec::new();
    let mut most: Option<usize> = None;
    for (index, row) in run.iter().enumerate() {
        let now = row.pests_per_m2;
        match most {
            None if now >= begins => most = Some(index),
            Some(before) if now > run[before].pests_per_m2 => most = Some(index),
            Some(peak) if now < ends => {
                let without = twin.and_then(|twin| twin.days.get(peak)).map(|row| number(row.pests_per_m2));
                let with = number(run[peak].pests_per_m2);
                let text = match without {
                    Some(without) => tr!("time-most-pests-against", with = with, without = without),
                    None => tr!("time-most-pests", with = with),
                };
                events.push(Event { day: peak as u32 + 1, kind: Kind::Pests, text });
                most = None;
            }
            _ => {}
        }
    }
    events
}

/// The first day on which pests swarm.
fn first_swarm(run: &[&DayRow]) -> Option<Event> {
    let index = run.iter().position(|row| row.pests_swarming > 0)?;
    let pests = run[index].pests_swarming;
    let text = tr!("time-first-swarm", pests = pests, count = count(pests));
    Some(Event { day: index as u32 + 1, kind: Kind::Swarm, text })
}

/// Whole harvests that were smaller than the twin's, on the last day on which something was reaped.
fn small_harvests(run: &History, twin: &History) -> Vec<Event> {
    let per_ha = |harvest: &HarvestRow| harvest.reaped_kg_per_cropland_ha;
    let small = run.harvests.iter().filter(|harvest| harvest.is_whole_year()).filter_map(|harvest| {
        let of_twin = twin.harvests.iter().find(|other| other.year == harvest.year && other.is_whole_year())?;
        let Some(Differs::Less(less)) = Differs::of(per_ha(harvest), per_ha(of_twin)) else { return None };
        let [with, without] = [harvest, of_twin].map(|harvest| number(per_ha(harvest) / 1000.0));
        let (year, percent) = (harvest.year, rounded(less));
        let text = match less {
            less if less >= SMALLER[1] => {
                tr!("time-harvest-far-below", year = year, percent = percent, with = with, without = without)
            }
            less if less >= SMALLER[0] => {
                tr!("time-harvest-below", year = year, percent = percent, with = with, without = without)
            }
            _ => return None,
        };
        Some(Event { day: last_reaped(&run.days, harvest.year)?, kind: Kind::Harvest, text })
    });
    small.collect()
}

/// The last day of a year on which something was reaped.
fn last_reaped(days: &[&DayRow], year: u64) -> Option<u32> {
    let is_it = |row: &&DayRow| row.date.year() as u64 == year && row.reaped_kg > 0.0;
    days.iter().rposition(is_it).map(|index| index as u32 + 1)
}

/// The day of each harvest on which most was reaped.
pub fn harvest_times(days: &[&DayRow]) -> Vec<Date> {
    /// So many days without reaping divide two harvests.
    const PAUSE: usize = 20;
    /// What is less than this share of the largest is no harvest.
    const LEAST: f64 = 0.1;
    let mut harvests: Vec<(Date, f64)> = Vec::new();
    let (mut best, mut last) = (0.0, None);
    for (index, row) in days.iter().enumerate().filter(|(_, row)| row.reaped_kg > 0.0) {
        match harvests.last_mut().filter(|_| last.is_some_and(|last| index - last <= PAUSE)) {
            Some((date, kg)) => {
                *kg += row.reaped_kg;
                if row.reaped_kg > best {
                    (best, *date) = (row.reaped_kg, row.date);
                }
            }
            None => {
                best = row.reaped_kg;
                harvests.push((row.date, row.reaped_kg));
            }
        }
        last = Some(index);
    }
    let most = harvests.iter().map(|(_, kg)| *kg).fold(0.0, f64::max);
    harvests.into_iter().filter(|(_, kg)| *kg >= LEAST * most).map(|(date, _)| date).collect()
}

/// At most `most` events to be shown, the most telling ones: the first of each kind before the second of any.
pub fn most_telling(events: &[Event], most: usize) -> Vec<usize> {
    let rank = |index: usize| events[..index].iter().filter(|event| event.kind == events[index].kind).count();
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|index| (rank(*index), events[*index].kind, *index));
    order.truncate(most);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::window::test_support::rows::rows;

    const START: Date = date(1957, 1, 1);

    fn told(run: &[DayRow], harvests: &[HarvestRow], twin: Option<(&[DayRow], &[HarvestRow])>) -> Vec<(u32, String)> {
        let run = History { days: run.iter().collect(), harvests };
        let twin = twin.map(|(days, harvests)| History { days: days.iter().collect(), harvests });
        events(&run, twin.as_ref()).into_iter().map(|event| (event.day, event.text)).collect()
    }

    fn harvest(year: u64, kg_per_ha: f64) -> HarvestRow {
        HarvestRow { days: 365, reaped_kg_per_cropland_ha: kg_per_ha, ..HarvestRow::empty(year) }
    }

    #[test]
    fn starts_and_stops_are_the_days_on_which_the_effort_changes() {
        let run = rows(START, 30, |index, row| row.campaign_effort = f64::from(u8::from((10..20).contains(&index))));
        let expected = [(11, "The campaign starts".into()), (21, "The campaign stops".into())];
        assert_eq!(told(&run, &[], None), expected);
    }

    #[test]
    fn sparrows_are_few_only_beside_the_twin() {
        // Where both have few, as after a hard winter, nothing is marked; nor where the run has more.
        let sparrows = |count: fn(usize) -> u64| {
            rows(START, 20, |index, row| {
                row.sparrows = count(index);
                row.sparrows_per_ha = count(index) as f64 / 100.0;
            })
        };
        let (falling, many, few) = (sparrows(|day| 1000 >> day), sparrows(|_| 1000), sparrows(|_| 3));
        let marked = told(&falling, &[], Some((&many, &[])));
        assert_eq!(marked.len(), 1);
        assert_eq!(marked[0].0, 5);
        assert!(marked[0].1.ends_with("0.62 per hectare against 10.0"), "{}", marked[0].1);
        assert!(told(&falling, &[], Some((&few, &[]))).iter().all(|(day, _)| *day > 10));
        assert!(told(&many, &[], Some((&few, &[]))).is_empty());
        assert!(told(&falling, &[], None).is_empty());
    }

    #[test]
    fn an_outbreak_is_marked_at_its_peak_once_it_is_over() {
        let pests = [0.2, 1.2, 2.7, 0.9, 1.6, 0.4, 0.8, 1.1, 1.3];
        let run = rows(START, pests.len(), |index, row| row.pests_per_m2 = pests[index]);
        let twin = rows(START, pests.len(), |_, row| row.pests_per_m2 = 0.25);
        let marked = told(&run, &[], Some((&twin, &[])));
        assert_eq!(marked, [(3, "Pests at their most: 2.70 per m²; 0.25 on the same day without the campaign".into())]);
    }

    #[test]
    fn only_the_first_swarm_is_marked() {
        let run = rows(START, 9, |index, row| row.pests_swarming = [0, 0, 0, 20_784, 90_000, 0, 0, 7, 0][index]);
        assert_eq!(told(&run, &[], None), [(4, "The first swarm: 20,784 pests crowd together and move as one".into())]);
        assert!(told(&run[..3], &[], None).is_empty());
        let alone = rows(START, 1, |_, row| row.pests_swarming = 1);
        assert_eq!(told(&alone, &[], None), [(1, "The first swarm: 1 pest".into())]);
    }

    #[test]
    fn a_harvest_above_the_twins_is_not_marked() {
        let run = rows(START, 3 * 365, |index, row| row.reaped_kg = f64::from(u8::from(index % 365 == 250)));
        let with = [harvest(1957, 1900.0), harvest(1958, 1680.0), harvest(1959, 1300.0)];
        let without = [harvest(1957, 1800.0), harvest(1958, 2000.0), harvest(1959, 2000.0)];
        let marked = told(&run, &with, Some((&run, &without)));
        let texts: Vec<_> = marked.iter().map(|(day, text)| (*day, text.split(": ").next().unwrap())).collect();
        let [below, far] = [
            "Harvest of 1958, 16 % below that without the campaign",
            "Harvest of 1959, far below that without the campaign, by 35 %",
        ];
        assert_eq!(texts, [(616, below), (981, far)]);
        // The other way round there is nothing below, and a year that is not over is not compared.
        assert!(told(&run, &without[1..], Some((&run, &with[1..]))).is_empty());
        let unfinished = [HarvestRow { days: 200, ..harvest(1958, 100.0) }];
        assert!(told(&run, &unfinished, Some((&run, &without))).is_empty());
    }

    #[test]
    fn each_harvest_has_one_time() {
        let kg = |index: usize| match index {
            150..160 => (160 - index.abs_diff(156)) as f64,
            260..280 => (280 - index.abs_diff(270)) as f64,
            200 => 1.0,
            _ => 0.0,
        };
        let run = rows(START, 365, |index, row| row.reaped_kg = kg(index));
        assert_eq!(harvest_times(&run.iter().collect::<Vec<_>>()), [run[156].date, run[270].date]);
    }

    #[test]
    fn one_of_each_kind_is_shown_before_two_of_any() {
        let event = |day, kind| Event { day, kind, text: String::new() };
        let starts = (0..6).map(|day| event(day, Kind::Start));
        let all: Vec<_> = starts.chain([event(7, Kind::Pests), event(8, Kind::Harvest)]).collect();
        assert_eq!(most_telling(&all, 3), [0, 6, 7]);
        assert_eq!(most_telling(&all, 5), [0, 1, 2, 6, 7]);
        assert_eq!(most_telling(&all, 99).len(), 8);
    }
}
