//! Text that has too little room: cut off at a side, beyond the screen, over other text, or broken within a word.

use bevy_egui::egui::emath::Rot2;
use bevy_egui::egui::epaint::text::PlacedRow;
use bevy_egui::egui::epaint::{ClippedShape, TextShape};
use bevy_egui::egui::{Rect, Shape, Vec2};

/// How far text may lie over an edge, and how far over other text, in points: pictures of letters have a rim.
const RIM: f32 = 1.5;
const OVER_OTHERS: [f32; 2] = [3.0, 4.0];

/// Something that was painted, in the order in which it was.
enum Painted {
    /// A line of a text.
    Line(Line),
    /// A rectangle or a disc that hides what is under it.
    Sheet(Rect),
}

struct Line {
    /// All of the text.
    words: String,
    at: Rect,
    clip: Rect,
    /// Within the clip.
    seen: Rect,
    /// The parts of a word of which the second begins the next line.
    broken: Option<String>,
}

/// What is wrong with the texts of a frame on a screen, a sentence for each.
pub fn faults(shapes: &[ClippedShape], screen: Rect) -> Vec<String> {
    let mut painted = Vec::new();
    shapes.iter().for_each(|shape| collect(&shape.shape, shape.clip_rect, &mut painted));
    let mut faults = Vec::new();
    for (index, item) in painted.iter().enumerate() {
        let Painted::Line(line) = item else { continue };
        faults.extend(fault_of(line, screen));
        let later = &painted[index + 1..];
        for (between, other) in later.iter().enumerate() {
            let Painted::Line(other) = other else { continue };
            let both = line.seen.intersect(other.seen);
            let is_over = both.width() > OVER_OTHERS[0] && both.height() > OVER_OTHERS[1];
            let hides = |item: &Painted| matches!(item, Painted::Sheet(sheet) if sheet.contains(both.center()));
            if is_over && !is_same(line, other) && !later[..between].iter().any(hides) {
                faults.push(format!("{:?} at {} lies over {:?} at {}", other.words, other.at, line.words, line.at));
            }
        }
    }
    faults
}

/// What of the texts of a frame lies half under something that was painted later, or itself over the edge of something, a sentence for each.
pub fn covered(shapes: &[ClippedShape]) -> Vec<String> {
    let mut painted = Vec::new();
    shapes.iter().for_each(|shape| collect(&shape.shape, shape.clip_rect, &mut painted));
    let lies_on = |sheet: &Rect, line: &Line| {
        let both = sheet.intersect(line.seen);
        both.width() > OVER_OTHERS[0] && both.height() > OVER_OTHERS[1]
    };
    let sheets = |items: &'_ [Painted]| -> Vec<Rect> {
        items.iter().filter_map(|item| if let Painted::Sheet(sheet) = item { Some(*sheet) } else { None }).collect()
    };
    let mut found = Vec::new();
    for (index, item) in painted.iter().enumerate() {
        let Painted::Line(line) = item else { continue };
        let (before, after) = (sheets(&painted[..index]), sheets(&painted[index + 1..]));
        let is_whole = |sheet: &&Rect| sheet.expand(RIM).contains_rect(line.seen);
        let hides = |sheet: &&Rect| lies_on(sheet, line) && !is_whole(sheet);
        found.extend(after.iter().find(hides).map(|sheet| format!("{:?} at {} is under {sheet}", line.words, line.at)));
        // What lies under a ground of its own does not matter.
        let ground = before.iter().rposition(|sheet| is_whole(&sheet)).unwrap_or(0);
        let crossed = before[ground..].iter().find(hides);
        found.extend(crossed.map(|sheet| format!("{:?} at {} lies over {sheet}", line.words, line.at)));
    }
    found
}

