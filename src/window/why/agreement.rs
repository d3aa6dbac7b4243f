//! A test of what all places say of the same harvest.

use jiff::civil::date;

use super::chain::Link;
use super::{beside, details, offer, words};
use crate::record::Record;
use crate::record::series::HarvestRow;
use crate::scenario::Scenario;
use crate::window::live_run::displayed::{Displayed, TwinRun};
use crate::window::live_run::rows::Ahead;
use crate::window::live_run::twin::TwinState;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::story::{self, Aside};
use crate::window::panels::twin;
use crate::window::test_support::rows::rows;
use crate::window::time_line::events;

/// What is reaped in 1958 without the campaign, t.
const WITHOUT_T: f64 = 27_000.0;

/// A run of two years and a day that has parted in the second, whose harvest is so many times that of its twin.
fn displayed(ratio: f64) -> Displayed {
    let start = date(1957, 1, 1);
    let record = |ratio: f64| {
        let harvest = |(year, tonnes): (u64, f64)| HarvestRow {
            days: 365,
            reaped_kg: 1000.0 * tonnes,
            reaped_kg_per_cropland_ha: tonnes / 13.0,
            ..HarvestRow::empty(year)
        };
        let harvests = [(1957, 26_000.0), (1958, WITHOUT_T * ratio)].map(harvest).into();
        Record { days: rows(start, 731, |_, row| row.reaped_kg = 1.0), harvests }
    };
    let (run, twin) = (record(ratio), record(1.0));
    let ahead = |record: &Record| Ahead { harvests: record.harvests.clone(), ..Ahead::default() };
    let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
    let (state, ahead_of_twin) = (TwinState::OwnRun, ahead(&twin));
    displayed.twin = TwinRun { state, ahead: ahead_of_twin, record: twin, parted: Some(474), ..TwinRun::default() };
    (displayed.ahead, displayed.record) = (ahead(&run), run);
    displayed
}

/// All that is said of the harvest of 1958: where, and in which words.
fn said(displayed: &Displayed) -> Vec<(&'static str, String)> {
    let chain = words::chain_of(&displayed.history(), &displayed.twin, Some(1958)).unwrap();
    let mut said = vec![
        ("title", words::title(&chain)),
        ("conclusion", words::conclusion(&chain)),
        ("link", words::statement(&chain, Link::Harvest)),
        ("under the link", details::detail(&chain, Link::Harvest)),
    ];
    said.extend(beside::of_the_campaign(&chain).map(|words| ("beside the chain", words)));
    let harvests = chain.pair(Link::Harvest);
    said.push(("table", twin::difference([harvests.with, harvests.without], "less")));
    let story = story::story(&displayed.scenario, &displayed.record, &displayed.twin, &Aside::default());
    said.extend(story.into_iter().filter(|line| line.contains("of 1958")).map(|line| ("story", line)));
    let told = offer::harvests(displayed).filter(|told| told.year == 1958);
    said.extend(told.map(|told| ("offer", told.words())));
    let events = events::events(&displayed.history(), Some(&displayed.twin.history()));
    let events = events.into_iter().filter(|event| event.kind == events::Kind::Harvest);
    said.extend(events.map(|event| ("time line", event.text)));
    said
}

/// Contract: wherever a harvest is compared with that without the campaign, it is less, more or about the same in all places, and by the
/// same percentage.
#[test]
fn no_two_places_disagree_about_a_harvest() {
    let named = |words: &str, of: &[&str]| of.iter().any(|word| words.contains(word));
    for ratio in [0.3, 0.7, 0.836, 0.899, 0.94, 0.9894, 0.9949, 0.996, 1.0, 1.004, 1.0051, 1.0149, 1.08, 1.3, 1.8] {
        let places = said(&displayed(ratio));
        let differs = Differs::of(WITHOUT_T * ratio, WITHOUT_T).unwrap();
        for (place, words) in &places {
            let is_less = named(words, &["less", "lower", "smaller", "below"]);
            let is_more = named(words, &["more", "higher", "larger", "above"]);
            let is_same = named(words, &["the same", "as large", "hardly"]);
            let expected = match differs {
                Differs::Less(_) => [true, false, false],
                Differs::More(_) => [false, true, false],
                Differs::Hardly => [false, false, true],
            };
            assert_eq!([is_less, is_more, is_same], expected, "{ratio}, {place}: {words}");
            let percent = format!("{} %", rounded(differs.percent()));
            assert!(!words.contains('%') || words.contains(&percent), "{ratio}, {place}: no {percent} in {words}");
        }
        let is_marked = usize::from(ratio <= 0.9);
        let of = |place| places.iter().filter(|(of, _)| *of == place).count();
        let counted = ["beside the chain", "table", "story", "offer", "time line"].map(of);
        assert_eq!(counted, [1, 1, 1, 1, is_marked], "{ratio}: {places:?}");
    }
}
