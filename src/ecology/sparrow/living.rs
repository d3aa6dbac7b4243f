//! What a flock does after moving: feeding, breeding and dying.

use std::borrow::Cow;

use bevy_ecs::prelude::*;

use super::flock_batch::{self, Broods, Fed, FlockBatch};
use super::homes::{Residents, settle};
use super::{Brood, Flock, Leavers, SETTLING, YOUNG_ARE_GROWN, rules, thin};
use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::{Campaign, Catch};
use crate::ecology::field_year::FieldYear;
use crate::ecology::flows::{DemographicEvent, Demography, TaskDemography};
use crate::ecology::followed::Followed;
use crate::ecology::habitat::Habitat;
use crate::ecology::purpose::Purpose;
use crate::ecology::species::Species;
use crate::ecology::tally::{Cues, Intake};
use crate::engine::agent::{AgentId, Position};
use crate::engine::batch::{self, BATCH, Chances};
use crate::engine::landscape::Landscape;
use crate::engine::landscape::by_cell;
use crate::engine::parallel::Parallelism;
use crate::engine::random::{Chance, Stream, Streams, chance_of};
use crate::engine::recycling::FreeRows;
use crate::scenario::{Scenario, SparrowParameters};

/// Flocks eat their share, nestlings that are brought too little die, the campaign kills; then birds die, grow up, lay,
/// hatch, fledge and settle.
#[expect(clippy::too_many_arguments, reason = "all that an animal's day depends on, in one pass")]
pub fn live(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    campaign: Res<Campaign>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    free_rows: Res<FreeRows<Flock>>,
    (demography, followed): (Res<Demography>, Res<Followed>),
    fields: (Query<&Intake>, Query<&Cues>, Query<&Leavers>, Query<&Habitat>, Query<&Residents>, Query<&FieldYear>),
    mut flocks: Query<(&AgentId, &Position, &mut Flock)>,
) {
    let streams = |purpose| Streams::new(scenario.seed, calendar.day, purpose);
    let day_of_year = calendar.day_of_year();
    let sparrow = &scenario.sparrow;
    let hazards = rules::hazards(sparrow, calendar.season());
    let lives = Lives {
        scenario: &scenario,
        landscape: *landscape,
        how: *parallelism,
        day_of_year,
        is_laying_season: rules::is_laying_season(sparrow, day_of_year),
        laying_chance: Chance::new(f64::from(sparrow.laying_chance)),
        catch: campaign.catch(&scenario.campaign),
        hazards,
        sated: hazards.map(|hazard| Chances::of_all(chance_of(hazard))),
        intakes: by_cell(&fields.0),
        cues: by_cell(&fields.1),
        leavers: by_cell(&fields.2),
        habitats: by_cell(&fields.3),
        residents: by_cell(&fields.4),
        years: by_cell(&fields.5),
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
                demography.begin(followed.lane(Species::Sparrow, first));
                lives.live(first, ids, positions, flocks, own, demography);
            },
        );
    }
}

/// What the lives of all flocks have in common on a day.
struct Lives<'a> {
    scenario: &'a Scenario,
    landscape: Landscape,
    how: Parallelism,
    day_of_year: u32,
    is_laying_season: bool,
    laying_chance: Chance,
    catch: Option<Catch>,
    /// Of grown birds and of those in their first year.
    hazards: [f64; 2],
    /// The chances that they die while they are sated.
    sated: [Chances; 2],
    intakes: &'a [Intake],
    cues: &'a [Cues],
    leavers: &'a [Leavers],
    habitats: &'a [Habitat],
    residents: &'a [Residents],
    years: &'a [FieldYear],
    free_rows: &'a FreeRows<Flock>,
    starvings: Streams,
    culls: Streams,
    deaths: Streams,
    breedings: Streams,
    dispersals: Streams,
}

