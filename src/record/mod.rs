//! The record of a run: books, daily series, yearly harvests, the state hash.

pub mod books;
pub mod csv;
pub mod folder;
pub mod harvest_table;
pub mod hash;
pub mod ledger;
pub mod parquet;
pub mod provenance;
pub mod run_file;
pub mod series;
mod sums;
pub mod table;

use bevy::prelude::*;

use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::pest::Band;
use crate::ecology::sparrow::Flock;
use crate::ecology::weather::Weather;
use crate::engine::landscape::Landscape;
use crate::engine::parallel::Parallelism;
use crate::scenario::Scenario;
use books::{Books, Stocks};
use ledger::{Event, EventSums, Events, Ledger};
use series::{DayRow, HarvestRow};
use sums::{FieldData, sum_the_day};

/// What the model itself may know of yesterday's record.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Latest {
    /// Sparrows to the hectare of the whole landscape.
    pub birds_per_ha: f32,
}

/// Everything recorded since the start.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// One row a day.
    pub days: Vec<DayRow>,
    /// One row a calendar year; the last may be unfinished.
    pub harvests: Vec<HarvestRow>,
}

/// Opens the books before the first day.
pub fn open_the_books(
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut books: ResMut<Books>,
    mut latest: ResMut<Latest>,
    fields: Query<FieldData>,
    bands: Query<&Band>,
    flocks: Query<&Flock>,
) {
    let stocks = sum_the_day(*parallelism, &fields, &bands, &flocks).stocks;
    *books = Books { first: stocks, opening: stocks, closing: stocks, ..default() };
    latest.birds_per_ha = per_ha(stocks.birds, &landscape) as f32;
}

fn per_ha(animals: u64, landscape: &Landscape) -> f64 {
    animals as f64 / (f64::from(landscape.fields()) * f64::from(landscape.field_ha()))
}

/// Closes the day's books and writes the day's rows.
#[expect(clippy::too_many_arguments, reason = "the record reads everything")]
pub fn record_the_day(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    (landscape, parallelism): (Res<Landscape>, Res<Parallelism>),
    weather: Res<Weather>,
    campaign: Res<Campaign>,
    mut today: (ResMut<Events>, ResMut<Ledger>),
    mut out: (ResMut<Books>, ResMut<Latest>, ResMut<Record>),
    fields: Query<FieldData>,
    bands: Query<&Band>,
    flocks: Query<&Flock>,
) {
    let sums = sum_the_day(*parallelism, &fields, &bands, &flocks);
    let (books, latest, record) = (&mut out.0, &mut out.1, &mut out.2);
    let (events, ledger) = (today.0.take(), std::mem::take(&mut *today.1));
    close_the_books(books, sums.stocks, events, ledger);
    latest.birds_per_ha = per_ha(sums.stocks.birds, &landscape) as f32;

    let killed = events.get(Event::BirdsKilled);
    let row = DayRow {
        date: calendar.date,
        temperature_c: f64::from(weather.temperature_c),
        wetness_sd: f64::from(weather.wetness),
        campaign_effort: f64::from(campaign.effort),
        sparrows: sums.stocks.birds,
        sparrows_per_ha: per_ha(sums.stocks.birds, &landscape),
        sparrow_eggs_and_nestlings: sums.stocks.nest_young,
        pests_of_all_stages: sums.pests.all,
        pest_adults: sums.pests.adults,
        pests_per_m2: per_ha(sums.pests.counted, &landscape) / 10_000.0,
        pest_eggs: sums.stocks.pest_eggs,
        leaf_kg: sums.stocks.leaf_kg,
        standing_grain_kg: sums.stocks.grain_kg,
        reaped_kg: ledger.grain_reaped_kg,
        leaf_eaten_by_pests_kg: ledger.leaf_eaten_by_pests_kg,
        grain_eaten_by_pests_kg: ledger.grain_eaten_by_pests_kg,
        grain_eaten_by_sparrows_kg: ledger.grain_eaten_by_birds_kg,
        spilled_grain_eaten_by_sparrows_kg: ledger.spilled_eaten_by_birds_kg,
        weed_seed_eaten_by_sparrows_kg: ledger.weed_eaten_by_birds_kg,
        pests_eaten_by_sparrows: events.get(Event::PestsEatenByBirds),
        sparrows_fledged: events.get(Event::Fledged),
        sparrows_died: events.get(Event::BirdsDied),
        sparrows_killed: killed,
        sparrows_reported_killed: (killed as f64 * f64::from(scenario.campaign.reported_per_kill)) as u64,
        nest_young_destroyed: events.get(Event::NestYoungDestroyed),
    };
    let cropland_ha = sums.cropland_fields as f64 * f64::from(landscape.field_ha());
    add_to_the_year(&mut record.harvests, calendar.date.year() as u64, &row, &ledger, cropland_ha);
    record.days.push(row);
}

fn close_the_books(books: &mut Books, closing: Stocks, events: EventSums, ledger: Ledger) {
    books.opening = books.closing;
    books.closing = closing;
    books.events = events;
    books.ledger = ledger;
    books.events_since_start += events;
    books.ledger_since_start += &ledger;
}

fn add_to_the_year(harvests: &mut Vec<HarvestRow>, year: u64, row: &DayRow, ledger: &Ledger, cropland_ha: f64) {
    if harvests.last().is_none_or(|last| last.year != year) {
        harvests.push(HarvestRow::empty(year));
    }
    let Some(harvest) = harvests.last_mut() else { return };
    harvest.mean_sparrows =
        (harvest.mean_sparrows * harvest.days as f64 + row.sparrows as f64) / (harvest.days + 1) as f64;
    harvest.days += 1;
    harvest.reaped_kg += row.reaped_kg;
    if cropland_ha > 0.0 {
        harvest.reaped_kg_per_cropland_ha = harvest.reaped_kg / cropland_ha;
    }
    let by_kind = [
        &mut harvest.winter_wheat_kg,
        &mut harvest.maize_kg,
        &mut harvest.sweet_potato_kg,
        &mut harvest.early_rice_kg,
        &mut harvest.single_rice_kg,
    ];
    for (total, reaped) in by_kind.into_iter().zip(ledger.reaped_of_kind_kg) {
        *total += reaped;
    }
    harvest.grain_eaten_by_sparrows_kg += row.grain_eaten_by_sparrows_kg;
    harvest.spilled_grain_eaten_by_sparrows_kg += row.spilled_grain_eaten_by_sparrows_kg;
    harvest.grain_eaten_by_pests_kg += row.grain_eaten_by_pests_kg;
    harvest.leaf_eaten_by_pests_kg += row.leaf_eaten_by_pests_kg;
    harvest.grain_not_filled_kg += ledger.grain_not_filled_kg;
    harvest.spilled_kg += ledger.grain_spilled_kg;
    harvest.peak_pests_per_m2 = harvest.peak_pests_per_m2.max(row.pests_per_m2);
    harvest.pests_eaten_by_sparrows += row.pests_eaten_by_sparrows;
    harvest.sparrows_killed += row.sparrows_killed;
    harvest.sparrows_reported_killed += row.sparrows_reported_killed;
}
