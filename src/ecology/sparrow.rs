//! The Eurasian tree sparrow: flocks with a home, a seasonal range and diet, broods fed on insects, nest sites.
//!
//! A flock is a super-individual of grown birds (`Count`), this year's young (`Juveniles`) and the eggs or nestlings in
//! their nests (`Brood`). With `birds_per_flock: 1` each bird is an agent of its own.

use std::hint::select_unpredictable;

use bevy::prelude::*;

use super::calendar::{Calendar, Season};
use super::campaign::{Campaign, Catch};
use super::exclosure::Nets;
use super::identity::{AgentId, Condition, Position};
use super::landscape::{Habitat, Landscape};
use super::lanes::{self, Places, STEP, Ways};
use super::pest::Band;
use super::random::{Chance, Purpose, Stream, Streams, chance_of};
use super::schedule::{Parallelism, in_blocks, rows_in_a_task};
use super::tally::{Meal, SparrowCounts, Tally, TaskTallies, UNIT, View, by_cell};
use super::turn::Emptied;
use crate::record::ledger::{Event, Events};
use crate::scenario::{Scenario, SparrowParameters};

/// A flock of sparrows: a super-individual.
///
/// All that a flock is lies in one component, because all of it is read together once a day, and because Bevy keeps eight
/// bytes beside each component of each entity.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Flock {
    /// The field where it nests and to which it keeps.
    pub home: u32,
    /// Grown birds.
    pub adults: u32,
    /// Birds in their first year.
    pub juveniles: u32,
    /// How well fed the birds are.
    pub condition: Condition,
    /// What is in their nests.
    pub brood: Brood,
}

impl Flock {
    /// Birds out of the nest.
    #[inline]
    pub fn birds(&self) -> u32 {
        self.adults + self.juveniles
    }
}

/// What is in a flock's nests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Brood {
    /// Eggs or nestlings.
    pub young: u32,
    /// Days since laying or hatching; without young, days until the next clutch may begin.
    pub days: u16,
    /// Whether they have hatched.
    pub hatched: bool,
}

impl Brood {
    /// No brood, after one.
    fn rest(sparrow: &SparrowParameters) -> Self {
        Self { young: 0, hatched: false, days: sparrow.rest_days as u16 }
    }
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

/// Flocks look for food: close to the nest while breeding, later wider and on the richer of the fields they see. They are
/// counted where they feed, and at home.
pub fn move_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    nets: Res<Nets>,
    parallelism: Res<Parallelism>,
    fields: (Query<&View>, Query<&Tally>),
    mut flocks: Query<(&AgentId, &Flock, &mut Position), Without<Band>>,
) {
    let sparrow = &scenario.sparrow;
    let breeding = is_breeding_season(sparrow, calendar.day_of_year());
    let range_ha = if breeding { sparrow.breeding_range_ha } else { sparrow.flocking_range_ha };
    let moves = Moves {
        sparrow,
        landscape: *landscape,
        nets: *nets,
        how: *parallelism,
        views: by_cell(&fields.0),
        tallies: by_cell(&fields.1),
        streams: Streams::new(scenario.seed, calendar.day, Purpose::Move),
        breeding,
        radius_m: libm::sqrtf(range_ha * 10_000.0 / core::f32::consts::PI),
        attraction: Chance::new(f64::from(scenario.encounter.flock_attraction)),
    };
    for (ids, flocks, mut positions) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let positions = positions.bypass_change_detection().chunks_mut(block);
        let blocks = ids.chunks(block).zip(flocks.chunks(block)).zip(positions);
        in_blocks(*parallelism, blocks, |((ids, flocks), positions)| {
            let mut tallies = TaskTallies::new(moves.tallies, moves.how, &moves.landscape, flocks, |flock| flock.home);
            let steps = ids.chunks(STEP).zip(flocks.chunks(STEP)).zip(positions.chunks_mut(STEP));
            steps.for_each(|((ids, flocks), positions)| moves.step(ids, flocks, positions, &mut tallies));
        });
    }
}

/// What all flocks' moves of a day have in common.
struct Moves<'a> {
    sparrow: &'a SparrowParameters,
    landscape: Landscape,
    nets: Nets,
    how: Parallelism,
    views: &'a [View],
    tallies: &'a [Tally],
    streams: Streams,
    breeding: bool,
    /// Of the range.
    radius_m: f32,
    /// Of the richer of two fields.
    attraction: Chance,
}

