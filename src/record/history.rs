//! The national record of 1957 to 1962, and what of a run is compared with it.

use strum::VariantArray;

use super::series::HarvestRow;
use crate::scenario::sources::Standing;

/// What a series is to the scenario `great_leap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Given to the model as it is.
    Input,
    /// Parameters were set so that the model meets it; that it does so validates nothing.
    Fitted,
}

impl Role {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Fitted => "fitted",
        }
    }
}

/// A series of the national record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum NationalSeries {
    /// Grain output, 1957 = 100.
    Output,
    /// Area sown to grain, 1957 = 100.
    Area,
    /// Output of a hectare, 1957 = 100.
    Yield,
    /// Grain procured, as a share of the output.
    Procurement,
    /// Harvest as reported, as a multiple of the real one.
    Reports,
    /// Net export, kg for each person of 1957.
    NetExport,
    /// Crude death rate, official.
    OfficialDeaths,
    /// Crude death rate, adjusted.
    AdjustedDeaths,
    /// Death rate of the country, as a multiple of that of the towns.
    CountryDeaths,
}

/// What is known about a series.
#[derive(Clone, Copy, Debug)]
pub struct SeriesDescription {
    /// Its title, with the unit.
    pub title: &'static str,
    /// Where its figures come from.
    pub source: &'static str,
    /// What it is to the scenario `great_leap`.
    pub role: Role,
    /// How near the mean of many runs has to be.
    pub tolerance: Tolerance,
    /// Its figures, by year.
    pub figures: &'static [(u64, f64, Standing)],
}

/// How near the mean of many runs has to be to a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// So far off in each year.
    Off(f64),
    /// So far off a value on average over all years but the first.
    MeanOff {
        /// The value.
        from: f64,
        /// So far.
        most: f64,
    },
    /// Such a part of the figure, in each year.
    Part(f64),
    /// Between two values.
    Between(f64, f64),
}

