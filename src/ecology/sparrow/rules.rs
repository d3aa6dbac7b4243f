//! The equations of sparrows in `docs/ODD.md`, each for one flock. The batches call them.

use crate::ecology::calendar::Season;
use crate::engine::random::chance_of;
use crate::scenario::SparrowParameters;

use super::{ADULT_ENOUGH, BREEDING_CONDITION, Brood, NESTLINGS_ENOUGH};

/// Whether the day is in the breeding season, in which flocks keep close to their nests.
pub(super) fn is_breeding_season(sparrow: &SparrowParameters, day_of_year: u32) -> bool {
    let last_fledging = sparrow.breeding_last_day + sparrow.incubation_days + sparrow.nestling_days;
    (sparrow.breeding_first_day..=last_fledging).contains(&day_of_year)
}

/// Whether clutches may be begun.
pub(super) fn is_laying_season(sparrow: &SparrowParameters, day_of_year: u32) -> bool {
    (sparrow.breeding_first_day..=sparrow.breeding_last_day).contains(&day_of_year)
}

/// Radius of the disc in which a flock looks for food, m.
pub(super) fn range_radius_m(sparrow: &SparrowParameters, is_breeding: bool) -> f32 {
    let range_ha = if is_breeding { sparrow.breeding_range_ha } else { sparrow.flocking_range_ha };
    libm::sqrtf(range_ha * 10_000.0 / core::f32::consts::PI)
}

/// i: part of a nestling's food that is insects, by its age in days.
pub(super) fn nestling_insect_share(sparrow: &SparrowParameters, days: u8) -> f32 {
    let age = (f32::from(days) / sparrow.nestling_days as f32).min(1.0);
    sparrow.nestling_insect_share_first * (1.0 - age) + sparrow.nestling_insect_share_last * age
}

/// What the nestlings of a brood want in a day: insects, and seed, mg.
pub(in crate::ecology) fn nestlings_want(sparrow: &SparrowParameters, brood: &Brood) -> [f64; 2] {
    let share = nestling_insect_share(sparrow, brood.days);
    let prey = f64::from(brood.young) * f64::from(sparrow.prey_per_nestling_day);
    [prey * f64::from(share), prey * f64::from((1.0 - share) * sparrow.prey_item_g) * 1000.0]
}

/// Whether eggs or nestlings may die today for lack of parents or food.
#[inline(always)]
pub(super) fn may_starve(birds: u32, young: u32, has_hatched: bool, nestling_met: f32) -> bool {
    (young > 0) & ((has_hatched & (nestling_met < NESTLINGS_ENOUGH)) | (birds == 0))
}

/// The chance that an egg or a nestling dies today for lack of parents or food.
pub(super) fn starving_chance(sparrow: &SparrowParameters, birds: u32, has_hatched: bool, nestling_met: f32) -> f64 {
    if birds == 0 {
        1.0
    } else if has_hatched {
        let hunger = ((NESTLINGS_ENOUGH - nestling_met) / NESTLINGS_ENOUGH).max(0.0);
        chance_of(f64::from(sparrow.nestling_hunger_hazard * hunger))
    } else {
        0.0
    }
}

/// Hazards of a grown bird, and of one in its first year, from all causes but hunger and the campaign, 1/d.
pub(super) fn hazards(sparrow: &SparrowParameters, season: Season) -> [f64; 2] {
    let factor = f64::from(sparrow.winter_hazard_factor);
    // 120 winter days, and 245 others, make up the year's hazard. A young bird's first year is the 260 days from an
    // average fledging in mid-June to its first spring, of which 120 are winter.
    let adult_year = -libm::log(f64::from(sparrow.adult_annual_survival));
    let young_year = -libm::log(f64::from(sparrow.first_year_survival));
    let season_factor = if season == Season::Winter { factor } else { 1.0 };
    [adult_year / (245.0 + 120.0 * factor) * season_factor, young_year / (140.0 + 120.0 * factor) * season_factor]
}

/// Whether hunger adds to the hazards of birds.
#[inline(always)]
pub(super) fn is_hungry(condition: f32) -> bool {
    condition < ADULT_ENOUGH
}

/// What hunger adds to the hazards of birds that are hungry, 1/d.
pub(super) fn hunger_hazard(sparrow: &SparrowParameters, condition: f32) -> f64 {
    f64::from((ADULT_ENOUGH - condition) / ADULT_ENOUGH * sparrow.hunger_hazard)
}

/// Whether a flock may begin a clutch, in the season.
#[inline(always)]
pub(super) fn may_lay(young: u32, days: u32, condition: f32) -> bool {
    (young == 0) & (days == 0) & (condition >= BREEDING_CONDITION)
}

/// The next day of a brood: with young, one day more; without, one day less to rest.
#[inline(always)]
pub(super) fn next_brood_day(young: u32, days: u32) -> u32 {
    let more = if young > 0 { 1 } else { 0 };
    let less = if (young == 0) & (days > 0) { 1 } else { 0 };
    days + more - less
}