impl Moves<'_> {
    /// Moves up to [`STEP`] flocks, one part of the way after the other.
    fn step(
        &self,
        ids: &[AgentId],
        flocks: &[Flock],
        positions: &mut [Position],
        tallies: &mut TaskTallies<SparrowCounts>,
    ) {
        let mut homes = [0; STEP];
        homes.iter_mut().zip(flocks).for_each(|(home, flock)| *home = flock.home);
        let (mut drawn, mut first, mut cells) = (Ways::default(), Places::default(), [0; STEP]);
        lanes::ways(self.streams, &lanes::ids(ids), self.attraction, &mut drawn);
        lanes::places(&self.landscape, &homes, &drawn.first, self.radius_m, &mut first, &mut cells);
        if self.breeding {
            for (lane, (flock, position)) in flocks.iter().zip(positions).enumerate() {
                self.arrive(flock, position, first.at(lane), cells[lane], tallies);
            }
            return;
        }
        let (mut other, mut other_cells) = (Places::default(), [0; STEP]);
        lanes::places(&self.landscape, &homes, &drawn.other, self.radius_m, &mut other, &mut other_cells);
        for (lane, (flock, position)) in flocks.iter().zip(positions).enumerate() {
            let [here, there] = [cells[lane], other_cells[lane]];
            let is_richer = self.views[there as usize].bird_food > self.views[here as usize].bird_food;
            let goes = (drawn.is_drawn[lane] != 0) & is_richer;
            let [a, b] = [first.at(lane), other.at(lane)];
            let place = Vec2::new(select_unpredictable(goes, b.x, a.x), select_unpredictable(goes, b.y, a.y));
            self.arrive(flock, position, place, select_unpredictable(goes, there, here), tallies);
        }
    }

    /// Comes to a place, or past the net over it to the field beside.
    #[inline]
    fn arrive(
        &self,
        flock: &Flock,
        position: &mut Position,
        place: Vec2,
        cell: u32,
        tallies: &mut TaskTallies<SparrowCounts>,
    ) {
        let (place, cell) = self.nets.past(&self.landscape, place, cell);
        position.go(place);
        self.count(flock, cell, tallies);
    }

    /// Counts a flock where it feeds, and at home.
    #[inline]
    fn count(&self, flock: &Flock, cell: u32, tallies: &mut TaskTallies<SparrowCounts>) {
        let (birds, brood) = (flock.birds(), &flock.brood);
        tallies.count(cell, |counts| {
            counts.birds += birds;
            if brood.hatched && brood.young > 0 && birds > 0 {
                let share = nestling_insect_share(self.sparrow, brood.days);
                let prey = f64::from(brood.young) * f64::from(self.sparrow.prey_per_nestling_day);
                counts.nestling_prey += (prey * f64::from(share) * UNIT) as u64;
                let seed_mg = prey * f64::from((1.0 - share) * self.sparrow.prey_item_g) * 1000.0;
                counts.nestling_seed_mg += seed_mg as u64;
            }
        });
        tallies.count(flock.home, |counts| counts.residents += flock.adults);
    }
}

/// Part of a nestling's food that is insects, by age.
fn nestling_insect_share(sparrow: &SparrowParameters, days: u16) -> f32 {
    let age = (f32::from(days) / sparrow.nestling_days as f32).min(1.0);
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
    mut flocks: Query<(Entity, &AgentId, &Position, &mut Flock)>,
) {
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let day_of_year = calendar.day_of_year();
    let sparrow = &scenario.sparrow;
    let hazards = hazards(sparrow, calendar.season());
    let sated = [hazards.adult, hazards.juvenile].map(chance_of);
    let lives = Lives {
        scenario: &scenario,
        landscape: *landscape,
        how: *parallelism,
        day_of_year,
        is_laying_season: (sparrow.breeding_first_day..=sparrow.breeding_last_day).contains(&day_of_year),
        catch: campaign.catch(&scenario.campaign),
        sated,
        sated_trials: sated.iter().all(|chance| *chance > 0.0 && *chance <= 0.5).then(|| sated.map(Chance::new)),
        hazards,
        meals: by_cell(&fields.0),
        views: by_cell(&fields.1),
        events: by_cell(&fields.2),
        habitats: by_cell(&fields.3),
        emptied: &emptied,
        starvings: streams(Purpose::Predation),
        culls: streams(Purpose::Cull),
        deaths: streams(Purpose::Death),
        breedings: streams(Purpose::Breeding),
        dispersals: streams(Purpose::Dispersal),
    };
    for (entities, ids, positions, mut flocks) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let block = rows_in_a_task(ids.len());
        let who = entities.chunks(block).zip(ids.chunks(block)).zip(positions.chunks(block));
        let blocks = who.zip(flocks.bypass_change_detection().chunks_mut(block));
        in_blocks(*parallelism, blocks, |(((entities, ids), positions), flocks)| {
            let who = entities.chunks(STEP).zip(ids.chunks(STEP)).zip(positions.chunks(STEP));
            let steps = who.zip(flocks.chunks_mut(STEP));
            steps.for_each(|(((entities, ids), positions), flocks)| lives.step(entities, ids, positions, flocks));
        });
    }
}

