//! Contract: each lever of the plan acts as its rule says, through what people have, eat and do, and nothing else; where nobody is
//! counted and nothing is ordered, nothing is different from a land without a society.

mod common;

use jiff::civil::{Date, date};
use sparrowfall::ecology::habitat::{Habitat, Shelter};
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::Record;
use sparrowfall::record::series::{DayRow, HarvestRow};
use sparrowfall::scenario::{Action, Intervention, Scenario};
use sparrowfall::simulation::Simulation;

/// Two years of a land in which hands and people are counted, and nothing is ordered.
fn a_land_with_people() -> Scenario {
    let mut scenario = common::two_years(24);
    scenario.timeline.clear();
    scenario.labour.workers_per_ha = 2.0;
    scenario.people.initial_people_per_ha = 5.0;
    scenario.grain.initial_village_kg_per_person = 250.0;
    scenario
}

fn set(scenario: &mut Scenario, date: Date, path: &str, value: f64) {
    scenario.timeline.push(Intervention { date, action: Action::SetParameter { path: path.into(), value } });
    scenario.timeline.sort_by_key(|event| event.date);
}

/// The same with a lever set from the first day on.
fn with(path: &str, value: f64) -> Scenario {
    let mut scenario = a_land_with_people();
    set(&mut scenario, date(1957, 1, 1), path, value);
    scenario
}

/// Lives a scenario to its end; the books close every day.
fn live(scenario: Scenario) -> Simulation {
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    while !simulation.is_finished() {
        simulation.step_and_audit().unwrap_or_else(|fault| panic!("{fault}"));
    }
    simulation
}

fn record(scenario: Scenario) -> Record {
    live(scenario).record().clone()
}

fn last(record: &Record) -> &DayRow {
    record.days.last().expect("a day")
}

fn year(record: &Record, year: u64) -> HarvestRow {
    *record.harvests.iter().find(|row| row.year == year).expect("a year of the run")
}

#[test]
fn without_orders_tools_trees_and_houses_stay() {
    let land = record(a_land_with_people());
    for day in &land.days {
        assert_eq!([day.tools_left, day.houses_left, day.trees_left], [1.0; 3], "{day:?}");
        assert_eq!((day.furnaces, day.pig_iron_kg, day.finished_goods, day.watered_share), (0, 0.0, 1.0, 0.0));
        assert_eq!((day.grain_reported_kg, day.grain_wasted_in_canteens_kg), (day.reaped_kg, 0.0));
    }
    // People grow in number, and nobody dies of hunger.
    let (first, last) = (&land.days[0], last(&land));
    assert!(last.country_people > first.country_people && last.town_people > first.town_people);
    assert_eq!(year(&land, 1958).society.official_deaths_of_hunger, 0.0);
}

#[test]
fn people_who_have_enough_change_no_field() {
    let mut plenty = a_land_with_people();
    plenty.labour.workers_per_ha = 50.0;
    plenty.grain.initial_village_kg_per_person = 1000.0;
    let mut nobody = plenty.clone();
    nobody.people.initial_people_per_ha = 0.0;
    let (plenty, nobody) = (record(plenty), record(nobody));
    assert!(plenty.days.iter().all(|day| day.country_nutrition == 1.0));
    for (with, without) in plenty.days.iter().zip(&nobody.days) {
        assert_eq!(
            (with.leaf_kg, with.reaped_kg, with.sparrows),
            (without.leaf_kg, without.reaped_kg, without.sparrows)
        );
        assert_eq!((without.country_people, without.village_grain_kg, without.births), (0, 0.0, 0));
    }
}

#[test]
fn furnaces_take_tools_and_trees_and_goods_and_give_little_iron() {
    let furnaces = record(with("plan.steel_share", 0.25));
    let scenario = Scenario::default();
    let day = last(&furnaces);
    assert!(day.tools_left < 0.95 && day.trees_left < 0.95, "{} {}", day.tools_left, day.trees_left);
    let goods = 1.0 - 3.0 * f64::from(scenario.steel.shortage) * 0.25;
    assert!((day.finished_goods - goods).abs() < 1e-6, "{}", day.finished_goods);
    let iron = year(&furnaces, 1957);
    let workers = (day.farm_workers + day.farm_workers_away) as f64;
    let expected = 365.0 * 0.25 * workers * f64::from(scenario.steel.iron_kg_per_worker_day);
    assert!((iron.pig_iron_kg / expected - 1.0).abs() < 0.05, "{} of {expected} kg", iron.pig_iron_kg);
    assert!((iron.usable_iron_kg / iron.pig_iron_kg - f64::from(scenario.steel.usable_share)).abs() < 1e-6);
    assert!(day.farm_work_per_worker < 0.99);
}

