//! Contract: a configuration is read whole, or everything that is wrong with it is told, each with its place and the cure.

use std::fs;

use super::super::schedule::Schedule;
use super::super::test_support::folder;
use super::*;

pub(super) const EXAMPLE: &str = include_str!("../../../packaging/kiosk.ron");

pub(super) fn parse(text: &str) -> Result<Config, Problems> {
    Config::parse(text, "kiosk.ron", Path::new("/museum"))
}

fn wrong(text: &str) -> String {
    parse(text).map_or_else(|problems| problems.to_string(), |config| format!("nothing: {config:?}"))
}

/// Contract: the example sets what it says and nothing else, and all of it can be used.
#[test]
fn the_example_is_the_default_but_for_what_it_sets() {
    let config = parse(EXAMPLE).unwrap();
    let languages = vec![Language::English, Language::Chinese, Language::Spanish];
    let schedule = config.schedule.clone();
    assert_eq!(schedule.to_string(), "open Tue to Fri 10:00 to 18:00, Sat and Sun 09:00 to 20:00");
    assert_eq!(config, Config { languages, schedule, ..Config::default() });
    let folder = folder("example");
    let path = folder.join("kiosk.ron");
    fs::write(&path, EXAMPLE).unwrap();
    assert_eq!(Config::read(&path).as_ref(), Ok(&config));
    // What is commented out is right too, where its folders are there.
    let all = EXAMPLE
        .replace("// px_per_mm", "px_per_mm")
        .replace("// heartbeat", "heartbeat")
        .replace("// counts", "counts");
    let all = all.replace("// log:", "log:").replace("// staff_pin: \"\"", "staff_pin: \"2479\"");
    fs::write(&path, all).unwrap();
    for name in ["state", "counts"] {
        assert!(checked(Some(&path)).is_err());
        fs::create_dir(folder.join(name)).unwrap();
    }
    let sentence = checked(Some(&path)).unwrap();
    assert!(
        sentence.contains("in English at rest, and in Chinese and Spanish; open Tue to Fri 10:00 to 18:00"),
        "{sentence}"
    );
    assert_eq!(sentence.lines().count(), 1);
}

#[test]
fn every_field_may_be_left_out() {
    assert_eq!(parse("()"), Ok(Config::default()));
    assert_eq!(parse("\u{feff}#![enable(implicit_some)]\nKiosk( /* all as it is */ )"), Ok(Config::default()));
    assert_eq!(parse("(px_per_mm: None, log: None, schedule: [])"), Ok(Config::default()));
    assert!(Config::default().scenario.open().is_ok());
}

#[test]
fn every_field_is_read() {
    let config = parse(
        "(scenario: \"plans/ours.ron\", languages: [\"es\", \"en\"], idle_s: 20, countdown_s: 60, volume: 1, px_per_mm: Some(2.7), \
          controls: Bottom, staff_pin: \"0007\", heartbeat: \"alive\", counts: \"/var/counts\", log: Some(\"a/b.log\"), \
          schedule: [(days: [Fri, Sat], from: \"20:00\", to: \"02:00\"), (from: \"8:30\", to: \"24:00\")])",
    );
    let config = config.unwrap();
    assert_eq!(
        config,
        Config {
            scenario: Source::File("/museum/plans/ours.ron".into()),
            languages: vec![Language::Spanish, Language::English],
            idle_s: 20,
            countdown_s: 60,
            volume: 1.0,
            px_per_mm: Some(2.7),
            controls: Controls::Bottom,
            staff_pin: Some(Pin::new("0007").unwrap()),
            heartbeat: Some("/museum/alive".into()),
            counts: Some("/var/counts".into()),
            log: Some("/museum/a/b.log".into()),
            schedule: config.schedule.clone(),
        }
    );
    assert_eq!(config.schedule.to_string(), "open Fri and Sat 20:00 to 02:00 the next day, every day 08:30 to 24:00");
    assert_ne!(config.schedule, Schedule::default());
    let pin = config.staff_pin.clone().unwrap();
    assert!(pin.is("0007") && !pin.is("7") && pin.digits() == 4 && !format!("{config:?}").contains("0007"));
}

