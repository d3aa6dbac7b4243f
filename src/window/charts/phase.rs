//! One number against another, day by day: the run as a path, plum while the campaign is on, and the twin's dashed, with arrowheads the
//! way that time goes; the present day as a dot, and each year where it is in July. Whoever presses goes to the nearest day.

use std::f32::consts::TAU;

use bevy_egui::egui::{Align2, Color32, ComboBox, Label, Pos2, Rect, RichText, Sense, Ui, Vec2};
use egui_plot::{AxisHints, GridMark, HLine, Line, LineStyle, Plot, PlotPoint, PlotUi, Points, Polygon, Text, VLine};

use crate::record::series::DayRow;
use crate::window::language::tr;
use crate::window::live_run::displayed::Edition;
use crate::window::panels::theme::{CAMPAIGN_LINE, CARD, INK, LINE, PAPER, SMALL, SOFT_INK, font, paler};
use crate::window::panels::tips;
use crate::window::panels::words::short_date;

use super::arrows;
use super::axes::{hints, still};
use super::charts_of::ChartsOf;
use super::legend::plane_key;
use super::names;
use super::plane::{Plane, Scale};
use super::plots::{Frame, HEADING_HEIGHT, Pressed, pointed_id};
use super::series::Chart;
use super::view::{self, ChartView};

/// Height of the numbers across, and width of those up.
const NUMBERS: [f32; 2] = [24.0, 58.0];
/// The least height of the plane.
const LEAST: f32 = 120.0;
/// Radii of what marks a day: where the run is, and where each year is in its middle.
pub(super) const DAY_DOT: f32 = 6.0;
pub(super) const YEAR_DOT: f32 = 3.0;
/// Radius of the ring that marks another day: the twin's, and that under the pointer; and how broad it is.
pub(super) const RING: f32 = 5.0;
pub(super) const RING_BREADTH: f32 = 1.6;
/// In a narrower panel, each of the two choices has a row.
const NARROW: f32 = 440.0;

/// The plane of a view.
pub(super) fn plane_of(frame: &Frame, view: &ChartView) -> Plane {
    let scales = view.plane.map(|chart| Scale::of(chart, frame.top(chart, view)));
    Plane { charts: view.plane, scales, land: frame.land }
}

/// Shows it in this height. Returns the day that somebody has pressed on.
pub(super) fn show(ui: &mut Ui, of: ChartsOf, view: &mut ChartView, height: f32) -> Option<Pressed> {
    let today = of.today()?;
    let top = ui.cursor().top();
    let axes = [(1, tr!("charts-plane-up")), (0, tr!("charts-plane-across"))];
    match ui.available_width() < NARROW {
        true => axes.into_iter().for_each(|axis| _ = ui.horizontal(|ui| choose(ui, view, axis))),
        false => _ = ui.horizontal_wrapped(|ui| axes.into_iter().for_each(|axis| choose(ui, view, axis))),
    }
    let frame = Frame::new(ui, of, view, (height, true));
    let plane = plane_of(&frame, view);
    let days = of.days_in(&frame.span);
    let rows = || of.record.days.iter().chain(of.ahead.days.iter().rev()).take(days.end).skip(days.start);
    let pointed = frame.pointed.and_then(|x| of.row_at(x));
    let row = pointed.unwrap_or(today);
    let [x, y] = plane.numbers(row);
    let [across, up] = plane.charts;
    let date = short_date(row.date);
    let number =
        |chart: Chart, value| tr!("charts-plane-number", name = chart.name(), value = chart.value_in_words(value));
    let words = tr!("charts-plane-day", date = date, up = number(up, y), across = number(across, x));
    ui.add(Label::new(RichText::new(words).size(15.0)).truncate());
    if height - (ui.cursor().top() - top) > LEAST + 2.0 * HEADING_HEIGHT {
        let is_by_tens = plane.scales.iter().any(|scale| scale.is_log);
        plane_key(ui, of.twin_in(view).is_some(), is_by_tens);
    }
    let height = (height - (ui.cursor().top() - top) - 4.0).max(LEAST);
    let mut names = view.year_names.take();
    let response = plot_of(ui, &plane, height, |plot| {
        let mut paths = Vec::new();
        grid(plot, &plane);
        if let Some(twin) = of.twin_in(view) {
            let lived = twin.ahead.lived(&twin.record).take(days.end).skip(days.start);
            for (_, points) in plane.path(lived) {
                draw_arrows(plot, &points, *SOFT_INK);
                paths.push(points.clone());
                plot.line(Line::new("", points).color(SOFT_INK).width(1.2).style(LineStyle::dashed_dense()));
            }
            if let Some(today) = twin.record.days.last() {
                dot(plot, plane.at(today), (RING, *SOFT_INK, *CARD));
            }
        }
        if view.has(view::Line::Run) {
            let lived = of.record.days.len();
            let past = rows().take(lived.saturating_sub(days.start));
            let after = rows().skip(lived.saturating_sub(days.start).saturating_sub(1));
            let pieces = [(plane.path(after), true), (plane.path(past), false)];
            for (pieces, is_after) in pieces {
                for (is_on, points) in pieces {
                    let colour = if is_on { CAMPAIGN_LINE } else { INK };
                    let colour = if is_after { paler(colour) } else { *colour };
                    draw_arrows(plot, &points, colour);
                    paths.push(points.clone());
                    plot.line(Line::new("", points).color(colour).width(1.6));
                }
            }
            let years = plane.years(rows());
            let shown = NamesOf {
                edition: of.edition,
                charts: plane.charts,
                span: [*frame.span.start(), *frame.span.end()],
                lines: view.lines,
                frame: *plot.transform().frame(),
                bounds: [plot.plot_bounds().min(), plot.plot_bounds().max()],
            };
            // To find them takes long, so they are kept while nothing changes.
            let places = match names.take().filter(|names| names.of == shown) {
                Some(YearNames { places, .. }) => places,
                None => places(plot, &plane, &years, &paths),
            };
            draw_years(plot, &plane, &years, &places);
            names = Some(YearNames { of: shown, places });
            dot(plot, plane.at(today), (DAY_DOT, *INK, *INK));
        }
        if let Some(row) = pointed {
            dot(plot, plane.at(row), (RING, *INK, *CARD));
        }
    });
    view.year_names = names;
    let nearest = response.pointer.and_then(|pointer| {
        let distance = |row: &&DayRow| plane.distance(plane.at(row), pointer);
        rows().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    });
    let x = nearest.map(|row| of.axis.x(row.date) + 0.5);
    ui.data_mut(|data| data.insert_temp(pointed_id(), x));
    x.filter(|_| response.is_pressed).map(|x| Pressed::Day(of.axis.day_at(of.scenario.start, x)))
}

