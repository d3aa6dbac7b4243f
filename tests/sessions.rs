//! Contract: a session file is a whole run with its branches. It is gone on with as if it had never been put down, with
//! snapshots or by repeating it; one that is damaged is refused with a sentence; and the program writes it whole or not at
//! all.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod program;
mod random_runs;
mod trials;

use std::fs;
use std::path::Path;
use std::process::Output;

use program::{file, folder, names, sparrowfall, stderr, stdout};
use random_runs::random_runs;
use sparrowfall::engine::parallel::Parallelism::Serial;
use sparrowfall::scenario::{LandscapeParameters, Scenario};
use sparrowfall::timeline::session::{Session, Unopenable};
use sparrowfall::timeline::{DEFAULT_BUDGET, Timeline};

const DAYS: u32 = 120;

/// Timelines with branches, on some day of one of them, with something done on that day if `is_pending`.
fn timelines(is_pending: bool) -> impl Iterator<Item = Timeline> {
    random_runs(trials::trials(6), DAYS).zip(0_u32..).map(move |((scenario, deeds), run)| {
        let mut timeline = Timeline::new(scenario, Serial, DEFAULT_BUDGET);
        timeline.go_to(DAYS).unwrap();
        for (deed, number) in deeds.iter().zip(1_u32..) {
            let from = number as usize % timeline.branches().len();
            let day = (number * 37 + run * 11) % timeline.branches()[from].days();
            timeline.go_towards(from, day, || false).unwrap();
            timeline.intervene(deed.action.clone());
            timeline.go_to(day + 1 + number * 13 % 40).unwrap();
        }
        let back = timeline.day() / (1 + run % 3);
        timeline.go_to(back).unwrap();
        if let Some(deed) = deeds.first().filter(|_| is_pending) {
            timeline.intervene(deed.action.clone());
        }
        timeline
    })
}

#[test]
fn a_session_is_gone_on_with_as_if_it_had_never_been_put_down() {
    for is_pending in [false, true] {
        for mut timeline in timelines(is_pending) {
            let here = (timeline.present(), timeline.day(), timeline.simulation_mut().state_hash());
            let sessions = [true, false].map(|with_snapshots| timeline.session(with_snapshots).unwrap());
            assert_eq!((timeline.present(), timeline.day(), timeline.simulation_mut().state_hash()), here);
            let mut opened = sessions.map(|session| {
                let read = Session::read(&session.bytes()).unwrap();
                assert!(read == session);
                let (mut opened, notes) = Timeline::open(&read, Serial, DEFAULT_BUDGET, false).unwrap();
                assert_eq!(notes, [""; 0]);
                assert_eq!((opened.present(), opened.day(), opened.simulation_mut().state_hash()), here);
                let (alone, _) = read.go_on(Serial).unwrap();
                assert!(alone.record() == opened.simulation().record());
                for (branch, other) in timeline.branches().iter().zip(opened.branches()) {
                    assert_eq!((&other.name, other.fork(), other.log()), (&branch.name, branch.fork(), branch.log()));
                    assert!(other.record() == branch.record(), "{}", branch.name);
                }
                assert_eq!(opened.branches().len(), timeline.branches().len());
                opened
            });
            let half = timeline.branches()[0].days() / 2;
            let on = |run: &mut Timeline| {
                run.go_towards(0, half, || false).unwrap();
                run.go_towards(here.0, here.1 + 20, || false).unwrap();
                run.simulation_mut().state_hash()
            };
            let hash = on(&mut timeline);
            for opened in &mut opened {
                assert_eq!(on(opened), hash);
                assert!(opened.simulation().record() == timeline.simulation().record());
            }
        }
    }
}

#[test]
fn a_damaged_session_is_refused_with_a_sentence() {
    let mut timeline = timelines(false).next().unwrap();
    let whole = timeline.session(true).unwrap().bytes();
    let mut numbers = 1_u64;
    for _ in 0..trials::trials(2000) {
        numbers = numbers.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (numbers >> 33) as usize % whole.len();
        let mut bytes = whole.clone();
        match numbers % 3 {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << (numbers >> 20 & 7),
            _ => bytes.insert(at, 0),
        }
        let refusal = Session::read(&bytes).unwrap_err();
        assert!(matches!(refusal, Unopenable::Broken(_)), "{refusal}");
        assert_eq!(refusal.to_string().lines().count(), 1);
    }
}

/// Contract: a session of another version of the program is repeated from its text, and what comes out otherwise is told.
#[test]
fn a_session_of_another_version_is_repeated() {
    let mut timeline = timelines(false).next().unwrap();
    let mut session = timeline.session(false).unwrap();
    session.branches.last_mut().unwrap().run.state_hash = "0123456789abcdef".into();
    session.branches.last_mut().unwrap().run.version = "0.0.9".into();
    let (opened, notes) = Timeline::open(&session, Serial, DEFAULT_BUDGET, false).unwrap();
    assert_eq!(opened.branches().len(), timeline.branches().len());
    let [note] = &notes[..] else { panic!("{notes:?}") };
    assert!(note.contains("was 0123456789abcdef in version 0.0.9, but is"), "{note}");
}

