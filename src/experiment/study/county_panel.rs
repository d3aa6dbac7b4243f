//! The county panel: many counties, the campaign in all of them, and the comparison that Frank et al. (2025) made with
//! the harvest reports of real counties.
//!
//! The comparison is a difference in differences: how much more the harvests of 1959 to 1961 fell, against those before
//! the campaign, in places more suitable for sparrows. With a county's mean logarithms before and after, county and
//! year effects drop out, and the slope of the change on suitability is the estimate that a regression with both
//! effects gives.
//!
//! A model can also do what statistics cannot: run each county again without the campaign. That gives the change in the
//! whole country, which a comparison between counties cannot show.

use std::io::{self, Write};

use jiff::civil::date;
use serde::{Deserialize, Serialize};

use super::batch::{self, Desk};
use super::county::County;
use super::figure;
use super::statistics::{Slope, mean, slope};
use super::{About, Failure, Study, conclude, lived, percent};
use crate::experiment::interrupt::Interrupt;
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::record::csv;
use crate::record::series::HarvestRow;
use crate::record::table::row;
use crate::scenario::Scenario;

/// First year compared. In the three years before it, the animals find their numbers.
pub const FIRST_YEAR: usize = 1956;
/// The years compared.
pub const YEARS: usize = 6;
/// Position of 1957, the last year before the campaign, among the years compared.
const BEFORE: usize = 1;
/// Positions of the years before the campaign, and of those after its first harvest.
const PRE: std::ops::Range<usize> = 0..2;
const POST: std::ops::Range<usize> = 3..6;

/// Fewer counties than this get a warning.
const FEW: usize = 30;

/// A crop of the panel.
#[derive(Clone, Copy, Debug)]
pub struct PanelCrop {
    /// Its name.
    pub name: &'static str,
    /// Its harvest.
    pub harvest_kg: fn(&Harvest) -> f64,
    /// What Frank et al. (2025) report for one more standard deviation of suitability, %; for sweet potato they publish
    /// no number, only that it did not fall.
    pub published_percent: Option<f64>,
}

/// The crops that Frank et al. distinguish.
pub const CROPS: [PanelCrop; 3] = [
    PanelCrop { name: "wheat", harvest_kg: |harvest| harvest.wheat_kg, published_percent: Some(-8.7) },
    PanelCrop { name: "rice", harvest_kg: |harvest| harvest.rice_kg, published_percent: Some(-5.3) },
    PanelCrop { name: "sweet potato", harvest_kg: |harvest| harvest.sweet_potato_kg, published_percent: None },
];

/// Every crop of the counties, for their output.
pub const ALL_CROPS: [(&str, fn(&Harvest) -> f64); 4] = [
    (CROPS[0].name, CROPS[0].harvest_kg),
    (CROPS[1].name, CROPS[1].harvest_kg),
    (CROPS[2].name, CROPS[2].harvest_kg),
    ("maize", |harvest| harvest.maize_kg),
];

/// A county's year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Harvest {
    /// Wheat reaped.
    pub wheat_kg: f64,
    /// Rice of both kinds reaped.
    pub rice_kg: f64,
    /// Sweet potato lifted, in grain equivalent.
    pub sweet_potato_kg: f64,
    /// Maize reaped.
    pub maize_kg: f64,
    /// Everything reaped.
    pub reaped_kg: f64,
    /// Mean number of sparrows.
    pub sparrows: f64,
    /// Highest number of hoppers from the third instar, and adults, per square metre.
    pub peak_pests_per_m2: f64,
}

impl From<&HarvestRow> for Harvest {
    fn from(row: &HarvestRow) -> Self {
        Self {
            wheat_kg: row.winter_wheat_kg,
            rice_kg: row.early_rice_kg + row.single_rice_kg,
            sweet_potato_kg: row.sweet_potato_kg,
            maize_kg: row.maize_kg,
            reaped_kg: row.reaped_kg,
            sparrows: row.mean_sparrows,
            peak_pests_per_m2: row.peak_pests_per_m2,
        }
    }
}

/// The results of a county.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountyResult {
    /// The county.
    pub county: County,
    /// Its years with the campaign.
    pub with: [Harvest; YEARS],
    /// The same years without.
    pub without: [Harvest; YEARS],
}

