//! A bet: before the first campaign, a person may say what the next two harvests will be. Later the outcome stands beside what was said,
//! in tonnes; nothing is right or wrong. It is asked once, beside the land: whoever has answered, skipped it or let it pass is not asked
//! again, in no other run either.

mod panel;

use jiff::ToSpan;

use super::language::tr;
use super::live_run::displayed::Displayed;
use super::live_run::twin::TwinState;
use crate::output::words::number;
use crate::record::Record;
use crate::record::series::HarvestRow;

/// Number of harvests that it is about.
const HARVESTS: usize = 2;
/// How long before the scenario's own campaign it is asked, days.
const BEFORE_DAYS: i64 = 150;

/// What somebody said a harvest will be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The year.
    pub year: u64,
    /// All grain reaped, t.
    pub harvest_t: f64,
}

/// What becomes of the bet in a run.
#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    /// It has not been asked.
    #[default]
    Before,
    /// It is being asked, with what the bars show.
    Asked([Guess; HARVESTS]),
    /// What was said.
    Said([Guess; HARVESTS]),
    /// It was skipped, or the campaign began before there was an answer.
    Skipped,
}

/// The bet of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bet {
    state: State,
    /// Whether it has been asked.
    was_asked: bool,
    /// The run to which it belongs.
    run: u32,
}

impl Bet {
    /// Asks when it is time, and no longer when that has passed.
    pub(super) fn digest(&mut self, displayed: &Displayed) {
        if self.run != displayed.run {
            // Whoever begins again before there was an answer still has the question before them.
            let state = if self.was_asked && !self.is_asked() { State::Skipped } else { State::Before };
            *self = Self { state, run: displayed.run, ..*self };
        }
        let is_open = displayed.twin.state == TwinState::SameRun && displayed.campaign_effort <= 0.0;
        match self.state {
            State::Before if is_open => {
                if let Some(last) = last_harvest(&displayed.record).filter(|_| is_near(displayed)) {
                    let harvest_t = last.reaped_kg / 1000.0;
                    let guess = |years| Guess { year: last.year + years, harvest_t };
                    (self.state, self.was_asked) = (State::Asked([guess(1), guess(2)]), true);
                }
            }
            State::Before | State::Asked(_) if !is_open => self.state = State::Skipped,
            State::Asked([first, _]) if last_harvest(&displayed.record).is_some_and(|last| last.year >= first.year) => {
                self.state = State::Skipped;
            }
            _ => {}
        }
    }

    /// Whether it is being asked.
    pub(super) fn is_asked(&self) -> bool {
        matches!(self.state, State::Asked(_))
    }

    /// What was said.
    pub(super) fn guesses(&self) -> &[Guess] {
        if let State::Said(guesses) = &self.state { guesses } else { &[] }
    }

    /// What was said of each harvest that is over, and by how much it came out otherwise.
    pub(super) fn outcomes(&self, record: &Record) -> Vec<String> {
        let told = |guess: &Guess| {
            let year = record.harvests.iter().find(|row| row.year == guess.year && row.is_whole_year())?;
            let (came_t, said_t) = (year.reaped_kg / 1000.0, guess.harvest_t);
            let (year, said, came) = (guess.year, number(said_t), number(came_t));
            let difference = number((came_t - said_t).abs());
            Some(match difference.as_str() {
                "0" => tr!("bet-outcome-as-said", said = said, year = year, came = came),
                _ if came_t < said_t => {
                    tr!("bet-outcome-less", said = said, year = year, came = came, difference = difference)
                }
                _ => tr!("bet-outcome-more", said = said, year = year, came = came, difference = difference),
            })
        };
        self.guesses().iter().filter_map(told).collect()
    }
}

/// The last harvest of a whole year.
fn last_harvest(record: &Record) -> Option<&HarvestRow> {
    record.harvests.iter().rev().find(|year| year.is_whole_year() && year.reaped_kg > 0.0)
}

