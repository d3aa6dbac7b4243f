//! Daily series and the yearly harvest over one time axis, with the days of the campaign shaded behind them. What is drawn solid is the
//! run; dashed is the same land without the campaign, once the two differ; shaded is where other seeds are. A line stands at the
//! present day, and what was lived after it is paler. Scales do not change from run to run, unless numbers go beyond them.
//!
//! The value under the pointer appears in each chart's heading, where it hides no data and no finger hides it. Whoever presses goes
//! to that day.

use std::ops::{Range, RangeInclusive};

use bevy_egui::egui::{Color32, CursorIcon, Id, Label, Layout, RichText, Sense, Stroke, Ui, Vec2, emath::Align, vec2};
use egui_plot::{FilledArea, Line, LineStyle, PlotPoints, PlotUi};

use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::window::language::tr;
use crate::window::live_run::rows::Ahead;
use crate::window::panels::theme::{INK, SMALL, SOFT_INK, card, paler, strong};
use crate::window::why;

use super::axes::{Pointed, grid, plot};
use super::charts_of::ChartsOf;
use super::data::{TimeAxis, round_up, thin};
use super::harvests::{harvest_chart, yield_t};
use super::legend;
use super::series::{Chart, Land};
use super::spread::thin_band;
use super::view::{self, ChartView};

pub(super) const HEADING_HEIGHT: f32 = 20.0;
pub(super) const YEARS_HEIGHT: f32 = 20.0;
/// Space between two things.
const GAP: f32 = 2.0;
/// The smallest and the largest height of one chart's plot.
const PLOT_HEIGHT: [f32; 2] = [40.0, 190.0];
/// Height of two charts.
pub const LEAST_HEIGHT: f32 = 2.0 * LEAST_CHART + YEARS_HEIGHT;
/// Height of the legend line above charts.
pub const LEGEND_HEIGHT: f32 = HEADING_HEIGHT + GAP;
/// The least height of one chart.
const LEAST_CHART: f32 = HEADING_HEIGHT + PLOT_HEIGHT[0] + 2.0 * GAP;

/// From this width on, a chart's heading has room to say what is counted.
const COUNTED_WIDTH: f32 = 360.0;

/// The room that charts have.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Its height.
    pub height: f32,
    /// Whether a wheel over them widens their stretch of time. Otherwise it scrolls what they are in.
    pub takes_wheel: bool,
    /// Whether their legend is above them.
    pub has_legend: bool,
}

/// Where somebody has pressed on the charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// On a day, by the number of days simulated up to it.
    Day(u32),
    /// On the harvest of a year that is lower than without the campaign.
    Loss(u64),
    /// To see more of the charts.
    More,
}

/// What all charts of one frame have in common.
pub(super) struct Frame<'a> {
    pub of: ChartsOf<'a>,
    pub axis: TimeAxis,
    /// The stretch of time that is shown.
    pub span: RangeInclusive<f64>,
    pub height: f32,
    /// Where the pointer was over any of the charts in the last frame.
    pub pointed: Option<f64>,
    /// Where the present day is.
    pub today: f64,
    pub land: Land,
    /// Whether a wheel over them widens the stretch of time. Otherwise it scrolls what they are in.
    pub takes_wheel: bool,
}

impl<'a> Frame<'a> {
    /// Of charts of this height.
    pub(super) fn new(ui: &Ui, of: ChartsOf<'a>, view: &ChartView, (height, takes_wheel): (f32, bool)) -> Self {
        let pointed = ui.data(|data| data.get_temp::<Option<f64>>(pointed_id())).flatten();
        let (axis, span, today, land) = (of.axis, of.span(view), of.today_x(), Land::of(of.scenario));
        Self { of, axis, span, height, pointed, today, land, takes_wheel }
    }

    /// The highest number of a chart's scale.
    pub(super) fn top(&self, chart: Chart, view: &ChartView) -> f64 {
        top(&self.of, view, chart, &self.land)
    }
}

/// Where the day that is pointed at is remembered until the next frame.
pub(super) fn pointed_id() -> Id {
    Id::new("pointed day of the charts")
}

