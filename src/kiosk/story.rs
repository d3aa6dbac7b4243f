//! The days of a run to which the story leads, and what is told of them. Nothing of it is written down beforehand but the day in spring:
//! the campaign's eve is the scenario's, and which harvest fell is seen in the run.

use jiff::civil::Date;

use crate::ecology::calendar::{date_of, days_between};
use crate::record::series::DayRow;
use crate::scenario::{Action, Scenario};
use crate::window::live_run::displayed::Displayed;
use crate::window::why::chain::{Chain, Link};

use super::visit::Milestone;

/// The day in spring: wheat is in ear, and chicks are fed.
const PEACE: (i8, i8) = (5, 20);
/// The last harvest of a year is in, in all of the model's places.
const HARVEST_IS_IN: (i8, i8) = (11, 30);
/// A first harvest is one that the campaign had this many days to change.
const TO_CHANGE_A_HARVEST: i64 = 90;
/// A harvest has fallen when it is this share below that without the campaign.
const FALLEN: f64 = 0.1;

/// The days of a scenario that are known before it is lived, each as the number of days simulated up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    peace: u32,
    eve: u32,
    first_harvest: u32,
    last_day: u32,
}

/// The year that fell, or that fell most.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// What led to its harvest.
    pub chain: Chain,
    /// The day of that year with the most pests, as the number of days simulated up to it.
    pub day: u32,
    /// Whether it is lower by a tenth or more.
    pub has_fallen: bool,
}

impl Story {
    /// That of a scenario; `None` if it starts no campaign after its first day.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let start = scenario.timeline.iter().filter(|event| matches!(event.action, Action::StartCampaign { .. }));
        let start = start.map(|event| event.date).min()?;
        let day = |date: Date| u32::try_from(days_between(scenario.start, date) + 1).ok();
        let in_year = |(month, of_month): (i8, i8), year: i16| Date::new(year, month, of_month).ok();
        let eve = day(start)?.checked_sub(1).filter(|eve| *eve > 0)?;
        let years = scenario.start.year()..=scenario.end.year();
        let spring = years.clone().filter_map(|year| in_year(PEACE, year)).find(|date| *date > scenario.start);
        let peace = spring.and_then(day).filter(|peace| *peace < eve).unwrap_or(eve);
        let is_first = |date: &Date| days_between(start, *date) >= TO_CHANGE_A_HARVEST;
        let first = years.filter_map(|year| in_year(HARVEST_IS_IN, year)).find(is_first);
        let last_day = day(scenario.end)?;
        let first_harvest = first.and_then(day).unwrap_or(last_day).min(last_day);
        Some(Self { peace, eve, first_harvest, last_day })
    }

    /// The day of a milestone, if it is known yet.
    pub fn day(&self, milestone: Milestone, displayed: &Displayed) -> Option<u32> {
        match milestone {
            Milestone::Peace => Some(self.peace),
            Milestone::Eve => Some(self.eve),
            Milestone::FirstHarvest => Some(self.first_harvest),
            Milestone::Fall => self.fall(displayed).map(|fall| fall.day),
        }
    }

    /// The harvest of the campaign's first year.
    pub fn first_harvest(&self, displayed: &Displayed) -> Option<Chain> {
        let year = date_of(displayed.scenario.start, self.first_harvest - 1).year();
        chain(displayed, year as u64)
    }

    /// The first later year whose harvest fell by a tenth below that without the campaign; at the end of the scenario, if there is none,
    /// that which fell most. `None` as long as it is not known.
    pub fn fall(&self, displayed: &Displayed) -> Option<Fall> {
        let first = date_of(displayed.scenario.start, self.first_harvest - 1).year() as u64;
        let years = displayed.history().harvests.iter().filter(|row| row.is_whole_year() && row.year > first);
        let chains: Vec<Chain> = years.map_while(|row| chain(displayed, row.year)).collect();
        let loss = |chain: &Chain| {
            let harvest = chain.pair(Link::Harvest);
            if harvest.without > 0.0 { -harvest.more() / harvest.without } else { 0.0 }
        };
        let has_fallen = |chain: &&Chain| loss(chain) >= FALLEN;
        let is_all = displayed.last_day() >= self.last_day;
        let most = || chains.iter().max_by(|a, b| loss(a).total_cmp(&loss(b))).filter(|_| is_all);
        let chain = chains.iter().find(has_fallen).or_else(most)?;
        let worst = chain.peaks[0]?;
        let day = u32::try_from(days_between(displayed.scenario.start, worst) + 1).ok()?;
        Some(Fall { has_fallen: has_fallen(&chain), day, chain: chain.clone() })
    }
}

