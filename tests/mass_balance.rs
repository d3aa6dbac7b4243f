//! Contract: every animal and every kilogram is counted once; the mass balance closes on every day.

mod common;

use sparrowfall::ecology::flows::DemographicEvent;
use sparrowfall::ecology::pest::{Band, EggBank};
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::ecology::tally::Tally;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::mass_balance::MassBalance;
use sparrowfall::scenario::{LandscapeParameters, MOST_EGGS_OF_A_FIELD, Scenario};
use sparrowfall::simulation::Simulation;
use strum::VariantArray;

/// Runs two years and returns the balance at the end.
fn balance_of(scenario: Scenario) -> MassBalance {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        simulation.step();
        let date = simulation.date();
        simulation.audit().unwrap_or_else(|imbalance| panic!("{date:?}: {imbalance}"));
    }
    assert_eq!(simulation.days_done(), 730);
    simulation.world().resource::<MassBalance>().clone()
}

/// A balance in which nothing happened would always close.
fn assert_lively(balance: &MassBalance) {
    for &event in DemographicEvent::VARIANTS {
        assert!(balance.animals_since_start.get(event) > 0, "no {event:?} in two years");
    }
    let flows = &balance.plants_since_start;
    for (kg, of) in [
        (flows.leaf_eaten_by_pests_kg, "leaf eaten by pests"),
        (flows.grain_eaten_by_birds_kg, "grain eaten by birds"),
        (flows.grain_reaped_kg, "grain reaped"),
        (flows.grain_spoiled_kg, "grain spoiled"),
        (flows.weed_eaten_by_birds_kg, "weed seed eaten by birds"),
    ] {
        assert!(kg > 0.0, "no {of} in two years");
    }
}

#[test]
fn the_balance_closes_for_three_seeds_with_the_campaign() {
    for seed in [1, 2, 1958] {
        assert_lively(&balance_of(Scenario { seed, ..common::two_years(24) }));
    }
}

#[test]
fn the_balance_closes_without_the_campaign() {
    let balance = balance_of(common::two_years(24).without_campaign());
    assert_eq!(balance.animals_since_start.get(DemographicEvent::BirdsKilled), 0);
    assert_eq!(balance.animals_since_start.get(DemographicEvent::NestYoungDestroyed), 0);
}

#[test]
fn the_balance_closes_where_every_agent_is_one_animal() {
    let mut scenario = common::two_years(4);
    scenario.pest.animals_per_band = 1;
    scenario.sparrow.birds_per_flock = 1;
    // Few enough pests to follow one by one.
    scenario.pest.initial_eggs_per_m2 = 0.05;
    let balance = balance_of(scenario);
    assert!(
        balance.animals_since_start.get(DemographicEvent::Hatched) > 0
            && balance.animals_since_start.get(DemographicEvent::Fledged) > 0
    );
}

/// A few fields, with pests that nothing kills and that breed as fast as allowed.
fn without_checks(fields: u32) -> Scenario {
    let landscape =
        LandscapeParameters { fields_wide: fields, fields_high: fields, field_side_m: 1000.0, ..Default::default() };
    let mut scenario = Scenario { landscape, ..Scenario::default() };
    let pest = &mut scenario.pest;
    (pest.egg_degree_days, pest.hopper_degree_days, pest.maturation_degree_days) = (1.0, 17.0, 1.0);
    (pest.hatch_interval_days, pest.days_between_pods, pest.eggs_per_pod) = (1, 0.5, 1000.0);
    (pest.hatchling_hazard, pest.hopper_hazard, pest.adult_hazard) = (0.0, 0.0, 0.0);
    (pest.crowding_hazard_m2, pest.hunger_hazard, pest.frost_hazard) = (0.0, 0.0, 0.0);
    scenario.check().expect("allowed");
    scenario
}

