//! What the picture of the grain writes beside each place, and in which colours places and bands are.

use crate::output::words::number;
use crate::window::language::tr;
use crate::window::panels::theme::{
    GRAIN, GRAIN_AREA, LOSS, LOSS_AREA, PEST, PEST_AREA, SPARROW, SPARROW_AREA, STATE, STATE_AREA, Token,
};

use super::grain_flow::{Flow, Place, amount_kg};

fn name(place: Place) -> String {
    match place {
        Place::Grown => tr!("grain-grown"),
        Place::Imported => tr!("grain-imported"),
        Place::FromState => tr!("grain-from-state"),
        Place::Reaped => tr!("grain-reaped"),
        Place::FromVillages => tr!("grain-from-villages"),
        Place::EatenByPests => tr!("grain-eaten-by-pests"),
        Place::EatenBySparrows => tr!("grain-eaten-by-birds"),
        Place::Unreaped => tr!("grain-unreaped"),
        Place::Spilled => tr!("grain-spilled"),
        Place::State => tr!("grain-procured"),
        Place::Country => tr!("grain-in-villages"),
        Place::Exported => tr!("grain-exported"),
        Place::ToState => tr!("grain-to-state"),
        Place::SpoiledWithState => tr!("grain-spoiled-with-state"),
        Place::Towns => tr!("grain-eaten-in-towns"),
        Place::EatenInCountry => tr!("grain-eaten-in-country"),
        Place::Wasted => tr!("grain-wasted"),
        Place::SpoiledInVillages => tr!("grain-spoiled-in-villages"),
        Place::Seed => tr!("grain-seed"),
        Place::ToVillages => tr!("grain-to-villages"),
    }
}

/// The colours of a place's bar and of the bands that go there.
pub fn colours(place: Place) -> [Token; 2] {
    match place {
        Place::EatenByPests => [PEST, PEST_AREA],
        Place::EatenBySparrows => [SPARROW, SPARROW_AREA],
        Place::Unreaped | Place::Spilled | Place::Wasted | Place::SpoiledInVillages | Place::SpoiledWithState => {
            [LOSS, LOSS_AREA]
        }
        Place::Imported | Place::FromState | Place::State | Place::Exported | Place::ToState | Place::Towns => {
            [STATE, STATE_AREA]
        }
        _ => [GRAIN, GRAIN_AREA],
    }
}

/// The colour of a band.
pub fn colour(flow: Flow) -> Token {
    // Grain that the state sells back keeps the state's colour.
    if flow.from == Place::State && flow.to == Place::EatenInCountry { STATE_AREA } else { colours(flow.to)[1] }
}

/// Tonnes, and how many percent they are of what was reaped.
fn tonnes(kg: f64, reaped_kg: f64) -> String {
    let tonnes = number(kg / 1000.0);
    if reaped_kg > 0.0 {
        tr!("grain-amount", tonnes = tonnes, percent = percent(kg / reaped_kg))
    } else {
        tr!("grain-amount-alone", tonnes = tonnes)
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.05 { "<0.1".into() } else { format!("{percent:.1}") }
}

/// What is written beside a place.
pub fn words(flows: &[Flow], place: Place) -> Vec<String> {
    let reaped_kg = amount_kg(flows, Place::Reaped);
    let between = |from, to| flows.iter().filter(|flow| (flow.from, flow.to) == (from, to)).map(|flow| flow.kg).sum();
    // Beside what passes through, the words are those of the band that comes from the harvest.
    let kg: f64 = match place {
        Place::State => between(Place::Reaped, Place::State) + between(Place::FromVillages, Place::State),
        Place::Country => between(Place::Reaped, Place::Country),
        _ => amount_kg(flows, place),
    };
    let mut words = vec![name(place), tonnes(kg, reaped_kg)];
    let resold_kg = between(Place::State, Place::EatenInCountry);
    if place == Place::EatenInCountry && resold_kg > 0.0 {
        words.push(tr!("grain-sold-back", amount = tonnes(resold_kg, reaped_kg)));
    }
    words
}
