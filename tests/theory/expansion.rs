//! Van Kampen's (1961) expansion: how individual births and deaths make a finite population stray from its equations.

use crate::rosenzweig_macarthur::RosenzweigMacArthur;

/// The rates of leaf and pests, and of the variance of leaf, their covariance and the variance of pests on a field of `m2`:
/// dS/dt = J S + S J' + noise. Leaf grows and is eaten by the kilogram, so all noise is in the births and deaths of pests.
pub fn rate(model: &RosenzweigMacArthur, m2: f64, [leaf, pests, s_ll, s_lp, s_pp]: [f64; 5]) -> [f64; 5] {
    let [d_leaf, d_pests] = model.rate([leaf, pests]);
    let [[ll, lp], [pl, pp]] = model.jacobian([leaf, pests]);
    let deaths = model.deaths * pests;
    let births = d_pests + deaths;
    [
        d_leaf,
        d_pests,
        2.0 * (ll * s_ll + lp * s_lp),
        ll * s_lp + lp * s_pp + pl * s_ll + pp * s_lp,
        2.0 * (pl * s_lp + pp * s_pp) + (births + deaths) / m2,
    ]
}
