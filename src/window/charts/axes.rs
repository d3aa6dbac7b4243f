//! The axes of the charts, and how they answer to the pointer: whoever presses or drags goes to that day; a wheel or two fingers widen
//! the stretch of time, and dragging the years below, or with the other button, moves it.

use bevy_egui::egui::{CursorIcon, PointerButton, Rect, Response, Sense, Stroke, Ui, Vec2, vec2};
use egui_plot::{AxisHints, GridInput, GridMark, HLine, Plot, PlotUi, Span, VLine};

use crate::output::words::round_number;
use crate::window::panels::theme::{CAMPAIGN_LINE, CAMPAIGN_SHADE, INK, LINE, SMALL, SOFT_INK, font};

use super::data::ticks;
use super::plots::{Frame, YEARS_HEIGHT};
use super::series::Chart;
use super::window::{TimeWindow, marks};

/// Width of the numbers to the left of each chart; the same for all, so that their time axes line up.
const SCALE_WIDTH: f32 = 64.0;
/// Share of the height that stays free above the highest number on the scale.
const HEADROOM: f64 = 0.1;
/// What stays free below 0, whose number would touch the heading of the next chart.
const FOOTROOM: f32 = 4.0;
/// The least height between two numbers of a scale.
const TICK_HEIGHT: f32 = 24.0;
/// Points of a wheel that make the stretch of time about 2.7 times as wide.
const WHEEL: f32 = 300.0;

/// The numbers of a scale that goes up to `top`, in a chart of this height.
pub(super) fn scale(top: f64, height: f32) -> Vec<f64> {
    ticks(top, (height / TICK_HEIGHT) as usize + 1)
}

/// The lines of the scale and between the years. They are drawn over areas, which hide what is behind them.
pub(super) fn grid(plot: &mut PlotUi, frame: &Frame, top: f64) {
    for x in marks(frame.axis, &frame.span, usize::MAX).into_iter().filter_map(|mark| mark.line) {
        plot.vline(VLine::new("", x).color(LINE).width(1.0));
    }
    for tick in scale(top, frame.height) {
        plot.hline(HLine::new("", tick).color(LINE).width(1.0));
    }
}

/// Where the pointer is on the time axis, and what it does to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pointed {
    /// Wherever it is over a chart.
    pub over: Option<f64>,
    /// Where it presses.
    pub pressed: Option<f64>,
    /// Where it presses and does not drag.
    pub clicked: Option<f64>,
    /// The stretch of time that is wanted.
    pub window: Option<TimeWindow>,
}

impl Pointed {
    /// This, or else another.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            over: self.over.or(other.over),
            pressed: self.pressed.or(other.pressed),
            clicked: self.clicked.or(other.clicked),
            window: self.window.or(other.window),
        }
    }
}

