//! Contract: the window's simulation thread goes to any day that was lived, in any branch, and each is what it was; a newer command
//! ends the way to a day; and what is done on a past day begins a branch, while the one before stays as it was.
#![cfg(feature = "window")]

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use sparrowfall::engine::parallel::Parallelism;
use sparrowfall::record::series::DayRow;
use sparrowfall::scenario::{Action, LandscapeParameters, Scenario};
use sparrowfall::simulation::Simulation;
use sparrowfall::timeline::branch::ORIGINAL;
use sparrowfall::window::live_run::driver::{Command, Driver, Moment, RunUpdate};
use sparrowfall::window::live_run::rows::NewRows;

const DAYS: u32 = 220;

/// A small land on which the campaign begins on the hundred-and-first day.
fn scenario() -> Scenario {
    let landscape = LandscapeParameters { fields_wide: 24, fields_high: 20, ..Default::default() };
    let start = Scenario::historical_campaign()[0].date.saturating_sub(jiff::Span::new().days(100));
    Scenario { landscape, start, ..Scenario::default().with_historical_campaign() }
}

/// What a window would know of a run.
#[derive(Default)]
struct Reader {
    days: Vec<DayRow>,
    twin: Vec<DayRow>,
    pictured: Option<Moment>,
}

fn take_in(days: &mut Vec<DayRow>, rows: &NewRows) {
    if let Some(after) = rows.after {
        days.truncate(after);
        days.extend(rows.days.iter().cloned());
    }
}

