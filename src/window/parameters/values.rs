//! The values of all parameters on the day that is seen, and whether one may be changed.

use jiff::civil::Date;

use crate::ecology::calendar::date_of;
use crate::scenario::{Action, Intervention, Parameter, Scenario, with_log};
use crate::window::language::documented;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::objections::objection_to_setting;

use super::words;

/// A parameter, by the number of its section and its number there.
pub type Id = (usize, usize);

/// A scenario in which has been done what timeline and log say, up to a day.
pub fn on(scenario: &Scenario, log: &[Intervention], day: Date) -> Scenario {
    let mut then = scenario.clone();
    for event in with_log(&scenario.timeline, log).iter().filter(|event| event.date <= day) {
        if let Action::SetParameter { path, value } = &event.action {
            then.put(path, *value);
        }
    }
    then
}

/// All values, as they are told beside each other.
pub struct Values {
    /// Of the program.
    pub usual: Scenario,
    /// Of the scenario's own file.
    pub given: Scenario,
    /// On the day that is seen.
    pub today: Scenario,
    /// On the next day, as far as is known: what a change would change.
    pub next: Scenario,
    /// The next day.
    pub tomorrow: Date,
    /// The day from which on a change acts, where the run is on its way there.
    pub arrives: Option<Date>,
    /// Whether a change begins a branch.
    pub branches: bool,
    /// What has been done that a change comes after.
    log: Vec<Intervention>,
}

impl Values {
    /// Those that are seen, with what has just been asked for.
    pub fn of<'a>(displayed: &Displayed, asked: impl Iterator<Item = (&'a str, f64)>) -> Self {
        let given = displayed.scenario.clone();
        let log = displayed.whole_log();
        let tomorrow = date_of(given.start, displayed.record.days.len() as u32);
        let today = displayed.record.days.last().map(|row| row.date);
        let arrives = displayed.wanted.map(|wanted| date_of(given.start, wanted.day));
        let is_past = displayed.branches.get(displayed.now.branch).is_some_and(|of| of.days > displayed.now.day);
        let branches = is_past || log.iter().any(|event| event.date > tomorrow);
        // A branch takes over what has been done up to today, and nothing of the tomorrow that it leaves.
        let last = if branches { today } else { Some(tomorrow) };
        let log: Vec<_> = log.iter().filter(|event| Some(event.date) <= last).cloned().collect();
        let mut next = on(&given, &log, tomorrow);
        asked.for_each(|(path, value)| next.put(path, value));
        let today = today.map_or_else(|| given.clone(), |today| on(&given, displayed.whole_log(), today));
        Self { usual: Scenario::default(), given, today, next, tomorrow, arrives, branches, log }
    }

    /// The values of one parameter.
    pub fn row(&self, id: Id) -> Row {
        let (section, index) = id;
        let [usual, given, today, next] = [&self.usual, &self.given, &self.today, &self.next].map(|scenario| {
            let (_, section) = scenario.sections()[section];
            section.value(index)
        });
        let (path, of) = self.usual.sections()[section];
        Row { id, section: path, parameter: &of.parameters()[index], usual, given, today, next }
    }

    /// Those of a section.
    pub fn rows(&self, section: usize) -> impl Iterator<Item = Row> + '_ {
        let (_, of) = self.usual.sections()[section];
        (0..of.parameters().len()).map(move |index| self.row((section, index)))
    }

    /// Why a parameter may not have a value, given what else has been set and what the timeline still sets. On the way to another day, it
    /// is only known there.
    pub fn objection(&self, row: &Row, value: f64) -> Option<String> {
        if self.arrives.is_some() {
            return None;
        }
        objection_to_setting(&self.given, &self.log, self.tomorrow, (&row.path(), value))
    }
}

/// The values of a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which it is.
    pub id: Id,
    /// The path of its section.
    pub section: &'static str,
    /// What is known about it.
    pub parameter: &'static Parameter,
    /// Its default.
    pub usual: f64,
    /// In the scenario's file.
    pub given: f64,
    /// On the day that is seen.
    pub today: f64,
    /// On the next day.
    pub next: f64,
}

