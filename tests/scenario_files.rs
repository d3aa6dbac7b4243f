//! Contract: whatever is wrong with a scenario file, its author is told where, what was found and what is allowed, for
//! all mistakes at once; and nothing is read from a file with a mistake.

use std::path::PathBuf;

use sparrowfall::scenario::{Action, BUILT_IN, Document, Problems, Scenario, open, open_file, parse};

fn scenario(text: &str) -> Scenario {
    match parse(text, "my.ron") {
        Ok(Document::Scenario(scenario)) => scenario,
        other => panic!("{other:?}"),
    }
}

fn problems(text: &str) -> String {
    parse(text, "my.ron").expect_err("the file is wrong").to_string()
}

#[test]
fn a_short_file_suffices() {
    assert_eq!(scenario("()"), Scenario::default());
    assert_eq!(scenario("Scenario(schema: 1)"), Scenario::default());
    let given = scenario("\u{feff}// a comment\n(title: \"Ours\", sparrow: (clutch_eggs: 4))");
    let mut expected = Scenario { title: "Ours".into(), ..Scenario::default() };
    expected.sparrow.clutch_eggs = 4.0;
    assert_eq!(given, expected);
}

#[test]
fn a_header_that_ron_knows_changes_nothing() {
    let expected = Scenario { seed: 3, ..Scenario::default() };
    for header in [
        "#![enable(implicit_some)]",
        "#![enable(unwrap_newtypes, unwrap_variant_newtypes)]\n#![enable(explicit_struct_names)]",
        "// A village\n# ! [ enable ( implicit_some , ) ] /* that is it */",
        "#![type = \"sparrowfall::Scenario\"]\n#![schema = \"none\"]",
    ] {
        for body in ["(seed: 3)", "Scenario(seed: 3)", "Scenario /* group */ (seed: 3,)"] {
            assert_eq!(scenario(&format!("{header}\n{body}")), expected, "{header}");
        }
        let run = RUN.replace("Run(", "(");
        assert_eq!(parse(&format!("{header}\n{run}"), "run.ron"), parse(RUN, "run.ron"), "{header}");
    }
}

#[test]
fn every_value_is_what_the_file_says() {
    let given = scenario(
        r##"Scenario(
            /* nested /* comments */ too */
            title: r#"a "raw" title"#, description: "tab\t\u{96c0}", start: "1956-02-29", end: "1956-02-29",
            seed: 0xFFFF_FFFF_FFFF_FFFF,
            landscape: LandscapeParameters(fields_wide: 0x10, fields_high: 1_6, tree_cover: 5e-1),
            pest: (initial_eggs_per_m2: .5, base_temperature_c: -1),
            timeline: [
                (date: "1956-03-01", action: Weather(temperature_c: -2.5, wetness: 3, days: 10)),
                (date: "1956-03-01", action: SetParameter(path: "crops.maize.sow_day", value: 150)),
                (date: "1956-03-02", action: SetEffort(effort: 0.25),), (date: "1956-03-03", action: StopCampaign),
            ],
        )"##,
    );
    assert_eq!((given.title.as_str(), given.description.as_str()), ("a \"raw\" title", "tab\t雀"));
    assert_eq!((given.start, given.end), (given.end, jiff::civil::date(1956, 2, 29)));
    assert_eq!((given.seed, given.landscape.fields_wide, given.landscape.fields_high), (u64::MAX, 16, 16));
    assert_eq!((given.landscape.tree_cover, given.pest.initial_eggs_per_m2), (0.5, 0.5));
    assert_eq!(given.pest.base_temperature_c, -1.0);
    let actions: Vec<_> = given.timeline.iter().map(|event| event.action.clone()).collect();
    let expected = [
        Action::Weather { temperature_c: -2.5, wetness: 3.0, days: 10 },
        Action::SetParameter { path: "crops.maize.sow_day".into(), value: 150.0 },
        Action::SetEffort { effort: 0.25 },
        Action::StopCampaign,
    ];
    assert_eq!(actions, expected);
}

