//! The Eurasian tree sparrow: flocks with a home, a seasonal range and diet, broods fed on insects, nest sites.
//!
//! A flock is a super-individual of grown birds (`Count`), this year's young (`Juveniles`) and the eggs or nestlings in
//! their nests (`Brood`). With `birds_per_flock: 1` each bird is an agent of its own.

use bevy::prelude::*;

use super::calendar::{Calendar, Season};
use super::identity::{AgentId, Condition, Count, Position};
use super::landscape::{Habitat, Landscape};
use super::pest::Pest;
use super::random::{Purpose, Stream, chance_of};
use super::schedule::{Parallelism, each};
use super::tally::{Meal, Tally, UNIT, View, add, add_wide, by_cell};
use crate::record::ledger::{Event, Events};
use crate::scenario::{Scenario, SparrowParameters};

/// Marks a flock of sparrows.
#[derive(Component, Clone, Copy, Debug, Default)]
pub struct Sparrow;

/// Filter for flocks.
pub type IsSparrow = (With<Sparrow>, Without<Pest>);

/// The field where a flock nests and to which it keeps.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home(pub u32);

/// Birds in their first year.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Juveniles(pub u32);

/// What is in a flock's nests.
#[derive(Component, Clone, Copy, Debug, Default, PartialEq)]
pub struct Brood {
    /// Eggs or nestlings.
    pub young: u32,
    /// Whether they have hatched.
    pub hatched: bool,
    /// Days since laying or hatching; without young, days until the next clutch may begin.
    pub days: u32,
}

/// First day of the year on which last year's young count as grown birds.
const YOUNG_ARE_GROWN: u32 = 60;
/// Day of the year on which birds without a nest site look for another home (assumed).
const SETTLING: u32 = 64;
/// Condition below which birds do not begin a clutch (assumed).
const BREEDING_CONDITION: f32 = 0.6;
/// Part of their need below which nestlings starve (assumed).
const NESTLINGS_ENOUGH: f32 = 0.5;
/// Part of its need below which a grown bird starves (assumed).
const ADULT_ENOUGH: f32 = 0.5;

fn is_breeding_season(sparrow: &SparrowParameters, day_of_year: u32) -> bool {
    let last_fledging = sparrow.breeding_last_day + sparrow.incubation_days + sparrow.nestling_days;
    (sparrow.breeding_first_day..=last_fledging).contains(&day_of_year)
}

/// Flocks look for food: close to the nest while breeding, later wider and on the richer of the fields they see.
pub fn move_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    views: Query<&View>,
    mut flocks: Query<(&AgentId, &Home, &mut Position), IsSparrow>,
) {
    let views = by_cell(&views);
    let sparrow = &scenario.sparrow;
    let breeding = is_breeding_season(sparrow, calendar.day_of_year());
    let range_ha = if breeding { sparrow.breeding_range_ha } else { sparrow.flocking_range_ha };
    let radius_m = libm::sqrtf(range_ha * 10_000.0 / core::f32::consts::PI);
    each!(parallelism, flocks, |(id, home, mut position): (&AgentId, &Home, Mut<Position>)| {
        let mut stream = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Move);
        let centre = landscape.centre(home.0);
        let mut somewhere = || landscape.within(centre + in_disc(&mut stream) * radius_m);
        let (first, second) = (somewhere(), somewhere());
        let richness = |place| views[landscape.cell_at(place) as usize].bird_food;
        let drawn = !breeding && stream.chance(f64::from(scenario.encounter.flock_attraction));
        let place = if drawn && richness(second) > richness(first) { second } else { first };
        position.bypass_change_detection().go(place);
    });
}

/// A random place in the unit disc, by rejection: cheaper than a sine and a cosine.
fn in_disc(stream: &mut Stream) -> Vec2 {
    loop {
        let place = Vec2::new(stream.signed(), stream.signed());
        if place.length_squared() <= 1.0 {
            return place;
        }
    }
}

/// Part of a nestling's food that is insects, by age.
fn nestling_insect_share(sparrow: &SparrowParameters, days: u32) -> f32 {
    let age = (days as f32 / sparrow.nestling_days as f32).min(1.0);
    sparrow.nestling_insect_share_first * (1.0 - age) + sparrow.nestling_insect_share_last * age
}

