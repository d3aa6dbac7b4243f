//! The same run without the campaign, lived beside it: same land, same seed, same weather, and everything else that was done.
//!
//! Until somebody does something to the campaign the two are one and the same, and only the run itself is simulated. Then the twin
//! leaves it as a fork. It is a [`Timeline`] as the run is, and goes to the same days. Branches of the run that differ in the
//! campaign alone have one twin; where a person has done something else as well, the twin has a branch too. A branch in which the
//! campaign acts already, because it was opened from a file, gets a twin that begins on the first day and catches up. What the window is
//! told of it is in `update`.

mod update;

use std::sync::Arc;

use crate::engine::parallel::side_by_side;
use crate::scenario::free_memory;
use crate::simulation::{BalanceFault, Simulation};
use crate::timeline::{Timeline, field_years};
use crate::window::language::{documented, tr};
use crate::window::map::picture::Picture;

use super::rows::Told;

pub use update::{TwinState, TwinUpdate};

/// Days that a twin that is behind lives for each day of the run.
const CATCHING_UP: u32 = 4;

/// The twin of a run.
#[derive(Default)]
pub struct Twin {
    /// The twin, once it is a run of its own.
    pub(super) timeline: Option<Timeline>,
    /// Where it left each branch of the run.
    pub(super) left: Vec<Option<Left>>,
    is_left_out: bool,
    /// Memory for states of its days, in bytes.
    budget: usize,
    told: Told,
}

/// Where the twin has left a branch of the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    /// The branch of the twin's timeline.
    pub(super) branch: usize,
    /// The last day on which they are one and the same: up to it the run stands for both.
    pub(super) day: u32,
    /// The first day after which they are not identical.
    parted: Option<u32>,
}

impl Twin {
    /// The twin of a run that it has yet to [meet](Self::meet). It keeps states in `budget` bytes.
    pub fn new(budget: usize) -> Self {
        Self { budget, ..Self::default() }
    }

    /// Meets the run where it begins, where something has been done, or on another branch: takes over everything but what was done to the
    /// campaign.
    ///
    /// # Errors
    /// As for [`Self::live_a_day`].
    pub fn meet(&mut self, run: &Timeline) -> Result<(), String> {
        for branch in &run.branches()[self.left.len()..] {
            let before = branch.fork().and_then(|fork| self.left[fork.parent].filter(|left| left.day < fork.days));
            let common = branch.fork().map_or(0, |fork| fork.days);
            let left = before.map(|left| Left { parted: left.parted.filter(|days| *days <= common), ..left });
            self.left.push(left);
        }
        match self.left[run.present()] {
            Some(left) => self.take_over(run, left),
            None => {
                let acts = run.branch().record().days.iter().position(|row| row.campaign_effort > 0.0);
                if let Some(days_before) = acts {
                    self.leave(run, days_before as u32, Simulation::again_without_campaign);
                }
                Ok(())
            }
        }
    }

    /// Takes over the log of the run's branch. Other branches that have had the same twin keep it.
    fn take_over(&mut self, run: &Timeline, Left { branch, .. }: Left) -> Result<(), String> {
        let Some(twin) = &mut self.timeline else { return Ok(()) };
        let log = run.simulation().log_without_campaign();
        if twin.branches()[branch].log() == log {
            return Ok(());
        }
        let of_another = |(number, left): (usize, &Option<Left>)| {
            number != run.present() && left.is_some_and(|left| left.branch == branch)
        };
        let is_shared = self.left.iter().enumerate().any(of_another);
        let day = run.day().min(twin.branches()[branch].days());
        twin.go_towards(branch, day, || false).map_err(of_twin)?;
        twin.go_on_with(log, is_shared);
        if let Some(left) = &mut self.left[run.present()] {
            left.branch = twin.present();
        }
        Ok(())
    }

