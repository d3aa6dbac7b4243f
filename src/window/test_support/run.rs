//! A short run of the whole plan on a small land, beside the same without the campaign, as the window knows it.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use bevy::prelude::Vec2;
use jiff::civil::{Date, date};

use crate::ecology::calendar::days_between;
use crate::ecology::flows::DemographicEvent::{BirdEggsLaid, BirdsDied, BirdsKilled};
use crate::ecology::followed::{AgentDay, Animals, Meal};
use crate::engine::parallel::Parallelism;
use crate::record::Record;
use crate::record::series::HarvestRow;
use crate::scenario::{Action, Document, Intervention, LandscapeParameters, Scenario, open};
use crate::simulation::Simulation;
use crate::timeline::branch::Fork;
use crate::timeline::field_years::YearOfField;
use crate::window::follow::made_up::{band, day_of_band, day_of_flock, flock};
use crate::window::live_run::displayed::{Displayed, TwinRun};
use crate::window::live_run::driver::{BranchLine, Moment};
use crate::window::live_run::field_past::FieldPast;
use crate::window::live_run::following::Following;
use crate::window::live_run::rows::Ahead;
use crate::window::live_run::twin::TwinState;
use crate::window::map::picture::Picture;

/// The present day, to which the run has come back, and the last that was lived.
const TODAY: Date = date(1959, 8, 20);
const LAST: Date = date(1960, 3, 31);

/// It, on a day after the first harvest that was lower than without the campaign.
pub fn displayed() -> Displayed {
    static RUN: LazyLock<Displayed> = LazyLock::new(live);
    RUN.clone()
}

/// It, on another day that was lived, with the harvests of the years before.
pub fn displayed_on(day: Date) -> Displayed {
    let mut displayed = displayed();
    let days = days_between(displayed.scenario.start, day) as usize + 1;
    let Displayed { record, ahead, twin, .. } = &mut displayed;
    for (record, ahead) in [(record, ahead), (&mut twin.record, &mut twin.ahead)] {
        ahead.move_to(record, days);
        let is_over = |row: &&HarvestRow| row.year < day.year() as u64;
        record.harvests = ahead.harvests.iter().filter(is_over).copied().collect();
    }
    displayed.now.day = days as u32;
    displayed
}

/// The scenario on its first day, before anything has happened.
pub fn not_begun() -> Displayed {
    let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!("it is built in") };
    let landscape = LandscapeParameters { fields_wide: 10, fields_high: 10, ..scenario.landscape };
    let scenario = Scenario { landscape, ..scenario };
    let mut displayed = Displayed::new(scenario.clone());
    displayed.picture = Arc::new(Picture::of(&Simulation::watched(scenario, Parallelism::Serial)));
    displayed
}

fn live() -> Displayed {
    let mut displayed = not_begun();
    let (record, ahead, picture) = lived(displayed.scenario.clone());
    let twin = lived(displayed.scenario.clone().without_campaign());
    let day = record.days.len() as u32;
    let days = record.days.iter().zip(&twin.0.days);
    let parted = days.take_while(|(with, without)| with == without).count() as u32 + 1;
    (displayed.record, displayed.ahead, displayed.picture) = (record, ahead, picture);
    displayed.twin = TwinRun {
        state: TwinState::OwnRun,
        parted: Some(parted),
        picture: Some(twin.2),
        record: twin.0,
        ahead: twin.1,
    };
    let (fork, days) = (Some(Fork { parent: 0, days: 400 }), day + displayed.ahead.days.len() as u32);
    displayed.branches = vec![
        BranchLine { name: "Original".into(), days, ..BranchLine::default() },
        BranchLine { name: "Nobody kills sparrows".into(), fork, days: day, ..BranchLine::default() },
    ];
    displayed.now = Moment { branch: 0, day };
    displayed.campaign_effort = displayed.record.days.last().map_or(0.0, |row| row.campaign_effort as f32);
    displayed.reached_days_per_s = 12.3;
    displayed.log = vec![
        Intervention { date: date(1959, 2, 1), action: Action::SetEffort { effort: 0.637 } },
        Intervention {
            date: date(1959, 3, 1),
            action: Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 6.5 },
        },
    ];
    displayed.logs = Arc::new(vec![displayed.log.clone(), Vec::new()]);
    displayed.is_unsaved = true;
    displayed
}

/// Up to the present day and after it.
fn lived(scenario: Scenario) -> (Record, Ahead, Arc<Picture>) {
    let mut run = Simulation::watched(scenario, Parallelism::Serial);
    while run.date() != Some(TODAY) {
        run.step();
    }
    let (record, picture) = (run.record().clone(), Arc::new(Picture::of(&run)));
    while run.date() != Some(LAST) {
        run.step();
    }
    let days = run.record().days[record.days.len()..].iter().rev().cloned().collect();
    (record, Ahead { days, harvests: run.record().harvests.clone() }, picture)
}

/// With a flock that is followed, with a long diary.
pub fn with_flock() -> Displayed {
    let events: [&[_]; 5] =
        [&[(BirdsKilled, 5)], &[(BirdsDied, 2)], &[(BirdEggsLaid, 22)], &[], &[(BirdsKilled, 1), (BirdsDied, 1)]];
    let meal = Meal { grain_kg: 0.05, insects_kg: 0.02, weed_kg: 0.01, insects: 90.0, ..Meal::default() };
    let mut displayed = displayed();
    let days = events.into_iter().map(|events| AgentDay { meal, ..day_of_flock(flock(12), flock(9), events) });
    follow(&mut displayed, days, Animals::Flock(flock(9)));
    displayed
}

/// With a band that is followed.
pub fn with_band() -> Displayed {
    let meal = Meal { leaf_kg: 0.4, grain_kg: 0.1, ..Meal::default() };
    let mut displayed = displayed();
    let days = (0..6).map(|moults| AgentDay { meal, ..day_of_band(band(1200, moults), band(900, moults + 1), &[]) });
    follow(&mut displayed, days, Animals::Band(band(1_234_567, 3)));
    displayed
}

fn follow(displayed: &mut Displayed, days: impl Iterator<Item = AgentDay>, now: Animals) {
    let today = displayed.now.day;
    let days: Vec<_> = days.collect();
    let first = today + 1 - days.len() as u32;
    let days = (first..).zip(days).map(|(number, day)| {
        let date = displayed.record.days[number as usize - 1].date;
        (number, AgentDay { day: number, date, ..day })
    });
    let days: std::collections::BTreeMap<_, _> = days.collect();
    let id = days.values().next().map(|day| day.id);
    displayed.following = Following { id, now: Some((Vec2::splat(450.0), now)), days, edition: 1 };
}

/// With the years of a field that was asked for, and its number.
pub fn with_field() -> (Displayed, u32) {
    let mut displayed = displayed();
    let is_crop = |field: &&crate::window::map::picture::FieldInfo| field.land.is_cropland();
    let cell = displayed.picture.fields.iter().find(is_crop).map_or(0, |field| field.cell);
    let year = |reaped_kg_per_ha| YearOfField { reaped_kg_per_ha, leaf_eaten_kg_per_ha: 321, sparrows_killed: 12 };
    let years = |part: u16| [1957, 1958, 1959].map(|number| (number, year(3000 / part))).into();
    let (run, twin) = (Arc::new(years(2)), Arc::new(years(1)));
    displayed.field = Some(FieldPast { cell, run, twin, so_far: [Some(year(1200)), Some(year(2345))] });
    (displayed, cell)
}
