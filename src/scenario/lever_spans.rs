//! When each lever of a scenario acts, read from its timeline, and what a scenario is called that leaves some out.

use jiff::ToSpan;
use jiff::civil::Date;

use super::parameter::Section;
use super::{Action, Intervention, Lever, PlanParameters, Scenario};

/// An unbroken stretch of days on which a lever acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeverSpan {
    /// Its first day.
    pub first: Date,
    /// The first day on which it no longer acts; `None` if the timeline does not end it.
    pub end: Option<Date>,
}

impl LeverSpan {
    /// Whether a day is one of it.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && self.end.is_none_or(|end| day < end)
    }
}

/// The state of the levers on some day, as far as the timeline orders it.
struct Orders {
    plan: PlanParameters,
    effort: f32,
    weather_until: Option<Date>,
}

impl Orders {
    fn take(&mut self, event: &Intervention) {
        match &event.action {
            Action::StartCampaign { effort } | Action::SetEffort { effort } => self.effort = *effort,
            Action::StopCampaign => self.effort = 0.0,
            Action::Weather { days, .. } => self.weather_until = event.date.checked_add(i64::from(*days).days()).ok(),
            Action::SetParameter { path, value } => {
                let Some(name) = path.strip_prefix("plan.") else { return };
                let index = self.plan.parameters().iter().position(|parameter| parameter.name == name);
                index.into_iter().for_each(|index| self.plan.set_value(index, *value));
            }
            Action::PutUpNets { .. } | Action::TakeDownNets => {}
        }
    }

    fn acts(&self, lever: Lever, day: Date) -> bool {
        match lever {
            Lever::Sparrows => self.effort > 0.0,
            Lever::Weather => self.weather_until.is_some_and(|until| day < until),
            _ => {
                let ordinary = PlanParameters::default();
                let names = lever.describe().parameters;
                let of_lever = |(index, name): (usize, &str)| {
                    names.contains(&name) && self.plan.value(index) != ordinary.value(index)
                };
                ordinary.parameters().iter().map(|parameter| parameter.name).enumerate().any(of_lever)
            }
        }
    }
}

impl Scenario {
    /// The days on which a lever acts: on which the timeline, or the plan that the scenario begins with, orders something other than
    /// what is ordinary.
    pub fn spans_of(&self, lever: Lever) -> Vec<LeverSpan> {
        let mut orders = Orders { plan: self.plan.clone(), effort: 0.0, weather_until: None };
        let mut events: Vec<_> = self.timeline.iter().filter(|event| event.action.lever() == Some(lever)).collect();
        events.sort_by_key(|event| event.date);
        let mut spans: Vec<LeverSpan> = Vec::new();
        let mut note = |day: Date, acts: bool| match spans.last_mut().filter(|span| span.end.is_none()) {
            Some(span) if !acts => span.end = Some(day),
            None if acts => spans.push(LeverSpan { first: day, end: None }),
            Some(_) | None => {}
        };
        note(self.start, orders.acts(lever, self.start));
        for event in events {
            if let Some(until) = orders.weather_until.filter(|until| *until <= event.date) {
                note(until, false);
            }
            orders.take(event);
            let day = event.date.max(self.start);
            note(day, orders.acts(lever, day));
        }
        if let Some(until) = orders.weather_until {
            note(until, false);
        }
        // What is set on a day and set back on the same one has not acted.
        spans.retain(|span| span.end != Some(span.first));
        spans
    }

    /// The first and the last day on which the timeline changes a lever.
    pub fn changes_of(&self, lever: Lever) -> Option<[Date; 2]> {
        let days = || self.timeline.iter().filter(|event| event.action.lever() == Some(lever)).map(|event| event.date);
        days().min().zip(days().max()).map(|(first, last)| [first, last])
    }

    /// The scenario [without](Self::without) some levers, with a title that says so.
    pub fn titled_without(self, levers: &[Lever]) -> Self {
        let scenario = self.without(levers);
        if levers.is_empty() {
            return scenario;
        }
        let title = format!("{}, without {}", scenario.title, words_without(levers));
        Self { title, ..scenario }
    }
}

/// The levers that are left out, in words: "backyard steel or untested methods".
fn words_without(levers: &[Lever]) -> String {
    let nouns: Vec<_> = levers.iter().map(|lever| lever.noun()).collect();
    match nouns.split_last() {
        Some((last, [])) => (*last).into(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Document, open};
    use super::*;

    fn scenario(timeline: impl IntoIterator<Item = (Date, Action)>) -> Scenario {
        let timeline = timeline.into_iter().map(|(date, action)| Intervention { date, action }).collect();
        Scenario { timeline, ..Scenario::default() }
    }

    fn set(path: &str, value: f64) -> Action {
        Action::SetParameter { path: path.into(), value }
    }

    /// Contract: a lever acts from the day on which something unusual is ordered to the day on which the last of it is set back.
    #[test]
    fn a_lever_acts_while_something_unusual_is_ordered() {
        let (a, b, c) = (date(1958, 8, 20), date(1959, 1, 1), date(1960, 9, 1));
        let steel =
            [(c, set("plan.steel_share", 0.0)), (a, set("plan.steel_share", 0.3)), (b, set("plan.steel_share", 0.1))];
        let scenario = scenario(steel);
        let span = LeverSpan { first: a, end: Some(c) };
        assert_eq!(scenario.spans_of(Lever::Steel), [span]);
        assert_eq!(scenario.changes_of(Lever::Steel), Some([a, c]));
        assert_eq!([a, b, c].map(|day| span.contains(day)), [true, true, false]);
        assert!(scenario.spans_of(Lever::Housing).is_empty() && scenario.changes_of(Lever::Housing).is_none());
        let mut from_the_start = scenario;
        from_the_start.plan.fallow_share = 0.1;
        let span = LeverSpan { first: from_the_start.start, end: None };
        assert_eq!(from_the_start.spans_of(Lever::Methods), [span]);
    }

    /// Contract: weather ends by itself, and the campaign with its effort.
    #[test]
    fn weather_and_campaign_end() {
        let weather = |days| Action::Weather { temperature_c: 0.0, wetness: -1.0, days };
        let scenario = scenario([
            (date(1958, 3, 1), weather(31)),
            (date(1959, 3, 1), weather(31)),
            (date(1958, 4, 19), Action::StartCampaign { effort: 1.0 }),
            (date(1960, 3, 18), Action::StopCampaign),
        ]);
        let april = |year| LeverSpan { first: date(year, 3, 1), end: Some(date(year, 4, 1)) };
        assert_eq!(scenario.spans_of(Lever::Weather), [april(1958), april(1959)]);
        let campaign = LeverSpan { first: date(1958, 4, 19), end: Some(date(1960, 3, 18)) };
        assert_eq!(scenario.spans_of(Lever::Sparrows), [campaign]);
    }

    /// Contract: a title says what is left out, and nothing else of the scenario differs from the one without it.
    #[test]
    fn a_title_says_what_is_left_out() {
        let Ok(Document::Scenario(whole)) = open(Path::new("great_leap")) else { panic!() };
        let levers = [Lever::Steel, Lever::Methods];
        let without = whole.clone().titled_without(&levers);
        assert!(without.title.ends_with(", without backyard steel or untested methods"), "{}", without.title);
        assert_eq!(Scenario { title: whole.title.clone(), ..without }, whole.clone().without(&levers));
        assert_eq!(whole.clone().titled_without(&[]), whole);
    }
}
