//! The exclosure experiment: in many places, nets keep birds off some plots for three years, and the pests on them are
//! compared with those on plots without nets, as in field experiments on grasshoppers.
//!
//! Field experiments, all in North America, found anything from a clear effect of birds to none (Joern 1986, 1992;
//! Branson 2005; Belovsky & Slade 1993). The range shown beside the model's is our own summary of them.

use std::io::{self, Write};

use jiff::civil::date;
use serde::{Deserialize, Serialize};

use super::batch::{self, Desk};
use super::county::County;
use super::figure::{self, Histogram};
use super::statistics::{quantile, standard_deviation};
use super::{About, Failure, Study, conclude, live_a_day};
use crate::ecology::exclosure::Nets;
use crate::ecology::habitat::{Habitat, habitats};
use crate::ecology::pest::Band;
use crate::engine::agent::Position;
use crate::engine::landscape::Landscape;
use crate::engine::parallel::Parallelism;
use crate::experiment::interrupt::Interrupt;
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::record::csv;
use crate::record::table::row;
use crate::scenario::{Action, Intervention, Scenario};
use crate::simulation::Simulation;

/// Fields from one net to the next: 4 nets on 24 by 24 fields, about as many plots as such experiments have.
const SPACING: u32 = 12;
/// Distance in fields, in each direction, within which a plot to compare with is sought.
const REACH: i64 = 5;
/// First year, first year under nets, and last year. In the years before the nets, the animals find their numbers.
const YEARS: [i16; 3] = [1953, 1956, 1958];
/// Days of the year between which pests are counted, once a week from mid-May to the end of August.
const CENSUS: [u32; 2] = [135, 243];
/// The published ratio of pests without birds to pests with birds: median, and range of 90 % of cases (our arithmetic
/// from the studies named above).
const PUBLISHED_MEDIAN: f64 = 1.35;
const PUBLISHED_RANGE: std::ops::Range<f64> = 0.8..3.0;

row! {
    /// A place and year under nets.
    pub struct ExclosureRow {
        /// Number of the place.
        place: u64,
        /// How well it suits sparrows, in standard deviations.
        suitability_sd: f64,
        /// 1 where there are birds; 0 in the same place without birds, where nets do nothing and only chance is left.
        birds: u64,
        /// The year.
        year: u64,
        /// Which year under nets it is, from 1.
        year_under_nets: u64,
        /// Sparrows per hectare of the landscape, on the last day of the count.
        sparrows_per_ha: f64,
        /// Hoppers from the third instar, and adults, per square metre of plots under nets; mean of the weekly counts.
        pests_per_m2_without_birds: f64,
        /// The same for plots without nets.
        pests_per_m2_with_birds: f64,
    }
}

/// A year of a place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct PlotYear {
    sparrows_per_ha: f64,
    without_birds_per_m2: f64,
    with_birds_per_m2: f64,
}

/// A place and the counts of its years under nets.
type Place = (County, Vec<PlotYear>);

/// Minimum fields along each side of the land for there to be a net.
const LEAST_FIELDS: u32 = SPACING / 2 + 1;

