//! The same run without the campaign, lived beside it: same land, same seed, same weather, and everything else that was done.
//!
//! Until somebody does something to the campaign the two are one and the same, and only the run itself is simulated. Then the twin
//! leaves it as a fork. A run in which that has happened before, because it was opened from a file, gets a twin that begins on the
//! first day and catches up.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use crate::record::series::{DayRow, HarvestRow};
use crate::scenario::free_memory;
use crate::simulation::{BalanceFault, Simulation};
use crate::timeline::Timeline;
use crate::window::map::picture::Picture;

/// Days that a twin that is behind lives for each day of the run.
const CATCHING_UP: u32 = 4;

/// What the twin is to the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TwinState {
    /// The same run: nobody has done anything to the campaign.
    #[default]
    SameRun,
    /// A run of its own.
    OwnRun,
    /// Left out, because another run might not fit in memory.
    LeftOut,
}

/// What has changed in the twin since the window last looked.
#[derive(Clone, Debug, Default)]
pub struct TwinUpdate {
    /// What it is.
    pub state: TwinState,
    /// Rows of its days since the last update; until it leaves the run there are none, and then first those that both have in common.
    pub days: Vec<DayRow>,
    /// All its harvests.
    pub harvests: Vec<HarvestRow>,
    /// Days simulated up to the first on which it was not identical to the run, as their state hashes say; `None` as long as they are.
    pub parted: Option<u32>,
    /// The picture of its latest day, if there is a new one; only while somebody looks at it, and it is a run of its own.
    pub picture: Option<Arc<Picture>>,
}

/// The twin of a run.
#[derive(Default)]
pub struct Twin {
    state: TwinState,
    /// The twin, if it is a run of its own.
    simulation: Option<Simulation>,
    parted: Option<u32>,
    /// Days whose rows have been published.
    published: usize,
}

impl Twin {
    /// The twin of a run that may have begun.
    pub fn of(run: &Simulation) -> Self {
        let mut twin = Self::default();
        if run.record().days.iter().any(|row| row.campaign_effort > 0.0) {
            twin.leave(run, Simulation::again_without_campaign);
        }
        twin
    }

    /// Becomes a run of its own, if there is memory for it.
    fn leave(&mut self, run: &Simulation, begin: impl FnOnce(&Simulation) -> Simulation) {
        let fits = run.scenario().estimated_memory_bytes() <= free_memory().bytes;
        self.state = if fits { TwinState::OwnRun } else { TwinState::LeftOut };
        self.simulation = fits.then(|| begin(run));
    }

    /// The picture of its latest day, if it is a run of its own.
    pub fn picture(&self) -> Option<Arc<Picture>> {
        self.simulation.as_ref().map(|twin| Arc::new(Picture::of(twin)))
    }

    /// Whether it has fewer days than the run.
    pub fn is_behind(&self, run: &Timeline) -> bool {
        self.simulation.as_ref().is_some_and(|twin| twin.days_done() < run.day())
    }

    /// Takes over what a person has done to the run, except to the campaign.
    pub fn follow(&mut self, run: &Simulation) {
        if let Some(twin) = &mut self.simulation {
            twin.go_on_with(run.log_without_campaign());
        }
    }

    /// Lets the run live its next day, and the twin beside it on another thread.
    ///
    /// # Errors
    /// A sentence, if the mass balance of one of them does not close, which is a bug in the program.
    pub fn live_a_day(&mut self, run: &mut Timeline) -> Result<(), String> {
        if self.state == TwinState::SameRun && run.simulation().campaign_is_next() {
            self.leave(run.simulation(), Simulation::fork_without_campaign);
        }
        let Some(twin) = &mut self.simulation else { return run.step().map_err(of_run) };
        let until = (twin.days_done() + CATCHING_UP).min(run.day() + 1);
        let both = thread::scope(|scope| {
            let beside = scope.spawn(|| live_until(twin, until));
            let lived = run.step().map_err(of_run);
            lived.and(beside.join().unwrap_or_else(|panic| resume_unwind(panic)).map_err(of_twin))
        });
        self.compare(run);
        both
    }

