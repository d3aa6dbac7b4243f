//! The one large switch: the campaign on or off, and what is known about it.

use bevy_egui::egui::{
    Align2, Color32, Rect, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::output::words::{count, long_date};
use crate::scenario::{Action, Intervention};
use crate::window::charts::spans::CampaignSpan;

use super::icons::{self, Icon, bold};
use super::intent::Intent;
use super::slider;
use super::theme::{ACCENT, CAMPAIGN, SMALL, SOFT_INK, font};
use super::words::percent;

/// Height of the switch.
const HEIGHT: f32 = 76.0;
/// From this width on, the effort is beside the state of the campaign instead of below it.
const WIDE: f32 = 600.0;
const EFFORT_WIDTH: f32 = 260.0;

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

/// Shows the switch, what it has done, and the effort.
pub fn show(ui: &mut Ui, campaign: Campaign, spans: &[CampaignSpan], intents: &mut Vec<Intent>) {
    switch(ui, campaign, intents);
    if ui.available_width() >= WIDE {
        ui.horizontal_top(|ui| {
            let width = ui.available_width() - EFFORT_WIDTH - ui.spacing().item_spacing.x;
            ui.vertical(|ui| {
                ui.set_width(width);
                state(ui, campaign, spans);
            });
            effort(ui, campaign, intents);
        });
    } else {
        state(ui, campaign, spans);
        effort(ui, campaign, intents);
    }
}

fn state(ui: &mut Ui, campaign: Campaign, spans: &[CampaignSpan]) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(RichText::new(state_line(campaign, spans)).strong());
    if let Some(line) = scenario_line(campaign) {
        ui.label(RichText::new(line).size(SMALL));
    }
    let counts = count_line(spans).unwrap_or_else(|| "The campaign has killed no birds in this run.".into());
    ui.label(RichText::new(counts).size(SMALL).color(SOFT_INK));
}

fn switch(ui: &mut Ui, campaign: Campaign, intents: &mut Vec<Intent>) {
    let is_on = campaign.will_be_on();
    let (word, icon) = if is_on { ("Stop the campaign", Icon::Stop) } else { ("Start the campaign", Icon::Drum) };
    let hint = hint(campaign);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), is_on, word));
    let fill = if is_on { CAMPAIGN } else { ACCENT };
    let fill = if response.hovered() { fill.lerp_to_gamma(Color32::BLACK, 0.2) } else { fill };
    let edge = if response.has_focus() { Stroke::new(3.0, Color32::WHITE) } else { Stroke::NONE };
    // The corners distinguish the states too: round while off, square while on.
    let corner = if is_on { 6.0 } else { 0.5 * HEIGHT };
    let pressed = if response.is_pointer_button_down_on() { rect.shrink(2.0) } else { rect };
    ui.painter().rect(pressed, corner, fill, edge, StrokeKind::Inside);
    let square = Rect::from_center_size(pos2(rect.left() + 44.0, rect.center().y), Vec2::splat(42.0));
    icons::draw(ui.painter(), icon, square, Color32::WHITE);
    let left = rect.left() + 78.0;
    let size = (0.068 * rect.width()).clamp(19.0, 26.0);
    bold(ui.painter(), pos2(left, rect.center().y + 2.0), Align2::LEFT_BOTTOM, word, size, Color32::WHITE);
    ui.painter().text(pos2(left, rect.center().y + 6.0), Align2::LEFT_TOP, hint, font(15.0), Color32::WHITE);
    if response.clicked() {
        intents.push(Intent::Campaign(!is_on));
    }
}

/// What the switch says about itself; a press shows at once, even while the run is paused.
fn hint(campaign: Campaign) -> &'static str {
    match (campaign.was_on, campaign.will_be_on()) {
        (true, true) => "It is on. Press to stop it.",
        (false, true) => "It starts tomorrow.",
        (true, false) => "It stops tomorrow.",
        (false, false) => "Drive out and kill the sparrows",
    }
}