impl CountyResult {
    /// Change in all grain of 1959 to 1961 due to the campaign, %.
    pub fn grain_1959_61_percent(&self) -> f64 {
        let grain = |harvests: &[Harvest]| harvests[POST].iter().map(|harvest| harvest.reaped_kg).sum::<f64>();
        100.0 * (grain(&self.with) / grain(&self.without) - 1.0)
    }
}

row! {
    /// A county's year, with or without the campaign.
    pub struct CountyRow {
        /// Number of the county.
        county: u64,
        /// How well it suits sparrows, in standard deviations.
        suitability_sd: f64,
        /// Nest sites, in standard deviations.
        nest_sites_sd: f64,
        /// Tree cover, in standard deviations.
        trees_sd: f64,
        /// Mildness of winters, in standard deviations.
        mild_winters_sd: f64,
        /// Laying grounds of the pest, in standard deviations.
        laying_grounds_sd: f64,
        /// 1 in the run with the campaign of 1958 to 1960, 0 in the run without.
        campaign: u64,
        /// The year.
        year: u64,
        /// Wheat reaped.
        wheat_kg: f64,
        /// Rice reaped.
        rice_kg: f64,
        /// Sweet potato lifted, in grain equivalent.
        sweet_potato_kg: f64,
        /// Maize reaped.
        maize_kg: f64,
        /// Everything reaped.
        reaped_kg: f64,
        /// Mean number of sparrows.
        mean_sparrows: f64,
        /// Highest number of hoppers from the third instar, and adults, per square metre on any day.
        peak_pests_per_m2: f64,
    }
}

/// Simulates a county's years with and without the campaign.
///
/// # Errors
/// If it is interrupted.
pub fn run_county(base: &Scenario, county: County, interrupt: &Interrupt) -> Result<CountyResult, Failure> {
    let mut scenario = county.scenario(base);
    scenario.start = date(1953, 1, 1);
    scenario.end = date(1961, 12, 31);
    let years = |scenario| {
        let record = lived(scenario, interrupt)?;
        let mut harvests = [Harvest::default(); YEARS];
        let compared = record.harvests.iter().skip_while(|row| row.year < FIRST_YEAR as u64);
        harvests.iter_mut().zip(compared).for_each(|(harvest, row)| *harvest = row.into());
        Ok::<_, Failure>(harvests)
    };
    Ok(CountyResult {
        county,
        with: years(scenario.clone().with_historical_campaign())?,
        without: years(scenario.without_campaign())?,
    })
}

/// Results of the panel.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// For each crop of [`CROPS`]: the change of 1959-61 against 1956-57 with one more standard deviation of
    /// suitability, as a difference of logarithms; `None` where the crop is not grown.
    pub slopes: [Option<Slope>; CROPS.len()],
    /// The same for each crop and each year compared, against 1957 alone.
    pub by_year: [[Option<Slope>; YEARS]; CROPS.len()],
    /// The same slopes, but with each county compared with itself without the campaign.
    pub against_twins: [Option<Slope>; CROPS.len()],
    /// Change in the whole panel's output against its output without the campaign, %, in each year compared.
    pub national_percent: [f64; YEARS],
    /// The same for each crop of [`ALL_CROPS`] in 1959 to 1961, and its share of the output without the campaign, %;
    /// `None` where it is not grown.
    pub by_crop_percent: [Option<[f64; 2]>; ALL_CROPS.len()],
}

