//! The keys: one [`table`], by which they act and from which the help is made, so that the help has every key. None of them acts while the
//! user is typing or a dialog is open, but for those of the window itself, and a key held down acts only once, but for those that move
//! the map.
//!
//! A letter is the one on the keyboard's layout, wherever it is; where the layout has no such letter, the one at its usual place.

mod table;

use bevy::input::keyboard;
use bevy::prelude::*;
use bevy_egui::EguiInput;
use bevy_egui::egui::{Context, Event, Id, Key, Popup};

use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::map::camera::MapMove;
use crate::window::overlays::Overlay;
use crate::window::preferences::Preference;

use super::intent::Intent;
use super::picker::Dialog;
use super::plan::PlanView;
use super::state::PanelState;
use super::tabs::Tab;

use table::{Act, Press};
pub use table::{Group, Shortcut, all};

impl Shortcut {
    /// What it does, for the help.
    pub fn does(&self) -> String {
        match self.act {
            Act::Overlay(Some(overlay)) => overlay.name(),
            _ => (self.words)(),
        }
    }

    /// Whether the help has one line for both: keys that move the map differ only in the way.
    pub fn is_like(&self, other: &Self) -> bool {
        matches!((self.act, other.act), (Act::Pan(_), Act::Pan(_)))
    }

    /// Whether there is what it does.
    pub fn is_of(&self, displayed: &Displayed, plan: &PlanView) -> bool {
        match self.act {
            Act::Overlay(Some(overlay)) => overlay.is_of(&displayed.scenario),
            Act::Tab(Tab::Plan) => plan.is_there(),
            _ => true,
        }
    }

    fn is_pressed(&self, ctx: &Context) -> bool {
        let is_it = |event: &Event| match event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } => {
                let with_ctrl = modifiers.ctrl || modifiers.command;
                let press = Press { key: *key, with_ctrl };
                !modifiers.alt && self.presses.contains(&Some(press))
            }
            _ => false,
        };
        ctx.input(|input| input.events.iter().any(is_it))
    }

    fn is_held(&self, ctx: &Context) -> bool {
        ctx.input(|input| {
            !input.modifiers.any() && self.presses.iter().flatten().any(|press| input.key_down(press.key))
        })
    }
}

/// `bevy_egui` gives each key the modifiers that are held when the frame is drawn. Where frames are slow, Ctrl may have been pressed and
/// let go by then.
pub(super) fn keep_chords(keys: Res<ButtonInput<keyboard::Key>>, mut inputs: Query<&mut EguiInput>) {
    if keys.just_pressed(keyboard::Key::Control) {
        for event in inputs.iter_mut().flat_map(|input| &mut input.into_inner().events) {
            if let Event::Key { modifiers, .. } = event {
                modifiers.ctrl = true;
            }
        }
    }
}

/// What keys act on.
pub struct Now<'a> {
    /// The dialog that is open.
    pub dialog: &'a Dialog,
    /// The run.
    pub displayed: &'a Displayed,
    /// The effort to which a press on the switch would set the campaign.
    pub campaign: f32,
    /// What is in the middle of the window.
    pub plan: &'a PlanView,
    /// What is washed over the map.
    pub overlay: Option<Overlay>,
    /// Whether the arrows move the map, and nothing that has the keyboard's focus.
    pub arrows_move_the_map: bool,
    /// What ends the topmost thing that is open, unless that ends by itself.
    pub closes: Option<Intent>,
}

