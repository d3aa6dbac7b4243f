//! The file in which preferences are kept, in the system's folder for such files. Whatever is wrong with it, the window opens. Nothing that
//! it says is lost: one that cannot be read is put aside, and entries of a later version stay as they are.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowMode};
use etcetera::BaseStrategy;
use ron::ser::PrettyConfig;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

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

/// What was kept last. If that cannot be read, it is put aside, a sentence says so, and the window has its defaults.
pub fn read() -> Preferences {
    let Some(path) = place() else { return Preferences::default() };
    read_or_put_aside(&path).unwrap_or_else(|sentence| {
        tell(&sentence);
        Preferences::default()
    })
}

fn read_or_put_aside(path: &Path) -> Result<Preferences, String> {
    read_from(path).map_err(|problem| {
        let kept = match put_aside(path) {
            Ok(aside) => format!("and it is kept as {}", aside.display()),
            Err(error) => format!("and none are kept, because it cannot be put aside ({error})"),
        };
        format!("The preferences in {} cannot be read, so the defaults are used, {kept}: {problem}.", path.display())
    })
}

fn read_from(path: &Path) -> Result<Preferences, String> {
    let text = text_of(path)?;
    text.map_or(Ok(Preferences::default()), |text| in_text(&text))
}

fn in_text(text: &str) -> Result<Preferences, String> {
    ron::from_str(text).map(Preferences::mended).map_err(|error| error.to_string())
}

/// The text of a file, if it is there.
fn text_of(path: &Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Gives a file a name that no other has: its own with `.broken` behind it, or `.broken-2` and so on.
fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let name = |number: u32| if number == 1 { ".broken".into() } else { format!(".broken-{number}") };
    let mut names = (1..).map(|number| {
        let mut aside = path.as_os_str().to_owned();
        aside.push(name(number));
        PathBuf::from(aside)
    });
    let free = names.find(|aside| !aside.exists()).ok_or(ErrorKind::AlreadyExists)?;
    std::fs::rename(path, &free)?;
    Ok(free)
}

fn write_to(path: &Path, preferences: &Preferences) -> Result<(), String> {
    let folder = path.parent().ok_or("it has no folder")?;
    let mut text =
        ron::ser::to_string_pretty(preferences, PrettyConfig::default()).map_err(|error| error.to_string())?;
    // It may have been written by a later version, or by hand, since it was read.
    match text_of(path).and_then(|old| old.map_or(Ok(String::new()), |old| others_in(&old, &text))) {
        Ok(others) => text.insert_str(text.len() - 1, &others),
        Err(_) => _ = put_aside(path).map_err(|error| error.to_string())?,
    }
    std::fs::create_dir_all(folder).and_then(|()| write_whole(path, text.as_bytes())).map_err(|error| error.to_string())
}

/// The lines of an older text whose entries are not in the new one.
fn others_in(old: &str, new: &str) -> Result<String, String> {
    in_text(old)?;
    let [old, new] = [old, new].map(|text| ron::from_str::<Entries>(text).map_err(|error| error.to_string()));
    let (old, new) = (old?.0, new?.0);
    let is_other = |(name, _): &&(String, Box<RawValue>)| new.iter().all(|(known, _)| known != name);
    Ok(old.iter().filter(is_other).map(|(name, value)| format!("    {name}: {},\n", value.trim().get_ron())).collect())
}

/// All entries of a file, as they are written there.
struct Entries(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("preferences")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Entries, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    all.push(entry);
                }
                Ok(Entries(all))
            }
        }

        deserializer.deserialize_struct("Preferences", &[], All)
    }
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

    /// Contract: a file that cannot be read is kept beside the new one, each under a name of its own, and one line says where; also one
    /// that was broken while the window was open.
    #[test]
    fn a_broken_file_is_kept() {
        let folder = folder("aside");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("preferences.ron");
        let aside = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        std::fs::write(&path, "(theme: Purple)").unwrap();
        let sentence = read_or_put_aside(&path).unwrap_err();
        assert!(sentence.contains("preferences.ron.broken") && sentence.lines().count() == 1, "{sentence}");
        assert_eq!((aside("preferences.ron.broken").as_str(), path.exists()), ("(theme: Purple)", false));
        assert_eq!(read_or_put_aside(&path), Ok(Preferences::default()), "it is said once");
        std::fs::write(&path, "(scale: ").unwrap();
        let dark = Preferences { theme: Theme::Dark, ..Preferences::default() };
        write_to(&path, &dark).unwrap();
        assert_eq!((read_from(&path), aside("preferences.ron.broken-2").as_str()), (Ok(dark), "(scale: "));
        assert_eq!(aside("preferences.ron.broken"), "(theme: Purple)");
        std::fs::remove_dir_all(folder).unwrap();
    }

    /// Contract: what a later version has written and this one does not know stays in the file, as it is, however often it is written.
    #[test]
    fn entries_of_a_later_version_stay() {
        let folder = folder("later");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("preferences.ron");
        let later = "(deep: [1, (x: \"a ) b, c\")], kind: Some(Blue))";
        std::fs::write(&path, format!("(theme: Dark, later: {later}, /* why */ voice: Loud, scale: Some(1.5))"))
            .unwrap();
        let mut kept = read_from(&path).unwrap();
        for scale in [1.1, 1.25] {
            kept.scale = Some(scale);
            write_to(&path, &kept).unwrap();
            assert_eq!(read_from(&path).as_ref(), Ok(&kept));
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(&format!("    later: {later},\n    voice: Loud,\n")), "{text}");
            assert_eq!(text.matches("theme").count(), 1);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
