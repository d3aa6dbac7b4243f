//! Where the parts of the time line are, at each size of the window.

use bevy_egui::egui::{Rect, Vec2, pos2, vec2};
use jiff::civil::Date;

use crate::window::charts::data::TimeAxis;

use super::bands::{BAND, Bands, HANDLE, PITCH};
use super::controls;
use super::tags::TAG;

/// Height without bands of branches, and in low windows.
const HEIGHT: f32 = 96.0;
const LOW_HEIGHT: f32 = 80.0;
/// Windows are low below this.
const LOW: f32 = 700.0;
/// Where it is narrower than this, the controls are below the band.
const NARROW: f32 = 560.0;
/// Height of the controls there.
const CONTROLS_HEIGHT: f32 = 62.0;
/// From the middle of the run's band to that of the first branch.
const TO_BRANCHES: f32 = 41.0;
/// From a tag to the band.
const STEM: f32 = 8.5;
/// Height of the sentence on what cannot be had at once.
const SENTENCE: f32 = 20.0;

/// The parts of the time line.
pub struct Places {
    /// The bands.
    pub bands: Bands,
    /// The tags, in a row.
    pub tags: Rect,
    /// Play, steps and speed.
    pub controls: Rect,
    /// The sentence on what cannot be had at once.
    pub sentence: Rect,
}

/// Height of all of it, with this many bands, in a window of this height and a panel of this width.
pub fn height(window: f32, width: f32, bands: usize, has_sentence: bool) -> f32 {
    let controls = if width < NARROW { CONTROLS_HEIGHT } else { 0.0 };
    let sentence = if has_sentence { SENTENCE } else { 0.0 };
    run_height(window) + PITCH * (bands - 1) as f32 + controls + sentence
}

fn run_height(window: f32) -> f32 {
    if window < LOW { LOW_HEIGHT } else { HEIGHT }
}

impl Places {
    /// The places in a panel, of the bands of these branches.
    pub fn of(all: Rect, window: f32, shown: &[usize], (axis, start): (TimeAxis, Date)) -> Self {
        let base = run_height(window);
        let bands_height = base + PITCH * (shown.len() - 1) as f32;
        let is_narrow = all.width() < NARROW;
        let middle = match is_narrow {
            true => pos2(all.left() + 12.0, all.top() + bands_height + 0.5 * CONTROLS_HEIGHT),
            false => pos2(all.left() + 16.0, all.top() + 0.5 * base),
        };
        let controls =
            Rect::from_min_size(middle - vec2(0.0, 0.5 * controls::PLAY), vec2(controls::WIDTH, controls::PLAY));
        let left = if is_narrow { all.left() + HANDLE + 6.0 } else { controls.right() + HANDLE };
        let right = all.right() - HANDLE - 7.0;
        let run = all.top() + 0.57 * base;
        let below = |number: u8| if number == 0 { 0.0 } else { TO_BRANCHES + PITCH * f32::from(number - 1) };
        let rows = (0..).zip(shown).map(|(number, branch)| (*branch, run + below(number))).collect();
        let top = run - 0.5 * BAND - STEM - TAG;
        Self {
            bands: Bands { axis, start, across: left..=right, rows },
            tags: Rect::from_min_size(pos2(left, top), vec2(right - left, TAG)),
            controls,
            sentence: Rect::from_min_max(
                pos2(all.left() + 16.0, all.bottom() - SENTENCE),
                all.max - Vec2::new(12.0, 2.0),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Contract: at every size of the window, with branches or without, no part lies on another or beyond the panel.
    #[test]
    fn no_part_lies_on_another() {
        let start = date(1957, 1, 1);
        let axis = TimeAxis::new(start, date(1962, 12, 31), start);
        // What the map leaves in windows of 1024 x 640, 1280 x 800, 1920 x 1080 and 1080 x 1920, and in the smallest one.
        for (window, width) in [(640.0, 690.0), (800.0, 850.0), (900.0, 1050.0), (1600.0, 900.0), (480.0, 320.0)] {
            for bands in 1..=4 {
                for has_sentence in [false, true] {
                    let shown: Vec<usize> = (0..bands).collect();
                    let height = height(window, width, bands, has_sentence);
                    let all = Rect::from_min_size(pos2(0.0, window - height), vec2(width, height));
                    let places = Places::of(all, window, &shown, (axis, start));
                    let mut parts: Vec<Rect> = (0..bands).map(|number| places.bands.target(number)).collect();
                    // The years are below the run's band, beside which a finger may press for the band.
                    let run = places.bands.rows[0].1 + 0.5 * BAND;
                    let years = Rect::from_x_y_ranges(places.tags.x_range(), run + 8.0..=run + 20.0);
                    assert!(parts[1..].iter().all(|part| !part.intersects(years)), "{years} of {width}, {bands} bands");
                    parts.extend([places.controls]);
                    if has_sentence {
                        parts.push(places.sentence);
                    }
                    for (index, part) in parts.iter().enumerate() {
                        assert!(all.contains_rect(*part), "{part} of {all}, {bands} bands");
                        let part = part.shrink(0.5);
                        assert!(parts[..index].iter().all(|other| !other.intersects(part)), "{part}, {bands} bands");
                    }
                    assert!(all.contains_rect(places.tags) && !places.tags.intersects(places.controls));
                    assert!(places.tags.bottom() + STEM <= places.bands.rows[0].1 - 0.5 * BAND + 0.1);
                }
            }
        }
        assert_eq!((height(800.0, 900.0, 1, false), height(640.0, 700.0, 1, false)), (96.0, 80.0));
    }
}
