//! Three series and the yearly harvest over one time axis, with the days of the campaign shaded behind them. What is drawn solid is the
//! run; dashed is the same land without the campaign, once the two differ. A line stands at the present day, and what was lived
//! after it is paler. Scales do not change from run to run, unless numbers go beyond them.
//!
//! The value under the pointer appears in each chart's heading, where it hides no data and no finger hides it. Whoever presses goes
//! to that day.

use bevy_egui::egui::{
    self, CursorIcon, Id, Label, Layout, RichText, Sense, Stroke, Ui, Vec2, emath::Align, pos2, vec2,
};
use egui_plot::{Bar, BarChart, Line, LineStyle, PlotPoints};

use crate::engine::landscape::Landscape;
use crate::output::words::{number, short_date};
use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;
use crate::window::bet::Guess;
use crate::window::live_run::displayed::TwinRun;
use crate::window::live_run::rows::Ahead;
use crate::window::panels::theme::{
    CAMPAIGN_LINE, CAMPAIGN_SHADE, GRAIN, GRAIN_AREA, GRAIN_EDGE, INK, PEST, PEST_AREA, SMALL, SOFT_INK, SPARROW,
    SPARROW_AREA, Token, card, paler, strong,
};
use crate::window::why;

use super::axes::{Pointed, grid, plot};
use super::data::{TimeAxis, round_up, thin};
use super::spans::CampaignSpan;

pub(super) const HEADING_HEIGHT: f32 = 20.0;
pub(super) const YEARS_HEIGHT: f32 = 20.0;
/// The smallest and the largest height of one chart's plot.
const PLOT_HEIGHT: std::ops::RangeInclusive<f32> = 40.0..=190.0;

/// From this width on, a chart's heading has room to say which animals are counted.
const COUNTED_WIDTH: f32 = 360.0;

/// A daily series.
struct Series {
    name: &'static str,
    unit: &'static str,
    /// Which animals are counted, where the name does not say it.
    counted: &'static str,
    line: Token,
    swatch: Token,
    area: Token,
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
        swatch: GRAIN_EDGE,
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
    /// The record up to the present day.
    pub record: &'a Record,
    /// What was lived after it.
    pub ahead: &'a Ahead,
    /// The same without the campaign, once the two differ.
    pub twin: Option<&'a TwinRun>,
    /// When the campaign was on, after the present day too.
    pub spans: &'a [CampaignSpan],
    /// The time axis.
    pub axis: TimeAxis,
    /// What the person thought the harvests would be.
    pub bet: &'a [Guess],
}

/// Where somebody has pressed on the charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// On a day, by the number of days simulated up to it.
    Day(u32),
    /// On the harvest of a year that is lower than without the campaign.
    Loss(u64),
}

/// What all charts of one frame have in common.
pub(super) struct Frame<'a> {
    pub of: ChartsOf<'a>,
    pub axis: TimeAxis,
    pub height: f32,
    /// Where the pointer was over any of the charts in the last frame.
    pub pointed: Option<f64>,
    /// Where the present day is.
    pub today: f64,
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