impl Estimates {
    /// Estimates from counties.
    pub fn from(results: &[CountyResult]) -> Self {
        let by_crop = |slope_of: &dyn Fn(&PanelCrop) -> Option<Slope>| CROPS.each_ref().map(slope_of);
        let logs = |crop: &PanelCrop, harvests: &[Harvest]| {
            mean(&harvests.iter().map(|harvest| (crop.harvest_kg)(harvest).ln()).collect::<Vec<_>>())
        };
        let slope_of = |change: &dyn Fn(&CountyResult) -> f64| {
            // A county where a crop failed completely in one of the years has no logarithm.
            let points = results.iter().map(|result| (result.county.suitability, change(result)));
            slope(&points.filter(|(_, change)| change.is_finite()).collect::<Vec<_>>())
        };
        let output = |years: fn(&CountyResult) -> &[Harvest; YEARS], year: usize| -> f64 {
            results.iter().map(|result| years(result)[year].reaped_kg).sum()
        };
        Self {
            slopes: by_crop(&|crop| slope_of(&|r| logs(crop, &r.with[POST]) - logs(crop, &r.with[PRE]))),
            by_year: CROPS.each_ref().map(|crop| {
                std::array::from_fn(|year| {
                    slope_of(&|r| logs(crop, &r.with[year..=year]) - logs(crop, &r.with[BEFORE..=BEFORE]))
                })
            }),
            against_twins: by_crop(&|crop| slope_of(&|r| logs(crop, &r.with[POST]) - logs(crop, &r.without[POST]))),
            national_percent: std::array::from_fn(|year| {
                100.0 * (output(|r| &r.with, year) / output(|r| &r.without, year) - 1.0)
            }),
            by_crop_percent: ALL_CROPS.map(|(_, harvest_kg)| {
                let sum = |years: fn(&CountyResult) -> &[Harvest; YEARS], of: fn(&Harvest) -> f64| -> f64 {
                    results.iter().flat_map(|result| &years(result)[POST]).map(of).sum()
                };
                let [with, without] = [sum(|r| &r.with, harvest_kg), sum(|r| &r.without, harvest_kg)];
                let all = sum(|r| &r.without, |harvest| harvest.reaped_kg);
                (without > 0.0).then(|| [100.0 * (with / without - 1.0), 100.0 * without / all])
            }),
        }
    }

    /// Mean change in national output over 1959 to 1961, %.
    pub fn national_1959_61_percent(&self) -> f64 {
        mean(&self.national_percent[POST])
    }
}

/// Runs the panel and writes its results.
///
/// # Errors
/// If it is interrupted, the folder cannot be written, or nothing can be estimated.
pub fn run(study: &Study, counties: usize, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let about = About::new("county-panel", study, vec![("counties", vec![counties as f64])])?;
    let mut desk = Desk::claim(study, &about, counties)?;
    let county = |number: usize| run_county(&study.base, County::draw(study.seed, number as u32), study.interrupt);
    let results = batch::run(study, desk.as_mut(), counties, "counties", county)?;
    let estimates = Estimates::from(&results);
    if !estimates.national_1959_61_percent().is_finite() {
        return Err(Failure::Unusable("no grain was reaped in these counties, so there is nothing to compare.".into()));
    }
    let mut text = Vec::new();
    write(&mut text, study, &results, &estimates)?;
    let files = || {
        let panel = figure::panel(&results, &estimates)?;
        Ok(vec![("counties.csv", csv::text(&rows(&results))?), ("panel.svg", panel.into_bytes())])
    };
    conclude(desk, &about, &text, files, voice)
}

fn rows(results: &[CountyResult]) -> Vec<CountyRow> {
    let row = |county: &County, campaign: u64, year: usize, harvest: &Harvest| CountyRow {
        county: u64::from(county.number),
        suitability_sd: county.suitability,
        nest_sites_sd: county.nest_sites,
        trees_sd: county.trees,
        mild_winters_sd: county.mild_winters,
        laying_grounds_sd: county.laying_grounds,
        campaign,
        year: (FIRST_YEAR + year) as u64,
        wheat_kg: harvest.wheat_kg,
        rice_kg: harvest.rice_kg,
        sweet_potato_kg: harvest.sweet_potato_kg,
        maize_kg: harvest.maize_kg,
        reaped_kg: harvest.reaped_kg,
        mean_sparrows: harvest.sparrows,
        peak_pests_per_m2: harvest.peak_pests_per_m2,
    };
    let of_county = |result: &CountyResult| {
        let runs = [(1, result.with), (0, result.without)];
        let county = result.county;
        runs.into_iter().flat_map(move |(campaign, years)| {
            years.into_iter().enumerate().map(move |(year, harvest)| row(&county, campaign, year, &harvest))
        })
    };
    results.iter().flat_map(of_county).collect()
}

