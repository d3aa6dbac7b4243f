//! Who eats what: each field on its own turns the day's tallies into results.
//!
//! Birds hunt with a functional response to several prey with switching (Holling III by default): prey at density N has
//! the weight x = (N / half density)^exponent, all prey together meet the part X / (1 + X) of the need, and each kind
//! is taken in proportion to its x. So rare pests are passed over for other insects, pests at middling density are held
//! down, and a swarm is more than the birds can eat.
//!
//! Fields are resolved 64 at a time in vector operations (see `engine::batch`): most of the time goes into divisions,
//! of which eight then take little longer than one.

use std::slice::from_ref;

use bevy_ecs::prelude::*;
use multiversion::multiversion;

use super::calendar::{Calendar, Season};
use super::crop::{Crop, Seed};
use super::field_year::FieldYear;
use super::tally::{Intake, Tally, UNIT};
use super::weather::Weather;
use crate::ecology::flows::Flows;
use crate::engine::batch::{BATCH, Batch};
use crate::engine::landscape::Landscape;
use crate::engine::parallel::{Parallelism, in_blocks, rows_in_a_task};
use crate::scenario::{Crops, EncounterParameters, PestParameters, Scenario, SparrowParameters};

/// The largest part of a field's pests that birds can take in a day (assumed).
const MOST_TAKEN: f64 = 0.9;
/// The largest part of a field's leaf, grain or seed that can be eaten in a day (assumed).
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

/// xp and xo: the weight of a prey in the response of Holling III, from its density (its term a N^2, at an exponent of 2).
#[inline]
fn attack_term(density: f64, half: f32, exponent: f32) -> f64 {
    let ratio = density / f64::from(half);
    if exponent == 2.0 { ratio * ratio } else { libm::pow(ratio, f64::from(exponent)) }
}

/// Part of the wanted amount that is found at a density: the response of Holling II.
#[inline(always)]
fn holling_ii(density: f64, half: f64) -> f64 {
    density / (density + half)
}

/// What the pests of a field get.
struct PestsFed {
    /// Leaf and grain that they eat or cut, kg.
    leaf_kg: f64,
    grain_kg: f64,
    /// The part of their need that is met.
    met: f32,
}

/// Feeding of pests that want `wanted_kg`, on a field with this much leaf and grain within reach.
#[inline(always)]
fn pests_fed(rules: &Rules, wanted_kg: f64, leaf_kg: f64, exposed_kg: f64) -> PestsFed {
    let pest = rules.pest;
    let half = f64::from(pest.leaf_half_saturation_kg_per_ha);
    // What is cut and dropped is lost along with what is eaten.
    let gone_kg = wanted_kg * f64::from(1.0 + pest.wasted_per_eaten);
    let grain_there = exposed_kg * MOST_EATEN;
    let leaf_there = leaf_kg * MOST_EATEN;
    let grain = (gone_kg * f64::from(pest.grain_share_of_food)).min(grain_there);
    let leaf = gone_kg - grain;
    // Sparse leaf takes longer to find.
    let sparse = leaf * holling_ii(leaf_kg / rules.ha, half);
    let leaf = if half > 0.0 { sparse } else { leaf };
    let leaf = leaf.min(leaf_there);
    // Where leaf runs out, more grain is lost.
    let grain = grain + (gone_kg - grain - leaf).min(grain_there - grain).max(0.0);
    // Pests that want nothing lack nothing.
    let met = ((leaf + grain) / gone_kg) as f32;
    PestsFed { leaf_kg: leaf, grain_kg: grain, met: if gone_kg == 0.0 { 1.0 } else { met } }
}

/// What birds catch on a field.
struct Hunt {
    /// The part of the wanted insects that is caught.
    caught: f64,
    /// The chance that a fully vulnerable pest is eaten.
    risk: f32,
}

