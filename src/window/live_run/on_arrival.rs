//! What was asked for while the run was on its way to another day is judged where it has arrived: the window showed another day when the
//! person asked for it.

use jiff::civil::Date;

use crate::scenario::{Action, Intervention, Scenario, parameter_named};
use crate::timeline::Timeline;
use crate::window::language::{documented, tr};
use crate::window::panels::words::long_date;

/// Why something that was asked for on the way is not done where the run has arrived, as a sentence; `None` if it can be.
pub fn objection(timeline: &Timeline, action: &Action) -> Option<String> {
    let simulation = timeline.simulation();
    let (is_on, next) = (simulation.campaign_effort() > 0.0, simulation.next_date());
    match action {
        Action::StartCampaign { .. } if is_on => Some(tr!("run-campaign-is-on-there", day = long_date(next))),
        Action::StopCampaign | Action::SetEffort { .. } if !is_on => {
            Some(tr!("run-campaign-is-off-there", day = long_date(next)))
        }
        Action::SetParameter { path, value } => {
            let branch = timeline.branch();
            let begins_a_branch = timeline.day() < branch.days() || branch.log().iter().any(|event| event.date > next);
            // A branch takes over what has been done up to today.
            let last = if begins_a_branch { simulation.date() } else { Some(next) };
            let log: Vec<_> = branch.log().iter().filter(|event| Some(event.date) <= last).cloned().collect();
            let problem = objection_to_setting(simulation.scenario(), &log, next, (path, *value))?;
            let name = documented(&parameter_named(path)?.plain_name());
            Some(tr!("run-not-set-there", parameter = name, day = long_date(next), problem = problem))
        }
        _ => None,
    }
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
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::LandscapeParameters;

    /// Contract: what is so already on the day of arrival, or breaks a rule there, is refused with a sentence that names the day; all
    /// else is done.
    #[test]
    fn what_is_so_already_or_cannot_be_is_refused() {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let scenario = Scenario { landscape, start: jiff::civil::date(1958, 3, 1), ..Scenario::default() };
        let mut run = Timeline::new(scenario, Parallelism::Serial, 0);
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
}
