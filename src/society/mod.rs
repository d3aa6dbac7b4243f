//! The rules of the state, and of the people who work the fields and live on them: one file for each.

pub mod farms;
pub mod flows;
pub mod forest;
pub mod housing;
pub mod irrigation;
pub mod labour;
pub mod methods;
pub mod people;
pub mod reports;
pub mod steel;
pub mod stocks;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ecology::calendar::Calendar;
use crate::ecology::flows::Flows;
use crate::ecology::habitat::{Habitat, Shelter};
use crate::engine::landscape::Landscape;
use crate::engine::random::chance_of;
use crate::scenario::Scenario;
use flows::SocietyFlows;
use irrigation::Waterworks;
use labour::Labour;
use people::People;
use steel::Industry;
use stocks::Stocks;

/// What the plan and hunger have left, between two days.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Society {
    /// Farm tools, as a share of those when the run began.
    pub tools: f64,
    /// Draft animals, likewise.
    pub draft_animals: f64,
    /// Irrigation works.
    pub works: Waterworks,
    /// Grain in stock.
    pub stocks: Stocks,
    /// The people.
    pub people: People,
}

/// What the land had for people when the run began.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Endowment {
    /// Cropland, ha.
    pub cropland_ha: f64,
    /// Trees, in hectares fully covered.
    pub trees_ha: f64,
}

impl Default for Society {
    fn default() -> Self {
        Self {
            tools: 1.0,
            draft_animals: 1.0,
            works: Default::default(),
            stocks: Default::default(),
            people: Default::default(),
        }
    }
}

impl Society {
    fn at_start(scenario: &Scenario, land: &Endowment) -> Self {
        let Scenario { people, grain, .. } = scenario;
        let people = People::at_start(people, land.cropland_ha);
        let stocks = Stocks {
            villages_kg: people.country.people as f64 * f64::from(grain.initial_village_kg_per_person),
            depots_kg: 0.0,
            state_kg: people.all() as f64 * f64::from(grain.initial_state_kg_per_person),
        };
        if scenario.people.are_counted() { Self { stocks, people, ..Default::default() } } else { Default::default() }
    }
}

/// Puts what the society needs into the world of a run.
pub fn populate(world: &mut World) {
    let ha = f64::from(world.resource::<Landscape>().field_ha());
    let mut land = Endowment::default();
    for habitat in world.query::<&Habitat>().iter(world) {
        land.cropland_ha += if habitat.land.is_cropland() { ha } else { 0.0 };
        land.trees_ha += f64::from(habitat.tree_cover) * ha;
    }
    world.insert_resource(Society::at_start(world.resource::<Scenario>(), &land));
    world.insert_resource(land);
    world.init_resource::<Labour>();
    world.init_resource::<Industry>();
    world.init_resource::<SocietyFlows>();
}

/// Part of something that a rate per year changes in a day.
fn a_day_of(rate_per_year: f64) -> f64 {
    chance_of(rate_per_year / 365.0)
}

/// Years since the run began.
fn years(calendar: &Calendar) -> f64 {
    f64::from(calendar.day) / 365.25
}

/// Factor on the grain that a full stand bears, from what has been done to the land.
pub fn bearing(scenario: &Scenario, society: &Society, shelter: &Shelter, years: f64) -> f32 {
    let Scenario { farms, forest, irrigation, .. } = scenario;
    let land = forest::erosion(forest, shelter.trees) * society.works.bearing(irrigation);
    (farms::progress(farms, years) * farms::manure(farms, society.draft_animals) * land).max(0.0) as f32
}

/// Factor on the work that a worker does in a day.
pub fn work_per_worker(scenario: &Scenario, society: &Society) -> f64 {
    let Scenario { farms, steel, people, plan, .. } = scenario;
    let hungry = if people.are_counted() { people::work_hungry(people, society.people.country.nutrition) } else { 1.0 };
    let unpaid = farms::work_unpaid(farms, plan.communes_share);
    let with_means =
        steel::work_with_tools(steel, society.tools) * farms::work_with_animals(farms, society.draft_animals);
    hungry * unpaid * with_means
}

/// The state's part of the day, after the harvest: furnaces, works and houses, then grain, then people.
#[expect(clippy::too_many_arguments, reason = "the society depends on everything people do")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    land: Res<Endowment>,
    labour: Res<Labour>,
    fields: Res<Flows>,
    mut society: ResMut<Society>,
    mut shelter: ResMut<Shelter>,
    mut today: (ResMut<SocietyFlows>, ResMut<Industry>),
) {
    let Scenario { plan, steel, forest, housing, irrigation, grain, .. } = &*scenario;
    let Society { tools, draft_animals, works, stocks, people } = &mut *society;
    let made = steel::smelt(steel, plan.steel_share, labour.at_furnaces, labour.all(), tools);
    *works = works.after_a_day(irrigation, labour.at_waterworks, land.cropland_ha);
    shelter.set_if_neq(Shelter {
        houses: housing::houses_left(housing, plan.demolition_hazard_per_year, shelter.houses),
        trees: forest::trees_left(forest, shelter.trees, made.iron_kg, land.trees_ha),
    });
    *today.1 = made;

    let flows = &mut *today.0;
    *flows = Default::default();
    if !scenario.people.are_counted() {
        return;
    }
    people.move_to_towns(plan.towns_share, flows);
    let wants = people.wants(&scenario, *draft_animals);
    stocks.give_seed(grain, fields.sown_ha, flows);
    stocks.take_in(grain, plan, fields.grain_reaped_kg, flows);
    stocks.carry(&scenario, people.all() as f64, flows);
    stocks.trade(plan, (people.country_at_start + people.towns_at_start) as f64, flows);
    stocks.feed(&scenario, wants, flows);
    stocks.spoil(grain, flows);
    people.live(&scenario, wants, years(&calendar), flows);
    *draft_animals = farms::animals_left(&scenario.farms, *draft_animals, people.country.nutrition);
}
