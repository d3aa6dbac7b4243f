//! Contract: the window's simulation thread, at any speed and with a person's actions, simulates the same days as a
//! headless run: the same scenario, seed and interventions give the same state hash.
#![cfg(feature = "window")]

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::series::DayRow;
use sparrowfall::scenario::{Action, Document, LandscapeParameters, Scenario, open};
use sparrowfall::simulation::Simulation;
use sparrowfall::timeline::session::Session;
use sparrowfall::window::live_run::driver::{Command, Driver, RunUpdate};
use sparrowfall::window::live_run::save::SaveAs;

fn scenario() -> Scenario {
    let landscape = LandscapeParameters { fields_wide: 24, fields_high: 20, ..Default::default() };
    Scenario { landscape, ..Scenario::default() }
}

/// What a window would have collected from the run.
#[derive(Default)]
struct Reader {
    run: u32,
    days: Vec<DayRow>,
    pictured_days: u32,
}

impl Reader {
    /// Receives updates until the driver has paused after `days` days and has pictured the last of them. Gives up after
    /// a minute.
    fn wait_for(&mut self, driver: &Driver, days: u32) -> RunUpdate {
        let patience = Instant::now() + Duration::from_secs(60);
        while Instant::now() < patience {
            let update = driver.take_update();
            if update.run != self.run {
                *self = Self { run: update.run, ..Self::default() };
            }
            if let Some(after) = update.rows.after {
                self.days.truncate(after);
                self.days.extend(update.rows.days.iter().cloned());
            }
            if let Some((_, picture)) = &update.picture {
                self.pictured_days = picture.days_done;
            }
            if !update.playing && update.now.day == days && self.pictured_days == days && update.wanted.is_none() {
                return update;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("day {days} did not come: {} rows, {} days pictured", self.days.len(), self.pictured_days);
    }
}

/// The first update of which something is true: the thread answers a question before it posts what it did until then.
fn update_when(driver: &Driver, is_true: impl Fn(&RunUpdate) -> bool) -> RunUpdate {
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let update = driver.take_update();
        if is_true(&update) || Instant::now() > patience {
            return update;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn hash(driver: &Driver) -> (u32, u64) {
    let (question, answer) = channel();
    driver.send(Command::Hash(question));
    answer.recv_timeout(Duration::from_secs(60)).expect("the thread answers")
}

#[test]
fn the_window_lives_the_same_days_as_a_headless_run() {
    let driver = Driver::start(scenario(), Parallelism::Serial).expect("a thread");
    let mut reader = Reader::default();
    driver.send(Command::Speed(1e6));
    driver.send(Command::PlayUntil(150));
    reader.wait_for(&driver, 150);
    driver.send(Command::Act(Action::StartCampaign { effort: 0.8 }));
    driver.send(Command::Step);
    driver.send(Command::Act(Action::SetParameter { path: "pest.hopper_hazard".into(), value: 0.02 }));
    driver.send(Command::Step);
    driver.send(Command::PlayUntil(260));
    let update = reader.wait_for(&driver, 260);
    let in_window = hash(&driver);

    let mut headless = Simulation::new(scenario(), Parallelism::Serial);
    for day in 0..260 {
        match day {
            150 => headless.intervene(Action::StartCampaign { effort: 0.8 }),
            151 => headless.intervene(Action::SetParameter { path: "pest.hopper_hazard".into(), value: 0.02 }),
            _ => {}
        }
        headless.step();
    }
    assert_eq!(in_window, (260, headless.state_hash()));
    assert_eq!(reader.days, headless.record().days);
    assert_eq!(update.harvests, headless.record().harvests);
    assert_eq!(update.log, headless.log());

    let mut replayed = Simulation::replay(scenario(), &update.log, Parallelism::Serial);
    (0..260).for_each(|_| replayed.step());
    assert_eq!(replayed.state_hash(), headless.state_hash(), "the log repeats the run");
}

#[test]
fn a_restart_begins_again() {
    let driver = Driver::start(scenario(), Parallelism::Serial).expect("a thread");
    driver.send(Command::Speed(1e6));
    driver.send(Command::Play);
    std::thread::sleep(Duration::from_millis(30));
    let other = Scenario { seed: 7, ..scenario() };
    driver.send(Command::Pause);
    driver.send(Command::Restart(Box::new(other.clone())));
    driver.send(Command::PlayUntil(40));
    let mut reader = Reader::default();
    let update = reader.wait_for(&driver, 40);
    let mut headless = Simulation::new(other, Parallelism::Serial);
    (0..40).for_each(|_| headless.step());
    assert_eq!(hash(&driver), (40, headless.state_hash()));
    assert_eq!(update.run, 1);
    assert_eq!(reader.days, headless.record().days);
}

/// Contract: a run that is saved in the window is opened there, and by the command line, as it was; what is saved is no longer
/// in danger, and what is done afterwards is.
#[test]
fn a_saved_run_is_gone_on_with() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("window_saves");
    std::fs::create_dir_all(&folder).expect("a folder");
    let driver = Driver::start(scenario(), Parallelism::Serial).expect("a thread");
    let mut reader = Reader::default();
    driver.send(Command::Speed(1e6));
    driver.send(Command::PlayUntil(120));
    assert!(!reader.wait_for(&driver, 120).is_unsaved, "nothing was done");
    driver.send(Command::Act(Action::StartCampaign { effort: 0.8 }));
    driver.send(Command::PlayUntil(150));
    assert!(reader.wait_for(&driver, 150).is_unsaved);
    // What is done now is saved as well, although its day has not come.
    driver.send(Command::Act(Action::SetEffort { effort: 0.3 }));
    let files = [(SaveAs::Session, "run.sparrowfall"), (SaveAs::Run, "run.ron"), (SaveAs::Scenario, "scenario.ron")];
    for (what, name) in files {
        driver.send(Command::Save(what, folder.join(name)));
    }
    assert_eq!(hash(&driver).0, 150);
    let last = driver.sent() - 1;
    let update = update_when(&driver, |update| update.saved.as_ref().is_some_and(|(command, _)| *command == last));
    assert_eq!((update.is_unsaved, update.saved), (false, Some((last, Ok(folder.join("scenario.ron"))))));
    driver.send(Command::Save(SaveAs::Run, folder.join("no folder").join("run.ron")));
    driver.send(Command::PlayUntil(200));
    let mut there = reader.wait_for(&driver, 200);
    let (_, refused) = there.saved.take().expect("an answer");
    assert!(refused.expect_err("there is no such folder").contains("cannot be written"));
    let whole = hash(&driver);

    let session = Session::open(&folder.join("run.sparrowfall")).expect("a session file").expect("a whole one");
    driver.send(Command::Open(Box::new(session)));
    let mut again = Reader::default();
    let opened = again.wait_for(&driver, 150);
    assert_eq!((opened.run, opened.is_unsaved, opened.notice, opened.campaign_effort), (1, false, None, 0.3));
    driver.send(Command::PlayUntil(200));
    again.wait_for(&driver, 200);
    assert_eq!(hash(&driver), whole);
    assert!(again.days == reader.days);

    let Ok(Document::Scenario(own)) = open(folder.join("scenario.ron")) else { panic!("a scenario") };
    let mut run = Simulation::new(own, Parallelism::Serial);
    (0..200).for_each(|_| run.step());
    assert_eq!((200, run.state_hash()), whole);
    let Ok(Document::Run(saved)) = open(folder.join("run.ron")) else { panic!("a run") };
    assert_eq!(saved.interventions.len(), 1, "it repeats the days that were lived");

    driver.send(Command::Act(Action::StopCampaign));
    driver.send(Command::Step);
    assert!(again.wait_for(&driver, 201).is_unsaved);
}
