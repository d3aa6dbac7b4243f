//! What the panels remember, and what they derive from the record when there are new days.

use std::sync::Arc;
use std::time::Instant;

use bevy::prelude::*;
use bevy_egui::egui;

use crate::ecology::calendar::date_of;
use crate::scenario::{Action, Intervention};
use crate::window::bet::Bet;
use crate::window::charts::spans::{self, CampaignSpan};
use crate::window::charts::view::{ChartView, Shape};
use crate::window::follow::FollowView;
use crate::window::language::{self, Language};
use crate::window::live_run::displayed::{Displayed, Edition};
use crate::window::map::outline::Outline;
use crate::window::map::picture::Picture;
use crate::window::map::showing::WORLDS;
use crate::window::overlays::Overlay;
use crate::window::overlays::differing::Differing;
use crate::window::overlays::offer::Offers;
use crate::window::parameters::ParametersView;
use crate::window::time_line::TimeLine;
use crate::window::why::WhyView;
use crate::window::why::offer::HarvestOffer;

use super::PanelOptions;
use super::intent::{Intent, Pending};
use super::lag::Lag;
use super::legend::{MarksTold, Sights};
use super::picker::{Dialog, Picker};
use super::plan::PlanView;
use super::story::{Aside, story};
use super::tabs::Tab;
use super::toggle::{Campaign, Switch};
use super::twin::TwinView;

/// What the panels remember from frame to frame.
#[derive(Resource, Default)]
pub(super) struct PanelState {
    pub(super) has_begun: bool,
    pub(super) dialog: Dialog,
    pub(super) picker: Picker,
    pub(super) plan: PlanView,
    pub(super) parameters: ParametersView,
    pub(super) switch: Switch,
    pub(super) why: WhyView,
    pub(super) charts: ChartView,
    pub(super) bet: Bet,
    pub(super) follow: FollowView,
    pub(super) effort: Option<Pending<f32>>,
    pub(super) speed: Option<Pending<f32>>,
    pub(super) legend_is_open: Option<bool>,
    /// Whether the side panel of a small window has been closed.
    pub(super) drawer_is_closed: bool,
    pub(super) beside_the_land: Option<egui::Rect>,
    /// What is washed over the map, and whether the menu of overlays is open.
    pub(super) overlay: Option<Overlay>,
    pub(super) chooser_is_open: bool,
    pub(super) offers: Offers,
    pub(super) harvest_offer: HarvestOffer,
    pub(super) differing: Differing,
    /// The pictures that are painted on the land, what is seen there, and what a mark stands for.
    pub(super) painted: Option<[Arc<Picture>; WORLDS]>,
    pub(super) sights: Sights,
    pub(super) marks_told: MarksTold,
    pub(super) twin: TwinView,
    pub(super) outline: Outline,
    pub(super) lag: Lag,
    pub(super) spans: Vec<CampaignSpan>,
    pub(super) story: Vec<String>,
    /// The rows to which the story and the spans belong, and the language of the story.
    digested: Option<(Edition, Language)>,
    pub(super) time: TimeLine,
    /// Whether a file is being dragged over the window.
    pub(super) file_hovers: bool,
    /// Whether the run waits until a dialog is closed.
    pub(super) waits: bool,
    pub(super) intents: Vec<Intent>,
}

impl PanelState {
    /// Shows what is to be seen while nobody does anything.
    pub(super) fn pose(&mut self, PanelOptions { is_scripted, scene }: &PanelOptions) {
        self.dialog = if *is_scripted { scene.dialog.clone() } else { Dialog::Introduction };
        (self.plan.tab, self.overlay, self.twin.maps) = (scene.tab, scene.overlay, scene.twin);
        if let Some((year, link)) = scene.explained {
            self.why.explain(year, link);
        }
        self.charts.shape = if scene.plane { Shape::Plane } else { Shape::OverTime };
        if self.follow.is_open() {
            self.intents.push(Intent::Look(None));
        }
        self.follow = FollowView::default();
    }