/// Hunting by `birds`, and for nestlings that want `nestling_prey` items, on a field with `vulnerable` pests, weighted
/// by how easily birds take them; `xp` is the pests' [`attack_term`].
#[inline(always)]
fn hunt(rules: &Rules, birds: f64, nestling_prey: f64, vulnerable: f64, xp: f64) -> Hunt {
    let sparrow = rules.sparrow;
    let intake_kg = f64::from(sparrow.intake_g_per_day) * 1e-3;
    let x = xp + rules.xo;
    let items = birds * rules.diet.insects * intake_kg * 1e3 / f64::from(sparrow.prey_item_g) + nestling_prey;
    let taken = (items * xp / (1.0 + x)).min(vulnerable * MOST_TAKEN);
    let risk = (taken / vulnerable) as f32;
    Hunt { caught: x / (1.0 + x), risk: if vulnerable > 0.0 { risk } else { 0.0 } }
}

/// Plant food on a field, kg: grain in the ears that birds can reach, grain on the ground, weed seed.
struct PlantFood {
    ears_kg: f64,
    spilled_kg: f64,
    weed_kg: f64,
}

/// What birds take of it, kg.
struct SeedEaten {
    from_ears_kg: f64,
    from_ground_kg: f64,
    /// Shaken from the ears, and left on the ground.
    shaken_kg: f64,
    weed_kg: f64,
    /// The part of the wanted seed that is eaten.
    met: f64,
}

/// Feeding of birds on seed, of which they want `wanted_kg`.
#[inline(always)]
fn seed_eaten(rules: &Rules, wanted_kg: f64, there: &PlantFood) -> SeedEaten {
    let half = f64::from(rules.encounter.seed_half_density_kg_per_ha);
    let weed_share = rules.diet.weed;
    let (grain, weeds) = (there.ears_kg + there.spilled_kg, there.weed_kg);
    let (grain_found, weed_found) = (holling_ii(grain / rules.ha, half), holling_ii(weeds / rules.ha, half));
    let grain_first = wanted_kg * (1.0 - weed_share) * grain_found;
    let weed_first = wanted_kg * weed_share * weed_found;
    // Where one kind is short, birds look for the other.
    let short = (wanted_kg - grain_first - weed_first).max(0.0);
    let grain_eaten = (grain_first + short * grain_found).min(grain * MOST_EATEN);
    let weed_eaten = (weed_first + short * (1.0 - grain_found) * weed_found).min(weeds * MOST_EATEN);
    let wants = wanted_kg > 0.0;
    let grain_eaten = if wants & (grain_eaten > 0.0) { grain_eaten } else { 0.0 };
    let weed_eaten = if wants { weed_eaten } else { 0.0 };
    let from_ears = grain_eaten * there.ears_kg / grain;
    // The quotient may be rounded up, by far if there is very little grain; and neither part may exceed what there is.
    let from_ears = if grain_eaten > 0.0 { from_ears.min(grain_eaten.min(there.ears_kg)) } else { 0.0 };
    let from_ground = (grain_eaten - from_ears).min(there.spilled_kg);
    let shaken_per_eaten = f64::from(rules.encounter.ears_shaken_per_eaten);
    let shaken = (from_ears * shaken_per_eaten).min((there.ears_kg - from_ears) * MOST_EATEN);
    let met = (grain_eaten + weed_eaten) / wanted_kg;
    SeedEaten {
        from_ears_kg: from_ears,
        from_ground_kg: from_ground,
        shaken_kg: if grain_eaten > 0.0 { shaken } else { 0.0 },
        weed_kg: weed_eaten,
        met: if wants { met } else { 0.0 },
    }
}

/// met of grown birds; `insects` is the part of their need that is insects, and seed makes up for those not caught.
#[inline(always)]
fn birds_met(insects: f64, caught: f64, seed: f64) -> f64 {
    let insect_part = insects * caught;
    insect_part + (1.0 - insect_part) * seed
}

/// met of nestlings; `insects` is the part of their need that is insects, and nothing makes up for those not caught.
#[inline(always)]
fn nestlings_met(insects: f64, caught: f64, seed: f64) -> f64 {
    insects * caught + (1.0 - insects) * seed
}

