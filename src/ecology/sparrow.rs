//! The Eurasian tree sparrow: flocks with a home, a seasonal range and diet, broods fed on insects, nest sites.
//!
//! A flock is a super-individual of grown birds (`Count`), this year's young (`Juveniles`) and the eggs or nestlings in
//! their nests (`Brood`). With `birds_per_flock: 1` each bird is an agent of its own.

use std::hint::select_unpredictable;

use bevy::prelude::*;

use super::calendar::{Calendar, Season};
use super::campaign::Campaign;
use super::identity::{AgentId, Condition, Count, Position};
use super::landscape::{Habitat, Landscape};
use super::pest::Pest;
use super::random::{Purpose, Stream, Streams, chance_of};
use super::schedule::{Parallelism, each, in_blocks};
use super::tally::{Meal, Tally, UNIT, View, by_cell};
use super::turn::Emptied;
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

/// Flocks that one task moves, and that take each step of it together.
const BLOCK: usize = 4096;
const STEP: usize = 64;

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

/// Flocks look for food: close to the nest while breeding, later wider and on the richer of the fields they see. They are
/// counted where they feed, and at home.
pub fn move_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Tally>),
    mut flocks: Query<(&AgentId, &Home, &Count, &Juveniles, &Brood, &mut Position), IsSparrow>,
) {
    let (how, landscape) = (*parallelism, *landscape);
    let (views, tallies) = (by_cell(&fields.0), by_cell(&fields.1));
    let sparrow = &scenario.sparrow;
    let breeding = is_breeding_season(sparrow, calendar.day_of_year());
    let range_ha = if breeding { sparrow.breeding_range_ha } else { sparrow.flocking_range_ha };
    let radius_m = libm::sqrtf(range_ha * 10_000.0 / core::f32::consts::PI);
    let attraction = f64::from(scenario.encounter.flock_attraction);
    let streams = Streams::new(scenario.seed, calendar.day, Purpose::Move);
    type Who<'a> = ((&'a [AgentId], &'a [Home]), ((&'a [Count], &'a [Juveniles]), &'a [Brood]));
    let of_block = |(((ids, homes), ((counts, juveniles), broods)), positions): (Who, &mut [Position])| {
        // In steps of their own, each over some flocks: chance makes a processor guess wrong now and then, and then it should
        // not have begun the rest of a flock's day.
        let mut ways = [Ways::default(); STEP];
        let mut goals = [(Vec2::ZERO, 0); STEP];
        for (id, ways) in ids.iter().zip(&mut ways) {
            let mut stream = streams.of(id.0);
            ways.first = stream.in_disc();
            if !breeding {
                ways.other = stream.in_disc();
                ways.is_drawn = stream.chance(attraction);
            }
        }
        for ((home, ways), goal) in homes.iter().zip(&ways).zip(&mut goals) {
            let centre = landscape.centre(home.0);
            let at = |way: Vec2| {
                let place = landscape.within(centre + way * radius_m);
                (place, landscape.cell_at(place))
            };
            *goal = at(ways.first);
            if !breeding {
                let other = at(ways.other);
                let richer = views[other.1 as usize].bird_food > views[goal.1 as usize].bird_food;
                let goes = ways.is_drawn & richer;
                goal.0.x = select_unpredictable(goes, other.0.x, goal.0.x);
                goal.0.y = select_unpredictable(goes, other.0.y, goal.0.y);
                goal.1 = select_unpredictable(goes, other.1, goal.1);
            }
        }
        let flocks = homes.iter().zip(counts.iter().zip(juveniles)).zip(broods.iter().zip(positions)).zip(goals);
        for (((home, (count, juveniles)), (brood, position)), (place, cell)) in flocks {
            position.go(place);
            let birds = count.0 + juveniles.0;
            let tally = &tallies[cell as usize];
            tally.birds.add(birds, how);
            if brood.hatched && brood.young > 0 && birds > 0 {
                let share = nestling_insect_share(sparrow, brood.days);
                let prey = f64::from(brood.young) * f64::from(sparrow.prey_per_nestling_day);
                tally.nestling_prey.add((prey * f64::from(share) * UNIT) as u64, how);
                let seed_mg = prey * f64::from((1.0 - share) * sparrow.prey_item_g) * 1000.0;
                tally.nestling_seed_mg.add(seed_mg as u64, how);
            }
            tallies[home.0 as usize].residents.add(count.0, how);
        }
    };
    let in_steps = |((who_ids, who_homes), ((counts, juveniles), broods)): Who, positions: &mut [Position]| {
        let who = who_ids.chunks(STEP).zip(who_homes.chunks(STEP));
        let birds = counts.chunks(STEP).zip(juveniles.chunks(STEP)).zip(broods.chunks(STEP));
        who.zip(birds).zip(positions.chunks_mut(STEP)).for_each(of_block);
    };
    for (ids, homes, counts, juveniles, broods, mut positions) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let who = ids.chunks(BLOCK).zip(homes.chunks(BLOCK));
        let birds = counts.chunks(BLOCK).zip(juveniles.chunks(BLOCK)).zip(broods.chunks(BLOCK));
        let blocks = who.zip(birds).zip(positions.bypass_change_detection().chunks_mut(BLOCK));
        in_blocks(how, blocks, |(who, positions)| in_steps(who, positions));
    }
}

