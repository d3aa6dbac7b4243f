//! Who eats what: each field, alone, turns the day's tallies into results.
//!
//! Birds hunt with a functional response for several prey with switching (Holling III by default): prey at density N is
//! as good as x = (N / half density)^exponent, all prey together meet the part X / (1 + X) of the need, and each kind
//! is taken in proportion to its x. So pests that are rare are passed over for other insects, pests at middling density
//! are held down, and a swarm is more than the birds can eat.
//!
//! Fields are resolved 64 at a time in vector operations (see `lanes`): most of the time goes into divisions, of which eight then
//! take hardly longer than one.

use bevy::prelude::*;
use multiversion::multiversion;

use super::calendar::{Calendar, Season};
use super::crop::{Crop, Seed};
use super::landscape::Landscape;
use super::lanes::{Lanes, STEP};
use super::schedule::{Parallelism, in_blocks, rows_in_a_task};
use super::tally::{Meal, Tally, UNIT};
use super::weather::Weather;
use crate::record::ledger::Ledger;
use crate::scenario::{Crops, EncounterParameters, PestParameters, Scenario, SparrowParameters};

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
#[inline(always)]
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
    mut today: ResMut<Ledger>,
    mut fields: Query<(&Tally, &mut Crop, &mut Seed, &mut Meal)>,
) {
    let encounter = &scenario.encounter;
    let others = other_insects_per_m2(encounter, &weather);
    let rules = Rules {
        pest: &scenario.pest,
        sparrow: &scenario.sparrow,
        encounter,
        m2: landscape.field_m2(),
        ha: f64::from(landscape.field_ha()),
        diet: diet(&scenario.sparrow, calendar.season()),
        others: worth(others, encounter.other_half_density_per_m2, encounter.response_exponent),
    };
    for (tallies, mut crops, mut seeds, mut meals) in fields.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(tallies.len()).next_multiple_of(STEP);
        let plants =
            crops.bypass_change_detection().chunks_mut(block).zip(seeds.bypass_change_detection().chunks_mut(block));
        let meals = meals.bypass_change_detection().chunks_mut(block);
        let blocks = tallies.chunks(block).zip(plants).zip(meals);
        let eaten = in_blocks(*parallelism, blocks, |((tallies, (crops, seeds)), meals)| {
            let (mut table, mut ledger) = (Table::default(), Ledger::default());
            let plants = crops.chunks_mut(STEP).zip(seeds.chunks_mut(STEP));
            for ((tallies, (crops, seeds)), meals) in tallies.chunks(STEP).zip(plants).zip(meals.chunks_mut(STEP)) {
                table.lay(&scenario.crops, tallies, crops, seeds);
                feed_pests(&rules, &mut table);
                table.judge_pests(&rules);
                feed_birds(&rules, &mut table);
                table.clear(&rules, tallies, crops, seeds, meals, &mut ledger);
            }
            ledger
        });
        eaten.iter().for_each(|ledger| *today += ledger);
    }
}

/// What is the same on all fields today.
struct Rules<'a> {
    pest: &'a PestParameters,
    sparrow: &'a SparrowParameters,
    encounter: &'a EncounterParameters,
    /// Of a field.
    m2: f32,
    /// Of a field.
    ha: f64,
    diet: Diet,
    /// How good other insects are as prey.
    others: f64,
}