/// A plot that stays as it is: what the pointer does on it is read by whoever draws it.
pub(super) fn still(plot: Plot<'_>) -> Plot<'_> {
    plot.show_grid(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(Vec2::ZERO)
        .grid_spacing(1.0..=2.0)
}

/// How an axis of a thickness is written.
pub(super) fn hints(axis: AxisHints<'static>, thickness: f32) -> AxisHints<'static> {
    axis.min_thickness(thickness).label_spacing(1.0..=2.0).tick_label_color(INK).tick_label_font(font(SMALL))
}

/// A chart with the common time axis.
pub(super) fn plot(
    ui: &mut Ui,
    frame: &Frame,
    chart: Chart,
    top: f64,
    with_years: bool,
    content: impl FnOnce(&mut PlotUi),
) -> Pointed {
    let room = ((ui.available_width() - SCALE_WIDTH) / 38.0) as usize;
    let labels: Vec<_> =
        marks(frame.axis, &frame.span, room).into_iter().filter(|mark| !mark.word.is_empty()).collect();
    let positions: Vec<f64> = labels.iter().map(|mark| mark.at).collect();
    let spacing = positions.get(1).map_or(365.0, |second| second - positions[0]);
    let numbers = scale(top, frame.height);
    let step = numbers.get(1).copied().unwrap_or(top);
    // A finger that moves on a chart scrolls the panel.
    let sense = if ui.input(|input| input.has_touch_screen()) { Sense::click() } else { Sense::click_and_drag() };
    let response = still(Plot::new(chart))
        .height(frame.height + if with_years { YEARS_HEIGHT } else { 0.0 })
        .show_axes([with_years, true])
        .sense(sense)
        .x_grid_spacer(move |_| positions.iter().map(|&value| GridMark { value, step_size: spacing }).collect())
        .y_grid_spacer(move |_: GridInput| numbers.iter().map(|&value| GridMark { value, step_size: step }).collect())
        .custom_x_axes(vec![hints(AxisHints::new_x(), YEARS_HEIGHT).formatter(move |mark, _| {
            let label = labels.iter().find(|label| (label.at - mark.value).abs() < 0.5);
            label.map_or(String::new(), |label| label.word.clone())
        })])
        .custom_y_axes(vec![hints(AxisHints::new_y(), SCALE_WIDTH).formatter(|mark, _| round_number(mark.value))])
        .show(ui, |plot| {
            plot.set_plot_bounds_x(frame.span.clone());
            plot.set_plot_bounds_y(-top * f64::from(FOOTROOM / frame.height)..=top * (1.0 + HEADROOM));
            for campaign in frame.of.spans {
                let (first, end) = (frame.axis.x(campaign.first), frame.axis.x(campaign.last) + 1.0);
                let shade = Span::new("", first..=end).fill(CAMPAIGN_SHADE);
                plot.span(shade.border(Stroke::new(1.0, CAMPAIGN_LINE)));
            }
            content(plot);
            plot.vline(VLine::new("", frame.today).color(INK).width(1.6));
            if let Some(x) = frame.pointed {
                plot.vline(VLine::new("", x).color(SOFT_INK).width(1.0));
            }
        });
    let (drawn, at) = (&response.response, |pos| response.transform.value_from_position(pos).x);
    let is_pressed = drawn.clicked() || drawn.dragged_by(PointerButton::Primary);
    let pressed = drawn.interact_pointer_pos().filter(|_| is_pressed).map(at);
    let mut window = stretched(ui, frame, drawn, at);
    if with_years {
        window = window.or(years_dragged(ui, frame, drawn, chart));
    }
    Pointed { over: drawn.hover_pos().map(at), pressed, clicked: pressed.filter(|_| drawn.clicked()), window }
}

/// The stretch of time that a wheel, two fingers or a drag with another button ask for.
fn stretched(
    ui: &Ui,
    frame: &Frame,
    chart: &Response,
    at: impl Fn(bevy_egui::egui::Pos2) -> f64,
) -> Option<TimeWindow> {
    let pointer = chart.hover_pos().filter(|_| chart.contains_pointer())?;
    let (zoom, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
    let scroll = if frame.takes_wheel { scroll } else { vec2(scroll.x, 0.0) };
    let factor = f64::from((-scroll.y / WHEEL).exp() / zoom);
    let whole = frame.axis.span();
    if (factor - 1.0).abs() > 1e-4 {
        return Some(TimeWindow::widened(&frame.span, &whole, at(pointer), factor));
    }
    let other = [PointerButton::Secondary, PointerButton::Middle].into_iter().any(|button| chart.dragged_by(button));
    let across = scroll.x + if other { chart.drag_delta().x } else { 0.0 };
    (across != 0.0).then(|| TimeWindow::moved(&frame.span, &whole, -days_of(frame, across, chart.rect)))
}

/// The stretch of time to which somebody drags the years under the charts.
fn years_dragged(ui: &Ui, frame: &Frame, drawn: &Response, chart: Chart) -> Option<TimeWindow> {
    let years = Rect::from_min_size(drawn.rect.left_bottom(), vec2(drawn.rect.width(), YEARS_HEIGHT));
    let response = ui.interact(years, ui.id().with((chart, "years")), Sense::drag());
    let whole = frame.axis.span();
    if response.hovered() && frame.span != whole {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    let days = days_of(frame, response.drag_delta().x, drawn.rect);
    (days != 0.0).then(|| TimeWindow::moved(&frame.span, &whole, -days))
}

/// How many days so many points across are.
fn days_of(frame: &Frame, points: f32, chart: Rect) -> f64 {
    (frame.span.end() - frame.span.start()) * f64::from(points / chart.width().max(1.0))
}