/// What chance gives a flock for its day.
#[derive(Clone, Copy, Default)]
struct Ways {
    /// A place in its range, as a part of the range's radius.
    first: Vec2,
    /// Another place that it sees.
    other: Vec2,
    /// Whether it is drawn to the richer of the two.
    is_drawn: bool,
}

/// Part of a nestling's food that is insects, by age.
fn nestling_insect_share(sparrow: &SparrowParameters, days: u32) -> f32 {
    let age = (days as f32 / sparrow.nestling_days as f32).min(1.0);
    sparrow.nestling_insect_share_first * (1.0 - age) + sparrow.nestling_insect_share_last * age
}

/// Flocks eat their share, nestlings that are brought too little die, the campaign kills; then flocks lay, hatch, fledge,
/// grow up, settle and die.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    campaign: Res<Campaign>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    emptied: Res<Emptied>,
    fields: (Query<&Meal>, Query<&View>, Query<&Events>, Query<&Habitat>),
    mut flocks: Query<
        (Entity, &AgentId, &Position, &mut Home, &mut Count, &mut Juveniles, &mut Condition, &mut Brood),
        IsSparrow,
    >,
) {
    let how = *parallelism;
    let meals = by_cell(&fields.0);
    let (views, events, habitats) = (by_cell(&fields.1), by_cell(&fields.2), by_cell(&fields.3));
    let sparrow = &scenario.sparrow;
    let hazards = hazards(sparrow, calendar.season());
    let sated_chances = (chance_of(hazards.adult), chance_of(hazards.juvenile));
    let day_of_year = calendar.day_of_year();
    let is_laying_season = (sparrow.breeding_first_day..=sparrow.breeding_last_day).contains(&day_of_year);
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let (starvings, culls, deaths) = (streams(Purpose::Predation), streams(Purpose::Cull), streams(Purpose::Death));
    let (breedings, dispersals) = (streams(Purpose::Breeding), streams(Purpose::Dispersal));
    let catch = campaign.catch(&scenario.campaign);
    type Flock<'a> = (
        Entity,
        &'a AgentId,
        &'a Position,
        Mut<'a, Home>,
        Mut<'a, Count>,
        Mut<'a, Juveniles>,
        Mut<'a, Condition>,
        Mut<'a, Brood>,
    );
    each!(parallelism, flocks, |(
        flock,
        id,
        position,
        mut home,
        mut count,
        mut juveniles,
        mut condition,
        mut brood,
    ): Flock| {
        let (home, count) = (home.bypass_change_detection(), count.bypass_change_detection());
        let (juveniles, brood) = (juveniles.bypass_change_detection(), brood.bypass_change_detection());
        let condition = condition.bypass_change_detection();
        let meal = &meals[landscape.cell_at(position.now) as usize];
        let events = &events[home.0 as usize];

        condition.eat(meal.bird_met);
        if brood.young > 0 {
            let chance = starving_chance(sparrow, brood, count.0 + juveniles.0, meal);
            let died = starvings.of(id.0).binomial(brood.young, chance);
            brood.young -= died;
            events.add(Event::NestYoungDied, died, how);
        }
        if let Some(catch) = &catch {
            catch.cull(&habitats[home.0 as usize], count, juveniles, brood, &mut culls.of(id.0), events, how);
        }

        let mut death = deaths.of(id.0);
        let (adult_chance, young_chance) = if condition.0 >= ADULT_ENOUGH {
            sated_chances
        } else {
            let hunger = f64::from((ADULT_ENOUGH - condition.0) / ADULT_ENOUGH * sparrow.hunger_hazard);
            (chance_of(hazards.adult + hunger), chance_of(hazards.juvenile + hunger))
        };
        let adults_died = death.binomial(count.0, adult_chance);
        let young_died = death.binomial(juveniles.0, young_chance);
        count.0 -= adults_died;
        juveniles.0 -= young_died;
        events.add(Event::BirdsDied, adults_died + young_died, how);

        if day_of_year == YOUNG_ARE_GROWN {
            count.0 += juveniles.0;
            juveniles.0 = 0;
        }
        let crowding = || views[home.0 as usize].pairs_per_site;
        if brood.young > 0 {
            tend(sparrow, brood, juveniles, count.0, events, how, &mut breedings.of(id.0));
        } else if brood.days > 0 {
            brood.days -= 1;
        } else if is_laying_season && condition.0 >= BREEDING_CONDITION {
            let mut stream = breedings.of(id.0);
            if stream.chance(f64::from(sparrow.laying_chance)) {
                let pairs = f64::from(count.0) / 2.0 / f64::from(crowding().max(1.0));
                let nests = stream.round(pairs);
                let eggs = stream.round(f64::from(nests) * f64::from(sparrow.clutch_eggs));
                *brood = Brood { young: eggs, hatched: false, days: if eggs > 0 { 0 } else { sparrow.rest_days } };
                events.add(Event::BirdEggsLaid, eggs, how);
            }
        }
        if count.0 + juveniles.0 + brood.young == 0 {
            emptied.note(flock);
        }
        if day_of_year == SETTLING && crowding() > 1.0 {
            home.0 = settle(&scenario, &landscape, home.0, views, habitats, &mut dispersals.of(id.0));
        }
    });
}