/// What all flocks' lives of a day have in common.
struct Lives<'a> {
    scenario: &'a Scenario,
    landscape: Landscape,
    how: Parallelism,
    day_of_year: u32,
    is_laying_season: bool,
    catch: Option<Catch>,
    hazards: Hazards,
    /// Chances that a sated grown bird, and a sated young one, dies.
    sated: [f64; 2],
    /// The same for many single birds at a time; none where [`Stream::binomial`] would not just try each once.
    sated_trials: Option<[Chance; 2]>,
    meals: &'a [Meal],
    views: &'a [View],
    events: &'a [Events],
    habitats: &'a [Habitat],
    emptied: &'a Emptied,
    starvings: Streams,
    culls: Streams,
    deaths: Streams,
    breedings: Streams,
    dispersals: Streams,
}

impl Lives<'_> {
    /// Lets up to [`STEP`] flocks live, one part of the day after the other.
    fn step(&self, entities: &[Entity], ids: &[AgentId], positions: &[Position], flocks: &mut [Flock]) {
        // Single sated birds, which most are, die many at a time.
        let mut are_plain = true;
        let mut cells = [0; STEP];
        lanes::cells(&self.landscape, positions, &mut cells);
        for ((id, cell), flock) in ids.iter().zip(cells).zip(&mut *flocks) {
            let meal = &self.meals[cell as usize];
            flock.condition.eat(meal.bird_met);
            are_plain &= (flock.condition.0 >= ADULT_ENOUGH) & (flock.adults <= 1) & (flock.juveniles <= 1);
            if flock.brood.young > 0 {
                let chance = starving_chance(&self.scenario.sparrow, flock, meal);
                let died = self.starvings.of(id.0).binomial(flock.brood.young, chance);
                flock.brood.young -= died;
                self.events[flock.home as usize].add(Event::NestYoungDied, died, self.how);
            }
        }
        if let Some(catch) = &self.catch {
            for (id, flock) in ids.iter().zip(&mut *flocks) {
                let (home, events) = (&self.habitats[flock.home as usize], &self.events[flock.home as usize]);
                catch.cull(home, flock, &mut self.culls.of(id.0), events, self.how);
            }
        }
        match self.sated_trials {
            Some(trials) if are_plain => self.single_birds_die(ids, flocks, trials),
            _ => ids.iter().zip(&mut *flocks).for_each(|(id, flock)| self.die(id, flock)),
        }
        for ((entity, id), flock) in entities.iter().zip(ids).zip(flocks) {
            if self.day_of_year == YOUNG_ARE_GROWN {
                flock.adults += std::mem::take(&mut flock.juveniles);
            }
            self.breed(id, flock);
            if flock.birds() + flock.brood.young == 0 {
                self.emptied.note_flock(flock.home, *entity);
            }
            if self.day_of_year == SETTLING && self.views[flock.home as usize].pairs_per_site > 1.0 {
                let stream = &mut self.dispersals.of(id.0);
                flock.home = settle(self.scenario, &self.landscape, flock.home, self.views, self.habitats, stream);
            }
        }
    }

    /// Deaths of all causes but the campaign, in flocks of at most one grown and one young bird, all of them sated: what
    /// [`Self::die`] does.
    fn single_birds_die(&self, ids: &[AgentId], flocks: &mut [Flock], trials: [Chance; 2]) {
        let (mut adults, mut juveniles) = ([0; STEP], [0; STEP]);
        for ((adults, juveniles), flock) in adults.iter_mut().zip(&mut juveniles).zip(&*flocks) {
            (*adults, *juveniles) = (flock.adults, flock.juveniles);
        }
        let (mut died, mut young_died) = ([0; STEP], [0; STEP]);
        lanes::deaths(self.deaths, &lanes::ids(ids), trials, [&adults, &juveniles], [&mut died, &mut young_died]);
        for (flock, (died, young_died)) in flocks.iter_mut().zip(died.into_iter().zip(young_died)) {
            if died + young_died > 0 {
                flock.adults -= died;
                flock.juveniles -= young_died;
                self.events[flock.home as usize].add(Event::BirdsDied, died + young_died, self.how);
            }
        }
    }

    /// Deaths of all causes but the campaign.
    fn die(&self, id: &AgentId, flock: &mut Flock) {
        let mut stream = self.deaths.of(id.0);
        let condition = flock.condition.0;
        let [adult, juvenile] = if condition >= ADULT_ENOUGH {
            self.sated
        } else {
            let hunger = (ADULT_ENOUGH - condition) / ADULT_ENOUGH * self.scenario.sparrow.hunger_hazard;
            [self.hazards.adult, self.hazards.juvenile].map(|hazard| chance_of(hazard + f64::from(hunger)))
        };
        let adults_died = stream.binomial(flock.adults, adult);
        let young_died = stream.binomial(flock.juveniles, juvenile);
        flock.adults -= adults_died;
        flock.juveniles -= young_died;
        self.events[flock.home as usize].add(Event::BirdsDied, adults_died + young_died, self.how);
    }

    /// Lays, or goes on with a brood, or rests.
    #[inline]
    fn breed(&self, id: &AgentId, flock: &mut Flock) {
        let sparrow = &self.scenario.sparrow;
        if flock.brood.young > 0 {
            tend(sparrow, flock, &self.events[flock.home as usize], self.how, || self.breedings.of(id.0));
        } else if flock.brood.days > 0 {
            flock.brood.days -= 1;
        } else if self.is_laying_season && flock.condition.0 >= BREEDING_CONDITION {
            let mut stream = self.breedings.of(id.0);
            if stream.chance(f64::from(sparrow.laying_chance)) {
                let crowding = self.views[flock.home as usize].pairs_per_site;
                let pairs = f64::from(flock.adults) / 2.0 / f64::from(crowding.max(1.0));
                let nests = stream.round(pairs);
                let eggs = stream.round(f64::from(nests) * f64::from(sparrow.clutch_eggs));
                flock.brood =
                    if eggs > 0 { Brood { young: eggs, hatched: false, days: 0 } } else { Brood::rest(sparrow) };
                self.events[flock.home as usize].add(Event::BirdEggsLaid, eggs, self.how);
            }
        }
    }
}

