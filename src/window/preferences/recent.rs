//! The files that were opened or saved of late.

use std::path::{Path, PathBuf};

use bevy::prelude::*;

use crate::window::live_run::displayed::Displayed;

use super::Preferences;

/// How many are remembered.
pub const MOST: usize = 8;

impl Preferences {
    /// Remembers a file before all others.
    pub fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // Preferences are text, and cannot hold any other.
        if path.to_str().is_none() {
            return;
        }
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path);
        self.recent.truncate(MOST);
    }

    /// Forgets those that are no longer there.
    pub fn forget_vanished(&mut self) {
        let is_there = |path: &PathBuf| path.is_file();
        if !self.recent.iter().all(is_there) {
            self.recent.retain(is_there);
        }
    }
}

/// Remembers what is saved.
pub fn plugin(app: &mut App) {
    app.add_systems(Update, remember_saved);
}

fn remember_saved(displayed: Res<Displayed>, mut preferences: ResMut<Preferences>, mut known: Local<u32>) {
    if let Some((command, Ok(path))) = &displayed.saved
        && *known != *command
    {
        *known = *command;
        preferences.remember(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the latest file is the first, none is there twice, there are never more than eight, and those that have vanished are
    /// forgotten.
    #[test]
    fn the_latest_files_are_remembered() {
        let mut preferences = Preferences::default();
        for number in (0..12).chain([9]) {
            preferences.remember(Path::new(&format!("/no/such/{number}.ron")));
        }
        let numbers: Vec<_> =
            [9, 11, 10, 8, 7, 6, 5, 4].iter().map(|n| PathBuf::from(format!("/no/such/{n}.ron"))).collect();
        assert_eq!(preferences.recent, numbers);
        let there = std::env::current_exe().unwrap();
        preferences.remember(&there);
        preferences.forget_vanished();
        assert_eq!(preferences.recent, [there]);
    }
}