impl NationalSeries {
    /// All series, in the order in which they are shown.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// What is known about it.
    pub fn describe(self) -> SeriesDescription {
        use Role::{Fitted, Input};
        use Standing::{Derived, Source as Stated, Unverified};
        match self {
            Self::Output => SeriesDescription {
                title: "Grain output, 1957 = 100",
                source: "195.05 Mt in 1957, then 200, 170, 143.5, 147.5, 160 (Lin & Yang 2000, series A; 1961 unverified)",
                role: Fitted,
                tolerance: Tolerance::Off(5.0),
                figures: &[
                    (1957, 100.0, Stated),
                    (1958, 102.5, Stated),
                    (1959, 87.2, Stated),
                    (1960, 73.6, Stated),
                    (1961, 75.6, Unverified),
                    (1962, 82.0, Stated),
                ],
            },
            Self::Area => SeriesDescription {
                title: "Area sown to grain, 1957 = 100",
                source: "mean of 1959-61: output -21 % and yield -12 % (Kueh 1984), so area about -10 %",
                role: Fitted,
                tolerance: Tolerance::MeanOff { from: 90.0, most: 3.0 },
                figures: &[
                    (1957, 100.0, Unverified),
                    (1959, 86.8, Unverified),
                    (1960, 91.6, Unverified),
                    (1961, 90.9, Unverified),
                ],
            },
            Self::Yield => SeriesDescription {
                title: "Output of a hectare, 1957 = 100",
                source: "mean of 1959-61: -12 % (Kueh 1984); single years from output and area",
                role: Fitted,
                tolerance: Tolerance::MeanOff { from: 88.0, most: 3.0 },
                figures: &[
                    (1957, 100.0, Derived),
                    (1959, 100.4, Derived),
                    (1960, 80.3, Derived),
                    (1961, 83.2, Derived),
                ],
            },
            Self::Procurement => SeriesDescription {
                title: "Grain procured, as a share of output",
                source: "Lin & Yang 2000",
                role: Fitted,
                tolerance: Tolerance::Off(0.03),
                figures: &[
                    (1957, 0.236, Unverified),
                    (1958, 0.259, Stated),
                    (1959, 0.377, Stated),
                    (1960, 0.324, Stated),
                    (1961, 0.27, Unverified),
                    (1962, 0.203, Stated),
                ],
            },
            Self::Reports => SeriesDescription {
                title: "Reported harvest, as a multiple of the real one",
                source: "375 Mt announced, 198 to 200 Mt real",
                role: Input,
                tolerance: Tolerance::Off(0.1),
                figures: &[(1958, 1.9, Derived)],
            },
            Self::NetExport => SeriesDescription {
                title: "Net export, kg for each person of 1957",
                source: "1.9, 2.7, 4.2, 2.7, -4.5, -3.9 Mt for 646.53 million people",
                role: Input,
                tolerance: Tolerance::Off(0.3),
                figures: &[
                    (1957, 2.9, Unverified),
                    (1958, 4.2, Stated),
                    (1959, 6.5, Stated),
                    (1960, 4.2, Unverified),
                    (1961, -7.0, Stated),
                    (1962, -6.0, Unverified),
                ],
            },
            Self::OfficialDeaths => SeriesDescription {
                title: "Deaths per 1000 people, official rates",
                source: "official crude death rates",
                role: Fitted,
                tolerance: Tolerance::Part(0.2),
                figures: &[(1958, 11.98, Stated), (1959, 14.59, Stated), (1960, 25.43, Stated), (1961, 14.24, Stated)],
            },
            Self::AdjustedDeaths => SeriesDescription {
                title: "Deaths per 1000 people, adjusted rates",
                source: "Banister's rates, adjusted for deaths that were not registered",
                role: Fitted,
                tolerance: Tolerance::Part(0.2),
                figures: &[(1958, 20.7, Stated), (1959, 22.1, Stated), (1960, 44.6, Stated), (1961, 23.0, Stated)],
            },
            Self::CountryDeaths => SeriesDescription {
                title: "Death rate of the country over that of the towns",
                source: "28.58 and 13.77 per 1000 in 1960, official",
                role: Fitted,
                tolerance: Tolerance::Between(1.7, 2.5),
                figures: &[(1960, 2.08, Derived)],
            },
        }
    }

    /// What it is in a year of a run, given the year that stands for 1957. NaN where the run has nothing to show.
    pub fn of(self, first: &HarvestRow, row: &HarvestRow) -> f64 {
        let grain = &row.society;
        let deaths = |country: f64, towns: f64| 1000.0 * (country + towns) / (row.country_people + row.town_people);
        match self {
            Self::Output => 100.0 * row.reaped_kg / first.reaped_kg,
            Self::Area => 100.0 * row.cropped_ha / first.cropped_ha,
            Self::Yield => 100.0 * (row.reaped_kg / row.cropped_ha) / (first.reaped_kg / first.cropped_ha),
            Self::Procurement => grain.procured_kg / row.reaped_kg,
            Self::Reports => grain.reported_kg / row.reaped_kg,
            Self::NetExport => (grain.exported_kg - grain.imported_kg) / (first.country_people + first.town_people),
            Self::OfficialDeaths => deaths(grain.official_deaths_in_country, grain.official_deaths_in_towns),
            Self::AdjustedDeaths => deaths(grain.adjusted_deaths_in_country, grain.adjusted_deaths_in_towns),
            Self::CountryDeaths => {
                grain.official_deaths_in_country
                    / row.country_people
                    / (grain.official_deaths_in_towns / row.town_people)
            }
        }
    }
}

impl SeriesDescription {
    /// The figure of a year.
    pub fn figure(&self, year: u64) -> Option<f64> {
        self.figures.iter().find(|(of, ..)| *of == year).map(|(_, figure, _)| *figure)
    }

