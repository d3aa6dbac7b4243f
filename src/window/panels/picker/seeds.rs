//! Starting the same scenario again, with the same or another seed.

use bevy_egui::egui::{self, Button, TextEdit, Ui, vec2};

use crate::engine::random::new_seed;
use crate::scenario::Scenario;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::intent::{Beginning, Intent};
use crate::window::panels::theme::TOUCH;

use super::{Picker, title_row, warn_of_loss};

impl Picker {
    pub(super) fn seeds(&mut self, ui: &mut Ui, displayed: &Displayed, intents: &mut Vec<Intent>) {
        title_row(ui, &tr!("again-title"), intents);
        let seed = displayed.scenario.seed;
        ui.label(tr!("again-what-a-seed-is", seed = seed.to_string()));
        warn_of_loss(ui, displayed);
        ui.add_space(4.0);
        let with_seed = |seed| {
            let scenario = Scenario { seed, ..displayed.scenario.clone() };
            Intent::BeginNow(Beginning::Scenario(Box::new(scenario)))
        };
        let width = ui.available_width();
        let same = Button::new(tr!("again-same-seed", seed = seed.to_string())).min_size(vec2(width, TOUCH));
        if ui.add(same).on_hover_text(tr!("again-same-seed-tip")).clicked() {
            intents.push(with_seed(seed));
        }
        if ui.add(Button::new(tr!("again-new-seed")).min_size(vec2(width, TOUCH))).clicked() {
            intents.push(with_seed(new_seed(seed)));
        }
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.seed)
                .hint_text(tr!("again-seed-hint"))
                .char_limit(20)
                .desired_width(ui.available_width() - 150.0)
                .min_size(vec2(0.0, TOUCH))
                .vertical_align(egui::Align::Center);
            let response = ui.add(field);
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let typed = self.seed.trim().parse::<u64>().ok();
            let use_it = Button::new(tr!("again-use-seed")).min_size(vec2(ui.available_width(), TOUCH));
            let is_pressed = ui.add_enabled(typed.is_some(), use_it).clicked();
            if let Some(seed) = typed.filter(|_| is_pressed || enter) {
                intents.push(with_seed(seed));
            }
        });
        if !self.seed.trim().is_empty() && self.seed.trim().parse::<u64>().is_err() {
            ui.label(tr!("again-no-seed", most = u64::MAX.to_string()));
        }
    }
}
