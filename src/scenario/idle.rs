//! Events that do nothing: not wrong, but hardly what their author meant.

use jiff::civil::Date;

use super::problem::{Problem, Problems};
use super::{Action, Intervention, Scenario};

impl Scenario {
    /// The timeline's events that do nothing, each with the reason. They are not mistakes.
    pub fn idle_events(&self) -> Option<Problems> {
        let mut events: Vec<_> = self.timeline.iter().enumerate().collect();
        events.sort_by_key(|(_, event)| event.date);
        let counts_hands = |action: &Action| matches!(action, Action::SetParameter { path, value } if path == COUNTS_HANDS && *value > 0.0);
        let hands_counted =
            events.iter().rev().find(|(_, event)| counts_hands(&event.action)).map(|(_, event)| event.date);
        let has_had_hands = self.labour.is_counted();
        let mut state = State { now: self.clone(), effort: None, nets: None, has_had_hands, hands_counted };
        let (after, events): (Vec<_>, Vec<_>) = events.into_iter().partition(|(_, event)| event.date > self.end);
        let mut idle: Vec<_> =
            events.into_iter().filter_map(|(index, event)| Some((index, state.live(event)?))).collect();
        match &after[..] {
            [(first, from), .., (_, to)] if after.len() > FEW => {
                idle.push((*first, all_after_the_end(after.len() - 1, [from.date, to.date], self.end)));
            }
            _ => idle.extend(after.iter().map(|(index, event)| (*index, after_the_end(event.date, self.end)))),
        }
        idle.sort_by_key(|&(index, _)| index);
        let problem = |(index, why)| Problem::new(format!("timeline[{}]", index + 1), why);
        let problems: Vec<_> = idle.into_iter().map(problem).collect();
        (!problems.is_empty()).then_some(Problems(problems))
    }
}

/// If more than this many events come after the end, they are told of together.
const FEW: usize = 3;

/// What events change.
struct State {
    /// The scenario with the parameters set so far.
    now: Scenario,
    /// The campaign's effort, if it is on.
    effort: Option<f32>,
    /// Fields from one net to the next, if there are nets.
    nets: Option<u32>,
    /// Whether hands have been counted at some time.
    has_had_hands: bool,
    /// The last date on which an event counts hands.
    hands_counted: Option<Date>,
}

/// The parameter above 0 of which hands are counted.
const COUNTS_HANDS: &str = "labour.workers_per_ha";
/// The parameter above 0 of which people are counted.
const COUNTS_PEOPLE: &str = "people.initial_people_per_ha";
/// Sections, and parts of the plan, that do nothing where they are not. What the plan takes for steel is not among them: factories
/// lack it all the same.
const OF_HANDS: [&str; 11] = [
    "labour.",
    "methods.",
    "steel.",
    "forest.",
    "irrigation.",
    "plan.irrigation_share",
    "plan.drive_share",
    "plan.other_pests_share",
    "plan.fallow_share",
    "plan.close_planting_share",
    "plan.deep_ploughing_share",
];
/// Of these, those that act on what hands have left behind: felled trees, works, missing tools. They do nothing where hands have never
/// been counted.
const OF_WHAT_IS_LEFT: [&str; 6] = [
    "steel.tools_replaced_per_year",
    "forest.regrowth_per_year",
    "forest.erosion_loss",
    "irrigation.silting_hazard_per_year",
    "irrigation.gain",
    "irrigation.salting_loss",
];
/// Of these, one that acts on factories, whether hands are counted or not.
const OF_FACTORIES: &str = "steel.shortage";
/// Those that do nothing where people are not counted.
const OF_PEOPLE: [&str; 9] = [
    "grain.",
    "people.",
    "plan.canteens_share",
    "plan.exaggeration",
    "plan.trust_in_reports",
    "plan.procurement_share",
    "plan.resale_share",
    "plan.towns_ration",
    "plan.net_export_kg_per_person_year",
];
/// Those that do nothing where neither hands nor people are counted.
const OF_BOTH: [&str; 2] = ["plan.towns_share", "plan.communes_share"];