/// Resolves every field.
pub fn feed(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    weather: Res<Weather>,
    parallelism: Res<Parallelism>,
    mut today: ResMut<Flows>,
    mut fields: Query<(&Tally, &mut Crop, &mut Seed, &mut Intake, &mut FieldYear)>,
) {
    let rules = Rules::of_today(&scenario, &calendar, &landscape, &weather);
    for (tallies, mut crops, mut seeds, mut intakes, mut years) in fields.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(tallies.len()).next_multiple_of(BATCH);
        let plants =
            crops.bypass_change_detection().chunks_mut(block).zip(seeds.bypass_change_detection().chunks_mut(block));
        let results =
            intakes.bypass_change_detection().chunks_mut(block).zip(years.bypass_change_detection().chunks_mut(block));
        let blocks = tallies.chunks(block).zip(plants).zip(results);
        let eaten = in_blocks(*parallelism, blocks, |((tallies, (crops, seeds)), (intakes, years))| {
            let (mut batch, mut flows) = (FieldBatch::default(), Flows::default());
            let plants = crops.chunks_mut(BATCH).zip(seeds.chunks_mut(BATCH));
            let results = intakes.chunks_mut(BATCH).zip(years.chunks_mut(BATCH));
            for ((tallies, (crops, seeds)), (intakes, years)) in tallies.chunks(BATCH).zip(plants).zip(results) {
                batch.read(&scenario.crops, tallies, crops, seeds);
                feed_pests(&rules, &mut batch);
                batch.weigh_pests(&rules);
                feed_birds(&rules, &mut batch);
                batch.write(&rules, tallies, crops, seeds, intakes, &mut flows);
                batch.keep_books(&rules, years);
            }
            flows
        });
        eaten.iter().for_each(|flows| *today += flows);
    }
}

/// What is the same on all fields today.
struct Rules<'a> {
    pest: &'a PestParameters,
    sparrow: &'a SparrowParameters,
    encounter: &'a EncounterParameters,
    /// Area of a field.
    m2: f32,
    /// Area of a field.
    ha: f64,
    diet: Diet,
    /// The [`attack_term`] of other insects.
    xo: f64,
    /// Whether this is the first day of a calendar year.
    is_new_year: bool,
}

impl<'a> Rules<'a> {
    fn of_today(scenario: &'a Scenario, calendar: &Calendar, landscape: &Landscape, weather: &Weather) -> Self {
        let encounter = &scenario.encounter;
        let others = other_insects_per_m2(encounter, weather);
        Self {
            pest: &scenario.pest,
            sparrow: &scenario.sparrow,
            encounter,
            m2: landscape.field_m2(),
            ha: f64::from(landscape.field_ha()),
            diet: diet(&scenario.sparrow, calendar.season()),
            xo: attack_term(others, encounter.other_half_density_per_m2, encounter.response_exponent),
            is_new_year: calendar.date.day_of_year() == 1,
        }
    }
}

/// What all visitors of one field get today, for those who ask what one of them ate.
pub(super) struct Served {
    /// Leaf that its pests eat or cut, kg.
    pub leaf_kg: f64,
    /// Standing grain that its pests eat or cut, kg.
    pub cut_kg: f64,
    /// What its pests want, kg.
    pub leaf_wanted_kg: f64,
    /// Grain that birds eat from the ears and from the ground, kg.
    pub grain_kg: f64,
    /// Weed seed that birds eat, kg.
    pub weed_kg: f64,
    /// Seed that its birds want, with that for nestlings, kg.
    pub seed_wanted_kg: f64,
    /// Seed that one grown bird wants, kg.
    pub seed_per_bird_kg: f64,
    /// Insects that one grown bird wants.
    pub insects_per_bird: f64,
    /// The part of the wanted insects that is caught.
    pub caught: f64,
    /// The part of the caught insects that are pests.
    pub pest_part: f64,
}