    /// Lets a twin that is behind live a day.
    ///
    /// # Errors
    /// As for [`Self::live_a_day`].
    pub fn catch_up(&mut self, run: &mut Timeline) -> Result<(), String> {
        let Some(twin) = &mut self.simulation else { return Ok(()) };
        let until = (twin.days_done() + 1).min(run.day());
        let lived = live_until(twin, until).map_err(of_twin);
        self.compare(run);
        lived
    }

    /// Sees whether the two are still identical.
    fn compare(&mut self, run: &mut Timeline) {
        let Some(twin) = self.simulation.as_mut().filter(|twin| twin.days_done() == run.day()) else { return };
        if self.parted.is_none() && twin.state_hash() != run.simulation_mut().state_hash() {
            // A twin that has caught up may have parted long ago.
            let rows = twin.record().days.iter().zip(&run.simulation().record().days);
            let first = rows.into_iter().position(|(twin, run)| twin != run);
            self.parted = Some(first.map_or(run.day(), |index| index as u32 + 1));
        }
    }

    /// Adds what is new to an update that may not have been taken yet.
    pub fn publish(&mut self, update: &mut TwinUpdate) {
        update.state = self.state;
        let Some(twin) = &self.simulation else { return };
        let record = twin.record();
        update.days.extend_from_slice(&record.days[self.published..]);
        update.harvests.clone_from(&record.harvests);
        update.parted = self.parted;
        self.published = record.days.len();
    }
}

fn of_run(fault: BalanceFault) -> String {
    format!("the run was {fault}.")
}

fn of_twin(fault: BalanceFault) -> String {
    format!("the same land without the campaign was {fault}.")
}

fn live_until(twin: &mut Simulation, day: u32) -> Result<(), BalanceFault> {
    while twin.days_done() < day {
        twin.step_and_audit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::engine::parallel::Parallelism;
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
        let mut twin = Twin::of(run.simulation());
        let warm = Action::Weather { temperature_c: 2.0, wetness: 0.5, days: 30 };
        for day in 0..100 {
            if day == 60 {
                run.intervene(warm.clone());
                twin.follow(run.simulation());
            }
            twin.live_a_day(&mut run).unwrap();
            twin.publish(&mut update);
            assert_eq!(twin.simulation.is_some(), day >= 19, "day {day}");
        }
        let log = [Intervention { date: date(1957, 3, 2), action: warm }];
        assert_eq!(run.simulation().log(), log);
        assert_eq!(update.days, alone(scenario().without_campaign(), &log, 100));
        let parted = update.parted.unwrap() as usize;
        let with = &run.simulation().record().days;
        assert_eq!(with[..parted - 1], update.days[..parted - 1]);
        assert_ne!(with[parted - 1], update.days[parted - 1]);
        assert!(parted >= 20);

        let mut late = Twin::of(run.simulation());
        assert!(late.is_behind(&run));
        for _ in 0..5 {
            late.live_a_day(&mut run).unwrap();
        }
        while late.is_behind(&run) {
            late.catch_up(&mut run).unwrap();
        }
        let mut caught_up = TwinUpdate::default();
        late.publish(&mut caught_up);
        assert_eq!(caught_up.days, alone(scenario().without_campaign(), &log, 105));
        assert_eq!(caught_up.parted, update.parted);
    }

    /// Contract: something done to the campaign that changes nothing leaves the two identical, as their hashes say.
    #[test]
    fn a_campaign_that_does_not_act_parts_nothing() {
        let stop = vec![Intervention { date: date(1957, 1, 5), action: Action::StopCampaign }];
        let mut run = run_of(Scenario { timeline: stop, ..scenario() });
        let (mut twin, mut update) = (Twin::of(run.simulation()), TwinUpdate::default());
        for _ in 0..40 {
            twin.live_a_day(&mut run).unwrap();
        }
        twin.publish(&mut update);
        assert_eq!((update.parted, update.days), (None, run.simulation().record().days.clone()));
    }
}
