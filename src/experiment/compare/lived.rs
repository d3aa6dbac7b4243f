//! What a comparison keeps of a run.

use serde::{Deserialize, Serialize};

use crate::record::harvest_table::HarvestLine;
use crate::record::series::DayRow;

/// What is compared of a run: three numbers a day, and the yearly harvests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lived {
    /// Sparrows per hectare, day by day.
    pub sparrows_per_ha: Vec<f64>,
    /// Pests per square metre, day by day.
    pub pests_per_m2: Vec<f64>,
    /// Standing grain in tonnes, day by day.
    pub standing_grain_t: Vec<f64>,
    /// First and last day of each stretch of the campaign, counted from the first day of the run as 0.
    pub campaign: Vec<[usize; 2]>,
    /// The yearly harvests.
    pub harvests: Vec<HarvestLine>,
}

impl Lived {
    /// From the tables of a run.
    pub fn new(days: &[DayRow], harvests: Vec<HarvestLine>) -> Self {
        let daily = |of: fn(&DayRow) -> f64| days.iter().map(of).collect();
        let mut campaign: Vec<[usize; 2]> = Vec::new();
        for (day, _) in days.iter().enumerate().filter(|(_, row)| row.campaign_effort > 0.0) {
            match campaign.last_mut() {
                Some([_, last]) if *last + 1 == day => *last = day,
                _ => campaign.push([day, day]),
            }
        }
        Self {
            sparrows_per_ha: daily(|row| row.sparrows_per_ha),
            pests_per_m2: daily(|row| row.pests_per_m2),
            standing_grain_t: daily(|row| row.standing_grain_kg / 1000.0),
            campaign,
            harvests,
        }
    }
}
