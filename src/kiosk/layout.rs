//! Where everything on a screen is. Pages say what there is; here it gets its place, in millimetres, on any screen: beside the land where
//! the screen is wide, under it where it is high. What is laid out is drawn by [`paint`](super::paint), and its controls are one list,
//! which hands, keys and tests go by.

use std::cell::Cell;
use std::sync::Arc;

use bevy_egui::egui::text::{LayoutJob, TextFormat};
use bevy_egui::egui::{Align, Context, Galley, Pos2, Rect, Vec2, pos2, vec2};

use crate::window::language::tr;
use crate::window::panels::theme::{INK, ON_ACCENT, SOFT_INK, Token};

use super::icons::Icon;
use super::measure::{Measure, Role};
use super::page::{Choice, Figure, Kind, Page, Press};

/// Around everything in a panel, mm.
const PADDING: f32 = 17.7;
/// Between things that belong together, and between controls, mm.
const GAP: f32 = 5.9;
/// The height of a button of the story, mm.
const BUTTON: f32 = 35.4;
/// And of one on every screen, or on the land.
const SMALL_BUTTON: f32 = 29.5;
/// Under this, text is not made smaller so that all of it has room.
const LEAST_FITTED: f32 = 0.6;

/// Something with a place that a visitor can press.
#[derive(Clone, Debug)]
pub struct Control {
    /// What it is.
    pub choice: Choice,
    /// Where it is, logical pixels.
    pub rect: Rect,
    /// What is written on it, and where.
    pub texts: Vec<Text>,
    /// Where its icon is.
    pub icon: Option<Rect>,
    /// Whether it is one of those on every screen.
    pub is_of_bar: bool,
}

/// Text with a place.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its upper left corner.
    pub at: Pos2,
    /// Its letters.
    pub galley: Arc<Galley>,
    /// Its colour.
    pub colour: Token,
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Words.
    Text(Text),
    /// A bar of grain, whose end is dashed where it is of the twin.
    Bar(Rect, bool),
    /// A rule.
    Rule(Pos2, f32),
    /// An icon.
    Icon(Icon, Rect),
    /// How far the story has come: this dot is filled.
    Dot(Pos2, f32, bool),
    /// A card that lies on the land.
    Card(Rect),
}

/// A page with places.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Where the land is.
    pub land: Rect,
    /// Where the paper is, on which everything is written.
    pub panel: Rect,
    /// What is drawn.
    pub pieces: Vec<Piece>,
    /// What can be pressed, in the order in which it is read.
    pub controls: Vec<Control>,
    /// Whether all of it has room.
    pub fits: bool,
    /// How large text is.
    pub measure: Measure,
}

/// What is the same on every screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The language to which one may change.
    pub languages: Vec<Choice>,
    /// Whether less motion and more contrast are wanted.
    pub is_calm: bool,
    /// Whether it is under the panel, within reach where the screen hangs high.
    pub is_below: bool,
}

/// Lays out a page on a screen. Where text does not have room, the panel becomes larger, and then the text smaller.
pub fn lay_out(ctx: &Context, page: &Page, bar: &Bar, size: Vec2, measure: Measure) -> Sheet {
    let mut measure = measure;
    // Under the land there is more to be had than beside it.
    let sizes = if size.x >= size.y { &[1.0, 1.08, 1.16][..] } else { &[1.0, 1.08, 1.16, 1.28] };
    loop {
        let mut sheets = sizes.iter().map(|larger| Sheet::of(ctx, page, bar, (size, *larger), measure));
        if let Some(sheet) = sheets.find(|sheet| sheet.fits || measure.fitted <= LEAST_FITTED) {
            return sheet;
        }
        measure.fitted -= 0.05;
    }
}

/// Builds a sheet from the top down.
struct Builder<'a> {
    ctx: &'a Context,
    measure: Measure,
    pieces: Vec<Piece>,
    controls: Vec<Control>,
    /// Where text and choices go.
    column: Rect,
    /// How far down the next thing comes.
    y: f32,
    /// Whether a word had to be broken.
    breaks: Cell<bool>,
}

