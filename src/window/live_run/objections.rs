//! What a person asks for is judged where it is done: the window may have shown another day when they asked for it.

use jiff::civil::Date;

use crate::scenario::{Action, Intervention, Scenario, parameter_named};
use crate::timeline::Timeline;
use crate::window::language::{documented, tr};
use crate::window::panels::words::long_date;

/// Why something is not done on the present day, as a sentence; `None` if it can be.
pub fn objection(timeline: &Timeline, action: &Action) -> Option<String> {
    let simulation = timeline.simulation();
    let (planned, next) = (simulation.campaign_effort(), simulation.next_date());
    let is_on = planned > 0.0;
    let branch = timeline.branch();
    // A branch takes over what has been done up to today.
    let last = if timeline.begins_a_branch() { simulation.date() } else { Some(next) };
    let log: Vec<_> = branch.log().iter().filter(|event| Some(event.date) <= last).cloned().collect();
    match action {
        // One that is yet to start may start otherwise.
        Action::StartCampaign { effort } if timeline.campaign_is_yet_to_start() && *effort != planned => None,
        Action::StartCampaign { .. } if is_on => Some(tr!("run-campaign-is-on-there", day = long_date(next))),
        // One that the scenario would start may be kept off.
        Action::StopCampaign if starts_by_itself(simulation.scenario(), &log, next) => None,
        Action::StopCampaign | Action::SetEffort { .. } if !is_on => {
            Some(tr!("run-campaign-is-off-there", day = long_date(next)))
        }
        Action::SetParameter { path, value } => {
            let problem = objection_to_setting(simulation.scenario(), &log, next, (path, *value))?;
            let name = documented(&parameter_named(path)?.plain_name());
            Some(tr!("run-not-set-there", parameter = name, day = long_date(next), problem = problem))
        }
        _ => None,
    }
}

/// Whether the scenario starts the campaign on a day or after it, given what was done before.
fn starts_by_itself(scenario: &Scenario, log: &[Intervention], next: Date) -> bool {
    let starts = |event: &Intervention| matches!(event.action, Action::StartCampaign { .. }) && event.date >= next;
    let is_taken_over = log.iter().any(|event| event.action.is_of_the_campaign());
    !is_taken_over && scenario.timeline.iter().any(starts)
}

/// The rule between parameters that would be broken if one were set on a day, given a scenario and what was done before; `None` where it
/// breaks none, or where whatever is wrong was so before.
pub fn objection_to_setting(
    scenario: &Scenario,
    log: &[Intervention],
    date: Date,
    (path, value): (&str, f64),
) -> Option<String> {
    let with = |log: &[Intervention]| scenario.clone().with_log(log).check_settings();
    if with(log).is_err() {
        return None;
    }
    let set = Intervention { date, action: Action::SetParameter { path: path.into(), value } };
    let problem = with(&[log, &[set]].concat()).err()?.0.into_iter().next()?;
    // The names of a scenario file, in words.
    let section = path.rsplit_once('.').map_or("", |(section, _)| section);
    let sections = scenario.sections();
    let parameters = sections.iter().filter(|(of, _)| *of == section).flat_map(|(_, of)| of.parameters());
    Some(documented(&parameters.fold(problem.sentence, |text, of| text.replace(of.name, &of.plain_name()))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::LandscapeParameters;

    fn run() -> Timeline {
        run_of(Vec::new())
    }

    fn run_of(timeline: Vec<Intervention>) -> Timeline {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let scenario = Scenario { landscape, timeline, start: date(1958, 3, 1), ..Scenario::default() };
        Timeline::new(scenario, Parallelism::Serial, 0)
    }

    /// Contract: on the day before the campaign starts, it may be started with another effort, and whoever changes the effort there does
    /// start it; once it is on, it is not started again.
    #[test]
    fn a_campaign_that_is_yet_to_start_may_start_otherwise() {
        let [full, little] = [1.0, 0.3].map(|effort| Action::StartCampaign { effort });
        let other = Action::SetEffort { effort: 0.3 };
        let mut run = run();
        run.step().unwrap();
        run.intervene(full.clone());
        (0..3).for_each(|_| run.step().unwrap());
        assert!(objection(&run, &little).is_some());
        run.go_to(2).unwrap();
        assert!(objection(&run, &little).is_some());
        run.go_to(1).unwrap();
        assert!(objection(&run, &full).is_some(), "so it is already");
        assert_eq!([&little, &other, &Action::StopCampaign].map(|action| objection(&run, action)), [None, None, None]);
        run.intervene(other);
        run.step().unwrap();
        assert_eq!((run.present(), run.simulation().campaign_effort()), (1, 0.3));
        assert_eq!(run.branch().log().iter().map(|event| &event.action).collect::<Vec<_>>(), [&little]);
    }

    /// Contract: what is so already on the day of arrival, or breaks a rule there, is refused with a sentence that names the day; all
    /// else is done.
    #[test]
    fn what_is_so_already_or_cannot_be_is_refused() {
        let mut run = run();
        let (start, stop) = (Action::StartCampaign { effort: 1.0 }, Action::StopCampaign);
        let set = |path: &str, value| Action::SetParameter { path: path.into(), value };
        assert_eq!(objection(&run, &start), None);
        assert!(objection(&run, &stop).is_some_and(|said| said.contains("1 March 1958")));
        run.intervene(start.clone());
        run.step().unwrap();
        assert!(objection(&run, &start).is_some_and(|said| said.contains("2 March 1958")));
        assert_eq!([&stop, &Action::SetEffort { effort: 0.2 }].map(|action| objection(&run, action)), [None, None]);
        assert_eq!(objection(&run, &set("sparrow.breeding_first_day", 120.0)), None);
        run.intervene(set("sparrow.breeding_last_day", 150.0));
        let refused = objection(&run, &set("sparrow.breeding_first_day", 160.0)).unwrap();
        assert!(refused.starts_with("Breeding first day") && !refused.contains('_'), "{refused}");
    }
    /// Contract: a campaign that is off and that the scenario would start is kept off; once that is so, there is nothing left to stop.
    #[test]
    fn what_the_scenario_would_start_is_kept_off() {
        let start = Intervention { date: date(1958, 4, 19), action: Action::StartCampaign { effort: 1.0 } };
        let mut run = run_of(vec![start]);
        run.step().unwrap();
        assert_eq!(objection(&run, &Action::StopCampaign), None);
        run.intervene(Action::StopCampaign);
        run.step().unwrap();
        assert!(objection(&run, &Action::StopCampaign).is_some());
    }
}