/// What there is on up to [`STEP`] fields, who wants it, and who gets it. Lanes without a field mean nothing.
struct Table {
    /// Leaf, and grain, kg.
    leaf_kg: Lanes<f64>,
    grain_kg: Lanes<f64>,
    /// Part of the grain that animals can reach.
    exposure: Lanes<f64>,
    spilled_kg: Lanes<f64>,
    weed_kg: Lanes<f64>,
    /// Leaf that pests want, and seed that nestlings want, mg.
    leaf_wanted_mg: Lanes<u64>,
    nestling_seed_mg: Lanes<u64>,
    /// Prey that nestlings want, and pests as birds take them, in 1/256.
    nestling_prey: Lanes<u64>,
    vulnerable: Lanes<u64>,
    birds: Lanes<u64>,
    /// How good the pests are as prey.
    pests: Lanes<f64>,
    /// What pests eat and cut, kg.
    leaf_eaten_kg: Lanes<f64>,
    grain_cut_kg: Lanes<f64>,
    /// Grain that birds eat from the ears and from the ground, what they shake from the ears, and weed seed that they eat, kg.
    from_ears_kg: Lanes<f64>,
    from_ground_kg: Lanes<f64>,
    shaken_kg: Lanes<f64>,
    weed_eaten_kg: Lanes<f64>,
    /// Parts of their need that are met, and the chance that a fully vulnerable pest is taken.
    pest_met: Lanes<f32>,
    bird_met: Lanes<f32>,
    nestling_met: Lanes<f32>,
    predation: Lanes<f32>,
}

impl Default for Table {
    fn default() -> Self {
        let (mass, met, number) = ([0.0; STEP], [0.0; STEP], [0; STEP]);
        Self {
            leaf_kg: mass,
            grain_kg: mass,
            exposure: mass,
            spilled_kg: mass,
            weed_kg: mass,
            leaf_wanted_mg: number,
            nestling_seed_mg: number,
            nestling_prey: number,
            vulnerable: number,
            birds: number,
            pests: mass,
            leaf_eaten_kg: mass,
            grain_cut_kg: mass,
            from_ears_kg: mass,
            from_ground_kg: mass,
            shaken_kg: mass,
            weed_eaten_kg: mass,
            pest_met: met,
            bird_met: met,
            nestling_met: met,
            predation: met,
        }
    }
}

impl Table {
    /// Puts on it what there is.
    fn lay(&mut self, kinds: &Crops, tallies: &[Tally], crops: &[Crop], seeds: &[Seed]) {
        for (lane, (tally, (crop, seed))) in tallies.iter().zip(crops.iter().zip(seeds)).enumerate().take(STEP) {
            (self.leaf_kg[lane], self.grain_kg[lane]) = (crop.leaf_kg, crop.grain_kg);
            self.exposure[lane] = crop.exposure(kinds);
            (self.spilled_kg[lane], self.weed_kg[lane]) = (seed.spilled_kg, seed.weed_kg);
            self.leaf_wanted_mg[lane] = tally.leaf_wanted_mg.get();
            self.nestling_seed_mg[lane] = tally.nestling_seed_mg.get();
            self.nestling_prey[lane] = tally.nestling_prey.get();
            self.vulnerable[lane] = tally.vulnerable.get();
            self.birds[lane] = tally.birds.get();
        }
    }

    /// How good the pests are as prey.
    fn judge_pests(&mut self, rules: &Rules) {
        let encounter = rules.encounter;
        for (worth_of, vulnerable) in self.pests.iter_mut().zip(&self.vulnerable) {
            let per_m2 = *vulnerable as f64 / UNIT / f64::from(rules.m2);
            *worth_of = worth(per_m2, encounter.pest_half_density_per_m2, encounter.response_exponent);
        }
    }

