//! The keys: one table, by which they act and from which the help is made, so that the help has every key. None of them acts while the
//! user is typing or a dialog is open, but for those of the window itself, and a key held down acts only once, but for those that move
//! the map.
//!
//! A letter is the one on the keyboard's layout, wherever it is; where the layout has no such letter, the one at its usual place.

use bevy::math::Vec2;
use bevy_egui::egui::{Context, Event, Key};
use strum::VariantArray;

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::Moment;
use crate::window::map::camera::MapMove;
use crate::window::overlays::{Overlay, chooser};
use crate::window::preferences::{Preference, ScaleStep};

use super::intent::Intent;
use super::picker::Dialog;
use super::plan::PlanView;
use super::tabs::Tab;

/// What keys are about, in the order of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Group {
    /// When.
    Time,
    /// What the person does in the run, and with it.
    Run,
    /// Where on the map.
    Map,
    /// What is shown.
    Show,
    /// What is washed over the land.
    Overlays,
    /// The window itself.
    Window,
}

impl Group {
    /// Its title in the help.
    pub fn title(self) -> String {
        match self {
            Self::Time => tr!("keys-time"),
            Self::Run => tr!("keys-run"),
            Self::Map => tr!("keys-map"),
            Self::Show => tr!("keys-show"),
            Self::Overlays => tr!("keys-overlays"),
            Self::Window => tr!("keys-window"),
        }
    }
}

/// A key, and whether Ctrl (on a Mac, Command) is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    key: Key,
    with_ctrl: bool,
}

