//! Contract: the scenario `great_leap` has the national record of 1957 to 1962, as near as the series say; without the plan it is an
//! ordinary decade of growth; and the campaign alone costs there what the evidence allows for the nation.

use std::thread;

use jiff::civil::date;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::history::NationalSeries;
use sparrowfall::record::series::HarvestRow;
use sparrowfall::scenario::{Document, Lever, Scenario, open};
use sparrowfall::simulation::Simulation;

const SEEDS: u64 = 20;

fn built_in(name: &str) -> Scenario {
    match open(name) {
        Ok(Document::Scenario(scenario)) => scenario,
        other => panic!("{name}: {other:?}"),
    }
}

fn live(scenario: Scenario) -> Vec<HarvestRow> {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        simulation.step();
    }
    simulation.audit().unwrap_or_else(|fault| panic!("{fault}"));
    simulation.record().harvests.clone()
}

/// The harvests of each seed, until the end of a year.
fn harvests(scenario: &Scenario, last_year: i16) -> Vec<Vec<HarvestRow>> {
    let end = date(last_year, 12, 31);
    let of_seed = |seed| live(Scenario { seed: scenario.seed + seed, end, ..scenario.clone() });
    thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || (half..SEEDS).step_by(2).map(of_seed).collect::<Vec<_>>()));
        halves.into_iter().flat_map(|half| half.join().expect("a run")).collect()
    })
}

fn mean(runs: &[Vec<HarvestRow>], year: u64, of: impl Fn(&[HarvestRow], &HarvestRow) -> f64) -> f64 {
    runs.iter().map(|rows| of(rows, &rows[(year - 1957) as usize])).sum::<f64>() / runs.len() as f64
}

#[test]
fn the_whole_plan_has_the_national_record() {
    let runs = harvests(&built_in("great_leap"), 1962);
    for series in NationalSeries::ALL {
        let about = series.describe();
        let of_model = |year| mean(&runs, year, |rows, row| series.of(&rows[0], row));
        let found: Vec<_> = about.figures.iter().map(|(year, figure, _)| (*year, *figure, of_model(*year))).collect();
        assert!(about.is_met(of_model), "{}, {}: {found:?}", about.title, about.tolerance_in_words());
    }
}

#[test]
fn without_its_levers_it_is_an_ordinary_decade() {
    let runs = harvests(&built_in("great_leap").without(Lever::ALL), 1965);
    let reaped = |year| mean(&runs, year, |_, row| row.reaped_kg);
    // Two years together, because one year's weather differs from the next.
    for year in (1957..=1961).step_by(2) {
        let [before, after] = [year, year + 2].map(|year| reaped(year) + reaped(year + 1));
        assert!(after > before, "{year}: {before} kg, then {after} kg");
    }
    for rows in &runs {
        for pair in rows.windows(2) {
            let people = [0, 1].map(|at| pair[at].country_people + pair[at].town_people);
            assert!(people[1] > people[0] && pair[1].country_nutrition > 0.9, "{:?}", pair[1]);
        }
    }
    let hunger = mean(&runs, 1960, |_, row| {
        let people = row.country_people + row.town_people;
        1000.0 * row.society.adjusted_deaths_of_hunger / people
    });
    assert!(hunger < 0.5, "{hunger} deaths of hunger per 1000");
}

#[test]
fn the_campaign_alone_costs_what_it_costs_in_an_ordinary_place() {
    let campaign = built_in("campaign_without_plan");
    let (with, without) = (harvests(&campaign, 1961), harvests(&campaign.clone().without_campaign(), 1961));
    let reaped =
        |runs: &[Vec<HarvestRow>]| -> f64 { (1959..=1961).map(|year| mean(runs, year, |_, row| row.reaped_kg)).sum() };
    let loss = 100.0 * (1.0 - reaped(&with) / reaped(&without));
    // 3.5 to 4.7 % of national output over 1959-61 [D].
    assert!((3.5..=4.7).contains(&loss), "{loss} %");
}

#[test]
fn other_scenarios_of_those_years_differ_only_in_what_they_leave_out() {
    let plan = built_in("great_leap");
    let same = |name: &str, left_out: &[Lever]| {
        let other = built_in(name);
        let (title, description, look_for) = (other.title.clone(), other.description.clone(), other.look_for.clone());
        assert_eq!(other, Scenario { title, description, look_for, ..plan.clone().without(left_out) }, "{name}");
    };
    same("plan_without_campaign", &[Lever::Sparrows]);
    let rest: Vec<_> = Lever::ALL.iter().copied().filter(|lever| *lever != Lever::Sparrows).collect();
    same("campaign_without_plan", &rest);
}
