//! The panels around the map: where they are at each size of the window. What they hold is in `columns`.
//!
//! Wide windows have the day, the switch, the story and the charts on the right and the time line under the map;
//! tall ones have everything under the map. What does not fit scrolls.

use bevy::prelude::*;
use bevy::window::{FileDragAndDrop, PrimaryWindow, WindowCloseRequested};
use bevy_egui::EguiContexts;
use bevy_egui::egui::{self, CentralPanel, Color32, Context, Frame, Id, Label, Margin, Panel, RichText, Ui, vec2};

use crate::window::follow::InView;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};
use crate::window::map::camera::{Inspected, MapArea, MapMoves};
use crate::window::map::land::Land;
use crate::window::map::showing::Showing;
use crate::window::map::view::View;
use crate::window::preferences::{Desktop, Preferences};
use crate::window::screen;
use crate::window::why;

use super::PanelOptions;
use super::browse::Purpose;
use super::columns::note;
use super::focus;
use super::intent::Intent;
use super::introduction;
use super::picker::Dialog;
use super::state::PanelState;
use super::tabs::Tab;
use super::theme::{self, INK, PAPER};
use super::{controls, legend, pointed, title};

/// Approximate height of the bars above and below the map.
const BARS_HEIGHT: f32 = 142.0;
/// Approximate width that the legend takes beside a square map.
pub(super) const LEGEND_WIDTH: f32 = 190.0;

/// The least size that the plan has beside the other panels; with less, it takes their place.
const PLAN_SIZE: egui::Vec2 = vec2(600.0, 400.0);

/// In a window that is smaller than this, and wide, the side panel is a drawer.
const DRAWER_BELOW: egui::Vec2 = vec2(1024.0, 640.0);

/// Width of the panel that explains a harvest, where half of the window has it.
const WHY_WIDTH: f32 = 536.0;

pub(super) fn take_files(mut files: MessageReader<FileDragAndDrop>, mut state: ResMut<PanelState>) {
    for event in files.read() {
        state.file_hovers = matches!(event, FileDragAndDrop::HoveredFile { .. });
        if let FileDragAndDrop::DroppedFile { path_buf, .. } = event {
            state.intents.push(Intent::Load(path_buf.clone()));
        }
    }
}

/// Whoever asks twice to close the window means it.
pub(super) fn take_close_requests(mut requests: MessageReader<WindowCloseRequested>, mut state: ResMut<PanelState>) {
    for _ in requests.read() {
        let asks_again = state.dialog == Dialog::Leave;
        state.intents.push(if asks_again { Intent::LeaveNow } else { Intent::Leave });
    }
}