/// Contract: so steel and housing slow the sparrows' return.
#[test]
fn sparrows_come_back_more_slowly_where_houses_and_trees_are_gone() {
    let sparrows = |levers: &[(&str, f64)]| {
        let mut scenario = a_land_with_people();
        scenario.end = date(1962, 12, 31);
        scenario.timeline.push(Intervention { date: date(1957, 3, 1), action: Action::StartCampaign { effort: 1.0 } });
        scenario.timeline.push(Intervention { date: date(1957, 12, 1), action: Action::StopCampaign });
        levers.iter().for_each(|(path, value)| set(&mut scenario, date(1957, 1, 1), path, *value));
        let simulation = live(scenario);
        let shelter = *simulation.world().resource::<Shelter>();
        (last(simulation.record()).sparrows, shelter)
    };
    let (all, whole) = sparrows(&[]);
    let demolition = ("plan.demolition_hazard_per_year", 1.0);
    let (without_houses, less) = sparrows(&[demolition]);
    let (without_both, least) = sparrows(&[demolition, ("plan.steel_share", 0.9)]);
    assert_eq!((whole.houses, whole.trees), (1.0, 1.0));
    assert!(less.houses < 0.1 && less.trees == 1.0, "{less:?}");
    assert!(least.houses < 0.1 && least.trees < 0.5, "{least:?}");
    assert!((without_houses as f64) < 0.97 * all as f64, "{without_houses} of {all}");
    assert!((without_both as f64) < 0.7 * all as f64, "{without_both} of {all}");
}

#[test]
fn a_restored_run_has_the_nest_sites_that_are_left() {
    let mut scenario = with("plan.demolition_hazard_per_year", 1.0);
    scenario.end = date(1957, 12, 31);
    let mut lived = live(scenario);
    let sites = |simulation: &mut Simulation| -> Vec<f32> {
        let world = simulation.world_mut();
        world.query::<&Habitat>().iter(world).map(|habitat| habitat.nest_sites).collect()
    };
    let mut restored = Simulation::restore(&lived.save(), Parallelism::Serial).expect("a snapshot");
    assert_eq!(sites(&mut restored), sites(&mut lived));
    for _ in 0..30 {
        lived.step();
        restored.step();
    }
    assert_eq!(restored.state_hash(), lived.state_hash());
}

#[test]
fn sound_works_water_fields_and_others_spoil_them() {
    let dug = |sound_share: f32| {
        let mut scenario = with("plan.irrigation_share", 0.2);
        scenario.labour.workers_per_ha = 10.0;
        scenario.irrigation.sound_share = sound_share;
        scenario.irrigation.silting_hazard_per_year = 20.0;
        record(scenario)
    };
    let (sound, unsound) = (dug(1.0), dug(0.0));
    assert!(last(&sound).watered_share > 0.5 && last(&sound).silted_share == 0.0);
    assert!(last(&unsound).silted_share > 0.5 && last(&unsound).watered_share < 0.1);
    let [more, less] = [&sound, &unsound].map(|record| year(record, 1958).reaped_kg);
    assert!(more > 1.05 * less, "{more} and {less} kg");
}