    /// Whether means of many runs, by year, are as near as they have to be. Figures that are not verified do not count, but for the
    /// years over which a mean is taken.
    pub fn is_met(&self, of_model: impl Fn(u64) -> f64) -> bool {
        let mut figures = self
            .figures
            .iter()
            .filter(|(.., standing)| *standing != Standing::Unverified)
            .map(|(year, figure, _)| (of_model(*year), *figure));
        match self.tolerance {
            Tolerance::Off(most) => figures.all(|(model, figure)| (model - figure).abs() <= most),
            Tolerance::Part(most) => figures.all(|(model, figure)| (model / figure - 1.0).abs() <= most),
            Tolerance::Between(least, most) => figures.all(|(model, _)| (least..=most).contains(&model)),
            Tolerance::MeanOff { from, most } => {
                let years = &self.figures[1..];
                let mean = years.iter().map(|(year, ..)| of_model(*year)).sum::<f64>() / years.len() as f64;
                (mean - from).abs() <= most
            }
        }
    }

    /// How near is near enough, in words.
    pub fn tolerance_in_words(&self) -> String {
        match self.tolerance {
            Tolerance::Off(most) => format!("within {most} in each year"),
            Tolerance::MeanOff { from, most } => format!("within {most} of {from} on average over 1959-61"),
            Tolerance::Part(most) => format!("within {} % in each year", 100.0 * most),
            Tolerance::Between(least, most) => format!("between {least} and {most}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(tolerance: Tolerance) -> SeriesDescription {
        SeriesDescription { tolerance, ..NationalSeries::Output.describe() }
    }

    /// Contract: a series is met only where every year, or the mean, is as near as it has to be.
    #[test]
    fn what_is_too_far_off_is_not_met() {
        let of = |off: f64, year: u64| NationalSeries::Output.describe().figure(year).unwrap() + off;
        let output = described(Tolerance::Off(5.0));
        assert!(output.is_met(|year| of(4.9, year)) && !output.is_met(|year| of(5.1, year)));
        assert!(!output.is_met(|year| of(if year == 1962 { -5.1 } else { 0.0 }, year)));
        // What is not verified decides nothing.
        assert!(output.is_met(|year| of(if year == 1961 { -50.0 } else { 0.0 }, year)));
        assert!(!output.is_met(|_| f64::NAN));
        // Off by 9 and by -3 in two of five years: 6 over five.
        let years = [1958, 1959, 1960, 1961, 1962];
        let from = years.map(|year| of(0.0, year)).iter().sum::<f64>() / 5.0;
        let mean = |most| described(Tolerance::MeanOff { from, most });
        let off = |year| {
            if year == 1958 {
                9.0
            } else if year == 1960 {
                -3.0
            } else {
                0.0
            }
        };
        assert!(mean(1.3).is_met(|year| of(off(year), year)) && !mean(1.1).is_met(|year| of(off(year), year)));
        let part = described(Tolerance::Part(0.2));
        let by = |factor: f64| move |year| factor * NationalSeries::Output.describe().figure(year).unwrap();
        assert!(part.is_met(by(0.81)) && !part.is_met(by(0.79)) && !part.is_met(by(1.21)));
        let between = described(Tolerance::Between(60.0, 110.0));
        assert!(between.is_met(|_| 90.0) && !between.is_met(|_| 111.0));
    }

    /// Contract: of a run, each series is what its title says.
    #[test]
    fn series_of_a_run_are_what_their_titles_say() {
        let mut first = HarvestRow { reaped_kg: 200.0, cropped_ha: 2.0, ..HarvestRow::empty(1957) };
        (first.country_people, first.town_people) = (80.0, 20.0);
        let mut row = HarvestRow { reaped_kg: 120.0, cropped_ha: 1.5, ..first };
        row.society.procured_kg = 30.0;
        row.society.reported_kg = 180.0;
        row.society.imported_kg = 50.0;
        row.society.official_deaths_in_country = 4.0;
        row.society.official_deaths_in_towns = 0.5;
        let of = |series: NationalSeries| series.of(&first, &row);
        use NationalSeries::*;
        assert_eq!([Output, Area, Yield, Procurement, Reports].map(of), [60.0, 75.0, 80.0, 0.25, 1.5]);
        assert_eq!([NetExport, OfficialDeaths, CountryDeaths].map(of), [-0.5, 45.0, 2.0]);
    }
}
