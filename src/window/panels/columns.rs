//! What the panels beside or below the map hold: the day, the switch, what is happening, the charts.

use bevy_egui::egui::{Frame, Label, Panel, RichText, ScrollArea, Ui, UiBuilder};

use crate::window::charts::{self, Room};
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::why;

use super::state::PanelState;
use super::tabs::Tab;
use super::tallest::tallest;
use super::theme::{self, SMALL, SOFT_INK, font};
use super::words::not_evidence;
use super::{controls, story, toggle, twin};

/// Height of the charts in a narrow window, in which they scroll with everything else.
const SCROLLED_CHARTS: f32 = 330.0;
/// The least height of the story over the charts.
const LEAST_STORY: f32 = 80.0;
/// The lines of the story, as the room for each is called.
const LINES: [&str; 4] =
    ["sparrows of the story", "pests of the story", "harvest of the story", "last line of the story"];
const BETWEEN_LINES: f32 = 2.0;
/// What is left free, because sums of heights are not exact.
const SPARE: f32 = 1.0;

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
                self.story(ui, displayed, f32::INFINITY);
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
                let room = left.available_height();
                self.story(left, displayed, room);
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
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = BETWEEN_LINES;
            controls::day(ui, displayed);
        });
        toggle::show(ui, self.campaign(displayed), &self.spans, &mut self.switch, &mut self.intents);
    }

    /// What is happening, the two worlds in numbers, or the question before the campaign, in a room of some height.
    fn story(&mut self, ui: &mut Ui, displayed: &Displayed, room: f32) {
        if self.plan.tab == Tab::Twin {
            return in_room(ui, room, |ui| twin::numbers(ui, displayed));
        }
        if self.bet.is_asked() {
            return in_room(ui, room, |ui| self.bet.show(ui, &displayed.record));
        }
        let card = theme::card();
        let room = room - card.total_margin().sum().y;
        card.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = BETWEEN_LINES;
            // What comes before the first day may be longer, and there are no charts yet that would jump.
            let (usual, is_before) = (height_of_story(ui).min(room), displayed.record.days.is_empty());
            let scrolls =
                ScrollArea::vertical().id_salt("story").auto_shrink([false, is_before]).min_scrolled_height(0.0);
            scrolls.max_height(if is_before { room } else { usual }).show(ui, |ui| {
                if is_before {
                    ui.set_min_height(usual);
                }
                ui.label(RichText::new(tr!("story-title")).size(SMALL).color(SOFT_INK));
                for line in &self.story {
                    ui.label(RichText::new(line).size(SMALL));
                }
            });
        });
    }

    /// The panel beside the map: the day, the switch, what is happening, and charts. Where the window is too low for all that, it scrolls.
    pub(super) fn side(&mut self, ui: &mut Ui, displayed: &Displayed) {
        let height = ui.available_height();
        ScrollArea::vertical().id_salt("side").auto_shrink(false).show(ui, |ui| {
            let bottom = ui.cursor().top() + height;
            self.now(ui, displayed);
            self.story_and_charts(ui, displayed, bottom);
        });
    }

    /// The charts have the room that the story leaves them, and at least that of two; then the story scrolls. Before the first day there is
    /// nothing to draw, so the story may have it all.
    fn story_and_charts(&mut self, ui: &mut Ui, displayed: &Displayed, bottom: f32) {
        // Of the two worlds the numbers say what is what.
        let has_legend = self.plan.tab != Tab::Twin;
        let is_before = displayed.record.days.is_empty();
        let of_charts = match is_before {
            true => 0.0,
            false => charts::LEAST_HEIGHT + if has_legend { charts::LEGEND_HEIGHT } else { 0.0 },
        };
        let room = bottom - ui.cursor().top() - of_charts - ui.spacing().item_spacing.y - 2.0 * SPARE;
        self.story(ui, displayed, room.max(LEAST_STORY));
        let left = bottom - ui.cursor().top() - SPARE;
        if is_before && left < charts::INVITATION {
            return;
        }
        let takes_wheel = left >= of_charts;
        self.show_charts(ui, displayed, Room { height: left.max(of_charts), takes_wheel, has_legend });
    }
}

/// The height that the story has, whatever it tells.
fn height_of_story(ui: &Ui) -> f32 {
    let room = (font(SMALL), ui.available_width());
    let title = tallest(ui, "title of the story", room.clone(), || vec![tr!("story-title")]);
    let line = |(index, name): (usize, &str)| {
        BETWEEN_LINES + tallest(ui, name, room.clone(), || story::longest()[index].clone())
    };
    title + LINES.into_iter().enumerate().map(line).sum::<f32>() + 1.0
}