    /// Becomes a run of its own, if there is memory for it.
    fn leave(&mut self, run: &Timeline, day: u32, begin: impl FnOnce(&Simulation) -> Simulation) {
        let scenario = run.simulation().scenario();
        let needed = scenario.estimated_memory_bytes() + field_years::estimated_bytes(scenario);
        self.is_left_out = self.timeline.is_none() && (self.is_left_out || needed > free_memory().bytes);
        if self.is_left_out {
            return;
        }
        let simulation = begin(run.simulation());
        let branch = match &mut self.timeline {
            Some(timeline) => {
                timeline.go_on_as(simulation);
                timeline.present()
            }
            none => none.insert(Timeline::of(simulation, self.budget)).present(),
        };
        self.left[run.present()] = Some(Left { branch, day, parted: None });
    }

    /// The picture of its day, given the run's: they have one as long as they are one and the same. `None` while it is on another day.
    pub fn picture(&mut self, run: &Timeline, of_run: &Arc<Picture>) -> Option<Arc<Picture>> {
        if self.is_behind(run) {
            return None;
        }
        let beside = self.beside(run).filter(|(_, left)| left.day < run.day());
        Some(beside.map_or_else(|| of_run.clone(), |(twin, _)| Arc::new(Picture::of(twin.simulation()))))
    }

    /// The twin and where it left the run, if it is another run on the run's present day, or the next one.
    pub(super) fn beside(&mut self, run: &Timeline) -> Option<(&mut Timeline, Left)> {
        let left = self.left[run.present()].filter(|left| left.day <= run.day())?;
        Some((self.timeline.as_mut()?, left))
    }

    /// Whether it is on another day than the run.
    pub fn is_behind(&mut self, run: &Timeline) -> bool {
        self.beside(run).is_some_and(|(twin, left)| {
            left.day < run.day() && (twin.present(), twin.day()) != (left.branch, run.day())
        })
    }

    /// Lets the run live its next day, and the twin beside it on another thread.
    ///
    /// # Errors
    /// A sentence, if the mass balance of one of them does not close, which is a bug in the program.
    pub fn live_a_day(&mut self, run: &mut Timeline) -> Result<(), String> {
        if self.left[run.present()].is_none() && run.simulation().campaign_is_next() {
            self.leave(run, run.day(), Simulation::fork_without_campaign);
        }
        let Some((twin, left)) = self.beside(run) else { return run.step().map_err(of_run) };
        let day = run.day() + 1;
        let beside = || follow(twin, left.branch, day).map_err(of_twin);
        let both = side_by_side(|| run.step().map_err(of_run), [beside]);
        self.compare(run);
        both.into_iter().collect()
    }

    /// Lets a twin that is on another day go towards the run's, until `ends` says so, which is asked each day.
    ///
    /// # Errors
    /// As for [`Self::live_a_day`].
    pub fn catch_up(&mut self, run: &mut Timeline, ends: impl FnMut() -> bool) -> Result<(), String> {
        let Some((twin, left)) = self.beside(run) else { return Ok(()) };
        twin.go_towards(left.branch, run.day(), ends).map_err(of_twin)?;
        self.compare(run);
        Ok(())
    }

    /// Sees whether the two are still identical.
    fn compare(&mut self, run: &mut Timeline) {
        let (number, day) = (run.present(), run.day());
        let Some((twin, left)) = self.beside(run) else { return };
        if left.parted.is_some() || (twin.present(), twin.day()) != (left.branch, day) {
            return;
        }
        if twin.simulation_mut().state_hash() != run.simulation_mut().state_hash() {
            // A twin that has caught up may have parted long ago.
            let rows = twin.branch().record().days.iter().zip(&run.branch().record().days);
            let first = rows.take(day as usize).position(|(twin, run)| twin != run);
            let parted = Some(first.map_or(day, |index| index as u32 + 1));
            self.left[number] = Some(Left { parted, ..left });
        }
    }
}

/// Why the run stopped.
pub fn of_run(fault: BalanceFault) -> String {
    tr!("run-fault", fault = documented(&fault.to_string()))
}

fn of_twin(fault: BalanceFault) -> String {
    tr!("run-fault-without", fault = documented(&fault.to_string()))
}

