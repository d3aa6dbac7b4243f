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
        // Each bar has one: also that of a year that is not over, as far as both have come in it.
        let is_beside = |twin: &&HarvestRow| {
            let has_bar = |run: &HarvestRow| run.is_whole_year() || yield_t(run).max(yield_t(twin)) > 0.0;
            harvests.iter().any(|run| (run.year, run.days) == (twin.year, twin.days) && has_bar(run))
        };
        for harvest in of_twin.iter().filter(is_beside) {
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

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Shape, vec2};
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::window::charts::ChartsOf;
    use crate::window::charts::data::TimeAxis;
    use crate::window::live_run::displayed::{Edition, TwinRun};
    use crate::window::live_run::rows::Ahead;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

    /// How high the strokes lie that are drawn across.
    fn across(shape: &Shape, found: &mut Vec<i32>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| across(shape, found)),
            Shape::LineSegment { points: [from, to], stroke } if from.y == to.y && stroke.color == *INK => {
                found.push((10.0 * from.y) as i32);
            }
            _ => {}
        }
    }

    /// Contract: each bar has its dashed line, also that of the year that is not over, whether the harvests are alike or not, at each size and
    /// on each day to which one has gone back; only where the other world has not come so far, or nothing has been reaped yet, there is
    /// none.
    #[test]
    fn each_bar_has_its_dashed_line() {
        let (start, end) = (date(1957, 1, 1), date(1962, 12, 31));
        let scenario = Scenario { start, end, ..Scenario::default() };
        let world = |part: f64, lived: usize| {
            let days = rows(start, lived, |_, _| ());
            let harvest = |year: i16| {
                let days = days.iter().filter(|row| row.date.year() == year).count() as u64;
                let reaped = if days < 150 { 0.0 } else { 1800.0 + 100.0 * f64::from(year - 1957) };
                HarvestRow { days, reaped_kg_per_cropland_ha: part * reaped, ..HarvestRow::empty(year as u64) }
            };
            let harvests = (1957..=days[lived - 1].date.year()).map(harvest).collect();
            Record { days, harvests }
        };
        for (lived, of_twin, years) in
            [(2191, 2191, 6), (1826, 1826, 5), (1926, 1926, 5), (1775, 1775, 5), (1775, 1700, 4), (365, 365, 1)]
        {
            for part in [1.0, 0.8] {
                for (width, height, back) in [(300.0, 40.0, 0), (376.0, 53.0, 30), (560.0, 120.0, 700)] {
                    let (mut run, twin) = (world(part, lived), world(1.0, of_twin));
                    let mut ahead = Ahead { harvests: run.harvests.clone(), ..Ahead::default() };
                    ahead.move_to(&mut run, lived - back.min(lived - 1));
                    let of_twin = Ahead { harvests: twin.harvests.clone(), ..Ahead::default() };
                    let twin = TwinRun { record: twin, ahead: of_twin, parted: Some(100), ..TwinRun::default() };
                    let of = ChartsOf {
                        scenario: &scenario,
                        record: &run,
                        ahead: &ahead,
                        twin: Some(&twin),
                        spans: &[],
                        axis: TimeAxis::new(start, end, end),
                        bet: &[],
                        edition: Edition::default(),
                    };
                    let (mut test_ui, view) = (TestUi::of_size(vec2(width, 300.0)), ChartView::default());
                    for _ in 0..2 {
                        test_ui.frame(|ui| {
                            let frame = Frame::new(ui, of, &view, (height, false));
                            harvest_chart(ui, &frame, &view, true);
                        });
                    }
                    let mut found = Vec::new();
                    test_ui.shapes().iter().for_each(|shape| across(&shape.shape, &mut found));
                    found.sort_unstable();
                    found.dedup();
                    assert_eq!(found.len(), years, "{lived} days, {part}, {width} wide: {found:?}");
                }
            }
        }
    }
}
