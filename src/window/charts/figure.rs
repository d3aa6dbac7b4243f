//! What is shown, as a picture for paper: the same charts with their names, units and scales, whatever the window looks like.

mod panel;

use crate::experiment::compare::chart::{CAMPAIGN, GRAIN, GRID, INK, LEAF, PAPER, PEST, SOFT, SPARROW};
use crate::experiment::picture::{Anchor, Colour, Mark, Pen, Picture, font};
use crate::output::words::number;
use crate::record::series::DayRow;
use crate::window::language::{documented, tr};
use crate::window::panels::words::{long_date, not_evidence, short_date};

use super::charts_of::ChartsOf;
use super::plane::{Plane, Scale};
use super::plots::top;
use super::series::{Chart, Land};
use super::view::{ChartView, Line, Shape};
use panel::Panel;

const WIDTH: f64 = 1200.0;
/// Left and right end of the axes.
const AXIS: [f64; 2] = [84.0, 1172.0];
const LEFT: f64 = AXIS[0] - 60.0;
const TITLE: f64 = 25.0;
const LABEL: f64 = 16.0;
const SMALL: f64 = 14.5;
/// Height of a panel over time, and of the plane.
const HEIGHTS: [f64; 2] = [150.0, 640.0];
/// Height of what stands above a panel.
const HEAD: f64 = 42.0;
/// The pens of the run and of the twin.
const fn run(colour: Colour) -> Pen {
    Pen::solid(colour, 2.2)
}
const fn twin(colour: Colour) -> Pen {
    Pen { dash: &[7.0, 4.5], ..Pen::solid(colour, 1.6) }
}

/// A figure, and how far down it is drawn.
struct Sheet {
    picture: Picture,
    y: f64,
}

impl Sheet {
    fn write(&mut self, text: &str, size: f64, colour: Colour, lines: usize) {
        for line in font::broken(text, size, AXIS[1] - LEFT, lines) {
            self.y += 1.4 * size;
            self.picture.text([LEFT, self.y], Anchor::Start, size, colour, line);
        }
    }

    /// Begins a panel, with its name and unit above it.
    fn head(&mut self, name: &str, unit: &str) {
        self.y += HEAD;
        let at = [LEFT, self.y - 12.0];
        self.picture.text(at, Anchor::Start, LABEL, INK, name);
        self.picture.text([at[0] + font::width(name, LABEL) + 9.0, at[1]], Anchor::Start, SMALL, SOFT, unit);
    }
}

/// Draws it.
pub fn figure(of: &ChartsOf, view: &ChartView) -> Picture {
    let title = documented(&of.scenario.title);
    let picture = Picture { size: [WIDTH as u32, 0], paper: PAPER, title: title.clone(), marks: Vec::new() };
    let mut sheet = Sheet { picture, y: 16.0 };
    sheet.write(&title, TITLE, INK, 2);
    sheet.y += 4.0;
    sheet.write(&subtitle(of, view), SMALL, SOFT, 3);
    match view.shape {
        Shape::OverTime => over_time(&mut sheet, of, view),
        Shape::Plane => plane(&mut sheet, of, view),
    }
    sheet.write(&not_evidence(), SMALL, SOFT, 2);
    sheet.picture.size[1] = (sheet.y + 18.0) as u32;
    sheet.picture
}

