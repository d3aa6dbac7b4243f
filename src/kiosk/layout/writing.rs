//! Words and figures, from the top of a panel down.

use std::cell::Cell;
use std::sync::Arc;

use bevy_egui::egui::text::{LayoutJob, TextFormat};
use bevy_egui::egui::{Align, Context, Galley, Pos2, Rect, Vec2, pos2, vec2};

use crate::kiosk::measure::{Measure, Role};
use crate::kiosk::page::{Figure, Page};
use crate::kiosk::visit::Screen;
use crate::window::panels::theme::{INK, SOFT_INK, Token};

use super::{Control, GAP, Piece, Text};

/// Builds a sheet from the top down.
pub(super) struct Builder<'a> {
    pub(super) ctx: &'a Context,
    pub(super) measure: Measure,
    pub(super) pieces: Vec<Piece>,
    pub(super) controls: Vec<Control>,
    /// Where text and choices go.
    pub(super) column: Rect,
    /// How far down the next thing comes.
    pub(super) y: f32,
    /// Whether a word had to be broken.
    pub(super) breaks: Cell<bool>,
}

impl Builder<'_> {
    pub(super) fn text(&self, text: &str, role: Role, colour: Token, width: f32) -> Arc<Galley> {
        let font_id = self.measure.font(role);
        let size = font_id.size;
        // Lines of Han characters, which have no ascenders, need more air.
        let air = if text.chars().any(|letter| letter > '\u{2e80}') { 1.15 } else { 1.0 };
        let line_height = Some(air * role.line_height() * font_id.size);
        let format =
            TextFormat { font_id, color: *colour, line_height, valign: Align::Center, ..TextFormat::default() };
        let lay = |wrap: f32| {
            let mut job = LayoutJob::single_section(text.into(), format.clone());
            job.wrap.max_width = wrap;
            self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let mut galley = lay(width.max(1.0));
        // egui knows no rule for the punctuation of Han text: with shorter lines a mark comes where it may be.
        for shorter in 1..=3_u8 {
            if !begins_a_line_with_a_mark(&galley) {
                break;
            }
            galley = lay((width - f32::from(shorter) * 0.75 * size).max(1.0));
        }
        self.breaks.set(self.breaks.get() || breaks_a_word(&galley));
        galley
    }

    pub(super) fn place(&mut self, at: Pos2, galley: Arc<Galley>, colour: Token) {
        self.pieces.push(Piece::Text(Text { at, galley, colour }));
    }

    /// Writes a paragraph where the last one ended.
    pub(super) fn paragraph(&mut self, text: &str, role: Role, colour: Token) {
        let galley = self.text(text, role, colour, self.column.width());
        let at = pos2(self.column.left(), self.y);
        self.y += galley.size().y;
        self.place(at, galley, colour);
    }

    /// How far the story has come, the one sentence, and the others.
    pub(super) fn head(&mut self, page: &Page) {
        if let Some(step) = page.step {
            let (radius, pitch) = (self.measure.px(2.4), self.measure.px(8.0));
            for dot in 0..Screen::STORY.len() {
                let at = pos2(self.column.left() + radius + dot as f32 * pitch, self.y + radius);
                self.pieces.push(Piece::Dot(at, radius, dot < step));
            }
            self.y += 2.0 * radius + self.measure.px(GAP);
        }
        let role = if page.is_title { Role::Name } else { Role::Headline };
        self.paragraph(&page.headline, role, INK);
        self.y += self.measure.px(if page.is_title { 2.0 * GAP } else { GAP });
        for text in &page.text {
            self.paragraph(text, Role::Body, INK);
            self.y += self.measure.px(0.7 * GAP);
        }
    }

    pub(super) fn figure(&mut self, figure: &Figure) {
        self.y += self.measure.px(GAP);
        match figure {
            Figure::Bars { harvests_t, labels, numbers } => {
                let most = harvests_t.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
                for (index, (label, number)) in labels.iter().zip(numbers).enumerate() {
                    self.paragraph(label, Role::Strong, INK);
                    let height = self.measure.px(13.0);
                    let number = self.text(number, Role::Strong, INK, f32::INFINITY);
                    let room = self.column.width() - number.size().x - self.measure.px(GAP);
                    let width = room * (harvests_t[index] / most) as f32;
                    let bar = Rect::from_min_size(pos2(self.column.left(), self.y), vec2(width, height));
                    self.pieces.push(Piece::Bar(bar, index == 1));
                    let at = pos2(bar.right() + self.measure.px(0.7 * GAP), bar.center().y - 0.5 * number.size().y);
                    self.place(at, number, INK);
                    self.y = bar.bottom() + self.measure.px(GAP);
                }
            }
            Figure::Table { heads, rows } => {
                let columns = [0.0, 0.46, 0.74].map(|share| self.column.left() + share * self.column.width());
                let ends = [columns[1], columns[2], self.column.right()];
                let mut deepest: f32 = self.y;
                for (head, column) in heads.iter().zip(&columns[1..]) {
                    let galley = self.text(head, Role::Small, SOFT_INK, 0.25 * self.column.width());
                    deepest = deepest.max(self.y + galley.size().y);
                    self.place(pos2(*column, self.y), galley, SOFT_INK);
                }
                self.y = deepest + self.measure.px(0.3 * GAP);
                for row in rows {
                    self.pieces.push(Piece::Rule(pos2(self.column.left(), self.y), self.column.width()));
                    self.y += self.measure.px(0.5 * GAP);
                    let icon = self.measure.px(13.0);
                    let name_at = columns[0] + icon + self.measure.px(GAP);
                    let name = self.text(&row.name, Role::Strong, INK, ends[0] - name_at);
                    let unit = self.text(&row.unit, Role::Small, SOFT_INK, ends[0] - name_at);
                    // The unit stands beside the name where there is room, else under it.
                    let beside = name_at + name.size().x + self.measure.px(0.5 * GAP);
                    let is_beside = beside + unit.size().x <= ends[0] - self.measure.px(0.5 * GAP);
                    let height = name.size().y + if is_beside { 0.0 } else { unit.size().y };
                    let middle = self.y + 0.5 * height;
                    let square = Rect::from_center_size(pos2(columns[0] + 0.5 * icon, middle), Vec2::splat(icon));
                    self.pieces.push(Piece::Icon(row.icon, square));
                    let below = name.size().y;
                    let unit_at = match is_beside {
                        true => pos2(beside, middle - 0.5 * unit.size().y),
                        false => pos2(name_at, self.y + below),
                    };
                    self.place(pos2(name_at, self.y), name, INK);
                    self.place(unit_at, unit, SOFT_INK);
                    for (index, number) in row.numbers.iter().enumerate() {
                        let colour = if index == 0 { INK } else { SOFT_INK };
                        let galley = self.text(number, Role::Number, colour, ends[index + 1] - columns[index + 1]);
                        self.place(pos2(columns[index + 1], middle - 0.5 * galley.size().y), galley, colour);
                    }
                    self.y += height + self.measure.px(0.5 * GAP);
                }
                self.pieces.push(Piece::Rule(pos2(self.column.left(), self.y), self.column.width()));
                self.y += self.measure.px(GAP);
            }
        }
    }
}

/// Whether a word of an alphabet is divided between two lines.
fn breaks_a_word(galley: &Galley) -> bool {
    let is_of_a_word = |letter: char| letter.is_alphanumeric() && letter < '\u{2e80}';
    galley.rows.windows(2).any(|rows| {
        let ends = !rows[0].ends_with_newline && rows[0].glyphs.last().is_some_and(|last| is_of_a_word(last.chr));
        ends && rows[1].glyphs.first().is_some_and(|first| is_of_a_word(first.chr))
    })
}

/// Whether a line begins with a mark that belongs to what stands before it.
fn begins_a_line_with_a_mark(galley: &Galley) -> bool {
    const MARKS: &str = "，。、；：？！）》」』”’%";
    let starts = galley.rows.iter().skip(1).filter_map(|row| row.glyphs.first());
    starts.into_iter().any(|first| MARKS.contains(first.chr))
}
