//! The harvest of each year: a bar for the run, a dashed line for the twin, a dotted outline for what somebody thought it would be, and
//! upright lines for other seeds.

use bevy_egui::egui::{Stroke, Ui};
use egui_plot::{Bar, BarChart, Line, LineStyle, PlotUi};

use crate::output::words::number;
use crate::record::series::HarvestRow;
use crate::window::bet::Guess;
use crate::window::language::tr;
use crate::window::panels::theme::{GRAIN, GRAIN_AREA, GRAIN_EDGE, INK};

use super::axes::{Pointed, grid, plot};
use super::data::round_up;
use super::plots::{Frame, heading};
use super::series::Chart;
use super::view::{self, ChartView};

/// Tonnes per hectare of cropland.
pub(super) fn yield_t(year: &HarvestRow) -> f64 {
    year.reaped_kg_per_cropland_ha / 1000.0
}

/// Draws it.
pub(super) fn harvest_chart(ui: &mut Ui, frame: &Frame, view: &ChartView, with_years: bool) -> Pointed {
    let (now, harvests) = (&frame.of.record.harvests, &frame.of.ahead.harvests);
    let year = frame.pointed.and_then(|x| frame.axis.year_at(x));
    let shown = match year {
        Some(year) => harvests.iter().find(|harvest| harvest.year == year as u64),
        None => now.iter().rev().find(|harvest| harvest.is_whole_year()).or(now.last()),
    };
    let guesses = yields_of(frame.of.bet, harvests);
    let value = shown.map_or(String::new(), |harvest| {
        let (year, tonnes) = (harvest.year, number(yield_t(harvest)));
        let guess = guesses.iter().find(|(of, _)| *of as u64 == year).map(|(_, yield_t)| number(*yield_t));
        match (harvest.is_whole_year(), guess) {
            (true, Some(guess)) => tr!("charts-harvest-and-bet", year = year, tonnes = tonnes, guess = guess),
            (true, None) => tr!("charts-harvest-of-year", year = year, tonnes = tonnes),
            (false, _) => tr!("charts-harvest-so-far", year = year, tonnes = tonnes),
        }
    });
    heading(ui, &Chart::Harvest.name(), &tr!("charts-unit-harvest-in-words"), *GRAIN, &value);
    let of_twin = frame.of.twin_in(view).map_or(&[][..], |twin| &twin.ahead.harvests);
    let guessed = guesses.iter().map(|(_, yield_t)| *yield_t).fold(0.0, f64::max);
    let top = frame.top(Chart::Harvest, view).max(if guessed > 0.0 { round_up(guessed) } else { 0.0 });
    let bar = |harvest: &HarvestRow| {
        let span = frame.axis.year_span(harvest.year as i16);
        let is_past = now.iter().any(|past| past == harvest);
        let fill = if harvest.is_whole_year() && is_past { GRAIN } else { GRAIN_AREA };
        Bar::new((span.start() + span.end()) / 2.0, yield_t(harvest))
            .width(0.62 * (span.end() - span.start()))
            .fill(fill)
            .stroke(Stroke::new(1.0, GRAIN_EDGE))
    };
    let bars = harvests.iter().filter(|_| view.has(view::Line::Run)).map(bar).collect();
    // The twin's as a dashed line across its year, where the bars end.
    let across = |harvest: &HarvestRow| {
        let span = frame.axis.year_span(harvest.year as i16);
        let (middle, half) = ((span.start() + span.end()) / 2.0, 0.42 * (span.end() - span.start()));
        Line::new("", vec![[middle - half, yield_t(harvest)], [middle + half, yield_t(harvest)]])
    };
    plot(ui, frame, Chart::Harvest, top, with_years, |plot| {
        grid(plot, frame, top);
        plot.bar_chart(BarChart::new("", bars));
        for (year, yield_t) in guesses {
            plot.line(outline(frame, year, yield_t));
        }
        for harvest in of_twin.iter().filter(|harvest| harvest.is_whole_year()) {
            plot.line(across(harvest).color(INK).width(1.4).style(LineStyle::dashed_dense()));
        }
        harvest_spread(plot, frame, view);
    })
}

/// From the lowest to the highest harvest of other seeds: upright lines, left with the campaign, right and dashed without.
fn harvest_spread(plot: &mut PlotUi, frame: &Frame, view: &ChartView) {
    let Some(spread) = view.spread() else { return };
    for (world, share) in [(0, 0.42), (1, 0.58)] {
        for (year, [low, high]) in spread.harvests(world) {
            let span = frame.axis.year_span(*year as i16);
            let x = span.start() + share * (span.end() - span.start());
            let line = Line::new("", vec![[x, *low], [x, *high]]).color(INK).width(2.4);
            plot.line(if world == 1 { line.style(LineStyle::dotted_dense()) } else { line });
        }
    }
}

/// What the person thought, t per hectare of cropland, with the years.
fn yields_of(bet: &[Guess], harvests: &[HarvestRow]) -> Vec<(i16, f64)> {
    let Some(any) = harvests.iter().rev().find(|year| year.reaped_kg > 0.0) else { return Vec::new() };
    let per_t = any.reaped_kg_per_cropland_ha / any.reaped_kg;
    bet.iter().map(|guess| (guess.year as i16, guess.harvest_t * per_t)).collect()
}

/// A dotted bar over that of its year, a little wider: dashed is what was lived without the campaign.
fn outline(frame: &Frame, year: i16, yield_t: f64) -> Line<'static> {
    let span = frame.axis.year_span(year);
    let (middle, half) = ((span.start() + span.end()) / 2.0, 0.38 * (span.end() - span.start()));
    let [left, right] = [middle - half, middle + half];
    let corners = vec![[left, 0.0], [left, yield_t], [right, yield_t], [right, 0.0]];
    Line::new("", corners).color(INK).width(1.2).style(LineStyle::dotted_dense())
}