/// The highest number of a chart's scale: the same from run to run, unless something that is drawn is higher.
pub(super) fn top(of: &ChartsOf, view: &ChartView, chart: Chart, land: &Land) -> f64 {
    let yields = |harvests: &[HarvestRow]| harvests.iter().map(yield_t).fold(0.0, f64::max);
    let most = |record: &Record, ahead: &Ahead| match chart.daily() {
        Some(daily) => record.days.iter().chain(&ahead.days).map(|row| (daily.value)(row, land)).fold(0.0, f64::max),
        None => yields(&ahead.harvests),
    };
    let of_twin = of.twin.map_or(0.0, |twin| most(&twin.record, &twin.ahead));
    let of_seeds = view.spread().map_or(0.0, |spread| spread.most(chart));
    round_up(most(of.record, of.ahead).max(of_twin).max(of_seeds)).max(chart.least_top(land))
}

/// Shows as many charts as fit. Returns where somebody has pressed.
pub fn show(ui: &mut Ui, of: ChartsOf, view: &mut ChartView, room: Room) -> Option<Pressed> {
    let Some(today) = of.today() else {
        invite(ui, room.height);
        return None;
    };
    let height = room.height - if room.has_legend { LEGEND_HEIGHT } else { 0.0 };
    let charts = view.charts(fitting(height));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        ui.spacing_mut().interact_size.y = HEADING_HEIGHT;
        let pointed = ui.data(|data| data.get_temp::<Option<f64>>(pointed_id())).flatten();
        let row = pointed.and_then(|x| of.row_at(x)).unwrap_or(today);
        let more = room.has_legend && legend::line(ui, row, of.twin.is_some(), view);
        let pressed = charts_of(ui, of, view, &charts, (height, room.takes_wheel));
        if more { Some(Pressed::More) } else { pressed }
    })
    .inner
}

/// Shows some charts in this height.
pub(super) fn charts_of(
    ui: &mut Ui,
    of: ChartsOf,
    view: &mut ChartView,
    charts: &[Chart],
    (height, takes_wheel): (f32, bool),
) -> Option<Pressed> {
    let today = of.today()?;
    let each = (height - YEARS_HEIGHT) / charts.len().max(1) as f32 - HEADING_HEIGHT - 2.0 * GAP;
    let frame = Frame::new(ui, of, view, (each.clamp(PLOT_HEIGHT[0], PLOT_HEIGHT[1]), takes_wheel));
    let row = frame.pointed.and_then(|x| of.row_at(x)).unwrap_or(today);
    let (mut pointed, mut of_harvests) = (Pointed::default(), Pointed::default());
    for (index, chart) in charts.iter().enumerate() {
        let with_years = index + 1 == charts.len();
        let of_chart = match chart {
            Chart::Harvest => harvest_chart(ui, &frame, view, with_years),
            chart => series_chart(ui, &frame, view, *chart, (row, with_years)),
        };
        if *chart == Chart::Harvest {
            of_harvests = of_chart;
        }
        pointed = pointed.or(of_chart);
    }
    ui.data_mut(|data| data.insert_temp(pointed_id(), pointed.over));
    view.window = pointed.window.unwrap_or(view.window);
    let loss_at =
        |x| of.axis.year_at(x).and_then(|year| why::year_at(of.record, of.twin.map(|twin| &twin.record), year));
    if of_harvests.over.and_then(loss_at).is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    match of_harvests.clicked.and_then(loss_at) {
        Some(year) => Some(Pressed::Loss(year)),
        None => pointed.pressed.map(|x| Pressed::Day(of.axis.day_at(of.scenario.start, x))),
    }
}

/// How many charts fit in a height.
pub(super) fn fitting(height: f32) -> usize {
    ((height - YEARS_HEIGHT) / LEAST_CHART) as usize
}

/// The least height of what is shown before the first day.
pub const INVITATION: f32 = 120.0;

/// What is shown before the first day.
pub(super) fn invite(ui: &mut Ui, height: f32) {
    card().show(ui, |ui| {
        let margin = 30.0;
        ui.set_min_size(vec2(ui.available_width(), (height - margin).clamp(INVITATION - margin, 220.0)));
        ui.vertical_centered(|ui| {
            ui.add_space(18.0);
            ui.label(RichText::new(tr!("charts-invite")).size(20.0));
            ui.label(tr!("charts-invite-what"));
        });
    });
}

