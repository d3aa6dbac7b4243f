//! Numbers and dates as a person reads them.

use jiff::civil::Date;

/// A count with thousands apart, "38,221".
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

/// A number to about three digits, thousands apart.
pub fn number(value: f64) -> String {
    match value.abs() {
        small if small < 0.0005 => "0".into(),
        small if small < 0.0995 => format!("{value:.3}"),
        small if small < 9.95 => format!("{value:.2}"),
        medium if medium < 999.5 => format!("{value:.1}"),
        _ => count(value.round().max(0.0) as u64),
    }
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

/// A number from [`round_up`], without noughts that say nothing.
pub fn round_number(value: f64) -> String {
    if value >= 1000.0 { number(value) } else { format!("{}", (value * 1e6).round() / 1e6) }
}

/// A date, "18 Mar 1958".
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// The month's short name.
pub fn month(date: Date) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[usize::from(date.month().unsigned_abs()).clamp(1, 12) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [0.0, 0.0123, 0.0999, 9.99, 99.94, 999.9, 12345.6].map(number),
            ["0", "0.012", "0.10", "10.0", "99.9", "1,000", "12,346"]
        );
        assert_eq!(
            [0.0, 0.026, 1.0, 1.1, 7.0, 801.0, 1e-9].map(round_up).map(round_number),
            ["1", "0.03", "1", "1.5", "8", "1,000", "0"]
        );
    }
}
