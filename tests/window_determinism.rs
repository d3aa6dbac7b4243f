//! Contract: the window's simulation thread, at any speed and with a person's actions, simulates the same days as a
//! headless run: the same scenario, seed and interventions give the same state hash.
#![cfg(feature = "window")]

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::series::DayRow;
use sparrowfall::scenario::{Action, LandscapeParameters, Scenario};
use sparrowfall::simulation::Simulation;
use sparrowfall::window::live_run::driver::{Command, Driver, RunUpdate};

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
            self.days.extend(update.days.iter().cloned());
            if let Some(picture) = &update.picture {
                self.pictured_days = picture.days_done;
            }
            if !update.playing && self.days.len() == days as usize && self.pictured_days == days {
                return update;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("day {days} did not come: {} rows, {} days pictured", self.days.len(), self.pictured_days);
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
