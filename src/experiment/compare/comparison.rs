//! Runs side by side, and what is estimated from them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::lived::Lived;
use crate::experiment::study::statistics::{interval_of_the_mean, mean, standard_deviation};
use crate::record::harvest_table::HarvestLine;

/// Variants and their runs, all over the same days.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The variants; the last is the one that the others are compared with.
    pub variants: Vec<VariantRuns>,
}

/// The runs of a variant.
#[derive(Clone, Debug)]
pub struct VariantRuns {
    /// Its name.
    pub name: String,
    /// Title of its scenario.
    pub title: String,
    /// Size of its land, hectares.
    pub land_ha: f64,
    /// The seeds of its runs.
    pub seeds: Vec<u64>,
    /// What each lived.
    pub runs: Vec<Lived>,
}

/// A number of each year that is compared.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name in tables for programs.
    pub key: &'static str,
    /// Its name for people, with its unit.
    pub title: &'static str,
    /// The same where lands of different size are compared, per hectare.
    pub title_per_ha: &'static str,
    value: fn(&HarvestLine) -> f64,
    /// Whether twice the land has twice as much of it.
    grows_with_land: bool,
}

/// The grain reaped in a year.
pub const HARVEST: Measure = Measure {
    key: "reaped_t",
    title: "Harvest, t",
    title_per_ha: "Harvest, t per hectare of land",
    value: |line| line.reaped_t,
    grows_with_land: true,
};

/// What is compared of each year.
pub const MEASURES: [Measure; 3] = [
    HARVEST,
    Measure {
        key: "mean_sparrows",
        title: "Sparrows, mean of the year",
        title_per_ha: "Sparrows per hectare of land, mean of the year",
        value: |line| line.mean_sparrows,
        grows_with_land: true,
    },
    Measure {
        key: "peak_pests_per_m2",
        title: "Pests per m2, on the day with the most",
        title_per_ha: "Pests per m2, on the day with the most",
        value: |line| line.peak_pests_per_m2,
        grows_with_land: false,
    },
];

/// By how much a variant differs from the one it is compared with, seed by seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Mean of the differences.
    pub mean: f64,
    /// The same as a share of what it is compared with; NaN if that is 0.
    pub share: f64,
    /// Where the mean of very many seeds lies, in 19 of 20 cases; `None` for a single seed.
    pub interval: Option<[f64; 2]>,
    /// Whether it is 0 for every seed.
    pub is_none: bool,
}

impl Difference {
    /// Of pairs of numbers.
    pub fn of(values: &[f64], reference: &[f64]) -> Self {
        let differences: Vec<_> = values.iter().zip(reference).map(|(value, other)| value - other).collect();
        let mean_difference = mean(&differences);
        Self {
            mean: mean_difference,
            share: mean_difference / mean(reference),
            interval: interval_of_the_mean(&differences),
            is_none: differences.iter().all(|difference| *difference == 0.0),
        }
    }

    /// Whether the interval holds 0, or is not a number: what differs may be chance. With one seed there is no interval to tell.
    pub fn may_be_chance(&self) -> bool {
        self.interval.is_some_and(|[low, high]| !(low > 0.0 || high < 0.0))
    }
}

/// The runs of a variant on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Their mean.
    pub mean: f64,
    /// The standard deviation between them; 0 for a single one.
    pub sd: f64,
    /// The lowest.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
}

impl Spread {
    /// Of some numbers.
    pub fn of(values: &[f64]) -> Self {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (lowest, highest) = values.iter().fold(ends, |(low, high), value| (low.min(*value), high.max(*value)));
        Self { mean: mean(values), sd: standard_deviation(values), lowest, highest }
    }
}

impl VariantRuns {
    /// The spread of a daily series, day by day.
    pub fn daily(&self, series: fn(&Lived) -> &[f64]) -> Vec<Spread> {
        let days = self.runs.iter().map(|run| series(run).len()).min().unwrap_or(0);
        let on = |day: usize| Spread::of(&self.runs.iter().map(|run| series(run)[day]).collect::<Vec<_>>());
        (0..days).map(on).collect()
    }

    /// When its campaign was on: first and last day of each stretch, counted from the first day as 0.
    pub fn campaign(&self) -> &[[usize; 2]] {
        self.runs.first().map_or(&[], |run| &run.campaign)
    }
}

impl Comparison {
    /// The variants that are compared with the last one, and that.
    pub fn pairs(&self) -> impl Iterator<Item = (&VariantRuns, &VariantRuns)> {
        let (reference, others) = self.variants.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
        others.iter().filter_map(move |other| Some((other, reference?)))
    }

    /// Whether all variants ran with the same seeds, so that they can be compared seed by seed.
    pub fn is_paired(&self) -> bool {
        self.variants.iter().all(|variant| variant.seeds == self.variants[0].seeds)
    }

    /// Whether the lands differ in size, so that sums over them cannot be compared.
    pub fn is_per_ha(&self) -> bool {
        self.variants.iter().any(|variant| variant.land_ha != self.variants[0].land_ha)
    }

