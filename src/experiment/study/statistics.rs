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

#[cfg(test)]
mod tests {
    use super::*;

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