#[test]
fn sessions_that_contradict_themselves_are_refused() {
    let mut timeline = timelines(false).find(|timeline| timeline.branches().len() > 1).unwrap();
    let whole = timeline.session(true).unwrap();
    let broken = |change: fn(&mut Session)| {
        let mut session = whole.clone();
        change(&mut session);
        Timeline::open(&session, Serial, DEFAULT_BUDGET, false).err().expect("refused").to_string()
    };
    assert!(broken(|session| session.branches.clear()).contains("it has no branch"));
    assert!(broken(|session| session.branches[1].fork = None).contains("a branch leaves one that is not there"));
    assert!(broken(|session| session.present = 99).contains("its present day is in none of its branches"));
    assert!(broken(|session| session.day += 10_000).contains("its present day is in none of its branches"));
    assert!(broken(|session| session.branches[1].run.scenario.seed ^= 1).contains("different scenarios"));
}

fn run(arguments: &[&str], place: &Path) -> Output {
    sparrowfall().arg("run").args(arguments).current_dir(place).output().unwrap()
}

#[test]
fn a_run_goes_on_from_a_file() {
    let place = folder("sessions");
    let saved = run(&["tiny", "--save", "june.sparrowfall", "--at", "1957-06-30", "--out", "whole"], &place);
    assert!(saved.status.success(), "{}", stderr(&saved));
    assert!(
        stdout(&saved).contains("Saved to june.sparrowfall; `sparrowfall run june.sparrowfall` goes on from there.")
    );
    let gone_on = run(&["june.sparrowfall", "--out", "on"], &place);
    assert!(gone_on.status.success(), "{}", stderr(&gone_on));
    let written = names(&place.join("whole"));
    assert_eq!(written, names(&place.join("on")));
    for name in written {
        let [one, other] = ["whole", "on"].map(|folder| fs::read(place.join(folder).join(&name)).unwrap());
        assert!(one == other, "{name} differs");
    }
    assert_eq!(names(&place), ["june.sparrowfall", "on", "whole"]);

    let checked = sparrowfall().args(["check", "june.sparrowfall"]).current_dir(&place).output().unwrap();
    assert!(stdout(&checked).starts_with("june.sparrowfall: fine, a session of "), "{}", stdout(&checked));
    assert!(stdout(&checked).trim_end().ends_with("that goes on with 1957-07-01"), "{}", stdout(&checked));

    // At the end of the run, and from there on.
    let ended = run(&["tiny", "--until", "1957-03-31", "--save", "march.sparrowfall"], &place);
    assert!(ended.status.success());
    let refused = run(&["march.sparrowfall"], &place);
    assert_eq!((refused.status.code(), stdout(&refused)), (Some(1), String::new()));
    assert!(stderr(&refused).contains("this session has reached its last day, 1957-03-31; --until DATE"));
    let on = run(&["march.sparrowfall", "--until", "1957-05-01"], &place);
    let whole = run(&["tiny", "--until", "1957-05-01"], &place);
    assert_eq!(stdout(&on), stdout(&whole));
}

#[test]
fn what_cannot_be_is_said_before_the_run() {
    let place = folder("no_sessions");
    file(
        &place,
        "place.ron",
        &Scenario {
            seed: 9,
            landscape: LandscapeParameters { fields_wide: 4, fields_high: 3, ..Default::default() },
            ..Default::default()
        },
    );
    let until = ["place.ron", "--until", "1957-02-28"];
    assert!(run(&[&until[..], &["--save", "a.sparrowfall"]].concat(), &place).status.success());
    let before = fs::read(place.join("a.sparrowfall")).unwrap();
    for (arguments, sentence) in [
        (&["--save", "a.sparrowfall"][..], "a.sparrowfall: there is already a file of this name"),
        (&["--save", "none/a.sparrowfall"], "there is no folder none; make it"),
        (&["--save", "."], "this is a folder; --save needs the name of a file"),
        (&["--save", "b", "--at", "1957-03-01"], "--at 1957-03-01 is not a day of this run; allowed: 1957-01-01 to"),
    ] {
        let refused = run(&[&until[..], arguments].concat(), &place);
        assert_eq!((refused.status.code(), stdout(&refused)), (Some(1), String::new()), "{arguments:?}");
        assert!(stderr(&refused).contains(sentence), "{}", stderr(&refused));
    }
    let goes_on = ["a.sparrowfall", "--until", "1957-04-01"];
    for option in [&["--seed", "3"][..], &["--set", "sparrow.clutch_eggs=3"], &["--campaign", "on"]] {
        let refused = run(&[&goes_on[..], option].concat(), &place);
        assert_eq!(refused.status.code(), Some(1));
        assert!(
            stderr(&refused).contains("a session goes on from 1957-03-01, and what came before"),
            "{}",
            stderr(&refused)
        );
    }
    let refused = run(&["a.sparrowfall", "--until", "1957-02-01"], &place);
    assert!(stderr(&refused).contains("found 1957-02-01; allowed: dates from the session's next day, 1957-03-01"));
    fs::write(place.join("cut.sparrowfall"), &before[..before.len() / 2]).unwrap();
    let refused = run(&["cut.sparrowfall"], &place);
    assert!(stderr(&refused).contains("cut.sparrowfall: this session file should have"), "{}", stderr(&refused));
    let compared = sparrowfall().args(["compare", "a.sparrowfall", "tiny"]).current_dir(&place).output().unwrap();
    assert!(
        stderr(&compared).contains("a.sparrowfall: this is a session file; `sparrowfall run`"),
        "{}",
        stderr(&compared)
    );
    // Nothing was lost, and nothing left behind.
    assert_eq!(fs::read(place.join("a.sparrowfall")).unwrap(), before);
    assert_eq!(names(&place), ["a.sparrowfall", "cut.sparrowfall", "place.ron"]);
    assert!(run(&[&until[..], &["--save", "a.sparrowfall", "--force"]].concat(), &place).status.success());
    assert_eq!(fs::read(place.join("a.sparrowfall")).unwrap(), before);
}