/// Shows something that scrolls where there is too little room for it.
fn in_room(ui: &mut Ui, room: f32, content: impl FnOnce(&mut Ui)) {
    if room.is_infinite() {
        return content(ui);
    }
    let scrolls = ScrollArea::vertical().id_salt("in a room").max_height(room).min_scrolled_height(room);
    scrolls.auto_shrink([false, true]).show(ui, content);
}

/// What must accompany everything the model shows.
pub fn note(ui: &mut Ui) {
    Panel::bottom("note").resizable(false).show_separator_line(false).frame(Frame::new()).show(ui, |ui| {
        ui.add(Label::new(RichText::new(not_evidence()).size(SMALL).color(SOFT_INK)).wrap());
    });
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::epaint::ClippedShape;
    use bevy_egui::egui::{Shape, vec2};
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::window::charts::series::Chart;
    use crate::window::language::{Language, within};
    use crate::window::test_support::overflow::is_in_sight;
    use crate::window::test_support::run::displayed_on;
    use crate::window::test_support::ui::TestUi;

    /// How high the heading of the first chart is.
    fn first_chart(shapes: &[ClippedShape]) -> Option<f32> {
        let name = Chart::FIRST[0].name();
        let of = |shape: &ClippedShape| match &shape.shape {
            Shape::Text(text) if text.galley.text() == name => Some(text.pos.y),
            _ => None,
        };
        shapes.iter().find_map(of)
    }

    /// Contract: over a whole run, and whatever is told of it, the first chart stays where it is, in windows of each size.
    #[test]
    fn charts_stay_where_they_are() {
        let days: Vec<_> = (0..1150).step_by(23).map(|day| date(1957, 1, 20) + (day as i64).days()).collect();
        let moments: Vec<Displayed> = days.into_iter().map(displayed_on).collect();
        for size in [(1024.0, 640.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0), (540.0, 1800.0)] {
            for language in [Language::English, Language::Pseudo] {
                let (mut test_ui, mut state) = (TestUi::of_size(vec2(size.0, size.1)), PanelState::default());
                let mut seen: Vec<(f32, Vec<String>)> = Vec::new();
                let mut look = |state: &mut PanelState, displayed: &Displayed| {
                    for _ in 0..2 {
                        test_ui.frame(|ui| _ = state.panels(ui.ctx(), displayed));
                    }
                    let at = first_chart(test_ui.shapes()).unwrap_or_else(|| panic!("no chart in {size:?}"));
                    seen.push((at, state.story.clone()));
                };
                within(language, || {
                    for displayed in &moments {
                        state.digest(displayed);
                        // The question before the campaign is longer, and goes once it is answered.
                        if !state.bet.is_asked() {
                            look(&mut state, displayed);
                        }
                    }
                    let longest = story::longest();
                    for (index, lines) in longest.iter().enumerate() {
                        for line in lines {
                            state.story = longest.iter().map(|lines| lines[0].clone()).collect();
                            state.story[index].clone_from(line);
                            look(&mut state, &moments[moments.len() - 1]);
                        }
                    }
                });
                assert!(seen.len() > 60, "{}", seen.len());
                let (first, _) = seen[0];
                let moved = seen.iter().find(|(at, _)| (at - first).abs() > 0.1);
                assert!(moved.is_none(), "{size:?}, {language:?}: {first}, then {moved:?}");
            }
        }
    }

    /// Contract: in English, in windows of each size, all of the story is seen at once, whatever it tells.
    #[test]
    fn the_story_has_room() {
        let displayed = displayed_on(date(1959, 8, 20));
        for size in [(1024.0, 640.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
            let (mut test_ui, mut state) = (TestUi::of_size(vec2(size.0, size.1)), PanelState::default());
            state.digest(&displayed);
            let longest = story::longest();
            for line in 0..longest.iter().map(Vec::len).max().unwrap_or(0) {
                state.story = longest.iter().map(|lines| lines[line % lines.len()].clone()).collect();
                for _ in 0..2 {
                    test_ui.frame(|ui| _ = state.panels(ui.ctx(), &displayed));
                }
                for told in &state.story {
                    assert!(is_in_sight(test_ui.shapes(), told), "{size:?}: {told}");
                }
            }
        }
    }
}
