//! Small bands of a field, and small flocks of a home, join now and then: otherwise there would be more and more agents with
//! fewer and fewer animals.

use bevy::prelude::*;

use super::calendar::Calendar;
use super::identity::AgentId;
use super::landscape::Landscape;
use super::order::{Scratch, order_bands};
use super::pest::Band;
use super::schedule::Parallelism;
use super::sparrow::Flock;
use super::turn::{Agents, Emptied, the_table};
use crate::scenario::Scenario;

/// Days of the year on which the flocks of a home that have become small join (assumed: after breeding, and in spring).
const FLOCKS_JOIN: [u32; 2] = [305, 61];

/// Days between the days on which the bands of a field that have become small join (assumed).
const BANDS_JOIN_EVERY_DAYS: u32 = 4;

/// Flocks of one home fill each other up, in the order of their ids.
pub fn join_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    emptied: Res<Emptied<Flock>>,
    mut flocks: Query<(&AgentId, &mut Flock)>,
) {
    let most = scenario.sparrow.birds_per_flock;
    if most == 1 || !FLOCKS_JOIN.contains(&calendar.day_of_year()) {
        return;
    }
    let Some((ids, mut flocks)) = the_table(flocks.reborrow()) else { return };
    let flocks = flocks.bypass_change_detection();
    let mut joining: Vec<(u32, AgentId, u32)> = (0..)
        .zip(ids.iter().zip(&*flocks))
        .filter(|(_, (_, flock))| flock.brood.young == 0 && flock.birds() > 0)
        .map(|(row, (id, flock))| (flock.home, *id, row))
        .collect();
    joining.sort_unstable();
    let mut host: Option<(u32, u32)> = None;
    for (home, _, guest) in joining {
        let Some((_, to)) = host.filter(|(at, _)| *at == home) else {
            host = Some((home, guest));
            continue;
        };
        let Ok([to, from]) = flocks.get_disjoint_mut([to as usize, guest as usize]) else { continue };
        let mut room = most.saturating_sub(to.birds());
        let mut fill = |from: &mut u16, to: &mut u16| {
            let moved = room.min(u32::from(*from));
            *from -= moved as u16;
            *to += moved as u16;
            room -= moved;
        };
        fill(&mut from.adults, &mut to.adults);
        fill(&mut from.juveniles, &mut to.juveniles);
        if from.birds() > 0 {
            host = Some((home, guest));
        } else {
            emptied.note(home, guest);
        }
    }
}

/// Bands of one field and instar fill each other up, in the order of their ids. The host's development, phase and
/// condition become the mean of all its animals.
///
/// First bands are put in order, so that they need not look for each other.
pub fn join_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    mut emptied: ResMut<Emptied<Band>>,
    mut bands: Agents<Band>,
    mut scratch: Local<Scratch>,
) {
    if !calendar.day.is_multiple_of(BANDS_JOIN_EVERY_DAYS) {
        return;
    }
    order_bands(bands.reborrow(), &landscape, *parallelism, &mut scratch);
    // Those that were noted lie elsewhere now, and will be found again.
    emptied.take();
    let most = scenario.pest.animals_per_band;
    let Some((_, ids, positions, mut bands, _)) = the_table(bands.reborrow()) else { return };
    let bands = bands.bypass_change_detection();
    let cell_of = |row: usize| landscape.cell_at(positions[row].0);
    // The bands of a field that could take others in, or be taken in.
    let mut small: Vec<(u8, AgentId, usize)> = Vec::new();
    let mut row = 0;
    while row < bands.len() {
        let cell = cell_of(row);
        small.clear();
        let first = row;
        while row < bands.len() && cell_of(row) == cell {
            if (1..most).contains(&bands[row].count) {
                small.push((bands[row].stage.moults, ids[row], row));
            }
            row += 1;
        }
        small.sort_unstable();
        for bands_of_an_instar in small.chunk_by(|one, next| one.0 == next.0) {
            join(bands_of_an_instar.iter().map(|(.., row)| *row), most, bands);
        }
        let empty = (first..row).filter(|row| bands[*row].count == 0);
        empty.for_each(|row| emptied.note(cell, row as u32));
    }
}

/// Bands take the next ones in while there is room for all their animals; then the next band takes in those after it.
fn join(rows: impl Iterator<Item = usize>, most: u32, bands: &mut [Band]) {
    let mut host: Option<usize> = None;
    for row in rows {
        let own = bands[row];
        let Some(to) = host.filter(|to| bands[*to].count + own.count <= most) else {
            host = Some(row);
            continue;
        };
        bands[row].count = 0;
        let to = &mut bands[to];
        let share = own.count as f32 / (to.count + own.count) as f32;
        to.stage.progress += share * (own.stage.progress - to.stage.progress);
        to.phase += share * (own.phase - to.phase);
        to.condition.0 += share * (own.condition.0 - to.condition.0);
        to.count += own.count;
    }
}