/// Runs the study and writes its results. Only ordinary places are used, with a suitability between -1 and 1. Each is
/// counted again without birds, where nets do nothing: what is found there is due to chance alone.
///
/// # Errors
/// If it is interrupted, the folder cannot be written, or no pest was counted.
pub fn run(study: &Study, places: usize, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let about = About::new("exclosure", study, vec![("places", vec![places as f64])])?;
    let land = &study.base.landscape;
    if land.fields_wide < LEAST_FIELDS || land.fields_high < LEAST_FIELDS {
        return Err(Failure::Unusable(format!(
            "found {} by {} fields; nets need at least {LEAST_FIELDS} by {LEAST_FIELDS}",
            land.fields_wide, land.fields_high
        )));
    }
    let mut without_birds = study.base.clone();
    without_birds.sparrow.initial_birds_per_nest_site = 0.0;
    let mut desk = Desk::claim(study, &about, 2 * places)?;
    let ordinary: Vec<_> = (0..)
        .map(|number| County::draw(study.seed, number))
        .filter(|county| county.suitability.abs() <= 1.0)
        .take(places)
        .collect();
    let place = |job: usize| {
        let (county, base) = (&ordinary[job % places], if job < places { &study.base } else { &without_birds });
        Ok((*county, count_plots(base, county, study.interrupt)?))
    };
    let results: Vec<Place> = batch::run(study, desk.as_mut(), 2 * places, "runs", place)?;
    let (with_birds, without_birds) = results.split_at(places);
    let rows: Vec<_> = rows(with_birds, 1).into_iter().chain(rows(without_birds, 0)).collect();
    let mut text = Vec::new();
    let ratios = write(&mut text, study, &rows)?;
    let Some(median) = quantile(&ratios, 0.5) else {
        voice.write_all(&text)?;
        return Err(Failure::Unusable("no pest was counted on any plot, so there is nothing to compare.".into()));
    };
    let files = || {
        let histogram = Histogram {
            caption: "Pests without birds over pests with birds",
            x: "ratio (logarithmic scale)",
            ratios: &ratios,
            published: (PUBLISHED_RANGE, PUBLISHED_MEDIAN),
            median,
        };
        Ok(vec![("plots.csv", csv::text(&rows)?), ("ratios.svg", figure::histogram(&histogram)?.into_bytes())])
    };
    conclude(desk, &about, &text, files, voice)
}

/// Simulates a place with nets and counts.
fn count_plots(base: &Scenario, county: &County, interrupt: &Interrupt) -> Result<Vec<PlotYear>, Failure> {
    let [first, first_netted, last] = YEARS;
    let mut scenario = county.scenario(base).without_campaign();
    scenario.start = date(first, 1, 1);
    scenario.end = date(last, 12, 31);
    let nets = Intervention { date: date(first_netted, 1, 1), action: Action::PutUpNets { spacing: SPACING } };
    scenario.timeline.push(nets);
    scenario.timeline.sort_by_key(|event| event.date);
    let plots = pairs(&habitats(&scenario), &Landscape::from(&scenario.landscape), &Nets::every(SPACING));
    let mut simulation = Simulation::new(scenario, Parallelism::Serial);
    let mut years = Vec::new();
    let (mut counts, mut sums) = (0, [0.0, 0.0]);
    while !simulation.is_finished() {
        live_a_day(&mut simulation, interrupt)?;
        let Some(today) = simulation.date().filter(|today| today.year() >= first_netted) else { continue };
        let day = today.day_of_year() as u32;
        if (CENSUS[0]..=CENSUS[1]).contains(&day) && (day - CENSUS[0]).is_multiple_of(7) {
            let densities = census(&mut simulation, &plots);
            sums.iter_mut().zip(densities).for_each(|(sum, density)| *sum += density);
            counts += 1;
        }
        if day == CENSUS[1] {
            let [without_birds_per_m2, with_birds_per_m2] = sums.map(|sum| sum / f64::from(counts));
            let sparrows_per_ha = simulation.record().days.last().map_or(0.0, |row| row.sparrows_per_ha);
            years.push(PlotYear { sparrows_per_ha, without_birds_per_m2, with_birds_per_m2 });
            (counts, sums) = (0, [0.0, 0.0]);
        }
    }
    Ok(years)
}

/// A plot under a net and the plot without one to compare it with.
type Pair = [u32; 2];

/// Pairs of plots: for each net, the nearest field under the same use that has no net and to which no net sends its
/// birds.
fn pairs(habitats: &[Habitat], landscape: &Landscape, nets: &Nets) -> Vec<Pair> {
    let (width, height) = (i64::from(landscape.width), i64::from(landscape.height));
    let mut around: Vec<_> = (-REACH..=REACH).flat_map(|x| (-REACH..=REACH).map(move |y| (x, y))).collect();
    around.sort_by_key(|(x, y)| (x * x + y * y, *x, *y));
    let control = |net: u32| {
        let (column, row) = (i64::from(net) % width, i64::from(net) / width);
        let fields = around.iter().map(|(x, y)| (column + x, row + y));
        let inside = fields.filter(|(x, y)| (0..width).contains(x) && (0..height).contains(y));
        let mut cells = inside.map(|(x, y)| (y * width + x) as u32);
        cells.find(|&cell| {
            let is_open = !nets.is_over(landscape, cell) && !nets.is_over(landscape, cell + 1);
            is_open && habitats[cell as usize].land == habitats[net as usize].land
        })
    };
    let netted = (0..landscape.fields()).filter(|&cell| nets.is_over(landscape, cell));
    netted.filter_map(|net| Some([net, control(net)?])).collect()
}

