//! Where agents and fields meet. Agents add whole numbers to their field's [`Tally`]. The field turns them into an
//! [`Intake`], which agents read. [`Cues`] hold what animals see of the fields when they move: food as it is today, and
//! crowds, their movement and pairs as they were the day before.

use bevy_ecs::prelude::*;
use bevy_math::Vec2;

use crate::engine::accumulators::{Contribution, SignedSum, Sum};
use crate::engine::landscape::Landscape;
use crate::engine::parallel::{Parallelism, each};
use crate::engine::words::{Words, of_zigzag, pair, unpair, zigzag};
use crate::scenario::Scenario;

use super::crop::{Crop, Seed};
use super::habitat::Habitat;
use super::sparrow::Residents;

/// What is on a field today, in whole numbers.
#[derive(Component, Debug, Default)]
pub struct Tally {
    /// Older hoppers (from the third instar) and adults.
    pub crowd: Sum,
    /// Hoppers and adults weighted by how easily a bird takes them, in 1/256.
    pub vulnerable: Sum,
    /// Leaf that the pests want, mg dry.
    pub leaf_wanted_mg: Sum,
    /// Movement of the crowd, m times animals.
    pub drift: [SignedSum; 2],
    /// Grown birds feeding here.
    pub birds: Sum,
    /// Prey items wanted for nestlings, in 1/256.
    pub nestling_prey: Sum,
    /// Seed wanted for nestlings, mg.
    pub nestling_seed_mg: Sum,
}

/// What the next day's cues are made of, and the birds for whoever looks at the day; the rest is counted anew before it is
/// read again.
impl Words for Tally {
    type Words = [u64; 4];

    fn to_words(&self) -> [u64; 4] {
        let Self {
            crowd,
            drift: [x, y],
            birds,
            vulnerable: _,
            leaf_wanted_mg: _,
            nestling_prey: _,
            nestling_seed_mg: _,
        } = self;
        let [x, y] = [x, y].map(|metres| zigzag(metres.get()));
        [crowd.get(), birds.get(), x, y]
    }

    fn from_words([crowd, birds, x, y]: [u64; 4]) -> Self {
        let drift = [x, y].map(|metres| SignedSum::new(of_zigzag(metres)));
        Self { crowd: Sum::new(crowd), birds: Sum::new(birds), drift, ..Self::default() }
    }
}

/// Number of parts in which birds are counted.
pub const BIRD_PARTS: usize = 4;

/// What sparrows add to a [`Tally`]; the fields are the tally's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparrowCounts {
    /// As in the tally, but in parts: each addition to the same number would have to wait for the one before.
    pub birds: [u64; BIRD_PARTS],
    /// As in the tally.
    pub nestling_prey: u64,
    /// As in the tally.
    pub nestling_seed_mg: u64,
}

impl Contribution for SparrowCounts {
    type Sums = Tally;

    #[inline]
    fn add_to(&self, tally: &Tally) {
        tally.birds.add_alone(self.birds.iter().sum());
        tally.nestling_prey.add_alone(self.nestling_prey);
        tally.nestling_seed_mg.add_alone(self.nestling_seed_mg);
    }
}

/// What pests add to a [`Tally`]; the fields are the tally's.
#[derive(Clone, Copy, Debug, Default)]
pub struct PestCounts {
    /// As in the tally.
    pub crowd: u64,
    /// As in the tally.
    pub vulnerable: u64,
    /// As in the tally.
    pub leaf_wanted_mg: u64,
    /// As in the tally.
    pub drift: [i64; 2],
}

impl Contribution for PestCounts {
    type Sums = Tally;

    #[inline]
    fn add_to(&self, tally: &Tally) {
        tally.crowd.add_alone(self.crowd);
        tally.vulnerable.add_alone(self.vulnerable);
        tally.leaf_wanted_mg.add_alone(self.leaf_wanted_mg);
        tally.drift[0].add_alone(self.drift[0]);
        tally.drift[1].add_alone(self.drift[1]);
    }
}

/// What animals see of a field from afar.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Cues {
    /// Food for pests, 0 none to 1 plenty.
    pub pest_food: f32,
    /// Plant food for birds, 0 none to 1 plenty.
    pub bird_food: f32,
    /// How much the crowd of older hoppers and adults puts off solitary pests, 0 to 1.
    pub repulsion: f32,
    /// The direction in which the crowd moved; zero without a crowd.
    pub heading: Vec2,
    /// Pairs per nest site; large where there is no site.
    pub pairs_per_site: f32,
}

impl Words for Cues {
    type Words = [u64; 3];

