//! The panel of a field: how it is, who may be followed there, and its years beside those of the same land without the campaign.

use bevy::prelude::Vec2;
use bevy_egui::egui::{
    Align2, Button, Color32, Rect, RichText, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::output::words::{count, number, round_number, round_up};
use crate::timeline::field_years::YearOfField;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::field_past::FieldPast;
use crate::window::live_run::following::Wanted;
use crate::window::panels::intent::Intent;
use crate::window::panels::legend;
use crate::window::panels::theme::{
    self, CAMPAIGN_LINE, CAMPAIGN_SHADE, GRAIN, GRAIN_EDGE, INK, LEAF, LINE, SMALL, SOFT_INK, TOUCH, strong,
};
use crate::window::panels::tips;

use super::Subject;
use super::panel::{head, small};

const CHART_HEIGHT: f32 = 74.0;

/// A number of a year of a field.
struct Quantity {
    name: String,
    unit: String,
    of: fn(&YearOfField) -> u16,
    fill: Color32,
    edge: Color32,
}

/// Shows it.
pub fn show(ui: &mut Ui, cell: u32, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let picture = &displayed.picture;
    let Some(field) = picture.fields.get(cell as usize) else { return };
    let ha = f64::from(picture.side_m * picture.side_m) / 10_000.0;
    ScrollArea::vertical().id_salt("field").auto_shrink([false, true]).show(ui, |ui| {
        head(ui, &legend::title(field), intents);
        small(ui, &tr!("follow-field", field = count(cell.into()), ha = number(ha)));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for line in legend::deeds_lines(field, &picture.deeds).into_iter().chain(legend::lines(field, ha)) {
                ui.label(RichText::new(line).size(SMALL));
            }
        });
        let column_and_row = Vec2::new((cell % picture.size.x) as f32, (cell / picture.size.x) as f32);
        let place_m = (column_and_row + 0.5) * picture.side_m;
        ui.horizontal_wrapped(|ui| {
            let mut button = |there: bool, word: String, subject: Subject| {
                if there && ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).clicked() {
                    intents.push(Intent::Look(Some(subject)));
                }
            };
            if let Some(id) = displayed.following.id {
                button(true, tr!("follow-back"), Subject::Agent(Wanted::Agent(id)));
            }
            let flock = Subject::Agent(Wanted::Flock { place_m, bits: None });
            button(!picture.flocks.is_empty(), tr!("follow-nearest-flock"), flock);
            button(field.pests > 0, tr!("follow-band-here"), Subject::Agent(Wanted::Band { place_m }));
            // The chain compares with the same land without the campaign.
            let why = Button::new(tr!("follow-why")).min_size(vec2(TOUCH, TOUCH));
            if displayed.parted_twin().is_some() && ui.add(why).clicked() {
                intents.push(Intent::WhyOfField(cell));
            }
        });
        let Some(past) = displayed.field.as_ref().filter(|past| past.cell == cell) else { return };
        let has_twin = displayed.parted_twin().is_some();
        years(ui, past, has_twin, field.land.is_cropland(), displayed);
    });
}

fn years(ui: &mut Ui, past: &FieldPast, has_twin: bool, is_cropland: bool, displayed: &Displayed) {
    let quantities = [
        Quantity {
            name: tr!("follow-years-harvest"),
            unit: tr!("follow-kg-per-ha"),
            of: |year| year.reaped_kg_per_ha,
            fill: *GRAIN,
            edge: *GRAIN_EDGE,
        },
        Quantity {
            name: tr!("follow-years-leaf-lost"),
            unit: tr!("follow-kg-per-ha"),
            of: |year| year.leaf_eaten_kg_per_ha,
            fill: theme::paler(LEAF),
            edge: *LEAF,
        },
        Quantity {
            name: tr!("follow-years-killed"),
            unit: tr!("follow-birds"),
            of: |year| year.sparrows_killed,
            fill: *CAMPAIGN_SHADE,
            edge: *CAMPAIGN_LINE,
        },
    ];
    ui.add_space(4.0);
    ui.label(strong(tr!("follow-years")));
    let words = match has_twin {
        true => tr!("follow-years-bars-without"),
        false => tr!("follow-years-bars"),
    };
    small(ui, &words);
    for quantity in quantities.iter().skip(usize::from(!is_cropland)) {
        chart(ui, quantity, past, has_twin, displayed);
    }
}

