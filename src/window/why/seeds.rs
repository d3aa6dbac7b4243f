//! Whether it is chance: the same run with other seeds, with the campaign and without, as `sparrowfall compare` does it, on a thread
//! of its own that, where cores are few, rests as long as it works. What has been lived is told as it comes, from a few seeds on. A
//! long one asks before it goes on.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::experiment::compare::comparison::Difference;
use crate::experiment::compare::live;
use crate::experiment::compare::lived::Lived;
use crate::experiment::interrupt::Interrupt;
use crate::experiment::plan::Plan;
use crate::experiment::study::{Failure, live_a_day};
use crate::record::harvest_table::HarvestLine;
use crate::scenario::{Intervention, Scenario, free_memory, without_campaign};
use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::Displayed;

use super::chain::Link;
use super::time_left::{in_minutes, steady_rest};

/// Number of seeds: that of the run and those after it.
pub const SEEDS: usize = 12;
/// From so many of them on, what has been lived is shown, and the time that the rest takes is estimated.
pub const FEW: usize = 3;
/// Cores that the window, the run and the same without the campaign may all be at work on.
const TAKEN_CORES: usize = 3;
/// Days after which it is estimated whether all of them take long.
const MEASURED_DAYS: u32 = 60;
/// If it is more than this, the person is asked.
const LONG: Duration = Duration::from_secs(15 * 60);
/// How often a thread that waits looks whether it is to go on.
const WAIT: Duration = Duration::from_millis(50);

/// Runs with other seeds, on a thread that ends when this is dropped.
pub struct Seeds {
    shared: Arc<Shared>,
    scenario: Scenario,
    log: Vec<Intervention>,
    last_day: Date,
    /// How many there are to be.
    all: usize,
}

struct Shared {
    stop: Interrupt,
    go_on: AtomicBool,
    /// Whether it leaves the time to other seeds, of another history.
    pauses: AtomicBool,
    /// Days of all its runs, and how many of them have been lived.
    days: u32,
    days_lived: AtomicU32,
    progress: Mutex<Progress>,
}

/// How far they have come.
#[derive(Clone, Debug)]
enum Progress {
    /// It would take this long at least, so that it waits for an answer.
    Waiting(Duration),
    /// What has been lived of them, and about how long the rest takes, where that can be told.
    Lived(Arc<Vec<Worlds>>, Option<Duration>),
    Failed(String),
}

/// What was lived with one seed: with the campaign, and without.
pub type Worlds = [Lived; 2];

impl Seeds {
    /// Begins with them, up to the end of the year to which the run has come.
    pub fn of(displayed: &Displayed) -> Self {
        let scenario = displayed.scenario.clone();
        let today = displayed.lived().last().map_or(scenario.start, |row| row.date);
        Self::begin(today.last_of_year(), scenario, displayed.whole_log().to_vec(), SEEDS, LONG)
    }

    /// Begins with so many seeds up to a day. What takes longer than `long` asks first.
    fn begin(last_day: Date, scenario: Scenario, log: Vec<Intervention>, seeds: usize, long: Duration) -> Self {
        let plans = plans(&scenario, &log, last_day);
        let shared = Arc::new(Shared {
            stop: Interrupt::default(),
            go_on: AtomicBool::new(false),
            pauses: AtomicBool::new(false),
            days: plans.iter().map(Plan::days).sum::<u32>() * seeds as u32,
            days_lived: AtomicU32::new(0),
            progress: Mutex::new(Progress::Lived(Arc::default(), None)),
        });
        let own = Self { shared: shared.clone(), scenario, log, last_day, all: seeds };
        if own.scenario.estimated_memory_bytes() > free_memory().bytes {
            shared.tell(Progress::Failed(tr!("why-seeds-memory")));
            return own;
        }
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let work =
            Work { plans, shared: shared.clone(), seeds, long, rests: cores <= TAKEN_CORES, spent: Duration::ZERO };
        if let Err(error) = thread::Builder::new().name("other seeds".into()).spawn(move || work.do_all()) {
            shared.tell(Progress::Failed(tr!("why-seeds-thread", error = error.to_string())));
        }
        own
    }

    /// Whether they are of the run that is displayed, with what was done in it.
    pub fn are_of(&self, displayed: &Displayed) -> bool {
        self.log == displayed.whole_log()
    }

    /// Whether they wait for an answer.
    pub fn is_waiting(&self) -> bool {
        matches!(self.shared.progress(), Progress::Waiting(_))
    }

    /// Whether they are being lived.
    pub fn is_running(&self) -> bool {
        matches!(self.shared.progress(), Progress::Lived(lived, _) if lived.len() < self.all)
    }

    /// Whether all are done.
    pub fn is_done(&self) -> bool {
        matches!(self.shared.progress(), Progress::Lived(lived, _) if lived.len() >= self.all)
    }

    /// Goes on although it takes long.
    pub fn go_on(&self) {
        self.shared.go_on.store(true, Relaxed);
    }

    /// Leaves the time to others for as long as that is so.
    pub fn pause(&self, is_so: bool) {
        self.shared.pauses.store(is_so, Relaxed);
    }