/// Shows the charts in the available width, as tall as `height` allows. Returns where somebody has pressed.
pub fn show(ui: &mut Ui, of: ChartsOf, height: f32) -> Option<Pressed> {
    let Some(today) = of.record.days.last().or(of.ahead.days.last()) else {
        invite(ui, height);
        return None;
    };
    let pointed_id = Id::new("pointed day of the charts");
    let headings = 5.0 * (HEADING_HEIGHT + 4.0) + YEARS_HEIGHT;
    let frame = Frame {
        of,
        axis: of.axis,
        height: ((height - headings) / 4.0).clamp(*PLOT_HEIGHT.start(), *PLOT_HEIGHT.end()),
        pointed: ui.data(|data| data.get_temp::<Option<f64>>(pointed_id)).flatten(),
        today: of.axis.x(of.scenario.start) + of.record.days.len() as f64 - 1.0,
    };
    let row = frame.pointed.and_then(|x| row_at(&of, x)).unwrap_or(today);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = HEADING_HEIGHT;
        legend_line(ui, row, frame.of.twin.is_some());
        let mut pointed = Pointed::default();
        for series in &SERIES {
            pointed = pointed.or(series_chart(ui, &frame, series, row));
        }
        let of_harvests = harvest_chart(ui, &frame);
        pointed = pointed.or(of_harvests);
        ui.data_mut(|data| data.insert_temp(pointed_id, pointed.over));
        let loss_at =
            |x| of.axis.year_at(x).and_then(|year| why::year_at(of.record, of.twin.map(|twin| &twin.record), year));
        if of_harvests.over.and_then(loss_at).is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        match of_harvests.clicked.and_then(loss_at) {
            Some(year) => Some(Pressed::Loss(year)),
            None => pointed.pressed.map(|x| Pressed::Day(of.axis.day_at(of.scenario.start, x))),
        }
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
        let model = if ui.available_width() < 320.0 { "" } else { " (model)" };
        ui.label(RichText::new(format!("{}{model}", short_date(row.date))).size(SMALL).color(SOFT_INK));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new("campaign on").size(SMALL).color(SOFT_INK));
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, 13.0), Sense::hover());
            ui.painter().rect_filled(rect, 0.0, CAMPAIGN_SHADE);
            for x in [rect.left(), rect.right()] {
                ui.painter().line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], (1.0, CAMPAIGN_LINE));
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

fn heading(ui: &mut Ui, name: &str, unit: &str, colour: Token, value: &str) {
    ui.horizontal(|ui| {
        ui.set_height(HEADING_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
        ui.painter().rect_filled(rect, 2.0, colour);
        ui.label(strong(name).size(15.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(value).size(15.0));
            // The unit has the room that is left.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(unit).size(SMALL).color(SOFT_INK)).truncate());
            });
        });
    });
}

/// The row of the day at `x`, if it has been lived.
fn row_at<'a>(of: &ChartsOf<'a>, x: f64) -> Option<&'a DayRow> {
    let index = of.axis.day_at(of.scenario.start, x).checked_sub(1)? as usize;
    let (past, ahead) = (&of.record.days, &of.ahead.days);
    past.get(index).or_else(|| ahead.iter().rev().nth(index - past.len()))
}

/// The points of a series up to the present day, and of what was lived after it.
fn points_of(
    record: &Record,
    ahead: &Ahead,
    value: fn(&DayRow) -> f64,
    first_x: f64,
    columns: f64,
) -> [Vec<[f64; 2]>; 2] {
    let all = (record.days.len() + ahead.days.len()).max(1) as f64;
    // One column for each pixel of the part of the axis that has data.
    let columns = |days: usize| (columns * days as f64 / all).ceil().max(1.0) as usize;
    let past = thin(record.days.iter().map(value), first_x, columns(record.days.len()));
    let from = first_x + record.days.len() as f64;
    let mut after = thin(ahead.days.iter().rev().map(value), from, columns(ahead.days.len()));
    if let (Some(last), false) = (record.days.last(), after.is_empty()) {
        after.insert(0, [from - 1.0, value(last)]);
    }
    [past, after]
}