impl Reader {
    /// Reads updates until the run rests, everything that was sent has been carried out, and the day is pictured.
    fn rest(&mut self, driver: &Driver) -> RunUpdate {
        let patience = Instant::now() + Duration::from_secs(60);
        while Instant::now() < patience {
            let update = driver.take_update();
            take_in(&mut self.days, &update.rows);
            take_in(&mut self.twin, &update.twin.rows);
            if let Some((branch, picture)) = &update.picture {
                self.pictured = Some(Moment { branch: *branch, day: picture.days_done });
            }
            let is_there =
                update.wanted.is_none() && self.pictured.is_some_and(|pictured| pictured.day == update.now.day);
            if !update.playing && is_there && update.carried_out == driver.sent() {
                return update;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the run does not rest");
    }

    /// The twin may come after the run.
    fn wait_for_the_twin(&mut self, driver: &Driver, days: u32) {
        let patience = Instant::now() + Duration::from_secs(60);
        while self.twin.len() != days as usize && Instant::now() < patience {
            self.rest(driver);
        }
    }
}

fn hash(driver: &Driver) -> (u32, u64) {
    let (question, answer) = channel();
    driver.send(Command::Hash(question));
    answer.recv_timeout(Duration::from_secs(60)).expect("the thread answers")
}

fn lived(days: u32) -> (Driver, Reader, RunUpdate) {
    let driver = Driver::start(scenario(), Parallelism::Serial).expect("a thread");
    driver.send(Command::Speed(1e6));
    driver.send(Command::PlayUntil(days));
    let mut reader = Reader::default();
    let update = reader.rest(&driver);
    (driver, reader, update)
}

/// The state hash after each day of a headless run.
fn hashes(mut run: Simulation, days: u32) -> Vec<u64> {
    let mut hashes = vec![run.state_hash()];
    for _ in 0..days {
        run.step();
        hashes.push(run.state_hash());
    }
    hashes
}

fn go_to(driver: &Driver, branch: usize, day: u32) {
    driver.send(Command::GoTo(Moment { branch, day }));
}

#[test]
fn each_day_is_what_it_was() {
    let hashes = hashes(Simulation::new(scenario(), Parallelism::Serial), DAYS + 5);
    let (driver, mut reader, _) = lived(DAYS);
    let (days, twin) = (reader.days.clone(), reader.twin.clone());
    assert_eq!((days.len(), twin.len()), (DAYS as usize, DAYS as usize));
    for day in [30, 219, 1, 150, 149, 0, 101, 220] {
        go_to(&driver, 0, day);
        let update = reader.rest(&driver);
        assert_eq!((update.now, update.branches.len()), (Moment { branch: 0, day }, 1));
        assert_eq!(hash(&driver), (day, hashes[day as usize]));
        assert!(reader.days == days && reader.twin == twin, "all that was lived stays known");
    }
    // A step back and a step forward; then days are lived again, and gone on with.
    driver.send(Command::StepBack);
    driver.send(Command::StepBack);
    driver.send(Command::Step);
    assert_eq!(hash(&driver), (DAYS - 1, hashes[DAYS as usize - 1]));
    go_to(&driver, 0, 90);
    driver.send(Command::PlayUntil(DAYS + 5));
    reader.rest(&driver);
    reader.wait_for_the_twin(&driver, DAYS + 5);
    assert_eq!(hash(&driver), (DAYS + 5, hashes[DAYS as usize + 5]));
    assert_eq!(reader.days[..DAYS as usize], days);
    let mut without = Simulation::new(scenario().without_campaign(), Parallelism::Serial);
    (0..DAYS + 5).for_each(|_| without.step());
    assert!(reader.twin == without.record().days, "the twin goes on as well");
}

#[test]
fn the_latest_day_that_was_asked_for_is_the_one() {
    let (driver, mut reader, _) = lived(DAYS);
    for day in (0..200).chain((3..190).rev()) {
        go_to(&driver, 0, day);
    }
    let update = reader.rest(&driver);
    assert_eq!((update.now.day, hash(&driver).0), (3, 3));
    // A day that has not been lived is not lived for that; the last one is gone to. A branch that is not there changes nothing.
    go_to(&driver, 0, 9999);
    go_to(&driver, 7, 5);
    assert_eq!(reader.rest(&driver).now, Moment { branch: 0, day: DAYS });
}

#[test]
fn what_is_done_on_a_past_day_is_a_branch() {
    let (driver, mut reader, _) = lived(DAYS);
    let (days, twin) = (reader.days.clone(), reader.twin.clone());
    // On its way there, it arrives before the deed is done.
    go_to(&driver, 0, 130);
    driver.send(Command::Act(Action::StopCampaign));
    driver.send(Command::PlayUntil(180));
    let update = reader.rest(&driver);
    assert_eq!(update.now, Moment { branch: 1, day: 180 });
    let lines: Vec<_> = update.branches.iter().map(|line| (line.name.as_str(), line.days)).collect();
    assert_eq!((lines[0], lines[1].1), ((ORIGINAL, DAYS), 180));
    assert!(lines[1].0.starts_with("campaign stopped"), "{}", lines[1].0);
    assert_eq!(update.branches[1].fork.map(|fork| (fork.parent, fork.days)), Some((0, 130)));
    assert!(update.is_unsaved);
    let here = hash(&driver);
    assert!(reader.days.len() == 180 && reader.days[..130] == days[..130] && reader.days[130..] != days[130..180]);
    // Only the campaign differs, so the twin is the same one, which was lived further.
    assert!(reader.twin == twin);

    go_to(&driver, 0, 180);
    reader.rest(&driver);
    assert!(reader.days == days);
    let mut alone = Simulation::new(scenario(), Parallelism::Serial);
    (0..180).for_each(|_| alone.step());
    assert_eq!(hash(&driver), (180, alone.state_hash()));
    go_to(&driver, 1, 180);
    reader.rest(&driver);
    assert_eq!(hash(&driver), here);

    // Something else than the campaign: then the twin has a branch too.
    go_to(&driver, 1, 150);
    driver.send(Command::Act(Action::Weather { temperature_c: 4.0, wetness: -1.0, days: 20 }));
    driver.send(Command::PlayUntil(170));
    let update = reader.rest(&driver);
    assert_eq!(update.now, Moment { branch: 2, day: 170 });
    let mut without = Simulation::new(scenario().without_campaign(), Parallelism::Serial);
    (0..150).for_each(|_| without.step());
    without.intervene(Action::Weather { temperature_c: 4.0, wetness: -1.0, days: 20 });
    (0..20).for_each(|_| without.step());
    reader.wait_for_the_twin(&driver, 170);
    assert!(reader.twin == without.record().days);
    assert!(update.twin.parted.is_some_and(|parted| (101..=150).contains(&parted)));
}

/// What is asked for on the way to a day is done there, in order; and a deed is undone also by whoever goes on to another day before the
/// run has arrived.
#[test]
fn nothing_asked_for_on_the_way_is_lost() {
    let (driver, mut reader, _) = lived(DAYS);
    let set = |value| Action::SetParameter { path: "sparrow.clutch_eggs".into(), value };
    go_to(&driver, 0, 40);
    driver.send(Command::Act(set(4.0)));
    driver.send(Command::Act(Action::StartCampaign { effort: 0.5 }));
    driver.send(Command::Act(Action::StartCampaign { effort: 0.6 }));
    driver.send(Command::Act(set(3.0)));
    driver.send(Command::PlayUntil(60));
    let update = reader.rest(&driver);
    assert_eq!(update.now, Moment { branch: 1, day: 60 });
    let done: Vec<_> = update.logs[1].iter().map(|event| event.action.clone()).collect();
    assert_eq!(done, [Action::StartCampaign { effort: 0.5 }, set(3.0)]);
    assert!(update.notice.is_some_and(|said| said.starts_with("The campaign was not started")));
    // One deed after the other, and the day before that on which they were done.
    driver.send(Command::Undo);
    driver.send(Command::StepBack);
    let update = reader.rest(&driver);
    assert_eq!((update.now, update.notice), (Moment { branch: 2, day: 39 }, None));
    let left: Vec<_> = update.logs[2].iter().map(|event| event.action.clone()).collect();
    assert_eq!(left, [set(4.0), Action::StartCampaign { effort: 0.5 }]);
}
