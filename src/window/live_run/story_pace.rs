//! The pace of the story: days pass quickly while little happens, and slowly around what one came to see: the campaign's starts and
//! stops, its drives, harvests, days with more pests than ever before.
//!
//! It is a function of the scenario, what was done, and the days lived so far, and of nothing else: the same days always pass at the
//! same pace. Only the time between two days depends on it, never what happens on them.

use crate::ecology::calendar::days_between;
use crate::record::series::DayRow;
use crate::scenario::{Intervention, Scenario, with_log};

/// The pace far from all events, days/s.
const QUIET_DAYS_PER_S: f32 = 30.0;
/// The pace on the day of an event, days/s.
const SLOW_DAYS_PER_S: f32 = 3.0;
/// Days over which it slows down before an event that is foreseen.
const BEFORE: f32 = 6.0;
/// Days over which it slows down from an event that is not.
const ONSET: f32 = 3.0;
/// Days after an event on which it stays slow, and then those over which it goes back to the quiet pace.
const STAY: f32 = 3.0;
const RELEASE: f32 = 12.0;

/// A day of this part of the most grain that was reaped on a day so far is one of harvest.
const HARVEST_PART: f64 = 0.05;
/// From this many pests per m² on, more than ever before are an event, of this weight.
const MANY_PESTS: f64 = 1.0;
const PESTS_WEIGHT: f32 = 0.6;
/// The share of birds killed on the first day of a drive that counts as a whole event, and that from which it is one at all.
const KILLED_SHARES: [f32; 2] = [0.02, 0.1];
/// The weight of the run's first day and of the scenario's last.
const ENDS_WEIGHT: f32 = 0.8;

/// How close an event is: 1 on its day, 0 far from it. `since` is the number of days since it, below 0 before it.
fn closeness(since: f32, is_foreseen: bool) -> f32 {
    let before = if is_foreseen { 1.0 + since / BEFORE } else { since / ONSET };
    let after = 1.0 - (since - STAY) / RELEASE;
    before.min(after).clamp(0.0, 1.0)
}

/// The pace at which the next day is to come, days/s.
pub fn days_per_s(scenario: &Scenario, log: &[Intervention], days: &[DayRow]) -> f32 {
    let now = days.len() as i64;
    let close = |day: i64, weight: f32, is_foreseen| weight * closeness((now - day) as f32, is_foreseen);
    let day_of = |date| days_between(scenario.start, date);
    let mut closest = close(0, ENDS_WEIGHT, true).max(close(day_of(scenario.end), ENDS_WEIGHT, true));
    for event in with_log(&scenario.timeline, log).iter().filter(|event| event.action.is_of_the_campaign()) {
        // What a person does comes at once, and so was not foreseen.
        closest = closest.max(close(day_of(event.date), 1.0, !log.contains(event)));
    }
    for (day, weight) in drives(scenario, days) {
        closest = closest.max(close(day, weight, true));
    }
    let first = days.len().saturating_sub((ONSET + STAY + RELEASE) as usize);
    let most = |of: fn(&DayRow) -> f64| days[..first].iter().map(of).fold(0.0, f64::max);
    let (mut most_reaped, mut most_pests) = (most(|row| row.reaped_kg), most(|row| row.pests_per_m2));
    for (day, row) in (first as i64..).zip(&days[first..]) {
        most_reaped = most_reaped.max(row.reaped_kg);
        if row.reaped_kg > HARVEST_PART * most_reaped {
            closest = closest.max(close(day, 1.0, false));
        }
        if row.pests_per_m2 >= most_pests.max(MANY_PESTS) {
            most_pests = row.pests_per_m2;
            closest = closest.max(close(day, PESTS_WEIGHT, false));
        }
    }
    QUIET_DAYS_PER_S * (SLOW_DAYS_PER_S / QUIET_DAYS_PER_S).powf(closest)
}