/// Typical mistakes, each alone in its file, and what is said about it.
const MISTAKES: &[(&str, &str)] = &[
    // Numbers.
    ("(sparrow: (clutch_eggs: 25))", "my.ron:1:25: sparrow.clutch_eggs: found 25; allowed: 0 to 20 eggs"),
    ("(pest: (egg_hazard: -0.1))", "my.ron:1:21: pest.egg_hazard: found -0.1; allowed: 0 to 1 per day"),
    (
        "(sparrow: (incubation_days: 12.5))",
        "my.ron:1:29: sparrow.incubation_days: found 12.5, which is not a whole number; allowed: whole numbers from 1 to \
         60 days",
    ),
    (
        "(pest: (egg_hazard: NaN))",
        "my.ron:1:21: pest.egg_hazard: found NaN, which is not a finite number; allowed: 0 to 1 per day",
    ),
    (
        "(pest: (egg_hazard: 1e999))",
        "my.ron:1:21: pest.egg_hazard: found 1e999, which is not a finite number; allowed: 0 to 1 per day",
    ),
    (
        "(pest: (animals_per_band: -1))",
        "my.ron:1:27: pest.animals_per_band: found -1; allowed: whole numbers from 1 to 10000000 animals",
    ),
    (
        "(seed: 99999999999999999999)",
        "my.ron:1:8: seed: found 99999999999999999999; allowed: whole numbers from 0 to 18446744073709551615",
    ),
    (
        "(pest: (egg_hazard: \"0.1\"))",
        "my.ron:1:21: pest.egg_hazard: found the text \"0.1\", which is not a number; allowed: 0 to 1 per day",
    ),
    (
        "(landscape: (tree_cover: 50%))",
        "my.ron:1:26: landscape.tree_cover: found 50%; a share is written as a number from 0 to 1, such as 0.5 for 50 %",
    ),
    (
        "(sparrow: (clutch_eggs: 4,5))",
        "my.ron:1:27: sparrow: found 5 where a name should be; a decimal number is written with a point, such as 4.5, \
         and a field as name: value",
    ),
    (
        "(sparrow: (clutch_eggs: 5 kg))",
        "my.ron:1:25: sparrow.clutch_eggs: found 5 kg, which is not a number; numbers are written without units, such \
         as 4.5",
    ),
    (
        "(landscape: (tree_cover: 50 %))",
        "my.ron:1:26: landscape.tree_cover: found 50 %; a share is written as a number from 0 to 1, such as 0.5 for 50 %",
    ),
    // Texts.
    ("(title: Our village)", "my.ron:1:9: title: found Our village; allowed: a text in quotation marks, \"…\""),
    ("(title: 1958 sparrows)", "my.ron:1:9: title: found 1958 sparrows; allowed: a text in quotation marks, \"…\""),
    // Names.
    (
        "(sparrow: (wolves: 5))",
        "my.ron:1:12: sparrow.wolves: there is no field of this group called wolves; docs/SCENARIOS.md lists the valid names",
    ),
    (
        "(crops: (rye: ()))",
        "my.ron:1:10: crops.rye: there is no field of this group called rye (valid names: winter_wheat, maize, sweet_potato, \
         early_rice, single_rice)",
    ),
    (
        "(sparrow: (cluch_eggs: 5))",
        "my.ron:1:12: sparrow.cluch_eggs: there is no field of this group called cluch_eggs; the nearest valid name is \
         clutch_eggs",
    ),
    (
        "(crops: (wheat: ()))",
        "my.ron:1:10: crops.wheat: there is no field of this group called wheat; the nearest valid name is winter_wheat \
         (valid names: winter_wheat, maize, sweet_potato, early_rice, single_rice)",
    ),
    (
        "(clutch_eggs: 5)",
        "my.ron:1:2: clutch_eggs: there is no field called clutch_eggs; it belongs to another group: sparrow.clutch_eggs",
    ),
    ("(seed: 1,\n seed: 2)", "my.ron:2:2: seed: given twice; the first is on line 1"),
    // Dates.
    (
        "(start: 1957-01-01)",
        "my.ron:1:9: start: found 1957-01-01; a date is written in quotation marks as year-month-day, such as \
         \"1958-03-15\"",
    ),
    (
        "(start: \"1957-02-29\")",
        "my.ron:1:9: start: found \"1957-02-29\", a day that does not exist; that month has 28 days",
    ),
    ("(end: \"1949-10-01\")", "my.ron:1:7: end: found \"1949-10-01\", which is before the start \"1957-01-01\""),
    (
        "(start: \"1900-01-01\", end: \"2100-01-01\")",
        "my.ron:1:28: end: found \"2100-01-01\"; a run has at most 65535 days; allowed: up to 2079-06-06",
    ),
    // Rules between fields.
    (
        "(sparrow: (breeding_first_day: 200, breeding_last_day: 100))",
        "my.ron:1:32: sparrow.breeding_first_day: breeding_first_day is 200 and breeding_last_day is 100; allowed: first \
         not after last",
    ),
    (
        "(crops: (maize: (flowering_degree_days: 100, ripe_degree_days: 100)))",
        "my.ron:1:64: crops.maize.ripe_degree_days: ripe_degree_days is 100 and flowering_degree_days is 100; allowed: \
         ripe later than flowering",
    ),
    (
        "(campaign: (drive_days: 5, drive_interval_days: 4))",
        "my.ron:1:25: campaign.drive_days: drive_days is 5 and drive_interval_days is 4; allowed: a drive no longer \
         than the time to the next",
    ),
    // Events.
    (
        "(timeline: [(date: \"1958-03-18\", action: StartCampain(effort: 1))])",
        "my.ron:1:42: timeline[1].action: there is no action called StartCampain; the nearest valid name is StartCampaign \
         (valid names: StartCampaign, SetEffort, StopCampaign, Weather, PutUpNets, TakeDownNets, SetParameter)",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: StartCampaign)])",
        "my.ron:1:42: timeline[1].action: StartCampaign needs effort; write StartCampaign(effort: 1.0)",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: StartCampaign(0.7))])",
        "my.ron:1:42: timeline[1].action: the fields of StartCampaign need their names; write \
         StartCampaign(effort: 0.7)",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: Weather(3.5, -1, 9))])",
        "my.ron:1:42: timeline[1].action: the fields of Weather need their names; write \
         Weather(temperature_c: 3.5, wetness: -1, days: 9)",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: SetParameter(\"sparrow.clutch_eggs\", 4))])",
        "my.ron:1:42: timeline[1].action: the fields of SetParameter need their names; write \
         SetParameter(path: \"sparrow.clutch_eggs\", value: 4.5)",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: StopCampaign(0))])",
        "my.ron:1:42: timeline[1].action: StopCampaign has no fields; write StopCampaign",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: Weather(days: 60.5))])",
        "my.ron:1:42: timeline[1].action: Weather needs temperature_c and wetness; write Weather(temperature_c: 2.0, \
         wetness: -1.5, days: 60)\n\
         my.ron:1:56: timeline[1].action.days: found 60.5, which is not a whole number; allowed: whole numbers from 1 to \
         3650 days",
    ),
    (
        "(timeline: [(date: \"1958-03-18\", action: StartCampaign(effort: 2))])",
        "my.ron:1:64: timeline[1].action.effort: found 2; allowed: 0 to 1",
    ),
    (
        "(timeline: [(date: \"1950-03-18\", action: StopCampaign)])",
        "my.ron:1:20: timeline[1].date: found \"1950-03-18\", which is before the start \"1957-01-01\", so the event would \
         never happen",
    ),
    (
        "(timeline: [(date: \"1958-01-01\", action: SetParameter(path: \"sparow.clutch_eggs\", value: 4))])",
        "my.ron:1:61: timeline[1].action.path: there is no parameter called sparow.clutch_eggs; the nearest valid name is \
         sparrow.clutch_eggs",
    ),
    (
        "(timeline: [(date: \"1958-01-01\", action: SetParameter(path: \"pest.initial_eggs_per_m2\", value: 4))])",
        "my.ron:1:61: timeline[1].action.path: pest.initial_eggs_per_m2 acts only at the start of a run, so no event can \
         set it; give its value in the scenario itself",
    ),
    (
        "(timeline: [(date: \"1958-01-01\", action: SetParameter(path: \"sparrow.breeding_first_day\", value: 300))],
          sparrow: (breeding_last_day: 205))",
        "my.ron:1:98: timeline[1].action.value: from this day on breeding_first_day is 300 and breeding_last_day is 205; \
         allowed: first not after last",
    ),
    (
        "(timeline: [(action: StopCampaign)])",
        "my.ron:1:13: timeline[1]: date is missing; an event is written (date: \"1958-03-18\", action: StopCampaign)",
    ),
    // Brackets.
    (
        "(landscape: [fields_wide: 32])",
        "my.ron:1:13: landscape: a group of fields goes in round brackets, ( ); square brackets, [ ], are for lists",
    ),
    (
        "(timeline: [date: \"1958-03-18\", action: StopCampaign])",
        "my.ron:1:12: timeline: each event in a list goes in round brackets: [(date: \"1958-03-18\", action: \
         StopCampaign)]",
    ),
    // The file as a whole.
    ("", "my.ron:1:1: the file is empty; the shortest scenario is (schema: 1)"),
    (
        "{\"title\": \"x\"}",
        "my.ron:1:1: a scenario file is written (name: value, …), in round brackets and without quotes around the \
         names",
    ),
    ("(title: \"x\"\n seed: 1)", "my.ron:2:2: a comma is missing before seed"),
    ("(seed = 1)", "my.ron:1:7: found `=`; a name and its value are joined by a colon, name: value"),
    ("(title: “x”)", "my.ron:1:9: title: found `“`; a text is written in straight quotation marks, \"…\""),
    // A missing closing mark is reported where its text begins, not where the next text seems to go wrong.
    ("(title: \"x)", "my.ron:1:9: title: the text that begins here has no closing quotation mark"),
    (
        "(title: \"Our village,\n seed: -1,\n // it's\n pest_name: \"locust\",\n look_for: \"x\",\n end: \"1949-10-01\")",
        "my.ron:1:9: title: the text that begins here has no closing quotation mark\n\
         my.ron:2:8: seed: found -1; allowed: whole numbers from 0 to 18446744073709551615",
    ),
    (
        "(timeline: [\n(date: \"1958-03-18, action: StopCampaign),\n(date: \"1958-03-19\", action: StopCampaign),\n])",
        "my.ron:2:8: timeline[1].date: the text that begins here has no closing quotation mark",
    ),
    (
        "(title: \"Our “big” village”, seed: 1,\n description: \"x\")",
        "my.ron:1:9: title: the text that begins here has no closing quotation mark; ” does not close it, write \" \
         instead",
    ),
    (
        "(title: \"x\\n y /* \n \\u{41}\n, seed: 1",
        "my.ron:1:9: title: the text that begins here has no closing quotation mark\n\
         my.ron:2:2: found `\\` where a comma or a closing bracket should be",
    ),
    (
        "(title: \"The \"big\" village\")",
        "my.ron:1:15: found big right after a closing quotation mark; either the text before it lacks its closing \
         mark, or the mark is part of the text and is written \\\"",
    ),
    (
        "(title: \"a\nb\"\n seed: 1)",
        "my.ron:1:9: title: found a line break, which cannot be shown here\nmy.ron:3:2: a comma is missing before seed",
    ),
    (
        "(title: 'Bob's \\place', seed: 1)",
        "my.ron:1:9: title: found `'`; a text is written in straight double quotation marks, \"…\"",
    ),
    (
        "(title: \"C:\\users\")",
        "my.ron:1:12: a backslash in a text must be followed by one of n, r, t, 0, \\, \", ', x and two hexadecimal digits, \
         or u{…}; for a plain backslash write \\\\",
    ),
    ("(title: \"x\" /* a /* b */ c / d\n)", "my.ron:1:13: the comment that begins here has no closing */"),
    ("(title: \"x\", / here\n)", "my.ron:1:14: found `/`; a comment begins with // or stands between /* and */"),
    // Headers, and comments as in other languages.
    (
        "#![enable(implicit_sum)]\n(seed: -1)",
        "my.ron:1:1: found #![enable(implicit_sum)], which is not a header that RON knows; none is needed, so leave \
         it out\n\
         my.ron:2:8: seed: found -1; allowed: whole numbers from 0 to 18446744073709551615",
    ),
    (
        "# Our village\n(seed: -1, # each\n)",
        "my.ron:1:1: found `#`; a comment begins with //\n\
         my.ron:2:8: seed: found -1; allowed: whole numbers from 0 to 18446744073709551615\n\
         my.ron:2:12: found `#`; a comment begins with //",
    ),
    ("// nothing but a comment", "my.ron:1:1: the file is empty; the shortest scenario is (schema: 1)"),
    // Characters of other keyboards.
    (
        "（seed：-1，title:\u{3000}“村”）",
        "my.ron:1:1: found `（`; write ( instead of （\n\
         my.ron:1:6: found `：`; write : instead of ：\n\
         my.ron:1:7: seed: found -1; allowed: whole numbers from 0 to 18446744073709551615\n\
         my.ron:1:9: found `，`; write , instead of ，\n\
         my.ron:1:16: found the character U+3000; write an ordinary space instead\n\
         my.ron:1:17: title: found `“`; a text is written in straight quotation marks, \"…\"\n\
         my.ron:1:20: found `）`; write ) instead of ）",
    ),
    (
        "(timeline: ［｛｝， ‘x’； ］、)",
        "my.ron:1:12: found `［`; write [ instead of ［\n\
         my.ron:1:13: timeline[1]: found `｛`; write { instead of ｛\n\
         my.ron:1:14: found `｝`; write } instead of ｝\n\
         my.ron:1:15: found `，`; write , instead of ，\n\
         my.ron:1:17: timeline[2]: found `‘`; a text is written in straight quotation marks, \"…\"\n\
         my.ron:1:20: found `；`; write , instead of ；\n\
         my.ron:1:22: found `］`; write ] instead of ］\n\
         my.ron:1:23: found `、`; write , instead of 、",
    ),
    (
        "(ｓｅｅｄ: 1, landscape: (fields_wide: １６, tree_cover: 0．5, fields_high: 1６), start: \"1957-0１-01\", end: \"1958。1\")",
        "my.ron:1:2: ｓｅｅｄ: found ｓｅｅｄ; write seed instead\n\
         my.ron:1:36: landscape.fields_wide: found １６; write 16 instead\n\
         my.ron:1:52: landscape.tree_cover: found 0．5; write 0.5 instead\n\
         my.ron:1:70: landscape.fields_high: found 1６; write 16 instead\n\
         my.ron:1:82: start: found \"1957-0１-01\"; write \"1957-01-01\" instead\n\
         my.ron:1:101: end: found \"1958。1\"; a date is written \"year-month-day\" with four, two and two digits, such as \
         \"1958-03-15\"",
    ),
    (
        "(timeline: [(date: \"1958-01-01\", action: SetParameter(path: \"sparrow．clutch_eggs\", value: 4))])",
        "my.ron:1:61: timeline[1].action.path: found sparrow．clutch_eggs; write sparrow.clutch_eggs instead",
    ),
    (
        "(seed: 0xFFFFFFFFFFFFFFFFF)",
        "my.ron:1:8: seed: found 0xFFFFFFFFFFFFFFFFF, which is not a number of at most 64 bits; \
      decimal numbers are written like 4.5",
    ),
    ("(seed: ..= 5)", "my.ron:1:11: found the character U+0020 where a number should be"),
    ("(title: \"x\"\n\n", "my.ron:1:12: the file ends too early: a bracket is not closed"),
    (
        "(title: \"x\") seed: 1",
        "my.ron:1:14: found seed after the closing bracket; everything goes inside one pair of brackets ( )",
    ),
    ("(title: \"\")", "my.ron:1:9: title: found an empty text; allowed: 1 to 100 characters"),
];