/// Old hoppers and adults per square metre of plots under nets, and of the plots they are compared with.
fn census(simulation: &mut Simulation, pairs: &[Pair]) -> [f64; 2] {
    let world = simulation.world_mut();
    let landscape = *world.resource::<Landscape>();
    let mut on_fields = vec![0_u64; landscape.fields() as usize];
    for (position, band) in world.query::<(&Position, &Band)>().iter(world) {
        if band.stage.is_counted() {
            on_fields[landscape.cell_at(position.0) as usize] += u64::from(band.count);
        }
    }
    let m2 = pairs.len().max(1) as f64 * f64::from(landscape.field_m2());
    let on = |side: usize| pairs.iter().map(|pair| on_fields[pair[side] as usize]).sum::<u64>() as f64 / m2;
    [on(0), on(1)]
}

fn rows(results: &[Place], birds: u64) -> Vec<ExclosureRow> {
    let of_place = |(county, years): &Place| {
        let county = *county;
        years.clone().into_iter().zip(0..).map(move |(year, index)| ExclosureRow {
            place: u64::from(county.number),
            suitability_sd: county.suitability,
            birds,
            year: YEARS[1] as u64 + index,
            year_under_nets: 1 + index,
            sparrows_per_ha: year.sparrows_per_ha,
            pests_per_m2_without_birds: year.without_birds_per_m2,
            pests_per_m2_with_birds: year.with_birds_per_m2,
        })
    };
    results.iter().flat_map(of_place).collect()
}

/// Writes the summary and returns the ratios.
fn write(out: &mut impl Write, study: &Study, rows: &[ExclosureRow]) -> io::Result<Vec<f64>> {
    let ratios_of = |birds: u64, year: Option<u64>| -> Vec<f64> {
        let of_kind = rows.iter().filter(|row| row.birds == birds);
        let of_year = of_kind.filter(|row| year.is_none_or(|year| row.year_under_nets == year));
        let ratios = of_year.map(|row| row.pests_per_m2_without_birds / row.pests_per_m2_with_birds);
        ratios.filter(|ratio| ratio.is_finite() && *ratio > 0.0).collect()
    };
    writeln!(out, "Nets against birds in ordinary places around \"{}\", seed {}", study.base.title, study.seed)?;
    writeln!(out, "Pests on plots without birds over pests on plots with birds\n")?;
    writeln!(out, "{:<24}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}", "", "cases", "5 %", "25 %", "median", "75 %", "95 %")?;
    let mut line = |name: &str, ratios: &[f64]| {
        write!(out, "{name:<24}{:>8}", ratios.len())?;
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            write!(out, "{:>10.2}", quantile(ratios, share).unwrap_or(f64::NAN))?;
        }
        writeln!(out)
    };
    for year in 1..=3 {
        line(&format!("year {year} under nets"), &ratios_of(1, Some(year)))?;
    }
    let all = ratios_of(1, None);
    line("all", &all)?;
    let chance = ratios_of(0, None);
    line("no birds: chance alone", &chance)?;
    writeln!(
        out,
        "{:<24}{:>8}{:>10.2}{:>10}{:>10.2}{:>10}{:>10.2}",
        "field studies (summary)", "", PUBLISHED_RANGE.start, "", PUBLISHED_MEDIAN, "", PUBLISHED_RANGE.end
    )?;
    let spread = |ratios: &[f64]| standard_deviation(&ratios.iter().map(|ratio| ratio.ln()).collect::<Vec<_>>());
    let (whole, of_chance) = (spread(&all), spread(&chance));
    let of_places = (whole * whole - of_chance * of_chance).max(0.0).sqrt();
    writeln!(
        out,
        "\nStandard deviation of the logarithm: {whole:.2}; chance alone {of_chance:.2}, so places and years {of_places:.2}"
    )?;
    let empty = rows.len() - all.len() - chance.len();
    if empty > 0 {
        writeln!(out, "{empty} cases without pests on one of the two kinds of plots are left out.")?;
    }
    writeln!(out, "\n{NOT_EVIDENCE}")?;
    Ok(all)
}