/// Reads the keys of this frame.
pub fn read(ctx: &Context, now: &Now, intents: &mut Vec<Intent>) {
    // egui would press the focused button again and again. Typed text does not come from these events.
    ctx.input_mut(|input| input.events.retain(|event| !is_held(event)));
    let pressed = |shortcut: &Shortcut| match shortcut.act {
        Act::Elsewhere => false,
        Act::Pan(_) => now.arrows_move_the_map && shortcut.is_held(ctx),
        // The space bar also presses the focused button.
        Act::PlayOrPause => shortcut.is_pressed(ctx) && ctx.memory(|memory| memory.focused().is_none()),
        _ => shortcut.is_pressed(ctx) && shortcut.is_of(now.displayed, now.plan),
    };
    let is_typing = ctx.text_edit_focused();
    // The key that closes has taken the focus from a field before anybody reads it: whoever typed leaves the field, and nothing else.
    let typed = Id::new("typed in the last frame");
    let has_typed = ctx.data(|data| data.get_temp(typed)).unwrap_or(false);
    ctx.data_mut(|data| data.insert_temp(typed, is_typing));
    for shortcut in all().filter(pressed) {
        let is_of_the_window = match shortcut.act {
            Act::FullScreen | Act::Scale(_) => true,
            Act::Help => *now.dialog == Dialog::Help,
            Act::Settings => *now.dialog == Dialog::Settings,
            _ => false,
        };
        let is_typing = is_typing || has_typed && shortcut.act == Act::Close;
        if is_of_the_window || !is_typing && *now.dialog == Dialog::None {
            intents.extend(now.intent(shortcut.act));
        }
    }
    let begins =
        |input: &bevy_egui::egui::InputState| [Key::Enter, Key::Space].iter().any(|key| input.key_pressed(*key));
    // Escape already closes every dialog.
    if *now.dialog == Dialog::Introduction && ctx.input(begins) {
        intents.push(Intent::CloseDialog);
        // As its button does, which answers by itself when it has the focus.
        if now.displayed.record.days.is_empty() && ctx.memory(|memory| memory.focused().is_none()) {
            intents.push(Intent::PlayOrPause);
        }
    }
}

impl PanelState {
    /// Reads them.
    pub(super) fn read_keys(&mut self, ctx: &Context, displayed: &Displayed) {
        let campaign = if self.campaign(displayed).will_be_on() { 0.0 } else { self.switch.effort() };
        let now = Now {
            dialog: &self.dialog,
            displayed,
            campaign,
            plan: &self.plan,
            overlay: self.overlay_in_sight(),
            arrows_move_the_map: !self.plan.is_open() && ctx.memory(|memory| memory.focused().is_none()),
            closes: self.topmost(ctx),
        };
        read(ctx, &now, &mut self.intents);
    }

    /// What ends the topmost thing that is open: what has the map's place, then what is looked at closely, then what is explained or drawn
    /// large beside the map, then an overlay. Dialogs and menus are above all that, and end by themselves.
    fn topmost(&self, ctx: &Context) -> Option<Intent> {
        let tab = self.plan.tab;
        let has_menu = Popup::is_any_open(ctx) || self.chooser_is_open && tab.has_map() && tab != Tab::Twin;
        match () {
            () if has_menu || self.dialog != Dialog::None => None,
            () if self.plan.is_open() => Some(Intent::Show(Tab::Land)),
            () if self.follow.is_open() => Some(Intent::Look(None)),
            () if matches!(tab, Tab::Why | Tab::Charts) => Some(Intent::Show(Tab::Land)),
            () => self.overlay_in_sight().map(|_| Intent::Overlay(None)),
        }
    }
}

