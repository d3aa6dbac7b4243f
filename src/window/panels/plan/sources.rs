//! What the historical figures rest on: each with its standing in words, its citation, and what it is used for.

use bevy_egui::egui::text::{LayoutJob, TextFormat};
use bevy_egui::egui::{
    Align, Color32, Label, Response, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, WidgetType, vec2,
};

use crate::scenario::Lever;
use crate::scenario::sources::{FIGURES, Figure, Standing};
use crate::window::language::{documented, tr};

use super::super::theme::{self, ACCENT, BUTTON, INK, SMALL, SOFT_INK, TOUCH, font};
use super::super::words;
use super::PlanView;

/// Shows all figures.
pub fn show(ui: &mut Ui, plan: &mut PlanView) {
    ScrollArea::vertical().id_salt("sources").auto_shrink(false).show(ui, |ui| {
        ui.add(Label::new(tr!("sources-what-they-are")).wrap());
        for standing in Standing::ALL {
            ui.add(Label::new(RichText::new(words::standing(standing)).size(SMALL).color(SOFT_INK)).wrap());
        }
        let mut about = None;
        for (index, figure) in FIGURES.iter().enumerate() {
            if index == 0 || about != figure.lever {
                about = figure.lever;
                ui.add_space(6.0);
                ui.label(theme::strong(about.map_or_else(|| tr!("sources-harvests"), title)).size(17.0));
            }
            card(ui, figure, &mut plan.sought);
        }
        ui.add_space(6.0);
    });
}

fn title(lever: Lever) -> String {
    documented(lever.describe().title)
}

fn card(ui: &mut Ui, figure: &Figure, sought: &mut Option<(&'static str, bool)>) {
    let is_sought = sought.is_some_and(|(id, _)| id == figure.id);
    let frame = theme::card();
    let frame = if is_sought { frame.stroke(Stroke::new(2.5, ACCENT)) } else { frame };
    let response = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add(Label::new(documented(figure.says)).wrap());
        let (standing, citation) = (words::standing(figure.standing), documented(figure.full));
        let source = tr!("sources-citation", standing = standing, citation = citation);
        ui.add(Label::new(RichText::new(source).size(SMALL).color(INK)).wrap());
        let used_for = tr!("sources-used-for", what = documented(figure.used_for));
        ui.add(Label::new(RichText::new(used_for).size(SMALL).color(SOFT_INK)).wrap());
    });
    if let Some((id, false)) = sought
        && *id == figure.id
    {
        response.response.scroll_to_me(Some(Align::Center));
        *sought = Some((figure.id, true));
    }
}

/// A figure with its source in short, which leads to the rest.
pub fn figure_line(ui: &mut Ui, figure: &Figure) -> Response {
    link(ui, &documented(figure.says), &in_short(figure.standing, figure))
}

/// The source of a number of a figure, in short, with that number's standing.
pub fn in_short(standing: Standing, figure: &Figure) -> String {
    tr!("sources-in-short", standing = words::standing(standing), citation = documented(figure.short))
}

/// A sentence and, underlined, its source; a press on either leads there.
pub fn link(ui: &mut Ui, says: &str, source: &str) -> Response {
    let width = ui.available_width();
    let format = |size: f32, color: Color32| TextFormat { font_id: font(size), color, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.append(says, 0.0, format(15.5, *INK));
    job.append("\n", 0.0, format(SMALL, *INK));
    let underlined = TextFormat { underline: Stroke::new(1.0, ACCENT), ..format(SMALL, *ACCENT) };
    job.append(source, 0.0, underlined);
    let galley = ui.painter().layout_job(job);
    let height = (galley.size().y + 6.0).max(TOUCH);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, ui.is_enabled(), format!("{says} {source}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), 4.0, BUTTON);
    }
    let at = rect.left_center() - vec2(0.0, 0.5 * galley.size().y);
    ui.painter().galley(at, galley, *INK);
    response.on_hover_text(tr!("sources-link-tip"))
}
