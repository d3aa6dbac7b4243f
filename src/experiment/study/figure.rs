//! The studies' figures, as SVG.

use std::io;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::county_panel::{CROPS, CountyResult, Estimates, FIRST_YEAR};
use super::percent;
use crate::output::words::NOT_EVIDENCE;
use crate::output::words::{round_number, round_up};

/// Colours that stay apart for colour-blind readers (Okabe & Ito 2008).
const COLOURS: [RGBColor; 3] = [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115)];
const GREY: RGBColor = RGBColor(110, 110, 110);
const FONT: &str = "sans-serif";
/// Height of the note below every figure, pixels: figures get passed on without their text.
const FOOT: u32 = 22;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'b, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws a figure of the given size in pixels.
fn drawn(size: (u32, u32), draw: impl FnOnce(&Area) -> Result<(), Box<dyn std::error::Error>>) -> io::Result<String> {
    let mut svg = String::new();
    {
        let (width, height) = size;
        let area = SVGBackend::with_string(&mut svg, (width, height + FOOT)).into_drawing_area();
        let (picture, foot) = area.split_vertically(height);
        let note = (FONT, 12).into_font().color(&GREY).pos(below());
        area.fill(&WHITE)
            .map_err(Into::into)
            .and_then(|()| draw(&picture))
            .and_then(|()| foot.draw(&Text::new(NOT_EVIDENCE, (width as i32 / 2, 2), note)).map_err(Into::into))
            .and_then(|()| area.present().map_err(Into::into))
            .map_err(|error| io::Error::other(error.to_string()))?;
    }
    Ok(svg)
}

/// The captions of a chart.
struct Words<'a> {
    caption: &'a str,
    x: &'a str,
    y: &'a str,
}

/// A chart with its axes.
fn chart<'a, 'b>(
    area: &'b Area<'a>,
    words: &Words,
    x: Range<f64>,
    y: Range<f64>,
    x_label: &dyn Fn(&f64) -> String,
) -> Result<Chart<'a, 'b>, Box<dyn std::error::Error>>
where
    'a: 'b,
{
    let mut chart = ChartBuilder::on(area)
        .caption(words.caption, (FONT, 17))
        .margin(14)
        .x_label_area_size(46)
        .y_label_area_size(58)
        .build_cartesian_2d(x, y)
        .map_err(|error| error.to_string())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(BLACK.mix(0.12))
        .x_desc(words.x)
        .y_desc(words.y)
        .x_label_formatter(&|x| x_label(x))
        .y_label_formatter(&|y| format!("{}", (y * 10.0).round() / 10.0))
        .label_style((FONT, 13))
        .axis_desc_style((FONT, 14))
        .draw()
        .map_err(|error| error.to_string())?;
    Ok(chart)
}

/// A label for a whole number on an axis; nothing in between.
fn whole(x: &f64) -> String {
    if x.fract() == 0.0 { format!("{}", *x as i64) } else { String::new() }
}

/// The range of the values and 0, with room at both ends.
fn span(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (least, most) = values.filter(|v| v.is_finite()).fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let room = 0.06 * (most - least).max(1.0);
    least - room..most + room
}

/// The county panel: the slopes of each year beside the published ones, and the change in each county.
///
/// # Errors
/// When it cannot be drawn.
pub fn panel(results: &[CountyResult], estimates: &Estimates) -> io::Result<String> {
    drawn((1180, 500), |area| {
        let (left, right) = area.split_horizontally(620);
        slopes_by_year(&left, estimates)?;
        counties(&right, results)
    })
}