    /// What part of all days has been lived, 0 to 1.
    pub fn part_lived(&self) -> f32 {
        self.shared.days_lived.load(Relaxed) as f32 / self.shared.days.max(1) as f32
    }

    /// Whether a year is among those lived.
    pub fn has(&self, year: u64) -> bool {
        u64::try_from(self.last_day.year()).is_ok_and(|last| year <= last)
    }

    /// How the run differs in a year from that without the campaign, seed by seed, once a few are done.
    pub fn difference(&self, link: Link, year: u64) -> Option<Difference> {
        let seeds = self.lived()?;
        let numbers = |world: usize| -> Option<Vec<f64>> {
            let of = |worlds: &Worlds| {
                let line: Option<&HarvestLine> = worlds[world].harvests.iter().find(|line| line.year == year);
                line.map(|line| link.of(line))
            };
            seeds.iter().map(of).collect()
        };
        Some(Difference::of(&numbers(0)?, &numbers(1)?))
    }

    /// What was lived, seed by seed, once a few are done.
    pub fn lived(&self) -> Option<Arc<Vec<Worlds>>> {
        match self.shared.progress() {
            Progress::Lived(lived, _) if lived.len() >= FEW.min(self.all) => Some(lived),
            _ => None,
        }
    }

    /// How far they have come, in words.
    pub fn words(&self) -> String {
        match self.shared.progress() {
            Progress::Waiting(time) => tr!("why-seeds-waiting", seeds = self.all, time = in_minutes(time)),
            Progress::Lived(lived, left) => match (lived.len(), left) {
                (done, _) if done >= self.all => tr!("why-seeds-done", seeds = self.all),
                (done, Some(left)) => {
                    tr!("why-seeds-running-for", done = done, seeds = self.all, time = in_minutes(left))
                }
                (done, None) => tr!("why-seeds-running", done = done, seeds = self.all),
            },
            Progress::Failed(why) => why,
        }
    }
}

/// The run with the campaign, and without.
fn plans(scenario: &Scenario, log: &[Intervention], last_day: Date) -> [Plan; 2] {
    let plan =
        |scenario: Scenario, log: Vec<Intervention>| Plan { scenario, log, last_day, recorded: None, session: None };
    let without = without_campaign(log.to_vec());
    [plan(scenario.clone(), log.to_vec()), plan(scenario.clone().without_campaign(), without)]
}

impl Drop for Seeds {
    fn drop(&mut self) {
        self.shared.stop.ask();
    }
}

