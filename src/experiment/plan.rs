//! What to run: a scenario or a saved run, with the changes from the command line.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::ecology::calendar::{date_of, days_between};
use crate::engine::parallel::Parallelism;
use crate::output::log;
use crate::record::provenance::VERSION;
use crate::scenario::{
    BUILT_IN, Document, Intervention, LAST_YEAR, LONGEST_RUN_DAYS, Problem, Problems, Scenario, open, without_campaign,
};
use crate::simulation::Simulation;
use crate::timeline::session::{SavedBranch, Session, Unopenable};

/// What to do with a scenario's campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CampaignChoice {
    /// Replace it with the historical campaign: from spring 1958 to spring 1960 at full effort.
    On,
    /// Leave it out.
    Off,
    /// Keep it as in the scenario.
    #[default]
    AsWritten,
}

/// A parameter and its initial value.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The parameter's path, such as `sparrow.clutch_eggs`.
    pub path: String,
    /// Its value, as text.
    pub value: String,
}

/// What to change in a scenario or a saved run before it runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Another seed.
    pub seed: Option<u64>,
    /// Another last day.
    pub until: Option<Date>,
    /// Other parameters.
    pub set: Vec<Setting>,
    /// Another campaign.
    pub campaign: CampaignChoice,
}

/// What a saved run says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Version of the program that ran it.
    pub version: String,
    /// State hash after its last day.
    pub state_hash: String,
}

/// A run that can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The scenario, including changes.
    pub scenario: Scenario,
    /// What a person did in the run that is repeated.
    pub log: Vec<Intervention>,
    /// The last day to simulate.
    pub last_day: Date,
    /// What the run must reproduce, if it repeats a saved run unchanged.
    pub recorded: Option<Recorded>,
    /// The session with which it goes on, if it does not begin with the first day.
    pub session: Option<Arc<Session>>,
}

impl Plan {
    /// Reads what `source` names, a built-in scenario or a file, and applies the changes.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn open(source: impl AsRef<Path>, changes: &Changes) -> Result<Self, Problems> {
        match session(source.as_ref())? {
            Some(session) => Self::going_on(session, changes),
            None => Self::new(open(source)?, changes),
        }
    }

    /// Goes on with a session.
    ///
    /// # Errors
    /// Everything that is wrong with the changes: of what has been lived, nothing can be changed.
    pub fn going_on(session: Session, changes: &Changes) -> Result<Self, Problems> {
        let SavedBranch { run, .. } = session.branch().map_err(|problem| Problem::new("", problem.to_string()))?;
        let (scenario, log) = (run.scenario.clone(), run.interventions.clone());
        let next = date_of(scenario.start, session.day);
        let mut plan = Self { last_day: scenario.end, log, recorded: None, scenario, session: None };
        let asked = [
            ("--seed", changes.seed.is_some()),
            ("--set", !changes.set.is_empty()),
            ("--campaign", changes.campaign != CampaignChoice::AsWritten),
        ];
        let mut problems: Vec<_> = asked.into_iter().filter(|(_, is_asked)| *is_asked).map(|(option, _)| {
            let sentence = format!(
                "a session goes on from {next}, and what came before cannot be changed; run its scenario from the first \
                 day instead"
            );
            Problem::new(option, sentence)
        }).collect();
        if let Some(until) = changes.until {
            let (_, last) = days_that_can_be_reached(plan.scenario.start).into_inner();
            if (next..=last).contains(&until) {
                (plan.last_day, plan.scenario.end) = (until, until);
            } else {
                let sentence = format!("found {until}; allowed: dates from the session's next day, {next}, to {last}");
                problems.push(Problem::new("--until", sentence));
            }
        } else if plan.last_day < next {
            let sentence =
                format!("this session has reached its last day, {}; --until DATE goes on after it", plan.last_day);
            problems.push(Problem::new("", sentence));
        }
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        plan.session = Some(Arc::new(session));
        Ok(plan)
    }

    /// Changes a document.
    ///
    /// # Errors
    /// Everything that is wrong with the changes.
    pub fn new(document: Document, changes: &Changes) -> Result<Self, Problems> {
        let mut plan = match document {
            Document::Scenario(scenario) => {
                Self { last_day: scenario.end, log: Vec::new(), recorded: None, session: None, scenario }
            }
            Document::Run(run) => Self {
                last_day: run.last_day,
                log: run.interventions,
                recorded: Some(Recorded { version: run.version, state_hash: run.state_hash }),
                session: None,
                scenario: run.scenario,
            },
        };
        if *changes != Changes::default() {
            plan.recorded = None;
            plan.change(changes)?;
        }
        Ok(plan)
    }

    fn change(&mut self, changes: &Changes) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for Setting { path, value } in &changes.set {
            if let Err(problem) = self.scenario.set(path, value) {
                problems.push(Problem::new("--set", problem.to_string()));
            } else if path == "end" {
                self.last_day = self.scenario.end;
            }
        }
        if let Some(seed) = changes.seed {
            self.scenario.seed = seed;
        }
        if let Some(until) = changes.until {
            let days = days_that_can_be_reached(self.scenario.start);
            if days.contains(&until) {
                self.last_day = until;
                self.scenario.end = until;
            } else {
                let (first, last) = days.into_inner();
                let sentence = format!("found {until}; allowed: dates from the first day, {first}, to {last}");
                problems.push(Problem::new("--until", sentence));
            }
        }
        match changes.campaign {
            CampaignChoice::AsWritten => {}
            CampaignChoice::On => self.scenario = self.scenario.clone().with_historical_campaign(),
            CampaignChoice::Off => self.scenario = self.scenario.clone().without_campaign(),
        }
        if changes.campaign != CampaignChoice::AsWritten {
            self.log = without_campaign(std::mem::take(&mut self.log));
        }
        // The first day is one of several settings, and only together do they decide whether the run is possible.
        if let Some(first) = self.log.first().filter(|first| first.date < self.scenario.start) {
            let sentence = format!(
                "start: found {}; allowed: up to {}, because a person intervened on that day in the run to be repeated",
                self.scenario.start, first.date
            );
            problems.push(Problem::new("--set", sentence));
        }
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        // What a person did after the new last day is not repeated.
        let lived: Vec<_> = self.log.iter().filter(|event| event.date <= self.last_day).cloned().collect();
        self.scenario.check_run(self.last_day, &lived)
    }

    /// Days from the first to the last.
    pub fn days(&self) -> u32 {
        (days_between(self.scenario.start, self.last_day) + 1).clamp(0, i64::from(u32::MAX)) as u32
    }

    /// As one scenario, for a run in which a person may do other things: what was done becomes part of its timeline.
    pub fn into_scenario(self) -> Scenario {
        self.scenario.with_log(&self.log)
    }

    /// Sets the run up before its first day, or where the session is with which it goes on. What is not as it was then is
    /// told.
    ///
    /// # Errors
    /// If that session cannot be gone on with.
    pub fn begin(&self, parallelism: Parallelism) -> Result<Simulation, Unopenable> {
        let Some(session) = &self.session else {
            return Ok(Simulation::replay(self.scenario.clone(), &self.log, parallelism));
        };
        let (run, notes) = session.go_on(parallelism)?;
        notes.iter().for_each(log::tell);
        Ok(run)
    }
}