/// What is written, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("", "kiosk.ron:1:1: the file is empty; the shortest configuration is ()"),
    ("// nothing yet", "kiosk.ron:1:1: the file is empty; the shortest configuration is ()"),
    (
        "{\"volume\": 1}",
        "kiosk.ron:1:1: a configuration is written (name: value, …), in round brackets and without quotes around the names",
    ),
    ("Scenario()", "kiosk.ron:1:1: found the name Scenario before the group; leave it out, or write Kiosk"),
    (
        "(\n  volum: 1)",
        "kiosk.ron:2:3: volum: there is no field called volum; the nearest valid name is volume (valid names: scenario, languages, \
         idle_s, countdown_s, volume, px_per_mm, controls, staff_pin, heartbeat, counts, log, schedule)",
    ),
    (
        "(days: [Mon])",
        "kiosk.ron:1:2: days: there is no field called days; it belongs to another group: schedule[1].days",
    ),
    ("(volume: 0, volume: 1)", "kiosk.ron:1:13: volume: given twice; the first is on line 1"),
    ("(idle_s: 5)", "kiosk.ron:1:10: idle_s: found 5; allowed: whole numbers from 20 to 600 s"),
    (
        "(idle_s: 20.5)",
        "kiosk.ron:1:10: idle_s: found 20.5, which is not a whole number; allowed: whole numbers from 20 to 600 s",
    ),
    (
        "(idle_s: \"60\")",
        "kiosk.ron:1:10: idle_s: found the text \"60\", which is not a number; allowed: whole numbers from 20 to 600 s",
    ),
    ("(countdown_s: 61)", "kiosk.ron:1:15: countdown_s: found 61; allowed: whole numbers from 10 to 60 s"),
    ("(volume: -0.1)", "kiosk.ron:1:10: volume: found -0.1; allowed: 0 to 1"),
    ("(volume: NaN)", "kiosk.ron:1:10: volume: found NaN, which is not a finite number; allowed: 0 to 1"),
    ("(px_per_mm: Some(0))", "kiosk.ron:1:18: px_per_mm: found 0; allowed: 0.5 to 20 px/mm"),
    (
        "(controls: Left)",
        "kiosk.ron:1:12: controls: there is no place for the bar called Left (valid names: Top, Bottom)",
    ),
    (
        "(controls: Botom)",
        "kiosk.ron:1:12: controls: there is no place for the bar called Botom; the nearest valid name is Bottom (valid names: Top, Bottom)",
    ),
    (
        "(controls: \"Top\")",
        "kiosk.ron:1:12: controls: found the text \"Top\"; allowed: one of Top, Bottom, without quotation marks",
    ),
    ("(scenario: commune)", "kiosk.ron:1:12: scenario: found commune; allowed: a text in quotation marks, \"…\""),
    ("(log: \" \")", "kiosk.ron:1:7: log: found an empty text; leave the field out instead"),
    ("(log: \"a\\0b\")", "kiosk.ron:1:7: log: found the character U+0000, which no name of a file should have"),
    (
        "(staff_pin: 4711)",
        "kiosk.ron:1:13: staff_pin: found what is not a text; allowed: 4 to 8 digits in quotation marks",
    ),
    ("(staff_pin: \"123\")", "kiosk.ron:1:13: staff_pin: found 3 digits; allowed: 4 to 8 digits in quotation marks"),
    (
        "(staff_pin: \"470815abc\")",
        "kiosk.ron:1:13: staff_pin: found `a`, which is not a digit; allowed: 4 to 8 digits in quotation marks",
    ),
    (
        "(staff_pin: \"7777\")",
        "kiosk.ron:1:13: staff_pin: found the same digit again and again, which anybody would try first; choose others",
    ),
    (
        "(staff_pin: \"87654\")",
        "kiosk.ron:1:13: staff_pin: found digits in a row, which anybody would try first; choose others",
    ),
    (
        "(languages: [])",
        "kiosk.ron:1:13: languages: found an empty list; allowed: at least one of \"en\", \"zh-Hans\", \"es\"",
    ),
    ("(languages: \"en\")", "kiosk.ron:1:13: languages: found the text \"en\"; allowed: a list [ … ]"),
    (
        "(languages: [\"en\", \"es\", \"en\"])",
        "kiosk.ron:1:26: languages[3]: found \"en\" twice; each language is named once",
    ),
    (
        "(languages: [\"zh-CN\"])",
        "kiosk.ron:1:14: languages[1]: there is no language called zh-CN; the nearest valid name is zh-Hans (valid names: en, zh-Hans, es)",
    ),
    (
        "(languages: [\"EN\", \"de\"])",
        "kiosk.ron:1:14: languages[1]: there is no language called EN; the nearest valid name is en (valid names: en, zh-Hans, es)\nkiosk.ron:1:20: languages[2]: there is no language called de (valid names: en, zh-Hans, es)",
    ),
    (
        "(schedule: [(days: [Mon, Tuesday, Mon, \"Fri\"], from: \"10\", to: \"24:01\")])",
        "kiosk.ron:1:26: schedule[1].days[2]: there is no day of the week called Tuesday; the nearest valid name is Tue (valid names: \
         Mon, Tue, Wed, Thu, Fri, Sat, Sun)\n\
         kiosk.ron:1:35: schedule[1].days[3]: found Mon twice; each day is named once\n\
         kiosk.ron:1:40: schedule[1].days[4]: found the text \"Fri\"; allowed: one of Mon, Tue, Wed, Thu, Fri, Sat, Sun, without \
         quotation marks\n\
         kiosk.ron:1:54: schedule[1].from: found \"10\"; allowed: times from \"00:00\" to \"23:59\", written \"hours:minutes\"\n\
         kiosk.ron:1:64: schedule[1].to: found \"24:01\"; allowed: times from \"00:00\" to \"24:00\", written \"hours:minutes\"",
    ),
    (
        "(schedule: [(from: \"10:00\"), (from: \"10:00\", to: \"10:00\"), (days: [], from: \"1:00\", to: \"2:00\")])",
        "kiosk.ron:1:13: schedule[1]: to is missing; an opening is written (days: [Mon, Tue], from: \"10:00\", to: \"18:00\")\n\
         kiosk.ron:1:50: schedule[2].to: found \"10:00\", which is the same as from; for a whole day write from: \"00:00\", to: \"24:00\"\n\
         kiosk.ron:1:67: schedule[3].days: found an empty list; allowed: at least one of Mon, Tue, Wed, Thu, Fri, Sat, Sun, or leave \
         days out for every day",
    ),
    (
        "(schedule: [from: \"10:00\", to: \"18:00\"])",
        "kiosk.ron:1:12: schedule: each opening in the list goes in round brackets: [(days: [Mon, Tue], from: \"10:00\", to: \
         \"18:00\")]",
    ),
    ("(volume = 1)", "kiosk.ron:1:9: found `=`; a name and its value are joined by a colon, name: value"),
    (
        "(volume: 2\n idle_s: 1, log: \"a, \n controls: Up)",
        "kiosk.ron:1:10: volume: found 2; allowed: 0 to 1\nkiosk.ron:2:2: a comma is missing before idle_s\n\
         kiosk.ron:2:10: idle_s: found 1; allowed: whole numbers from 20 to 600 s\n\
         kiosk.ron:2:18: log: the text that begins here has no closing quotation mark\n\
         kiosk.ron:3:12: controls: there is no place for the bar called Up (valid names: Top, Bottom)",
    ),
];

