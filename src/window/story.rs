//! What is happening, in a few lines: drawn from the record and from nothing else.
//!
//! A line says what the numbers show. It compares only with days and years that the record holds, and it gives no cause
//! that the record does not measure.

use jiff::civil::Date;

use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;

use super::words::{against, figure, long_date};

/// Fewer pests than this to the square metre are called "almost none".
const ALMOST_NONE_PER_M2: f64 = 0.01;

/// The lines, most pressing first. Every number in them is the model's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The day it tells of; before the first day, none.
    pub date: Option<Date>,
    /// The lines.
    pub lines: Vec<String>,
}

/// The story of a run so far.
pub fn story(scenario: &Scenario, record: &Record) -> Story {
    let Some(today) = record.days.last() else { return before_the_first_day(scenario) };
    let year_ago = same_day_last_year(record, today);
    let mut lines = vec![sparrows(today, year_ago), pests(today, year_ago)];
    lines.push(harvest(record, today).unwrap_or_else(|| "No harvest yet to compare with.".into()));
    Story { date: Some(today.date), lines }
}

fn before_the_first_day(scenario: &Scenario) -> Story {
    let mut lines = vec![format!("Nothing has happened yet. The run begins on {}.", long_date(scenario.start))];
    if !scenario.look_for.is_empty() {
        lines.push(format!("What to look for: {}", scenario.look_for));
    }
    Story { date: None, lines }
}

/// The row of this day a year before. The record has one row a day without gaps.
fn same_day_last_year<'a>(record: &'a Record, today: &DayRow) -> Option<&'a DayRow> {
    let then = year_before(today.date)?;
    let index = record.days.partition_point(|row| row.date < then);
    record.days.get(index).filter(|row| row.date == then)
}

/// This day a year before; for 29 February, 28 February.
fn year_before(date: Date) -> Option<Date> {
    Date::new(date.year() - 1, date.month(), date.day()).or_else(|_| Date::new(date.year() - 1, 2, 28)).ok()
}

fn sparrows(today: &DayRow, year_ago: Option<&DayRow>) -> String {
    if today.sparrows == 0 {
        return "There are no sparrows.".into();
    }
    let now = format!("Sparrows: {} per hectare", figure(today.sparrows_per_ha));
    match year_ago.and_then(|then| against(today.sparrows as f64, then.sparrows as f64)) {
        Some(words) => format!("{now}, {words} this day last year."),
        None => format!("{now}."),
    }
}

fn pests(today: &DayRow, year_ago: Option<&DayRow>) -> String {
    let now = today.pests_per_m2;
    let then = year_ago.map(|row| row.pests_per_m2);
    if now < ALMOST_NONE_PER_M2 {
        return match (then, today.pest_eggs) {
            (Some(then), _) if then >= 10.0 * ALMOST_NONE_PER_M2 => {
                format!("Almost no grown pests; {} per m² this day last year.", figure(then))
            }
            (_, 0) => "Almost no grown pests.".into(),
            _ => "Almost no grown pests; eggs lie in the soil.".into(),
        };
    }
    let now_text = format!("Pests: {} per m²", figure(now));
    match then {
        Some(then) if then < ALMOST_NONE_PER_M2 => format!("{now_text}; almost none this day last year."),
        Some(then) => match against(now, then) {
            Some(words) => format!("{now_text}, {words} this day last year."),
            None => format!("{now_text}."),
        },
        None => format!("{now_text}."),
    }
}

/// While a harvest is coming in, how it compares so far; at other times the last whole year's.
fn harvest(record: &Record, today: &DayRow) -> Option<String> {
    harvest_so_far(record, today).or_else(|| last_whole_harvest(record))
}

fn harvest_so_far(record: &Record, today: &DayRow) -> Option<String> {
    let this_year = today.date.year();
    let reaped_kg = reaped_by(record, today.date);
    let year = record.harvests.iter().find(|harvest| harvest.year == this_year as u64)?;
    // The first year may have begun in the middle, and a year that is over is told as a whole.
    if reaped_kg <= 0.0 || is_whole(year) {
        return None;
    }
    let so_far = format!("Reaped so far in {this_year}: {} t", figure(reaped_kg / 1000.0));
    let before = year_before(today.date)
        .filter(|_| record.harvests.iter().any(|harvest| harvest.year + 1 == this_year as u64 && is_whole(harvest)))
        .map(|then| reaped_by(record, then))
        .and_then(|then| against(reaped_kg, then));
    Some(match before {
        Some(words) => format!("{so_far}, {words} this day in {}.", this_year - 1),
        None => format!("{so_far}."),
    })
}

