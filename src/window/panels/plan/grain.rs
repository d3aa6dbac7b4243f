//! Where the grain of a whole year went, beside what the record says about it.

use bevy_egui::egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};

use crate::record::history::NationalSeries;
use crate::record::series::HarvestRow;
use crate::scenario::sources::{FIGURES, PROCURED_SHARE, Standing};
use crate::window::charts::grain_flow::flows;
use crate::window::charts::sankey;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;

use super::super::intent::Intent;
use super::super::tabs::choice;
use super::super::theme::{SMALL, SOFT_INK, TOUCH};
use super::super::words::long_date;
use super::PlanView;
use super::sources::{in_short, link};

/// Width of the title, and of a button with a year.
const TITLE_WIDTH: f32 = 360.0;
const YEAR_WIDTH: f32 = 72.0;
/// Space for what is under the picture.
const BELOW: f32 = 62.0;

/// Shows the grain of the chosen year, or of the last whole one.
pub fn show(ui: &mut Ui, plan: &mut PlanView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let whole: Vec<&HarvestRow> = displayed.record.harvests.iter().filter(|year| year.is_whole_year()).collect();
    let chosen = whole.iter().find(|year| plan.year == Some(year.year)).or(whole.last());
    let Some(year) = chosen else {
        let first = displayed.scenario.start;
        let end = if first == first.first_of_year() {
            first
        } else {
            first.first_of_year().saturating_add(jiff::Span::new().years(1))
        };
        let text = tr!("grain-no-year-yet", day = long_date(end.last_of_year()));
        ui.add(Label::new(text).wrap());
        return;
    };
    let title = tr!("grain-title", year = year.year);
    let heading = RichText::new(&title).size(20.0);
    let is_beside = ui.available_width() >= TITLE_WIDTH + YEAR_WIDTH * whole.len() as f32;
    ui.horizontal_wrapped(|ui| {
        if is_beside {
            ui.allocate_ui_with_layout(vec2(TITLE_WIDTH, TOUCH), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(TITLE_WIDTH, TOUCH));
                ui.label(heading.clone());
            });
        }
        for other in &whole {
            if choice(ui, &other.year.to_string(), other.year == year.year).clicked() {
                plan.year = Some(other.year);
            }
        }
    });
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("grain").auto_shrink(false).show(ui, |ui| {
        let top = ui.cursor().top();
        if !is_beside {
            ui.add(Label::new(heading).wrap());
        }
        ui.add(Label::new(RichText::new(tr!("grain-unit")).size(SMALL).color(SOFT_INK)).wrap());
        let used = ui.cursor().top() - top;
        sankey::show(ui, &flows(year), height - used - BELOW, &title);
        if record(ui, year) {
            plan.seek(PROCURED_SHARE, intents);
        }
    });
}

/// What the record says about the share procured; whether it was asked where that comes from.
fn record(ui: &mut Ui, year: &HarvestRow) -> bool {
    let shares = NationalSeries::Procurement.describe().figures;
    let Some(&(_, share, standing)) = shares.iter().find(|(of, ..)| *of == year.year) else { return false };
    let Some(figure) = FIGURES.iter().find(|figure| figure.id == PROCURED_SHARE) else { return false };
    let model = 100.0 * year.society.procured_kg / year.reaped_kg.max(1.0);
    let [record, here] = [100.0 * share, model].map(|percent| format!("{percent:.1}"));
    let says = match standing {
        Standing::Unverified => tr!("plan-grain-procured-unverified", year = year.year, record = record, here = here),
        _ => tr!("plan-grain-procured", year = year.year, record = record, here = here),
    };
    link(ui, &says, &in_short(standing, figure)).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the share procured that stands beside the model's is one that its figure names.
    #[test]
    fn shares_are_those_of_their_figure() {
        let Some(figure) = FIGURES.iter().find(|figure| figure.id == PROCURED_SHARE) else { panic!() };
        for (year, share, standing) in NationalSeries::Procurement.describe().figures {
            let named = format!("{:.1} % ", 100.0 * share).trim_end().to_owned();
            let is_named = figure.says.contains(&named) && figure.says.contains(&year.to_string());
            assert!(is_named || *standing != Standing::Source, "{year}");
        }
    }
}