fn slopes_by_year(area: &Area, estimates: &Estimates) -> Result<(), Box<dyn std::error::Error>> {
    let points = |crop: usize| {
        let slopes = estimates.by_year[crop].iter().enumerate();
        slopes.filter_map(move |(year, slope)| {
            let slope = slope.as_ref()?;
            // Side by side, so that the bars do not cover each other.
            let x = (FIRST_YEAR + year) as f64 + 0.12 * (crop as f64 - 1.0);
            let [low, mid, high] = [-2.0, 0.0, 2.0].map(|k| percent(slope.estimate + k * slope.standard_error));
            Some((x, low, mid, high))
        })
    };
    let all = (0..CROPS.len()).flat_map(points).flat_map(|(_, low, _, high)| [low, high]);
    let published = CROPS.iter().filter_map(|crop| crop.published_percent);
    let words = Words {
        caption: "Harvests with one more standard deviation of sparrow suitability",
        x: "year (shaded: campaign; dashed: Frank et al. 2025)",
        y: "change against 1957, % (bars: 2 standard errors)",
    };
    let mut chart = chart(area, &words, 1955.5..1961.6, span(all.chain(published)), &whole)?;
    let y = chart.y_range();
    let campaign = Rectangle::new([(1958.3, y.start), (1960.2, y.end)], COLOURS[1].mix(0.08).filled());
    chart.draw_series([campaign])?;
    chart.draw_series(LineSeries::new([(1955.5, 0.0), (1961.6, 0.0)], GREY))?;
    for (index, crop) in CROPS.iter().enumerate() {
        let colour = COLOURS[index];
        if let Some(published) = crop.published_percent {
            let line = [(1958.6, published), (1961.5, published)];
            chart.draw_series(DashedLineSeries::new(line, 6, 4, colour.stroke_width(2)))?;
        }
        chart.draw_series(LineSeries::new(points(index).map(|(x, _, y, _)| (x, y)), colour))?;
        let bars =
            points(index).map(|(x, low, mid, high)| ErrorBar::new_vertical(x, low, mid, high, colour.filled(), 8));
        chart
            .draw_series(bars)?
            .label(crop.name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 14, y + 5)], colour.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerLeft)
        .label_font((FONT, 14))
        .background_style(WHITE.mix(0.9))
        .border_style(GREY)
        .draw()?;
    Ok(())
}

fn counties(area: &Area, results: &[CountyResult]) -> Result<(), Box<dyn std::error::Error>> {
    let change = CountyResult::grain_1959_61_percent;
    let words = Words {
        caption: "Each county with the campaign against itself without",
        x: "sparrow suitability, standard deviations",
        y: "change of all grain 1959-61, %",
    };
    let x = span(results.iter().map(|result| result.county.suitability));
    let mut chart = chart(area, &words, x.clone(), span(results.iter().map(change)), &whole)?;
    chart.draw_series(LineSeries::new([(x.start, 0.0), (x.end, 0.0)], GREY))?;
    chart.draw_series(
        results.iter().map(|r| Circle::new((r.county.suitability, change(r)), 3, COLOURS[0].mix(0.6).filled())),
    )?;
    Ok(())
}

/// How many numbers fall into each class, with the published values marked.
pub struct Histogram<'a> {
    /// What it shows.
    pub caption: &'a str,
    /// What is counted.
    pub x: &'a str,
    /// The numbers, shown on a logarithmic scale.
    pub ratios: &'a [f64],
    /// The published range, and its median.
    pub published: (Range<f64>, f64),
    /// The median of the numbers.
    pub median: f64,
}

