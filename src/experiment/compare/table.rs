//! The comparison as text that a teacher can read: for each number a line per year.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::comparison::{Comparison, Difference, MEASURES, Measure, Spread, VariantRuns};
use crate::output::words::{NOT_EVIDENCE, number, short_date, signed};

/// The widest name in a heading, columns.
const NAME: usize = 26;

/// Writes all of it.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, comparison: &Comparison, notes: &[String]) -> io::Result<()> {
    heading(out, comparison)?;
    if !notes.is_empty() {
        writeln!(out, "\n{}", notes.join("\n"))?;
    }
    for (variant, reference) in comparison.pairs() {
        if comparison.variants.len() > 2 {
            writeln!(out, "\n{} and {}", variant.name, reference.name)?;
        }
        for measure in &MEASURES {
            measured(out, comparison, measure, variant, reference)?;
        }
    }
    writeln!(out)?;
    if comparison.years().iter().any(|(_, is_whole)| !is_whole) {
        writeln!(out, "* not the whole year")?;
    }
    for sentence in about_differences(comparison) {
        writeln!(out, "{sentence}")?;
    }
    writeln!(out, "\n{NOT_EVIDENCE}")
}

/// How to read the differences, a sentence a line.
pub fn about_differences(comparison: &Comparison) -> Vec<String> {
    if comparison.variants.len() < 2 {
        return Vec::new();
    }
    if !comparison.is_paired() {
        return vec!["The runs have different seeds, so they differ by luck too, and no differences are given.".into()];
    }
    let minus = match &comparison.variants[..] {
        [variant, other] => format!("{} minus {}", variant.name, other.name),
        [.., last] => format!("each minus {}", last.name),
        [] => String::new(),
    };
    let mut sentences = vec![format!("Differences: {minus}, seed by seed. Each seed has the same weather in all.")];
    if comparison.most_seeds() < 2 {
        sentences.push("With one seed there is no interval, and a difference may be chance: try --seeds 8.".into());
    } else {
        sentences.push(
            "In 19 of 20 cases, the mean difference of very many seeds lies in its 95 % interval. Where that holds 0,"
                .into(),
        );
        sentences.push("there is no clear difference. Of twenty lines, about one is clear by chance alone.".into());
    }
    sentences
}

/// The seeds, in words: `8 seeds (1958 to 1965)`.
pub fn seeds(seeds: &[u64]) -> String {
    match seeds {
        [] => "no seed".into(),
        [seed] => format!("seed {seed}"),
        [first, .., last] => format!("{} seeds ({first} to {last})", seeds.len()),
    }
}

/// When a variant's campaign was on, in words.
fn campaign(comparison: &Comparison, variant: &VariantRuns) -> String {
    let date = |day| short_date(comparison.date(day));
    let stretch = |[first, last]: &[usize; 2]| format!("{} to {}", date(*first), date(*last));
    match variant.campaign() {
        [] => "no campaign".into(),
        stretches if stretches.len() > 3 => format!("campaign on and off, {} times", stretches.len()),
        stretches => format!("campaign {}", stretches.iter().map(stretch).collect::<Vec<_>>().join(", ")),
    }
}

fn heading(out: &mut impl Write, comparison: &Comparison) -> io::Result<()> {
    let [first, last] = [comparison.first_day, comparison.last_day].map(short_date);
    let variants = &comparison.variants;
    let of_all = variants.first().map_or(String::new(), |variant| seeds(&variant.seeds));
    let has_one_title = variants.iter().all(|variant| variant.title == variants[0].title);
    if has_one_title {
        writeln!(out, "{}", variants[0].title)?;
    }
    writeln!(out, "{of_all}, {first} to {last}\n")?;
    let width = variants.iter().map(|variant| variant.name.width()).max().unwrap_or(0).min(NAME);
    for variant in variants {
        let title = if has_one_title { String::new() } else { format!("{}; ", variant.title) };
        writeln!(out, "  {}   {title}{}", left(&variant.name, width), campaign(comparison, variant))?;
    }
    Ok(())
}