/// Chance that an egg or a nestling dies today for want of parents or of food.
fn starving_chance(sparrow: &SparrowParameters, flock: &Flock, meal: &Meal) -> f64 {
    if flock.birds() == 0 {
        1.0
    } else if flock.brood.hatched {
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
    // 120 winter days, and 245 others, make up the year's hazard. A young bird's first year is the 260 days from an
    // average fledging in the middle of June to its first spring, of which 120 are winter.
    let adult_year = -libm::log(f64::from(sparrow.adult_annual_survival));
    let young_year = -libm::log(f64::from(sparrow.first_year_survival));
    let season_factor = if season == Season::Winter { factor } else { 1.0 };
    Hazards {
        adult: adult_year / (245.0 + 120.0 * factor) * season_factor,
        juvenile: young_year / (140.0 + 120.0 * factor) * season_factor,
    }
}

/// Incubates, feeds, and lets fledge.
#[inline]
fn tend(
    sparrow: &SparrowParameters,
    flock: &mut Flock,
    events: &Events,
    how: Parallelism,
    stream: impl FnOnce() -> Stream,
) {
    flock.brood.days += 1;
    let Brood { young, days, hatched } = flock.brood;
    if !hatched && u32::from(days) >= sparrow.incubation_days {
        let hatching = stream().binomial(young, f64::from(sparrow.hatching_share));
        events.add(Event::NestYoungDied, young - hatching, how);
        flock.brood = Brood { young: hatching, hatched: true, days: 0 };
    } else if hatched && u32::from(days) >= sparrow.nestling_days {
        let fledged = stream().binomial(young, f64::from(sparrow.fledging_share));
        events.add(Event::NestYoungDied, young - fledged, how);
        events.add(Event::Fledged, fledged, how);
        flock.brood = Brood::rest(sparrow);
        // Young birds beyond a flock's size leave it and form flocks of their own.
        let room = sparrow.birds_per_flock.saturating_sub(flock.birds());
        let staying = fledged.min(room);
        flock.juveniles += staying;
        events.add(Event::FledgedAway, fledged - staying, how);
    }
    if flock.brood.young == 0 && flock.brood.hatched {
        flock.brood = Brood::rest(sparrow);
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
