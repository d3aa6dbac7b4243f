//! What the answer depends on: a screening of the model's parameters by elementary effects (Morris 1991; Campolongo,
//! Cariboni & Saltelli 2007).
//!
//! The answer is the campaign's effect on the grain of 1959 to 1961, averaged over three counties: one suits sparrows
//! poorly, one as most do, and one well. Each parameter moves over a range on a grid, one parameter per step; the mean
//! size of the steps' effects (mu*) ranks the parameters, and their standard deviation (sigma) tells how much the
//! effect depends on the other parameters and how strongly it is curved.

use std::io::{self, Write};

use super::batch::{self, Desk};
use super::county::County;
use super::county_panel::run_county;
use super::elementary_effects::{self, Trajectory, trajectories};
use super::figure;
use super::statistics::mean;
use super::{About, Failure, Study, conclude};
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::scenario::Scenario;

/// Suitability of the three counties.
const SUITABILITIES: [f64; 3] = [-1.0, 0.5, 1.5];
/// Factor by which a parameter goes below and above its value in the scenario.
const SPAN: f64 = 1.5;

/// The parameters varied: all those that are guesses about pests, sparrows, their encounters and the campaign, and for
/// which a factor makes sense.
pub const PARAMETERS: [&str; 24] = [
    "pest.hatchling_hazard",
    "pest.hopper_hazard",
    "pest.adult_hazard",
    "pest.egg_hazard",
    "pest.crowding_hazard_m2",
    "pest.eggs_per_pod",
    "pest.egg_degree_days",
    "pest.hopper_degree_days",
    "pest.adult_intake_g_per_day",
    "pest.wasted_per_eaten",
    "pest.grain_share_of_food",
    "pest.adult_flight_m_per_day",
    "sparrow.clutch_eggs",
    "sparrow.first_year_survival",
    "sparrow.prey_per_nestling_day",
    "sparrow.dispersal_m",
    "encounter.pest_half_density_per_m2",
    "encounter.other_insects_per_m2",
    "encounter.vulnerability_adult",
    "encounter.ears_shaken_per_eaten",
    "landscape.tree_cover",
    "landscape.field_laying_suitability",
    "campaign.everyday_hazard",
    "campaign.nest_hazard",
];

/// A parameter's result in the screening.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The parameter.
    pub parameter: &'static str,
    /// Its value in the scenario.
    pub value: f64,
    /// Its range.
    pub range: [f64; 2],
    /// Mean size of its effect over the whole range, percentage points of the grain of 1959 to 1961.
    pub mu_star: f64,
    /// Mean of its effect with its sign.
    pub mu: f64,
    /// Standard deviation of its effect.
    pub sigma: f64,
}

/// Runs the study and writes its results.
///
/// # Errors
/// If it is interrupted, the folder cannot be written, or the parameters cannot be varied.
pub fn run(study: &Study, number: usize, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let about = About::new("sensitivity", study, vec![("trajectories", vec![number as f64])])?;
    let mut desk = Desk::claim(study, &about, number * (PARAMETERS.len() + 1))?;
    let mut base = study.base.clone();
    let ranges = PARAMETERS
        .iter()
        .map(|path| range(&mut base, path))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Failure::Unusable("a parameter of the screening is not in the scenario".into()))?;
    let design = trajectories(study.seed, PARAMETERS.len(), number);
    let points: Vec<Vec<f64>> = design.iter().flat_map(Trajectory::points).collect();
    let answer = |job: usize| answer(study, &ranges, &points[job]);
    let answers = batch::run(study, desk.as_mut(), points.len(), "settings", answer)?;
    if answers.iter().any(|answer| !answer.is_finite()) {
        return Err(Failure::Unusable("no grain was reaped in some setting, so there is nothing to compare.".into()));
    }
    let effects = effects(&ranges, &design, &answers);
    let mut text = Vec::new();
    write(&mut text, study, number, &answers, &effects)?;
    let files = || {
        let bars: Vec<_> = effects.iter().map(|e| (e.parameter.to_owned(), e.mu_star, e.sigma)).collect();
        let caption = "What the campaign's effect on the grain of 1959-61 depends on";
        let x = "mean size of the effect over the parameter's range, percentage points (whisker: standard deviation)";
        let mut table = Vec::new();
        write_csv(&mut table, &effects)?;
        Ok(vec![("effects.csv", table), ("effects.svg", figure::bars(caption, x, &bars)?.into_bytes())])
    };
    conclude(desk, &about, &text, files, voice)
}

