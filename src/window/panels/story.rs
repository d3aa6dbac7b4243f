//! What is happening, in a few lines taken from the record and from nothing else.
//!
//! A line says what the numbers show. It compares only with the twin, the same land in the same weather without the campaign, on the
//! same day or in the same year, so that what differs is the campaign's doing; and it names no cause that the record does not
//! measure. Yearly totals are compared only when the year is over: crops ripen earlier in a warm year and where they are eaten.

use crate::output::words::number;
use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;
use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::TwinRun;
use crate::window::live_run::twin::TwinState;

use super::words::{beside, long_date};

/// What is told of the days that were lived after the one that is shown, and where.
pub fn lived_ahead() -> String {
    tr!("story-lived-ahead")
}

/// Fewer pests than this per square metre are called "almost none".
pub const ALMOST_NONE_PER_M2: f64 = 0.01;

/// The story of a run so far in a few lines, the most important first. Every number in them is the model's.
pub fn story(scenario: &Scenario, record: &Record, twin: &TwinRun) -> Vec<String> {
    let Some(today) = record.days.last() else { return before_the_first_day(scenario) };
    let parted = twin.parted.and_then(|days| record.days.get(days as usize - 1)).map(|row| row.date);
    let of_twin = parted.and_then(|_| twin.record.days.get(record.days.len() - 1));
    let mut lines = vec![sparrows(today, of_twin), pests(today, of_twin)];
    let harvests_of_twin = if parted.is_some() { &twin.record.harvests[..] } else { &[] };
    let since = parted.map(|date| date.year() as u64);
    lines.extend(last_whole_harvest(record, harvests_of_twin, since));
    lines.extend(harvest_so_far(record, today));
    if lines.len() == 2 {
        lines.push(tr!("story-no-harvest-yet"));
    }
    lines.push(what_the_twin_is(record, twin, parted.map(long_date)));
    if today.date == scenario.end {
        lines.push(tr!("story-end"));
    }
    lines
}

fn before_the_first_day(scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![tr!("story-nothing-yet", first = long_date(scenario.start))];
    if !scenario.look_for.is_empty() {
        lines.push(tr!("story-look-for", what = documented(&scenario.look_for)));
    }
    lines
}

/// What the numbers are compared with.
fn what_the_twin_is(record: &Record, twin: &TwinRun, parted: Option<String>) -> String {
    let is_behind = twin.record.days.len() < record.days.len();
    match (twin.state, parted) {
        (TwinState::LeftOut, _) => tr!("story-twin-left-out"),
        (TwinState::OwnRun, _) if is_behind => match twin.record.days.last() {
            Some(latest) => tr!("story-twin-has-come-to", day = long_date(latest.date)),
            None => tr!("story-twin-follows"),
        },
        (_, Some(day)) => tr!("story-twin-parted", day = day),
        (_, None) => tr!("story-twin-identical"),
    }
}

fn sparrows(today: &DayRow, of_twin: Option<&DayRow>) -> String {
    if today.sparrows == 0 {
        return match of_twin.filter(|without| without.sparrows > 0) {
            Some(without) => tr!("story-no-sparrows-compared", without = number(without.sparrows_per_ha)),
            None => tr!("story-no-sparrows"),
        };
    }
    let now = number(today.sparrows_per_ha);
    match compared(today.sparrows_per_ha, of_twin.map(|row| row.sparrows_per_ha)) {
        Some(beside) => tr!("story-sparrows-compared", now = now, beside = beside),
        None => tr!("story-sparrows", now = now),
    }
}

fn pests(today: &DayRow, of_twin: Option<&DayRow>) -> String {
    let now = today.pests_per_m2;
    let without = of_twin.map(|row| row.pests_per_m2);
    if now < ALMOST_NONE_PER_M2 {
        return match (without, today.pest_eggs) {
            (Some(without), _) if without >= 10.0 * ALMOST_NONE_PER_M2 => {
                tr!("story-no-pests-compared", without = number(without))
            }
            (_, 0) => tr!("story-no-pests"),
            _ => tr!("story-no-pests-but-eggs"),
        };
    }
    if without.is_some_and(|without| without < ALMOST_NONE_PER_M2) {
        return tr!("story-pests-none-without", now = number(now));
    }
    match compared(now, without) {
        Some(beside) => tr!("story-pests-compared", now = number(now), beside = beside),
        None => tr!("story-pests", now = number(now)),
    }
}

/// How a number compares with that without the campaign, if that is known.
fn compared(with: f64, without: Option<f64>) -> Option<String> {
    beside(with, without?, number)
}

/// How much of the harvest has come in while its year lasts. It is compared with nothing.
fn harvest_so_far(record: &Record, today: &DayRow) -> Option<String> {
    let year = record.harvests.iter().find(|harvest| harvest.year == today.date.year() as u64)?;
    let is_over = today.date == today.date.last_of_year();
    (year.reaped_kg > 0.0 && !is_over)
        .then(|| tr!("story-reaped-so-far", year = year.year, now = number(yield_t(year))))
}

/// The last whole year's harvest, compared with the twin's if the two had parted by then.
fn last_whole_harvest(record: &Record, of_twin: &[HarvestRow], since: Option<u64>) -> Option<String> {
    let latest = record.harvests.iter().rev().find(|year| year.is_whole_year())?;
    let now = number(yield_t(latest));
    let without = of_twin.iter().find(|year| year.year == latest.year && year.is_whole_year());
    let without = without.filter(|year| since.is_some_and(|since| since <= year.year)).map(yield_t);
    Some(match compared(yield_t(latest), without) {
        Some(beside) => tr!("story-harvest-compared", year = latest.year, now = now, beside = beside),
        None => tr!("story-harvest", year = latest.year, now = now),
    })
}

