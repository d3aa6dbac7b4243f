//! Where everything on a screen is. Pages say what there is; here it gets its place, in millimetres, on any screen: beside the land where
//! the screen is wide, under it where it is high. What is laid out is drawn by [`paint`](super::paint), and its controls are one list,
//! which hands, keys and tests go by. Words and figures are placed in `writing`, what is pressed in `pressing`.

mod pressing;
mod writing;

use std::cell::Cell;
use std::sync::Arc;

use bevy_egui::egui::{Context, Galley, Pos2, Rect, Vec2, pos2, vec2};

use crate::window::panels::theme::{SOFT_INK, Token};

use super::icons::Icon;
use super::measure::{Measure, Role};
use super::page::{Choice, Page};

use writing::Builder;

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
    let sizes = if size.x >= size.y {
        &[1.0, 1.08, 1.16, 1.25, 1.35, 1.45, 1.5][..]
    } else {
        &[1.0, 1.08, 1.16, 1.28, 1.4, 1.5]
    };
    loop {
        let mut sheets = sizes.iter().map(|larger| Sheet::of(ctx, page, bar, (size, *larger), measure));
        if let Some(sheet) = sheets.find(|sheet| sheet.fits || measure.fitted <= LEAST_FITTED) {
            return sheet;
        }
        measure.fitted -= 0.05;
    }
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
