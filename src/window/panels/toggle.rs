//! The campaign's card: whether it is on, the switch, and the effort.

use std::time::{Duration, Instant};

use bevy_egui::egui::{
    Button, Color32, Frame, Label, Margin, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType, vec2,
};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::scenario::{Action, Intervention};
use crate::window::charts::spans::CampaignSpan;
use crate::window::language::tr;

use super::icons::{self, Icon};
use super::intent::Intent;
use super::theme::{self, CAMPAIGN, CAMPAIGN_LINE, CARD, SMALL, SOFT_INK};
use super::words::{long_date, percent};
use super::{slider, tips};

/// Size of the switch.
pub const SWITCH: Vec2 = vec2(84.0, 48.0);
const ICON: f32 = 40.0;
/// From this width on, the card has an icon.
const WIDE: f32 = 310.0;
/// Height of what few people ask for.
const LINE_HEIGHT: f32 = 28.0;
/// How long the switch rests after a press, because whoever hammers on it starts one campaign, not ten; and after it has turned by itself,
/// because a press that was meant to start a campaign shall not stop the one that has just begun.
const REST: Duration = Duration::from_secs(2);

/// What the card remembers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Switch {
    /// The effort with which the campaign will start, 0 to 1; `None` for full effort.
    effort: Option<f32>,
    effort_is_shown: bool,
    pressed: Option<Instant>,
    /// Whether the campaign was on when the card was last shown.
    was_on: Option<bool>,
}

impl Switch {
    /// Whether the switch may be pressed now. If so, it then rests.
    pub fn press(&mut self) -> bool {
        let may = self.pressed.is_none_or(|pressed| pressed.elapsed() >= REST);
        if may {
            self.pressed = Some(Instant::now());
        }
        may
    }

    /// Takes note of whether the campaign is on, and rests if that has changed.
    fn note(&mut self, is_on: bool) {
        if self.was_on.replace(is_on).is_some_and(|was_on| was_on != is_on) {
            self.pressed = Some(Instant::now());
        }
    }

    /// The effort with which the campaign starts: what it last was, or what the person has asked for since.
    pub fn effort(&self) -> f32 {
        self.effort.unwrap_or(1.0)
    }

    /// Forgets what was asked for in another run.
    pub fn forget(&mut self) {
        (self.effort, self.pressed, self.was_on) = (None, None, None);
    }

    /// One that shows the effort.
    #[cfg(test)]
    pub fn with_effort() -> Self {
        Self { effort_is_shown: true, ..Self::default() }
    }
}

/// The campaign as the switch shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Campaign<'a> {
    /// Whether it was on during the latest day.
    pub was_on: bool,
    /// Its effort on the next day as far as is known, 0 (off) to 1. A press counts at once.
    pub next_effort: f32,
    /// The latest day; `None` before the first.
    pub today: Option<Date>,
    /// The next day.
    pub tomorrow: Date,
    /// What the scenario itself does next to the campaign, unless the user has taken control of it.
    pub next_in_scenario: Option<&'a Intervention>,
}

impl Campaign<'_> {
    /// Whether it will be on tomorrow.
    pub fn will_be_on(self) -> bool {
        self.next_effort > 0.0
    }
}

/// Shows the card.
pub fn show(
    ui: &mut Ui,
    campaign: Campaign,
    spans: &[CampaignSpan],
    remembered: &mut Switch,
    intents: &mut Vec<Intent>,
) {
    let is_on = campaign.will_be_on();
    remembered.note(is_on);
    if is_on {
        remembered.effort = Some(campaign.next_effort);
    }
    let (fill, ink, soft) = match is_on {
        true => (*CAMPAIGN, Color32::WHITE, Color32::WHITE),
        false => (*CARD, *CAMPAIGN_LINE, *SOFT_INK),
    };
    let frame = Frame::new().fill(fill).stroke(Stroke::new(2.0, CAMPAIGN_LINE)).corner_radius(10.0);
    frame.inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            // In narrow panels its words need the room.
            if ui.available_width() >= WIDE {
                let (square, _) = ui.allocate_exact_size(Vec2::splat(ICON), Sense::hover());
                icons::draw(ui.painter(), Icon::Drum, square, ink);
            }
            let text_width = (ui.available_width() - SWITCH.x - ui.spacing().item_spacing.x).max(80.0);
            ui.vertical(|ui| {
                ui.set_width(text_width);
                ui.spacing_mut().item_spacing.y = 1.0;
                let state = if is_on { tr!("campaign-is-on") } else { tr!("campaign-is-off") };
                ui.add(Label::new(theme::strong(state).size(18.0).color(ink)).wrap());
                for line in [state_line(campaign, spans), scenario_line(campaign)].into_iter().flatten() {
                    ui.add(Label::new(RichText::new(line).size(SMALL).color(soft)).wrap());
                }
            });
            switch(ui, is_on, remembered.effort(), intents);
        });
        ui.spacing_mut().interact_size.y = LINE_HEIGHT;
        ui.horizontal(|ui| more(ui, campaign, soft, remembered, intents));
    });
}

