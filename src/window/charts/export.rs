//! Saving what the charts show: a picture as PNG or SVG, or its numbers as CSV. A file is written whole or not at all, on a thread of its
//! own so that no frame waits for it, and one that is there is replaced only when that is asked for twice.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;

use bevy_egui::egui::{Align, Button, Key, Label, RichText, TextEdit, Ui, vec2};
use strum::VariantArray;

use crate::experiment::picture::{png, svg};
use crate::record::folder::write_whole;
use crate::window::language::tr;
use crate::window::panels::file_name;
use crate::window::panels::tabs::choice;
use crate::window::panels::theme::{SMALL, SOFT_INK, strong};

use super::charts_of::ChartsOf;
use super::figure::figure;
use super::legend::CHIP;
use super::panel::low_row;
use super::table::csv;
use super::view::ChartView;

/// Dots of a PNG for a pixel of the figure.
const DOTS: u32 = 2;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray)]
enum Format {
    #[default]
    Png,
    Svg,
    Csv,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Csv => "CSV",
        }
    }

    /// A file of what is shown now, to be made later.
    fn content(self, of: &ChartsOf, view: &ChartView) -> Content {
        match self {
            Self::Png => {
                let figure = figure(of, view);
                Box::new(move || png::bytes(&figure, DOTS))
            }
            Self::Svg => {
                let figure = figure(of, view);
                Box::new(move || Ok(svg::text(&figure).into_bytes()))
            }
            Self::Csv => Box::new(csv(of, view)),
        }
    }
}

/// What makes the bytes of a file.
type Content = Box<dyn FnOnce() -> io::Result<Vec<u8>> + Send>;

/// A file that is being written, and how that went.
#[derive(Clone, Debug)]
struct Writing {
    path: PathBuf,
    written: Arc<OnceLock<io::Result<()>>>,
}

/// What the form remembers.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Whether it is shown.
    pub is_open: bool,
    format: Format,
    /// The name of the file, as somebody has written it; a name that fits, if nobody has.
    name: Option<String>,
    /// A file that is there already, and may be replaced if it is asked for once more.
    replaces: Option<PathBuf>,
    writing: Option<Writing>,
    outcome: Option<String>,
}

impl Export {
    /// Begins to write the file, unless it is there and was not to be replaced.
    fn save(&mut self, path: PathBuf, content: impl FnOnce(Format) -> Content) {
        if path.exists() && self.replaces.as_ref() != Some(&path) {
            (self.replaces, self.outcome) = (Some(path), None);
            return;
        }
        (self.replaces, self.outcome) = (None, None);
        let writing = Writing { path, written: Arc::default() };
        let (content, Writing { path, written }) = (content(self.format), writing.clone());
        let write = move || _ = written.set(content().and_then(|bytes| write_whole(&path, &bytes)));
        if let Err(error) = thread::Builder::new().name("file of the charts".into()).spawn(write) {
            _ = writing.written.set(Err(error));
        }
        self.writing = Some(writing);
    }

    /// Sees whether the file has been written.
    fn look(&mut self) {
        let Some(written) = self.writing.as_ref().and_then(|writing| writing.written.get()) else { return };
        let file = self.writing.as_ref().map_or_else(String::new, |writing| writing.path.display().to_string());
        self.outcome = Some(match written {
            Ok(()) => tr!("charts-saved", file = file),
            Err(error) => tr!("charts-not-saved", file = file, error = error.to_string()),
        });
        self.writing = None;
    }
}