fn yield_t(year: &HarvestRow) -> f64 {
    year.reaped_kg_per_cropland_ha / 1000.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::window::test_support::rows::rows;

    /// A run over `days` days from 1957 on; each year reaps `reaped(year)` kg on 15 June.
    fn run(days: usize, day: impl Fn(Date) -> (u64, f64), reaped: impl Fn(i16) -> f64) -> Record {
        let days = rows(date(1957, 1, 1), days, |_, row| {
            (row.sparrows, row.pests_per_m2) = day(row.date);
            row.sparrows_per_ha = row.sparrows as f64 / 100.0;
            let is_reaped = (row.date.month(), row.date.day()) == (6, 15);
            row.reaped_kg = if is_reaped { reaped(row.date.year()) } else { 0.0 };
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

    fn text(record: &Record, twin: &TwinRun) -> String {
        story(&Scenario::default(), record, twin).join("\n")
    }

    /// The twin of a run, from which it parted after so many days.
    fn twin(record: Record, parted: u32) -> TwinRun {
        TwinRun { state: TwinState::OwnRun, record, parted: Some(parted), ..TwinRun::default() }
    }

    #[test]
    fn before_the_first_day_it_claims_nothing() {
        // With an empty record it gives the first day and the scenario's own hint, but no number of the model.
        let scenario = Scenario { look_for: "the third summer".into(), ..Scenario::default() };
        let lines = story(&scenario, &Record::default(), &TwinRun::default());
        assert!(lines[0].contains("Nothing has happened yet"), "{lines:?}");
        assert_eq!(lines[1], "What to look for: the third summer");
        assert!(!lines.join(" ").contains("per hectare"));
    }

    #[test]
    fn nothing_is_compared_while_the_two_are_identical() {
        // Years differ by their weather, so they are not compared either.
        let more_each_year = |date: Date| (500, 0.3 * f64::from(date.year() - 1956));
        let story = text(&run(500, more_each_year, |year| 100.0 * f64::from(year - 1950)), &TwinRun::default());
        for word in ["last year", "below", "above", "times", "twice", "the same as"] {
            assert!(!story.contains(word), "{word} in: {story}");
        }
        assert!(story.contains("Sparrows: 5.00 per hectare."), "{story}");
        assert!(story.contains("Harvest of 1957: 0.70 t per hectare."), "{story}");
        assert!(story.ends_with("identical to the same land without the campaign."), "{story}");
    }

    #[test]
    fn animals_are_compared_with_the_twin_on_the_same_day() {
        let with = run(200, |_| (100, 0.6), |_| 0.0);
        let without = run(200, |date| if date.month() < 7 { (1, 9.0) } else { (500, 0.3) }, |_| 0.0);
        let story = text(&with, &twin(without, 40));
        assert!(
            story.contains("Sparrows: 1.00 per hectare, about a fifth of the 5.00 without the campaign."),
            "{story}"
        );
        assert!(story.contains("Pests: 0.60 per m², about twice the 0.30 without the campaign."), "{story}");
        assert!(story.ends_with("in the same weather, identical until 9 February 1957."), "{story}");
    }

    #[test]
    fn almost_no_pests_are_no_base_for_a_ratio() {
        // A multiple of next to nothing is not given, only that there were almost none.
        let (few, many) = (run(50, |_| (500, 0.0001), |_| 0.0), run(50, |_| (500, 3.0), |_| 0.0));
        let story = text(&many, &twin(few.clone(), 1));
        assert!(story.contains("Pests: 3.00 per m²; almost none without the campaign."), "{story}");
        assert!(!story.contains("times"), "{story}");
        assert!(text(&few, &twin(many, 1)).contains("Almost no grown pests; 3.00 per m² without the campaign."));
    }

    #[test]
    fn whole_harvests_are_compared_with_the_twins_from_the_year_in_which_they_parted() {
        // A harvest that is coming in is compared with nothing.
        let (with, without) = (|year| if year < 1958 { 1000.0 } else { 880.0 }, |_| 1000.0);
        let day = |_| (500, 0.3);
        let told = |days| text(&run(days, day, with), &twin(run(days, day, without), 400));
        let in_1958 = told(365 + 200);
        assert!(in_1958.contains("Harvest of 1957: 1.00 t per hectare.\n"), "{in_1958}");
        assert!(in_1958.contains("Reaped so far in 1958: 0.88 t per hectare; the year is not over."), "{in_1958}");
        let in_1959 = told(2 * 365 + 10);
        let expected = "Harvest of 1958: 0.88 t per hectare, 12 % below the 1.00 without the campaign.";
        assert!(in_1959.contains(expected), "{in_1959}");
    }

    #[test]
    fn the_end_of_the_scenario_is_told_on_its_day() {
        let told = |days| {
            let scenario = Scenario { end: date(1957, 12, 31), ..Scenario::default() };
            story(&scenario, &run(days, |_| (500, 0.3), |_| 0.0), &TwinRun::default()).join("\n")
        };
        assert_eq!([364, 365, 366].map(|days| told(days).contains("The scenario ends here.")), [false, true, false]);
    }

    #[test]
    fn a_twin_that_is_behind_is_compared_with_nothing() {
        let with = run(90, |_| (100, 0.3), |_| 0.0);
        let told = |record| text(&with, &TwinRun { state: TwinState::OwnRun, record, ..TwinRun::default() });
        for (days, end) in [(30, "follows; it has come to 30 January 1957."), (0, "without the campaign follows.")] {
            let story = told(run(days, |_| (500, 0.3), |_| 0.0));
            assert!(story.ends_with(end) && !story.contains("identical"), "{story}");
        }
    }
}