/// Chance that an egg or a nestling dies today for want of parents or of food.
fn starving_chance(sparrow: &SparrowParameters, brood: &Brood, parents: u32, meal: &Meal) -> f64 {
    if parents == 0 {
        1.0
    } else if brood.hatched {
        let hunger = ((NESTLINGS_ENOUGH - meal.nestling_met) / NESTLINGS_ENOUGH).max(0.0);
        chance_of(f64::from(sparrow.nestling_hunger_hazard * hunger))
    } else {
        0.0
    }
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
    how: Parallelism,
    stream: &mut Stream,
) {
    brood.days += 1;
    if !brood.hatched && brood.days >= sparrow.incubation_days {
        let hatched = stream.binomial(brood.young, f64::from(sparrow.hatching_share));
        events.add(Event::NestYoungDied, brood.young - hatched, how);
        *brood = Brood { young: hatched, hatched: true, days: 0 };
    } else if brood.hatched && brood.days >= sparrow.nestling_days {
        let fledged = stream.binomial(brood.young, f64::from(sparrow.fledging_share));
        events.add(Event::NestYoungDied, brood.young - fledged, how);
        events.add(Event::Fledged, fledged, how);
        *brood = Brood { young: 0, hatched: false, days: sparrow.rest_days };
        // Young birds beyond a flock's size leave it and form flocks of their own.
        let room = sparrow.birds_per_flock.saturating_sub(adults + juveniles.0);
        let staying = fledged.min(room);
        juveniles.0 += staying;
        events.add(Event::FledgedAway, fledged - staying, how);
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
