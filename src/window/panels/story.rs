//! What is happening, in four lines taken from the record and from nothing else: sparrows, pests, the harvest, and what is to be known of
//! all that. However long they are, they have the same room, so that the charts under them stay where they are.
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

use super::words::{A_LONG_DAY, beside, long_date};

/// What is told of the days that were lived after the one that is shown, and where.
pub fn lived_ahead() -> String {
    tr!("story-lived-ahead")
}

/// What is told of a run beside its record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aside {
    /// Whether days were lived after the one that is shown.
    pub has_days_ahead: bool,
    /// How the harvest that is over came out, beside what a person thought.
    pub outcome: Option<String>,
}

/// Fewer pests than this per square metre are called "almost none".
pub const ALMOST_NONE_PER_M2: f64 = 0.01;

/// The story of a run so far, the most important first. Every number in it is the model's.
pub fn story(scenario: &Scenario, record: &Record, twin: &TwinRun, aside: &Aside) -> Vec<String> {
    let Some(today) = record.days.last() else { return before_the_first_day(scenario) };
    let parted = twin.parted.and_then(|days| record.days.get(days as usize - 1)).map(|row| row.date);
    let of_twin = parted.and_then(|_| twin.record.days.get(record.days.len() - 1));
    let harvests_of_twin = if parted.is_some() { &twin.record.harvests[..] } else { &[] };
    let since = parted.map(|date| date.year() as u64);
    let harvest = last_whole_harvest(record, harvests_of_twin, since);
    let to_be_known = match () {
        () if today.date == scenario.end => Some(tr!("story-end")),
        () if aside.has_days_ahead => Some(lived_ahead()),
        () => no_twin(record, twin),
    };
    let to_be_known = to_be_known.or_else(|| harvest_so_far(record, today)).or_else(|| aside.outcome.clone());
    vec![
        sparrows(today, of_twin),
        pests(today, of_twin),
        harvest.unwrap_or_else(|| tr!("story-no-harvest-yet")),
        to_be_known.unwrap_or_else(|| what_the_twin_is(parted.map(long_date))),
    ]
}

/// What the longest of its lines are, for each of them: where these have room, all have that can be told.
pub fn longest() -> [Vec<String>; 4] {
    let day = || long_date(A_LONG_DAY);
    // A ratio of each kind.
    let ratios = [0.01, 0.05, 0.1, 0.2, 0.25, 1.0 / 3.0, 0.5, 0.7, 1.0, 1.3, 2.0, 12.3, 50.0];
    let compared = |line: &dyn Fn(String) -> String| {
        let beside = ratios.iter().filter_map(|ratio| compared(12.3 * ratio, Some(12.3)));
        beside.map(line).collect::<Vec<_>>()
    };
    let (now, year) = ("12.3", "1958");
    [
        compared(&|beside| tr!("story-sparrows-compared", now = now, beside = beside)),
        compared(&|beside| tr!("story-pests-compared", now = now, beside = beside)),
        compared(&|beside| tr!("story-harvest-compared", year = year, now = "2.34", beside = beside)),
        vec![
            tr!("story-end"),
            lived_ahead(),
            tr!("story-twin-left-out"),
            tr!("story-twin-has-come-to", day = day()),
            tr!("story-twin-follows"),
            tr!("story-reaped-so-far", year = year, now = "2.34"),
            tr!("bet-outcome-more", said = "24,000", year = year, came = "27,000", difference = "3,000"),
            tr!("story-twin-parted", day = day()),
            tr!("story-twin-identical"),
        ],
    ]
}

fn before_the_first_day(scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![tr!("story-nothing-yet", first = long_date(scenario.start))];
    if !scenario.look_for.is_empty() {
        lines.push(tr!("story-look-for", what = documented(&scenario.look_for)));
    }
    lines
}

/// Why the numbers are compared with nothing, where they cannot be.
fn no_twin(record: &Record, twin: &TwinRun) -> Option<String> {
    let is_behind = twin.record.days.len() < record.days.len();
    match twin.state {
        TwinState::LeftOut => Some(tr!("story-twin-left-out")),
        TwinState::OwnRun if is_behind => Some(match twin.record.days.last() {
            Some(latest) => tr!("story-twin-has-come-to", day = long_date(latest.date)),
            None => tr!("story-twin-follows"),
        }),
        TwinState::OwnRun | TwinState::SameRun => None,
    }
}

/// What the numbers are compared with.
fn what_the_twin_is(parted: Option<String>) -> String {
    match parted {
        Some(day) => tr!("story-twin-parted", day = day),
        None => tr!("story-twin-identical"),
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
        story(&Scenario::default(), record, twin, &Aside::default()).join("\n")
    }

    /// The twin of a run, from which it parted after so many days.
    fn twin(record: Record, parted: u32) -> TwinRun {
        TwinRun { state: TwinState::OwnRun, record, parted: Some(parted), ..TwinRun::default() }
    }

    #[test]
    fn before_the_first_day_it_claims_nothing() {
        // With an empty record it gives the first day and the scenario's own hint, but no number of the model.
        let scenario = Scenario { look_for: "the third summer".into(), ..Scenario::default() };
        let lines = story(&scenario, &Record::default(), &TwinRun::default(), &Aside::default());
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
        assert!(story.contains("Harvest of 1957: 0.70 t/ha."), "{story}");
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
        assert!(story.ends_with("same land, same weather, identical until 9 February 1957."), "{story}");
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
        assert!(in_1958.contains("Harvest of 1957: 1.00 t/ha.\n"), "{in_1958}");
        assert!(in_1958.ends_with("Reaped so far in 1958: 0.88 t/ha; the year is not over."), "{in_1958}");
        let in_1959 = told(2 * 365 + 10);
        let expected = "Harvest of 1958: 0.88 t/ha, 12 % below the 1.00 without the campaign.";
        assert!(in_1959.contains(expected), "{in_1959}");
    }

    #[test]
    fn the_end_of_the_scenario_is_told_on_its_day() {
        let told = |days| {
            let scenario = Scenario { end: date(1957, 12, 31), ..Scenario::default() };
            let run = run(days, |_| (500, 0.3), |_| 0.0);
            story(&scenario, &run, &TwinRun::default(), &Aside::default()).join("\n")
        };
        assert_eq!([364, 365, 366].map(|days| told(days).contains("The scenario ends here.")), [false, true, false]);
    }

    /// Contract: of what is to be known, the most pressing is told: that days ahead are drawn, then why nothing is compared, then the harvest
    /// that comes in, then how the last came out beside what a person thought; only then what all is compared with.
    #[test]
    fn the_most_pressing_is_told() {
        let day = |_| (500, 0.3);
        let told = |days, state, aside: Aside| {
            let (run, twin_run) =
                (run(days, day, |_| 900.0), run(if state == TwinState::OwnRun { 20 } else { 0 }, day, |_| 0.0));
            let twin = TwinRun { state, record: twin_run, ..TwinRun::default() };
            story(&Scenario::default(), &run, &twin, &aside).pop().unwrap_or_default()
        };
        let (same, own) = (TwinState::SameRun, TwinState::OwnRun);
        let outcome = Some("as you said".to_string());
        let aside = |has_days_ahead| Aside { has_days_ahead, outcome: outcome.clone() };
        assert_eq!(told(560, own, aside(true)), lived_ahead());
        assert!(told(560, own, aside(false)).contains("has come to"));
        assert!(told(560, same, aside(false)).starts_with("Reaped so far in 1958"));
        assert_eq!(told(370, same, aside(false)), "as you said");
        assert!(told(370, same, Aside::default()).contains("identical"));
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
