//! Contract: where hands are counted, work that nobody is there to do is left undone, and all that follows comes from that.
//! With hands in plenty, nothing is different from a land where they are not counted.

mod common;

use jiff::civil::date;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::experiment::threads;
use sparrowfall::record::Record;
use sparrowfall::record::series::{DayRow, HarvestRow};
use sparrowfall::scenario::{Action, Intervention, LabourParameters, MethodsParameters, Scenario};
use sparrowfall::simulation::Simulation;

fn with_hands(workers_per_ha: f32) -> Scenario {
    let labour = LabourParameters { workers_per_ha, ..LabourParameters::default() };
    Scenario { labour, ..common::two_years(24) }
}

/// Sets a lever of the plan from one day to another.
fn order(scenario: &mut Scenario, lever: &str, share: f64, [from, to]: [jiff::civil::Date; 2]) {
    for (date, value) in [(from, share), (to, 0.0)] {
        let action = Action::SetParameter { path: format!("plan.{lever}"), value };
        scenario.timeline.push(Intervention { date, action });
    }
    scenario.timeline.sort_by_key(|event| event.date);
}

/// Lives a scenario to its end; the books close every day.
fn live(scenario: Scenario) -> Record {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        simulation.step_and_audit().unwrap_or_else(|fault| panic!("{fault}"));
    }
    simulation.record().clone()
}

fn year(record: &Record, year: u64) -> HarvestRow {
    *record.harvests.iter().find(|row| row.year == year).expect("a year of the run")
}

#[test]
fn plenty_of_hands_are_as_good_as_uncounted_ones() {
    let (counted, uncounted) = (live(with_hands(50.0)), live(with_hands(0.0)));
    assert!(counted.days.iter().all(|day| day.farm_work_done_days == day.farm_work_wanted_days));
    assert!(counted.days.iter().any(|day| day.farm_work_wanted_days > 0.0));
    let without_labour = |day: &DayRow| DayRow {
        farm_workers: 0,
        farm_workers_away: 0,
        farm_work_wanted_days: 0.0,
        farm_work_done_days: 0.0,
        farm_work_per_worker: 0.0,
        ..*day
    };
    assert_eq!(counted.days.iter().map(without_labour).collect::<Vec<_>>(), uncounted.days);
    assert_eq!(counted.harvests, uncounted.harvests);
}

#[test]
fn no_more_is_done_than_there_are_hands_and_grain_falls_where_they_are_missing() {
    let few = live(with_hands(0.5));
    for day in &few.days {
        let most = day.farm_work_wanted_days.min(day.farm_workers as f64);
        assert!((day.farm_work_done_days - most).abs() < 1e-6 * most.max(1.0), "{day:?}");
    }
    let (few, plenty) = (year(&few, 1958), year(&live(with_hands(50.0)), 1958));
    assert!(few.sown_ha < 0.9 * plenty.sown_ha, "{} of {} ha", few.sown_ha, plenty.sown_ha);
    assert!(few.grain_unreaped_kg > 0.0 && plenty.grain_unreaped_kg == 0.0);
    assert!(few.reaped_kg < 0.9 * plenty.reaped_kg, "{} of {} kg", few.reaped_kg, plenty.reaped_kg);
}

#[test]
fn with_no_hands_at_all_nothing_is_sown_or_reaped_and_all_grain_falls() {
    for reap_delay_days in [0, 3] {
        let mut scenario = with_hands(1.7);
        scenario.crops.winter_wheat.reap_delay_days = reap_delay_days;
        order(&mut scenario, "steel_share", 1.0, [date(1957, 1, 1), date(1959, 1, 1)]);
        let record = live(scenario);
        assert!(record.harvests.iter().all(|row| row.reaped_kg == 0.0 && row.sown_ha == 0.0));
        // The wheat that was in the ground on the first day.
        assert!(record.harvests[0].grain_unreaped_kg > 0.0);
        assert!(record.days.iter().skip(300).all(|day| day.standing_grain_kg == 0.0));
    }
}