impl Recorded {
    /// A sentence, if another version of the program recorded the run.
    pub fn other_version(&self) -> Option<String> {
        (self.version != VERSION).then(|| {
            format!(
                "This run was recorded with version {}; this is version {VERSION}, so it may not repeat bit for bit.",
                self.version
            )
        })
    }

    /// Compares the hash of the repeated run.
    ///
    /// # Errors
    /// A sentence, if it differs.
    pub fn compare(&self, state_hash: &str) -> Result<(), String> {
        // A person may have copied it in capitals.
        if self.state_hash.eq_ignore_ascii_case(state_hash) {
            return Ok(());
        }
        let why = if self.version == VERSION {
            "Either the file has been changed since, or this is a bug in the program".into()
        } else {
            format!(
                "It was recorded with version {}; this is version {VERSION}, in which the model may have changed",
                self.version
            )
        };
        Err(format!(
            "the run was not repeated: its state hash was {}, but is now {state_hash}. {why}.",
            self.state_hash
        ))
    }
}

/// The session that a file holds, if it is of that kind.
///
/// # Errors
/// If it is, but cannot be read.
pub fn session(source: &Path) -> Result<Option<Session>, Problems> {
    let wrong = |problem: Unopenable| Problem::new(source.to_string_lossy(), problem.to_string());
    Ok(Session::open(source).transpose().map_err(wrong)?)
}

/// The days that a run beginning on `start` can reach.
pub(super) fn days_that_can_be_reached(start: Date) -> RangeInclusive<Date> {
    let last = Date::new(LAST_YEAR, 12, 31).unwrap_or(Date::MAX);
    start..=date_of(start, LONGEST_RUN_DAYS.unsigned_abs()).min(last)
}

/// The name of the scenario that runs when none is named.
pub fn default_scenario() -> &'static str {
    BUILT_IN.first().map_or("default", |scenario| scenario.name)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::{Action, SavedRun};

    fn saved() -> Document {
        Document::Run(SavedRun {
            schema: 1,
            version: VERSION.into(),
            last_day: date(1958, 6, 30),
            state_hash: "0".repeat(16),
            scenario: Scenario::default().with_historical_campaign(),
            interventions: vec![Intervention { date: date(1958, 4, 1), action: Action::StopCampaign }],
        })
    }

    #[test]
    fn a_saved_run_is_compared_only_if_nothing_is_changed() {
        let plan = Plan::new(saved(), &Changes::default()).unwrap();
        assert!(plan.recorded.is_some());
        assert_eq!((plan.last_day, plan.days()), (date(1958, 6, 30), 546));
        for changes in [
            Changes { seed: Some(1), ..Changes::default() },
            Changes { until: Some(date(1958, 7, 1)), ..Changes::default() },
            Changes { campaign: CampaignChoice::On, ..Changes::default() },
        ] {
            assert!(Plan::new(saved(), &changes).unwrap().recorded.is_none(), "{changes:?}");
        }
    }

    #[test]
    fn without_the_campaign_neither_its_events_nor_a_persons_are_left() {
        let changes = Changes { campaign: CampaignChoice::Off, ..Changes::default() };
        let plan = Plan::new(saved(), &changes).unwrap();
        assert!(plan.scenario.timeline.is_empty() && plan.log.is_empty());
    }

    #[test]
    fn a_last_day_before_the_first_or_beyond_the_last_possible_is_refused() {
        for until in [date(1956, 12, 31), date(2101, 1, 1), date(9999, 12, 31)] {
            let changes = Changes { until: Some(until), ..Changes::default() };
            let problems = Plan::new(saved(), &changes).unwrap_err();
            assert!(problems.to_string().contains("from the first day, 1957-01-01, to 2100-12-31"), "{problems}");
        }
    }
}
