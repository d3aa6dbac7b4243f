//! The table of the keys: what each is about, and what it does.

use bevy::math::Vec2;
use bevy_egui::egui::Key;
use strum::VariantArray;

use crate::window::language::tr;
use crate::window::overlays::{Overlay, chooser};
use crate::window::panels::tabs::Tab;
use crate::window::preferences::ScaleStep;

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
    pub(super) key: Key,
    pub(super) with_ctrl: bool,
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
pub(super) enum Act {
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
    /// Ends the topmost thing that is open.
    Close,
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
    pub(super) words: fn() -> String,
    pub(super) act: Act,
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
    (Group::Window, plain(Key::Escape), || tr!("key-close"), Act::Close),
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