impl Lives<'_> {
    /// The day of a batch of flocks, which begin at row `first` of the table.
    fn live(
        &self,
        first: u32,
        ids: &[AgentId],
        positions: &[Position],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) {
        let ids = batch::ids(ids);
        own.read(flocks);
        let hungry = self.eat_and_starve(&ids, positions, flocks, own, demography);
        self.be_killed_by_the_campaign(&ids, flocks, own, demography);
        self.die(&ids, hungry, flocks, own, demography);
        self.grow_up(flocks, own);
        self.breed(&ids, flocks, own, demography);
        for lane in batch::lanes_of(flock_batch::empty(own)) {
            self.free_rows.free(flocks[lane].home, first + lane as u32);
        }
        self.settle(&ids, flocks, own);
        own.write(flocks);
    }

    /// Eats, and loses eggs and nestlings that are brought too little. Returns the flocks whose birds go hungry.
    fn eat_and_starve(
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
        flock_batch::look_up(self.intakes, &cells, positions.len(), &mut bird_met, &mut nestling_met);
        let Fed { may_starve, hungry } = flock_batch::eat(own, &bird_met, &nestling_met);
        own.for_each(flocks, may_starve, |lane, flock| {
            let (birds, has_hatched) = (flock.birds(), flock.brood.hatched);
            let chance = rules::starving_chance(&self.scenario.sparrow, birds, has_hatched, nestling_met[lane]);
            let died = thin(&mut flock.brood.young, chance, &mut self.starvings.of(ids[lane]));
            demography.count_of(lane, DemographicEvent::NestYoungDied, died);
        });
        hungry
    }

    fn be_killed_by_the_campaign(
        &self,
        ids: &[u64; BATCH],
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) {
        let Some(catch) = &self.catch else { return };
        own.for_each(flocks, own.taken, |lane, flock| {
            let (home, adults) = (flock.home as usize, flock.adults);
            let killed = catch.cull(&self.habitats[home], (lane, flock), &mut self.culls.of(ids[lane]), demography);
            self.years[home].sparrows_killed.add(killed, self.how);
            self.residents[home].go(u32::from(adults - flock.adults), self.how);
        });
    }

    /// Deaths from all causes but the campaign.
    fn die(
        &self,
        ids: &[u64; BATCH],
        hungry: u64,
        flocks: &mut [Flock],
        own: &mut FlockBatch,
        demography: &mut TaskDemography,
    ) {
        let mut chances = Cow::Borrowed(&self.sated);
        for lane in batch::lanes_of(hungry) {
            let hunger = rules::hunger_hazard(&self.scenario.sparrow, own.condition[lane]);
            for (chances, hazard) in chances.to_mut().iter_mut().zip(self.hazards) {
                chances.set(lane, chance_of(hazard + hunger));
            }
        }
        let [mut adults, mut juveniles] = [[0; BATCH]; 2];
        let died = [&mut adults, &mut juveniles];
        let bereft = batch::binomials_of_two(self.deaths, ids, [&own.adults, &own.juveniles], &chances, died);
        own.for_each(flocks, bereft & own.taken, |lane, flock| {
            flock.adults -= adults[lane] as u16;
            flock.juveniles -= juveniles[lane] as u16;
            self.residents[flock.home as usize].go(adults[lane], self.how);
            demography.count_of(lane, DemographicEvent::BirdsDied, adults[lane] + juveniles[lane]);
        });
    }

    /// Last year's young become grown birds.
    fn grow_up(&self, flocks: &mut [Flock], own: &mut FlockBatch) {
        if self.day_of_year == YOUNG_ARE_GROWN {
            own.for_each(flocks, own.taken, |_, flock| {
                self.residents[flock.home as usize].come(u32::from(flock.juveniles), self.how);
                flock.adults += std::mem::take(&mut flock.juveniles);
            });
        }
    }

    /// Lays, continues a brood, or rests.
    fn breed(&self, ids: &[u64; BATCH], flocks: &mut [Flock], own: &mut FlockBatch, demography: &mut TaskDemography) {
        let sparrow = &self.scenario.sparrow;
        let Broods { due, ready } = flock_batch::age_broods(own, [sparrow.incubation_days, sparrow.nestling_days]);
        own.for_each(flocks, due, |lane, flock| {
            let leaving = hatch_or_fledge(sparrow, (lane, flock), demography, &mut self.breedings.of(ids[lane]));
            self.leavers[flock.home as usize].0.add(u64::from(leaving), self.how);
        });
        if self.is_laying_season && ready != 0 {
            let laying = ready & batch::trials(self.breedings, ids, self.laying_chance);
            own.for_each(flocks, laying, |lane, flock| {
                self.lay((lane, flock), &mut batch::after_trial(self.breedings, ids[lane]), demography);
            });
        }
    }

    fn lay(&self, (lane, flock): (usize, &mut Flock), stream: &mut Stream, demography: &mut TaskDemography) {
        let sparrow = &self.scenario.sparrow;
        let nests = stream.round(rules::nests(flock.adults, self.cues[flock.home as usize].pairs_per_site));
        let eggs = stream.round(f64::from(nests) * f64::from(sparrow.clutch_eggs));
        flock.brood =
            if eggs > 0 { Brood { young: eggs as u16, hatched: false, days: 0 } } else { Brood::rest(sparrow) };
        demography.count_of(lane, DemographicEvent::BirdEggsLaid, eggs);
    }

    /// Looks for another home, on one day of the year, where there are more pairs than nest sites.
    fn settle(&self, ids: &[u64; BATCH], flocks: &mut [Flock], own: &mut FlockBatch) {
        if self.day_of_year != SETTLING {
            return;
        }
        own.for_each(flocks, own.taken, |lane, flock| {
            if self.cues[flock.home as usize].pairs_per_site > 1.0 {
                let stream = &mut self.dispersals.of(ids[lane]);
                self.residents[flock.home as usize].go(u32::from(flock.adults), self.how);
                flock.home = settle(self.scenario, &self.landscape, flock.home, self.cues, self.habitats, stream);
                self.residents[flock.home as usize].come(u32::from(flock.adults), self.how);
            }
        });
    }
}

/// Hatches or fledges the brood of the flock in a lane of the batch, which is due. Returns how many young birds leave the flock.
fn hatch_or_fledge(
    sparrow: &SparrowParameters,
    (lane, flock): (usize, &mut Flock),
    demography: &mut TaskDemography,
    stream: &mut Stream,
) -> u32 {
    let (young, hatched) = (u32::from(flock.brood.young), flock.brood.hatched);
    let mut leaving = 0;
    if !hatched {
        let hatching = stream.binomial(young, f64::from(sparrow.hatching_share));
        demography.count_of(lane, DemographicEvent::NestYoungDied, young - hatching);
        flock.brood = Brood { young: hatching as u16, hatched: true, days: 0 };
    } else {
        let fledged = stream.binomial(young, f64::from(sparrow.fledging_share));
        demography.count_of(lane, DemographicEvent::NestYoungDied, young - fledged);
        demography.count_of(lane, DemographicEvent::Fledged, fledged);
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
