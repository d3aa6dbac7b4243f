//! The states that a timeline keeps, in a given amount of memory: keyframes, spread over all days so that each is about as long
//! a simulation away from the next; and the days near the present one.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A day of a branch: the number of the branch, then the number of days.
pub type Day = (usize, u32);

/// Most states of near days: no one goes back further than that a day at a time without the days before being prepared.
const MOST_NEAR: usize = 128;
/// One byte in this many is for states of near days: enough for the days between two keyframes.
pub const NEAR_SHARE: usize = 8;

/// A state that is kept.
#[derive(Clone, Debug)]
struct Kept<S> {
    state: S,
    bytes: usize,
    is_keyframe: bool,
}

/// Memory for states of one kind, in bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    all: usize,
    taken: usize,
    /// How many states take it.
    states: usize,
    /// The largest state so far.
    largest: usize,
    /// The latest state.
    latest: usize,
}

/// Kept states, by day.
#[derive(Clone, Debug)]
pub struct Keyframes<S> {
    kept: BTreeMap<Day, Kept<S>>,
    for_keyframes: Room,
    for_near: Room,
}

impl<S> Keyframes<S> {
    /// None yet. All of them together may take `budget` bytes.
    pub fn new(budget: usize) -> Self {
        let all = budget / NEAR_SHARE * (NEAR_SHARE - 1);
        let room = |all| Room { all, ..Room::default() };
        Self { kept: BTreeMap::new(), for_keyframes: room(all), for_near: room(budget - all) }
    }

    /// Memory for all of them, in bytes.
    pub fn budget(&self) -> usize {
        self.for_keyframes.all + self.for_near.all
    }

    /// Memory that they take, in bytes.
    pub fn bytes(&self) -> usize {
        self.for_keyframes.taken + self.for_near.taken
    }

    /// The size of a keyframe on average, in bytes.
    pub fn average(&self) -> usize {
        self.for_keyframes.taken / self.for_keyframes.states.max(1)
    }

    /// Whether there is room for any.
    pub fn has_room(&self) -> bool {
        self.for_keyframes.all / self.for_keyframes.largest.max(1) > 0
    }

    /// Whether there is room for another keyframe, of the largest size so far, without one giving way.
    pub fn has_more_room(&self) -> bool {
        self.for_keyframes.taken + self.for_keyframes.largest <= self.for_keyframes.all
    }

    /// How many keyframes of average size there is room for.
    pub fn keyframes_at_most(&self) -> usize {
        self.for_keyframes.all / self.average().max(1)
    }

    /// How many near states of the latest size there is room for: sizes differ with the season.
    pub fn near_at_most(&self) -> usize {
        (self.for_near.all / self.for_near.latest.max(1)).min(MOST_NEAR)
    }

    /// The last state of a branch among these days.
    pub fn last(&self, branch: usize, days: RangeInclusive<u32>) -> Option<(u32, &S)> {
        if days.is_empty() {
            return None;
        }
        let range = (branch, *days.start())..=(branch, *days.end());
        self.kept.range(range).next_back().map(|((_, day), kept)| (*day, &kept.state))
    }

    /// The last keyframe of a branch among these days.
    pub fn last_keyframe(&self, branch: usize, days: RangeInclusive<u32>) -> Option<u32> {
        if days.is_empty() {
            return None;
        }
        let among = self.kept.range((branch, *days.start())..=(branch, *days.end()));
        among.rev().find(|(_, kept)| kept.is_keyframe).map(|((_, day), _)| *day)
    }

    /// Whether the state of a day is kept.
    pub fn has(&self, day: Day) -> bool {
        self.kept.contains_key(&day)
    }

    /// Keeps a keyframe. Those give way whose neighbours would be less far apart without them than keyframes are to be, which is
    /// `gap_s`; and if there is no room, the one without which its neighbours are least far apart. How far apart two days of
    /// a branch are, in seconds of simulation, `takes_s` knows, also from its first day (`None`) and to its last (`None`).
    pub fn keep(
        &mut self,
        day: Day,
        state: S,
        bytes: usize,
        gap_s: f64,
        takes_s: impl Fn(usize, Option<u32>, Option<u32>) -> f64,
    ) {
        self.put(day, Kept { state, bytes, is_keyframe: true });
        loop {
            let keyframes: Vec<Day> =
                self.kept.iter().filter(|(_, kept)| kept.is_keyframe).map(|(day, _)| *day).collect();
            let neighbour = |index: Option<usize>, branch| {
                index.and_then(|index| keyframes.get(index)).filter(|(other, _)| *other == branch).map(|(_, day)| *day)
            };
            let without_s = |index: usize| {
                let branch = keyframes[index].0;
                takes_s(branch, neighbour(index.checked_sub(1), branch), neighbour(Some(index + 1), branch))
            };
            // The newest day stays, unless it is alone and too large: otherwise no new one would ever be kept.
            let is_newest = |index| keyframes[index] == day && neighbour(Some(index + 1), day.0).is_none();
            let has_room = self.for_keyframes.taken <= self.for_keyframes.all;
            let is_alone = keyframes.len() == 1;
            let others = (0..keyframes.len()).filter(|index| !is_newest(*index) || is_alone && !has_room);
            let least =
                others.map(|index| (index, without_s(index))).min_by(|(_, one), (_, other)| one.total_cmp(other));
            let Some((index, gap_without_s)) = least else { return };
            if has_room && gap_without_s >= gap_s {
                return;
            }
            self.drop(keyframes[index]);
        }
    }