fn effort(ui: &mut Ui, campaign: Campaign, intents: &mut Vec<Intent>) {
    // The switch starts the campaign at full effort.
    let effort = if campaign.will_be_on() { campaign.next_effort } else { 1.0 };
    ui.add_enabled_ui(campaign.will_be_on(), |ui| {
        ui.horizontal(|ui| {
            ui.label("Effort");
            ui.spacing_mut().slider_width = (ui.available_width() - 70.0).max(60.0);
            let moved = slider::show(ui, (100.0 * effort).round() as u32, 1..=100);
            let effort = moved.map_or(effort, |moved| moved.notch as f32 / 100.0);
            ui.label(percent(effort));
            // One intervention per drag, not one for every point on the way.
            if moved.is_some_and(|moved| !moved.is_held) {
                intents.push(Intent::Effort(effort));
            }
        });
    });
}

/// Whether the campaign is on, and since when.
fn state_line(campaign: Campaign, spans: &[CampaignSpan]) -> String {
    let tomorrow = long_date(campaign.tomorrow);
    let latest = spans.last();
    match (campaign.was_on, campaign.will_be_on(), latest) {
        (false, true, _) if campaign.today.is_none() => format!("On from the first day, {tomorrow}."),
        (false, true, _) => format!("On from tomorrow, {tomorrow}."),
        (true, false, _) => format!("Off from tomorrow, {tomorrow}."),
        (true, true, Some(span)) => format!("On since {}.", long_date(span.first)),
        (true, true, None) => "On.".into(),
        (false, false, Some(span)) => format!("Off since {}.", long_date(span.last.saturating_add(1.day()))),
        (false, false, None) => "The campaign is off.".into(),
    }
}

/// What the scenario will do by itself, so that nobody is surprised.
fn scenario_line(campaign: Campaign) -> Option<String> {
    let next = campaign.next_in_scenario?;
    let date = long_date(next.date);
    Some(match next.action {
        Action::StopCampaign => format!("The scenario stops it on {date} unless you press first."),
        Action::SetEffort { .. } => format!("The scenario changes its effort on {date} unless you press first."),
        _ => format!("The scenario starts it on {date} unless you press first."),
    })
}

/// Birds killed, stated quietly, and never one count without the other.
fn count_line(spans: &[CampaignSpan]) -> Option<String> {
    if spans.is_empty() {
        return None;
    }
    let killed: u64 = spans.iter().map(|span| span.killed).sum();
    let reported: u64 = spans.iter().map(|span| span.reported_killed).sum();
    Some(format!("Birds killed (model): {}. Officially reported (model): {}.", count(killed), count(reported)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn campaign(was_on: bool, next_effort: f32) -> Campaign<'static> {
        let (today, tomorrow) = (Some(date(1958, 3, 17)), date(1958, 3, 18));
        Campaign { was_on, next_effort, today, tomorrow, next_in_scenario: None }
    }

    fn span(is_on: bool) -> CampaignSpan {
        let (first, last) = (date(1958, 3, 1), date(1958, 3, 16));
        CampaignSpan { first, last, killed: 12_345, reported_killed: 18_517, is_on }
    }

    #[test]
    fn a_press_shows_at_once() {
        // Before the next day is simulated, the line says what will happen, with the date.
        assert_eq!(state_line(campaign(false, 1.0), &[]), "On from tomorrow, 18 March 1958.");
        assert_eq!(state_line(campaign(true, 0.0), &[span(true)]), "Off from tomorrow, 18 March 1958.");
        assert_eq!(hint(campaign(false, 1.0)), "It starts tomorrow.");
        assert_eq!(hint(campaign(true, 0.0)), "It stops tomorrow.");
        let before = Campaign { today: None, ..campaign(false, 1.0) };
        assert_eq!(state_line(before, &[]), "On from the first day, 18 March 1958.");
    }

    #[test]
    fn the_line_says_since_when() {
        // On since its first day; off since the day after its last.
        assert_eq!(state_line(campaign(true, 0.4), &[span(true)]), "On since 1 March 1958.");
        assert_eq!(state_line(campaign(false, 0.0), &[span(false)]), "Off since 17 March 1958.");
        assert_eq!(state_line(campaign(false, 0.0), &[]), "The campaign is off.");
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

    #[test]
    fn both_counts_are_given_and_marked() {
        // The true count and the reported one appear together, over all spans, each marked as the model's.
        let line = count_line(&[span(false), span(true)]);
        assert_eq!(line.as_deref(), Some("Birds killed (model): 24,690. Officially reported (model): 37,034."));
        assert_eq!(count_line(&[]), None);
    }
}