    /// The most seeds of any variant.
    pub fn most_seeds(&self) -> usize {
        self.variants.iter().map(|variant| variant.seeds.len()).max().unwrap_or(0)
    }

    /// The date of a day.
    pub fn date(&self, day: usize) -> Date {
        self.first_day.checked_add((day as i64).days()).unwrap_or(self.last_day)
    }

    /// The years, and whether each has all its days.
    pub fn years(&self) -> Vec<(i16, bool)> {
        let is_whole = |year| {
            let ends = Date::new(year, 1, 1).and_then(|first| Ok((first, Date::new(year, 12, 31)?)));
            ends.is_ok_and(|(first, last)| self.first_day <= first && last <= self.last_day)
        };
        (self.first_day.year()..=self.last_day.year()).map(|year| (year, is_whole(year))).collect()
    }

    /// A measure's name and unit in this comparison.
    pub fn title(&self, measure: &Measure) -> &'static str {
        if self.is_per_ha() { measure.title_per_ha } else { measure.title }
    }

    /// A measure of all runs of a variant, in a year counted from the first as 0.
    pub fn values(&self, measure: &Measure, variant: &VariantRuns, year: usize) -> Vec<f64> {
        let unit = if measure.grows_with_land && self.is_per_ha() { variant.land_ha } else { 1.0 };
        let value = |run: &Lived| run.harvests.get(year).map_or(f64::NAN, |line| (measure.value)(line) / unit);
        variant.runs.iter().map(value).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::record::series::HarvestRow;

    /// A comparison over 1957 and 1958 with these harvests: variant, seed, year.
    pub fn made_up(harvests: &[&[[f64; 2]]]) -> Comparison {
        let variant = |(index, runs): (usize, &&[[f64; 2]])| VariantRuns {
            name: ["with", "without", "麻雀公社"][index].into(),
            title: "A place".into(),
            land_ha: 100.0,
            seeds: (1958..).take(runs.len()).collect(),
            runs: runs.iter().map(|years| lived(*years, index == 0)).collect(),
        };
        let variants = harvests.iter().enumerate().map(variant).collect();
        Comparison { first_day: date(1957, 1, 1), last_day: date(1958, 12, 31), variants }
    }

    fn lived(harvests_t: [f64; 2], has_campaign: bool) -> Lived {
        let wave = |scale: f64| (0..730).map(|day| scale * (1.0 + (f64::from(day) / 58.0).sin())).collect();
        let line = |(year, t): (u64, f64)| {
            let row = HarvestRow { days: 365, reaped_kg: 1000.0 * t, mean_sparrows: t, ..HarvestRow::empty(year) };
            HarvestLine::from(&row)
        };
        Lived {
            sparrows_per_ha: wave(harvests_t[0] / 20.0),
            pests_per_m2: wave(0.2),
            standing_grain_t: wave(harvests_t[1]),
            campaign: if has_campaign { vec![[472, 700]] } else { Vec::new() },
            harvests: [1957, 1958].into_iter().zip(harvests_t).map(line).collect(),
        }
    }

    /// Contract: differences are taken seed by seed. Where the seeds differ much but the variants always by the same,
    /// the interval is narrow, as it would not be if the variants' means were compared.
    #[test]
    fn differences_are_paired_by_seed() {
        let comparison =
            made_up(&[&[[0.0, 110.0], [0.0, 210.0], [0.0, 311.0]], &[[0.0, 100.0], [0.0, 200.0], [0.0, 300.0]]]);
        let [with, without] = [0, 1].map(|index| comparison.values(&HARVEST, &comparison.variants[index], 1));
        let difference = Difference::of(&with, &without);
        let [low, high] = difference.interval.unwrap();
        assert!((difference.mean - 31.0 / 3.0).abs() < 1e-9 && low > 8.0 && high < 12.0, "{difference:?}");
        assert!(!difference.may_be_chance() && !difference.is_none);
        let mixed = Difference::of(&[with[1], with[0], with[2]], &without);
        assert!(mixed.may_be_chance(), "it is another sample if the seeds are mixed: {mixed:?}");
        assert!(Difference::of(&without, &without).is_none);
        assert_eq!(Difference::of(&[3.0], &[2.0]).interval, None);
        assert!(Difference::of(&[3.0, f64::NAN], &[2.0, 2.0]).may_be_chance(), "nothing is known");
    }

    #[test]
    fn lands_of_different_size_are_compared_by_the_hectare() {
        let mut comparison = made_up(&[&[[8.0, 8.0]], &[[4.0, 4.0]]]);
        comparison.variants[1].land_ha = 50.0;
        let values: Vec<_> = comparison.variants.iter().map(|of| comparison.values(&HARVEST, of, 0)).collect();
        assert_eq!(values, [[0.08], [0.08]]);
        assert!(comparison.title(&HARVEST).contains("per hectare"));
    }
}
