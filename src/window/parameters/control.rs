//! The control of a parameter: a slider, and a field to type a number. It reports what the person did and nothing else, and of a
//! movement, however long it takes, only where it ended.
//!
//! As the window's other sliders, this one is given a notch and never a value, which it would round. The value itself
//! stands exactly in the field, even between two notches.

use bevy_egui::egui::{Align, Id as EguiId, Key, Response, Slider, TextEdit, Ui, lerp, vec2};

use crate::scenario::parameter::Number;
use crate::window::language::{documented, tr};

use super::scale::Scale;
use super::values::{Id, Row};

const SLIDER_WIDTH: f32 = 150.0;
const LEAST_SLIDER_WIDTH: f32 = 80.0;
const FIELD_WIDTH: f32 = 84.0;
const HEIGHT: f32 = 36.0;
/// A pointer that has moved less than this has only touched the handle.
const TOUCH_MOVES: f32 = 3.0;
/// Most characters of a number.
const LONGEST_NUMBER: usize = 24;

/// What the controls remember.
#[derive(Debug, Default)]
pub struct Control {
    held: Option<Held>,
    /// The slider that has the keyboard's focus, and when it last was seen to have it.
    focused: Option<(Id, u64)>,
    typed: Option<(Id, String)>,
}

/// A slider that a person is moving.
#[derive(Clone, Copy, Debug)]
struct Held {
    id: Id,
    notch: u32,
    /// When it was last drawn.
    pass: u64,
}

impl Control {
    /// Shows it, with at least so much room beside it. Returns what the person has set, or why that is no value.
    pub fn show(&mut self, ui: &mut Ui, row: &Row, beside: f32) -> Option<Result<f64, String>> {
        ui.spacing_mut().interact_size.y = HEIGHT;
        let room = ui.available_width() - FIELD_WIDTH - ui.spacing().item_spacing.x - beside;
        ui.spacing_mut().slider_width = room.clamp(LEAST_SLIDER_WIDTH, SLIDER_WIDTH);
        let slid = self.slider(ui, row);
        let typed = self.field(ui, row);
        slid.map(Ok).or(typed)
    }

    fn held(&self, row: &Row) -> Option<u32> {
        self.held.filter(|held| held.id == row.id).map(|held| held.notch)
    }

    fn slider(&mut self, ui: &mut Ui, row: &Row) -> Option<f64> {
        let pass = ui.ctx().cumulative_pass_nr();
        // Whoever cannot see it any more has let go of it.
        self.held = self.held.filter(|held| held.pass + 1 >= pass);
        let scale = Scale::of(row.parameter, row.usual);
        let at = scale.notch(row.next);
        let held = self.held(row);
        let mut notch = held.unwrap_or(at);
        let response = ui.add(Slider::new(&mut notch, 0..=scale.end()).show_value(false));
        // An arrow that has led to the slider has not moved it.
        let had_focus = self.focused.is_some_and(|(id, last)| id == row.id && last + 1 == pass);
        let is_reached = response.has_focus() && !had_focus && !response.dragged();
        if response.has_focus() {
            self.focused = Some((row.id, pass));
        }
        let is_moved = held.is_some() || !is_reached && notch != at && !is_only_touched(ui, &response, at, scale.end());
        if !is_moved {
            return None;
        }
        let arrows = [Key::ArrowLeft, Key::ArrowRight];
        let is_held = response.dragged()
            || response.has_focus() && ui.input(|input| arrows.iter().any(|key| input.key_down(*key)));
        self.held = is_held.then_some(Held { id: row.id, notch, pass });
        (!is_held && notch != at).then(|| scale.value(notch)).filter(|value| *value != row.next)
    }

    fn field(&mut self, ui: &mut Ui, row: &Row) -> Option<Result<f64, String>> {
        let held = self.held(row).map(|notch| Scale::of(row.parameter, row.usual).value(notch));
        let typed = self.typed.as_ref().filter(|(id, _)| *id == row.id).map(|(_, text)| text.clone());
        let mut text = typed.unwrap_or_else(|| held.unwrap_or(row.next).to_string());
        let field = TextEdit::singleline(&mut text)
            .id(EguiId::new(("value", row.id)))
            .desired_width(FIELD_WIDTH - 8.0)
            .char_limit(LONGEST_NUMBER)
            .horizontal_align(Align::RIGHT)
            .vertical_align(Align::Center)
            .min_size(vec2(FIELD_WIDTH, HEIGHT));
        let response = ui.add(field);
        if response.changed() {
            self.typed = Some((row.id, text));
        }
        if response.has_focus() {
            return None;
        }
        let (_, text) = self.typed.take_if(|(id, _)| *id == row.id)?;
        let is_meant = response.lost_focus() && !ui.input(|input| input.key_pressed(Key::Escape));
        is_meant.then(|| read(&text, row)).filter(|read| *read != Ok(row.next))
    }
}

/// Whether a pointer has touched the handle, and not moved it.
fn is_only_touched(ui: &Ui, response: &Response, at: u32, end: u32) -> bool {
    if response.drag_stopped() {
        return true;
    }
    let (origin, now) = ui.input(|input| (input.pointer.press_origin(), input.pointer.latest_pos()));
    let Some((origin, now)) = origin.zip(now).filter(|_| response.dragged()) else { return false };
    let radius = response.rect.height() / 2.5;
    let handle = lerp(response.rect.x_range().shrink(radius), at as f32 / end as f32);
    (origin.x - handle).abs() <= radius && origin.distance(now) < TOUCH_MOVES
}

/// The number that somebody has typed, as the model holds it.
fn read(text: &str, row: &Row) -> Result<f64, String> {
    let text = text.trim().replace('\u{2212}', "-");
    let allowed = || documented(&row.parameter.allowed());
    let number = text.parse::<f64>().map_err(|_| tr!("parameters-not-a-number", text = &text, allowed = allowed()))?;
    row.parameter.judge(number, &text).map_err(|fault| documented(&fault))?;
    Ok(if row.parameter.whole { number } else { f32::from_f64(number).to_f64() })
}