/// Contract: the mass balance closes with more animals on a field than 32 bits can count, and with as many eggs as its
/// soil holds.
#[test]
fn the_balance_closes_where_32_bits_cannot_count_the_pests() {
    let mut simulation = Simulation::new(without_checks(2), Parallelism::Serial);
    let (mut most_pests, mut most_eggs) = (0, 0);
    for _ in 0..300 {
        simulation.step();
        simulation.audit().unwrap_or_else(|imbalance| panic!("{imbalance}"));
        let world = simulation.world_mut();
        for (tally, bank) in world.query::<(&Tally, &EggBank)>().iter(world) {
            most_pests = most_pests.max(tally.crowd.get());
            most_eggs = most_eggs.max(bank.eggs());
        }
    }
    assert!(most_pests > u64::from(u32::MAX), "{most_pests}");
    assert_eq!(most_eggs, u64::from(MOST_EGGS_OF_A_FIELD));
}

/// Contract: a run makes as many agents as its memory estimate has room for, and no more; the others hatch later or
/// die, the balance closes, and true individuals stay single.
#[test]
fn births_stop_where_the_room_for_agents_ends() {
    for (animals_per_band, birds_per_flock) in [(1, 1), (2, 1)] {
        let mut scenario = without_checks(1);
        scenario.landscape.field_side_m = 20.0;
        (scenario.landscape.village_share, scenario.landscape.wheat_maize_share) = (1.0, 0.0);
        (scenario.landscape.sweet_potato_share, scenario.landscape.laying_ground_share) = (0.0, 0.0);
        scenario.landscape.village_nest_sites_per_ha = 1000.0;
        (scenario.pest.animals_per_band, scenario.pest.bands_per_hatch) = (animals_per_band, 1_000_000);
        let sparrow = &mut scenario.sparrow;
        (sparrow.birds_per_flock, sparrow.laying_chance, sparrow.rest_days) = (birds_per_flock, 1.0, 0);
        (sparrow.adult_annual_survival, sparrow.first_year_survival, sparrow.hunger_hazard) = (0.999, 0.999, 0.0);
        (sparrow.clutch_eggs, sparrow.hatching_share, sparrow.nestling_hunger_hazard) = (20.0, 1.0, 0.0);
        (sparrow.incubation_days, sparrow.nestling_days) = (1, 1);
        (sparrow.insect_share_spring, sparrow.insect_share_summer) = (1.0, 1.0);
        scenario.encounter.other_insects_per_m2 = 10_000.0;
        scenario.check().expect("allowed");
        let [bands, flocks] = scenario.most_agents();
        let mut simulation = Simulation::new(scenario, Parallelism::Serial);
        let mut most = [0, 0];
        for day in 0..365 {
            // Pests do not lay in villages.
            if day == 50 {
                let world = simulation.world_mut();
                let mut fields = world.query::<&mut EggBank>();
                fields.iter_mut(world).for_each(|mut bank| bank.developing[0] = 1_000_000);
                let eggs = &mut world.resource_mut::<MassBalance>();
                (eggs.first.pest_eggs, eggs.closing.pest_eggs) = (eggs.first.pest_eggs + 1_000_000, 1_000_000);
            }
            simulation.step();
            simulation.audit().unwrap_or_else(|imbalance| panic!("day {day}: {imbalance}"));
            let world = simulation.world_mut();
            let counts: Vec<u32> = world.query::<&Band>().iter(world).map(|band| band.count).collect();
            assert!(
                animals_per_band > 1 || counts.iter().all(|count| *count <= 1),
                "more than one animal in a band of one"
            );
            most[0] = most[0].max(counts.len() as u64);
            most[1] = most[1].max(world.query::<&Flock>().iter(world).len() as u64);
        }
        assert_eq!(most, [bands, flocks], "{animals_per_band} {birds_per_flock}");
    }
}

/// Contract: a run can go on for as many days as there are ids for, and then says that it can go no further.
#[test]
fn a_run_ends_before_ids_would_occur_twice() {
    let landscape = LandscapeParameters { fields_wide: 1, fields_high: 1, ..Default::default() };
    let mut scenario = Scenario { landscape, ..Scenario::default() };
    (scenario.pest.initial_eggs_per_m2, scenario.sparrow.initial_birds_per_nest_site) = (0.0, 0.0);
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while simulation.can_go_on() {
        simulation.step();
    }
    assert_eq!(simulation.days_done(), 65_536);
    assert!(simulation.audit().is_ok());
}
