//! The system's own dialog for files. It lives on a thread of its own, so no frame waits for it; where there is none, a sentence says so,
//! and a path can be typed as ever.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rfd::FileDialog;

use crate::timeline::session::ENDING;
use crate::window::language::tr;
use crate::window::live_run::save::SaveAs;
use crate::window::preferences::has_session_bus;

/// Nobody looks at a dialog and closes it again in less time: then it did not open.
const TOO_SOON: Duration = Duration::from_millis(400);

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To be opened.
    Open,
    /// To save the run to, with a name that fits.
    Save(SaveAs, PathBuf),
}

/// The dialog, if it is open.
#[derive(Debug, Default)]
pub struct Browser {
    open: Option<Asked>,
    problem: Option<String>,
}

#[derive(Debug)]
struct Asked {
    purpose: Purpose,
    since: Instant,
    answer: Mutex<Receiver<Option<PathBuf>>>,
}

impl Browser {
    /// Opens it, if it is not open.
    pub fn ask(&mut self, purpose: Purpose) {
        if self.open.is_some() {
            return;
        }
        if cfg!(all(unix, not(target_os = "macos"))) && !has_session_bus() {
            self.problem = Some(tr!("browse-no-dialog"));
            return;
        }
        self.problem = None;
        let (sender, answer) = channel();
        let wanted = purpose.clone();
        std::thread::spawn(move || {
            // The window may be closed by now.
            let _ = sender.send(show(&wanted));
        });
        self.open = Some(Asked { purpose, since: Instant::now(), answer: Mutex::new(answer) });
    }

    /// The file that was chosen, once.
    pub fn chosen(&mut self) -> Option<(Purpose, PathBuf)> {
        let asked = self.open.as_ref()?;
        let answer = asked.answer.lock().unwrap_or_else(PoisonError::into_inner).try_recv();
        if answer == Err(TryRecvError::Empty) {
            return None;
        }
        let Asked { purpose, since, .. } = self.open.take()?;
        match answer.ok().flatten() {
            Some(path) => Some((purpose, path)),
            None => {
                self.problem = (since.elapsed() < TOO_SOON).then(|| tr!("browse-no-dialog"));
                None
            }
        }
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Why it did not open.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Forgets why it did not open.
    pub fn forget(&mut self) {
        self.problem = None;
    }
}

fn show(purpose: &Purpose) -> Option<PathBuf> {
    match purpose {
        Purpose::Open => {
            let dialog =
                FileDialog::new().set_title(tr!("browse-open")).add_filter(tr!("browse-runs"), &["ron", ENDING]);
            dialog.add_filter(tr!("browse-all-files"), &["*"]).pick_file()
        }
        Purpose::Save(what, path) => {
            let ending = what.ending();
            let named = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut dialog = FileDialog::new().set_title(tr!("browse-save")).set_file_name(named);
            if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
                dialog = dialog.set_directory(folder);
            }
            dialog
                .add_filter(tr!("browse-saved-runs"), &[ending])
                .add_filter(tr!("browse-all-files"), &["*"])
                .save_file()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(since: Instant) -> (Browser, std::sync::mpsc::Sender<Option<PathBuf>>) {
        let (sender, answer) = channel();
        let open = Some(Asked { purpose: Purpose::Open, since, answer: Mutex::new(answer) });
        (Browser { open, problem: None }, sender)
    }

    /// Contract: nothing is chosen while the dialog is open; a file is chosen once; who closes the dialog is told nothing; and if it did
    /// not open, that is told.
    #[test]
    fn a_file_is_chosen_once() {
        let long_ago = Instant::now().checked_sub(2 * TOO_SOON).unwrap();
        let (mut browser, sender) = waiting(long_ago);
        assert!(browser.chosen().is_none() && browser.is_open());
        sender.send(Some("a.ron".into())).unwrap();
        assert_eq!(browser.chosen(), Some((Purpose::Open, "a.ron".into())));
        assert!(browser.chosen().is_none() && !browser.is_open() && browser.problem().is_none());
        for (since, is_told) in [(long_ago, false), (Instant::now(), true)] {
            let (mut browser, sender) = waiting(since);
            sender.send(None).unwrap();
            assert!(browser.chosen().is_none());
            assert_eq!(browser.problem().is_some(), is_told);
        }
    }
}
