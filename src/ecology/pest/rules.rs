//! The equations of pests in `docs/ODD.md`, each for one band. The batches call them.

use crate::engine::agent::MOST_BIRTHS;
use crate::engine::batch::whole_part;
use crate::scenario::PestParameters;

use super::ADULT;

/// Moults of an adult.
const GROWN: u32 = ADULT as u32;

/// p: classes that eggs pass per day, of `classes` from laying to hatching.
pub(super) fn egg_step(pest: &PestParameters, degree_days: f32, classes: usize) -> f64 {
    f64::from(degree_days / pest.egg_degree_days) * classes as f64
}

/// V: how easily a bird takes an animal, relative to the most vulnerable. `weight` is that of its stage.
#[inline(always)]
pub(super) fn vulnerability(weight: f32, protection: f32, phase: f32) -> f64 {
    f64::from(weight * (1.0 - protection * phase))
}

/// reach: how far the animals of each stage go on a warm day, m.
pub(super) fn reach_m(pest: &PestParameters) -> [f32; 6] {
    std::array::from_fn(|moults| match moults as u8 {
        ADULT.. => pest.adult_flight_m_per_day,
        _ => pest.hopper_walk_m_per_day * (0.4 + 0.4 * moults as f32),
    })
}

/// The factor of warmth on an animal's reach.
pub(super) fn warmth(degree_days: f32) -> f32 {
    (degree_days / 8.0).min(1.2)
}

/// appeal: how a field draws a band by its food, its laying ground, if the band looks for that, and its crowd.
#[inline(always)]
pub(super) fn appeal(food: f32, laying_ground: f32, repulsion: f32, phase: f32) -> f32 {
    food + 0.5 * laying_ground - 0.5 * (repulsion * (1.0 - phase))
}

/// Whether a field's hatch is due on a day of the run.
pub(in crate::ecology) fn is_hatch_due(pest: &PestParameters, day: u32, cell: u32) -> bool {
    (day + cell).is_multiple_of(pest.hatch_interval_days)
}

/// How many bands K animals that are ready to hatch make, if there is room for them.
pub(in crate::ecology) fn bands_of_hatch(pest: &PestParameters, ready: u32) -> u32 {
    ready.div_ceil(pest.animals_per_band).min(most_bands_of_hatch(pest))
}

/// The most bands that one hatch makes: true individuals have no limit but that of their ids.
pub(in crate::ecology) fn most_bands_of_hatch(pest: &PestParameters) -> u32 {
    if pest.animals_per_band == 1 { MOST_BIRTHS } else { pest.bands_per_hatch }
}

/// Animals in one of the `bands` into which `hatched` animals divide: the first bands take the remainder.
pub(in crate::ecology) fn animals_of_band(hatched: u32, bands: u32, ordinal: u32) -> u32 {
    hatched / bands + u32::from(ordinal < hatched % bands)
}

/// Where a band is drawn, on one axis: towards the more appealing side, and with the crowd. The heading, chance aside.
#[inline(always)]
pub(super) fn pull(before: f32, behind: f32, drift: f32, phase: f32) -> f32 {
    2.0 * (before - behind) + 1.5 * (drift * phase)
}

/// How far a band goes, chance aside, m: food slows it, and gregarious bands go further.
#[inline(always)]
pub(super) fn distance_m(pest: &PestParameters, reach_m: f32, food_here: f32, phase: f32) -> f32 {
    reach_m * (1.0 - 0.6 * food_here) * (1.0 + (pest.gregarious_speed_factor - 1.0) * phase)
}

/// s: the phase after a day in a crowd.
#[inline(always)]
pub(super) fn next_phase(pest: &PestParameters, phase: f32, crowding_per_m2: f32) -> f32 {
    let density = pest.gregarious_density_per_m2;
    let change = if density > 0.0 { pest.phase_change_per_day } else { 0.0 };
    let target = if crowding_per_m2 > density { 1.0 } else { 0.0 };
    phase + change * (target - phase)
}

