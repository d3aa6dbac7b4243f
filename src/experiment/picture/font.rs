//! The font that pictures are painted with: "Sparrowfall Hans", which has the characters of GB 2312 (Simplified Chinese)
//! and of Western European languages. It is cut out of Noto Sans CJK SC; its licence is in `assets/fonts/OFL.txt`.

use std::sync::LazyLock;

use tiny_skia::PathBuilder;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// What is painted in place of a character that the font lacks.
pub const STAND_IN: char = '?';

/// The font's file.
pub const HANS: &[u8] = include_bytes!("../../../assets/fonts/sparrowfall_hans.otf");

/// `None` would be a broken file in the program; a test fails then.
static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(HANS, 0).ok());

/// Whether the font has a character.
pub fn has(character: char) -> bool {
    FACE.as_ref().is_some_and(|face| face.glyph_index(character).is_some())
}

fn glyph(face: &Face, character: char) -> Option<GlyphId> {
    face.glyph_index(character).or_else(|| face.glyph_index(STAND_IN))
}

/// Pixels from the beginning of a character to that of the next.
fn advance(face: &Face, glyph: GlyphId, size: f64) -> f64 {
    f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * size / f64::from(face.units_per_em())
}

/// Width of a text of that size, pixels.
pub fn width(text: &str, size: f64) -> f64 {
    let Some(face) = FACE.as_ref() else { return 0.0 };
    text.chars().filter_map(|character| Some(advance(face, glyph(face, character)?, size))).sum()
}

/// A text that is no wider than `most` pixels: what is too long ends in "…".
pub fn shortened(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.into();
    }
    let mut short = text.to_owned();
    while !short.is_empty() && width(&short, size) + width("…", size) > most {
        short.pop();
    }
    format!("{}…", short.trim_end())
}

/// Lines of a text, none wider than `most` pixels, and no more than `lines`; the last ends in "…" if there is more.
pub fn broken(text: &str, size: f64, most: f64, lines: usize) -> Vec<String> {
    let mut broken = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if broken.len() + 1 == lines {
            broken.push(shortened(rest, size, most));
            break;
        }
        let fits = |end: &usize| width(rest[..*end].trim_end(), size) <= most;
        let ends = rest.char_indices().map(|(at, character)| at + character.len_utf8());
        let widest = ends.take_while(fits).last().unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8));
        let end = match rest[..widest].rfind(' ') {
            // Between words where there are words; Chinese is broken anywhere.
            Some(space) if widest < rest.len() && rest[widest..].starts_with(|c: char| c.is_ascii_graphic()) => space,
            _ => widest,
        };
        broken.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    broken
}

/// The outlines of a text, its beginning at `x` and its base line at `y`, all in pixels.
pub fn outlines(text: &str, size: f32, x: f32, y: f32) -> Option<tiny_skia::Path> {
    let face = FACE.as_ref()?;
    let scale = size / f32::from(face.units_per_em());
    let mut pen = Outlines { path: PathBuilder::new(), scale, x, y };
    for glyph in text.chars().filter_map(|character| glyph(face, character)) {
        face.outline_glyph(glyph, &mut pen);
        pen.x += advance(face, glyph, f64::from(size)) as f32;
    }
    pen.path.finish()
}

/// Puts the outlines of a character where they belong.
struct Outlines {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Outlines {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + self.scale * x, self.y - self.scale * y)
    }
}

impl OutlineBuilder for Outlines {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::words::NOT_EVIDENCE;

    #[test]
    fn the_font_has_simplified_chinese_and_what_the_program_writes() {
        let face = FACE.as_ref().expect("the font can be read");
        let written = "消灭麻雀运动与一个公社的收成，1958—1962年：“对照” ± − – ° ² ≈ ≤ … éöß ";
        for character in written.chars().chain(NOT_EVIDENCE.chars()) {
            let glyph = face.glyph_index(character);
            assert!(glyph.is_some_and(|glyph| glyph.0 != 0), "no glyph for {character:?}");
        }
        assert!(!has('🐦') && !has('ཀ'));
        // A Chinese character has ink, and is as wide as it is high.
        assert!(outlines("雀", 20.0, 0.0, 20.0).is_some_and(|path| path.bounds().width() > 15.0));
        assert!((width("麻雀", 20.0) - 40.0).abs() < 1e-9);
    }

    #[test]
    fn long_texts_are_broken_between_words_and_shortened() {
        let lines = broken("Wheat and maize in a commune that is rich in sparrows", 20.0, 200.0, 3);
        assert!(lines.len() == 3 && lines.iter().all(|line| width(line, 20.0) <= 200.0), "{lines:?}");
        assert_eq!(lines.join(" "), "Wheat and maize in a commune that is rich in sparrows");
        let lines = broken(&"麻雀".repeat(40), 20.0, 300.0, 2);
        assert!(lines.len() == 2 && lines[1].ends_with('…') && width(&lines[1], 20.0) <= 300.0, "{lines:?}");
        assert_eq!(broken("麻雀", 500.0, 10.0, 9).concat(), "麻雀");
    }
}