impl Served {
    /// What the visitors of a field get, before anything is taken from it.
    pub fn of(
        scenario: &Scenario,
        (calendar, landscape, weather): (&Calendar, &Landscape, &Weather),
        (tally, crop, seed): (&Tally, &Crop, &Seed),
    ) -> Self {
        let (rules, mut field) = (Rules::of_today(scenario, calendar, landscape, weather), FieldBatch::default());
        field.read(&scenario.crops, from_ref(tally), from_ref(crop), from_ref(seed));
        feed_pests(&rules, &mut field);
        field.weigh_pests(&rules);
        feed_birds(&rules, &mut field);
        let intake_kg = f64::from(rules.sparrow.intake_g_per_day) * 1e-3;
        let insects_per_bird = rules.diet.insects * intake_kg * 1e3 / f64::from(rules.sparrow.prey_item_g);
        let [birds, nestling_prey] = [field.birds[0] as f64, field.nestling_prey[0] as f64 / UNIT];
        let x = field.xp[0] + rules.xo;
        let caught = x / (1.0 + x);
        let seed_per_bird_kg = intake_kg * (1.0 - rules.diet.insects * caught);
        let items = (birds * insects_per_bird + nestling_prey) * caught;
        let taken = f64::from(field.predation[0]) * field.vulnerable[0] as f64 / UNIT;
        Self {
            leaf_kg: field.leaf_eaten_kg[0],
            cut_kg: field.grain_cut_kg[0],
            leaf_wanted_kg: field.leaf_wanted_mg[0] as f64 * 1e-6,
            grain_kg: field.from_ears_kg[0] + field.from_ground_kg[0],
            weed_kg: field.weed_eaten_kg[0],
            seed_wanted_kg: birds * seed_per_bird_kg + field.nestling_seed_mg[0] as f64 * 1e-6,
            seed_per_bird_kg,
            insects_per_bird,
            caught,
            pest_part: if items > 0.0 { (taken / items).min(1.0) } else { 0.0 },
        }
    }
}

/// What there is on the fields of a batch, who wants it, and who gets it. Lanes without a field mean nothing.
#[derive(Default)]
struct FieldBatch {
    /// Leaf and grain, kg.
    leaf_kg: Batch<f64>,
    grain_kg: Batch<f64>,
    /// Part of the grain that animals can reach.
    exposure: Batch<f64>,
    spilled_kg: Batch<f64>,
    weed_kg: Batch<f64>,
    /// Leaf that pests want, and seed that nestlings want, mg.
    leaf_wanted_mg: Batch<u64>,
    nestling_seed_mg: Batch<u64>,
    /// Prey that nestlings want, and pests weighted by how easily birds take them, in 1/256.
    nestling_prey: Batch<u64>,
    vulnerable: Batch<u64>,
    birds: Batch<u64>,
    /// The pests' [`attack_term`].
    xp: Batch<f64>,
    /// What pests eat or cut, kg.
    leaf_eaten_kg: Batch<f64>,
    grain_cut_kg: Batch<f64>,
    /// Grain that birds eat from the ears and from the ground, what they shake from the ears, and weed seed that they eat, kg.
    from_ears_kg: Batch<f64>,
    from_ground_kg: Batch<f64>,
    shaken_kg: Batch<f64>,
    weed_eaten_kg: Batch<f64>,
    /// Parts of their need that are met, and the chance that a fully vulnerable pest is taken.
    pest_met: Batch<f32>,
    bird_met: Batch<f32>,
    nestling_met: Batch<f32>,
    predation: Batch<f32>,
}