#[expect(clippy::too_many_arguments, reason = "panels show everything")]
pub(super) fn show(
    mut contexts: EguiContexts,
    mut window: Single<&mut Window, With<PrimaryWindow>>,
    (options, desktop): (Res<PanelOptions>, Res<Desktop>),
    (mut preferences, mut moves): (ResMut<Preferences>, ResMut<MapMoves>),
    displayed: Res<Displayed>,
    driver: Res<Driver>,
    (inspected, view, land): (Res<Inspected>, Res<View>, Res<Land>),
    (mut area, mut showing, mut in_view): (ResMut<MapArea>, ResMut<Showing>, ResMut<InView>),
    mut state: ResMut<PanelState>,
    mut exit: MessageWriter<AppExit>,
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let state = &mut *state;
    let (size, factor) = (window.size(), window.scale_factor());
    ctx.set_zoom_factor(preferences.zoom(size, factor));
    if options.is_changed() {
        state.pose(&options);
    }
    if !state.has_begun {
        state.has_begun = true;
        theme::apply(ctx);
        // From the next frame on its fonts are there.
        return Ok(());
    }
    let is_still = preferences.has_reduced_motion(desktop.less_motion);
    theme::put_on(ctx, preferences.look(desktop.look), is_still);
    state.take_chosen_file();
    state.digest(&displayed);
    state.painted = land.pictures().cloned();
    if options.is_scripted {
        // They come and go with the time, and with how fast the computer is.
        state.time.withdraw();
        state.offers.withdraw();
        state.harvest_offer.withdraw();
        state.marks_told.withdraw();
    }
    if let Some(subject) = options.scene.look.and_then(|look| state.follow.by_itself(look, &displayed)) {
        state.intents.push(Intent::Look(Some(subject)));
    }
    state.read_keys(ctx, &displayed);

    let map = state.panels(ctx, &displayed);
    let free = state.corners(ctx, map, &displayed, &view);
    if !state.plan.is_open() {
        state.lag.show(ctx, map, &displayed, land.pictures().map(|[run, _]| run.days_done));
    }
    state.dialogs(ctx, &displayed, &preferences);
    focus::show(ctx);

    let is_covered = state.dialog != Dialog::None || state.plan.is_open();
    let is_taken = is_covered || is_pointer_taken(ctx, map);
    if let Some((world, field)) = &inspected.0
        && !is_taken
        && !options.is_scripted
    {
        // What is told is of the day that is seen.
        let painted = state.on_the_land(&displayed);
        let pictures = [*world, 1 - world].map(|world| &*painted[world]);
        if !pictures[0].fields.is_empty() {
            legend::inspect(ctx, free, field.cell, pictures, state.overlay_in_sight());
            let lines = state.outline.of(displayed.run, pictures[0], field.cell);
            pointed::draw(ctx, map, (&view, &showing), *world, lines);
        }
    }
    let mut wanted = state.maps(free, map, ctx.zoom_factor());
    wanted.0.pointer_is_taken = is_taken;
    wanted.1.is_still = is_still;
    // While the plan is in its place, the map stays as it was.
    if state.plan.is_open() && !area.rect.is_empty() {
        wanted = (MapArea { rect: area.rect, seen: area.seen, ..wanted.0 }, *showing);
    }
    if !is_covered {
        state.follow.draw(ctx, map, &displayed, (&view, &showing));
        if !state.chooser_is_open {
            state.follow.take_taps((ctx, map), &displayed, (&view, &showing), &mut state.intents);
        }
    }
    in_view.set_if_neq(InView(state.follow.kept_in_view(&displayed)));
    area.set_if_neq(wanted.0);
    showing.set_if_neq(wanted.1);
    state.twin.watch(showing.needs_twin(), &driver);
    if !options.is_scripted {
        state.wait_for_dialogs(&displayed, &driver);
    }
    for intent in std::mem::take(&mut state.intents) {
        let leaves = match intent {
            Intent::Leave => options.is_scripted || !displayed.is_unsaved,
            Intent::LeaveNow => true,
            _ => false,
        };
        match &intent {
            Intent::Prefer(preference) => preferences.change(*preference, size, factor),
            Intent::FullScreen => screen::toggle_full_screen(&mut window),
            Intent::MoveMap(how) => moves.0.push(*how),
            Intent::ShowScenarios if preferences.recent.iter().any(|path| !path.is_file()) => {
                preferences.forget_vanished()
            }
            _ => {}
        }
        if leaves {
            exit.write(AppExit::Success);
        } else {
            state.carry_out(intent, &displayed, &driver);
        }
        if let Some(path) = state.picker.read.take() {
            preferences.remember(&path);
        }
    }
    Ok(())
}

fn is_pointer_taken(ctx: &Context, map: egui::Rect) -> bool {
    let Some(pointer) = ctx.input(|input| input.pointer.latest_pos()) else { return false };
    let is_over_a_card = ctx.layer_id_at(pointer).is_some_and(|layer| layer.order != egui::Order::Background);
    // A drag that began on the map still belongs to it over a panel.
    let is_outside = !map.contains(pointer) && !ctx.input(|input| input.pointer.any_down());
    ctx.egui_is_using_pointer() || is_over_a_card || is_outside
}

