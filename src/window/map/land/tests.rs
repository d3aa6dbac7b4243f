//! Tests of when the land is painted, and of which day it then is.

use super::pile::tests::{pile, shown};
use super::*;
use crate::ecology::habitat::LandUse;
use crate::scenario::Scenario;
use crate::window::map::showing::Worlds;
use crate::window::test_support::fields::bare_field;

const SPLIT: Showing =
    Showing { overlay: None, worlds: Worlds::Split { at_px: 400.0 }, look: Look::Light, is_still: true };

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Both worlds on a day.
fn on(days_done: u32) -> Displayed {
    let picture = || {
        let fields = vec![bare_field(0, LandUse::Grass)];
        Arc::new(Picture { days_done, fields, ..Picture::default() })
    };
    let mut displayed = Displayed::new(Scenario::default());
    displayed.picture = picture();
    displayed.now.day = days_done;
    displayed.twin.picture = Some(picture());
    displayed
}

/// The same while days pass.
fn playing_on(days_done: u32) -> Displayed {
    let mut displayed = on(days_done);
    displayed.playing = true;
    displayed
}

/// A land with the sheets that it has in a window, of which none is painted.
fn bare() -> Land {
    Land { piles: [0, 1].map(|_| pile([false; SHEETS], vec![])), ..Land::default() }
}

/// A window's land, painted by a renderer that takes a frame for each painting.
struct Studio {
    land: Land,
    now: Duration,
    number: u32,
    finished: u32,
}

impl Studio {
    fn new() -> Self {
        Self { land: bare(), now: Duration::ZERO, number: 0, finished: 0 }
    }

    /// A frame, at whose end what was asked for is painted, if the renderer `paints`. Returns the world of which a sheet was asked for.
    fn frame(&mut self, displayed: &Displayed, showing: &Showing, paints: bool) -> Option<usize> {
        self.now += ms(20);
        self.land.note(self.finished, displayed, self.now);
        self.land.piles.iter_mut().for_each(|pile| pile.fade = 1.0);
        self.land.want(displayed, showing, (shown(true).frame, true));
        let asked = self.land.ask((self.number + 1, self.now), || showing.pictures(displayed));
        self.number += u32::from(asked.is_some());
        if paints {
            self.finished = self.number;
        }
        asked.map(|part| part.world)
    }

    /// The days that the halves show.
    fn halves(&self) -> [Option<u32>; WORLDS] {
        [0, 1].map(|world| self.land.piles[world].top().map(|shown| shown.days))
    }
}

/// Contract: while days pass, fast or slowly, and however long painting takes, both halves are of one day, or the twin's is empty until
/// the first sketch of both is there; neither is ever of another day than what is told of it.
#[test]
fn both_halves_are_of_one_day() {
    for (days_per_frame, paints_every) in [(1, 1), (1, 7), (9, 3), (2, 40)] {
        let mut studio = Studio::new();
        let run_alone = Showing { worlds: Worlds::Run, ..SPLIT };
        let mut seen = Vec::new();
        for frame in 0..1200_u32 {
            let showing = if frame % 400 < 100 { run_alone } else { SPLIT };
            studio.frame(&on(days_per_frame * frame), &showing, frame % paints_every == 0);
            let [run, twin] = studio.halves();
            assert!(twin.is_none() || run == twin, "frame {frame}: {run:?}, {twin:?}");
            assert_eq!(studio.land.pictures().map(|pictures| pictures[0].days_done), run);
            if showing == SPLIT {
                assert!(
                    twin.is_none() || studio.land.pictures().is_some_and(|[_, other]| Some(other.days_done) == twin)
                );
                seen.extend(twin);
            }
        }
        seen.dedup();
        assert!(seen.len() > 5, "{seen:?}");
    }
}

/// Contract: a half that is newly seen does not wait until the other is painted; both are sketched, and the sketches are then painted.
#[test]
fn a_half_that_is_newly_seen_is_sketched_at_once() {
    let (mut studio, today) = (Studio::new(), on(7));
    let run_alone = Showing { worlds: Worlds::Run, ..SPLIT };
    (0..40).for_each(|_| _ = studio.frame(&today, &run_alone, true));
    assert_eq!(studio.halves(), [Some(7), None]);
    let tomorrow = on(8);
    // A painting of the run is under way, which is broken off.
    (0..20).for_each(|_| _ = studio.frame(&tomorrow, &run_alone, false));
    let asked: Vec<_> = (0..3).filter_map(|_| studio.frame(&tomorrow, &SPLIT, true)).collect();
    assert_eq!(asked[..2], [0, 1]);
    assert_eq!(studio.halves(), [Some(8), Some(8)]);
    assert!(studio.land.piles.iter().all(|pile| pile.top().is_some_and(|top| top.detail == Detail::Sketch)));
    (0..40).for_each(|_| _ = studio.frame(&tomorrow, &SPLIT, true));
    assert!(
        studio.land.is_current()
            && studio.land.piles.iter().all(|pile| pile.top().is_some_and(|top| top.detail == Detail::Full))
    );
    // The same half again, of the same day, is still there.
    studio.frame(&tomorrow, &run_alone, true);
    studio.frame(&tomorrow, &SPLIT, true);
    assert_eq!(studio.halves(), [Some(8), Some(8)]);
}

