//! One number against another, as plain numbers: scales that stay the same from run to run, the path of the days, and where each year is in
//! its middle, when plants and animals live.

use crate::output::words::round_number;
use crate::record::series::DayRow;

use super::data::ticks;
use super::series::{Chart, Land};

/// Days that lie nearer to each other than this part of a scale are one point of a path.
const NEAR: f64 = 1.0 / 500.0;

/// A scale: numbers from a least to a highest one, or their powers of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Whether it is of their powers of ten.
    pub is_log: bool,
    /// Where it begins and ends, as [`Self::at`] counts.
    pub ends: [f64; 2],
}

impl Scale {
    /// Of a chart whose numbers go up to `top`.
    pub fn of(chart: Chart, top: f64) -> Self {
        match chart.daily().and_then(|daily| daily.powers) {
            Some([least, most]) => {
                let most = if top > most { 10_f64.powf(top.log10().ceil()) } else { most };
                Self { is_log: true, ends: [least.log10(), most.log10()] }
            }
            None => Self { is_log: false, ends: [0.0, top] },
        }
    }

    /// Where a number is. What is too small for a scale of powers of ten, such as 0, is at its beginning.
    pub fn at(self, value: f64) -> f64 {
        let at = if self.is_log { value.max(f64::MIN_POSITIVE).log10() } else { value };
        at.clamp(self.ends[0], self.ends[1])
    }

    /// From 0 at its beginning to 1 at its end.
    pub fn share(self, at: f64) -> f64 {
        (at - self.ends[0]) / (self.ends[1] - self.ends[0])
    }

    /// Its round numbers, at most about `most`, and where they are.
    pub fn ticks(self, most: usize) -> Vec<(f64, String)> {
        if self.is_log {
            let powers = self.ends[0].ceil() as i32..=self.ends[1].floor() as i32;
            powers.map(|power| (f64::from(power), round_number(10_f64.powi(power)))).collect()
        } else {
            ticks(self.ends[1], most).into_iter().map(|tick| (tick, round_number(tick))).collect()
        }
    }
}

/// What is drawn across and up.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    /// Which charts.
    pub charts: [Chart; 2],
    /// Their scales.
    pub scales: [Scale; 2],
    /// The land that they count on.
    pub land: Land,
}

impl Plane {
    /// The numbers of a day.
    pub fn numbers(&self, row: &DayRow) -> [f64; 2] {
        self.charts.map(|chart| chart.daily().map_or(0.0, |daily| (daily.value)(row, &self.land)))
    }

    /// Where a day is.
    pub fn at(&self, row: &DayRow) -> [f64; 2] {
        let [x, y] = self.numbers(row);
        [self.scales[0].at(x), self.scales[1].at(y)]
    }

    /// How far two places are from each other, as part of the scales.
    pub fn distance(&self, a: [f64; 2], b: [f64; 2]) -> f64 {
        let along = |axis: usize| self.scales[axis].share(a[axis]) - self.scales[axis].share(b[axis]);
        along(0).hypot(along(1))
    }

    /// The middle of each year, and whether there is room for its name beside it: not where another stands.
    pub fn years<'a>(&self, rows: impl Iterator<Item = &'a DayRow>) -> Vec<(&'a DayRow, bool)> {
        let mut years: Vec<(&DayRow, bool)> = Vec::new();
        for row in rows.filter(|row| is_mid_year(row)) {
            let is_apart = |(other, has_name): &(&DayRow, bool)| {
                !has_name || self.distance(self.at(row), self.at(other)) >= YEARS_APART
            };
            let has_name = years.iter().all(is_apart);
            years.push((row, has_name));
        }
        years
    }

    /// The path of some days, in pieces on which the campaign was on, or off.
    pub fn path<'a>(&self, rows: impl Iterator<Item = &'a DayRow>) -> Vec<(bool, Vec<[f64; 2]>)> {
        let mut pieces: Vec<(bool, Vec<[f64; 2]>)> = Vec::new();
        let mut latest = None;
        for row in rows {
            let (is_on, at) = (row.campaign_effort > 0.0, self.at(row));
            match pieces.last_mut() {
                Some((was_on, piece)) if *was_on == is_on => {
                    if piece.last().is_none_or(|last| self.distance(*last, at) > NEAR) {
                        piece.push(at);
                    }
                }
                _ => {
                    // A piece begins where the one before it ended.
                    pieces.push((is_on, latest.into_iter().chain([at]).collect()));
                }
            }
            latest = Some(at);
        }
        if let (Some((_, piece)), Some(latest)) = (pieces.last_mut(), latest) {
            piece.push(latest);
        }
        pieces
    }
}

/// The least distance between two places that each have the name of a year, as part of the scales.
const YEARS_APART: f64 = 0.08;

/// Whether it is the first of July: in winter, all years lie near each other.
fn is_mid_year(row: &DayRow) -> bool {
    (row.date.month(), row.date.day()) == (7, 1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::window::test_support::rows::rows;

    fn plane() -> Plane {
        let charts = [Chart::Sparrows, Chart::StandingGrain];
        let scales = [Scale::of(charts[0], 20.0), Scale::of(charts[1], 100.0)];
        Plane { charts, scales, land: Land { all_ha: 1.0, cropland_ha: 1.0 } }
    }

    #[test]
    fn a_scale_of_powers_holds_nothing_too() {
        let [powers, plain] = plane().scales;
        assert_eq!([powers.share(powers.at(0.0)), plain.share(plain.at(0.0))], [0.0, 0.0]);
        assert_eq!([powers.at(1.0), plain.at(50.0)], [0.0, 50.0]);
        let words = |scale: Scale| scale.ticks(3).into_iter().map(|tick| tick.1).collect::<Vec<_>>().join(" ");
        assert_eq!([words(powers), words(plain)], ["0.1 1 10", "0 50 100"]);
        // It is the same from run to run, unless numbers go beyond it.
        assert_eq!(Scale::of(Chart::Sparrows, 9.0), powers);
        assert_eq!(Scale::of(Chart::Sparrows, 200.0).ends[1], 3.0);
    }

    #[test]
    fn a_path_is_one_line_with_the_days_of_the_campaign_apart() {
        let days = rows(date(1958, 6, 1), 400, |index, row| {
            row.sparrows_per_ha = 10.0 / (1.0 + index as f64);
            row.campaign_effort = if (100..200).contains(&index) { 1.0 } else { 0.0 };
        });
        let (plane, pieces) = (plane(), plane().path(days.iter()));
        assert_eq!(pieces.iter().map(|piece| piece.0).collect::<Vec<_>>(), [false, true, false]);
        let ends = [&days[0], &days[399]].map(|row| plane.at(row));
        assert_eq!([pieces[0].1[0], *pieces[2].1.last().unwrap()], ends);
        for pair in pieces.windows(2) {
            assert!(plane.distance(*pair[0].1.last().unwrap(), pair[1].1[0]) <= 2.0 * NEAR);
        }
        assert!(pieces.iter().map(|piece| piece.1.len()).sum::<usize>() < 400);
        // There are two summers, and the second has no name if it lies where the first does.
        let years = plane.years(days.iter());
        assert_eq!(years.len(), 2);
        let is_apart = plane.distance(plane.at(years[0].0), plane.at(years[1].0)) >= YEARS_APART;
        assert_eq!((years[0].1, years[1].1), (true, is_apart));
    }
}
