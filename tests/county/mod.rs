//! A county small enough for a quick study.

use sparrowfall::scenario::{BUILT_IN, Document, Scenario, parse};

/// The built-in county, with `fields` fields along each side.
pub fn small_county(fields: u32) -> Scenario {
    let county = BUILT_IN.iter().find(|scenario| scenario.name == "county").unwrap();
    let Ok(Document::Scenario(mut scenario)) = parse(county.text, county.name) else { panic!("county is not valid") };
    scenario.landscape.fields_wide = fields;
    scenario.landscape.fields_high = fields;
    scenario
}