    /// Takes away what was eaten, and writes down who got what.
    fn clear(
        &self,
        rules: &Rules,
        tallies: &[Tally],
        crops: &mut [Crop],
        seeds: &mut [Seed],
        meals: &mut [Meal],
        ledger: &mut Ledger,
    ) {
        let fields = crops.iter_mut().zip(seeds).zip(meals);
        for (lane, ((crop, seed), meal)) in fields.enumerate().take(STEP) {
            let (from_ears, from_ground) = (self.from_ears_kg[lane], self.from_ground_kg[lane]);
            let shaken = self.shaken_kg[lane];
            crop.leaf_kg -= self.leaf_eaten_kg[lane];
            crop.grain_kg -= self.grain_cut_kg[lane];
            crop.grain_kg -= from_ears + shaken;
            seed.spilled_kg += shaken - from_ground;
            seed.weed_kg -= self.weed_eaten_kg[lane];
            ledger.leaf_eaten_by_pests_kg += self.leaf_eaten_kg[lane];
            ledger.grain_eaten_by_pests_kg += self.grain_cut_kg[lane];
            ledger.grain_spilled_kg += shaken;
            ledger.grain_eaten_by_birds_kg += from_ears;
            ledger.spilled_eaten_by_birds_kg += from_ground;
            ledger.weed_eaten_by_birds_kg += self.weed_eaten_kg[lane];
            *meal = Meal {
                pest_met: self.pest_met[lane],
                predation: self.predation[lane],
                crowding_per_m2: tallies[lane].crowd.get() as f32 / rules.m2,
                bird_met: self.bird_met[lane],
                nestling_met: self.nestling_met[lane],
            };
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn feed_pests(rules: &Rules, table: &mut Table) {
    let pest = rules.pest;
    // What is cut and dropped goes with what is eaten.
    let gone_per_eaten = f64::from(1.0 + pest.wasted_per_eaten);
    let grain_share = f64::from(pest.grain_share_of_food);
    let half = f64::from(pest.leaf_half_saturation_kg_per_ha);
    for lane in 0..STEP {
        let wanted_kg = table.leaf_wanted_mg[lane] as f64 * 1e-6 * gone_per_eaten;
        let grain_there = table.grain_kg[lane] * table.exposure[lane] * MOST_EATEN;
        let leaf_there = table.leaf_kg[lane] * MOST_EATEN;
        let grain = (wanted_kg * grain_share).min(grain_there);
        let leaf = wanted_kg - grain;
        // Sparse leaf takes longer to find (Holling II).
        let sparse = leaf * found(table.leaf_kg[lane] / rules.ha, half);
        let leaf = if half > 0.0 { sparse } else { leaf };
        let leaf = leaf.min(leaf_there);
        // Where leaf runs out, more of the grain goes.
        let grain = grain + (wanted_kg - grain - leaf).min(grain_there - grain).max(0.0);
        table.leaf_eaten_kg[lane] = leaf;
        table.grain_cut_kg[lane] = grain;
        // Who wants nothing lacks nothing.
        let met = ((leaf + grain) / wanted_kg) as f32;
        table.pest_met[lane] = if wanted_kg == 0.0 { 1.0 } else { met };
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn feed_birds(rules: &Rules, table: &mut Table) {
    let (sparrow, encounter, Diet { insects, weed }) = (rules.sparrow, rules.encounter, &rules.diet);
    let (insects, weed, item_g) = (*insects, *weed, f64::from(sparrow.prey_item_g));
    let intake_kg = f64::from(sparrow.intake_g_per_day) * 1e-3;
    let half = f64::from(encounter.seed_half_density_kg_per_ha);
    let shaken_per_eaten = f64::from(encounter.ears_shaken_per_eaten);
    for lane in 0..STEP {
        let birds = table.birds[lane] as f64;
        let nestling_prey = table.nestling_prey[lane] as f64 / UNIT;
        let nestling_seed_kg = table.nestling_seed_mg[lane] as f64 * 1e-6;
        let anyone = (birds != 0.0) | (nestling_prey != 0.0);

        // Insects.
        let vulnerable = table.vulnerable[lane] as f64 / UNIT;
        let pests = table.pests[lane];
        let all = pests + rules.others;
        let prey_wanted = birds * insects * intake_kg * 1e3 / item_g + nestling_prey;
        let insects_met = all / (1.0 + all);
        let taken = (prey_wanted * pests / (1.0 + all)).min(vulnerable * MOST_TAKEN);
        let predation = (taken / vulnerable) as f32;
        table.predation[lane] = if anyone & (vulnerable > 0.0) { predation } else { 0.0 };

        // Seed: what insects do not give, seed must; and where one kind is short, the other is looked for.
        let adult_seed_kg = birds * intake_kg * (1.0 - insects * insects_met);
        let wanted = adult_seed_kg + nestling_seed_kg;
        let ears = (table.grain_kg[lane] - table.grain_cut_kg[lane]) * table.exposure[lane];
        let (grain, weeds) = (ears + table.spilled_kg[lane], table.weed_kg[lane]);
        let (grain_found, weed_found) = (found(grain / rules.ha, half), found(weeds / rules.ha, half));
        let grain_first = wanted * (1.0 - weed) * grain_found;
        let weed_first = wanted * weed * weed_found;
        let short = (wanted - grain_first - weed_first).max(0.0);
        let grain_eaten = (grain_first + short * grain_found).min(grain * MOST_EATEN);
        let weed_eaten = (weed_first + short * (1.0 - grain_found) * weed_found).min(weeds * MOST_EATEN);
        let wants = anyone & (wanted > 0.0);
        let grain_eaten = if wants & (grain_eaten > 0.0) { grain_eaten } else { 0.0 };
        let weed_eaten = if wants { weed_eaten } else { 0.0 };
        let from_ears = grain_eaten * ears / grain;
        // The quotient may be rounded up, and both parts are no more than there is.
        let from_ears = if grain_eaten > 0.0 { from_ears.min(grain_eaten) } else { 0.0 };
        let from_ground = (grain_eaten - from_ears).min(table.spilled_kg[lane]);
        let shaken = (from_ears * shaken_per_eaten).min((ears - from_ears) * MOST_EATEN);
        table.weed_eaten_kg[lane] = weed_eaten;
        table.from_ears_kg[lane] = from_ears;
        table.from_ground_kg[lane] = from_ground;
        table.shaken_kg[lane] = if grain_eaten > 0.0 { shaken } else { 0.0 };
        let eaten = (grain_eaten + weed_eaten) / wanted;
        let eaten = if wants { eaten } else { 0.0 };
        let insect_part = insects * insects_met;
        let met = (insect_part + (1.0 - insect_part) * eaten) as f32;
        table.bird_met[lane] = if anyone { met } else { 0.0 };
        let nestling_wanted_kg = nestling_prey * item_g * 1e-3 + nestling_seed_kg;
        let insect_share = 1.0 - nestling_seed_kg / nestling_wanted_kg;
        let met = (insect_share * insects_met + (1.0 - insect_share) * eaten) as f32;
        table.nestling_met[lane] = if anyone & (nestling_wanted_kg > 0.0) { met } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::ecology::random::{Purpose, Stream};

    /// Contract: what birds eat comes from the ears and from the ground in proportion, and never leaves less than nothing of
    /// either, nor of weed seed, however little there is of one beside the other.
    #[test]
    fn birds_leave_no_less_than_nothing() {
        let scenario = Scenario::default();
        let rules = Rules {
            pest: &scenario.pest,
            sparrow: &scenario.sparrow,
            encounter: &scenario.encounter,
            m2: 10_000.0,
            ha: 1.0,
            diet: diet(&scenario.sparrow, Season::Autumn),
            others: 0.0,
        };
        for round in 0..400 {
            let mut table = Table::default();
            for lane in 0..STEP {
                let mut stream = Stream::new(1958, lane as u64, round, Purpose::Initial);
                let mut kg = || if stream.random_bool(0.2) { 0.0 } else { 1e4 * libm::pow(stream.random(), 40.0) };
                (table.grain_kg[lane], table.spilled_kg[lane], table.weed_kg[lane]) = (kg(), kg(), kg());
                table.exposure[lane] = 1.0;
                table.birds[lane] = stream.random_range(0..3_000);
            }
            feed_birds(&rules, &mut table);
            for lane in 0..STEP {
                let (ears, ground) = (table.from_ears_kg[lane], table.from_ground_kg[lane]);
                assert!(ears >= 0.0 && ears + table.shaken_kg[lane] <= table.grain_kg[lane], "{round} {lane}");
                assert!(ground >= 0.0 && ground <= table.spilled_kg[lane], "{round} {lane}: {ground}");
                assert!(table.weed_eaten_kg[lane] >= 0.0 && table.weed_eaten_kg[lane] <= table.weed_kg[lane]);
                let all = table.grain_kg[lane] + table.spilled_kg[lane];
                let expected = (ears + ground) * table.grain_kg[lane] / all;
                assert!(all == 0.0 || (ears - expected).abs() <= 1e-12 * expected, "{round} {lane}");
            }
        }
    }

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