impl State {
    /// Applies an event; if it does nothing, says why.
    fn live(&mut self, event: &Intervention) -> Option<String> {
        let Intervention { date, action } = event;
        let why = match action {
            Action::StartCampaign { effort } => match self.effort.replace(*effort) {
                Some(before) if before == *effort => "the campaign is on already, with this effort".into(),
                _ => return None,
            },
            Action::SetEffort { effort } => match &mut self.effort {
                None => "no campaign is on then; StartCampaign starts one".into(),
                Some(before) if *before == *effort => "the campaign has this effort already".into(),
                Some(before) => {
                    *before = *effort;
                    return None;
                }
            },
            Action::StopCampaign => match self.effort.take() {
                None => "no campaign is on then".into(),
                Some(_) => return None,
            },
            Action::Weather { temperature_c, wetness, .. } if *temperature_c == 0.0 && *wetness == 0.0 => {
                "it adds 0 to the temperature and 0 to the wetness".into()
            }
            Action::Weather { .. } => return None,
            Action::PutUpNets { spacing } => {
                let is_the_same = self.nets.replace(*spacing) == Some(*spacing);
                let land = &self.now.landscape;
                // The first net stands in the middle of the first square.
                if land.fields_wide.min(land.fields_high) <= spacing / 2 {
                    "the land is too small for nets so far apart".into()
                } else if is_the_same {
                    "the same nets are up already".into()
                } else {
                    return None;
                }
            }
            Action::TakeDownNets => match self.nets.take() {
                None => "no nets are up then".into(),
                Some(_) => return None,
            },
            Action::SetParameter { path, value } => {
                let before = self.now.value(path);
                self.now.put(path, *value);
                self.has_had_hands |= self.now.labour.is_counted();
                if self.now.value(path) == before {
                    format!("{path} is {} already", before.unwrap_or(*value))
                } else {
                    self.nobody_for(path, *date)?
                }
            }
        };
        Some(format!("this event does nothing: on {date}, {why}"))
    }

    /// Why a parameter does nothing that needs hands, or people, who are not counted.
    fn nobody_for(&self, path: &str, date: Date) -> Option<String> {
        let is_of = |sections: &[&str]| sections.iter().any(|section| path.starts_with(section));
        let acts_without = path == OF_FACTORIES || self.has_had_hands && is_of(&OF_WHAT_IS_LEFT);
        let hands = self.now.labour.is_counted() || self.hands_counted.is_some_and(|last| last >= date);
        let people = self.now.people.are_counted();
        if path == COUNTS_HANDS || acts_without {
            None
        } else if is_of(&OF_HANDS) && !hands {
            Some(format!("hands are not counted then; {COUNTS_HANDS} counts them"))
        } else if is_of(&OF_PEOPLE) && !people {
            Some(format!("people are not counted; {COUNTS_PEOPLE} counts them"))
        } else if is_of(&OF_BOTH) && !hands && !people {
            Some(format!("neither hands nor people are counted then; {COUNTS_HANDS} and {COUNTS_PEOPLE} count them"))
        } else {
            None
        }
    }
}

fn after_the_end(date: Date, end: Date) -> String {
    format!("this event comes on {date}, after the end {end}, so only a window that runs on reaches it")
}