/// Whether the scenario's own campaign is near, or there is none ahead.
fn is_near(displayed: &Displayed) -> bool {
    let Some(today) = displayed.record.days.last() else { return false };
    displayed.next_of_the_campaign().is_none_or(|next| next.date <= today.date.saturating_add(BEFORE_DAYS.days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::{Action, Intervention, Scenario};
    use crate::window::test_support::rows::rows;

    /// A run over so many days from 1957 on, with the campaign planned for 19 April 1958.
    fn displayed(days: usize) -> Displayed {
        let start = date(1957, 1, 1);
        let timeline = vec![Intervention { date: date(1958, 4, 19), action: Action::StartCampaign { effort: 1.0 } }];
        let mut displayed = Displayed::new(Scenario { start, timeline, ..Scenario::default() });
        displayed.record.days = rows(start, days, |_, _| ());
        let harvest = |(year, reaped_kg): (u64, f64)| {
            let days = displayed.record.days.iter().filter(|row| row.date.year() as u64 == year).count() as u64;
            HarvestRow { days, reaped_kg, ..HarvestRow::empty(year) }
        };
        displayed.record.harvests = [(1957, 26e6), (1958, 27e6), (1959, 20e6)].map(harvest).into();
        displayed
    }

    /// Contract: it is asked after a whole harvest and not long before the campaign; once answered, skipped or past, it is not asked
    /// again, not in the next run either. There it is, if it was not asked, or not answered, before that began.
    #[test]
    fn it_is_asked_once_before_the_campaign() {
        let mut bet = Bet::default();
        for (days, is_asked) in [(0, false), (364, false), (380, true), (460, true)] {
            bet.digest(&displayed(days));
            assert_eq!(bet.is_asked(), is_asked, "{days}");
        }
        assert_eq!(bet.state, State::Asked([1958, 1959].map(|year| Guess { year, harvest_t: 26_000.0 })));
        bet.state = State::Skipped;
        bet.digest(&displayed(470));
        assert!(!bet.is_asked());
        let mut next = displayed(400);
        next.run = 1;
        bet.digest(&next);
        assert!(!bet.is_asked(), "it was skipped");
        let guess = Guess { year: 1958, harvest_t: 26_000.0 };
        let mut bet = Bet { state: State::Said([guess; 2]), was_asked: true, run: 0 };
        bet.digest(&next);
        assert_eq!((bet.is_asked(), bet.guesses()), (false, &[][..]), "it was answered, of another run");
        let mut bet = Bet::default();
        for run in 1..=2 {
            next.run = run;
            bet.digest(&next);
            assert!(bet.is_asked(), "{run}: nobody has answered");
        }
        next.twin.state = TwinState::OwnRun;
        bet.digest(&next);
        assert!(!bet.is_asked());
        (next.twin.state, next.run) = (TwinState::SameRun, 3);
        bet.digest(&next);
        assert!(!bet.is_asked(), "it had passed");
    }

    /// Contract: outcomes are told in tonnes when a year is over, with their sign, and stay when the campaign has begun.
    #[test]
    fn the_outcome_stands_beside_what_was_said() {
        let guess = |year, harvest_t| Guess { year, harvest_t };
        let mut bet =
            Bet { state: State::Said([guess(1958, 24_000.0), guess(1959, 24_000.0)]), was_asked: true, run: 0 };
        let mut over = displayed(1095);
        over.twin.state = TwinState::OwnRun;
        bet.digest(&over);
        assert_eq!(bet.outcomes(&displayed(600).record), [""; 0]);
        let expected = [
            "You thought of 24,000 t for 1958; it was 27,000 t, 3,000 t more.",
            "You thought of 24,000 t for 1959; it was 20,000 t, 4,000 t less.",
        ];
        assert_eq!(bet.outcomes(&over.record), expected);
        let exact = Bet { state: State::Said([guess(1958, 27_000.0), guess(1959, 20_000.0)]), was_asked: true, run: 0 };
        assert_eq!(exact.outcomes(&over.record)[0], "You thought of 27,000 t for 1958; it was 27,000 t.");
    }
}
