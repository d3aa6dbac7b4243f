//! Contract: stopping the campaign and starting it again never kills more than continuing it.

mod common;
mod trials;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sparrowfall::ecology::campaign::Campaign;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::series::DayRow;
use sparrowfall::scenario::{Action, CampaignParameters, Scenario};
use sparrowfall::simulation::Simulation;

/// What a person does at the beginning of a day.
type Press = (u32, Action);

/// Some presses of the switch in the first days, in order. Efforts are eighths, so that their sums are exact.
fn presses(days: u32) -> impl Strategy<Value = Vec<Press>> {
    let effort = (0..=8u8).prop_map(|eighths| f32::from(eighths) / 8.0);
    let action = prop_oneof![
        3 => effort.clone().prop_map(|effort| Action::StartCampaign { effort }),
        1 => effort.prop_map(|effort| Action::SetEffort { effort }),
        3 => Just(Action::StopCampaign),
    ];
    prop::collection::vec((0..days, action), 1..40).prop_map(|mut presses| {
        presses.sort_by_key(|(day, _)| *day);
        presses
    })
}

/// One press that starts when these first do, with the highest effort they ask for, and goes on. `None` if they never
/// start.
fn going_on(presses: &[Press]) -> Option<Press> {
    let first = presses.iter().find(|(_, action)| matches!(action, Action::StartCampaign { .. }))?.0;
    let efforts = presses.iter().filter_map(|(_, action)| match action {
        Action::StartCampaign { effort } | Action::SetEffort { effort } => Some(*effort),
        _ => None,
    });
    Some((first, Action::StartCampaign { effort: efforts.fold(0.0, f32::max) }))
}

/// The campaign on each of so many days, as the model plans it.
fn planned(presses: &[Press], days: u32, parameters: &CampaignParameters) -> Vec<Campaign> {
    let mut campaign = Campaign::default();
    let mut plan = |day| {
        for (_, action) in presses.iter().filter(|(of, _)| *of == day) {
            match action {
                Action::StartCampaign { effort } => campaign.start(day, *effort),
                Action::SetEffort { effort } if campaign.is_on => campaign.effort = *effort,
                Action::StopCampaign => campaign.stop(),
                _ => {}
            }
        }
        campaign.plan(day, 10.0, parameters);
        campaign.clone()
    };
    (0..days).map(&mut plan).collect()
}

/// Parameters with which sums of hazards are exact and the catch does not fall.
fn parameters(drive_interval_days: u32, drive_days: u32) -> CampaignParameters {
    CampaignParameters {
        everyday_hazard: 1.0 / 128.0,
        drive_hazard: 0.25,
        half_catch_birds_per_ha: 0.0,
        drive_interval_days,
        drive_days,
        ..CampaignParameters::default()
    }
}

/// Contract: by any day, the hazards of all days so far add up to no more than if the campaign goes on. Until a drive
/// has been missed, this holds for each day by itself.
#[test]
fn no_presses_make_more_hazard_than_going_on() {
    const DAYS: u32 = 250;
    let parameters = (1..=70u32)
        .prop_flat_map(|interval| (0..=interval).prop_map(move |drive_days| parameters(interval, drive_days)));
    let rule = |(presses, parameters): (Vec<Press>, CampaignParameters)| {
        let Some(on) = going_on(&presses) else { return Ok(()) };
        let (mut sum, mut sum_on) = (0.0, 0.0);
        let days = planned(&presses, DAYS, &parameters);
        for (day, (one, other)) in days.iter().zip(planned(std::slice::from_ref(&on), DAYS, &parameters)).enumerate() {
            sum += f64::from(one.hazard);
            sum_on += f64::from(other.hazard);
            prop_assert!(sum <= sum_on, "by day {day}: {sum} against {sum_on}");
            if one.drives_since_day == Some(on.0) {
                prop_assert!(one.hazard <= other.hazard, "day {day}: {one:?}");
            }
        }
        Ok(())
    };
    let cases = trials::trials(2_000);
    TestRunner::new(Config { cases, ..Config::default() }).run(&(presses(200), parameters), rule).unwrap();
}