/// The years of one quantity.
fn chart(ui: &mut Ui, quantity: &Quantity, past: &FieldPast, has_twin: bool, displayed: &Displayed) {
    let today = displayed.record.days.last().map(|row| row.date);
    let (first, last) = (displayed.scenario.start.year(), displayed.scenario.end.year());
    let last = last.max(today.map_or(first, |today| today.year()));
    // A year that was lived further than the present day is shown as far as that.
    let present = today.filter(|today| *today != today.last_of_year()).map(|today| today.year());
    let value = |world: usize, year: i16| -> Option<f32> {
        let whole = if world == 0 { &past.run } else { &past.twin };
        let is_past = today.is_some_and(|today| year <= today.year());
        let of_year = if present == Some(year) { past.so_far[world].as_ref() } else { whole.get(&year) };
        of_year.filter(|_| is_past && (world == 0 || has_twin)).map(|year| f32::from((quantity.of)(year)))
    };
    let values = (first..=last).flat_map(|year| [value(0, year), value(1, year)]).flatten();
    let largest = values.fold(0.0, f32::max);
    if largest == 0.0 {
        return small(ui, &tr!("follow-years-none", quantity = &quantity.name));
    }
    let most = round_up(largest.into()) as f32;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        ui.label(RichText::new(&quantity.name).size(SMALL));
        let scale = tr!("follow-years-up-to", unit = &quantity.unit, most = round_number(most.into()));
        ui.label(RichText::new(scale).size(SMALL).color(SOFT_INK));
    });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CHART_HEIGHT), Sense::hover());
    let plot = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 18.0));
    let painter = ui.painter();
    painter.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, LINE));
    let slot = plot.width() / f32::from(last - first + 1);
    let mut told = None;
    for year in first..=last {
        let left = plot.left() + slot * f32::from(year - first);
        let bar = |value: f32, inset: f32| {
            let top = plot.bottom() - (plot.height() - 2.0) * value / most;
            Rect::from_min_max(pos2(left + inset * slot, top), pos2(left + (1.0 - inset) * slot, plot.bottom()))
        };
        if let Some(value) = value(0, year) {
            let fill = if present == Some(year) { theme::paler(quantity.fill) } else { quantity.fill };
            painter.rect(bar(value, 0.22), 0.0, fill, Stroke::new(1.0, quantity.edge), StrokeKind::Inside);
        }
        if let Some(value) = value(1, year) {
            let frame = bar(value, 0.12);
            let corners = [frame.left_bottom(), frame.left_top(), frame.right_top(), frame.right_bottom()];
            painter.extend(Shape::dashed_line(&corners, Stroke::new(1.6, INK), 4.0, 3.0));
        }
        let middle = pos2(left + 0.5 * slot, rect.bottom());
        let label = if slot >= 36.0 { year.to_string() } else { format!("{:02}", year % 100) };
        painter.text(middle, Align2::CENTER_BOTTOM, label, theme::font(SMALL), *SOFT_INK);
        if response.hover_pos().is_some_and(|at| (left..left + slot).contains(&at.x)) {
            told = value(0, year).map(|own| in_words(year, own, value(1, year), &quantity.unit));
        }
    }
    if let Some(text) = told {
        tips::beside_the_panel(ui, response, text);
    }
}

fn in_words(year: i16, own: f32, twin: Option<f32>, unit: &str) -> String {
    let own = number(own.into());
    match twin {
        Some(twin) => {
            tr!("follow-year-without", year = year, number = own, unit = unit, without = number(twin.into()))
        }
        None => tr!("follow-year", year = year, number = own, unit = unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_told_with_its_twin() {
        assert_eq!(in_words(1959, 2310.0, None, "kg/ha"), "1959: 2,310 kg/ha");
        assert_eq!(in_words(1959, 0.0, Some(12.0), "birds"), "1959: 0 birds; without the campaign 12.0");
    }
}
