//! What has become of each field in a whole calendar year, kept for whoever asks later.

use jiff::civil::Date;

use crate::ecology::field_year::FieldYear;
use crate::engine::landscape::{Cell, Landscape};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// A year of all fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldYears {
    /// The calendar year.
    pub year: i16,
    /// Its fields, by cell.
    pub fields: Vec<YearOfField>,
}

/// A year of one field, in whole units that have room for all that a field can bear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearOfField {
    /// Grain reaped, roots in grain equivalent, kg/ha.
    pub reaped_kg_per_ha: u16,
    /// Leaf eaten or cut by pests, dry kg/ha.
    pub leaf_eaten_kg_per_ha: u16,
    /// Sparrows at home there that the campaign has killed.
    pub sparrows_killed: u16,
}

impl YearOfField {
    /// What has become of a field of a run since the beginning of its present year.
    pub fn so_far(simulation: &Simulation, cell: u32) -> Option<Self> {
        let world = simulation.world();
        let mut fields = world.try_query::<&FieldYear>()?;
        let years = fields.contiguous_iter(world).ok()?.next()?;
        Some(Self::of(years.get(cell as usize)?, world.resource::<Landscape>().field_ha()))
    }

    fn of(year: &FieldYear, ha: f32) -> Self {
        // Such a cast keeps within the range of the type.
        let per_ha = |kg: f32| (kg / ha).round() as u16;
        Self {
            reaped_kg_per_ha: per_ha(year.reaped_kg),
            leaf_eaten_kg_per_ha: per_ha(year.leaf_eaten_by_pests_kg),
            sparrows_killed: year.sparrows_killed.get().try_into().unwrap_or(u16::MAX),
        }
    }
}

impl FieldYears {
    /// The year that ends with the present day of a run, if one does and it is not among those that are `known`.
    pub(super) fn of_year_that_ends(simulation: &Simulation, known: &[impl AsRef<Self>]) -> Option<Self> {
        let date = simulation.date().filter(|date| is_over(date.year(), *date))?;
        let is_new = known.iter().all(|known| known.as_ref().year != date.year());
        is_new.then(|| Self::of(simulation, date.year())).flatten()
    }

    fn of(simulation: &Simulation, year: i16) -> Option<Self> {
        let world = simulation.world();
        let landscape = world.resource::<Landscape>();
        let (mut fields, ha) = (vec![YearOfField::default(); landscape.fields() as usize], landscape.field_ha());
        let mut query = world.try_query::<(&Cell, &FieldYear)>()?;
        query.iter(world).for_each(|(cell, of)| fields[cell.0 as usize] = YearOfField::of(of, ha));
        Some(Self { year, fields })
    }

    /// Whether a run with this record has come to its end.
    pub(super) fn is_over_in(&self, record: &Record) -> bool {
        record.days.last().is_some_and(|last| is_over(self.year, last.date))
    }

    /// Memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.fields[..])
    }
}

/// Memory that the years of all fields take by the end of a scenario, in bytes. Each world that is lived keeps its own.
pub fn estimated_bytes(scenario: &Scenario) -> u64 {
    let land = &scenario.landscape;
    let fields = u64::from(land.fields_wide) * u64::from(land.fields_high);
    let years = (scenario.start.year()..=scenario.end.year()).count() as u64;
    fields * years * size_of::<YearOfField>() as u64
}

/// Whether a calendar year is over at the end of a day.
pub fn is_over(year: i16, day: Date) -> bool {
    year < day.year() || year == day.year() && day == day.last_of_year()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::{Action, LandscapeParameters};
    use crate::timeline::Timeline;

    /// Contract: of each whole year that was lived, and of no other, what became of all fields adds up to the year's row to within the
    /// rounding; and a branch has the years that were over when it left.
    #[test]
    fn the_years_of_all_fields_add_up_to_the_record() {
        let landscape = LandscapeParameters { fields_wide: 8, fields_high: 6, ..Default::default() };
        let scenario = Scenario { landscape, start: date(1957, 3, 1), ..Scenario::default() };
        let mut timeline = Timeline::new(scenario, Parallelism::Serial, 4 << 20);
        timeline.intervene(Action::StartCampaign { effort: 1.0 });
        timeline.go_to(700).unwrap();
        let years: Vec<_> = timeline.branch().field_years().iter().map(|year| year.year).collect();
        assert_eq!(years, [1957, 1958]);
        // The years of one branch are no more than what is left free for them, which is all that they take at the scenario's end.
        let taken: usize = timeline.branch().field_years().iter().map(|year| year.bytes()).sum();
        let last = Scenario { end: date(1958, 12, 31), ..timeline.simulation().scenario().clone() };
        assert_eq!(taken as u64, estimated_bytes(&last));
        let fields = 8.0 * 6.0;
        for (year, row) in timeline.branch().field_years().iter().zip(&timeline.branch().record().harvests) {
            let sum = |of: fn(&YearOfField) -> u16| year.fields.iter().map(|field| f64::from(of(field))).sum::<f64>();
            assert_eq!(sum(|field| field.sparrows_killed), row.sparrows_killed as f64);
            assert!((sum(|field| field.reaped_kg_per_ha) - row.reaped_kg).abs() <= 0.5 * fields);
            assert!((sum(|field| field.leaf_eaten_kg_per_ha) - row.leaf_eaten_by_pests_kg).abs() <= 0.5 * fields);
        }
        assert!(timeline.branch().record().harvests[0].reaped_kg > 0.0);
        for (day, over) in [(400, 1), (100, 0)] {
            timeline.go_towards(0, day, || false).unwrap();
            timeline.intervene(Action::StopCampaign);
            assert_eq!(timeline.branch().field_years().len(), over);
        }
    }
}