impl Now<'_> {
    fn intent(&self, act: Act) -> Option<Intent> {
        let to_or_back = |tab| Intent::Show(if self.plan.tab == tab { Tab::Land } else { tab });
        let now = self.displayed.now;
        Some(match act {
            Act::PlayOrPause => Intent::PlayOrPause,
            Act::Step => Intent::Step,
            Act::StepBack => Intent::StepBack,
            Act::FirstDay => Intent::GoTo(Moment { day: 1, ..now }),
            Act::LastDay => Intent::GoTo(Moment { day: self.displayed.branches.get(now.branch)?.days, ..now }),
            Act::Campaign => Intent::Campaign(self.campaign),
            Act::Undo => Intent::Undo,
            Act::Save => Intent::AskForFile,
            Act::Open => Intent::ShowScenarios,
            Act::Again => Intent::Begin(Box::new(self.displayed.scenario.clone())),
            Act::Pan(way) => Intent::MoveMap(MapMove::Pan(way)),
            Act::Zoom(steps) => Intent::MoveMap(MapMove::Zoom(steps)),
            Act::AllTheLand => Intent::MoveMap(MapMove::All),
            Act::Tab(Tab::Plan) => Intent::Show(self.plan.key()?),
            Act::Tab(tab) => to_or_back(tab),
            // Its key takes it off again.
            Act::Overlay(overlay) => Intent::Overlay(overlay.filter(|overlay| self.overlay != Some(*overlay))),
            Act::Help if *self.dialog == Dialog::Help => Intent::CloseDialog,
            Act::Help => Intent::ShowHelp,
            Act::Settings if *self.dialog == Dialog::Settings => Intent::CloseDialog,
            Act::Settings => Intent::ShowSettings,
            Act::FullScreen => Intent::FullScreen,
            Act::Scale(step) => Intent::Prefer(Preference::Scale(step)),
            Act::Close => return self.closes.clone(),
            Act::Elsewhere => return None,
        })
    }
}