/// Lets a twin go to the day that the run is living, or some way towards it.
fn follow(twin: &mut Timeline, branch: usize, day: u32) -> Result<(), BalanceFault> {
    if twin.present() == branch && twin.day() < day && day - twin.day() <= CATCHING_UP {
        while twin.day() < day {
            twin.step()?;
        }
        return Ok(());
    }
    let mut days = 0;
    let is_enough = || {
        days += 1;
        days > CATCHING_UP
    };
    twin.go_towards(branch, day, is_enough).map(|_| ())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::record::series::DayRow;
    use crate::scenario::{Action, Intervention, LandscapeParameters, Scenario};

    /// A small land with the campaign from 20 January 1957 to 5 March.
    fn scenario() -> Scenario {
        let landscape = LandscapeParameters { fields_wide: 8, fields_high: 8, ..LandscapeParameters::default() };
        let event = |month, day, action| Intervention { date: date(1957, month, day), action };
        let timeline = vec![event(1, 20, Action::StartCampaign { effort: 1.0 }), event(3, 5, Action::StopCampaign)];
        Scenario { landscape, timeline, start: date(1957, 1, 1), ..Scenario::default() }
    }

    fn run_of(scenario: Scenario) -> Timeline {
        Timeline::new(scenario, Parallelism::Serial, 0)
    }

    fn met(run: &Timeline, budget: usize) -> Twin {
        let mut twin = Twin::new(budget);
        twin.meet(run).unwrap();
        twin
    }

    /// The rows of a run that is simulated by itself.
    fn alone(scenario: Scenario, log: &[Intervention], days: u32) -> Vec<DayRow> {
        let mut run = Simulation::replay(scenario, log, Parallelism::Serial);
        (0..days).for_each(|_| run.step());
        run.record().days.clone()
    }

    /// Contract: the twin is the run that the same scenario gives without the campaign, to the last bit, whatever else a person does
    /// and whether it left the run or caught up; and it parts when the campaign begins to act, not before.
    #[test]
    fn the_twin_is_the_run_without_the_campaign() {
        let (mut run, mut update) = (run_of(scenario()), TwinUpdate::default());
        let mut twin = met(&run, 0);
        let warm = Action::Weather { temperature_c: 2.0, wetness: 0.5, days: 30 };
        for day in 0..100 {
            if day == 60 {
                run.intervene(warm.clone());
                twin.meet(&run).unwrap();
            }
            twin.live_a_day(&mut run).unwrap();
            twin.publish(&run, &mut update);
            assert_eq!(twin.timeline.is_some(), day >= 19, "day {day}");
        }
        let log = [Intervention { date: date(1957, 3, 2), action: warm }];
        assert_eq!(run.simulation().log(), log);
        assert_eq!(update.rows.days, alone(scenario().without_campaign(), &log, 100));
        let parted = update.parted.unwrap() as usize;
        let with = &run.simulation().record().days;
        assert_eq!(with[..parted - 1], update.rows.days[..parted - 1]);
        assert_ne!(with[parted - 1], update.rows.days[parted - 1]);
        assert!(parted >= 20);

        let mut late = met(&run, 0);
        assert!(late.is_behind(&run));
        for _ in 0..5 {
            late.live_a_day(&mut run).unwrap();
        }
        while late.is_behind(&run) {
            late.catch_up(&mut run, || false).unwrap();
        }
        let mut caught_up = TwinUpdate::default();
        late.publish(&run, &mut caught_up);
        assert_eq!(caught_up.rows.days, alone(scenario().without_campaign(), &log, 105));
        assert_eq!(caught_up.parted, update.parted);
    }

    /// Contract: of a run that is opened on a day before the campaign, the twin is the run itself and has nothing to catch up with; when
    /// the run goes on past that day, the twin follows and is the run without the campaign.
    #[test]
    fn a_run_that_is_opened_before_the_campaign_is_its_own_twin() {
        let mut run = Timeline::new(scenario(), Parallelism::Serial, 1 << 20);
        while run.day() < 60 {
            run.step().unwrap();
        }
        run.go_towards(0, 10, || false).unwrap();
        let (mut twin, mut update) = (met(&run, 1 << 20), TwinUpdate::default());
        twin.publish(&run, &mut update);
        assert_eq!((update.state, update.rows.days.len()), (TwinState::SameRun, 0));
        assert!(!twin.is_behind(&run));
        while run.day() < 40 {
            twin.live_a_day(&mut run).unwrap();
        }
        while twin.is_behind(&run) {
            twin.catch_up(&mut run, || false).unwrap();
        }
        twin.publish(&run, &mut update);
        assert_eq!(update.state, TwinState::OwnRun);
        assert_eq!(update.rows.days[..40], alone(scenario().without_campaign(), &[], 40));
        assert!(update.parted.is_some());
    }

    /// Contract: something done to the campaign that changes nothing leaves the two identical, as their hashes say.
    #[test]
    fn a_campaign_that_does_not_act_parts_nothing() {
        let stop = vec![Intervention { date: date(1957, 1, 5), action: Action::StopCampaign }];
        let mut run = run_of(Scenario { timeline: stop, ..scenario() });
        let (mut twin, mut update) = (met(&run, 0), TwinUpdate::default());
        for _ in 0..40 {
            twin.live_a_day(&mut run).unwrap();
        }
        twin.publish(&run, &mut update);
        assert_eq!((update.parted, update.rows.days), (None, run.simulation().record().days.clone()));
    }

    /// Contract: a branch that differs in the campaign alone has the twin that the run has already, and one that differs in
    /// something else has one of its own; each is the run without the campaign, also on a past day.
    #[test]
    fn a_twin_has_branches_only_where_more_than_the_campaign_differs() {
        let mut run = Timeline::new(scenario(), Parallelism::Serial, 1 << 20);
        let mut twin = met(&run, 1 << 20);
        let live_until = |run: &mut Timeline, twin: &mut Twin, day| {
            while run.day() < day {
                twin.live_a_day(run).unwrap();
            }
            while twin.is_behind(run) {
                twin.catch_up(run, || false).unwrap();
            }
        };
        live_until(&mut run, &mut twin, 80);
        let warm = Action::Weather { temperature_c: 2.0, wetness: 0.5, days: 30 };
        // The campaign stopped early; started before it was, when the twin was still the same run; and another weather.
        let deeds =
            [(40, Action::StopCampaign, 1), (10, Action::StartCampaign { effort: 1.0 }, 1), (50, warm.clone(), 2)];
        for (day, action, twins) in deeds {
            run.go_towards(0, day, || false).unwrap();
            twin.meet(&run).unwrap();
            run.intervene(action);
            twin.meet(&run).unwrap();
            live_until(&mut run, &mut twin, 70);
            assert_eq!(twin.timeline.as_ref().unwrap().branches().len(), twins, "day {day}");
            let parted = twin.left[run.present()].unwrap().parted.unwrap();
            assert!((day.min(20)..=40).contains(&parted), "day {day}: {parted}");
        }
        let log = [Intervention { date: date(1957, 2, 20), action: warm }];
        let of = |twin: &Twin, branch: usize| {
            let left = twin.left[branch].unwrap();
            twin.timeline.as_ref().unwrap().branches()[left.branch].record().days.clone()
        };
        assert_eq!(of(&twin, 3)[..70], alone(scenario().without_campaign(), &log, 70));
        assert_eq!(of(&twin, 1)[..70], alone(scenario().without_campaign(), &[], 70));
        run.go_towards(1, 60, || false).unwrap();
        twin.meet(&run).unwrap();
        while twin.is_behind(&run) {
            twin.catch_up(&mut run, || false).unwrap();
        }
        let here = twin.timeline.as_mut().unwrap().simulation_mut().state_hash();
        let mut alone = Simulation::new(scenario().without_campaign(), Parallelism::Serial);
        (0..60).for_each(|_| alone.step());
        assert_eq!(here, alone.state_hash());
    }
}