#[test]
fn typical_mistakes_get_these_sentences() {
    for (text, sentence) in MISTAKES {
        assert_eq!(problems(text), *sentence, "\nfor the file {text}");
    }
}

#[test]
fn all_mistakes_in_a_file_are_reported_at_once_in_order() {
    let said = problems(
        "(\n  start: 1957-01-01,\n  sparow: (),\n  sparrow: (clutch_eggs: 25 hatching_share: 2),\n  seed = -5,\n  \
         landscape: (wheat_maize_share: 0.8, village_share: 0.3),\n  timeline: [\n    (date: \"1958-02-30\", action: \
         Fly),\n    (date: \"1901-01-01\", action: SetEffort(effort: 7)),\n  ],\n  pest: (egg_hazard: 2",
    );
    let places: Vec<_> = said.lines().map(|line| line.splitn(4, ':').take(3).collect::<Vec<_>>().join(":")).collect();
    // The sum of the shares is the one mistake not reported: without the end of the file, more might have followed.
    let expected = [
        "my.ron:2:10",
        "my.ron:3:3",
        "my.ron:4:26",
        "my.ron:4:29",
        "my.ron:4:45",
        "my.ron:5:8",
        "my.ron:5:10",
        "my.ron:8:12",
        "my.ron:8:34",
        "my.ron:9:52",
        "my.ron:11:22",
        "my.ron:11:23",
    ];
    assert_eq!(places, expected, "{said}");
}