fn measured(
    out: &mut impl Write,
    comparison: &Comparison,
    measure: &Measure,
    variant: &VariantRuns,
    reference: &VariantRuns,
) -> io::Result<()> {
    let has_spread = comparison.most_seeds() > 1;
    let how = if has_spread { ": mean ± standard deviation between seeds" } else { "" };
    writeln!(out, "\n{}{how}", comparison.title(measure))?;
    let heads = [&*variant.name, &*reference.name, "Difference", if has_spread { "95 % interval" } else { "" }];
    let mut lines = vec![(String::from("Year"), heads.map(|head| shortened(head, NAME)))];
    for (index, (year, is_whole)) in comparison.years().into_iter().enumerate() {
        let [values, others] = [variant, reference].map(|of| comparison.values(measure, of, index));
        let difference = Difference::of(&values, &others);
        let cells = [mean(&values), mean(&others), changed(&difference), interval(&difference)];
        lines.push((format!("{year}{}", if is_whole { ' ' } else { '*' }), cells));
    }
    let widths = [0, 1, 2].map(|column| lines.iter().map(|(_, cells)| cells[column].width()).max().unwrap_or(0));
    for (year, cells) in lines {
        let [a, b, c] = [0, 1, 2].map(|column| right(&cells[column], widths[column]));
        writeln!(out, "{}", format!("{year:<5}  {a}   {b}   {c}   {}", cells[3]).trim_end())?;
    }
    Ok(())
}

/// `22,351 ± 1,201`.
fn mean(values: &[f64]) -> String {
    let spread = Spread::of(values);
    let sd = if values.len() > 1 { format!(" ± {}", number(spread.sd)) } else { String::new() };
    number(spread.mean) + &sd
}

/// `-3,012 (-14 %)`.
fn changed(difference: &Difference) -> String {
    if difference.is_none {
        return "0".into();
    }
    let share = share(difference.share);
    let share = if share.is_empty() { share } else { format!(" ({share})") };
    signed(difference.mean) + &share
}

/// A difference as a share of what it is compared with: `-14 %`, `+2.5 %`, `21 times`; nothing if that is 0.
pub fn share(share: f64) -> String {
    match 100.0 * share {
        nothing if !nothing.is_finite() => String::new(),
        percent if percent >= 300.0 => format!("{} times", number(1.0 + share)),
        percent if percent.abs() < 9.95 => format!("{percent:+.1} %"),
        percent => format!("{percent:+.0} %"),
    }
}

fn interval(difference: &Difference) -> String {
    match difference.interval {
        None => String::new(),
        Some(_) if difference.is_none => "the same with every seed".into(),
        Some([low, high]) => {
            let verdict = if difference.may_be_chance() { ": no clear difference" } else { "" };
            format!("{} to {}{verdict}", signed(low), signed(high))
        }
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.into();
    }
    let mut width = 1;
    let fits = |c: &char| {
        width += c.width().unwrap_or(0);
        width <= most
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

fn left(text: &str, width: usize) -> String {
    let text = shortened(text, width);
    let room = " ".repeat(width.saturating_sub(text.width()));
    text + &room
}

fn right(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::comparison::tests::made_up;

    fn text(comparison: &Comparison) -> String {
        let mut text = Vec::new();
        write(&mut text, comparison, &[]).unwrap();
        String::from_utf8(text).unwrap()
    }

    /// Contract: a difference whose interval holds 0 is said not to be clear, one whose interval does not is not, and
    /// one that is not there is said to be none.
    #[test]
    fn what_may_be_chance_is_said_to_be_no_clear_difference() {
        let with = [[1000.0, 900.0], [1100.0, 1010.0], [1200.0, 1090.0]];
        let without = [[1000.0, 1000.0], [1100.0, 1100.0], [1200.0, 1200.0]];
        let said = text(&made_up(&[&with, &without]));
        let line = |year: &str| said.lines().find(|line| line.starts_with(year)).unwrap_or_default().to_owned();
        assert!(line("1957").ends_with("   0   the same with every seed"), "{said}");
        assert!(line("1958").contains("1,000 ± 95.4   1,100 ± 100   -100 (-9.1 %)   -125 to -75.2"), "{said}");
        let noisy = [[990.0, 900.0], [1115.0, 1010.0], [1200.0, 1090.0]];
        let said = text(&made_up(&[&noisy, &without]));
        assert!(said.contains("+1.67 (+0.2 %)   -29.6 to +32.9: no clear difference"), "{said}");
        assert!(said.contains("3 seeds (1958 to 1960), 1 Jan 1957 to 31 Dec 1958"), "{said}");
        assert!(said.lines().all(|line| line.width() <= 105), "{said}");
    }

    #[test]
    fn one_seed_has_no_interval_and_says_so() {
        let said = text(&made_up(&[&[[10.0, 90.0]], &[[10.0, 20.0]]]));
        assert!(said.contains("With one seed there is no interval") && !said.contains('±'), "{said}");
        assert!(said.contains("+70.0 (4.50 times)"), "{said}");
    }

    #[test]
    fn each_variant_is_compared_with_the_last() {
        let years = [[10.0, 90.0], [11.0, 91.0]];
        let said = text(&made_up(&[&years, &years, &years]));
        assert!(said.contains("\nwith and 麻雀公社\n") && said.contains("\nwithout and 麻雀公社\n"), "{said}");
        assert_eq!(shortened("一个很长的名字", 8), "一个很…");
    }
}