/// What it is of, and what the lines are.
fn subtitle(of: &ChartsOf, view: &ChartView) -> String {
    let span = of.span(view);
    // A plane has only days that were lived.
    let end = match view.shape {
        Shape::OverTime => *span.end(),
        Shape::Plane => of.axis.x(of.scenario.start) + of.days_in(&span).end as f64,
    };
    let [first, last] = [*span.start(), end - 1.0].map(|x| long_date(of.axis.date(x)));
    // As a number of a message it would lose digits.
    let seed = of.scenario.seed.to_string();
    let mut sentences = vec![tr!("charts-figure-of", seed = seed, first = first, last = last)];
    if view.has(Line::Run) {
        sentences.push(tr!("charts-figure-run"));
    }
    if of.twin_in(view).is_some() {
        sentences.push(tr!("charts-figure-without"));
    }
    if let Some(spread) = view.spread().filter(|_| view.shape == Shape::OverTime) {
        sentences.push(tr!("charts-figure-seeds", seeds = spread.seeds()));
    }
    let today = of.today().map(|row| long_date(row.date));
    match view.shape {
        Shape::OverTime => {
            sentences.push(tr!("charts-figure-ground"));
            sentences.extend(today.map(|date| tr!("charts-figure-today", date = date)));
        }
        Shape::Plane => {
            sentences.extend([tr!("charts-figure-path"), tr!("charts-figure-years")]);
            sentences.extend(today.map(|date| tr!("charts-figure-dot", date = date)));
        }
    }
    sentences.join(" ")
}

/// The colour of a chart on paper.
fn colour(chart: Chart) -> Colour {
    match chart {
        Chart::Sparrows | Chart::Young => SPARROW,
        Chart::Pests | Chart::PestEggs => PEST,
        Chart::Leaf => LEAF,
        Chart::StandingGrain | Chart::Harvest => GRAIN,
    }
}

fn over_time(sheet: &mut Sheet, of: &ChartsOf, view: &ChartView) {
    let land = Land::of(of.scenario);
    let charts = view.charts(usize::MAX);
    for chart in &charts {
        sheet.head(&chart.name(), &chart.unit_in_full());
        let (top, span) = (top(of, view, *chart, &land), of.span(view));
        let panel = Panel { of, view, span, top: sheet.y, height: HEIGHTS[0], most: 1.05 * top };
        panel.ground(&mut sheet.picture, top);
        match chart.daily() {
            Some(daily) => panel.series(&mut sheet.picture, *chart, |row| (daily.value)(row, &land)),
            None => panel.harvests(&mut sheet.picture),
        }
        sheet.y += HEIGHTS[0];
        if charts.last() == Some(chart) {
            panel.years(&mut sheet.picture);
        }
    }
    sheet.y += 38.0;
}

/// One number against another.
fn plane(sheet: &mut Sheet, of: &ChartsOf, view: &ChartView) {
    let land = Land::of(of.scenario);
    let scales = view.plane.map(|chart| Scale::of(chart, top(of, view, chart, &land)));
    let plane = Plane { charts: view.plane, scales, land };
    let [across, up] = view.plane;
    sheet.head(&up.name(), &up.unit_in_full());
    let (height, upper) = (HEIGHTS[1], sheet.y);
    let place = |at: [f64; 2]| {
        let [x, y] = [0, 1].map(|axis| scales[axis].share(at[axis]));
        [AXIS[0] + x * (AXIS[1] - AXIS[0]), upper + (1.0 - y) * height]
    };
    let picture = &mut sheet.picture;
    for (tick, word) in scales[1].ticks(7) {
        let [x, y] = place([scales[0].ends[0], tick]);
        picture.line([[x, y], [AXIS[1], y]], Pen::solid(GRID, 1.0));
        picture.text([x - 8.0, y + 0.35 * SMALL], Anchor::End, SMALL, SOFT, word);
    }
    for (tick, word) in scales[0].ticks(7) {
        let [x, y] = place([tick, scales[1].ends[0]]);
        picture.line([[x, y], [x, upper]], Pen::solid(GRID, 1.0));
        picture.text([x, y + 22.0], Anchor::Middle, SMALL, SOFT, word);
    }
    let days = of.days_in(&of.span(view));
    let mut draw = |rows: &mut dyn Iterator<Item = &DayRow>, pen: fn(Colour) -> Pen, colours: [Colour; 2]| {
        for (is_on, points) in plane.path(rows) {
            let points: Vec<_> = points.into_iter().map(place).collect();
            picture.line(points, pen(colours[usize::from(is_on)]));
        }
    };
    if let Some(other) = of.twin_in(view) {
        draw(&mut other.ahead.lived(&other.record).take(days.end).skip(days.start), twin, [SOFT; 2]);
    }
    let rows: Vec<&DayRow> = of.record.days.iter().chain(of.ahead.days.iter().rev()).collect();
    if view.has(Line::Run) {
        draw(&mut rows[days.clone()].iter().copied(), run, [INK, CAMPAIGN]);
        for (row, has_name) in plane.years(rows[days].iter().copied()) {
            let [x, y] = place(plane.at(row));
            dot(picture, [x, y], 4.0, INK);
            if !has_name {
                continue;
            }
            let (beside, anchor) = if x > AXIS[1] - 40.0 { (-7.0, Anchor::End) } else { (7.0, Anchor::Start) };
            picture.text([x + beside, y - 7.0], anchor, SMALL, INK, row.date.year().to_string());
        }
    }
    if let Some(today) = of.today() {
        let [x, y] = place(plane.at(today));
        dot(picture, [x, y], 8.0, INK);
        let told = |chart: Chart, value: f64| {
            tr!("charts-named-value", value = number(value), name = chart.name(), unit = chart.unit())
        };
        let [value_x, value_y] = plane.numbers(today);
        let (up, across) = (told(up, value_y), told(across, value_x));
        let words = tr!("charts-plane-day", date = short_date(today.date), up = up, across = across);
        picture.text([AXIS[1], upper - 12.0], Anchor::End, SMALL, INK, words);
    }
    sheet.y += height + 30.0;
    sheet.y += 1.4 * LABEL;
    let words = tr!("charts-axis", name = across.name(), unit = across.unit_in_full());
    sheet.picture.text([AXIS[1], sheet.y], Anchor::End, LABEL, INK, words);
    sheet.y += 10.0;
}

