//! A panel of the chart: its scale, its grid, the campaign behind it, and lines with their bands.

use jiff::civil::Date;

use super::{AXIS, BAND, CAMPAIGN, CAMPAIGN_WASH, GRID, INK, LABEL, SMALL, SOFT, Spans, pen};
use crate::ecology::calendar::days_between;
use crate::experiment::compare::comparison::{Comparison, Spread, VariantRuns};
use crate::experiment::compare::lived::Lived;
use crate::experiment::picture::{Anchor, Mark, Pen, Picture, Point, font, simplified};
use crate::output::words::round_number;

/// Distance between the lines of a hatch, pixels.
const HATCH: f64 = 9.0;
/// How far a simplified line may be from the true one, pixels.
const TOLERANCE: f64 = 0.3;

/// Where a panel is.
pub struct Panel<'a> {
    pub comparison: &'a Comparison,
    /// The campaigns to show behind it.
    pub spans: &'a [Spans<'a>],
    pub top: f64,
    pub height: f64,
}

/// How days and values become pixels.
#[derive(Clone, Copy)]
pub struct Plot {
    days: f64,
    pub top: f64,
    pub bottom: f64,
    most: f64,
}

impl Plot {
    /// Over all days of a comparison, from 0 to `most`.
    pub fn new(comparison: &Comparison, top: f64, height: f64, most: f64) -> Self {
        let days = days_between(comparison.first_day, comparison.last_day) + 1;
        Self { days: days as f64, top, bottom: top + height, most }
    }

    /// Where a day begins.
    pub fn x(&self, day: usize) -> f64 {
        AXIS[0] + (AXIS[1] - AXIS[0]) * (day as f64 / self.days).min(1.0)
    }

    /// How high a value is.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * (value / self.most).clamp(0.0, 1.0)
    }

    /// Shades and hatches a stretch of the campaign.
    pub fn campaign(&self, picture: &mut Picture, [first, last]: [usize; 2]) {
        let (left, right) = (self.x(first), self.x(last + 1));
        picture.rectangle([left, self.top], [right, self.bottom], CAMPAIGN_WASH, 0.75);
        let pen = Pen { opacity: 0.22, ..Pen::solid(CAMPAIGN, 1.0) };
        picture.marks.push(Mark::Lines { lines: hatch([left, self.top], [right, self.bottom]), pen });
        for x in [left, right] {
            picture.line([[x, self.top], [x, self.bottom]], Pen { opacity: 0.7, ..Pen::solid(CAMPAIGN, 1.0) });
        }
    }
}

