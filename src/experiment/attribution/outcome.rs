//! What levers act on: a few numbers of each run, over some calendar years.

use std::fmt;

use jiff::civil::Date;
use strum::VariantArray;

use crate::record::series::HarvestRow;

/// Calendar years, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub first: i16,
    /// The last.
    pub last: i16,
}

impl Default for Years {
    /// Those in which the fall in output is measured.
    fn default() -> Self {
        Self { first: 1959, last: 1961 }
    }
}

impl Years {
    /// The first day of the first, and the last day of the last.
    pub fn ends(self) -> [Date; 2] {
        let day = |year, month, day| Date::new(year, month, day).unwrap_or_default();
        [day(self.first, 1, 1), day(self.last, 12, 31)]
    }

    /// Their harvests.
    fn of(self, harvests: &[HarvestRow]) -> impl Iterator<Item = &HarvestRow> + Clone {
        let years = self.first.unsigned_abs().into()..=self.last.unsigned_abs().into();
        harvests.iter().filter(move |row| years.contains(&row.year))
    }

    /// How many.
    fn number(self) -> f64 {
        f64::from(self.last - self.first + 1)
    }
}

/// `1959 to 1961`, or `1960` for a single year.
impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{} to {}", self.first, self.last) }
    }
}

/// A number of a run that levers act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Outcome {
    /// Grain reaped.
    Output,
    /// Grain eaten in the country, by people and their animals.
    Food,
    /// Deaths of hunger, by the calibration to official death rates.
    OfficialDeaths,
    /// Deaths of hunger, by the calibration to adjusted death rates.
    AdjustedDeaths,
}

impl Outcome {
    /// Those that a scenario has: without people, only the output.
    pub fn of_a_scenario(counts_people: bool) -> &'static [Self] {
        if counts_people { Self::VARIANTS } else { &[Self::Output] }
    }

    /// Its name in tables for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Food => "food_in_country",
            Self::OfficialDeaths => "hunger_deaths_official",
            Self::AdjustedDeaths => "hunger_deaths_adjusted",
        }
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Output => "t a year",
            Self::Food => "kg a year for each person of the country",
            Self::OfficialDeaths | Self::AdjustedDeaths => "deaths per 1000 people, all years together",
        }
    }

    /// Its value in a run that has lived all days of the years.
    pub fn of(self, harvests: &[HarvestRow], years: Years) -> f64 {
        let years_of = years.of(harvests);
        let sum = |of: fn(&HarvestRow) -> f64| years_of.clone().map(of).sum::<f64>();
        let per_1000 = |deaths: f64| 1000.0 * deaths * years.number() / sum(|row| row.country_people + row.town_people);
        match self {
            Self::Output => sum(|row| row.reaped_kg) / 1000.0 / years.number(),
            Self::Food => {
                sum(|row| row.society.own_eaten_in_country_kg + row.society.resold_kg) / sum(|row| row.country_people)
            }
            Self::OfficialDeaths => per_1000(sum(|row| row.society.official_deaths_of_hunger)),
            Self::AdjustedDeaths => per_1000(sum(|row| row.society.adjusted_deaths_of_hunger)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::society::flows::SocietyFlows;

    /// Contract: only the years asked for count; deaths are of all of them together, the rest is of a mean year.
    #[test]
    fn outcomes_are_those_of_the_years_asked_for() {
        let year = |year: u64, times: f64| HarvestRow {
            reaped_kg: 1000.0 * times,
            country_people: 80.0,
            town_people: 20.0,
            society: SocietyFlows {
                own_eaten_in_country_kg: 60.0 * times,
                resold_kg: 20.0 * times,
                official_deaths_of_hunger: 2.0 * times,
                adjusted_deaths_of_hunger: 3.0 * times,
                ..SocietyFlows::default()
            },
            ..HarvestRow::empty(year)
        };
        let harvests = [year(1958, 100.0), year(1959, 1.0), year(1960, 3.0), year(1961, 100.0)];
        let years = Years { first: 1959, last: 1960 };
        let found = Outcome::VARIANTS.iter().map(|outcome| outcome.of(&harvests, years));
        assert_eq!(found.collect::<Vec<_>>(), [2.0, 2.0, 80.0, 120.0]);
        assert_eq!(
            (years.to_string(), Years { first: 1960, ..years }.to_string()),
            ("1959 to 1960".into(), "1960".into())
        );
    }
}
