//! Who eats what: each field, alone, turns the day's tallies into results.
//!
//! Birds hunt with a functional response for several prey with switching (Holling III by default): prey at density N is
//! as good as x = (N / half density)^exponent, all prey together meet the part X / (1 + X) of the need, and each kind
//! is taken in proportion to its x. So pests that are rare are passed over for other insects, pests at middling density
//! are held down, and a swarm is more than the birds can eat.

use bevy::prelude::*;

use super::calendar::{Calendar, Season};
use super::crop::{Crop, Seed};
use super::landscape::Landscape;
use super::schedule::{Parallelism, each};
use super::tally::{Meal, Tally, UNIT};
use super::weather::Weather;
use crate::record::ledger::Ledger;
use crate::scenario::{EncounterParameters, Scenario, SparrowParameters};

/// Most of the pests of a field that birds can take in a day (assumed).
const MOST_TAKEN: f64 = 0.9;
/// Most of the leaf, grain or seed of a field that can be eaten in a day (assumed).
const MOST_EATEN: f64 = 0.9;

/// The season's diet of grown birds.
struct Diet {
    insects: f64,
    weed: f64,
}

fn diet(sparrow: &SparrowParameters, season: Season) -> Diet {
    let (insects, weed) = match season {
        Season::Spring => (sparrow.insect_share_spring, sparrow.weed_share_spring),
        Season::Summer => (sparrow.insect_share_summer, sparrow.weed_share_summer),
        Season::Autumn => (sparrow.insect_share_autumn, sparrow.weed_share_autumn),
        Season::Winter => (sparrow.insect_share_winter, sparrow.weed_share_winter),
    };
    Diet { insects: f64::from(insects), weed: f64::from(weed) }
}

/// Other insects, animals/m2: none below 5 deg C, all at 25 deg C.
fn other_insects_per_m2(encounter: &EncounterParameters, weather: &Weather) -> f64 {
    let warmth = ((weather.temperature_c - 5.0) / 20.0).clamp(0.0, 1.0);
    f64::from(encounter.other_insects_per_m2 * warmth)
}

/// How good a prey is at a density: (density / half)^exponent.
#[inline]
fn worth(density: f64, half: f32, exponent: f32) -> f64 {
    let ratio = density / f64::from(half);
    if exponent == 2.0 { ratio * ratio } else { libm::pow(ratio, f64::from(exponent)) }
}

/// Part of the wanted amount that is found.
#[inline]
fn found(density: f64, half: f64) -> f64 {
    density / (density + half)
}

/// Resolves every field.
pub fn feed(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    mut fields: Query<(&Tally, &mut Crop, &mut Seed, &mut Meal, &mut Ledger)>,
) {
    let diet = diet(&scenario.sparrow, calendar.season());
    let others = other_insects_per_m2(&scenario.encounter, &weather);
    each!(parallelism, fields, [tally], [crop, seed, meal, ledger] => {
        let mut result = Meal { crowding_per_m2: tally.crowd.get() as f32 / landscape.field_m2(), ..default() };
        feed_pests(&scenario, &landscape, tally, crop, ledger, &mut result);
        feed_birds(&scenario, &landscape, &diet, others, tally, crop, seed, ledger, &mut result);
        *meal = result;
    });
}

fn feed_pests(
    scenario: &Scenario,
    landscape: &Landscape,
    tally: &Tally,
    crop: &mut Crop,
    ledger: &mut Ledger,
    meal: &mut Meal,
) {
    let eaten_wanted_kg = tally.leaf_wanted_mg.get() as f64 * 1e-6;
    if eaten_wanted_kg == 0.0 {
        // Who wants nothing lacks nothing.
        meal.pest_met = 1.0;
        return;
    }
    let pest = &scenario.pest;
    // What is cut and dropped goes with what is eaten.
    let wanted_kg = eaten_wanted_kg * f64::from(1.0 + pest.wasted_per_eaten);
    let grain_there = crop.exposed_grain_kg(&scenario.crops) * MOST_EATEN;
    let leaf_there = crop.leaf_kg * MOST_EATEN;
    let grain = (wanted_kg * f64::from(pest.grain_share_of_food)).min(grain_there);
    let mut leaf = wanted_kg - grain;
    let half = f64::from(pest.leaf_half_saturation_kg_per_ha);
    if half > 0.0 {
        // Sparse leaf takes longer to find (Holling II).
        leaf *= found(crop.leaf_kg / f64::from(landscape.field_ha()), half);
    }
    let leaf = leaf.min(leaf_there);
    // Where leaf runs out, more of the grain goes.
    let grain = grain + (wanted_kg - grain - leaf).min(grain_there - grain).max(0.0);
    crop.leaf_kg -= leaf;
    crop.grain_kg -= grain;
    ledger.leaf_eaten_by_pests_kg += leaf;
    ledger.grain_eaten_by_pests_kg += grain;
    meal.pest_met = ((leaf + grain) / wanted_kg) as f32;
}

