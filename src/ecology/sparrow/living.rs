//! A flock's day after its way: what it eats, how it breeds, and how it dies.

use bevy::prelude::*;

use super::flock_batch::{self, Bred, Fed, FlockBatch};
use super::homes::{Residents, settle};
use super::{ADULT_ENOUGH, Brood, Flock, Leavers, NESTLINGS_ENOUGH, SETTLING, YOUNG_ARE_GROWN, thin};
use crate::ecology::calendar::{Calendar, Season};
use crate::ecology::campaign::{Campaign, Catch};
use crate::ecology::flows::{DemographicEvent, Demography, TaskDemography};
use crate::ecology::habitat::Habitat;
use crate::ecology::purpose::Purpose;
use crate::ecology::tally::{Cues, Intake};
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::{self, BATCH};
use crate::engine::landscape::Landscape;
use crate::engine::landscape::by_cell;
use crate::engine::parallel::Parallelism;
use crate::engine::random::{Chance, Stream, Streams, chance_of};
use crate::engine::recycling::FreeRows;
use crate::scenario::{Scenario, SparrowParameters};

/// Flocks eat their share, nestlings that are brought too little die, the campaign kills; then flocks lay, hatch, fledge,
/// grow up, settle and die.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    campaign: Res<Campaign>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    free_rows: Res<FreeRows<Flock>>,
    demography: Res<Demography>,
    fields: (Query<&Intake>, Query<&Cues>, Query<&Leavers>, Query<&Habitat>, Query<&Residents>),
    mut flocks: Query<(&AgentId, &Position, &mut Flock)>,
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
        laying_chance: Chance::new(f64::from(sparrow.laying_chance)),
        catch: campaign.catch(&scenario.campaign),
        sated,
        sated_trials: sated.iter().all(|chance| *chance > 0.0 && *chance <= 0.5).then(|| sated.map(Chance::new)),
        hazards,
        intakes: by_cell(&fields.0),
        cues: by_cell(&fields.1),
        leavers: by_cell(&fields.2),
        habitats: by_cell(&fields.3),
        residents: by_cell(&fields.4),
        free_rows: &free_rows,
        starvings: streams(Purpose::Predation),
        culls: streams(Purpose::Cull),
        deaths: streams(Purpose::Death),
        breedings: streams(Purpose::Breeding),
        dispersals: streams(Purpose::Dispersal),
    };
    for (ids, positions, mut flocks) in flocks.contiguous_iter_mut().into_iter().flatten() {
        let flocks = flocks.bypass_change_detection();
        let task = |_: &[_], _: &[_]| (FlockBatch::default(), demography.of_task());
        batch::in_batches(
            *parallelism,
            ids,
            positions,
            flocks,
            task,
            |(own, demography), first, ids, positions, flocks| {
                lives.step(first, ids, positions, flocks, own, demography);
            },
        );
    }
}

/// What all flocks' lives of a day have in common.
struct Lives<'a> {
    scenario: &'a Scenario,
    landscape: Landscape,
    how: Parallelism,
    day_of_year: u32,
    is_laying_season: bool,
    laying_chance: Chance,
    catch: Option<Catch>,
    hazards: Hazards,
    /// Chances that a sated grown bird, and a sated young one, dies.
    sated: [f64; 2],
    /// The same for many single birds at a time; none where [`Stream::binomial`] would not just try each once.
    sated_trials: Option<[Chance; 2]>,
    intakes: &'a [Intake],
    cues: &'a [Cues],
    leavers: &'a [Leavers],
    habitats: &'a [Habitat],
    residents: &'a [Residents],
    free_rows: &'a FreeRows<Flock>,
    starvings: Streams,
    culls: Streams,
    deaths: Streams,
    breedings: Streams,
    dispersals: Streams,
}

