//! The window follows a script: it plays to a day, saves a picture of itself to a file, plays on to the next day, and
//! at the end prints the frame rate of the last stretch and the state hash. This makes the pictures of [`super::screens`], and it
//! lets a test see a real window. What a picture shows depends on the day and on nothing that a clock or a pointer does.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::render_resource::PipelineCache;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::render::{Render, RenderApp, RenderSystems};
use bevy_egui::{EguiInput, EguiPreUpdateSet};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::ecology::calendar::date_of;
use crate::output::voice::Voice;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver, Moment};
use crate::window::live_run::following::DAYS_BEFORE;
use crate::window::live_run::twin::TwinState;
use crate::window::map::land::Land;
use crate::window::map::showing::Showing;
use crate::window::map::view::View;
use crate::window::panels::{PanelOptions, Scene};
use crate::window::preferences::{Preferences, Theme};

/// What the window does before it closes by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScreenshotPlan {
    /// The pictures.
    pub shots: Vec<Shot>,
    /// Whether to print the frame rate and, as a headless run does, the state hash after the last day.
    pub hash: bool,
    /// Whether to print the state hash of every day on the way, for tests of determinism.
    pub hash_every_day: bool,
    /// The size that the pictures must have, if it matters.
    pub size: Option<(u32, u32)>,
}

/// One picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot {
    /// How many days have been simulated when it is taken.
    pub after_days: u32,
    /// Speed on the way there, days/s.
    pub days_per_s: f32,
    /// The file, PNG or JPEG by its ending.
    pub path: PathBuf,
    /// Logical pixels per side of a field, with what is followed or else the middle of the land in view. If none, all the land is in
    /// view.
    pub close_up: Option<f32>,
    /// What the panels show in it, and the theme; what they showed before, if none.
    pub scene: Option<(Scene, Theme)>,
}

impl Shot {
    /// Sets out for its day; for one that has been lived, on the time line.
    fn set_out(&self, driver: &Driver, displayed: &Displayed) {
        driver.send(Command::Speed(self.days_per_s));
        let (day, branch) = (self.after_days, displayed.now.branch);
        let was_lived = day < displayed.now.day;
        driver.send(if was_lived { Command::GoTo(Moment { branch, day }) } else { Command::PlayUntil(day) });
    }

    /// Brings into view what the picture is to show.
    fn aim(&self, view: &mut View, displayed: &Displayed) {
        match self.close_up {
            Some(px_per_field) => {
                let followed_m = displayed.following.now.map(|(place_m, _)| place_m);
                view.show(followed_m.unwrap_or(0.5 * view.extent_m) / view.side_m, px_per_field);
            }
            None => view.fit(),
        }
    }
}

/// Frames in a row in which the window shows the last day everywhere before its picture is taken.
const SETTLING_FRAMES: u32 = 6;

/// Adds the script.
pub fn plugin(app: &mut App, plan: ScreenshotPlan) {
    app.insert_resource(Script { plan, at: Progress::Start, frames_s: Vec::new(), daily_hashes: None })
        .add_systems(
            PreUpdate,
            leave_out_pointers.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
        )
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

/// A pointer that happens to be over the window points at nothing.
fn leave_out_pointers(mut inputs: Query<&mut EguiInput>) {
    inputs.iter_mut().for_each(|mut input| input.0.events.clear());
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

impl Script {
    /// Whether it only wants to get to the day of the next picture, and nobody looks at the way there.
    pub(in crate::window) fn hurries(&self) -> bool {
        matches!(self.at, Progress::Living) && !self.plan.hash
    }
}

enum Progress {
    Start,
    Living,
    Settling(u32),
    Saving,
    Hashing(Mutex<Receiver<(u32, u64)>>),
    Done,
}

/// What a script changes besides the run.
type Stage<'w> = (ResMut<'w, View>, ResMut<'w, PanelOptions>, ResMut<'w, Preferences>);
/// What there is to wait for besides the run.
type Painted<'w> = (Res<'w, Showing>, Res<'w, Land>, Res<'w, Pipelines>);