#[test]
fn one_slip_neither_hides_nor_invents_other_mistakes() {
    let said = problems(
        "(title: Our village\n seed: -1, landscape: [tree_cover: 7, title: \"]\"], description: Bob's place, start: 1 May \
         1957,\n timeline: [[date: \"1958-03-18\", action: Start Campaign]], sparrow: (clutch_eggs: 5 eggs // each\n))",
    );
    let places: Vec<_> = said.lines().map(|line| line.splitn(5, ':').skip(1).take(3).collect::<Vec<_>>()).collect();
    let expected = [
        ["1", "9", " title"],
        ["2", "2", " a comma is missing before seed"],
        ["2", "8", " seed"],
        ["2", "23", " landscape"],
        ["2", "36", " landscape.tree_cover"],
        ["2", "39", " landscape.title"],
        ["2", "65", " description"],
        ["2", "85", " start"],
        ["3", "13", " timeline[1]"],
        ["3", "42", " timeline[1].action"],
        ["3", "83", " sparrow.clutch_eggs"],
    ];
    assert_eq!(places, expected, "{said}");
}

#[test]
fn a_newer_schema_is_one_problem_since_the_rest_cannot_be_judged() {
    let said = problems("(schema: 2, wormholes: 3, sparrow: (clutch_eggs: 99))");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("schema: found 2, a newer schema"), "{said}");
    assert!(problems("(schema: 0)").contains("found 0; allowed: whole numbers from 1"));
}

