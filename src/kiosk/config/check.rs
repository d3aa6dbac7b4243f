//! What can be wrong with a configuration that reads well: a scenario that is of no use to a kiosk, one file for two things, and
//! folders that are not there or cannot be written.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::scenario::{Action, BUILT_IN, Place, Problem, Problems, Scenario, nearest, printable};

use super::super::health::heartbeat::HeartbeatFile;
use super::super::schedule::{WEEKDAYS, knows_local_time, local_now};
use super::read::{Written, read_file};
use super::{Config, Source};

/// Checks a file, or what is built in, with everything on the disk that it names, and says in a line what it means.
///
/// # Errors
/// Everything that is wrong.
pub fn checked(path: Option<&Path>) -> Result<String, Problems> {
    let Some(path) = path else {
        let config = Config::default();
        return config
            .scenario
            .open()
            .map(|scenario| format!("What is built in: {} {}", in_words(&config, &scenario), now(&config)));
    };
    let written = read_file(path)?;
    let config = &written.config;
    let mut problems = findings(&written).map_or_else(Vec::new, |problems| problems.0);
    let of_files = [
        ("heartbeat", config.heartbeat.as_deref().and_then(|file| no_place_for(file).or_else(|| no_heartbeat(file)))),
        ("counts", config.counts.as_deref().and_then(no_folder)),
        ("log", config.log.as_deref().and_then(no_place_for)),
    ];
    let of_files = of_files.into_iter().filter_map(|(field, sentence)| Some(problem(&written, field, sentence?)));
    problems.extend(of_files);
    match config.scenario.open() {
        Ok(scenario) if problems.is_empty() => {
            let sentence = format!("{}: fine. {} {}", path.display(), in_words(config, &scenario), now(config));
            Ok(printable(&sentence).into_owned())
        }
        Err(others) if problems.is_empty() => Err(others),
        _ => Err(in_order(problems, path)),
    }
}

/// What is wrong with a configuration that has been read, apart from its folders.
pub(super) fn findings(written: &Written) -> Option<Problems> {
    let mut problems = one_file_for_two(written);
    match written.config.scenario.open() {
        Ok(scenario) => {
            let sentence = no_start(&written.config.scenario, &scenario);
            problems.extend(sentence.map(|sentence| problem(written, "scenario", sentence)));
        }
        Err(others) => {
            problems.extend(no_scenario(written).map(|sentence| problem(written, "scenario", sentence)));
            if problems.iter().all(|problem| problem.field != "scenario") {
                // What is wrong with the file as a whole is wrong where it is named.
                let placed = |other: Problem| match other.place {
                    Some(_) => other,
                    None => problem(written, "scenario", format!("{}: {}", other.field, other.sentence)),
                };
                problems.extend(others.0.into_iter().map(placed));
            }
        }
    }
    (!problems.is_empty()).then(|| in_order(problems, &written.file))
}

/// Whether a problem is about the scenario alone: its field, or something in its file.
pub(super) fn is_of_the_scenario(problem: &Problem, written: &Written) -> bool {
    let config = &*written.file.to_string_lossy();
    problem.field == "scenario" || problem.place.as_ref().is_some_and(|place| *place.file != *config)
}

/// The file's own problems first, in its order.
fn in_order(mut problems: Vec<Problem>, file: &Path) -> Problems {
    let file = &*file.to_string_lossy();
    problems.sort_by_key(|problem| match &problem.place {
        Some(place) if *place.file == *file => (0, place.line, place.column),
        _ => (1, 0, 0),
    });
    Problems(problems)
}

fn problem(written: &Written, field: &str, sentence: String) -> Problem {
    let place = written.places.get(field).cloned();
    let place = place.or_else(|| Some(Place { file: written.file.to_string_lossy().into(), line: 1, column: 1 }));
    Problem { place, field: field.into(), sentence }
}

/// Why the campaign could not be started on the day that the scenario says.
fn no_start(source: &Source, scenario: &Scenario) -> Option<String> {
    if starts(scenario) {
        return None;
    }
    let have_one = BUILT_IN.iter().map(|built_in| Source::BuiltIn(built_in.name));
    let have_one = have_one.filter(|built_in| built_in.open().is_ok_and(|scenario| starts(&scenario)));
    let have_one: Vec<_> = have_one.map(|built_in| built_in.to_string()).collect();
    Some(format!(
        "found {source}, whose timeline has no StartCampaign between its start and its end, so a visitor would have nothing to \
         decide; allowed: a scenario that has one (built-in: {})",
        have_one.join(", ")
    ))
}

fn starts(scenario: &Scenario) -> bool {
    scenario.timeline.iter().any(|event| {
        matches!(event.action, Action::StartCampaign { effort } if effort > 0.0)
            && (scenario.start..=scenario.end).contains(&event.date)
    })
}

