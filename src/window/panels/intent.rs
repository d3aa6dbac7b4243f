//! What a person wants, whether by button, key or touch: one list, carried out in one place.

use bevy::prelude::*;

use crate::scenario::{Action, Scenario};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};

/// Something a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Plays, or pauses what plays.
    PlayOrPause,
    /// Lives one day.
    Step,
    /// Asks for a speed, days/s.
    Speed(f32),
    /// Turns the campaign on or off.
    Campaign(bool),
    /// Changes the effort of the campaign that is on, 0 to 1.
    Effort(f32),
    /// Opens the card that asks for a seed.
    AskForSeed,
    /// Opens the scenarios.
    ShowScenarios,
    /// Opens the content note.
    ShowIntroduction,
    /// Reads a file and offers to run it.
    Load(std::path::PathBuf),
    /// Begins another run, after asking where something would be lost.
    Begin(Box<Scenario>),
    /// Begins another run.
    BeginNow(Box<Scenario>),
    /// Closes the dialog that is open.
    CloseDialog,
}

/// What a person has asked for and the simulation has not yet carried out. It is shown at once, even while the run is paused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pending<T> {
    wanted: T,
    /// How many commands will have been carried out with this one.
    command: u32,
}

impl<T: Copy> Pending<T> {
    /// What the command that was sent last asks for.
    pub fn sent(wanted: T, driver: &Driver) -> Self {
        Self { wanted, command: driver.sent() }
    }

    /// It, until the simulation's own word holds.
    pub fn until_done(self, displayed: &Displayed) -> Option<T> {
        (!displayed.has_carried_out(self.command)).then_some(self.wanted)
    }
}

/// Sends what concerns the run to the simulation.
pub fn send(intent: &Intent, displayed: &Displayed, driver: &Driver) {
    match intent {
        Intent::PlayOrPause => driver.send(if displayed.playing { Command::Pause } else { Command::Play }),
        Intent::Step => driver.send(Command::Step),
        Intent::Speed(days_per_s) => driver.send(Command::Speed(*days_per_s)),
        Intent::Campaign(true) => driver.send(Command::Act(Action::StartCampaign { effort: 1.0 })),
        Intent::Campaign(false) => driver.send(Command::Act(Action::StopCampaign)),
        Intent::Effort(effort) => driver.send(Command::Act(Action::SetEffort { effort: *effort })),
        Intent::BeginNow(scenario) => {
            info!("another run: {}, seed {}", scenario.title, scenario.seed);
            driver.send(Command::Restart(scenario.clone()));
        }
        _ => {}
    }
}
