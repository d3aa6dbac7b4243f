//! The help: what one can do, and all keys by what they are about, made from their table.

use bevy_egui::egui::{Align, Context, Label, Layout, Margin, RichText, Ui, vec2};
use strum::VariantArray;

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;

use super::intent::Intent;
use super::keys::{self, Group, Shortcut};
use super::picker::{scroll, title_row};
use super::plan::PlanView;
use super::theme::{self, SMALL, SOFT_INK};

/// From this width on, the groups are in two columns.
const TWO_COLUMNS: f32 = 640.0;
/// The column of the keys.
const CAPS_WIDTH: f32 = 124.0;
const CAP_HEIGHT: f32 = 24.0;

/// Width that the help would like to have.
pub fn width(ctx: &Context) -> f32 {
    if ctx.content_rect().width() >= TWO_COLUMNS + 100.0 { 860.0 } else { 440.0 }
}

/// Shows it. `height` is what a dialog may have.
pub fn show(ui: &mut Ui, displayed: &Displayed, plan: &PlanView, height: f32, intents: &mut Vec<Intent>) {
    title_row(ui, &tr!("help-title"), intents);
    scroll((height - 60.0).max(80.0)).show(ui, |ui| {
        ui.label(theme::strong(tr!("help-what-to-do")).size(17.0));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            for line in [tr!("help-the-switch"), tr!("help-the-time"), tr!("help-the-land"), tr!("help-the-why")] {
                ui.add(Label::new(RichText::new(line).size(15.0)).wrap());
            }
        });
        ui.add_space(10.0);
        ui.label(theme::strong(tr!("help-keys")).size(17.0));
        ui.label(RichText::new(tr!("help-other-ways")).size(SMALL).color(SOFT_INK));
        if ui.available_width() >= TWO_COLUMNS {
            ui.columns_const(|[left, right]| {
                for group in [Group::Time, Group::Run, Group::Map, Group::Show] {
                    lines(left, group, displayed, plan);
                }
                for group in [Group::Window, Group::Overlays] {
                    lines(right, group, displayed, plan);
                }
            });
        } else {
            Group::VARIANTS.iter().for_each(|group| lines(ui, *group, displayed, plan));
        }
    });
}

fn lines(ui: &mut Ui, group: Group, displayed: &Displayed, plan: &PlanView) {
    ui.add_space(10.0);
    ui.label(theme::strong(group.title()).size(17.0));
    ui.spacing_mut().interact_size.y = CAP_HEIGHT;
    ui.spacing_mut().item_spacing.y = 3.0;
    let of_group: Vec<Shortcut> =
        keys::all().filter(|line| line.group == group && line.is_of(displayed, plan)).collect();
    for (labels, does) in rows(&of_group) {
        ui.horizontal(|ui| {
            let caps = vec2(CAPS_WIDTH, CAP_HEIGHT);
            ui.allocate_ui_with_layout(caps, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(caps);
                ui.spacing_mut().item_spacing.x = 5.0;
                labels.iter().for_each(|label| cap(ui, label));
            });
            ui.add(Label::new(RichText::new(does).size(15.0)).wrap());
        });
    }
}

/// The keys and what they do, those that do the same in one row.
fn rows(lines: &[Shortcut]) -> Vec<(Vec<String>, String)> {
    let row = |alike: &[Shortcut]| {
        let presses = alike.iter().flat_map(|line| line.presses.iter().flatten());
        let mut labels: Vec<String> = presses.map(|press| press.label()).collect();
        labels.dedup();
        (labels, alike[0].does())
    };
    lines.chunk_by(Shortcut::is_like).map(row).collect()
}

/// A key, as it looks on a keyboard.
fn cap(ui: &mut Ui, label: &str) {
    theme::card().inner_margin(Margin::symmetric(7, 1)).corner_radius(5).show(ui, |ui| {
        ui.label(theme::strong(label).size(SMALL));
    });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::scenario::{Document, open};
    use crate::window::test_support::ui::TestUi;

    /// Contract: where a scenario has everything, the help has every key of the table, and what it does.
    #[test]
    fn the_help_has_every_key() {
        let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!() };
        let displayed = Displayed::new(scenario);
        let mut plan = PlanView::default();
        plan.digest(&displayed);
        let mut told = Vec::new();
        for group in Group::VARIANTS {
            let of_group: Vec<_> =
                keys::all().filter(|line| line.group == *group && line.is_of(&displayed, &plan)).collect();
            told.extend(rows(&of_group));
        }
        for line in keys::all() {
            let label = line.presses[0].map(|press| press.label()).unwrap_or_default();
            let is_told = |(labels, does): &(Vec<String>, String)| labels.contains(&label) && *does == line.does();
            assert!(told.iter().any(is_told), "{line:?}");
        }
        // Those that move the map are one line, and no others are.
        assert_eq!(told.len(), keys::all().count() - 3);
    }

    /// Contract: it is drawn at every size of the window, with nothing beyond it.
    #[test]
    fn the_help_fits() {
        let displayed = Displayed::new(crate::scenario::Scenario::default());
        for size in [vec2(640.0, 480.0), vec2(1024.0, 640.0), vec2(1920.0, 1080.0), vec2(540.0, 960.0)] {
            let mut test_ui = TestUi::of_size(size);
            let mut used = vec2(0.0, 0.0);
            for _ in 0..3 {
                test_ui.frame(|ui| {
                    ui.set_width(width(ui.ctx()).min(size.x - 76.0));
                    show(ui, &displayed, &PlanView::default(), size.y - 76.0, &mut Vec::new());
                    used = ui.min_rect().size();
                });
            }
            assert!(used.x <= size.x - 60.0 && used.y <= size.y - 30.0, "{used} in {size}");
        }
    }
}