/// Whether this is the repetition of a held key that presses buttons.
fn is_held(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter | Key::Space, pressed: true, repeat: true, .. })
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Button, Modifiers, RawInput};

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::overlays::chooser;
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;

    /// What keys act on, over the land and without an overlay.
    fn now<'a>(dialog: &'a Dialog, displayed: &'a Displayed, plan: &'a PlanView) -> Now<'a> {
        Now { dialog, displayed, campaign: 1.0, plan, overlay: None, arrows_move_the_map: true, closes: None }
    }

    /// What is asked for by keys in one frame.
    fn told(keys: &[(Key, Modifiers)], displayed: &Displayed, tab: Tab, overlay: Option<Overlay>) -> Vec<Intent> {
        let (mut test_ui, mut intents) = (TestUi::default(), Vec::new());
        let mut plan = PlanView::default();
        plan.tab = tab;
        keys.iter().for_each(|(key, modifiers)| test_ui.key_with(*key, *modifiers));
        let closes = Some(Intent::Look(None));
        let now = Now { overlay, closes, ..now(&Dialog::None, displayed, &plan) };
        test_ui.frame(|ui| read(ui.ctx(), &now, &mut intents));
        intents
    }

    fn told_by(key: Key, tab: Tab, overlay: Option<Overlay>) -> Vec<Intent> {
        told(&[(key, Modifiers::NONE)], &Displayed::new(Scenario::default()), tab, overlay)
    }

    /// Contract: "Begin", or Enter, begins: it closes the introduction and plays. During a run it only closes it.
    #[test]
    fn enter_begins() {
        let mut displayed = Displayed::new(Scenario::default());
        for (days, told) in [(0, &[Intent::CloseDialog, Intent::PlayOrPause][..]), (1, &[Intent::CloseDialog])] {
            displayed.record.days = rows(displayed.scenario.start, days, |_, _| ());
            for key in [Key::Enter, Key::Space] {
                let (mut test_ui, mut intents, plan) = (TestUi::default(), Vec::new(), PlanView::default());
                test_ui.key(key);
                let now = now(&Dialog::Introduction, &displayed, &plan);
                test_ui.frame(|ui| read(ui.ctx(), &now, &mut intents));
                assert_eq!(intents, told, "{days} days, {key:?}");
            }
        }
    }

    /// Contract: a key shows its overlay and takes it off again, 0 shows the land, and T goes to the twin and back; where hands are not
    /// counted, the plan's overlays have no key.
    #[test]
    fn each_overlay_has_its_key() {
        let displayed = Displayed::new(Scenario::default());
        for overlay in Overlay::ALL.iter().copied().filter(|overlay| overlay.is_of(&displayed.scenario)) {
            let shown = Some(overlay);
            assert_eq!(told_by(overlay.key(), Tab::Land, None), [Intent::Overlay(shown)]);
            assert_eq!(told_by(overlay.key(), Tab::Twin, shown), [Intent::Overlay(None)]);
        }
        assert_eq!(told_by(chooser::NONE, Tab::Land, Some(Overlay::Eggs)), [Intent::Overlay(None)]);
        assert_eq!(told_by(Overlay::Unreaped.key(), Tab::Land, None), []);
        assert_eq!(told_by(Key::T, Tab::Land, None), [Intent::Show(Tab::Twin)]);
        assert_eq!(told_by(Key::T, Tab::Twin, None), [Intent::Show(Tab::Land)]);
    }

    /// Contract: no two lines of the table have the same key, and each line does one thing.
    #[test]
    fn each_key_does_one_thing() {
        let mut displayed = Displayed::new(Scenario::default());
        displayed.branches = vec![crate::window::live_run::driver::BranchLine { days: 9, ..Default::default() }];
        let lines: Vec<Shortcut> = all().collect();
        let presses: Vec<Press> = lines.iter().flat_map(|line| line.presses).flatten().collect();
        for (index, press) in presses.iter().enumerate() {
            assert!(!presses[..index].contains(press), "{press:?}");
        }
        let acts = |line: &&Shortcut| line.act != Act::Elsewhere && line.is_of(&displayed, &PlanView::default());
        for line in lines.iter().filter(acts) {
            for press in line.presses.iter().flatten() {
                let modifiers = if press.with_ctrl { Modifiers::COMMAND } else { Modifiers::NONE };
                let intents = told(&[(press.key, modifiers)], &displayed, Tab::Land, None);
                assert_eq!(intents.len(), 1, "{press:?}: {intents:?}");
            }
        }
        // Ctrl is of no use to those without it.
        assert_eq!(told(&[(Key::C, Modifiers::COMMAND)], &displayed, Tab::Land, None), []);
    }

    /// Contract: no other file of the window acts by a key, but for what a control does that has the focus; so the help has every key.
    #[test]
    fn no_key_acts_but_by_the_table() {
        fn look_into(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                if path.is_dir() {
                    look_into(&path, found);
                } else if code.contains("KeyCode::") || code.contains("Key::Character") {
                    found.push(format!("{path:?}"));
                }
            }
        }
        let mut found = Vec::new();
        for folder in ["src/window", "src/kiosk"] {
            look_into(std::path::Path::new(folder), &mut found);
        }
        assert!(found.is_empty(), "{found:?}");
    }

    /// Contract: a chord counts that was pressed and let go within a frame.
    #[test]
    fn a_quick_chord_is_one() {
        let mut world = World::new();
        let mut keys = ButtonInput::default();
        keys.press(keyboard::Key::Control);
        keys.release(keyboard::Key::Control);
        world.insert_resource(keys);
        let (key, modifiers) = (Key::Z, Modifiers::NONE);
        let pressed = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        let input = RawInput { events: vec![pressed], ..RawInput::default() };
        let window = world.spawn(EguiInput(input)).id();
        world.run_system_cached(keep_chords).unwrap();
        let events = &world.get::<EguiInput>(window).unwrap().events;
        assert!(matches!(events[..], [Event::Key { modifiers: Modifiers { ctrl: true, .. }, .. }]));
    }

    #[test]
    fn a_key_that_is_held_presses_a_button_once() {
        // Space presses the focused button, and does not press it again while it is held.
        let mut test_ui = TestUi::default();
        let displayed = Displayed::new(Scenario::default());
        let (mut clicks, mut intents) = (0, Vec::new());
        let (dialog, plan) = (Dialog::None, PlanView::default());
        let now = now(&dialog, &displayed, &plan);
        for frame in 0..20 {
            if frame > 2 {
                test_ui.key(Key::Space);
            }
            test_ui.frame(|ui| {
                read(ui.ctx(), &now, &mut intents);
                let button = ui.add(Button::new("Start the campaign"));
                button.request_focus();
                clicks += u32::from(button.clicked());
            });
        }
        assert_eq!((clicks, intents), (1, vec![]));
    }
}
