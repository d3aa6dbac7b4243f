//! Contract: what is read is what was written. Every scenario that `ron` writes is read back as the same scenario if it
//! obeys all rules, and refused if it does not.

mod actions;

use actions::any_action;
use jiff::ToSpan;
use proptest::prelude::*;
use sparrowfall::scenario::{Action, Document, Intervention, SCHEMA, SavedRun, Scenario, parse};

fn set_by_share(scenario: &mut Scenario, parameter: prop::sample::Index, share: f64) {
    let sections = scenario.sections();
    let all: Vec<_> = sections
        .iter()
        .flat_map(|(path, section)| {
            section.parameters().iter().enumerate().map(move |(index, known)| (*path, index, known))
        })
        .collect();
    let (path, index, known) = all[parameter.index(all.len())];
    let (least, most) = (known.range.start(), known.range.end());
    let value = least + share * (most - least);
    let section = scenario.section_mut(path).expect("a section");
    section.set_value(index, if known.whole { value.round() } else { value });
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        any_action(),
        (0.0..=1.0f32).prop_map(|effort| Action::StartCampaign { effort }),
        (-0.5..=1.5f32).prop_map(|effort| Action::SetEffort { effort }),
        Just(Action::StopCampaign),
        (0..1100u32).prop_map(|spacing| Action::PutUpNets { spacing }),
        Just(Action::TakeDownNets),
        (-21.0..21.0f32, -10.0..10.0f32, 0..4000u32).prop_map(|(temperature_c, wetness, days)| Action::Weather {
            temperature_c,
            wetness,
            days
        }),
        (prop::sample::select(Scenario::paths()), 0.0..300.0f64)
            .prop_map(|(path, value)| Action::SetParameter { path, value }),
        Just(Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 4.1 }),
        Just(Action::SetParameter { path: "sparrow.breeding_first_day".into(), value: 250.0 }),
    ]
}

/// Printable text of any script, plain ASCII, or anything at all.
fn text() -> impl Strategy<Value = String> {
    let of = |chars: BoxedStrategy<char>, length: std::ops::RangeInclusive<usize>| {
        prop::collection::vec(chars, length).prop_map(String::from_iter)
    };
    let printable = any::<char>().prop_map(|c| if c.is_control() { 'x' } else { c });
    prop_oneof![
        of(printable.boxed(), 1..=40),
        of(prop::char::range(' ', '~').boxed(), 1..=20),
        of(any::<char>().boxed(), 0..=3),
    ]
}

prop_compose! {
    fn scenario()(
        texts in prop::array::uniform4(text()),
        seed in any::<u64>(),
        start in -2000..2000i64,
        length in -10..70_000i64,
        parameters in prop::collection::vec((any::<prop::sample::Index>(), 0.0..=1.0f64), 0..5),
        events in prop::collection::vec((-1..3000i64, action()), 0..4),
    ) -> Scenario {
        let [title, description, look_for, pest_name] = texts;
        let start = jiff::civil::date(1957, 1, 1).saturating_add(start.days());
        let end = start.saturating_add(length.days());
        let event = |(day, action): (i64, Action)| Intervention { date: start.saturating_add(day.days()), action };
        let timeline = events.into_iter().map(event).collect();
        let base = Scenario::default();
        let mut scenario = Scenario { title, description, look_for, pest_name, seed, start, end, timeline, ..base };
        for (parameter, share) in parameters {
            set_by_share(&mut scenario, parameter, share);
        }
        scenario
    }
}

fn written<T: serde::Serialize>(value: &T) -> [String; 3] {
    let pretty = ron::ser::PrettyConfig::new();
    [
        ron::to_string(value).expect("RON"),
        ron::ser::to_string_pretty(value, pretty.clone()).expect("RON"),
        ron::ser::to_string_pretty(value, pretty.struct_names(true).compact_arrays(true)).expect("RON"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scenarios(scenario in scenario()) {
        for text in written(&scenario) {
            let read = parse(&text, "written.ron");
            match scenario.check() {
                Ok(()) => prop_assert_eq!(read, Ok(Document::Scenario(scenario.clone()))),
                Err(rules) => {
                    let problems = read.expect_err("what breaks a rule is refused");
                    // Not always the same number of problems: a number out of range is not checked against the rules
                    // between fields as well, and reading names all wrong numbers of an action, where `check` names the
                    // first.
                    let shared = problems.0.iter().any(|found| rules.0.iter().any(|rule| rule.sentence == found.sentence));
                    prop_assert!(shared, "{}\n{}", problems, rules);
                }
            }
        }
    }

    /// What a person goes on with says only what differs from the defaults, and means the same.
    #[test]
    fn files_of_scenarios(scenario in scenario().prop_filter("valid", |scenario| scenario.check().is_ok())) {
        let text = scenario.to_file();
        prop_assert_eq!(parse(&text, "written.ron"), Ok(Document::Scenario(scenario.clone())), "{}", text);
        let plain = Scenario::default();
        prop_assert_eq!(text.contains("seed:"), scenario.seed != plain.seed);
        for ((path, section), (_, default)) in scenario.sections().into_iter().zip(plain.sections()) {
            let is_written = text.contains(&format!(" {}: (\n", path.rsplit('.').next().unwrap_or(path)));
            let differs = (0..section.parameters().len()).any(|index| section.value(index) != default.value(index));
            prop_assert_eq!(is_written, differs, "{} in {}", path, text);
        }
    }

    #[test]
    fn saved_runs(seed in any::<u64>(), hash in any::<u64>(), day in 0..3000i64, done in action()) {
        let scenario = Scenario { seed, ..Scenario::default() };
        let last_day = scenario.start.saturating_add(day.days());
        let run = SavedRun {
            schema: SCHEMA,
            version: "0.1.0".into(),
            last_day,
            state_hash: format!("{hash:016x}"),
            interventions: vec![Intervention { date: last_day, action: done.clone() }],
            scenario,
        };
        for text in written(&run) {
            let read = parse(&text, "run.ron");
            match done.check() {
                Ok(()) => prop_assert_eq!(read, Ok(Document::Run(run.clone()))),
                Err(problem) => prop_assert_eq!(&read.expect_err("refused").0[0].sentence, &problem.sentence),
            }
        }
    }
}

#[test]
fn the_file_of_a_plain_scenario_is_short() {
    assert_eq!(Scenario::default().to_file(), "Scenario(\n    schema: 1,\n)\n");
    let text = Scenario { seed: 7, ..Scenario::default().with_historical_campaign() }.to_file();
    let timeline = "    timeline: [\n        (date:\"1958-04-19\",action:StartCampaign(effort:1.0)),\n";
    assert!(text.starts_with("Scenario(\n    schema: 1,\n    seed: 7,\n") && text.contains(timeline), "{text}");
}