fn dot(picture: &mut Picture, [x, y]: [f64; 2], radius: f64, fill: Colour) {
    let corner = |step: i32| {
        let angle = f64::from(step) * std::f64::consts::TAU / 24.0;
        [x + radius * angle.cos(), y + radius * angle.sin()]
    };
    picture.marks.push(Mark::Area { corners: (0..24).map(corner).collect(), fill, opacity: 1.0 });
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::experiment::picture::checks::assert_on_the_paper;
    use crate::experiment::picture::{png, svg};
    use crate::window::charts::made_up::MadeUp;
    use crate::window::charts::window::TimeWindow;

    /// Contract: whatever is shown, all of it is on the paper, with the names, units and scales of what is shown and the model's note;
    /// and neither file is blank.
    #[test]
    fn a_figure_says_what_it_shows() {
        let made_up = MadeUp::default();
        for window in [TimeWindow::All, TimeWindow::Years(1), TimeWindow::From(450.0, 40.0)] {
            for shape in [Shape::OverTime, Shape::Plane] {
                let view = ChartView { window, shape, ..ChartView::default() };
                let picture = figure(&made_up.charts(), &view);
                assert_on_the_paper(&picture);
                let svg = svg::text(&picture);
                let charts = if shape == Shape::Plane { view.plane.into() } else { view.charts(9) };
                for chart in charts {
                    assert!(
                        svg.contains(&chart.name()) && svg.contains(&chart.unit()),
                        "{window:?} {shape:?}: {chart:?}"
                    );
                }
                for text in ["A made-up place", "without the campaign", "seed", &not_evidence()] {
                    assert!(svg.contains(text), "{shape:?}: {text}");
                }
                let file = png::bytes(&picture, 1).unwrap();
                let mut reader = ::png::Decoder::new(Cursor::new(file)).read_info().unwrap();
                let mut dots = vec![0; reader.output_buffer_size().unwrap()];
                reader.next_frame(&mut dots).unwrap();
                let dark = dots.chunks(3).filter(|dot| dot.iter().all(|part| *part < 0xc0)).count();
                assert!(dark > 3000, "{window:?} {shape:?}: {dark}");
            }
        }
    }
}
