//! The window follows a script: it plays to a day, saves a picture of itself to a file, plays on to the next day, and
//! at the end prints the frame rate of the last stretch and the state hash. This makes the README's picture, and it
//! lets a test see a real window.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::render_resource::PipelineCache;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::render::{Render, RenderApp, RenderSystems};

use crate::ecology::calendar::date_of;
use crate::output::voice::Voice;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};
use crate::window::map::land::Land;
use crate::window::map::view::View;

/// What the window does before it closes by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScreenshotPlan {
    /// The pictures, in the order of their days.
    pub shots: Vec<Shot>,
    /// Whether to print the state hash after the last day, as a headless run does.
    pub hash: bool,
    /// Whether to print the state hash of every day on the way, for tests of determinism.
    pub hash_every_day: bool,
}

/// One picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot {
    /// How many days have been simulated when it is taken.
    pub after_days: u32,
    /// Speed on the way there, days/s.
    pub days_per_s: f32,
    /// The PNG file.
    pub path: PathBuf,
    /// Logical pixels per side of a field, with the middle of the land in view. If none, all the land is in view.
    pub close_up: Option<f32>,
}

impl Shot {
    fn set_out(&self, driver: &Driver) {
        driver.send(Command::Speed(self.days_per_s));
        driver.send(Command::PlayUntil(self.after_days));
    }

    /// Brings into view what the picture is to show.
    fn aim(&self, view: &mut View) {
        match self.close_up {
            Some(px_per_field) => view.show(0.5 * view.extent_m / view.side_m, px_per_field),
            None => view.fit(),
        }
    }
}

/// Frames in a row in which the window shows the last day everywhere before its picture is taken.
const SETTLING_FRAMES: u32 = 6;

/// Adds the script.
pub fn plugin(app: &mut App, plan: ScreenshotPlan) {
    app.insert_resource(Script { plan, at: Progress::Start, frames_s: Vec::new(), daily_hashes: None })
        .add_systems(Update, follow)
        .add_observer(save);
    let pipelines = Pipelines::default();
    if let Some(render_app) = app.get_sub_app_mut(RenderApp) {
        render_app.insert_resource(pipelines.clone()).add_systems(Render, look.in_set(RenderSystems::Cleanup));
    }
    app.insert_resource(pipelines);
}

/// Whether the renderer has compiled all pipelines that it has been asked for: what still waits for one is not drawn.
#[derive(Resource, Clone, Default)]
struct Pipelines(Arc<AtomicBool>);

fn look(pipelines: Res<Pipelines>, cache: Res<PipelineCache>) {
    pipelines.0.store(cache.waiting_pipelines().next().is_none(), Relaxed);
}

#[derive(Resource)]
pub(in crate::window) struct Script {
    plan: ScreenshotPlan,
    at: Progress,
    /// Frame times while playing on the way to the latest picture, s.
    frames_s: Vec<f32>,
    /// The hashes of the days, if they are wanted.
    daily_hashes: Option<Mutex<Receiver<(u32, u64)>>>,
}

enum Progress {
    Start,
    Living,
    Settling(u32),
    Saving,
    Hashing(Mutex<Receiver<(u32, u64)>>),
    Done,
}

fn follow(
    mut script: ResMut<Script>,
    driver: Res<Driver>,
    displayed: Res<Displayed>,
    time: Res<Time<Real>>,
    (mut view, land, pipelines): (ResMut<View>, Res<Land>, Res<Pipelines>),
    mut commands: Commands,
    mut exit: MessageWriter<AppExit>,
) {
    if displayed.playing {
        script.frames_s.push(time.delta_secs());
    }
    let is_start = matches!(script.at, Progress::Start);
    if is_start && script.plan.hash_every_day {
        let (question, answers) = channel();
        driver.send(Command::HashEveryDay(question));
        script.daily_hashes = Some(Mutex::new(answers));
    }
    let next = match &script.at {
        Progress::Start => match script.plan.shots.first() {
            Some(shot) => {
                shot.set_out(&driver);
                Progress::Living
            }
            None if script.plan.hash => ask(&driver),
            None => Progress::Done,
        },
        Progress::Living => {
            let Some(shot) = script.plan.shots.first() else { return };
            shot.aim(&mut view);
            let has_come = !displayed.picture.fields.is_empty() && displayed.picture.days_done >= shot.after_days;
            if displayed.failure.is_none() && (!has_come || displayed.is_moving() || displayed.is_waiting(&driver)) {
                return;
            }
            Progress::Settling(SETTLING_FRAMES)
        }
        // The land is painted last, and what shows it while it lies still is compiled when it does for the first time.
        Progress::Settling(_) if !(land.is_current() && pipelines.0.load(Relaxed)) => {
            Progress::Settling(SETTLING_FRAMES)
        }
        Progress::Settling(0) => {
            commands.spawn(Screenshot::primary_window());
            Progress::Saving
        }
        Progress::Settling(frames) => Progress::Settling(frames - 1),
        Progress::Saving => return,
        Progress::Hashing(answer) => {
            let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).try_recv();
            let Ok((_, hash)) = answer else { return };
            exit.write(report(&script, &displayed, Some(hash)));
            Progress::Done
        }
        Progress::Done => return,
    };
    script.at = next;
}