/// What led to the harvest of a year, if it is over in both worlds.
fn chain(displayed: &Displayed, year: u64) -> Option<Chain> {
    let twin = displayed.parted_twin()?;
    Chain::of(&displayed.history(), &twin.history(), year)
}

/// What the screens tell of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The day that is seen.
    pub today: Option<DayRow>,
    /// The same day without the campaign.
    pub twin_today: Option<DayRow>,
    /// The campaign's first day.
    pub campaign: Option<Date>,
    /// The harvest of its first year.
    pub first_harvest: Option<Chain>,
    /// The harvest that fell.
    pub fall: Option<Fall>,
    /// Whether the campaign is on, in free play.
    pub is_campaign_on: bool,
    /// Land of the whole landscape, ha.
    pub land_ha: f64,
}

impl Facts {
    /// What is known of a run. The chains are looked for only where they are `wanted`.
    pub fn of(story: &Story, displayed: &Displayed) -> Self {
        let today = displayed.record.days.last().copied();
        let twin = displayed.parted_twin().and_then(|twin| twin.record.days.last());
        let twin_today = twin.or(displayed.record.days.last()).copied();
        let landscape = &displayed.scenario.landscape;
        let hectares = f64::from(landscape.field_side_m) * f64::from(landscape.field_side_m) / 10_000.0;
        Self {
            today,
            twin_today,
            campaign: Some(date_of(displayed.scenario.start, story.eve)),
            first_harvest: story.first_harvest(displayed),
            fall: story.fall(displayed),
            is_campaign_on: displayed.campaign_effort > 0.0,
            land_ha: hectares * f64::from(landscape.fields_wide) * f64::from(landscape.fields_high),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::{Document, Intervention, open};

    fn commune() -> Scenario {
        match open("commune").unwrap() {
            Document::Scenario(scenario) => scenario,
            Document::Run(_) => panic!("a scenario"),
        }
    }

    /// Contract: the story of the usual scenario begins in the spring before the campaign, on whose eve the visitor starts it, and its first
    /// harvest is that of the same year.
    #[test]
    fn the_days_are_those_of_the_scenario() {
        let scenario = commune();
        let story = Story::of(&scenario).unwrap();
        let dates = [story.peace, story.eve, story.first_harvest].map(|day| date_of(scenario.start, day - 1));
        assert_eq!(dates, [date(1957, 5, 20), date(1958, 4, 18), date(1958, 11, 30)]);
    }

    /// Contract: without a campaign there is no story, and neither with one from the first day on; where it starts late in a year, the
    /// first harvest is the next year's.
    #[test]
    fn a_story_needs_a_campaign() {
        let with = |timeline| Scenario { timeline, ..commune() };
        let starts = |on| vec![Intervention { date: on, action: Action::StartCampaign { effort: 1.0 } }];
        assert_eq!(Story::of(&with(vec![])), None);
        assert_eq!(Story::of(&with(starts(with(vec![]).start))), None);
        let late = Story::of(&with(starts(date(1958, 10, 1)))).unwrap();
        assert_eq!(date_of(with(vec![]).start, late.first_harvest - 1), date(1959, 11, 30));
    }
}
