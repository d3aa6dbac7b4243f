//! The record of a run: mass balance, daily series, yearly harvests, state hash.

pub mod csv;
pub mod folder;
pub mod harvest_table;
pub mod hash;
pub mod history;
pub mod mass_balance;
pub mod parquet;
pub mod provenance;
pub mod run_file;
pub mod series;
pub mod table;

use bevy_ecs::prelude::*;

use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::census::{Census, per_ha};
use crate::ecology::crop::CropKind;
use crate::ecology::flows::{DemographicEvent, Demography, Flows};
use crate::ecology::habitat::Shelter;
use crate::ecology::weather::Weather;
use crate::engine::landscape::Landscape;
use crate::scenario::Scenario;
use crate::society::Society;
use crate::society::flows::SocietyFlows;
use crate::society::labour::Labour;
use crate::society::steel::Industry;
use mass_balance::MassBalance;
use series::{DayRow, HarvestRow};

/// Everything recorded since the start.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// One row per day.
    pub days: Vec<DayRow>,
    /// One row per calendar year; the last may be unfinished.
    pub harvests: Vec<HarvestRow>,
}

/// Begins the record of a run, once the first census has been taken.
pub fn begin(world: &mut World) {
    let census = *world.resource::<Census>();
    let society = *world.resource::<Society>();
    world.insert_resource(MassBalance::open(census, society));
    world.init_resource::<Record>();
}

/// Closes the day's balance and writes the day's rows.
#[expect(clippy::too_many_arguments, reason = "the record reads everything")]
pub fn record_the_day(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    campaign: Res<Campaign>,
    census: Res<Census>,
    state: (Res<Labour>, Res<Society>, Res<Shelter>, Res<SocietyFlows>, Res<Industry>),
    mut today: (ResMut<Demography>, ResMut<Flows>),
    mut balance: ResMut<MassBalance>,
    mut record: ResMut<Record>,
) {
    let (animals, plants) = (today.0.take(), std::mem::take(&mut *today.1));
    let (labour, society, shelter, grain, industry) = state;
    let Society { tools, draft_animals, works, stocks, people } = *society;
    balance.close(*census, animals, plants);
    balance.close_society(&society, *grain);

    let killed = animals.get(DemographicEvent::BirdsKilled);
    let row = DayRow {
        date: calendar.date,
        temperature_c: f64::from(weather.temperature_c),
        wetness_sd: f64::from(weather.wetness),
        campaign_effort: f64::from(campaign.effort),
        sparrows: census.birds,
        sparrows_per_ha: census.birds_per_ha(&landscape),
        sparrow_eggs_and_nestlings: census.nest_young,
        pests_of_all_stages: census.pests,
        pest_adults: census.adult_pests,
        pests_per_m2: per_ha(census.counted_pests, &landscape) / 10_000.0,
        pests_swarming: census.swarming_pests,
        pest_eggs: census.pest_eggs,
        leaf_kg: census.leaf_kg,
        standing_grain_kg: census.grain_kg,
        reaped_kg: plants.grain_reaped_kg,
        grain_unreaped_kg: plants.grain_unreaped_kg,
        sown_ha: plants.sown_ha,
        farm_workers: labour.farm_workers,
        farm_workers_away: labour.workers_away,
        farm_work_wanted_days: labour.wanted_days,
        farm_work_done_days: labour.done_days,
        farm_work_per_worker: labour.work_per_worker,
        furnaces: industry.furnaces,
        pig_iron_kg: industry.iron_kg,
        usable_iron_kg: industry.usable_iron_kg,
        finished_goods: industry.finished_goods,
        tools_left: tools,
        draft_animals_left: draft_animals,
        houses_left: shelter.houses,
        trees_left: shelter.trees,
        watered_share: works.sound + works.unsound,
        silted_share: works.silted,
        village_grain_kg: stocks.villages_kg,
        depot_grain_kg: stocks.depots_kg,
        state_grain_kg: stocks.state_kg,
        grain_reported_kg: grain.reported_kg,
        grain_procured_kg: grain.procured_kg,
        grain_exported_kg: grain.exported_kg,
        grain_imported_kg: grain.imported_kg,
        grain_eaten_in_towns_kg: grain.eaten_in_towns_kg,
        grain_eaten_in_country_kg: grain.own_eaten_in_country_kg + grain.resold_kg,
        grain_resold_kg: grain.resold_kg,
        grain_sown_kg: grain.seed_kg,
        grain_wasted_in_canteens_kg: grain.wasted_in_canteens_kg,
        grain_spoiled_in_stock_kg: grain.spoiled_in_stock_kg(),
        country_people: people.country.people,
        town_people: people.towns.people,
        country_nutrition: people.country.nutrition,
        town_nutrition: people.towns.nutrition,
        births: grain.births_in_country + grain.births_in_towns,
        official_deaths: grain.official_deaths_in_country + grain.official_deaths_in_towns,
        adjusted_deaths: grain.adjusted_deaths_in_country + grain.adjusted_deaths_in_towns,
        leaf_eaten_by_pests_kg: plants.leaf_eaten_by_pests_kg,
        grain_eaten_by_pests_kg: plants.grain_eaten_by_pests_kg,
        grain_eaten_by_sparrows_kg: plants.grain_eaten_by_birds_kg,
        spilled_grain_eaten_by_sparrows_kg: plants.spilled_eaten_by_birds_kg,
        weed_seed_eaten_by_sparrows_kg: plants.weed_eaten_by_birds_kg,
        pests_eaten_by_sparrows: animals.get(DemographicEvent::PestsEatenByBirds),
        sparrows_fledged: animals.get(DemographicEvent::Fledged),
        sparrows_died: animals.get(DemographicEvent::BirdsDied),
        sparrows_killed: killed,
        sparrows_reported_killed: (killed as f64 * f64::from(scenario.campaign.reported_per_kill)) as u64,
        nest_young_destroyed: animals.get(DemographicEvent::NestYoungDestroyed),
    };
    let cropland_ha = census.cropland_fields as f64 * f64::from(landscape.field_ha());
    add_to_the_year(&mut record.harvests, calendar.date.year() as u64, &row, (&plants, &grain), cropland_ha);
    record.days.push(row);
}

