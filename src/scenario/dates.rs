//! Dates, as written in scenario files.

use jiff::ToSpan;
use jiff::civil::Date;

use super::problem::shorten;
use super::signs;

/// First year allowed in a scenario.
pub const FIRST_YEAR: i16 = 1900;
/// Last year allowed in a scenario.
pub const LAST_YEAR: i16 = 2100;
/// Longest run, days: an agent's id has 16 bits for the day of its birth.
pub const LONGEST_RUN_DAYS: i32 = 65_535;

/// Reads `"1958-03-15"`.
///
/// # Errors
/// What was found and what is allowed.
pub(super) fn read_date(text: &str) -> Result<Date, String> {
    let found = shorten(text);
    let shape = || {
        if let Some(right) = signs::meant_word(text).filter(|right| read_date(right).is_ok()) {
            return format!("found \"{found}\"; write \"{right}\" instead");
        }
        format!(
            "found \"{found}\"; a date is written \"year-month-day\" with four, two and two digits, such as \"1958-03-15\""
        )
    };
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(shape()) };
    let number = |part: &str, digits: usize| -> Option<i16> {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Err(shape());
    };
    if !(1..=12).contains(&month) {
        return Err(format!("found \"{found}\", but there is no month {month}; allowed: 01 to 12"));
    }
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(format!("found \"{found}\"; allowed: dates from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31"));
    }
    let first = Date::new(year, month as i8, 1).map_err(|_| shape())?;
    let days = first.days_in_month();
    if !(1..=i16::from(days)).contains(&day) {
        return Err(format!("found \"{found}\", a day that does not exist; that month has {days} days"));
    }
    Date::new(year, month as i8, day as i8).map_err(|_| shape())
}

/// Days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The last day that a run which starts on `start` can reach.
pub(super) fn last_day_of_longest_run(start: Date) -> Date {
    start.saturating_add(i64::from(LONGEST_RUN_DAYS).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_one_form_are_dates() {
        assert_eq!(read_date("1960-02-29"), Ok(jiff::civil::date(1960, 2, 29)));
        for wrong in [
            "1959-02-29",
            "1958-13-01",
            "1958-00-01",
            "1958-01-00",
            "58-01-01",
            "1958-1-1",
            "1958/01/01",
            "1958-01-01T00:00",
            " 1958-01-01",
            "",
            "-1958-01-01",
            "1899-12-31",
            "2101-01-01",
            "１958-01-01",
            "1958-01-0a",
        ] {
            assert!(read_date(wrong).is_err(), "{wrong}");
        }
    }
}
