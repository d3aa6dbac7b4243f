//! Homes of sparrows: who lives where, and how a home is found.

use bevy_ecs::prelude::*;
use bevy_math::Vec2;

use crate::ecology::habitat::Habitat;
use crate::ecology::tally::Cues;
use crate::engine::accumulators::Sum;
use crate::engine::landscape::Landscape;
use crate::engine::parallel::Parallelism;
use crate::engine::random::Stream;
use crate::engine::words::Words;
use crate::scenario::Scenario;

/// Grown birds that have their home in a field.
///
/// Unlike the birds that feed on a field, they are not counted each day: each arrival or departure changes the number,
/// which costs next to nothing, since most birds do neither on most days.
#[derive(Component, Debug, Default)]
pub struct Residents {
    now: Sum,
    previous_day: u64,
}

impl Residents {
    /// A field with this many grown birds.
    pub fn new(adults: u64) -> Self {
        Self { now: Sum::new(adults), previous_day: 0 }
    }

    /// How many there are now.
    pub fn now(&self) -> u64 {
        self.now.get()
    }

    /// Adds birds that have arrived or grown up.
    #[inline]
    pub fn come(&self, adults: u32, parallelism: Parallelism) {
        self.now.add(u64::from(adults), parallelism);
    }

    /// Removes grown birds that have died or left.
    #[inline]
    pub fn go(&self, adults: u32, parallelism: Parallelism) {
        self.now.take_off(u64::from(adults), parallelism);
    }

    /// The number when this was last called, which is once a day.
    #[inline]
    pub(crate) fn on_previous_day(&mut self) -> u64 {
        std::mem::replace(&mut self.previous_day, self.now.get())
    }
}

impl Words for Residents {
    type Words = [u64; 2];

    fn to_words(&self) -> [u64; 2] {
        let Self { now, previous_day } = self;
        [now.get(), *previous_day]
    }

    fn from_words([now, previous_day]: [u64; 2]) -> Self {
        Self { now: Sum::new(now), previous_day }
    }
}

/// Looks for a home with fewer pairs per nest site; stays if none of a few places is better.
pub fn settle(
    scenario: &Scenario,
    landscape: &Landscape,
    home: u32,
    cues: &[Cues],
    habitats: &[Habitat],
    stream: &mut Stream,
) -> u32 {
    // All places are drawn, then all are looked up, before any is judged, so that none waits for another.
    let places = [(); 3].map(|()| {
        let distance = -libm::log(1.0 - stream.unit()) as f32 * scenario.sparrow.dispersal_m;
        let angle = stream.unit() as f32 * core::f32::consts::TAU;
        landscape.centre(home) + Vec2::new(libm::cosf(angle), libm::sinf(angle)) * distance
    });
    let seen = places.map(|place| {
        let cell = landscape.cell_at(place);
        let is_on_land = place.cmpge(Vec2::ZERO).all() && place.cmple(landscape.extent_m()).all();
        (cell, cues[cell as usize].pairs_per_site, is_on_land & (habitats[cell as usize].nest_sites > 0.0))
    });
    let mut best = (home, cues[home as usize].pairs_per_site);
    for (cell, pairs_per_site, is_habitable) in seen {
        if is_habitable & (pairs_per_site < 0.8 * best.1) {
            best = (cell, pairs_per_site);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::sparrow::Flock;
    use crate::engine::landscape::Cell;
    use crate::scenario::{Action, LandscapeParameters, SparrowParameters};
    use crate::simulation::Simulation;

    /// Contract: although they are not counted, the residents of a field are always the grown birds whose home it is:
    /// whatever kills them, and when young birds grow up, birds settle elsewhere and flocks merge.
    #[test]
    fn residents_are_the_grown_birds_of_a_home() {
        for birds_per_flock in [1, 12] {
            let landscape = LandscapeParameters { fields_wide: 16, fields_high: 16, ..Default::default() };
            let sparrow = SparrowParameters { birds_per_flock, ..Default::default() };
            let scenario = Scenario { landscape, sparrow, ..Scenario::default() };
            let mut simulation = Simulation::new(scenario, Parallelism::Serial);
            let mut changes = 0;
            for day in 0..800 {
                if day == 500 {
                    simulation.intervene(Action::StartCampaign { effort: 1.0 });
                }
                simulation.step();
                let world = simulation.world_mut();
                let mut counted = vec![0_u64; 16 * 16];
                let mut flocks = world.query::<&Flock>();
                flocks.iter(world).for_each(|flock| counted[flock.home as usize] += u64::from(flock.adults));
                let mut fields = world.query::<(&Cell, &Residents)>();
                for (cell, residents) in fields.iter(world) {
                    assert_eq!(residents.now(), counted[cell.0 as usize], "day {day}, field {}", cell.0);
                    changes += u32::from(residents.now() != residents.previous_day);
                }
            }
            assert!(changes > 1_000, "{changes}");
        }
    }
}
