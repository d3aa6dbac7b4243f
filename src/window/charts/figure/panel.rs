//! A panel of the figure: its ground and scale, a daily series or the harvests, and the years below.

use std::ops::RangeInclusive;

use crate::experiment::compare::chart::{BAND, CAMPAIGN, CAMPAIGN_WASH, GRAIN, GRID, INK, SOFT, hatch};
use crate::experiment::picture::{Anchor, Mark, Pen, Picture, Point, simplified};
use crate::output::words::round_number;
use crate::record::Record;
use crate::record::series::DayRow;
use crate::window::charts::charts_of::ChartsOf;
use crate::window::charts::data::ticks;
use crate::window::charts::harvests::yield_t;
use crate::window::charts::series::Chart;
use crate::window::charts::view::{ChartView, Line};
use crate::window::charts::window::marks;
use crate::window::live_run::rows::Ahead;

use super::{AXIS, SMALL, colour, run, twin};

/// How far a simplified line may be from the true one, pixels.
const TOLERANCE: f64 = 0.3;

/// Where a panel is, and what it shows.
pub struct Panel<'a> {
    pub of: &'a ChartsOf<'a>,
    pub view: &'a ChartView,
    pub span: RangeInclusive<f64>,
    pub top: f64,
    pub height: f64,
    /// The number at its upper edge.
    pub most: f64,
}

impl Panel<'_> {
    fn x(&self, x: f64) -> f64 {
        let share = (x - self.span.start()) / (self.span.end() - self.span.start());
        AXIS[0] + share.clamp(0.0, 1.0) * (AXIS[1] - AXIS[0])
    }

    fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - (value / self.most).clamp(0.0, 1.0))
    }

    /// The campaign, the scale, and lines between years.
    pub fn ground(&self, picture: &mut Picture, top: f64) {
        let bottom = self.top + self.height;
        for span in self.of.spans {
            let ends = [self.of.axis.x(span.first), self.of.axis.x(span.last) + 1.0];
            if ends[1] <= *self.span.start() || ends[0] >= *self.span.end() {
                continue;
            }
            let [left, right] = ends.map(|x| self.x(x));
            picture.rectangle([left, self.top], [right, bottom], CAMPAIGN_WASH, 0.75);
            let pen = Pen { opacity: 0.22, ..Pen::solid(CAMPAIGN, 1.0) };
            picture.marks.push(Mark::Lines { lines: hatch([left, self.top], [right, bottom]), pen });
            for x in [left, right] {
                picture.line([[x, self.top], [x, bottom]], Pen { opacity: 0.7, ..Pen::solid(CAMPAIGN, 1.0) });
            }
        }
        for tick in ticks(top, 6) {
            let y = self.y(tick);
            picture.line([[AXIS[0], y], [AXIS[1], y]], Pen::solid(GRID, 1.0));
            picture.text([AXIS[0] - 8.0, y + 0.35 * SMALL], Anchor::End, SMALL, SOFT, round_number(tick));
        }
        for line in marks(self.of.axis, &self.span, 24).into_iter().filter_map(|mark| mark.line) {
            picture.line([[self.x(line), self.top], [self.x(line), bottom]], Pen::solid(GRID, 1.0));
        }
        let today = self.of.today_x();
        if self.span.contains(&today) {
            picture.line([[self.x(today), self.top], [self.x(today), bottom]], Pen::solid(INK, 1.4));
        }
    }

    /// The words below it.
    pub fn years(&self, picture: &mut Picture) {
        for mark in marks(self.of.axis, &self.span, 20).into_iter().filter(|mark| !mark.word.is_empty()) {
            let at = [self.x(mark.at), self.top + self.height + 22.0];
            picture.text(at, Anchor::Middle, SMALL, INK, mark.word);
        }
    }

    /// A number of each day: other seeds, the twin, the run.
    pub fn series(&self, picture: &mut Picture, chart: Chart, value: impl Fn(&DayRow) -> f64) {
        let (days, first_x) = (self.of.days_in(&self.span), self.of.axis.x(self.of.scenario.start));
        let points = |numbers: &mut dyn Iterator<Item = f64>| -> Vec<Point> {
            let place = |(day, number): (usize, f64)| [self.x(first_x + (days.start + day) as f64), self.y(number)];
            let points: Vec<Point> = numbers.take(days.end).skip(days.start).enumerate().map(place).collect();
            simplified(&points, TOLERANCE)
        };
        for (world, fill) in [(1, INK), (0, colour(chart))] {
            let Some(band) = self.view.spread().and_then(|spread| spread.daily(world, chart)) else { continue };
            let mut corners = points(&mut band.iter().map(|ends| ends[0]));
            corners.extend(points(&mut band.iter().map(|ends| ends[1])).into_iter().rev());
            picture.marks.push(Mark::Area { corners, fill, opacity: BAND });
        }
        let of_world =
            |record: &Record, ahead: &Ahead| points(&mut record.days.iter().chain(ahead.days.iter().rev()).map(&value));
        if let Some(other) = self.of.twin_in(self.view) {
            picture.line(of_world(&other.record, &other.ahead), twin(colour(chart)));
        }
        if self.view.has(Line::Run) {
            picture.line(of_world(self.of.record, self.of.ahead), run(colour(chart)));
        }
    }

    /// The harvest of each year: a bar for the run, a dashed line for the twin, upright lines for other seeds.
    pub fn harvests(&self, picture: &mut Picture) {
        let bottom = self.top + self.height;
        let across = |year: u64, shares: [f64; 2]| {
            let year = self.of.axis.year_span(year as i16);
            let is_seen = year.end() > self.span.start() && year.start() < self.span.end();
            let x = |share: f64| self.x(year.start() + share * (year.end() - year.start()));
            is_seen.then(|| shares.map(x))
        };
        for harvest in self.of.ahead.harvests.iter().filter(|_| self.view.has(Line::Run)) {
            let Some([left, right]) = across(harvest.year, [0.19, 0.81]) else { continue };
            let top = self.y(yield_t(harvest));
            picture.rectangle([left, top], [right, bottom], GRAIN, if harvest.is_whole_year() { 0.55 } else { 0.25 });
            picture.line([[left, bottom], [left, top], [right, top], [right, bottom]], Pen::solid(GRAIN, 1.2));
        }
        let of_twin = self.of.twin_in(self.view).map_or(&[][..], |other| &other.ahead.harvests);
        for harvest in of_twin.iter().filter(|harvest| harvest.is_whole_year()) {
            let Some([left, right]) = across(harvest.year, [0.08, 0.92]) else { continue };
            let y = self.y(yield_t(harvest));
            picture.line([[left, y], [right, y]], twin(INK));
        }
        let Some(spread) = self.view.spread() else { return };
        for (world, share) in [(0, 0.42), (1, 0.58)] {
            for (year, ends) in spread.harvests(world) {
                let Some([x, _]) = across(*year, [share; 2]) else { continue };
                let pen = if world == 0 { run(INK) } else { twin(INK) };
                picture.line(ends.map(|end| [x, self.y(end)]), Pen { width: 2.6, ..pen });
            }
        }
    }
}