/// Contract: while days pass there is a pause between two paintings; an overlay that was chosen does not wait for it, nor does a view
/// that has moved.
#[test]
fn only_days_wait_for_the_pause() {
    let run_alone = Showing { worlds: Worlds::Run, ..SPLIT };
    let mut studio = Studio::new();
    (0..40).for_each(|_| _ = studio.frame(&on(1), &run_alone, true));
    let asked = |studio: &mut Studio, displayed: &Displayed, showing: &Showing| {
        (0..60).find(|_| studio.frame(displayed, showing, true).is_some()).unwrap()
    };
    let days = [2, 3].map(|day| asked(&mut studio, &on(day), &run_alone));
    assert!(days[1] >= 14, "{days:?} frames of 20 ms");
    let pests = Showing { overlay: Some(Overlay::Pests), ..run_alone };
    let today = on(3);
    assert!(asked(&mut studio, &today, &pests) < 3);
}

/// Contract: the run may go some days beyond the day of the land, and half as many beyond that which is being painted, and no further;
/// not at all where nothing is painted.
#[test]
fn the_run_goes_no_further_than_the_land_allows() {
    let (mut studio, today) = (Studio::new(), on(30));
    assert_eq!(studio.land.lets_the_run_go_to(), 0);
    (0..10).for_each(|_| _ = studio.frame(&today, &SPLIT, true));
    assert!(studio.land.is_current());
    let mut in_work = None;
    for day in 31..80 {
        let asked = studio.frame(&on(day), &SPLIT, false);
        in_work = in_work.or(asked.map(|_| day));
        let [most, half] = [30 + MOST_DAYS_BEHIND, MOST_DAYS_BEHIND / 2];
        let expected = in_work.map_or(most, |day: u32| most.min(day + half));
        assert_eq!(studio.land.lets_the_run_go_to(), expected, "day {day}");
    }
    assert!(in_work.is_some());
    studio.land.clear();
    assert_eq!(studio.land.lets_the_run_go_to(), 0);
}

/// Contract: what differs from a sketch by no more than being finer is served by it.
#[test]
fn a_sketch_is_finished_although_it_is_coarse() {
    let frame = Frame { texels: UVec2::new(801, 600), ..shown(true).frame };
    let wanted = Shown { frame, ..shown(true) };
    let sketch = wanted.in_detail(Detail::Sketch);
    assert!(sketch.serves(&wanted) && sketch != wanted && sketch.frame.part().contains(frame.part().max));
    assert!(8 * sketch.frame.texels.element_product() < frame.texels.element_product());
}

/// Contract: as long as the twin has yet to come to the day, the run's half is painted and the twin's is empty; under a comparison the land is
/// painted without it; and when the twin is there, both are.
#[test]
fn the_run_is_painted_before_its_twin() {
    let both = on(7);
    let mut alone = both.clone();
    alone.twin.picture = None;
    let difference = Showing { overlay: Some(Overlay::Difference), worlds: Worlds::Run, ..SPLIT };
    for showing in [SPLIT, difference] {
        let mut studio = Studio::new();
        (0..40).for_each(|_| _ = studio.frame(&alone, &showing, true));
        assert_eq!(studio.halves(), [Some(7), None]);
        assert!(studio.land.pictures().is_some_and(|[_, twin]| twin.fields.is_empty()));
        let number = studio.number;
        (0..40).for_each(|_| _ = studio.frame(&alone, &showing, true));
        assert_eq!(studio.number, number, "nothing is painted again");
        (0..40).for_each(|_| _ = studio.frame(&both, &showing, true));
        assert_eq!(studio.halves(), [Some(7), (showing == SPLIT).then_some(7)]);
        assert!(studio.land.pictures().is_some_and(|[_, twin]| twin.days_done == 7) && studio.land.is_current());
    }
}

/// Contract: where days pass faster than the land can be painted it is drafted, and once they no longer do it is painted finely again,
/// also when they stop, or when another day is gone to; what is painted quickly enough never is drafted.
#[test]
fn land_that_would_be_late_is_drafted() {
    let play = |studio: &mut Studio, days: std::ops::Range<u32>, per_frame: u32, paints_every: u32| {
        let mut drafts = 0;
        for frame in days {
            studio.frame(&playing_on(per_frame * frame), &SPLIT, frame % paints_every == 0);
            drafts += u32::from(studio.land.piles[0].top().is_some_and(|top| top.detail == Detail::Draft));
        }
        drafts
    };
    let mut studio = Studio::new();
    let first = on(0);
    (0..20).for_each(|_| _ = studio.frame(&first, &SPLIT, true));
    assert_eq!(play(&mut studio, 0..400, 2, 1), 0, "40 ms is soon");
    assert!(play(&mut studio, 400..800, 2, 20) > 200, "it takes 0.8 s");
    assert!(!studio.land.is_current());
    let paused = on(1600);
    for _ in 0..80 {
        studio.frame(&paused, &SPLIT, true);
    }
    assert!(studio.land.is_current(), "it is painted finely once no days pass");
    assert_eq!(studio.halves(), [Some(1600); 2]);
    play(&mut studio, 800..1200, 2, 20);
    // A fortieth as many days pass.
    let mut last = None;
    for frame in 0..2000 {
        studio.frame(&playing_on(2400 + frame / 20), &SPLIT, frame % 20 == 0);
        last = studio.land.piles[0].top();
    }
    assert!(last.is_some_and(|last| last.detail == Detail::Full), "{last:?}");
}
