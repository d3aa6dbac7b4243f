//! What differs between two worlds, with names and units.

use bevy_ecs::prelude::World;
use strum::VariantArray;

use crate::ecology::field_year::FieldYear;
use crate::ecology::pest::Band;
use crate::ecology::tally::Tally;
use crate::engine::agent::Position;
use crate::engine::landscape::{Cell, Landscape};
use crate::output::words::number;
use crate::record::series::{DayRow, HarvestRow};
use crate::simulation::Simulation;

/// Something of which two worlds may have more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Quantity {
    /// Sparrows today; on a field, those that fed there.
    Sparrows,
    /// Pests today: hoppers from the third instar, and adults.
    Pests,
    /// Leaf eaten or cut by pests since the beginning of the calendar year, dry mass.
    LeafLostToPests,
    /// Standing grain eaten or cut by pests since the beginning of the calendar year.
    GrainLostToPests,
    /// Standing grain eaten by sparrows since the beginning of the calendar year.
    GrainLostToSparrows,
    /// Grain reaped since the beginning of the calendar year, roots in grain equivalent.
    Harvest,
}

impl Quantity {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sparrows => "sparrows",
            Self::Pests => "pests",
            Self::LeafLostToPests => "leaf lost to pests",
            Self::GrainLostToPests => "grain lost to pests",
            Self::GrainLostToSparrows => "grain lost to sparrows",
            Self::Harvest => "harvest",
        }
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Sparrows => "birds",
            Self::Pests => "animals",
            Self::LeafLostToPests | Self::GrainLostToPests | Self::GrainLostToSparrows | Self::Harvest => "t",
        }
    }
}

/// How much two worlds have of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Of what.
    pub quantity: Quantity,
    /// How much each has, in the quantity's unit.
    pub values: [f64; 2],
}

impl Difference {
    /// How much more the second world has than the first.
    pub fn more(&self) -> f64 {
        self.values[1] - self.values[0]
    }

    /// The same as a percentage of the first; `None` where that has nothing.
    pub fn percent(&self) -> Option<f64> {
        (self.values[0] > 0.0).then(|| 100.0 * self.more() / self.values[0])
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let (name, unit, more) = (self.quantity.name(), self.quantity.unit(), self.more());
        if more == 0.0 {
            return write!(f, "{name}: the same");
        }
        let (size, word) = (number(more.abs()), if more > 0.0 { "more" } else { "less" });
        write!(f, "{name}: {size} {unit} {word}")?;
        self.percent().map_or(Ok(()), |percent| write!(f, " ({percent:+.0} %)"))
    }
}

/// How much there is of each quantity on the whole land.
pub(super) fn of_land(run: &Simulation) -> Vec<(Quantity, f64)> {
    let record = run.record();
    let today = record.days.last();
    let of_day = |value: fn(&DayRow) -> f64| today.map_or(0.0, value);
    let of_year = |kg: fn(&HarvestRow) -> f64| record.harvests.last().map_or(0.0, kg) / 1000.0;
    let landscape = run.world().resource::<Landscape>();
    let m2 = f64::from(landscape.fields()) * f64::from(landscape.field_m2());
    let how_much = |quantity: Quantity| match quantity {
        Quantity::Sparrows => of_day(|row| row.sparrows as f64),
        Quantity::Pests => (of_day(|row| row.pests_per_m2) * m2).round(),
        Quantity::LeafLostToPests => of_year(|year| year.leaf_eaten_by_pests_kg),
        Quantity::GrainLostToPests => of_year(|year| year.grain_eaten_by_pests_kg),
        Quantity::GrainLostToSparrows => of_year(|year| year.grain_eaten_by_sparrows_kg),
        Quantity::Harvest => of_year(|year| year.reaped_kg),
    };
    Quantity::ALL.iter().map(|quantity| (*quantity, how_much(*quantity))).collect()
}

/// How much there is of a quantity on each field, by cell.
pub(super) fn of_fields(run: &Simulation, quantity: Quantity) -> Vec<f64> {
    let world = run.world();
    let tonnes = |kg: fn(&FieldYear) -> f32| each_field(world, |_, year| f64::from(kg(year)) / 1000.0);
    match quantity {
        Quantity::Sparrows => each_field(world, |tally, _| tally.birds.get() as f64),
        Quantity::Pests => pests(world),
        Quantity::LeafLostToPests => tonnes(|year| year.leaf_eaten_by_pests_kg),
        Quantity::GrainLostToPests => tonnes(|year| year.grain_eaten_by_pests_kg),
        Quantity::GrainLostToSparrows => tonnes(|year| year.grain_eaten_by_sparrows_kg),
        Quantity::Harvest => tonnes(|year| year.reaped_kg),
    }
}

fn each_field(world: &World, value: impl Fn(&Tally, &FieldYear) -> f64) -> Vec<f64> {
    let mut values = vec![0.0; world.resource::<Landscape>().fields() as usize];
    if let Some(mut fields) = world.try_query::<(&Cell, &Tally, &FieldYear)>() {
        fields.iter(world).for_each(|(cell, tally, year)| values[cell.0 as usize] = value(tally, year));
    }
    values
}

/// Pests where they are at the end of the day, as the record counts them.
fn pests(world: &World) -> Vec<f64> {
    let landscape = world.resource::<Landscape>();
    let mut pests = vec![0.0; landscape.fields() as usize];
    if let Some(mut bands) = world.try_query::<(&Position, &Band)>() {
        for (position, band) in bands.iter(world).filter(|(_, band)| band.stage.is_counted()) {
            pests[landscape.cell_at(position.0) as usize] += f64::from(band.count);
        }
    }
    pests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_in_words() {
        let told = |values| Difference { quantity: Quantity::Harvest, values }.to_string();
        assert_eq!(told([200.0, 150.0]), "harvest: 50.0 t less (-25 %)");
        assert_eq!(told([0.0, 1.5]), "harvest: 1.50 t more");
        assert_eq!(told([3.0, 3.0]), "harvest: the same");
    }
}
