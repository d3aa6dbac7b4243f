//! What is happening, in a few lines taken from the record and from nothing else.
//!
//! A line says what the numbers show. It compares only with days and years that are in the record, and it names no cause
//! that the record does not measure. Yearly totals are compared only when the year is over: crops ripen earlier in a warm
//! year, so what has come in by a given day says little about the harvest.

use jiff::civil::Date;

use crate::output::words::{long_date, number};
use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;

use super::words::against;

/// Fewer pests than this per square metre are called "almost none".
const ALMOST_NONE_PER_M2: f64 = 0.01;

/// The story of a run so far in a few lines, the most important first. Every number in them is the model's.
pub fn story(scenario: &Scenario, record: &Record) -> Vec<String> {
    let Some(today) = record.days.last() else { return before_the_first_day(scenario) };
    let year_ago = same_day_last_year(record, today);
    let mut lines = vec![sparrows(today, year_ago), pests(today, year_ago)];
    lines.extend(last_whole_harvest(record));
    lines.extend(harvest_so_far(record, today));
    if lines.len() == 2 {
        lines.push("No whole year's harvest yet.".into());
    }
    lines
}

fn before_the_first_day(scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![format!("Nothing has happened yet. The run begins on {}.", long_date(scenario.start))];
    if !scenario.look_for.is_empty() {
        lines.push(format!("What to look for: {}", scenario.look_for));
    }
    lines
}

/// The row of this day a year earlier. The record has one row per day, without gaps.
fn same_day_last_year<'a>(record: &'a Record, today: &DayRow) -> Option<&'a DayRow> {
    let then = year_before(today.date)?;
    let index = record.days.partition_point(|row| row.date < then);
    record.days.get(index).filter(|row| row.date == then)
}

/// This day a year earlier; for 29 February, 28 February.
fn year_before(date: Date) -> Option<Date> {
    Date::new(date.year() - 1, date.month(), date.day()).or_else(|_| Date::new(date.year() - 1, 2, 28)).ok()
}

fn sparrows(today: &DayRow, year_ago: Option<&DayRow>) -> String {
    if today.sparrows == 0 {
        return "There are no sparrows.".into();
    }
    let now = format!("Sparrows: {} per hectare", number(today.sparrows_per_ha));
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
                format!("Almost no grown pests; {} per m² this day last year.", number(then))
            }
            (_, 0) => "Almost no grown pests.".into(),
            _ => "Almost no grown pests; there are eggs in the soil.".into(),
        };
    }
    let now_text = format!("Pests: {} per m²", number(now));
    match then {
        Some(then) if then < ALMOST_NONE_PER_M2 => format!("{now_text}; almost none this day last year."),
        Some(then) => match against(now, then) {
            Some(words) => format!("{now_text}, {words} this day last year."),
            None => format!("{now_text}."),
        },
        None => format!("{now_text}."),
    }
}

/// How much of the harvest has come in while its year lasts. It is compared with nothing.
fn harvest_so_far(record: &Record, today: &DayRow) -> Option<String> {
    let year = record.harvests.iter().find(|harvest| harvest.year == today.date.year() as u64)?;
    let is_over = today.date == today.date.last_of_year();
    (year.reaped_kg > 0.0 && !is_over)
        .then(|| format!("Reaped so far in {}: {}; the year is not over.", year.year, yield_text(year)))
}

fn last_whole_harvest(record: &Record) -> Option<String> {
    let whole: Vec<&HarvestRow> = record.harvests.iter().filter(|year| year.is_whole_year()).collect();
    let (latest, earlier) = whole.split_last()?;
    let harvest = format!("Harvest of {}: {}", latest.year, yield_text(latest));
    let Some(base) = base_year(record, earlier) else { return Some(format!("{harvest}.")) };
    let Some(words) = against(latest.reaped_kg, base.reaped_kg) else { return Some(format!("{harvest}.")) };
    let leaf = against(latest.leaf_eaten_by_pests_kg, base.leaf_eaten_by_pests_kg)
        .map(|words| format!(" Leaf eaten by pests: {words} {}.", base.year))
        .unwrap_or_default();
    let grain = against(latest.grain_eaten_by_sparrows_kg, base.grain_eaten_by_sparrows_kg)
        .map(|words| format!(" Standing grain eaten by sparrows: {words} {}.", base.year))
        .unwrap_or_default();
    Some(format!("{harvest}, {words} {}.{leaf}{grain}", base.year))
}

fn yield_text(year: &HarvestRow) -> String {
    format!("{} t per hectare", number(year.reaped_kg_per_cropland_ha / 1000.0))
}

