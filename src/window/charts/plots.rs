//! Three series and the yearly harvest over one time axis, with the days of the campaign shaded behind them. What is drawn solid is the
//! run; dashed is the same land without the campaign, once the two differ. Scales do not change from run to run, unless numbers go
//! beyond them.
//!
//! The value under the pointer appears in each chart's heading, where it hides no data and no finger hides it.

use bevy_egui::egui::{self, Color32, Id, Label, Layout, RichText, Sense, Stroke, Ui, Vec2, emath::Align, pos2, vec2};
use egui_plot::{Bar, BarChart, GridInput, GridMark, HLine, Line, LineStyle, Plot, PlotPoints, PlotUi, Span, VLine};

use crate::engine::landscape::Landscape;
use crate::output::words::{number, round_number, short_date};
use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;
use crate::window::bet::Guess;
use crate::window::panels::theme::{
    CAMPAIGN, CAMPAIGN_SHADE, GRAIN, GRAIN_AREA, GRAIN_EDGE, INK, LINE, PEST, PEST_AREA, SMALL, SOFT_INK, SPARROW,
    SPARROW_AREA, card, font,
};
use crate::window::why;

use super::data::{TimeAxis, round_up, thin};
use super::spans::CampaignSpan;

/// Width of the numbers to the left of each chart; the same for all, so that their time axes line up.
const SCALE_WIDTH: f32 = 64.0;
const HEADING_HEIGHT: f32 = 20.0;
const YEARS_HEIGHT: f32 = 20.0;
/// The smallest and the largest height of one chart's plot.
const PLOT_HEIGHT: std::ops::RangeInclusive<f32> = 48.0..=190.0;
/// Share of the height that stays free above the highest number on the scale.
const HEADROOM: f64 = 0.1;
/// Where the scale has numbers, as fractions of the highest.
const SCALE_PARTS: [f64; 3] = [0.0, 0.5, 1.0];

/// From this width on, a chart's heading has room to say which animals are counted.
const COUNTED_WIDTH: f32 = 360.0;

/// A daily series.
struct Series {
    name: &'static str,
    unit: &'static str,
    /// Which animals are counted, where the name does not say it.
    counted: &'static str,
    line: Color32,
    swatch: Color32,
    area: Color32,
    value: fn(&DayRow) -> f64,
    /// The least that the scale goes up to, on so many hectares of cropland.
    least_top: fn(f64) -> f64,
}

/// The least that the scale of harvests goes up to, t/ha.
const LEAST_HARVEST: f64 = 2.0;

const SERIES: [Series; 3] = [
    Series {
        name: "Sparrows",
        unit: "per hectare",
        counted: "",
        line: SPARROW,
        swatch: SPARROW,
        area: SPARROW_AREA,
        value: |row| row.sparrows_per_ha,
        least_top: |_| 10.0,
    },
    Series {
        name: "Pests",
        unit: "per m²",
        counted: ", from the third instar",
        line: PEST,
        swatch: PEST,
        area: PEST_AREA,
        value: |row| row.pests_per_m2,
        least_top: |_| 5.0,
    },
    Series {
        name: "Standing grain",
        unit: "t",
        counted: "",
        line: GRAIN_EDGE,
        swatch: GRAIN,
        area: GRAIN_AREA,
        value: |row| row.standing_grain_kg / 1000.0,
        least_top: |cropland_ha| round_up(cropland_ha),
    },
];

/// What the charts show.
#[derive(Clone, Copy)]
pub struct ChartsOf<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The record so far.
    pub record: &'a Record,
    /// The same without the campaign, once the two differ.
    pub twin: Option<&'a Record>,
    /// When the campaign was on.
    pub spans: &'a [CampaignSpan],
    /// What the person thought the harvests would be.
    pub bet: &'a [Guess],
}

/// What all charts of one frame have in common.
struct Frame<'a> {
    of: ChartsOf<'a>,
    axis: TimeAxis,
    height: f32,
    /// Where the pointer was over any of the charts in the last frame.
    pointed: Option<f64>,
}

impl Frame<'_> {
    /// Cropland of the scenario, ha.
    fn cropland_ha(&self) -> f64 {
        let land = &self.of.scenario.landscape;
        let fields = f64::from(land.fields_wide * land.fields_high);
        let shares = [land.wheat_maize_share, land.sweet_potato_share, land.early_rice_share, land.single_rice_share];
        fields * f64::from(Landscape::from(land).field_ha() * shares.iter().sum::<f32>())
    }
}

