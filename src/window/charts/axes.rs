//! The axes of the charts, and how they answer to the pointer.

use bevy_egui::egui::{Sense, Stroke, Ui, Vec2};
use egui_plot::{GridInput, GridMark, HLine, Plot, PlotUi, Span, VLine};

use crate::output::words::round_number;
use crate::window::panels::theme::{CAMPAIGN_LINE, CAMPAIGN_SHADE, INK, LINE, SMALL, SOFT_INK, font};

use super::plots::{Frame, YEARS_HEIGHT};

/// Width of the numbers to the left of each chart; the same for all, so that their time axes line up.
const SCALE_WIDTH: f32 = 64.0;
/// Share of the height that stays free above the highest number on the scale.
const HEADROOM: f64 = 0.1;
/// Where the scale has numbers, as fractions of the highest.
const SCALE_PARTS: [f64; 3] = [0.0, 0.5, 1.0];

/// The lines of the scale and between the years. They are drawn over areas, which hide what is behind them.
pub(super) fn grid(plot: &mut PlotUi, frame: &Frame, top: f64) {
    for x in frame.axis.year_starts() {
        plot.vline(VLine::new("", x).color(LINE).width(1.0));
    }
    for part in SCALE_PARTS {
        plot.hline(HLine::new("", part * top).color(LINE).width(1.0));
    }
}

/// Where the pointer is on the time axis.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pointed {
    /// Wherever it is over a chart.
    pub over: Option<f64>,
    /// Where it presses.
    pub pressed: Option<f64>,
    /// Where it presses and does not drag.
    pub clicked: Option<f64>,
}

impl Pointed {
    /// This, or else another.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            over: self.over.or(other.over),
            pressed: self.pressed.or(other.pressed),
            clicked: self.clicked.or(other.clicked),
        }
    }
}

/// A chart with the common time axis.
pub(super) fn plot(
    ui: &mut Ui,
    frame: &Frame,
    name: &str,
    top: f64,
    with_years: bool,
    content: impl FnOnce(&mut PlotUi),
) -> Pointed {
    let labels = frame.axis.labels(((ui.available_width() - SCALE_WIDTH) / 42.0) as usize);
    let label_at = labels.clone();
    let spacing = labels.get(1).map_or(365.0, |second| second.0 - labels[0].0);
    // A finger that moves on a chart scrolls the panel.
    let sense = if ui.input(|input| input.has_touch_screen()) { Sense::click() } else { Sense::click_and_drag() };
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
        .sense(sense)
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
                plot.span(shade.border(Stroke::new(1.0, CAMPAIGN_LINE)));
            }
            content(plot);
            plot.vline(VLine::new("", frame.today).color(INK).width(1.6));
            if let Some(x) = frame.pointed {
                plot.vline(VLine::new("", x).color(SOFT_INK).width(1.0));
            }
        });
    let (chart, at) = (&response.response, |pos| response.transform.value_from_position(pos).x);
    let pressed = chart.interact_pointer_pos().filter(|_| chart.clicked() || chart.dragged()).map(at);
    Pointed { over: chart.hover_pos().map(at), pressed, clicked: pressed.filter(|_| chart.clicked()) }
}
