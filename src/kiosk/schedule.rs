//! When the kiosk is open. It is asked with the local civil time and knows nothing else: it keeps no count of what has passed, so
//! clocks that are set, that jump, or that go from summer to winter time change only what the answer is from then on.

use std::fmt;
use std::time::SystemTime;

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The local civil time now; that of UTC where the system does not say which time zone it is in.
///
/// jiff reads `TZ`, `/etc/localtime` and the system's zoneinfo as files: without a socket, without `unsafe`, and again every five
/// minutes, so that a technician may set the zone while the kiosk runs. The C library's `localtime_r` would read the environment
/// while another thread may write it. `Zoned::now()` panics where the clock is set to before the year -9999 or after 9999; this
/// does not.
pub fn local_now() -> DateTime {
    let now = Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    TimeZone::system().to_datetime(now)
}

/// Whether the system says which time zone it is in.
pub fn knows_local_time() -> bool {
    TimeZone::try_system().is_ok()
}

/// The days of the week as they are written in a configuration, from Monday.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Monday),
    ("Tue", Weekday::Tuesday),
    ("Wed", Weekday::Wednesday),
    ("Thu", Weekday::Thursday),
    ("Fri", Weekday::Friday),
    ("Sat", Weekday::Saturday),
    ("Sun", Weekday::Sunday),
];

/// Minutes of a day, and of a week.
const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;

/// A time of day to the minute, from 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(u16);

impl Minute {
    /// The last minute of a day, 23:59.
    pub const LAST: Self = Self(DAY - 1);
    /// The end of a day, 24:00.
    pub const MIDNIGHT: Self = Self(DAY);

    /// That of a time of day.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        let sum = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && sum <= DAY).then_some(Self(sum))
    }

    /// Reads `"9:30"` or `"09:30"`.
    pub fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let are_digits = hour.bytes().chain(minute.bytes()).all(|byte| byte.is_ascii_digit());
        let is_right = are_digits && (1..=2).contains(&hour.len()) && minute.len() == 2;
        if is_right { Self::new(hour.parse().ok()?, minute.parse().ok()?) } else { None }
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Open on some days of the week from one time to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The days on which it opens.
    pub days: Vec<Weekday>,
    /// When it opens.
    pub from: Minute,
    /// When it closes: on the next day, if that is not after `from`.
    pub to: Minute,
}

impl Opening {
    /// How long it is open, minutes, 1 to a whole day.
    fn length(&self) -> u16 {
        if self.to > self.from { self.to.0 - self.from.0 } else { self.to.0 + DAY - self.from.0 }
    }
}

/// All openings of a week. They may overlap. Without any, it is always open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    openings: Vec<Opening>,
}

impl Schedule {
    /// One with these openings.
    pub fn new(openings: Vec<Opening>) -> Self {
        Self { openings }
    }

    /// Whether it is open at a local civil time.
    pub fn is_open(&self, now: DateTime) -> bool {
        self.is_open_in(minute_of_week(now))
    }

    /// When it next opens or closes after `now`; `None` if it never does. Where clocks change in between, that is told in the time
    /// of before.
    pub fn next_change(&self, now: DateTime) -> Option<DateTime> {
        let at = minute_of_week(now);
        let is_open = self.is_open_in(at);
        let after = |edge: u16| (edge + WEEK - at) % WEEK;
        let edges = self.spans().flat_map(|(start, length)| [after(start), after((start + length) % WEEK)]);
        let change = edges.filter(|&wait| wait > 0 && self.is_open_in((at + wait) % WEEK) != is_open).min()?;
        let minute = now.time().with().second(0).subsec_nanosecond(0).build().ok()?;
        now.date().to_datetime(minute).checked_add(i64::from(change).minutes()).ok()
    }

    fn is_open_in(&self, minute: u16) -> bool {
        self.openings.is_empty() || self.spans().any(|(start, length)| (minute + WEEK - start) % WEEK < length)
    }

