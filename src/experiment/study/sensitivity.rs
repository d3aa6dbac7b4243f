//! What the answer depends on: a screening of the model's parameters by elementary effects (Morris 1991; Campolongo,
//! Cariboni & Saltelli 2007).
//!
//! The answer is the campaign's effect on the grain of 1959 to 1961, averaged over three counties: one suits sparrows
//! poorly, one as most do, and one well. Each parameter moves over a range on a grid, one parameter per step; the mean
//! size of the steps' effects (mu*) ranks the parameters, and their standard deviation (sigma) tells how much the
//! effect depends on the other parameters and how strongly it is curved.
//!
//! The same is asked of the whole plan: there the answer is the grain of 1959 to 1961 compared with that of the first year.

use std::io::{self, Write};

use jiff::civil::date;

use super::batch::{self, Desk};
use super::county::County;
use super::county_panel::run_county;
use super::elementary_effects::{self, Trajectory, trajectories};
use super::figure;
use super::statistics::mean;
use super::{About, Failure, Study, conclude, lived};
use crate::output::voice::Voice;
use crate::output::words::NOT_EVIDENCE;
use crate::scenario::{Scenario, parameter_named};

/// Suitability of the three counties.
const SUITABILITIES: [f64; 3] = [-1.0, 0.5, 1.5];
/// Factor by which a parameter goes below and above its value in the scenario.
const SPAN: f64 = 1.5;

/// A question put to the model, with the parameters on which its answer may depend.
#[derive(Debug)]
pub struct Screening {
    /// The question.
    question: &'static str,
    /// What the answer is, as in "... on average over all settings".
    answer_in_words: &'static str,
    parameters: &'static [&'static str],
    /// The answer of a scenario, %.
    answer: fn(&Study, &Scenario) -> Result<f64, Failure>,
}

/// What the campaign's effect depends on.
pub static CAMPAIGN: Screening = Screening {
    question: "What the campaign's effect on the grain of 1959-61 depends on",
    answer_in_words: "Change in the grain of 1959-61 due to the campaign",
    parameters: &PARAMETERS,
    answer: effect_of_the_campaign,
};

/// What the harvests under the whole plan depend on.
pub static PLAN: Screening = Screening {
    question: "What the harvests under the plan depend on",
    answer_in_words: "Grain of 1959-61 compared with that of the first year",
    parameters: &OF_SOCIETY,
    answer: harvests_under_the_plan,
};

/// The parameters of the society that are guesses and for which a factor makes sense, without those of deaths.
const OF_SOCIETY: [&str; 43] = [
    "labour.workers_per_ha",
    "labour.sowing_days_per_ha",
    "labour.reaping_days_per_ha",
    "labour.weeders_per_ha",
    "labour.weed_competition",
    "labour.grain_holds_days",
    "labour.unreaped_hazard",
    "labour.workers_among_movers",
    "methods.close_planting_loss",
    "methods.deep_ploughing_days_per_ha",
    "farms.yield_growth_per_year",
    "farms.incentive_loss",
    "farms.private_plot_food",
    "farms.animal_hunger_hazard_per_year",
    "farms.animals_bred_per_year",
    "farms.animals_work_loss",
    "farms.manure_loss",
    "farms.animal_feed",
    "farms.canteen_waste",
    "steel.iron_kg_per_worker_day",
    "steel.tools_kg_per_iron_kg",
    "steel.tools_replaced_per_year",
    "steel.tools_loss",
    "steel.shortage",
    "forest.wood_kg_per_iron_kg",
    "forest.erosion_loss",
    "irrigation.work_days_per_ha",
    "irrigation.sound_share",
    "irrigation.gain",
    "irrigation.silting_hazard_per_year",
    "irrigation.salting_loss",
    "grain.seed_kg_per_ha",
    "grain.initial_village_kg_per_person",
    "grain.initial_state_kg_per_person",
    "grain.saving_days",
    "grain.canteen_saving_days",
    "grain.reserve_days",
    "grain.transport_kg_per_person_day",
    "grain.depot_spoilage",
    "people.country_want_kg_per_year",
    "people.towns_want_kg_per_year",
    "people.body_days",
    "people.hunger_work_loss",
];

/// The parameters varied: all those that are guesses about pests, sparrows, their encounters and the campaign, and for
/// which a factor makes sense.
const PARAMETERS: [&str; 24] = [
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
pub fn run(study: &Study, screening: &Screening, number: usize, voice: &mut Voice<impl Write>) -> Result<(), Failure> {
    let parameters = screening.parameters;
    let settings = vec![("trajectories", vec![number as f64]), ("parameters", vec![parameters.len() as f64])];
    let about = About::new("sensitivity", study, settings)?;
    let mut desk = Desk::claim(study, &about, number * (parameters.len() + 1))?;
    let ranges = parameters
        .iter()
        .map(|path| range(&study.base, path))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Failure::Unusable("a parameter of the screening is not in the scenario".into()))?;
    let design = trajectories(study.seed, parameters.len(), number);
    let points: Vec<Vec<f64>> = design.iter().flat_map(Trajectory::points).collect();
    let answer = |job: usize| {
        let mut scenario = study.base.clone();
        for ((path, (range, _)), along) in parameters.iter().zip(&ranges).zip(&points[job]) {
            scenario.put(path, range[0] * (range[1] / range[0]).powf(*along));
        }
        (screening.answer)(study, &scenario)
    };
    let answers = batch::run(study, desk.as_mut(), points.len(), "settings", answer)?;
    if answers.iter().any(|answer| !answer.is_finite()) {
        return Err(Failure::Unusable(
            "in some setting no grain was reaped, or the run is too short, so there is nothing to compare.".into(),
        ));
    }
    let effects = effects(parameters, &ranges, &design, &answers);
    let mut text = Vec::new();
    write(&mut text, (study, screening), number, &answers, &effects)?;
    let files = || {
        let bars: Vec<_> = effects.iter().map(|e| (e.parameter.to_owned(), e.mu_star, e.sigma)).collect();
        let caption = screening.question;
        let x = "mean size of the effect over the parameter's range, percentage points (whisker: standard deviation)";
        let mut table = Vec::new();
        write_csv(&mut table, &effects)?;
        Ok(vec![("effects.csv", table), ("effects.svg", figure::bars(caption, x, &bars)?.into_bytes())])
    };
    conclude(desk, &about, &text, files, voice)
}