fn switch(ui: &mut Ui, is_on: bool, effort: f32, intents: &mut Vec<Intent>) {
    let [word, name, tip] = match is_on {
        true => [tr!("campaign-stop"), tr!("campaign-stop-name"), tr!("campaign-stop-tip")],
        false => [tr!("campaign-start"), tr!("campaign-start-name"), tr!("campaign-start-tip")],
    };
    let button = Button::new(theme::strong(word).color(Color32::WHITE))
        .fill(CAMPAIGN)
        .stroke(Stroke::new(2.0, if is_on { Color32::WHITE } else { *CAMPAIGN_LINE }))
        .min_size(SWITCH);
    let response = ui.add(button);
    let response = tips::beside_the_panel(ui, response, tip);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), is_on, &name));
    if response.clicked() {
        intents.push(Intent::Campaign(if is_on { 0.0 } else { effort }));
    }
}

/// What few people ask for: the effort, and to prevent what the scenario would start.
fn more(ui: &mut Ui, campaign: Campaign, ink: Color32, remembered: &mut Switch, intents: &mut Vec<Intent>) {
    let quiet = |ui: &mut Ui, text: String| {
        let text = RichText::new(text).size(SMALL).color(ink).underline();
        ui.add(Button::new(text).frame(false).min_size(vec2(0.0, LINE_HEIGHT)))
    };
    let effort = remembered.effort();
    let shown = quiet(ui, tr!("campaign-effort", effort = percent(effort)));
    if tips::beside_the_panel(ui, shown, tr!("campaign-effort-tip")).clicked() {
        remembered.effort_is_shown ^= true;
    }
    if remembered.effort_is_shown {
        ui.spacing_mut().slider_width = (ui.available_width() - 16.0).clamp(60.0, 200.0);
        let moved = slider::show(ui, (100.0 * effort).round() as u32, 1..=100);
        // One intervention per drag, not one for every point on the way.
        if let Some(moved) = moved.filter(|moved| !moved.is_held || !campaign.will_be_on()) {
            let effort = moved.notch as f32 / 100.0;
            match campaign.will_be_on() {
                true => intents.push(Intent::Effort(effort)),
                false => remembered.effort = Some(effort),
            }
        }
    } else if starts_by_itself(campaign) {
        let keeps_off = quiet(ui, tr!("campaign-keep-off"));
        if tips::beside_the_panel(ui, keeps_off, tr!("campaign-keep-off-tip")).clicked() {
            intents.push(Intent::Campaign(0.0));
        }
    }
}

/// Whether the scenario will start a campaign that is off, unless somebody prevents it.
fn starts_by_itself(campaign: Campaign) -> bool {
    let next = campaign.next_in_scenario.map(|next| &next.action);
    !campaign.will_be_on() && matches!(next, Some(Action::StartCampaign { .. }))
}

/// Since when the campaign is on or off.
fn state_line(campaign: Campaign, spans: &[CampaignSpan]) -> Option<String> {
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

/// What the scenario will do by itself, so that nobody is surprised.
fn scenario_line(campaign: Campaign) -> Option<String> {
    let next = campaign.next_in_scenario?;
    let date = long_date(next.date);
    Some(match next.action {
        Action::StopCampaign => tr!("campaign-scenario-stops-it", day = date),
        Action::SetEffort { .. } => tr!("campaign-scenario-changes-it", day = date),
        _ => tr!("campaign-scenario-starts-it", day = date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    use crate::window::test_support::ui::TestUi;

    fn campaign(was_on: bool, next_effort: f32) -> Campaign<'static> {
        let (today, tomorrow) = (Some(date(1958, 3, 17)), date(1958, 3, 18));
        Campaign { was_on, next_effort, today, tomorrow, next_in_scenario: None }
    }

    fn span(is_on: bool) -> CampaignSpan {
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
        // Only a start can be prevented, and only before it.
        let started = Campaign { next_in_scenario: Some(&start), ..campaign(false, 1.0) };
        assert_eq!([off, on, started].map(starts_by_itself), [true, false, false]);
    }

    #[test]
    fn the_switch_rests_after_a_press() {
        // However often it is pressed within a moment, it is pressed once.
        let mut switch = Switch::default();
        assert_eq!((0..30).filter(|_| switch.press()).count(), 1);
        switch.pressed = Instant::now().checked_sub(REST);
        assert!(switch.press());
    }

    /// Contract: a press just after the scenario has turned the switch is none.
    #[test]
    fn the_switch_rests_after_it_has_turned_by_itself() {
        let mut switch = Switch::default();
        for is_on in [false, false, true] {
            switch.note(is_on);
        }
        assert!(!switch.press());
        switch.pressed = Instant::now().checked_sub(REST);
        switch.note(true);
        assert!(switch.press());
    }

    #[test]
    fn a_campaign_starts_again_with_the_effort_that_it_had() {
        let (mut test_ui, mut remembered, mut intents) = (TestUi::default(), Switch::default(), Vec::new());
        assert_eq!(remembered.effort(), 1.0);
        for effort in [0.4, 0.0] {
            test_ui.frame(|ui| show(ui, campaign(true, effort), &[], &mut remembered, &mut intents));
        }
        assert_eq!((remembered.effort(), intents), (0.4, vec![]));
    }
}
