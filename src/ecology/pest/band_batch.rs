//! Bands, a batch at a time. See [`batch`](crate::engine::batch).

use multiversion::multiversion;

use super::{ADULT, Band, Stage, rules};
use crate::ecology::condition::Condition;
use crate::ecology::tally::UNIT;
use crate::engine::batch::{BATCH, Batch, Places, set_of, whole_part_u64};
use crate::engine::random::{SMALL_HAZARD, chance_of, chance_of_small};
use crate::scenario::PestParameters;

/// The bands of a batch, one array per number.
#[derive(Default)]
pub(super) struct BandBatch {
    /// The lanes that hold a band; the contents of the others are meaningless.
    pub taken: u64,
    /// Animals.
    pub count: Batch<u32>,
    /// Moults so far.
    pub moults: Batch<u32>,
    /// Progress through the stage.
    pub progress: Batch<f32>,
    /// Phase.
    pub phase: Batch<f32>,
    /// How well fed they are.
    pub condition: Batch<f32>,
}

impl BandBatch {
    /// Reads up to [`BATCH`] bands.
    pub fn read(&mut self, bands: &[Band]) {
        self.taken = u64::MAX >> (BATCH - bands.len());
        for (lane, band) in bands.iter().enumerate().take(BATCH) {
            // All are named here and below, so that none is left out.
            let Band { count, stage: Stage { moults, progress }, phase, condition: Condition(condition) } = *band;
            self.count[lane] = count;
            self.moults[lane] = u32::from(moults);
            self.progress[lane] = progress;
            self.phase[lane] = phase;
            self.condition[lane] = condition;
        }
    }

    /// Writes them back.
    pub fn write(&self, bands: &mut [Band]) {
        for (lane, band) in bands.iter_mut().enumerate().take(BATCH) {
            *band = Band {
                count: self.count[lane],
                stage: Stage { moults: self.moults[lane] as u8, progress: self.progress[lane] },
                phase: self.phase[lane],
                condition: Condition(self.condition[lane]),
            };
        }
    }

    /// Whether a band lays.
    pub fn is_mature(&self, lane: usize) -> bool {
        rules::is_mature(self.moults[lane], self.progress[lane])
    }

    /// Looks up a number by each band's stage.
    pub fn of_stage<T: Copy>(&self, by_stage: &[T; 6], of_stage: &mut [T; BATCH]) {
        for (of_stage, moults) in of_stage.iter_mut().zip(self.moults.iter()) {
            *of_stage = by_stage[(*moults as usize).min(usize::from(ADULT))];
        }
    }
}

/// What the bands of a batch see around them.
#[derive(Default)]
pub(super) struct Sight {
    /// Food on the fields to the west, east, south and north, and on their own.
    pub food: [Batch<f32>; 5],
    /// How much the crowds on the fields around put them off.
    pub repulsion: [Batch<f32>; 4],
    /// Laying ground there, for bands that look for it.
    pub ground: [Batch<f32>; 4],
    /// The direction of the crowd on their own field.
    pub heading: Places,
}

/// Where bands are drawn by what they see. `reach_m` is how far their stage goes, and becomes how far they go, chance
/// aside.
#[multiversion(targets = "simd")]
pub(super) fn look_around(
    bands: &BandBatch,
    pest: &PestParameters,
    sight: &Sight,
    pulls: &mut Places,
    reach_m: &mut [f32; BATCH],
) {
    for (lane, reach_m) in reach_m.iter_mut().enumerate() {
        let phase = bands.phase[lane];
        let [west, east, south, north] = [0, 1, 2, 3].map(|side: usize| {
            let (food, ground) = (sight.food[side][lane], sight.ground[side][lane]);
            rules::appeal(food, ground, sight.repulsion[side][lane], phase)
        });
        pulls.x[lane] = rules::pull(east, west, sight.heading.x[lane], phase);
        pulls.y[lane] = rules::pull(north, south, sight.heading.y[lane], phase);
        *reach_m = rules::distance_m(pest, *reach_m, sight.food[4][lane], phase);
    }
}

/// What bands add to the tally of the field they reach: animals weighted by how easily birds take them, in 1/256, and
/// leaf they want, mg.
#[multiversion(targets = "simd")]
pub(super) fn demands(
    bands: &BandBatch,
    pest: &PestParameters,
    weight: &[f32; BATCH],
    intake_g: &[f32; BATCH],
    vulnerable: &mut [u64; BATCH],
    leaf_wanted_mg: &mut [u64; BATCH],
) {
    for lane in 0..BATCH {
        let n = f64::from(bands.count[lane]);
        let of_animal = rules::vulnerability(weight[lane], pest.gregarious_protection, bands.phase[lane]);
        vulnerable[lane] = whole_part_u64(n * of_animal * UNIT);
        leaf_wanted_mg[lane] = whole_part_u64(n * f64::from(intake_g[lane]) * 1000.0);
    }
}

