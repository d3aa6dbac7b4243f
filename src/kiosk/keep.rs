//! Keeps the kiosk going: feels its pulse, begins the run anew where it has failed, and darkens the screen when the museum is closed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::app::App;
use bevy::log::BoxedLayer;
use bevy::prelude::*;

use crate::engine::parallel::Parallelism;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{Command, Driver};

use super::attend::Kiosk;
use super::drive::Drive;
use super::health::Clerk;
use super::health::heartbeat::Pulse;
use super::health::last_error::Listener;
use super::schedule::{Schedule, local_now};
use super::visit::Screen;

/// Who writes down what happens.
#[derive(Resource, Clone)]
pub struct Writer(pub Arc<Clerk>);

/// Hears what all parts of the program report.
pub fn listener(app: &mut App) -> Option<BoxedLayer> {
    let Writer(clerk) = app.world().get_resource::<Writer>()?.clone();
    Some(Box::new(Listener::new(clerk)))
}

/// The heartbeat.
#[derive(Resource)]
struct Heart(Pulse);

/// When the museum is open.
#[derive(Resource)]
pub struct Hours {
    schedule: Schedule,
    /// Whether it is open now, and when that was seen last.
    is_open: bool,
    looked: Option<Instant>,
}

/// How often the clock is looked at.
const LOOKS: Duration = Duration::from_secs(1);

impl Hours {
    /// Whether the museum is open.
    pub fn is_open(&self) -> bool {
        self.is_open
    }
}

/// A fault that is made on purpose, to see that the kiosk gets over it: after so long the simulation panics.
#[derive(Resource)]
pub struct Fault(pub Duration);

/// Adds what keeps it going.
pub fn plugin(app: &mut App, schedule: Schedule) {
    app.insert_resource(Heart(Pulse::new(Instant::now())))
        .insert_resource(Hours { schedule, is_open: true, looked: None })
        .add_systems(First, recover)
        .add_systems(Last, (look_at_the_clock, beat))
        .add_systems(Update, fail.run_if(resource_exists::<Fault>));
}

fn beat(
    mut heart: ResMut<Heart>,
    (writer, kiosk, displayed): (Res<Writer>, Res<Kiosk>, Res<Displayed>),
    time: Res<Time<Real>>,
) {
    let now = Instant::now();
    // While nothing moves, frames are rare because none is needed.
    if displayed.is_moving() {
        heart.0.frame(now, time.delta());
    }
    heart.0.beat(now, displayed.now.day, kiosk.visit().screen != Screen::Attract, &writer.0);
}

/// A run that has failed, or whose thread has ended, begins anew, with nobody before the screen.
fn recover(
    (mut driver, mut kiosk, mut drive): (ResMut<Driver>, ResMut<Kiosk>, ResMut<Drive>),
    displayed: Res<Displayed>,
    mut tried: Local<Option<Instant>>,
) {
    let has_ended = driver.has_ended();
    if displayed.failure.is_none() && !has_ended {
        return;
    }
    // What fails at once is not begun a hundred times a second.
    if tried.is_some_and(|tried| tried.elapsed() < Duration::from_secs(2)) {
        return;
    }
    *tried = Some(Instant::now());
    let what = displayed.failure.as_deref().unwrap_or("its thread has ended");
    error!("the run has failed, and begins anew: {what}");
    if has_ended {
        match Driver::start_after(displayed.run, drive.scenario().clone(), Parallelism::Serial) {
            Ok(another) => *driver = another,
            Err(error) => {
                error!("the simulation's thread could not be started: {error}");
                return;
            }
        }
    } else {
        driver.send(Command::Restart(Box::new(drive.scenario().clone())));
    }
    kiosk.begin_anew();
    drive.forget(&driver);
}

fn look_at_the_clock(mut hours: ResMut<Hours>, kiosk: Res<Kiosk>, driver: Res<Driver>) {
    let now = Instant::now();
    if hours.looked.is_some_and(|looked| now - looked < LOOKS) {
        return;
    }
    hours.looked = Some(now);
    // Nobody is sent away.
    let is_open = hours.schedule.is_open(local_now()) || kiosk.visit().screen != Screen::Attract;
    if hours.is_open && !is_open {
        driver.send(Command::Pause);
    }
    if hours.is_open != is_open {
        info!("the museum has {}", if is_open { "opened" } else { "closed" });
        hours.is_open = is_open;
    }
}

fn fail(fault: Res<Fault>, driver: Res<Driver>, time: Res<Time<Real>>, mut has_failed: Local<bool>) {
    if !*has_failed && time.elapsed() > fault.0 {
        *has_failed = true;
        driver.send(Command::Panic);
    }
}