/// Shows the charts in the available width, as tall as `height` allows. Returns the year of a harvest that was pressed and is lower
/// than without the campaign.
pub fn show(ui: &mut Ui, of: ChartsOf, height: f32) -> Option<u64> {
    let Some(today) = of.record.days.last() else {
        invite(ui, height);
        return None;
    };
    let pointed_id = Id::new("pointed day of the charts");
    let axis = TimeAxis::new(of.scenario.start, of.scenario.end, today.date);
    let headings = 5.0 * (HEADING_HEIGHT + 4.0) + YEARS_HEIGHT;
    let frame = Frame {
        of,
        axis,
        height: ((height - headings) / 4.0).clamp(*PLOT_HEIGHT.start(), *PLOT_HEIGHT.end()),
        pointed: ui.data(|data| data.get_temp::<Option<f64>>(pointed_id)).flatten(),
    };
    let row = frame.pointed.and_then(|x| row_at(of.record, axis, x));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = HEADING_HEIGHT;
        let mut pointed = None;
        legend_line(ui, row.unwrap_or(today), frame.of.twin.is_some());
        for series in &SERIES {
            pointed = pointed.or(series_chart(ui, &frame, series, row.unwrap_or(today)));
        }
        let of_harvests = harvest_chart(ui, &frame);
        pointed = pointed.or(of_harvests);
        ui.data_mut(|data| data.insert_temp(pointed_id, pointed));
        let asked =
            of_harvests.and_then(|x| axis.year_at(x)).and_then(|year| why::year_at(of.record, of.twin, year))?;
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        ui.input(|input| input.pointer.primary_clicked()).then_some(asked)
    })
    .inner
}

fn invite(ui: &mut Ui, height: f32) {
    card().show(ui, |ui| {
        ui.set_min_size(vec2(ui.available_width(), (height - 30.0).clamp(90.0, 220.0)));
        ui.vertical_centered(|ui| {
            ui.add_space(18.0);
            ui.label(RichText::new("Press Play").size(20.0));
            ui.label("Sparrows, pests, grain and harvests are drawn here, day by day.");
        });
    });
}

/// The day whose values are in the headings, and what the shading and the dashes mean.
fn legend_line(ui: &mut Ui, row: &DayRow, has_twin: bool) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{} (model)", short_date(row.date))).size(SMALL).color(SOFT_INK));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new("campaign on").size(SMALL).color(SOFT_INK));
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, 13.0), Sense::hover());
            ui.painter().rect_filled(rect, 0.0, CAMPAIGN_SHADE);
            for x in [rect.left(), rect.right()] {
                ui.painter().line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], (1.0, CAMPAIGN));
            }
            if has_twin {
                ui.add_space(4.0);
                ui.label(RichText::new("without it").size(SMALL).color(SOFT_INK));
                let (rect, _) = ui.allocate_exact_size(vec2(22.0, 13.0), Sense::hover());
                let ends = [rect.left_center(), rect.right_center()];
                ui.painter().extend(egui::Shape::dashed_line(&ends, (1.6, INK), 5.0, 3.0));
            }
        });
    });
}

fn heading(ui: &mut Ui, name: &str, unit: &str, colour: Color32, value: &str) {
    ui.horizontal(|ui| {
        ui.set_height(HEADING_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
        ui.painter().rect_filled(rect, 2.0, colour);
        ui.label(RichText::new(name).size(15.0).strong());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(value).size(15.0));
            // The unit has the room that is left.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(unit).size(SMALL).color(SOFT_INK)).truncate());
            });
        });
    });
}

fn row_at(record: &Record, axis: TimeAxis, x: f64) -> Option<&DayRow> {
    let first = axis.x(record.days.first()?.date);
    let index = (x - first).floor();
    if index < 0.0 { None } else { record.days.get(index as usize) }
}

