//! Dates, seasons, weather, shares, comparisons and standings in plain words of the language in use.

use jiff::civil::{Date, date};

use crate::scenario::parameter::Number;
use crate::scenario::sources::Standing;
use crate::window::language::{documented, tr};

use super::differs::{Differs, rounded};

/// What must accompany everything the model shows.
pub fn not_evidence() -> String {
    tr!("not-evidence")
}

/// A day with a long name, for room that is kept for dates.
pub const A_LONG_DAY: Date = date(1958, 9, 28);

/// `18 March 1958`.
pub fn long_date(date: Date) -> String {
    tr!("date-long", day = date.day(), month = date.month(), year = date.year())
}

/// `18 Mar 1958`.
pub fn short_date(date: Date) -> String {
    tr!("date-short", day = date.day(), month = date.month(), year = date.year())
}

/// `Mar`.
pub fn short_month(date: Date) -> String {
    tr!("month-short", month = date.month())
}

/// What [`season`] gives.
pub const SEASONS: [&str; 4] = ["winter", "spring", "summer", "autumn"];

/// The season north of the tropics, where every landscape of the model is. It is a name by which messages choose, in any language.
pub fn season(date: Date) -> &'static str {
    match date.month() {
        3..=5 => "spring",
        6..=8 => "summer",
        9..=11 => "autumn",
        _ => "winter",
    }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// How warm a day is.
pub fn warmth(temperature_c: f32) -> String {
    match temperature_c {
        t if t < 0.0 => tr!("warmth-freezing"),
        t if t < 8.0 => tr!("warmth-cold"),
        t if t < 16.0 => tr!("warmth-cool"),
        t if t < 24.0 => tr!("warmth-warm"),
        _ => tr!("warmth-hot"),
    }
}

/// How wet it is compared with an average year; `wetness` is in standard deviations.
pub fn wetness(wetness: f32) -> String {
    match wetness {
        w if w < -1.5 => tr!("wetness-far-drier"),
        w if w < -0.5 => tr!("wetness-drier"),
        w if w <= 0.5 => tr!("wetness-usual"),
        w if w <= 1.5 => tr!("wetness-wetter"),
        _ => tr!("wetness-far-wetter"),
    }
}

/// A temperature with its unit and a true minus sign.
pub fn degrees(temperature_c: f32) -> String {
    let rounded = temperature_c.round() as i32;
    let sign = if rounded < 0 { "\u{2212}" } else { "" };
    tr!("degrees", degrees = format!("{sign}{}", rounded.abs()))
}

/// A share from 0 to 1 in percent, with as many decimals as it has, but at most two: `64 %`, `63.7 %`, `0.05 %`.
pub fn percent(share: f32) -> String {
    let percent = 100.0 * share.to_f64();
    if percent > 0.0 && percent < 0.01 {
        tr!("percent-tiny")
    } else {
        tr!("percent", percent = ((100.0 * percent).round() / 100.0).to_string())
    }
}

/// How far a historical figure can be relied on: its tag, and what that means.
pub fn standing(standing: Standing) -> String {
    tr!("standing", tag = standing.tag(), meaning = documented(standing.meaning()))
}

/// How a number compares with another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Compared {
    /// It is almost nothing.
    LessThanATwentieth,
    /// It is about this part of it.
    About(Part),
    /// They hardly differ.
    Same,
    /// It is lower.
    Below {
        /// By how much.
        percent: f64,
    },
    /// It is higher, but not twice as high.
    Above {
        /// By how much.
        percent: f64,
    },
    /// It is about twice as high.
    Twice,
    /// It is so many times as high.
    Times(f64),
    /// It is beyond comparison.
    MoreThan20Times,
}

/// A part that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 1/20.
    Twentieth,
    /// 1/10.
    Tenth,
    /// 1/5.
    Fifth,
    /// 1/4.
    Quarter,
    /// 1/3.
    Third,
    /// 1/2.
    Half,
}