    /// Keeps the state of a day near the present one. If there is no room, those that are furthest from it go, by
    /// `distance`; it may be one of them.
    pub fn keep_near<D: Ord>(&mut self, day: Day, state: S, bytes: usize, distance: impl Fn(Day) -> D) {
        if self.kept.contains_key(&day) {
            return;
        }
        self.put(day, Kept { state, bytes, is_keyframe: false });
        loop {
            if self.for_near.taken <= self.for_near.all && self.for_near.states <= MOST_NEAR {
                return;
            }
            let Some(furthest) = self.near().max_by_key(|day| distance(*day)) else { return };
            self.drop(furthest);
        }
    }

    /// Whether the state of a day near the present one would be kept, as far as can be known before it is there.
    pub fn would_keep_near<D: Ord>(&self, day: Day, distance: impl Fn(Day) -> D) -> bool {
        let Room { all, taken, largest, states, .. } = self.for_near;
        let has_room = taken + largest <= all && states < MOST_NEAR;
        has_room || self.near().any(|other| distance(other) > distance(day))
    }

    fn near(&self) -> impl Iterator<Item = Day> {
        self.kept.iter().filter(|(_, kept)| !kept.is_keyframe).map(|(day, _)| *day)
    }

    fn room(&mut self, is_for_keyframes: bool) -> &mut Room {
        if is_for_keyframes { &mut self.for_keyframes } else { &mut self.for_near }
    }

    fn put(&mut self, day: Day, kept: Kept<S>) {
        self.drop(day);
        let room = self.room(kept.is_keyframe);
        room.taken += kept.bytes;
        room.states += 1;
        room.largest = room.largest.max(kept.bytes);
        room.latest = kept.bytes;
        self.kept.insert(day, kept);
    }

    fn drop(&mut self, day: Day) {
        if let Some(kept) = self.kept.remove(&day) {
            let room = self.room(kept.is_keyframe);
            room.taken -= kept.bytes;
            room.states -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: when there is no room for all keyframes, those that are left are nowhere much further apart than they must
    /// be, and take no more room than there is.
    #[test]
    fn keyframes_are_spread_over_all_days() {
        for days in [50, 100, 333, 1000, 4000] {
            let mut kept = Keyframes::new(344);
            for day in 1..=days {
                let takes = |_, from: Option<u32>, to: Option<u32>| f64::from(to.unwrap_or(day) - from.unwrap_or(0));
                kept.keep((0, day), (), 10, 0.0, takes);
                assert!(kept.bytes() <= 300);
            }
            let days_kept: Vec<u32> = kept.kept.keys().map(|(_, day)| *day).collect();
            assert_eq!(days_kept.len(), 30);
            let widest = days_kept.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap().max(days_kept[0]);
            assert!(widest <= 2 * days.div_ceil(30), "{days}: {widest}");
            assert_eq!(kept.last(0, 0..=days).unwrap().0, days);
        }
    }

    /// Contract: when keyframes are to be further apart than they were, those that are no longer needed give way, so that no two
    /// are further apart than they are to be, and no three are closer.
    #[test]
    fn keyframes_that_are_closer_than_need_be_give_way() {
        let mut kept = Keyframes::new(1 << 20);
        let takes = |_, from: Option<u32>, to: Option<u32>| f64::from(to.unwrap_or(1000) - from.unwrap_or(0));
        (10..=500).step_by(10).for_each(|day| kept.keep((0, day), (), 10, if day == 10 { 1e9 } else { 10.0 }, takes));
        assert_eq!(kept.for_keyframes.states, 50);
        (540..=1000).step_by(40).for_each(|day| kept.keep((0, day), (), 10, 40.0, takes));
        let days: Vec<u32> = std::iter::once(0).chain(kept.kept.keys().map(|(_, day)| *day)).collect();
        assert_eq!(days.last(), Some(&980));
        assert!(days.windows(2).all(|pair| pair[1] - pair[0] <= 40), "{days:?}");
        assert!(days.windows(3).all(|three| three[2] - three[0] >= 40), "{days:?}");
    }

    /// Contract: near states of other histories go first, then those furthest away; keyframes stay.
    #[test]
    fn near_states_follow_the_present_day() {
        let mut kept = Keyframes::new(800);
        kept.keep((0, 5), "keyframe", 10, 0.0, |_, _, _| 0.0);
        kept.keep_near((1, 7), "other", 10, |_| 0);
        for day in 0..40 {
            kept.keep_near((0, day), "near", 10, |(branch, of)| if branch == 0 { of.abs_diff(day) } else { u32::MAX });
        }
        let left: Vec<_> = kept.kept.keys().map(|(_, day)| *day).collect();
        assert_eq!(left, [5].into_iter().chain(30..40).collect::<Vec<_>>());
        assert_eq!(kept.last(0, 0..=29), Some((5, &"keyframe")));
        assert_eq!((kept.last(1, 0..=9), kept.last_keyframe(0, 0..=40)), (None, Some(5)));
    }

    /// Contract: a state that is larger than all there is room for is not kept.
    #[test]
    fn what_is_too_large_is_not_kept() {
        let mut kept = Keyframes::new(400);
        kept.keep((0, 5), (), 1000, 0.0, |_, _, _| 0.0);
        kept.keep_near((0, 6), (), 1000, |_| 0);
        assert_eq!((kept.bytes(), kept.last(0, 0..=9)), (0, None));
        assert_eq!((kept.has_room(), kept.near_at_most()), (false, 0));
        assert!(!kept.would_keep_near((0, 6), |_| 0));
    }
}
