//! A kiosk that is walked through by itself: a picture of each screen, for people to look at and for the manual.

use std::path::PathBuf;

use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, save_to_disk};

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Driver;
use crate::window::map::land::Land;

use super::attend::Kiosk;
use super::page::Press;
use super::visit::{Event, Guess, Screen};

/// What is pressed after each picture, in order, and the name of the picture before it.
fn presses() -> Vec<(&'static str, Press)> {
    vec![
        ("01-attract", Event::Wake.into()),
        ("02-content-note", Event::Next.into()),
        ("03-peace", Event::Open(0).into()),
        ("03-peace-told", Event::Next.into()),
        ("04-predict", Guess::More.into()),
        ("05-campaign", Event::Start.into()),
        ("06-campaign-lasts", Event::Next.into()),
        ("07-first-harvest", Event::Next.into()),
        ("08-fall", Event::Next.into()),
        ("09-why", Event::Open(2).into()),
        ("09-why-leaf", Event::Next.into()),
        ("10-compare", Event::Next.into()),
        ("11-free", Press::TextSize),
        ("11-free-large", Event::Go(Screen::Plan).into()),
        ("12-plan-large", Event::Go(Screen::Sources).into()),
        ("13-sources-large", Press::TextSize),
        ("13-sources-largest", Event::Back.into()),
    ]
}

#[derive(Resource)]
struct Walk {
    folder: PathBuf,
    steps: Vec<(&'static str, Press)>,
    /// Frames for which everything has been as it is.
    settled: u32,
    waited_s: f32,
    has_pictured: bool,
}

/// So many frames are waited for what fades in.
const SETTLING: u32 = 12;
/// While days pass nothing comes to rest, and the picture is taken after so long, s.
const LIVELY_S: f32 = 4.0;

/// Adds the walk.
pub fn plugin(app: &mut App, folder: PathBuf) {
    if let Err(error) = std::fs::create_dir_all(&folder) {
        error!("{}: the folder cannot be made: {error}", folder.display());
    }
    let steps = presses();
    app.insert_resource(Walk { folder, steps, settled: 0, waited_s: 0.0, has_pictured: false }).add_systems(Last, walk);
}

fn walk(
    (mut walk, mut kiosk): (ResMut<Walk>, ResMut<Kiosk>),
    (displayed, driver, land, time): (Res<Displayed>, Res<Driver>, Res<Land>, Res<Time<Real>>),
    mut commands: Commands,
    mut exit: MessageWriter<AppExit>,
) {
    let Some(&(name, press)) = walk.steps.first() else {
        exit.write(AppExit::Success);
        return;
    };
    walk.waited_s += time.delta_secs();
    if displayed.picture.fields.is_empty() {
        walk.waited_s = 0.0;
        return;
    }
    let is_there = kiosk.visit().heading.is_none() && !displayed.is_waiting(&driver);
    let is_settled = is_there && (land.is_current() || displayed.playing && walk.waited_s > LIVELY_S);
    // The campaign is pictured while it lasts.
    let is_settled = is_settled || name.contains("lasts") && walk.waited_s > LIVELY_S;
    walk.settled = if is_settled { walk.settled + 1 } else { 0 };
    if walk.settled == SETTLING && !walk.has_pictured {
        walk.has_pictured = true;
        let path = walk.folder.join(format!("{name}.png"));
        commands.spawn(Screenshot::primary_window()).observe(save_to_disk(path));
    }
    if walk.has_pictured && walk.settled >= 2 * SETTLING {
        println!("{name}: {:?} {}", kiosk.scene(), displayed.now.day);
        kiosk.asked.push(press);
        walk.steps.remove(0);
        (walk.settled, walk.waited_s, walk.has_pictured) = (0, 0.0, false);
    }
}