#[expect(clippy::too_many_arguments, reason = "one field's whole table, read once")]
fn feed_birds(
    scenario: &Scenario,
    landscape: &Landscape,
    diet: &Diet,
    others: f64,
    tally: &Tally,
    crop: &mut Crop,
    seed: &mut Seed,
    ledger: &mut Ledger,
    meal: &mut Meal,
) {
    let birds = f64::from(tally.birds.get());
    let nestling_prey = tally.nestling_prey.get() as f64 / UNIT;
    let nestling_seed_kg = tally.nestling_seed_mg.get() as f64 * 1e-6;
    if birds == 0.0 && nestling_prey == 0.0 {
        return;
    }
    let (sparrow, encounter) = (&scenario.sparrow, &scenario.encounter);
    let (m2, ha) = (f64::from(landscape.field_m2()), f64::from(landscape.field_ha()));
    let intake_kg = f64::from(sparrow.intake_g_per_day) * 1e-3;

    // Insects.
    let vulnerable = tally.vulnerable.get() as f64 / UNIT;
    let pests = worth(vulnerable / m2, encounter.pest_half_density_per_m2, encounter.response_exponent);
    let other = worth(others, encounter.other_half_density_per_m2, encounter.response_exponent);
    let all = pests + other;
    let prey_wanted = birds * diet.insects * intake_kg * 1e3 / f64::from(sparrow.prey_item_g) + nestling_prey;
    let insects_met = all / (1.0 + all);
    if vulnerable > 0.0 {
        let taken = (prey_wanted * pests / (1.0 + all)).min(vulnerable * MOST_TAKEN);
        meal.predation = (taken / vulnerable) as f32;
    }

    // Seed: what insects do not give, seed must; and where one kind is short, the other is looked for.
    let adult_seed_kg = birds * intake_kg * (1.0 - diet.insects * insects_met);
    let wanted = adult_seed_kg + nestling_seed_kg;
    let mut eaten = 0.0;
    if wanted > 0.0 {
        let half = f64::from(encounter.seed_half_density_kg_per_ha);
        let ears = crop.exposed_grain_kg(&scenario.crops);
        let grain = ears + seed.spilled_kg;
        let (grain_found, weed_found) = (found(grain / ha, half), found(seed.weed_kg / ha, half));
        let grain_first = wanted * (1.0 - diet.weed) * grain_found;
        let weed_first = wanted * diet.weed * weed_found;
        let short = wanted - grain_first - weed_first;
        let grain_eaten = (grain_first + short * grain_found).min(grain * MOST_EATEN);
        let weed_eaten = (weed_first + short * (1.0 - grain_found) * weed_found).min(seed.weed_kg * MOST_EATEN);
        if grain_eaten > 0.0 {
            let from_ears = grain_eaten * ears / grain;
            let shaken = (from_ears * f64::from(encounter.ears_shaken_per_eaten)).min((ears - from_ears) * MOST_EATEN);
            crop.grain_kg -= from_ears + shaken;
            seed.spilled_kg += shaken - (grain_eaten - from_ears);
            ledger.grain_spilled_kg += shaken;
            ledger.grain_eaten_by_birds_kg += from_ears;
            ledger.spilled_eaten_by_birds_kg += grain_eaten - from_ears;
        }
        seed.weed_kg -= weed_eaten;
        ledger.weed_eaten_by_birds_kg += weed_eaten;
        eaten = (grain_eaten + weed_eaten) / wanted;
    }
    let insect_part = diet.insects * insects_met;
    meal.bird_met = (insect_part + (1.0 - insect_part) * eaten) as f32;
    let nestling_wanted_kg = nestling_prey * f64::from(sparrow.prey_item_g) * 1e-3 + nestling_seed_kg;
    if nestling_wanted_kg > 0.0 {
        let insect_share = 1.0 - nestling_seed_kg / nestling_wanted_kg;
        meal.nestling_met = (insect_share * insects_met + (1.0 - insect_share) * eaten) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_switches_and_saturates() {
        // Taken per head of prey rises with density where prey is rare, and falls where it swamps the hunters.
        let per_head = |density: f64| {
            let x = worth(density, 1.0, 2.0);
            x / (1.0 + x) / density
        };
        assert!(per_head(0.1) < per_head(0.5));
        assert!(per_head(10.0) < per_head(1.0));
        assert!(per_head(50.0) * 50.0 < 1.0, "no more than is wanted");
    }
}
