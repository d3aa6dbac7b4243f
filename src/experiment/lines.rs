//! A run reported in plain text, one line per month, for where there is no terminal: no escape codes, no carriage
//! returns.

use std::io::Write;

use super::headless::{Ending, Failure};
use super::interrupt::Interrupt;
use super::plan::Plan;
use crate::engine::landscape::Landscape;
use crate::output::voice::Voice;
use crate::output::words::{count, number, round_number, round_up, short_month};
use crate::record::mass_balance::MassBalance;
use crate::record::series::DayRow;
use crate::scenario::{CropParameters, Scenario};
use crate::simulation::Simulation;

/// Width of a full bar.
const BAR: usize = 10;

/// Pests per square metre at which their bar is full. The bar is logarithmic, because outbreaks are a hundred times an
/// ordinary year.
const PEST_BAR: f64 = 100.0;

/// What a full bar stands for. It is set before the run, so that bars can be compared down the page.
struct Scale {
    sparrows: f64,
    grain_t: f64,
}

impl Scale {
    fn of(scenario: &Scenario, simulation: &Simulation) -> Self {
        let birds = simulation.world().resource::<MassBalance>().first.birds as f64;
        let landscape = Landscape::from(&scenario.landscape);
        let ha = f64::from(landscape.fields()) * f64::from(landscape.field_ha());
        let land = &scenario.landscape;
        let yields =
            |crops: &[&CropParameters]| crops.iter().map(|c| f64::from(c.grain_max_kg_per_ha)).fold(0.0, f64::max);
        let crops = &scenario.crops;
        let grain_kg = ha
            * (f64::from(land.wheat_maize_share) * yields(&[&crops.winter_wheat, &crops.maize])
                + f64::from(land.early_rice_share) * yields(&[&crops.early_rice])
                + f64::from(land.single_rice_share) * yields(&[&crops.single_rice])
                + f64::from(land.sweet_potato_share) * yields(&[&crops.sweet_potato]));
        Self { sparrows: round_up(2.0 * birds), grain_t: round_up(grain_kg / 1000.0) }
    }
}

/// Runs a plan and reports it.
///
/// # Errors
/// If the mass balance does not close.
pub(super) fn tell(
    plan: &Plan,
    simulation: &mut Simulation,
    interrupt: &Interrupt,
    voice: &mut Voice<impl Write>,
) -> Result<Ending, Failure> {
    let scale = Scale::of(&plan.scenario, simulation);
    writeln!(voice, "{}, seed {}. Pests: {}.", plan.scenario.title, plan.scenario.seed, plan.scenario.pest_name)?;
    legend(&scale, voice)?;
    while simulation.next_date() <= plan.last_day {
        if interrupt.has_come() {
            return Ok(Ending::Interrupted);
        }
        if !voice.is_heard() {
            return Ok(Ending::Unheard);
        }
        let date = simulation.next_date();
        simulation.step_and_audit()?;
        if date == date.last_of_month() || date == plan.last_day {
            let days = &simulation.record().days;
            let first = days.len() - days.len().min(date.day().unsigned_abs().into());
            line(&days[first..], &scale, voice)?;
        }
    }
    writeln!(voice)?;
    Ok(Ending::Finished)
}

/// How to read the lines.
fn legend(scale: &Scale, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out)?;
    writeln!(out, "Each line is a month. It shows the sparrows on the last day, the pests per m2 on the day with the")?;
    writeln!(out, "most pests, and the tonnes of standing grain on the day with the most grain.")?;
    let (sparrows, grain_t) = (round_number(scale.sparrows), round_number(scale.grain_t));
    writeln!(
        out,
        "A full bar is {sparrows} sparrows or {grain_t} t of grain; half a bar is half as many; > is more than full."
    )?;
    let [all, tenth, hundredth] = [1.0, 0.1, 0.01].map(|part| {
        let pests = part * PEST_BAR;
        format!("{} is {}", bar(pest_part(pests)).trim_end_matches('.'), round_number(pests))
    });
    writeln!(out, "The bar of the pests is logarithmic: {all} per m2, {tenth}, {hundredth}.")?;
    writeln!(out, "Pests are hoppers from the third instar, and adults.")?;
    writeln!(out)
}

/// How much of their bar the pests fill: for a tenth of the pests, two characters less.
fn pest_part(pests_per_m2: f64) -> f64 {
    (1.0 + (pests_per_m2 / PEST_BAR).log10() / (BAR / 2) as f64).max(0.0)
}

fn line(month_so_far: &[DayRow], scale: &Scale, out: &mut impl Write) -> std::io::Result<()> {
    let Some(row) = month_so_far.last() else { return Ok(()) };
    let most = |value: fn(&DayRow) -> f64| month_so_far.iter().map(value).fold(0.0, f64::max);
    let pests_per_m2 = most(|row| row.pests_per_m2);
    let grain_t = most(|row| row.standing_grain_kg / 1000.0);
    let text = format!(
        "{} {}  sparrows {} {:>9}   pests {} {:>7}   grain {} {:>8}  {}",
        row.date.year(),
        short_month(row.date),
        bar(row.sparrows as f64 / scale.sparrows),
        count(row.sparrows),
        bar(pest_part(pests_per_m2)),
        number(pests_per_m2),
        bar(grain_t / scale.grain_t),
        number(grain_t),
        if row.campaign_effort > 0.0 { "campaign" } else { "" },
    );
    writeln!(out, "{}", text.trim_end())?;
    out.flush()
}

/// A bar of `#`; one that does not fit ends with `>`.
fn bar(part: f64) -> String {
    if part > 1.0 {
        return "#".repeat(BAR - 1) + ">";
    }
    let full = ((part * BAR as f64).round() as usize).max(usize::from(part > 0.0));
    "#".repeat(full) + &".".repeat(BAR - full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_one_length_and_say_when_they_are_too_short() {
        assert_eq!(bar(0.0), "..........");
        assert_eq!(bar(1e-9), "#.........");
        assert_eq!(bar(0.5), "#####.....");
        assert_eq!(bar(1.0), "##########");
        assert_eq!(bar(1.01), "#########>");
    }

    #[test]
    fn the_legend_says_what_the_bars_do() {
        let mut said = Vec::new();
        legend(&Scale { sparrows: 6000.0, grain_t: 300.0 }, &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("A full bar is 6,000 sparrows or 300 t of grain;"), "{said}");
        let steps = "########## is 100 per m2, ######## is 10, ###### is 1.";
        assert!(said.contains(steps), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 105), "{said}");
        for (pests, signs) in [(100.0, 10), (10.0, 8), (1.0, 6), (0.0, 0)] {
            assert_eq!(bar(pest_part(pests)).matches('#').count(), signs, "{pests}");
        }
    }
}
