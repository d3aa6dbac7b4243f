//! The campaign's card: whether it is on, what is to become of it (`lines`), the switch, and the effort.

mod lines;

use std::time::{Duration, Instant};

use bevy_egui::egui::{
    Align, Button, Color32, FontId, Frame, Label, Layout, Margin, Response, RichText, Sense, Stroke, Ui, Vec2,
    WidgetInfo, WidgetType, vec2,
};
use jiff::civil::Date;

use crate::scenario::{Action, Intervention};
use crate::window::charts::spans::CampaignSpan;
use crate::window::language::tr;

use super::icons::{self, Icon};
use super::intent::Intent;
use super::tallest::tallest;
use super::theme::{self, CAMPAIGN, CAMPAIGN_LINE, CARD, SMALL, SOFT_INK, font, semibold};
use super::words::percent;
use super::{slider, tips};

use lines::{given_up_in_full, scenario_line, scenario_lines, state_line, state_lines};

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
    /// When the campaign was left to the scenario again.
    given_back: Option<Instant>,
    /// Whether the campaign was on when the card was last shown.
    was_on: Option<bool>,
}

impl Switch {
    /// Whether the switch may be pressed now. If so, it then rests.
    pub fn press(&mut self) -> bool {
        may_be_used(&mut self.pressed)
    }

    /// Whether the campaign may be left to the scenario now. Pressed twice, that would undo what was done before as well.
    fn give_back(&mut self) -> bool {
        may_be_used(&mut self.given_back)
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
        *self = Self { effort_is_shown: self.effort_is_shown, ..Self::default() };
    }

    /// One that shows the effort.
    #[cfg(test)]
    pub fn with_effort() -> Self {
        Self { effort_is_shown: true, ..Self::default() }
    }
}

/// Whether a control that was last used at a time may be used now. If so, it then rests.
fn may_be_used(last: &mut Option<Instant>) -> bool {
    let may = last.is_none_or(|last| last.elapsed() >= REST);
    if may {
        *last = Some(Instant::now());
    }
    may
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
    /// What the scenario would have done to it, if the user has taken control of it.
    pub given_up: Option<&'a Intervention>,
    /// Whether the control is the scenario's again once what was done last is undone.
    pub can_be_given_back: bool,
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
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
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
                let states = || vec![tr!("campaign-is-on"), tr!("campaign-is-off")];
                line(ui, theme::strong(state).color(ink), "states of the campaign", semibold(18.0), states);
                let since = RichText::new(state_line(campaign, spans).unwrap_or_default()).color(soft);
                line(ui, since, "days of the campaign", font(SMALL), state_lines);
            });
            switch(ui, is_on, remembered.effort(), intents);
        });
        ui.spacing_mut().item_spacing.y = 2.0;
        let planned = RichText::new(scenario_line(campaign).unwrap_or_default()).color(soft);
        let planned = line(ui, planned, "plans of the scenario", font(SMALL), scenario_lines);
        if let Some(in_full) = given_up_in_full(campaign) {
            tips::beside_the_panel(ui, planned, in_full);
        }
        ui.spacing_mut().interact_size.y = LINE_HEIGHT;
        ui.horizontal(|ui| more(ui, campaign, soft, remembered, intents));
    });
}

/// Words that change, with room for the longest that they can be.
fn line(ui: &mut Ui, words: RichText, name: &str, font: FontId, longest: impl FnOnce() -> Vec<String>) -> Response {
    let size = vec2(ui.available_width(), tallest(ui, name, (font.clone(), ui.available_width()), longest));
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.add(Label::new(words.font(font)).wrap())
    })
    .inner
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

/// What few people ask for: the effort, to prevent what the scenario would start, and to leave the campaign to the scenario again.
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
    } else if campaign.can_be_given_back {
        let gives_back = quiet(ui, tr!("campaign-give-back"));
        if tips::beside_the_panel(ui, gives_back, tr!("campaign-give-back-tip")).clicked() && remembered.give_back() {
            intents.push(Intent::Undo);
        }
    }
}

/// Whether the scenario will start a campaign that is off, unless somebody prevents it.
fn starts_by_itself(campaign: Campaign) -> bool {
    let next = campaign.next_in_scenario.map(|next| &next.action);
    !campaign.will_be_on() && matches!(next, Some(Action::StartCampaign { .. }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::lines::tests::{campaign, span};
    use super::*;
    use crate::window::language::{Language, within};
    use crate::window::test_support::ui::TestUi;

    #[test]
    fn only_a_start_that_is_ahead_can_be_prevented() {
        let event = |action| Intervention { date: date(1960, 3, 18), action };
        let [start, stop] = [Action::StartCampaign { effort: 1.0 }, Action::StopCampaign].map(event);
        let cases = [(&start, 0.0, true), (&stop, 1.0, false), (&start, 1.0, false)];
        for (next, effort, can_be) in cases {
            let campaign = Campaign { next_in_scenario: Some(next), ..campaign(effort > 0.0, effort) };
            assert_eq!(starts_by_itself(campaign), can_be, "{next:?}, {effort}");
        }
    }

    /// Contract: the card is as high whatever it says.
    #[test]
    fn the_card_keeps_its_height() {
        let stop = Intervention { date: date(1960, 9, 28), action: Action::StopCampaign };
        let plans = [(None, None), (Some(&stop), None), (None, Some(&stop))];
        for (width, language) in [(280.0, Language::English), (376.0, Language::English), (280.0, Language::Pseudo)] {
            let mut heights = Vec::new();
            let mut test_ui = TestUi::default();
            for (was_on, effort) in [(true, 1.0), (false, 1.0), (true, 0.0), (false, 0.0)] {
                for (next_in_scenario, given_up) in plans {
                    for spans in [&[][..], &[span(was_on)]] {
                        let can_be_given_back = given_up.is_some();
                        let campaign =
                            Campaign { next_in_scenario, given_up, can_be_given_back, ..campaign(was_on, effort) };
                        within(language, || {
                            test_ui.frame(|ui| {
                                ui.set_width(width);
                                show(ui, campaign, spans, &mut Switch::default(), &mut Vec::new());
                                heights.push(ui.min_rect().height());
                            });
                        });
                    }
                }
            }
            assert!(heights.iter().all(|height| *height == heights[0]), "{language:?}, {width}: {heights:?}");
        }
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
