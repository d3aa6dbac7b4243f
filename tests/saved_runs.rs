//! Contract: whatever is run, with whatever changes, can be saved, and what is saved is accepted and repeats the run; a
//! run whose file would be refused is refused before its first day.

mod actions;
mod trials;

use actions::any_action;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::experiment::plan::{CampaignChoice, Changes, Plan, Setting};
use sparrowfall::record::provenance::{VERSION, hash_text};
use sparrowfall::record::run_file;
use sparrowfall::scenario::{Action, Document, Intervention, LandscapeParameters, SCHEMA, SavedRun, Scenario, parse};

const START: Date = date(1958, 4, 1);

fn day(offset: i64) -> Date {
    START.saturating_add(offset.days())
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        any_action(),
        (0.0..=1.0f32).prop_map(|effort| Action::StartCampaign { effort }),
        (0.0..=1.0f32).prop_map(|effort| Action::SetEffort { effort }),
        Just(Action::StopCampaign),
        Just(Action::Weather { temperature_c: 2.5, wetness: -1.1, days: 9 }),
        Just(Action::PutUpNets { spacing: 2 }),
        (0.0..10.0).prop_map(|value| Action::SetParameter { path: "sparrow.clutch_eggs".into(), value }),
        (80.0..220.0f64)
            .prop_map(|day| Action::SetParameter { path: "sparrow.breeding_first_day".into(), value: day.round() }),
    ]
}

prop_compose! {
    fn events(most: usize)(events in prop::collection::vec((0..40i64, action()), 0..most)) -> Vec<Intervention> {
        let mut events: Vec<_> = events.into_iter().map(|(at, action)| Intervention { date: day(at), action }).collect();
        events.sort_by_key(|event| event.date);
        events
    }
}

prop_compose! {
    /// A scenario of a few fields and weeks, or a run of it, perhaps one that went on past its end.
    fn document()(
        timeline in events(4), log in events(4), end in 0..50i64, last in 0..50i64, is_run in any::<bool>(),
    ) -> Document {
        let landscape = LandscapeParameters { fields_wide: 3, fields_high: 2, ..Default::default() };
        let scenario = Scenario { start: START, end: day(end), landscape, timeline, ..Scenario::default() };
        if !is_run {
            return Document::Scenario(scenario);
        }
        let interventions = log.into_iter().filter(|event| event.date <= day(last)).collect();
        let state_hash = "0".repeat(16);
        Document::Run(SavedRun { schema: SCHEMA, version: VERSION.into(), last_day: day(last), state_hash, scenario, interventions })
    }
}

fn setting() -> impl Strategy<Value = Setting> {
    let of = |path: &'static str, value: BoxedStrategy<String>| {
        value.prop_map(move |value| Setting { path: path.into(), value })
    };
    let dates = || prop_oneof![(-9..60i64).prop_map(|at| day(at).to_string()), Just("1900-01-01".into())].boxed();
    prop_oneof![
        of("start", dates()),
        of("end", dates()),
        of("seed", any::<u64>().prop_map(|seed| seed.to_string()).boxed()),
        of("title", prop::collection::vec(any::<char>(), 0..5).prop_map(String::from_iter).boxed()),
        of("sparrow.breeding_last_day", (80..220u32).prop_map(|day| day.to_string()).boxed()),
        of("weather.mean_c", any::<f32>().prop_map(|value| value.to_string()).boxed()),
        of("sparrow.clutch_eggs", (-0.1..20.1f64).prop_map(|value| value.to_string()).boxed()),
    ]
}

prop_compose! {
    fn changes()(
        seed in prop::option::of(any::<u64>()),
        until in prop::option::of(-9..60i64),
        set in prop::collection::vec(setting(), 0..3),
        campaign in prop::sample::select(vec![CampaignChoice::AsWritten, CampaignChoice::On, CampaignChoice::Off]),
    ) -> Changes {
        Changes { seed, until: until.map(day), set, campaign }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: trials::trials(300), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_run_is_saved_and_repeated(document in document(), changes in changes(), most_days in 1..60) {
        let Ok(plan) = Plan::new(document, &changes) else { return Ok(()) };
        let mut run = plan.begin(Parallelism::Serial).unwrap();
        // No longer than a trial may take, as if a person had ended the run.
        for _ in 0..most_days {
            if run.next_date() <= plan.last_day {
                run.step();
            }
        }
        let saved = run.saved_run();
        prop_assert!(saved.is_some(), "a plan without a day was accepted");
        let text = run_file::text(&saved.expect("it has a day")).expect("RON");
        let read = parse(&text, "run.ron");
        prop_assert!(read.is_ok(), "{:?}\n{}", read, text);
        let again = Plan::new(read.expect("it was read"), &Changes::default());
        prop_assert!(again.is_ok(), "{:?}", again);
        let again = again.expect("it is accepted");
        let mut repeated = again.begin(Parallelism::Serial).unwrap();
        while repeated.next_date() <= again.last_day {
            repeated.step();
        }
        let compared = again.recorded.expect("it is a saved run").compare(&hash_text(repeated.state_hash()));
        prop_assert_eq!(compared, Ok(()));
    }
}