/// Flocks are counted where they feed, and at home.
pub fn tally_flocks(
    scenario: Res<Scenario>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    tallies: Query<&Tally>,
    mut flocks: Query<(&Count, &Juveniles, &Brood, &Position, &Home), IsSparrow>,
) {
    let tallies = by_cell(&tallies);
    let sparrow = &scenario.sparrow;
    type Flock<'a> = (&'a Count, &'a Juveniles, &'a Brood, &'a Position, &'a Home);
    each!(parallelism, flocks, |(count, juveniles, brood, position, home): Flock| {
        let birds = count.0 + juveniles.0;
        let tally = &tallies[landscape.cell_at(position.now) as usize];
        add(&tally.birds, birds);
        if brood.hatched && brood.young > 0 && birds > 0 {
            let share = nestling_insect_share(sparrow, brood.days);
            let prey = f64::from(brood.young) * f64::from(sparrow.prey_per_nestling_day);
            add_wide(&tally.nestling_prey, (prey * f64::from(share) * UNIT) as u64);
            let seed_mg = prey * f64::from((1.0 - share) * sparrow.prey_item_g) * 1000.0;
            add_wide(&tally.nestling_seed_mg, seed_mg as u64);
        }
        add(&tallies[home.0 as usize].residents, count.0);
    });
}

/// Flocks take their share; nestlings that are brought too little die.
pub fn settle_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    fields: (Query<&Meal>, Query<&Events>),
    mut flocks: Query<(&AgentId, &Position, &Home, &Count, &Juveniles, &mut Condition, &mut Brood), IsSparrow>,
) {
    let (meals, events) = (by_cell(&fields.0), by_cell(&fields.1));
    type Flock<'a> =
        (&'a AgentId, &'a Position, &'a Home, &'a Count, &'a Juveniles, Mut<'a, Condition>, Mut<'a, Brood>);
    each!(parallelism, flocks, |(id, position, home, count, juveniles, mut condition, mut brood): Flock| {
        let meal = &meals[landscape.cell_at(position.now) as usize];
        condition.bypass_change_detection().eat(meal.bird_met);
        if brood.young == 0 {
            return;
        }
        let brood = brood.bypass_change_detection();
        let orphaned = count.0 + juveniles.0 == 0;
        let chance = if orphaned {
            1.0
        } else if brood.hatched {
            let hunger = ((NESTLINGS_ENOUGH - meal.nestling_met) / NESTLINGS_ENOUGH).max(0.0);
            chance_of(f64::from(scenario.sparrow.nestling_hunger_hazard * hunger))
        } else {
            0.0
        };
        let mut stream = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Predation);
        let died = stream.binomial(brood.young, chance);
        brood.young -= died;
        events[home.0 as usize].add(Event::NestYoungDied, died);
    });
}

/// Flocks lay, hatch, fledge, grow up, settle and die.
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Events>, Query<&Habitat>),
    mut flocks: Query<(&AgentId, &Condition, &mut Home, &mut Count, &mut Juveniles, &mut Brood), IsSparrow>,
) {
    let (views, events, habitats) = (by_cell(&fields.0), by_cell(&fields.1), by_cell(&fields.2));
    let sparrow = &scenario.sparrow;
    let hazards = hazards(sparrow, calendar.season());
    let day_of_year = calendar.day_of_year();
    type Flock<'a> = (&'a AgentId, &'a Condition, Mut<'a, Home>, Mut<'a, Count>, Mut<'a, Juveniles>, Mut<'a, Brood>);
    each!(parallelism, flocks, |(id, condition, mut home, mut count, mut juveniles, mut brood): Flock| {
        let (home, count) = (home.bypass_change_detection(), count.bypass_change_detection());
        let (juveniles, brood) = (juveniles.bypass_change_detection(), brood.bypass_change_detection());
        let events = &events[home.0 as usize];

        let mut death = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Death);
        let hunger = ((ADULT_ENOUGH - condition.0) / ADULT_ENOUGH).max(0.0) * sparrow.hunger_hazard;
        let adults_died = death.binomial(count.0, chance_of(hazards.adult + f64::from(hunger)));
        let young_died = death.binomial(juveniles.0, chance_of(hazards.juvenile + f64::from(hunger)));
        count.0 -= adults_died;
        juveniles.0 -= young_died;
        events.add(Event::BirdsDied, adults_died + young_died);

        if day_of_year == YOUNG_ARE_GROWN {
            count.0 += juveniles.0;
            juveniles.0 = 0;
        }
        let mut stream = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Breeding);
        let crowding = views[home.0 as usize].pairs_per_site;
        if brood.young > 0 {
            tend(sparrow, brood, juveniles, count.0, events, &mut stream);
        } else if brood.days > 0 {
            brood.days -= 1;
        } else if (sparrow.breeding_first_day..=sparrow.breeding_last_day).contains(&day_of_year)
            && condition.0 >= BREEDING_CONDITION
            && stream.chance(f64::from(sparrow.laying_chance))
        {
            let pairs = f64::from(count.0) / 2.0 / f64::from(crowding.max(1.0));
            let nests = stream.round(pairs);
            let eggs = stream.round(f64::from(nests) * f64::from(sparrow.clutch_eggs));
            *brood = Brood { young: eggs, hatched: false, days: if eggs > 0 { 0 } else { sparrow.rest_days } };
            events.add(Event::BirdEggsLaid, eggs);
        }
        if day_of_year == SETTLING && crowding > 1.0 {
            let mut stream = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Dispersal);
            home.0 = settle(&scenario, &landscape, home.0, views, habitats, &mut stream);
        }
    });
}

