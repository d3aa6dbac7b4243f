//! The note that comes before everything: what this is about, and what it is not about.

use bevy_egui::egui::{Button, Context, Id, Modal, RichText, ScrollArea, vec2};

use crate::output::words::NOT_EVIDENCE;

use super::icons::{self, Icon};
use super::intent::Intent;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};

/// What the note says, paragraph by paragraph. Wording and figures are those of the project's evidence.
const PARAGRAPHS: [&str; 5] = [
    "In 1958 the Chinese state called on everyone to drive out and kill sparrows, because sparrows eat grain. But adults \
     ate mostly seed and grain; their chicks were raised mainly on insects. Without birds, crop pests increased.",
    "You see fields, sparrows and pests. The scenario may start the campaign by itself, on the date shown on its card; \
     press the switch there to take control. Nothing that follows is scripted.",
    "The subject is grave. Killing sparrows made the failing harvests worse; other policies did most of the damage. In the \
     famine of 1959 to 1961 about 15 to 45 million people died (from Houser, Sands and Xiao 2009 to Dikötter 2010); many \
     demographers find around 30 million.",
    "Much is disputed. Which pests increased, and where, is poorly known: locusts are only the most visible here, alongside \
     caterpillars, borers and planthoppers. In field experiments, all of them North American, birds cut grasshoppers by \
     a quarter in some places and not at all in others. And scholars differ on how much of the fall in harvests was due \
     to weather.",
    "This simulation shows one mechanism, on one small piece of land.",
];

const ABOUT_PROGRAM: &str =
    concat!("Sparrowfall ", env!("CARGO_PKG_VERSION"), ", free under the MIT or the Apache 2.0 licence.");

/// Shows the note, before the run begins or during it.
pub fn show(ctx: &Context, is_before: bool, intents: &mut Vec<Intent>) {
    let screen = ctx.content_rect().size();
    let modal = Modal::new(Id::new("introduction")).frame(theme::dialog());
    let response = modal.show(ctx, |ui| {
        ui.set_width((screen.x - 90.0).clamp(200.0, 560.0));
        ui.label(theme::title("Sparrowfall").size(30.0));
        ui.add_space(4.0);
        ScrollArea::vertical().max_height((screen.y - 230.0).max(120.0)).show(ui, |ui| {
            for paragraph in PARAGRAPHS {
                ui.label(RichText::new(paragraph).size(16.5));
                ui.add_space(6.0);
            }
            ui.label(RichText::new(NOT_EVIDENCE).size(15.5).color(SOFT_INK));
            ui.label(RichText::new(ABOUT_PROGRAM).size(SMALL).color(SOFT_INK));
        });
        ui.add_space(8.0);
        let width = ui.available_width();
        let begin = match is_before {
            true => icons::button(ui, Icon::Play, "Begin", width, true),
            false => ui.vertical_centered(|ui| ui.add(Button::new("Close").min_size(vec2(width, TOUCH)))).inner,
        };
        ui.vertical_centered(|ui| ui.label(RichText::new("or press Enter").size(SMALL).color(SOFT_INK)));
        begin.clicked()
    });
    if response.inner || response.should_close() {
        intents.push(Intent::CloseDialog);
    }
    // Who begins wants to see the land live.
    if response.inner && is_before {
        intents.push(Intent::PlayOrPause);
    }
}
