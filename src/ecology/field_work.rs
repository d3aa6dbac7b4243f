//! How far people's work goes today, as far as fields are concerned: which of those that wait are sown and reaped, and how
//! weedy the others are. Who does it and why there may be too few is not the business of the ecology.

use bevy_ecs::prelude::*;

use super::habitat::field_stream;
use super::purpose::Purpose;
use crate::engine::landscape::Cell;
use crate::engine::random::Stream;

/// The day's work on the fields. Without anybody to say otherwise, all of it is done.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct FieldWork {
    /// Chance that a field that waits to be sown is sown.
    pub sown: f64,
    /// Which of the fields that wait to be reaped are reaped.
    pub reaped: Reaped,
    /// Factor on the growth of leaf of crops, 1 where all weeds are pulled.
    pub weeding: f32,
    /// Share of fields that are left unsown this year.
    pub left_fallow: f64,
    /// Chance that a field that is sown is planted close.
    pub planted_close: f64,
    /// Factor on the filling of grain of fields that were planted close.
    pub close_planting: f32,
    /// Factor on the grain that a full stand bears, from what has been done to the land.
    pub bearing: f32,
}

/// Which of the fields that wait to be reaped are reaped: those that have waited longest come first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reaped {
    /// All that have waited more days than this.
    pub longer_than: u32,
    /// The chance of those that have waited just as many.
    pub chance: f64,
}

impl Default for FieldWork {
    fn default() -> Self {
        Self {
            sown: 1.0,
            reaped: Reaped { longer_than: 0, chance: 1.0 },
            weeding: 1.0,
            left_fallow: 0.0,
            planted_close: 0.0,
            close_planting: 1.0,
            bearing: 1.0,
        }
    }
}

impl FieldWork {
    /// Whether a field that waits to be sown is sown.
    #[inline]
    pub fn sows(&self, stream: impl FnOnce() -> Stream) -> bool {
        self.sown >= 1.0 || stream().chance(self.sown)
    }

    /// Whether nothing is sown on a field in a year. The same share always takes the same fields; a larger one takes more.
    #[inline]
    pub fn leaves_fallow(&self, seed: u64, cell: Cell, year: u32) -> bool {
        self.left_fallow > 0.0 && field_stream(seed, cell, year, Purpose::LeftFallow).chance(self.left_fallow)
    }

    /// Whether a field that is sown is planted close.
    #[inline]
    pub fn plants_close(&self, stream: impl FnOnce() -> Stream) -> bool {
        self.planted_close > 0.0 && stream().chance(self.planted_close)
    }
}

impl Reaped {
    /// Most days of waiting that are told apart; a field that has waited longer is as urgent as these.
    pub const MOST_DAYS: u32 = 63;

    /// Whether a field that has waited so many days is reaped.
    #[inline]
    pub fn reaches(&self, waited: u32, stream: impl FnOnce() -> Stream) -> bool {
        let waited = waited.min(Self::MOST_DAYS);
        waited > self.longer_than || waited == self.longer_than && (self.chance >= 1.0 || stream().chance(self.chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: u32) -> Stream {
        Stream::new(1, u64::from(number), 0, Purpose::FieldWork)
    }

    /// Contract: by default all is done; otherwise fields that have waited longer come first, and of those that have waited as
    /// long, about the share that there are hands for.
    #[test]
    fn hands_go_as_far_as_they_are_said_to() {
        let all = FieldWork::default();
        assert!(all.sows(|| of(0)) && all.reaped.reaches(0, || of(0)) && !all.leaves_fallow(1, Cell(3), 1958));
        let reaped = Reaped { longer_than: 5, chance: 0.3 };
        assert!(!reaped.reaches(4, || of(0)) && reaped.reaches(6, || of(0)));
        let share = |waited| (0..10_000).filter(|field| reaped.reaches(waited, || of(*field))).count();
        // Four standard deviations.
        assert!(share(5).abs_diff(3000) < 184, "{}", share(5));
        let longest = Reaped { longer_than: Reaped::MOST_DAYS, chance: 0.0 };
        assert!([63, 64, 400].iter().all(|waited| !longest.reaches(*waited, || of(0))));
    }

    /// Contract: a larger share of fields left unsown holds the same fields and more, and other fields in another year.
    #[test]
    fn the_same_fields_and_more_are_left_unsown() {
        let left = |left_fallow, year| {
            let work = FieldWork { left_fallow, ..FieldWork::default() };
            (0..2000).filter(|cell| work.leaves_fallow(7, Cell(*cell), year)).collect::<Vec<_>>()
        };
        let (few, more, later) = (left(0.1, 1959), left(0.2, 1959), left(0.1, 1960));
        assert!(few.len().abs_diff(200) < 54 && more.len().abs_diff(400) < 72);
        assert!(few.iter().all(|cell| more.contains(cell)));
        assert!(few.iter().filter(|cell| later.contains(cell)).count() < 60);
    }
}
