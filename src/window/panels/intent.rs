//! What the user wants to do, whether by button, key or touch: one list, carried out in one place.

use bevy::prelude::*;

use crate::scenario::{Action, Scenario};
use crate::timeline::session::Session;
use crate::window::follow::Subject;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver, Moment};
use crate::window::live_run::following::Wanted;
use crate::window::live_run::save::SaveAs;
use crate::window::map::camera::MapMove;
use crate::window::overlays::Overlay;
use crate::window::preferences::Preference;
use crate::window::why::chain::Link;

use super::browse::Purpose;
use super::tabs::Tab;

/// Something that the user wants to do. What concerns the run becomes a [`Command`]; the rest opens and closes dialogs.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Play, or pause if playing.
    PlayOrPause,
    /// Advance one day.
    Step,
    /// Go back one day.
    StepBack,
    /// Go to a day of a branch.
    GoTo(Moment),
    /// Set the speed, days/s.
    Speed(f32),
    /// Let days pass at the pace of the story.
    FollowStory,
    /// Turn the campaign on, with an effort up to 1, or off, with 0.
    Campaign(f32),
    /// Change the effort of a campaign that is on, 0 to 1.
    Effort(f32),
    /// Set a parameter, by its path.
    SetParameter(String, f64),
    /// Open the dialog that asks for a seed.
    AskForSeed,
    /// Open the list of scenarios.
    ShowScenarios,
    /// Open the content note.
    ShowIntroduction,
    /// Open the list of keys.
    ShowHelp,
    /// Open the settings.
    ShowSettings,
    /// Change what the person prefers.
    Prefer(Preference),
    /// Fill the screen, or no longer.
    FullScreen,
    /// Show the map, or part of the plan in its place.
    Show(Tab),
    /// Explain the harvest of a year.
    Why(u64),
    /// Explain the year of a day, which is gone to, from the link that it shows.
    Explain(Link, Moment),
    /// Explain the year of the present day, and what became of a field in it.
    WhyOfField(u32),
    /// Show on the map what a link of the explanation is about; or, if it does already, go back.
    Link(Link),
    /// Go back from what a link of the explanation has shown.
    ComeBack,
    /// Begin to live the same with other seeds, or go on with it; or leave it.
    Seeds(bool),
    /// Undo what was done last in the present branch: go back to the day before it, and on without it.
    Undo,
    /// Move the map.
    MoveMap(MapMove),
    /// Look closely at an animal or a field, or at nothing.
    Look(Option<Subject>),
    /// Wash an overlay over the map, or show the land as it is.
    Overlay(Option<Overlay>),
    /// Read a file and offer to run it.
    Load(std::path::PathBuf),
    /// Ask for a file by the system's own dialog.
    Browse(Purpose),
    /// Begin another run, after asking if something would be lost.
    Begin(Box<Scenario>),
    /// Begin another run without asking.
    BeginNow(Beginning),
    /// Open the dialog that asks for a file to save the run to.
    AskForFile,
    /// The same, for a file of this kind.
    AskForFileOf(SaveAs),
    /// Save the run to a file.
    Save(SaveAs, std::path::PathBuf),
    /// Close the window, after asking if something would be lost.
    Leave,
    /// Close the window without asking.
    LeaveNow,
    /// Close the dialog that is open.
    CloseDialog,
}

/// What another run begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum Beginning {
    /// A scenario's first day.
    Scenario(Box<Scenario>),
    /// The present day of a session.
    Session(Box<Session>),
}

impl Beginning {
    /// Its scenario.
    pub fn scenario(&self) -> Option<&Scenario> {
        match self {
            Self::Scenario(scenario) => Some(scenario),
            Self::Session(session) => session.branch().ok().map(|branch| &branch.run.scenario),
        }
    }
}

/// What the user has asked for and the simulation has yet to carry out. It is shown at once, even while the run is paused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pending<T> {
    wanted: T,
    /// How many commands will have been carried out, this one included.
    command: u32,
}

impl<T: Copy> Pending<T> {
    /// What was asked for with the last command sent.
    pub fn sent(wanted: T, driver: &Driver) -> Self {
        Self { wanted, command: driver.sent() }
    }

    /// What was asked for, until the simulation has carried it out.
    pub fn until_done(self, displayed: &Displayed) -> Option<T> {
        (!displayed.has_carried_out(self.command)).then_some(self.wanted)
    }
}

/// Sends an intent to the simulation, if it concerns the run.
pub fn send(intent: &Intent, displayed: &Displayed, driver: &Driver) {
    match intent {
        Intent::PlayOrPause => driver.send(if displayed.playing { Command::Pause } else { Command::Play }),
        Intent::Step => driver.send(Command::Step),
        Intent::StepBack => driver.send(Command::StepBack),
        Intent::Undo => driver.send(Command::Undo),
        Intent::GoTo(moment) => driver.send(Command::GoTo(*moment)),
        Intent::Speed(days_per_s) => driver.send(Command::Speed(*days_per_s)),
        Intent::FollowStory => driver.send(Command::FollowStory),
        Intent::Campaign(effort) if *effort > 0.0 => {
            driver.send(Command::Act(Action::StartCampaign { effort: *effort }))
        }
        Intent::Campaign(_) => driver.send(Command::Act(Action::StopCampaign)),
        Intent::Effort(effort) => driver.send(Command::Act(Action::SetEffort { effort: *effort })),
        Intent::SetParameter(path, value) => {
            driver.send(Command::Act(Action::SetParameter { path: path.clone(), value: *value }));
        }
        Intent::BeginNow(Beginning::Scenario(scenario)) => {
            info!("another run: {}, seed {}", scenario.title, scenario.seed);
            driver.send(Command::Restart(scenario.clone()));
        }
        Intent::BeginNow(Beginning::Session(session)) => driver.send(Command::Open(session.clone())),
        Intent::Save(what, path) => driver.send(Command::Save(*what, path.clone())),
        // Whom one follows already keeps its diary.
        Intent::Look(Some(Subject::Agent(Wanted::Agent(id)))) if displayed.following.id == Some(*id) => {}
        Intent::Look(Some(Subject::Agent(wanted))) => driver.send(Command::Follow(Some(*wanted))),
        Intent::Look(Some(Subject::Field(cell))) => driver.send(Command::Field(Some(*cell))),
        Intent::Look(None) => {
            driver.send(Command::Follow(None));
            driver.send(Command::Field(None));
        }
        // The panels' own affairs.
        Intent::AskForSeed
        | Intent::ShowScenarios
        | Intent::ShowIntroduction
        | Intent::ShowHelp
        | Intent::ShowSettings
        | Intent::Prefer(_)
        | Intent::FullScreen
        | Intent::MoveMap(_)
        | Intent::Browse(_)
        | Intent::Show(_)
        | Intent::Why(_)
        | Intent::Explain(..)
        | Intent::WhyOfField(_)
        | Intent::Link(_)
        | Intent::ComeBack
        | Intent::Seeds(_)
        | Intent::Overlay(_)
        | Intent::Load(_)
        | Intent::Begin(_)
        | Intent::AskForFile
        | Intent::AskForFileOf(_)
        | Intent::Leave
        | Intent::LeaveNow
        | Intent::CloseDialog => {}
    }
}
