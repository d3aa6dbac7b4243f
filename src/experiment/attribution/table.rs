//! The attribution as text: a table for each outcome, how to read it, and what others have found.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::estimate::{Attribution, Estimate, Part, Parts};
use super::outcome::{Outcome, Years};
use crate::experiment::compare::table::seeds;
use crate::output::words::{NOT_EVIDENCE, count, number, signed};

/// What others have found about those years, with its standing.
const PUBLISHED: &str = "\
Published readings, to be read beside these numbers. Each is one published reading; they were not estimated together and
do not add up.
  Output      Li & Yang 2005: diversion of resources and excessive procurement together 61 % of the fall [F]; apart 33.0 %
              and 28.3 %, and the weather 12.9 % [U]
              Kueh 1984, quoted in other works: the weather contributed [S]
  Deaths      Kasahara & Li: exports explain 12 to 14 % of the excess deaths [F]
  The famine  Houser, Sands & Xiao 2009: policy about 70 % [F, in part S]
[F] read at the source or on a scholarly page; [S] quoted in another work; [U] often quoted, not checked by us.";

const HOW_TO_READ: &str = "\
Part: the lever's change of the number, as the mean over the orders in which the levers could come, one after another
(Shapley value). Parts add up to the change of all levers, so those of several levers can be added. Of none: the part in
percent of the number without any lever. Share: the part in percent of the change of all levers. Alone: the lever's change
where no other is on. Last: its change where all others are on already. Where these differ, levers act on each other.
Shares need not be positive, and may be more than 100 %: a lever may work against the others, as imports or a good year do.
In 19 of 20 cases, the mean of very many seeds lies in the 95 % interval; where a * stands, it holds 0, and the part is not
clear. Each seed has the same weather in all its runs.
A lever that is off has none of its events, and its parameters are those of an ordinary year; all else stays as it is.
Many numbers of the model are fitted or assumed (docs/ODD.md), and a lever's part depends on them.";

/// Outcomes that are shown as one: the two calibrations of deaths are always a range.
pub const GROUPS: [(&str, &[Outcome]); 3] = [
    ("Grain reaped, t a year", &[Outcome::Output]),
    ("Grain eaten in the country by people and their animals, kg a year for each person there", &[Outcome::Food]),
    ("Deaths of hunger per 1000 people", &[Outcome::OfficialDeaths, Outcome::AdjustedDeaths]),
];

/// Writes all of it.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, attribution: &Attribution) -> io::Result<()> {
    writeln!(out, "How much each lever did: {}, {}", attribution.title, attribution.years)?;
    writeln!(
        out,
        "{}; {} levers, switched off and on in {} runs",
        seeds(&attribution.seeds),
        attribution.levers.len(),
        count(attribution.runs as u64)
    )?;
    for (title, outcomes) in GROUPS {
        let group = group(attribution, outcomes);
        if !group.is_empty() {
            writeln!(out)?;
            write_group(out, title, attribution, &group)?;
        }
    }
    if attribution.outcomes.len() == 1 {
        writeln!(out, "\nThis scenario does not count people, so there is nothing to say about food and deaths.")?;
    }
    writeln!(out, "\n{HOW_TO_READ}\n\n{PUBLISHED}\n\n{NOT_EVIDENCE}")
}

/// What is known of these outcomes.
pub fn group<'a>(attribution: &'a Attribution, outcomes: &[Outcome]) -> Vec<&'a Parts> {
    attribution.outcomes.iter().filter(|parts| outcomes.contains(&parts.outcome)).collect()
}