impl Sheet {
    fn of(ctx: &Context, page: &Page, bar: &Bar, (size, larger): (Vec2, f32), measure: Measure) -> Self {
        let screen = Rect::from_min_size(Pos2::ZERO, size);
        let is_wide = size.x >= size.y;
        let (land, panel) = if is_wide {
            let share = larger * (0.417 + 0.062 * (measure.text.factor() - 1.0) / 0.5);
            let width = share * size.x;
            match page.is_title {
                true => (screen, Rect::from_min_max(screen.min, pos2(width, size.y))),
                false => {
                    let edge = size.x - width;
                    (screen.with_max_x(edge), screen.with_min_x(edge))
                }
            }
        } else {
            // Words and buttons are within reach of a seated visitor.
            let edge = size.y * (0.59 - 0.5 * (larger - 1.0));
            (screen.with_max_y(edge), screen.with_min_y(edge))
        };
        let column =
            panel.shrink2(vec2(measure.px(PADDING), measure.px(if is_wide { PADDING } else { 0.7 * PADDING })));
        let y = column.top();
        let mut builder =
            Builder { ctx, measure, pieces: vec![], controls: vec![], column, y, breaks: Cell::new(false) };
        let bar_is_below = bar.is_below || !is_wide;
        let mut bottom = column.bottom();
        let bar_height = measure.px(SMALL_BUTTON);
        if !page.is_title {
            if bar_is_below {
                bottom -= bar_height;
            } else {
                builder.bar(bar, builder.y);
                builder.y += bar_height + measure.px(1.5 * GAP);
            }
        }
        builder.head(page);
        if let Some(figure) = &page.figure {
            builder.figure(figure);
        }
        let texts_end = builder.y;
        // Choices begin where the text ends, and what leads on is at the foot.
        let mut foot = bottom;
        if !page.is_title && bar_is_below {
            foot -= measure.px(GAP);
        }
        if let Some(note) = &page.note {
            let text = builder.text(note, Role::Small, SOFT_INK, builder.column.width());
            foot -= text.size().y;
            builder.place(pos2(builder.column.left(), foot), text, SOFT_INK);
            foot -= measure.px(GAP);
        }
        let foot_top = builder.foot(&page.foot, foot);
        let choices = builder.choices(page, (texts_end, foot_top));
        if !page.is_title && bar_is_below {
            builder.bar(bar, column.bottom() - bar_height);
        }
        builder.on_land(page, land, is_wide);
        let Builder { pieces, controls, breaks, .. } = builder;
        let is_inside = |rect: Rect| screen.contains_rect(rect.shrink(0.5));
        let fits = texts_end <= choices + 0.5
            && choices <= foot_top + 0.5
            && controls.iter().all(Control::fits)
            && controls.iter().all(|control| is_inside(control.rect));
        let fits = fits && !breaks.get();
        Self { land, panel, pieces, controls, fits, measure }
    }

    /// The control at a place.
    pub fn control_at(&self, at: Pos2) -> Option<usize> {
        self.controls.iter().position(|control| control.rect.contains(at))
    }
}

impl Control {
    /// Whether what is written on it has room on it, and is not written over its icon.
    fn fits(&self) -> bool {
        let rects = self.texts.iter().map(|text| Rect::from_min_size(text.at, text.galley.size()));
        let mut rects = rects.chain(self.icon);
        let all: Vec<Rect> = rects.by_ref().collect();
        let is_inside = all.iter().all(|rect| self.rect.contains_rect(rect.shrink(0.5)));
        let is_apart = all
            .iter()
            .enumerate()
            .all(|(index, one)| all[index + 1..].iter().all(|other| !one.shrink(1.0).intersects(other.shrink(1.0))));
        is_inside && is_apart
    }
}