/// The range of a parameter: from its value divided by [`SPAN`] to its value times [`SPAN`], as far as allowed; `None`
/// if there is no such parameter.
fn range(base: &mut Scenario, path: &'static str) -> Option<([f64; 2], f64)> {
    let (section, name) = path.rsplit_once('.')?;
    let section = base.section_mut(section)?;
    let index = section.parameters().iter().position(|parameter| parameter.name == name)?;
    let (value, allowed) = (section.value(index), &section.parameters()[index].range);
    Some(([(value / SPAN).max(*allowed.start()), (value * SPAN).min(*allowed.end())], value))
}

/// The campaign's effect, %, with the parameters at `point` (0 to 1 along their ranges, on a logarithmic scale).
fn answer(study: &Study, ranges: &[([f64; 2], f64)], point: &[f64]) -> Result<f64, Failure> {
    let mut base = study.base.clone();
    for ((path, (range, _)), along) in PARAMETERS.iter().zip(ranges).zip(point) {
        base.put(path, range[0] * (range[1] / range[0]).powf(*along));
    }
    let change = |(number, suitability): (u32, f64)| {
        let county = County::of_suitability(study.seed, number, suitability);
        Ok(run_county(&base, county, study.interrupt)?.grain_1959_61_percent())
    };
    Ok(mean(&(0..).zip(SUITABILITIES).map(change).collect::<Result<Vec<_>, Failure>>()?))
}

/// The effects, largest first.
fn effects(ranges: &[([f64; 2], f64)], design: &[Trajectory], answers: &[f64]) -> Vec<Effect> {
    let found = elementary_effects::effects(design, answers);
    let mut effects: Vec<_> = PARAMETERS
        .iter()
        .zip(ranges)
        .zip(found)
        .map(|((&parameter, &(range, value)), elementary_effects::Effects { mu_star, mu, sigma })| Effect {
            parameter,
            value,
            range,
            mu_star,
            mu,
            sigma,
        })
        .collect();
    effects.sort_by(|a, b| b.mu_star.total_cmp(&a.mu_star));
    effects
}

fn write(out: &mut impl Write, study: &Study, number: usize, answers: &[f64], effects: &[Effect]) -> io::Result<()> {
    writeln!(out, "What the campaign's effect depends on, around \"{}\", seed {}", study.base.title, study.seed)?;
    writeln!(
        out,
        "{number} trajectories over {} parameters, {} settings; each goes from its value / {SPAN} to its value x \
         {SPAN}, as far as allowed",
        effects.len(),
        answers.len()
    )?;
    writeln!(
        out,
        "Change in the grain of 1959-61 due to the campaign: {:+.1} % on average over all settings\n",
        mean(answers)
    )?;
    writeln!(out, "{:<38}{:>8}{:>8}{:>8}   percentage points over the range", "parameter", "mu*", "mu", "sigma")?;
    writeln!(out, "{:<62}   (mu below 0: the larger it is, the larger the loss)", "")?;
    for effect in effects {
        writeln!(out, "{:<38}{:>8.2}{:>+8.2}{:>8.2}", effect.parameter, effect.mu_star, effect.mu, effect.sigma)?;
    }
    writeln!(out, "\n{NOT_EVIDENCE}")
}

fn write_csv(out: &mut impl Write, effects: &[Effect]) -> io::Result<()> {
    writeln!(out, "parameter,value,least,most,mu_star_points,mu_points,sigma_points")?;
    for Effect { parameter, value, range: [least, most], mu_star, mu, sigma } in effects {
        writeln!(out, "{parameter},{value:?},{least:?},{most:?},{mu_star:?},{mu:?},{sigma:?}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_exists_and_can_be_varied() {
        let mut base = Scenario::default();
        for path in PARAMETERS {
            let ([least, most], value) = range(&mut base, path).unwrap_or_else(|| panic!("{path}"));
            assert!(0.0 < least && least < value && value < most, "{path}: {least} {value} {most}");
        }
    }

    #[test]
    fn a_known_function_is_ranked_correctly() {
        let design = trajectories(3, PARAMETERS.len(), 6);
        let answers: Vec<_> =
            design.iter().flat_map(Trajectory::points).map(|x| 5.0 * x[2] - 3.0 * x[7] + x[0]).collect();
        let ranges = vec![([0.5, 2.0], 1.0); PARAMETERS.len()];
        let effects = effects(&ranges, &design, &answers);
        let first: Vec<_> = effects[..3].iter().map(|e| (e.parameter, (e.mu * 1e6).round() / 1e6)).collect();
        assert_eq!(first, [(PARAMETERS[2], 5.0), (PARAMETERS[7], -3.0), (PARAMETERS[0], 1.0)]);
        assert!(effects.iter().all(|effect| effect.sigma < 1e-9) && effects[3].mu_star < 1e-9);
    }
}
