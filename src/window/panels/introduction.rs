//! The note that comes before everything: what this is about, and what it is not about.

use bevy_egui::egui::{Button, Context, Id, Modal, RichText, ScrollArea, vec2};

use crate::window::language::tr;

use super::icons::{self, Icon};
use super::intent::Intent;
use super::theme::{self, SMALL, SOFT_INK, TOUCH};
use super::words::not_evidence;

/// The area of the note.
pub const INTRODUCTION: &str = "introduction";

/// What this is about, in a few words. Wording and figures are those of the project's evidence.
fn what_this_is() -> [String; 2] {
    [tr!("introduction-campaign"), tr!("introduction-what-you-see")]
}

/// The content note: what it is not about, and how far it can be relied on.
fn content_note() -> [String; 3] {
    [tr!("introduction-the-subject"), tr!("introduction-what-is-disputed"), not_evidence()]
}

/// Shows the note, before the run begins or during it.
pub fn show(ctx: &Context, is_before: bool, intents: &mut Vec<Intent>) {
    let screen = ctx.content_rect().size();
    let modal = Modal::new(Id::new(INTRODUCTION)).frame(theme::dialog());
    let response = modal.show(ctx, |ui| {
        ui.set_width((screen.x - 90.0).clamp(200.0, 560.0));
        ui.label(theme::title(tr!("introduction-title")).size(30.0));
        ui.add_space(4.0);
        ScrollArea::vertical().max_height((screen.y - 230.0).max(120.0)).show(ui, |ui| {
            for paragraph in what_this_is() {
                ui.label(RichText::new(paragraph).size(18.0));
                ui.add_space(6.0);
            }
            for paragraph in content_note() {
                ui.label(RichText::new(paragraph).size(15.0).color(SOFT_INK));
                ui.add_space(4.0);
            }
            let program = tr!("introduction-program", version = env!("CARGO_PKG_VERSION"));
            ui.label(RichText::new(program).size(SMALL).color(SOFT_INK));
        });
        ui.add_space(8.0);
        let width = ui.available_width();
        let begin = match is_before {
            true => icons::button(ui, Icon::Play, &tr!("introduction-begin"), width, true),
            false => {
                let close = Button::new(tr!("introduction-close")).min_size(vec2(width, TOUCH));
                ui.vertical_centered(|ui| ui.add(close)).inner
            }
        };
        ui.vertical_centered(|ui| ui.label(RichText::new(tr!("introduction-or-enter")).size(SMALL).color(SOFT_INK)));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: before the content note there is so little to read that one reads it.
    #[test]
    fn it_is_short() {
        let words = what_this_is().join(" ").split_whitespace().count();
        assert!(words <= 60, "{words} words");
    }
}
