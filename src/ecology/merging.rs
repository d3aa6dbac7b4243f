//! Which super-individuals merge, and into what: small bands of a field, and small flocks of a home.

use bevy_ecs::prelude::*;

use crate::engine::agent::{AgentId, Agents, the_table};
use crate::engine::landscape::Landscape;
use crate::engine::merging::merge;
use crate::engine::parallel::Parallelism;
use crate::engine::recycling::FreeRows;
use crate::engine::spatial_sort::{Scratch, sort};
use crate::scenario::Scenario;

use super::calendar::Calendar;
use super::followed::Followed;
use super::pest::Band;
use super::sparrow::Flock;

/// Days of the year on which the small flocks of a home merge (assumed: after breeding, and in spring).
const FLOCKS_MERGE: [u32; 2] = [305, 61];

/// Days between the days on which the small bands of a field merge (assumed).
const BANDS_MERGE_EVERY_DAYS: u32 = 4;

/// Flocks of one home fill each other up, in the order of their ids.
pub fn merge_flocks(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    (free_rows, followed): (Res<FreeRows<Flock>>, Res<Followed>),
    mut flocks: Query<(&AgentId, &mut Flock)>,
) {
    let most = scenario.sparrow.birds_per_flock;
    if most == 1 || !FLOCKS_MERGE.contains(&calendar.day_of_year()) {
        return;
    }
    let Some((ids, mut flocks)) = the_table(flocks.reborrow()) else { return };
    let flocks = flocks.bypass_change_detection();
    let mut without_brood: Vec<(u32, AgentId, usize)> = ids
        .iter()
        .zip(&*flocks)
        .enumerate()
        .filter(|(_, (_, flock))| flock.brood.young == 0 && flock.birds() > 0)
        .map(|(row, (id, flock))| (flock.home, *id, row))
        .collect();
    without_brood.sort_unstable();
    for of_a_home in without_brood.chunk_by(|one, next| one.0 == next.0) {
        let rows = of_a_home.iter().map(|(.., row)| *row);
        let take_in = |host: &mut Flock, guest: &mut Flock| take_in_birds(host, guest, most);
        merge(flocks, rows, take_in, |host, row| {
            free_rows.free(of_a_home[0].0, row as u32);
            followed.note_joining(ids[row], ids[host]);
        });
    }
}

/// Birds join a flock as long as it has fewer than `most`. Returns whether the other has none left.
fn take_in_birds(to: &mut Flock, from: &mut Flock, most: u32) -> bool {
    let mut room = most.saturating_sub(to.birds());
    let mut fill = |from: &mut u16, to: &mut u16| {
        let moved = room.min(u32::from(*from));
        *from -= moved as u16;
        *to += moved as u16;
        room -= moved;
    };
    fill(&mut from.adults, &mut to.adults);
    fill(&mut from.juveniles, &mut to.juveniles);
    from.birds() == 0
}

/// Bands of one field and instar fill each other up, in the order of their ids.
///
/// Bands are sorted first, so that they need not look for each other.
pub fn merge_bands(
    scenario: Res<Scenario>,
    calendar: Res<Calendar>,
    landscape: Res<Landscape>,
    parallelism: Res<Parallelism>,
    (mut free_rows, followed): (ResMut<FreeRows<Band>>, Res<Followed>),
    mut bands: Agents<Band>,
    mut scratch: Local<Scratch>,
) {
    if !calendar.day.is_multiple_of(BANDS_MERGE_EVERY_DAYS) {
        return;
    }
    sort(bands.reborrow(), &landscape, *parallelism, &mut scratch);
    // After sorting, the rows freed before hold other bands; the empty ones are found again below.
    free_rows.take();
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
        for of_an_instar in small.chunk_by(|one, next| one.0 == next.0) {
            let rows = of_an_instar.iter().map(|(.., row)| *row);
            let take_in = |host: &mut Band, guest: &mut Band| take_in_band(host, guest, most);
            merge(bands, rows, take_in, |host, row| followed.note_joining(ids[row], ids[host]));
        }
        let empty = (first..row).filter(|row| bands[*row].count == 0);
        empty.for_each(|row| free_rows.free(cell, row as u32));
    }
}

/// A band takes in all animals of another, if both together have no more than `most`; its development, phase and
/// condition become the means over all its animals. Returns whether it did.
fn take_in_band(to: &mut Band, from: &mut Band, most: u32) -> bool {
    if to.count + from.count > most {
        return false;
    }
    let share = from.count as f32 / (to.count + from.count) as f32;
    to.stage.progress += share * (from.stage.progress - to.stage.progress);
    to.phase += share * (from.phase - to.phase);
    to.condition.0 += share * (from.condition.0 - to.condition.0);
    to.count += from.count;
    from.count = 0;
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::condition::Condition;
    use crate::ecology::pest::Stage;
    use crate::ecology::sparrow::Brood;

    /// Contract: no animal is lost or gained, and a band's state becomes the mean over its animals.
    #[test]
    fn a_band_becomes_the_mean_of_its_animals() {
        let band = |count, progress, phase, condition| Band {
            count,
            stage: Stage { moults: 3, progress },
            phase,
            condition: Condition(condition),
        };
        let (mut to, mut from) = (band(300, 0.2, 1.0, 0.8), band(100, 0.6, 0.0, 0.4));
        assert!(!take_in_band(&mut to.clone(), &mut from.clone(), 399));
        assert!(take_in_band(&mut to, &mut from, 400));
        assert_eq!((to.count, from.count), (400, 0));
        for (found, mean) in [(to.stage.progress, 0.3), (to.phase, 0.75), (to.condition.0, 0.7)] {
            assert!((found - mean).abs() < 1e-6, "{found}, not {mean}");
        }
    }

    /// Contract: grown birds come first, and birds that find no room are not lost.
    #[test]
    fn flocks_fill_up_with_grown_birds_first() {
        let flock = |adults, juveniles| Flock {
            home: 0,
            adults,
            juveniles,
            condition: Condition(1.0),
            brood: Brood::default(),
        };
        let (mut to, mut from) = (flock(5, 2), flock(3, 4));
        assert!(!take_in_birds(&mut to, &mut from, 11));
        assert_eq!([to.adults, to.juveniles, from.adults, from.juveniles], [8, 3, 0, 3]);
        let (mut to, mut from) = (flock(1, 0), flock(0, 2));
        assert!(take_in_birds(&mut to, &mut from, 11));
        assert_eq!([to.adults, to.juveniles], [1, 2]);
    }
}