impl Press {
    /// What stands on it.
    pub fn label(self) -> String {
        let key = match self.key {
            Key::Comma => ",",
            Key::Period => ".",
            Key::OpenBracket => "[",
            Key::CloseBracket => "]",
            Key::Plus => "+",
            Key::Equals => "=",
            Key::Minus => "−",
            Key::Questionmark => "?",
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown => &tr!("keys-arrows"),
            other => other.name(),
        };
        let ctrl = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };
        if self.with_ctrl { format!("{ctrl}+{key}") } else { key.into() }
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    PlayOrPause,
    Step,
    StepBack,
    FirstDay,
    LastDay,
    Campaign,
    Undo,
    Save,
    Open,
    Again,
    Pan(Vec2),
    Zoom(f32),
    AllTheLand,
    Tab(Tab),
    Overlay(Option<Overlay>),
    Help,
    Settings,
    FullScreen,
    Scale(ScaleStep),
    /// What has the keyboard's focus does it.
    Elsewhere,
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Shortcut {
    /// What it is about.
    pub group: Group,
    /// The keys, each of which does it.
    pub presses: [Option<Press>; 2],
    /// What it does, unless it is an overlay's.
    words: fn() -> String,
    act: Act,
}

/// What stands in a line: the group, the keys, what they do in words, and what they do.
type Line = (Group, [Option<Press>; 2], fn() -> String, Act);

const fn plain(key: Key) -> [Option<Press>; 2] {
    [Some(Press { key, with_ctrl: false }), None]
}

const fn either(key: Key, other: Key) -> [Option<Press>; 2] {
    [Some(Press { key, with_ctrl: false }), Some(Press { key: other, with_ctrl: false })]
}

const fn ctrl(key: Key) -> [Option<Press>; 2] {
    [Some(Press { key, with_ctrl: true }), None]
}

const fn ctrl_either(key: Key, other: Key) -> [Option<Press>; 2] {
    [Some(Press { key, with_ctrl: true }), Some(Press { key: other, with_ctrl: true })]
}

/// All keys but those of the overlays, which overlays know themselves.
#[rustfmt::skip]
const FIXED: [Line; 32] = [
    (Group::Time, plain(Key::Space), || tr!("key-play-or-pause"), Act::PlayOrPause),
    (Group::Time, either(Key::Period, Key::CloseBracket), || tr!("key-forward"), Act::Step),
    (Group::Time, either(Key::Comma, Key::OpenBracket), || tr!("key-back"), Act::StepBack),
    (Group::Time, plain(Key::Home), || tr!("key-first-day"), Act::FirstDay),
    (Group::Time, plain(Key::End), || tr!("key-last-day"), Act::LastDay),
    (Group::Run, plain(Key::C), || tr!("key-campaign"), Act::Campaign),
    (Group::Run, ctrl(Key::Z), || tr!("key-undo"), Act::Undo),
    (Group::Run, plain(Key::R), || tr!("key-again"), Act::Again),
    (Group::Run, ctrl(Key::S), || tr!("key-save"), Act::Save),
    (Group::Run, ctrl(Key::O), || tr!("key-open"), Act::Open),
    (Group::Map, plain(Key::ArrowLeft), || tr!("key-move-the-map"), Act::Pan(Vec2::NEG_X)),
    (Group::Map, plain(Key::ArrowRight), || tr!("key-move-the-map"), Act::Pan(Vec2::X)),
    (Group::Map, plain(Key::ArrowUp), || tr!("key-move-the-map"), Act::Pan(Vec2::NEG_Y)),
    (Group::Map, plain(Key::ArrowDown), || tr!("key-move-the-map"), Act::Pan(Vec2::Y)),
    (Group::Map, either(Key::Plus, Key::Equals), || tr!("key-closer"), Act::Zoom(1.0)),
    (Group::Map, plain(Key::Minus), || tr!("key-farther"), Act::Zoom(-1.0)),
    (Group::Map, plain(Key::A), || tr!("key-all-the-land"), Act::AllTheLand),
    (Group::Show, plain(Key::T), || tr!("key-twin"), Act::Tab(Tab::Twin)),
    (Group::Show, plain(Key::W), || tr!("key-why"), Act::Tab(Tab::Why)),
    (Group::Show, plain(Key::G), || tr!("key-charts"), Act::Tab(Tab::Charts)),
    (Group::Show, plain(Key::P), || tr!("key-plan"), Act::Tab(Tab::Plan)),
    (Group::Show, plain(Key::M), || tr!("key-parameters"), Act::Tab(Tab::Parameters)),
    (Group::Overlays, plain(chooser::NONE), || tr!("key-no-overlay"), Act::Overlay(None)),
    (Group::Window, either(Key::Questionmark, Key::F1), || tr!("key-help"), Act::Help),
    (Group::Window, ctrl(Key::Comma), || tr!("key-settings"), Act::Settings),
    (Group::Window, plain(Key::F11), || tr!("key-full-screen"), Act::FullScreen),
    (Group::Window, ctrl_either(Key::Plus, Key::Equals), || tr!("key-larger"), Act::Scale(ScaleStep::Larger)),
    (Group::Window, ctrl(Key::Minus), || tr!("key-smaller"), Act::Scale(ScaleStep::Smaller)),
    (Group::Window, ctrl(Key::Num0), || tr!("key-suits-the-window"), Act::Scale(ScaleStep::Automatic)),
    (Group::Window, plain(Key::Tab), || tr!("key-next-control"), Act::Elsewhere),
    (Group::Window, plain(Key::Enter), || tr!("key-press"), Act::Elsewhere),
    (Group::Window, plain(Key::Escape), || tr!("key-close"), Act::Elsewhere),
];

/// The table.
pub fn all() -> impl Iterator<Item = Shortcut> {
    let fixed = FIXED.into_iter().map(|(group, presses, words, act)| Shortcut { group, presses, words, act });
    let overlay = |overlay: &Overlay| Shortcut {
        group: Group::Overlays,
        presses: plain(overlay.key()),
        words: String::new,
        act: Act::Overlay(Some(*overlay)),
    };
    fixed.chain(Overlay::ALL.iter().map(overlay))
}

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
    for shortcut in all().filter(pressed) {
        let is_of_the_window = match shortcut.act {
            Act::FullScreen | Act::Scale(_) => true,
            Act::Help => *now.dialog == Dialog::Help,
            Act::Settings => *now.dialog == Dialog::Settings,
            _ => false,
        };
        if is_of_the_window || !is_typing && *now.dialog == Dialog::None {
            intents.extend(now.intent(shortcut.act));
        }
    }
    let begins =
        |input: &bevy_egui::egui::InputState| [Key::Enter, Key::Space].iter().any(|key| input.key_pressed(*key));
    // Escape already closes every dialog.
    if *now.dialog == Dialog::Introduction && ctx.input(begins) {
        intents.push(Intent::CloseDialog);
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
    use bevy_egui::egui::{Button, Modifiers};

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::ui::TestUi;

    /// What is asked for by keys in one frame.
    fn told(keys: &[(Key, Modifiers)], displayed: &Displayed, tab: Tab, overlay: Option<Overlay>) -> Vec<Intent> {
        let (mut test_ui, mut intents) = (TestUi::default(), Vec::new());
        let mut plan = PlanView::default();
        plan.tab = tab;
        keys.iter().for_each(|(key, modifiers)| test_ui.key_with(*key, *modifiers));
        let dialog = &Dialog::None;
        let now = Now { dialog, displayed, campaign: 1.0, plan: &plan, overlay, arrows_move_the_map: true };
        test_ui.frame(|ui| read(ui.ctx(), &now, &mut intents));
        intents
    }

    fn told_by(key: Key, tab: Tab, overlay: Option<Overlay>) -> Vec<Intent> {
        told(&[(key, Modifiers::NONE)], &Displayed::new(Scenario::default()), tab, overlay)
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
        displayed.branches =
            vec![crate::window::live_run::driver::BranchLine { name: String::new(), fork: None, days: 9 }];
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
        look_into(std::path::Path::new("src/window"), &mut found);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_key_that_is_held_presses_a_button_once() {
        // Space presses the focused button, and does not press it again while it is held.
        let mut test_ui = TestUi::default();
        let displayed = Displayed::new(Scenario::default());
        let (mut clicks, mut intents) = (0, Vec::new());
        let (dialog, plan) = (Dialog::None, PlanView::default());
        let now = Now {
            dialog: &dialog,
            displayed: &displayed,
            campaign: 1.0,
            plan: &plan,
            overlay: None,
            arrows_move_the_map: true,
        };
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