fn follow(
    mut script: ResMut<Script>,
    (driver, displayed): (Res<Driver>, Res<Displayed>),
    time: Res<Time<Real>>,
    (mut view, mut options, mut preferences): Stage,
    (showing, land, pipelines): Painted,
    mut commands: Commands,
    mut exit: MessageWriter<AppExit>,
) {
    if let Some(failure) = &displayed.failure
        && !matches!(script.at, Progress::Done)
    {
        error!("{failure}");
        exit.write(AppExit::error());
        script.at = Progress::Done;
        return;
    }
    if displayed.playing {
        script.frames_s.push(time.delta_secs());
    }
    let is_start = matches!(script.at, Progress::Start);
    if is_start && script.plan.hash_every_day && script.daily_hashes.is_none() {
        let (question, answers) = channel();
        driver.send(Command::HashEveryDay(question));
        script.daily_hashes = Some(Mutex::new(answers));
    }
    if let (Some(shot), Progress::Living | Progress::Settling(_)) = (script.plan.shots.first(), &script.at) {
        shot.aim(&mut view, &displayed);
    }
    let is_settled = is_settled(&displayed, &driver, &showing);
    let next = match &script.at {
        // A session opens on a later day, from which the way to the picture's may lead back.
        Progress::Start if displayed.picture.fields.is_empty() => return,
        Progress::Start => match script.plan.shots.first() {
            Some(shot) => {
                shot.set_out(&driver, &displayed);
                Progress::Living
            }
            None if script.plan.hash => ask(&driver),
            None => Progress::Done,
        },
        Progress::Living => {
            let Some(shot) = script.plan.shots.first() else { return };
            let has_come = !displayed.picture.fields.is_empty() && displayed.picture.days_done == shot.after_days;
            if !(has_come && is_settled) {
                return;
            }
            if let Some((scene, theme)) = &shot.scene {
                (options.scene, preferences.theme) = (scene.clone(), *theme);
                // Else the speed on the way there would be in the picture.
                driver.send(Command::FollowStory);
            }
            Progress::Settling(SETTLING_FRAMES)
        }
        // The land is painted last, and what shows it while it lies still is compiled when it does for the first time.
        Progress::Settling(_) if !(is_settled && land.is_current() && pipelines.0.load(Relaxed)) => {
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

/// Whether the run rests, and the window knows all of the present day: of the run, its twin, and the animal that is followed.
fn is_settled(displayed: &Displayed, driver: &Driver, showing: &Showing) -> bool {
    let Displayed { picture, record, twin, following, .. } = displayed;
    let is_behind = twin.state == TwinState::OwnRun
        && (twin.record.days.len() < record.days.len()
            || showing.needs_twin() && twin.picture.as_ref().is_none_or(|of| of.days_done != picture.days_done));
    let knows_followed = following.id.is_none_or(|id| {
        let today = record.days.len() as u32;
        let first = today.saturating_sub(DAYS_BEFORE).max(id.birth().0) + 1;
        first > today || following.days.keys().next().is_some_and(|known| *known <= first)
    });
    let is_there = !displayed.is_moving() && !displayed.is_waiting(driver) && displayed.wanted.is_none();
    is_there && !is_behind && knows_followed
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
    // After a failure there is nothing to be seen.
    if script.plan.shots.is_empty() || matches!(script.at, Progress::Done) {
        return;
    }
    let shot = script.plan.shots.remove(0);
    let picture = captured.image.clone().try_into_dynamic().map_err(|error| error.to_string());
    let wanted = script.plan.size;
    let saved = picture.and_then(|picture| {
        let picture = picture.to_rgb8();
        let (width, height) = picture.dimensions();
        match wanted {
            Some((wide, high)) if (wide, high) != (width, height) => {
                Err(format!("the window has become {width}x{height}, so the screen may be too small for {wide}x{high}"))
            }
            _ if is_jpeg(&shot.path) => save_jpeg(&picture, (width, height), &shot.path),
            _ => picture.save(&shot.path).map_err(|error| error.to_string()),
        }
    });
    if let Err(error) = saved {
        error!("{}: the picture could not be saved: {error}", shot.path.display());
        exit.write(AppExit::error());
        script.at = Progress::Done;
        return;
    }
    script.at = if let Some(shot) = script.plan.shots.first().cloned() {
        shot.set_out(&driver, &displayed);
        script.frames_s.clear();
        Progress::Living
    } else if script.plan.hash {
        ask(&driver)
    } else {
        exit.write(report(&script, &displayed, None));
        Progress::Done
    };
}

fn is_jpeg(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "jpg")
}

/// Of 100. With less, dry brush and small type begin to smear.
const JPEG_QUALITY: u8 = 64;

fn save_jpeg(rgb: &[u8], (width, height): (u32, u32), path: &Path) -> Result<(), String> {
    let mut encoder = Encoder::new_file(path, JPEG_QUALITY).map_err(|error| error.to_string())?;
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // With tables of its own for each picture a file would be smaller by a tenth, but have its colours one after the other, which not
    // every reader can take.
    // No window has a side of more than 65,535 pixels.
    encoder.encode(rgb, width as u16, height as u16, ColorType::Rgb).map_err(|error| error.to_string())
}

/// Prints the frame rate while playing, the hashes of the days if they are wanted, and last, as in a headless run, the
/// state hash. By then the pictures are saved.
fn report(script: &Script, displayed: &Displayed, hash: Option<u64>) -> AppExit {
    let mut lines = String::new();
    if let Some((mean, slow)) = frame_rates(&script.frames_s).filter(|_| script.plan.hash) {
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

    /// Contract: a picture that is saved and read again is the same, as far as the eye sees.
    #[test]
    fn a_picture_survives_its_file() {
        let (width, height) = (48_u32, 40_u32);
        let place = |index: u32| [index % width, index / width];
        let colour = |[x, y]: [u32; 2]| [(5 * x) as u8, (6 * y) as u8, 90];
        let rgb: Vec<u8> = (0..width * height).flat_map(|index| colour(place(index))).collect();
        let path = std::env::temp_dir().join(format!("sparrowfall-picture-{}.jpg", std::process::id()));
        save_jpeg(&rgb, (width, height), &path).unwrap();
        let mut decoder = zune_jpeg::JpegDecoder::new(std::io::Cursor::new(std::fs::read(&path).unwrap()));
        let again = decoder.decode().unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!((decoder.dimensions(), again.len()), (Some((48, 40)), rgb.len()));
        let off: u32 = rgb.iter().zip(&again).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        assert!(off < 6 * rgb.len() as u32, "{} on average", off as f32 / rgb.len() as f32);
    }

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