impl Builder<'_> {
    fn text(&self, text: &str, role: Role, colour: Token, width: f32) -> Arc<Galley> {
        let font_id = self.measure.font(role);
        // Lines of Han characters, which have no ascenders, need more air.
        let air = if text.chars().any(|letter| letter > '\u{2e80}') { 1.15 } else { 1.0 };
        let line_height = Some(air * role.line_height() * font_id.size);
        let format =
            TextFormat { font_id, color: *colour, line_height, valign: Align::Center, ..TextFormat::default() };
        let mut job = LayoutJob::single_section(text.into(), format);
        job.wrap.max_width = width.max(1.0);
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(job));
        self.breaks.set(self.breaks.get() || breaks_a_word(&galley));
        galley
    }

    fn place(&mut self, at: Pos2, galley: Arc<Galley>, colour: Token) {
        self.pieces.push(Piece::Text(Text { at, galley, colour }));
    }

    /// Writes a paragraph where the last one ended.
    fn paragraph(&mut self, text: &str, role: Role, colour: Token) {
        let galley = self.text(text, role, colour, self.column.width());
        let at = pos2(self.column.left(), self.y);
        self.y += galley.size().y;
        self.place(at, galley, colour);
    }

    /// How far the story has come, the one sentence, and the others.
    fn head(&mut self, page: &Page) {
        if let Some(step) = page.step {
            let (radius, pitch) = (self.measure.px(2.4), self.measure.px(8.0));
            for dot in 0..super::visit::Screen::STORY.len() {
                let at = pos2(self.column.left() + radius + dot as f32 * pitch, self.y + radius);
                self.pieces.push(Piece::Dot(at, radius, dot < step));
            }
            self.y += 2.0 * radius + self.measure.px(GAP);
        }
        let role = if page.is_title { Role::Name } else { Role::Headline };
        self.paragraph(&page.headline, role, INK);
        self.y += self.measure.px(if page.is_title { 2.0 * GAP } else { 0.7 * GAP });
        for text in &page.text {
            self.paragraph(text, Role::Body, INK);
            self.y += self.measure.px(0.7 * GAP);
        }
    }

    fn figure(&mut self, figure: &Figure) {
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
                    let height = name.size().y + unit.size().y;
                    let middle = self.y + 0.5 * height;
                    let square = Rect::from_center_size(pos2(columns[0] + 0.5 * icon, middle), Vec2::splat(icon));
                    self.pieces.push(Piece::Icon(row.icon, square));
                    let unit_at = pos2(name_at, self.y + name.size().y);
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

    /// Choices under each other, at the bottom of what is free. Returns where they begin.
    fn choices(&mut self, page: &Page, (top, bottom): (f32, f32)) -> f32 {
        let gap = self.measure.px(GAP);
        let mut heights: Vec<f32> = page.choices.iter().map(|choice| self.height_of(choice)).collect();
        // Speeds and the like stand side by side.
        let rows = rows_of(&page.choices);
        for row in &rows {
            let highest = row.clone().map(|index| heights[index]).fold(0.0, f32::max);
            row.clone().for_each(|index| heights[index] = highest);
        }
        let all: f32 = rows.iter().map(|row| heights[row.start] + gap).sum();
        let free = bottom - top - all;
        // They are as far from the text as there is room, but not so far that they seem to belong to something else.
        let mut y = if page.is_title {
            bottom - all
        } else {
            top + free.clamp(0.0, self.measure.px(5.0 * GAP)).min(0.5 * free.max(0.0))
        };
        let begins = if page.choices.is_empty() { top } else { y };
        for row in rows {
            let width = (self.column.width() - gap * (row.len() - 1) as f32) / row.len() as f32;
            for (place, index) in row.clone().enumerate() {
                let left = self.column.left() + place as f32 * (width + gap);
                let rect = Rect::from_min_size(pos2(left, y), vec2(width, heights[index]));
                let is_alone = row.len() == 1;
                self.control(&page.choices[index], rect, is_alone);
            }
            y += heights[row.start] + gap;
        }
        if y > bottom + gap + 0.5 { f32::MAX } else { begins }
    }

    fn height_of(&self, choice: &Choice) -> f32 {
        let inner = self.column.width() - self.measure.px(3.0 * GAP + 20.0);
        let label = self.text(&choice.label, Role::Strong, INK, inner).size().y;
        let detail = choice.detail.as_ref().map_or(0.0, |detail| self.text(detail, Role::Body, INK, inner).size().y);
        let least = match choice.kind {
            Kind::Campaign => 59.0,
            Kind::Card => 24.0,
            _ => BUTTON,
        };
        (label + detail + self.measure.px(1.4 * GAP)).max(self.measure.px(least))
    }

    /// What leads back is on the left and small, what leads on large. Returns where they begin.
    fn foot(&mut self, foot: &[Choice], bottom: f32) -> f32 {
        if foot.is_empty() {
            return bottom;
        }
        let (gap, height) = (self.measure.px(GAP), self.measure.px(BUTTON));
        let natural = |builder: &Self, choice: &Choice| {
            let text = builder.text(&choice.label, Role::Strong, INK, f32::INFINITY).size().x;
            let icon = if choice.icon.is_some() { builder.measure.px(20.0) } else { 0.0 };
            text + icon + builder.measure.px(3.0 * GAP)
        };
        let widths: Vec<f32> = foot.iter().map(|choice| natural(self, choice)).collect();
        // As many to a row as have room; the main one takes what is left.
        let mut rows: Vec<Vec<usize>> = vec![vec![]];
        let mut used = 0.0;
        for (index, width) in widths.iter().enumerate() {
            let last = rows.len() - 1;
            if !rows[last].is_empty() && used + gap + width > self.column.width() {
                rows.push(vec![]);
                used = 0.0;
            }
            let last = rows.len() - 1;
            used += if rows[last].is_empty() { *width } else { gap + width };
            rows[last].push(index);
        }
        let top = bottom - rows.len() as f32 * (height + gap) + gap;
        for (line, row) in rows.iter().enumerate() {
            let taken: f32 = row.iter().map(|index| widths[*index]).sum::<f32>() + gap * (row.len() - 1) as f32;
            let left_over = (self.column.width() - taken).max(0.0);
            let grows = row.iter().position(|index| foot[*index].kind == Kind::Main);
            let mut x = self.column.left();
            for (place, index) in row.iter().enumerate() {
                let share = match grows {
                    Some(main) if main == place => left_over,
                    Some(_) => 0.0,
                    None => left_over / row.len() as f32,
                };
                let width = (widths[*index] + share).min(self.column.width());
                let at = pos2(x, top + line as f32 * (height + gap));
                self.control(&foot[*index], Rect::from_min_size(at, vec2(width, height)), false);
                x += width + gap;
            }
        }
        top - gap
    }

    /// A control with what is on it: beside its icon, or in its middle.
    fn control(&mut self, choice: &Choice, rect: Rect, is_row: bool) {
        let pad = self.measure.px(GAP);
        let size = self.measure.px(if choice.kind == Kind::Campaign { 17.0 } else { 14.0 });
        let colour = match choice.kind {
            Kind::Main | Kind::Campaign => ON_ACCENT,
            _ if choice.is_on && choice.kind == Kind::Other => ON_ACCENT,
            _ => INK,
        };
        // A chevron leads on and stands at the end; everything else stands before its words.
        let leads_on = choice.icon == Some(Icon::Right);
        let room = rect.width() - 2.0 * pad - if choice.icon.is_some() { size + pad } else { 0.0 };
        let label = self.text(&choice.label, Role::Strong, colour, room);
        let soft = if colour == INK { SOFT_INK } else { colour };
        let detail = choice.detail.as_ref().map(|detail| self.text(detail, Role::Body, soft, room));
        let height = label.size().y + detail.as_ref().map_or(0.0, |detail| detail.size().y);
        let mut y = rect.center().y - 0.5 * height;
        let is_left = is_row && choice.kind != Kind::Campaign;
        let with_icon = label.size().x + if choice.icon.is_some() { size + pad } else { 0.0 };
        let begins = if is_left { rect.left() + 1.5 * pad } else { rect.center().x - 0.5 * with_icon };
        let icon_at = match (leads_on, is_left) {
            (true, true) => rect.right() - pad - 0.5 * size,
            (true, false) => begins + label.size().x + pad + 0.5 * size,
            (false, _) => begins + 0.5 * size,
        };
        let text_at = if choice.icon.is_some() && !leads_on { begins + size + pad } else { begins };
        let icon = choice.icon.map(|_| Rect::from_center_size(pos2(icon_at, rect.center().y), Vec2::splat(size)));
        let mut texts = vec![];
        for (galley, colour) in [Some((label, colour)), detail.map(|detail| (detail, soft))].into_iter().flatten() {
            let at = pos2(text_at, y);
            y += galley.size().y;
            texts.push(Text { at, galley, colour });
        }
        self.controls.push(Control { choice: choice.clone(), rect, texts, icon, is_of_bar: false });
    }

    /// A control that is nothing but its icon, or a short word.
    fn small(&mut self, choice: &Choice, rect: Rect, is_of_bar: bool) {
        let colour = if choice.is_on { ON_ACCENT } else { INK };
        let square = Rect::from_center_size(rect.center(), Vec2::splat(self.measure.px(14.0)));
        let icon = choice.icon.map(|_| square);
        let mut texts = vec![];
        if choice.icon.is_none() {
            let galley = self.text(&choice.label, Role::Strong, colour, f32::INFINITY);
            texts.push(Text { at: rect.center() - 0.5 * galley.size(), galley, colour });
        }
        self.controls.push(Control { choice: choice.clone(), rect, texts, icon, is_of_bar });
    }

    /// What is on every screen, from a height on.
    fn bar(&mut self, bar: &Bar, y: f32) {
        let (side, gap) = (self.measure.px(SMALL_BUTTON), self.measure.px(GAP));
        let mut x = self.column.left();
        let calm = Choice { is_on: bar.is_calm, ..Choice::new(Press::Calm, tr!("kiosk-calm")).with(Icon::Eye) };
        let letters = Choice::new(Press::TextSize, tr!("kiosk-text-size")).with(Icon::Letters);
        for choice in [letters, calm].iter().chain(&bar.languages) {
            let word = if choice.icon.is_some() {
                0.0
            } else {
                self.text(&choice.label, Role::Strong, INK, f32::INFINITY).size().x
            };
            let width = side.max(word + self.measure.px(2.0 * GAP));
            self.small(choice, Rect::from_min_size(pos2(x, y), vec2(width, side)), true);
            x += width + gap;
        }
        let again = Choice::new(Press::StartAgain, tr!("kiosk-start-again")).with(Icon::Again);
        let at = pos2(self.column.right() - side, y);
        self.small(&again, Rect::from_min_size(at, Vec2::splat(side)), true);
    }

    /// What lies on the land: what is said of it, and what moves it.
    fn on_land(&mut self, page: &Page, land: Rect, is_wide: bool) {
        let edge = self.measure.px(1.5 * GAP);
        if let Some(caption) = &page.caption {
            let pad = vec2(self.measure.px(GAP), self.measure.px(0.6 * GAP));
            let galley = self.text(caption, Role::Small, INK, land.width() - 2.0 * edge - 2.0 * pad.x);
            let size = galley.size() + 2.0 * pad;
            let left = if page.is_title && is_wide { land.right() - edge - size.x } else { land.left() + edge };
            let card = Rect::from_min_size(pos2(left, land.bottom() - edge - size.y), size);
            self.pieces.push(Piece::Card(card));
            self.place(card.min + pad, galley, INK);
        }
        let (side, gap) = (self.measure.px(20.5), self.measure.px(3.5));
        let columns = 1.max(page.on_land.len().div_ceil(2));
        let width = columns as f32 * (side + gap) - gap;
        for (index, choice) in page.on_land.iter().enumerate() {
            let (row, column) = (index / columns, index % columns);
            let at = pos2(land.right() - edge - width, land.top() + edge)
                + vec2(column as f32 * (side + gap), row as f32 * (side + gap));
            self.small(choice, Rect::from_min_size(at, Vec2::splat(side)), false);
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

/// Which choices stand side by side: those of one kind that are no more than an alternative.
fn rows_of(choices: &[Choice]) -> Vec<std::ops::Range<usize>> {
    let is_speed = |choice: &Choice| matches!(choice.press, Press::Speed(_));
    let mut rows: Vec<std::ops::Range<usize>> = vec![];
    for (index, choice) in choices.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if is_speed(choice) && is_speed(&choices[row.start]) => row.end = index + 1,
            _ => rows.push(index..index + 1),
        }
    }
    rows
}