/// Contract: every mistake is found with its place, what was found and what is allowed.
#[test]
fn every_mistake_has_its_sentence() {
    for (text, sentences) in MISTAKES {
        assert_eq!(&wrong(text), sentences, "of {text}");
    }
}

/// Contract: mistakes in all fields are all told, in the order of the file.
#[test]
fn all_mistakes_are_told_at_once() {
    let text = "(scenario: 1,\n languages: [\"x\"],\n idle_s: 1,\n countdown_s: 1,\n volume: 2,\n px_per_mm: 0,\n controls: X,\n \
                staff_pin: \"1\",\n heartbeat: 1,\n counts: 1,\n log: 1,\n schedule: 1,\n)";
    let problems = parse(text).unwrap_err();
    let lines: Vec<_> = problems.iter().map(|problem| problem.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, (1..=12).collect::<Vec<_>>(), "{problems}");
}

fn written(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("kiosk.ron");
    fs::write(&path, text).unwrap();
    path
}

/// Contract: a scenario is built in or a file beside the configuration, and has a campaign start that can happen.
#[test]
fn the_scenario_must_be_of_use() {
    let folder = folder("scenario");
    let read = |text: &str| Config::read(&written(&folder, text)).map_err(|problems| problems.to_string());
    let place = format!("{}:1:12: scenario: ", folder.join("kiosk.ron").display());
    let sentence = read("(scenario: \"left_alone\")").unwrap_err();
    assert!(
        sentence.starts_with(&format!("{place}found left_alone, whose timeline has no StartCampaign")),
        "{sentence}"
    );
    assert!(sentence.contains("(built-in: commune, stopped_early") && !sentence.contains("tiny"), "{sentence}");
    let sentence = read("(scenario: \"comune\")").unwrap_err();
    assert!(
        sentence.starts_with(&place) && sentence.contains("the nearest valid name is commune (built-in: "),
        "{sentence}"
    );
    let start = |effort: &str, date: &str| {
        let text =
            format!("(end: \"1960-12-31\", timeline: [(date: \"{date}\", action: StartCampaign(effort: {effort}))])");
        fs::write(folder.join("ours.ron"), text).unwrap();
        read("(scenario: \"ours.ron\")")
    };
    assert!(start("0.5", "1958-03-01").is_ok());
    assert!(start("0", "1958-03-01").is_err_and(|sentence| sentence.contains("no StartCampaign")));
    assert!(start("0.5", "1961-01-01").is_err_and(|sentence| sentence.contains("no StartCampaign")));
    let sentence = start("2", "1958-03-01").unwrap_err();
    assert!(sentence.contains("ours.ron:1:") && sentence.contains("effort: found 2; allowed: 0 to 1"), "{sentence}");
    let sentence = read("(scenario: \".\")").unwrap_err();
    assert!(sentence.starts_with(&place) && sentence.contains("this is a directory"), "{sentence}");
}