/// Whether a brood is to hatch or fledge. `last_days` are the last days of eggs and of nestlings.
#[inline(always)]
pub(super) fn is_due(young: u32, days: u32, has_hatched: bool, last_days: [u32; 2]) -> bool {
    let last = if has_hatched { last_days[1] } else { last_days[0] };
    (young > 0) & (days >= last)
}

/// Mean number of nests that grown birds begin: one per pair, or one per site where there are more pairs than sites.
pub(super) fn nests(adults: u16, pairs_per_site: f32) -> f64 {
    f64::from(adults) / 2.0 / f64::from(pairs_per_site.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sparrow() -> SparrowParameters {
        SparrowParameters {
            breeding_first_day: 100,
            breeding_last_day: 220,
            incubation_days: 12,
            nestling_days: 14,
            nestling_insect_share_first: 1.0,
            nestling_insect_share_last: 0.5,
            winter_hazard_factor: 2.0,
            adult_annual_survival: 0.5,
            first_year_survival: 0.25,
            ..SparrowParameters::default()
        }
    }

    /// Contract: a sated bird's hazards over the year give its annual survival, and a young bird's over its first 260
    /// days.
    #[test]
    fn hazards_make_up_the_survival_of_a_year() {
        let [[adult, young], [winter_adult, winter_young]] =
            [Season::Summer, Season::Winter].map(|season| hazards(&sparrow(), season));
        assert!((f64::exp(-(245.0 * adult + 120.0 * winter_adult)) - 0.5).abs() < 1e-9);
        assert!((f64::exp(-(140.0 * young + 120.0 * winter_young)) - 0.25).abs() < 1e-9);
        assert!((winter_adult / adult - 2.0).abs() < 1e-9);
    }

    #[test]
    fn hunger_adds_below_a_condition_of_half() {
        let sparrow = SparrowParameters { hunger_hazard: 0.5, nestling_hunger_hazard: 0.5, ..sparrow() };
        assert!(!is_hungry(0.5) && is_hungry(0.499));
        assert_eq!(
            [hunger_hazard(&sparrow, 0.5), hunger_hazard(&sparrow, 0.25), hunger_hazard(&sparrow, 0.0)],
            [0.0, 0.25, 0.5]
        );
        assert!((starving_chance(&sparrow, 2, true, 0.0) - (1.0 - f64::exp(-0.5))).abs() < 1e-9);
        assert_eq!(starving_chance(&sparrow, 2, true, 0.6), 0.0);
        // Eggs need parents, but no food.
        assert_eq!([starving_chance(&sparrow, 2, false, 0.0), starving_chance(&sparrow, 0, false, 1.0)], [0.0, 1.0]);
        for (birds, young, has_hatched, met) in
            [(2, 3, true, 0.4), (2, 3, true, 0.5), (2, 3, false, 0.0), (0, 3, false, 1.0), (0, 0, true, 0.0)]
        {
            let dies = young > 0 && starving_chance(&sparrow, birds, has_hatched, met) > 0.0;
            assert_eq!(may_starve(birds, young, has_hatched, met), dies);
        }
    }

    #[test]
    fn seasons_and_ranges_follow_the_parameters() {
        let sparrow = SparrowParameters { breeding_range_ha: 1.0, flocking_range_ha: 4.0, ..sparrow() };
        assert_eq!([99, 100, 246, 247].map(|day| is_breeding_season(&sparrow, day)), [false, true, true, false]);
        assert_eq!([99, 100, 220, 221].map(|day| is_laying_season(&sparrow, day)), [false, true, true, false]);
        // pi r^2 = 1 ha, and twice the radius for four times the area.
        assert!((range_radius_m(&sparrow, true) - 56.419).abs() < 1e-3);
        assert!((range_radius_m(&sparrow, false) / range_radius_m(&sparrow, true) - 2.0).abs() < 1e-6);
        assert_eq!([0, 7, 14, 20].map(|days| nestling_insect_share(&sparrow, days)), [1.0, 0.75, 0.5, 0.5]);
    }

    #[test]
    fn broods_follow_their_days() {
        assert_eq!([next_brood_day(3, 5), next_brood_day(0, 5), next_brood_day(0, 0)], [6, 4, 0]);
        assert!(is_due(1, 12, false, [12, 14]) && !is_due(1, 12, true, [12, 14]) && !is_due(0, 20, true, [12, 14]));
        assert!(may_lay(0, 0, 0.6) && !may_lay(1, 0, 1.0) && !may_lay(0, 1, 1.0) && !may_lay(0, 0, 0.59));
        assert_eq!([nests(10, 0.5), nests(10, 1.0), nests(10, 2.0)], [5.0, 5.0, 2.5]);
    }
}