/// Lets the person choose what is drawn along an axis.
fn choose(ui: &mut Ui, view: &mut ChartView, (axis, word): (usize, String)) {
    ui.label(RichText::new(word).size(SMALL).color(SOFT_INK));
    let text = |chart: Chart| tr!("charts-name-and-unit", name = chart.name(), unit = chart.unit());
    let chosen = text(view.plane[axis]);
    let choice = ComboBox::from_id_salt(("plane", axis)).selected_text(&chosen).truncate().show_ui(ui, |ui| {
        for chart in Chart::DAILY {
            ui.selectable_value(&mut view.plane[axis], chart, text(chart));
        }
    });
    tips::beside_the_panel(ui, choice.response, chosen);
}

/// What the pointer does on the plane.
struct Pointer {
    /// Where it is.
    pointer: Option<[f64; 2]>,
    is_pressed: bool,
}

fn plot_of(ui: &mut Ui, plane: &Plane, height: f32, content: impl FnOnce(&mut PlotUi)) -> Pointer {
    let [across, up] = plane.scales.map(|scale| scale.ticks(6));
    let marks = |ticks: &[(f64, String)]| {
        let step = ticks.get(1).map_or(1.0, |second| second.0 - ticks[0].0);
        ticks.iter().map(|tick| GridMark { value: tick.0, step_size: step }).collect::<Vec<_>>()
    };
    let (x_marks, y_marks) = (marks(&across), marks(&up));
    let word = |ticks: Vec<(f64, String)>| {
        move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
            let tick = ticks.iter().find(|tick| (tick.0 - mark.value).abs() < 1e-6);
            tick.map_or(String::new(), |tick| tick.1.clone())
        }
    };
    let response = still(Plot::new("plane"))
        .height(height)
        .sense(Sense::click_and_drag())
        .x_grid_spacer(move |_| x_marks.clone())
        .y_grid_spacer(move |_| y_marks.clone())
        .custom_x_axes(vec![hints(AxisHints::new_x(), NUMBERS[0]).formatter(word(across))])
        .custom_y_axes(vec![hints(AxisHints::new_y(), NUMBERS[1]).formatter(word(up))])
        .show(ui, |plot| {
            // A little room for dots on the edges.
            let bounds = plane.scales.map(|scale| {
                let margin = 0.02 * (scale.ends[1] - scale.ends[0]);
                scale.ends[0] - margin..=scale.ends[1] + margin
            });
            let [x, y] = bounds;
            plot.set_plot_bounds_x(x);
            plot.set_plot_bounds_y(y);
            content(plot);
        });
    let at = |pos| {
        let at = response.transform.value_from_position(pos);
        [at.x, at.y]
    };
    Pointer {
        pointer: response.response.hover_pos().or(response.response.interact_pointer_pos()).map(at),
        is_pressed: response.response.clicked() || response.response.dragged(),
    }
}

fn grid(plot: &mut PlotUi, plane: &Plane) {
    let [across, up] = plane.scales.map(|scale| scale.ticks(6));
    across.iter().for_each(|tick| plot.vline(VLine::new("", tick.0).color(LINE).width(1.0)));
    up.iter().for_each(|tick| plot.hline(HLine::new("", tick.0).color(LINE).width(1.0)));
}

fn dot(plot: &mut PlotUi, at: [f64; 2], (radius, edge, fill): (f32, Color32, Color32)) {
    plot.points(Points::new("", vec![at]).radius(radius).color(edge));
    plot.points(Points::new("", vec![at]).radius(radius - RING_BREADTH).color(fill));
}

