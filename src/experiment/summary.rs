//! The closing summary of a run: a line a year, and what kind of numbers these are.

use std::io::{self, Write};

use jiff::civil::Date;

use crate::output::words::{count, day, number};
use crate::record::Record;
use crate::record::series::HarvestRow;

/// What every summary says of its numbers.
pub const SIMPLIFIED: &str = "A simplified model. It shows how mechanisms combine; it is not evidence.";

/// Writes the yearly table.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(out: &mut impl Write, title: &str, seed: u64, record: &Record) -> io::Result<()> {
    let (Some(first), Some(last)) = (record.days.first(), record.days.last()) else {
        return writeln!(out, "{title}, seed {seed}: no day was lived.");
    };
    writeln!(out, "{title}, seed {seed}: {} to {}", day(first.date), day(last.date))?;
    writeln!(out)?;
    writeln!(out, "Year   Campaign     Harvest   Peak pests   Mean sparrows")?;
    writeln!(out, "                         t       per m2")?;
    for harvest in &record.harvests {
        writeln!(
            out,
            "{:<4}{}  {:<9} {:>10}   {:>10}   {:>13}",
            harvest.year,
            if is_whole_year(harvest) { ' ' } else { '*' },
            campaign_in(record, harvest.year),
            number(harvest.reaped_kg / 1000.0),
            number(harvest.peak_pests_per_m2),
            count(harvest.mean_sparrows.round() as u64),
        )?;
    }
    if !record.harvests.iter().all(is_whole_year) {
        writeln!(out, "* not the whole year")?;
    }
    writeln!(out)?;
    writeln!(out, "{SIMPLIFIED}")
}

/// Whether the run covered all days of the year.
pub fn is_whole_year(harvest: &HarvestRow) -> bool {
    i16::try_from(harvest.year)
        .ok()
        .and_then(|year| Date::new(year, 1, 1).ok())
        .is_some_and(|first| harvest.days >= first.days_in_year() as u64)
}

/// Whether the campaign was on in a year: "off", "on", or how many days.
fn campaign_in(record: &Record, year: u64) -> String {
    let of_the_year = record.days.iter().filter(|row| row.date.year() as u64 == year);
    let (mut days, mut of_campaign) = (0, 0);
    for row in of_the_year {
        days += 1;
        of_campaign += u32::from(row.campaign_effort > 0.0);
    }
    match of_campaign {
        0 => "off".into(),
        all if all == days => "on".into(),
        1 => "1 day".into(),
        some => format!("{some} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_whole_when_all_its_days_are_there() {
        let year = |year, days| HarvestRow { days, ..HarvestRow::empty(year) };
        assert!(is_whole_year(&year(1958, 365)) && !is_whole_year(&year(1960, 365)) && is_whole_year(&year(1960, 366)));
    }
}
