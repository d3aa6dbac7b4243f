//! Contract: the tiny scenario gives what the comment in its file works out by hand.

use sparrowfall::ecology::habitat::{Habitat, LandUse};
use sparrowfall::ecology::pest::{Band, EggBank};
use sparrowfall::ecology::sparrow::Flock;
use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::scenario::{Document, open};
use sparrowfall::simulation::Simulation;

#[test]
fn tiny_by_hand() {
    let Ok(Document::Scenario(scenario)) = open("tiny") else { panic!("tiny cannot be read") };
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);

    let world = simulation.world_mut();
    let flocks: Vec<u32> = world.query::<&Flock>().iter(world).map(|flock| flock.birds()).collect();
    assert_eq!(flocks, [1; 24], "24 birds, one by one");
    let mut land: Vec<_> = world.query::<&Habitat>().iter(world).map(|habitat| habitat.land).collect();
    land.sort_by_key(|land| *land as u8);
    use LandUse::*;
    assert_eq!(land, [WheatMaize, WheatMaize, WheatMaize, Village, LayingGround, Grass]);
    let sites: Vec<f32> = world.query::<&Habitat>().iter(world).map(|habitat| habitat.nest_sites).collect();
    assert_eq!(sites.iter().filter(|&&sites| sites > 0.0).count(), 1, "only the village has nest sites");
    let mut banks = world.query::<(&Habitat, &EggBank)>();
    assert!(banks.iter(world).all(|(habitat, bank)| habitat.land == LayingGround || bank.eggs() == 0));
    let eggs: u64 = banks.iter(world).map(|(_, bank)| bank.eggs()).sum();

    let mut warmth = 0.0;
    let mut first_hopper = None;
    let mut past_200 = None;
    while !simulation.is_finished() {
        simulation.step();
        assert_eq!(simulation.audit(), Ok(()));
        let world = simulation.world_mut();
        assert!(world.query::<&Band>().iter(world).all(|band| band.count <= 1));
        assert!(world.query::<&Flock>().iter(world).all(|flock| flock.adults <= 1 && flock.juveniles <= 1));
        let day = simulation.record().days.last().expect("a day");
        if day.date.month() >= 3 {
            warmth += (day.temperature_c - 13.5).max(0.0);
        }
        past_200 = past_200.or((warmth > 200.0).then_some(*day));
        first_hopper = first_hopper.or((day.pests_of_all_stages > 0).then_some(day.date));
    }
    let days = &simulation.record().days;
    assert_eq!(days.len(), 365);
    assert!((days[0].temperature_c - 0.095).abs() < 0.01, "{}", days[0].temperature_c);
    assert!((days[199].temperature_c - 27.5).abs() < 0.01, "{}", days[199].temperature_c);
    let past_200 = past_200.expect("a warm day");
    assert_eq!(past_200.date, jiff::civil::date(1957, 5, 31));
    assert!(
        past_200.pests_of_all_stages > 0 && past_200.pest_eggs > 0 && past_200.pest_eggs < eggs,
        "some have hatched, some not"
    );
    assert_eq!(first_hopper.map(|date| date.month()), Some(5));
    let wheat = simulation.record().harvests[0].winter_wheat_kg;
    assert!(wheat > 2500.0 && wheat <= 2880.0, "{wheat}");
}