/// `now` compared with `before`. `None` if there is nothing to compare with.
pub fn compare(now: f64, before: f64) -> Option<Compared> {
    const PARTS: [(f64, Part); 6] = [
        (1.0 / 20.0, Part::Twentieth),
        (1.0 / 10.0, Part::Tenth),
        (1.0 / 5.0, Part::Fifth),
        (1.0 / 4.0, Part::Quarter),
        (1.0 / 3.0, Part::Third),
        (1.0 / 2.0, Part::Half),
    ];
    if !(before > 0.0 && now >= 0.0 && now.is_finite() && before.is_finite()) {
        return None;
    }
    let ratio = now / before;
    if ratio < 0.045 {
        return Some(Compared::LessThanATwentieth);
    }
    if let Some((_, part)) = PARTS.iter().find(|(part, _)| (ratio / part - 1.0).abs() < 0.09) {
        return Some(Compared::About(*part));
    }
    Some(match (Differs::of(now, before)?, ratio) {
        (Differs::Hardly, _) => Compared::Same,
        (Differs::Less(percent), _) => Compared::Below { percent },
        (Differs::More(percent), r) if r < 1.9 => Compared::Above { percent },
        (_, r) if r < 2.1 => Compared::Twice,
        (_, r) if r < 20.0 => Compared::Times(r),
        _ => Compared::MoreThan20Times,
    })
}

/// How a number compares with that without the campaign, as that is `written`. `None` if there is nothing to compare with.
pub fn beside(with: f64, without: f64, written: impl Fn(f64) -> String) -> Option<String> {
    let compared = compare(with, without)?;
    let without = written(without);
    Some(match compared {
        Compared::LessThanATwentieth => tr!("beside-less-than-a-twentieth", without = without),
        Compared::About(Part::Twentieth) => tr!("beside-a-twentieth", without = without),
        Compared::About(Part::Tenth) => tr!("beside-a-tenth", without = without),
        Compared::About(Part::Fifth) => tr!("beside-a-fifth", without = without),
        Compared::About(Part::Quarter) => tr!("beside-a-quarter", without = without),
        Compared::About(Part::Third) => tr!("beside-a-third", without = without),
        Compared::About(Part::Half) => tr!("beside-half", without = without),
        Compared::Same => tr!("beside-same", without = without),
        Compared::Below { percent } => tr!("beside-below", percent = rounded(percent), without = without),
        Compared::Above { percent } => tr!("beside-above", percent = rounded(percent), without = without),
        Compared::Twice => tr!("beside-twice", without = without),
        Compared::Times(times) => tr!("beside-times", times = format!("{times:.1}"), without = without),
        Compared::MoreThan20Times => tr!("beside-more-than-20-times", without = without),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::output::words;

    /// Contract: in English the window writes dates, and what must accompany everything, as the terminal does.
    #[test]
    fn the_window_writes_dates_as_the_terminal_does() {
        for month_of_year in 1..=12 {
            let day = date(1958, month_of_year, 18);
            assert_eq!(long_date(day), words::long_date(day));
            assert_eq!(short_date(day), words::short_date(day));
            assert_eq!(short_month(day), words::short_month(day));
        }
        assert_eq!(not_evidence(), words::NOT_EVIDENCE);
    }

    #[test]
    fn seasons_begin_with_a_month() {
        assert_eq!(season(date(1958, 2, 28)), "winter");
        assert_eq!(season(date(1958, 3, 1)), "spring");
    }

    #[test]
    fn degrees_have_a_true_minus_sign_and_no_minus_nought() {
        assert_eq!(degrees(-3.4), "\u{2212}3 \u{b0}C");
        assert_eq!(degrees(-0.2), "0 \u{b0}C");
    }

    #[test]
    fn shares_are_given_as_they_are() {
        // A share appears on the screen as it was written in the scenario.
        let texts = [0.637, 0.6, 1.0, 0.07, 0.005, 0.12345, 0.0, 0.00001].map(percent);
        assert_eq!(texts, ["63.7 %", "60 %", "100 %", "7 %", "0.5 %", "12.35 %", "0 %", "under 0.01 %"]);
    }

    #[test]
    fn comparisons_say_what_the_ratio_is() {
        // The words fit the ratio, and with nothing to compare with there are none.
        let told = |with, without| beside(with, without, |number| number.to_string());
        assert_eq!(told(1.0, 0.0), None);
        assert_eq!(told(f64::NAN, 1.0), None);
        for (with, without, words) in [
            (0.0, 5.0, "less than a twentieth of the 5"),
            (1.0, 5.0, "about a fifth of the 5"),
            (0.88, 1.0, "12 % below the 1"),
            (1.001, 1.0, "about the same as the 1"),
            (1.007, 1.0, "0.7 % above the 1"),
            (1.12, 1.0, "12 % above the 1"),
            (2.0, 1.0, "about twice the 1"),
            (3.12, 1.0, "3.1 times the 1"),
            (50.0, 1.0, "more than 20 times the 1"),
        ] {
            assert_eq!(told(with, without), Some(format!("{words} without the campaign")));
        }
    }
}
