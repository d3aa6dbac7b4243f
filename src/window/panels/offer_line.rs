//! A line over the map that offers something: what has happened, a button that leads on, and a cross. It lies on the land, and is not
//! in the way of what a person does.

use bevy_egui::egui::{Area, Context, Id, Label, Margin, Order, Pos2, Rect, RichText, Ui, vec2};

use crate::window::language::tr;
use crate::window::overlays::chooser;

use super::tabs::choice;
use super::theme;

/// Height of the line.
const HEIGHT: f32 = 34.0;
/// Its least width before words go to a second row.
const LEAST_WIDTH: f32 = 160.0;
/// What its card and the map's edge take of the width.
const BESIDE: f32 = 24.0;

/// What a line says.
pub struct OfferLine {
    /// The name of its area.
    pub area: &'static str,
    /// What has happened.
    pub words: RichText,
    /// On the button.
    pub see: String,
    /// What the button does, if that does not say it.
    pub tip: Option<String>,
}

/// What the person does with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Takes what is offered.
    Takes,
    /// Closes the line.
    Closes,
}

impl OfferLine {
    /// Shows it, from a place on the map on.
    pub fn show(self, ctx: &Context, (map, at): (Rect, Pos2)) -> Option<Answer> {
        let area = Area::new(Id::new(self.area)).order(Order::Middle).constrain_to(map).fixed_pos(at);
        let card = theme::card().inner_margin(Margin { left: 10, right: 2, top: 2, bottom: 2 });
        area.show(ctx, |ui| {
            let width = (map.right() - at.x - BESIDE).max(LEAST_WIDTH);
            card.show(ui, |ui| self.contents(ui, width)).inner
        })
        .inner
    }

    fn contents(self, ui: &mut Ui, width: f32) -> Option<Answer> {
        ui.spacing_mut().interact_size.y = HEIGHT;
        ui.spacing_mut().button_padding = vec2(10.0, 4.0);
        ui.set_max_width(width);
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(self.words));
            let mut button = choice(ui, &self.see, false);
            if let Some(tip) = self.tip {
                button = button.on_hover_text(tip);
            }
            let closes = chooser::close(ui, HEIGHT, &tr!("overlays-close"));
            button.clicked().then_some(Answer::Takes).or(closes.then_some(Answer::Closes))
        })
        .inner
    }
}