fn add_to_the_year(
    harvests: &mut Vec<HarvestRow>,
    year: u64,
    row: &DayRow,
    (plants, grain): (&Flows, &SocietyFlows),
    cropland_ha: f64,
) {
    if harvests.last().is_none_or(|last| last.year != year) {
        harvests.push(HarvestRow::empty(year));
    }
    let Some(harvest) = harvests.last_mut() else { return };
    let days = harvest.days as f64;
    let means = [
        (&mut harvest.mean_sparrows, row.sparrows as f64),
        (&mut harvest.finished_goods, row.finished_goods),
        (&mut harvest.country_people, row.country_people as f64),
        (&mut harvest.town_people, row.town_people as f64),
        (&mut harvest.country_nutrition, row.country_nutrition),
        (&mut harvest.town_nutrition, row.town_nutrition),
    ];
    means.into_iter().for_each(|(mean, today)| *mean = (*mean * days + today) / (days + 1.0));
    harvest.days += 1;
    harvest.reaped_kg += row.reaped_kg;
    if cropland_ha > 0.0 {
        harvest.reaped_kg_per_cropland_ha = harvest.reaped_kg / cropland_ha;
    }
    let by_kind: [_; CropKind::HARVESTED.len()] = [
        &mut harvest.winter_wheat_kg,
        &mut harvest.maize_kg,
        &mut harvest.sweet_potato_kg,
        &mut harvest.early_rice_kg,
        &mut harvest.single_rice_kg,
    ];
    for (total, reaped) in by_kind.into_iter().zip(plants.reaped_of_kind_kg) {
        *total += reaped;
    }
    harvest.grain_eaten_by_sparrows_kg += row.grain_eaten_by_sparrows_kg;
    harvest.spilled_grain_eaten_by_sparrows_kg += row.spilled_grain_eaten_by_sparrows_kg;
    harvest.grain_eaten_by_pests_kg += row.grain_eaten_by_pests_kg;
    harvest.leaf_eaten_by_pests_kg += row.leaf_eaten_by_pests_kg;
    harvest.grain_not_filled_kg += plants.grain_not_filled_kg;
    harvest.spilled_kg += plants.grain_spilled_kg;
    harvest.grain_unreaped_kg += row.grain_unreaped_kg;
    harvest.sown_ha += row.sown_ha;
    harvest.cropped_ha += plants.cropped_ha;
    harvest.society += grain;
    harvest.pig_iron_kg += row.pig_iron_kg;
    harvest.usable_iron_kg += row.usable_iron_kg;
    harvest.peak_pests_per_m2 = harvest.peak_pests_per_m2.max(row.pests_per_m2);
    harvest.pests_eaten_by_sparrows += row.pests_eaten_by_sparrows;
    harvest.sparrows_killed += row.sparrows_killed;
    harvest.sparrows_reported_killed += row.sparrows_reported_killed;
}
