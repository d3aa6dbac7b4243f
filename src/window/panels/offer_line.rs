//! A line over the map that offers something: what has happened, a button that leads on, and a cross. It lies on the land, and is not
//! in the way of what a person does.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Area, Context, Id, Label, Margin, Order, Pos2, Rect, RichText, Ui, vec2};

use crate::window::language::tr;
use crate::window::live_run::displayed::Edition;
use crate::window::overlays::chooser;

use super::tabs::choice;
use super::{theme, tips};

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

/// What is offered now, until it has stood for long enough. Nothing of another run stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<T> {
    run: u32,
    offer: Option<(T, Instant)>,
    digested: Option<Edition>,
}

impl<T> Default for Standing<T> {
    fn default() -> Self {
        Self { run: 0, offer: None, digested: None }
    }
}

impl<T: Copy> Standing<T> {
    /// Whether another run is on than before, of which nothing has been offered yet.
    pub fn is_of_another_run(&mut self, run: u32) -> bool {
        let is_other = self.run != run;
        if is_other {
            *self = Self { run, ..Self::default() };
        }
        is_other
    }

    /// Whether there are days that have not been looked at; then they are.
    pub fn has_new_days(&mut self, edition: Edition) -> bool {
        self.digested.replace(edition) != Some(edition)
    }

    /// Offers something from now on.
    pub fn offer(&mut self, offer: T, now: Instant) {
        self.offer = Some((offer, now));
    }

    /// Offers it no longer, unless it is still so.
    pub fn keep_if(&mut self, is_so: impl FnOnce(T) -> bool) {
        self.offer = self.offer.filter(|(offer, _)| is_so(*offer));
    }

    /// Offers nothing for now.
    pub fn withdraw(&mut self) {
        self.offer = None;
    }

    /// What is offered, unless it has stood for as long as it may.
    pub fn get(&mut self, stands: Duration, now: Instant) -> Option<T> {
        self.offer = self.offer.filter(|(_, since)| now < *since + stands);
        self.offer.map(|(offer, _)| offer)
    }
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
                button = tips::under_the_row(button, tip);
            }
            let closes = chooser::close(ui, HEIGHT, &tr!("overlays-close"));
            button.clicked().then_some(Answer::Takes).or(closes.then_some(Answer::Closes))
        })
        .inner
    }
}