impl Row {
    /// Its path, as in a scenario file.
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.parameter.name)
    }

    /// Whether it differs from the scenario's file.
    pub fn is_changed(&self) -> bool {
        self.next != self.given
    }

    /// Whether it can only be set before a run begins.
    pub fn acts_only_at_start(&self) -> bool {
        self.parameter.acts_only_at_start(self.section)
    }

    /// Whether all words are found in its name, its path or what it means.
    pub fn matches(&self, searched: &str) -> bool {
        let (group, name) = (words::group(self.section), words::name(self.parameter));
        let about = format!("{group} {} {name} {}", self.path(), documented(self.parameter.meaning));
        let about = about.to_lowercase();
        searched.to_lowercase().split_whitespace().all(|word| about.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::record::Record;
    use crate::scenario::LandscapeParameters;
    use crate::timeline::Timeline;
    use crate::window::live_run::driver::{BranchLine, Moment};

    fn set(path: &str, value: f64) -> Action {
        Action::SetParameter { path: path.into(), value }
    }

    /// What the window would be told of a run.
    fn displayed(run: &Timeline) -> Displayed {
        let mut displayed = Displayed::new(run.simulation().scenario().clone());
        displayed.branches = run.branches().iter().map(BranchLine::of).collect();
        displayed.logs = Arc::new(run.branches().iter().map(|branch| branch.log().to_vec()).collect());
        displayed.now = Moment { branch: run.present(), day: run.day() };
        let days = run.simulation().record().days.clone();
        displayed.record = Record { days, ..Record::default() };
        displayed
    }

    fn all(scenario: &Scenario) -> Vec<f64> {
        let sections = scenario.sections();
        sections.iter().flat_map(|(_, of)| (0..of.parameters().len()).map(|index| of.value(index))).collect()
    }

    /// Contract: on every day of every branch, what is shown of today is what the model has then, and what is shown of tomorrow is what
    /// it will have, if nothing else is done.
    #[test]
    fn the_values_are_those_of_the_day_that_is_seen() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let event = |day, action| Intervention { date: date(1957, 1, day), action };
        let timeline = vec![event(3, set("pest.egg_hazard", 0.0123)), event(9, set("pest.egg_hazard", 0.004))];
        let scenario = Scenario { landscape, timeline, start: date(1957, 1, 1), ..Scenario::default() };
        let mut run = Timeline::new(scenario, Parallelism::Serial, 1 << 20);
        let deeds = [
            (5, set("sparrow.clutch_eggs", 4.777)),
            (8, set("pest.egg_hazard", 0.5)),
            (8, set("sparrow.clutch_eggs", 1.0)),
        ];
        for day in 0..14 {
            for (_, deed) in deeds.iter().filter(|(on, _)| *on == day) {
                run.intervene(deed.clone());
            }
            run.step().unwrap();
        }
        run.go_to(4).unwrap();
        run.intervene(set("sparrow.breeding_last_day", 201.0));
        (4..14).for_each(|_| run.step().unwrap());
        assert_eq!(run.branches().len(), 2);
        for branch in 0..2 {
            for day in 1..13 {
                run.go_towards(branch, day, || false).unwrap();
                let values = Values::of(&displayed(&run), std::iter::empty());
                let model = all(run.simulation().world().resource::<Scenario>());
                assert_eq!(all(&values.today), model, "branch {branch}, day {day}");
                assert!(values.branches);
                run.step().unwrap();
                let lived = run.simulation().world().resource::<Scenario>().clone();
                let by_hand = run.branches()[branch].log().iter().any(|event| event.date == values.tomorrow);
                assert!(by_hand || all(&values.next) == all(&lived), "branch {branch}, day {day}");
            }
        }
        run.go_towards(1, 14, || false).unwrap();
        run.intervene(set("sparrow.clutch_eggs", 5.1));
        run.intervene(set("sparrow.clutch_eggs", 3.3));
        let asked = [("sparrow.rest_days", 9.0)];
        let values = Values::of(&displayed(&run), asked.into_iter());
        assert_eq!((values.today.sparrow.clutch_eggs, values.next.sparrow.clutch_eggs), (5.3, 3.3));
        assert_eq!((values.next.sparrow.rest_days, values.branches), (9, false));
        assert_eq!(run.branch().log().len(), 2, "what is set again before the day comes is done once");
    }

    /// Contract: what would break a rule between parameters, at once or with what the timeline sets later, is refused with a sentence.
    #[test]
    fn what_cannot_go_together_is_refused() {
        let later = Intervention { date: date(1958, 3, 1), action: set("sparrow.breeding_last_day", 150.0) };
        let displayed = Displayed::new(Scenario { timeline: vec![later], ..Scenario::default() });
        let values = Values::of(&displayed, std::iter::empty());
        let first = values.rows(8).find(|row| row.parameter.name == "breeding_first_day").unwrap();
        assert_eq!(first.section, "sparrow");
        assert_eq!(values.objection(&first, 120.0), None);
        for day in [160.0, 210.0] {
            let sentence = values.objection(&first, day).unwrap();
            assert!(sentence.contains("Breeding first day") && !sentence.contains('_'), "{sentence}");
        }
    }

    #[test]
    fn a_search_finds_names_paths_and_meanings() {
        let values = Values::of(&Displayed::new(Scenario::default()), std::iter::empty());
        let row = values.rows(8).find(|row| row.parameter.name == "clutch_eggs").unwrap();
        assert!(
            ["CLUTCH", "sparrow.clutch", "eggs in a clutch", "sparrows clutch", ""]
                .iter()
                .all(|words| row.matches(words))
        );
        assert!(!row.matches("clutch wheat"));
    }
}