/// own: the hazard of each stage by itself, 1/d.
pub(super) fn own_hazards(pest: &PestParameters) -> [f32; 6] {
    let mut hazards = [pest.hopper_hazard; 6];
    (hazards[0], hazards[usize::from(ADULT)]) = (pest.hatchling_hazard, pest.adult_hazard);
    hazards
}

/// frost: the hazard of a cold day, 1/d.
pub(super) fn frost_hazard(pest: &PestParameters, temperature_c: f32) -> f32 {
    if temperature_c < pest.frost_c { pest.frost_hazard } else { 0.0 }
}

/// The hazard of everything but birds, 1/d.
#[inline(always)]
pub(super) fn death_hazard(pest: &PestParameters, own: f32, crowding_per_m2: f32, frost: f32, condition: f32) -> f32 {
    let hunger = (1.0 - condition).clamp(0.0, 1.0);
    own + pest.crowding_hazard_m2 * crowding_per_m2 + frost + pest.hunger_hazard * hunger * hunger
}

/// Progress through the stage after a day's warmth, before any moult.
#[inline(always)]
pub(super) fn grow(pest: &PestParameters, moults: u32, progress: f32, degree_days: f32) -> f32 {
    let maturation = pest.maturation_degree_days;
    let matured = if maturation > 0.0 { degree_days / maturation } else { 1.0 };
    let of_hopper = progress + degree_days / (pest.hopper_degree_days / f32::from(ADULT));
    let of_adult = (progress + matured).min(1.0);
    if moults >= GROWN { of_adult } else { of_hopper }
}

/// Whether a hopper has completed its stage.
#[inline(always)]
pub(super) fn is_to_moult(moults: u32, progress: f32) -> bool {
    (progress >= 1.0) & (moults < GROWN)
}

/// Progress of an adult that moulted today: less than an instar's worth of warmth carries over into maturation, unless
/// that needs none.
#[inline(always)]
pub(super) fn progress_of_new_adult(pest: &PestParameters, progress: f32) -> f32 {
    let fraction = progress - whole_part(progress) as f32;
    if pest.maturation_degree_days > 0.0 { fraction } else { 1.0 }
}

/// Whether a band lays.
#[inline(always)]
pub(super) fn is_mature(moults: u32, progress: f32) -> bool {
    (moults >= GROWN) & (progress >= 1.0)
}

/// Eggs laid per animal and day on the best ground if it is fed, averaged over the sexes.
pub(super) fn eggs_per_animal(pest: &PestParameters, degree_days: f32) -> f32 {
    if degree_days > 0.0 { 0.5 * pest.eggs_per_pod / pest.days_between_pods } else { 0.0 }
}

