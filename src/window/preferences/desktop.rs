//! What the desktop asks of all programs: its theme, and whether things should move less.
//!
//! Windows and macOS tell every window of their theme. Other desktops tell it by the settings of their portal, for which the program
//! that comes with D-Bus is asked, on a thread of its own: when the window opens, and when it has the keyboard again, because meanwhile
//! somebody may have changed the settings. Where there is no such thing, nothing is asked of us.

use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowFocused, WindowTheme, WindowThemeChanged};

use crate::window::panels::theme::Look;

/// What the desktop asks for, as far as it is known.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Desktop {
    /// Its theme.
    pub look: Option<Look>,
    /// Whether things should move less.
    pub less_motion: Option<bool>,
}

#[derive(Resource)]
struct Answers {
    sender: Sender<Desktop>,
    receiver: Mutex<Receiver<Desktop>>,
}

/// Asks the desktop, and listens to it.
pub fn plugin(app: &mut App) {
    let (sender, receiver) = channel();
    app.insert_resource(Answers { sender, receiver: Mutex::new(receiver) })
        .add_systems(PreUpdate, (ask, listen).chain());
}

/// Whether programs of this desktop can talk to each other. Without this question, D-Bus might start a desktop's services by itself.
pub fn has_session_bus() -> bool {
    let of_user =
        std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| std::path::Path::new(&folder).join("bus").exists());
    of_user || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}

fn ask(mut focused: MessageReader<WindowFocused>, answers: Res<Answers>, mut has_asked: Local<bool>) {
    let is_back = focused.read().any(|event| event.focused);
    if *has_asked && !is_back || cfg!(not(all(unix, not(target_os = "macos")))) || !has_session_bus() {
        return;
    }
    *has_asked = true;
    let sender = answers.sender.clone();
    std::thread::spawn(move || {
        let look = match setting("org.freedesktop.appearance", "color-scheme").as_deref() {
            Some("1") => Some(Look::Dark),
            Some("2") => Some(Look::Light),
            _ => None,
        };
        let less_motion = match setting("org.freedesktop.appearance", "reduced-motion").as_deref() {
            Some("1") => Some(true),
            _ => setting("org.gnome.desktop.interface", "enable-animations").map(|enabled| enabled == "false"),
        };
        // The window may be closed by now.
        let _ = sender.send(Desktop { look, less_motion });
    });
}

/// A setting of the desktop's portal, as text.
fn setting(group: &str, key: &str) -> Option<String> {
    let read = ["org.freedesktop.portal.Settings.Read", &format!("string:{group}"), &format!("string:{key}")];
    let answer = Command::new("dbus-send")
        .args(["--session", "--print-reply=literal", "--reply-timeout=2000"])
        .args(["--dest=org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"])
        .args(read)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    answer.status.success().then(|| last_word(&String::from_utf8_lossy(&answer.stdout))).flatten()
}

/// An answer's value comes last, after its type.
fn last_word(answer: &str) -> Option<String> {
    answer.split_whitespace().last().map(String::from)
}

fn listen(
    window: Single<&Window, With<PrimaryWindow>>,
    mut changes: MessageReader<WindowThemeChanged>,
    answers: Res<Answers>,
    mut desktop: ResMut<Desktop>,
    mut has_begun: Local<bool>,
) {
    let look = |theme| match theme {
        WindowTheme::Light => Look::Light,
        WindowTheme::Dark => Look::Dark,
    };
    let mut now = *desktop;
    if !*has_begun && window.window_theme.is_some() {
        *has_begun = true;
        now.look = window.window_theme.map(look);
    }
    now.look = changes.read().last().map(|change| look(change.theme)).or(now.look);
    let answers = answers.receiver.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = answers.try_iter().last() {
        now = Desktop { look: answer.look.or(now.look), less_motion: answer.less_motion };
    }
    desktop.set_if_neq(now);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_the_portal_is_understood() {
        assert_eq!(last_word("   variant       variant          uint32 1\n").as_deref(), Some("1"));
        assert_eq!(last_word("   variant       variant          boolean false\n").as_deref(), Some("false"));
        assert_eq!(last_word(""), None);
    }
}
