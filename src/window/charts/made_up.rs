//! Made-up charts for tests: two years with and without a campaign, and a present day in the second.

use jiff::civil::date;

use crate::record::Record;
use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::Scenario;
use crate::window::live_run::displayed::{Edition, TwinRun};
use crate::window::live_run::rows::Ahead;
use crate::window::test_support::rows::rows;

use super::charts_of::ChartsOf;
use super::data::TimeAxis;
use super::spans::{CampaignSpan, campaign_spans};

/// What charts are drawn from.
pub struct MadeUp {
    scenario: Scenario,
    record: Record,
    ahead: Ahead,
    /// The twin's.
    pub twin: TwinRun,
    /// All days of the run.
    pub all: Vec<DayRow>,
    spans: Vec<CampaignSpan>,
}

impl Default for MadeUp {
    fn default() -> Self {
        let start = date(1957, 1, 1);
        let world = |campaign: f64| {
            let days = rows(start, 700, |day, row| {
                let part = if day > 470 { 1.0 - 0.9 * campaign } else { 1.0 };
                row.sparrows_per_ha = part * (9.0 + 5.0 * (day as f64 / 58.0).sin());
                row.pests_per_m2 = (1.0 + (day as f64 / 40.0).cos()) / part;
                row.standing_grain_kg = 1e5 * (day % 180) as f64 / 3.0;
                row.reaped_kg = if day % 180 == 0 { 1e6 / 7.0 } else { 0.0 };
                row.leaf_kg = 1e6 + day as f64 / 9.0;
                row.campaign_effort = if day > 470 { campaign } else { 0.0 };
            });
            let harvest = |year, days| HarvestRow {
                days,
                reaped_kg: 2e6,
                reaped_kg_per_cropland_ha: 2000.0 - 100.0 * campaign,
                ..HarvestRow::empty(year)
            };
            Record { days, harvests: vec![harvest(1957, 365), harvest(1958, 335)] }
        };
        let (mut record, twin) = (world(1.0), world(0.0));
        let all = record.days.clone();
        let mut ahead = Ahead { harvests: record.harvests.clone(), ..Ahead::default() };
        ahead.move_to(&mut record, 600);
        let harvests = twin.harvests.clone();
        let twin = TwinRun {
            record: twin,
            ahead: Ahead { harvests, ..Ahead::default() },
            parted: Some(471),
            ..TwinRun::default()
        };
        let scenario = Scenario { start, title: "A made-up place".into(), ..Scenario::default() };
        Self { scenario, record, ahead, twin, spans: campaign_spans(&all), all }
    }
}

impl MadeUp {
    /// What the charts show.
    pub fn charts(&self) -> ChartsOf<'_> {
        let Self { scenario, record, ahead, twin, spans, .. } = self;
        let axis = TimeAxis::new(scenario.start, date(1958, 12, 31), date(1958, 12, 1));
        ChartsOf { scenario, record, ahead, twin: Some(twin), spans, axis, bet: &[], edition: Edition::default() }
    }
}
