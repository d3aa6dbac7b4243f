//! What the window draws of one day: a copy, small and flat, so that drawing never touches the simulation.

use bevy::prelude::*;
use jiff::civil::Date;

use crate::ecology::calendar::Calendar;
use crate::ecology::campaign::Campaign;
use crate::ecology::weather::Weather;
use crate::simulation::Simulation;

/// One day of the whole landscape as the window draws it.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Days lived.
    pub days_done: u32,
    /// The day shown; before the first day, the scenario's first.
    pub date: Date,
    /// Mean temperature of the day, deg C.
    pub temperature_c: f32,
    /// Wetness against an average year, in standard deviations.
    pub wetness: f32,
    /// Effort of the campaign as it will be on the next day, 0 (off) to 1.
    pub campaign_effort: f32,
    /// Whether this is a day of a drive.
    pub is_drive: bool,
}

impl Picture {
    /// Of the latest day.
    pub fn of(simulation: &mut Simulation) -> Self {
        let campaign_effort = simulation.campaign_effort();
        let days_done = simulation.days_done();
        let date = simulation.date().unwrap_or(simulation.scenario().start);
        let world: &World = simulation.world();
        let weather = world.resource::<Weather>();
        debug_assert!(days_done == 0 || world.resource::<Calendar>().date == date);
        Self {
            days_done,
            date,
            temperature_c: weather.temperature_c,
            wetness: weather.wetness,
            campaign_effort,
            is_drive: world.resource::<Campaign>().is_drive,
        }
    }
}