fn series_chart(ui: &mut Ui, frame: &Frame, series: &Series, row: &DayRow) -> Option<f64> {
    let days = &frame.of.record.days;
    // Where there is no room for it, only the map's legend says it.
    let counted = if ui.available_width() >= COUNTED_WIDTH { series.counted } else { "" };
    let (unit, value) = (format!("{}{counted}", series.unit), number((series.value)(row)));
    heading(ui, series.name, &unit, series.swatch, &format!("{value} {}", series.unit));
    let of_twin = frame.of.twin.map_or(&[][..], |twin| &twin.days);
    let most = days.iter().chain(of_twin).map(series.value).fold(0.0, f64::max);
    let top = round_up(most).max((series.least_top)(frame.cropland_ha()));
    let first_x = days.first().map_or(0.0, |row| frame.axis.x(row.date));
    let span = frame.axis.span();
    // One column for each pixel of the part of the axis that has data.
    let share = days.len() as f64 / (span.end() - span.start());
    let columns = (f64::from(ui.available_width() * ui.pixels_per_point()) * share.min(1.0)).ceil();
    let points_of = |days: &[DayRow]| thin(days.iter().map(series.value), first_x, columns.max(1.0) as usize);
    let points = points_of(days);
    plot(ui, frame, series.name, top, false, |plot| {
        let area = Line::new(series.name, PlotPoints::from(points.clone())).color(series.area).width(0.0);
        plot.line(area.fill(0.0).fill_alpha(1.0));
        grid(plot, frame, top);
        if !of_twin.is_empty() {
            let line = Line::new("", PlotPoints::from(points_of(of_twin))).color(series.line).width(1.2);
            plot.line(line.style(LineStyle::dashed_dense()));
        }
        plot.line(Line::new(series.name, PlotPoints::from(points)).color(series.line).width(1.6));
    })
}

fn harvest_chart(ui: &mut Ui, frame: &Frame) -> Option<f64> {
    let harvests = &frame.of.record.harvests;
    let yield_t = |year: &HarvestRow| year.reaped_kg_per_cropland_ha / 1000.0;
    let year = frame.pointed.and_then(|x| frame.axis.year_at(x));
    let shown = match year {
        Some(year) => harvests.iter().find(|harvest| harvest.year == year as u64),
        None => harvests.iter().rev().find(|harvest| harvest.is_whole_year()).or(harvests.last()),
    };
    let value = shown.map_or(String::new(), |harvest| {
        let part = if harvest.is_whole_year() { "" } else { " so far" };
        format!("{}{part}: {} t/ha", harvest.year, number(yield_t(harvest)))
    });
    heading(ui, "Harvest", "t per hectare of cropland", GRAIN, &value);
    let of_twin = frame.of.twin.map_or(&[][..], |twin| &twin.harvests);
    let guesses = yields_of(frame.of.bet, harvests);
    let most = harvests.iter().chain(of_twin).map(yield_t).chain(guesses.iter().map(|(_, yield_t)| *yield_t));
    let top = round_up(most.fold(0.0, f64::max)).max(LEAST_HARVEST);
    let bars = harvests
        .iter()
        .map(|harvest| {
            let span = frame.axis.year_span(harvest.year as i16);
            let fill = if harvest.is_whole_year() { GRAIN } else { GRAIN_AREA };
            Bar::new((span.start() + span.end()) / 2.0, yield_t(harvest))
                .width(0.62 * (span.end() - span.start()))
                .fill(fill)
                .stroke(Stroke::new(1.0, GRAIN_EDGE))
        })
        .collect();
    // The twin's as a dashed line across its year, where the bars end.
    let across = |harvest: &HarvestRow| {
        let span = frame.axis.year_span(harvest.year as i16);
        let (middle, half) = ((span.start() + span.end()) / 2.0, 0.42 * (span.end() - span.start()));
        Line::new("", vec![[middle - half, yield_t(harvest)], [middle + half, yield_t(harvest)]])
    };
    plot(ui, frame, "Harvest", top, true, |plot| {
        grid(plot, frame, top);
        for (year, yield_t) in guesses {
            plot.line(outline(frame, year, yield_t));
        }
        plot.bar_chart(BarChart::new("Harvest", bars));
        for harvest in of_twin.iter().filter(|harvest| harvest.is_whole_year()) {
            plot.line(across(harvest).color(INK).width(1.4).style(LineStyle::dashed_dense()));
        }
    })
}

/// What the person thought, t per hectare of cropland, with the years.
fn yields_of(bet: &[Guess], harvests: &[HarvestRow]) -> Vec<(i16, f64)> {
    let Some(any) = harvests.iter().rev().find(|year| year.reaped_kg > 0.0) else { return Vec::new() };
    let per_t = any.reaped_kg_per_cropland_ha / any.reaped_kg;
    bet.iter().map(|guess| (guess.year as i16, guess.harvest_t * per_t)).collect()
}

