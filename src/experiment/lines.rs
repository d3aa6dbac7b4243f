//! A run told in plain text, a line a month, for where there is no terminal: no escape codes, no carriage returns.

use std::io::Write;

use super::headless::{Ending, Failure};
use super::interrupt::Interrupt;
use super::plan::Plan;
use super::words::{count, month, number, round_up};
use crate::ecology::landscape::Landscape;
use crate::record::books::Books;
use crate::record::series::DayRow;
use crate::scenario::{CropParameters, Scenario};
use crate::simulation::Simulation;

/// Width of a full bar.
const BAR: usize = 10;

/// What a full bar stands for. It is set before the run, so that bars can be compared down the page.
struct Scale {
    sparrows: f64,
    pests_per_m2: f64,
    grain_t: f64,
}

impl Scale {
    fn of(scenario: &Scenario, simulation: &Simulation) -> Self {
        let birds: f64 = simulation.world().resource::<Books>().first.birds as f64;
        let landscape = Landscape::new(&scenario.landscape);
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
        Self { sparrows: round_up(2.0 * birds), pests_per_m2: 10.0, grain_t: round_up(grain_kg / 1000.0) }
    }
}

/// Runs a plan and tells it.
///
/// # Errors
/// When the books do not balance or `out` cannot be written.
pub(super) fn tell(
    plan: &Plan,
    simulation: &mut Simulation,
    interrupt: &Interrupt,
    out: &mut impl Write,
) -> Result<Ending, Failure> {
    let scale = Scale::of(&plan.scenario, simulation);
    writeln!(out, "{}, seed {}. One line a month: the state at its end.", plan.scenario.title, plan.scenario.seed)?;
    writeln!(
        out,
        "A full bar: {} sparrows; {} pests ({}) per m2; {} t of standing grain. Bars of pests grow with the square root.",
        number(scale.sparrows),
        number(scale.pests_per_m2),
        plan.scenario.pest_name,
        number(scale.grain_t)
    )?;
    writeln!(out)?;
    while simulation.next_date() <= plan.last_day {
        if interrupt.has_come() {
            return Ok(Ending::Interrupted);
        }
        let date = simulation.next_date();
        simulation.step();
        simulation.audit().map_err(|imbalance| Failure::Books { day: date.to_string(), imbalance })?;
        if (date == date.last_of_month() || date == plan.last_day)
            && let Some(row) = simulation.record().days.last()
        {
            line(row, &scale, out)?;
        }
    }
    writeln!(out)?;
    Ok(Ending::Finished)
}

fn line(row: &DayRow, scale: &Scale, out: &mut impl Write) -> std::io::Result<()> {
    let grain_t = row.standing_grain_kg / 1000.0;
    let text = format!(
        "{} {}  sparrows {} {:>9}   pests {} {:>7}   grain {} {:>8}  {}",
        row.date.year(),
        month(row.date),
        bar(row.sparrows as f64 / scale.sparrows),
        count(row.sparrows),
        bar((row.pests_per_m2 / scale.pests_per_m2).sqrt()),
        number(row.pests_per_m2),
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
}