impl FieldBatch {
    /// Reads what there is.
    fn read(&mut self, kinds: &Crops, tallies: &[Tally], crops: &[Crop], seeds: &[Seed]) {
        for (lane, (tally, (crop, seed))) in tallies.iter().zip(crops.iter().zip(seeds)).enumerate().take(BATCH) {
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

    /// The pests' [`attack_term`].
    fn weigh_pests(&mut self, rules: &Rules) {
        let encounter = rules.encounter;
        for (xp, vulnerable) in self.xp.iter_mut().zip(self.vulnerable.iter()) {
            let per_m2 = *vulnerable as f64 / UNIT / f64::from(rules.m2);
            *xp = attack_term(per_m2, encounter.pest_half_density_per_m2, encounter.response_exponent);
        }
    }

    /// Takes away what was eaten, and records who got what.
    fn write(
        &self,
        rules: &Rules,
        tallies: &[Tally],
        crops: &mut [Crop],
        seeds: &mut [Seed],
        intakes: &mut [Intake],
        flows: &mut Flows,
    ) {
        let fields = crops.iter_mut().zip(seeds).zip(intakes);
        for (lane, ((crop, seed), intake)) in fields.enumerate().take(BATCH) {
            let (from_ears, from_ground) = (self.from_ears_kg[lane], self.from_ground_kg[lane]);
            let shaken = self.shaken_kg[lane];
            crop.leaf_kg -= self.leaf_eaten_kg[lane];
            crop.grain_kg -= self.grain_cut_kg[lane];
            crop.grain_kg -= from_ears + shaken;
            seed.spilled_kg += shaken - from_ground;
            seed.weed_kg -= self.weed_eaten_kg[lane];
            flows.leaf_eaten_by_pests_kg += self.leaf_eaten_kg[lane];
            flows.grain_eaten_by_pests_kg += self.grain_cut_kg[lane];
            flows.grain_spilled_kg += shaken;
            flows.grain_eaten_by_birds_kg += from_ears;
            flows.spilled_eaten_by_birds_kg += from_ground;
            flows.weed_eaten_by_birds_kg += self.weed_eaten_kg[lane];
            *intake = Intake {
                pest_met: self.pest_met[lane],
                predation: self.predation[lane],
                crowding_per_m2: tallies[lane].crowd.get() as f32 / rules.m2,
                bird_met: self.bird_met[lane],
                nestling_met: self.nestling_met[lane],
            };
        }
    }

    /// Adds what was eaten to the year's.
    fn keep_books(&self, rules: &Rules, years: &mut [FieldYear]) {
        for (lane, year) in years.iter_mut().enumerate().take(BATCH) {
            if rules.is_new_year {
                year.renew();
            }
            year.leaf_eaten_by_pests_kg += self.leaf_eaten_kg[lane] as f32;
            year.grain_eaten_by_pests_kg += self.grain_cut_kg[lane] as f32;
            year.grain_eaten_by_sparrows_kg += self.from_ears_kg[lane] as f32;
        }
    }
}

#[multiversion(targets = "simd")]
fn feed_pests(rules: &Rules, fields: &mut FieldBatch) {
    for lane in 0..BATCH {
        let wanted_kg = fields.leaf_wanted_mg[lane] as f64 * 1e-6;
        let exposed_kg = fields.grain_kg[lane] * fields.exposure[lane];
        let fed = pests_fed(rules, wanted_kg, fields.leaf_kg[lane], exposed_kg);
        fields.leaf_eaten_kg[lane] = fed.leaf_kg;
        fields.grain_cut_kg[lane] = fed.grain_kg;
        fields.pest_met[lane] = fed.met;
    }
}

#[multiversion(targets = "simd")]
fn feed_birds(rules: &Rules, fields: &mut FieldBatch) {
    let insects = rules.diet.insects;
    let (item_g, intake_kg) = (f64::from(rules.sparrow.prey_item_g), f64::from(rules.sparrow.intake_g_per_day) * 1e-3);
    for lane in 0..BATCH {
        let birds = fields.birds[lane] as f64;
        let nestling_prey = fields.nestling_prey[lane] as f64 / UNIT;
        let nestling_seed_kg = fields.nestling_seed_mg[lane] as f64 * 1e-6;
        let anyone = (birds != 0.0) | (nestling_prey != 0.0);

        let vulnerable = fields.vulnerable[lane] as f64 / UNIT;
        let Hunt { caught, risk } = hunt(rules, birds, nestling_prey, vulnerable, fields.xp[lane]);
        fields.predation[lane] = if anyone { risk } else { 0.0 };

        // Seed must make up for the insects that grown birds lack.
        let wanted_kg = birds * intake_kg * (1.0 - insects * caught) + nestling_seed_kg;
        let there = PlantFood {
            ears_kg: (fields.grain_kg[lane] - fields.grain_cut_kg[lane]) * fields.exposure[lane],
            spilled_kg: fields.spilled_kg[lane],
            weed_kg: fields.weed_kg[lane],
        };
        let eaten = seed_eaten(rules, if anyone { wanted_kg } else { 0.0 }, &there);
        fields.from_ears_kg[lane] = eaten.from_ears_kg;
        fields.from_ground_kg[lane] = eaten.from_ground_kg;
        fields.shaken_kg[lane] = eaten.shaken_kg;
        fields.weed_eaten_kg[lane] = eaten.weed_kg;

        let met = birds_met(insects, caught, eaten.met) as f32;
        fields.bird_met[lane] = if anyone { met } else { 0.0 };
        let nestling_wanted_kg = nestling_prey * item_g * 1e-3 + nestling_seed_kg;
        let insect_share = 1.0 - nestling_seed_kg / nestling_wanted_kg;
        let met = nestlings_met(insect_share, caught, eaten.met) as f32;
        fields.nestling_met[lane] = if anyone & (nestling_wanted_kg > 0.0) { met } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::engine::random::Stream;

    /// Contract: birds eat from the ears and from the ground in proportion, and never leave less than nothing of
    /// either, or of weed seed, however little there is of one compared with the other.
    #[test]
    fn birds_leave_no_less_than_nothing() {
        let scenario = Scenario::default();
        let rules = Rules { diet: diet(&scenario.sparrow, Season::Autumn), xo: 0.0, ..rules(&scenario) };
        for round in 0..400 {
            let mut fields = FieldBatch::default();
            for lane in 0..BATCH {
                let mut stream = Stream::new(1958, lane as u64, round, Purpose::Initial);
                let mut kg = || if stream.random_bool(0.2) { 0.0 } else { 1e4 * libm::pow(stream.random(), 40.0) };
                (fields.grain_kg[lane], fields.spilled_kg[lane], fields.weed_kg[lane]) = (kg(), kg(), kg());
                fields.exposure[lane] = 1.0;
                fields.birds[lane] = stream.random_range(0..3_000);
            }
            feed_birds(&rules, &mut fields);
            for lane in 0..BATCH {
                let (ears, ground) = (fields.from_ears_kg[lane], fields.from_ground_kg[lane]);
                assert!(ears >= 0.0 && ears + fields.shaken_kg[lane] <= fields.grain_kg[lane], "{round} {lane}");
                assert!(ground >= 0.0 && ground <= fields.spilled_kg[lane], "{round} {lane}: {ground}");
                assert!(fields.weed_eaten_kg[lane] >= 0.0 && fields.weed_eaten_kg[lane] <= fields.weed_kg[lane]);
                let all = fields.grain_kg[lane] + fields.spilled_kg[lane];
                let expected = (ears + ground) * fields.grain_kg[lane] / all;
                assert!(all == 0.0 || (ears - expected).abs() <= 1e-12 * expected, "{round} {lane}");
            }
        }
    }

    #[test]
    fn the_response_switches_and_saturates() {
        // The part of the prey taken rises with density where prey is rare, and falls where it swamps the hunters.
        let per_head = |density: f64| {
            let x = attack_term(density, 1.0, 2.0);
            x / (1.0 + x) / density
        };
        assert!(per_head(0.1) < per_head(0.5));
        assert!(per_head(10.0) < per_head(1.0));
        assert!(per_head(50.0) * 50.0 < 1.0, "no more than is wanted");
    }

    fn rules(scenario: &Scenario) -> Rules<'_> {
        Rules {
            pest: &scenario.pest,
            sparrow: &scenario.sparrow,
            encounter: &scenario.encounter,
            m2: 10_000.0,
            ha: 1.0,
            diet: Diet { insects: 0.5, weed: 0.25 },
            xo: 1.0,
            is_new_year: false,
        }
    }

    /// Contract: the equations of ODD's section Feeding of pests, at points that are easy to check by hand.
    #[test]
    fn pests_feed_by_the_equations() {
        let mut scenario = Scenario::default();
        scenario.pest.wasted_per_eaten = 1.0;
        scenario.pest.grain_share_of_food = 0.25;
        scenario.pest.leaf_half_saturation_kg_per_ha = 0.0;
        let fed = |scenario: &Scenario, wanted: f64, leaf: f64, exposed: f64| {
            let fed = pests_fed(&rules(scenario), wanted, leaf, exposed);
            [fed.leaf_kg, fed.grain_kg, f64::from(fed.met)]
        };
        // Twice what is wanted is lost, a quarter of it grain.
        assert_eq!(fed(&scenario, 10.0, 1000.0, 1000.0), [15.0, 5.0, 1.0]);
        // Without grain, leaf serves for all of it; without leaf, grain does, up to nine tenths.
        assert_eq!(fed(&scenario, 10.0, 1000.0, 0.0), [20.0, 0.0, 1.0]);
        assert_eq!(fed(&scenario, 10.0, 0.0, 10.0), [0.0, 9.0, f64::from(0.45_f32)]);
        assert_eq!(fed(&scenario, 10.0, 10.0, 0.0), [9.0, 0.0, f64::from(0.45_f32)]);
        assert_eq!(fed(&scenario, 0.0, 10.0, 10.0), [0.0, 0.0, 1.0]);
        // At the half-saturation, half of the leaf is found.
        scenario.pest.leaf_half_saturation_kg_per_ha = 1000.0;
        assert_eq!(fed(&scenario, 10.0, 1000.0, 0.0), [10.0, 0.0, 0.5]);
    }

    /// Contract: the equations of ODD's section Feeding of birds.
    #[test]
    fn birds_feed_by_the_equations() {
        let mut scenario = Scenario::default();
        scenario.sparrow.intake_g_per_day = 8.0;
        scenario.sparrow.prey_item_g = 0.25;
        scenario.encounter.seed_half_density_kg_per_ha = 20.0;
        scenario.encounter.ears_shaken_per_eaten = 2.0;
        let rules = rules(&scenario);
        // 10 birds want 16 items each, and nestlings 40: 200. With xp = 2 and xo = 1, 3/4 are caught and half are pests.
        let Hunt { caught, risk } = hunt(&rules, 10.0, 40.0, 400.0, 2.0);
        assert!((caught - 0.75).abs() < 1e-6 && (risk - 0.25).abs() < 1e-6, "{caught} {risk}");
        assert!((hunt(&rules, 10.0, 40.0, 10.0, 2.0).risk - 0.9).abs() < 1e-6, "no more than nine tenths");
        assert_eq!(hunt(&rules, 10.0, 40.0, 0.0, 0.0).risk, 0.0);
        // Of 16 kg, 12 should be grain and 4 weed seed. At their half densities, half of each is found; half of the
        // missing 8 is made up with grain, and a quarter with weed seed.
        let there = PlantFood { ears_kg: 15.0, spilled_kg: 5.0, weed_kg: 20.0 };
        let eaten = seed_eaten(&rules, 16.0, &there);
        assert!((eaten.from_ears_kg - 7.5).abs() < 1e-9 && (eaten.from_ground_kg - 2.5).abs() < 1e-9);
        assert!((eaten.weed_kg - 4.0).abs() < 1e-9 && (eaten.met - 14.0 / 16.0).abs() < 1e-9);
        assert!((eaten.shaken_kg - 0.9 * 7.5).abs() < 1e-9, "no more than nine tenths of what hangs there");
        assert_eq!(seed_eaten(&rules, 0.0, &there).met, 0.0);
        // So little in the ears that a product with it is no longer exact.
        let there = PlantFood { ears_kg: 3e-235, spilled_kg: 1.7e-92, weed_kg: 0.0 };
        let eaten = seed_eaten(&rules, 16.0, &there);
        assert!(eaten.from_ears_kg + eaten.shaken_kg <= there.ears_kg, "{}", eaten.from_ears_kg);
        assert_eq!(birds_met(0.5, 0.5, 0.5), 0.25 + 0.75 * 0.5);
        assert_eq!(nestlings_met(0.5, 0.5, 0.25), 0.25 + 0.5 * 0.25);
    }
}