/// The last whole year before the campaign's first day; if there is none, the previous year.
fn base_year<'a>(record: &Record, earlier: &[&'a HarvestRow]) -> Option<&'a HarvestRow> {
    let campaign_began = record.days.iter().find(|row| row.campaign_effort > 0.0).map(|row| row.date.year() as u64);
    let before_it = campaign_began.and_then(|began| earlier.iter().rev().find(|year| year.year < began));
    before_it.or(earlier.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::rows::rows;
    use jiff::civil::date;

    /// A run from `start` over `days` days; each year reaps `reaped(year)` kg on 15 June.
    fn run(start: Date, days: usize, day: impl Fn(Date) -> (u64, f64, f64), reaped: impl Fn(i16) -> f64) -> Record {
        let on_15_june = |date: Date| if (date.month(), date.day()) == (6, 15) { reaped(date.year()) } else { 0.0 };
        run_of_days(start, days, day, on_15_june)
    }

    /// The same, but reaping `reaped(date)` kg on each day.
    fn run_of_days(
        start: Date,
        days: usize,
        day: impl Fn(Date) -> (u64, f64, f64),
        reaped: impl Fn(Date) -> f64,
    ) -> Record {
        let days = rows(start, days, |_, row| {
            let (sparrows, pests_per_m2, campaign_effort) = day(row.date);
            row.sparrows = sparrows;
            row.sparrows_per_ha = sparrows as f64 / 100.0;
            row.pests_per_m2 = pests_per_m2;
            row.campaign_effort = campaign_effort;
            row.reaped_kg = reaped(row.date);
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
        story(&Scenario::default(), record).join("\n")
    }

    #[test]
    fn before_the_first_day_it_claims_nothing() {
        // With an empty record it gives the first day and the scenario's own hint, but no number of the model.
        let scenario = Scenario { look_for: "the third summer".into(), ..Scenario::default() };
        let lines = story(&scenario, &Record::default());
        assert!(lines[0].contains("Nothing has happened yet"), "{lines:?}");
        assert_eq!(lines[1], "What to look for: the third summer");
        assert!(!lines.join(" ").contains("per hectare"));
    }

    #[test]
    fn nothing_is_compared_in_the_first_year() {
        // Without the same day a year earlier and a whole year before there is no comparison at all.
        let story = text(&run(date(1957, 3, 1), 200, |_| (500, 0.6, 0.0), |_| 1000.0));
        for word in ["last year", "day in", "below", "above", "times", "twice", "same"] {
            assert!(!story.contains(word), "{word} in: {story}");
        }
        assert!(story.contains("Sparrows: 5.00 per hectare."), "{story}");
        assert!(story.contains("Reaped so far in 1957: 1.00 t per hectare; the year is not over."), "{story}");
    }

    #[test]
    fn animals_are_compared_with_the_same_day_of_last_year() {
        // The comparison is with the row dated a year earlier, across a leap day too.
        let fewer = |date: Date| if date.year() < 1960 { (500, 0.3, 0.0) } else { (100, 0.6, 0.0) };
        let record = run(date(1959, 1, 1), 365 + 60, fewer, |_| 0.0);
        assert_eq!(record.days.last().unwrap().date, date(1960, 2, 29));
        let story = text(&record);
        assert!(story.contains("about a fifth of this day last year"), "{story}");
        assert!(story.contains("Pests: 0.60 per m², about twice this day last year"), "{story}");
    }

    #[test]
    fn a_year_with_almost_no_pests_is_no_base_for_a_ratio() {
        // A multiple of next to nothing is not given, only that there was almost none.
        let more = |date: Date| if date.year() < 1958 { (500, 0.0001, 0.0) } else { (500, 3.0, 0.0) };
        let story = text(&run(date(1957, 1, 1), 365 + 10, more, |_| 0.0));
        assert!(story.contains("almost none this day last year"), "{story}");
        assert!(!story.contains("times"), "{story}");
    }

    #[test]
    fn harvests_are_compared_with_the_last_whole_year_before_the_campaign() {
        // The base is the last whole year without the campaign; a year of which the run misses the first days does not
        // count.
        let effort = |date: Date| (500, 0.3, if date >= date_of_start() { 1.0 } else { 0.0 });
        let reaped = |year| if year < 1959 { 1000.0 } else { 880.0 };
        let until_early_1960 = 3 * 365 + 40;
        let story = text(&run(date(1957, 1, 1), until_early_1960, effort, reaped));
        assert!(story.contains("Harvest of 1959: 0.88 t per hectare, 12 % below 1957."), "{story}");
        let from_february = text(&run(date(1957, 2, 1), until_early_1960 - 31, effort, reaped));
        assert!(from_february.contains("12 % below 1958."), "{from_february}");
    }

    #[test]
    fn causes_are_named_only_as_far_as_they_were_measured() {
        // What pests and sparrows ate is mentioned when both years have it, and not otherwise.
        let mut record = run(date(1957, 1, 1), 2 * 365 + 5, |_| (500, 0.3, 0.0), |_| 1000.0);
        assert!(!text(&record).contains("Leaf eaten"));
        record.harvests[0].leaf_eaten_by_pests_kg = 10.0;
        record.harvests[1].leaf_eaten_by_pests_kg = 31.0;
        let story = text(&record);
        assert!(story.contains("Leaf eaten by pests: 3.1 times 1957."), "{story}");
        assert!(!story.contains("eaten by sparrows"), "{story}");
    }

    #[test]
    fn a_harvest_that_comes_in_is_compared_with_nothing() {
        // A year with an earlier, smaller harvest is ahead of the last one for weeks; only when it is over is it called
        // lower.
        let reaped = |date: Date| match (date.year(), date.month(), date.day()) {
            (1958, 6, 10) => 860.0,
            (1958, ..) => 0.0,
            (_, 6, 15 | 25) => 500.0,
            _ => 0.0,
        };
        let day = |_| (500, 0.3, 0.0);
        for days in 365 + 160..2 * 365 {
            let story = text(&run_of_days(date(1957, 1, 1), days, day, reaped));
            let (_, harvests) = story.split_once("Harvest of").unwrap();
            let expected = " 1957: 1.00 t per hectare.";
            if days > 365 + 160 {
                let so_far = "\nReaped so far in 1958: 0.86 t per hectare; the year is not over.";
                assert_eq!(harvests, format!("{expected}{so_far}"), "day {days}");
            } else {
                assert_eq!(harvests, expected, "day {days}");
            }
        }
        let story = text(&run_of_days(date(1957, 1, 1), 2 * 365, day, reaped));
        assert!(story.ends_with("Harvest of 1958: 0.86 t per hectare, 14 % below 1957."), "{story}");
    }

    fn date_of_start() -> Date {
        date(1958, 3, 18)
    }
}
