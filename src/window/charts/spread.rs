//! The same with other seeds: from the lowest to the highest of them, day by day and year by year, with the campaign and without.

use std::sync::Arc;

use crate::experiment::compare::lived::Lived;
use crate::window::why::seeds::Worlds;

use super::series::Chart;

/// The lowest and the highest number.
pub type Ends = [f64; 2];

/// Between which numbers all seeds are.
#[derive(Clone, Debug)]
pub struct Spread {
    source: Arc<Vec<Worlds>>,
    /// Of each world, of each daily chart that has it, in the order of [`Chart::DAILY`].
    daily: [Vec<(Chart, Vec<Ends>)>; 2],
    /// Of each world, the harvest of each year, t per hectare of cropland.
    harvests: [Vec<(u64, Ends)>; 2],
}

impl Spread {
    /// Of the seeds that have been lived. `before` is the spread shown so far, which stays if it is theirs.
    pub fn of(source: Arc<Vec<Worlds>>, before: Option<Self>) -> Self {
        if let Some(before) = before.filter(|before| Arc::ptr_eq(&before.source, &source)) {
            return before;
        }
        let daily = [0, 1].map(|world| {
            let of_chart = |chart: Chart| {
                let (series, _) = chart.daily()?.of_seeds?;
                let all: Vec<&[f64]> = source.iter().map(|worlds| series(&worlds[world])).collect();
                let days = all.iter().map(|series| series.len()).min().unwrap_or(0);
                Some((chart, (0..days).map(|day| ends(all.iter().map(|series| series[day]))).collect()))
            };
            Chart::DAILY.into_iter().filter_map(of_chart).collect()
        });
        let harvests = [0, 1].map(|world| {
            let lived: Vec<&Lived> = source.iter().map(|worlds| &worlds[world]).collect();
            let of_year = |year: u64| {
                let lines = lived.iter().flat_map(|lived| &lived.harvests).filter(move |line| line.year == year);
                (year, ends(lines.map(|line| line.reaped_t_per_cropland_ha)))
            };
            lived.first().map_or(Vec::new(), |first| first.harvests.iter().map(|line| of_year(line.year)).collect())
        });
        Self { source, daily, harvests }
    }

    /// How many seeds they are.
    pub fn seeds(&self) -> usize {
        self.source.len()
    }

    /// Of a daily chart, from the run's first day on; with the campaign (0) or without (1).
    pub fn daily(&self, world: usize, chart: Chart) -> Option<&[Ends]> {
        self.daily[world].iter().find(|(of, _)| *of == chart).map(|(_, ends)| &ends[..])
    }

    /// Of the harvests of each year.
    pub fn harvests(&self, world: usize) -> &[(u64, Ends)] {
        &self.harvests[world]
    }

    /// The highest number of a chart.
    pub fn most(&self, chart: Chart) -> f64 {
        let highest = |all: &mut dyn Iterator<Item = Ends>| all.map(|[_, high]| high).fold(0.0, f64::max);
        match chart {
            Chart::Harvest => highest(&mut self.harvests.iter().flatten().map(|(_, ends)| *ends)),
            _ => highest(&mut [0, 1].iter().filter_map(|world| self.daily(*world, chart)).flatten().copied()),
        }
    }
}

fn ends(numbers: impl Iterator<Item = f64>) -> Ends {
    numbers.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], number| [low.min(number), high.max(number)])
}

/// Thins a band, a pair a day from `first_x` on, to one pair for each of `columns` columns, which holds all of its days.
pub fn thin_band(band: &[Ends], first_x: f64, columns: usize) -> Vec<(f64, Ends)> {
    let step = band.len().div_ceil(columns.max(1)).max(1);
    let column = |(index, days): (usize, &[Ends])| {
        let middle = first_x + (index * step) as f64 + 0.5 * (days.len() - 1) as f64;
        (middle, days.iter().fold([f64::INFINITY, 0.0], |[low, high], day| [low.min(day[0]), high.max(day[1])]))
    };
    band.chunks(step).enumerate().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lived(sparrows_per_ha: &[f64]) -> Lived {
        Lived { sparrows_per_ha: sparrows_per_ha.into(), ..Lived::default() }
    }

    #[test]
    fn a_spread_holds_every_seed() {
        let alone = || lived(&[9.0; 3]);
        let source = Arc::new(vec![[lived(&[1.0, 5.0, 2.0]), alone()], [lived(&[3.0, 4.0, 2.0]), alone()]]);
        let spread = Spread::of(source.clone(), None);
        assert_eq!(spread.daily(0, Chart::Sparrows), Some(&[[1.0, 3.0], [4.0, 5.0], [2.0, 2.0]][..]));
        assert_eq!(spread.daily(1, Chart::Sparrows), Some(&[[9.0, 9.0]; 3][..]));
        assert_eq!(spread.daily(0, Chart::Leaf), None);
        assert_eq!(spread.most(Chart::Sparrows), 9.0);
    }

    #[test]
    fn a_thinned_band_holds_every_day() {
        let band: Vec<Ends> = (0..1000).map(|day| [f64::from(day % 7), 10.0 + f64::from(day % 11)]).collect();
        let thin = thin_band(&band, 5.0, 50);
        assert!(thin.len() <= 50);
        assert!(thin.iter().all(|(_, ends)| *ends == [0.0, 20.0]));
        assert_eq!(thin_band(&band[..3], 5.0, 50)[2], (7.0, band[2]));
        assert!(thin_band(&[], 0.0, 9).is_empty());
    }
}