    /// Updates what is derived from the record, when there are new days.
    pub(super) fn digest(&mut self, displayed: &Displayed) {
        self.plan.digest(displayed);
        self.time.digest(displayed);
        self.bet.digest(displayed);
        self.overlay = self.overlay.filter(|overlay| overlay.is_of(&displayed.scenario));
        // Where the way back stands nothing else is offered.
        let may_offer = self.dialog == Dialog::None && !self.why.way_back.is_there();
        if self.plan.tab == Tab::Land && may_offer {
            self.offers.digest(displayed, self.overlay, Instant::now());
        }
        if self.plan.tab.has_map() && may_offer {
            self.harvest_offer.digest(displayed, Instant::now());
        }
        self.why.digest(displayed, self.plan.tab == Tab::Why);
        self.why.come_to(self.time.aim(displayed));
        self.follow.digest(displayed);
        self.charts.digest(self.why.seeds());
        let latest = (displayed.edition(), language::in_use());
        if self.digested == Some(latest) {
            return;
        }
        let today = displayed.record.days.last().map(|row| row.date);
        self.spans = today.map_or_else(Vec::new, |today| spans::up_to(self.time.spans(displayed), today));
        let outcome = self.bet.outcomes(&displayed.record).pop();
        let aside = Aside { has_days_ahead: !displayed.ahead.days.is_empty(), outcome };
        self.story = story(&displayed.scenario, &displayed.record, &displayed.twin, &aside);
        self.digested = Some(latest);
    }

    pub(super) fn campaign<'a>(&self, displayed: &'a Displayed) -> Campaign<'a> {
        let asked = self.effort.and_then(|asked| asked.until_done(displayed));
        let latest = displayed.record.days.last();
        let next_effort = asked.unwrap_or(displayed.campaign_effort);
        let days = displayed.wanted.map_or(displayed.record.days.len() as u32, |wanted| wanted.day);
        Campaign {
            was_on: latest.is_some_and(|row| row.campaign_effort > 0.0),
            next_effort,
            today: latest.map(|row| row.date),
            tomorrow: date_of(displayed.scenario.start, days),
            // Whoever presses the switch takes control, before the run has heard of it.
            next_in_scenario: displayed.next_of_the_campaign().filter(|_| asked.is_none()),
            given_up: given_up(displayed, next_effort > 0.0).filter(|_| asked.is_none()),
            can_be_given_back: displayed.undoing_gives_the_campaign_back() && asked.is_none(),
        }
    }
}

/// What the scenario would have done to a campaign that is on or off, had nobody taken it over: what is next, else what would have been last.
fn given_up(displayed: &Displayed, is_on: bool) -> Option<&Intervention> {
    let would_turn = |event: &&Intervention| match event.action {
        Action::StopCampaign => is_on,
        Action::StartCampaign { .. } => !is_on,
        _ => false,
    };
    let today = displayed.record.days.last().map(|row| row.date);
    let planned = || displayed.given_up_of_the_campaign().filter(would_turn);
    let next = planned().filter(|event| Some(event.date) > today).min_by_key(|event| event.date);
    next.or_else(|| planned().max_by_key(|event| event.date))
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::window::language::within;
    use crate::window::live_run::driver::Moment;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::run::displayed_on;

    /// A run of some days with the campaign on.
    pub fn displayed(campaign_effort: f32, days: usize) -> Displayed {
        let start = date(1957, 1, 1);
        let days = rows(start, days, |_, row| row.campaign_effort = f64::from(campaign_effort));
        let record = Record { days, ..Record::default() };
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        (displayed.campaign_effort, displayed.record) = (campaign_effort, record);
        displayed
    }

    #[test]
    fn the_story_is_of_the_day_that_is_shown() {
        // This holds at any speed, and when the days stop.
        let mut state = PanelState::default();
        for days in [0, 1, 2, 200, 201, 500] {
            for playing in [true, false] {
                let mut displayed = displayed(1.0, days);
                displayed.playing = playing;
                state.digest(&displayed);
                let told = story(&displayed.scenario, &displayed.record, &displayed.twin, &Aside::default());
                assert_eq!(state.story, told, "{days} days");
            }
        }
    }

    /// Contract: a harvest is told of once the way back is gone, which has its place on the map.
    #[test]
    fn a_harvest_waits_for_the_way_back() {
        let (mut state, displayed) = (PanelState::default(), displayed_on(date(1960, 1, 20)));
        state.why.way_back.leave(Moment { day: 3, ..displayed.now }, false);
        state.digest(&displayed);
        assert!(!state.harvest_offer.is_there(Instant::now()));
        state.why.way_back.take();
        state.digest(&displayed);
        assert!(state.harvest_offer.is_there(Instant::now()));
    }

    /// Contract: where another language is chosen, the story is told in it, though the days are the same.
    #[test]
    fn the_story_is_told_in_the_language_in_use() {
        let (mut state, displayed) = (PanelState::default(), displayed(1.0, 200));
        state.digest(&displayed);
        let english = state.story.clone();
        within(Language::Pseudo, || state.digest(&displayed));
        assert_ne!(state.story, english);
        state.digest(&displayed);
        assert_eq!(state.story, english);
    }
}
