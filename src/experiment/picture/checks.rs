//! What the tests of all pictures share.

use super::{Mark, Picture, Point, font};
use crate::output::words::NOT_EVIDENCE;

/// Two opposite corners of the space of a text.
pub fn space_of_text(mark: &Mark) -> Option<[Point; 2]> {
    let Mark::Text { at: [x, y], anchor, size, text, .. } = mark else { return None };
    let length = font::width(text, *size);
    let left = x - length * [0.0, 0.5, 1.0][*anchor as usize];
    Some([[left, y - size], [left + length, *y]])
}

/// Makes sure that all of a picture is on the paper, that it has no character without a shape, and that the model's note is there.
pub fn assert_on_the_paper(picture: &Picture) {
    let [width, height] = picture.size.map(f64::from);
    for mark in &picture.marks {
        let points = match mark {
            Mark::Area { corners, .. } => corners.clone(),
            Mark::Lines { lines, .. } => lines.concat(),
            Mark::Text { .. } => space_of_text(mark).into_iter().flatten().collect(),
        };
        for [x, y] in points {
            let is_inside = (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
            assert!(is_inside, "{x} {y} of {width} {height}: {mark:?}");
        }
    }
    let is_note = |mark: &Mark| matches!(mark, Mark::Text { text, .. } if text == NOT_EVIDENCE);
    assert!(picture.marks.iter().any(is_note));
    assert!(picture.unknown_characters().is_empty(), "{:?}", picture.unknown_characters());
}