/// Whether all lines of a text are painted, and nothing of them is scrolled out of sight.
pub fn is_in_sight(shapes: &[ClippedShape], words: &str) -> bool {
    let mut painted = Vec::new();
    shapes.iter().for_each(|shape| collect(&shape.shape, shape.clip_rect, &mut painted));
    let lines: Vec<_> = painted
        .iter()
        .filter_map(|painted| if let Painted::Line(line) = painted { Some(line) } else { None })
        .collect();
    let mut lines = lines.into_iter().filter(|line| line.words == words).peekable();
    lines.peek().is_some() && lines.all(|line| line.clip.expand(RIM).contains_rect(line.at))
}

fn fault_of(line: &Line, screen: Rect) -> Option<String> {
    let Line { words, at, clip, seen, broken } = line;
    // What is scrolled out of sight is not cut off.
    let is_in_sight = at.y_range().intersection(clip.y_range()).span() > OVER_OTHERS[1];
    let beyond = |limit: &Rect| at.left() < limit.left() - RIM || at.right() > limit.right() + RIM;
    let below = |limit: &Rect| at.top() < limit.top() - RIM || at.bottom() > limit.bottom() + RIM;
    // Nothing scrolls that is clipped by the screen alone.
    let is_fixed = clip.contains_rect(screen.shrink(RIM));
    if is_in_sight && beyond(clip) {
        return Some(format!("{words:?} at {at} is cut off at {clip}"));
    }
    if is_in_sight && (beyond(&screen) || is_fixed && below(&screen)) {
        return Some(format!("{words:?} at {at} is beyond the screen"));
    }
    let word = broken.as_ref().filter(|_| seen.is_positive())?;
    Some(format!("{words:?} is broken within a word: {word}"))
}

/// Whether it is the same text, painted twice so that it looks bolder, or has a halo.
fn is_same(one: &Line, other: &Line) -> bool {
    one.words == other.words && (one.at.min - other.at.min).abs().max_elem() < 2.5
}

fn collect(shape: &Shape, clip: Rect, painted: &mut Vec<Painted>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, painted)),
        Shape::Text(text) if text.opacity_factor > 0.0 => lines_of(text, clip, painted),
        Shape::Rect(rect) if rect.fill.is_opaque() => painted.push(Painted::Sheet(rect.rect.intersect(clip))),
        Shape::Circle(disc) if disc.fill.is_opaque() => {
            // The square in it, which is a little less than what it hides.
            let square = Rect::from_center_size(disc.center, Vec2::splat(1.7 * disc.radius));
            painted.push(Painted::Sheet(square.intersect(clip)));
        }
        _ => {}
    }
}

fn lines_of(text: &TextShape, clip: Rect, painted: &mut Vec<Painted>) {
    let rows = &text.galley.rows;
    for (index, row) in rows.iter().enumerate() {
        let bounds = row.visuals.mesh_bounds.translate(row.pos.to_vec2());
        let at = bounds.rotate_bb(Rot2::from_angle(text.angle)).translate(text.pos.to_vec2());
        if at.is_positive() {
            let broken = rows.get(index + 1).and_then(|next| broken(row, next));
            let words = text.galley.text().to_owned();
            painted.push(Painted::Line(Line { words, at, clip, seen: at.intersect(clip), broken }));
        }
    }
}

