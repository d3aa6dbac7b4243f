//! The closing summary of a run: one line per year, and what kind of numbers these are.

use std::io::{self, Write};

use crate::output::words::{NOT_EVIDENCE, count, number, short_date};
use crate::record::Record;
use crate::record::series::HarvestRow;

/// Writes the yearly table.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, title: &str, seed: u64, record: &Record) -> io::Result<()> {
    let (Some(first), Some(last)) = (record.days.first(), record.days.last()) else {
        return writeln!(out, "{title}, seed {seed}: no day was simulated.");
    };
    writeln!(out, "{title}, seed {seed}: {} to {}", short_date(first.date), short_date(last.date))?;
    writeln!(out)?;
    writeln!(out, "Year   Campaign     Harvest   Peak pests   Mean sparrows")?;
    writeln!(out, "                         t       per m2")?;
    for harvest in &record.harvests {
        writeln!(
            out,
            "{:<4}{}  {:<9} {:>10}   {:>10}   {:>13}",
            harvest.year,
            if harvest.is_whole_year() { ' ' } else { '*' },
            campaign_in(record, harvest.year),
            number(harvest.reaped_kg / 1000.0),
            number(harvest.peak_pests_per_m2),
            count(harvest.mean_sparrows.round() as u64),
        )?;
    }
    if !record.harvests.iter().all(HarvestRow::is_whole_year) {
        writeln!(out, "* not the whole year")?;
    }
    writeln!(out)?;
    writeln!(out, "{NOT_EVIDENCE}")
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
