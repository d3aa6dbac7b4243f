//! What the campaign's card says: since when the campaign is on or off, and what the scenario does to it, or would have done.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::scenario::{Action, Intervention};
use crate::window::charts::spans::CampaignSpan;
use crate::window::language::tr;
use crate::window::panels::words::{A_LONG_DAY, long_date, short_date};

use super::Campaign;

/// Since when the campaign is on or off.
pub fn state_line(campaign: Campaign, spans: &[CampaignSpan]) -> Option<String> {
    let tomorrow = long_date(campaign.tomorrow);
    let latest = spans.last();
    Some(match (campaign.was_on, campaign.will_be_on(), latest) {
        (false, true, _) if campaign.today.is_none() => tr!("campaign-on-from-the-first-day", day = tomorrow),
        (false, true, _) => tr!("campaign-on-from-tomorrow", day = tomorrow),
        (true, false, _) => tr!("campaign-off-from-tomorrow", day = tomorrow),
        (true, true, Some(span)) => tr!("campaign-on-since", day = long_date(span.first)),
        (true, true, None) | (false, false, None) => return None,
        (false, false, Some(span)) => tr!("campaign-off-since", day = long_date(span.last.saturating_add(1.day()))),
    })
}

/// What the scenario will do by itself, or would have done, so that nobody is surprised.
pub fn scenario_line(campaign: Campaign) -> Option<String> {
    match (campaign.next_in_scenario, campaign.given_up) {
        (Some(next), _) => Some(next_line(&next.action, next.date)),
        (None, Some(given_up)) => Some(given_up_line(&given_up.action, given_up.date)),
        (None, None) => None,
    }
}

fn next_line(action: &Action, date: Date) -> String {
    match action {
        Action::StopCampaign => tr!("campaign-scenario-stops-it", day = long_date(date)),
        Action::SetEffort { .. } => tr!("campaign-scenario-changes-it", day = short_date(date)),
        _ => tr!("campaign-scenario-starts-it", day = long_date(date)),
    }
}

fn given_up_line(action: &Action, date: Date) -> String {
    match action {
        Action::StopCampaign => tr!("campaign-on-until-you-stop-it", day = short_date(date)),
        _ => tr!("campaign-off-until-you-start-it", day = short_date(date)),
    }
}

/// What the scenario would have done, and what holds now, for whoever points at the line.
pub fn given_up_in_full(campaign: Campaign) -> Option<String> {
    let Intervention { date, action } = campaign.given_up?;
    Some(match action {
        Action::StopCampaign => tr!("campaign-would-have-stopped", day = long_date(*date)),
        _ => tr!("campaign-would-have-started", day = long_date(*date)),
    })
}

/// All that can be said of its days, on a day with a long name.
pub fn state_lines() -> Vec<String> {
    let day = || long_date(A_LONG_DAY);
    vec![
        tr!("campaign-on-from-the-first-day", day = day()),
        tr!("campaign-on-from-tomorrow", day = day()),
        tr!("campaign-off-from-tomorrow", day = day()),
        tr!("campaign-on-since", day = day()),
        tr!("campaign-off-since", day = day()),
    ]
}

/// All that can be said of the scenario's plans.
pub fn scenario_lines() -> Vec<String> {
    let actions = [Action::StartCampaign { effort: 1.0 }, Action::SetEffort { effort: 1.0 }, Action::StopCampaign];
    actions.iter().flat_map(|action| [next_line(action, A_LONG_DAY), given_up_line(action, A_LONG_DAY)]).collect()
}

#[cfg(test)]
pub mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::window::live_run::displayed::Displayed;
    use crate::window::panels::state::PanelState;
    use crate::window::panels::state::tests::displayed;

    pub fn campaign(was_on: bool, next_effort: f32) -> Campaign<'static> {
        let (today, tomorrow) = (Some(date(1958, 3, 17)), date(1958, 3, 18));
        let (next_in_scenario, given_up, can_be_given_back) = (None, None, false);
        Campaign { was_on, next_effort, today, tomorrow, next_in_scenario, given_up, can_be_given_back }
    }

    pub fn span(is_on: bool) -> CampaignSpan {
        let (first, last) = (date(1958, 3, 1), date(1958, 3, 16));
        CampaignSpan { first, last, is_on }
    }

    #[test]
    fn a_press_shows_at_once() {
        // Before the next day is simulated, the line says what will happen, with the date.
        let line = |campaign, spans: &[CampaignSpan]| state_line(campaign, spans).unwrap_or_default();
        assert_eq!(line(campaign(false, 1.0), &[]), "On from tomorrow, 18 March 1958.");
        assert_eq!(line(campaign(true, 0.0), &[span(true)]), "Off from tomorrow, 18 March 1958.");
        let before = Campaign { today: None, ..campaign(false, 1.0) };
        assert_eq!(line(before, &[]), "On from the first day, 18 March 1958.");
    }

    #[test]
    fn the_line_says_since_when() {
        // On since its first day; off since the day after its last.
        let line = |campaign, spans: &[CampaignSpan]| state_line(campaign, spans);
        assert_eq!(line(campaign(true, 0.4), &[span(true)]).as_deref(), Some("Since 1 March 1958."));
        assert_eq!(line(campaign(false, 0.0), &[span(false)]).as_deref(), Some("Since 17 March 1958."));
        assert_eq!(line(campaign(false, 0.0), &[]), None);
    }

    #[test]
    fn what_the_scenario_does_by_itself_is_announced() {
        // The line gives its next step with the date; with nothing ahead there is no line.
        let stop = Intervention { date: date(1960, 3, 18), action: Action::StopCampaign };
        let on = Campaign { next_in_scenario: Some(&stop), ..campaign(true, 1.0) };
        assert!(scenario_line(on).is_some_and(|line| line.contains("stops it on 18 March 1960")));
        let start = Intervention { date: date(1958, 4, 19), action: Action::StartCampaign { effort: 1.0 } };
        let off = Campaign { next_in_scenario: Some(&start), ..campaign(false, 0.0) };
        assert!(scenario_line(off).is_some_and(|line| line.contains("starts it on 19 April 1958")));
        assert_eq!(scenario_line(campaign(false, 0.0)), None);
    }

    /// Contract: whoever has taken the campaign over reads what the scenario had planned and what holds now, and is offered the way back
    /// where there is one.
    #[test]
    fn what_the_scenario_would_have_done_is_told() {
        let event = |year, month, day, action| Intervention { date: date(year, month, day), action };
        let start = Action::StartCampaign { effort: 1.0 };
        let timeline = vec![event(1958, 4, 19, start.clone()), event(1960, 3, 18, Action::StopCampaign)];
        let mut displayed = displayed(1.0, 400);
        displayed.scenario.timeline = timeline;
        let told = |displayed: &Displayed| {
            let campaign = PanelState::default().campaign(displayed);
            (scenario_line(campaign).unwrap_or_default(), campaign.can_be_given_back)
        };
        displayed.log = vec![event(1957, 9, 1, start)];
        let on = "On until you stop it (planned: 18 Mar 1960).";
        assert_eq!(told(&displayed), (on.into(), true));
        displayed.campaign_effort = 0.0;
        displayed.log.push(event(1957, 12, 1, Action::StopCampaign));
        let off = "Off until you start it (planned: 19 Apr 1958).";
        assert_eq!(told(&displayed), (off.into(), false));
        // On a day before it was taken over, the scenario still has it.
        displayed.log = vec![event(1959, 1, 1, Action::StopCampaign)];
        assert!(told(&displayed).0.contains("The scenario starts it"), "{}", told(&displayed).0);
    }
}
