//! Scenarios used by several tests.

use jiff::civil::date;
use sparrowfall::scenario::{LandscapeParameters, Scenario};

/// A square of fields in 1957 and 1958, with the campaign from the spring of 1958 to the end.
pub fn two_years(fields: u32) -> Scenario {
    let landscape = LandscapeParameters { fields_wide: fields, fields_high: fields, ..Default::default() };
    let end = date(1958, 12, 31);
    let place = Scenario { title: "A small place".into(), end, landscape, ..Scenario::default() };
    let mut place = place.with_historical_campaign();
    place.timeline.retain(|event| event.date <= end);
    place
}
