//! The file in which preferences are kept, in the system's folder for such files. Whatever is wrong with it, the window opens.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowMode};
use etcetera::BaseStrategy;
use ron::ser::PrettyConfig;

use crate::output::log::tell;
use crate::record::folder::write_whole;

use super::Preferences;

/// After a change it waits for so long, as others may follow.
const PAUSE: Duration = Duration::from_secs(1);

/// Where the file is; `None` where the system has no such folder.
pub fn place() -> Option<PathBuf> {
    let folders = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(folders.config_dir().join("sparrowfall").join("preferences.ron"))
}

/// What was kept last. If that cannot be read, a sentence says so and the window has its defaults.
pub fn read() -> Preferences {
    let Some(path) = place() else { return Preferences::default() };
    read_from(&path).unwrap_or_else(|problem| {
        tell(&format!("The preferences in {} cannot be read, so the defaults are used: {problem}.", path.display()));
        Preferences::default()
    })
}

fn read_from(path: &Path) -> Result<Preferences, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => ron::from_str(&text).map(Preferences::mended).map_err(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Preferences::default()),
        Err(error) => Err(error.to_string()),
    }
}

fn write_to(path: &Path, preferences: &Preferences) -> Result<(), String> {
    let text = ron::ser::to_string_pretty(preferences, PrettyConfig::default()).map_err(|error| error.to_string())?;
    let folder = path.parent().ok_or("it has no folder")?;
    std::fs::create_dir_all(folder).and_then(|()| write_whole(path, text.as_bytes())).map_err(|error| error.to_string())
}

/// Keeps them.
pub fn plugin(app: &mut App) {
    app.add_systems(Update, note_size).add_systems(Last, keep);
}

/// Takes down the size of the window while it is one.
fn note_size(window: Single<&Window, (With<PrimaryWindow>, Changed<Window>)>, mut preferences: ResMut<Preferences>) {
    let size = window.size().as_uvec2();
    if window.mode == WindowMode::Windowed && preferences.window != Some(size.into()) {
        preferences.window = Some(size.into());
    }
}

/// What was written last, and when something changed since.
#[derive(Default)]
struct Kept {
    written: Option<Preferences>,
    changed: Option<Duration>,
}

/// Writes them a while after a change, on a thread of its own so that no frame waits for a disk; and when the window closes.
fn keep(preferences: Res<Preferences>, time: Res<Time<Real>>, mut exit: MessageReader<AppExit>, mut kept: Local<Kept>) {
    // The file with which the window opens is among those to be remembered already.
    if kept.written.is_none() {
        kept.written = Some(place().and_then(|path| read_from(&path).ok()).unwrap_or_default());
    }
    if preferences.is_changed() {
        kept.changed = Some(time.elapsed());
    }
    let ends = exit.read().count() > 0;
    let is_due = kept.changed.is_some_and(|changed| ends || time.elapsed() >= changed + PAUSE);
    if !is_due || kept.written.as_ref() == Some(&*preferences) {
        return;
    }
    (kept.written, kept.changed) = (Some(preferences.clone()), None);
    let Some(path) = place() else { return };
    let preferences = preferences.clone();
    let write = move || {
        if let Err(problem) = write_to(&path, &preferences) {
            warn!("the preferences were not kept in {}: {problem}", path.display());
        }
    };
    match ends {
        true => write(),
        false => _ = std::thread::spawn(write),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Motion, Theme};
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("sparrowfall-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        folder
    }

    /// Contract: what is kept comes back, in a folder that need not be there before.
    #[test]
    fn what_is_kept_comes_back() {
        let folder = folder("kept");
        let path = folder.join("below").join("preferences.ron");
        let kept = Preferences {
            theme: Theme::Dark,
            scale: Some(1.5),
            motion: Motion::Reduced,
            window: Some((1600, 900)),
            recent: vec!["/somewhere/run.ron".into()],
        };
        assert_eq!(read_from(&path), Ok(Preferences::default()));
        write_to(&path, &kept).unwrap();
        assert_eq!(read_from(&path), Ok(kept));
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// Contract: a broken file is a problem that is told; one that says too much or too little is mended.
    #[test]
    fn a_broken_file_stops_nothing() {
        let folder = folder("broken");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("preferences.ron");
        for broken in ["", "(theme: Purple)", "\u{0}\u{1}", "(scale: \"large\")"] {
            std::fs::write(&path, broken).unwrap();
            assert!(read_from(&path).is_err(), "{broken:?}");
        }
        std::fs::write(&path, "(scale: Some(900.0), window: Some((1, 1)), of_a_later_version: 3)").unwrap();
        assert_eq!(read_from(&path), Ok(Preferences { scale: Some(2.0), ..Preferences::default() }));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