/// Contract: no file is written over another.
#[test]
fn each_file_is_for_one_thing() {
    let folder = folder("one-file");
    let read = |text: &str| Config::read(&written(&folder, text)).map_err(|problems| problems.to_string());
    let sentence = read("(heartbeat: \"./kiosk.ron\",\n log: \"x/../kiosk.log\")").unwrap_err();
    assert!(
        sentence.contains("heartbeat: this is the file of this configuration too") && sentence.lines().count() == 1,
        "{sentence}"
    );
    let sentence = read("(log: \"a.txt\", heartbeat: \"./a.txt\")").unwrap_err();
    assert!(sentence.contains(":1:7: log: this is the file of heartbeat too"), "{sentence}");
}

/// Contract: where nobody can put it right, a broken or missing file gives what is built in, a scenario of no use the built-in one
/// with all else as it was set, and each a sentence.
#[test]
fn a_kiosk_opens_whatever_is_wrong() {
    let folder = folder("or-default");
    assert_eq!(
        Config::read_or_default(&written(&folder, "(idle_s: 90)")),
        (Config { idle_s: 90, ..Config::default() }, None)
    );
    for (text, idle_s) in [
        ("(idle_s: 90, volum: 1)", 60),
        ("(idle_s: 90, scenario: \"left_alone\")", 90),
        ("(idle_s: 90, scenario: \"x.ron\")", 90),
    ] {
        let (config, problems) = Config::read_or_default(&written(&folder, text));
        assert_eq!(config, Config { idle_s, ..Config::default() }, "{text}");
        assert!(problems.is_some_and(|problems| problems.iter().count() == 1), "{text}");
    }
    fs::write(folder.join("x.ron"), "(sed: 1)").unwrap();
    let (config, problems) = Config::read_or_default(&written(&folder, "(idle_s: 90, scenario: \"x.ron\")"));
    assert_eq!((config.idle_s, config.scenario), (90, Source::default()));
    assert!(problems.is_some_and(|problems| problems.to_string().contains("x.ron:1:2: sed: ")));
    let not_utf8 = folder.join("bytes.ron");
    fs::write(&not_utf8, b"(\nvolume: \xff)").unwrap();
    for (path, what) in [
        (folder.join("none.ron"), "there is no file"),
        (folder.to_path_buf(), "directory"),
        (not_utf8, "bytes.ron:2:9: the text is not UTF-8"),
    ] {
        let (config, problems) = Config::read_or_default(&path);
        assert_eq!(config, Config::default());
        assert!(problems.is_some_and(|problems| problems.to_string().contains(what)), "{what}");
    }
}

/// Contract: a check tells of each folder that is not there or cannot be written, at the field's place, together with all else.
#[test]
fn a_check_looks_at_the_folders() {
    let folder = folder("check");
    fs::write(folder.join("a-file"), "").unwrap();
    let text = "(heartbeat: \"none/alive\",\n counts: \"a-file\",\n log: \".\",\n scenario: \"left_alone\")";
    let problems = checked(Some(&written(&folder, text))).unwrap_err();
    let fields: Vec<_> =
        problems.iter().map(|problem| (problem.place.as_ref().unwrap().line, problem.field.as_str())).collect();
    assert_eq!(fields, [(1, "heartbeat"), (2, "counts"), (3, "log"), (4, "scenario")]);
    let sentences = problems.to_string();
    for part in
        ["there is no folder", "a-file is a file; allowed: a folder", "is a folder; allowed: the name of a file"]
    {
        assert!(sentences.contains(part), "{sentences}");
    }
    let problems = checked(Some(&written(&folder, "(heartbeat: \"kiosk.txt\")")));
    assert!(problems.is_ok());
    fs::write(folder.join("kiosk.txt"), "Our opening hours\n").unwrap();
    let problems = checked(Some(&written(&folder, "(heartbeat: \"kiosk.txt\")"))).unwrap_err().to_string();
    assert!(problems.contains(":1:13: heartbeat: ") && problems.contains("which would be lost"), "{problems}");
    fs::remove_file(folder.join("kiosk.txt")).unwrap();
    let text = "(heartbeat: \"alive\", counts: \".\", log: \"kiosk.log\")";
    assert!(checked(Some(&written(&folder, text))).is_ok());
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a-file", "kiosk.ron"], "a check leaves nothing behind");
    assert!(
        checked(None)
            .is_ok_and(|sentence| sentence.starts_with("What is built in: ") && sentence.contains("so it is open"))
    );
}