/// Grain reaped from the first of January up to a day.
fn reaped_by(record: &Record, date: Date) -> f64 {
    let end = record.days.partition_point(|row| row.date <= date);
    record.days[..end].iter().rev().take_while(|row| row.date.year() == date.year()).map(|row| row.reaped_kg).sum()
}

fn last_whole_harvest(record: &Record) -> Option<String> {
    let whole: Vec<&HarvestRow> = record.harvests.iter().filter(|year| is_whole(year)).collect();
    let (latest, earlier) = whole.split_last()?;
    let yield_text =
        format!("Harvest of {}: {} t per hectare", latest.year, figure(latest.reaped_kg_per_cropland_ha / 1000.0));
    let Some(base) = base_year(record, earlier) else { return Some(format!("{yield_text}.")) };
    let Some(words) = against(latest.reaped_kg, base.reaped_kg) else { return Some(format!("{yield_text}.")) };
    let leaf = against(latest.leaf_eaten_by_pests_kg, base.leaf_eaten_by_pests_kg)
        .map(|words| format!(" Leaf eaten by pests: {words} {}.", base.year))
        .unwrap_or_default();
    let grain = against(latest.grain_eaten_by_sparrows_kg, base.grain_eaten_by_sparrows_kg)
        .map(|words| format!(" Standing grain eaten by sparrows: {words} {}.", base.year))
        .unwrap_or_default();
    Some(format!("{yield_text}, {words} {}.{leaf}{grain}", base.year))
}

/// The last whole year before the campaign's first day; without one, the year before.
fn base_year<'a>(record: &Record, earlier: &[&'a HarvestRow]) -> Option<&'a HarvestRow> {
    let campaign_began = record.days.iter().find(|row| row.campaign_effort > 0.0).map(|row| row.date.year() as u64);
    let before_it = campaign_began.and_then(|began| earlier.iter().rev().find(|year| year.year < began));
    before_it.or(earlier.last()).copied()
}

/// Whether the run has covered every day of the year.
pub fn is_whole(harvest: &HarvestRow) -> bool {
    let days = i16::try_from(harvest.year).ok().and_then(|year| Date::new(year, 1, 1).ok()).map(Date::days_in_year);
    days.is_some_and(|days| harvest.days == days as u64)
}

#[cfg(test)]
mod tests {
    use super::super::sample::rows;
    use super::*;
    use jiff::civil::date;

    /// A run from `start` over `days` days; each year reaps `reaped(year)` kg on 15 June.
    fn run(start: Date, days: usize, day: impl Fn(Date) -> (u64, f64, f64), reaped: impl Fn(i16) -> f64) -> Record {
        let days = rows(start, days, |_, row| {
            let (sparrows, pests_per_m2, campaign_effort) = day(row.date);
            row.sparrows = sparrows;
            row.sparrows_per_ha = sparrows as f64 / 100.0;
            row.pests_per_m2 = pests_per_m2;
            row.campaign_effort = campaign_effort;
            if (row.date.month(), row.date.day()) == (6, 15) {
                row.reaped_kg = reaped(row.date.year());
            }
        });
        let mut record = Record { days, ..Record::default() };
        for row in &record.days {
            let year = row.date.year() as u64;
            if record.harvests.last().is_none_or(|last| last.year != year) {
                record.harvests.push(HarvestRow::empty(year));
            }
            let harvest = record.harvests.last_mut().unwrap();
            harvest.days += 1;
            harvest.reaped_kg += row.reaped_kg;
            harvest.reaped_kg_per_cropland_ha = harvest.reaped_kg;
        }
        record
    }

    fn text(record: &Record) -> String {
        story(&Scenario::default(), record).lines.join("\n")
    }

