//! Contract: the window's simulation thread, at any speed and with a person's actions, lives the same days as a headless
//! run: the same scenario, seed and interventions give the same state hash.
#![cfg(feature = "window")]

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use sparrowfall::ecology::schedule::Parallelism;
use sparrowfall::scenario::{Action, LandscapeParameters, Scenario};
use sparrowfall::simulation::Simulation;
use sparrowfall::window::driver::{Command, Driver, News};

fn scenario() -> Scenario {
    let landscape = LandscapeParameters { fields_wide: 24, fields_high: 20, ..Default::default() };
    Scenario { landscape, ..Scenario::default() }
}

/// Takes news until the driver has paused after `days`, and gathers the rows. Gives up after a minute.
fn wait_for(driver: &Driver, days: u32) -> News {
    let patience = Instant::now() + Duration::from_secs(60);
    let mut all = News::default();
    while Instant::now() < patience {
        let news = driver.news();
        if news.run != all.run {
            all.days.clear();
        }
        all.days.extend(news.days);
        let picture = news.picture.or(all.picture.take());
        all = News {
            days: all.days,
            picture,
            harvests: news.harvests,
            log: news.log,
            run: news.run,
            ..Default::default()
        };
        let is_there = all.picture.as_ref().is_some_and(|picture| picture.days_done == days);
        if !news.playing && all.days.len() == days as usize && is_there {
            return all;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("day {days} did not come: {} rows, picture {:?}", all.days.len(), all.picture.map(|p| p.days_done));
}

fn hash(driver: &Driver) -> (u32, u64) {
    let (question, answer) = channel();
    driver.send(Command::Hash(question));
    answer.recv_timeout(Duration::from_secs(60)).expect("the thread answers")
}

#[test]
fn the_window_lives_the_same_days_as_a_headless_run() {
    let driver = Driver::start(scenario(), Parallelism::Serial).expect("a thread");
    driver.send(Command::Speed(1e6));
    driver.send(Command::PlayUntil(150));
    wait_for(&driver, 150);
    driver.send(Command::Act(Action::StartCampaign { effort: 0.8 }));
    driver.send(Command::Step);
    driver.send(Command::Act(Action::SetParameter { path: "pest.hopper_hazard".into(), value: 0.02 }));
    driver.send(Command::Step);
    driver.send(Command::PlayUntil(260));
    let news = wait_for(&driver, 260);
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
    assert_eq!(news.days, headless.record().days);
    assert_eq!(news.harvests, headless.record().harvests);
    assert_eq!(news.log, headless.log());

    let mut replayed = Simulation::replay(scenario(), &news.log, Parallelism::Serial);
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
    let news = wait_for(&driver, 40);
    let mut headless = Simulation::new(other, Parallelism::Serial);
    (0..40).for_each(|_| headless.step());
    assert_eq!(hash(&driver), (40, headless.state_hash()));
    assert_eq!(news.run, 1);
    assert_eq!(news.days, headless.record().days);
}
