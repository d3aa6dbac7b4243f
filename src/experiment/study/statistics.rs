//! What a study estimates from its runs.

/// A slope of a straight line fitted by least squares, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Change of y for one unit of x.
    pub estimate: f64,
    /// Standard error, robust against unequal variances (White 1980, with the correction n / (n - 2) for small samples).
    pub standard_error: f64,
}

/// The slope of y on x; `None` for fewer than three points, or where x does not vary.
pub fn slope(points: &[(f64, f64)]) -> Option<Slope> {
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x_mean, y_mean) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - x_mean).powi(2)).sum();
    if points.len() < 3 || spread <= 0.0 {
        return None;
    }
    let estimate = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>() / spread;
    let residual = |(x, y): &(f64, f64)| y - y_mean - estimate * (x - x_mean);
    let meat: f64 = points.iter().map(|p| ((p.0 - x_mean) * residual(p)).powi(2)).sum();
    Some(Slope { estimate, standard_error: (meat * n / (n - 2.0)).sqrt() / spread })
}

/// The mean; NaN for no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation of a sample; 0 for fewer than two values.
pub fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64).sqrt()
}

/// The value below which the part `share` (0 to 1) of the values lies, interpolated between neighbours; `None` for no
/// values.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

/// Where the mean of all values lies, as a sample tells it: 95 of 100 such intervals hold it if the values are normal.
/// Student's t; `None` for fewer than two values.
pub fn interval_of_the_mean(values: &[f64]) -> Option<[f64; 2]> {
    let freedom = values.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
    let reach = t_of_95_percent(freedom) * standard_deviation(values) / (values.len() as f64).sqrt();
    let mean = mean(values);
    Some([mean - reach, mean + reach])
}

/// The number between whose negative and which Student's t lies in 95 of 100 cases, for so many degrees of freedom.
fn t_of_95_percent(freedom: usize) -> f64 {
    // The probability grows with the angle.
    let (mut low, mut high) = (0.0, std::f64::consts::FRAC_PI_2);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        *(if within(middle, freedom) < 0.95 { &mut low } else { &mut high }) = middle;
    }
    libm::tan(0.5 * (low + high)) * (freedom as f64).sqrt()
}

/// The probability that the size of Student's t is less than the tangent of an angle times the root of the degrees of
/// freedom (Abramowitz & Stegun 26.7.3 and 26.7.4).
fn within(angle: f64, freedom: usize) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let is_odd = freedom % 2 == 1;
    let (mut term, mut sum) = (if is_odd { cosine } else { 1.0 }, 0.0);
    for step in (if is_odd { 1 } else { 0 }..freedom).step_by(2).take(freedom / 2) {
        sum += term;
        term *= cosine * cosine * (step + 1) as f64 / (step + 2) as f64;
    }
    if is_odd { std::f64::consts::FRAC_2_PI * (angle + sine * sum) } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::purpose::Purpose;
    use crate::engine::random::Stream;

    /// The values printed in tables of Student's t, at 0.975 on one side.
    #[test]
    fn the_quantiles_of_t_are_those_of_the_tables() {
        let table =
            [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (7, 2.365), (10, 2.228), (19, 2.093), (120, 1.980)];
        for (freedom, t) in table {
            assert!((t_of_95_percent(freedom) - t).abs() < 0.0006, "{freedom}: {}", t_of_95_percent(freedom));
        }
    }

    /// Contract: of many samples from a known distribution, 95 % of the intervals hold its mean, even for few values.
    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_mean() {
        for size in [2, 5, 8] {
            let mut stream = Stream::new(1958, size, 0, Purpose::County);
            let samples = 20_000;
            let holds = |_: &u32| {
                let values: Vec<_> = (0..size).map(|_| 3.0 + 2.0 * stream.normal()).collect();
                interval_of_the_mean(&values).is_some_and(|[low, high]| low <= 3.0 && 3.0 <= high)
            };
            let share = (0..samples).filter(holds).count() as f64 / f64::from(samples);
            // Five standard errors of a share of 20,000.
            assert!((share - 0.95).abs() < 0.0078, "{size}: {share}");
        }
        assert_eq!(interval_of_the_mean(&[1.0]), None);
    }

    #[test]
    fn a_slope_has_the_estimate_and_the_robust_error_of_a_case_worked_by_hand() {
        // x - mean = -1.5, -0.5, 0.5, 1.5; slope (-1.5*1 - 0.5*2 + 0.5*2 + 1.5*5) / 5 = 1.2;
        // residuals 0.3, 0.1, -1.1, 0.7; sum of ((x - mean) residual)^2 = 0.2025 + 0.0025 + 0.3025 + 1.1025 = 1.61.
        let slope = slope(&[(0.0, 1.0), (1.0, 2.0), (2.0, 2.0), (3.0, 5.0)]).unwrap();
        assert!((slope.estimate - 1.2).abs() < 1e-12);
        assert!((slope.standard_error - (1.61_f64 * 2.0).sqrt() / 5.0).abs() < 1e-12);
        assert_eq!(super::slope(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let values = [4.0, 1.0, 2.0, 3.0];
        assert_eq!([0.0, 0.5, 1.0].map(|share| quantile(&values, share)), [Some(1.0), Some(2.5), Some(4.0)]);
        assert_eq!(quantile(&[], 0.5), None);
    }
}
