//! Random runs: scenarios with campaigns of odd efforts, weather, nets and changed parameters, and what a person does
//! in them.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sparrowfall::scenario::{Action, Intervention, LandscapeParameters, Scenario};

use crate::actions::any_action;

/// `count` runs over `days` days on little land, the same ones each time. What a person does is in order.
pub fn random_runs(count: u32, days: u32) -> impl Iterator<Item = (Scenario, Vec<Intervention>)> {
    let mut runner = TestRunner::deterministic();
    let run = run(i64::from(days));
    (0..count).map(move |_| run.new_tree(&mut runner).expect("a run that is valid").current())
}

fn run(days: i64) -> impl Strategy<Value = (Scenario, Vec<Intervention>)> {
    let land = (4_u32..14, 4_u32..14);
    let first_campaign = (0..days / 3, effort().prop_map(|effort| Action::StartCampaign { effort }));
    let timeline = prop::collection::vec((0..days, action()), 0..8);
    let deeds = prop::collection::vec((0..days, action()), 0..6);
    (land, any::<u64>(), 1_i8..=12, first_campaign, timeline, deeds)
        .prop_map(move |((fields_wide, fields_high), seed, month, first, mut timeline, deeds)| {
            let start = date(1957, month, 1);
            let on = |(day, action): (i64, Action)| Intervention { date: start + day.days(), action };
            timeline.push(first);
            let landscape = LandscapeParameters { fields_wide, fields_high, ..Default::default() };
            let timeline = timeline.into_iter().map(on).collect();
            let end = start + (days - 1).days();
            let mut deeds: Vec<_> = deeds.into_iter().map(on).collect();
            deeds.sort_by_key(|deed| deed.date);
            (Scenario { start, end, seed, landscape, timeline, ..Scenario::default() }, deeds)
        })
        .prop_filter("valid", |(scenario, _)| scenario.check().is_ok())
}

/// Efforts with more digits than a slider has, and the ends.
fn effort() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => (1..1000_u16).prop_map(|thousandths| f32::from(thousandths) / 1000.0),
        2 => 0.0_f32..=1.0,
        1 => prop::sample::select(vec![0.0, 0.001, 0.6, 0.996, 1.0]),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        2 => effort().prop_map(|effort| Action::StartCampaign { effort }),
        2 => effort().prop_map(|effort| Action::SetEffort { effort }),
        2 => Just(Action::StopCampaign),
        1 => (-5.0_f32..5.0, -2.0_f32..2.0, 1..40_u32)
            .prop_map(|(temperature_c, wetness, days)| Action::Weather { temperature_c, wetness, days }),
        1 => (2..6_u32).prop_map(|spacing| Action::PutUpNets { spacing }),
        1 => Just(Action::TakeDownNets),
        2 => any_action(),
        1 => (2.0..6.0).prop_map(|value| Action::SetParameter { path: "sparrow.clutch_eggs".into(), value }),
    ]
}
