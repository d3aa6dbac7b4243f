//! Scenarios that several tests run.

use jiff::civil::date;
use sparrowfall::scenario::{LandscapeParameters, Scenario};

/// Two years, from 1957 to 1958, of a square of fields, with the campaign from the spring of the second to the end.
pub fn two_years(fields: u32) -> Scenario {
    let landscape = LandscapeParameters { fields_wide: fields, fields_high: fields, ..Default::default() };
    let end = date(1958, 12, 31);
    let place = Scenario { title: "A small place".into(), end, landscape, ..Scenario::default() };
    let mut place = place.with_historical_campaign();
    place.timeline.retain(|event| event.date <= end);
    place
}
