//! Numbers as they are read from afar: two figures, or three of large ones, in the way of the language in use.

use crate::output::words::count;
use crate::window::language;

/// A number of 0 or more, rounded so that it is read at a glance: `0.4`, `8`, `12.6`, `27,300`.
pub fn number(value: f64) -> String {
    let text = match value {
        none if none < 0.05 => "0".into(),
        small if small < 9.95 => format!("{small:.1}").trim_end_matches(".0").to_owned(),
        medium if medium < 999.5 => format!("{medium:.0}"),
        large => {
            let step = libm::pow(10.0, libm::floor(libm::log10(large)) - 2.0);
            count(((large / step).round() * step).round() as u64)
        }
    };
    language::in_use().write_number(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: numbers are rounded to what is read at a glance.
    #[test]
    fn numbers_are_read_at_a_glance() {
        let told = [0.0, 0.04, 0.05, 0.84, 2.0, 7.77, 9.96, 12.6, 163.2, 999.7, 27_162.0, 1_234_567.0].map(number);
        assert_eq!(told, ["0", "0", "0.1", "0.8", "2", "7.8", "10", "13", "163", "1,000", "27,200", "1,230,000"]);
    }
}