/// Shows the form.
pub(super) fn show(ui: &mut Ui, of: &ChartsOf, view: &mut ChartView) {
    let mut export = view.export.clone();
    export.look();
    low_row(ui, |ui| {
        for format in Format::VARIANTS {
            if choice(ui, format.name(), export.format == *format).clicked() {
                let writing = export.writing.take();
                export = Export { is_open: true, format: *format, writing, ..Export::default() };
            }
        }
        let mut name = export.name.clone().unwrap_or_else(|| file_name(of, export.format));
        let field = TextEdit::singleline(&mut name)
            .desired_width((ui.max_rect().right() - ui.cursor().left() - 105.0).max(120.0))
            .min_size(vec2(0.0, CHIP))
            .vertical_align(Align::Center);
        let response = ui.add(field);
        if response.changed() {
            (export.name, export.replaces, export.outcome) = (Some(name.clone()), None, None);
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let path = file_name::whole(name.trim());
        let replaces = export.replaces.as_ref() == Some(&path);
        let word = if replaces { tr!("charts-replace") } else { tr!("charts-save") };
        let can_save = !name.trim().is_empty() && export.writing.is_none();
        let button = Button::new(word).min_size(vec2(80.0, CHIP));
        let is_pressed = ui.add_enabled(can_save, button).clicked();
        if can_save && (is_pressed || enter) {
            export.save(path, |format| format.content(of, view));
        }
    });
    let path = file_name::whole(&export.name.clone().unwrap_or_else(|| file_name(of, export.format)));
    let words = match (&export.outcome, &export.replaces) {
        _ if export.writing.is_some() => strong(tr!("charts-saving")).size(SMALL),
        (Some(outcome), _) => strong(outcome).size(SMALL),
        (None, Some(_)) => strong(tr!("charts-is-there")).size(SMALL),
        (None, None) => {
            let folder = path.parent().map_or(String::new(), |folder| folder.display().to_string());
            RichText::new(tr!("charts-in-folder", folder = folder)).size(SMALL).color(SOFT_INK)
        }
    };
    ui.add(Label::new(words).wrap());
    view.export = export;
}

/// A name for a file: what the scenario is called, and the day.
fn file_name(of: &ChartsOf, format: Format) -> String {
    let day = of.today().map_or(of.scenario.start, |row| row.date);
    file_name::of(&of.scenario.title, &format!("charts-{day}.{}", format.name().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;
    use crate::window::charts::made_up::MadeUp;

    /// Waits until the file has been written.
    fn wait(export: &mut Export) {
        while export.writing.is_some() {
            thread::yield_now();
            export.look();
        }
    }

    fn other(_: Format) -> Content {
        Box::new(|| Ok(b"other".into()))
    }

    /// Contract: each kind of file is written whole; one that is there only when asked twice; what fails is said in one sentence and
    /// leaves nothing.
    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let made_up = MadeUp::default();
        let (of, view) = (made_up.charts(), ChartView::default());
        let folder = env::temp_dir().join(format!("sparrowfall_charts_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for format in Format::VARIANTS {
            let mut export = Export { format: *format, ..Export::default() };
            let name = file_name(&of, *format);
            assert!(name.starts_with("a-made-up-place-charts-1958-08-23."), "{name}");
            let path = folder.join(name);
            export.save(path.clone(), |format| format.content(&of, &view));
            wait(&mut export);
            let first = std::fs::read(&path).unwrap();
            assert_eq!(first, format.content(&of, &view)().unwrap());
            assert!(export.outcome.as_ref().is_some_and(|words| words.starts_with("Saved")), "{:?}", export.outcome);
            export.save(path.clone(), other);
            assert!(export.writing.is_none() && std::fs::read(&path).unwrap() == first, "it was asked for once");
            export.save(path.clone(), other);
            wait(&mut export);
            assert_eq!(std::fs::read(&path).unwrap(), b"other");
        }
        let mut export = Export::default();
        export.save(folder.join("no").join("such.png"), other);
        wait(&mut export);
        assert!(export.outcome.is_some_and(|words| words.starts_with("Not saved") && words.lines().count() == 1));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), Format::VARIANTS.len());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    /// Contract: whoever saves does not wait for the file, and is told when it is done.
    #[test]
    fn no_frame_waits_for_a_file() {
        let path = env::temp_dir().join(format!("sparrowfall_slow_{}.csv", std::process::id()));
        let (go, gone) = std::sync::mpsc::channel();
        let mut export = Export::default();
        export.save(path.clone(), |_| Box::new(move || gone.recv().map(|()| b"slow".into()).map_err(io::Error::other)));
        export.look();
        assert!(export.writing.is_some() && export.outcome.is_none() && !path.exists());
        go.send(()).unwrap();
        wait(&mut export);
        assert!(export.outcome.is_some_and(|words| words.starts_with("Saved")));
        assert_eq!(std::fs::read(&path).unwrap(), b"slow");
        std::fs::remove_file(path).unwrap();
    }
}