#[test]
fn a_size_that_does_not_fit_is_refused_with_the_estimate() {
    let said = problems("(landscape: (fields_wide: 4096, fields_high: 4096), pest: (animals_per_band: 1))");
    assert!(said.starts_with("my.ron:1:27: landscape.fields_wide: a run could need about "), "{said}");
    assert!(said.contains("TB of memory (16.8 million fields"), "{said}");
}

#[test]
fn depth_and_size_do_no_harm() {
    let deep = [("(", ")"), ("[", "]"), ("(a:", ")"), ("(sparrow:(a:[", "])"), ("/*", ""), ("Some(", ")")];
    for (open, close) in deep {
        let text = format!("(title: {}{})", open.repeat(100_000), close.repeat(100_000));
        assert!(!problems(&text).is_empty());
        assert!(!problems(&open.repeat(100_000)).is_empty());
    }
    let event = "(date: \"1950-01-01\", action: Fly),";
    let said = problems(&format!("(timeline: [{}])", event.repeat(50_000)));
    assert!(said.ends_with("more problems") && said.lines().count() < 200);
    assert!(!problems(&format!("({}: 1)", "a".repeat(1_000_000))).is_empty());
    assert!(!problems(&format!("({})", "seed: x, ".repeat(50_000))).is_empty());
}