/// The range of a parameter: from its value divided by [`SPAN`] to its value times [`SPAN`], as far as allowed; `None`
/// if there is no such parameter.
fn range(base: &Scenario, path: &'static str) -> Option<([f64; 2], f64)> {
    let (value, allowed) = (base.value(path)?, &parameter_named(path)?.range);
    Some(([(value / SPAN).max(*allowed.start()), (value * SPAN).min(*allowed.end())], value))
}

/// The campaign's effect in three counties, %.
fn effect_of_the_campaign(study: &Study, base: &Scenario) -> Result<f64, Failure> {
    let change = |(number, suitability): (u32, f64)| {
        let county = County::of_suitability(study.seed, number, suitability);
        Ok(run_county(base, county, study.interrupt)?.grain_1959_61_percent())
    };
    Ok(mean(&(0..).zip(SUITABILITIES).map(change).collect::<Result<Vec<_>, Failure>>()?))
}

/// The change of the mean harvest of 1959 to 1961 against that of the first year, %.
fn harvests_under_the_plan(study: &Study, scenario: &Scenario) -> Result<f64, Failure> {
    let end = scenario.end.min(date(1961, 12, 31));
    let harvests = lived(Scenario { end, ..scenario.clone() }, study.interrupt)?.harvests;
    let those: Vec<_> = harvests.iter().filter(|row| (1959..=1961).contains(&row.year)).collect();
    let first = harvests.first().filter(|first| first.year < 1959 && first.reaped_kg > 0.0);
    let Some(first) = first.filter(|_| those.len() == 3) else { return Ok(f64::NAN) };
    Ok(100.0 * (those.iter().map(|row| row.reaped_kg).sum::<f64>() / 3.0 / first.reaped_kg - 1.0))
}

/// The effects, largest first.
fn effects(
    parameters: &[&'static str],
    ranges: &[([f64; 2], f64)],
    design: &[Trajectory],
    answers: &[f64],
) -> Vec<Effect> {
    let found = elementary_effects::effects(design, answers);
    let mut effects: Vec<_> = parameters
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

fn write(
    out: &mut impl Write,
    (study, screening): (&Study, &Screening),
    number: usize,
    answers: &[f64],
    effects: &[Effect],
) -> io::Result<()> {
    writeln!(out, "{}, around \"{}\", seed {}", screening.question, study.base.title, study.seed)?;
    writeln!(
        out,
        "{number} trajectories over {} parameters, {} settings; each goes from its value / {SPAN} to its value x \
         {SPAN}, as far as allowed",
        effects.len(),
        answers.len()
    )?;
    writeln!(out, "{}: {:+.1} % on average over all settings\n", screening.answer_in_words, mean(answers))?;
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

    /// What is 0 by default, and is varied around its value in `great_leap`.
    const ZERO: [&str; 2] = ["labour.workers_per_ha", "farms.yield_growth_per_year"];

    #[test]
    fn every_parameter_exists_and_can_be_varied() {
        let base = Scenario::default();
        for path in PARAMETERS.into_iter().chain(OF_SOCIETY).filter(|path| !ZERO.contains(path)) {
            let ([least, most], value) = range(&base, path).unwrap_or_else(|| panic!("{path}"));
            assert!(0.0 < least && least < value && value < most, "{path}: {least} {value} {most}");
        }
    }

    #[test]
    fn a_known_function_is_ranked_correctly() {
        let design = trajectories(3, PARAMETERS.len(), 6);
        let answers: Vec<_> =
            design.iter().flat_map(Trajectory::points).map(|x| 5.0 * x[2] - 3.0 * x[7] + x[0]).collect();
        let ranges = vec![([0.5, 2.0], 1.0); PARAMETERS.len()];
        let effects = effects(&PARAMETERS, &ranges, &design, &answers);
        let first: Vec<_> = effects[..3].iter().map(|e| (e.parameter, (e.mu * 1e6).round() / 1e6)).collect();
        assert_eq!(first, [(PARAMETERS[2], 5.0), (PARAMETERS[7], -3.0), (PARAMETERS[0], 1.0)]);
        assert!(effects.iter().all(|effect| effect.sigma < 1e-9) && effects[3].mu_star < 1e-9);
    }
}
