//! What a person wants, whether by button, key or touch: one list, carried out in one place.

use bevy::prelude::*;

use crate::scenario::{Action, Scenario};

use super::driver::{Command, Driver};
use super::shown::Shown;

/// Something a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
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

/// A press of the campaign's switch that the simulation has not yet shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pressed {
    effort: f32,
    run: u32,
    days: usize,
}

impl Pressed {
    /// Now.
    pub fn now(effort: f32, shown: &Shown) -> Self {
        Self { effort, run: shown.run, days: shown.record.days.len() }
    }

    /// The effort that was asked for, until the simulation's own word holds. A day may have been under way when the switch
    /// was pressed, so it counts for the end of one day more.
    pub fn still_pending(self, shown: &Shown) -> Option<f32> {
        let days_since = shown.record.days.len().saturating_sub(self.days);
        let is_known = (shown.picture.campaign_effort > 0.0) == (self.effort > 0.0);
        (self.run == shown.run && days_since < 2 && !is_known).then_some(self.effort)
    }
}

/// Sends what concerns the run to the simulation.
pub fn send(wish: &Wish, shown: &Shown, driver: &Driver) {
    match wish {
        Wish::PlayOrPause => driver.send(if shown.playing { Command::Pause } else { Command::Play }),
        Wish::Step => driver.send(Command::Step),
        Wish::Speed(days_per_s) => driver.send(Command::Speed(*days_per_s)),
        Wish::Campaign(true) => driver.send(Command::Act(Action::StartCampaign { effort: 1.0 })),
        Wish::Campaign(false) => driver.send(Command::Act(Action::StopCampaign)),
        Wish::Effort(effort) => driver.send(Command::Act(Action::SetEffort { effort: *effort })),
        Wish::BeginNow(scenario) => {
            info!("another run: {}, seed {}", scenario.title, scenario.seed);
            driver.send(Command::Restart(scenario.clone()));
        }
        _ => {}
    }
}