/// Deaths in a day, all causes but hunger and the campaign.
struct Hazards {
    adult: f64,
    juvenile: f64,
}

fn hazards(sparrow: &SparrowParameters, season: Season) -> Hazards {
    let factor = f64::from(sparrow.winter_hazard_factor);
    // 120 winter days, and 245 others, make up the year's hazard. A young bird's first year is the 300 days from an
    // average fledging in June to its first spring, of which 120 are winter.
    let adult_year = -libm::log(f64::from(sparrow.adult_annual_survival));
    let young_year = -libm::log(f64::from(sparrow.first_year_survival));
    let season_factor = if season == Season::Winter { factor } else { 1.0 };
    Hazards {
        adult: adult_year / (245.0 + 120.0 * factor) * season_factor,
        juvenile: young_year / (140.0 + 120.0 * factor) * season_factor,
    }
}

/// Incubates, feeds, and lets fledge.
fn tend(
    sparrow: &SparrowParameters,
    brood: &mut Brood,
    juveniles: &mut Juveniles,
    adults: u32,
    events: &Events,
    stream: &mut Stream,
) {
    brood.days += 1;
    if !brood.hatched && brood.days >= sparrow.incubation_days {
        let hatched = stream.binomial(brood.young, f64::from(sparrow.hatching_share));
        events.add(Event::NestYoungDied, brood.young - hatched);
        *brood = Brood { young: hatched, hatched: true, days: 0 };
    } else if brood.hatched && brood.days >= sparrow.nestling_days {
        let fledged = stream.binomial(brood.young, f64::from(sparrow.fledging_share));
        events.add(Event::NestYoungDied, brood.young - fledged);
        events.add(Event::Fledged, fledged);
        *brood = Brood { young: 0, hatched: false, days: sparrow.rest_days };
        // Young birds beyond a flock's size leave it and form flocks of their own.
        let room = sparrow.birds_per_flock.saturating_sub(adults + juveniles.0);
        let staying = fledged.min(room);
        juveniles.0 += staying;
        events.add(Event::FledgedAway, fledged - staying);
    }
    if brood.young == 0 && brood.hatched {
        *brood = Brood { young: 0, hatched: false, days: sparrow.rest_days };
    }
}

/// Looks for a home with fewer pairs to a nest site; stays where none of a few places is better.
pub fn settle(
    scenario: &Scenario,
    landscape: &Landscape,
    home: u32,
    views: &[View],
    habitats: &[Habitat],
    stream: &mut Stream,
) -> u32 {
    let mut best = home;
    for _ in 0..3 {
        let distance = -libm::log(1.0 - stream.unit()) as f32 * scenario.sparrow.dispersal_m;
        let angle = stream.unit() as f32 * core::f32::consts::TAU;
        let heading = Vec2::new(libm::cosf(angle), libm::sinf(angle));
        let place = landscape.centre(home) + heading * distance;
        let extent = landscape.extent_m();
        if place.cmplt(Vec2::ZERO).any() || place.cmpgt(extent).any() {
            continue;
        }
        let cell = landscape.cell_at(place);
        let better = views[cell as usize].pairs_per_site < 0.8 * views[best as usize].pairs_per_site;
        if better && habitats[cell as usize].nest_sites > 0.0 {
            best = cell;
        }
    }
    best
}