/// The parts of a word that had no room in a line of its own.
fn broken(row: &PlacedRow, next: &PlacedRow) -> Option<String> {
    let [before, after] = [row.text(), next.text()];
    // Chinese is written without spaces.
    let is_letter = |letter: char| letter.is_alphanumeric() && letter < '\u{2e80}';
    let are_letters = before.chars().next_back().is_some_and(is_letter) && after.chars().next().is_some_and(is_letter);
    (are_letters && !row.ends_with_newline).then(|| format!("{before}|{after}"))
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Align2, Label, Pos2, ScrollArea, Ui, pos2, vec2};

    use super::*;
    use crate::window::panels::theme::{self, INK, PAPER};
    use crate::window::test_support::ui::TestUi;

    fn faults_of(paint: impl Fn(&mut Ui)) -> Vec<String> {
        let size = vec2(300.0, 200.0);
        let mut test_ui = TestUi::of_size(size);
        (0..3).for_each(|_| test_ui.frame(&paint));
        faults(test_ui.shapes(), Rect::from_min_size(Pos2::ZERO, size))
    }

    /// Contract: each kind of fault is found and named, and what has room has none.
    #[test]
    fn faults_are_found() {
        let text = |ui: &mut Ui, x: f32, y: f32, words: &str| {
            _ = ui.painter().text(pos2(x, y), Align2::LEFT_TOP, words, theme::font(16.0), *INK);
        };
        let one = |faults: Vec<String>, what: &str| {
            assert!(faults.len() == 1 && faults[0].contains(what) && faults[0].contains("harvest"), "{faults:?}");
        };
        assert_eq!(faults_of(|ui| text(ui, 10.0, 10.0, "harvest")), [""; 0]);
        one(faults_of(|ui| text(ui, 270.0, 10.0, "harvest")), "cut off");
        one(faults_of(|ui| text(ui, 10.0, 190.0, "harvest")), "beyond the screen");
        let over = |ui: &mut bevy_egui::egui::Ui| {
            text(ui, 10.0, 10.0, "harvest");
            text(ui, 40.0, 14.0, "leaf");
        };
        one(faults_of(over), "lies over");
        let narrow = |ui: &mut bevy_egui::egui::Ui| {
            ui.set_max_width(30.0);
            ui.add(Label::new("harvest").wrap());
        };
        one(faults_of(narrow), "broken within a word");
    }

    /// Contract: text that is half under something, or over the edge of something, is found, and text with a ground of its own is not.
    #[test]
    fn text_over_edges_is_found() {
        let found = |paint: &dyn Fn(&mut Ui)| {
            let mut test_ui = TestUi::of_size(vec2(300.0, 200.0));
            (0..2).for_each(|_| test_ui.frame(paint));
            covered(test_ui.shapes())
        };
        let text =
            |ui: &mut Ui| _ = ui.painter().text(pos2(10.0, 10.0), Align2::LEFT_TOP, "harvest", theme::font(16.0), *INK);
        let sheet = |ui: &mut Ui, from: f32, to: f32| {
            ui.painter().rect_filled(Rect::from_min_max(pos2(from, 5.0), pos2(to, 40.0)), 0.0, *PAPER);
        };
        assert_eq!(found(&text), [""; 0]);
        assert!(
            found(&|ui| {
                text(ui);
                sheet(ui, 30.0, 200.0);
            })[0]
                .contains("is under")
        );
        assert!(
            found(&|ui| {
                sheet(ui, 30.0, 200.0);
                text(ui);
            })[0]
                .contains("lies over")
        );
        let on_a_ground = |ui: &mut Ui| {
            for from in [30.0, 5.0] {
                sheet(ui, from, 200.0);
            }
            text(ui);
        };
        assert_eq!(found(&on_a_ground), [""; 0]);
    }

    /// Contract: what a card hides, what is scrolled out of sight and what is painted twice to look bolder is no fault.
    #[test]
    fn what_is_hidden_is_no_fault() {
        let card = |ui: &mut bevy_egui::egui::Ui| {
            ui.painter().text(pos2(10.0, 10.0), Align2::LEFT_TOP, "under", theme::font(16.0), *INK);
            ui.painter().rect_filled(Rect::from_min_size(pos2(5.0, 5.0), vec2(80.0, 40.0)), 0.0, *PAPER);
            for x in [10.0, 10.6] {
                ui.painter().text(pos2(x, 12.0), Align2::LEFT_TOP, "over", theme::font(16.0), *INK);
            }
        };
        assert_eq!(faults_of(card), [""; 0]);
        let long = |ui: &mut bevy_egui::egui::Ui| {
            ScrollArea::vertical().show(ui, |ui| (0..40).for_each(|line| _ = ui.label(format!("line {line}"))));
        };
        assert_eq!(faults_of(long), [""; 0]);
    }
}
