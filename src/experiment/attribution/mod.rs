//! Attribution: how much each lever did. A scenario's levers are switched off and on, with the same seeds and so the same
//! weather, and the change that all of them make together is divided among them.
//!
//! What a lever does depends on which others are there: grain that nobody reaps cannot be procured. So each lever is given
//! the mean of what it does over the orders in which the levers could come ([`shapley`]). These parts add up to the whole.
//! Beside them stand two numbers that do not add up but need no convention: what a lever does alone, and what it does when all
//! others are there.
//!
//! Runs are made on all cores with the machinery of the studies. The [`outcome`]s of each are kept, the parts are
//! estimated ([`estimate`]) and told as text ([`table`]), as a table for programs ([`rows`]) and as a [`mod@figure`].

pub mod estimate;
pub mod figure;
pub mod outcome;
pub mod rows;
pub mod shapley;
pub mod table;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use self::estimate::{Attribution, Parts};
use self::outcome::{Outcome, Years};
use self::shapley::{Coalition, Sample, coalitions};
use super::compare::painted;
use super::interrupt::Interrupt;
use super::plan::days_that_can_be_reached;
use super::study::batch::{self, Desk};
use super::study::{About, Failure, Study, StudyFile, conclude, lived};
use crate::output::voice::Voice;
use crate::record::provenance::VERSION;
use crate::record::{csv, parquet};
use crate::scenario::{Lever, Scenario};

/// Disk space for a run in the journal: measured as 120 bytes.
const RUN_BYTES: u64 = 256;
/// Disk space for the rest, most of which is the figure.
const BYTES: u64 = 2 << 20;

/// Everything that an attribution's results depend on.
#[derive(Debug, Serialize)]
#[serde(rename = "Study")]
struct Content<'a> {
    study: &'static str,
    version: &'static str,
    seed: u64,
    seeds: u16,
    years: [i16; 2],
    scenario: &'a Scenario,
}

/// The game that is played: which levers a scenario has, and what they act on.
#[derive(Debug)]
struct Game {
    /// All that can matter of the scenario in the years.
    scenario: Scenario,
    levers: Vec<Lever>,
    outcomes: &'static [Outcome],
    years: Years,
}

impl Game {
    fn new(scenario: &Scenario, years: Years) -> Result<Self, Failure> {
        let [first, last] = years.ends();
        let days = days_that_can_be_reached(scenario.start);
        if !days.contains(&first) || !days.contains(&last) || years.first > years.last {
            let (first, last) = days.into_inner();
            return Err(Failure::Unusable(format!(
                "--years: found {}-{}; allowed: whole calendar years, the earlier first, from the first day, {first}, to \
                 {last}",
                years.first, years.last
            )));
        }
        let mut scenario = Scenario { end: last, ..scenario.clone() };
        scenario.timeline.retain(|event| event.date <= last);
        scenario.check_run(last, &[]).map_err(|problems| Failure::Unusable(problems.to_string()))?;
        let levers = scenario.levers();
        if levers.len() < 2 {
            let found = levers.first().map_or("none", |lever| lever.name());
            return Err(Failure::Unusable(format!(
                "{} moves fewer than two levers until {last} (found: {found}), so there is nothing to divide among them; \
                 great_leap moves several, and `sparrowfall compare` shows what one does",
                scenario.title
            )));
        }
        let outcomes = Outcome::of_a_scenario(scenario.people.are_counted());
        Ok(Self { scenario, levers, outcomes, years })
    }

    /// The outcomes of a run with these levers only.
    fn play(&self, coalition: Coalition, seed: u64, interrupt: &Interrupt) -> Result<Vec<f64>, Failure> {
        let levers = self.levers.iter().enumerate();
        let off: Vec<_> = levers.filter(|(player, _)| !coalition.holds(*player)).map(|(_, lever)| *lever).collect();
        let scenario = Scenario { seed, ..self.scenario.clone().without(&off) };
        let record = lived(scenario, interrupt)?;
        let outcomes: Vec<_> = self.outcomes.iter().map(|outcome| outcome.of(&record.harvests, self.years)).collect();
        if outcomes.iter().any(|outcome| !outcome.is_finite()) {
            return Err(Failure::Unusable("nobody was left in a run, so there are no results for each person.".into()));
        }
        Ok(outcomes)
    }

    /// Estimates each lever's part of each outcome from the outcomes of all runs.
    fn parts(&self, orders: &[Vec<usize>], worths: &BTreeMap<(usize, Coalition), Vec<f64>>) -> Vec<Parts> {
        let parts = |(place, &outcome): (usize, &Outcome)| {
            let worth = |run| worths.get(&run).and_then(|worth| worth.get(place)).copied().unwrap_or(f64::NAN);
            let sample = |(number, order): (usize, &Vec<usize>)| Sample::new(order, |of| worth((number, of)));
            Parts::new(outcome, &self.levers, &orders.iter().enumerate().map(sample).collect::<Vec<_>>())
        };
        self.outcomes.iter().enumerate().map(parts).collect()
    }
}

/// Runs an attribution with so many seeds, writes its files and tells it. The study's base is the scenario with all levers.
///
/// # Errors
/// If there are fewer than two levers or the years cannot be reached, if it is interrupted, or if the folder cannot be written.
pub fn run(study: &Study, years: Years, seeds: u16, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let game = Game::new(&study.base, years)?;
    let years_of = [years.first, years.last];
    let content = Content {
        study: "attribute",
        version: VERSION,
        seed: study.seed,
        seeds,
        years: years_of,
        scenario: &game.scenario,
    };
    let about = About::of("attribute", &content)?;
    let order = |number| shapley::order(study.seed, number, game.levers.len());
    let orders: Vec<_> = (0..u64::from(seeds)).map(order).collect();
    let of_seed = |(number, order): (usize, &Vec<usize>)| {
        coalitions(order).into_iter().map(move |coalition| (number, coalition)).collect::<Vec<_>>()
    };
    let jobs: Vec<_> = orders.iter().enumerate().flat_map(of_seed).collect();
    let seeds: Vec<_> = (0..u64::from(seeds)).map(|number| study.seed.wrapping_add(number)).collect();
    let mut desk = Desk::claim_room(study, &about, BYTES + jobs.len() as u64 * RUN_BYTES)?;
    let play = |job: usize| {
        let (number, coalition) = jobs[job];
        game.play(coalition, seeds[number], study.interrupt)
    };
    let results: Vec<Vec<f64>> = batch::run(study, desk.as_mut(), jobs.len(), "runs", play)?;
    let runs = jobs.len();
    let outcomes = game.parts(&orders, &jobs.into_iter().zip(results).collect());
    let attribution = Attribution { title: game.scenario.title, years, seeds, runs, levers: game.levers, outcomes };
    let mut words = Vec::new();
    table::write(&mut words, &attribution)?;
    conclude(desk, &about, &words, || files(&attribution, &about), voice)
}

fn files(attribution: &Attribution, about: &About) -> io::Result<Vec<StudyFile>> {
    let rows = rows::rows(attribution);
    let origin = [("version", VERSION.to_owned()), ("study", about.text().to_owned())];
    let [svg, png] = painted(&figure::figure(attribution))?;
    Ok(vec![
        ("attribution.csv", csv::text(&rows)?),
        ("attribution.parquet", parquet::bytes(&rows, &origin)?),
        ("shares.svg", svg),
        ("shares.png", png),
    ])
}
