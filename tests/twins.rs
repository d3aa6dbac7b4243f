//! Contract: twins are the same until something is done otherwise in one of them; the state hash says until when, and from
//! then on what differs is told by name and adds up, field by field.

use jiff::civil::date;
use sparrowfall::ecology::campaign::Campaign;
use sparrowfall::engine::parallel::Parallelism::Serial;
use sparrowfall::scenario::{Action, BUILT_IN, Document, Intervention, Scenario, open};
use sparrowfall::simulation::Simulation;
use sparrowfall::timeline::DEFAULT_BUDGET;
use sparrowfall::timeline::difference::Quantity;
use sparrowfall::timeline::twins::{NoTwins, Twins};

fn land() -> Scenario {
    let mut scenario = Scenario::default().with_historical_campaign();
    (scenario.landscape.fields_wide, scenario.landscape.fields_high) = (24, 20);
    scenario
}

#[test]
fn twins_part_on_the_first_day_of_the_campaign() {
    let with = land();
    let start = with.start;
    let mut twins = Twins::new(vec![with.clone(), with.without_campaign(), land()], 2, DEFAULT_BUDGET).unwrap();
    let first_day = Scenario::historical_campaign()[0].date;
    let before = (first_day.duration_since(start).as_hours() / 24) as u32;
    for _ in 0..before {
        twins.step().unwrap();
    }
    assert_eq!([twins.parted(0, 1), twins.parted(0, 2)], [None, None]);
    assert!(twins.differences(0, 1).iter().all(|difference| difference.more() == 0.0));
    for _ in 0..5 {
        twins.step().unwrap();
    }
    assert_eq!(
        [twins.parted(0, 1), twins.parted(1, 0), twins.parted(0, 2)],
        [Some(before + 1), Some(before + 1), None]
    );
    // What was seen is kept, whatever day is looked at.
    twins.go_to(40).unwrap();
    assert_eq!((twins.day(), twins.parted(0, 1)), (40, Some(before + 1)));
    assert!(twins.differences(0, 1).iter().all(|difference| difference.more() == 0.0));
    for world in twins.worlds() {
        assert_eq!(world.day(), 40);
    }
}

#[test]
fn a_twin_in_which_a_person_intervenes_parts_from_then_on() {
    let scenario = land().without_campaign();
    let mut twins = Twins::new(vec![scenario.clone(), scenario], 1, DEFAULT_BUDGET).unwrap();
    twins.go_to(100).unwrap();
    assert_eq!(twins.parted(0, 1), None);
    twins.go_to(60).unwrap();
    twins.intervene(1, Action::Weather { temperature_c: -3.0, wetness: 0.0, days: 10 });
    twins.go_to(90).unwrap();
    assert_eq!(twins.parted(0, 1), Some(61));
    assert_eq!(twins.worlds()[1].branches().len(), 2);
    // The branch that was left is still the other world's twin.
    twins.choose(1, 0, 80).unwrap();
    assert_eq!((twins.day(), twins.parted(0, 1)), (80, None));
    // A switch that is turned to where it is already changes no bit of the world.
    twins.intervene(1, Action::StopCampaign);
    twins.go_to(95).unwrap();
    assert_eq!((twins.worlds()[1].branches().len(), twins.parted(0, 1)), (3, None));
    assert!(!twins.worlds()[1].simulation().world().resource::<Campaign>().is_on);
}

#[test]
fn what_differs_on_all_fields_is_what_differs_in_all() {
    let with = Scenario { start: date(1958, 3, 1), ..land() };
    let mut twins = Twins::new(vec![with.clone().without_campaign(), with], 2, DEFAULT_BUDGET).unwrap();
    // A summer, and the days about the turn of the year.
    for days in [100, 200, 305, 306, 307, 500] {
        twins.go_to(days).unwrap();
        let mut differ = 0;
        for difference in twins.differences(0, 1) {
            let fields = twins.field_differences(0, 1, difference.quantity);
            assert_eq!(fields.len(), 24 * 20);
            for world in [0, 1] {
                let sum: f64 = fields.iter().map(|field| field.values[world]).sum();
                let all = difference.values[world];
                // On the day on which birds fed on a field, some of them died, and young left their nests.
                if difference.quantity == Quantity::Sparrows {
                    assert!((sum - all).abs() <= all / 5.0, "day {days}: {sum} of {difference:?}");
                } else {
                    assert!((sum - all).abs() <= 1e-4 * all, "day {days}: {sum} of {difference:?}");
                }
            }
            differ += u32::from(difference.more() != 0.0);
        }
        assert!(differ >= 2, "day {days}: {differ}");
    }
}

/// Contract: a day that is there again from a kept state looks as it did: all that is shown of it is part of the state.
#[test]
fn fields_of_a_day_that_is_there_again_are_what_they_were() {
    for built_in in BUILT_IN {
        let Ok(Document::Scenario(mut scenario)) = open(built_in.name) else { panic!("{}", built_in.name) };
        let land = &mut scenario.landscape;
        (land.fields_wide, land.fields_high) = (land.fields_wide.min(20), land.fields_high.min(20));
        let without = scenario.clone().without_campaign();
        let mut twins = Twins::new(vec![scenario, without], 2, DEFAULT_BUDGET).unwrap();
        let all = |twins: &Twins| Quantity::ALL.iter().map(|q| twins.field_differences(0, 1, *q)).collect::<Vec<_>>();
        twins.go_to(230).unwrap();
        let then = all(&twins);
        twins.go_to(231).unwrap();
        twins.go_to(10).unwrap();
        twins.go_to(231).unwrap();
        twins.go_to(230).unwrap();
        assert!(all(&twins) == then, "{}", built_in.name);
    }
}

#[test]
fn what_is_not_a_twin_is_refused() {
    let refusal = |other: Scenario| Twins::new(vec![land(), other], 2, 0).err();
    assert_eq!(refusal(Scenario { seed: 7, ..land() }), Some(NoTwins::Seed));
    assert_eq!(refusal(Scenario { start: date(1957, 1, 2), ..land() }), Some(NoTwins::Start));
    let mut wider = land();
    wider.landscape.fields_wide += 1;
    assert_eq!(refusal(wider), Some(NoTwins::Land));
    assert_eq!(Twins::new(vec![land()], 2, 0).err(), Some(NoTwins::Alone));
    let deed = Intervention { date: date(1957, 2, 1), action: Action::TakeDownNets };
    assert_eq!(refusal(Scenario { timeline: vec![deed], ..land() }), None);
    // Twins repeat what their scenarios do alone.
    let mut twins = Twins::new(vec![land(), land().without_campaign()], 2, DEFAULT_BUDGET).unwrap();
    twins.go_to(500).unwrap();
    let mut alone = Simulation::new(land(), Serial);
    (0..500).for_each(|_| alone.step());
    assert_eq!(twins.world_mut(0).simulation_mut().state_hash(), alone.state_hash());
}
