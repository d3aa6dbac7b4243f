//! What the campaign does to places that suit sparrows less or more: the same counties with and without the campaign,
//! at chosen suitabilities.

use std::io::{self, Write};

use super::batch::{self, Desk};
use super::county::County;
use super::county_panel::{CROPS, CountyResult, Harvest, run_county};
use super::statistics::mean;
use super::{About, Failure, Study, conclude};
use crate::engine::landscape::Landscape;
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::record::csv;
use crate::record::table::row;

row! {
    /// A suitability: means over its counties, in the years 1959 to 1961 unless the name says otherwise. Changes are
    /// with the campaign against the same county without it.
    pub struct RemovalRow {
        /// How well the counties suit sparrows, in standard deviations.
        suitability_sd: f64,
        /// Number of counties.
        counties: u64,
        /// Sparrows per hectare without the campaign.
        sparrows_per_ha_without: f64,
        /// Highest number of hoppers from the third instar, and adults, per square metre on any day of a year, without
        /// the campaign.
        peak_pests_per_m2_without: f64,
        /// The same with the campaign.
        peak_pests_per_m2_with: f64,
        /// Change in all grain in 1958, in percent.
        grain_1958_percent: f64,
        /// Change in all grain in 1959 to 1961, in percent.
        grain_percent: f64,
        /// Change in wheat, in percent.
        wheat_percent: f64,
        /// Change in rice, in percent.
        rice_percent: f64,
        /// Change in sweet potato, in percent.
        sweet_potato_percent: f64,
        /// Change in maize, in percent.
        maize_percent: f64,
    }
}

/// Runs the study and writes its results.
///
/// # Errors
/// If it is interrupted, or the folder cannot be written.
pub fn run(
    study: &Study,
    suitabilities: &[f64],
    counties: usize,
    voice: &mut Voice<impl Write>,
) -> Result<(), Failure> {
    let settings = vec![("suitabilities", suitabilities.to_vec()), ("counties", vec![counties as f64])];
    let about = About::new("sparrow-removal", study, settings)?;
    let mut desk = Desk::claim(study, &about, suitabilities.len() * counties)?;
    let county = |job: usize| {
        // The same counties at each suitability, except for what follows from it.
        let number = (job % counties) as u32;
        let county = County::of_suitability(study.seed, number, suitabilities[job / counties]);
        run_county(&study.base, county, study.interrupt)
    };
    let results = batch::run(study, desk.as_mut(), suitabilities.len() * counties, "counties", county)?;
    let rows: Vec<_> = results.chunks(counties).map(|counties| row(study, counties)).collect();
    let mut text = Vec::new();
    write(&mut text, study, &rows)?;
    conclude(desk, &about, &text, || Ok(vec![("removal.csv", csv::text(&rows)?)]), voice)
}

fn row(study: &Study, results: &[CountyResult]) -> RemovalRow {
    let landscape = Landscape::from(&study.base.landscape);
    let ha = f64::from(landscape.fields()) * f64::from(landscape.field_ha());
    let mean_of = |of: &dyn Fn(&CountyResult) -> f64| mean(&results.iter().map(of).collect::<Vec<_>>());
    let years = |harvests: &[Harvest], of: fn(&Harvest) -> f64| mean(&harvests[3..].iter().map(of).collect::<Vec<_>>());
    let change = |of: fn(&Harvest) -> f64| {
        let sum = |harvests: fn(&CountyResult) -> &[Harvest]| -> f64 {
            results.iter().map(|result| years(harvests(result), of)).sum()
        };
        100.0 * (sum(|r| &r.with) / sum(|r| &r.without) - 1.0)
    };
    RemovalRow {
        suitability_sd: results.first().map_or(f64::NAN, |result| result.county.suitability),
        counties: results.len() as u64,
        sparrows_per_ha_without: mean_of(&|r| years(&r.without, |h| h.sparrows)) / ha,
        peak_pests_per_m2_without: mean_of(&|r| years(&r.without, |h| h.peak_pests_per_m2)),
        peak_pests_per_m2_with: mean_of(&|r| years(&r.with, |h| h.peak_pests_per_m2)),
        grain_1958_percent: mean_of(&|r| 100.0 * (r.with[2].reaped_kg / r.without[2].reaped_kg - 1.0)),
        grain_percent: change(|h| h.reaped_kg),
        wheat_percent: change(CROPS[0].harvest_kg),
        rice_percent: change(CROPS[1].harvest_kg),
        sweet_potato_percent: change(CROPS[2].harvest_kg),
        maize_percent: change(|h| h.maize_kg),
    }
}

fn write(out: &mut impl Write, study: &Study, rows: &[RemovalRow]) -> io::Result<()> {
    let counties = match rows.first().map_or(0, |row| row.counties) {
        1 => "1 county".into(),
        counties => format!("{counties} counties"),
    };
    writeln!(out, "{counties} at each suitability, around \"{}\", seed {}", study.base.title, study.seed)?;
    writeln!(out, "Changes with the campaign of 1958 to 1960, against the same counties without it, in percent\n")?;
    writeln!(out, "Suitability   Sparrows   Peak pests per m2      Grain   1959-61:                     sweet")?;
    writeln!(out, "         SD     per ha    without      with       1958   grain  wheat   rice  potato  maize")?;
    // A crop that is not grown has no change.
    let change = |percent: f64| if percent.is_finite() { format!("{percent:.1}") } else { "-".into() };
    for row in rows {
        write!(
            out,
            "{:>11.1}{:>11.1}{:>11.2}{:>10.2}{:>11}",
            row.suitability_sd,
            row.sparrows_per_ha_without,
            row.peak_pests_per_m2_without,
            row.peak_pests_per_m2_with,
            change(row.grain_1958_percent),
        )?;
        write!(out, "{:>8}{:>7}", change(row.grain_percent), change(row.wheat_percent))?;
        let [rice, sweet_potato, maize] = [row.rice_percent, row.sweet_potato_percent, row.maize_percent].map(change);
        writeln!(out, "{rice:>7}{sweet_potato:>8}{maize:>7}")?;
    }
    writeln!(out, "\n{NOT_EVIDENCE}")
}