/// Bands eat the part of their need that they find. Sets each animal's chance of being eaten itself.
#[multiversion(targets = "simd")]
pub(super) fn eat_and_be_eaten(
    bands: &mut BandBatch,
    pest: &PestParameters,
    weight: &[f32; BATCH],
    met: &[f32; BATCH],
    predation: &[f32; BATCH],
    chance: &mut [f64; BATCH],
) {
    for lane in 0..BATCH {
        let mut condition = Condition(bands.condition[lane]);
        condition.eat(met[lane]);
        bands.condition[lane] = condition.0;
        chance[lane] = f64::from(predation[lane])
            * rules::vulnerability(weight[lane], pest.gregarious_protection, bands.phase[lane]);
    }
}

/// Bands change phase with the crowd around them. Sets each animal's chance of dying of anything but birds; `hazard` is
/// that of its stage and the day's frost.
pub(super) fn crowd_and_die(
    bands: &mut BandBatch,
    pest: &PestParameters,
    (hazard, frost): (&[f32; BATCH], f32),
    crowding_per_m2: &[f32; BATCH],
    chance: &mut [f64; BATCH],
) {
    let large = crowd(bands, pest, hazard, frost, crowding_per_m2, chance);
    for lane in crate::engine::batch::lanes_of(large & bands.taken) {
        chance[lane] = chance_of(chance[lane]);
    }
}

/// Returns the lanes in which it leaves a hazard, too large for a series, instead of a chance.
#[multiversion(targets = "simd")]
fn crowd(
    bands: &mut BandBatch,
    pest: &PestParameters,
    own: &[f32; BATCH],
    frost: f32,
    crowding_per_m2: &[f32; BATCH],
    chance: &mut [f64; BATCH],
) -> u64 {
    let mut hazards = [0.0; BATCH];
    for lane in 0..BATCH {
        let crowding = crowding_per_m2[lane];
        bands.phase[lane] = rules::next_phase(pest, bands.phase[lane], crowding);
        hazards[lane] = f64::from(rules::death_hazard(pest, own[lane], crowding, frost, bands.condition[lane]));
    }
    for lane in 0..BATCH {
        let small = chance_of_small(hazards[lane]);
        let drawn = if hazards[lane] < SMALL_HAZARD { small } else { hazards[lane] };
        chance[lane] = if hazards[lane] > 0.0 { drawn } else { 0.0 };
    }
    set_of!(u64::MAX, lane => hazards[lane] >= SMALL_HAZARD)
}