    #[test]
    fn before_the_first_day_it_claims_nothing() {
        // An empty record gives the first day and the scenario's own hint, but not one number of the model.
        let scenario = Scenario { look_for: "the third summer".into(), ..Scenario::default() };
        let lines = story(&scenario, &Record::default()).lines;
        assert!(lines[0].contains("Nothing has happened yet"), "{lines:?}");
        assert_eq!(lines[1], "What to look for: the third summer");
        assert!(!lines.join(" ").contains("per hectare"));
    }

    #[test]
    fn nothing_is_compared_in_the_first_year() {
        // Without a day a year before and a whole year before there is no comparison at all.
        let story = text(&run(date(1957, 3, 1), 200, |_| (500, 0.6, 0.0), |_| 1000.0));
        for word in ["last year", "day in", "below", "above", "times", "twice", "same"] {
            assert!(!story.contains(word), "{word} in: {story}");
        }
        assert!(story.contains("Sparrows: 5.0 per hectare."), "{story}");
        assert!(story.contains("Reaped so far in 1957: 1.0 t."), "{story}");
    }

    #[test]
    fn animals_are_compared_with_the_same_day_of_last_year() {
        // The comparison is with the row dated a year before, over a leap day too.
        let fewer = |date: Date| if date.year() < 1960 { (500, 0.3, 0.0) } else { (100, 0.6, 0.0) };
        let record = run(date(1959, 1, 1), 365 + 60, fewer, |_| 0.0);
        assert_eq!(record.days.last().unwrap().date, date(1960, 2, 29));
        let story = text(&record);
        assert!(story.contains("about a fifth of this day last year"), "{story}");
        assert!(story.contains("Pests: 0.60 per m², about twice this day last year"), "{story}");
    }

    #[test]
    fn a_year_with_almost_no_pests_is_no_base_for_a_ratio() {
        // From next to nothing no multiple is told, only that there was almost none.
        let more = |date: Date| if date.year() < 1958 { (500, 0.0001, 0.0) } else { (500, 3.0, 0.0) };
        let story = text(&run(date(1957, 1, 1), 365 + 10, more, |_| 0.0));
        assert!(story.contains("almost none this day last year"), "{story}");
        assert!(!story.contains("times"), "{story}");
    }

    #[test]
    fn harvests_are_compared_with_the_last_whole_year_before_the_campaign() {
        // The base is the last whole year without the campaign; a year that the run did not cover from its first day is none.
        let effort = |date: Date| (500, 0.3, if date >= date_of_start() { 1.0 } else { 0.0 });
        let reaped = |year| if year < 1959 { 1000.0 } else { 880.0 };
        let until_early_1960 = 3 * 365 + 40;
        let story = text(&run(date(1957, 1, 1), until_early_1960, effort, reaped));
        assert!(story.contains("Harvest of 1959: 0.88 t per hectare, 12 % below 1957."), "{story}");
        let from_february = text(&run(date(1957, 2, 1), until_early_1960 - 31, effort, reaped));
        assert!(from_february.contains("12 % below 1958."), "{from_february}");
    }

    #[test]
    fn causes_are_told_only_as_far_as_they_were_measured() {
        // What pests and sparrows ate is told when both years hold it, and not otherwise.
        let mut record = run(date(1957, 1, 1), 2 * 365 + 5, |_| (500, 0.3, 0.0), |_| 1000.0);
        assert!(!text(&record).contains("Leaf eaten"));
        record.harvests[0].leaf_eaten_by_pests_kg = 10.0;
        record.harvests[1].leaf_eaten_by_pests_kg = 31.0;
        let story = text(&record);
        assert!(story.contains("Leaf eaten by pests: 3.1 times 1957."), "{story}");
        assert!(!story.contains("eaten by sparrows"), "{story}");
    }

    #[test]
    fn a_harvest_that_comes_in_is_compared_with_the_same_day_of_last_year() {
        // While a year is unfinished its harvest is never set against a whole year.
        let reaped = |year| if year < 1958 { 1000.0 } else { 500.0 };
        let story = text(&run(date(1957, 1, 1), 365 + 200, |_| (500, 0.3, 0.0), reaped));
        assert!(story.contains("Reaped so far in 1958: 0.50 t, about half of this day in 1957."), "{story}");
    }

    fn date_of_start() -> Date {
        date(1958, 3, 18)
    }
}