impl PanelState {
    /// Shows the panels and returns the rest of the window, where the map is.
    pub(super) fn panels(&mut self, ctx: &Context, displayed: &Displayed) -> egui::Rect {
        let screen = ctx.viewport_rect();
        let builder = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(screen);
        let mut root = Ui::new(ctx.clone(), Id::new("panels"), builder);
        if let Some(failure) = &displayed.failure {
            bar(&mut root, "failure", &tr!("run-has-stopped", failure = failure));
        }
        if let Some(notice) = &displayed.notice {
            bar(&mut root, "notice", notice);
        }
        let frame = Frame::new().fill(*PAPER).inner_margin(Margin::symmetric(16, 12));
        let is_small = screen.width() < DRAWER_BELOW.x || screen.height() < DRAWER_BELOW.y;
        let has_drawer =
            is_small && screen.width() >= screen.height() && !matches!(self.plan.tab, Tab::Why | Tab::Charts);
        let drawer = has_drawer.then_some(!self.drawer_is_closed);
        if screen.width() >= screen.height() {
            // The land is usually square: the panel gets what a square leaves free, except for the legend.
            let free = screen.width() - (screen.height() - BARS_HEIGHT) - LEGEND_WIDTH;
            let width = free.clamp(330.0, 620.0).min(0.5 * screen.width());
            if self.plan.tab == Tab::Why {
                let width = WHY_WIDTH.min(0.5 * screen.width());
                Panel::right("why").resizable(false).exact_size(width).frame(frame).show(&mut root, |ui| {
                    note(ui);
                    why::show(ui, &self.why, displayed, &mut self.intents);
                });
            } else if self.plan.tab == Tab::Charts {
                let width = WHY_WIDTH.min(0.5 * screen.width());
                let side = Panel::right("large charts").resizable(false).exact_size(width).frame(frame);
                side.show(&mut root, |ui| {
                    note(ui);
                    self.large_charts(ui, displayed);
                });
            } else if drawer != Some(false) && (!self.plan.is_open() || screen.width() - width >= PLAN_SIZE.x) {
                let side = Panel::right("side").resizable(false).exact_size(width).frame(frame);
                side.show(&mut root, |ui| {
                    note(ui);
                    if self.follow.is_open() {
                        controls::day(ui, displayed);
                        return self.follow.show(ui, displayed, &mut self.intents);
                    }
                    self.side(ui, displayed);
                });
            }
            let mut is_open = drawer;
            title::show(&mut root, displayed, is_open.as_mut(), &mut self.intents);
            self.drawer_is_closed ^= is_open != drawer;
            self.time_bar(&mut root, displayed);
        } else {
            title::show(&mut root, displayed, None, &mut self.intents);
            let height = (0.5 * screen.height()).min(760.0);
            if !self.plan.is_open() || screen.height() - height - BARS_HEIGHT >= PLAN_SIZE.y {
                Panel::bottom("below").resizable(false).exact_size(height).frame(frame).show(&mut root, |ui| {
                    note(ui);
                    self.below(ui, displayed);
                });
            }
            self.time_bar(&mut root, displayed);
        }
        let rest = root.available_rect_before_wrap();
        if self.plan.is_open() {
            CentralPanel::default().frame(frame).show(&mut root, |ui| {
                self.plan.show(ui, displayed, &mut self.intents);
                if self.plan.tab == Tab::Parameters {
                    self.parameters.show(ui, displayed, self.plan.is_there(), &mut self.intents);
                }
            });
        }
        rest
    }

    /// Lets the run wait while a dialog hides it.
    fn wait_for_dialogs(&mut self, displayed: &Displayed, driver: &Driver) {
        let is_open = self.dialog != Dialog::None;
        if is_open && displayed.playing && !self.waits {
            driver.send(Command::Pause);
            self.waits = true;
        } else if !is_open && self.waits {
            // It may have come to the end of the scenario meanwhile.
            if displayed.record.days.last().is_none_or(|row| row.date != displayed.scenario.end) {
                driver.send(Command::Play);
            }
            self.waits = false;
        }
    }