#[test]
fn messages_are_short_and_cannot_steer_a_terminal() {
    let long = "a".repeat(1_000_000);
    let with_run = |from: &str, to: String| RUN.replace(from, &to);
    for text in [
        format!("({long}: 1)"),
        format!("{long}(seed: 1)"),
        format!("(sparrow: ({long}: 1))"),
        format!("(sparrow: {long}(clutch_eggs: 1))"),
        format!("(seed: {long})"),
        format!("(title: \"{long}\", start: \"{long}\")"),
        format!(
            "(timeline: [(date: \"{long}\", action: {long}), (date: \"1958-01-01\", action: StartCampaign(1.{}))])",
            "0".repeat(1_000_000)
        ),
        format!("(timeline: [(date: \"1958-01-01\", action: SetParameter(path: \"{long}\", value: 1))])"),
        format!("(seed: 1 {long})"),
        format!("#![enable({long})]\n()"),
        format!("(title: {long} {long})"),
        with_run("0.1.0", long.clone()),
        with_run("0.1.0", "\\u{1b}[31m".into()),
        with_run("0123456789abcdef", long.clone()),
        "(title: \"\u{1b}]0;x\u{7}\", \u{9b}: 1, se\u{202e}ed: 1)".into(),
        "(title: \"a\u{202e}b\", pest_name: \"\\u{1b}[31m\")".into(),
    ] {
        let said = parse(&text, "my\u{1b}.ron").expect_err("wrong").to_string();
        assert!(said.starts_with("my\\u{1b}.ron:"), "{said:?}");
        let is_fine =
            |line: &str| line.chars().count() < 500 && !line.contains(|c: char| c.is_control() || c == '\u{202e}');
        assert!(said.lines().all(is_fine), "{said:?}");
    }
}

fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("write");
    path
}

fn refused(result: Result<Document, Problems>) -> String {
    let problems = result.expect_err("refused");
    assert_eq!(problems.iter().count(), 1);
    problems.0[0].sentence.clone()
}

#[test]
fn anything_but_a_text_file_is_refused() {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    assert!(refused(open_file(&dir)).contains("this is a directory"));
    assert!(refused(open_file(&dir.join("nowhere.ron"))).contains("there is no file of this name"));
    assert!(refused(open_file(&file("large.ron", &vec![b' '; 4_000_001]))).contains("too large"));
    let latin = open_file(&file("latin.ron", b"(\n title: \"Sch\xf6n\")")).expect_err("not UTF-8");
    let place = latin.0[0].place.clone().expect("a place");
    assert_eq!((place.line, place.column), (2, 13));
    // A name is suggested where one resembles what was written, and the built-in ones are always listed.
    for (wrong, near) in
        [("comune", Some("commune")), ("tiny.ron", Some("tiny")), ("nofile.ron", None), ("my/tiny", None)]
    {
        let said = refused(open(wrong));
        let nearest = said.split("the nearest valid name is ").nth(1).and_then(|rest| rest.split(' ').next());
        assert_eq!(nearest, near, "{said}");
        assert!(said.contains("there is no file of this name") && said.contains("(built-in: commune, "), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn each_reason_why_a_file_cannot_be_read_has_its_own_sentence() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("unreadable");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("remove");
    }
    std::fs::create_dir_all(folder.join("shut")).expect("folders");
    let place = |name: &str| folder.join(name);
    for name in ["file.ron", "private.ron", "shut/file.ron"] {
        std::fs::write(place(name), "()").expect("write");
    }
    symlink("nowhere.ron", place("link.ron")).expect("link");
    symlink("circle.ron", place("circle.ron")).expect("link");
    assert!(std::process::Command::new("mkfifo").arg(place("pipe.ron")).status().expect("mkfifo").success());
    let cases = [
        ("nowhere.ron", "there is no file of this name"),
        ("shut", "this is a directory"),
        ("file.ron/file.ron", "part of this path is a file where a folder should be"),
        ("link.ron", "this is a link to a file that is not there"),
        ("circle.ron", "the file cannot be read"),
    ];
    for (name, sentence) in cases {
        for said in [refused(open(place(name))), refused(open_file(&place(name)))] {
            assert!(said.contains(sentence), "{name}: {said}");
        }
    }
    // Nobody writes to the pipe, so opening it would block forever.
    assert!(refused(open_file(&place("pipe.ron"))).contains("this is not a regular file"));
    assert!(refused(open_file(std::path::Path::new("/dev/zero"))).contains("this is not a regular file"));
    assert!(refused(open("/dev/zero")).contains("too large"));

    let permit =
        |name: &str, mode| std::fs::set_permissions(place(name), PermissionsExt::from_mode(mode)).expect("chmod");
    permit("private.ron", 0o000);
    permit("shut", 0o000);
    // The superuser may read everything.
    if std::fs::read(place("private.ron")).is_err() {
        for (name, sentence) in [
            ("private.ron", "this file may not be read (permission denied)"),
            ("shut/file.ron", "a folder on the path to this file may not be opened (permission denied)"),
        ] {
            assert!(refused(open(place(name))).contains(sentence), "{}", refused(open(place(name))));
        }
    }
    permit("shut", 0o700);
}

#[test]
fn built_in_scenarios_are_valid_and_say_what_to_look_for() {
    assert_eq!(BUILT_IN[0].name, "commune");
    let by_name = |name: &str| match open(name) {
        Ok(Document::Scenario(scenario)) => scenario,
        other => panic!("{other:?}"),
    };
    for built_in in BUILT_IN {
        let scenario = by_name(built_in.name);
        assert_eq!((scenario.check(), scenario.idle_events()), (Ok(()), None));
        for text in [&scenario.title, &scenario.description, &scenario.look_for] {
            assert!(text.len() > 10 && text.len() < 600, "{}: {text}", built_in.name);
        }
        assert!(built_in.text.starts_with("//"), "{} has no comment", built_in.name);
        assert!(built_in.text.contains("schema: 1"), "{} has no schema", built_in.name);
    }
    let commune = by_name("commune");
    assert_eq!(commune.timeline, Scenario::historical_campaign());
    let untitled = |scenario: Scenario| Scenario {
        title: String::new(),
        description: String::new(),
        look_for: String::new(),
        ..scenario
    };
    let (alone, without) = (untitled(by_name("left_alone")), untitled(commune.without_campaign()));
    assert_eq!(alone, without, "left_alone is the default commune without its campaign");
}

const RUN: &str = "Run(schema: 1, version: \"0.1.0\", last_day: \"1957-02-01\", state_hash: \"0123456789abcdef\", \
                   scenario: (seed: 3), interventions: [(date: \"1957-01-02\", action: StopCampaign)])";

#[test]
fn a_saved_run_is_read_and_checked_like_a_scenario() {
    let Ok(Document::Run(run)) = parse(RUN, "run.ron") else { panic!("{:?}", parse(RUN, "run.ron")) };
    assert_eq!((run.scenario.seed, run.interventions.len(), run.version.as_str()), (3, 1, "0.1.0"));
    assert_eq!(parse(&RUN.replace("Run(", "("), "run.ron"), Ok(Document::Run(run)));

    let wrong = [
        ("schema: 1", "schema: 2", "schema: found 2, a newer schema"),
        (
            "seed: 3",
            "sed: 3",
            "scenario.sed: there is no field of this group called sed; the nearest valid name is seed",
        ),
        ("seed: 3", "schema: 2", "scenario.schema: found 2, a newer schema"),
        ("0123456789abcdef", "0123", "state_hash: found the text \"0123\"; allowed: 16 hexadecimal digits"),
        ("1957-02-01", "1956-02-01", "last_day: found \"1956-02-01\"; allowed: dates from the start 1957-01-01"),
        ("1957-01-02", "1957-02-02", "interventions[1].date: found \"1957-02-02\"; allowed: days of the run"),
        ("version: \"0.1.0\", ", "", "version: is missing; a saved run needs it"),
    ];
    for (right, wrong, sentence) in wrong {
        let said = parse(&RUN.replace(right, wrong), "run.ron").expect_err("wrong").to_string();
        assert!(said.contains(sentence), "{said}");
    }
}