#[test]
fn the_state_takes_its_share_of_what_was_reported() {
    let ordinary = record(a_land_with_people());
    let boasted = record(with("plan.exaggeration", 0.2));
    let share = |record: &Record, of: u64| year(record, of).society.procured_kg / year(record, of).reaped_kg;
    assert!((share(&ordinary, 1957) - 0.236).abs() < 1e-6);
    // Four levels.
    assert!((share(&boasted, 1957) - 0.236 * 1.2_f64.powi(4)).abs() < 1e-6, "{}", share(&boasted, 1957));
    let [fed, hungry] = [&ordinary, &boasted].map(|record| year(record, 1958).country_nutrition);
    assert!(hungry < fed - 0.02, "{hungry} and {fed}");
    let towns = [&ordinary, &boasted].map(|record| year(record, 1958).town_nutrition);
    assert!(towns[1] >= towns[0], "{towns:?}");
    assert!((year(&boasted, 1957).society.reported_kg / year(&boasted, 1957).reaped_kg - 1.2_f64.powi(4)).abs() < 1e-6);
}

#[test]
fn hunger_takes_work_births_and_lives_in_both_calibrations() {
    let mut scenario = with("plan.procurement_share", 0.75);
    scenario.plan.resale_share = 0.0;
    let hungry = record(scenario);
    let fed = record(a_land_with_people());
    let (few, many) = (year(&hungry, 1958), year(&fed, 1958));
    assert!(few.country_nutrition < 0.7, "{}", few.country_nutrition);
    assert!(last(&hungry).farm_work_per_worker < 0.8 && last(&hungry).draft_animals_left < 0.95);
    assert!(few.society.births_in_country < many.society.births_in_country);
    for day in &hungry.days {
        assert!(day.adjusted_deaths >= day.official_deaths, "{day:?}");
    }
    let flows = few.society;
    assert!(flows.adjusted_deaths_of_hunger > flows.official_deaths_of_hunger && flows.official_deaths_of_hunger > 0.0);
    assert!(few.reaped_kg < many.reaped_kg);
}

#[test]
fn towns_canteens_exports_and_imports_move_grain() {
    let ordinary = record(a_land_with_people());
    let of = |path: &str, value: f64| record(with(path, value));
    let towns = of("plan.towns_share", 0.1);
    let (moved, stayed) = (&towns.days[0], &ordinary.days[0]);
    assert!(moved.town_people > stayed.town_people && moved.farm_workers < stayed.farm_workers);
    assert!(year(&towns, 1957).society.eaten_in_towns_kg > year(&ordinary, 1957).society.eaten_in_towns_kg);
    let canteens = year(&of("plan.canteens_share", 1.0), 1957).society;
    let wasted = canteens.wasted_in_canteens_kg / (canteens.wasted_in_canteens_kg + canteens.own_eaten_in_country_kg);
    assert!((wasted - f64::from(Scenario::default().farms.canteen_waste)).abs() < 1e-6, "{wasted}");
    let people = (stayed.country_people + stayed.town_people) as f64;
    for (kg_per_person, flow) in [(5.0, 0), (-5.0, 1)] {
        let flows = year(&of("plan.net_export_kg_per_person_year", kg_per_person), 1957).society;
        let traded = [flows.exported_kg, flows.imported_kg];
        assert!((traded[flow] / (5.0 * people) - 1.0).abs() < 0.01, "{traded:?} kg for {people} people");
        assert_eq!(traded[1 - flow], 0.0);
    }
}

#[test]
fn grain_rots_where_there_are_no_carts_to_carry_it() {
    let mut scenario = with("plan.steel_share", 0.35);
    scenario.steel.shortage = 1.0;
    let furnaces = record(scenario);
    let flows = year(&furnaces, 1957).society;
    assert!(flows.procured_kg > 0.0 && flows.carried_kg == 0.0 && flows.spoiled_at_depots_kg > 0.0, "{flows:?}");
    let lying = last(&furnaces).depot_grain_kg;
    assert!(lying > 0.0 && lying < flows.procured_kg + year(&furnaces, 1958).society.procured_kg);
}

#[test]
fn communes_end_private_plots_and_slow_work() {
    let [free, communes] = [a_land_with_people(), with("plan.communes_share", 1.0)].map(record);
    let loss = f64::from(Scenario::default().farms.incentive_loss);
    let work = [&free, &communes].map(|record| record.days[1].farm_work_per_worker);
    assert!((work[1] / work[0] - (1.0 - loss)).abs() < 1e-3, "{work:?}");
    let nutrition = [&free, &communes].map(|record| year(record, 1958).country_nutrition);
    assert!(nutrition[1] <= nutrition[0], "{nutrition:?}");
}