/// Round numbers from 0 to `most`, three to five of them.
fn marks(most: f64) -> Vec<f64> {
    let power = 10_f64.powf((most / 4.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power).into_iter().find(|step| 4.0 * step >= most);
    let step = step.unwrap_or(most);
    (0..=4).map(|mark| f64::from(mark) * step).take_while(|mark| *mark <= most).collect()
}

/// Slanted lines that fill a rectangle, at the same places wherever it begins.
pub fn hatch([left, top]: Point, [right, bottom]: Point) -> Vec<Vec<Point>> {
    let (first, last) = (((left + top) / HATCH).ceil() as i32, ((right + bottom) / HATCH).floor() as i32);
    let line = |step: i32| {
        // All points of a line have the same x + y.
        let sum = f64::from(step) * HATCH;
        let ends = [(sum - bottom).max(left), (sum - top).min(right)];
        (ends[1] > ends[0]).then(|| ends.map(|x| [x, sum - x]).to_vec())
    };
    (first..=last).filter_map(line).collect()
}

impl Panel<'_> {
    /// Its name and unit, above it.
    pub fn heading(&self, picture: &mut Picture, name: &str, unit: &str) {
        let at = [AXIS[0] - 60.0, self.top - 12.0];
        picture.text(at, Anchor::Start, LABEL, INK, name);
        let after = at[0] + font::width(name, LABEL) + 9.0;
        picture.text([after, at[1]], Anchor::Start, SMALL, SOFT, unit);
    }

    /// Draws its ground, with a scale from 0 to a little more than `most`.
    pub fn ground(&self, picture: &mut Picture, most: f64) -> Plot {
        let plot = Plot::new(self.comparison, self.top, self.height, if most > 0.0 { 1.04 * most } else { 1.0 });
        for spans in self.spans {
            for span in *spans {
                plot.campaign(picture, *span);
            }
        }
        for value in marks(plot.most) {
            let y = plot.y(value);
            picture.line([[AXIS[0], y], [AXIS[1], y]], Pen::solid(GRID, 1.0));
            picture.text([AXIS[0] - 8.0, y + 0.35 * SMALL], Anchor::End, SMALL, SOFT, round_number(value));
        }
        for day in self.first_days().into_iter().skip(1) {
            let x = plot.x(day);
            picture.line([[x, plot.top], [x, plot.bottom]], Pen::solid(GRID, 1.0));
        }
        plot
    }

    /// Draws a series of all variants, each divided by `per`.
    pub fn lines(&self, picture: &mut Picture, series: fn(&Lived) -> &[f64], per: fn(&VariantRuns) -> f64) {
        let daily = |variant: &VariantRuns| -> Vec<Spread> {
            let unit = per(variant);
            let each = |day: Spread| Spread {
                mean: day.mean / unit,
                sd: day.sd / unit,
                lowest: day.lowest / unit,
                highest: day.highest / unit,
            };
            variant.daily(series).into_iter().map(each).collect()
        };
        let all: Vec<_> = self.comparison.variants.iter().map(daily).collect();
        let most = all.iter().flatten().map(|day| day.highest).fold(0.0, f64::max);
        let plot = self.ground(picture, most);
        let points = |days: &[Spread], of: fn(&Spread) -> f64| {
            let points: Vec<_> =
                days.iter().enumerate().map(|(day, spread)| [plot.x(day), plot.y(of(spread))]).collect();
            simplified(&points, TOLERANCE)
        };
        for (index, days) in all.iter().enumerate() {
            if self.comparison.variants[index].runs.len() > 1 {
                let mut corners = points(days, |day| day.lowest);
                corners.extend(points(days, |day| day.highest).into_iter().rev());
                picture.marks.push(Mark::Area { corners, fill: pen(index).colour, opacity: BAND });
            }
        }
        for (index, days) in all.iter().enumerate() {
            picture.line(points(days, |day| day.mean), pen(index));
        }
    }

    /// The days on which years begin; the first day of all counts as one.
    pub fn first_days(&self) -> Vec<usize> {
        let first = self.comparison.first_day;
        let day = |year: i16| Date::new(year, 1, 1).map_or(0, |day| days_between(first, day));
        let years = self.comparison.years();
        years.iter().map(|(year, _)| usize::try_from(day(*year)).unwrap_or(0)).collect()
    }

    /// Where each year begins and ends, pixels.
    pub fn year_ends(&self) -> Vec<[f64; 2]> {
        let plot = Plot::new(self.comparison, self.top, self.height, 1.0);
        let begins: Vec<_> = self.first_days().into_iter().map(|day| plot.x(day)).collect();
        let ends = begins.iter().skip(1).copied().chain([AXIS[1]]);
        begins.iter().zip(ends).map(|(begin, end)| [*begin, end]).collect()
    }

    /// The years below it, as many as there is room for.
    pub fn years(&self, picture: &mut Picture) {
        let ends = self.year_ends();
        let widest = ends.iter().map(|[begin, end]| end - begin).fold(1.0, f64::max);
        let room = font::width("1958*", SMALL) + 10.0;
        let every = [1, 2, 5, 10, 20, 50].into_iter().find(|every| f64::from(*every) * widest >= room).unwrap_or(100);
        for ((year, is_whole), [begin, end]) in self.comparison.years().into_iter().zip(ends) {
            let fits = every > 1 || end - begin >= room - 10.0;
            if i32::from(year) % every == 0 && fits {
                let text = format!("{year}{}", if is_whole { "" } else { "*" });
                let at = [0.5 * (begin + end), self.top + self.height + 22.0];
                picture.text(at, Anchor::Middle, SMALL, INK, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_three_to_five_round_numbers() {
        assert_eq!(marks(17.9), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(marks(2080.0), [0.0, 1000.0, 2000.0]);
        for most in (1..1000).map(|most| f64::from(most) * 0.0007) {
            assert!((3..=5).contains(&marks(most).len()), "{most}: {:?}", marks(most));
        }
    }

    #[test]
    fn a_hatch_stays_inside_its_rectangle() {
        for (left, right) in [(10.0, 200.0), (10.0, 12.0), (10.0, 10.0)] {
            let lines = hatch([left, 50.0], [right, 90.0]);
            assert_eq!(lines.is_empty(), right <= left, "{left} to {right}");
            for [x, y] in lines.into_iter().flatten() {
                assert!((left..=right).contains(&x) && (50.0..=90.0).contains(&y), "{x} {y}");
            }
        }
    }
}