#[test]
fn a_drive_comes_again_when_the_next_one_is_due_or_has_been_missed() {
    let parameters = parameters(60, 3);
    let start = |day| (day, Action::StartCampaign { effort: 1.0 });
    let stop = |day| (day, Action::StopCampaign);
    let drives = |presses: &[Press]| {
        let days = planned(presses, 140, &parameters);
        (0..140).filter(|&day| days[day].is_drive).collect::<Vec<_>>()
    };
    assert_eq!(drives(&[start(5)]), [5, 6, 7, 65, 66, 67, 125, 126, 127]);
    assert_eq!(drives(&[start(5), stop(6), start(7)]), [5, 7, 65, 66, 67, 125, 126, 127], "the rest of a drive");
    assert_eq!(drives(&[start(5), stop(20), start(40), stop(66)]), [5, 6, 7, 65], "the rhythm goes on");
    assert_eq!(
        drives(&[start(5), stop(20), start(66)]),
        [5, 6, 7, 66, 67, 68, 126, 127, 128],
        "the drive of day 65 did not take place"
    );
    assert_eq!(drives(&[start(5), stop(5), start(9)]), [9, 10, 11, 69, 70, 71, 129, 130, 131], "never carried out");
}

/// Simulates so many days.
fn lived(scenario: &Scenario, presses: &[Press], days: u32) -> Vec<DayRow> {
    let mut simulation = Simulation::new(scenario.clone(), Parallelism::Serial);
    for day in 0..days {
        presses.iter().filter(|(of, _)| *of == day).for_each(|(_, action)| simulation.intervene(action.clone()));
        simulation.step();
    }
    simulation.record().days.clone()
}

/// Contract: in the two months after the first press no bird is killed that would have survived a continuing campaign.
/// This is exact where a bird's chances depend on the campaign alone: each bird is an agent with its own draws, there
/// are no broods in winter, hunger does not kill, and the catch does not fall.
#[test]
fn no_presses_kill_more_birds_in_two_months_than_going_on() {
    const DAYS: u32 = 60;
    let mut scenario = Scenario { timeline: Vec::new(), ..common::two_years(8) };
    scenario.sparrow.birds_per_flock = 1;
    scenario.sparrow.hunger_hazard = 0.0;
    scenario.campaign.half_catch_birds_per_ha = 0.0;
    let rule = |presses: Vec<Press>| {
        let Some(on) = going_on(&presses) else { return Ok(()) };
        let (mut killed, mut killed_on) = (0, 0);
        let going_on = lived(&scenario, &[on], DAYS);
        for (one, other) in lived(&scenario, &presses, DAYS).iter().zip(going_on) {
            killed += one.sparrows_killed;
            killed_on += other.sparrows_killed;
            prop_assert!(killed <= killed_on, "by {}: {killed} against {killed_on}", one.date);
            prop_assert!(one.sparrows >= other.sparrows, "{}: {} against {}", one.date, one.sparrows, other.sparrows);
        }
        Ok(())
    };
    let cases = trials::trials(100);
    TestRunner::new(Config { cases, ..Config::default() }).run(&presses(DAYS), rule).unwrap();
}

#[test]
fn thirty_presses_on_start_and_stop_kill_fewer_than_going_on() {
    let scenario = Scenario { timeline: Vec::new(), ..common::two_years(24) };
    let presses: Vec<Press> = (0..60)
        .map(|day| (day, if day % 2 == 0 { Action::StartCampaign { effort: 1.0 } } else { Action::StopCampaign }))
        .collect();
    let killed = |presses: &[Press]| lived(&scenario, presses, 60).iter().map(|day| day.sparrows_killed).sum::<u64>();
    let (pressing, going_on) = (killed(&presses), killed(&presses[..1]));
    assert!(pressing < going_on && going_on > 1_000, "{pressing} against {going_on}");
}

/// Contract: the state hash distinguishes what will make a difference, and nothing else.
#[test]
fn a_campaign_that_is_off_is_remembered_until_its_next_drive() {
    let scenario = Scenario { timeline: Vec::new(), ..common::two_years(8) };
    let mut untouched = Simulation::new(scenario.clone(), Parallelism::Serial);
    let mut stopped = Simulation::new(scenario, Parallelism::Serial);
    for day in 0..80 {
        match day {
            // Nobody takes part, so the animals are the same.
            10 => stopped.intervene(Action::StartCampaign { effort: 0.0 }),
            20 => stopped.intervene(Action::StopCampaign),
            _ => {}
        }
        untouched.step();
        stopped.step();
        assert_eq!(stopped.state_hash() != untouched.state_hash(), (10..70).contains(&day), "day {day}");
    }
}