pub(super) fn heading(ui: &mut Ui, name: &str, unit: &str, colour: Color32, value: &str) {
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

/// The points of a series on some days, up to the present day and of what was lived after it, at most two for each column.
fn points_of(
    (record, ahead): (&Record, &Ahead),
    value: &dyn Fn(&DayRow) -> f64,
    first_x: f64,
    days: &Range<usize>,
    columns: f64,
) -> [Vec<[f64; 2]>; 2] {
    let lived = record.days.len();
    let all = days.len().max(1) as f64;
    // One column for each pixel of the part of the axis that has data.
    let columns = |days: usize| (columns * days as f64 / all).ceil().max(1.0) as usize;
    let past = &record.days[days.start.min(lived)..days.end.min(lived)];
    let past = thin(past.iter().map(value), first_x + days.start as f64, columns(past.len()));
    let (skipped, wanted) = (days.start.saturating_sub(lived), days.end.saturating_sub(days.start.max(lived)));
    let from = first_x + (lived + skipped) as f64;
    let after = ahead.days.iter().rev().skip(skipped).take(wanted);
    let mut after = thin(after.map(value), from, columns(wanted));
    if let (Some(last), false) = (past.last(), after.is_empty()) {
        after.insert(0, *last);
    }
    [past, after]
}

fn series_chart(
    ui: &mut Ui,
    frame: &Frame,
    view: &ChartView,
    chart: Chart,
    (row, with_years): (&DayRow, bool),
) -> Pointed {
    let (of, Some(daily)) = (&frame.of, chart.daily()) else { return Pointed::default() };
    // Where there is no room for it, only the map's legend says it.
    let unit = if ui.available_width() >= COUNTED_WIDTH { chart.unit_in_full() } else { chart.unit() };
    let value = |row: &DayRow| (daily.value)(row, &frame.land);
    let [line, swatch, area] = chart.colours();
    heading(ui, &chart.name(), &unit, swatch, &chart.value_in_words(value(row)));
    let top = frame.top(chart, view);
    let first_x = frame.axis.x(of.scenario.start);
    // A day more on either side, so that lines go to the edges.
    let days = of.days_in(&(frame.span.start() - 1.0..=frame.span.end() + 1.0));
    let share = (days.len() as f64 / (frame.span.end() - frame.span.start())).min(1.0);
    let columns = f64::from(ui.available_width() * ui.pixels_per_point()) * share;
    let points = |record: &Record, ahead: &Ahead| points_of((record, ahead), &value, first_x, &days, columns);
    let [past, after] = if view.has(view::Line::Run) { points(of.record, of.ahead) } else { Default::default() };
    let has_area = view.spread().is_none();
    plot(ui, frame, chart, top, with_years, |plot| {
        for (points, area) in [(&past, area), (&after, paler(area))].into_iter().filter(|_| has_area) {
            let area = Line::new("", PlotPoints::from(points.clone())).color(area).width(0.0);
            plot.line(area.fill(0.0).fill_alpha(1.0));
        }
        grid(plot, frame, top);
        bands(plot, view, chart, (first_x, columns));
        let colours = [line, paler(line)];
        if let Some(twin) = of.twin_in(view) {
            for (points, colour) in points(&twin.record, &twin.ahead).into_iter().zip(colours) {
                let line = Line::new("", PlotPoints::from(points)).color(colour).width(1.2);
                plot.line(line.style(LineStyle::dashed_dense()));
            }
        }
        for (points, colour) in [past, after].into_iter().zip(colours) {
            plot.line(Line::new("", PlotPoints::from(points)).color(colour).width(1.6));
        }
    })
}

/// How much of what is behind a band is hidden: with the campaign, and without.
pub(super) const BAND: [f32; 2] = [0.28, 0.14];

/// Where other seeds are: with the campaign in the chart's colour, without it in grey with thin edges.
fn bands(plot: &mut PlotUi, view: &ChartView, chart: Chart, (first_x, columns): (f64, f64)) {
    let Some(spread) = view.spread() else { return };
    for (world, colour) in [(1, *INK), (0, chart.colours()[0])] {
        let Some(band) = spread.daily(world, chart) else { continue };
        let thin = thin_band(band, first_x, (0.5 * columns) as usize);
        let xs: Vec<f64> = thin.iter().map(|(x, _)| *x).collect();
        let [low, high] = [0, 1].map(|end| thin.iter().map(|(_, ends)| ends[end]).collect::<Vec<f64>>());
        let area = FilledArea::new("", &xs, &low, &high).fill_color(colour.gamma_multiply(BAND[world]));
        plot.add(if world == 1 { area.stroke(Stroke::new(0.7, SOFT_INK)) } else { area });
    }
}
