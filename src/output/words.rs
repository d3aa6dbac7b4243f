//! Numbers, dates and months in words, for the terminal and the window alike.

use jiff::civil::Date;

/// What must accompany everything the model shows.
pub const NOT_EVIDENCE: &str = "A simplified model. It shows how mechanisms combine; it is not evidence.";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `March`.
pub fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// `Mar`.
pub fn short_month(date: Date) -> &'static str {
    &month(date)[..3]
}

/// `18 March 1958`.
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// `18 Mar 1958`.
pub fn short_date(date: Date) -> String {
    format!("{} {} {}", date.day(), short_month(date), date.year())
}

/// A count with its thousands separated: `38,221`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of 0 or more to about three digits: `<0.001`, `0.012`, `0.62`, `4.94`, `49.4`, `1,234`. Only 0 is `0`.
pub fn number(value: f64) -> String {
    match value {
        none if none <= 0.0 => "0".into(),
        tiny if tiny < 0.001 => "<0.001".into(),
        small if small < 0.0995 => format!("{value:.3}"),
        small if small < 9.995 => format!("{value:.2}"),
        medium if medium < 99.95 => format!("{value:.1}"),
        _ => count(value.round() as u64),
    }
}

/// A number with its sign, as [`number`] writes it: `+4.94`, `-0.012`, `0`.
pub fn signed(value: f64) -> String {
    let sign = if value < 0.0 { '-' } else { '+' };
    if value == 0.0 { "0".into() } else { format!("{sign}{}", number(value.abs())) }
}

/// A round number, at least as large, for the end of a scale.
pub fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    const STEPS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];
    let power = 10f64.powi(value.log10().floor() as i32);
    STEPS.into_iter().map(|step| step * power).find(|&round| round >= value).unwrap_or(10.0 * power)
}

/// A number on a scale, without trailing zeros: `0.00014`, `0.4`, `100`, `2,000`.
pub fn round_number(value: f64) -> String {
    if value >= 1000.0 {
        return number(value);
    }
    // Two significant digits of the smallest, so that neighbouring marks of a scale differ.
    let decimals = if value > 0.0 { (1.0 - value.log10().floor()).clamp(3.0, 8.0) as usize } else { 3 };
    format!("{value:.decimals$}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_written_as_british_english_writes_them() {
        assert_eq!(long_date(date(1958, 3, 18)), "18 March 1958");
        assert_eq!(short_date(date(1960, 12, 1)), "1 Dec 1960");
    }

    #[test]
    fn numbers_have_about_three_digits_and_only_zero_is_0() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [0.0, 1e-9, 0.001, 0.0123, 0.0999, 0.625, 9.99, 9.999, 99.94, 99.99, 999.9, 12345.6].map(number),
            ["0", "<0.001", "0.001", "0.012", "0.10", "0.62", "9.99", "10.0", "99.9", "100", "1,000", "12,346"]
        );
        assert_eq!(
            [0.0, 0.026, 1.0, 1.1, 7.0, 801.0, 1e-9].map(round_up).map(round_number),
            ["1", "0.03", "1", "1.5", "8", "1,000", "0"]
        );
        assert_eq!([0.000_000_7, 0.000_001_4].map(round_number), ["0.0000007", "0.0000014"]);
        assert_eq!([0.0, 0.00014, 0.4, 2.5, 100.0].map(round_number), ["0", "0.00014", "0.4", "2.5", "100"]);
    }
}