/// Draws a histogram of ratios.
///
/// # Errors
/// When it cannot be drawn.
pub fn histogram(of: &Histogram) -> io::Result<String> {
    // Eight classes per doubling, from a quarter to eight; values outside are counted in the end classes.
    const CLASSES: i32 = 40;
    let class = |ratio: f64| ((ratio.log2() + 2.0) * 8.0).floor().clamp(0.0, f64::from(CLASSES - 1)) as usize;
    let mut counts = [0_u32; CLASSES as usize];
    of.ratios.iter().for_each(|&ratio| counts[class(ratio)] += 1);
    let edge = |class: usize| class as f64 / 8.0 - 2.0;
    // With room for the legend.
    let top = 1.35 * f64::from(counts.into_iter().max().unwrap_or(1).max(1));
    drawn((760, 440), |area| {
        let words = Words { caption: of.caption, x: of.x, y: "cases (places and years)" };
        let label = |x: &f64| if x.fract() == 0.0 { format!("{}", x.exp2()) } else { String::new() };
        let mut chart = chart(area, &words, -2.0..3.0, 0.0..top, &label)?;
        let (range, median) = &of.published;
        let band = Rectangle::new([(range.start.log2(), 0.0), (range.end.log2(), top)], COLOURS[1].mix(0.12).filled());
        chart
            .draw_series([band])?
            .label(format!(
                "field studies of grasshoppers (our summary): {median}, 90 % {} to {}",
                range.start, range.end
            ))
            .legend(|(x, y)| Rectangle::new([(x, y - 5), (x + 14, y + 5)], COLOURS[1].mix(0.4).filled()));
        let bars = counts.iter().enumerate().map(|(class, &count)| {
            let corners = [(edge(class) + 0.01, 0.0), (edge(class + 1) - 0.01, f64::from(count))];
            Rectangle::new(corners, COLOURS[0].filled())
        });
        chart
            .draw_series(bars)?
            .label(format!("model: median {:.2} (black line)", of.median))
            .legend(|(x, y)| Rectangle::new([(x, y - 5), (x + 14, y + 5)], COLOURS[0].filled()));
        let mark = |x: f64| [(x.log2(), 0.0), (x.log2(), top)];
        chart.draw_series(DashedLineSeries::new(mark(*median), 6, 4, COLOURS[1].stroke_width(2)))?;
        chart.draw_series(LineSeries::new(mark(of.median), BLACK.stroke_width(2)))?;
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .label_font((FONT, 14))
            .background_style(WHITE.mix(0.9))
            .border_style(GREY)
            .draw()?;
        Ok(())
    })
}

/// A bar with a whisker for each name, the first at the top.
///
/// # Errors
/// When it cannot be drawn.
pub fn bars(caption: &str, x: &str, bars: &[(String, f64, f64)]) -> io::Result<String> {
    const NAMES: i32 = 300;
    const ROW: i32 = 24;
    let rows = bars.len() as i32;
    let (width, height) = (860, ROW * rows + 110);
    let most = round_up(bars.iter().map(|(_, value, whisker)| value + whisker).fold(0.0, f64::max));
    let place = |value: f64| NAMES + (f64::from(width - NAMES - 30) * value / most) as i32;
    drawn((width as u32, height as u32), |area| {
        let middle = || (FONT, 15).into_font().color(&BLACK).pos(below());
        area.draw(&Text::new(caption, (width / 2, 16), middle()))?;
        for (row, (name, value, whisker)) in bars.iter().enumerate() {
            let y = 54 + ROW * row as i32;
            let right = (FONT, 14).into_font().color(&BLACK).pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(name.as_str(), (NAMES - 8, y + 8), right))?;
            area.draw(&Rectangle::new([(NAMES, y), (place(*value), y + 16)], COLOURS[0].filled()))?;
            let whisker = [(place(*value), y + 8), (place(value + whisker), y + 8)];
            area.draw(&PathElement::new(whisker, GREY.stroke_width(2)))?;
        }
        let floor = 54 + ROW * rows;
        for tick in 0..=4 {
            let value = most * f64::from(tick) / 4.0;
            let line = [(place(value), 48), (place(value), floor)];
            area.draw(&PathElement::new(line, BLACK.mix(0.12)))?;
            area.draw(&Text::new(round_number(value), (place(value), floor + 4), middle()))?;
        }
        area.draw(&Text::new(x, (width / 2, floor + 26), middle()))?;
        Ok(())
    })
}

/// Text goes below its place, centred.
fn below() -> Pos {
    Pos::new(HPos::Center, VPos::Top)
}
