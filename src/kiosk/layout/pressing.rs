//! What can be pressed: choices under the text, what leads on at the foot, the bar of every screen, and what lies on the land.

use bevy_egui::egui::{Rect, Vec2, pos2, vec2};

use crate::kiosk::icons::Icon;
use crate::kiosk::measure::Role;
use crate::kiosk::page::{Choice, Kind, Page, Press};
use crate::window::language::tr;
use crate::window::panels::theme::{INK, ON_ACCENT, SOFT_INK};

use super::writing::Builder;
use super::{BUTTON, Bar, Control, GAP, Piece, SMALL_BUTTON, Text};

impl Builder<'_> {
    /// Choices under each other, at the bottom of what is free. Returns where they begin.
    pub(super) fn choices(&mut self, page: &Page, (top, bottom): (f32, f32)) -> f32 {
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
    pub(super) fn foot(&mut self, foot: &[Choice], bottom: f32) -> f32 {
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
    pub(super) fn bar(&mut self, bar: &Bar, y: f32) {
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
    pub(super) fn on_land(&mut self, page: &Page, land: Rect, is_wide: bool) {
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