fn all_after_the_end(others: usize, [from, to]: [Date; 2], end: Date) -> String {
    format!(
        "this event and {others} others come after the end {end}, from {from} to {to}, so only a window that runs on reaches them"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Document, parse};
    use super::{OF_FACTORIES, OF_WHAT_IS_LEFT};

    #[test]
    fn each_event_that_does_nothing_is_reported() {
        // Those named do nothing; each of the others does something, if only later.
        let timeline = "
            (date: \"1958-01-01\", action: StopCampaign),                                       // no campaign
            (date: \"1958-01-02\", action: SetEffort(effort: 0.5)),                             // no campaign
            (date: \"1958-01-03\", action: StartCampaign(effort: 0.5)),
            (date: \"1958-01-04\", action: SetEffort(effort: 0.5)),                             // has this effort
            (date: \"1958-01-05\", action: StartCampaign(effort: 0.5)),                         // is on already
            (date: \"1958-01-06\", action: SetEffort(effort: 0.7)),
            (date: \"1958-01-07\", action: TakeDownNets),                                       // no nets
            (date: \"1958-01-08\", action: PutUpNets(spacing: 8)),
            (date: \"1958-01-09\", action: PutUpNets(spacing: 8)),                              // the same nets
            (date: \"1958-01-10\", action: PutUpNets(spacing: 32)),                             // too small
            (date: \"1958-01-11\", action: Weather(temperature_c: 0, wetness: 0, days: 9)),     // adds 0
            (date: \"1958-01-12\", action: SetParameter(path: \"sparrow.clutch_eggs\", value: 4.1)),
            (date: \"1958-01-13\", action: SetParameter(path: \"sparrow.clutch_eggs\", value: 4.1)), // is 4.1
            (date: \"1958-01-14\", action: SetParameter(path: \"plan.steel_share\", value: 0.3)),
            (date: \"1958-01-15\", action: SetParameter(path: \"labour.workers_per_ha\", value: 1.7)),
            (date: \"1958-01-16\", action: SetParameter(path: \"plan.steel_share\", value: 0.2)),
            (date: \"1958-01-17\", action: SetParameter(path: \"labour.workers_per_ha\", value: 0)),
            (date: \"1958-01-18\", action: SetParameter(path: \"plan.steel_share\", value: 0.1)),
            (date: \"1958-01-18\", action: SetParameter(path: \"steel.shortage\", value: 0.1)),
            (date: \"1958-01-18\", action: SetParameter(path: \"steel.tools_loss\", value: 0.1)),         // hands are not counted
            (date: \"1958-01-18\", action: SetParameter(path: \"forest.regrowth_per_year\", value: 0.1)),
            (date: \"1958-01-18\", action: SetParameter(path: \"irrigation.gain\", value: 0.1)),
            (date: \"1958-01-18\", action: SetParameter(path: \"irrigation.sound_share\", value: 0.1)),   // hands are not counted
            (date: \"1958-01-19\", action: SetParameter(path: \"methods.close_planting_loss\", value: 0.1)), // hands are not counted
            (date: \"1958-01-20\", action: SetParameter(path: \"plan.procurement_share\", value: 0.3)),   // people are not counted
            (date: \"1958-01-21\", action: SetParameter(path: \"plan.towns_share\", value: 0.1)),         // neither hands nor people
            (date: \"1958-01-22\", action: SetParameter(path: \"plan.demolition_hazard_per_year\", value: 0.1)),
            (date: \"1957-01-01\", action: StopCampaign),                                       // no campaign
            (date: \"1959-01-01\", action: StopCampaign),                                       // after the end";
        let text = format!("(end: \"1958-12-31\", landscape: (fields_wide: 16), timeline: [{timeline}\n])");
        let Ok(Document::Scenario(scenario)) = parse(&text, "idle.ron") else {
            panic!("{:?}", parse(&text, "idle.ron"))
        };
        let idle = scenario.idle_events().expect("some").0;
        let expected: Vec<_> = timeline
            .lines()
            .skip(1)
            .enumerate()
            .filter_map(|(index, line)| Some((format!("timeline[{}]", index + 1), line.split_once("// ")?.1)))
            .collect();
        assert_eq!(idle.len(), expected.len(), "{idle:#?}");
        for (problem, (field, why)) in idle.iter().zip(&expected) {
            assert!(problem.field == *field && problem.sentence.contains(why), "{problem}, expected {field}: {why}");
        }
    }

    /// Contract: many events after the end are told of in one sentence, at the place of the first of them in time.
    #[test]
    fn many_events_after_the_end_are_told_of_together() {
        let event = |date: &str| format!("(date: \"{date}\", action: StopCampaign)");
        let dates = ["1958-01-01", "1961-03-04", "1959-02-03", "1960-01-01", "1962-05-06"];
        let timeline = dates.map(event).join(",");
        let text = format!("(end: \"1958-12-31\", timeline: [{timeline}])");
        let Ok(Document::Scenario(scenario)) = parse(&text, "idle.ron") else { panic!("{text}") };
        let idle: Vec<String> = scenario.idle_events().unwrap().0.iter().map(ToString::to_string).collect();
        assert!(idle.len() == 2 && idle[0].contains("no campaign is on then"), "{idle:?}");
        let told = "timeline[3]: this event and 3 others come after the end 1958-12-31, from 1959-02-03 to 1962-05-06, so only";
        assert!(idle[1].contains(told), "{idle:?}");
    }

    /// Contract: where hands have never been counted, nothing is left on which anything could act; but factories lack what furnaces
    /// take, counted or not.
    #[test]
    fn where_no_hands_were_counted_nothing_is_left_to_act_on() {
        let idle = |path: &str| {
            let event = format!("(date: \"1958-01-18\", action: SetParameter(path: \"{path}\", value: 0.15))");
            let text = format!("(end: \"1958-12-31\", timeline: [{event}])");
            let Ok(Document::Scenario(scenario)) = parse(&text, "idle.ron") else { panic!("{event}") };
            scenario.idle_events().is_some()
        };
        for path in OF_WHAT_IS_LEFT {
            assert!(idle(path), "{path}");
        }
        assert!(!idle("plan.steel_share") && !idle(OF_FACTORIES));
    }
}