/// A dotted bar behind that of its year, a little wider: dashed is what was lived without the campaign.
fn outline(frame: &Frame, year: i16, yield_t: f64) -> Line<'static> {
    let span = frame.axis.year_span(year);
    let (middle, half) = ((span.start() + span.end()) / 2.0, 0.38 * (span.end() - span.start()));
    let [left, right] = [middle - half, middle + half];
    let corners = vec![[left, 0.0], [left, yield_t], [right, yield_t], [right, 0.0]];
    Line::new("", corners).color(INK).width(1.2).style(LineStyle::dotted_dense())
}

/// The lines of the scale and between the years. They are drawn over areas, which hide what is behind them.
fn grid(plot: &mut PlotUi, frame: &Frame, top: f64) {
    for x in frame.axis.year_starts() {
        plot.vline(VLine::new("", x).color(LINE).width(1.0));
    }
    for part in SCALE_PARTS {
        plot.hline(HLine::new("", part * top).color(LINE).width(1.0));
    }
}

/// A chart with the common time axis. Returns where on the axis the pointer is.
fn plot(
    ui: &mut Ui,
    frame: &Frame,
    name: &str,
    top: f64,
    with_years: bool,
    content: impl FnOnce(&mut PlotUi),
) -> Option<f64> {
    let labels = frame.axis.labels(((ui.available_width() - SCALE_WIDTH) / 42.0) as usize);
    let label_at = labels.clone();
    let spacing = labels.get(1).map_or(365.0, |second| second.0 - labels[0].0);
    let response = Plot::new(name)
        .height(frame.height + if with_years { YEARS_HEIGHT } else { 0.0 })
        .show_axes([with_years, true])
        .show_grid(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        // A finger on a chart scrolls the panel.
        .sense(Sense::hover())
        .set_margin_fraction(Vec2::ZERO)
        .grid_spacing(1.0..=2.0)
        .x_grid_spacer(move |_| labels.iter().map(|&(value, _)| GridMark { value, step_size: spacing }).collect())
        .y_grid_spacer(move |_: GridInput| {
            SCALE_PARTS.map(|part| GridMark { value: part * top, step_size: 0.5 * top }).to_vec()
        })
        .custom_x_axes(vec![
            egui_plot::AxisHints::new_x()
                .min_thickness(YEARS_HEIGHT)
                .label_spacing(1.0..=2.0)
                .tick_label_color(INK)
                .tick_label_font(font(SMALL))
                .formatter(move |mark, _| {
                    let year = label_at.iter().find(|(x, _)| (x - mark.value).abs() < 1.0);
                    year.map_or(String::new(), |(_, year)| year.to_string())
                }),
        ])
        .custom_y_axes(vec![
            egui_plot::AxisHints::new_y()
                .min_thickness(SCALE_WIDTH)
                .label_spacing(1.0..=2.0)
                .tick_label_color(INK)
                .tick_label_font(font(SMALL))
                .formatter(|mark, _| round_number(mark.value)),
        ])
        .show(ui, |plot| {
            let span = frame.axis.span();
            plot.set_plot_bounds_x(span);
            plot.set_plot_bounds_y(0.0..=top * (1.0 + HEADROOM));
            for campaign in frame.of.spans {
                let (first, end) = (frame.axis.x(campaign.first), frame.axis.x(campaign.last) + 1.0);
                let shade = Span::new("", first..=end).fill(CAMPAIGN_SHADE);
                plot.span(shade.border(Stroke::new(1.0, CAMPAIGN)));
            }
            content(plot);
            if let Some(x) = frame.pointed {
                plot.vline(VLine::new("", x).color(INK).width(1.0));
            }
        });
    let pointer = response.response.hover_pos()?;
    Some(response.transform.value_from_position(pointer).x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::rows::rows;
    use jiff::civil::date;

    #[test]
    fn the_row_under_the_pointer_is_that_days() {
        // Any point within a day gives that day's row; before the first and after the last there is none.
        let record = Record { days: rows(date(1957, 2, 1), 10, |_, _| ()), ..Record::default() };
        let axis = TimeAxis::new(date(1957, 2, 1), date(1957, 12, 31), date(1957, 2, 10));
        let at = |x| row_at(&record, axis, x).map(|row| row.date);
        assert_eq!(at(31.0), Some(date(1957, 2, 1)));
        assert_eq!(at(31.99), Some(date(1957, 2, 1)));
        assert_eq!(at(40.5), Some(date(1957, 2, 10)));
        assert_eq!(at(30.9), None);
        assert_eq!(at(41.0), None);
    }
}