/// Where the names of years stand on the screen.
#[derive(Debug)]
pub struct YearNames {
    of: NamesOf,
    /// Each name, where the point lies that it is of, and its middle.
    places: Vec<(String, Pos2, Pos2)>,
}

/// All that they follow from.
#[derive(Debug, PartialEq)]
struct NamesOf {
    edition: Edition,
    charts: [Chart; 2],
    /// The stretch of time.
    span: [f64; 2],
    /// Which lines are shown.
    lines: [bool; 3],
    /// The place of the plane on the screen, and of the screen on it.
    frame: Rect,
    bounds: [[f64; 2]; 2],
}

fn on_screen(plot: &PlotUi, [x, y]: [f64; 2]) -> Pos2 {
    plot.screen_from_plot(PlotPoint::new(x, y))
}

/// The way that time goes on a path.
fn draw_arrows(plot: &mut PlotUi, path: &[[f64; 2]], colour: Color32) {
    let path: Vec<Pos2> = path.iter().map(|at| on_screen(plot, *at)).collect();
    for corners in arrows::along(&path) {
        let corners: Vec<[f64; 2]> = corners.map(|at| plot.plot_from_screen(at)).map(|at| [at.x, at.y]).into();
        plot.polygon(Polygon::new("", corners).fill_color(colour).stroke((0.0, colour)));
    }
}

/// Where the names of years stand, clear of the paths.
fn places(
    plot: &PlotUi,
    plane: &Plane,
    years: &[(&DayRow, bool)],
    paths: &[Vec<[f64; 2]>],
) -> Vec<(String, Pos2, Pos2)> {
    let on_screen = |at| on_screen(plot, at);
    let on_screens = |path: &[[f64; 2]]| path.iter().map(|at| on_screen(*at)).collect::<Vec<_>>();
    let path: Vec<Pos2> = paths.iter().flat_map(|path| names::dense(&on_screens(path))).collect();
    let within = *plot.transform().frame();
    let dot = |row: &DayRow| Rect::from_center_size(on_screen(plane.at(row)), Vec2::splat(8.0));
    let mut taken: Vec<Rect> = years.iter().map(|(row, _)| dot(row)).collect();
    let mut named = Vec::new();
    for (row, _) in years.iter().filter(|(_, has_name)| *has_name) {
        let name = row.date.year().to_string();
        let galley = plot.ctx().fonts_mut(|fonts| fonts.layout_no_wrap(name.clone(), font(SMALL), *INK));
        let at = on_screen(plane.at(row));
        let place = names::beside(at, galley.size(), &path, &taken, within);
        taken.push(place);
        named.push((name, at, place.center()));
    }
    named
}

/// Where each year is in its middle, and its name.
fn draw_years(plot: &mut PlotUi, plane: &Plane, years: &[(&DayRow, bool)], names: &[(String, Pos2, Pos2)]) {
    // Where a name stands farther off, a thin line leads to it.
    for (_, from, to) in names {
        let ends = [*from, *to].map(|at| plot.plot_from_screen(at)).map(|at| [at.x, at.y]);
        plot.line(Line::new("", ends.to_vec()).color(SOFT_INK).width(0.8));
    }
    for (row, _) in years {
        plot.points(Points::new("", vec![plane.at(row)]).radius(YEAR_DOT).color(INK));
    }
    for (name, _, at) in names {
        // Where no place is clear, a halo keeps it legible.
        let halo = (0..8).map(|eighth| (Vec2::angled(eighth as f32 * TAU / 8.0), PAPER));
        for (by, colour) in halo.chain([(Vec2::ZERO, INK)]) {
            let text = RichText::new(name).font(font(SMALL)).color(colour);
            let at = plot.plot_from_screen(*at + by);
            plot.text(Text::new("", at, text).anchor(Align2::CENTER_CENTER));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::charts::made_up::MadeUp;
    use crate::window::test_support::ui::TestUi;

    /// Contract: names of years are kept while nothing changes, and found anew when there are other days, axes or lines.
    #[test]
    fn names_are_kept_while_nothing_changes() {
        let (mut test_ui, made_up, mut view) = (TestUi::default(), MadeUp::default(), ChartView::default());
        let mut of = made_up.charts();
        let mut frame = |of: ChartsOf, view: &mut ChartView| test_ui.frame(|ui| _ = show(ui, of, view, 400.0));
        for _ in 0..3 {
            frame(of, &mut view);
        }
        let changes: [fn(&mut ChartsOf, &mut ChartView); 4] = [
            |_, _| {},
            |of, _| of.edition.0 = 1,
            |_, view| view.plane = [Chart::Pests, Chart::Sparrows],
            |_, view| view.toggle_line(view::Line::Twin),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            view.year_names.as_mut().unwrap().places = vec![("kept".into(), Pos2::ZERO, Pos2::ZERO)];
            change(&mut of, &mut view);
            frame(of, &mut view);
            let is_kept = view.year_names.as_ref().unwrap().places.iter().any(|(name, ..)| name == "kept");
            assert_eq!(is_kept, number == 0, "{number}");
        }
    }
}
