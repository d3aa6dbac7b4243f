//! What the panels beside or below the map hold: the day, the switch, what is happening, the charts.

use bevy_egui::egui::{Frame, Label, Panel, RichText, ScrollArea, Ui, UiBuilder};

use crate::window::charts::{self, Room};
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::why;

use super::state::PanelState;
use super::tabs::Tab;
use super::theme::{self, SMALL, SOFT_INK};
use super::words::not_evidence;
use super::{controls, toggle, twin};

/// Height of the charts in a narrow window, in which they scroll with everything else.
const SCROLLED_CHARTS: f32 = 330.0;
/// The least height of the story over the charts.
const LEAST_STORY: f32 = 80.0;

impl PanelState {
    /// The panel of a tall window: two columns where there is room for them.
    pub(super) fn below(&mut self, ui: &mut Ui, displayed: &Displayed) {
        let height = ui.available_height();
        if ui.available_width() < 640.0 {
            ScrollArea::vertical().id_salt("below").auto_shrink(false).show(ui, |ui| {
                self.now(ui, displayed);
                if self.follow.is_open() {
                    return self.follow.show(ui, displayed, &mut self.intents);
                }
                if self.plan.tab == Tab::Why {
                    why::show(ui, &self.why, displayed, &mut self.intents);
                    return;
                }
                if self.plan.tab == Tab::Charts {
                    return self.large_charts(ui, displayed);
                }
                self.story(ui, displayed);
                let room = Room { height: SCROLLED_CHARTS, takes_wheel: false, has_legend: true };
                self.show_charts(ui, displayed, room);
            });
            return;
        }
        // Columns reach to the end of what they are in, so that must not be under the note.
        let free = UiBuilder::new().max_rect(ui.available_rect_before_wrap());
        ui.scope_builder(free, |ui| {
            ui.columns_const(|[left, right]| {
                self.now(left, displayed);
                left.add_space(6.0);
                self.story(left, displayed);
                match self.plan.tab {
                    _ if self.follow.is_open() => self.follow.show(right, displayed, &mut self.intents),
                    Tab::Why => why::show(right, &self.why, displayed, &mut self.intents),
                    Tab::Charts => self.large_charts(right, displayed),
                    _ => self.show_charts(right, displayed, Room { height, takes_wheel: true, has_legend: true }),
                }
            });
        });
    }

    /// The day, the switch and the story.
    pub(super) fn now(&mut self, ui: &mut Ui, displayed: &Displayed) {
        controls::day(ui, displayed);
        toggle::show(ui, self.campaign(displayed), &self.spans, &mut self.switch, &mut self.intents);
    }

    /// What is happening, the two worlds in numbers, or the question before the campaign.
    fn story(&mut self, ui: &mut Ui, displayed: &Displayed) {
        if self.plan.tab == Tab::Twin {
            return twin::numbers(ui, displayed);
        }
        if self.bet.is_asked() {
            return self.bet.show(ui, &displayed.record);
        }
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_min_height(self.story_height);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new(tr!("story-title")).size(SMALL).color(SOFT_INK));
            for line in &self.story {
                ui.label(RichText::new(line).size(SMALL));
            }
            self.story_height = ui.min_rect().height();
        });
    }

    /// The charts have the room that the story leaves them, and at least that of two; then the story scrolls.
    pub(super) fn story_and_charts(&mut self, ui: &mut Ui, displayed: &Displayed) {
        // Of the two worlds the numbers say what is what.
        let has_legend = self.plan.tab != Tab::Twin;
        let of_charts = charts::LEAST_HEIGHT + if has_legend { charts::LEGEND_HEIGHT } else { 0.0 };
        let room = (ui.available_height() - of_charts - ui.spacing().item_spacing.y).max(LEAST_STORY);
        let story = ScrollArea::vertical().id_salt("story").max_height(room).min_scrolled_height(room);
        story.auto_shrink([false, true]).show(ui, |ui| self.story(ui, displayed));
        let height = ui.available_height();
        self.show_charts(ui, displayed, Room { height, takes_wheel: true, has_legend });
    }
}

/// What must accompany everything the model shows.
pub fn note(ui: &mut Ui) {
    Panel::bottom("note").resizable(false).show_separator_line(false).frame(Frame::new()).show(ui, |ui| {
        ui.add(Label::new(RichText::new(not_evidence()).size(SMALL).color(SOFT_INK)).wrap());
    });
}