    fn to_words(&self) -> [u64; 3] {
        let Self { pest_food, bird_food, repulsion, heading, pairs_per_site } = *self;
        let [x, y] = heading.to_array();
        [[pest_food, bird_food], [repulsion, pairs_per_site], [x, y]].map(|both| pair(both.map(f32::to_bits)))
    }

    fn from_words(words: [u64; 3]) -> Self {
        let [[pest_food, bird_food], [repulsion, pairs_per_site], heading] =
            words.map(|both| unpair(both).map(f32::from_bits));
        Self { pest_food, bird_food, repulsion, heading: heading.into(), pairs_per_site }
    }
}

/// What a field's visitors get today.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Intake {
    /// Part of the pests' need that is met.
    pub pest_met: f32,
    /// Chance that a fully vulnerable pest is taken by a bird.
    pub predation: f32,
    /// Older hoppers and adults, animals/m2.
    pub crowding_per_m2: f32,
    /// Part of grown birds' need that is met.
    pub bird_met: f32,
    /// Part of nestlings' need that is met.
    pub nestling_met: f32,
}

/// One unit of a tally that counts in 256ths.
pub const UNIT: f64 = 256.0;

/// Leaf at which food for pests looks half as good as the best, kg/ha (assumed).
const HALF_CUE_LEAF_KG_PER_HA: f64 = 400.0;
/// The same for birds, of grain and seed, kg/ha (assumed).
const HALF_CUE_SEED_KG_PER_HA: f64 = 60.0;
/// Crowding at which a field puts solitary pests off half as much as it can, animals/m2 (assumed).
const HALF_REPULSION_PER_M2: f32 = 20.0;

/// Each field works out its cues, and the previous day's tally is cleared for today's.
pub fn survey(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut fields: Query<(&Habitat, &Crop, &Seed, &mut Residents, &mut Tally, &mut Cues)>,
) {
    let ha = f64::from(landscape.field_ha());
    let m2 = landscape.field_m2();
    each!(parallelism, fields, [habitat, crop, seed], [residents, tally, cues] => {
        let leaf = crop.leaf_kg / ha;
        let seeds = (crop.exposed_grain_kg(&scenario.crops) + seed.spilled_kg + seed.weed_kg) / ha;
        let crowd = tally.crowd.get();
        let drift = if crowd == 0 {
            Vec2::ZERO
        } else {
            Vec2::new(tally.drift[0].get() as f32, tally.drift[1].get() as f32) / crowd as f32
        };
        *cues = Cues {
            pest_food: pest_food(leaf),
            bird_food: bird_food(seeds),
            repulsion: repulsion(crowd as f32 / m2),
            heading: drift.normalize_or_zero(),
            pairs_per_site: pairs_per_site(residents.on_previous_day(), habitat.nest_sites),
        };
        *tally = Tally::default();
    });
}

/// F: food for pests, from leaf, kg/ha.
#[inline]
fn pest_food(leaf_kg_per_ha: f64) -> f32 {
    (leaf_kg_per_ha / (leaf_kg_per_ha + HALF_CUE_LEAF_KG_PER_HA)) as f32
}

/// B: food for birds, from grain and seed that they can reach, kg/ha.
#[inline]
fn bird_food(seed_kg_per_ha: f64) -> f32 {
    (seed_kg_per_ha / (seed_kg_per_ha + HALF_CUE_SEED_KG_PER_HA)) as f32
}

/// R: how much a crowd puts off solitary pests.
#[inline]
fn repulsion(crowding_per_m2: f32) -> f32 {
    crowding_per_m2 / (crowding_per_m2 + HALF_REPULSION_PER_M2)
}

/// k: pairs per nest site; a place without sites is as bad as a thousand pairs per site.
#[inline]
pub fn pairs_per_site(residents: u64, nest_sites: f32) -> f32 {
    if nest_sites <= 0.0 { 1000.0 } else { (residents as f32 / 2.0 / nest_sites).min(1000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section What animals see: half at the half-saturation, none without food, and never all.
    #[test]
    fn cues_follow_their_equations() {
        assert_eq!([0.0, 400.0, 1200.0].map(pest_food), [0.0, 0.5, 0.75]);
        assert_eq!([0.0, 60.0, 180.0].map(bird_food), [0.0, 0.5, 0.75]);
        assert_eq!([0.0, 20.0, 60.0].map(repulsion), [0.0, 0.5, 0.75]);
        assert_eq!(
            [pairs_per_site(8, 2.0), pairs_per_site(8, 0.0), pairs_per_site(80_000, 2.0)],
            [2.0, 1000.0, 1000.0]
        );
    }
}
