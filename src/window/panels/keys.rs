//! The keys. None of them does anything while the user is typing or a dialog is open, and a key held down acts only once.

use bevy_egui::egui::{Context, Event, Key};

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::overlays::{Overlay, chooser};

use super::intent::Intent;
use super::picker::Dialog;
use super::plan::PlanView;
use super::tabs::Tab;

/// Reads the keys of this frame. `campaign` is the effort to which a press on the switch would set the campaign.
pub fn read(
    ctx: &Context,
    dialog: &Dialog,
    displayed: &Displayed,
    (campaign, plan, overlay): (f32, &PlanView, Option<Overlay>),
    intents: &mut Vec<Intent>,
) {
    // egui would press the focused button again and again. Typed text does not come from these events.
    ctx.input_mut(|input| input.events.retain(|event| !is_held(event)));
    let pressed = |key: &Key| {
        ctx.input(|input| {
            let is_it = |event: &Event| match event {
                Event::Key { key: other, pressed: true, repeat: false, modifiers, .. } => {
                    other == key && !modifiers.ctrl && !modifiers.alt && !modifiers.command
                }
                _ => false,
            };
            input.events.iter().any(is_it)
        })
    };
    if ctx.text_edit_focused() {
        return;
    }
    if *dialog == Dialog::Introduction {
        // Escape already closes every dialog.
        if [Key::Enter, Key::Space].iter().any(pressed) {
            intents.push(Intent::CloseDialog);
        }
        return;
    }
    if *dialog != Dialog::None {
        return;
    }
    // The space bar also presses the focused button.
    if pressed(&Key::Space) && ctx.memory(|memory| memory.focused().is_none()) {
        intents.push(Intent::PlayOrPause);
    }
    if [Key::Period, Key::CloseBracket].iter().any(pressed) {
        intents.push(Intent::Step);
    }
    if [Key::Comma, Key::OpenBracket].iter().any(pressed) {
        intents.push(Intent::StepBack);
    }
    let now = displayed.now;
    if pressed(&Key::Home) {
        intents.push(Intent::GoTo(Moment { day: 1, ..now }));
    }
    if let (true, Some(branch)) = (pressed(&Key::End), displayed.branches.get(now.branch)) {
        intents.push(Intent::GoTo(Moment { day: branch.days, ..now }));
    }
    let saves = |event: &Event| matches!(event, Event::Key { key: Key::S, pressed: true, repeat: false, modifiers, .. } if modifiers.command);
    if ctx.input(|input| input.events.iter().any(saves)) {
        intents.push(Intent::AskForFile);
    }
    if pressed(&Key::C) {
        intents.push(Intent::Campaign(campaign));
    }
    if let Some(tab) = plan.key().filter(|_| pressed(&Key::P)) {
        intents.push(Intent::Show(tab));
    }
    if pressed(&Key::W) {
        intents.push(Intent::Show(if plan.tab == Tab::Why { Tab::Land } else { Tab::Why }));
    }
    if pressed(&Key::G) {
        intents.push(Intent::Show(if plan.tab == Tab::Charts { Tab::Land } else { Tab::Charts }));
    }
    if pressed(&Key::T) {
        intents.push(Intent::Show(if plan.tab == Tab::Twin { Tab::Land } else { Tab::Twin }));
    }
    if pressed(&chooser::NONE) {
        intents.push(Intent::Overlay(None));
    }
    let overlays = Overlay::ALL.iter().filter(|overlay| overlay.is_of(&displayed.scenario));
    for chosen in overlays.copied().filter(|overlay| pressed(&overlay.key())) {
        // Its key takes it off again.
        intents.push(Intent::Overlay(if overlay == Some(chosen) { None } else { Some(chosen) }));
    }
    if pressed(&Key::R) {
        intents.push(Intent::Begin(Box::new(displayed.scenario.clone())));
    }
}

/// Whether this is the repetition of a held key that presses buttons.
fn is_held(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter | Key::Space, pressed: true, repeat: true, .. })
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::Button;

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::ui::TestUi;

    /// Contract: a key shows its overlay and takes it off again, 0 shows the land, and T goes to the twin and back; where hands are not
    /// counted, the plan's overlays have no key.
    #[test]
    fn each_overlay_has_its_key() {
        let displayed = Displayed::new(Scenario::default());
        let told = |key: Key, tab: Tab, overlay: Option<Overlay>| {
            let (mut test_ui, mut intents) = (TestUi::default(), Vec::new());
            let mut plan = PlanView::default();
            plan.tab = tab;
            test_ui.key(key);
            test_ui.frame(|ui| read(ui.ctx(), &Dialog::None, &displayed, (1.0, &plan, overlay), &mut intents));
            intents
        };
        for overlay in Overlay::ALL.iter().copied().filter(|overlay| overlay.is_of(&displayed.scenario)) {
            let shown = Some(overlay);
            assert_eq!(told(overlay.key(), Tab::Land, None), [Intent::Overlay(shown)]);
            assert_eq!(told(overlay.key(), Tab::Twin, shown), [Intent::Overlay(None)]);
        }
        assert_eq!(told(chooser::NONE, Tab::Land, Some(Overlay::Eggs)), [Intent::Overlay(None)]);
        assert_eq!(told(Overlay::Unreaped.key(), Tab::Land, None), []);
        assert_eq!(told(Key::T, Tab::Land, None), [Intent::Show(Tab::Twin)]);
        assert_eq!(told(Key::T, Tab::Twin, None), [Intent::Show(Tab::Land)]);
    }

    #[test]
    fn a_key_that_is_held_presses_a_button_once() {
        // Space presses the focused button, and does not press it again while it is held.
        let mut test_ui = TestUi::default();
        let displayed = Displayed::new(Scenario::default());
        let (mut clicks, mut intents) = (0, Vec::new());
        for frame in 0..20 {
            if frame > 2 {
                test_ui.key(Key::Space);
            }
            test_ui.frame(|ui| {
                read(ui.ctx(), &Dialog::None, &displayed, (1.0, &PlanView::default(), None), &mut intents);
                let button = ui.add(Button::new("Start the campaign"));
                button.request_focus();
                clicks += u32::from(button.clicked());
            });
        }
        assert_eq!((clicks, intents), (1, vec![]));
    }
}