/// What to say of a scenario that is neither built in nor a file.
fn no_scenario(written: &Written) -> Option<String> {
    let Source::File(path) = &written.config.scenario else { return None };
    if path.symlink_metadata().is_ok() {
        return None;
    }
    let names = BUILT_IN.iter().map(|built_in| built_in.name);
    let name = path.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
    let near =
        nearest(&name, names.clone()).map(|near| format!("; the nearest valid name is {near}")).unwrap_or_default();
    let names: Vec<_> = names.collect();
    Some(format!(
        "there is no file {}, and no built-in scenario of this name{near} (built-in: {})",
        path.display(),
        names.join(", ")
    ))
}

/// Two things in one file would overwrite each other.
fn one_file_for_two(written: &Written) -> Vec<Problem> {
    let config = &written.config;
    let scenario = match &config.scenario {
        Source::File(path) => Some(path),
        Source::BuiltIn(_) => None,
    };
    let files = [
        ("this configuration", Some(&written.file)),
        ("scenario", scenario),
        ("heartbeat", config.heartbeat.as_ref()),
        ("log", config.log.as_ref()),
    ];
    let mut problems = Vec::new();
    for (index, (field, file)) in files.iter().enumerate().skip(2) {
        let is_same = |other: &&PathBuf| file.is_some_and(|file| place_of(file) == place_of(other));
        let same = files[..index].iter().find(|(_, other)| other.as_ref().is_some_and(is_same));
        problems.extend(same.map(|(other, _)| {
            problem(
                written,
                field,
                format!("this is the file of {other} too, which would be lost; give each a file of its own"),
            )
        }));
    }
    problems
}

/// A path that is the same for all ways to name a file, as far as its folder is there.
fn place_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.into());
    folder.join(path.file_name().unwrap_or_default())
}

/// Why a file could not be written.
fn no_place_for(file: &Path) -> Option<String> {
    if file.is_dir() {
        return Some(format!("{} is a folder; allowed: the name of a file", file.display()));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    no_folder(folder).or_else(|| {
        // A folder may be open to all while a file of somebody else's in it is not.
        let there = file.symlink_metadata().is_ok();
        let error = there.then(|| fs::OpenOptions::new().append(true).open(file).err())??;
        Some(format!("{} cannot be written: {error}", file.display()))
    })
}

/// Why a file is not to be replaced by heartbeats.
fn no_heartbeat(file: &Path) -> Option<String> {
    HeartbeatFile::new(file).objection().map(|objection| format!("{}: {objection}", file.display()))
}

/// Why a folder is of no use for files.
fn no_folder(folder: &Path) -> Option<String> {
    let name = folder.display();
    match fs::metadata(folder) {
        Err(_) => return Some(format!("there is no folder {name}; make it, so that it is clear who may write there")),
        Ok(there) if !there.is_dir() => return Some(format!("{name} is a file; allowed: a folder")),
        Ok(_) => {}
    }
    let trial = folder.join(format!(".sparrowfall-check.{}.tmp", std::process::id()));
    let tried = fs::write(&trial, "x\n").and_then(|()| fs::remove_file(&trial));
    tried.err().map(|error| format!("nothing can be written in the folder {name}: {error}"))
}

/// What a configuration means.
fn in_words(config: &Config, scenario: &Scenario) -> String {
    let languages: Vec<_> = config.languages.iter().map(|language| language.english_name()).collect();
    let languages = match &languages[..] {
        [only] => format!("in {only}"),
        [first, others @ ..] => format!("in {first} at rest, and in {}", others.join(" and ")),
        [] => String::new(),
    };
    let sound =
        if config.volume > 0.0 { format!("sound at {:.0} %", 100.0 * config.volume) } else { "no sound".into() };
    let staff = if config.staff_pin.is_some() { "a staff menu" } else { "no staff menu" };
    let file = |what: &str, path: &Option<PathBuf>| match path {
        Some(path) => format!("{what} in {}", path.display()),
        None => format!("no {what}"),
    };
    format!(
        "\"{}\" ({}) {languages}; {}; asks after {} s, starts again {} s later; {sound}; {staff}; {}; {}; {}.",
        scenario.title,
        config.scenario,
        config.schedule,
        config.idle_s,
        config.countdown_s,
        file("heartbeat", &config.heartbeat),
        file("counts of visits", &config.counts),
        file("log", &config.log),
    )
}

/// What the clock says, because a clock or a time zone that is wrong shows nowhere else before the doors open.
fn now(config: &Config) -> String {
    let now = local_now();
    let day = WEEKDAYS.iter().find(|(_, day)| *day == now.weekday()).map_or("", |(name, _)| name);
    let is_open = if config.schedule.is_open(now) { "open" } else { "closed" };
    let zone = if knows_local_time() {
        ""
    } else {
        " The system does not say which time zone it is in, so hours are those of UTC."
    };
    format!("It is {day} {} here now, so it is {is_open}.{zone}", now.strftime("%Y-%m-%d %H:%M"))
}