    /// Each opening of the week: its first minute of the week, and how many.
    fn spans(&self) -> impl Iterator<Item = (u16, u16)> {
        let of_one = |opening: &Opening| {
            let (from, length) = (opening.from.0, opening.length());
            let starts: Vec<u16> = opening.days.iter().map(|day| first_minute(*day) + from).collect();
            starts.into_iter().map(move |start| (start % WEEK, length))
        };
        self.openings.iter().flat_map(of_one)
    }
}

fn first_minute(day: Weekday) -> u16 {
    u16::from(day.to_monday_zero_offset().unsigned_abs()) * DAY
}

fn minute_of_week(at: DateTime) -> u16 {
    let minute = u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs());
    first_minute(at.weekday()) + minute
}

/// In words: "open Mon to Fri 10:00 to 18:00".
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.openings.is_empty() {
            return f.write_str("always open");
        }
        f.write_str("open ")?;
        for (index, opening) in self.openings.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            let next_day = if opening.to <= opening.from { " the next day" } else { "" };
            write!(f, "{comma}{} {} to {}{next_day}", days_in_words(&opening.days), opening.from, opening.to)?;
        }
        Ok(())
    }
}

fn days_in_words(days: &[Weekday]) -> String {
    let days: Vec<(usize, &str)> = WEEKDAYS
        .iter()
        .enumerate()
        .filter(|(_, (_, day))| days.contains(day))
        .map(|(at, (name, _))| (at, *name))
        .collect();
    if days.len() == WEEKDAYS.len() {
        return "every day".into();
    }
    let runs = days.chunk_by(|a, b| a.0 + 1 == b.0).map(|run| match run {
        [first, _, .., last] => format!("{} to {}", first.1, last.1),
        few => few.iter().map(|day| day.1).collect::<Vec<_>>().join(" and "),
    });
    runs.collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn opening(days: &[Weekday], from: &str, to: &str) -> Opening {
        Opening { days: days.into(), from: Minute::read(from).unwrap(), to: Minute::read(to).unwrap() }
    }

    /// 2 November 2026 is a Monday.
    fn monday(hour: i8, minute: i8) -> DateTime {
        date(2026, 11, 2).at(hour, minute, 0, 0)
    }

    /// Contract: it is open from the first minute to before the last, on its days only.
    #[test]
    fn an_opening_begins_and_ends_on_the_minute() {
        let schedule = Schedule::new(vec![opening(&[Weekday::Monday], "10:00", "18:00")]);
        for (at, is_open) in [((9, 59), false), ((10, 0), true), ((17, 59), true), ((18, 0), false)] {
            assert_eq!(schedule.is_open(monday(at.0, at.1)), is_open, "{at:?}");
        }
        assert!(!schedule.is_open(monday(12, 0) + 1.day()));
        assert_eq!(schedule.next_change(monday(9, 59)), Some(monday(10, 0)));
        assert_eq!(schedule.next_change(monday(10, 0)), Some(monday(18, 0)));
        assert_eq!(schedule.next_change(monday(18, 0)), Some(monday(10, 0) + 7.days()));
        assert_eq!(schedule.next_change(date(2026, 11, 2).at(9, 59, 59, 999_999_999)), Some(monday(10, 0)));
    }

    /// Contract: an opening over midnight belongs to the day on which it opens, also from Sunday to Monday; one to 24:00 and one from
    /// 00:00 are one.
    #[test]
    fn midnight_is_no_border() {
        let schedule = Schedule::new(vec![opening(&[Weekday::Sunday], "20:00", "02:00")]);
        let sunday = monday(0, 0) - 1.day();
        assert!(!schedule.is_open(sunday.date().at(1, 0, 0, 0)) && schedule.is_open(sunday.date().at(23, 59, 0, 0)));
        assert!(schedule.is_open(monday(1, 59)) && !schedule.is_open(monday(2, 0)));
        assert_eq!(schedule.next_change(sunday.date().at(21, 0, 0, 0)), Some(monday(2, 0)));
        let whole = [("00:00", "24:00")].map(|(from, to)| opening(&WEEKDAYS.map(|(_, day)| day), from, to));
        let whole = Schedule::new(whole.into());
        assert_eq!((whole.is_open(monday(0, 0)), whole.next_change(monday(0, 0))), (true, None));
        let two = Schedule::new(vec![
            opening(&[Weekday::Monday], "20:00", "24:00"),
            opening(&[Weekday::Tuesday], "00:00", "01:00"),
        ]);
        assert_eq!(two.next_change(monday(21, 0)), Some(monday(1, 0) + 1.day()));
    }

    /// Contract: with no opening it is always open; in words, days in a row are one span.
    #[test]
    fn it_is_said_in_words() {
        assert!(Schedule::default().is_open(monday(3, 0)) && Schedule::default().next_change(monday(3, 0)).is_none());
        assert_eq!(Schedule::default().to_string(), "always open");
        let days: Vec<Weekday> = WEEKDAYS.iter().map(|(_, day)| *day).collect();
        let schedule = Schedule::new(vec![
            opening(&days[1..5], "10:00", "18:00"),
            opening(&days[5..], "9:30", "20:00"),
            opening(&days, "22:00", "01:00"),
            opening(&[Weekday::Friday, Weekday::Monday], "07:00", "08:00"),
        ]);
        assert_eq!(
            schedule.to_string(),
            "open Tue to Fri 10:00 to 18:00, Sat and Sun 09:30 to 20:00, every day 22:00 to 01:00 the next day, Mon and Fri 07:00 to 08:00"
        );
    }

    #[test]
    fn only_times_of_day_are_read() {
        for (text, minutes) in [("00:00", 0), ("9:05", 545), ("23:59", 1439), ("24:00", 1440)] {
            assert_eq!(Minute::read(text), Some(Minute(minutes)));
        }
        for text in [
            "", ":", "24:01", "25:00", "10:60", "10:5", "010:00", "10", "10:00:00", "-1:00", "+1:00", "１0:00",
            " 9:00", "99:99",
        ] {
            assert_eq!(Minute::read(text), None, "{text:?}");
        }
    }

    /// Contract: the clock can be asked, whatever it says.
    #[test]
    fn there_is_a_local_time() {
        assert!(local_now() > date(2020, 1, 1).at(0, 0, 0, 0));
    }

    fn schedules() -> impl Strategy<Value = Schedule> {
        let days = prop::sample::subsequence(WEEKDAYS.map(|(_, day)| day).to_vec(), 1..=7);
        let opening = (days, 0..DAY, 1..DAY).prop_map(|(days, from, length)| {
            let to = (from + length) % DAY;
            Opening { days, from: Minute(from), to: Minute(if to == 0 { DAY } else { to }) }
        });
        prop::collection::vec(opening, 0..4).prop_map(Schedule::new)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

        /// Contract: the next change is the first minute at which it is no longer as it is now. If none is told, it is the same in
        /// each minute of the week. A week later all is the same.
        #[test]
        fn the_next_change_is_the_first(schedule in schedules(), minute in 0..i64::from(WEEK)) {
            let now = monday(0, 0) + minute.minutes();
            let is_open = schedule.is_open(now);
            let minutes = (1..=i64::from(WEEK)).map(|later| now + later.minutes());
            let first = minutes.into_iter().find(|&later| schedule.is_open(later) != is_open);
            prop_assert_eq!(schedule.next_change(now), first);
            prop_assert_eq!(schedule.is_open(now + 7.days()), is_open);
        }

        /// Contract: no time, however odd, makes it panic.
        #[test]
        fn any_time_has_an_answer(schedule in schedules(), year in -9999_i16..=9999, day in 1_i16..=365, hour in 0_i8..24) {
            let date = jiff::civil::Date::new(year, 1, 1).unwrap().with().day_of_year(day).build().unwrap();
            let now = date.at(hour, 59, 59, 999_999_999);
            schedule.is_open(now);
            schedule.next_change(now);
        }
    }
}