impl Lives<'_> {
    /// Lets up to [`BATCH`] flocks live, one part of the day after the other; they lie in the table from row `first`. What
    /// happens to few of them on one day is first marked, and then done for those.
    fn step(
        &self,
        first: u32,
        ids: &[AgentId],
        positions: &[Position],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) {
        let lane_ids = batch::ids(ids);
        own.read(flocks);
        let are_plain = self.eat(&lane_ids, positions, flocks, own, demography) == 0;
        if let Some(catch) = &self.catch {
            own.write(flocks);
            for (id, flock) in ids.iter().zip(&mut *flocks) {
                let home = flock.home as usize;
                let adults = flock.adults;
                catch.cull(&self.habitats[home], flock, &mut self.culls.of(id.0), demography);
                self.residents[home].go(u32::from(adults - flock.adults), self.how);
            }
            own.read(flocks);
        }
        match self.sated_trials {
            Some(trials) if are_plain => self.single_birds_die(&lane_ids, flocks, own, trials, demography),
            _ => {
                own.write(flocks);
                ids.iter().zip(&mut *flocks).for_each(|(id, flock)| self.die(id, flock, demography));
                own.read(flocks);
            }
        }
        if self.day_of_year == YOUNG_ARE_GROWN {
            own.write(flocks);
            for flock in &mut *flocks {
                self.residents[flock.home as usize].come(u32::from(flock.juveniles), self.how);
                flock.adults += std::mem::take(&mut flock.juveniles);
            }
            own.read(flocks);
        }
        let empty = self.breed(&lane_ids, flocks, own, demography);
        for lane in batch::lanes_of(empty) {
            self.free_rows.free(flocks[lane].home, first + lane as u32);
        }
        if self.day_of_year == SETTLING {
            ids.iter().zip(flocks).for_each(|(id, flock)| self.move_house(id, flock));
        }
    }

    /// Eats, and lets broods starve that are brought too little. Gives the flocks that are not of at most one grown and one
    /// young bird, and sated.
    fn eat(
        &self,
        ids: &[u64; BATCH],
        positions: &[Position],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) -> u64 {
        let mut cells = [0; BATCH];
        batch::cells(&self.landscape, positions, &mut cells);
        let (mut bird_met, mut nestling_met) = ([0.0; BATCH], [0.0; BATCH]);
        flock_batch::look_up(self.intakes, &cells, flocks.len(), &mut bird_met, &mut nestling_met);
        let Fed { starving, special } = flock_batch::eat(own, &bird_met, &nestling_met);
        for lane in batch::lanes_of(starving) {
            let flock = &mut flocks[lane];
            let chance = starving_chance(&self.scenario.sparrow, flock, nestling_met[lane]);
            let died = thin(&mut flock.brood.young, chance, &mut self.starvings.of(ids[lane]));
            own.young[lane] = u32::from(flock.brood.young);
            demography.count(DemographicEvent::NestYoungDied, died);
        }
        special
    }

    /// Looks for another home, where there are more pairs than nest sites.
    fn move_house(&self, id: &AgentId, flock: &mut Flock) {
        if self.cues[flock.home as usize].pairs_per_site > 1.0 {
            let stream = &mut self.dispersals.of(id.0);
            self.residents[flock.home as usize].go(u32::from(flock.adults), self.how);
            flock.home = settle(self.scenario, &self.landscape, flock.home, self.cues, self.habitats, stream);
            self.residents[flock.home as usize].come(u32::from(flock.adults), self.how);
        }
    }

    /// Deaths of all causes but the campaign, in flocks of at most one grown and one young bird, all of them sated: what
    /// [`Self::die`] does.
    fn single_birds_die(
        &self,
        ids: &[u64; BATCH],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        trials: [Chance; 2],
        demography: &mut TaskDemography,
    ) {
        let bereft = batch::deaths(self.deaths, ids, trials, [&mut own.adults, &mut own.juveniles]);
        for lane in batch::lanes_of(bereft & own.taken) {
            let flock = &mut flocks[lane];
            let (adults, juveniles) = (own.adults[lane] as u16, own.juveniles[lane] as u16);
            let (died, young_died) = (flock.adults - adults, flock.juveniles - juveniles);
            (flock.adults, flock.juveniles) = (adults, juveniles);
            self.bury(flock.home, u32::from(died), u32::from(young_died), demography);
        }
    }

    /// Deaths of all causes but the campaign.
    fn die(&self, id: &AgentId, flock: &mut Flock, demography: &mut TaskDemography) {
        let mut stream = self.deaths.of(id.0);
        let condition = flock.condition.0;
        let [adult, juvenile] = if condition >= ADULT_ENOUGH {
            self.sated
        } else {
            let hunger = (ADULT_ENOUGH - condition) / ADULT_ENOUGH * self.scenario.sparrow.hunger_hazard;
            [self.hazards.adult, self.hazards.juvenile].map(|hazard| chance_of(hazard + f64::from(hunger)))
        };
        let adults_died = thin(&mut flock.adults, adult, &mut stream);
        let young_died = thin(&mut flock.juveniles, juvenile, &mut stream);
        self.bury(flock.home, adults_died, young_died, demography);
    }

    /// Writes down who died.
    #[inline]
    fn bury(&self, home: u32, adults: u32, young: u32, demography: &mut TaskDemography) {
        self.residents[home as usize].go(adults, self.how);
        demography.count(DemographicEvent::BirdsDied, adults + young);
    }

    /// Lays, or goes on with a brood, or rests. Gives the flocks without birds and brood.
    fn breed(
        &self,
        ids: &[u64; BATCH],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) -> u64 {
        let sparrow = &self.scenario.sparrow;
        let Bred { due, ready, mut empty } =
            flock_batch::pass_a_day(own, [sparrow.incubation_days, sparrow.nestling_days]);
        own.write(flocks);
        for lane in batch::lanes_of(due) {
            let flock = &mut flocks[lane];
            let leaving = go_on(sparrow, flock, demography, &mut self.breedings.of(ids[lane]));
            self.leavers[flock.home as usize].0.add(u64::from(leaving), self.how);
            empty |= u64::from(flock.birds() + u32::from(flock.brood.young) == 0) << lane;
        }
        if self.is_laying_season && ready != 0 {
            for lane in batch::lanes_of(ready & batch::trials(self.breedings, ids, self.laying_chance)) {
                let mut stream = self.breedings.of(ids[lane]);
                stream.skip(1);
                self.lay(&mut flocks[lane], &mut stream, demography);
            }
        }
        empty
    }

    fn lay(&self, flock: &mut Flock, stream: &mut Stream, demography: &mut TaskDemography) {
        let sparrow = &self.scenario.sparrow;
        let crowding = self.cues[flock.home as usize].pairs_per_site;
        let pairs = f64::from(flock.adults) / 2.0 / f64::from(crowding.max(1.0));
        let nests = stream.round(pairs);
        let eggs = stream.round(f64::from(nests) * f64::from(sparrow.clutch_eggs));
        flock.brood =
            if eggs > 0 { Brood { young: eggs as u16, hatched: false, days: 0 } } else { Brood::rest(sparrow) };
        demography.count(DemographicEvent::BirdEggsLaid, eggs);
    }
}

