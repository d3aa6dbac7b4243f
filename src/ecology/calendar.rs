//! The date, the season and the length of the day.

use bevy_ecs::prelude::*;
use jiff::{ToSpan, civil::Date};

/// What day it is. The date comes from the day count alone, never from frames or clocks.
#[derive(Resource, Clone, Debug, PartialEq)]
pub struct Calendar {
    /// First day of the run.
    pub start: Date,
    /// Days since the start; the first day is 0. Before the first step it is the day about to be simulated.
    pub day: u32,
    /// The date of `day`.
    pub date: Date,
    /// Hours from sunrise to sunset.
    pub day_length_h: f32,
}

/// The four seasons of the sparrow's diet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// March and April.
    Spring,
    /// May to July.
    Summer,
    /// August to October.
    Autumn,
    /// November to February.
    Winter,
}

impl Calendar {
    /// The calendar on the first day.
    pub fn new(start: Date, latitude_deg: f32) -> Self {
        let mut calendar = Self { start, day: 0, date: start, day_length_h: 12.0 };
        calendar.set_day(0, latitude_deg);
        calendar
    }

    /// Moves to another day.
    pub fn set_day(&mut self, day: u32, latitude_deg: f32) {
        self.day = day;
        self.date = date_of(self.start, day);
        self.day_length_h = day_length_h(self.day_of_year(), latitude_deg);
    }

    /// The year.
    pub fn year(&self) -> u32 {
        u32::from(self.date.year().unsigned_abs())
    }

    /// Day of the year; 1 January is 1.
    pub fn day_of_year(&self) -> u32 {
        self.date.day_of_year() as u32
    }

    /// The season.
    pub fn season(&self) -> Season {
        match self.date.month() {
            3 | 4 => Season::Spring,
            5..=7 => Season::Summer,
            8..=10 => Season::Autumn,
            _ => Season::Winter,
        }
    }
}

/// The date `day` days after `start`.
pub fn date_of(start: Date, day: u32) -> Date {
    start.saturating_add(i64::from(day).days())
}

/// Days from one date to another; below 0 if that is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Hours of daylight at a latitude on a day of the year (Forsythe et al. 1995, sun's centre on the horizon).
fn day_length_h(day_of_year: u32, latitude_deg: f32) -> f32 {
    let angle = 0.2163108 + 2.0 * libm::atan(0.9671396 * libm::tan(0.00860 * (f64::from(day_of_year) - 186.0)));
    let declination = libm::asin(0.39795 * libm::cos(angle));
    let latitude = f64::from(latitude_deg).to_radians();
    let cosine = libm::tan(latitude) * libm::tan(declination);
    (24.0 - 24.0 / core::f64::consts::PI * libm::acos(cosine.clamp(-1.0, 1.0))) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_longest_in_june_and_even_at_the_equator() {
        let june = day_length_h(172, 35.5);
        let december = day_length_h(355, 35.5);
        assert!((14.0..14.7).contains(&june), "{june}");
        assert!((9.5..10.1).contains(&december), "{december}");
        assert!((day_length_h(172, 0.0) - 12.0).abs() < 0.1);
    }
}