fn ask(driver: &Driver) -> Progress {
    let (question, answer) = channel();
    driver.send(Command::Hash(question));
    Progress::Hashing(Mutex::new(answer))
}

fn save(
    captured: On<ScreenshotCaptured>,
    mut script: ResMut<Script>,
    (driver, displayed): (Res<Driver>, Res<Displayed>),
    mut exit: MessageWriter<AppExit>,
) {
    if script.plan.shots.is_empty() {
        return;
    }
    let shot = script.plan.shots.remove(0);
    let picture = captured.image.clone().try_into_dynamic().map_err(|error| error.to_string());
    let saved = picture.and_then(|picture| picture.to_rgb8().save(&shot.path).map_err(|error| error.to_string()));
    if let Err(error) = saved {
        error!("{}: the picture could not be saved: {error}", shot.path.display());
        exit.write(AppExit::error());
        script.at = Progress::Done;
        return;
    }
    script.at = if let Some(shot) = script.plan.shots.first().cloned() {
        shot.set_out(&driver);
        script.frames_s.clear();
        Progress::Living
    } else if script.plan.hash {
        ask(&driver)
    } else {
        exit.write(report(&script, &displayed, None));
        Progress::Done
    };
}

/// Prints the frame rate while playing, the hashes of the days if they are wanted, and last, as in a headless run, the
/// state hash. By then the pictures are saved.
fn report(script: &Script, displayed: &Displayed, hash: Option<u64>) -> AppExit {
    let mut lines = String::new();
    if let Some((mean, slow)) = frame_rates(&script.frames_s) {
        lines += &format!(
            "frames per second: {mean:.1} on average, {slow:.1} at the 5th percentile of {}\n",
            script.frames_s.len()
        );
    }
    if let Some(answers) = &script.daily_hashes {
        for (days, hash) in answers.lock().unwrap_or_else(PoisonError::into_inner).try_iter() {
            lines += &format!("{} {hash:016x}\n", date_of(displayed.scenario.start, days - 1));
        }
    }
    if let Some(hash) = hash {
        lines += &format!("state-hash: {hash:016x}\n");
    }
    let mut voice = Voice::new(std::io::stdout());
    match voice.write_all(lines.as_bytes()).and_then(|()| voice.end()) {
        Ok(()) => AppExit::Success,
        Err(error) => {
            error!("standard output cannot be written: {error}");
            AppExit::error()
        }
    }
}

/// Mean and 5th percentile of the frame rate, 1/s.
fn frame_rates(frames_s: &[f32]) -> Option<(f32, f32)> {
    let mut sorted = frames_s.to_vec();
    sorted.sort_by(f32::total_cmp);
    let slow = *sorted.get(sorted.len() * 95 / 100)?;
    let total: f32 = sorted.iter().sum();
    (total > 0.0 && slow > 0.0).then(|| (sorted.len() as f32 / total, 1.0 / slow))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the mean is frames divided by time, and one slow frame in ten shows in the 5th percentile.
    #[test]
    fn frame_rates_tell_mean_and_slow_frames() {
        let mut frames = vec![0.01; 90];
        frames.extend([0.1; 10]);
        let (mean, slow) = frame_rates(&frames).expect("there are frames");
        assert!((mean - 100.0 / 1.9).abs() < 0.1, "{mean}");
        assert!((slow - 10.0).abs() < 0.1, "{slow}");
        assert_eq!(frame_rates(&[]), None);
    }
}