/// Chance that an egg or a nestling dies today for want of parents or of food.
fn starving_chance(sparrow: &SparrowParameters, flock: &Flock, nestling_met: f32) -> f64 {
    if flock.birds() == 0 {
        1.0
    } else if flock.brood.hatched {
        let hunger = ((NESTLINGS_ENOUGH - nestling_met) / NESTLINGS_ENOUGH).max(0.0);
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

/// Hatches, or fledges: for a brood of which it is time. Gives how many young birds leave the flock.
fn go_on(sparrow: &SparrowParameters, flock: &mut Flock, demography: &mut TaskDemography, stream: &mut Stream) -> u32 {
    let (young, hatched) = (u32::from(flock.brood.young), flock.brood.hatched);
    let mut leaving = 0;
    if !hatched {
        let hatching = stream.binomial(young, f64::from(sparrow.hatching_share));
        demography.count(DemographicEvent::NestYoungDied, young - hatching);
        flock.brood = Brood { young: hatching as u16, hatched: true, days: 0 };
    } else {
        let fledged = stream.binomial(young, f64::from(sparrow.fledging_share));
        demography.count(DemographicEvent::NestYoungDied, young - fledged);
        demography.count(DemographicEvent::Fledged, fledged);
        flock.brood = Brood::rest(sparrow);
        // Young birds beyond a flock's size leave it and form flocks of their own.
        let room = sparrow.birds_per_flock.saturating_sub(flock.birds());
        let staying = fledged.min(room);
        flock.juveniles += staying as u16;
        leaving = fledged - staying;
    }
    if flock.brood.young == 0 && flock.brood.hatched {
        flock.brood = Brood::rest(sparrow);
    }
    leaving
}