fn write_group(out: &mut impl Write, title: &str, attribution: &Attribution, group: &[&Parts]) -> io::Result<()> {
    let is_range = group.len() > 1;
    writeln!(out, "{title}{}", if is_range { about_deaths(attribution.years) } else { String::new() })?;
    let of = |value: fn(&Parts) -> Estimate| range(group.iter().map(|parts| value(parts).mean), number);
    let change = range(group.iter().map(|parts| parts.change.mean), signed);
    let percent = match group {
        [parts] if parts.percent().is_finite() => format!(" ({:+.1} %)", parts.percent() * parts.change.mean),
        _ => String::new(),
    };
    let (none, all) = (of(|parts| parts.none), of(|parts| parts.all));
    writeln!(out, "  without any lever {none}, with all {all}: a change of {change}{percent}\n")?;
    let decimals = decimals(group);
    let mut lines = vec![HEADS.map(String::from).to_vec()];
    lines.extend(attribution.by_output().into_iter().map(|place| {
        let parts: Vec<_> = group.iter().map(|parts| (*parts, &parts.levers[place])).collect();
        cells(&parts, decimals)
    }));
    if is_range {
        // A change in percent of no deaths of hunger would mean nothing.
        lines.iter_mut().for_each(|line| drop(line.remove(PERCENT)));
    }
    aligned(out, &lines)?;
    if group.iter().any(|parts| parts.change.may_be_chance()) {
        writeln!(out, "  All levers together make no clear change, so there are no shares.")?;
    }
    Ok(())
}

fn about_deaths(years: Years) -> String {
    let together = if years.first == years.last { String::new() } else { format!(", {years} together") };
    format!(
        "{together} (model)\n  Each number is a range: by a calibration to official death rates, to one by adjusted rates. The \
         intervals span both."
    )
}

/// Decimals with which the change of all levers has three digits.
fn decimals(group: &[&Parts]) -> usize {
    let largest = group.iter().map(|parts| parts.change.mean.abs()).fold(0.0, f64::max);
    if largest > 0.0 { (2.0 - largest.log10().floor()).clamp(0.0, 4.0) as usize } else { 1 }
}

const HEADS: [&str; 7] = ["Lever", "Part", "95 % interval", "of none", "Share (interval)", "Alone", "Last"];
/// The place of `of none`.
const PERCENT: usize = 3;

/// A line of the table: what a lever did to the outcomes of a group.
fn cells(parts: &[(&Parts, &Part)], decimals: usize) -> Vec<String> {
    let change = |value: f64| rounded(value, decimals, true);
    let of = |value: fn(&Part) -> f64| range(parts.iter().map(|(_, part)| value(part)), change);
    let span = |estimates: &[Estimate]| {
        let low = estimates.iter().map(|estimate| estimate.low).fold(f64::INFINITY, f64::min);
        (low, estimates.iter().map(|estimate| estimate.high).fold(f64::NEG_INFINITY, f64::max))
    };
    let shapley: Vec<_> = parts.iter().map(|(_, part)| part.shapley).collect();
    let (low, high) = span(&shapley);
    let interval = if shapley.iter().all(|part| part.is_none()) {
        "nothing with any seed".into()
    } else {
        let mark = if shapley.iter().any(|part| part.may_be_chance()) { " *" } else { "" };
        format!("{} to {}{mark}", change(low), change(high))
    };
    let of_none = |(of, part): &(&Parts, &Part)| format!("{} %", rounded(of.percent() * part.shapley.mean, 1, true));
    let percent = parts.first().filter(|(of, _)| of.percent().is_finite()).map_or(String::new(), of_none);
    let shares: Option<Vec<_>> = parts.iter().map(|(_, part)| part.share).collect();
    let share = shares.map_or(String::from("-"), |shares| {
        let (low, high) = span(&shares);
        let mut means: Vec<_> = shares.iter().map(|share| rounded(100.0 * share.mean, 0, false)).collect();
        // Those of two calibrations hardly differ.
        means.dedup();
        let [low, high] = [low, high].map(|share| rounded(100.0 * share, 0, false));
        format!("{} % ({low} to {high})", means.join(" to "))
    });
    let title = parts.first().map_or("", |(_, part)| part.lever.describe().title).to_owned();
    let [part, alone, last] = [of(|part| part.shapley.mean), of(|part| part.alone.mean), of(|part| part.last.mean)];
    vec![title, part, interval, percent, share, alone, last]
}