fn series_chart(ui: &mut Ui, frame: &Frame, series: &Series, row: &DayRow) -> Pointed {
    let of = &frame.of;
    // Where there is no room for it, only the map's legend says it.
    let counted = if ui.available_width() >= COUNTED_WIDTH { series.counted } else { "" };
    let (unit, value) = (format!("{}{counted}", series.unit), number((series.value)(row)));
    heading(ui, series.name, &unit, series.swatch, &format!("{value} {}", series.unit));
    let most =
        |record: &Record, ahead: &Ahead| record.days.iter().chain(&ahead.days).map(series.value).fold(0.0, f64::max);
    let of_twin = of.twin.map_or(0.0, |twin| most(&twin.record, &twin.ahead));
    let top = round_up(most(of.record, of.ahead).max(of_twin)).max((series.least_top)(frame.cropland_ha()));
    let first_x = frame.axis.x(of.scenario.start);
    let span = frame.axis.span();
    let lived = (of.record.days.len() + of.ahead.days.len()) as f64;
    let share = (lived / (span.end() - span.start())).min(1.0);
    let columns = f64::from(ui.available_width() * ui.pixels_per_point()) * share;
    let points = |record: &Record, ahead: &Ahead| points_of(record, ahead, series.value, first_x, columns);
    let [past, after] = points(of.record, of.ahead);
    plot(ui, frame, series.name, top, false, |plot| {
        for (points, area) in [(&past, *series.area), (&after, paler(series.area))] {
            let area = Line::new(series.name, PlotPoints::from(points.clone())).color(area).width(0.0);
            plot.line(area.fill(0.0).fill_alpha(1.0));
        }
        grid(plot, frame, top);
        let colours = [*series.line, paler(series.line)];
        if let Some(twin) = of.twin {
            for (points, colour) in points(&twin.record, &twin.ahead).into_iter().zip(colours) {
                let line = Line::new("", PlotPoints::from(points)).color(colour).width(1.2);
                plot.line(line.style(LineStyle::dashed_dense()));
            }
        }
        for (points, colour) in [past, after].into_iter().zip(colours) {
            plot.line(Line::new(series.name, PlotPoints::from(points)).color(colour).width(1.6));
        }
    })
}

fn harvest_chart(ui: &mut Ui, frame: &Frame) -> Pointed {
    let (now, harvests) = (&frame.of.record.harvests, &frame.of.ahead.harvests);
    let yield_t = |year: &HarvestRow| year.reaped_kg_per_cropland_ha / 1000.0;
    let year = frame.pointed.and_then(|x| frame.axis.year_at(x));
    let shown = match year {
        Some(year) => harvests.iter().find(|harvest| harvest.year == year as u64),
        None => now.iter().rev().find(|harvest| harvest.is_whole_year()).or(now.last()),
    };
    let value = shown.map_or(String::new(), |harvest| {
        let part = if harvest.is_whole_year() { "" } else { " so far" };
        format!("{}{part}: {} t/ha", harvest.year, number(yield_t(harvest)))
    });
    heading(ui, "Harvest", "t per hectare of cropland", GRAIN_EDGE, &value);
    let of_twin = frame.of.twin.map_or(&[][..], |twin| &twin.ahead.harvests);
    let guesses = yields_of(frame.of.bet, harvests);
    let most = harvests.iter().chain(of_twin).map(yield_t).chain(guesses.iter().map(|(_, yield_t)| *yield_t));
    let top = round_up(most.fold(0.0, f64::max)).max(LEAST_HARVEST);
    let bars = harvests
        .iter()
        .map(|harvest| {
            let span = frame.axis.year_span(harvest.year as i16);
            let is_past = now.iter().any(|past| past == harvest);
            let fill = if harvest.is_whole_year() && is_past { GRAIN } else { GRAIN_AREA };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::rows::rows;
    use jiff::civil::date;

    #[test]
    fn the_row_under_the_pointer_is_that_days() {
        // Any point within a day gives that day's row, also after the present day; before the first and after the last there is none.
        let mut record = Record { days: rows(date(1957, 2, 1), 10, |_, _| ()), ..Record::default() };
        let mut ahead = Ahead::default();
        ahead.move_to(&mut record, 4);
        let axis = TimeAxis::new(date(1957, 2, 1), date(1957, 12, 31), date(1957, 2, 10));
        let scenario = Scenario { start: date(1957, 2, 1), ..Scenario::default() };
        let of =
            ChartsOf { scenario: &scenario, record: &record, ahead: &ahead, twin: None, spans: &[], bet: &[], axis };
        let at = |x| row_at(&of, x).map(|row| row.date);
        assert_eq!(at(31.0), Some(date(1957, 2, 1)));
        assert_eq!(at(31.99), Some(date(1957, 2, 1)));
        assert_eq!(at(34.5), Some(date(1957, 2, 4)));
        assert_eq!(at(35.0), Some(date(1957, 2, 5)));
        assert_eq!(at(40.5), Some(date(1957, 2, 10)));
        assert_eq!(at(30.9), None);
        assert_eq!(at(41.0), None);
    }
}