#[test]
fn furnaces_in_autumn_cost_the_autumn_harvest() {
    let mut scenario = with_hands(1.7);
    order(&mut scenario, "steel_share", 0.7, [date(1958, 8, 20), date(1958, 12, 20)]);
    let (with, without) = (live(scenario), live(with_hands(1.7)));
    let away = |record: &Record| record.days.iter().filter(|day| day.farm_workers_away > 0).count();
    assert_eq!([away(&with), away(&without)], [122, 0]);
    let (with, without) = (year(&with, 1958), year(&without, 1958));
    assert_eq!(with.winter_wheat_kg, without.winter_wheat_kg);
    assert!(with.maize_kg < 0.9 * without.maize_kg, "{} of {} kg", with.maize_kg, without.maize_kg);
    assert!(with.grain_unreaped_kg > 0.01 * without.reaped_kg, "{} kg", with.grain_unreaped_kg);
}

#[test]
fn drives_take_hands_only_while_they_last() {
    let mut scenario = with_hands(1.7);
    scenario.plan.drive_share = 0.5;
    let record = live(scenario.clone());
    let drives = scenario.timeline.iter().any(|event| matches!(event.action, Action::StartCampaign { .. }));
    assert!(drives, "the scenario has a campaign");
    let all = record.days[0].farm_workers;
    for day in &record.days {
        assert!([0, all / 2, all.div_ceil(2)].contains(&day.farm_workers_away), "{day:?}");
        assert!(day.farm_workers_away == 0 || day.campaign_effort > 0.0);
        assert_eq!(day.farm_workers + day.farm_workers_away, all);
    }
    // 19 April to the end of 1958: five drives of three days, 60 days apart.
    assert_eq!(record.days.iter().filter(|day| day.farm_workers_away > 0).count(), 15);
}

#[test]
fn untested_methods_cost_land_grain_and_work() {
    let with = |lever: &str, share: f64| {
        let mut scenario = with_hands(50.0);
        order(&mut scenario, lever, share, [date(1957, 1, 1), date(1959, 1, 1)]);
        let record = live(scenario);
        let wanted = record.days.iter().map(|day| day.farm_work_wanted_days).sum::<f64>();
        (year(&record, 1958), wanted)
    };
    let (none, work) = with("fallow_share", 0.0);
    let (fallow, _) = with("fallow_share", 0.2);
    // 426 fields of cropland: four standard deviations of the share left are 0.08.
    assert!((fallow.sown_ha / none.sown_ha - 0.8).abs() < 0.08, "{} of {} ha", fallow.sown_ha, none.sown_ha);
    assert!(fallow.reaped_kg < 0.9 * none.reaped_kg, "{} of {} kg", fallow.reaped_kg, none.reaped_kg);
    assert_eq!(with("fallow_share", 1.0).0.sown_ha, 0.0);
    // Wheat sown close in the autumn of 1957 stays so when the order is taken back.
    let mut scenario = with_hands(50.0);
    order(&mut scenario, "close_planting_share", 1.0, [date(1957, 9, 1), date(1958, 1, 1)]);
    let close = year(&live(scenario), 1958);
    assert_eq!(close.sown_ha, none.sown_ha);
    let of_grain = close.winter_wheat_kg / none.winter_wheat_kg;
    assert!((0.4..0.6).contains(&of_grain), "half of the grain should fill, not {of_grain}");
    let (deep, more_work) = with("deep_ploughing_share", 0.1);
    assert_eq!((deep.sown_ha, deep.reaped_kg), (none.sown_ha, none.reaped_kg));
    let further = more_work - work;
    let expected = 0.1 * f64::from(MethodsParameters::default().deep_ploughing_days_per_ha);
    let both_years = 2.0 * none.sown_ha;
    assert!((further / both_years / expected - 1.0).abs() < 0.05, "{further} worker-days on {both_years} ha");
}

#[test]
fn which_fields_get_hands_does_not_depend_on_threads() {
    let mut scenario = with_hands(0.8);
    (scenario.landscape.fields_wide, scenario.landscape.fields_high) = (56, 48);
    let pool = threads::set_up(2);
    let hash = |parallelism| {
        let mut simulation = Simulation::new(scenario.clone(), parallelism);
        (0..320).for_each(|_| simulation.step());
        simulation.state_hash()
    };
    assert_eq!(pool, Parallelism::Pool);
    assert_eq!(hash(Parallelism::Serial), hash(pool));
}