fn write(out: &mut impl Write, study: &Study, results: &[CountyResult], estimates: &Estimates) -> io::Result<()> {
    writeln!(out, "{} counties around \"{}\", seed {}", results.len(), study.base.title, study.seed)?;
    writeln!(
        out,
        "\nChange in the harvest, 1959-61 against 1956-57, for one more standard deviation of sparrow suitability"
    )?;
    writeln!(out, "(difference in differences; ± is twice the standard error)\n")?;
    writeln!(out, "{:<14}{:>18}{:>26}{:>24}", "", "model", "Frank et al. 2025", "model, against twins")?;
    for ((crop, slope), twins) in CROPS.iter().zip(estimates.slopes).zip(estimates.against_twins) {
        let published = crop.published_percent.map_or("did not fall".into(), |p| format!("{p:+.1} %"));
        writeln!(out, "{:<14}{:>18}{published:>26}{:>24}", crop.name, in_percent(slope), in_percent(twins))?;
    }
    writeln!(out, "\nThe same for each year against 1957\n")?;
    write!(out, "{:<14}", "")?;
    (0..YEARS).try_for_each(|year| write!(out, "{:>16}", FIRST_YEAR + year))?;
    writeln!(out)?;
    for (crop, years) in CROPS.iter().zip(&estimates.by_year) {
        write!(out, "{:<14}", crop.name)?;
        for (year, slope) in years.iter().enumerate() {
            let text = if year == BEFORE && slope.is_some() { "0".into() } else { in_percent(*slope) };
            write!(out, "{text:>16}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "\nOutput of all counties against the same counties without the campaign\n")?;
    for (year, percent) in estimates.national_percent.iter().enumerate().skip(2) {
        writeln!(out, "{:<14}{percent:>+16.2} %", FIRST_YEAR + year)?;
    }
    writeln!(out, "{:<14}{:>+16.2} %", "1959-61", estimates.national_1959_61_percent())?;
    for ((name, _), change) in ALL_CROPS.iter().zip(estimates.by_crop_percent) {
        if let Some([percent, share]) = change {
            writeln!(out, "{:<14}{percent:>+16.2} %   ({share:.0} % of the output)", format!("  {name}"))?;
        }
    }
    writeln!(out, "For all of China in 1959-61, our arithmetic from the evidence is -3.5 to -4.7 % (docs/ODD.md).")?;
    if results.len() < FEW {
        writeln!(out, "\nFewer than {FEW} counties: chance matters more than the errors suggest.")?;
    }
    writeln!(out, "\n{NOT_EVIDENCE}")
}

/// A slope of logarithms as a percentage change, with twice its standard error.
fn in_percent(slope: Option<Slope>) -> String {
    slope.map_or("not grown".into(), |Slope { estimate, standard_error }| {
        format!("{:+.1} ± {:.1} %", percent(estimate), 200.0 * standard_error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_made_by_hand_has_the_slopes_it_was_made_with() {
        // Harvests after the campaign fall by 10 % of a logarithm for wheat and rise by 2 % for rice with each unit of
        // suitability; counties and years have levels of their own.
        let results: Vec<_> = (0..9)
            .map(|number| {
                let county = County::of_suitability(1, number, f64::from(number) - 4.0);
                let of_year = |year: usize, campaign: bool| {
                    let post = if POST.contains(&year) && campaign { county.suitability } else { 0.0 };
                    let level = f64::from(number % 3) + 0.3 * year as f64;
                    let wheat_kg = (level - 0.1 * post).exp();
                    let rice_kg = (2.0 * level + 0.02 * post).exp();
                    Harvest {
                        wheat_kg,
                        rice_kg,
                        reaped_kg: 100.0 - if campaign { 3.0 } else { 0.0 },
                        ..Harvest::default()
                    }
                };
                let years = |campaign| std::array::from_fn(|year| of_year(year, campaign));
                CountyResult { county, with: years(true), without: years(false) }
            })
            .collect();
        let estimates = Estimates::from(&results);
        let near = |slope: Option<Slope>, estimate: f64| {
            let slope = slope.unwrap();
            (slope.estimate - estimate).abs() < 1e-9 && slope.standard_error < 1e-9
        };
        assert!(near(estimates.slopes[0], -0.1) && near(estimates.slopes[1], 0.02), "{:?}", estimates.slopes);
        assert!(near(estimates.against_twins[0], -0.1) && near(estimates.by_year[0][3], -0.1));
        assert_eq!(estimates.slopes[2], None, "sweet potato is not grown");
        assert!((estimates.national_1959_61_percent() + 3.0).abs() < 1e-9);
    }
}