    /// A file that was chosen in the system's dialog is read, or written.
    fn take_chosen_file(&mut self) {
        match self.picker.browser.chosen() {
            Some((Purpose::Open, path)) => self.intents.push(Intent::Load(path)),
            Some((Purpose::Save(what, _), path)) => {
                // There it says what became of it.
                self.dialog = Dialog::Save;
                self.picker.save.save_chosen(what, path, &mut self.intents);
            }
            None => {}
        }
    }

    pub(super) fn dialogs(&mut self, ctx: &Context, displayed: &Displayed, preferences: &Preferences) {
        match &self.dialog {
            Dialog::None => {}
            Dialog::Introduction => introduction::show(ctx, displayed.record.days.is_empty(), &mut self.intents),
            dialog => {
                let shown = (displayed, &self.plan, preferences);
                self.picker.show(ctx, dialog, shown, &mut self.intents);
            }
        }
        if self.file_hovers {
            let layer = egui::LayerId::new(egui::Order::Foreground, Id::new("file hovers"));
            let (painter, screen) = (ctx.layer_painter(layer), ctx.content_rect());
            painter.rect_filled(screen, 0.0, Color32::from_black_alpha(150));
            let card = egui::Rect::from_center_size(screen.center(), vec2(440.0_f32.min(screen.width()), 90.0));
            painter.rect_filled(card, 14.0, PAPER);
            let text = tr!("drop-the-file");
            painter.text(card.center(), egui::Align2::CENTER_CENTER, text, theme::font(26.0), *INK);
        }
    }
}

/// What went wrong, where nobody can miss it.
fn bar(root: &mut Ui, id: &'static str, text: &str) {
    let frame = Frame::new().fill(*theme::FAILURE).inner_margin(Margin::symmetric(16, 10));
    Panel::top(id).frame(frame).show(root, |ui| {
        ui.add(Label::new(RichText::new(text).color(Color32::WHITE)).wrap().selectable(true));
    });
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::pos2;

    use super::*;
    use crate::window::panels::state::tests::displayed;
    use crate::window::panels::toggle::Switch;
    use crate::window::test_support::ui::TestUi;

    #[test]
    fn panels_that_nobody_touches_send_no_intent() {
        // This holds whatever effort and speed the run has, and however long they are shown.
        let (mut test_ui, mut state) = (TestUi::default(), PanelState::default());
        for tick in 0..400_u16 {
            let effort = f32::from(tick.wrapping_mul(7919) % 1001) / 1000.0;
            let mut displayed = displayed(effort, 3);
            displayed.asked_days_per_s = 0.01 + 731.0 * f32::from(tick.wrapping_mul(631) % 401) / 400.0;
            displayed.playing = tick % 2 == 0;
            state.digest(&displayed);
            test_ui.frame(|ui| _ = state.panels(ui.ctx(), &displayed));
            assert_eq!(state.intents, [], "effort {effort}, {} days/s", displayed.asked_days_per_s);
        }
    }

    #[test]
    fn one_press_is_one_intent() {
        // Presses all over the panel find the switch and the effort, and none of them means two things at once.
        let (mut test_ui, mut state) = (TestUi::default(), PanelState::default());
        state.switch = Switch::with_effort();
        let displayed = displayed(0.637, 3);
        let mut intents = Vec::new();
        let across =
            [1070.0, 1225.0].into_iter().flat_map(|x| (0..130_u16).map(move |step| (x, 6.0 * f32::from(step))));
        for (x, y) in across {
            let at = pos2(x, y);
            for press in [TestUi::move_to, TestUi::press, TestUi::release] {
                press(&mut test_ui, at);
                state.digest(&displayed);
                test_ui.frame(|ui| _ = state.panels(ui.ctx(), &displayed));
            }
            assert!(state.intents.len() <= 1, "{:?}", state.intents);
            intents.append(&mut state.intents);
        }
        assert!(intents.iter().any(|intent| matches!(intent, Intent::Effort(_))), "{intents:?}");
        assert!(intents.contains(&Intent::Campaign(0.0)), "{intents:?}");
    }
}