/// ground: how well a field suits laying. `drought_gain` is how much better open ground suits it in today's drought.
#[inline(always)]
pub(super) fn ground(suitability: f32, is_open: bool, drought_gain: f32) -> f32 {
    suitability * if is_open { 1.0 + drought_gain } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pest() -> PestParameters {
        PestParameters {
            gregarious_density_per_m2: 10.0,
            phase_change_per_day: 0.25,
            gregarious_speed_factor: 3.0,
            hopper_degree_days: 500.0,
            maturation_degree_days: 200.0,
            hatchling_hazard: 0.5,
            hopper_hazard: 0.25,
            adult_hazard: 0.125,
            crowding_hazard_m2: 0.5,
            hunger_hazard: 1.0,
            frost_c: 0.0,
            frost_hazard: 2.0,
            hopper_walk_m_per_day: 100.0,
            adult_flight_m_per_day: 900.0,
            egg_degree_days: 160.0,
            eggs_per_pod: 60.0,
            days_between_pods: 10.0,
            ..PestParameters::default()
        }
    }

    /// Contract: the equations of ODD's section Pests: movement.
    #[test]
    fn pests_move_by_the_equations() {
        assert_eq!(vulnerability(0.5, 0.5, 1.0), 0.25);
        assert_eq!([appeal(0.5, 1.0, 0.5, 0.0), appeal(0.5, 0.0, 0.5, 1.0)], [0.75, 0.5]);
        assert_eq!([pull(0.75, 0.25, 1.0, 0.0), pull(0.25, 0.75, 1.0, 1.0)], [1.0, 0.5]);
        assert_eq!(distance_m(&pest(), 100.0, 0.0, 1.0), 300.0);
        assert!((distance_m(&pest(), 100.0, 1.0, 0.0) - 40.0).abs() < 1e-4);
        let reach = reach_m(&pest());
        assert!(
            [40.0, 80.0, 120.0, 160.0, 200.0, 900.0].iter().zip(reach).all(|(a, b)| (a - b).abs() < 1e-3),
            "{reach:?}"
        );
        assert_eq!([warmth(0.0), warmth(4.0), warmth(80.0)], [0.0, 0.5, 1.2]);
    }

    /// Contract: the equations of ODD's section Pests: life.
    #[test]
    fn pests_live_by_the_equations() {
        assert_eq!([next_phase(&pest(), 0.0, 11.0), next_phase(&pest(), 1.0, 10.0)], [0.25, 0.75]);
        let solitary = PestParameters { gregarious_density_per_m2: 0.0, ..pest() };
        assert_eq!(next_phase(&solitary, 0.5, 1e6), 0.5);
        assert_eq!(own_hazards(&pest()), [0.5, 0.25, 0.25, 0.25, 0.25, 0.125]);
        assert_eq!([-0.1, 0.0].map(|t| frost_hazard(&pest(), t)), [2.0, 0.0]);
        assert_eq!(death_hazard(&pest(), 0.5, 2.0, 0.25, 0.5), 0.5 + 1.0 + 0.25 + 0.25);
        assert_eq!(death_hazard(&pest(), 0.5, 0.0, 0.0, 1.5), 0.5);
        // A hundred degree days for each instar, two hundred to mature.
        assert_eq!(
            [grow(&pest(), 2, 0.5, 25.0), grow(&pest(), 5, 0.5, 50.0), grow(&pest(), 5, 0.9, 50.0)],
            [0.75, 0.75, 1.0]
        );
        assert!(is_to_moult(4, 1.0) && !is_to_moult(5, 1.0) && !is_to_moult(4, 0.99));
        assert_eq!(progress_of_new_adult(&pest(), 2.25), 0.25);
        let quick = PestParameters { maturation_degree_days: 0.0, ..pest() };
        assert_eq!([progress_of_new_adult(&quick, 0.25), grow(&quick, 5, 0.0, 0.0)], [1.0, 1.0]);
        assert!(is_mature(5, 1.0) && !is_mature(5, 0.5) && !is_mature(4, 1.0));
    }

    /// Contract: the equations of laying, and of eggs up to hatching.
    #[test]
    fn eggs_follow_their_equations() {
        assert_eq!([eggs_per_animal(&pest(), 1.0), eggs_per_animal(&pest(), 0.0)], [3.0, 0.0]);
        assert_eq!([ground(0.5, true, 1.0), ground(0.5, false, 1.0)], [1.0, 0.5]);
        // Eight classes in 160 degree days.
        assert_eq!(egg_step(&pest(), 20.0, 8), 1.0);
    }

    /// Contract: the equations of the hatch.
    #[test]
    fn fields_hatch_in_turn_and_their_bands_differ_by_one_animal_at_most() {
        let pest = PestParameters { animals_per_band: 100, bands_per_hatch: 3, hatch_interval_days: 10, ..pest() };
        let due: Vec<_> = (0..20).filter(|&day| is_hatch_due(&pest, day, 7)).collect();
        assert_eq!(due, [3, 13]);
        assert_eq!([0, 1, 100, 101, 1000].map(|ready| bands_of_hatch(&pest, ready)), [0, 1, 1, 2, 3]);
        assert_eq!([0, 1, 2].map(|ordinal| animals_of_band(1000, 3, ordinal)), [334, 333, 333]);
        let individuals = PestParameters { animals_per_band: 1, ..pest };
        assert_eq!(bands_of_hatch(&individuals, 1000), 1000);
    }
}
