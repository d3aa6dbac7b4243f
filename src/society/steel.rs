//! Backyard steel: pig iron, most of it of no use; the tools that were melted down for it; and what factories lack meanwhile.

use bevy_ecs::prelude::*;

use super::a_day_of;
use crate::scenario::SteelParameters;

/// What furnaces, and factories beside them, made today.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Industry {
    /// Furnaces that are lit.
    pub furnaces: u64,
    /// Pig iron, kg.
    pub iron_kg: f64,
    /// Of this, iron of any use, kg.
    pub usable_iron_kg: f64,
    /// Output of finished goods, as a share of what it is without furnaces.
    pub finished_goods: f64,
}

/// Pig iron of a day, kg.
fn iron_kg(steel: &SteelParameters, workers: u64) -> f64 {
    workers as f64 * f64::from(steel.iron_kg_per_worker_day)
}

/// Output of finished goods, and transport, as shares of what they are without furnaces.
pub fn left_by_shortage(steel: &SteelParameters, steel_share: f32) -> f64 {
    (1.0 - f64::from(3.0 * steel.shortage * steel_share)).max(0.0)
}

/// Share of the tools that is left after a day: some are melted down, and some of those that are missing are replaced.
fn tools_left(steel: &SteelParameters, tools: f64, iron_kg: f64, workers: u64, finished_goods: f64) -> f64 {
    let melted_kg = iron_kg * f64::from(steel.tools_kg_per_iron_kg);
    let melted = if workers > 0 { melted_kg / (workers as f64 * f64::from(steel.tools_kg_per_worker)) } else { 0.0 };
    let left = (tools - melted).max(0.0);
    left + (1.0 - left) * a_day_of(f64::from(steel.tools_replaced_per_year) * finished_goods)
}

/// Factor on the work that a worker does in a day, with a share of the tools.
pub fn work_with_tools(steel: &SteelParameters, tools: f64) -> f64 {
    1.0 - f64::from(steel.tools_loss) * (1.0 - tools)
}

/// A day at the furnaces, with so many of all farm workers. Changes the share of tools that are left.
pub fn smelt(steel: &SteelParameters, steel_share: f32, at_furnaces: u64, workers: u64, tools: &mut f64) -> Industry {
    let iron_kg = iron_kg(steel, at_furnaces);
    let finished_goods = left_by_shortage(steel, steel_share);
    *tools = tools_left(steel, *tools, iron_kg, workers, finished_goods);
    Industry {
        furnaces: (at_furnaces as f64 / f64::from(steel.workers_per_furnace)).ceil() as u64,
        iron_kg,
        usable_iron_kg: iron_kg * f64::from(steel.usable_share),
        finished_goods,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the equations of ODD's section Backyard steel, at points that are easy to check by hand.
    #[test]
    fn steel_follows_its_equations() {
        let steel = SteelParameters {
            iron_kg_per_worker_day: 2.0,
            usable_share: 0.25,
            workers_per_furnace: 30.0,
            tools_kg_per_iron_kg: 0.5,
            tools_kg_per_worker: 10.0,
            tools_replaced_per_year: 0.0,
            tools_loss: 0.5,
            shortage: 0.5,
        };
        let mut tools = 1.0;
        let made = smelt(&steel, 0.1, 100, 1000, &mut tools);
        assert_eq!((made.furnaces, made.iron_kg, made.usable_iron_kg), (4, 200.0, 50.0));
        // 100 of 10,000 kg of tools.
        assert!((tools - 0.99).abs() < 1e-9, "{tools}");
        assert!((made.finished_goods - 0.85).abs() < 1e-6);
        assert_eq!(left_by_shortage(&steel, 1.0), 0.0);
        assert_eq!([1.0, 0.5, 0.0].map(|tools| work_with_tools(&steel, tools)), [1.0, 0.75, 0.5]);
        // Half of what is missing after a day in which nothing holds up the factories, and nothing while they stand still.
        let half_a_day = SteelParameters { tools_replaced_per_year: 365.0 * 2f32.ln(), ..steel };
        assert!((tools_left(&half_a_day, 0.5, 0.0, 10, 1.0) - 0.75).abs() < 1e-6);
        assert_eq!(tools_left(&half_a_day, 0.5, 0.0, 10, 0.0), 0.5);
        assert_eq!(tools_left(&half_a_day, 0.5, 1e9, 10, 0.0), 0.0);
        assert_eq!(tools_left(&half_a_day, 0.5, 0.0, 0, 0.0), 0.5);
    }
}
