//! The states that a timeline keeps, in a given amount of memory: keyframes, packed, spread over all days so that each is about
//! as long a simulation away from the next; and the days near the present one as they are.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A day of a branch: the number of the branch, then the number of days.
pub type Day = (usize, u32);

/// Most states of near days: no one goes back further than that a day at a time without the days before being prepared.
const MOST_NEAR: usize = 128;

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
    /// The largest state so far.
    largest: usize,
}

impl Room {
    /// How many states of the largest size fit into it.
    fn at_most(&self) -> usize {
        self.all / self.largest.max(1)
    }
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
        let all = budget / 5 * 4;
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

    /// The largest keyframe so far, in bytes.
    pub fn largest(&self) -> usize {
        self.for_keyframes.largest
    }

    /// Whether there is room for any.
    pub fn has_room(&self) -> bool {
        self.keyframes_at_most() > 0
    }

    /// Whether there is room for another keyframe, of the largest size so far, without one giving way.
    pub fn has_more_room(&self) -> bool {
        self.for_keyframes.taken + self.for_keyframes.largest <= self.for_keyframes.all
    }

    /// How many keyframes of the largest size there is room for.
    pub fn keyframes_at_most(&self) -> usize {
        self.for_keyframes.at_most()
    }

    /// How many near states of the largest size there is room for.
    pub fn near_at_most(&self) -> usize {
        self.for_near.at_most().min(MOST_NEAR)
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

    /// Keeps a keyframe. If there is no room, the one goes without which the fewest seconds of simulation lie between its
    /// neighbours, by `takes_s`, which knows how long it takes to go from a day of a branch (the branch's first, if `None`)
    /// to a later one (the branch's last, if `None`).
    pub fn keep(&mut self, day: Day, state: S, bytes: usize, takes_s: impl Fn(usize, Option<u32>, Option<u32>) -> f64) {
        self.put(day, Kept { state, bytes, is_keyframe: true });
        while self.for_keyframes.taken > self.for_keyframes.all {
            let keyframes: Vec<Day> =
                self.kept.iter().filter(|(_, kept)| kept.is_keyframe).map(|(day, _)| *day).collect();
            let neighbour = |index: Option<usize>, branch| {
                index.and_then(|index| keyframes.get(index)).filter(|(other, _)| *other == branch).map(|(_, day)| *day)
            };
            let without = |index: usize| {
                let branch = keyframes[index].0;
                takes_s(branch, neighbour(index.checked_sub(1), branch), neighbour(Some(index + 1), branch))
            };
            // The newest day stays, unless it is alone and too large: otherwise no new one would ever be kept.
            let is_newest = |index| keyframes[index] == day && neighbour(Some(index + 1), day.0).is_none();
            let others = (0..keyframes.len()).filter(|index| !is_newest(*index) || keyframes.len() == 1);
            let Some(index) = others.min_by(|one, other| without(*one).total_cmp(&without(*other))) else { return };
            self.drop(keyframes[index]);
        }
    }

    /// Keeps the state of a day near the present one. If there is no room, the one that is furthest from it goes, by
    /// `distance`.
    pub fn keep_near(&mut self, day: Day, state: S, bytes: usize, distance: impl Fn(Day) -> u32) {
        if self.kept.contains_key(&day) {
            return;
        }
        self.put(day, Kept { state, bytes, is_keyframe: false });
        loop {
            let near = || self.kept.iter().filter(|(_, kept)| !kept.is_keyframe).map(|(day, _)| *day);
            if self.for_near.taken <= self.for_near.all && near().count() <= MOST_NEAR {
                return;
            }
            let Some(furthest) = near().max_by_key(|day| distance(*day)) else { return };
            self.drop(furthest);
        }
    }

    fn room(&mut self, is_for_keyframes: bool) -> &mut Room {
        if is_for_keyframes { &mut self.for_keyframes } else { &mut self.for_near }
    }

    fn put(&mut self, day: Day, kept: Kept<S>) {
        self.drop(day);
        let room = self.room(kept.is_keyframe);
        room.taken += kept.bytes;
        room.largest = room.largest.max(kept.bytes);
        self.kept.insert(day, kept);
    }

    fn drop(&mut self, day: Day) {
        if let Some(kept) = self.kept.remove(&day) {
            self.room(kept.is_keyframe).taken -= kept.bytes;
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
            let mut kept = Keyframes::new(375);
            for day in 1..=days {
                let takes = |_, from: Option<u32>, to: Option<u32>| f64::from(to.unwrap_or(day) - from.unwrap_or(0));
                kept.keep((0, day), (), 10, takes);
                assert!(kept.bytes() <= 300);
            }
            let days_kept: Vec<u32> = kept.kept.keys().map(|(_, day)| *day).collect();
            assert_eq!(days_kept.len(), 30);
            let widest = days_kept.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap().max(days_kept[0]);
            assert!(widest <= 2 * days.div_ceil(30), "{days}: {widest}");
            assert_eq!(kept.last(0, 0..=days).unwrap().0, days);
        }
    }

    /// Contract: near states of other histories go first, then those furthest away; keyframes stay.
    #[test]
    fn near_states_follow_the_present_day() {
        let mut kept = Keyframes::new(500);
        kept.keep((0, 5), "keyframe", 10, |_, _, _| 0.0);
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
        kept.keep((0, 5), (), 1000, |_, _, _| 0.0);
        kept.keep_near((0, 6), (), 1000, |_| 0);
        assert_eq!((kept.bytes(), kept.last(0, 0..=9)), (0, None));
        assert_eq!((kept.keyframes_at_most(), kept.near_at_most()), (0, 0));
    }
}