/// A number with so many decimals, and with its sign if it `is_change`; what is rounded to 0 has none. Where there are
/// decimals, only 0 is `0`.
fn rounded(value: f64, decimals: usize, is_change: bool) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let size = format!("{:.decimals$}", value.abs());
    let size = if decimals == 0 { size.parse().map_or(size, count) } else { size };
    let sign = match value {
        _ if !size.contains(|digit| ('1'..='9').contains(&digit)) => "",
        less if less < 0.0 => "-",
        _ if is_change => "+",
        _ => "",
    };
    format!("{sign}{size}")
}

/// One value, or `4 to 11` for two.
pub fn range(values: impl Iterator<Item = f64>, said: impl Fn(f64) -> String) -> String {
    values.map(said).collect::<Vec<_>>().join(" to ")
}

/// Writes lines of cells, each column as wide as it must be: names and intervals to the left, numbers to the right.
fn aligned(out: &mut impl Write, lines: &[Vec<String>]) -> io::Result<()> {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| lines.iter().map(|line| line[column].width()).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns).map(width).collect();
    for line in lines {
        let padded = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let room = " ".repeat(width - cell.width());
            if [0, 2].contains(&column) { format!("{cell}{room}") } else { format!("{room}{cell}") }
        });
        writeln!(out, "  {}", padded.collect::<Vec<_>>().join("   ").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::estimate::tests::made_up;
    use super::*;
    use crate::scenario::Lever;

    fn text(outcomes: &[Outcome], levers: usize) -> String {
        let mut text = Vec::new();
        write(&mut text, &made_up(outcomes, &Lever::ALL[..levers], 6)).unwrap();
        String::from_utf8(text).unwrap()
    }

    /// Contract: deaths are always a range, never one number, and stand after output and food.
    #[test]
    fn deaths_are_a_range() {
        let said = text(Outcome::of_a_scenario(true), 5);
        let deaths = said.split("Deaths of hunger").nth(1).unwrap();
        let lines: Vec<_> = deaths.lines().skip_while(|line| !line.starts_with("  Lever")).skip(1).take(5).collect();
        assert_eq!(lines.len(), 5);
        for line in lines.iter().filter(|line| !line.contains("nothing with any seed")) {
            let cells: Vec<_> = line.split("   ").filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).collect();
            assert!(cells.len() == 5 && cells.iter().all(|cell| cell.contains(" to ")), "{line}\n{said}");
        }
        assert!(said.find("Grain reaped") < said.find("Grain eaten") && said.find("Grain eaten") < said.find("Deaths"));
        assert!(
            !said.contains("19.6") && said.contains("do not add up") && said.ends_with(&format!("{NOT_EVIDENCE}\n"))
        );
        assert!(said.lines().all(|line| line.width() <= 125), "{said}");
    }

    /// Contract: a scenario without people says so, and the lever that lowered the output most comes first.
    #[test]
    fn without_people_there_is_only_the_output() {
        let said = text(Outcome::of_a_scenario(false), 5);
        assert!(said.contains("does not count people") && !said.contains("Deaths of hunger"), "{said}");
        let place = |lever: Lever| said.find(&format!("\n  {}", lever.describe().title));
        assert!(place(Lever::ALL[0]) < place(Lever::ALL[2]) && place(Lever::ALL[4]) < place(Lever::ALL[3]), "{said}");
        assert!(said.contains("nothing with any seed"), "{said}");
    }

    #[test]
    fn what_is_rounded_to_0_has_no_sign() {
        let changes = [31.44, -0.041, -0.07, 0.0, 12_345.6].map(|value| rounded(value, 1, true));
        assert_eq!(changes, ["+31.4", "0.0", "-0.1", "0", "+12345.6"]);
        assert_eq!([12_345.6, -0.4, -7.2].map(|value| rounded(value, 0, false)), ["12,346", "0", "-7"]);
    }
}
