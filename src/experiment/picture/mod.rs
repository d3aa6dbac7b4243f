//! Pictures made of areas, lines and text, written as SVG ([`svg`]) and painted as PNG ([`png`]).
//!
//! Both come from the same marks, so they show the same. The PNG is painted with a font of our own ([`font`]), because a
//! machine may have none with Chinese characters; an SVG is shown with what the reader's machine has.

#[cfg(test)]
pub mod checks;
pub mod font;
pub mod png;
pub mod svg;

/// A place: pixels from the left and from the top.
pub type Point = [f64; 2];

/// A colour (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How lines are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// Their colour.
    pub colour: Colour,
    /// Their width, pixels.
    pub width: f64,
    /// Lengths of dashes and gaps in turn, pixels; none for a solid line.
    pub dash: &'static [f64],
    /// From 0, not seen, to 1.
    pub opacity: f64,
}

impl Pen {
    /// A solid pen.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: &[], opacity: 1.0 }
    }
}

/// Something in a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// An area with these corners.
    Area {
        /// Its corners.
        corners: Vec<Point>,
        /// Its colour.
        fill: Colour,
        /// From 0, not seen, to 1.
        opacity: f64,
    },
    /// Lines, each through these points.
    Lines {
        /// The points of each.
        lines: Vec<Vec<Point>>,
        /// How they are drawn.
        pen: Pen,
    },
    /// A line of text.
    Text {
        /// Where its base line is.
        at: Point,
        /// Which part of it is there.
        anchor: Anchor,
        /// Its size, pixels.
        size: f64,
        /// Its colour.
        colour: Colour,
        /// The text.
        text: String,
    },
}

/// A picture. Later marks cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Width and height, pixels.
    pub size: [u32; 2],
    /// Colour of the paper.
    pub paper: Colour,
    /// What it is, for those who cannot see it.
    pub title: String,
    /// What is on it.
    pub marks: Vec<Mark>,
}

impl Picture {
    /// Adds an upright rectangle between two corners.
    pub fn rectangle(&mut self, [x, y]: Point, [right, bottom]: Point, fill: Colour, opacity: f64) {
        let corners = vec![[x, y], [right, y], [right, bottom], [x, bottom]];
        self.marks.push(Mark::Area { corners, fill, opacity });
    }

    /// Adds a line.
    pub fn line(&mut self, points: impl Into<Vec<Point>>, pen: Pen) {
        self.marks.push(Mark::Lines { lines: vec![points.into()], pen });
    }

    /// Adds text.
    pub fn text(&mut self, at: Point, anchor: Anchor, size: f64, colour: Colour, text: impl Into<String>) {
        self.marks.push(Mark::Text { at, anchor, size, colour, text: text.into() });
    }

    /// The characters in it that our font lacks, each once.
    pub fn unknown_characters(&self) -> Vec<char> {
        let texts = self.marks.iter().filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text),
            _ => None,
        });
        let mut unknown: Vec<_> = texts.flat_map(|text| text.chars()).filter(|&c| !font::has(c)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }
}

/// The points that a line needs so that no other one is further from it than `tolerance` (Douglas & Peucker 1973).
pub fn simplified(points: &[Point], tolerance: f64) -> Vec<Point> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut is_kept = vec![false; points.len()];
    (is_kept[0], is_kept[last]) = (true, true);
    let mut parts = vec![(0, last)];
    while let Some((first, last)) = parts.pop() {
        let ([x, y], [dx, dy]) =
            (points[first], [points[last][0] - points[first][0], points[last][1] - points[first][1]]);
        let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
        let off = |at: usize| ((points[at][0] - x) * dy - (points[at][1] - y) * dx).abs() / length;
        let furthest = (first + 1..last).max_by(|&a, &b| off(a).total_cmp(&off(b)));
        if let Some(furthest) = furthest.filter(|&at| off(at) > tolerance) {
            is_kept[furthest] = true;
            parts.extend([(first, furthest), (furthest, last)]);
        }
    }
    points.iter().zip(is_kept).filter_map(|(point, is_kept)| is_kept.then_some(*point)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_corners_and_loses_what_nobody_sees() {
        let points: Vec<Point> = (0..=100).map(|x| [f64::from(x), if x == 40 { 9.0 } else { 0.001 }]).collect();
        let few = simplified(&points, 0.3);
        assert_eq!(few, [[0.0, 0.001], [39.0, 0.001], [40.0, 9.0], [41.0, 0.001], [100.0, 0.001]]);
        assert_eq!(simplified(&[], 0.3), [[0.0; 2]; 0]);
    }
}
