//! The campaign: the order to kill, carried out day by day. It kills birds and destroys nests and does nothing else;
//! whatever else follows, follows from who eats what.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::identity::{AgentId, Count};
use super::landscape::{Habitat, Landscape};
use super::random::{Purpose, Stream, chance_of};
use super::schedule::{Parallelism, each};
use super::sparrow::{Brood, Home, IsSparrow, Juveniles};
use super::tally::by_cell;
use crate::record::Latest;
use crate::record::ledger::{Event, Events};
use crate::scenario::Scenario;

/// Whether the campaign is on, and how hard it is carried out.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Campaign {
    /// Effort from 0 to 1; 0 when it is off.
    pub effort: f32,
    /// The day on which it was last started.
    pub since_day: Option<u32>,
    /// Whether today is a day of a drive.
    pub is_drive: bool,
    /// Chance a day of being killed, in the open.
    pub hazard: f32,
}

impl Campaign {
    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.since_day.is_some()
    }

    /// Starts it, or changes its effort.
    pub fn start(&mut self, day: u32, effort: f32) {
        self.since_day = self.since_day.or(Some(day));
        self.effort = effort;
    }

    /// Stops it.
    pub fn stop(&mut self) {
        *self = Self::default();
    }
}

/// What the day's effort comes to: everyday killing, and more in a drive; less as birds become rare.
pub fn plan_the_day(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    latest: Res<Latest>,
    mut campaign: ResMut<Campaign>,
) {
    let Some(since) = campaign.since_day else { return };
    let parameters = &scenario.campaign;
    campaign.is_drive = (calendar.day - since) % parameters.drive_interval_days < parameters.drive_days;
    let drive = if campaign.is_drive { parameters.drive_hazard } else { 0.0 };
    let density = latest.birds_per_ha;
    let catch = density / (density + parameters.half_catch_birds_per_ha).max(f32::MIN_POSITIVE);
    campaign.hazard = campaign.effort * (parameters.everyday_hazard + drive) * catch;
}

/// Kills birds and destroys nests.
pub fn cull(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    campaign: Res<Campaign>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    fields: (Query<&Habitat>, Query<&Events>),
    mut flocks: Query<(&AgentId, &Home, &mut Count, &mut Juveniles, &mut Brood), IsSparrow>,
) {
    if !campaign.is_on() || campaign.effort <= 0.0 {
        return;
    }
    let (habitats, events) = (by_cell(&fields.0), by_cell(&fields.1));
    debug_assert_eq!(habitats.len(), landscape.fields() as usize);
    let parameters = &scenario.campaign;
    let nest_chance = chance_of(f64::from(campaign.effort * parameters.nest_hazard));
    type Flock<'a> = (&'a AgentId, &'a Home, Mut<'a, Count>, Mut<'a, Juveniles>, Mut<'a, Brood>);
    each!(parallelism, flocks, |(id, home, mut count, mut juveniles, mut brood): Flock| {
        let cell = home.0 as usize;
        let refuge = 1.0 - parameters.tree_refuge * habitats[cell].tree_cover;
        let chance = chance_of(f64::from(campaign.hazard * refuge));
        let mut stream = Stream::new(scenario.seed, id.0, calendar.day, Purpose::Cull);
        let adults = stream.binomial(count.0, chance);
        let young = stream.binomial(juveniles.0, chance);
        let nests = stream.binomial(brood.young, nest_chance);
        count.bypass_change_detection().0 -= adults;
        juveniles.bypass_change_detection().0 -= young;
        brood.bypass_change_detection().young -= nests;
        events[cell].add(Event::BirdsKilled, adults + young);
        events[cell].add(Event::NestYoungDestroyed, nests);
    });
}