/// The days of the last drive and of the next one of a campaign that is on, with their weights: a drive is worth as much as the one
/// before it killed.
fn drives(scenario: &Scenario, days: &[DayRow]) -> Vec<(i64, f32)> {
    let is_on = |row: &&DayRow| row.campaign_effort > 0.0;
    let on = days.iter().rev().take_while(is_on).count();
    if on == 0 {
        return Vec::new();
    }
    let (start, parameters) = (days.len() - on, &scenario.campaign);
    let interval = parameters.drive_interval_days.max(1) as usize;
    let killed = |drive: usize| {
        let row = days.get(start + drive * interval)?;
        let birds = row.sparrows + row.sparrows_killed;
        let share = row.sparrows_killed as f32 / birds.max(1) as f32;
        Some(if share < KILLED_SHARES[0] { 0.0 } else { (share / KILLED_SHARES[1]).min(1.0) })
    };
    let last = on / interval;
    let drives = [last, last + 1].into_iter().filter(|drive| *drive > 0);
    let of_drive = |drive: usize| {
        let (first, weight) = ((start + drive * interval) as i64, killed(drive - 1).unwrap_or(0.0));
        (0..i64::from(parameters.drive_days)).map(move |day| (first + day, weight))
    };
    drives.flat_map(of_drive).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::{Date, date};

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Document, LandscapeParameters, open};
    use crate::simulation::Simulation;

    /// The default scenario on less land, and the pace of each of its days.
    fn lived(until: Date) -> (Vec<DayRow>, Vec<f32>) {
        let Ok(Document::Scenario(scenario)) = open(Path::new("commune")) else { panic!() };
        let landscape = LandscapeParameters { fields_wide: 24, fields_high: 24, ..scenario.landscape.clone() };
        let scenario = Scenario { landscape, ..scenario };
        let mut simulation = Simulation::new(scenario.clone(), Parallelism::Serial);
        let mut paces = Vec::new();
        while simulation.next_date() <= until {
            paces.push(days_per_s(&scenario, &[], &simulation.record().days));
            simulation.step();
        }
        (simulation.record().days.clone(), paces)
    }

    /// Contract: the campaign comes after 22 to 29 s and the autumn of 1959 after 60 to 80 s; days pass slowly when the campaign starts
    /// and when grain is reaped, fast in a quiet winter, and the pace never jumps.
    #[test]
    fn the_story_is_told_in_about_a_minute() {
        let (days, paces) = lived(date(1959, 9, 30));
        let at = |date| days.iter().position(|row| row.date == date).unwrap();
        let seconds = |end: Date| paces[..at(end)].iter().map(|pace| 1.0 / pace).sum::<f32>();
        let [start, autumn] = [date(1958, 4, 19), date(1959, 9, 22)].map(seconds);
        assert!((22.0..29.0).contains(&start) && (60.0..80.0).contains(&autumn), "{start} s, {autumn} s");
        for day in at(date(1958, 4, 19))..at(date(1958, 4, 23)) {
            assert!(paces[day] < 5.0, "{}: {}", days[day].date, paces[day]);
        }
        assert!((QUIET_DAYS_PER_S - paces[at(date(1958, 2, 1))]).abs() < 0.1);
        let reaped: Vec<usize> = (0..days.len()).filter(|day| days[*day].reaped_kg > 0.0).collect();
        assert!(reaped.len() >= 6);
        for harvest in reaped.into_iter().filter(|day| day + 4 < days.len()) {
            assert!(paces[harvest + 3] < 5.0, "{}: {}", days[harvest].date, paces[harvest + 3]);
        }
        for (pair, row) in paces.windows(2).zip(&days) {
            let step = pair[1] / pair[0];
            assert!((0.45..2.0).contains(&step), "{}: from {} to {}", row.date, pair[0], pair[1]);
        }
    }

    /// Contract: what a person does slows the days too, from the day on which it is done.
    #[test]
    fn a_start_by_hand_is_an_event() {
        let start = date(1957, 1, 1);
        let scenario = Scenario { start, end: date(1962, 12, 31), ..Scenario::default() };
        let days = crate::window::test_support::rows::rows(start, 103, |_, _| ());
        let action = crate::scenario::Action::StartCampaign { effort: 1.0 };
        let log = [Intervention { date: days[100].date, action }];
        let pace = |log: &[Intervention], lived: usize| days_per_s(&scenario, log, &days[..lived]);
        assert_eq!(pace(&log, 99), QUIET_DAYS_PER_S);
        assert!(pace(&log, 103) < 1.01 * SLOW_DAYS_PER_S);
        assert_eq!(pace(&[], 103), QUIET_DAYS_PER_S);
    }
}