impl Shared {
    fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn tell(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// The thread's side.
struct Work {
    plans: [Plan; 2],
    shared: Arc<Shared>,
    seeds: usize,
    /// How long it may take without asking.
    long: Duration,
    /// Whether it leaves its core to others for as long as it works.
    rests: bool,
    /// Time spent so far, rests included.
    spent: Duration,
}

impl Work {
    fn do_all(mut self) {
        let mut done = Vec::with_capacity(self.seeds);
        let (mut times, mut left) = (Vec::new(), None);
        let first = self.plans[0].scenario.seed;
        for seed in 0..self.seeds {
            let before = self.spent;
            match self.both(first.wrapping_add(seed as u64)) {
                Ok(worlds) => done.push(worlds),
                Err(Failure::Interrupted) => return,
                Err(failure) => {
                    let why = documented(&failure.to_string());
                    return self.shared.tell(Progress::Failed(tr!("why-seeds-failed", why = why)));
                }
            }
            times.push(self.spent - before);
            let told = steady_rest(&times, self.seeds).filter(|rest| left.is_none_or(|left| *rest <= left));
            left = told.or(left);
            self.shared.tell(Progress::Lived(Arc::new(done.clone()), told));
        }
    }

    fn both(&mut self, seed: u64) -> Result<Worlds, Failure> {
        let [with, without] = self.plans.clone().map(|plan| self.one(&plan, seed));
        Ok([with?, without?])
    }

    fn one(&mut self, plan: &Plan, seed: u64) -> Result<Lived, Failure> {
        live(plan, seed, |simulation| {
            self.wait_while(|shared| shared.pauses.load(Relaxed))?;
            let began = Instant::now();
            live_a_day(simulation, &self.shared.stop)?;
            if self.rests {
                thread::sleep(began.elapsed());
            }
            self.spent += began.elapsed();
            let days_lived = self.shared.days_lived.fetch_add(1, Relaxed) + 1;
            if days_lived == MEASURED_DAYS { self.measured() } else { Ok(()) }
        })
    }

    /// How long the rest takes, as far as the days before tell.
    fn left(&self) -> Duration {
        let days = self.shared.days_lived.load(Relaxed);
        self.spent.mul_f64(f64::from(self.shared.days.saturating_sub(days)) / f64::from(days.max(1)))
    }

    /// Waits as long as something is so, unless all is to end.
    fn wait_while(&self, is_so: impl Fn(&Shared) -> bool) -> Result<(), Failure> {
        while is_so(&self.shared) {
            if self.shared.stop.has_come() {
                return Err(Failure::Interrupted);
            }
            thread::sleep(WAIT);
        }
        Ok(())
    }

    /// Asks the person if it takes long, and waits for the answer.
    fn measured(&self) -> Result<(), Failure> {
        let left = self.left();
        if left > self.long {
            self.shared.tell(Progress::Waiting(left));
            self.wait_while(|shared| !shared.go_on.load(Relaxed))?;
            self.shared.tell(Progress::Lived(Arc::default(), None));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use jiff::civil::date;

    use super::*;
    use crate::experiment::compare::variant::{Variants, Wanted};
    use crate::experiment::compare::{Order, run};
    use crate::experiment::plan::{Changes, Setting};
    use crate::output::voice::Voice;

    /// How many are lived here: one more than are needed to show them.
    const MOST: usize = FEW + 1;
    const LAST_DAY: Date = date(1958, 12, 31);

    /// A small commune, with and without the campaign.
    fn variants() -> Variants {
        let set = ["fields_wide", "fields_high"]
            .map(|side| Setting { path: format!("landscape.{side}"), value: "8".into() })
            .into();
        let changes = Changes { set, until: Some(LAST_DAY), ..Changes::default() };
        let wanted = Wanted { sources: vec!["commune".into()], campaigns: Vec::new(), changes };
        Variants::open(&wanted, |_, _| {}).unwrap()
    }

    fn begin(variants: &Variants, long: Duration) -> Seeds {
        Seeds::begin(LAST_DAY, variants.all[0].plan.scenario.clone(), Vec::new(), MOST, long)
    }

    /// Waits for something, but not for ever.
    fn until(is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < Duration::from_secs(300), "it does not come");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Contract: the differences and intervals are those that `compare` writes for the same seeds, bit for bit; before all are done, what
    /// is shown is of the few that are, and grows.
    #[test]
    fn other_seeds_say_what_compare_says() {
        let variants = variants();
        let seeds = begin(&variants, LONG);
        assert!(seeds.is_running() && seeds.lived().is_none());
        let shown = Mutex::new(Vec::new());
        until(|| {
            let lived = seeds.lived().map(|lived| lived.len());
            shown.lock().unwrap().extend(lived);
            seeds.is_done()
        });
        assert_eq!(seeds.part_lived(), 1.0);
        let shown = shown.into_inner().unwrap();
        assert!(shown.is_sorted() && shown.iter().all(|lived| (FEW..=MOST).contains(lived)), "{shown:?}");
        assert_eq!(seeds.lived().map(|lived| lived.len()), Some(MOST));
        let folder: PathBuf = std::env::temp_dir().join(format!("sparrowfall_seeds_{}", std::process::id()));
        let interrupt = Interrupt::default();
        let out = Some(folder.clone());
        let order = Order { seeds: MOST as u16, threads: None, folder: out, force: true, interrupt: &interrupt };
        run(&variants, &order, &mut Voice::new(io::sink())).unwrap();
        let table = std::fs::read_to_string(folder.join("differences.csv")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let names = lines.next().unwrap();
        let column = |name: &str| names.iter().position(|other| *other == name).unwrap();
        let mut compared = 0;
        for line in lines {
            let link = match line[column("measure")] {
                "mean_sparrows" => Link::Birds,
                "peak_pests_per_m2" => Link::Pests,
                _ => Link::Harvest,
            };
            let number = |name: &str| line[column(name)].parse::<f64>().unwrap();
            let Difference { mean, interval, .. } = seeds.difference(link, number("year") as u64).unwrap();
            assert_eq!((mean, interval), (number("difference"), Some([number("low"), number("high")])), "{line:?}");
            compared += 1;
        }
        assert_eq!(compared, 6, "three numbers in two years");
        assert!(seeds.has(1958) && !seeds.has(1959));
        assert!(seeds.difference(Link::Harvest, 1959).is_none());
    }

    /// Contract: what takes long waits for an answer and then goes on; one that is dropped ends, waiting or not.
    #[test]
    fn a_long_one_asks_and_one_that_is_dropped_ends() {
        let variants = variants();
        let seeds = begin(&variants, Duration::ZERO);
        until(|| seeds.is_waiting());
        assert!(!seeds.is_running() && !seeds.is_done() && seeds.words().contains("at least"), "{}", seeds.words());
        seeds.go_on();
        until(|| !seeds.is_waiting());
        for seeds in [seeds, begin(&variants, Duration::ZERO)] {
            let shared = seeds.shared.clone();
            drop(seeds);
            // The thread has let go of what it shared.
            until(|| Arc::strong_count(&shared) == 1);
        }
    }

    /// Contract: those that pause live no more than the day that they are in, and go on afterwards.
    #[test]
    fn those_that_pause_wait() {
        let seeds = begin(&variants(), LONG);
        until(|| seeds.part_lived() > 0.0);
        seeds.pause(true);
        // The day that it was in comes to its end.
        thread::sleep(10 * WAIT);
        let lived = seeds.part_lived();
        thread::sleep(4 * WAIT);
        assert_eq!(seeds.part_lived(), lived);
        assert!(lived < 1.0);
        seeds.pause(false);
        until(|| seeds.part_lived() > lived);
    }
}