/// Moults as often as the day's warmth allows; what is left over counts towards the next stage. Returns the bands that
/// are mature.
#[multiversion(targets = "simd")]
pub(super) fn develop(bands: &mut BandBatch, pest: &PestParameters, degree_days: f32) -> u64 {
    let BandBatch { taken, moults, progress, .. } = bands;
    let before = *moults;
    for lane in 0..BATCH {
        progress[lane] = rules::grow(pest, moults[lane], progress[lane], degree_days);
    }
    // A hopper has at most five moults ahead.
    for _ in 0..ADULT {
        let mut any = 0;
        for lane in 0..BATCH {
            let moults_now = rules::is_to_moult(moults[lane], progress[lane]);
            let (older, left) = (moults[lane] + 1, progress[lane] - 1.0);
            moults[lane] = if moults_now { older } else { moults[lane] };
            progress[lane] = if moults_now { left } else { progress[lane] };
            any |= u32::from(moults_now);
        }
        if any == 0 {
            break;
        }
    }
    for lane in 0..BATCH {
        let is_new = (moults[lane] == u32::from(ADULT)) & (before[lane] < u32::from(ADULT));
        let carried = rules::progress_of_new_adult(pest, progress[lane]);
        progress[lane] = if is_new { carried } else { progress[lane] };
    }
    set_of!(*taken, lane => rules::is_mature(moults[lane], progress[lane]))
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::engine::batch::lanes_of;
    use crate::engine::random::Stream;

    fn some_bands(round: u32) -> Vec<Band> {
        (0..BATCH as u64 - 3)
            .map(|lane| {
                let mut stream = Stream::new(1958, lane, round, Purpose::Initial);
                Band {
                    count: stream.random_range(0..5_000),
                    stage: Stage { moults: stream.random_range(0..=ADULT), progress: stream.random() },
                    phase: stream.random(),
                    condition: Condition(stream.random_range(0.6..1.2)),
                }
            })
            .collect()
    }

    fn numbers(seed: u64, most: f32) -> [f32; BATCH] {
        core::array::from_fn(|lane| Stream::new(seed, lane as u64, 0, Purpose::Weather).random_range(0.0..most))
    }

    /// Contract: bands moult as often as the warmth allows, what is left over is carried on, and adults mature.
    #[test]
    fn bands_develop_by_the_rule() {
        for (round, (degree_days, maturation_degree_days)) in
            [(0.0, 300.0), (8.0, 300.0), (14.5, 0.0), (200.0, 300.0), (1_500.0, 300.0)].into_iter().enumerate()
        {
            let pest = PestParameters { maturation_degree_days, ..Default::default() };
            let before = some_bands(round as u32);
            let mut own = BandBatch::default();
            own.read(&before);
            let mature = develop(&mut own, &pest, degree_days);
            let mut after = before.clone();
            own.write(&mut after);
            for (lane, (before, after)) in before.iter().zip(&after).enumerate() {
                let mut stage = before.stage;
                if stage.is_adult() {
                    let gained = if maturation_degree_days > 0.0 { degree_days / maturation_degree_days } else { 1.0 };
                    stage.progress = (stage.progress + gained).min(1.0);
                } else {
                    stage.progress += degree_days / (pest.hopper_degree_days / 5.0);
                    while stage.progress >= 1.0 && !stage.is_adult() {
                        (stage.moults, stage.progress) = (stage.moults + 1, stage.progress - 1.0);
                    }
                    if stage.is_adult() {
                        stage.progress = if maturation_degree_days > 0.0 { stage.progress.fract() } else { 1.0 };
                    }
                }
                assert_eq!(*after, Band { stage, ..*before }, "{degree_days}");
                assert_eq!(mature >> lane & 1 != 0, stage.is_mature());
            }
            assert_eq!(mature & !own.taken, 0);
        }
    }

    /// Contract: the chances of dying, and the phase, are those that the rule gives for one band at a time, for hazards
    /// large and small.
    #[test]
    fn bands_die_by_the_rule() {
        for (round, gregarious_density_per_m2) in [10.0, 0.0].into_iter().enumerate() {
            let pest = PestParameters { gregarious_density_per_m2, ..Default::default() };
            let before = some_bands(round as u32);
            let mut own = BandBatch::default();
            own.read(&before);
            let (hazard, crowding, mut chance) = (numbers(1, 0.06), numbers(2, 15.0), [0.0; BATCH]);
            crowd_and_die(&mut own, &pest, (&hazard, 0.001), &crowding, &mut chance);
            let mut sizes = [0; 2];
            for (lane, band) in before.iter().enumerate() {
                let goal = if crowding[lane] > gregarious_density_per_m2 { 1.0 } else { 0.0 };
                let change = if gregarious_density_per_m2 > 0.0 { pest.phase_change_per_day } else { 0.0 };
                assert_eq!(own.phase[lane], band.phase + change * (goal - band.phase));
                let hunger = (1.0 - band.condition.0).clamp(0.0, 1.0);
                let crowding = pest.crowding_hazard_m2 * crowding[lane];
                let all = hazard[lane] + crowding + 0.001 + pest.hunger_hazard * hunger * hunger;
                assert_eq!(chance[lane], chance_of(f64::from(all)));
                sizes[usize::from(f64::from(all) < SMALL_HAZARD)] += 1;
            }
            assert!(sizes.iter().all(|number| *number > 3), "{sizes:?}");
        }
    }

    /// Contract: what bands want, and what birds see of them, is one animal's times their number, rounded down to whole
    /// units.
    #[test]
    fn bands_make_their_own_demands() {
        let pest = PestParameters::default();
        let bands = some_bands(9);
        let mut own = BandBatch::default();
        own.read(&bands);
        let (weight, intake_g) = (numbers(3, 1.0), numbers(4, 0.5));
        let (mut vulnerable, mut leaf) = ([0; BATCH], [0; BATCH]);
        demands(&own, &pest, &weight, &intake_g, &mut vulnerable, &mut leaf);
        for lane in lanes_of(own.taken) {
            let n = f64::from(bands[lane].count);
            let easily = weight[lane] * (1.0 - pest.gregarious_protection * bands[lane].phase);
            assert_eq!(vulnerable[lane], (n * f64::from(easily) * UNIT) as u64);
            assert_eq!(leaf[lane], (n * f64::from(intake_g[lane]) * 1000.0) as u64);
        }
    }
}
